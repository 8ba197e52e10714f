/**
 * Rows by window and key, in a Map per window start: windows that have expired go with their Map. A store that keeps
 * duplicates has every row that was put, for joins.
 */
import { firstIndex } from './first-index.ts';
import { MemoryStore } from './memory-store.ts';
import type { Timestamped, Windowed, WindowStore } from './state-store.ts';
import type { StoreSerdes } from './store-serdes.ts';
import { windowKeyBytes, windowKeyParts } from './window-key.ts';

interface Row<K, V> extends Timestamped<V> {
  readonly key: K;
}

export interface MemoryWindowStoreOptions<K, V> {
  readonly name: string;
  readonly serdes: StoreSerdes<K, V>;
  readonly retentionMs: number;
  readonly windowSizeMs: number;
  readonly retainsDuplicates?: boolean;
}

export class MemoryWindowStore<K, V> extends MemoryStore implements WindowStore<K, V> {
  readonly retentionMs: number;
  readonly windowSizeMs: number;
  readonly #serdes: StoreSerdes<K, V>;
  readonly #retainsDuplicates: boolean;
  /** By window start, and then by key; of a key the rows in the order they were put, more than one only where duplicates stay. */
  readonly #windows = new Map<number, Map<string, Row<K, V>[]>>();
  /** Of `#windows`, ascending. */
  readonly #starts: number[] = [];
  #observedTime = -1;
  #sequence = 0;

  constructor({ name, serdes, retentionMs, windowSizeMs, retainsDuplicates = false }: MemoryWindowStoreOptions<K, V>) {
    super(name);
    this.#serdes = serdes;
    this.retentionMs = retentionMs;
    this.windowSizeMs = windowSizeMs;
    this.#retainsDuplicates = retainsDuplicates;
  }

  get(key: K, windowStart: number): Timestamped<V> | undefined {
    this.#expire();
    return this.#windows.get(windowStart)?.get(this.#serdes.keyText(key))?.[0];
  }

  put(key: K, value: V | null, { windowStart, timestamp }: { windowStart: number; timestamp: number }): void {
    this.#observedTime = Math.max(this.#observedTime, windowStart);
    this.#expire();
    // Of rows that nobody can replace none can be deleted; but time has passed.
    if (this.#retainsDuplicates && value === null) return;
    const bytes = this.#serdes.keyBytes(key);
    if (this.#retainsDuplicates) this.#sequence = (this.#sequence + 1) & 0x7fffffff;
    if (windowStart < this.#earliest) this.context?.drop('expired window');
    else this.#set(bytes.toString('latin1'), windowStart, value === null ? null : { key, value, timestamp });
    const changelog = this.context?.changelog;
    if (changelog === null || changelog === undefined) return;
    const place = { start: windowStart, sequence: this.#sequence };
    changelog.write(windowKeyBytes(bytes, place), this.#serdes.valueBytes(value), timestamp);
  }

  restore(key: Uint8Array, value: Uint8Array | null, timestamp: number): void {
    const { key: own, start } = windowKeyParts(key);
    this.#observedTime = Math.max(this.#observedTime, start);
    this.#expire();
    if (start < this.#earliest) return;
    const row = value === null ? null : { key: this.#serdes.key(own), value: this.#serdes.value(value), timestamp };
    this.#set(Buffer.from(own).toString('latin1'), start, row);
  }

  *fetch(key: K, fromStart: number, toStart: number): IterableIterator<readonly [number, Timestamped<V>]> {
    const text = this.#serdes.keyText(key);
    for (const start of this.#between(fromStart, toStart)) {
      for (const row of this.#windows.get(start)?.get(text) ?? []) yield [start, row];
    }
  }

  *fetchBackward(key: K, fromStart: number, toStart: number): IterableIterator<readonly [number, Timestamped<V>]> {
    const text = this.#serdes.keyText(key);
    for (const start of this.#between(fromStart, toStart).reverse()) {
      for (const row of (this.#windows.get(start)?.get(text) ?? []).toReversed()) yield [start, row];
    }
  }

  *fetchAll(fromStart: number, toStart: number): IterableIterator<readonly [Windowed<K>, Timestamped<V>]> {
    for (const start of this.#between(fromStart, toStart)) {
      const window = this.#windows.get(start);
      for (const text of [...(window?.keys() ?? [])].sort()) {
        for (const row of window?.get(text) ?? []) {
          yield [{ key: row.key, start, end: start + this.windowSizeMs }, row];
        }
      }
    }
  }

  override close(): void {
    this.#windows.clear();
    this.#starts.length = 0;
    super.close();
  }

  /** The first start that is kept. */
  get #earliest(): number {
    return this.#observedTime - this.retentionMs + 1;
  }

  #expire(): void {
    let count = 0;
    while (count < this.#starts.length && this.#starts[count]! < this.#earliest)
      this.#windows.delete(this.#starts[count++]!);
    if (count > 0) this.#starts.splice(0, count);
  }

  /** A copy: who iterates may put. */
  #between(fromStart: number, toStart: number): number[] {
    this.#expire();
    return this.#starts.slice(this.#indexOf(fromStart), this.#indexOf(toStart + 1));
  }

  /** Of the first window that starts at `start` or behind it. */
  #indexOf(start: number): number {
    return firstIndex(this.#starts.length, (index) => this.#starts[index]! < start);
  }

  #set(text: string, start: number, row: Row<K, V> | null): void {
    let window = this.#windows.get(start);
    if (window === undefined) {
      if (row === null) return;
      window = new Map();
      this.#windows.set(start, window);
      this.#starts.splice(this.#indexOf(start), 0, start);
    }
    if (row === null) window.delete(text);
    else if (this.#retainsDuplicates) window.set(text, [...(window.get(text) ?? []), row]);
    else window.set(text, [row]);
  }
}
