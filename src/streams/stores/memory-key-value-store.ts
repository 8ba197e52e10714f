/**
 * Rows by key, found by the bytes of the key. Their order is made when somebody reads a range for the first time, and kept
 * from then on: a store that nobody reads so pays nothing for it. Values and times lie in lists by the number of the row: what
 * `get` answers is made for who asks, so that it stays as it is when the row is put again.
 *
 * From a million rows on the garbage collector would have too many values to look at: new rows go where it does not look, in
 * bytes (`LargeRows`), and each change takes a few of the others there.
 *
 * Invariant: a row is in one of the two.
 */
import { ByteTable, hashOf, type LocatedKey } from './byte-table.ts';
import { LargeRows } from './large-rows.ts';
import { MemoryStore } from './memory-store.ts';
import { OrderedTexts } from './ordered-texts.ts';
import type { KeyValueStore, Timestamped } from './state-store.ts';
import type { StoreSerdes } from './store-serdes.ts';

/** From so many rows on they are kept in bytes. */
const LARGE_FROM = 2 ** 20;
/** So many rows are moved with each change; all are after an eighth as many changes as there were rows. */
const MOVED_AT_ONCE = 8;

export class MemoryKeyValueStore<K, V> extends MemoryStore implements KeyValueStore<K, V> {
  readonly #serdes: StoreSerdes<K, V>;
  readonly #largeFrom: number;
  readonly #table = new ByteTable();
  /** By the number of the row in the table; of those that are gone undefined. */
  readonly #keys: (K | undefined)[] = [];
  readonly #values: (V | undefined)[] = [];
  readonly #timestamps: number[] = [];
  /** Null while there are few rows. */
  #large: LargeRows | null = null;
  /** Of the table: those before it have been moved. */
  #moved = 0;
  /** Of the keys of all rows; null until somebody asks. */
  #order: OrderedTexts | null = null;

  /** `largeFrom`: so many rows are many. */
  constructor(name: string, serdes: StoreSerdes<K, V>, largeFrom: number = LARGE_FROM) {
    super(name);
    this.#serdes = serdes;
    this.#largeFrom = largeFrom;
  }

  get approximateSize(): number {
    return this.#table.size + (this.#large?.size ?? 0);
  }

