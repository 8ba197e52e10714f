/** Pauses and deadlines on the scheduler of an Env, so that they hold in virtual time as well. No timer is left behind. */
import type { Env } from './env.ts';

/** Whether the promise was settled, well or not, within `timeoutMs`. Never rejects. */
export function settlesWithin(env: Env, promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = env.scheduler.after(Math.max(0, timeoutMs), () => resolve(false), { keepAlive: true });
    const settled = (): void => {
      timer.cancel();
      resolve(true);
    };
    promise.then(settled, settled);
  });
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
