/** One connection's requests and answers: broker rules W1, W5 to W7. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  apiVersionsRequest,
  apiVersionsResponse,
  newApiVersionsRequest,
  newListOffsetsRequest,
  listOffsetsRequest,
  Reader,
  requestHeaderVersion,
} from '#protocol';
import { batchOf, encodeRequest, startTestBroker, type TestBroker, type TestClient } from './broker.testing.ts';
import {
  createTopic,
  FETCH,
  fetch,
  fetchMessage,
  listOffset,
  produce,
  PRODUCE,
  produceMessage,
} from './requests.testing.ts';
import { frameOf } from './request-vectors.testing.ts';
import { SimulatedBroker } from './simulation.testing.ts';

const FOR_EVER_MS = 600_000;

let broker: TestBroker;
let client: TestClient;
before(async () => {
  broker = await startTestBroker();
  client = await broker.connect();
  await createTopic(client, 'a');
});
after(() => broker.stop());

function apiVersionsFrame(correlationId: number): Buffer {
  return encodeRequest(apiVersionsRequest, newApiVersionsRequest(), { version: 0, correlationId, clientId: null });
}

/** Why connections were closed since the last call. */
function closeReasons(): string[] {
  return broker.logLines
    .splice(0)
    .filter(({ level }) => level === 'warn')
    .map(({ message }) => message);
}

test('answers come in the order of the requests, whatever takes longer', async () => {
  const other = await broker.connect();
  const frames: Buffer[] = [];
  for (let i = 0; i < 40; i++) {
    const header = { correlationId: i, clientId: 'test' };
    const produced = produceMessage(other, 'a', batchOf([['k', 'v']]));
    if (i % 2 === 0) frames.push(encodeRequest(PRODUCE[0], produced, { ...header, version: 13 }));
    else if (i % 5 === 0) frames.push(encodeRequest(FETCH[0], fetchMessage(other, 'a', 0), { ...header, version: 18 }));
    else frames.push(apiVersionsFrame(i));
  }
  other.send(Buffer.concat(frames));
  const order: number[] = [];
  for (let i = 0; i < 40; i++) order.push((await other.answer()).readInt32BE(0));
  assert.deepEqual(
    order,
    Array.from({ length: 40 }, (_, i) => i),
  );
});

test('a fetch that waits holds back what follows on its connection, and nobody else', async () => {
  await createTopic(client, 'waiting');
  const other = await broker.connect();
  const waiting = fetch(other, 'waiting', 0, { maxWaitMs: FOR_EVER_MS });
  let isAnswered = false;
  const following = other
    .call([apiVersionsRequest, apiVersionsResponse], newApiVersionsRequest(), 0)
    .finally(() => (isAnswered = true));
  for (let i = 0; i < 20; i++) assert.equal((await listOffset(client, 'waiting', -1)).offset, 0);
  assert.equal(isAnswered, false);
  await produce(client, 'waiting', batchOf([['k', 'v']]));
  assert.equal((await waiting).highWatermark, 1);
  assert.equal((await following).errorCode, 0);
});

test('requests arrive in any pieces', async () => {
  const other = await broker.connect();
  const header = { version: 13, correlationId: 3, clientId: 'test' };
  const large = encodeRequest(PRODUCE[0], produceMessage(other, 'a', batchOf([['k', 'x'.repeat(100_000)]])), header);
  const stream = Buffer.concat([apiVersionsFrame(1), apiVersionsFrame(2), large, apiVersionsFrame(4)]);
  for (let at = 0; at < 120; at++) other.send(stream.subarray(at, at + 1));
  other.send(stream.subarray(120));
  for (const correlationId of [1, 2, 3, 4]) assert.equal((await other.answer()).readInt32BE(0), correlationId);
});

test('tagged fields that nobody knows are skipped, in the header and in the body', async () => {
  const names = { clientSoftwareName: 'test', clientSoftwareVersion: '1' };
  const header = { version: 3, correlationId: 77, clientId: 'tags' };
  const plain = encodeRequest(apiVersionsRequest, newApiVersionsRequest(names), header).subarray(4);
  assert.equal(requestHeaderVersion(18, 3), 2);
  const headerEnd = 8 + 2 + 'tags'.length;
  assert.deepEqual([plain[headerEnd], plain.at(-1)], [0, 0]);
  const tags = Buffer.from([2, 90, 3, 1, 2, 3, 200, 1, 0]);
  const body = plain.subarray(headerEnd + 1, plain.length - 1);
  client.send(frameOf(Buffer.concat([plain.subarray(0, headerEnd), tags, body, tags])));
  const reader = new Reader(await client.answer());
  assert.equal(reader.int32(), 77);
  assert.equal(apiVersionsResponse.read(reader, 3).errorCode, 0);
});

