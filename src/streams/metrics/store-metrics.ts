/**
 * What is measured of a task's store (Kafka's MeteredStores): how often it is called, and for how long, in nanoseconds as in
 * Kafka. The methods that are measured are put before those of the store, so that one that is not measured costs nothing, and
 * whoever asks what kind of store it is finds the same.
 *
 * Calls of the level DEBUG, ages of records of TRACE: who asks for less measures no store.
 */
import { cachedPart } from '../stores/cache/cached-store.ts';
import { StoreWithHeaders } from '../stores/headers/store-with-headers.ts';
import type { StateStore } from '../stores/state-store.ts';
import { Counted, RecentValues } from './counted.ts';
import type { MeasuredStore } from './measured-store.ts';
import type { MetricList, MetricPlace } from './metric-list.ts';

/** What stores are measured by. */
export interface StoreClock {
  /** Monotonic; in milliseconds, with fractions. */
  monotonic(this: void): number;
  /** Milliseconds since 1970. */
  wallClock(this: void): number;
  /** Of the record at hand; null where the ages of records are not wanted. */
  readonly recordTimestamp: (() => number) | null;
}

class Calls {
  readonly counted: Counted = new Counted();
  readonly latency: RecentValues = new RecentValues();

  done(durationMs: number): void {
    this.counted.total++;
    this.latency.record(durationMs * NANOS_PER_MS);
  }
}

interface Kind {
  /** In the tag that names the store, behind `in-memory` or `rocksdb`. */
  readonly suffix: string;
  /** A store of the kind has it. */
  readonly mark: string;
  /** By method, Kafka's name for its calls. */
  readonly calls: Readonly<Record<string, string>>;
  /** Methods whose calls last until their iterator is through. */
  readonly iterators: Readonly<Record<string, string>>;
}

const NANOS_PER_MS = 1_000_000;
const KINDS: readonly Kind[] = [
  {
    suffix: '-window',
    mark: 'fetchAll',
    calls: { put: 'put', get: 'fetch' },
    iterators: { fetch: 'fetch', fetchBackward: 'fetch', fetchAll: 'fetch' },
  },
  {
    suffix: '-session',
    mark: 'findEnded',
    calls: { put: 'put', get: 'fetch' },
    iterators: { find: 'fetch', findEnded: 'fetch' },
  },
  { suffix: '', mark: 'history', calls: { put: 'put', get: 'get' }, iterators: { history: 'range' } },
  { suffix: '', mark: 'range', calls: { put: 'put', get: 'get' }, iterators: { all: 'all', range: 'range' } },
  // Of foreign-key joins, and records of an outer join that wait: in Kafka they are stores of rows by key.
  { suffix: '', mark: 'subscribers', calls: { put: 'put' }, iterators: { subscribers: 'range' } },
  { suffix: '', mark: 'add', calls: { add: 'put', remove: 'put' }, iterators: { all: 'all' } },
];

export class StoreMetrics implements MeasuredStore {
  readonly #store: StateStore;
  readonly #rows: RowCount | null;
  readonly #clock: StoreClock;
  /** As `in-memory-window-state-id`. */
  readonly #tag: string;
  readonly #calls = new Map<string, Calls>();
  readonly #iterated = new RecentValues();
  /** When those began that are not through. */
  readonly #open = new Set<{ readonly sinceMs: number }>();
  readonly #ages = new RecentValues();
  #restoringSinceMs: number;
  #isAtWork = false;

