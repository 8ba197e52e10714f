/** One line on a terminal's standard error while many things are done one after the other: a bar, how many, how long yet. */
import type { OutputStream } from '../surroundings.ts';
import { countText, spanText } from '../terminal/quantities.ts';
import { StatusLine } from '../terminal/status-line.ts';

const QUIET_MS = 500;
const INTERVAL_MS = 100;
const BAR = 24;

export class CountProgress {
  readonly #line: StatusLine;
  readonly #verb: string;
  readonly #total: number;
  readonly #now: () => number;
  readonly #startedAt: number;
  #shownAt = Number.NEGATIVE_INFINITY;
  #done = 0;

  /** `verb` opens the line: `Importing`. */
  constructor(
    stream: OutputStream,
    { verb, total, now = () => performance.now() }: { verb: string; total: number; now?: () => number },
  ) {
    this.#line = new StatusLine(stream);
    this.#verb = verb;
    this.#total = total;
    this.#now = now;
    this.#startedAt = now();
  }

  /** One more is done. */
  step(): void {
    this.#done++;
    if (!this.#line.isPossible) return;
    const now = this.#now();
    if (now - this.#startedAt < QUIET_MS || now - this.#shownAt < INTERVAL_MS) return;
    this.#shownAt = now;
    const fraction = Math.min(1, this.#done / this.#total);
    const bar = '█'.repeat(Math.round(fraction * BAR)).padEnd(BAR, '░');
    const leftMs = ((now - this.#startedAt) / fraction) * (1 - fraction);
    const left = `${spanText(Math.max(leftMs, 1000))} left`;
    this.#line.show(`${this.#verb} ${bar} ${countText(this.#done)} of ${countText(this.#total)}, ${left}`);
  }

  /** Takes the line away. */
  [Symbol.dispose](): void {
    this.#line[Symbol.dispose]();
  }
}
