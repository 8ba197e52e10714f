/** For tests: the requests that most of them make, each with what matters to the test and defaults for the rest. */
import {
  contiguous,
  createTopicsRequest,
  createTopicsResponse,
  fetchRequest,
  fetchResponse,
  initProducerIdRequest,
  initProducerIdResponse,
  listOffsetsRequest,
  listOffsetsResponse,
  newCreateTopicsRequest,
  newCreateTopicsRequestCreatableTopic,
  newFetchRequest,
  newFetchRequestPartition,
  newFetchRequestTopic,
  newInitProducerIdRequest,
  newListOffsetsRequest,
  newListOffsetsRequestPartition,
  newProduceRequest,
  produceRequest,
  produceResponse,
  recordBatch,
  RecordCursor,
  ZERO_UUID,
  type ByteChunks,
  type FetchRequest,
  type FetchResponse,
  type FetchResponsePartitionData,
  type ListOffsetsResponsePartitionResponse,
  type ProduceRequest,
  type ProduceResponsePartitionProduceResponse,
} from '#protocol';
import { startTestBroker, type TestBroker, type TestClient } from './broker.testing.ts';

export const PRODUCE = [produceRequest, produceResponse] as const;
export const FETCH = [fetchRequest, fetchResponse] as const;

const LARGE = 50_000_000;

/** A broker of its own for one test. */
export async function withBroker(
  work: (client: TestClient, broker: TestBroker) => Promise<void>,
  configs: Readonly<Record<string, string>> = {},
): Promise<void> {
  const broker = await startTestBroker(configs);
  try {
    await work(await broker.connect(), broker);
  } finally {
    await broker.stop();
  }
}

/** Resolves with the topic's id, which later requests of all clients then know. */
export async function createTopic(
  client: TestClient,
  name: string,
  { partitions = 1, configs = {} }: { partitions?: number; configs?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const topic = newCreateTopicsRequestCreatableTopic({
    name,
    numPartitions: partitions,
    replicationFactor: 1,
    configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
  });
  const request = newCreateTopicsRequest({ topics: [topic], timeoutMs: 10_000 });
  const { topics } = await client.call([createTopicsRequest, createTopicsResponse], request);
  const [created] = topics;
  if (created === undefined || created.errorCode !== 0) throw new Error(`${name}: ${created?.errorMessage}`);
  client.topicIds.set(name, created.topicId);
  return created.topicId;
}

export interface ProduceOptions {
  readonly version?: number;
  readonly acks?: number;
  readonly partition?: number;
  readonly timeoutMs?: number;
  readonly transactionalId?: string | null;
}

export function produceMessage(
  client: TestClient,
  topic: string,
  records: ByteChunks | null,
  { acks = -1, partition = 0, timeoutMs = 30_000, transactionalId = null }: ProduceOptions = {},
): ProduceRequest {
  const topicId = client.topicIds.get(topic) ?? ZERO_UUID;
  const topicData = [{ name: topic, topicId, partitionData: [{ index: partition, records }] }];
  return newProduceRequest({ acks, timeoutMs, transactionalId, topicData });
}

/** The answer for the one partition that is written to. */
export async function produce(
  client: TestClient,
  topic: string,
  records: ByteChunks | null,
  options: ProduceOptions = {},
): Promise<ProduceResponsePartitionProduceResponse> {
  const { responses } = await client.call(PRODUCE, produceMessage(client, topic, records, options), options.version);
  return responses[0]!.partitionResponses[0]!;
}

export interface FetchOptions {
  readonly version?: number;
  readonly partition?: number;
  readonly maxWaitMs?: number;
  readonly minBytes?: number;
  readonly maxBytes?: number;
  readonly partitionMaxBytes?: number;
  readonly isolationLevel?: number;
  readonly currentLeaderEpoch?: number;
  readonly lastFetchedEpoch?: number;
}

/** One partition of one topic; sessionless unless `fields` says otherwise. */
export function fetchMessage(
  client: TestClient,
  topic: string,
  offset: number,
  options: FetchOptions & { fields?: Partial<FetchRequest> } = {},
): FetchRequest {
  const partition = newFetchRequestPartition({
    partition: options.partition ?? 0,
    fetchOffset: offset,
    partitionMaxBytes: options.partitionMaxBytes ?? LARGE,
    currentLeaderEpoch: options.currentLeaderEpoch ?? -1,
    lastFetchedEpoch: options.lastFetchedEpoch ?? -1,
  });
  const topicId = client.topicIds.get(topic) ?? ZERO_UUID;
  return newFetchRequest({
    maxWaitMs: options.maxWaitMs ?? 0,
    minBytes: options.minBytes ?? 1,
    maxBytes: options.maxBytes ?? LARGE,
    isolationLevel: options.isolationLevel ?? 0,
    sessionId: 0,
    sessionEpoch: -1,
    replicaId: -1,
    topics: [newFetchRequestTopic({ topic, topicId, partitions: [partition] })],
    ...options.fields,
  });
}

/** The answer for the one partition that is read. */
export async function fetch(
  client: TestClient,
  topic: string,
  offset: number,
  options: FetchOptions = {},
): Promise<FetchResponsePartitionData> {
  const answer = await client.call(FETCH, fetchMessage(client, topic, offset, options), options.version);
  return answer.responses[0]!.partitions[0]!;
}

/** All partitions of a Fetch response, as `topic-partition` where the version tells names, with their records. */
export function partitionsOf(answer: FetchResponse): FetchResponsePartitionData[] {
  return answer.responses.flatMap(({ partitions }) => partitions);
}

export interface FetchedRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
  readonly value: string | null;
}

