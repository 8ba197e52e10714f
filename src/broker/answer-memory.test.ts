/** Answers that are read from the disk lie in memory that is used again: never while somebody has yet to take one. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { ReusedBuffers } from '#kernel';
import { type FetchResponse, Reader, responseHeaderVersion } from '#protocol';
import { batchOf, encodeRequest, startTestBroker, type TestBroker, type TestClient } from './broker.testing.ts';
import { createTopic, FETCH, fetchMessage, partitionsOf, produce, recordsOf } from './requests.testing.ts';

const BATCHES = 12;
const BATCH_BYTES = 1_000_000;
const PARTITION_BYTES = BATCHES * BATCH_BYTES;
/** Of an answer with both: more than two sockets hold between them, so that part of it stays with the broker unread. */
const BOTH = [0, 1];
const VERSION = 17;

/** A broker with a topic of two large partitions, each of which has one letter alone, that has to read them from its disk. */
async function startLoaded(context: TestContext): Promise<TestBroker> {
  const broker = await startTestBroker();
  context.after(() => broker.stop());
  const client = await broker.connect();
  await createTopic(client, 'large', { partitions: 2 });
  for (const [partition, letter] of ['a', 'b'].entries()) {
    const batch = batchOf([[null, letter.repeat(BATCH_BYTES)]]);
    for (let i = 0; i < BATCHES; i++) assert.equal((await produce(client, 'large', batch, { partition })).errorCode, 0);
  }
  await broker.restart();
  return broker;
}

function ask(client: TestClient, partitions: readonly number[]): void {
  const message = fetchMessage(client, 'large', 0);
  const topic = message.topics[0]!;
  topic.partitions = partitions.map((partition) => ({ ...topic.partitions[0]!, partition }));
  client.send(encodeRequest(FETCH[0], message, { version: VERSION, correlationId: 0, clientId: 'test' }));
}

/** What the records of the answer consist of. */
async function lettersOf(client: TestClient): Promise<string> {
  const reader = new Reader(await client.answer());
  reader.int32();
  if (responseHeaderVersion(1, VERSION) > 0) reader.skipTags();
  const answer: FetchResponse = FETCH[1].read(reader, VERSION);
  return partitionsOf(answer)
    .map(({ records }) => new Set(recordsOf(records).map(({ value }) => value!)))
    .map((values) => [...values].map((value) => (value === value[0]!.repeat(BATCH_BYTES) ? value[0] : '?')).join(''))
    .join();
}

/** Takes the first bytes of an answer and leaves the rest with the broker. */
async function begin(client: TestClient): Promise<void> {
  await new Promise<void>((resolve) => {
    client.connection.on('data', () => {
      client.connection.pause();
      resolve();
    });
  });
}

test('an answer that a client is slow to take is not overwritten by those of others', async (context) => {
  const broker = await startLoaded(context);
  const [slow, fast] = [await broker.connect(), await broker.connect()];
  ask(slow, BOTH);
  await begin(slow);
  for (let i = 0; i < 10; i++) {
    ask(fast, [1]);
    assert.equal(await lettersOf(fast), 'b');
  }
  const taken = lettersOf(slow);
  slow.connection.on('data', () => slow.connection.resume());
  slow.connection.resume();
  assert.equal(await taken, 'a,b');
});

test('memory comes back when the answer was taken, and when its client goes away instead', async (context) => {
  const broker = await startLoaded(context);
  const giveBack = ReusedBuffers.prototype.giveBack;
  let count = 0;
  let told = Promise.withResolvers<void>();
  context.mock.method(ReusedBuffers.prototype, 'giveBack', function (this: ReusedBuffers, buffer: Buffer) {
    giveBack.call(this, buffer);
    if (buffer.length < PARTITION_BYTES) return;
    count++;
    told.resolve();
  });
  const client = await broker.connect();
  ask(client, [0]);
  assert.equal(await lettersOf(client), 'a');
  await told.promise;
  const leaver = await broker.connect();
  ask(leaver, BOTH);
  await begin(leaver);
  assert.equal(count, 1, 'part of it is still with the broker');
  told = Promise.withResolvers<void>();
  leaver.close();
  await told.promise;
  assert.equal(count, 3);
});
