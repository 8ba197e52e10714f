/**
 * A Fetch that waits for more (Kafka's DelayedFetch): until enough bytes have come, something else changed, its time
 * is up, or its client has gone. Who woke it reads again; being woken promises nothing.
 */
import type { Env, Timer } from '#kernel';
import type { FetchWatcher, Partition } from './partition.ts';

export class DelayedFetch implements FetchWatcher {
  #missingBytes: number;
  #finish: (() => void) | null = null;

  constructor(missingBytes: number) {
    this.#missingBytes = missingBytes;
  }

  wake(bytes: number): void {
    this.#missingBytes -= bytes;
    if (this.#missingBytes <= 0) this.cancel();
  }

  cancel(): void {
    this.#finish?.();
    this.#finish = null;
  }

  /** Resolves when woken, cancelled or after `waitMs`. */
  park(env: Env, partitions: readonly Partition[], waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer: Timer = env.scheduler.after(waitMs, () => this.cancel());
      this.#finish = (): void => {
        timer.cancel();
        for (const partition of partitions) partition.unwatch(this);
        resolve();
      };
      for (const partition of partitions) partition.watch(this);
    });
  }
}
