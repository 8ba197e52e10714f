/**
 * Between the fetcher and whoever takes records, one loop, `run` or `poll` at a time: waits, failures, the end, and that
 * the application shows signs of life to its group.
 */
import type { Env } from '#kernel';
import { errorFor, type ClientError } from '../errors.ts';
import { abortedError } from '../network/wait.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import { RecordWaiters } from './record-waiters.ts';
import type { ShareFetcher } from './share-fetcher.ts';

/** Who takes records, for the message to the second one that tries. */
export type ShareTaker = 'a loop' | 'run()' | 'poll()';

export interface ShareDeliveryDependencies {
  readonly env: Env;
  readonly fetcher: ShareFetcher;
  /** Whether something was subscribed to. */
  hasTopics(): boolean;
  /** The application takes records. */
  onTake(): void;
}

export class ShareDelivery {
  readonly #dependencies: ShareDeliveryDependencies;
  readonly #waiters: RecordWaiters;
  #taker: ShareTaker | null = null;
  /** Handlers of `run` that are at work. */
  handlersAtWork = 0;
  #fatal: ClientError | null = null;
  /** The next take fails with it, those after go on. */
  #error: ClientError | null = null;
  #isClosed = false;

  constructor(dependencies: ShareDeliveryDependencies) {
    this.#dependencies = dependencies;
    this.#waiters = new RecordWaiters(dependencies.env);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Why the consumer cannot go on; null where it can. */
  get failure(): ClientError | null {
    return this.#fatal;
  }

  /** Whether the application waits for records, and does nothing else. */
  get isWaiting(): boolean {
    return this.#waiters.count > 0 && this.handlersAtWork === 0;
  }

  begin(taker: ShareTaker): void {
    this.throwIfClosed();
    if (this.#taker !== null) {
      throw errorFor('ILLEGAL_STATE', `${this.#taker} takes records of this share consumer already: one at a time.`);
    }
    if (!this.#dependencies.hasTopics()) {
      throw errorFor('ILLEGAL_STATE', 'The share consumer has no topics: call subscribe() before it is read.');
    }
    this.#taker = taker;
  }

  end(): void {
    this.#taker = null;
    this.#dependencies.fetcher.want(false);
  }

  /** The next record; null when the consumer is closed, or after `timeoutMs`. Rejects with what failed, or ABORTED. */
  async take(signal?: AbortSignal, timeoutMs?: number): Promise<ConsumerRecord | null> {
    const { env, fetcher, onTake } = this.#dependencies;
    const endMs = timeoutMs === undefined ? Infinity : env.clock.monotonic() + timeoutMs;
    for (;;) {
      onTake();
      const error = this.#fatal ?? this.#error;
      this.#error = null;
      if (error !== null) throw error;
      if (signal?.aborted === true) throw abortedError(signal);
      if (this.#isClosed) return null;
      const record = fetcher.next();
      if (record !== null) {
        // What its deserializers have to fetch; where that cannot be had, they say so when the record is read.
        const pending = record.prepare();
        if (pending !== null) await pending;
        return record;
      }
      const leftMs = endMs - env.clock.monotonic();
      if (leftMs <= 0) return null;
      fetcher.want(true);
      await this.#waiters.wait(leftMs, signal);
      if (this.#waiters.count === 0) fetcher.want(false);
    }
  }

  wake(): void {
    this.#waiters.wake();
  }

  /** Tells the application of an error that the consumer survives. */
  tell(error: ClientError): void {
    this.#error ??= error;
    this.wake();
  }

  fail(error: ClientError): void {
    this.#fatal ??= error;
    this.wake();
  }

  close(): void {
    this.#isClosed = true;
    this.wake();
  }

  throwIfClosed(): void {
    if (this.#isClosed) throw errorFor('CLIENT_CLOSED', 'The share consumer was closed.');
  }
}
