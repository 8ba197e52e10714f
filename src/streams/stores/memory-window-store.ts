/**
 * Rows by key and window: those of a key in the order of their windows, so that who asks for one key sees no other, and all
 * of them by time, to let go of what has expired. A store that keeps duplicates has every row that was put, for joins.
 */
import { type Held, HeldValues } from './held-values.ts';
import { MemoryStore } from './memory-store.ts';
import type { Timestamped, Windowed, WindowStore } from './state-store.ts';
import { ByteTable, hashOf, type LocatedKey } from './byte-table.ts';
import type { StoreSerdes } from './store-serdes.ts';
import { TimeIndex } from './time-index.ts';
import { Timeline } from './timeline.ts';
import { briefWindowKey, windowKeyParts } from './window-key.ts';

export interface WindowStoreOptions<K, V> {
  readonly name: string;
  readonly serdes: StoreSerdes<K, V>;
  readonly retentionMs: number;
  readonly windowSizeMs: number;
  readonly retainsDuplicates?: boolean;
  /** So many rows are many, and new ones are kept in bytes; 2^20 where absent. */
  readonly largeFrom?: number;
}

export class MemoryWindowStore<K, V> extends MemoryStore implements WindowStore<K, V> {
  readonly retentionMs: number;
  readonly windowSizeMs: number;
  readonly #serdes: StoreSerdes<K, V>;
  readonly #retainsDuplicates: boolean;
  readonly #table = new ByteTable();
  /** By the number of the key in the table; those that are gone are undefined. */
  readonly #lines: (Timeline<Held<V>> | undefined)[] = [];
  readonly #held: HeldValues<V>;
  /** Which of them have rows, by the starts of windows. */
  readonly #starts = new TimeIndex<number>();
  #observedTime = -1;
  #sequence = 0;

  constructor(options: WindowStoreOptions<K, V>) {
    const { name, serdes, retentionMs, windowSizeMs, retainsDuplicates = false, largeFrom } = options;
    super(name);
    this.#serdes = serdes;
    this.#held = new HeldValues(serdes, largeFrom);
    this.retentionMs = retentionMs;
    this.windowSizeMs = windowSizeMs;
    this.#retainsDuplicates = retainsDuplicates;
  }

