/** The versions of one key by the times from which they are valid, each until the next one; null is a deletion. */
import type { VersionedRecord } from './state-store.ts';
import { Timeline } from './timeline.ts';

export class VersionHistory<V> extends Timeline<V | null> {
  /** The version of a time; of times before `earliest` only a latest one is told. */
  versionAt(asOfTimestamp: number, earliest: number): VersionedRecord<V> | undefined {
    const index = this.indexOf(asOfTimestamp + 1) - 1;
    const value = index < 0 ? null : this.row(index);
    if (value === null) return undefined;
    const validTo = this.#endOf(index);
    if (asOfTimestamp < earliest && validTo !== Infinity) return undefined;
    return { value, timestamp: this.time(index), validTo };
  }

  /** Those that were valid at some time between the two, both included, as far as `versionAt` would tell of them. */
  *versionsBetween(from: number, to: number, earliest: number): IterableIterator<VersionedRecord<V>> {
    for (let index = 0; index < this.length && this.time(index) <= to; index++) {
      const value = this.row(index);
      const validTo = this.#endOf(index);
      const isTold = validTo === Infinity || Math.min(validTo - 1, to) >= earliest;
      if (value !== null && isTold && validTo > from) yield { value, timestamp: this.time(index), validTo };
    }
  }

  /** Gives the time at which the version ends; `ended` is told of each time at which something of the key has an end now. */
  put(value: V | null, timestamp: number, ended: (time: number) => void): number {
    let index = this.find(timestamp);
    if (index >= 0) this.replace(index, value);
    else {
      index = this.indexOf(timestamp);
      this.insert(index, timestamp, value);
    }
    const validTo = this.#endOf(index);
    if (index > 0 || value === null) ended(timestamp);
    if (validTo !== Infinity) ended(validTo);
    return validTo;
  }

  /** How many versions, the first ones, had ended at the time: a deletion that is the latest of then is of no use either. */
  endedAt(time: number): number {
    const latest = this.indexOf(time + 1) - 1;
    return latest >= 0 && this.row(latest) === null ? latest + 1 : Math.max(0, latest);
  }

  #endOf(index: number): number {
    return index + 1 < this.length ? this.time(index + 1) : Infinity;
  }
}
