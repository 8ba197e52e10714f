/** What a producer takes and what it answers: a record on its way to a topic, and where it went. */
import type { HeadersInput } from './record-headers.ts';

/** What a key or value may be without a serializer. A string is written as UTF-8; undefined is null. */
export type Bytes = Uint8Array | string | null | undefined;

export interface ProducerRecord<K = Bytes, V = Bytes> {
  readonly topic: string;
  readonly key?: K;
  /** Null (or absent) is a tombstone in a compacted topic. */
  readonly value?: V;
  /** In order; a name may come several times. */
  readonly headers?: HeadersInput;
  /** From 0. Without one the key's hash chooses, and without a key the producer. */
  readonly partition?: number;
  /** Milliseconds since the epoch, a whole number ≥ 0; the time of the call when absent. */
  readonly timestamp?: number;
}

/** Where a record went. */
export interface RecordMetadata {
  readonly topic: string;
  readonly partition: number;
  /** -1 where the broker does not tell: with acks 0, or for a repeated batch that it has forgotten the offsets of. */
  readonly offset: number;
  /** Milliseconds: the record's own, or the broker's where the topic has `message.timestamp.type=LogAppendTime`. */
  readonly timestamp: number;
}

export interface SerializerContext {
  readonly topic: string;
  readonly isKey: boolean;
  /** As the caller gave them. */
  readonly headers: HeadersInput | undefined;
}

/**
 * Turns what the application has into bytes. Null and undefined stay null and never come here. What it throws, or rejects
 * with, fails that record alone with SERIALIZATION_FAILED. Records behind one whose serializer returned a promise wait
 * for it, so that the order of the calls is kept.
 */
export type Serializer<T> = (
  value: NonNullable<T>,
  context: SerializerContext,
) => Uint8Array | string | null | Promise<Uint8Array | string | null>;
