/** Rows by key, in a Map: found by the bytes of the key, put in their order only for who reads them all. */
import { MemoryStore } from './memory-store.ts';
import type { KeyValueStore, Timestamped } from './state-store.ts';
import type { StoreSerdes } from './store-serdes.ts';

interface Row<K, V> extends Timestamped<V> {
  readonly key: K;
}

export class MemoryKeyValueStore<K, V> extends MemoryStore implements KeyValueStore<K, V> {
  readonly #serdes: StoreSerdes<K, V>;
  readonly #rows = new Map<string, Row<K, V>>();

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
    const bytes = this.#serdes.keyBytes(key);
    this.#set(bytes.toString('latin1'), value === null ? null : { key, value, timestamp });
    this.context?.changelog?.write(bytes, this.#serdes.valueBytes(value), timestamp);
  }

  restore(key: Uint8Array, value: Uint8Array | null, timestamp: number): void {
    const own = this.#serdes.key(key);
    const row = value === null ? null : { key: own, value: this.#serdes.value(value), timestamp };
    this.#set(Buffer.from(key).toString('latin1'), row);
  }

  *range(from: K | null, to: K | null): IterableIterator<readonly [K, Timestamped<V>]> {
    const least = from === null ? '' : this.#serdes.keyText(from);
    const most = to === null ? null : this.#serdes.keyText(to);
    for (const text of [...this.#rows.keys()].sort()) {
      if (text < least) continue;
      if (most !== null && text > most) return;
      const row = this.#rows.get(text);
      if (row !== undefined) yield [row.key, row];
    }
  }

  all(): IterableIterator<readonly [K, Timestamped<V>]> {
    return this.range(null, null);
  }

  override close(): void {
    this.#rows.clear();
    super.close();
  }

  #set(text: string, row: Row<K, V> | null): void {
    if (row === null) this.#rows.delete(text);
    else this.#rows.set(text, row);
  }
}
