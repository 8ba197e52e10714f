/** Waits for what may never come, for so long. */
import type { Env } from '#kernel';

/** Whether the promise was settled within `timeoutMs`. Never rejects; no timer is left behind. */
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
