/**
 * Rows by key, found by the bytes of the key. Their order is made when somebody reads a range for the first time, and kept
 * from then on: a store that nobody reads so pays nothing for it. Values and times lie in lists by the number of the row: what
 * `get` answers is made for who asks, so that it stays as it is when the row is put again.
 */
import { ByteTable, hashOf } from './byte-table.ts';
import { MemoryStore } from './memory-store.ts';
import { OrderedTexts } from './ordered-texts.ts';
import type { KeyValueStore, Timestamped } from './state-store.ts';
import type { StoreSerdes } from './store-serdes.ts';

export class MemoryKeyValueStore<K, V> extends MemoryStore implements KeyValueStore<K, V> {
  readonly #serdes: StoreSerdes<K, V>;
  readonly #table = new ByteTable();
  /** By the number of the row in the table; of those that are gone undefined. */
  readonly #keys: (K | undefined)[] = [];
  readonly #values: (V | undefined)[] = [];
  readonly #timestamps: number[] = [];
  /** Of the keys of all rows; null until somebody asks. */
  #order: OrderedTexts | null = null;

  constructor(name: string, serdes: StoreSerdes<K, V>) {
    super(name);
    this.#serdes = serdes;
  }

  get approximateSize(): number {
    return this.#table.size;
  }

  get(key: K): Timestamped<V> | undefined {
    const serdes = this.#serdes;
    serdes.locate(key);
    const row = this.#table.find(serdes.bytes, serdes.length, serdes.hash);
    return row < 0 ? undefined : { value: this.#values[row]!, timestamp: this.#timestamps[row]! };
  }

  put(key: K, value: V | null, timestamp: number): void {
    const serdes = this.#serdes;
    serdes.locate(key);
    const { bytes, length, hash } = serdes;
    const row = this.#table.find(bytes, length, hash);
    if (value === null) this.#delete(row);
    else if (row < 0) this.#add(this.#table.add(bytes, length, hash), { key, value, timestamp });
    else {
      this.#values[row] = value;
      this.#timestamps[row] = timestamp;
    }
    const changelog = this.context?.changelog;
    if (changelog === null || changelog === undefined) return;
    changelog.write(serdes.briefKey(key), serdes.briefValue(value), timestamp);
  }

  protected override load(key: Uint8Array, value: Uint8Array | null, timestamp: number): void {
    const hash = hashOf(key, key.length);
    const row = this.#table.find(key, key.length, hash);
    if (value === null) {
      this.#delete(row);
      return;
    }
    const restored = this.#serdes.value(value);
    if (row < 0) {
      const added = this.#table.add(key, key.length, hash);
      this.#add(added, { key: this.#serdes.key(key), value: restored, timestamp });
      return;
    }
    this.#values[row] = restored;
    this.#timestamps[row] = timestamp;
  }

  *range(from: K | null, to: K | null): IterableIterator<readonly [K, Timestamped<V>]> {
    this.#order ??= new OrderedTexts(this.#table.texts());
    const least = from === null ? '' : this.#serdes.keyText(from);
    const most = to === null ? null : this.#serdes.keyText(to);
    for (const text of this.#order.between(least, most)) {
      const bytes = Buffer.from(text, 'latin1');
      const row = this.#table.find(bytes, bytes.length, hashOf(bytes, bytes.length));
      if (row < 0) continue;
      yield [this.#keys[row]!, { value: this.#values[row]!, timestamp: this.#timestamps[row]! }];
    }
  }

  all(): IterableIterator<readonly [K, Timestamped<V>]> {
    return this.range(null, null);
  }

  protected override forget(): void {
    this.#table.clear();
    this.#keys.length = 0;
    this.#values.length = 0;
    this.#timestamps.length = 0;
    this.#order = null;
  }

  #add(row: number, { key, value, timestamp }: Timestamped<V> & { readonly key: K }): void {
    this.#keys[row] = key;
    this.#values[row] = value;
    this.#timestamps[row] = timestamp;
    this.#order?.add(this.#table.text(row));
  }

  #delete(row: number): void {
    if (row < 0) return;
    this.#order?.delete(this.#table.text(row));
    this.#table.delete(row);
    this.#keys[row] = undefined;
    this.#values[row] = undefined;
  }
}
