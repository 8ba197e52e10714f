/** A row in a cache: the newest value, what was there when it was last told of, and the record that it came with. */
import type { RecordContext, RecordHeader, RecordOrigin } from '../../runtime/record-context.ts';
import { Place } from './linked-line.ts';

const NO_HEADERS: readonly RecordHeader[] = [];
/** Of Kafka's entries: three references, whether it is dirty, and time, offset and partition of its record. */
const OVERHEAD_BYTES = 24 + 1 + 8 + 8 + 4;

export class CacheEntry implements RecordOrigin {
  /** Its number in the table of keys. */
  readonly row: number;
  key: unknown = null;
  /** Of windows and sessions. */
  start: number = 0;
  end: number = 0;
  /** Null: deleted. */
  value: unknown = null;
  /** Of the row, milliseconds since 1970. */
  rowTimestamp: number = 0;
  /** Of a dirty entry: the value that was told of last; null where there was none. */
  oldValue: unknown = null;
  /** Not written to the changelog yet, nor told downstream. */
  isDirty: boolean = false;
  readonly keyLength: number;
  /** As it is counted. */
  bytes: number = 0;
  /** The record at hand when it was put. */
  topic: string | null = null;
  partition: number = -1;
  offset: number = -1;
  timestamp: number = 0;
  headers: readonly RecordHeader[] = NO_HEADERS;
  readonly source: null = null;
  readonly used: Place<CacheEntry>;
  readonly changed: Place<CacheEntry>;

  constructor(row: number, keyLength: number) {
    this.row = row;
    this.keyLength = keyLength;
    this.used = new Place<CacheEntry>(this);
    this.changed = new Place<CacheEntry>(this);
  }

  came(record: RecordContext): void {
    this.topic = record.topic;
    this.partition = record.partition;
    this.offset = record.offset;
    this.timestamp = record.timestamp;
    this.headers = record.headers;
  }

  /** `valueLength`: of what the row has in Kafka's store. */
  size(valueLength: number): number {
    return this.keyLength + OVERHEAD_BYTES + valueLength + (this.isDirty ? this.#contextBytes : 0);
  }

  get #contextBytes(): number {
    let bytes = this.topic?.length ?? 0;
    for (const { key, value } of this.headers) bytes += key.length + (value?.length ?? 0);
    return bytes;
  }
}
