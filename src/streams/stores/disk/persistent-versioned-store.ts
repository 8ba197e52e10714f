/**
 * Values by key and time on the disk: under `key, time from which it is valid (8)` a byte 0 and the value, or a byte 1 for a
 * deletion. What a key was is read when the key is first touched after a commit, and in memory until the next one.
 */
import type { VersionedStoreOptions } from '../memory-versioned-store.ts';
import type { VersionedKeyValueStore, VersionedRecord } from '../state-store.ts';
import { latin1, type StoreSerdes } from '../store-serdes.ts';
import { VersionHistory } from '../version-history.ts';
import type { DiskRow, DiskRows } from './disk-rows.ts';
import { PersistentStore } from './persistent-store.ts';
import { timeOf, timeText } from '../time-text.ts';

const TIME_LENGTH = 8;
const DELETION: DiskRow = { bytes: Buffer.from([1]), value: null };
const VALUE = Buffer.from([0]);
const ENDED: DiskRow = { bytes: Buffer.alloc(0), value: null };
/** So many ends are looked at in one commit; the others in the next. */
const MAX_EXPIRED = 100_000;

export class PersistentVersionedStore<K, V> extends PersistentStore implements VersionedKeyValueStore<K, V> {
  protected readonly kind = 'versioned';
  readonly historyRetentionMs: number;
  readonly #serdes: StoreSerdes<K, V>;
  #rows!: DiskRows;
  /** `time (8), key`: something of the key ended then. */
  #ends!: DiskRows;
  readonly #histories = new Map<string, VersionHistory<V>>();

  constructor({ name, serdes, historyRetentionMs }: VersionedStoreOptions<K, V>) {
    super(name);
    this.#serdes = serdes;
    this.historyRetentionMs = historyRetentionMs;
  }

  get approximateSize(): number {
    return this.#rows.approximateSize;
  }

  get(key: K, asOfTimestamp: number = Infinity): VersionedRecord<V> | undefined {
    return this.#history(this.#serdes.keyText(key)).versionAt(asOfTimestamp, this.#earliest);
  }

  history(key: K, from: number, to: number): IterableIterator<VersionedRecord<V>> {
    return this.#history(this.#serdes.keyText(key)).versionsBetween(from, to, this.#earliest);
  }

  put(key: K, value: V | null, timestamp: number): number | null {
    const plain = this.#serdes.valueBytes(value);
    const isTooOld = timestamp < this.#earliest;
    if (isTooOld) this.context?.drop('expired version');
    const validTo = isTooOld ? null : this.#put(this.#serdes.keyText(key), { value, plain, timestamp });
    this.context?.changelog?.write(this.#serdes.keyBytes(key), plain, timestamp);
    return validTo;
  }

  restore(key: Uint8Array, value: Uint8Array | null, timestamp: number): void {
    if (timestamp < this.#earliest) return;
    const own = value === null ? null : this.#serdes.value(value);
    this.#put(latin1(key), { value: own, plain: value, timestamp });
  }

  override commit(changelogOffset: number | null): void {
    super.commit(changelogOffset);
    this.#histories.clear();
  }

  override clear(): void {
    this.#histories.clear();
    super.clear();
  }

  override close(): void {
    this.#histories.clear();
    super.close();
  }

  protected override openRows(open: (suffix: string) => DiskRows): DiskRows[] {
    this.#rows = open('');
    this.#ends = open('~ends');
    return [this.#rows, this.#ends];
  }

  protected override expire(): void {
    if (this.#earliest < 0) return;
    let count = 0;
    for (const [end] of this.#ends.between('', timeText(this.#earliest + 1))) {
      if (++count > MAX_EXPIRED) return;
      const text = end.slice(TIME_LENGTH);
      const history = this.#history(text);
      const ended = history.endedAt(timeOf(end, 0));
      for (let index = 0; index < ended; index++) this.#rows.set(text + timeText(history.time(index)), null);
      history.delete(0, ended);
      this.#ends.set(end, null);
    }
  }

  /** The first time that is still told of. */
  get #earliest(): number {
    return this.observedTime - this.historyRetentionMs;
  }

  #put(text: string, version: { value: V | null; plain: Uint8Array | null; timestamp: number }): number {
    const { value, plain, timestamp } = version;
    const ended = (time: number): void => this.#ends.set(timeText(time) + text, ENDED);
    const validTo = this.#history(text).put(value, timestamp, ended);
    const row = plain === null ? DELETION : { bytes: Buffer.concat([VALUE, plain]), value: undefined };
    this.#rows.set(text + timeText(timestamp), row);
    this.observedTime = Math.max(this.observedTime, timestamp);
    return validTo;
  }

  #history(text: string): VersionHistory<V> {
    const known = this.#histories.get(text);
    if (known !== undefined) return known;
    const history = new VersionHistory<V>();
    for (const [place, { bytes }] of this.#rows.between(text + timeText(0), text + '\xff'.repeat(TIME_LENGTH))) {
      // Longer keys that begin with this one lie between.
      if (place.length !== text.length + TIME_LENGTH) continue;
      history.add(timeOf(place, text.length), bytes[0] === 1 ? null : this.#serdes.value(bytes.subarray(1)));
    }
    this.#histories.set(text, history);
    return history;
  }
}
