/**
 * Windows that are closed because nothing comes any more. Time, as records tell it, stands still without them, and with it
 * the results of all windows that wait for their grace to pass. With `idle` a final result does not wait longer than that,
 * by the wall clock: when no record has come to the windows of a task for so long, all that are open are told, and closed.
 *
 * Stream time does not move by it. A record that comes later for a window that was closed is late, like any other.
 */
import type { NodeContext, Punctuation } from '../../runtime/node-context.ts';
import type { RecordContext } from '../../runtime/record-context.ts';

/** What an aggregation and those who tell its final results know of each other, in one task. */
export class IdleClosing {
  /** Of the wall clock, when a record came last. */
  lastInput: number;
  /** Windows that ended before it were closed; -1: none were yet. */
  closeTime: number;
  readonly #context: NodeContext;
  readonly #key: string;

  constructor(context: NodeContext, key: string) {
    this.#context = context;
    this.#key = key;
    this.lastInput = context.wallClock();
    this.closeTime = context.remembered(key) ?? -1;
  }

  /** Also where the task runs next. */
  close(closeTime: number): void {
    if (closeTime <= this.closeTime) return;
    this.closeTime = closeTime;
    this.#context.remember(this.#key, closeTime);
  }
}

/** Of one aggregation. */
export class IdleClosings {
  readonly #key: string;
  readonly #byTask = new WeakMap<RecordContext, IdleClosing>();
  /** Somebody wants final results of idle windows. */
  isUsed = false;

  /** @param storeName of the aggregation */
  constructor(storeName: string) {
    this.#key = `${storeName}-idle`;
  }

  of(context: NodeContext): IdleClosing {
    const known = this.#byTask.get(context.record) ?? new IdleClosing(context, this.#key);
    this.#byTask.set(context.record, known);
    return known;
  }
}

export interface IdleTimerOptions {
  readonly context: NodeContext;
  readonly closing: IdleClosing;
  readonly idleMs: number;
  onIdle(this: void): void;
}

/**
 * Calls `onIdle` when nothing has come for so long: once, and again only when something has come since. What it gives tells
 * whether that is so, and still nothing has come.
 */
export function whenIdle({ context, closing, idleMs, onIdle }: IdleTimerOptions): () => boolean {
  let closedAt = Number.NEGATIVE_INFINITY;
  let punctuation: Punctuation;
  const schedule = (delayMs: number): void => {
    punctuation = context.schedule(delayMs, 'wall-clock', look);
  };
  const look = (now: number): void => {
    const { lastInput } = closing;
    const leftMs = lastInput + idleMs - now;
    punctuation.cancel();
    schedule(leftMs > 0 ? leftMs : idleMs);
    if (leftMs > 0 || closedAt === lastInput) return;
    closedAt = lastInput;
    onIdle();
  };
  schedule(idleMs);
  return () => closedAt === closing.lastInput;
}
