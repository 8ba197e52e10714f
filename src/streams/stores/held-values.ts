/**
 * What rows hold whose keys and order somebody else keeps, as windows and sessions are kept: values as they are, and from a
 * million rows on in bytes those that come. Old ones stay values until they expire.
 */
import { ByteValues } from './byte-values.ts';
import type { Timestamped } from './state-store.ts';
import type { StoreSerdes } from './store-serdes.ts';

/** A value with its time, or the number of one that is kept in bytes. */
export type Held<V> = Timestamped<V> | number;

/** From so many rows on new ones are kept in bytes. */
const LARGE_FROM = 2 ** 20;

export class HeldValues<V> {
  readonly #serdes: Pick<StoreSerdes<unknown, V>, 'briefValue' | 'valueBetween'>;
  readonly #largeFrom: number;
  /** What the last row was written as, for who writes it once more, until its serde is used again; null where it is a value. */
  brief: Uint8Array | string | null = null;
  #count = 0;
  /** Null while there are few rows. */
  #bytes: ByteValues | null = null;

  /** `largeFrom`: so many rows are many. */
  constructor(serdes: Pick<StoreSerdes<unknown, V>, 'briefValue' | 'valueBetween'>, largeFrom: number = LARGE_FROM) {
    this.#serdes = serdes;
    this.#largeFrom = largeFrom;
  }

  hold(row: Timestamped<V>): Held<V> {
    this.brief = null;
    if (this.#count++ < this.#largeFrom) return row;
    this.#bytes ??= new ByteValues();
    this.brief = this.#serdes.briefValue(row.value);
    return this.#bytes.add(this.brief!, row.timestamp);
  }

  /** What the row holds from now on, instead of what it held. */
  replace(held: Held<V>, row: Timestamped<V>): Held<V> {
    this.brief = null;
    if (typeof held === 'object') return row;
    this.brief = this.#serdes.briefValue(row.value);
    this.#bytes!.replace(held, this.brief!, row.timestamp);
    return held;
  }

  read(held: Held<V>): Timestamped<V> {
    if (typeof held === 'object') return held;
    const found = this.#bytes!;
    found.find(held);
    return { value: this.#serdes.valueBetween(found.bytes, found.start, found.end), timestamp: found.time };
  }

  timestamp(held: Held<V>): number {
    return typeof held === 'object' ? held.timestamp : this.#bytes!.timeOf(held);
  }

  /** The row is gone. */
  release(held: Held<V>): void {
    this.#count--;
    if (typeof held === 'number') this.#bytes!.delete(held);
  }

  clear(): void {
    this.#count = 0;
    this.#bytes = null;
  }
}
