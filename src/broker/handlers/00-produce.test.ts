/** What a Produce may hold, what becomes of it, and how it is answered: broker rules P1 to P9. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  buildEndTxnMarkerBatch,
  buildEmptyBatch,
  CompressionType,
  contiguous,
  Errors,
  newProduceRequest,
  recordBatch,
  RecordBatchBuilder,
  ZERO_UUID,
  type ProduceResponsePartitionProduceResponse,
} from '#protocol';
import { batchOf, encodeRequest, startTestBroker, type TestBroker, type TestClient } from '../broker.testing.ts';
import {
  batchesOf,
  createTopic,
  fetch,
  listOffset,
  PRODUCE,
  produce,
  produceMessage,
  recordsOf,
  valuesOf,
} from '../requests.testing.ts';
import { SimulatedBroker } from '../simulation.testing.ts';

const RECORD: [string, string][] = [['k', 'v']];
const HOUR_MS = 3_600_000;

let broker: TestBroker;
let client: TestClient;
before(async () => {
  broker = await startTestBroker();
  client = await broker.connect();
  await createTopic(client, 'plain');
});
after(() => broker.stop());

const nameOf = ({ errorCode }: ProduceResponsePartitionProduceResponse): string | undefined =>
  Object.values(Errors).find(({ code }) => code === errorCode)?.name;

async function endOf(topic: string): Promise<number> {
  return (await listOffset(client, topic, -1)).offset;
}

/** Refused with this error, and nothing of it was appended. */
async function assertRefused(
  topic: string,
  records: Buffer | null,
  error: string,
  version?: number,
): Promise<ProduceResponsePartitionProduceResponse> {
  const before = await endOf(topic);
  const answer = await produce(client, topic, records, version === undefined ? {} : { version });
  assert.equal(nameOf(answer), error);
  assert.equal(answer.baseOffset, -1);
  assert.equal(await endOf(topic), before, 'nothing was appended');
  return answer;
}

function withChecksum(batch: Buffer, change: (batch: Buffer) => void): Buffer {
  change(batch);
  recordBatch.stampChecksum(batch, 0);
  return batch;
}

test('every version of Produce from 3 to 13 appends, and tells offset and log start as far as it has room', async () => {
  await createTopic(client, 'versions');
  for (let version = 3; version <= 13; version++) {
    const answer = await produce(client, 'versions', batchOf([['k', `v${version}`]]), { version });
    assert.equal(nameOf(answer), 'NONE');
    assert.equal(answer.baseOffset, version - 3);
    assert.equal(answer.logAppendTimeMs, -1);
    assert.equal(answer.logStartOffset, version >= 5 ? 0 : -1);
  }
  const { records } = await fetch(client, 'versions', 0);
  assert.deepEqual(
    valuesOf(records),
    Array.from({ length: 11 }, (_, i) => `v${i + 3}`),
  );
});

test('Produce versions 0 to 2 are claimed for librdkafka, but cost the connection', async () => {
  for (const version of [0, 1, 2, 14]) {
    const other = await broker.connect();
    const frame = encodeRequest(PRODUCE[0], newProduceRequest(), { version: 3, correlationId: 1, clientId: 'old' });
    frame.writeInt16BE(version, 6);
    other.send(frame);
    await other.whenClosed();
  }
});

test('a partition takes exactly one record batch, no more and no less', async () => {
  const one = batchOf(RECORD);
  await assertRefused('plain', Buffer.concat([one, batchOf(RECORD)]), 'INVALID_RECORD');
  await assertRefused('plain', Buffer.alloc(0), 'INVALID_RECORD');
  await assertRefused('plain', null, 'INVALID_RECORD');
  await assertRefused('plain', batchOf(RECORD).subarray(0, one.length - 1), 'INVALID_RECORD');
});

test('the old message formats 0 and 1, and formats of the future, are refused with a reason', async () => {
  for (const magic of [0, 1, 3, 127]) {
    const batch = withChecksum(batchOf(RECORD), (bytes) => bytes.writeInt8(magic, 16));
    const answer = await assertRefused('plain', batch, 'INVALID_RECORD');
    assert.match(answer.errorMessage ?? '', /\w/);
  }
});

test('zstd is UNSUPPORTED_COMPRESSION_TYPE before version 7 and welcome from then on', async () => {
  const batch = (): Buffer => batchOf(RECORD, { compression: CompressionType.ZSTD });
  await assertRefused('plain', batch(), 'UNSUPPORTED_COMPRESSION_TYPE', 6);
  assert.equal(nameOf(await produce(client, 'plain', batch(), { version: 7 })), 'NONE');
});

