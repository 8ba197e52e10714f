/**
 * Values by key and time: each version is valid until the next one of its key begins. What ended before the history is let
 * go of, the latest version of a key never is; deletions are versions, as long as something older may still come.
 */
import { MemoryStore } from './memory-store.ts';
import type { VersionedKeyValueStore, VersionedRecord } from './state-store.ts';
import { latin1, type StoreSerdes } from './store-serdes.ts';
import { TimeIndex } from './time-index.ts';
import { VersionHistory } from './version-history.ts';

export interface VersionedStoreOptions<K, V> {
  readonly name: string;
  readonly serdes: StoreSerdes<K, V>;
  readonly historyRetentionMs: number;
}

export class MemoryVersionedStore<K, V> extends MemoryStore implements VersionedKeyValueStore<K, V> {
  readonly historyRetentionMs: number;
  readonly #serdes: StoreSerdes<K, V>;
  readonly #versions = new Map<string, VersionHistory<V>>();
  /** When something of a key ended. */
  readonly #ends = new TimeIndex<string>();
  #observedTime = -1;

  constructor({ name, serdes, historyRetentionMs }: VersionedStoreOptions<K, V>) {
    super(name);
    this.#serdes = serdes;
    this.historyRetentionMs = historyRetentionMs;
  }

  get(key: K, asOfTimestamp: number = Infinity): VersionedRecord<V> | undefined {
    return this.#versions.get(this.#serdes.keyText(key))?.versionAt(asOfTimestamp, this.#earliest);
  }

  *history(key: K, from: number, to: number): IterableIterator<VersionedRecord<V>> {
    const versions = this.#versions.get(this.#serdes.keyText(key));
    if (versions !== undefined) yield* versions.versionsBetween(from, to, this.#earliest);
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

  protected override load(key: Uint8Array, value: Uint8Array | null, timestamp: number): void {
    if (timestamp < this.#earliest) return;
    this.#put(latin1(key), value === null ? null : this.#serdes.value(value), timestamp);
  }

  protected override forget(): void {
    this.#versions.clear();
    this.#ends.clear();
    this.#observedTime = -1;
  }

  /** The first time that is still told of. */
  get #earliest(): number {
    return this.#observedTime - this.historyRetentionMs;
  }

  /** Gives the time at which the version ends. */
  #put(text: string, value: V | null, timestamp: number): number {
    let versions = this.#versions.get(text);
    if (versions === undefined) this.#versions.set(text, (versions = new VersionHistory()));
    const validTo = versions.put(value, timestamp, (time) => this.#ends.add(time, text));
    if (timestamp > this.#observedTime) {
      this.#observedTime = timestamp;
      this.#ends.expire(this.#earliest + 1, this.#forget);
    }
    return validTo;
  }

  readonly #forget = (text: string, time: number): void => {
    const versions = this.#versions.get(text);
    if (versions === undefined) return;
    versions.delete(0, versions.endedAt(time));
    if (versions.length === 0) this.#versions.delete(text);
  };
}
