/** Rows by key on the disk: under the bytes of the key `timestamp (8), value`, as Kafka's timestamped stores have them. */
import type { KeyValueStore, Timestamped } from '../state-store.ts';
import { latin1, type StoreSerdes } from '../store-serdes.ts';
import { DiskRows, type DiskRow } from './disk-rows.ts';
import { PersistentStore, type RowFormat } from './persistent-store.ts';
import { TIMESTAMP_BYTES, timestamped, timestampOf } from './timestamped-bytes.ts';

export class PersistentKeyValueStore<K, V> extends PersistentStore implements KeyValueStore<K, V> {
  protected readonly kind = 'key-value';
  readonly #serdes: StoreSerdes<K, V>;
  #rows: DiskRows = new DiskRows('', '', null);

  constructor(name: string, serdes: StoreSerdes<K, V>, format?: RowFormat) {
    super(name, format);
    this.#serdes = serdes;
  }

  get approximateSize(): number {
    return this.#rows.approximateSize;
  }

  get(key: K): Timestamped<V> | undefined {
    const row = this.#rows.get(this.#serdes.keyText(key));
    return row === undefined ? undefined : this.#read(row);
  }

  put(key: K, value: V | null, timestamp: number): void {
    const plain = this.#serdes.valueBytes(value);
    const row = plain === null ? null : { bytes: timestamped(plain, timestamp), value: { value, timestamp } };
    this.#rows.set(this.#serdes.keyText(key), row);
    this.context?.changelog?.write(this.#serdes.keyBytes(key), plain, timestamp);
  }

  restore(key: Uint8Array, value: Uint8Array | null, timestamp: number): void {
    this.#rows.set(latin1(key), value === null ? null : { bytes: timestamped(value, timestamp), value: undefined });
  }

  *range(from: K | null, to: K | null): IterableIterator<readonly [K, Timestamped<V>]> {
    const least = from === null ? '' : this.#serdes.keyText(from);
    const most = to === null ? null : this.#serdes.keyText(to);
    for (const [text, row] of this.#rows.between(least, most)) {
      yield [this.#serdes.key(Buffer.from(text, 'latin1')), this.#read(row)];
    }
  }

  all(): IterableIterator<readonly [K, Timestamped<V>]> {
    return this.range(null, null);
  }

  protected override openRows(open: (suffix: string) => DiskRows): DiskRows[] {
    this.#rows = open('');
    return [this.#rows];
  }

  #read({ bytes, value }: DiskRow): Timestamped<V> {
    if (value !== undefined) return value as Timestamped<V>;
    return { value: this.#serdes.value(bytes.subarray(TIMESTAMP_BYTES)), timestamp: timestampOf(bytes) };
  }
}
