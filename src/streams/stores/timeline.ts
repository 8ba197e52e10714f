/** The rows of one key by their times, ascending; of one time in the order in which they came. */
import { firstIndex } from './first-index.ts';

export class Timeline<R> {
  readonly #times: number[] = [];
  readonly #rows: R[] = [];

  get length(): number {
    return this.#times.length;
  }

  time(index: number): number {
    return this.#times[index]!;
  }

  row(index: number): R {
    return this.#rows[index]!;
  }

  /** The first row of the time, by its index; -1 where there is none. */
  find(time: number): number {
    // Most looks are for the latest.
    const last = this.#times.length - 1;
    if (last < 0 || this.#times[last]! < time) return -1;
    if (this.#times[last] === time && (last === 0 || this.#times[last - 1] !== time)) return last;
    const index = this.indexOf(time);
    return this.#times[index] === time ? index : -1;
  }

  /** Of the first row at the time or behind it. */
  indexOf(time: number): number {
    return firstIndex(this.#times.length, (index) => this.#times[index]! < time);
  }

  /** Behind all of its time. */
  add(time: number, row: R): void {
    const { length } = this.#times;
    if (length === 0 || this.#times[length - 1]! <= time) {
      this.#times.push(time);
      this.#rows.push(row);
    } else this.insert(this.indexOf(time + 1), time, row);
  }

  insert(index: number, time: number, row: R): void {
    this.#times.splice(index, 0, time);
    this.#rows.splice(index, 0, row);
  }

  replace(index: number, row: R): void {
    this.#rows[index] = row;
  }

  /** So many rows from an index on. */
  delete(index: number, count: number): void {
    this.#times.splice(index, count);
    this.#rows.splice(index, count);
  }
}
