/** Sessions with the headers of their records (Kafka's SessionStoreWithHeaders). */
import type { RecordHeader } from '../../runtime/record-context.ts';
import type { SessionStore, Windowed } from '../state-store.ts';
import type { SessionStoreWithHeaders } from '../state-store-with-headers.ts';
import { StoreWithHeaders } from './store-with-headers.ts';
import type { WithHeaders } from './with-headers.ts';

type Rows<K, V> = SessionStore<K, WithHeaders<V>>;

export class SessionRowsWithHeaders<K, V>
  extends StoreWithHeaders<Rows<K, V>>
  implements SessionStoreWithHeaders<K, V>
{
  get retentionMs(): number {
    return this.store.retentionMs;
  }

  get(key: K, start: number, end: number): V | undefined {
    return this.store.get(key, start, end)?.value;
  }

  getWithHeaders(key: K, start: number, end: number): WithHeaders<V> | undefined {
    return this.store.get(key, start, end);
  }

  put(session: Windowed<K>, value: V | null, headers?: readonly RecordHeader[]): void {
    this.store.put(session, this.row(value, headers));
  }

  find(key: K, earliestEnd: number, latestStart: number): IterableIterator<readonly [Windowed<K>, V]> {
    return plain(this.store.find(key, earliestEnd, latestStart));
  }

  findWithHeaders(
    key: K,
    earliestEnd: number,
    latestStart: number,
  ): IterableIterator<readonly [Windowed<K>, WithHeaders<V>]> {
    return this.store.find(key, earliestEnd, latestStart);
  }

  findEnded(earliestEnd: number, latestEnd: number): IterableIterator<readonly [Windowed<K>, V]> {
    return plain(this.store.findEnded(earliestEnd, latestEnd));
  }

  findEndedWithHeaders(
    earliestEnd: number,
    latestEnd: number,
  ): IterableIterator<readonly [Windowed<K>, WithHeaders<V>]> {
    return this.store.findEnded(earliestEnd, latestEnd);
  }

  override over(store: Rows<K, V>): SessionRowsWithHeaders<K, V> {
    return new SessionRowsWithHeaders(store);
  }
}

function* plain<K, V>(
  sessions: Iterable<readonly [Windowed<K>, WithHeaders<V>]>,
): IterableIterator<readonly [Windowed<K>, V]> {
  for (const [session, { value }] of sessions) yield [session, value];
}
