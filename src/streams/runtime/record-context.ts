/**
 * Where the record came from that a task works on. There is one per task, altered for each record: a node that stands a
 * record aside to emit it later keeps a `capture` and puts it back for the time it forwards.
 */
import type { PlanSerde } from '../plan/plan-nodes.ts';
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

/** Stands for a key or a value that nobody has had to read. */
export const UNREAD: unknown = Object.freeze({});

const NO_HEADERS: readonly RecordHeader[] = [];
const NO_BYTES = Buffer.alloc(0);

export class RecordContext implements RecordOrigin {
  topic: string | null = null;
  partition = -1;
  offset = -1;
  timestamp = 0;
  headers: readonly RecordHeader[] = NO_HEADERS;
  /** Null: the record at hand was read, and lies where the bounds say. */
  #source: SourceBytes | 'unknown' | null = 'unknown';
  /** Of the key, where it was left. */
  #keySerde: PlanSerde | null = null;
  #keyBytes: Buffer = NO_BYTES;
  /** -1 stands for null. */
  #keyStart = -1;
  #keyEnd = 0;
  #valueBytes: Buffer = NO_BYTES;
  #valueStart = -1;
  #valueEnd = 0;

  /** The record as it was read. */
  get source(): SourceBytes | null {
    if (this.#source === 'unknown') return null;
    this.#source ??= {
      key: this.#keyStart < 0 ? null : this.#keyBytes.subarray(this.#keyStart, this.#keyEnd),
      value: this.#valueStart < 0 ? null : this.#valueBytes.subarray(this.#valueStart, this.#valueEnd),
    };
    return this.#source;
  }

  /** A record as it was read, at a time of the source's choice. */
  begin(raw: RawRecord, timestamp: number): void {
    this.topic = raw.topic;
    this.partition = raw.partition;
    this.offset = raw.offset;
    this.timestamp = timestamp;
    this.headers = raw.headers;
    this.#source = raw;
  }

  /** The key of the record at hand lies in these bytes; a start of -1 is for null. Goes with `valueAt`. */
  keyAt(bytes: Buffer, start: number, end: number): void {
    this.#source = null;
    this.#keyBytes = bytes;
    this.#keyStart = start;
    this.#keyEnd = end;
  }

  valueAt(bytes: Buffer, start: number, end: number): void {
    this.#valueBytes = bytes;
    this.#valueStart = start;
    this.#valueEnd = end;
  }

  /** Whether `valueAt` said that there is a value. */
  get hasValue(): boolean {
    return this.#valueStart >= 0;
  }

  /** The bytes of what `keyAt` and `valueAt` said. */
  get sourceBytes(): number {
    const keyBytes = this.#keyStart < 0 ? 0 : this.#keyEnd - this.#keyStart;
    return this.#valueStart < 0 ? keyBytes : keyBytes + this.#valueEnd - this.#valueStart;
  }

  /** What lies where `keyAt` said. */
  readKey(serde: PlanSerde, topic: string): unknown {
    const start = this.#keyStart;
    if (start < 0) return null;
    if (serde.deserializeBetween !== undefined) return serde.deserializeBetween(this.#keyBytes, start, this.#keyEnd);
    return serde.deserialize(topic, this.#keyBytes.subarray(start, this.#keyEnd));
  }

  /** What lies where `keyAt` said is not read for now: gives what stands for it, null where there is none. */
  leaveKey(serde: PlanSerde): unknown {
    this.#keySerde = serde;
    return this.#keyStart < 0 ? null : UNREAD;
  }

  /** The key that was left. */
  readLeftKey(): unknown {
    return this.readKey(this.#keySerde!, this.topic!);
  }

  /** As its serde, which has `rewriteBetween`, would write it. */
  rewriteLeftKey(): string | Uint8Array {
    return this.#keySerde!.rewriteBetween!(this.#keyBytes, this.#keyStart, this.#keyEnd);
  }

  /** What lies where `valueAt` said. */
  readValue(serde: PlanSerde, topic: string): unknown {
    const start = this.#valueStart;
    if (start < 0) return null;
    if (serde.deserializeBetween !== undefined)
      return serde.deserializeBetween(this.#valueBytes, start, this.#valueEnd);
    return serde.deserialize(topic, this.#valueBytes.subarray(start, this.#valueEnd));
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
    this.#source = source ?? 'unknown';
  }
}
