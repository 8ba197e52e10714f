/**
 * Windows that are told once, when nothing can change them any more (Kafka's EmitStrategy.onWindowClose). What has closed
 * since the last look is read from the store by time, at most as often as `emitIntervalMs` allows.
 *
 * It is asked before a record is put into the store: the record may be so much later that the store lets go of windows
 * which are closed by it and were not told yet. Kafka's in-memory store loses those.
 */
import type { NodeContext } from '../../runtime/node-context.ts';
import type { WindowStore } from '../../stores/state-store.ts';

/** The starts of windows that have closed up to `closeTime` and had not at `lastCloseTime` (-1: at no time yet). */
export type ClosedStarts = (closeTime: number, lastCloseTime: number) => { readonly from: number; readonly to: number };

export interface FinalEmissionOptions {
  readonly closedStarts: ClosedStarts;
  /** Windows hold their end: they are closed by what is behind it. */
  readonly holdsEnd: boolean;
}

/** Where it is at work. */
interface Place {
  readonly context: NodeContext;
  readonly store: WindowStore<unknown, unknown>;
  /** A window's result, which is told for the first time. */
  tell(this: void, window: unknown, value: unknown, oldValue: null, timestamp: number): void;
}

export class FinalEmission {
  readonly #options: FinalEmissionOptions;
  #place: Place | null = null;
  #nextLook = Number.NEGATIVE_INFINITY;

  constructor(options: FinalEmissionOptions) {
    this.#options = options;
  }

  init(place: Place): void {
    this.#place = place;
  }

  /** Tells the windows that `closeTime` has closed. */
  emitClosed(closeTime: number): void {
    const { context, store, tell } = this.#place!;
    const now = context.wallClock();
    const last = this.#lastCloseTime;
    if (now < this.#nextLook || closeTime <= last) return;
    this.#nextLook = now + context.emitIntervalMs;
    const { from, to } = this.#options.closedStarts(closeTime, last);
    if (to < 0) return;
    context.remember(store.name, closeTime);
    for (const [window, { value, timestamp }] of store.fetchAll(from, to)) tell(window, value, null, timestamp);
  }

  /** Tells the windows that have not closed; answers the time that they are closed by from now on, -1 where there are none. */
  emitOpen(): number {
    const { context, store, tell } = this.#place!;
    const { closedStarts, holdsEnd } = this.#options;
    const last = this.#lastCloseTime;
    let closeTime = -1;
    for (const [window, { value, timestamp }] of store.fetchAll(closedStarts(0, last).from, Number.MAX_SAFE_INTEGER)) {
      tell(window, value, null, timestamp);
      closeTime = Math.max(closeTime, holdsEnd ? window.end + 1 : window.end);
    }
    if (closeTime > last) context.remember(store.name, closeTime);
    return closeTime;
  }

  get #lastCloseTime(): number {
    const { context, store } = this.#place!;
    return context.remembered(store.name) ?? -1;
  }
}