  get(key: K): Timestamped<V> | undefined {
    const serdes = this.#serdes;
    serdes.locate(key);
    const row = this.#table.find(serdes.bytes, serdes.length, serdes.hash);
    if (row >= 0) return { value: this.#values[row]!, timestamp: this.#timestamps[row]! };
    return this.#large === null ? undefined : this.#readLarge(this.#large, serdes);
  }

  put(key: K, value: V | null, timestamp: number): void {
    const serdes = this.#serdes;
    const changelog = this.context?.changelog ?? null;
    serdes.locate(key);
    if (this.#large === null) {
      this.#putSmall(key, value, timestamp);
      if (changelog !== null) changelog.write(serdes.briefKey(key), serdes.briefValue(value), timestamp);
    } else {
      const brief = serdes.briefValue(value);
      this.#putLarge(this.#large, serdes, { value: brief, timestamp });
      if (changelog !== null) changelog.write(serdes.briefKey(key), brief, timestamp);
    }
    this.#moveSome();
  }

  protected override load(key: Uint8Array, value: Uint8Array | null, timestamp: number): void {
    const located = { bytes: key, length: key.length, hash: hashOf(key, key.length) };
    if (this.#large !== null) this.#putLarge(this.#large, located, { value, timestamp });
    else {
      const row = this.#table.find(key, key.length, located.hash);
      if (value === null) this.#delete(row);
      else if (row < 0) {
        const added = this.#table.add(key, key.length, located.hash);
        this.#add(added, { key: this.#serdes.key(key), value: this.#serdes.value(value), timestamp });
      } else {
        this.#values[row] = this.#serdes.value(value);
        this.#timestamps[row] = timestamp;
      }
    }
    this.#moveSome();
  }

  *range(from: K | null, to: K | null): IterableIterator<readonly [K, Timestamped<V>]> {
    this.#order ??= new OrderedTexts(this.#texts());
    const least = from === null ? '' : this.#serdes.keyText(from);
    const most = to === null ? null : this.#serdes.keyText(to);
    for (const text of this.#order.between(least, most)) {
      const bytes = Buffer.from(text, 'latin1');
      const located = { bytes, length: bytes.length, hash: hashOf(bytes, bytes.length) };
      const row = this.#table.find(bytes, bytes.length, located.hash);
      if (row >= 0) yield [this.#keys[row]!, { value: this.#values[row]!, timestamp: this.#timestamps[row]! }];
      else {
        const found = this.#large === null ? undefined : this.#readLarge(this.#large, located);
        if (found !== undefined) yield [this.#serdes.key(bytes), found];
      }
    }
  }

  all(): IterableIterator<readonly [K, Timestamped<V>]> {
    return this.range(null, null);
  }

  protected override forget(): void {
    this.#clearSmall();
    this.#large = null;
    this.#moved = 0;
    this.#order = null;
  }

  *#texts(): IterableIterator<string> {
    yield* this.#table.texts();
    if (this.#large !== null) yield* this.#large.texts();
  }

  #putSmall(key: K, value: V | null, timestamp: number): void {
    const { bytes, length, hash } = this.#serdes;
    const row = this.#table.find(bytes, length, hash);
    if (value === null) this.#delete(row);
    else if (row < 0) this.#add(this.#table.add(bytes, length, hash), { key, value, timestamp });
    else {
      this.#values[row] = value;
      this.#timestamps[row] = timestamp;
    }
  }

  #putLarge(
    large: LargeRows,
    key: LocatedKey,
    { value, timestamp }: { value: Uint8Array | string | null; timestamp: number },
  ): void {
    const row = this.#table.find(key.bytes, key.length, key.hash);
    const isThere = row >= 0;
    if (isThere) this.#drop(row);
    if (value === null) {
      if ((large.delete(key) || isThere) && this.#order !== null) this.#order.delete(textOf(key));
    } else if (large.set(key, value, timestamp) && !isThere) this.#order?.add(textOf(key));
  }

  #readLarge(large: LargeRows, key: LocatedKey): Timestamped<V> | undefined {
    if (!large.find(key)) return undefined;
    const { bytes, start, end, timestamp } = large;
    return { value: this.#serdes.valueBetween(bytes, start, end), timestamp };
  }

  /** After a change: where there are many rows, a few of those that are values become bytes. */
  #moveSome(): void {
    if (this.#large === null) {
      if (this.#table.size < this.#largeFrom) return;
      this.#large = new LargeRows();
    }
    const table = this.#table;
    for (let left = MOVED_AT_ONCE; left > 0 && table.size > 0; this.#moved++) {
      if (!table.hasRow(this.#moved)) continue;
      this.#move(this.#large, this.#moved);
      left--;
    }
    if (table.size === 0 && this.#keys.length > 0) this.#clearSmall();
  }

  #move(large: LargeRows, row: number): void {
    const bytes = this.#table.keyBytes(row);
    const value = this.#serdes.briefValue(this.#values[row]!)!;
    large.set({ bytes, length: bytes.length, hash: this.#table.hash(row) }, value, this.#timestamps[row]!);
    this.#drop(row);
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
    this.#drop(row);
  }

  /** Out of the lists; its key may still be one of the store's. */
  #drop(row: number): void {
    this.#table.delete(row);
    this.#keys[row] = undefined;
    this.#values[row] = undefined;
  }

  #clearSmall(): void {
    this.#table.clear();
    this.#keys.length = 0;
    this.#values.length = 0;
    this.#timestamps.length = 0;
  }
}

function textOf({ bytes, length }: LocatedKey): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('latin1');
}
