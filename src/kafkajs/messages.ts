/** Messages to send as the client's records, and what became of them as kafkajs tells it: by partition. */
import type { HeadersInput, HeaderValue, ProducerRecord, RecordMetadata as Written } from '#client';
import { KafkaJSNonRetriableError } from './errors.ts';
import type { IHeaders, Message, RecordMetadata, TopicMessages } from './producer-types.ts';

/** Throws KafkaJSNonRetriableError for what cannot be sent. */
export function checkTopicMessages(topicMessages: readonly TopicMessages[]): void {
  for (const { topic, messages } of topicMessages) {
    if (typeof topic !== 'string' || topic === '') throw new KafkaJSNonRetriableError('Invalid topic');
    if (!Array.isArray(messages)) {
      throw new KafkaJSNonRetriableError(`Invalid messages array [${String(messages)}] for topic "${topic}"`);
    }
    const without = messages.find(({ value }) => value === undefined);
    if (without !== undefined) {
      throw new KafkaJSNonRetriableError(
        `Invalid message without value for topic "${topic}": ${JSON.stringify(without)}; null makes a tombstone`,
      );
    }
  }
}

/** kafkajs takes a number for a key, and writes its digits. */
function keyOf(key: unknown): Uint8Array | string | null | undefined {
  if (key === undefined || key === null || key instanceof Uint8Array || typeof key === 'string') return key;
  return typeof key === 'number' || typeof key === 'bigint' ? `${key}` : JSON.stringify(key);
}

export function toRecord(
  topic: string,
  message: Message,
  placed: { partition: number; nowMs: number },
): ProducerRecord {
  const { key, value, headers, timestamp } = message;
  return {
    topic,
    partition: placed.partition,
    key: keyOf(key),
    value,
    timestamp: timestamp === undefined || timestamp === null ? placed.nowMs : timestampOf(topic, timestamp),
    ...(headers === undefined || headers === null ? {} : { headers: headersOf(headers) }),
  };
}

function timestampOf(topic: string, timestamp: string): number {
  const ms = Number(timestamp);
  if (Number.isSafeInteger(ms) && ms >= 0) return ms;
  throw new KafkaJSNonRetriableError(`Invalid timestamp "${timestamp}" of a message for topic "${topic}"`);
}

function headersOf(headers: IHeaders): HeadersInput {
  return Object.entries(headers).flatMap(([name, value]): (readonly [string, HeaderValue])[] =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, headerValue(one)] as const),
  );
}

function headerValue(value: unknown): HeaderValue {
  return keyOf(value) ?? null;
}

/** One entry a partition, in the order in which partitions first come up. */
export function responseOf(records: readonly ProducerRecord[], written: readonly Written[]): RecordMetadata[] {
  const byPartition = new Map<string, { topic: string; partition: number; offset: number; appendedMs: number }>();
  for (const [index, { topic, partition, offset, timestamp }] of written.entries()) {
    const key = `${topic}-${partition}`;
    const known = byPartition.get(key);
    const appendedMs = timestamp === records[index]?.timestamp ? -1 : timestamp;
    if (known === undefined) byPartition.set(key, { topic, partition, offset, appendedMs });
    else if (offset < known.offset) known.offset = offset;
  }
  return [...byPartition.values()].map(({ topic, partition, offset, appendedMs }) => ({
    topicName: topic,
    partition,
    errorCode: 0,
    baseOffset: String(offset),
    logAppendTime: String(appendedMs),
    logStartOffset: '-1',
  }));
}

/** Bytes of key and value, as far as it takes to tell large ones. */
export function sizeOf({ key, value }: ProducerRecord): number {
  return lengthOf(key) + lengthOf(value);
}

/** Of a text, the most that its UTF-8 can be. */
function lengthOf(bytes: ProducerRecord['key']): number {
  if (bytes === undefined || bytes === null) return 0;
  return typeof bytes === 'string' ? bytes.length * 3 : bytes.length;
}
