/** Kafka's Java client and ours on the same topics and in the same groups: what one writes the other reads, byte for byte. */
import assert from 'node:assert/strict';
import { readRecords, writeRecords } from '../../runner/record-file.ts';
import type { FileRecord } from '../../runner/record-file.ts';
import { GroupMember } from '../group-members.ts';
import { assertSameContent, edgeContents, stored, take, texts } from '../records.ts';
import type { Content } from '../records.ts';
import type { ClientScenario, World } from '../scenario.ts';

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
const TIMESTAMP = 1_700_000_000_000;

function fileRecord({ key, value, headers }: Content, index: number): FileRecord {
  const named = headers.map(([name, header]) => ({ name: Buffer.from(name), value: header }));
  return { topic: -1, partition: -1, offset: -1, timestamp: TIMESTAMP + index, key, value, headers: named };
}

function contentOf({ key, value, headers }: FileRecord): Content {
  return { key, value, headers: headers.map(({ name, value: header }) => [name.toString(), header] as const) };
}

async function javaReads(world: World, topic: string, isCommitted = false): Promise<FileRecord[]> {
  const file = world.file('read.records');
  await (await world.java()).call('consume', { topics: [topic], file, ...(isCommitted ? { isCommitted } : {}) });
  return readRecords(file);
}

function values(records: readonly FileRecord[]): string[] {
  return records.map(({ value }) => value?.toString() ?? '');
}

async function javaWrites(
  world: World,
  topic: string,
  options: {
    records: readonly FileRecord[];
    codec?: (typeof codecs)[number];
    transaction?: { id: string; outcome: 'commit' | 'abort' };
  },
): Promise<void> {
  const file = world.file('write.records');
  writeRecords(file, options.records);
  const { codec = 'none', transaction } = options;
  await (
    await world.java()
  ).call('produce', { topic, codec, file, ...(transaction === undefined ? {} : { transaction }) });
}

const textRecords = (...parts: readonly string[]): FileRecord[] =>
  parts.map((text, index) => fileRecord({ key: null, value: Buffer.from(text), headers: [] }, index));