test('a batch with a wrong checksum is CORRUPT_MESSAGE, whichever byte behind it was changed', async () => {
  const good = batchOf([['key', 'value']]);
  for (const at of [17, 22, 23, 35, 43, 57, good.length - 1]) {
    const batch = batchOf([['key', 'value']]);
    batch[at] = batch[at]! ^ 0x40;
    await assertRefused('plain', batch, 'CORRUPT_MESSAGE');
  }
});

test('a batch whose counts contradict each other or its bytes is refused', async () => {
  const three = (): Buffer => batchOf([...RECORD, ...RECORD, ...RECORD]);
  await assertRefused(
    'plain',
    withChecksum(three(), (b) => b.writeInt32BE(2, 57)),
    'INVALID_RECORD',
  );
  await assertRefused(
    'plain',
    withChecksum(three(), (b) => b.writeInt32BE(3, 23)),
    'INVALID_RECORD',
  );
  const two = withChecksum(three(), (b) => {
    b.writeInt32BE(1, 23);
    b.writeInt32BE(2, 57);
  });
  await assertRefused('plain', two, 'INVALID_RECORD');
  const none = withChecksum(three(), (b) => {
    b.writeInt32BE(-1, 23);
    b.writeInt32BE(0, 57);
  });
  await assertRefused('plain', none, 'INVALID_RECORD');
  await assertRefused('plain', buildEmptyBatch({ lastOffset: 0, maxTimestamp: Date.now() }), 'INVALID_RECORD');
});

test('a batch whose base offset is not 0 is refused', async () => {
  const batch = batchOf(RECORD);
  recordBatch.stampBaseOffset(batch, 0, 5);
  await assertRefused('plain', batch, 'INVALID_RECORD');
});

