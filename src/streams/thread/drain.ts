/**
 * Before a commit: the results of asynchronous operators that have to be part of it. Under exactly-once, and when tasks are
 * given up, those are all; otherwise those that a crash would lose, while other records are read again from their offsets.
 */
import { type Env, KafkaError, pause } from '#kernel';
import type { StreamTask } from '../runtime/stream-task.ts';

export interface DrainOptions {
  readonly env: Env;
  /** How long functions may take that have no timeout of their own. */
  readonly timeoutMs: number;
  readonly isWhole: boolean;
  /** Nobody waits any longer. */
  readonly signal: AbortSignal;
}

/** One look at the clock at least so often. */
const LONGEST_PAUSE_MS = 60_000;

/** Which of the tasks have to be drained. */
export function undrained(tasks: readonly StreamTask[], isWhole: boolean): StreamTask[] {
  return tasks.filter(({ asyncWork }) => (isWhole ? asyncWork.pending > 0 : asyncWork.needsDrain));
}

/** False where the signal was aborted before. Rejects with TIMED_OUT, or with what a result failed with. */
export async function drain(
  tasks: readonly StreamTask[],
  { env, timeoutMs, isWhole, signal: ended }: DrainOptions,
): Promise<boolean> {
  const end = env.clock.monotonic() + timeoutMs;
  for (const task of undrained(tasks, isWhole)) {
    const isDrained = await task.drain(async (delayMs, signal) => {
      if (ended.aborted) return false;
      const leftMs = end - env.clock.monotonic();
      if (leftMs <= 0) {
        throw new KafkaError(
          'TIMED_OUT',
          `Functions of mapAsync in task ${task.id} have not ended for ${timeoutMs} ms: give mapAsync a timeout, or raise task.timeout.ms`,
        );
      }
      await pause(env, Math.min(delayMs, leftMs, LONGEST_PAUSE_MS), AbortSignal.any([signal, ended]));
      return true;
    });
    if (!isDrained) return false;
  }
  return true;
}
