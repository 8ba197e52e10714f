/**
 * Rows by key, in a Map: found by the bytes of the key. Their order is made when somebody reads a range for the first time,
 * and kept from then on: a store that nobody reads so pays nothing for it.
 */
import { MemoryStore } from './memory-store.ts';
import { OrderedTexts } from './ordered-texts.ts';
import type { KeyValueStore, Timestamped } from './state-store.ts';
import { latin1, type StoreSerdes } from './store-serdes.ts';

interface Row<K, V> extends Timestamped<V> {
  readonly key: K;
}

export class MemoryKeyValueStore<K, V> extends MemoryStore implements KeyValueStore<K, V> {
  readonly #serdes: StoreSerdes<K, V>;
  readonly #rows = new Map<string, Row<K, V>>();
  /** Of the keys of `#rows`; null until somebody asks. */
  #order: OrderedTexts | null = null;

  constructor(name: string, serdes: StoreSerdes<K, V>) {
    super(name);
    this.#serdes = serdes;
  }

  get approximateSize(): number {
    return this.#rows.size;
  }

  get(key: K): Timestamped<V> | undefined {
    return this.#rows.get(this.#serdes.keyText(key));
  }

  put(key: K, value: V | null, timestamp: number): void {
    this.#set(this.#serdes.keyText(key), value === null ? null : { key, value, timestamp });
    const changelog = this.context?.changelog;
    if (changelog === null || changelog === undefined) return;
    changelog.write(this.#serdes.keyBytes(key), this.#serdes.valueBytes(value), timestamp);
  }

  restore(key: Uint8Array, value: Uint8Array | null, timestamp: number): void {
    const row = value === null ? null : { key: this.#serdes.key(key), value: this.#serdes.value(value), timestamp };
    this.#set(latin1(key), row);
  }

  *range(from: K | null, to: K | null): IterableIterator<readonly [K, Timestamped<V>]> {
    this.#order ??= new OrderedTexts(this.#rows.keys());
    const least = from === null ? '' : this.#serdes.keyText(from);
    const most = to === null ? null : this.#serdes.keyText(to);
    for (const text of this.#order.between(least, most)) {
      const row = this.#rows.get(text);
      if (row !== undefined) yield [row.key, row];
    }
  }

  all(): IterableIterator<readonly [K, Timestamped<V>]> {
    return this.range(null, null);
  }

  override close(): void {
    this.#rows.clear();
    this.#order = null;
    super.close();
  }

  #set(text: string, row: Row<K, V> | null): void {
    if (row === null) {
      if (this.#rows.delete(text)) this.#order?.delete(text);
      return;
    }
    if (this.#order === null) {
      this.#rows.set(text, row);
      return;
    }
    const before = this.#rows.size;
    this.#rows.set(text, row);
    if (this.#rows.size !== before) this.#order.add(text);
  }
}
