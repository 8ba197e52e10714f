/**
 * The commits of a thread: all of its tasks together, as their output is one. What fails and may pass is tried again.
 *
 * Invariant: a commit that failed half-way is ended before anything else happens to the tasks; one that cannot be is thrown,
 * and then nothing of the tasks counts as committed.
 */
import { type Env, type Logger, pause, settlesWithin } from '#kernel';
import type { ThreadMetrics } from '../metrics/thread-metrics.ts';
import { drain, undrained } from './drain.ts';
import type { Patience } from './patience.ts';
import { needsNewTasks } from './recoverable.ts';
import type { RepartitionPurge } from './repartition-purge.ts';
import type { Restorer } from './restorer.ts';
import type { ThreadOutput } from './thread-output.ts';
import type { ThreadTasks } from './thread-tasks.ts';

export interface ThreadCommitsOptions {
  readonly env: Env;
  readonly logger: Logger;
  readonly patience: Patience;
  readonly output: ThreadOutput;
  readonly tasks: ThreadTasks;
  readonly restorer: Restorer;
  readonly purge: RepartitionPurge;
  readonly metrics: ThreadMetrics;
  readonly intervalMs: number;
  /** What persistent stores may keep in memory until they are committed; infinite: whatever comes. */
  readonly uncommittedMaxBytes: number;
  readonly isExactlyOnce: boolean;
  /** How long asynchronous functions may take that have no timeout of their own. */
  readonly taskTimeoutMs: number;
  /** Aborted where the thread is to end: nothing but the last commit waits for such functions then. */
  readonly stop: AbortSignal;
}

const RETRY_MS = 100;

export class ThreadCommits {
  readonly #options: ThreadCommitsOptions;
  #nextAt: number;
  /** Whether the last one was. */
  #isDone = true;

  constructor(options: ThreadCommitsOptions) {
    this.#options = options;
    this.#nextAt = options.env.clock.monotonic() + options.intervalMs;
  }

  /**
   * How long until the next one is due, in milliseconds: no time where a processor asks for it, or stores are full (KIP-892),
   * unless the last one failed.
   */
  get dueInMs(): number {
    const { running } = this.#options.tasks;
    if (this.#isDone && (this.isFull || running.some((task) => task.isCommitRequested))) return 0;
    return Math.max(0, this.#nextAt - this.#options.env.clock.monotonic());
  }

  /** Whether stores have as much as they may keep uncommitted: nothing is to be processed before a commit. */
  get isFull(): boolean {
    let bytes = 0;
    for (const task of this.#options.tasks.running) bytes += task.uncommittedBytes;
    return bytes > this.#options.uncommittedMaxBytes;
  }

  /**
   * `isLast`: tasks are closed afterwards. False where it failed by what may pass, and tasks have to keep what they have
   * done; rejects where it cannot be done any more.
   */
  async commit(isLast: boolean = false, ended: AbortSignal = this.#options.stop): Promise<boolean> {
    const { env, intervalMs, metrics } = this.#options;
    const startMs = env.clock.monotonic();
    if (!(await this.#drain(isLast, ended))) return false;
    let isDone = await this.#try();
    while (!isDone && this.#options.output.committer.isCommitting) {
      await pause(this.#options.env, RETRY_MS);
      isDone = await this.#try();
    }
    const now = env.clock.monotonic();
    metrics.commits.done(now - startMs);
    this.#nextAt = now + (isDone || !this.isFull ? intervalMs : Math.min(intervalMs, RETRY_MS));
    this.#isDone = isDone;
    return isDone;
  }

  /** The last one of the thread, within so long. */
  async commitLast(timeoutMs: number): Promise<void> {
    const { env, logger } = this.#options;
    const ended = new AbortController();
    const commit = this.commit(true, ended.signal).catch((error: unknown) => {
      logger.warn('The last commit failed', { reason: String(error) });
    });
    if (await settlesWithin(env, commit, timeoutMs)) return;
    ended.abort();
    logger.warn('The last commit took too long: what was processed since the one before is processed again');
  }

  async #try(): Promise<boolean> {
    const { logger, patience, output, tasks, restorer, purge } = this.#options;
    const { committer, sink } = output;
    const committing = tasks.running.filter((task) => task.needsCommit);
    try {
      if (committing.length > 0 || sink.isUsed) purge.onCommit(await committer.commit(committing));
      restorer.commitStandbys();
    } catch (error) {
      if (needsNewTasks(error) || !patience.bears(error)) throw error;
      logger.warn('A commit failed and is tried again', { reason: error.message });
      return false;
    }
    if (committing.length > 0 || this.#isAtRest) patience.restore();
    return true;
  }

  /** All tasks run, and none has anything to do. */
  get #isAtRest(): boolean {
    const { tasks, restorer } = this.#options;
    return tasks.running.length > 0 && !restorer.isRestoring && !tasks.running.some((task) => task.hasRecords);
  }

  /**
   * What caches hold back goes on, and so do results of asynchronous operators that the commit could not be without: the one
   * may lead to the other. False where nobody waits for it any longer.
   */
  async #drain(isLast: boolean, ended: AbortSignal): Promise<boolean> {
    const { env, tasks, output, isExactlyOnce, taskTimeoutMs } = this.#options;
    const isWhole = isLast || isExactlyOnce;
    for (;;) {
      const holding = tasks.running.filter((task) => task.isHoldingBack);
      if (holding.length > 0) await output.committer.begin();
      for (const task of holding) task.flush();
      if (undrained(tasks.running, isWhole).length === 0) return true;
      await output.committer.begin();
      if (!(await drain(tasks.running, { env, timeoutMs: taskTimeoutMs, isWhole, signal: ended }))) return false;
    }
  }
}
