/** Rows by key and window with the headers of their records (Kafka's TimestampedWindowStoreWithHeaders). */
import type { RecordHeader } from '../../runtime/record-context.ts';
import type { Timestamped, Windowed, WindowStore } from '../state-store.ts';
import type { TimestampedWithHeaders, WindowStoreWithHeaders } from '../state-store-with-headers.ts';
import { shown } from './key-value-store-with-headers.ts';
import { StoreWithHeaders } from './store-with-headers.ts';
import type { WithHeaders } from './with-headers.ts';

type Rows<K, V> = WindowStore<K, WithHeaders<V>>;

/** Where a row is put. */
interface Place {
  readonly windowStart: number;
  readonly timestamp: number;
  readonly headers?: readonly RecordHeader[];
}

export class WindowRowsWithHeaders<K, V> extends StoreWithHeaders<Rows<K, V>> implements WindowStoreWithHeaders<K, V> {
  get retentionMs(): number {
    return this.store.retentionMs;
  }

  get windowSizeMs(): number {
    return this.store.windowSizeMs;
  }

  get(key: K, windowStart: number): TimestampedWithHeaders<V> | undefined {
    const row = this.store.get(key, windowStart);
    return row === undefined ? undefined : shown(row);
  }

  put(key: K, value: V | null, place: Place): void {
    this.store.put(key, this.row(value, place.headers), place);
  }

  fetch(key: K, fromStart: number, toStart: number): IterableIterator<readonly [number, TimestampedWithHeaders<V>]> {
    return shownAll(this.store.fetch(key, fromStart, toStart));
  }

  fetchBackward(
    key: K,
    fromStart: number,
    toStart: number,
  ): IterableIterator<readonly [number, TimestampedWithHeaders<V>]> {
    return shownAll(this.store.fetchBackward(key, fromStart, toStart));
  }

  fetchAll(fromStart: number, toStart: number): IterableIterator<readonly [Windowed<K>, TimestampedWithHeaders<V>]> {
    return shownAll(this.store.fetchAll(fromStart, toStart));
  }

  override over(store: Rows<K, V>): WindowRowsWithHeaders<K, V> {
    return new WindowRowsWithHeaders(store);
  }
}

function* shownAll<P, V>(
  rows: Iterable<readonly [P, Timestamped<WithHeaders<V>>]>,
): IterableIterator<readonly [P, TimestampedWithHeaders<V>]> {
  for (const [place, row] of rows) yield [place, shown(row)];
}
