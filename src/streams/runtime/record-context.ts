/**
 * Where the record came from that a task works on. There is one per task, altered for each record: a node that stands a
 * record aside to emit it later keeps a `capture` and puts it back for the time it forwards.
 */
/** One header of a record; keys may come more than once. */
export interface RecordHeader {
  readonly key: string;
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
}

const NO_HEADERS: readonly RecordHeader[] = [];

export class RecordContext implements RecordOrigin {
  topic: string | null = null;
  partition = -1;
  offset = -1;
  timestamp = 0;
  headers: readonly RecordHeader[] = NO_HEADERS;

  capture(): RecordOrigin {
    const { topic, partition, offset, timestamp, headers } = this;
    return { topic, partition, offset, timestamp, headers };
  }

  restore({ topic, partition, offset, timestamp, headers }: RecordOrigin): void {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.timestamp = timestamp;
    this.headers = headers;
  }
}
