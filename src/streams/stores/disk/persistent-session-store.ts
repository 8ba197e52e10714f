/** Sessions on the disk: under `key, end (8), start (8)` the plain value. What has expired is deleted at the next commit. */
import type { SessionStore, Windowed } from '../state-store.ts';
import { latin1, type StoreSerdes } from '../store-serdes.ts';
import { sessionKeyBytes, sessionKeyParts } from '../window-key.ts';
import type { DiskRow, DiskRows } from './disk-rows.ts';
import { PersistentStore, type RowFormat } from './persistent-store.ts';
import { timeOf, timeText } from '../time-text.ts';
import { TimedRows } from './timed-rows.ts';

const START_LENGTH = 8;

export class PersistentSessionStore<K, V> extends PersistentStore implements SessionStore<K, V> {
  protected readonly kind = 'session';
  readonly retentionMs: number;
  readonly #serdes: StoreSerdes<K, V>;
  #rows!: TimedRows;

  constructor(name: string, serdes: StoreSerdes<K, V>, retentionMs: number, format?: RowFormat) {
    super(name, format);
    this.#serdes = serdes;
    this.retentionMs = retentionMs;
  }

  get approximateSize(): number {
    return this.#rows.approximateSize;
  }

  get(key: K, start: number, end: number): V | undefined {
    if (end < this.#earliest) return undefined;
    const row = this.#rows.get(this.#serdes.keyText(key), end, timeText(start));
    return row === undefined ? undefined : this.#read(row);
  }

  put(window: Windowed<K>, value: V | null): void {
    this.observedTime = Math.max(this.observedTime, window.end);
    const plain = this.#serdes.valueBytes(value);
    const place = { key: this.#serdes.keyText(window.key), time: window.end, rest: timeText(window.start) };
    if (window.end < this.#earliest) this.context?.drop('expired window');
    else this.#rows.set(place, plain === null ? null : { bytes: plain, value });
    const changelog = this.context?.changelog;
    if (changelog === null || changelog === undefined) return;
    const bytes = sessionKeyBytes(this.#serdes.keyBytes(window.key), window);
    changelog.write(bytes, plain, this.context?.timestamp() ?? 0);
  }

  restore(bytes: Uint8Array, value: Uint8Array | null): void {
    const { key, start, end } = sessionKeyParts(bytes);
    this.observedTime = Math.max(this.observedTime, end);
    if (end < this.#earliest) return;
    const row = value === null ? null : { bytes: Buffer.from(value), value: undefined };
    this.#rows.set({ key: latin1(key), time: end, rest: timeText(start) }, row);
  }

  find(key: K, earliestEnd: number, latestStart: number): IterableIterator<readonly [Windowed<K>, V]> {
    const found: (readonly [Windowed<K>, V])[] = [];
    const from = Math.max(earliestEnd, this.#earliest);
    for (const { time: end, rest, row } of this.#rows.ofKey(this.#serdes.keyText(key), from, Infinity)) {
      const start = timeOf(rest, 0);
      if (start <= latestStart) found.push([{ key, start, end }, this.#read(row)]);
    }
    return found.values();
  }

  *findEnded(earliestEnd: number, latestEnd: number): IterableIterator<readonly [Windowed<K>, V]> {
    for (const { key, time: end, rest, row } of this.#rows.between(Math.max(earliestEnd, this.#earliest), latestEnd)) {
      const window = { key: this.#serdes.key(Buffer.from(key, 'latin1')), start: timeOf(rest, 0), end };
      yield [window, this.#read(row)];
    }
  }

  protected override openRows(open: (suffix: string) => DiskRows): DiskRows[] {
    const rows = open('');
    const byTime = open('~by-time');
    this.#rows = new TimedRows(rows, byTime, START_LENGTH);
    return [rows, byTime];
  }

  protected override expire(): void {
    this.#rows.expire(this.#earliest);
  }

  get #earliest(): number {
    return this.observedTime - this.retentionMs + 1;
  }

  #read({ bytes, value }: DiskRow): V {
    return value === undefined ? this.#serdes.value(bytes) : (value as V);
  }
}