/** All records of whole batches, decoded. */
export function recordsOf(chunks: ByteChunks | null): FetchedRecord[] {
  const records: FetchedRecord[] = [];
  const cursor = new RecordCursor();
  for (const { buffer, at } of batchesOf(chunks)) {
    cursor.open(buffer, at, LARGE);
    while (cursor.next()) {
      const { offset, timestamp, key, value } = cursor;
      records.push({
        offset,
        timestamp,
        key: key === null ? null : Buffer.from(key).toString(),
        value: value === null ? null : Buffer.from(value).toString(),
      });
    }
  }
  return records;
}

/** Where each whole batch lies; fails on bytes that are none. */
export function batchesOf(chunks: ByteChunks | null): { buffer: Buffer; at: number; size: number }[] {
  const buffer = chunks === null ? Buffer.alloc(0) : contiguous(chunks);
  const batches: { buffer: Buffer; at: number; size: number }[] = [];
  for (let at = 0; at < buffer.length;) {
    const size = recordBatch.completeSize(buffer, at, buffer.length);
    if (size <= 0) throw new Error(`no whole batch at ${at} of ${buffer.length} bytes`);
    if (!recordBatch.isChecksumValid(buffer, at)) throw new Error(`a wrong checksum at ${at}`);
    batches.push({ buffer, at, size });
    at += size;
  }
  return batches;
}

export const valuesOf = (chunks: ByteChunks | null): (string | null)[] => recordsOf(chunks).map(({ value }) => value);

export async function listOffset(
  client: TestClient,
  topic: string,
  timestamp: number,
  options: { version?: number; partition?: number; isolationLevel?: number; currentLeaderEpoch?: number } = {},
): Promise<ListOffsetsResponsePartitionResponse> {
  const { partition = 0, isolationLevel = 0, currentLeaderEpoch = -1, version } = options;
  const partitions = [newListOffsetsRequestPartition({ partitionIndex: partition, timestamp, currentLeaderEpoch })];
  const request = newListOffsetsRequest({ replicaId: -1, isolationLevel, topics: [{ name: topic, partitions }] });
  const answer = await client.call([listOffsetsRequest, listOffsetsResponse], request, version);
  return answer.topics[0]!.partitions[0]!;
}

export async function newProducerId(client: TestClient): Promise<number> {
  const request = newInitProducerIdRequest({ transactionalId: null, transactionTimeoutMs: 60_000 });
  return (await client.call([initProducerIdRequest, initProducerIdResponse], request, 5)).producerId;
}
