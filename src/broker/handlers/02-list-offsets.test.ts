/** Offsets by timestamp and by what they stand for: broker rules L1 to L5. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CompressionType,
  Errors,
  listOffsetsRequest,
  listOffsetsResponse,
  newListOffsetsRequest,
  newListOffsetsRequestPartition,
  RecordBatchBuilder,
} from '#protocol';
import { startTestBroker, type TestBroker, type TestClient } from '../broker.testing.ts';
import { createTopic, listOffset, produce } from '../requests.testing.ts';

const LATEST = -1;
const EARLIEST = -2;
const MAX_TIMESTAMP = -3;
const EARLIEST_LOCAL = -4;
const LATEST_TIERED = -5;
const EARLIEST_PENDING_UPLOAD = -6;

let broker: TestBroker;
let client: TestClient;
before(async () => {
  broker = await startTestBroker();
  client = await broker.connect();
});
after(() => broker.stop());

const nameOf = (errorCode: number): string | undefined =>
  Object.values(Errors).find(({ code }) => code === errorCode)?.name;

/** A topic whose batches have records with these timestamps. */
async function topicWith(name: string, batches: readonly (readonly number[])[], compression = 0): Promise<void> {
  await createTopic(client, name);
  for (const timestamps of batches) {
    const builder = new RecordBatchBuilder();
    for (const timestamp of timestamps) builder.append(timestamp, null, Buffer.from(String(timestamp)));
    const { errorCode } = await produce(client, name, builder.build({ compression: compression as CompressionType }));
    assert.equal(errorCode, 0);
  }
}

async function find(topic: string, timestamp: number): Promise<[offset: number, timestamp: number]> {
  const { errorCode, offset, timestamp: found } = await listOffset(client, topic, timestamp);
  assert.equal(nameOf(errorCode), 'NONE');
  return [offset, found];
}

test('every version from 1 to 11 tells the latest and the earliest offset, with the leader epoch from version 4 on', async () => {
  await topicWith('versions', [[1], [2], [3]]);
  for (let version = 1; version <= 11; version++) {
    const latest = await listOffset(client, 'versions', LATEST, { version });
    assert.deepEqual([latest.errorCode, latest.offset, latest.timestamp], [0, 3, -1]);
    const earliest = await listOffset(client, 'versions', EARLIEST, { version });
    assert.deepEqual([earliest.errorCode, earliest.offset, earliest.timestamp], [0, 0, -1]);
    for (const { leaderEpoch } of [latest, earliest]) assert.equal(leaderEpoch, version >= 4 ? 0 : -1);
    const found = await listOffset(client, 'versions', 2, { version });
    assert.deepEqual([found.offset, found.timestamp], [1, 2]);
  }
});

test('special timestamps are UNSUPPORTED_VERSION before the version that brought them, and where there are none', async () => {
  await topicWith('special', [[1]]);
  for (const [timestamp, firstVersion] of [
    [MAX_TIMESTAMP, 7],
    [EARLIEST_LOCAL, 8],
    [LATEST_TIERED, 9],
    [EARLIEST_PENDING_UPLOAD, 11],
  ] as const) {
    const before = await listOffset(client, 'special', timestamp, { version: firstVersion - 1 });
    assert.equal(nameOf(before.errorCode), 'UNSUPPORTED_VERSION');
    assert.equal((await listOffset(client, 'special', timestamp, { version: firstVersion })).errorCode, 0);
  }
  for (const timestamp of [-7, -1000]) {
    assert.equal(nameOf((await listOffset(client, 'special', timestamp)).errorCode), 'UNSUPPORTED_VERSION');
  }
});

test('a timestamp finds the first record in the order of offsets that is not older, also inside of batches', async () => {
  for (const compression of [CompressionType.NONE, CompressionType.GZIP, CompressionType.LZ4]) {
    const topic = `search-${compression}`;
    await topicWith(topic, [[100, 200, 150], [50, 300], [250]], compression);
    assert.deepEqual(await find(topic, 0), [0, 100]);
    assert.deepEqual(await find(topic, 100), [0, 100]);
    assert.deepEqual(await find(topic, 101), [1, 200]);
    assert.deepEqual(await find(topic, 200), [1, 200]);
    assert.deepEqual(await find(topic, 201), [4, 300]);
    assert.deepEqual(await find(topic, 300), [4, 300]);
    assert.deepEqual(await find(topic, 301), [-1, -1]);
  }
});

