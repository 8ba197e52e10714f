/** Rows by key with the headers of their records (Kafka's TimestampedKeyValueStoreWithHeaders). */
import type { RecordHeader } from '../../runtime/record-context.ts';
import type { KeyValueStore, Timestamped } from '../state-store.ts';
import type { KeyValueStoreWithHeaders, TimestampedWithHeaders } from '../state-store-with-headers.ts';
import { StoreWithHeaders } from './store-with-headers.ts';
import type { WithHeaders } from './with-headers.ts';

type Rows<K, V> = KeyValueStore<K, WithHeaders<V>>;

export class KeyValueRowsWithHeaders<K, V>
  extends StoreWithHeaders<Rows<K, V>>
  implements KeyValueStoreWithHeaders<K, V>
{
  get approximateSize(): number {
    return this.store.approximateSize;
  }

  get(key: K): TimestampedWithHeaders<V> | undefined {
    const row = this.store.get(key);
    return row === undefined ? undefined : shown(row);
  }

  put(key: K, value: V | null, timestamp: number, headers?: readonly RecordHeader[]): void {
    this.store.put(key, this.row(value, headers), timestamp);
  }

  *range(from: K | null, to: K | null): IterableIterator<readonly [K, TimestampedWithHeaders<V>]> {
    for (const [key, row] of this.store.range(from, to)) yield [key, shown(row)];
  }

  all(): IterableIterator<readonly [K, TimestampedWithHeaders<V>]> {
    return this.range(null, null);
  }

  override over(store: Rows<K, V>): KeyValueRowsWithHeaders<K, V> {
    return new KeyValueRowsWithHeaders(store);
  }
}

/** A row as whoever asks sees it. */
export function shown<V>({ value, timestamp }: Timestamped<WithHeaders<V>>): TimestampedWithHeaders<V> {
  return { value: value.value, timestamp, headers: value.headers };
}
