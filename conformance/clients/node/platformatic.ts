/** @platformatic/kafka behind the driver protocol. */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import {
  Admin,
  Consumer,
  IncrementalAlterConfigOperationTypes,
  ListOffsetTimestamps,
  Producer,
  ProduceAcks,
} from '@platformatic/kafka';
import type { Message, MessagesStream, MessageToProduce } from '@platformatic/kafka';
import type { Arguments, Offsets, Reply } from '../../runner/commands.ts';
import { RecordFile, readRecords } from '../../runner/record-file.ts';
import type { FileRecord } from '../../runner/record-file.ts';
import { Ends, runDriver, say } from './driver.ts';

const base = { clientId: 'samsa-conformance', bootstrapBrokers: [process.argv[2] ?? ''], retries: 20, retryDelay: 100 };
const topicResource = 2;

let openAdmin: Admin | undefined;
function admin(): Admin {
  openAdmin ??= new Admin(base);
  return openAdmin;
}

async function partitionsOf(topic: string): Promise<number[]> {
  const metadata = await admin().metadata({ topics: [topic], forceUpdate: true });
  return (metadata.topics.get(topic)?.partitions ?? []).map((_, partition) => partition);
}

async function offsetsAt(topic: string, timestamp: bigint): Promise<Offsets> {
  const partitions = (await partitionsOf(topic)).map((partitionIndex) => ({ partitionIndex, timestamp }));
  const [found] = await admin().listOffsets({ topics: [{ name: topic, partitions }] });
  return Object.fromEntries(
    (found?.partitions ?? []).map(({ partitionIndex, offset }) => [partitionIndex, Number(offset)]),
  );
}

function toMessage(topic: string, record: FileRecord): MessageToProduce {
  return {
    topic,
    // The types know no null key or value; the client sends what it is given.
    key: record.key as Buffer,
    value: record.value as Buffer,
    headers: new Map(record.headers.map(({ name, value }) => [name, value as Buffer])),
    ...(record.partition >= 0 && { partition: record.partition }),
    ...(record.timestamp >= 0 && { timestamp: BigInt(record.timestamp) }),
  };
}

function toRecord(topic: number, message: Message): FileRecord {
  const orNull = (bytes: Buffer | undefined): Buffer | null => bytes ?? null;
  return {
    topic,
    partition: message.partition,
    offset: Number(message.offset),
    timestamp: Number(message.timestamp),
    key: orNull(message.key),
    value: orNull(message.value),
    headers: message.headerEntries.map(([name, value]) => ({ name, value: orNull(value) })),
  };
}

async function produce({ topic, codec, file }: Arguments<'produce'>): Promise<Reply<'produce'>> {
  const producer = new Producer({ ...base, idempotent: true, acks: ProduceAcks.ALL, compression: codec });
  const records = readRecords(file);
  const slice = 10_000;
  for (let at = 0; at < records.length; at += slice) {
    await producer.send({ messages: records.slice(at, at + slice).map((record) => toMessage(topic, record)) });
  }
  await producer.close();
  return { count: records.length };
}

async function consume({ topics, file, from }: Arguments<'consume'>): Promise<Reply<'consume'>> {
  const starts = new Map<string, number>();
  const ends = new Map<string, number>();
  for (const topic of topics) {
    const first = from ?? (await offsetsAt(topic, ListOffsetTimestamps.EARLIEST));
    const last = await offsetsAt(topic, ListOffsetTimestamps.LATEST);
    for (const [partition, offset] of Object.entries(first)) {
      starts.set(`${topic}:${partition}`, offset);
      ends.set(`${topic}:${partition}`, last[partition] ?? 0);
    }
  }
  const left = new Ends(ends, starts);
  const output = new RecordFile(file);
  if (!left.isReached) {
    const groupId = `reader-${randomUUID()}`;
    const consumer = new Consumer({ ...base, groupId, autocommit: false });
    const offsets = Object.entries(from ?? {}).map(([partition, offset]) => ({
      topic: topics[0] ?? '',
      partition: Number(partition),
      offset: BigInt(offset),
    }));
    const where = from === undefined ? { mode: 'earliest' as const } : { mode: 'manual' as const, offsets };
    const stream = await consumer.consume({ topics: [...topics], ...where });
    await readUntil(stream, (message) => {
      if (!left.take(message.topic, message.partition, Number(message.offset))) return false;
      output.put(toRecord(topics.indexOf(message.topic), message));
      return left.isReached;
    });
    await consumer.close(true);
    await admin().deleteGroups({ groups: [groupId] });
  }
  output.close();
  return { count: output.count };
}

/** Hands on messages until `take` says that it has enough. */
function readUntil(
  stream: MessagesStream<Buffer, Buffer, Buffer, Buffer>,
  take: (message: Message) => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.on('error', reject);
    stream.on('data', (message) => {
      if (take(message)) resolve();
    });
  });
}

async function consumeGroup({ group, topic, file, max }: Arguments<'consumeGroup'>): Promise<Reply<'consumeGroup'>> {
  const consumer = new Consumer({ ...base, groupId: group, autocommit: false });
  const stream = await consumer.consume({ topics: [topic], mode: 'committed', fallbackMode: 'earliest' });
  const output = new RecordFile(file);
  const last = new Map<number, Message>();
  await readUntil(stream, (message) => {
    if (output.count < max) {
      output.put(toRecord(0, message));
      last.set(message.partition, message);
    }
    return output.count >= max;
  });
  output.close();
  await commit(last.values());
  await consumer.close(true);
  return { count: output.count };
}