  /** Of rows; they are counted when somebody asks. */
  get approximateSize(): number {
    let count = 0;
    for (const line of this.#lines) count += line?.length ?? 0;
    return count;
  }

  get(key: K, windowStart: number): Timestamped<V> | undefined {
    const rows = this.#lineOf(key);
    const index = rows === undefined ? -1 : rows.find(windowStart);
    return index < 0 ? undefined : this.#held.read(rows!.row(index));
  }

  put(key: K, value: V | null, { windowStart, timestamp }: { windowStart: number; timestamp: number }): void {
    const serdes = this.#serdes;
    this.#observe(windowStart);
    if (this.#retainsDuplicates) this.#sequence = (this.#sequence + 1) & 0x7fffffff;
    const isExpired = windowStart < this.#earliest;
    if (isExpired) this.context?.drop('expired window');
    // Of rows that nobody can replace none can be deleted.
    else if (value !== null || !this.#retainsDuplicates) {
      serdes.locate(key);
      this.#set(serdes, windowStart, value === null ? null : { value, timestamp });
    }
    const changelog = this.context?.changelog;
    if (changelog === null || changelog === undefined) return;
    serdes.locate(key);
    const bytes = briefWindowKey(serdes, windowStart, this.#sequence);
    // Kafka's stores of joins have their records' headers, and so have their changelogs.
    const headers = this.#retainsDuplicates ? this.context?.headers() : undefined;
    const brief = isExpired || value === null ? null : this.#held.brief;
    changelog.write(bytes, brief ?? serdes.briefValue(value), timestamp, headers);
  }

  protected override load(bytes: Uint8Array, value: Uint8Array | null, timestamp: number): void {
    const { key, start, sequence } = windowKeyParts(bytes);
    this.#observe(start);
    this.#sequence = Math.max(this.#sequence, sequence);
    if (start < this.#earliest || (value === null && this.#retainsDuplicates)) return;
    const row = value === null ? null : { value: this.#serdes.value(value), timestamp };
    this.#set({ bytes: key, length: key.length, hash: hashOf(key, key.length) }, start, row);
  }

  fetch(key: K, fromStart: number, toStart: number): IterableIterator<readonly [number, Timestamped<V>]> {
    return this.#between(key, fromStart, toStart).values();
  }

  fetchBackward(key: K, fromStart: number, toStart: number): IterableIterator<readonly [number, Timestamped<V>]> {
    return this.#between(key, fromStart, toStart).reverse().values();
  }

  *fetchAll(fromStart: number, toStart: number): IterableIterator<readonly [Windowed<K>, Timestamped<V>]> {
    for (const start of this.#starts.between(fromStart, toStart)) {
      // Numbers of rows may be other keys' by the time that who iterates comes back.
      const texts = this.#starts.keysAt(start).map((row) => this.#table.text(row));
      for (const text of texts.sort()) {
        const bytes = Buffer.from(text, 'latin1');
        const rows = this.#lines[this.#rowOf(bytes)];
        for (let index = rows?.find(start) ?? -1; index >= 0 && index < rows!.length; index++) {
          if (rows!.time(index) !== start) break;
          const window = { key: this.#serdes.key(bytes), start, end: start + this.windowSizeMs };
          yield [window, this.#held.read(rows!.row(index))];
        }
      }
    }
  }

  protected override forget(): void {
    this.#table.clear();
    this.#lines.length = 0;
    this.#held.clear();
    this.#starts.clear();
    this.#observedTime = -1;
    this.#sequence = 0;
  }

  /** The first start that is kept. */
  get #earliest(): number {
    return this.#observedTime - this.retentionMs + 1;
  }

  #observe(start: number): void {
    if (start <= this.#observedTime) return;
    this.#observedTime = start;
    this.#starts.expire(this.#earliest, this.#forget);
  }

  readonly #forget = (row: number, start: number): void => {
    const rows = this.#lines[row];
    if (rows === undefined) return;
    const count = rows.indexOf(start + 1);
    for (let index = 0; index < count; index++) this.#held.release(rows.row(index));
    if (count === rows.length) this.#forgetKey(row);
    else rows.delete(0, count);
  };

  /** A copy: who iterates may put. */
  #between(key: K, fromStart: number, toStart: number): (readonly [number, Timestamped<V>])[] {
    const found: (readonly [number, Timestamped<V>])[] = [];
    const rows = this.#lineOf(key);
    if (rows === undefined) return found;
    for (let index = rows.indexOf(fromStart); index < rows.length && rows.time(index) <= toStart; index++) {
      found.push([rows.time(index), this.#held.read(rows.row(index))]);
    }
    return found;
  }

  #set(key: LocatedKey, start: number, value: Timestamped<V> | null): void {
    const { bytes, length, hash } = key;
    let row = this.#table.find(bytes, length, hash);
    if (row < 0) {
      if (value === null) return;
      row = this.#table.add(bytes, length, hash);
      this.#lines[row] = new Timeline();
    }
    const rows = this.#lines[row]!;
    const index = rows.find(start);
    if (value === null) {
      if (index < 0) return;
      this.#held.release(rows.row(index));
      rows.delete(index, 1);
      this.#starts.delete(start, row);
      if (rows.length === 0) this.#forgetKey(row);
    } else if (index >= 0 && !this.#retainsDuplicates) {
      rows.replace(index, this.#held.replace(rows.row(index), value));
    } else {
      if (index < 0) this.#starts.add(start, row);
      rows.add(start, this.#held.hold(value));
    }
  }

  #lineOf(key: K): Timeline<Held<V>> | undefined {
    const serdes = this.#serdes;
    serdes.locate(key);
    return this.#lines[this.#table.find(serdes.bytes, serdes.length, serdes.hash)];
  }

  #rowOf(bytes: Buffer): number {
    return this.#table.find(bytes, bytes.length, hashOf(bytes, bytes.length));
  }

  #forgetKey(row: number): void {
    this.#table.delete(row);
    this.#lines[row] = undefined;
  }
}
