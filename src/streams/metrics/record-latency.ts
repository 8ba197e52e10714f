/** How old records are when a node is done with them, by a clock that stands still while some are processed. */
import { RecentValues } from './counted.ts';

/** The wall clock as the task saw it last, in milliseconds since 1970. */
export interface SeenClock {
  now: number;
}

export class RecordLatency extends RecentValues {
  readonly #clock: SeenClock;

  constructor(clock: SeenClock) {
    super();
    this.#clock = clock;
  }

  /** A record with this time. */
  processed(timestamp: number): void {
    this.record(this.#clock.now - timestamp);
  }
}