async function commit(messages: Iterable<Message>): Promise<void> {
  await Promise.all([...messages].map(async (message) => message.commit()));
}

/** A group member at work: what it has read is in its file before its offsets are committed. */
class Member {
  readonly #consumer: Consumer;
  readonly #output: RecordFile;
  #pending = new Map<number, Message>();
  #stream: MessagesStream<Buffer, Buffer, Buffer, Buffer> | undefined;
  #working: Promise<void> = Promise.resolve();
  #isLeaving = false;

  constructor(command: Arguments<'join'>) {
    this.#output = new RecordFile(command.file);
    this.#consumer = new Consumer({
      ...base,
      groupId: command.group,
      sessionTimeout: command.sessionTimeoutMs,
      heartbeatInterval: command.heartbeatIntervalMs,
      rebalanceTimeout: 10_000,
      autocommit: false,
      maxWaitTime: 100,
    });
  }

  async start(topic: string): Promise<void> {
    this.#consumer.on('consumer:group:join', ({ assignments }) => {
      say({
        event: 'assigned',
        partitions: assignments?.find((assignment) => assignment.topic === topic)?.partitions ?? [],
      });
    });
    this.#consumer.on('error', (error) => console.error(error));
    this.#stream = await this.#consumer.consume({
      topics: [topic],
      mode: 'committed',
      fallbackMode: 'earliest',
      highWaterMark: 512,
    });
    this.#working = this.#work(this.#stream);
  }

  async #work(stream: MessagesStream<Buffer, Buffer, Buffer, Buffer>): Promise<void> {
    for await (const message of stream) {
      this.#output.put(toRecord(0, message));
      this.#pending.set(message.partition, message);
      if (stream.readableLength === 0 || this.#isLeaving) await this.#commitPending();
      if (this.#isLeaving) break;
    }
  }

  async #commitPending(): Promise<void> {
    this.#output.flush();
    const messages = [...this.#pending.values()];
    this.#pending.clear();
    await commit(messages);
  }

  async leave(): Promise<number> {
    this.#isLeaving = true;
    await this.#stream?.close();
    await this.#working;
    await this.#consumer.close(true);
    this.#output.close();
    return this.#output.count;
  }
}

let member: Member | undefined;

function timestampOf(at: Arguments<'listOffsets'>['at']): bigint {
  if (typeof at === 'number') return BigInt(at);
  return at === 'earliest' ? ListOffsetTimestamps.EARLIEST : ListOffsetTimestamps.LATEST;
}

const entry = fileURLToPath(import.meta.resolve('@platformatic/kafka'));
const { version } = createRequire(entry)('../package.json') as { version: string };
await runDriver(`@platformatic/kafka ${version}`, {
  produce,
  consume,
  consumeGroup,
  join: async (command) => {
    member = new Member(command);
    await member.start(command.topic);
    return {};
  },
  leave: async () => {
    if (member === undefined) throw new Error('leave without join');
    return { count: await member.leave() };
  },
  createTopic: async ({ topic, partitions, configs }) => {
    const entries = Object.entries(configs).map(([name, value]) => ({ name, value }));
    await admin().createTopics({ topics: [topic], partitions, replicas: 1, configs: entries });
    return {};
  },
  listTopics: async () => ({ topics: await admin().listTopics() }),
  describeTopic: async ({ topic }) => ({ partitions: (await partitionsOf(topic)).length }),
  describeConfigs: async ({ topic }) => {
    const [described] = await admin().describeConfigs({
      resources: [{ resourceType: topicResource, resourceName: topic }],
    });
    return { configs: Object.fromEntries((described?.configs ?? []).map(({ name, value }) => [name, value ?? ''])) };
  },
  alterConfigs: async ({ topic, configs }) => {
    const set = Object.entries(configs).map(([name, value]) => ({
      name,
      value,
      configOperation: IncrementalAlterConfigOperationTypes.SET,
    }));
    await admin().incrementalAlterConfigs({
      resources: [{ resourceType: topicResource, resourceName: topic, configs: set }],
    });
    return {};
  },
  createPartitions: async ({ topic, count }) => {
    await admin().createPartitions({ topics: [{ name: topic, count }] });
    return {};
  },
  deleteTopic: async ({ topic }) => {
    await admin().deleteTopics({ topics: [topic] });
    return {};
  },
  deleteRecords: async ({ topic, offsets }) => {
    const partitions = Object.entries(offsets).map(([partition, offset]) => ({
      partition: Number(partition),
      offset: BigInt(offset),
    }));
    await admin().deleteRecords({ topics: [{ name: topic, partitions }] });
    return {};
  },
  listOffsets: async ({ topic, at }) => ({ offsets: await offsetsAt(topic, timestampOf(at)) }),
  committed: async ({ group, topic }) => {
    const [found] = await admin().listConsumerGroupOffsets({ groups: [group] });
    const partitions = found?.topics.find(({ name }) => name === topic)?.partitions ?? [];
    const known = partitions.filter(({ committedOffset }) => committedOffset >= 0n);
    return {
      offsets: Object.fromEntries(
        known.map(({ partitionIndex, committedOffset }) => [partitionIndex, Number(committedOffset)]),
      ),
    };
  },
  describeGroup: async ({ group }) => {
    const found = (await admin().describeGroups({ groups: [group] })).get(group);
    return { state: found?.state ?? 'Unknown', members: found?.members.size ?? 0 };
  },
  deleteGroup: async ({ group }) => {
    await admin().deleteGroups({ groups: [group] });
    return {};
  },
});
