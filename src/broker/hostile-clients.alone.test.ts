/**
 * What clients do wrong, by mistake or on purpose: each gets Kafka's own error or loses its own connection, is named in
 * one line of the log, costs bounded memory, and touches nobody else.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import {
  CompressionType,
  createTopicsRequest,
  createTopicsResponse,
  Errors,
  metadataRequest,
  metadataResponse,
  newCreateTopicsRequest,
  newCreateTopicsRequestCreatableTopic,
  newMetadataRequest,
  recordBatch,
  ZERO_UUID,
} from '#protocol';
import { batchOf, encodeRequest, startTestBroker, type TestBroker, type TestClient } from './broker.testing.ts';
import { memoryInUse } from './memory.testing.ts';
import {
  createTopic,
  FETCH,
  fetch,
  fetchMessage,
  produce,
  PRODUCE,
  produceMessage,
  withBroker,
} from './requests.testing.ts';
import { requestVectors } from './request-vectors.testing.ts';

const MIB = 1024 * 1024;

let broker: TestBroker;
let honest: TestClient;
before(async () => {
  broker = await startTestBroker();
  honest = await broker.connect();
  await createTopic(honest, 'a');
});
after(() => broker.stop());

const nameOf = (errorCode: number): string | undefined =>
  Object.values(Errors).find(({ code }) => code === errorCode)?.name;

async function assertServed(client = honest): Promise<void> {
  const { errorCode, baseOffset } = await produce(client, 'a', batchOf([['k', 'v']]), { version: 12 });
  assert.equal(errorCode, 0);
  assert.ok((await fetch(client, 'a', baseOffset, { version: 12 })).highWatermark > baseOffset);
}

/** What these bytes bring: the connection is closed, with one line in the log, and others are served. */
async function assertClosed(bytes: Uint8Array, reason: RegExp): Promise<void> {
  broker.logLines.length = 0;
  const hostile = await broker.connect();
  hostile.send(bytes);
  await hostile.whenClosed();
  const lines = broker.logLines.filter(({ level }) => level === 'warn' || level === 'error');
  assert.equal(lines.length, 1, lines.map(({ message }) => message).join('; '));
  assert.match(lines[0]!.message, reason);
  assert.equal(lines[0]!.fields['client'], '127.0.0.1');
  await assertServed();
}

function lengthOnly(length: number, rest: Uint8Array = Buffer.alloc(0)): Buffer {
  const frame = Buffer.alloc(4);
  frame.writeInt32BE(length);
  return Buffer.concat([frame, rest]);
}

/** Opens connections, says so, and closes them when its input ends. */
const SILENT_CLIENTS = `
  const [port, count] = process.argv.slice(1).map(Number);
  const connect = () => new Promise((resolve, reject) => {
    const socket = require('node:net').connect(port, '127.0.0.1', resolve).on('error', reject);
  });
  (async () => {
    for (let open = 0; open < count; open += 200) {
      await Promise.all(Array.from({ length: Math.min(200, count - open) }, connect));
    }
    process.stdout.write('open');
    process.stdin.on('end', () => process.exit()).resume();
  })();
`;

function openFilesLimit(): number {
  const { userLimits } = process.report.getReport() as { userLimits: { open_files: { soft: number | string } } };
  return Number(userLimits.open_files.soft) || 1_000_000;
}

test('a frame that announces a negative length or more than socket.request.max.bytes', async () => {
  for (const length of [-1, -2_147_483_648, 100 * MIB + 1, 2_147_483_647]) {
    await assertClosed(lengthOnly(length, Buffer.alloc(100)), /announces/);
  }
});

test('a frame that announces more than its request has, or less', async () => {
  const [vector] = requestVectors().filter(({ apiKey }) => apiKey === 3);
  const body = vector!.frame.subarray(4);
  await assertClosed(lengthOnly(0), /header/);
  await assertClosed(lengthOnly(7, body.subarray(0, 7)), /header/);
  await assertClosed(lengthOnly(body.length - 1, body), /Metadata|header|announces|API/);
});

test('a frame that announces 100 MiB and sends little of it holds little', async () => {
  const before = memoryInUse();
  const hostile = await Promise.all(Array.from({ length: 200 }, () => broker.connect()));
  for (const one of hostile) one.send(lengthOnly(100 * MIB, Buffer.alloc(1000)));
  await assertServed();
  const grown = memoryInUse() - before;
  assert.ok(grown < 64 * MIB, `${grown} bytes for 200 announcements`);
  for (const one of hostile) one.close();
  await Promise.all(hostile.map((one) => one.whenClosed()));
});

