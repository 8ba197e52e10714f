/**
 * Which keys have rows at which time, in the order of times: for stores that let go of what is too old, and tell what lies
 * between two times. Times come mostly in order, and go from the front.
 */
import { firstIndex } from './first-index.ts';

/** So many places of times that are gone may lead the list before it is made anew. */
const MAX_GONE = 1024;

/** @typeParam T what tells keys apart: their texts, or the numbers of their rows. */
export class TimeIndex<T extends string | number> {
  /** Ascending from `#first` on. */
  #times: number[] = [];
  #first = 0;
  /** By time: mostly there is but one. */
  readonly #keys = new Map<number, T | Set<T>>();

  /** A key has a row at the time. */
  add(time: number, key: T): void {
    const keys = this.#keys.get(time);
    if (keys === undefined) this.#addTime(time, key);
    else if (typeof keys === 'object') keys.add(key);
    else if (keys !== key) this.#keys.set(time, new Set([keys, key]));
  }

  /** The key has none any more. */
  delete(time: number, key: T): void {
    const keys = this.#keys.get(time);
    if (typeof keys === 'object') {
      keys.delete(key);
      if (keys.size > 0) return;
    } else if (keys !== key) return;
    this.#keys.delete(time);
    this.#times.splice(this.#placeOf(time), 1);
  }

  /** The times between two, both included, ascending; as they are now. */
  between(from: number, to: number): number[] {
    return this.#times.slice(this.#placeOf(from), this.#placeOf(to + 1));
  }

  /** The keys of a time, in no order. */
  keysAt(time: number): T[] {
    const keys = this.#keys.get(time);
    if (keys === undefined) return [];
    return typeof keys === 'object' ? [...keys] : [keys];
  }

  /** Forgets all times before one, and tells each with its keys. */
  expire(before: number, tell: (key: T, time: number) => void): void {
    while (this.#first < this.#times.length && this.#times[this.#first]! < before) {
      const time = this.#times[this.#first++]!;
      const keys = this.#keys.get(time)!;
      this.#keys.delete(time);
      if (typeof keys === 'object') for (const key of keys) tell(key, time);
      else tell(keys, time);
    }
    if (this.#first < MAX_GONE || this.#first * 2 < this.#times.length) return;
    this.#times = this.#times.slice(this.#first);
    this.#first = 0;
  }

  clear(): void {
    this.#times = [];
    this.#first = 0;
    this.#keys.clear();
  }

  #addTime(time: number, key: T): void {
    this.#keys.set(time, key);
    if (this.#times.length === 0 || time > this.#times[this.#times.length - 1]!) this.#times.push(time);
    else this.#times.splice(this.#placeOf(time), 0, time);
  }

  #placeOf(time: number): number {
    const first = this.#first;
    return first + firstIndex(this.#times.length - first, (index) => this.#times[first + index]! < time);
  }
}
