/** Topics of the applications, by the bare protocol: filled before anything runs, watched while it does, read when it has ended. */
import { setTimeout as delay } from 'node:timers/promises';
import {
  contiguous,
  findCoordinatorRequest,
  findCoordinatorResponse,
  listOffsetsRequest,
  listOffsetsResponse,
  metadataRequest,
  metadataResponse,
  newFindCoordinatorRequest,
  newListOffsetsRequest,
  newListOffsetsRequestPartition,
  newListOffsetsRequestTopic,
  newMetadataRequest,
  partitionForKey,
  recordBatch,
  RecordBatchBuilder,
  RecordCursor,
} from '../../src/protocol/index.ts';
import { createTopic } from '../brokers/broker-client.ts';
import { Headway } from '../client/headway.ts';
import {
  checkPartitions,
  deleteTopic,
  FETCH,
  fetchMessage,
  PRODUCE,
  produceMessage,
  untilLed,
} from '../client/wire-topic.ts';
import { Wire } from '../client/wire.ts';
import { hashOf, recordOf } from './records.ts';
import type { Results } from './results.ts';
import type { StreamsRow, TopicNames } from './topologies.ts';

export const PARTITIONS = 4;
/** As Java's `batch.size`. */
const BATCH_BYTES = 16 * 1024;
const BATCHES_IN_FLIGHT = 16;
const LIST_OFFSETS = { request: listOffsetsRequest, response: listOffsetsResponse, version: 7 } as const;
const METADATA = { request: metadataRequest, response: metadataResponse, version: 9 } as const;
const FIND_COORDINATOR = { request: findCoordinatorRequest, response: findCoordinatorResponse, version: 3 } as const;
/** Of groups, and of transactions. */
const COORDINATOR_KINDS = [0, 1];
const MAX_ATTEMPTS = 1000;
const PAUSE_MS = 20;
const LATEST = -1;
const READ_COMMITTED = 1;
/** Behind all other records by more than any window is long. */
const CLOSING_MS = 3_600_000;

/** The address of the broker. */
export interface BrokerAddress {
  readonly bootstrap: string;
  readonly port: number;
}

/** The broker has made its own topics, which the first application would wait for otherwise. */
export async function untilCoordinated({ bootstrap }: BrokerAddress): Promise<void> {
  const wire = await Wire.open(bootstrap);
  for (const keyType of COORDINATOR_KINDS) {
    for (let attempt = 0; ; attempt++) {
      const message = newFindCoordinatorRequest({ key: 'bench', keyType });
      const { errorCode } = await wire.call(FIND_COORDINATOR, message);
      if (errorCode === 0) break;
      if (attempt === MAX_ATTEMPTS) throw new Error(`the broker has no coordinator of kind ${keyType}: ${errorCode}`);
      await delay(PAUSE_MS);
    }
  }
  wire.close();
}

export async function makeTopic({ bootstrap, port }: BrokerAddress, topic: string): Promise<void> {
  await createTopic(port, topic, PARTITIONS);
  await untilLed(bootstrap, topic, PARTITIONS);
}

/** The topics that a row reads, with so many records in all. */
export async function makeInputs(
  address: BrokerAddress,
  { row, records, nameOf }: { row: StreamsRow; records: number; nameOf: TopicNames },
): Promise<void> {
  for (const topic of row.inputs) await makeTopic(address, nameOf(topic));
  const writer = await TopicsWriter.open(address.bootstrap, row.inputs.map(nameOf));
  for (let number = 0; number < records; number++) {
    const { topic, key, value, timestamp } = recordOf(number, row.inputs.length);
    await writer.add(topic, { partition: partitionForKey(key, PARTITIONS), key, value, timestamp });
  }
  await writer.close();
}

/** A record more at the end of each partition, so late that whatever waits is due, and of a key that no other record has. */
export async function closeInputs(
  { bootstrap }: BrokerAddress,
  { row, records, nameOf }: { row: StreamsRow; records: number; nameOf: TopicNames },
): Promise<void> {
  const writer = await TopicsWriter.open(bootstrap, row.inputs.map(nameOf));
  const timestamp = recordOf(records, row.inputs.length).timestamp + CLOSING_MS;
  for (const [topic, name] of row.inputs.entries()) {
    const key = Buffer.from(`last of ${name}`);
    for (let partition = 0; partition < PARTITIONS; partition++) {
      await writer.add(topic, { partition, key, value: Buffer.alloc(100, 'z'), timestamp });
    }
  }
  await writer.close();
}

interface PlacedRecord {
  readonly partition: number;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly timestamp: number;
}

/** Fills batches of Java's default size, and sends them. */
class TopicsWriter {
  readonly #wire: Wire;
  readonly #topics: readonly string[];
  readonly #open: RecordBatchBuilder[][];
  #inFlight: Promise<void>[] = [];

  private constructor(wire: Wire, topics: readonly string[]) {
    this.#wire = wire;
    this.#topics = topics;
    this.#open = topics.map(() => Array.from({ length: PARTITIONS }, newBatch));
  }