test('the client id is a plain string in every header, and may be missing or empty', async () => {
  for (const clientId of [null, '', 'ü', 'x'.repeat(10_000)]) {
    for (const version of [0, 3]) {
      const names = { clientSoftwareName: 'test', clientSoftwareVersion: '1' };
      const message = newApiVersionsRequest(version === 0 ? {} : names);
      client.send(encodeRequest(apiVersionsRequest, message, { version, correlationId: 8, clientId }));
      const answer = await client.answer();
      assert.deepEqual([answer.readInt32BE(0), answer.readInt16BE(4)], [8, 0]);
    }
  }
});

test('a request that ends before its fields do costs the connection, named in one line of the log', async () => {
  closeReasons();
  const request = newListOffsetsRequest({ topics: [{ name: 'a', partitions: [] }] });
  for (const version of [1, 11]) {
    const whole = encodeRequest(listOffsetsRequest, request, { version, correlationId: 1, clientId: 'short' });
    for (const length of [whole.length - 5, 12, 10, 3, 0]) {
      const other = await broker.connect();
      other.send(frameOf(whole.subarray(4, 4 + length)));
      await other.whenClosed();
      const reasons = closeReasons();
      assert.equal(reasons.length, 1, `${length} bytes: ${reasons.join('; ')}`);
      assert.match(reasons[0]!, /^connection closed: /);
    }
  }
});

test('an API or a version that is not served costs the connection, named in one line of the log', async () => {
  closeReasons();
  for (const [apiKey, version] of [
    [4, 0],
    [999, 0],
    [-1, 0],
    [2, 0],
    [1, 19],
    [3, 14],
    [3, -1],
    [1, 3],
  ] as const) {
    const other = await broker.connect();
    // With a byte behind it for the tagged fields of newer headers.
    const frame = Buffer.concat([apiVersionsFrame(1).subarray(4), Buffer.from([0])]);
    frame.writeInt16BE(apiKey, 0);
    frame.writeInt16BE(version, 2);
    other.send(frameOf(frame));
    await other.whenClosed();
    const reasons = closeReasons();
    assert.equal(reasons.length, 1);
    assert.match(reasons[0]!, /not served|no API/);
  }
});

test('what came before a bad request is answered before the connection closes', async () => {
  const unknown = apiVersionsFrame(1);
  unknown.writeInt16BE(999, 4);
  const liar = Buffer.from([0x7f, 0xff, 0xff, 0xff]);
  for (const bad of [unknown, liar]) {
    const other = await broker.connect();
    const header = { version: 13, correlationId: 1, clientId: 'test' };
    const good = encodeRequest(PRODUCE[0], produceMessage(other, 'a', batchOf([['k', 'v']])), header);
    other.send(Buffer.concat([good, apiVersionsFrame(2), bad, apiVersionsFrame(3)]));
    assert.equal((await other.answer()).readInt32BE(0), 1);
    assert.equal((await other.answer()).readInt32BE(0), 2);
    await assert.rejects(other.answer());
  }
});

test('a connection without traffic ends after connections.max.idle.ms, one that waits for its fetch does not', async () => {
  const world = new SimulatedBroker(1, { 'connections.max.idle.ms': '5000' });
  await world.start();
  await world.run(async () => {
    const idle = await world.connect();
    const fetching = await world.connect();
    await createTopic(fetching, 'quiet');
    const begun = world.world.monotonic();
    const waiting = fetch(fetching, 'quiet', 0, { maxWaitMs: 60_000 });
    await idle.whenClosed();
    const idleMs = world.world.monotonic() - begun;
    assert.ok(idleMs >= 4900 && idleMs < 8000, `closed after ${idleMs} ms`);
    assert.equal((await waiting).errorCode, 0);
  });
  await world.close();
});

test('a wall clock that jumps ends no connection', async () => {
  const world = new SimulatedBroker(1);
  await world.start();
  await world.run(async () => {
    const idle = await world.connect();
    world.world.jumpClock(86_400_000);
    await new Promise<void>((resolve) => world.clients.env.scheduler.after(5000, resolve));
    await createTopic(idle, 'still-here');
  });
  await world.close();
});

test('a request that is not complete 30 s after its first byte ends its connection, however slowly bytes come', async () => {
  const world = new SimulatedBroker(1);
  await world.start();
  await world.run(async () => {
    const slow = await world.connect();
    let isClosed = false;
    void slow.whenClosed().then(() => (isClosed = true));
    const begun = world.world.monotonic();
    slow.send(Buffer.from([0, 0, 16, 0]));
    while (!isClosed) {
      slow.send(Buffer.from([0]));
      await new Promise<void>((resolve) => world.clients.env.scheduler.after(1000, resolve));
    }
    const openMs = world.world.monotonic() - begun;
    assert.ok(openMs > 29_000 && openMs < 35_000, `open for ${openMs} ms`);
  });
  assert.equal(world.machine.logLines.filter(({ message }) => message.includes('complete')).length, 1);
  await world.close();
});
