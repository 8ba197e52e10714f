/**
 * `for await (const record of consumer)`. Written by hand: where records are decoded already, `next` answers with a promise
 * that is resolved, without an async function between.
 *
 * Invariant: a record counts as processed when the loop comes back for the next one, and not when it is left by `break` or
 * `throw`, which look the same from here.
 */
import { abortedError } from '../network/wait.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import type { Delivery, Taker } from './delivery.ts';
import type { PartitionState } from './partition-state.ts';

/** Between two looks at the clock. */
const RECORDS_PER_LOOK = 16;

export class RecordIterator<K, V> implements AsyncIterableIterator<ConsumerRecord<K, V>> {
  readonly #delivery: Delivery;
  readonly #signal: AbortSignal | undefined;
  readonly #taker: Taker;
  #state: PartitionState | null = null;
  #untilLook = RECORDS_PER_LOOK;
  #hasBegun = false;
  #isDone = false;
  /** The slow step that is under way: further calls of `next` come after it. */
  #pending: Promise<IteratorResult<ConsumerRecord<K, V>>> | null = null;

  constructor(delivery: Delivery, signal: AbortSignal | undefined, taker: Taker = 'records') {
    this.#delivery = delivery;
    this.#signal = signal;
    this.#taker = taker;
  }

  next(): Promise<IteratorResult<ConsumerRecord<K, V>>> {
    if (this.#state !== null && this.#pending === null && !this.#delivery.isDue && !this.#hasToLookUp()) {
      const record = this.#state.nextRecord();
      if (record !== null) return Promise.resolve({ value: record as ConsumerRecord<K, V>, done: false });
    }
    return this.#slow();
  }

  /** The loop was left. */
  return(): Promise<IteratorResult<ConsumerRecord<K, V>>> {
    this.#end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Whether the event loop is to turn, or the loop to end: looked at every few records. */
  #hasToLookUp(): boolean {
    if (--this.#untilLook > 0) return false;
    this.#untilLook = RECORDS_PER_LOOK;
    return this.#delivery.needsTurn || this.#signal?.aborted === true;
  }

  #slow(): Promise<IteratorResult<ConsumerRecord<K, V>>> {
    const before = this.#pending;
    const step = before === null ? this.#step() : before.then(() => this.#step());
    this.#pending = step;
    const clear = (): void => {
      if (this.#pending === step) this.#pending = null;
    };
    step.then(clear, clear);
    return step;
  }

  async #step(): Promise<IteratorResult<ConsumerRecord<K, V>>> {
    if (this.#isDone) return { value: undefined, done: true };
    try {
      const record = await this.#take();
      if (record !== null) return { value: record as ConsumerRecord<K, V>, done: false };
    } catch (error) {
      this.#end();
      throw error;
    }
    this.#end();
    return { value: undefined, done: true };
  }

  async #take(): Promise<unknown> {
    const delivery = this.#delivery;
    if (!this.#hasBegun) {
      delivery.begin(this.#taker);
      this.#hasBegun = true;
    }
    for (;;) {
      if (delivery.needsTurn) await delivery.turn();
      if (this.#signal?.aborted === true) {
        this.#release();
        throw abortedError(this.#signal);
      }
      delivery.notePoll();
      if (this.#isDone || (delivery.isClosed && delivery.failure === null)) return null;
      const record = delivery.isDue ? null : (this.#state?.nextRecord() ?? null);
      if (record !== null) return record;
      this.#release();
      this.#state = delivery.claim();
      if (this.#state === null) await delivery.wait(this.#signal);
    }
  }

  /** The loop has come back for more: what it had is processed, also where it gets nothing more. */
  #release(): void {
    if (this.#state !== null) this.#delivery.release(this.#state);
    this.#state = null;
  }

  #end(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    if (this.#state !== null) this.#delivery.abandon(this.#state);
    this.#state = null;
    if (this.#hasBegun) this.#delivery.end();
  }
}
