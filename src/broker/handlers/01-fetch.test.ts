/** What a Fetch gives back, when, and how much of it: broker rules F1 to F9. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CompressionType,
  Errors,
  newFetchRequest,
  newFetchRequestPartition,
  newFetchRequestTopic,
  recordBatch,
} from '#protocol';
import type { Scheduler } from '#kernel';
import { deleteTopic } from '../admin.testing.ts';
import { batchOf, startTestBroker, type TestBroker, type TestClient } from '../broker.testing.ts';
import {
  batchesOf,
  createTopic,
  FETCH,
  fetch,
  fetchMessage,
  partitionsOf,
  produce,
  recordsOf,
  valuesOf,
} from '../requests.testing.ts';

import { SimulatedBroker } from '../simulation.testing.ts';

/** Longer than any test may take: who is answered was woken. */
const FOR_EVER_MS = 600_000;

let broker: TestBroker;
let client: TestClient;
before(async () => {
  broker = await startTestBroker();
  client = await broker.connect();
});
after(() => broker.stop());

const nameOf = (errorCode: number): string | undefined =>
  Object.values(Errors).find(({ code }) => code === errorCode)?.name;

/** One batch for each value. */
async function fill(topic: string, values: readonly string[], partition = 0): Promise<void> {
  for (const value of values) {
    assert.equal((await produce(client, topic, batchOf([['k', value]]), { partition })).errorCode, 0);
  }
}

/** Several partitions of one topic in one request. */
function several(
  topic: string,
  partitions: readonly number[],
  limits: { maxBytes: number; partitionMaxBytes: number },
) {
  const wanted = partitions.map((partition) =>
    newFetchRequestPartition({
      partition,
      fetchOffset: 0,
      partitionMaxBytes: limits.partitionMaxBytes,
      currentLeaderEpoch: -1,
      lastFetchedEpoch: -1,
    }),
  );
  const topics = [newFetchRequestTopic({ topic, topicId: client.topicIds.get(topic)!, partitions: wanted })];
  return client.call(
    FETCH,
    newFetchRequest({ maxWaitMs: 0, minBytes: 1, maxBytes: limits.maxBytes, sessionId: 0, sessionEpoch: -1, topics }),
  );
}

test('every version of Fetch from 4 to 18 reads, and tells the marks as far as it has room', async () => {
  await createTopic(client, 'versions');
  await fill('versions', ['a', 'b']);
  for (let version = 4; version <= 18; version++) {
    const data = await fetch(client, 'versions', 0, { version });
    assert.equal(nameOf(data.errorCode), 'NONE');
    assert.deepEqual(valuesOf(data.records), ['a', 'b']);
    assert.equal(data.highWatermark, 2);
    assert.equal(data.lastStableOffset, 2);
    assert.equal(data.logStartOffset, version >= 5 ? 0 : -1);
    assert.equal(data.preferredReadReplica, -1);
    assert.equal(data.abortedTransactions, null);
    assert.deepEqual([data.divergingEpoch.epoch, data.divergingEpoch.endOffset], [-1, -1]);
  }
});

test('what is there is answered at once, and nothing when the client will not wait', async () => {
  await createTopic(client, 'at-once');
  const empty = await fetch(client, 'at-once', 0, { maxWaitMs: 0 });
  assert.deepEqual([empty.errorCode, valuesOf(empty.records)], [0, []]);
  await fill('at-once', ['a']);
  const { records } = await fetch(client, 'at-once', 0, { maxWaitMs: FOR_EVER_MS });
  assert.deepEqual(valuesOf(records), ['a']);
  const noMinimum = await fetch(client, 'at-once', 1, { maxWaitMs: FOR_EVER_MS, minBytes: 0 });
  assert.deepEqual(valuesOf(noMinimum.records), []);
});

test('a fetch at the end waits, and an append wakes it', async () => {
  await createTopic(client, 'waiting');
  const reader = await broker.connect();
  for (let i = 0; i < 10; i++) {
    const waiting = fetch(reader, 'waiting', i, { maxWaitMs: FOR_EVER_MS });
    await fill('waiting', [`v${i}`]);
    assert.deepEqual(valuesOf((await waiting).records), [`v${i}`]);
  }
});

