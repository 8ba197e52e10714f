/** Pauses and deadlines on the scheduler of an Env, so that they hold in virtual time as well. */
import type { Env, Random } from '#kernel';
import { backoffMs as exponentialBackoffMs } from '../network/backoff.ts';

export interface BackoffConfig {
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
}

/** How long to wait before trying again after so many failures in a row (KIP-580). */
export function backoffMs(config: BackoffConfig, failures: number, random: Random): number {
  return exponentialBackoffMs({ initialMs: config.retryBackoffMs, maxMs: config.retryBackoffMaxMs }, failures, random);
}

/** Resolves with whether `work` was done in time. Work that fails counts as done. */
export async function finishesWithin(env: Env, timeoutMs: number, work: Promise<unknown>): Promise<boolean> {
  let cancel = (): void => undefined;
  const deadline = new Promise<boolean>((resolve) => {
    const timer = env.scheduler.after(Math.max(0, timeoutMs), () => resolve(false), { keepAlive: true });
    cancel = () => timer.cancel();
  });
  const done = work.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([done, deadline]);
  } finally {
    cancel();
  }
}

/** Resolves after a while, or as soon as the signal is aborted. */
export function pause(env: Env, delayMs: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = env.scheduler.after(delayMs, end, { keepAlive: true });
    signal?.addEventListener('abort', end);
  });
}