test('control batches are not for clients', async () => {
  const marker = buildEndTxnMarkerBatch({
    committed: true,
    timestamp: Date.now(),
    producerId: 1,
    producerEpoch: 0,
    coordinatorEpoch: 0,
  });
  await assertRefused('plain', marker, 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED');
  const builder = new RecordBatchBuilder();
  builder.append(Date.now(), Buffer.from([0, 0, 0, 0]), Buffer.from([0, 0, 0, 0, 0, 0]));
  await assertRefused('plain', builder.build({ control: true }), 'INVALID_RECORD');
});

test('a producer id without a sequence is refused, and a transactional batch without a transactional id', async () => {
  const noSequence = batchOf(RECORD, { producer: { producerId: 5, producerEpoch: 0, baseSequence: -1 } });
  await assertRefused('plain', noSequence, 'INVALID_RECORD');
  const producer = { producerId: 5, producerEpoch: 0, baseSequence: 0, transactional: true };
  await assertRefused('plain', batchOf(RECORD, { producer }), 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED');
});

test('a batch above max.message.bytes is MESSAGE_TOO_LARGE by its compressed size', async () => {
  await createTopic(client, 'small', { configs: { 'max.message.bytes': '1000' } });
  const large: [string, string][] = [['k', 'x'.repeat(1000)]];
  await assertRefused('small', batchOf(large), 'MESSAGE_TOO_LARGE');
  const compressed = batchOf(large, { compression: CompressionType.GZIP });
  assert.equal(nameOf(await produce(client, 'small', compressed)), 'NONE');
});

test('a batch above segment.bytes is RECORD_LIST_TOO_LARGE', async () => {
  await createTopic(client, 'segments', { configs: { 'segment.bytes': '1048576', 'max.message.bytes': '5000000' } });
  await assertRefused('segments', batchOf([['k', 'x'.repeat(1_100_000)]]), 'RECORD_LIST_TOO_LARGE');
});

test('the broker stamps base offset and leader epoch, and every other byte comes back as it was sent', async () => {
  await createTopic(client, 'stamped');
  for (const compression of [
    CompressionType.NONE,
    CompressionType.GZIP,
    CompressionType.SNAPPY,
    CompressionType.LZ4,
    CompressionType.ZSTD,
  ]) {
    const sent = batchOf(
      [
        ['a', 'b'],
        ['c', null],
      ],
      { compression },
    );
    const copy = Buffer.from(sent);
    const { baseOffset } = await produce(client, 'stamped', sent);
    const stored = contiguous((await fetch(client, 'stamped', baseOffset)).records!);
    recordBatch.stampBaseOffset(copy, 0, baseOffset);
    recordBatch.stampPartitionLeaderEpoch(copy, 0, 0);
    assert.deepEqual(stored, copy);
  }
});

test('with LogAppendTime records get the time of the broker, and the answer tells it', async () => {
  await createTopic(client, 'append-time', { configs: { 'message.timestamp.type': 'LogAppendTime' } });
  const begun = Date.now();
  const answer = await produce(
    client,
    'append-time',
    batchOf(
      [
        ['k', 'v'],
        ['k', 'w'],
      ],
      { timestamp: 1000 },
    ),
  );
  assert.equal(nameOf(answer), 'NONE');
  assert.ok(answer.logAppendTimeMs >= begun && answer.logAppendTimeMs <= Date.now());
  const { records } = await fetch(client, 'append-time', 0);
  const [batch] = batchesOf(records);
  assert.ok(recordBatch.isLogAppendTime(batch!.buffer, 0));
  assert.equal(recordBatch.maxTimestamp(batch!.buffer, 0), answer.logAppendTimeMs);
  assert.deepEqual(
    recordsOf(records).map(({ timestamp }) => timestamp),
    [answer.logAppendTimeMs, answer.logAppendTimeMs],
  );
});

test("a batch that claims the broker's timestamp type is INVALID_TIMESTAMP", async () => {
  const builder = new RecordBatchBuilder();
  builder.append(Date.now(), null, Buffer.from('v'));
  await assertRefused('plain', builder.build({ logAppendTime: Date.now() }), 'INVALID_TIMESTAMP');
});

test('compression.type brings every batch into its form, and the records are the same', async () => {
  const codecs = ['uncompressed', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
  const values = Array.from({ length: 20 }, (_, i): [string, string] => [`k${i}`, `value ${i}`.repeat(50)]);
  for (const [type, name] of codecs.entries()) {
    await createTopic(client, `as-${name}`, { configs: { 'compression.type': name } });
    for (let compression = 0; compression < codecs.length; compression++) {
      const batch = batchOf(values, { compression: compression as CompressionType });
      const { baseOffset } = await produce(client, `as-${name}`, batch);
      assert.equal(baseOffset, compression * values.length);
      const { records } = await fetch(client, `as-${name}`, baseOffset);
      const [stored] = batchesOf(records);
      assert.equal(recordBatch.compressionType(stored!.buffer, 0), type);
      assert.deepEqual(
        recordsOf(records).map(({ key, value }) => [key, value]),
        values,
      );
    }
  }
});

test('a batch above max.message.bytes is refused also where the topic would compress it, or grow it past that', async () => {
  await createTopic(client, 'shrunk', { configs: { 'compression.type': 'gzip', 'max.message.bytes': '1000' } });
  await assertRefused('shrunk', batchOf([['k', 'x'.repeat(2000)]]), 'MESSAGE_TOO_LARGE');
  await createTopic(client, 'grown', { configs: { 'compression.type': 'uncompressed', 'max.message.bytes': '1000' } });
  const packed = batchOf([['k', 'x'.repeat(2000)]], { compression: CompressionType.GZIP });
  await assertRefused('grown', packed, 'MESSAGE_TOO_LARGE');
});

test('requests that follow one that is recompressed are appended behind it', async () => {
  await createTopic(client, 'ordered', { configs: { 'compression.type': 'zstd' } });
  const large = batchOf([['k', 'large'.repeat(20_000)]]);
  const requests = [large, batchOf([['k', 'b']], { compression: CompressionType.ZSTD }), batchOf([['k', 'c']])];
  const answers = await Promise.all(requests.map((records) => produce(client, 'ordered', records)));
  assert.deepEqual(
    answers.map(({ baseOffset }) => baseOffset),
    [0, 1, 2],
  );
});

test('a compacted topic refuses records without a key, names them from version 8 on, and appends none of the batch', async () => {
  await createTopic(client, 'compacted', { configs: { 'cleanup.policy': 'compact' } });
  const batch = (): Buffer =>
    batchOf([
      ['k', 'v'],
      [null, 'v'],
      ['k', 'v'],
      [null, 'v'],
    ]);
  assert.deepEqual((await assertRefused('compacted', batch(), 'INVALID_RECORD', 7)).recordErrors, []);
  for (const version of [8, 13]) {
    const answer = await assertRefused('compacted', batch(), 'INVALID_RECORD', version);
    assert.deepEqual(
      answer.recordErrors.map(({ batchIndex }) => batchIndex),
      [1, 3],
    );
    assert.match(answer.recordErrors[0]!.batchIndexErrorMessage ?? '', /key/);
    assert.match(answer.errorMessage ?? '', /record/);
  }
  const packed = batchOf([[null, 'v']], { compression: CompressionType.LZ4 });
  await assertRefused('compacted', packed, 'INVALID_RECORD');
  assert.equal(nameOf(await produce(client, 'compacted', batchOf(RECORD))), 'NONE');
});

test('timestamps too far from the clock are INVALID_TIMESTAMP, by default an hour ahead', async () => {
  const now = Date.now();
  await assertRefused('plain', batchOf(RECORD, { timestamp: now + 2 * HOUR_MS }), 'INVALID_TIMESTAMP');
  assert.equal(nameOf(await produce(client, 'plain', batchOf(RECORD, { timestamp: now + HOUR_MS / 2 }))), 'NONE');
  assert.equal(nameOf(await produce(client, 'plain', batchOf(RECORD, { timestamp: 0 }))), 'NONE');
  await createTopic(client, 'recent', { configs: { 'message.timestamp.before.max.ms': String(HOUR_MS) } });
  const answer = await assertRefused('recent', batchOf(RECORD, { timestamp: now - 2 * HOUR_MS }), 'INVALID_TIMESTAMP');
  assert.deepEqual(
    answer.recordErrors.map(({ batchIndex }) => batchIndex),
    [0],
  );
  assert.equal(nameOf(await produce(client, 'recent', batchOf(RECORD, { timestamp: now - HOUR_MS / 2 }))), 'NONE');
});

test('a topic that does not exist is UNKNOWN_TOPIC_OR_PARTITION by name and UNKNOWN_TOPIC_ID by id', async () => {
  const byName = await produce(client, 'missing', batchOf(RECORD), { version: 12 });
  assert.equal(nameOf(byName), 'UNKNOWN_TOPIC_OR_PARTITION');
  assert.equal(nameOf(await produce(client, 'missing', batchOf(RECORD))), 'UNKNOWN_TOPIC_ID');
  for (const partition of [1, -1, 2 ** 31 - 1]) {
    for (const version of [12, 13]) {
      const answer = await produce(client, 'plain', batchOf(RECORD), { partition, version });
      assert.equal(nameOf(answer), 'UNKNOWN_TOPIC_OR_PARTITION');
    }
  }
});

test('one partition that is refused leaves the others of the request alone', async () => {
  await createTopic(client, 'mixed', { partitions: 2 });
  const topicId = client.topicIds.get('mixed')!;
  const partitionData = [0, 1, 2].map((index) => {
    const records = batchOf(RECORD);
    if (index === 0) records[records.length - 1]! ^= 1;
    return { index, records };
  });
  const topicData = [
    { name: 'mixed', topicId, partitionData },
    { name: '', topicId: ZERO_UUID, partitionData: [{ index: 0, records: batchOf(RECORD) }] },
  ];
  const { responses } = await client.call(PRODUCE, newProduceRequest({ acks: -1, timeoutMs: 1000, topicData }));
  assert.deepEqual(
    responses.map(({ partitionResponses }) => partitionResponses.map((one) => [one.index, nameOf(one)])),
    [
      [
        [0, 'CORRUPT_MESSAGE'],
        [1, 'NONE'],
        [2, 'UNKNOWN_TOPIC_OR_PARTITION'],
      ],
      [[0, 'UNKNOWN_TOPIC_ID']],
    ],
  );
});

test('acks other than -1, 0 and 1 are INVALID_REQUIRED_ACKS, and nothing is appended', async () => {
  const before = await endOf('plain');
  for (const acks of [2, -2, 32767]) {
    assert.equal(nameOf(await produce(client, 'plain', batchOf(RECORD), { acks })), 'INVALID_REQUIRED_ACKS');
  }
  assert.equal(await endOf('plain'), before);
  for (const acks of [-1, 1]) assert.equal(nameOf(await produce(client, 'plain', batchOf(RECORD), { acks })), 'NONE');
});

test('a request behind a Produce on the same connection sees its records, sent at once or not', async () => {
  await createTopic(client, 'pipelined');
  for (let i = 1; i <= 20; i++) {
    const [produced, listed] = await Promise.all([
      produce(client, 'pipelined', batchOf(RECORD), { acks: i % 2 === 0 ? 1 : -1 }),
      listOffset(client, 'pipelined', -1),
    ]);
    assert.equal(listed.offset, produced.baseOffset + 1);
  }
});

test('acks=0 has no answer at all, and what follows on the connection sees the records', async () => {
  await createTopic(client, 'silent');
  const message = produceMessage(client, 'silent', batchOf(RECORD), { acks: 0 });
  client.send(encodeRequest(PRODUCE[0], message, { version: 13, correlationId: 4711, clientId: 'test' }));
  assert.equal((await produce(client, 'silent', batchOf(RECORD))).baseOffset, 1);
});

test('with acks=0 an error closes the connection', async () => {
  const other = await broker.connect();
  const message = produceMessage(other, 'missing', batchOf(RECORD), { acks: 0 });
  other.send(encodeRequest(PRODUCE[0], message, { version: 12, correlationId: 1, clientId: 'test' }));
  await other.whenClosed();
  const lines = broker.logLines.filter(({ message: line }) => line.includes('acks=0'));
  assert.equal(lines.length, 1);
  assert.match(lines[0]!.message, /UNKNOWN_TOPIC_OR_PARTITION for missing-0/);
});

test('records that a client sends with acks=0 before it closes are kept', async () => {
  await createTopic(client, 'farewell');
  const other = await broker.connect();
  const frames = Array.from({ length: 50 }, (_, i) => {
    const message = produceMessage(other, 'farewell', batchOf([['k', `v${i}`]]), { acks: 0 });
    return encodeRequest(PRODUCE[0], message, { version: 13, correlationId: i, clientId: 'test' });
  });
  other.send(Buffer.concat(frames));
  other.finish();
  await other.whenClosed();
  const size = 50 * batchOf([['k', 'v10']]).length - 10;
  const { records } = await fetch(client, 'farewell', 0, { minBytes: size, maxWaitMs: 30_000 });
  assert.deepEqual(
    valuesOf(records),
    Array.from({ length: 50 }, (_, i) => `v${i}`),
  );
});

test('internal topics are written by nobody but the admin client', async () => {
  const admin = await broker.connect();
  admin.clientId = '__admin_client';
  await createTopic(admin, '__consumer_offsets').catch(() => undefined);
  assert.equal(
    nameOf(await produce(client, '__consumer_offsets', batchOf(RECORD), { version: 12 })),
    'INVALID_TOPIC_EXCEPTION',
  );
  const allowed = await produce(admin, '__consumer_offsets', batchOf(RECORD), { version: 12, partition: 0 });
  assert.equal(nameOf(allowed), 'NONE');
});

test('acks=-1 below min.insync.replicas is NOT_ENOUGH_REPLICAS before anything is appended; acks=1 does not mind', async () => {
  await createTopic(client, 'insync', { configs: { 'min.insync.replicas': '2' } });
  await assertRefused('insync', batchOf(RECORD), 'NOT_ENOUGH_REPLICAS');
  assert.equal(nameOf(await produce(client, 'insync', batchOf(RECORD), { acks: 1 })), 'NONE');
});

test('a disk that takes longer than timeout_ms brings REQUEST_TIMED_OUT, and the records stay', async () => {
  const slow = new SimulatedBroker(1);
  await slow.start();
  await slow.run(async () => {
    const other = await slow.connect();
    await createTopic(other, 'slow');
    const producer = { producerId: 7, producerEpoch: 0, baseSequence: 0 };
    const batch = (): Buffer => batchOf(RECORD, { producer, timestamp: slow.now() });
    const { faults } = slow.machine.disk;
    const { latencyMs } = faults;
    faults.latencyMs = ({ kind }) => (kind === 'datasync' ? 60_000 : 0.1);
    const timedOut = await produce(other, 'slow', batch(), { timeoutMs: 1000 });
    assert.equal(nameOf(timedOut), 'REQUEST_TIMED_OUT');
    assert.equal(recordsOf((await fetch(other, 'slow', 0)).records).length, 0, 'nothing is shown before it is safe');
    faults.latencyMs = latencyMs;
    // The producer tries again; its records are there already, and safe when it is told so.
    const again = await produce(other, 'slow', batch(), { timeoutMs: 120_000 });
    assert.deepEqual([nameOf(again), again.baseOffset], ['NONE', 0]);
    assert.equal(recordsOf((await fetch(other, 'slow', 0)).records).length, 1);
  });
  await slow.close();
});
