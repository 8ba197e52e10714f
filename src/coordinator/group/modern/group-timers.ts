/**
 * What a modern group has to do later, by name: end a member's session, a revocation that takes too long, a put-off
 * assignment. Setting a timer anew replaces it. All share one alarm, and each runs in a turn of its own, so that it sees
 * what the one before it has written.
 */
import type { Alarm } from '../../runtime/alarm.ts';
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';

export type TimerTask = (turn: Turn<GroupRecord>) => void;

interface PendingTimer {
  deadline: number;
  run: TimerTask;
}

export class GroupTimers {
  readonly #alarm: Alarm;
  readonly #pending = new Map<string, PendingTimer>();

  /** The alarm's ring is to call `ring`. */
  constructor(alarm: Alarm) {
    this.#alarm = alarm;
  }

  /** `deadline` in milliseconds of the monotonic clock. */
  set(name: string, deadline: number, run: TimerTask): void {
    const present = this.#pending.get(name);
    if (present === undefined) this.#pending.set(name, { deadline, run });
    else {
      present.deadline = deadline;
      present.run = run;
    }
    this.#alarm.atLatest(deadline);
  }

  setIfAbsent(name: string, deadline: number, run: TimerTask): void {
    if (!this.#pending.has(name)) this.set(name, deadline, run);
  }

  has(name: string): boolean {
    return this.#pending.has(name);
  }

  cancel(name: string): void {
    this.#pending.delete(name);
  }

  cancelAll(): void {
    this.#pending.clear();
    this.#alarm.cancel();
  }

  /** Runs the timer that is due the longest, if one is, and sets the alarm to the next. */
  ring(turn: Turn<GroupRecord>): void {
    let due: { name: string; timer: PendingTimer } | null = null;
    for (const [name, timer] of this.#pending) {
      const isDue = timer.deadline <= turn.monotonicNow;
      if (isDue && (due === null || timer.deadline < due.timer.deadline)) due = { name, timer };
    }
    if (due !== null) {
      this.#pending.delete(due.name);
      due.timer.run(turn);
    }
    let next = Infinity;
    for (const { deadline } of this.#pending.values()) next = Math.min(next, deadline);
    this.#alarm.atLatest(next);
  }
}
