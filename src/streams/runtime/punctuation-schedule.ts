/**
 * The timers of a task's nodes: each runs at most once per look, however far time has jumped. Those that are due at the same
 * time run in the order of Java's heap, as in Kafka.
 */
import type { Punctuation, PunctuationType } from './node-context.ts';
import { QueueOrder } from './queue-order.ts';

interface Scheduled {
  readonly intervalMs: number;
  /** When it is due, in milliseconds of its kind of time. */
  headTimestamp: number;
  isCancelled: boolean;
  punctuate(this: void, timestamp: number): void;
}

export interface ScheduleOptions {
  readonly type: PunctuationType;
  /** What the times at which it is due are counted from. Stream time is due at the first record already. */
  readonly start: number;
  readonly intervalMs: number;
  /** Null: the first is due as Kafka says. Otherwise at `start`, or at the next of its times from now on. */
  readonly notBefore: number | null;
  punctuate(this: void, timestamp: number): void;
}

export class PunctuationSchedule {
  readonly #ofStreamTime = new QueueOrder<Scheduled>();
  readonly #ofWallClock = new QueueOrder<Scheduled>();

  add({ type, start, intervalMs, notBefore, punctuate }: ScheduleOptions): Punctuation {
    const first =
      notBefore !== null
        ? firstFrom(start, intervalMs, notBefore)
        : type === 'stream-time'
          ? start
          : start + intervalMs;
    const scheduled = { intervalMs, headTimestamp: first, isCancelled: false, punctuate };
    this.#ofType(type).add(scheduled);
    return { cancel: () => void (scheduled.isCancelled = true) };
  }

  /** When the first timer of the kind is due; infinite where there is none. */
  next(type: PunctuationType): number {
    const { first } = this.#ofType(type);
    return first === undefined ? Infinity : first.headTimestamp;
  }

  run(type: PunctuationType, now: number, call: (punctuate: (timestamp: number) => void) => void): void {
    const timers = this.#ofType(type);
    while (this.next(type) <= now) {
      const scheduled = timers.take()!;
      if (!scheduled.isCancelled) call(scheduled.punctuate);
      if (scheduled.isCancelled) continue;
      const { headTimestamp, intervalMs } = scheduled;
      scheduled.headTimestamp = nextAfter(headTimestamp, intervalMs, now);
      timers.add(scheduled);
    }
  }

  #ofType(type: PunctuationType): QueueOrder<Scheduled> {
    return type === 'stream-time' ? this.#ofStreamTime : this.#ofWallClock;
  }
}

function firstFrom(start: number, intervalMs: number, now: number): number {
  return start < now ? nextAfter(start, intervalMs, now) : start;
}

function nextAfter(time: number, intervalMs: number, now: number): number {
  return time + intervalMs * (Math.floor((now - time) / intervalMs) + 1);
}
