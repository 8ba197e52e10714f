/**
 * Values by key and time: each version is valid until the next one of its key begins. What ended before the history is let
 * go of, the latest version of a key never is; deletions are versions, as long as something older may still come.
 */
import { MemoryStore } from './memory-store.ts';
import type { VersionedKeyValueStore, VersionedRecord } from './state-store.ts';
import { latin1, type StoreSerdes } from './store-serdes.ts';
import { TimeIndex } from './time-index.ts';
import { Timeline } from './timeline.ts';

export interface VersionedStoreOptions<K, V> {
  readonly name: string;
  readonly serdes: StoreSerdes<K, V>;
  readonly historyRetentionMs: number;
}

export class MemoryVersionedStore<K, V> extends MemoryStore implements VersionedKeyValueStore<K, V> {
  readonly historyRetentionMs: number;
  readonly #serdes: StoreSerdes<K, V>;
  /** By the times from which they are valid; null is a deletion. */
  readonly #versions = new Map<string, Timeline<V | null>>();
  /** When something of a key ended. */
  readonly #ends = new TimeIndex();
  #observedTime = -1;

  constructor({ name, serdes, historyRetentionMs }: VersionedStoreOptions<K, V>) {
    super(name);
    this.#serdes = serdes;
    this.historyRetentionMs = historyRetentionMs;
  }

  get(key: K, asOfTimestamp: number = Infinity): VersionedRecord<V> | undefined {
    const versions = this.#versions.get(this.#serdes.keyText(key));
    if (versions === undefined) return undefined;
    const index = versions.indexOf(asOfTimestamp + 1) - 1;
    const value = index < 0 ? null : versions.row(index);
    if (value === null) return undefined;
    const validTo = index + 1 < versions.length ? versions.time(index + 1) : Infinity;
    if (asOfTimestamp < this.#earliest && validTo !== Infinity) return undefined;
    return { value, timestamp: versions.time(index), validTo };
  }

  *history(key: K, from: number, to: number): IterableIterator<VersionedRecord<V>> {
    const versions = this.#versions.get(this.#serdes.keyText(key));
    if (versions === undefined) return;
    for (let index = 0; index < versions.length && versions.time(index) <= to; index++) {
      const value = versions.row(index);
      const validTo = index + 1 < versions.length ? versions.time(index + 1) : Infinity;
      const isTold = validTo === Infinity || Math.min(validTo - 1, to) >= this.#earliest;
      if (value !== null && isTold && validTo > from) yield { value, timestamp: versions.time(index), validTo };
    }
  }

  put(key: K, value: V | null, timestamp: number): number | null {
    const isTooOld = timestamp < this.#earliest;
    if (isTooOld) this.context?.drop('expired version');
    const validTo = isTooOld ? null : this.#put(this.#serdes.keyText(key), value, timestamp);
    const changelog = this.context?.changelog;
    if (changelog !== null && changelog !== undefined) {
      changelog.write(this.#serdes.keyBytes(key), this.#serdes.valueBytes(value), timestamp);
    }
    return validTo;
  }

  restore(key: Uint8Array, value: Uint8Array | null, timestamp: number): void {
    if (timestamp < this.#earliest) return;
    this.#put(latin1(key), value === null ? null : this.#serdes.value(value), timestamp);
  }

  override close(): void {
    this.#versions.clear();
    this.#ends.clear();
    super.close();
  }

  /** The first time that is still told of. */
  get #earliest(): number {
    return this.#observedTime - this.historyRetentionMs;
  }

  /** Gives the time at which the version ends. */
  #put(text: string, value: V | null, timestamp: number): number {
    let versions = this.#versions.get(text);
    if (versions === undefined) this.#versions.set(text, (versions = new Timeline()));
    let index = versions.find(timestamp);
    if (index >= 0) versions.replace(index, value);
    else {
      index = versions.indexOf(timestamp);
      versions.insert(index, timestamp, value);
    }
    const validTo = index + 1 < versions.length ? versions.time(index + 1) : Infinity;
    if (index > 0 || value === null) this.#ends.add(timestamp, text);
    if (validTo !== Infinity) this.#ends.add(validTo, text);
    if (timestamp > this.#observedTime) {
      this.#observedTime = timestamp;
      this.#ends.expire(this.#earliest + 1, this.#forget);
    }
    return validTo;
  }

  /** All of a key's that had ended at the time; its deletion with it, where it ends with one. */
  readonly #forget = (text: string, time: number): void => {
    const versions = this.#versions.get(text);
    if (versions === undefined) return;
    const latest = versions.indexOf(time + 1) - 1;
    if (latest < 0) return;
    const isDeleted = versions.row(latest) === null;
    versions.delete(0, isDeleted ? latest + 1 : latest);
    if (versions.length === 0) this.#versions.delete(text);
  };
}
