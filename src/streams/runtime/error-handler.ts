/**
 * What becomes of a record that cannot be read, processed or written: the three kinds of errors of Kafka Streams (KIP-161,
 * KIP-1033, KIP-210) in one shape, with a dead letter queue (KIP-1034) as one of the answers.
 */
import { KafkaError } from '#kernel';
import type { RecordHeader } from './record-context.ts';

/** Which part of a record's way failed: serdes and timestamps of sources, nodes, or sinks and the broker behind them. */
export type ErrorKind = 'deserialization' | 'processing' | 'production';

/** Where it happened. */
export interface ErrorContext {
  readonly kind: ErrorKind;
  /** Of the node that failed, as `describe` shows it. */
  readonly node: string;
  /** `subtopology_partition`, as Kafka writes it. */
  readonly taskId: string;
  /** Of the record that was read; null where a timer was at work. */
  readonly topic: string | null;
  readonly partition: number;
  /** -1 where a timer was at work. */
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly headers: readonly RecordHeader[];
  /** As it was read; null also where the record at hand comes out of a buffer or a timer. */
  readonly sourceKey: Uint8Array | null;
  readonly sourceValue: Uint8Array | null;
}

/** The record is left out, and goes to a topic, as it was read, with headers that tell what happened. */
export interface DeadLetterQueue {
  readonly deadLetterTopic: string;
}

/** `fail`: the error ends the application. `skip`: the record is left out where it failed, and counted. */
export type ErrorAnswer = 'fail' | 'skip' | DeadLetterQueue;

/** One answer for all, or one for each error; `error.cause` is what was thrown. */
export type ErrorHandler = ErrorAnswer | ((error: KafkaError, context: ErrorContext) => ErrorAnswer);

/**
 * Leaves the record out and writes it, as it was read, to a topic that has to exist. Its headers are the record's own, and
 * `__streams.errors.exception`, `.message`, `.stacktrace`, `.topic`, `.partition` and `.offset`, as texts.
 */
export function dlq(topic: string): DeadLetterQueue {
  if (topic === '') throw new KafkaError('INVALID_CONFIG', 'A dead letter queue needs the name of a topic');
  return { deadLetterTopic: topic };
}
