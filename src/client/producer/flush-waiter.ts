/** Waits for a set of batches, of which some may be split on the way. */
import type { ProducerBatch } from './producer-batch.ts';

export class FlushWaiter {
  readonly promise: Promise<void>;
  readonly #resolve: () => void;
  #pending = 0;

  constructor(batches: Iterable<ProducerBatch>) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.promise = promise;
    this.#resolve = resolve;
    for (const batch of batches) this.add(batch);
    if (this.#pending === 0) resolve();
  }

  add(batch: ProducerBatch): void {
    this.#pending++;
    batch.flushes ??= [];
    batch.flushes.push(this);
  }

  /** One of the batches has ended. */
  ended(): void {
    if (--this.#pending === 0) this.#resolve();
  }
}
