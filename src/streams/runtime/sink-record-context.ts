/**
 * What a function that chooses the topic of a record is told of it (Kafka's RecordContext). One object a sink, filled anew for
 * each record: it is valid until the function returns.
 */
import type { RecordContext, RecordHeader } from './record-context.ts';

export interface SinkRecordContext {
  /** Where the record at hand was read; null inside a timer. */
  readonly topic: string | null;
  /** -1 inside a timer. */
  readonly partition: number;
  /** -1 inside a timer. */
  readonly offset: number;
  /** Of the record that goes out, milliseconds since 1970. */
  readonly timestamp: number;
  /** Of the record that goes out. */
  readonly headers: readonly RecordHeader[];
}

export class ReusedSinkContext implements SinkRecordContext {
  topic: string | null = null;
  partition = -1;
  offset = -1;
  timestamp = -1;
  headers: readonly RecordHeader[] = [];

  of({ topic, partition, offset, headers }: RecordContext, timestamp: number): this {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.timestamp = timestamp;
    this.headers = headers;
    return this;
  }
}
