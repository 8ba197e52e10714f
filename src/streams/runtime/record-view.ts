/**
 * What functions of an application see of the record at hand besides its value. There is one per task, filled anew for each
 * call: it is valid until the function returns.
 */
import { type RecordContext, type RecordHeader, UNREAD } from './record-context.ts';

export class RecordView<K = unknown> {
  /** Milliseconds since 1970. */
  timestamp: number = 0;
  readonly #record: RecordContext;
  #key: unknown = null;

  constructor(record: RecordContext) {
    this.#record = record;
  }

  /** Of the record as it reached this operator. */
  get key(): K {
    if (this.#key === UNREAD) this.#key = this.#record.readLeftKey();
    return this.#key as K;
  }

  set key(key: unknown) {
    this.#key = key;
  }

  /** The topic that the record was read from; null inside a punctuation. */
  get topic(): string | null {
    return this.#record.topic;
  }

  get partition(): number {
    return this.#record.partition;
  }

  get offset(): number {
    return this.#record.offset;
  }

  get headers(): readonly RecordHeader[] {
    return this.#record.headers;
  }
}
