/**
 * What functions of an application see of the record at hand besides its value. There is one per task, filled anew for each
 * call: it is valid until the function returns.
 */
import type { RecordContext, RecordHeader } from './record-context.ts';

export class RecordView<K = unknown> {
  /** Of the record as it reached this operator. */
  key!: K;
  /** Milliseconds since 1970. */
  timestamp: number = 0;
  readonly #record: RecordContext;

  constructor(record: RecordContext) {
    this.#record = record;
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
