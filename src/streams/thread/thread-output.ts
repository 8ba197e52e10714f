/**
 * What a thread writes with: one producer at a time, with its sink and its committer. Where that cannot go on, or has lost
 * records, another one takes its place.
 *
 * Invariant: when `renew` has resolved, nothing that was written before and not committed can be committed any more: it was
 * aborted, or its producer is fenced by the next one.
 */
import type { Metric } from '#client';
import { type Env, type Logger, pause, settlesWithin } from '#kernel';
import type { Committer } from './committer.ts';
import type { Patience } from './patience.ts';
import type { ProducerSink } from './producer-sink.ts';
import type { Output } from './thread-clients.ts';

export interface ThreadOutputOptions {
  readonly env: Env;
  readonly logger: Logger;
  readonly patience: Patience;
  /** Aborted where the thread is to end: no producer is waited for then. */
  readonly stop: AbortSignal;
  /** A new producer, ready to write. With exactly-once the one before is fenced by it. */
  make(stop: AbortSignal): Promise<Output>;
}

const RETRY_MS = 100;

export class ThreadOutput {
  readonly #options: ThreadOutputOptions;
  #current: Output | null = null;

  constructor(options: ThreadOutputOptions) {
    this.#options = options;
  }

  /** From the first `open` on. */
  get sink(): ProducerSink {
    return this.#current!.sink;
  }

  /** From the first `open` on. */
  get committer(): Committer {
    return this.#current!.committer;
  }

  get isOpen(): boolean {
    return this.#current !== null;
  }

  /** Tasks are about to write into these topics. */
  warmUp(topics: readonly string[]): void {
    void this.#current?.producer.warmUp(topics);
  }

  /** Of the producer. */
  metrics(): Metric[] {
    return this.#current?.producer.metrics() ?? [];
  }

  /** Rejects with what opening it fails with for too long. It is not open where the thread is to end meanwhile. */
  async open(): Promise<void> {
    const { env, logger, patience, stop, make } = this.#options;
    while (!stop.aborted) {
      try {
        this.#current = await make(stop);
        return;
      } catch (error) {
        if (stop.aborted) return;
        if (!patience.bears(error)) throw error;
        logger.warn('Transactions cannot begin yet', { reason: error.message });
        await pause(env, RETRY_MS, stop);
      }
    }
  }

  /** Aborts what is open; where the producer cannot go on, or has lost records, another one takes its place. */
  async renew(): Promise<void> {
    const { producer, sink, committer } = this.#current!;
    try {
      await committer.abort();
      if (sink.failure === null) return;
    } catch (error) {
      this.#options.logger.info('The producer cannot go on; another one takes its place', { reason: String(error) });
    }
    this.#current = null;
    await producer.close({ timeoutMs: 0 });
    await this.open();
  }

  /**
   * What is open is aborted; records on their way are waited for where they are wanted (`isFlushed`). Takes `timeoutMs` at most,
   * never rejects.
   */
  async close({ timeoutMs, isFlushed }: { readonly timeoutMs: number; readonly isFlushed: boolean }): Promise<void> {
    if (this.#current === null) return;
    const { producer, committer } = this.#current;
    const { clock } = this.#options.env;
    const endMs = clock.monotonic() + timeoutMs;
    await settlesWithin(this.#options.env, committer.abort(), timeoutMs);
    await producer.close({ timeoutMs: isFlushed ? Math.max(0, endMs - clock.monotonic()) : 0 });
  }
}
