/**
 * Which keys have rows at which time, in the order of times: for stores that let go of what is too old, and tell what lies
 * between two times. Times come mostly in order, and go from the front.
 */
import { firstIndex } from './first-index.ts';

/** So many places of times that are gone may lead the list before it is made anew. */
const MAX_GONE = 1024;

export class TimeIndex {
  /** Ascending from `#first` on. */
  #times: number[] = [];
  #first = 0;
  /** By time: mostly there is but one. */
  readonly #texts = new Map<number, string | Set<string>>();

  /** A key has a row at the time. */
  add(time: number, text: string): void {
    const texts = this.#texts.get(time);
    if (texts === undefined) this.#addTime(time, text);
    else if (typeof texts === 'object') texts.add(text);
    else if (texts !== text) this.#texts.set(time, new Set([texts, text]));
  }

  /** The key has none any more. */
  delete(time: number, text: string): void {
    const texts = this.#texts.get(time);
    if (typeof texts === 'object') {
      texts.delete(text);
      if (texts.size > 0) return;
    } else if (texts !== text) return;
    this.#texts.delete(time);
    this.#times.splice(this.#placeOf(time), 1);
  }

  /** The times between two, both included, ascending; as they are now. */
  between(from: number, to: number): number[] {
    return this.#times.slice(this.#placeOf(from), this.#placeOf(to + 1));
  }

  /** The keys of a time in the order of their texts. */
  textsAt(time: number): string[] {
    const texts = this.#texts.get(time);
    if (texts === undefined) return [];
    return typeof texts === 'object' ? [...texts].sort() : [texts];
  }

  /** Forgets all times before one, and tells each with its keys. */
  expire(before: number, tell: (text: string, time: number) => void): void {
    while (this.#first < this.#times.length && this.#times[this.#first]! < before) {
      const time = this.#times[this.#first++]!;
      const texts = this.#texts.get(time)!;
      this.#texts.delete(time);
      if (typeof texts === 'string') tell(texts, time);
      else for (const text of texts) tell(text, time);
    }
    if (this.#first < MAX_GONE || this.#first * 2 < this.#times.length) return;
    this.#times = this.#times.slice(this.#first);
    this.#first = 0;
  }

  clear(): void {
    this.#times = [];
    this.#first = 0;
    this.#texts.clear();
  }

  #addTime(time: number, text: string): void {
    this.#texts.set(time, text);
    if (this.#times.length === 0 || time > this.#times[this.#times.length - 1]!) this.#times.push(time);
    else this.#times.splice(this.#placeOf(time), 0, time);
  }

  #placeOf(time: number): number {
    const first = this.#first;
    return first + firstIndex(this.#times.length - first, (index) => this.#times[first + index]! < time);
  }
}
