import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  deleteRecordsRequest,
  deleteRecordsResponse,
  Errors,
  newDeleteRecordsRequest,
  type DeleteRecordsResponsePartitionResult,
} from '#protocol';
import { batchOf, startTestBroker, type TestBroker, type TestClient } from '../broker.testing.ts';
import { createTopic, fetch, listOffset, produce, valuesOf } from '../requests.testing.ts';

let broker: TestBroker;
let client: TestClient;
before(async () => {
  broker = await startTestBroker();
  client = await broker.connect();
});
after(() => broker.stop());

async function filled(topic: string, configs: Record<string, string> = {}): Promise<void> {
  await createTopic(client, topic, { configs });
  for (const value of ['0', '1', '2', '3']) await produce(client, topic, batchOf([['k', value]]));
}

async function deleteBefore(
  topic: string,
  offset: number,
  { partition = 0, version = 2 } = {},
): Promise<DeleteRecordsResponsePartitionResult> {
  const topics = [{ name: topic, partitions: [{ partitionIndex: partition, offset }] }];
  const request = newDeleteRecordsRequest({ topics, timeoutMs: 10_000 });
  const answer = await client.call([deleteRecordsRequest, deleteRecordsResponse], request, version);
  return answer.topics[0]!.partitions[0]!;
}

const nameOf = (errorCode: number): string | undefined =>
  Object.values(Errors).find(({ code }) => code === errorCode)?.name;

test('every version of DeleteRecords moves the log start, which all other APIs show at once', async () => {
  await filled('a');
  for (let version = 0; version <= 2; version++) {
    const { errorCode, lowWatermark } = await deleteBefore('a', version + 1, { version });
    assert.deepEqual([errorCode, lowWatermark], [0, version + 1]);
    assert.equal((await listOffset(client, 'a', -2)).offset, version + 1);
    assert.equal(nameOf((await fetch(client, 'a', version)).errorCode), 'OFFSET_OUT_OF_RANGE');
    const { records, logStartOffset } = await fetch(client, 'a', version + 1);
    assert.equal(logStartOffset, version + 1);
    assert.equal(valuesOf(records).at(-1), '3');
  }
  assert.equal((await produce(client, 'a', batchOf([['k', 'v']]))).logStartOffset, 3);
});

test('-1 stands for the high watermark and deletes all there is', async () => {
  await filled('all');
  assert.equal((await deleteBefore('all', -1)).lowWatermark, 4);
  assert.equal((await listOffset(client, 'all', -2)).offset, 4);
  assert.equal((await fetch(client, 'all', 4)).errorCode, 0);
  assert.equal((await produce(client, 'all', batchOf([['k', 'v']]))).baseOffset, 4);
});

test('an offset above the high watermark or below 0 is OFFSET_OUT_OF_RANGE and moves nothing', async () => {
  await filled('range');
  for (const offset of [5, 1_000_000, -2]) {
    const { errorCode, lowWatermark } = await deleteBefore('range', offset);
    assert.deepEqual([nameOf(errorCode), lowWatermark], ['OFFSET_OUT_OF_RANGE', -1]);
  }
  assert.equal((await listOffset(client, 'range', -2)).offset, 0);
});

test('an offset below the log start is a success that moves nothing back', async () => {
  await filled('back');
  await deleteBefore('back', 3);
  const { errorCode, lowWatermark } = await deleteBefore('back', 1);
  assert.deepEqual([errorCode, lowWatermark], [0, 3]);
});

test('topics that are only compacted answer POLICY_VIOLATION, those that are deleted as well do not', async () => {
  await filled('compacted', { 'cleanup.policy': 'compact' });
  assert.equal(nameOf((await deleteBefore('compacted', 1)).errorCode), 'POLICY_VIOLATION');
  await filled('both', { 'cleanup.policy': 'compact,delete' });
  assert.equal((await deleteBefore('both', 1)).lowWatermark, 1);
});

test('what does not exist is UNKNOWN_TOPIC_OR_PARTITION', async () => {
  await filled('here');
  assert.equal(nameOf((await deleteBefore('missing', 1)).errorCode), 'UNKNOWN_TOPIC_OR_PARTITION');
  assert.equal(nameOf((await deleteBefore('here', 1, { partition: 4 })).errorCode), 'UNKNOWN_TOPIC_OR_PARTITION');
});

test('the log start stays where it was moved to over a restart', async () => {
  await filled('kept');
  await deleteBefore('kept', 2);
  await broker.restart();
  client = await broker.connect();
  assert.equal((await listOffset(client, 'kept', -2)).offset, 2);
  assert.equal((await listOffset(client, 'kept', -1)).offset, 4);
});