  private constructor(store: StateStore, { suffix, calls, iterators }: Kind, clock: StoreClock) {
    this.#store = store;
    this.#rows = RowCount.of(store);
    this.#clock = clock;
    this.#tag = tagOf(store, suffix);
    this.#restoringSinceMs = clock.monotonic();
    for (const name of [...Object.values(calls), ...Object.values(iterators), 'restore', 'commit']) {
      if (!this.#calls.has(name)) this.#calls.set(name, new Calls());
    }
    for (const [method, name] of Object.entries({ ...calls, commit: 'commit' })) this.#measure(method, name);
    for (const [method, name] of Object.entries(iterators)) this.#measureIterator(method, name);
  }

  /** Of an open store, from now on; null for a buffer. */
  static of(store: StateStore, clock: StoreClock): StoreMetrics | null {
    const kind = kindOf(store);
    return kind === undefined ? null : new StoreMetrics(store, kind, clock);
  }

  restores(): void {
    this.#restoringSinceMs = this.#clock.monotonic();
  }

  restored(): void {
    this.#calls.get('restore')!.done(this.#clock.monotonic() - this.#restoringSinceMs);
  }

  turn(nowMs: number): void {
    for (const { counted, latency } of this.#calls.values()) {
      counted.turn(nowMs);
      latency.turn(nowMs);
    }
    this.#iterated.turn(nowMs);
    this.#ages.turn(nowMs);
  }

  list(list: MetricList, tags: MetricPlace['tags']): void {
    const place = { group: 'stream-state-metrics', tags: { ...tags, [this.#tag]: this.#store.name } };
    for (const [name, { counted, latency }] of this.#calls) {
      const what = name === 'restore' ? 'restorations' : `calls to ${name}`;
      const rate = counted.rate(list.nowMs);
      list.add(place, `${name}-rate`, `The average number of ${what} per second`, rate);
      list.recent(place, `${name}-latency`, `latency of ${what} in nanoseconds`, latency);
    }
    const spent = 'time between the creation of an iterator and its end, in nanoseconds';
    list.recent(place, 'iterator-duration', spent, this.#iterated);
    list.add(place, 'num-open-iterators', 'The number of iterators that are not through', this.#open.size);
    const oldest = Math.min(...[...this.#open].map(({ sinceMs }) => sinceMs));
    const since = 'When the oldest iterator that is not through began, in milliseconds since 1970; 0 without any';
    list.add(place, 'oldest-iterator-open-since-ms', since, Number.isFinite(oldest) ? oldest : 0);
    this.#rows?.list(list, tags);
    if (!list.has('TRACE')) return;
    const age = 'age of a record, from its timestamp to the time at which it was put into the store, in milliseconds';
    list.recentWithMinimum(place, 'record-e2e-latency', age, this.#ages);
  }

  #measure(method: string, name: string): void {
    const { monotonic, wallClock, recordTimestamp } = this.#clock;
    const calls = this.#calls.get(name)!;
    const original = methodOf(this.#store, method);
    const ages = name === 'put' && recordTimestamp !== null ? this.#ages : null;
    replace(this.#store, method, (...values) => {
      if (this.#isAtWork) return original(...values);
      const startMs = monotonic();
      const answer = this.#work(() => original(...values));
      calls.done(monotonic() - startMs);
      ages?.record(wallClock() - recordTimestamp!());
      return answer;
    });
  }

  #measureIterator(method: string, name: string): void {
    const calls = this.#calls.get(name)!;
    const original = methodOf(this.#store, method);
    replace(this.#store, method, (...values) => {
      if (this.#isAtWork) return original(...values);
      return this.#watch(this.#work(() => original(...values)) as IterableIterator<unknown>, calls);
    });
  }

  /** What the store calls of its own meanwhile counts for nothing. */
  #work<T>(work: () => T): T {
    this.#isAtWork = true;
    try {
      return work();
    } finally {
      this.#isAtWork = false;
    }
  }

  /** From its first row on, until it is through or who reads it wants no more. */
  *#watch(rows: IterableIterator<unknown>, calls: Calls): IterableIterator<unknown> {
    const { monotonic, wallClock } = this.#clock;
    const startMs = monotonic();
    const own = { sinceMs: wallClock() };
    this.#open.add(own);
    try {
      for (let row = this.#work(() => rows.next()); row.done !== true; row = this.#work(() => rows.next())) {
        yield row.value;
      }
    } finally {
      rows.return?.();
      this.#open.delete(own);
      const durationMs = monotonic() - startMs;
      calls.done(durationMs);
      this.#iterated.record(durationMs * NANOS_PER_MS);
    }
  }
}

/** How many rows a store has, which is told at every level; it is counted, or looked up, when somebody asks. */
export class RowCount implements MeasuredStore {
  readonly #store: StateStore;
  readonly #tag: string;
  readonly #rows: { readonly approximateSize: number };

  private constructor(store: StateStore, suffix: string, rows: { readonly approximateSize: number }) {
    this.#store = store;
    this.#tag = tagOf(store, suffix);
    this.#rows = rows;
  }

  /** Null where it does not know: of histories in memory, and of `suppress`. */
  static of(store: StateStore): RowCount | null {
    const rows: object = cachedPart(store)?.store ?? (store instanceof StoreWithHeaders ? store.store : store);
    if (!('approximateSize' in rows)) return null;
    return new RowCount(store, kindOf(store)?.suffix ?? '', rows as { readonly approximateSize: number });
  }

  restores(): void {
    // There is nothing to time.
  }

  restored(): void {
    // The same.
  }

  turn(): void {
    // It is of the moment.
  }

  list(list: MetricList, tags: MetricPlace['tags']): void {
    const place = { group: 'stream-state-metrics', tags: { ...tags, [this.#tag]: this.#store.name } };
    const name = this.#store.isPersistent ? 'estimate-num-keys' : 'num-keys';
    list.add(place, name, 'The number of keys in the store', this.#rows.approximateSize);
  }
}

function kindOf(store: StateStore): Kind | undefined {
  return KINDS.find(({ mark }) => mark in store);
}

/** What was made for Kafka Streams finds stores on the disk by the tag of RocksDB. */
function tagOf(store: StateStore, suffix: string): string {
  return `${store.isPersistent ? 'rocksdb' : 'in-memory'}${suffix}-state-id`;
}

type Method = (...values: unknown[]) => unknown;

function methodOf(store: StateStore, name: string): Method {
  const method = Reflect.get(store, name) as Method;
  return method.bind(store);
}

function replace(store: StateStore, name: string, method: Method): void {
  Object.defineProperty(store, name, { value: method, configurable: true, writable: true });
}
