/** kafkajs behind the driver protocol. Its own codecs are none and gzip; snappy, lz4 and zstd are plugged in as its manual says. */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { lz4Compress, lz4Decompress, snappyCompress, snappyDecompress } from '@platformatic/wasm-utils';
import kafkajs from 'kafkajs';
import type { Admin, CompressionTypes, Consumer, EachBatchPayload, IHeaders, KafkaMessage, Message } from 'kafkajs';
import type { Arguments, Codec, Reply } from '../../runner/commands.ts';
import { RecordFile, readRecords } from '../../runner/record-file.ts';
import type { FileRecord, Header } from '../../runner/record-file.ts';
import { Ends, runDriver, say } from './driver.ts';
import { transactionCommands } from './kafkajs-transactions.ts';

const { CompressionCodecs, CompressionTypes: Types, ConfigResourceTypes, Kafka, Partitioners, logLevel } = kafkajs;

interface Encoder {
  readonly buffer: Buffer;
}

const codec =
  (compress: (data: Buffer) => Buffer, decompress: (data: Buffer) => Buffer) =>
  (): { compress(encoder: Encoder): Promise<Buffer>; decompress(data: Buffer): Promise<Buffer> } => ({
    compress: async (encoder) => compress(encoder.buffer),
    decompress: async (data) => decompress(data),
  });

CompressionCodecs[Types.Snappy] = codec(snappyCompress, (data) =>
  isXerial(data) ? Buffer.concat([...xerialBlocks(data)].map(snappyDecompress)) : snappyDecompress(data),
);
CompressionCodecs[Types.LZ4] = codec(lz4Compress, lz4Decompress);
CompressionCodecs[Types.ZSTD] = codec(zstdCompressSync, zstdDecompressSync);

/** Java frames snappy in blocks of its own: a 16-byte header, then each block after its length. */
function isXerial(data: Buffer): boolean {
  return data.subarray(0, 8).equals(Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]));
}

function* xerialBlocks(data: Buffer): Generator<Buffer> {
  for (let at = 16; at < data.length;) {
    const length = data.readInt32BE(at);
    yield data.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
}

const compression: Readonly<Record<Codec, CompressionTypes>> = {
  none: Types.None,
  gzip: Types.GZIP,
  snappy: Types.Snappy,
  lz4: Types.LZ4,
  zstd: Types.ZSTD,
};

const bootstrap = process.argv[2] ?? '';
const kafka = new Kafka({
  clientId: 'samsa-conformance',
  brokers: [bootstrap],
  logLevel: logLevel.WARN,
  logCreator: () => (entry) => process.stderr.write(`${JSON.stringify(entry)}\n`),
  retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 40 },
});

let connectedAdmin: Promise<Admin> | undefined;
function admin(): Promise<Admin> {
  connectedAdmin ??= (async () => {
    const client = kafka.admin();
    await client.connect();
    return client;
  })();
  return connectedAdmin;
}

async function bounds(topics: readonly string[]): Promise<{ starts: Map<string, number>; ends: Map<string, number> }> {
  const starts = new Map<string, number>();
  const ends = new Map<string, number>();
  for (const topic of topics) {
    for (const { partition, low, high } of await (await admin()).fetchTopicOffsets(topic)) {
      starts.set(`${topic}:${partition}`, Number(low));
      ends.set(`${topic}:${partition}`, Number(high));
    }
  }
  return { starts, ends };
}

function toRecord(topic: number, partition: number, message: KafkaMessage): FileRecord {
  return {
    topic,
    partition,
    offset: Number(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers: headersOf(message.headers ?? {}),
  };
}

/** kafkajs gathers headers of one name into an array; the order among different names is theirs of first appearance. */
function headersOf(headers: IHeaders): Header[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value]
      .flat()
      .map((one) => ({ name: Buffer.from(name), value: one === undefined || one === null ? null : Buffer.from(one) })),
  );
}

