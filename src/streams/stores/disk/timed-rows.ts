/**
 * Rows on the disk that belong to a time as well as to a key: under `key, time (8), rest`, and listed once more by their
 * times, for who looks for a time and for what has expired. The rest has always the same length.
 */
import { DiskRows, type DiskRow } from './disk-rows.ts';
import { timeOf, timeText } from '../time-text.ts';

const TIME_LENGTH = 8;
const EMPTY: DiskRow = { bytes: Buffer.alloc(0), value: null };
/** So many rows go at once; the others next time. */
const MAX_EXPIRED = 100_000;

export interface TimedRow {
  readonly key: string;
  readonly time: number;
  readonly rest: string;
  readonly row: DiskRow;
}

export class TimedRows {
  readonly #rows: DiskRows;
  readonly #byTime: DiskRows;
  readonly #restLength: number;

  constructor(rows: DiskRows, byTime: DiskRows, restLength: number) {
    this.#rows = rows;
    this.#byTime = byTime;
    this.#restLength = restLength;
  }

  /** As that of its rows. */
  get approximateSize(): number {
    return this.#rows.approximateSize;
  }

  get(key: string, time: number, rest: string): DiskRow | undefined {
    return this.#rows.get(key + timeText(time) + rest);
  }

  /** Null deletes. */
  set({ key, time, rest }: Omit<TimedRow, 'row'>, row: DiskRow | null): void {
    const at = timeText(time);
    this.#rows.set(key + at + rest, row);
    this.#byTime.set(at + key + rest, row === null ? null : EMPTY);
  }

  /** Of one key: of times between the two, both included, by time and then by the rest. */
  ofKey(key: string, from: number, to: number): TimedRow[] {
    const found: TimedRow[] = [];
    if (to < 0) return found;
    const least = key + timeText(Math.max(0, from));
    const most = key + timeText(clamped(to)) + '\xff'.repeat(this.#restLength);
    const length = key.length + TIME_LENGTH + this.#restLength;
    for (const [text, row] of this.#rows.between(least, most)) {
      // Longer keys that begin with this one lie between.
      if (text.length !== length || !text.startsWith(key)) continue;
      found.push({ key, time: timeOf(text, key.length), rest: text.slice(key.length + TIME_LENGTH), row });
    }
    return found;
  }

  /** Of all keys: of times between the two, both included, by time, then by key. */
  *between(from: number, to: number): IterableIterator<TimedRow> {
    if (to < 0) return;
    for (const [text] of this.#byTime.between(timeText(Math.max(0, from)), timeText(clamped(to) + 1))) {
      const place = this.#place(text);
      const row = this.get(place.key, place.time, place.rest);
      if (row !== undefined) yield { ...place, row };
    }
  }

  /** Deletes what is before a time. */
  expire(before: number): void {
    if (before <= 0) return;
    let count = 0;
    for (const [text] of this.#byTime.between('', timeText(before))) {
      if (++count > MAX_EXPIRED) return;
      this.set(this.#place(text), null);
    }
  }

  #place(text: string): Omit<TimedRow, 'row'> {
    const end = text.length - this.#restLength;
    return { key: text.slice(TIME_LENGTH, end), time: timeOf(text, 0), rest: text.slice(end) };
  }
}

function clamped(time: number): number {
  return Math.min(time, Number.MAX_SAFE_INTEGER - 1);
}
