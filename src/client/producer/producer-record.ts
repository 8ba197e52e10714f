/** What a producer takes and what it answers: a record on its way to a topic, and where it went. */
import type { HeadersInput } from '../records/headers.ts';
import type { Bytes } from '../records/serializers.ts';

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
  /** -1 where the broker does not tell: with acks 0, or for a repeated batch whose offsets it has forgotten. */
  readonly offset: number;
  /** Milliseconds: the record's own, or the broker's where the topic has `message.timestamp.type=LogAppendTime`. */
  readonly timestamp: number;
}
