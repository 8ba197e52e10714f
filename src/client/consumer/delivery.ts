/**
 * Between what was fetched and whoever takes it (an iterator, `poll`, `run`): whose turn it is among partitions, waiting
 * where there is nothing, errors where records would come, and room for the rest of the process.
 *
 * Invariant: a partition that was claimed is in one hand until it is released, so that its records are in order; and takers
 * that never wait for anything let the event loop turn every few milliseconds, or nothing would be fetched, sent or beaten.
 */
import type { Env, Timer } from '#kernel';
import { asClientError, type ClientError, errorFor } from '../errors.ts';
import { abortedError } from '../network/wait.ts';
import type { Assignment } from './assignment.ts';
import type { PartitionState } from './partition-state.ts';

export interface DeliveryDependencies {
  readonly env: Env;
  readonly assignment: Assignment;
  readonly maxPollRecords: number;
  readonly maxPollIntervalMs: number;
  /** Whether something was subscribed to or assigned. */
  hasTopics(): boolean;
  /** Somebody takes records for the first time. */
  onStart(): void;
  /** Records of the partition were decoded, or it was released: there may be room for a fetch. */
  onProgress(state: PartitionState): void;
  /** An error that may pass was thrown: what it stopped is to be tried again. */
  onRetry(state: PartitionState): void;
  /** The application has come back for records. */
  onPoll(): void;
}

/** What takes records; one at a time does. */
export type Taker = 'records' | 'batches' | 'poll' | 'run' | 'stream';

const TURN_MS = 4;
/** So often at least, in parts of maxPollIntervalMs, the group is told that the application takes records. */
const POLLS_PER_INTERVAL = 20;
const MAX_TICK_MS = 1000;
const KEEP_ALIVE_MS = 3_600_000;

export class Delivery {
  readonly #dependencies: DeliveryDependencies;
  readonly #waiters = new Set<() => void>();
  /** The next take has to look up from its work: at the clock, at an error, at the end. */
  isDue = false;
  isClosed = false;
  taker: Taker | null = null;
  /** Whoever takes has been waiting for records since their last take. */
  isWaiting = false;
  /** What the last `poll` handed out records of. */
  readonly polled: PartitionState[] = [];
  #failure: ClientError | null = null;
  /** Thrown once. */
  #passing: { readonly error: unknown } | null = null;
  #lastTurnAt = 0;
  #ticker: Timer | null = null;

  constructor(dependencies: DeliveryDependencies) {
    this.#dependencies = dependencies;
  }

  get failure(): ClientError | null {
    return this.#failure;
  }

