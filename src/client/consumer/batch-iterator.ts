/**
 * `for await (const batch of consumer.batches())`, and `poll`. A batch counts as processed when the loop comes back for the
 * next one; what `poll` gave, when it is called again.
 */
import { abortedError } from '../network/wait.ts';
import { ConsumerBatch } from '../records/consumer-batch.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import type { Delivery } from './delivery.ts';
import type { PartitionState } from './partition-state.ts';

export interface BatchLimits {
  readonly maxPollRecords: number;
  /** Whether consumers see records up to the last stable offset only. */
  readonly signal?: AbortSignal | undefined;
}

export class BatchIterator<K, V> implements AsyncIterableIterator<ConsumerBatch<K, V>> {
  readonly #delivery: Delivery;
  readonly #limits: BatchLimits;
  #state: PartitionState | null = null;
  #hasBegun = false;
  #isDone = false;
  #pending: Promise<unknown> = Promise.resolve();

  constructor(delivery: Delivery, limits: BatchLimits) {
    this.#delivery = delivery;
    this.#limits = limits;
  }

  next(): Promise<IteratorResult<ConsumerBatch<K, V>>> {
    const step = this.#pending.then(() => this.#step());
    this.#pending = step.catch(() => {
      // Whoever called `next` hears of it; the call after that finds the iterator done.
    });
    return step;
  }

  return(): Promise<IteratorResult<ConsumerBatch<K, V>>> {
    this.#end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #step(): Promise<IteratorResult<ConsumerBatch<K, V>>> {
    if (this.#isDone) return { value: undefined, done: true };
    try {
      const batch = await this.#take();
      if (batch !== null) return { value: batch, done: false };
    } catch (error) {
      this.#end();
      throw error;
    }
    this.#end();
    return { value: undefined, done: true };
  }

  async #take(): Promise<ConsumerBatch<K, V> | null> {
    const delivery = this.#delivery;
    const { signal, maxPollRecords } = this.#limits;
    if (!this.#hasBegun) {
      delivery.begin('batches');
      this.#hasBegun = true;
    }
    for (;;) {
      if (delivery.needsTurn) await delivery.turn();
      if (signal?.aborted === true) {
        this.#release();
        throw abortedError(signal);
      }
      delivery.notePoll();
      if (this.#isDone || (delivery.isClosed && delivery.failure === null)) return null;
      this.#release();
      this.#state = delivery.claim();
      const records = this.#state?.nextRecords(maxPollRecords) ?? null;
      if (records !== null) return new ConsumerBatch(this.#state!, records as readonly ConsumerRecord<K, V>[]);
      if (this.#state === null) await delivery.wait(signal);
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

/** Up to `maxPollRecords` records of any partitions, as soon as there is one; none after `timeoutMs`. */
export async function pollRecords<K, V>(
  delivery: Delivery,
  { timeoutMs, now, ...limits }: BatchLimits & { readonly timeoutMs: number; readonly now: () => number },
): Promise<ConsumerRecord<K, V>[]> {
  delivery.begin('poll');
  try {
    const deadline = now() + timeoutMs;
    for (;;) {
      if (delivery.needsTurn) await delivery.turn();
      const records = takeMany<K, V>(delivery, limits.maxPollRecords);
      const leftMs = deadline - now();
      if (records.length > 0 || leftMs <= 0) return records;
      delivery.throwIfClosed();
      await delivery.wait(limits.signal, leftMs);
    }
  } finally {
    delivery.end();
  }
}

function takeMany<K, V>(delivery: Delivery, max: number): ConsumerRecord<K, V>[] {
  const records: ConsumerRecord<K, V>[] = [];
  while (records.length < max) {
    const state = claimUnlessFailing(delivery, records.length > 0);
    if (state === null) break;
    delivery.polled.push(state);
    for (const record of state.nextRecords(max - records.length) ?? []) records.push(record as ConsumerRecord<K, V>);
  }
  return records;
}

/** An error waits for the next `poll` where there are records to hand out before it. */
function claimUnlessFailing(delivery: Delivery, hasRecords: boolean): PartitionState | null {
  try {
    return delivery.claim();
  } catch (error) {
    if (!hasRecords) throw error;
    delivery.throwOnce(error);
    return null;
  }
}
