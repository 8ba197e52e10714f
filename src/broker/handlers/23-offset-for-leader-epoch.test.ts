/** Leader epochs, by which readers notice that a log was cut (KIP-320): rules E1 and F9. A crash begins a new one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Errors,
  newOffsetForLeaderEpochRequest,
  offsetForLeaderEpochRequest,
  offsetForLeaderEpochResponse,
  recordBatch,
  type OffsetForLeaderEpochResponseEpochEndOffset,
} from '#protocol';
import { metadataOf } from '../admin.testing.ts';
import { batchOf, type TestClient } from '../broker.testing.ts';
import { batchesOf, createTopic, fetch, listOffset, produce, recordsOf } from '../requests.testing.ts';
import { SimulatedBroker } from '../simulation.testing.ts';

/** Offsets 0 and 1 are of epoch 0, offset 2 of epoch 1. */
async function withTwoEpochs(work: (client: TestClient) => Promise<void>): Promise<void> {
  const broker = new SimulatedBroker(1);
  await broker.start();
  const topicId = await broker.run(async () => {
    const client = await broker.connect();
    const id = await createTopic(client, 'a');
    for (const value of ['0', '1']) await produce(client, 'a', batchOf([['k', value]], { timestamp: broker.now() }));
    return id;
  });
  await broker.killAndStart();
  await broker.run(async () => {
    const client = await broker.connect();
    client.topicIds.set('a', topicId);
    await produce(client, 'a', batchOf([['k', '2']], { timestamp: broker.now() }));
    await work(client);
  });
  await broker.close();
}

async function endOf(
  client: TestClient,
  leaderEpoch: number,
  { topic = 'a', currentLeaderEpoch = -1, version = 4 } = {},
): Promise<OffsetForLeaderEpochResponseEpochEndOffset> {
  const partitions = [{ partition: 0, currentLeaderEpoch, leaderEpoch }];
  const request = newOffsetForLeaderEpochRequest({ replicaId: -1, topics: [{ topic, partitions }] });
  const codecs = [offsetForLeaderEpochRequest, offsetForLeaderEpochResponse] as const;
  return (await client.call(codecs, request, version)).topics[0]!.partitions[0]!;
}

const nameOf = (errorCode: number): string | undefined =>
  Object.values(Errors).find(({ code }) => code === errorCode)?.name;

test('a crash begins a new leader epoch, which Metadata tells and new batches carry', () =>
  withTwoEpochs(async (client) => {
    assert.equal((await metadataOf(client, 'a')).partitions[0]!.leaderEpoch, 1);
    const batches = batchesOf((await fetch(client, 'a', 0)).records);
    assert.deepEqual(
      batches.map(({ buffer, at }) => recordBatch.partitionLeaderEpoch(buffer, at)),
      [0, 0, 1],
    );
  }));

test('the newest epoch ends at the log end, an older one where the next began, and nothing is known of a future one', () =>
  withTwoEpochs(async (client) => {
    for (let version = 2; version <= 4; version++) {
      for (const [asked, epoch, end] of [
        [1, 1, 3],
        [0, 0, 2],
        [2, -1, -1],
        [100, -1, -1],
      ] as const) {
        const { errorCode, leaderEpoch, endOffset } = await endOf(client, asked, { version });
        assert.deepEqual([errorCode, leaderEpoch, endOffset], [0, epoch, end], `epoch ${asked}`);
      }
    }
  }));

test('OffsetForLeaderEpoch of what does not exist, or by a client with another epoch, is refused', () =>
  withTwoEpochs(async (client) => {
    const errorOf = async (options: { topic?: string; currentLeaderEpoch?: number }): Promise<string | undefined> =>
      nameOf((await endOf(client, 0, options)).errorCode);
    assert.equal(await errorOf({ topic: 'missing' }), 'UNKNOWN_TOPIC_OR_PARTITION');
    assert.equal(await errorOf({ currentLeaderEpoch: 0 }), 'FENCED_LEADER_EPOCH');
    assert.equal(await errorOf({ currentLeaderEpoch: 2 }), 'UNKNOWN_LEADER_EPOCH');
    assert.equal(await errorOf({ currentLeaderEpoch: 1 }), 'NONE');
  }));

test('Fetch and ListOffsets fence clients with an older epoch and send those with a newer one away', () =>
  withTwoEpochs(async (client) => {
    for (const [currentLeaderEpoch, error] of [
      [0, 'FENCED_LEADER_EPOCH'],
      [2, 'UNKNOWN_LEADER_EPOCH'],
      [1, 'NONE'],
    ] as const) {
      assert.equal(nameOf((await fetch(client, 'a', 0, { currentLeaderEpoch })).errorCode), error);
      assert.equal(nameOf((await listOffset(client, 'a', -1, { currentLeaderEpoch })).errorCode), error);
    }
  }));

test('a fetcher whose last epoch ended before its offset learns at once where, and gets no records', () =>
  withTwoEpochs(async (client) => {
    const diverged = await fetch(client, 'a', 3, { lastFetchedEpoch: 0, maxWaitMs: 500_000 });
    assert.deepEqual([diverged.errorCode, recordsOf(diverged.records)], [0, []]);
    assert.deepEqual([diverged.divergingEpoch.epoch, diverged.divergingEpoch.endOffset], [0, 2]);
    const agreed = await fetch(client, 'a', 2, { lastFetchedEpoch: 0 });
    assert.deepEqual([agreed.divergingEpoch.epoch, recordsOf(agreed.records).length], [-1, 1]);
  }));

test('ListOffsets tells the epoch of the offset it found', () =>
  withTwoEpochs(async (client) => {
    assert.equal((await listOffset(client, 'a', -2)).leaderEpoch, 0);
    assert.equal((await listOffset(client, 'a', -1)).leaderEpoch, 1);
    const found = await listOffset(client, 'a', 0);
    assert.deepEqual([found.offset, found.leaderEpoch], [0, 0]);
  }));
