/**
 * One line on standard error that is written over while long work goes on: how much, how fast, how long yet. Only on a
 * terminal, only after half a second, and gone when the work is done.
 */
import type { OutputStream } from '../surroundings.ts';
import { bytesText, countText, spanText } from './quantities.ts';
import { StatusLine } from './status-line.ts';

const QUIET_MS = 500;
const INTERVAL_MS = 100;
/** The rate shown is that of about the last seconds. */
const RATE_WINDOW_MS = 3000;

export interface Amounts {
  readonly records: number;
  readonly bytes: number;
  /** From 0 to 1 where the end is known. */
  readonly fraction?: number;
}

interface Sample {
  readonly at: number;
  readonly records: number;
  readonly bytes: number;
}

export class Progress {
  readonly #line: StatusLine;
  readonly #verb: string;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #samples: Sample[] = [];
  #shownAt = Number.NEGATIVE_INFINITY;

  /** `verb` opens the line: `Importing`. */
  constructor(stream: OutputStream, verb: string, now: () => number = () => performance.now()) {
    this.#line = new StatusLine(stream);
    this.#verb = verb;
    this.#now = now;
    this.#startedAt = now();
  }

  get elapsedMs(): number {
    return this.#now() - this.#startedAt;
  }

  /** Cheap enough for every chunk of input. */
  show(amounts: Amounts): void {
    if (!this.#line.isPossible) return;
    const now = this.#now();
    if (now - this.#startedAt < QUIET_MS || now - this.#shownAt < INTERVAL_MS) return;
    this.#shownAt = now;
    this.#line.show(`${this.#verb} ${this.#sentence(amounts, now)}`);
  }

  /** Takes the line away. */
  [Symbol.dispose](): void {
    this.#line[Symbol.dispose]();
  }

  #sentence({ records, bytes, fraction }: Amounts, now: number): string {
    this.#samples.push({ at: now, records, bytes });
    while (this.#samples.length > 2 && now - (this.#samples[0]?.at ?? now) > RATE_WINDOW_MS) this.#samples.shift();
    const [oldest] = this.#samples;
    const from = oldest === undefined || oldest.at === now ? { at: this.#startedAt, records: 0, bytes: 0 } : oldest;
    const seconds = (now - from.at) / 1000;
    const parts = [
      `${countText(records)} records`,
      `${countText((records - from.records) / seconds)}/s`,
      `${bytesText((bytes - from.bytes) / seconds)}/s`,
    ];
    if (fraction !== undefined && fraction > 0) {
      const leftMs = ((now - this.#startedAt) / fraction) * (1 - fraction);
      parts.unshift(`${Math.floor(fraction * 100)} %`);
      parts.push(`${spanText(Math.max(leftMs, 1000))} left`);
    }
    return parts.join(', ');
  }
}