test('a fetch waits until min_bytes are there, and no longer than max_wait_ms', async () => {
  await createTopic(client, 'minimum');
  const size = batchOf([['k', 'v']]).length;
  const reader = await broker.connect();
  const waiting = fetch(reader, 'minimum', 0, { maxWaitMs: FOR_EVER_MS, minBytes: 3 * size });
  let isAnswered = false;
  void waiting.then(() => (isAnswered = true));
  await fill('minimum', ['1', '2']);
  assert.deepEqual(valuesOf((await fetch(client, 'minimum', 0)).records), ['1', '2']);
  assert.equal(isAnswered, false);
  await fill('minimum', ['3']);
  assert.deepEqual(valuesOf((await waiting).records), ['1', '2', '3']);
  const timedOut = await fetch(reader, 'minimum', 0, { maxWaitMs: 20, minBytes: 100 * size });
  assert.deepEqual(valuesOf(timedOut.records), ['1', '2', '3']);
});

test('min_bytes above max_bytes does not make a fetch wait for more than it may get', async () => {
  await createTopic(client, 'clamped');
  await fill('clamped', ['a', 'b', 'c']);
  const size = batchOf([['k', 'v']]).length;
  const options = { maxWaitMs: FOR_EVER_MS, minBytes: 1_000_000, maxBytes: 2 * size };
  assert.deepEqual(valuesOf((await fetch(client, 'clamped', 0, options)).records), ['a', 'b']);
});

test('any partition with an error is answered at once', async () => {
  await createTopic(client, 'mixed');
  const fields = fetchMessage(client, 'mixed', 0, { maxWaitMs: FOR_EVER_MS });
  fields.topics[0]!.partitions.push(
    newFetchRequestPartition({ partition: 9, fetchOffset: 0, partitionMaxBytes: 1000 }),
  );
  const answer = await client.call(FETCH, fields);
  assert.deepEqual(
    partitionsOf(answer).map(({ partitionIndex, errorCode }) => [partitionIndex, nameOf(errorCode)]),
    [
      [0, 'NONE'],
      [9, 'UNKNOWN_TOPIC_OR_PARTITION'],
    ],
  );
});

test('a topic that is deleted wakes those who wait at its end', async () => {
  await createTopic(client, 'deleted');
  const reader = await broker.connect();
  const byId = fetch(reader, 'deleted', 0, { maxWaitMs: FOR_EVER_MS });
  const other = await broker.connect();
  const byName = fetch(other, 'deleted', 0, { maxWaitMs: FOR_EVER_MS, version: 12 });
  await deleteTopic(client, 'deleted');
  assert.equal(nameOf((await byId).errorCode), 'UNKNOWN_TOPIC_ID');
  assert.equal(nameOf((await byName).errorCode), 'UNKNOWN_TOPIC_OR_PARTITION');
});

test('the first batch comes whole, however small the limits are', async () => {
  await createTopic(client, 'large');
  await fill('large', ['x'.repeat(10_000), 'second']);
  for (const limits of [{ maxBytes: 1 }, { partitionMaxBytes: 1 }, { maxBytes: 0, partitionMaxBytes: 0 }]) {
    const { records } = await fetch(client, 'large', 0, limits);
    assert.deepEqual(valuesOf(records), ['x'.repeat(10_000)]);
  }
});

test('behind the first batch the limit of the partition holds, and only whole batches come', async () => {
  await createTopic(client, 'limited');
  await fill('limited', ['1', '2', '3', '4']);
  const size = batchOf([['k', 'v']]).length;
  for (const [bytes, count] of [
    [2 * size, 2],
    [3 * size - 1, 2],
    [3 * size, 3],
    [100 * size, 4],
  ] as const) {
    assert.equal(batchesOf((await fetch(client, 'limited', 0, { partitionMaxBytes: bytes })).records).length, count);
  }
});

