/**
 * Where the record came from that a task works on. There is one per task, altered for each record: a node that stands a
 * record aside to emit it later keeps a `capture` and puts it back for the time it forwards.
 */
import type { RawRecord } from './stream-task.ts';

/** One header of a record; keys may come more than once. */
export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

/** A record as it was read. */
export interface SourceBytes {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
}

/** What is known of a record beside its key and value. */
export interface RecordOrigin {
  /** Null inside a punctuation. */
  readonly topic: string | null;
  readonly partition: number;
  /** -1 inside a punctuation. */
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly headers: readonly RecordHeader[];
  /** Null where it is not known any more: what waits to be emitted later does not hold the bytes it was made of. */
  readonly source?: SourceBytes | null;
}

const NO_HEADERS: readonly RecordHeader[] = [];

export class RecordContext implements RecordOrigin {
  topic: string | null = null;
  partition = -1;
  offset = -1;
  timestamp = 0;
  headers: readonly RecordHeader[] = NO_HEADERS;
  source: SourceBytes | null = null;

  /** A record as it was read, at a time of the source's choice. */
  begin(raw: RawRecord, timestamp: number): void {
    this.topic = raw.topic;
    this.partition = raw.partition;
    this.offset = raw.offset;
    this.timestamp = timestamp;
    this.headers = raw.headers;
    this.source = raw;
  }

  capture(): RecordOrigin {
    const { topic, partition, offset, timestamp, headers, source } = this;
    return { topic, partition, offset, timestamp, headers, source };
  }

  restore({ topic, partition, offset, timestamp, headers, source = null }: RecordOrigin): void {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.timestamp = timestamp;
    this.headers = headers;
    this.source = source;
  }
}
