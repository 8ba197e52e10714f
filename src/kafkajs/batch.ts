/** What handlers get: the client's records and batches in kafkajs's shapes. */
import type { ConsumerBatch, ConsumerRecord } from '#client';
import type { Batch, BatchProcessPayload, KafkaMessage } from './consumer-types.ts';
import type { IHeaders } from './producer-types.ts';

export function toMessage(record: ConsumerRecord): KafkaMessage {
  return {
    key: record.keyBytes,
    value: record.valueBytes,
    timestamp: String(record.timestamp),
    attributes: 0,
    magicByte: 2,
    offset: String(record.offset),
    headers: headersOf(record),
  };
}

function headersOf({ headers }: ConsumerRecord): IHeaders {
  const byName: IHeaders = {};
  if (headers.size === 0) return byName;
  for (const [name, bytes] of headers) {
    const value = bytes ?? undefined;
    const before = byName[name];
    if (!Object.hasOwn(byName, name)) define(byName, name, value);
    else if (Array.isArray(before)) before.push(value as Buffer);
    else define(byName, name, [before as Buffer, value as Buffer]);
  }
  return byName;
}

/** Names are the producer's: `__proto__` is one as any other. */
function define(headers: IHeaders, name: string, value: IHeaders[string]): void {
  if (name === '__proto__') {
    Object.defineProperty(headers, name, { value, enumerable: true, configurable: true, writable: true });
  } else headers[name] = value;
}

export function toBatch(batch: ConsumerBatch): Batch {
  const { topic, partition, highWatermark, baseOffset } = batch;
  const lastOffset = batch.nextOffset - 1;
  const lagBehind = (offset: number): string => String(Math.max(0, highWatermark - 1 - offset));
  return {
    topic,
    partition,
    highWatermark: String(highWatermark),
    messages: batch.records().map(toMessage),
    isEmpty: () => batch.count === 0,
    firstOffset: () => String(baseOffset),
    lastOffset: () => String(lastOffset),
    offsetLag: () => lagBehind(lastOffset),
    offsetLagLow: () => lagBehind(baseOffset),
  };
}

/** For the events about a batch. */
export function batchPayload(batch: ConsumerBatch): BatchProcessPayload {
  const { topic, partition, highWatermark, baseOffset, nextOffset, count } = batch;
  return {
    topic,
    partition,
    highWatermark: String(highWatermark),
    offsetLag: String(Math.max(0, highWatermark - nextOffset)),
    offsetLagLow: String(Math.max(0, highWatermark - 1 - baseOffset)),
    batchSize: count,
    firstOffset: String(baseOffset),
    lastOffset: String(nextOffset - 1),
  };
}