function toMessage(record: FileRecord): Message {
  const headers: Record<string, Buffer | Buffer[]> = {};
  for (const { name, value } of record.headers) {
    const before = headers[name.toString()];
    headers[name.toString()] = before === undefined ? (value as Buffer) : [before, value as Buffer].flat();
  }
  return {
    key: record.key,
    value: record.value,
    headers,
    ...(record.partition >= 0 && { partition: record.partition }),
    ...(record.timestamp >= 0 && { timestamp: String(record.timestamp) }),
  };
}

async function produce({ topic, codec: name, file }: Arguments<'produce'>): Promise<Reply<'produce'>> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
  });
  await producer.connect();
  const records = readRecords(file);
  const slice = 10_000;
  for (let at = 0; at < records.length; at += slice) {
    const messages = records.slice(at, at + slice).map(toMessage);
    await producer.send({ topic, messages, acks: -1, compression: compression[name] });
  }
  await producer.disconnect();
  return { count: records.length };
}

async function consume({ topics, file, from }: Arguments<'consume'>): Promise<Reply<'consume'>> {
  const { starts, ends } = await bounds(topics);
  const topic = topics[0] ?? '';
  if (from !== undefined) {
    for (const name of ends.keys()) if (!(name.slice(topic.length + 1) in from)) ends.delete(name);
    for (const [partition, offset] of Object.entries(from)) starts.set(`${topic}:${partition}`, offset);
  }
  const left = new Ends(ends, starts);
  const output = new RecordFile(file);
  if (!left.isReached) {
    const groupId = `reader-${randomUUID()}`;
    const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 500, allowAutoTopicCreation: false });
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    const finished = Promise.withResolvers<void>();
    consumer.on('consumer.crash', ({ payload }) => finished.reject(payload.error));
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        for (const message of batch.messages) {
          if (!left.take(batch.topic, batch.partition, Number(message.offset))) continue;
          output.put(toRecord(topics.indexOf(batch.topic), batch.partition, message));
        }
        if (left.isReached) finished.resolve();
      },
    });
    for (const [partition, offset] of Object.entries(from ?? {})) {
      consumer.seek({ topic, partition: Number(partition), offset: String(offset) });
    }
    await finished.promise;
    await consumer.disconnect();
    await (await admin()).deleteGroups([groupId]);
  }
  output.close();
  return { count: output.count };
}

interface Member {
  readonly consumer: Consumer;
  readonly output: RecordFile;
}

/** Runs a member whose offsets are committed after each batch; `max` stops taking records in the middle of one. */
async function work(member: Member, topic: string, max: number): Promise<{ full: Promise<void> }> {
  const full = Promise.withResolvers<void>();
  const { consumer, output } = member;
  consumer.on('consumer.crash', ({ payload }) => full.reject(payload.error));
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const eachBatch = async ({ batch, resolveOffset, heartbeat }: EachBatchPayload): Promise<void> => {
    const taken = batch.messages.slice(0, max - output.count);
    const last = taken.at(-1);
    if (last !== undefined) {
      for (const message of taken) output.put(toRecord(0, batch.partition, message));
      output.flush();
      const offset = String(Number(last.offset) + 1);
      await consumer.commitOffsets([{ topic, partition: batch.partition, offset }]);
      resolveOffset(last.offset);
      await heartbeat();
    }
    if (output.count >= max) full.resolve();
  };
  await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch });
  return { full: full.promise };
}

async function consumeGroup({ group, topic, file, max }: Arguments<'consumeGroup'>): Promise<Reply<'consumeGroup'>> {
  const member = { consumer: kafka.consumer({ groupId: group, maxWaitTimeInMs: 200 }), output: new RecordFile(file) };
  const { full } = await work(member, topic, max);
  await full;
  await member.consumer.disconnect();
  member.output.close();
  return { count: member.output.count };
}

let member: Member | undefined;