  /** Throws ILLEGAL_STATE where somebody else takes records or there are none to take, CLIENT_CLOSED after close, and what the consumer failed with. */
  begin(taker: Taker): void {
    this.throwIfClosed();
    if (this.taker !== null) {
      const message = `records are being taken by ${this.taker} already: one loop at a time reads from a consumer`;
      throw errorFor('ILLEGAL_STATE', message);
    }
    if (!this.#dependencies.hasTopics()) {
      throw errorFor('ILLEGAL_STATE', 'the consumer has no topics: call subscribe() or assign() before it is read');
    }
    this.taker = taker;
    // Whoever took records before has moved on, and so has what became of those.
    for (const state of this.polled.splice(0)) this.release(state);
    for (const state of this.#dependencies.assignment) if (!state.isBusy) state.unprocessedFrom = -1;
    this.#dependencies.onStart();
    this.#dependencies.onPoll();
    if (taker !== 'poll') this.#tick();
  }

  end(): void {
    this.taker = null;
    this.isWaiting = false;
    this.#stopTicking();
  }

  throwIfClosed(): void {
    if (this.#failure !== null) throw this.#failure;
    if (this.isClosed) throw errorFor('CLIENT_CLOSED', 'the consumer was closed');
  }

  /**
   * The next partition with records in hand, as `nextRecord` and `nextRecords` give them; null where there is none. Throws
   * what stands in the place of records.
   */
  claim(): PartitionState | null {
    if (this.#failure !== null) throw this.#failure;
    this.#throwPassing();
    const { assignment, maxPollRecords } = this.#dependencies;
    for (let state = assignment.dequeue(); state !== null; state = assignment.dequeue()) {
      try {
        if (!state.isBlocked && state.decode(maxPollRecords)) {
          const isReady = !this.#waitsForDeserializers(state);
          state.isBusy = isReady;
          this.#dependencies.onProgress(state);
          if (isReady) return state;
          continue;
        }
      } catch (error) {
        state.fail(asClientError(error), true);
      }
      if (state.error !== null) this.#throwErrorOf(state, state.error);
      this.#dependencies.onProgress(state);
    }
    return null;
  }

  /** Whether its deserializers have something to fetch first; it is offered again once that is there, or cannot be had. */
  #waitsForDeserializers(state: PartitionState): boolean {
    const pending = state.prepare();
    if (pending === null) return false;
    state.isPreparing = true;
    void pending.then(() => {
      state.isPreparing = false;
      this.offer(state);
    });
    return true;
  }

  /** All that was handed out of it has been processed. */
  release(state: PartitionState): void {
    state.release();
    this.offer(state);
  }

  /** The loop that had it has ended. */
  abandon(state: PartitionState): void {
    state.abandon();
    this.offer(state);
  }

  /** The partition may have something to hand out. */
  offer(state: PartitionState): void {
    this.#dependencies.onProgress(state);
    if (this.#dependencies.assignment.enqueue(state)) this.notify();
  }

  notify(): void {
    for (const wake of this.#waiters) wake();
    this.#waiters.clear();
  }

  /** The consumer is at its end: by an error, or by close. */
  fail(error: ClientError): void {
    this.#failure ??= error;
    this.#stopTicking();
    this.isDue = true;
    this.notify();
  }

  close(): void {
    this.isClosed = true;
    this.#stopTicking();
    this.isDue = true;
    this.notify();
  }

  /** Thrown to whoever takes records next, once. */
  throwOnce(error: unknown): void {
    this.#passing ??= { error };
    this.isDue = true;
    this.notify();
  }

  /**
   * Until something has changed, or for `timeoutMs`. Rejects with ABORTED. Keeps the process alive, as there may be no
   * connection at the moment.
   */
  async wait(signal?: AbortSignal, timeoutMs: number = KEEP_ALIVE_MS): Promise<void> {
    throwIfAborted(signal);
    this.isWaiting = true;
    await new Promise<void>((resolve) => {
      const timer = this.#dependencies.env.scheduler.after(timeoutMs, wake, { keepAlive: true });
      function wake(): void {
        timer.cancel();
        signal?.removeEventListener('abort', wake);
        resolve();
      }
      signal?.addEventListener('abort', wake);
      this.#waiters.add(wake);
    });
    this.isWaiting = false;
    this.#lastTurnAt = this.#dependencies.env.clock.monotonic();
    this.#dependencies.onPoll();
    throwIfAborted(signal);
  }

  /** Whether the event loop ought to turn before the next take. */
  get needsTurn(): boolean {
    return this.#dependencies.env.clock.monotonic() - this.#lastTurnAt >= TURN_MS;
  }

  /** Lets the event loop turn once. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#dependencies.env.scheduler.endOfTurn(() => {
        this.#lastTurnAt = this.#dependencies.env.clock.monotonic();
        resolve();
      });
    });
  }

  /** Takes note that the application came back, where a while has passed since that was noted last. */
  notePoll(): void {
    if (!this.isDue) return;
    this.isDue = this.#failure !== null || this.isClosed || this.#passing !== null;
    this.#dependencies.onPoll();
  }

  #throwPassing(): void {
    const passing = this.#passing;
    this.#passing = null;
    if (passing !== null) throw passing.error;
  }

  #throwErrorOf(state: PartitionState, error: ClientError): never {
    if (!state.isErrorSticky) {
      state.error = null;
      this.#dependencies.onRetry(state);
    }
    this.#dependencies.assignment.enqueue(state);
    throw error;
  }

  #stopTicking(): void {
    this.#ticker?.cancel();
    this.#ticker = null;
  }

  #tick(): void {
    const { env, maxPollIntervalMs } = this.#dependencies;
    const delayMs = Math.min(MAX_TICK_MS, Math.ceil(maxPollIntervalMs / POLLS_PER_INTERVAL));
    this.#ticker = env.scheduler.after(delayMs, () => {
      this.isDue = true;
      this.#tick();
    });
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortedError(signal);
}
