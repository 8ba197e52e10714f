/** Waiting by the Env's scheduler. */
import type { Env } from '#kernel';

/** Resolves after so many milliseconds, or when the signal aborts. Keeps the process alive: somebody waits for what follows. */
export function delay(env: Env, delayMs: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = env.scheduler.after(delayMs, done, { keepAlive: true });
    function done(): void {
      timer.cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done);
  });
}

/** Resolves when `work` has settled, well or not, or after so many milliseconds. */
export async function settledWithin(env: Env, work: Promise<unknown>, limitMs: number): Promise<void> {
  const settled = new AbortController();
  const done = (): void => settled.abort();
  work.then(done, done);
  await delay(env, limitMs, settled.signal);
}