async function join(command: Arguments<'join'>): Promise<Reply<'join'>> {
  const consumer = kafka.consumer({
    groupId: command.group,
    sessionTimeout: command.sessionTimeoutMs,
    heartbeatInterval: command.heartbeatIntervalMs,
    rebalanceTimeout: 10_000,
    maxWaitTimeInMs: 100,
  });
  member = { consumer, output: new RecordFile(command.file) };
  consumer.on('consumer.group_join', ({ payload }) => {
    say({ event: 'assigned', partitions: payload.memberAssignment[command.topic] ?? [] });
  });
  consumer.on('consumer.rebalancing', () => say({ event: 'assigned', partitions: [] }));
  await work(member, command.topic, Infinity);
  return {};
}

async function leave(): Promise<Reply<'leave'>> {
  if (member === undefined) throw new Error('leave without join');
  await member.consumer.disconnect();
  member.output.close();
  return { count: member.output.count };
}

async function listOffsets({ topic, at }: Arguments<'listOffsets'>): Promise<Reply<'listOffsets'>> {
  const client = await admin();
  if (typeof at === 'number') {
    const found = await client.fetchTopicOffsetsByTimestamp(topic, at);
    return { offsets: Object.fromEntries(found.map(({ partition, offset }) => [partition, Number(offset)])) };
  }
  const found = await client.fetchTopicOffsets(topic);
  return {
    offsets: Object.fromEntries(
      found.map(({ partition, low, high }) => [partition, Number(at === 'earliest' ? low : high)]),
    ),
  };
}

const { version } = createRequire(import.meta.url)('kafkajs/package.json') as { version: string };
const isFacade = process.execArgv.some((argument) => argument.endsWith('kafkajs/register.ts'));
await runDriver(isFacade ? 'samsa/kafkajs' : `kafkajs ${version}`, {
  produce,
  consume,
  consumeGroup,
  join,
  leave,
  ...transactionCommands(kafka),
  listOffsets,
  createTopic: async ({ topic, partitions, configs }) => {
    const configEntries = Object.entries(configs).map(([name, value]) => ({ name, value }));
    const topics = [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }];
    // An existing topic is no error to kafkajs: it answers false.
    if (!(await (await admin()).createTopics({ topics, waitForLeaders: false })))
      throw new Error(`${topic} exists already`);
    return {};
  },
  listTopics: async () => ({ topics: await (await admin()).listTopics() }),
  describeTopic: async ({ topic }) => {
    const { topics } = await (await admin()).fetchTopicMetadata({ topics: [topic] });
    return { partitions: topics[0]?.partitions.length ?? 0 };
  },
  describeConfigs: async ({ topic }) => {
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: topic }];
    const { resources: described } = await (await admin()).describeConfigs({ resources, includeSynonyms: false });
    const entries = described[0]?.configEntries ?? [];
    return { configs: Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue])) };
  },
  alterConfigs: async ({ topic, configs }) => {
    const configEntries = Object.entries(configs).map(([name, value]) => ({ name, value }));
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }];
    await (await admin()).alterConfigs({ validateOnly: false, resources });
    return {};
  },
  createPartitions: async ({ topic, count }) => {
    await (await admin()).createPartitions({ topicPartitions: [{ topic, count }] });
    return {};
  },
  deleteTopic: async ({ topic }) => {
    await (await admin()).deleteTopics({ topics: [topic] });
    return {};
  },
  deleteRecords: async ({ topic, offsets }) => {
    const partitions = Object.entries(offsets).map(([partition, offset]) => ({
      partition: Number(partition),
      offset: String(offset),
    }));
    await (await admin()).deleteTopicRecords({ topic, partitions });
    return {};
  },
  committed: async ({ group, topic }) => {
    const [found] = await (await admin()).fetchOffsets({ groupId: group, topics: [topic] });
    const known = (found?.partitions ?? []).filter(({ offset }) => Number(offset) >= 0);
    return { offsets: Object.fromEntries(known.map(({ partition, offset }) => [partition, Number(offset)])) };
  },
  describeGroup: async ({ group }) => {
    const { groups } = await (await admin()).describeGroups([group]);
    return { state: groups[0]?.state ?? 'Unknown', members: groups[0]?.members.length ?? 0 };
  },
  deleteGroup: async ({ group }) => {
    await (await admin()).deleteGroups([group]);
    return {};
  },
});
