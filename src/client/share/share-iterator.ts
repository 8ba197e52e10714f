/**
 * `for await (const record of shareConsumer)`. In implicit mode a record is accepted when the loop comes back for the next
 * one, unless something was said of it before; one that is left by `break` or `throw` is released when the consumer is
 * closed.
 */
import type { ConsumerRecord } from '../records/consumer-record.ts';
import type { ShareDelivery } from './share-delivery.ts';

export interface ShareIteratorOptions {
  readonly delivery: ShareDelivery;
  readonly signal: AbortSignal | undefined;
  /** The loop is done with the record. */
  onDone(record: ConsumerRecord): void;
}

export class ShareIterator<K, V> implements AsyncIterableIterator<ConsumerRecord<K, V>> {
  readonly #options: ShareIteratorOptions;
  #previous: ConsumerRecord | null = null;
  #hasBegun = false;
  #isDone = false;
  #pending: Promise<unknown> = Promise.resolve();

  constructor(options: ShareIteratorOptions) {
    this.#options = options;
  }

  next(): Promise<IteratorResult<ConsumerRecord<K, V>>> {
    const step = this.#pending.then(() => this.#step());
    this.#pending = step.catch(() => undefined);
    return step;
  }

  return(): Promise<IteratorResult<ConsumerRecord<K, V>>> {
    this.#end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #step(): Promise<IteratorResult<ConsumerRecord<K, V>>> {
    const { delivery, signal, onDone } = this.#options;
    if (this.#isDone) return { value: undefined, done: true };
    try {
      if (!this.#hasBegun) delivery.begin('a loop');
      this.#hasBegun = true;
      if (this.#previous !== null) onDone(this.#previous);
      this.#previous = null;
      this.#previous = await delivery.take(signal);
    } catch (error) {
      this.#end();
      throw error;
    }
    if (this.#previous !== null && !this.#isDone) {
      return { value: this.#previous as ConsumerRecord<unknown, unknown> as ConsumerRecord<K, V>, done: false };
    }
    this.#end();
    return { value: undefined, done: true };
  }

  #end(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#previous = null;
    if (this.#hasBegun) this.#options.delivery.end();
  }
}
