/**
 * Windows that are told once, when nothing can change them any more (Kafka's EmitStrategy.onWindowClose). What has closed
 * since the last look is read from the store by time, at most as often as `emitIntervalMs` allows.
 *
 * It is asked before a record is put into the store: the record may be so much later that the store lets go of windows
 * which are closed by it and were not told yet. Kafka's in-memory store loses those.
 */
import type { NodeContext } from '../../runtime/node-context.ts';
import type { Timestamped, Windowed, WindowStore } from '../../stores/state-store.ts';

/** The starts of windows that have closed up to `closeTime` and had not at `lastCloseTime` (-1: at no time yet). */
export type ClosedStarts = (closeTime: number, lastCloseTime: number) => { readonly from: number; readonly to: number };

export class FinalEmission {
  readonly #closedStarts: ClosedStarts;
  #nextLook = Number.NEGATIVE_INFINITY;

  constructor(closedStarts: ClosedStarts) {
    this.#closedStarts = closedStarts;
  }

  /** The windows that `closeTime` has closed. */
  *closed(
    context: NodeContext,
    store: WindowStore<unknown, unknown>,
    closeTime: number,
  ): IterableIterator<readonly [Windowed<unknown>, Timestamped<unknown>]> {
    const now = context.wallClock();
    const lastCloseTime = context.remembered(store.name) ?? -1;
    if (now < this.#nextLook || closeTime <= lastCloseTime) return;
    this.#nextLook = now + context.emitIntervalMs;
    const { from, to } = this.#closedStarts(closeTime, lastCloseTime);
    if (to < 0) return;
    context.remember(store.name, closeTime);
    yield* store.fetchAll(from, to);
  }

  /** The windows that have not closed; `closeTime` is to be told when they are. */
  open(
    context: NodeContext,
    store: WindowStore<unknown, unknown>,
  ): IterableIterator<readonly [Windowed<unknown>, Timestamped<unknown>]> {
    const { from } = this.#closedStarts(0, context.remembered(store.name) ?? -1);
    return store.fetchAll(from, Number.MAX_SAFE_INTEGER);
  }

  /** The windows that ended before it are told. */
  close(context: NodeContext, store: WindowStore<unknown, unknown>, closeTime: number): void {
    if (closeTime > (context.remembered(store.name) ?? -1)) context.remember(store.name, closeTime);
  }
}