test('HTTP, TLS and noise are no requests', async () => {
  await assertClosed(Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'), /announces/);
  await assertClosed(Buffer.from('16030100', 'hex'), /speaks TLS/);
});

test('counts of elements and lengths of strings that a request does not have', async () => {
  for (const [version, at] of [
    [0, 14],
    [9, 15],
  ] as const) {
    const message = newMetadataRequest({ topics: [{ topicId: ZERO_UUID, name: 'abc' }] });
    const frame = encodeRequest(metadataRequest, message, { version, correlationId: 1, clientId: 'test' });
    for (const byte of [0x7f, 0x40]) {
      const damaged = Buffer.from(frame);
      damaged[4 + at] = byte;
      await assertClosed(damaged, /Metadata/);
    }
  }
});

test('batches with a wrong checksum, a wrong count or too many bytes are refused, and the connection goes on', async () => {
  const hostile = await broker.connect();
  const wrongChecksum = batchOf([['k', 'v']]);
  wrongChecksum[wrongChecksum.length - 1]! ^= 1;
  assert.equal(nameOf((await produce(hostile, 'a', wrongChecksum)).errorCode), 'CORRUPT_MESSAGE');
  const wrongCount = batchOf([['k', 'v']]);
  wrongCount.writeInt32BE(1000, 57);
  wrongCount.writeInt32BE(999, 23);
  recordBatch.stampChecksum(wrongCount, 0);
  assert.equal(nameOf((await produce(hostile, 'a', wrongCount)).errorCode), 'INVALID_RECORD');
  const tooLarge = batchOf([['k', 'x'.repeat(2 * MIB)]]);
  assert.equal(nameOf((await produce(hostile, 'a', tooLarge)).errorCode), 'MESSAGE_TOO_LARGE');
  const lying = batchOf([['k', 'v']]);
  lying.writeInt32BE(0x7fffffff, 8);
  assert.equal(nameOf((await produce(hostile, 'a', lying)).errorCode), 'INVALID_RECORD');
  await assertServed(hostile);
});

test('a batch that unpacks to more than there may be is refused where it is opened, and keeps nothing', async () => {
  // Keys are looked at where the topic is compacted.
  await createTopic(honest, 'compacted', { configs: { 'cleanup.policy': 'compact' } });
  const bomb = 'x'.repeat(140 * MIB);
  for (const compression of [CompressionType.GZIP, CompressionType.ZSTD]) {
    const batch = batchOf([['k', bomb]], { compression });
    assert.ok(batch.length < MIB, `${batch.length} bytes are sent`);
    const before = memoryInUse();
    assert.equal(nameOf((await produce(honest, 'compacted', batch)).errorCode), 'INVALID_RECORD');
    const kept = memoryInUse() - before;
    assert.ok(kept < 8 * MIB, `${kept} bytes are kept`);
    await assertServed();
  }
});

test('a topic called ../x makes no file, whoever asks for it', async () => {
  const client = await broker.connect();
  const directories = async (): Promise<string[]> =>
    (await readdir(broker.directory)).filter((name) => /-\d+$/.test(name));
  const before = await directories();
  const names = ['../x', '..', '.', 'a/b', '/etc/x', 'a\0b', '', 'x'.repeat(250)];
  for (const name of names) {
    const asked = newMetadataRequest({ topics: [{ topicId: ZERO_UUID, name }], allowAutoTopicCreation: true });
    const { topics } = await client.call([metadataRequest, metadataResponse], asked);
    assert.equal(nameOf(topics[0]!.errorCode), 'INVALID_TOPIC_EXCEPTION', JSON.stringify(name));
    const topic = newCreateTopicsRequestCreatableTopic({ name, numPartitions: 1, replicationFactor: 1 });
    const request = newCreateTopicsRequest({ topics: [topic], timeoutMs: 1000 });
    const created = await client.call([createTopicsRequest, createTopicsResponse], request);
    assert.equal(nameOf(created.topics[0]!.errorCode), 'INVALID_TOPIC_EXCEPTION', JSON.stringify(name));
    const produced = await produce(client, name, batchOf([['k', 'v']]), { version: 12 });
    assert.equal(nameOf(produced.errorCode), 'UNKNOWN_TOPIC_OR_PARTITION');
    assert.equal(nameOf((await fetch(client, name, 0, { version: 12 })).errorCode), 'UNKNOWN_TOPIC_OR_PARTITION');
  }
  assert.deepEqual(await directories(), before);
});

test('a request for more partitions than can be is refused and creates nothing', async () => {
  const client = await broker.connect();
  for (const numPartitions of [2_147_483_647, 10_001, 0, -2]) {
    const topic = newCreateTopicsRequestCreatableTopic({ name: 'huge', numPartitions, replicationFactor: 1 });
    const request = newCreateTopicsRequest({ topics: [topic], timeoutMs: 1000 });
    const { topics } = await client.call([createTopicsRequest, createTopicsResponse], request);
    assert.notEqual(topics[0]!.errorCode, 0, String(numPartitions));
  }
  await assertServed();
});

test('10,000 connections that send nothing cost little, and others are served', async () => {
  const count = Math.min(10_000, openFilesLimit() - 1000);
  const before = memoryInUse();
  // In a process of their own, so that each end has its own limit of open files.
  const child = spawn(process.execPath, ['-e', SILENT_CLIENTS, String(broker.port), String(count)]);
  await once(child.stdout, 'data');
  await assertServed();
  const each = (memoryInUse() - before) / count;
  assert.ok(each < 16 * 1024, `${each} bytes for a connection`);
  child.stdin.end();
  await once(child, 'exit');
  await assertServed();
});

test('a client that never reads its answers stops itself, in bounded memory, and nobody else', () =>
  withBroker(async (client, restarted) => {
    await createTopic(client, 'large');
    await createTopic(client, 'a');
    for (let i = 0; i < 4; i++) await produce(client, 'large', batchOf([['k', 'x'.repeat(MIB - 1000)]]));
    // From now on it is read from the file, anew for each answer.
    await restarted.restart();
    const other = await restarted.connect();
    const deaf = await restarted.connect();
    deaf.connection.pause();
    const frame = encodeRequest(FETCH[0], fetchMessage(deaf, 'large', 0), {
      version: 18,
      correlationId: 1,
      clientId: 'd',
    });
    const before = memoryInUse();
    deaf.send(Buffer.concat(Array.from({ length: 80 }, () => frame)));
    for (let i = 0; i < 50; i++) await assertServed(other);
    const grown = memoryInUse() - before;
    // All of its answers would be 320 MB.
    assert.ok(grown < 64 * MIB, `${grown} bytes for a client that does not read`);
    deaf.connection.resume();
    for (let i = 0; i < 80; i++) assert.equal((await deaf.answer()).readInt32BE(0), 1);
  }));

test('senders that stop in the middle of their frames share queued.max.request.bytes, and nobody waits for them', () =>
  withBroker(
    async (client, limited) => {
      await createTopic(client, 'a');
      const hostile = await Promise.all(Array.from({ length: 60 }, () => limited.connect()));
      const before = memoryInUse();
      for (const one of hostile) one.send(lengthOnly(50 * MIB, Buffer.alloc(MIB)));
      for (let i = 0; i < 20; i++) await assertServed(client);
      const grown = memoryInUse() - before;
      assert.ok(grown < 150 * MIB, `${grown} bytes`);
      assert.equal(limited.logLines.length, 0, 'they were not waited for until their time was up');
      for (const one of hostile) one.close();
      await Promise.all(hostile.map((one) => one.whenClosed()));
      const large = batchOf([['k', 'x'.repeat(MIB - 1000)]]);
      assert.equal((await produce(client, 'a', large, { version: 12 })).errorCode, 0);
    },
    { 'queued.max.request.bytes': String(4 * MIB) },
  ));

test('max.connections.per.ip closes who comes too many, and takes others when there is room', async () => {
  for (const configs of [
    { 'max.connections.per.ip': '3' },
    { 'max.connections.per.ip': '100', 'max.connections.per.ip.overrides': '127.0.0.1:3' },
  ]) {
    await withBroker(async (client, limited) => {
      await createTopic(client, 'a');
      const others = [await limited.connect(), await limited.connect()];
      for (const one of others) await assertServed(one);
      const surplus = await limited.connect();
      await surplus.whenClosed();
      assert.equal(limited.logLines.filter(({ message }) => /max\.connections/.test(message)).length, 1);
      others[0]!.close();
      await others[0]!.whenClosed();
      let next = await limited.connect();
      // The broker learns of the closing in a turn of its own.
      while (
        !(await assertServed(next).then(
          () => true,
          () => false,
        ))
      )
        next = await limited.connect();
      await assertServed(client);
    }, configs);
  }
});

test('a storm of faults is logged in few lines, with a count of the rest', () =>
  withBroker(async (client, storm) => {
    await createTopic(client, 'a');
    for (let round = 0; round < 10; round++) {
      const hostile = await Promise.all(Array.from({ length: 50 }, () => storm.connect()));
      for (const one of hostile) one.send(lengthOnly(-1));
      await Promise.all(hostile.map((one) => one.whenClosed()));
    }
    const lines = storm.logLines.filter(({ message }) => message.includes('announces'));
    assert.ok(lines.length >= 20 && lines.length < 250, `${lines.length} lines for 500 faults`);
    await assertServed(client);
  }));

test('a client whose produce is cut off in the middle leaves nothing behind', async () => {
  const header = { version: 12, correlationId: 1, clientId: 'cut' };
  const whole = encodeRequest(PRODUCE[0], produceMessage(honest, 'a', batchOf([['k', 'cut']])), header);
  const { highWatermark } = await fetch(honest, 'a', 0);
  for (const length of [1, 4, 20, whole.length - 1]) {
    const hostile = await broker.connect();
    hostile.send(whole.subarray(0, length));
    hostile.finish();
    await hostile.whenClosed();
  }
  assert.equal((await fetch(honest, 'a', 0)).highWatermark, highWatermark);
});
