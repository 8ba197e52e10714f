/**
 * The cache of one store (Kafka's NamedCache): rows that were used lately, and which of them are dirty, in the order in which
 * they were put last. When one that is dirty has to go, all that are dirty are flushed, it before the others.
 *
 * Invariant: a dirty entry is in the cache, or is being flushed.
 */
import { RecentValues } from '../../metrics/counted.ts';
import { ByteTable, type LocatedKey } from '../byte-table.ts';
import { CacheEntry } from './cache-entry.ts';
import { LinkedLine } from './linked-line.ts';
import type { ThreadCache } from './thread-cache.ts';

export class NamedCache {
  readonly #thread: ThreadCache;
  /** Writes down an entry that was dirty, and tells it downstream. */
  readonly #onFlush: (entry: CacheEntry) => void;
  readonly #table = new ByteTable();
  /** By the number of the key in the table; of those that are gone undefined. */
  readonly #entries: (CacheEntry | undefined)[] = [];
  readonly #used = new LinkedLine<CacheEntry>();
  readonly #changed = new LinkedLine<CacheEntry>();
  #bytes = 0;
  #reads = 0;
  #hits = 0;
  /** Of those that were read so far, the share that was here; null where nobody wants to know. */
  hitRatio: RecentValues | null = null;

  constructor(thread: ThreadCache, onFlush: (entry: CacheEntry) => void) {
    this.#thread = thread;
    this.#onFlush = onFlush;
  }

  get isEmpty(): boolean {
    return this.#table.size === 0;
  }

  /** Of its rows, as they are counted. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether something is held back. */
  get isDirty(): boolean {
    return this.#changed.first !== null;
  }

  /** The entry of a key, which counts as used; null where there is none. */
  find({ bytes, length, hash }: LocatedKey): CacheEntry | null {
    const row = this.#table.find(bytes, length, hash);
    if (row < 0) return null;
    const entry = this.#entries[row]!;
    this.#used.moveLast(entry.used);
    return entry;
  }

  /** From now on. */
  measureHits(): void {
    this.hitRatio ??= new RecentValues();
  }

  /** The same for a look-up that somebody asked for. As in Kafka only a hit tells the share of hits. */
  read(key: LocatedKey): CacheEntry | null {
    const entry = this.find(key);
    this.#reads++;
    if (entry === null) return null;
    this.#hits++;
    this.hitRatio?.record(this.#hits / this.#reads);
    return entry;
  }

  /** An entry for a key that has none; `keyLength` as Kafka's cache has it. To be filled, and then `put`. */
  add({ bytes, length, hash }: LocatedKey, keyLength: number): CacheEntry {
    const row = this.#table.add(bytes, length, hash);
    const entry = new CacheEntry(row, keyLength);
    this.#entries[row] = entry;
    this.#used.moveLast(entry.used);
    return entry;
  }

  /** The entry has another value, of so many bytes; whatever is too much goes, and is told of, before this returns. */
  put(entry: CacheEntry, valueLength: number): void {
    const bytes = entry.size(valueLength);
    this.#count(bytes - entry.bytes);
    entry.bytes = bytes;
    if (entry.isDirty) this.#changed.moveLast(entry.changed);
    this.#thread.makeRoom(this);
  }

  /** All that is dirty is told of; it stays in the cache, but for what was deleted. */
  flush(): void {
    this.#flush(null);
  }

  /** The entry that was not used for the longest time goes. Its room is given back when all is told, as in Kafka. */
  evict(): void {
    const eldest = this.#used.first;
    if (eldest === null) return;
    this.#remove(eldest);
    if (eldest.isDirty) this.#flush(eldest);
    this.#count(-eldest.bytes);
  }

  /** Nothing of it is told. */
  clear(): void {
    this.#count(-this.#bytes);
    this.#table.clear();
    this.#entries.length = 0;
    this.#used.takeAll([]);
    this.#changed.takeAll([]);
  }

  #flush(evicted: CacheEntry | null): void {
    const entries: CacheEntry[] = [];
    if (evicted !== null) {
      this.#changed.remove(evicted.changed);
      entries.push(evicted);
    }
    this.#changed.takeAll(entries);
    for (const entry of entries) entry.isDirty = false;
    for (const entry of entries) this.#onFlush(entry);
    for (const entry of entries) {
      // Whoever is told may look rows up here, which may have pushed out others meanwhile.
      if (entry.value !== null || this.#entries[entry.row] !== entry) continue;
      this.#remove(entry);
      this.#count(-entry.bytes);
    }
  }

  /** The key is not found any more; the entry still has what it holds. */
  #remove(entry: CacheEntry): void {
    this.#used.remove(entry.used);
    this.#table.delete(entry.row);
    this.#entries[entry.row] = undefined;
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#thread.count(bytes);
  }
}
