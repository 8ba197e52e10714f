/**
 * Values and a time of each, by numbers that are given out here: for rows whose order somebody else keeps. They lie in memory
 * that the garbage collector does not look into, divided among slabs by their numbers, so that what one change may have to wait
 * for stays small.
 */
import { Slab } from './slab.ts';

const SLABS = 256;
const SLAB_BITS = 8;
const FIRST_ROWS = 256;

export class ByteValues {
  readonly #slabs: Slab[] = Array.from({ length: SLABS }, () => new Slab());
  /** By slab, and there by row. */
  readonly #times: Float64Array[] = Array.from({ length: SLABS }, () => new Float64Array(FIRST_ROWS));
  /** Numbers ever in use at once; those that are not are in `#free`. */
  #count = 0;
  readonly #free: number[] = [];
  /** Of what `find` has found: where the bytes of the value lie, and its time. Until the next call. */
  bytes: Buffer = Buffer.alloc(0);
  start: number = 0;
  end: number = 0;
  time: number = 0;

  /** The number of a new value. Text stands for its UTF-8. */
  add(value: Uint8Array | string, time: number): number {
    const number = this.#free.pop() ?? this.#count++;
    this.replace(number, value, time);
    return number;
  }

  replace(number: number, value: Uint8Array | string, time: number): void {
    const slab = number & (SLABS - 1);
    const row = number >>> SLAB_BITS;
    this.#slabs[slab]!.set(row, value);
    const times = this.#times[slab]!;
    if (row >= times.length) {
      this.#times[slab] = new Float64Array(times.length * 2);
      this.#times[slab].set(times);
    }
    this.#times[slab]![row] = time;
  }

  /** Of a number that is in use. */
  find(number: number): void {
    const slab = this.#slabs[number & (SLABS - 1)]!;
    slab.find(number >>> SLAB_BITS);
    this.bytes = slab.bytes;
    this.start = slab.start;
    this.end = slab.end;
    this.time = this.timeOf(number);
  }

  timeOf(number: number): number {
    return this.#times[number & (SLABS - 1)]![number >>> SLAB_BITS]!;
  }

  /** The number may come again. */
  delete(number: number): void {
    this.#slabs[number & (SLABS - 1)]!.delete(number >>> SLAB_BITS);
    this.#free.push(number);
  }
}
