/** What a producer takes and what it answers: a record on its way to a topic, and where it went. */
import type { HeadersInput } from '../records/headers.ts';
import type { Bytes } from '../records/serializers.ts';

/** A record to send. @typeParam K what `key` is, by `keySerializer`; @typeParam V `value` by `valueSerializer`. */
export interface ProducerRecord<K = Bytes, V = Bytes> {
  /** Created by the broker where it does not exist and `auto.create.topics.enable` is on there. */
  readonly topic: string;
  /** Records of one key go to one partition, by murmur2 of its bytes as in Java; null and absent are no key. */
  readonly key?: K | null;
  /** Null (or absent) is a tombstone in a compacted topic. */
  readonly value?: V | null;
  /** In order; a name may come several times. */
  readonly headers?: HeadersInput;
  /** From 0. Without one the key's hash chooses, and without a key the producer. */
  readonly partition?: number;
  /** Milliseconds since the epoch, a whole number ≥ 0; the time of the call when absent. */
  readonly timestamp?: number;
}

/** Where a record went. */
export interface RecordMetadata {
  /** The record's topic. */
  readonly topic: string;
  /** The one given, or the one that was chosen. */
  readonly partition: number;
  /** -1 where the broker does not tell: with acks 0, or for a repeated batch whose offsets it has forgotten. */
  readonly offset: number;
  /** Milliseconds: the record's own, or the broker's where the topic has `message.timestamp.type=LogAppendTime`. */
  readonly timestamp: number;
}