test('the greatest timestamp is that of the first record that has it', async () => {
  await topicWith('max', [[100, 300], [300, 200], [50]]);
  assert.deepEqual(await find('max', MAX_TIMESTAMP), [1, 300]);
  await topicWith('max-packed', [[5], [7, 9, 9, 8]], CompressionType.ZSTD);
  assert.deepEqual(await find('max-packed', MAX_TIMESTAMP), [2, 9]);
});

test('an empty partition begins and ends at 0 and has no record of any time', async () => {
  await createTopic(client, 'empty');
  assert.deepEqual(await find('empty', LATEST), [0, -1]);
  assert.deepEqual(await find('empty', EARLIEST), [0, -1]);
  assert.deepEqual(await find('empty', MAX_TIMESTAMP), [-1, -1]);
  assert.deepEqual(await find('empty', 0), [-1, -1]);
});

test('without tiers the earliest local offset is the earliest, and of tiers there is nothing to tell', async () => {
  await topicWith('tiers', [[1], [2]]);
  assert.deepEqual(await find('tiers', EARLIEST_LOCAL), [0, -1]);
  for (const timestamp of [LATEST_TIERED, EARLIEST_PENDING_UPLOAD]) {
    const { errorCode, offset, leaderEpoch } = await listOffset(client, 'tiers', timestamp);
    assert.deepEqual([errorCode, offset, leaderEpoch], [0, -1, -1]);
  }
});

test('read_committed tells the last stable offset, which is the high watermark while there are no transactions', async () => {
  await topicWith('stable', [[1], [2]]);
  for (const isolationLevel of [0, 1]) {
    assert.equal((await listOffset(client, 'stable', LATEST, { isolationLevel })).offset, 2);
  }
});

test('a partition that is named twice is INVALID_REQUEST both times, the others are answered', async () => {
  await topicWith('twice', [[1]]);
  const ask = (partitionIndex: number): ReturnType<typeof newListOffsetsRequestPartition> =>
    newListOffsetsRequestPartition({ partitionIndex, timestamp: LATEST });
  const topics = [
    { name: 'twice', partitions: [ask(0), ask(0)] },
    { name: 'versions', partitions: [ask(0)] },
  ];
  const request = newListOffsetsRequest({ replicaId: -1, topics });
  const answer = await client.call([listOffsetsRequest, listOffsetsResponse], request);
  assert.deepEqual(
    answer.topics.map(({ partitions }) => partitions.map(({ errorCode }) => nameOf(errorCode))),
    [['INVALID_REQUEST', 'INVALID_REQUEST'], ['NONE']],
  );
});

test('what does not exist is UNKNOWN_TOPIC_OR_PARTITION', async () => {
  for (const [topic, partition] of [
    ['missing', 0],
    ['versions', 1],
    ['versions', -1],
  ] as const) {
    const { errorCode, offset } = await listOffset(client, topic, LATEST, { partition });
    assert.deepEqual([nameOf(errorCode), offset], ['UNKNOWN_TOPIC_OR_PARTITION', -1]);
  }
});

test('timestamps are found again after a restart, in every segment', async () => {
  await createTopic(client, 'segments', { configs: { 'segment.bytes': '1048576' } });
  for (let i = 1; i <= 8; i++) {
    const builder = new RecordBatchBuilder();
    builder.append(i * 1000, null, Buffer.alloc(400_000));
    await produce(client, 'segments', builder.build());
  }
  await broker.restart();
  client = await broker.connect();
  for (let i = 1; i <= 8; i++) assert.deepEqual(await find('segments', i * 1000 - 999), [i - 1, i * 1000]);
  assert.deepEqual(await find('segments', 8001), [-1, -1]);
  assert.deepEqual(await find('segments', MAX_TIMESTAMP), [7, 8000]);
});
