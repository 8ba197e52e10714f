/**
 * A store whose rows have the headers of the records that they came with (KIP-1271), made of one whose values have them
 * (`WithHeaders`): that one is in memory or on the disk, and behind a cache or not. What it writes down is taken apart, so that
 * a changelog has the plain value and the headers as those of its record, and is one that a store without headers reads too.
 *
 * Invariant: a row's headers are those of its record in the changelog.
 */
import type { RecordHeader } from '../../runtime/record-context.ts';
import type { Changelog, StateStore, StoreContext } from '../state-store.ts';
import { headersIn, NO_HEADERS, ownHeaders, valueStart, withHeaderBytes } from './header-bytes.ts';
import type { WithHeaders } from './with-headers.ts';

export abstract class StoreWithHeaders<S extends StateStore> implements StateStore {
  /** Has the rows. */
  readonly store: S;
  #context: StoreContext | null = null;

  constructor(store: S) {
    this.store = store;
  }

  get name(): string {
    return this.store.name;
  }

  get isPersistent(): boolean {
    return this.store.isPersistent;
  }

  get changelogOffset(): number | null {
    return this.store.changelogOffset;
  }

  get uncommittedBytes(): number {
    return this.store.uncommittedBytes;
  }

  open(context: StoreContext): void {
    this.#context = context;
    const { changelog } = context;
    this.store.open({ ...context, changelog: changelog === null ? null : new PlainChangelog(changelog, context) });
  }

  restore(key: Uint8Array, value: Uint8Array | null, timestamp: number, headers: readonly RecordHeader[]): void {
    this.store.restore(key, value === null ? null : withHeaderBytes(headers, value), timestamp, NO_HEADERS);
  }

  flush(): void {
    this.store.flush();
  }

  commit(changelogOffset: number | null): void {
    this.store.commit(changelogOffset);
  }

  clear(): void {
    this.store.clear();
  }

  close(): void {
    this.store.close();
    this.#context = null;
  }

  /** The same over another one: the one that is behind its cache. */
  abstract over(store: StateStore): StateStore;

  /** As it is kept; `headers`: of the record at hand where absent. */
  protected row<V>(value: V | null, headers: readonly RecordHeader[] | undefined): WithHeaders<V> | null {
    if (value === null) return null;
    return { value, headers: ownHeaders(headers ?? this.#context?.headers() ?? NO_HEADERS) };
  }
}

/** Takes rows apart: what is deleted has the headers of the record at hand, as in Kafka. */
class PlainChangelog implements Changelog {
  readonly #changelog: Changelog;
  readonly #context: StoreContext;

  constructor(changelog: Changelog, context: StoreContext) {
    this.#changelog = changelog;
    this.#context = context;
  }

  write(key: Uint8Array | string, value: Uint8Array | string | null, timestamp: number): void {
    if (value === null) this.#changelog.write(key, null, timestamp, this.#context.headers());
    else {
      const bytes = typeof value === 'string' ? Buffer.from(value) : value;
      this.#changelog.write(key, bytes.subarray(valueStart(bytes)), timestamp, headersIn(bytes));
    }
  }
}
