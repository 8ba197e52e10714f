/** The timers of a task's nodes: each runs at most once per look, however far time has jumped. */
import type { Punctuation, PunctuationType } from './node-context.ts';

interface Scheduled {
  readonly type: PunctuationType;
  readonly intervalMs: number;
  /** When it is due, in milliseconds of its kind of time. */
  next: number;
  punctuate(this: void, timestamp: number): void;
}

export class PunctuationSchedule {
  readonly #scheduled = new Set<Scheduled>();

  /** `start`: what the times at which it is due are counted from. Stream time is due at the first record already. */
  add({ start, ...timer }: Omit<Scheduled, 'next'> & { readonly start: number }): Punctuation {
    const scheduled = { ...timer, next: timer.type === 'stream-time' ? start : start + timer.intervalMs };
    this.#scheduled.add(scheduled);
    return { cancel: () => void this.#scheduled.delete(scheduled) };
  }

  run(type: PunctuationType, now: number, call: (punctuate: (timestamp: number) => void) => void): void {
    for (const scheduled of [...this.#scheduled].sort((one, other) => one.next - other.next)) {
      if (scheduled.type !== type || scheduled.next > now || !this.#scheduled.has(scheduled)) continue;
      scheduled.next += scheduled.intervalMs * (Math.floor((now - scheduled.next) / scheduled.intervalMs) + 1);
      call(scheduled.punctuate);
    }
  }
}