test('the limit of the response is shared by the partitions in their order, and only the first may exceed it', async () => {
  await createTopic(client, 'shared', { partitions: 3 });
  const size = batchOf([['k', 'v']]).length;
  for (const partition of [0, 1, 2]) await fill('shared', ['a', 'b'], partition);
  const counts = async (order: number[], maxBytes: number): Promise<number[]> => {
    const answer = await several('shared', order, { maxBytes, partitionMaxBytes: 1_000_000 });
    return partitionsOf(answer).map(({ records }) => batchesOf(records).length);
  };
  assert.deepEqual(await counts([0, 1, 2], 100 * size), [2, 2, 2]);
  assert.deepEqual(await counts([0, 1, 2], 3 * size), [2, 1, 0]);
  assert.deepEqual(await counts([2, 0, 1], 4 * size), [2, 2, 0]);
  assert.deepEqual(await counts([1, 2, 0], 1), [1, 0, 0]);
});

test('an empty partition does not use up the privilege of the first batch', async () => {
  await createTopic(client, 'gap', { partitions: 2 });
  await fill('gap', ['x'.repeat(5000)], 1);
  const answer = await several('gap', [0, 1], { maxBytes: 10, partitionMaxBytes: 10 });
  assert.deepEqual(
    partitionsOf(answer).map(({ records }) => batchesOf(records).length),
    [0, 1],
  );
});

test('a fetch in the middle of a batch gets the batch from its beginning, compressed or not', async () => {
  await createTopic(client, 'middle');
  const values = ['a', 'b', 'c', 'd'].map((value): [string, string] => ['k', value]);
  await produce(client, 'middle', batchOf(values));
  await produce(client, 'middle', batchOf(values, { compression: CompressionType.GZIP }));
  for (let offset = 0; offset < 8; offset++) {
    const [first] = batchesOf((await fetch(client, 'middle', offset)).records);
    assert.equal(recordBatch.baseOffset(first!.buffer, first!.at), offset < 4 ? 0 : 4);
    assert.equal(recordBatch.recordsCount(first!.buffer, first!.at), 4);
  }
});

test('the log end is empty and no error; beyond it and below the log start is OFFSET_OUT_OF_RANGE', async () => {
  await createTopic(client, 'range');
  await fill('range', ['a', 'b']);
  const end = await fetch(client, 'range', 2);
  assert.deepEqual([nameOf(end.errorCode), end.highWatermark, recordsOf(end.records)], ['NONE', 2, []]);
  for (const offset of [3, 1_000_000, -1]) {
    const { errorCode, records } = await fetch(client, 'range', offset, { maxWaitMs: FOR_EVER_MS });
    assert.deepEqual([nameOf(errorCode), recordsOf(records)], ['OFFSET_OUT_OF_RANGE', []]);
  }
});

test('read_committed reads what read_uncommitted reads where there are no transactions, with an empty list of aborted ones', async () => {
  await createTopic(client, 'committed');
  await fill('committed', ['a']);
  for (let version = 4; version <= 18; version++) {
    const data = await fetch(client, 'committed', 0, { version, isolationLevel: 1 });
    assert.deepEqual(valuesOf(data.records), ['a']);
    assert.deepEqual(data.abortedTransactions, []);
    assert.equal(data.lastStableOffset, 1);
  }
  const atEnd = await fetch(client, 'committed', 1, { isolationLevel: 1 });
  assert.deepEqual([atEnd.errorCode, recordsOf(atEnd.records)], [0, []]);
});

test('a topic that does not exist is UNKNOWN_TOPIC_OR_PARTITION by name and UNKNOWN_TOPIC_ID by id', async () => {
  assert.equal(nameOf((await fetch(client, 'missing', 0, { version: 12 })).errorCode), 'UNKNOWN_TOPIC_OR_PARTITION');
  assert.equal(nameOf((await fetch(client, 'missing', 0)).errorCode), 'UNKNOWN_TOPIC_ID');
  await createTopic(client, 'one');
  for (const partition of [1, -1]) {
    assert.equal(nameOf((await fetch(client, 'one', 0, { partition })).errorCode), 'UNKNOWN_TOPIC_OR_PARTITION');
  }
});