  static async open(bootstrap: string, topics: readonly string[]): Promise<TopicsWriter> {
    return new TopicsWriter(await Wire.open(bootstrap), topics);
  }

  async add(topic: number, { partition, key, value, timestamp }: PlacedRecord): Promise<void> {
    const batch = this.#open[topic]![partition]!;
    batch.append(timestamp, key, value);
    if (batch.sizeInBytes < BATCH_BYTES) return;
    this.#send(topic, partition);
    if (this.#inFlight.length >= BATCHES_IN_FLIGHT) await Promise.all(this.#inFlight.splice(0));
  }

  async close(): Promise<void> {
    for (const topic of this.#topics.keys()) {
      for (let partition = 0; partition < PARTITIONS; partition++) this.#send(topic, partition);
    }
    await Promise.all(this.#inFlight);
    this.#wire.close();
  }

  #send(topic: number, partition: number): void {
    const batch = this.#open[topic]![partition]!;
    if (batch.count === 0) return;
    this.#open[topic]![partition] = newBatch();
    const batches: (Buffer | undefined)[] = [];
    batches[partition] = batch.build();
    const message = produceMessage(this.#topics[topic]!, batches);
    const sent = this.#wire.call(PRODUCE, message).then(({ responses }) => {
      checkPartitions(responses[0]?.partitionResponses);
    });
    this.#inFlight.push(sent);
  }
}

function newBatch(): RecordBatchBuilder {
  return new RecordBatchBuilder({ initialCapacity: BATCH_BYTES + 1024 });
}

/** Where the partitions of a topic end, by their numbers, as far as transactions have been committed. */
export async function endOffsets(wire: Wire, topic: string): Promise<readonly number[]> {
  const partitions = Array.from({ length: PARTITIONS }, (_, partitionIndex) =>
    newListOffsetsRequestPartition({ partitionIndex, currentLeaderEpoch: -1, timestamp: LATEST }),
  );
  const topics = [newListOffsetsRequestTopic({ name: topic, partitions })];
  const message = newListOffsetsRequest({ replicaId: -1, isolationLevel: READ_COMMITTED, topics });
  const answer = await wire.call(LIST_OFFSETS, message);
  const answers = answer.topics[0]?.partitions ?? [];
  checkPartitions(answers.map(({ partitionIndex: index, errorCode }) => ({ index, errorCode })));
  // Apache Kafka answers in an order of its own.
  return answers.toSorted((one, other) => one.partitionIndex - other.partitionIndex).map(({ offset }) => offset);
}

/** All topics of an application, those that it has made for itself included. */
export async function deleteTopicsOf({ bootstrap }: BrokerAddress, applicationId: string): Promise<void> {
  const wire = await Wire.open(bootstrap);
  const { topics } = await wire.call(METADATA, newMetadataRequest({ topics: null, allowAutoTopicCreation: false }));
  wire.close();
  for (const { name } of topics) if (name?.startsWith(`${applicationId}-`)) await deleteTopic(bootstrap, name);
}

/** Everything that is in a topic; nothing writes to it any more, and no transaction was aborted. */
export async function readResults({ bootstrap }: BrokerAddress, topic: string): Promise<Results> {
  const wire = await Wire.open(bootstrap);
  const ends = await endOffsets(wire, topic);
  const offsets = ends.map(() => 0);
  const results = { outputs: 0, checksum: 0 };
  const headway = new Headway();
  while (offsets.some((offset, partition) => offset < ends[partition]!)) {
    headway.check(() => `${topic} was read up to ${offsets.join()}, and ends at ${ends.join()}`);
    const { responses } = await wire.call(FETCH, fetchMessage(topic, offsets));
    const partitions = responses[0]?.partitions ?? [];
    checkPartitions(partitions.map(({ partitionIndex: index, errorCode }) => ({ index, errorCode })));
    for (const { partitionIndex, records } of partitions) {
      if (records === null) continue;
      const from = offsets[partitionIndex]!;
      const next = addRecords(contiguous(records), from, results);
      if (next > from) headway.made();
      offsets[partitionIndex] = next;
    }
  }
  wire.close();
  return results;
}

const cursor = new RecordCursor();

/** Those from an offset on; gives the next one. */
function addRecords(bytes: Buffer, from: number, results: { outputs: number; checksum: number }): number {
  let next = from;
  for (let at = 0; recordBatch.completeSize(bytes, at, bytes.length) > 0; at += recordBatch.sizeInBytes(bytes, at)) {
    next = recordBatch.nextOffset(bytes, at);
    if (recordBatch.isControlBatch(bytes, at)) continue;
    cursor.open(bytes, at, bytes.length);
    while (cursor.next()) {
      if (cursor.offset < from) continue;
      results.outputs++;
      results.checksum = (results.checksum + hashOf(cursor.key ?? NOTHING, cursor.value ?? NOTHING)) >>> 0;
    }
  }
  return next;
}

const NOTHING = Buffer.alloc(0);
