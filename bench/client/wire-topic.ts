/** Topics by the bare protocol: made, filled with numbered records, read back, deleted. No client that is measured takes part. */
import { setTimeout as delay } from 'node:timers/promises';
import {
  deleteTopicsRequest,
  deleteTopicsResponse,
  fetchRequest,
  fetchResponse,
  newDeleteTopicsRequest,
  newFetchRequest,
  newFetchRequestPartition,
  newFetchRequestTopic,
  newProduceRequest,
  newProduceRequestPartitionProduceData,
  newProduceRequestTopicProduceData,
  contiguous,
  partitionForKey,
  produceRequest,
  produceResponse,
  recordBatch,
  RecordBatchBuilder,
  RecordCursor,
} from '../../src/protocol/index.ts';
import type { FetchRequest, ProduceRequest } from '../../src/protocol/index.ts';
import { FETCH_LIMITS } from './clients/bench-client.ts';
import { Headway } from './headway.ts';
import { Payload, Seen } from './payload.ts';
import { PARTITIONS } from './plan.ts';
import { Wire } from './wire.ts';

/** The last versions that name topics by name. */
export const PRODUCE = { request: produceRequest, response: produceResponse, version: 12 } as const;
export const FETCH = { request: fetchRequest, response: fetchResponse, version: 12 } as const;
const DELETE_TOPICS = { request: deleteTopicsRequest, response: deleteTopicsResponse, version: 5 } as const;

/** As Java's `batch.size`. */
const BATCH_BYTES = 16 * 1024;
const BATCHES_PER_REQUEST = 16;
const MAX_ATTEMPTS = 1000;
const PAUSE_MS = 10;

export function produceMessage(topic: string, batches: readonly (Buffer | undefined)[]): ProduceRequest {
  const partitionData = batches.flatMap((records, index) =>
    records === undefined ? [] : [newProduceRequestPartitionProduceData({ index, records })],
  );
  return newProduceRequest({
    acks: -1,
    timeoutMs: 30_000,
    topicData: [newProduceRequestTopicProduceData({ name: topic, partitionData })],
  });
}

export function fetchMessage(topic: string, offsets: readonly number[]): FetchRequest {
  const partitions = offsets.map((fetchOffset, partition) =>
    newFetchRequestPartition({ partition, fetchOffset, partitionMaxBytes: FETCH_LIMITS.maxBytesPerPartition }),
  );
  return newFetchRequest({
    maxWaitMs: FETCH_LIMITS.maxWaitMs,
    minBytes: FETCH_LIMITS.minBytes,
    maxBytes: FETCH_LIMITS.maxBytes,
    topics: [newFetchRequestTopic({ topic, partitions })],
  });
}

/** Batches of records `from`, `from + 1`, … up to `batchBytes` each, one for each partition that gets any; and the next number. */
export function buildBatches(
  payload: Payload,
  from: number,
  limit: number,
  batchBytes: number = BATCH_BYTES,
): { batches: (Buffer | undefined)[]; next: number } {
  const builders = Array.from(
    { length: PARTITIONS },
    () => new RecordBatchBuilder({ initialCapacity: BATCH_BYTES * 2 }),
  );
  const timestamp = Date.now();
  let next = from;
  while (next < limit) {
    const key = payload.key(next);
    const builder = builders[partitionForKey(key, PARTITIONS)]!;
    builder.append(timestamp, key, payload.value(next++));
    if (builder.sizeInBytes >= batchBytes) break;
  }
  return { batches: builders.map((builder) => (builder.count > 0 ? builder.build() : undefined)), next };
}

/** Resolves when each partition has a leader that answers: a broker says that a topic is made a moment before. */
export async function untilLed(bootstrap: string, topic: string, count: number = PARTITIONS): Promise<void> {
  const wire = await Wire.open(bootstrap);
  const message = fetchMessage(
    topic,
    Array.from({ length: count }, () => 0),
  );
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const { responses } = await wire.call(FETCH, { ...message, maxWaitMs: 0 });
    const partitions = responses[0]?.partitions ?? [];
    if (partitions.length === count && partitions.every(({ errorCode }) => errorCode === 0)) return wire.close();
    await delay(PAUSE_MS);
  }
  throw new Error(`${topic} has no leaders`);
}

/** Records 0 to `records - 1`, in batches of Java's default size. */
export async function fillTopic(
  bootstrap: string,
  topic: string,
  { records, recordBytes }: { records: number; recordBytes: number },
): Promise<void> {
  const wire = await Wire.open(bootstrap);
  const payload = new Payload(recordBytes);
  let next = 0;
  let inFlight: Promise<unknown>[] = [];
  while (next < records) {
    const built = buildBatches(payload, next, records);
    next = built.next;
    const message = produceMessage(topic, built.batches);
    inFlight.push(
      wire.call(PRODUCE, message).then(({ responses }) => checkPartitions(responses[0]?.partitionResponses)),
    );
    if (inFlight.length < BATCHES_PER_REQUEST) continue;
    await Promise.all(inFlight);
    inFlight = [];
  }
  await Promise.all(inFlight);
  wire.close();
}

export function checkPartitions(answers: readonly { index: number; errorCode: number }[] = []): void {
  const failed = answers.find(({ errorCode }) => errorCode !== 0);
  if (failed !== undefined) throw new Error(`partition ${failed.index} answered error ${failed.errorCode}`);
}

/** Reads so many records and whatever else there is behind them; the markers of transactions are none. */
export async function readTopic(
  bootstrap: string,
  topic: string,
  records: number,
  onValue?: (value: Uint8Array) => void,
): Promise<Seen> {
  const wire = await Wire.open(bootstrap);
  const seen = new Seen();
  const offsets = Array.from({ length: PARTITIONS }, () => 0);
  const cursor = new RecordCursor();
  const headway = new Headway();
  for (;;) {
    headway.check(() => `${seen.count} of ${records} records of ${topic} were read, up to ${offsets.join()}`);
    const { responses } = await wire.call(FETCH, fetchMessage(topic, offsets));
    const partitions = responses[0]?.partitions ?? [];
    checkPartitions(partitions.map(({ partitionIndex: index, errorCode }) => ({ index, errorCode })));
    for (const { partitionIndex, records: chunks } of partitions) {
      const bytes = chunks === null ? Buffer.alloc(0) : contiguous(chunks);
      for (
        let at = 0;
        recordBatch.completeSize(bytes, at, bytes.length) > 0;
        at += recordBatch.sizeInBytes(bytes, at)
      ) {
        if (!recordBatch.isControlBatch(bytes, at)) {
          cursor.open(bytes, at, bytes.length);
          while (cursor.next()) {
            if (cursor.offset < offsets[partitionIndex]!) continue;
            const value = cursor.value ?? Buffer.alloc(0);
            seen.take(partitionIndex, value, false);
            onValue?.(value);
          }
        }
        offsets[partitionIndex] = recordBatch.nextOffset(bytes, at);
        headway.made();
      }
    }
    if (
      seen.count >= records &&
      partitions.every(({ records: chunks }) => chunks === null || contiguous(chunks).length === 0)
    )
      break;
  }
  wire.close();
  return seen;
}

export async function deleteTopic(bootstrap: string, topic: string): Promise<void> {
  const wire = await Wire.open(bootstrap);
  const { responses } = await wire.call(
    DELETE_TOPICS,
    newDeleteTopicsRequest({ topicNames: [topic], timeoutMs: 30_000 }),
  );
  if (responses[0]?.errorCode !== 0) throw new Error(`DeleteTopics ${topic}: error ${responses[0]?.errorCode}`);
  wire.close();
}