test('a leader epoch of the past is FENCED_LEADER_EPOCH, one of the future UNKNOWN_LEADER_EPOCH, and -1 asks for no check', async () => {
  await createTopic(client, 'epochs');
  await fill('epochs', ['a']);
  for (const [currentLeaderEpoch, error] of [
    [-1, 'NONE'],
    [0, 'NONE'],
    [1, 'UNKNOWN_LEADER_EPOCH'],
  ] as const) {
    assert.equal(nameOf((await fetch(client, 'epochs', 0, { currentLeaderEpoch })).errorCode), error);
  }
});

test('a last fetched epoch that ends before the fetch offset is told where it ends', async () => {
  await createTopic(client, 'diverged');
  await fill('diverged', ['a', 'b']);
  const same = await fetch(client, 'diverged', 2, { lastFetchedEpoch: 0 });
  assert.deepEqual([same.errorCode, same.divergingEpoch.epoch], [0, -1]);
  const ahead = await fetch(client, 'diverged', 1, { lastFetchedEpoch: 7, maxWaitMs: FOR_EVER_MS });
  assert.equal(nameOf(ahead.errorCode), 'OFFSET_OUT_OF_RANGE');
});

test('fetches of followers are NOT_LEADER_OR_FOLLOWER, as no replica is one', async () => {
  await createTopic(client, 'followed');
  for (const [version, fields] of [
    [12, { replicaId: 2 }],
    [17, { replicaState: { replicaId: 2, replicaEpoch: 1 } }],
  ] as const) {
    const message = { ...fetchMessage(client, 'followed', 0), ...fields };
    const answer = await client.call(FETCH, message, version);
    assert.equal(nameOf(partitionsOf(answer)[0]!.errorCode), 'NOT_LEADER_OR_FOLLOWER');
  }
});

test('a fetch that names nothing is answered at once', async () => {
  const message = fetchMessage(client, 'none', 0, { maxWaitMs: FOR_EVER_MS, fields: { topics: [] } });
  const answer = await client.call(FETCH, message);
  assert.deepEqual([answer.errorCode, answer.sessionId, answer.responses], [0, 0, []]);
});

test('a client that goes away, in order or not, takes its waiting fetch along', async () => {
  const world = new SimulatedBroker(1);
  let waiting = 0;
  const { env } = world.machine;
  const after: Scheduler['after'] = (delayMs, task) => {
    const timer = env.scheduler.after(delayMs, task);
    if (delayMs < FOR_EVER_MS / 2) return timer;
    waiting++;
    return {
      cancel: () => {
        waiting--;
        timer.cancel();
      },
    };
  };
  await world.start({ ...env, scheduler: { ...env.scheduler, after } });
  await world.run(async () => createTopic(await world.connect(), 'left'));
  const others = waiting;
  for (let i = 0; i < 10; i++) {
    const leaving = await world.run(() => world.connect());
    fetch(leaving, 'left', 0, { maxWaitMs: FOR_EVER_MS, version: 12 }).catch(() => undefined);
    await world.world.until(() => waiting === others + 1);
    if (i % 2 === 0) leaving.close();
    else leaving.finish();
    await world.world.until(() => waiting === others, 1000);
  }
  await world.close();
});

test('what was written before a restart is read behind it, from the files', async () => {
  await createTopic(client, 'kept', { configs: { 'segment.bytes': '1048576' } });
  const values = Array.from({ length: 30 }, (_, i) => `${i}`.padStart(100_000, 'x'));
  await fill('kept', values);
  await broker.restart();
  client = await broker.connect();
  const read: (string | null)[] = [];
  while (read.length < values.length) {
    const { records, highWatermark } = await fetch(client, 'kept', read.length, { partitionMaxBytes: 250_000 });
    assert.equal(highWatermark, values.length);
    read.push(...valuesOf(records));
  }
  assert.deepEqual(read, values);
  const fenced = await fetch(client, 'kept', 0, { currentLeaderEpoch: 0 });
  assert.equal(nameOf(fenced.errorCode), 'NONE', 'an orderly restart changes no leader');
});
