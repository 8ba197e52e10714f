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
  /** The earliest of each kind: looked at after every record. */
  #nextStreamTime = Infinity;
  #nextWallClock = Infinity;

  /** `start`: what the times at which it is due are counted from. Stream time is due at the first record already. */
  add({ start, ...timer }: Omit<Scheduled, 'next'> & { readonly start: number }): Punctuation {
    const scheduled = { ...timer, next: timer.type === 'stream-time' ? start : start + timer.intervalMs };
    this.#scheduled.add(scheduled);
    this.#note();
    return {
      cancel: (): void => {
        this.#scheduled.delete(scheduled);
        this.#note();
      },
    };
  }

  /** When the first timer of the kind is due; infinite where there is none. */
  next(type: PunctuationType): number {
    return type === 'stream-time' ? this.#nextStreamTime : this.#nextWallClock;
  }

  run(type: PunctuationType, now: number, call: (punctuate: (timestamp: number) => void) => void): void {
    if (this.next(type) > now) return;
    for (const scheduled of [...this.#scheduled].sort((one, other) => one.next - other.next)) {
      if (scheduled.type !== type || scheduled.next > now || !this.#scheduled.has(scheduled)) continue;
      scheduled.next += scheduled.intervalMs * (Math.floor((now - scheduled.next) / scheduled.intervalMs) + 1);
      call(scheduled.punctuate);
    }
    this.#note();
  }

  #note(): void {
    this.#nextStreamTime = Infinity;
    this.#nextWallClock = Infinity;
    for (const { type, next } of this.#scheduled) {
      if (type === 'stream-time') this.#nextStreamTime = Math.min(next, this.#nextStreamTime);
      else this.#nextWallClock = Math.min(next, this.#nextWallClock);
    }
  }
}
