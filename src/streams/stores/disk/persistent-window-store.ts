/**
 * Rows by key and window on the disk: under `key, start (8), sequence (4)` a row `timestamp (8), value`. The sequence is 0
 * but in stores that keep duplicates. What has expired is no longer told at once, and deleted at the next commit.
 */
import type { WindowStoreOptions } from '../memory-window-store.ts';
import type { Timestamped, Windowed, WindowStore } from '../state-store.ts';
import { latin1, type StoreSerdes } from '../store-serdes.ts';
import { windowKeyBytes, windowKeyParts } from '../window-key.ts';
import type { DiskRow, DiskRows } from './disk-rows.ts';
import { PersistentStore, type RowFormat } from './persistent-store.ts';
import { int32Text } from '../time-text.ts';
import { TimedRows } from './timed-rows.ts';
import { TIMESTAMP_BYTES, timestamped, timestampOf } from './timestamped-bytes.ts';

const SEQUENCE_LENGTH = 4;
const ONLY = int32Text(0);

export class PersistentWindowStore<K, V> extends PersistentStore implements WindowStore<K, V> {
  protected readonly kind = 'window';
  readonly retentionMs: number;
  readonly windowSizeMs: number;
  readonly #serdes: StoreSerdes<K, V>;
  readonly #retainsDuplicates: boolean;
  #rows!: TimedRows;

  constructor(
    { name, serdes, retentionMs, windowSizeMs, retainsDuplicates = false }: WindowStoreOptions<K, V>,
    format?: RowFormat,
  ) {
    super(name, format);
    this.#serdes = serdes;
    this.retentionMs = retentionMs;
    this.windowSizeMs = windowSizeMs;
    this.#retainsDuplicates = retainsDuplicates;
  }

  get approximateSize(): number {
    return this.#rows.approximateSize;
  }

  get(key: K, windowStart: number): Timestamped<V> | undefined {
    if (windowStart < this.#earliest) return undefined;
    const text = this.#serdes.keyText(key);
    const row = this.#retainsDuplicates
      ? this.#rows.ofKey(text, windowStart, windowStart)[0]?.row
      : this.#rows.get(text, windowStart, ONLY);
    return row === undefined ? undefined : this.#read(row);
  }

  put(key: K, value: V | null, { windowStart, timestamp }: { windowStart: number; timestamp: number }): void {
    this.observedTime = Math.max(this.observedTime, windowStart);
    if (this.#retainsDuplicates) this.sequence = (this.sequence + 1) & 0x7fffffff;
    const plain = this.#serdes.valueBytes(value);
    const place = { key: this.#serdes.keyText(key), time: windowStart, rest: int32Text(this.sequence) };
    if (windowStart < this.#earliest) this.context?.drop('expired window');
    else if (plain === null) {
      // Of rows that nobody can replace none can be deleted.
      if (!this.#retainsDuplicates) this.#rows.set(place, null);
    } else this.#rows.set(place, { bytes: timestamped(plain, timestamp), value: { value, timestamp } });
    const changelog = this.context?.changelog;
    if (changelog === null || changelog === undefined) return;
    const bytes = windowKeyBytes(this.#serdes.keyBytes(key), { start: windowStart, sequence: this.sequence });
    // Kafka's stores of joins have their records' headers, and so have their changelogs.
    const headers = this.#retainsDuplicates ? this.context?.headers() : undefined;
    changelog.write(bytes, plain, timestamp, headers);
  }

  restore(bytes: Uint8Array, value: Uint8Array | null, timestamp: number): void {
    const { key, start, sequence } = windowKeyParts(bytes);
    this.observedTime = Math.max(this.observedTime, start);
    this.sequence = Math.max(this.sequence, sequence);
    if (start < this.#earliest) return;
    const row = value === null ? null : { bytes: timestamped(value, timestamp), value: undefined };
    this.#rows.set({ key: latin1(key), time: start, rest: int32Text(sequence) }, row);
  }

  fetch(key: K, fromStart: number, toStart: number): IterableIterator<readonly [number, Timestamped<V>]> {
    return this.#between(key, fromStart, toStart).values();
  }

  fetchBackward(key: K, fromStart: number, toStart: number): IterableIterator<readonly [number, Timestamped<V>]> {
    return this.#between(key, fromStart, toStart).reverse().values();
  }

  *fetchAll(fromStart: number, toStart: number): IterableIterator<readonly [Windowed<K>, Timestamped<V>]> {
    for (const { key, time: start, row } of this.#rows.between(Math.max(fromStart, this.#earliest), toStart)) {
      const own = this.#serdes.key(Buffer.from(key, 'latin1'));
      yield [{ key: own, start, end: start + this.windowSizeMs }, this.#read(row)];
    }
  }

  protected override openRows(open: (suffix: string) => DiskRows): DiskRows[] {
    const rows = open('');
    const byTime = open('~by-time');
    this.#rows = new TimedRows(rows, byTime, SEQUENCE_LENGTH);
    return [rows, byTime];
  }

  protected override expire(): void {
    this.#rows.expire(this.#earliest);
  }

  /** The first start that is kept. */
  get #earliest(): number {
    return this.observedTime - this.retentionMs + 1;
  }

  #between(key: K, fromStart: number, toStart: number): (readonly [number, Timestamped<V>])[] {
    const rows = this.#rows.ofKey(this.#serdes.keyText(key), Math.max(fromStart, this.#earliest), toStart);
    return rows.map(({ time, row }) => [time, this.#read(row)] as const);
  }

  #read({ bytes, value }: DiskRow): Timestamped<V> {
    if (value !== undefined) return value as Timestamped<V>;
    return { value: this.#serdes.value(bytes.subarray(TIMESTAMP_BYTES)), timestamp: timestampOf(bytes) };
  }
}
