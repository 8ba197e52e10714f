/**
 * An operation that is tried until it succeeds, fails for good, or its time is over (KIP-580): waits between attempts
 * grow from retry.backoff.ms to retry.backoff.max.ms. The time holds for everything: an attempt that is going on when it
 * is over is left to itself.
 */
import { asClientError, ClientError, errorFor } from '../errors.ts';
import { retryDelayMs } from '../network/backoff.ts';
import { Wait } from '../network/wait.ts';
import type { ClientContext } from './client-context.ts';

export interface RetryOptions {
  /** From the call to its end; then it rejects with REQUEST_TIMED_OUT, whose cause is the last failure. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** What is being done, for messages: `commit offsets of group orders`. */
  readonly describe: string;
}

/** `attemptNumber` counts from 1; `remainingMs` is what the whole operation has left. */
export type Attempt<T> = (attemptNumber: number, remainingMs: number) => Promise<T>;

/** The operations that go on, to end them with their client. */
export class Retries {
  readonly #context: ClientContext;
  readonly #open: Set<Wait<never>> = new Set();
  readonly #standing: () => ClientError | null;
  #closedBy: ClientError | null = null;

  /** `standing`: what keeps the cluster from being reached, while something does: the reason of a first attempt's delay. */
  constructor(context: ClientContext, standing: () => ClientError | null = () => null) {
    this.#context = context;
    this.#standing = standing;
  }

  async run<T>(attempt: Attempt<T>, { timeoutMs, signal, describe }: RetryOptions): Promise<T> {
    const { env } = this.#context;
    const deadlineMs = env.clock.monotonic() + timeoutMs;
    let lastError: ClientError | null = null;
    const onTimeout = (): ClientError => timedOut(describe, timeoutMs, lastError ?? this.#standing());
    const limit = new Wait<never>({ env, timeoutMs, signal, onTimeout });
    this.#open.add(limit);
    limit.promise.catch(() => {});
    if (this.#closedBy !== null) limit.reject(this.#closedBy);
    try {
      for (let attemptNumber = 1; ; attemptNumber++) {
        if (limit.isSettled) return await limit.promise;
        try {
          return await Promise.race([attempt(attemptNumber, deadlineMs - env.clock.monotonic()), limit.promise]);
        } catch (error) {
          if (limit.isSettled) return await limit.promise;
          if (!isRetriable(error)) throw error;
          lastError = asClientError(error);
          await this.#pause(limit, { describe, attemptNumber, error: lastError });
        }
      }
    } finally {
      this.#open.delete(limit);
      limit.resolve(undefined as never);
    }
  }

  close(error: ClientError): void {
    this.#closedBy = error;
    for (const limit of this.#open) limit.reject(error);
  }

  async #pause(
    limit: Wait<never>,
    { describe, attemptNumber, error }: { describe: string; attemptNumber: number; error: ClientError },
  ): Promise<void> {
    const { env, config, diagnostics } = this.#context;
    const delayMs = retryDelayMs(config, attemptNumber, env.random);
    diagnostics.retrying({ operation: describe, attempt: attemptNumber, delayMs, error });
    const pause = Promise.withResolvers<void>();
    const timer = env.scheduler.after(delayMs, pause.resolve);
    try {
      await Promise.race([pause.promise, limit.promise]);
    } finally {
      timer.cancel();
    }
  }
}

function isRetriable(error: unknown): boolean {
  return error instanceof Error && 'retriable' in error && error.retriable === true;
}

function timedOut(describe: string, timeoutMs: number, cause: ClientError | null): ClientError {
  const reason = cause === null ? '' : `: ${cause.message}`;
  const { topic, partition, nodeId } = cause ?? {};
  return errorFor('REQUEST_TIMED_OUT', `Could not ${describe} within ${Math.round(timeoutMs)} ms${reason}`, {
    topic,
    partition,
    nodeId,
    cause,
  });
}
