/**
 * The work of a thread's tasks: records in slices that end soon enough for the clients, which live in the same isolate,
 * and timers of the wall clock.
 *
 * Invariant: nothing is produced outside of what the committer has begun, and a task takes no record while the results of
 * one before find no room.
 */
import type { Env } from '#kernel';
import type { ThreadMetrics } from '../metrics/thread-metrics.ts';
import type { StreamTask } from '../runtime/stream-task.ts';
import type { InputPump } from './input-pump.ts';
import type { ThreadOutput } from './thread-output.ts';
import type { ThreadTasks } from './thread-tasks.ts';

export interface ProcessingOptions {
  readonly env: Env;
  readonly pump: InputPump;
  readonly tasks: ThreadTasks;
  readonly output: ThreadOutput;
  readonly metrics: ThreadMetrics;
}

/** How long a slice of processing may take before the event loop turns. */
const SLICE_MS = 5;
/** So many records of a task before it is another one's turn, and between two looks at the clock. */
const TURN_RECORDS = 64;
/** While tasks wait for what brokers have of their other partitions. */
const NOT_READY_MS = 10;

export class Processing {
  readonly #options: ProcessingOptions;

  constructor(options: ProcessingOptions) {
    this.#options = options;
  }

  /** A slice; whether there is more to do at once. */
  async process(): Promise<boolean> {
    const { env, tasks, pump, output, metrics } = this.#options;
    const { running } = tasks;
    if (!running.some((task) => task.hasRecords)) return false;
    const { sink, committer } = output;
    await committer.begin();
    const begin = env.clock.monotonic();
    let now = begin;
    let records = 0;
    let hasMore = true;
    while (hasMore && !sink.isFull && now < begin + SLICE_MS) {
      hasMore = false;
      const wallNow = env.clock.now();
      for (const task of running) {
        task.clock.now = wallNow;
        const done = this.#turnOf(task);
        const end = env.clock.monotonic();
        task.metrics.processMs.total += end - now;
        if (done > 0) task.metrics.processLatency.record((end - now) / done);
        now = end;
        records += done;
        if (done === TURN_RECORDS) hasMore = true;
      }
    }
    metrics.sliceDone(records, now - begin);
    if (sink.isFull) await sink.makeRoom();
    pump.makeUseOfRoom();
    return hasMore;
  }

  /** How many records it took. */
  #turnOf(task: StreamTask): number {
    const { pump, output } = this.#options;
    const { sink } = output;
    let done = 0;
    while (done < TURN_RECORDS && !sink.isFull && (task.deliver() || (pump.isReady(task) && task.process()))) {
      task.punctuateStreamTime();
      done++;
    }
    return done;
  }

  /** Timers that are due. */
  async punctuate(): Promise<void> {
    const { env, tasks, output, metrics } = this.#options;
    const now = env.clock.now();
    for (const task of tasks.running) {
      if (task.nextWallClockPunctuation > now) continue;
      await output.committer.begin();
      const startMs = env.clock.monotonic();
      task.clock.now = now;
      task.punctuateWallClock();
      metrics.punctuations.done(env.clock.monotonic() - startMs);
    }
  }

  /** How long until there may be something to do that nobody wakes the thread for; infinite where there is nothing. */
  get dueInMs(): number {
    const { env, tasks } = this.#options;
    const now = env.clock.now();
    let dueInMs = Infinity;
    for (const task of tasks.running) {
      if (task.hasRecords) dueInMs = Math.min(dueInMs, NOT_READY_MS);
      dueInMs = Math.min(dueInMs, Math.max(0, task.nextWallClockPunctuation - now));
    }
    return dueInMs;
  }
}