export const interchange: ClientScenario = {
  name: 'interchange',
  checks: [
    {
      name: 'Java reads what we wrote with each codec: keys, values, headers, nulls, timestamps',
      run: async (world) => {
        const topic = await world.createTopic();
        const contents = edgeContents();
        for (const compressionType of codecs) {
          const producer = world.producer({ compressionType, lingerMs: 10 });
          await Promise.all(
            contents.map((content, index) => producer.send({ topic, ...content, timestamp: TIMESTAMP + index })),
          );
        }
        const read = await javaReads(world, topic);
        assertSameContent(
          read.map(contentOf),
          codecs.flatMap(() => contents),
        );
        assert.deepEqual(
          read.map(({ timestamp }) => timestamp),
          codecs.flatMap(() => contents.map((_, index) => TIMESTAMP + index)),
        );
      },
    },
    {
      name: 'we read what Java wrote with each codec: keys, values, headers, nulls, timestamps',
      run: async (world) => {
        const topic = await world.createTopic();
        const contents = edgeContents();
        for (const codec of codecs) await javaWrites(world, topic, { records: contents.map(fileRecord), codec });
        const consumer = world.consumer({ autoOffsetReset: 'earliest' });
        consumer.assign([{ topic, partition: 0 }]);
        const read = await take(consumer, contents.length * codecs.length);
        assertSameContent(
          read,
          codecs.flatMap(() => contents),
        );
        assert.deepEqual(
          read.map(({ timestamp }) => timestamp),
          codecs.flatMap(() => contents.map((_, index) => TIMESTAMP + index)),
        );
      },
    },
    {
      name: 'a key goes to the partition where Java puts it',
      run: async (world) => {
        const partitions = 7;
        const keys = Array.from({ length: 500 }, (_, index) => Buffer.from(`key ${index} ${'é'.repeat(index % 13)}`));
        const theirs = await world.createTopic({ partitions });
        const records = keys.map((key, index) => fileRecord({ key, value: null, headers: [] }, index));
        await javaWrites(world, theirs, { records });
        const ours = await world.createTopic({ partitions });
        await world.producer().sendBatch(keys.map((key) => ({ topic: ours, key, value: null })));
        const wire = await world.wire();
        const places = async (topic: string): Promise<string[]> =>
          (await stored(wire, topic, partitions)).map(({ partition, key }) => `${String(key)} in ${partition}`);
        assert.deepEqual(await places(ours), await places(theirs));
      },
    },
    {
      name: 'Java and we share a classic group: all partitions are spread, every record is processed once, positions agree',
      deadlineMs: 90_000,
      run: shareGroup,
    },
    {
      name: 'we go on where Java committed, and Java where we did',
      run: async (world) => {
        const topic = await world.createTopic();
        const group = world.unique('group');
        await world.producer().sendBatch(Array.from({ length: 90 }, (_, n) => ({ topic, value: String(n) })));
        const java = await world.java();
        const first = world.file('first.records');
        await java.call('consumeGroup', { group, topic, file: first, max: 30 });
        const consumer = world.consumer({
          groupId: group,
          autoOffsetReset: 'earliest',
          enableAutoCommit: false,
          maxPollRecords: 30,
        });
        consumer.subscribe([topic]);
        const second = await take(consumer, 30);
        await consumer.commit([{ topic, partition: 0, offset: 60 }]);
        await consumer.close();
        const third = world.file('third.records');
        await java.call('consumeGroup', { group, topic, file: third, max: 30 });
        const all = [...values(readRecords(first)), ...texts(second), ...values(readRecords(third))];
        assert.deepEqual(
          all,
          Array.from({ length: 90 }, (_, n) => String(n)),
        );
      },
    },
    {
      name: 'Java sees of our transactions what is committed, and nothing else',
      needs: ['transactions'],
      run: async (world) => {
        const topic = await world.createTopic();
        const producer = world.producer({ transactionalId: world.unique('id') });
        for (const [index, value] of ['a', 'b', 'c', 'd'].entries()) {
          await producer.beginTransaction();
          await producer.send({ topic, value });
          await (index % 2 === 0 ? producer.commitTransaction() : producer.abortTransaction());
        }
        assert.deepEqual(values(await javaReads(world, topic, true)), ['a', 'c']);
        assert.deepEqual(values(await javaReads(world, topic)), ['a', 'b', 'c', 'd']);
      },
    },
    {
      name: "we see of Java's transactions what is committed, and nothing else",
      needs: ['transactions'],
      run: async (world) => {
        const topic = await world.createTopic();
        const id = world.unique('id');
        await javaWrites(world, topic, { records: textRecords('a'), transaction: { id, outcome: 'commit' } });
        await javaWrites(world, topic, { records: textRecords('b', 'b'), transaction: { id, outcome: 'abort' } });
        await javaWrites(world, topic, { records: textRecords('c'), transaction: { id, outcome: 'commit' } });
        const reader = world.consumer({ autoOffsetReset: 'earliest', isolationLevel: 'read_committed' });
        reader.assign([{ topic, partition: 0 }]);
        assert.deepEqual(texts(await take(reader, 2)), ['a', 'c']);
      },
    },
  ],
};

async function shareGroup(world: World): Promise<void> {
  const partitions = 4;
  const topic = await world.createTopic({ partitions });
  const group = world.unique('group');
  const java = await world.java();
  const file = world.file('member.records');
  // Java offers range first and cooperative-sticky after it: range is what both know.
  await java.call('join', { group, topic, file, sessionTimeoutMs: 6000, heartbeatIntervalMs: 300 });
  const ours = new GroupMember(world, {
    groupId: group,
    partitionAssignmentStrategy: ['range', 'cooperative-sticky'],
  }).start([topic]);
  await world.until('both have two', () => ours.partitions.length === 2 && java.assigned.length === 2);
  assert.deepEqual(
    [...ours.partitions, ...java.assigned].toSorted((a, b) => a - b),
    [0, 1, 2, 3],
  );
  const records = Array.from({ length: 400 }, (_, n) => ({ topic, value: String(n), partition: n % partitions }));
  await world.producer().sendBatch(records);
  const processed = (): string[] => [...ours.processed.map(({ value }) => value), ...values(readRecords(file))];
  await world.until('all is processed', () => new Set(processed()).size === 400);
  await ours.close();
  await world.until('Java has all', () => java.assigned.length === partitions);
  await world.producer().sendBatch(records);
  await world.until('Java processes the rest', () => readRecords(file).length + ours.processed.length >= 800);
  await java.call('leave', {});
  assert.equal(processed().length, 800, 'each record once');
  const places = Array.from({ length: partitions }, (_, partition) => ({ topic, partition }));
  const committed = await world.consumer({ groupId: group }).committed(places);
  assert.equal(
    committed.reduce((sum, { offset }) => sum + offset, 0),
    800,
  );
}
