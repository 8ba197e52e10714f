/** Opening logs after what may have happened to their files. Crashes by the thousand are in `log-crash.test.ts`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKafkaError } from '#kernel';
import { buildEndTxnMarkerBatch } from '#protocol';
import { batchOf, TestWorld, TOPIC_ID } from './log.test.support.ts';

const SMALL = { 'internal.segment.bytes': '160', 'index.interval.bytes': '0' };
const LOG_0 = 't-0/00000000000000000000.log';
const LOG_2 = 't-0/00000000000000000002.log';

/** Six records in three segments, stopped as asked, with a closed manager; `reopen` opens it again. */
async function stopped(how: 'clean' | 'flushed' | 'killed'): Promise<TestWorld> {
  const world = await TestWorld.open({ config: SMALL });
  const producer = { producerId: 3, producerEpoch: 0 };
  for (let i = 0; i < 6; i++) await world.write(1, { ...producer, baseSequence: i });
  if (how !== 'killed') await world.finish(world.manager.close());
  if (how === 'flushed') await world.removeFile('.kafka_cleanshutdown');
  world.machine = world.machine.kill();
  return world;
}

function logLines(world: TestWorld): string {
  return world.machine.logLines
    .map((line) => `${line.level} ${line.message} ${JSON.stringify(line.fields)}`)
    .join('\n');
}

async function offsets(world: TestWorld): Promise<number[]> {
  return (await world.readAll()).map(([offset]) => offset);
}

test('a torn tail is cut at the first batch that is not sound, and appends go on there', async () => {
  for (let keep = 1; keep < 70; keep += 9) {
    const world = await stopped('killed');
    const bytes = await world.readFile('t-0/00000000000000000004.log');
    await world.writeFile('t-0/00000000000000000004.log', bytes.subarray(0, bytes.length - keep));
    await world.reopen();
    assert.deepEqual(await offsets(world), [0, 1, 2, 3, 4]);
    assert.match(logLines(world), /warn Cutting off \d+ bytes/);
    assert.equal((await world.write(1)).baseOffset, 5);
  }
});

test('zeros behind the last batch are cut off', async () => {
  const world = await stopped('killed');
  const bytes = await world.readFile('t-0/00000000000000000004.log');
  await world.writeFile('t-0/00000000000000000004.log', Buffer.concat([bytes, Buffer.alloc(3000)]));
  await world.reopen();
  assert.deepEqual(await offsets(world), [0, 1, 2, 3, 4, 5]);
  assert.equal((await world.readFile('t-0/00000000000000000004.log')).length, bytes.length);
});

test('a damaged batch above the recovery point takes what follows it along, later segments too', async () => {
  const world = await stopped('killed');
  const bytes = await world.readFile(LOG_2);
  bytes[bytes.length - 1]! ^= 1;
  await world.writeFile(LOG_2, bytes);
  await world.reopen();
  assert.deepEqual(await offsets(world), [0, 1, 2]);
  assert.deepEqual((await world.fileNames()).filter((name) => name.endsWith('.log')).length, 2);
  assert.equal(world.log.producers.get(3)?.lastSequence, 2);
});

test('a batch whose base offset goes back is damage, though its CRC is right', async () => {
  const world = await stopped('killed');
  const bytes = await world.readFile(LOG_2);
  bytes[7] = 0;
  await world.writeFile(LOG_2, bytes);
  await world.reopen();
  assert.deepEqual(await offsets(world), [0, 1]);
});

for (const [what, damage] of [
  ['a flipped bit', (bytes: Buffer) => ((bytes[bytes.length - 1]! ^= 1), bytes)],
  ['a missing end', (bytes: Buffer) => bytes.subarray(0, bytes.length - 5)],
  ['a page of zeros', (bytes: Buffer) => bytes.fill(0, 75)],
] as const) {
  test(`${what} below the recovery point keeps that log offline and untouched, and the others are served`, async () => {
    const world = await stopped('flushed');
    await world.reopen();
    await world.finish(world.manager.create({ topic: 'other', partition: 0, topicId: TOPIC_ID, config: world.config }));
    await world.finish(world.manager.close());
    await world.removeFile('.kafka_cleanshutdown');
    world.machine = world.machine.kill();
    const name = 't-0/00000000000000000004.log';
    const damaged = Buffer.from(damage(await world.readFile(name)));
    await world.writeFile(name, damaged);
    const failure = await world.reopen().then(
      () => null,
      (error: unknown) => error,
    );
    assert.ok(isKafkaError(failure, 'KAFKA_STORAGE_ERROR'), 'it is not made anew either');
    const reason = world.manager.offlineReason('t', 0);
    assert.ok(reason?.code === 'CORRUPT_LOG');
    assert.match(reason.message, /t-0 .*flushed up to offset 6; restore the directory \/data\/t-0/s);
    assert.equal(world.manager.get('t', 0), undefined);
    assert.ok(world.manager.get('other', 0) !== undefined);
    assert.deepEqual(await world.readFile(name), damaged);
  });
}

test('a log that ends before its recovery point is offline', async () => {
  const world = await stopped('flushed');
  await world.removeFile('t-0/00000000000000000004.log');
  await assert.rejects(world.reopen(), (error) => isKafkaError(error, 'KAFKA_STORAGE_ERROR'));
  assert.match(
    world.manager.offlineReason('t', 0)!.message,
    /ends at offset 4, although it had been flushed up to offset 6/,
  );
});

test('a message of format 1 is named as such, and nothing is cut', async () => {
  const world = await stopped('killed');
  // Offset 0, size 18, CRC-32, magic 1, attributes 0, timestamp 5, key and value null: 22 bytes of message.
  const old = Buffer.from('0000000000000000000000160000000001000000000000000005ffffffffffffffff', 'hex');
  const { crc32 } = await import('node:zlib');
  old.writeUInt32BE(crc32(old.subarray(16)), 12);
  await world.writeFile(LOG_0, old);
  await assert.rejects(world.reopen());
  assert.match(world.manager.offlineReason('t', 0)!.message, /message formats 0 and 1 are not supported/);
  assert.deepEqual(await world.readFile(LOG_0), old);
});

test('lost and damaged indexes are made anew, with the same contents', async () => {
  const world = await stopped('clean');
  const files = [
    't-0/00000000000000000000.index',
    't-0/00000000000000000002.timeindex',
    't-0/00000000000000000004.index',
  ];
  const contents = await Promise.all(files.map((name) => world.readFile(name)));
  await world.removeFile(files[0]!);
  await world.writeFile(files[1]!, Buffer.alloc(7, 1));
  await world.removeFile(files[2]!);
  await world.reopen();
  assert.deepEqual(await offsets(world), [0, 1, 2, 3, 4, 5]);
  assert.notEqual(await world.finish(world.log.maxTimestamp(6)), null);
  for (let i = 0; i < 2; i++) {
    const indexes = world.log.segments.at(i)!.indexes!;
    assert.deepEqual(
      i === 0 ? indexes.offsets.encode() : indexes.times.encode().length,
      i === 0 ? contents[0] : contents[1]!.length,
    );
  }
  await world.finish(world.manager.close());
  assert.deepEqual(await world.readFile(files[2]!), contents[2]);
});

test('a damaged snapshot is passed over for an older one and the log behind it', async () => {
  const world = await stopped('clean');
  await world.writeFile('t-0/00000000000000000006.snapshot', Buffer.alloc(56, 7));
  await world.writeFile('t-0/00000000000000000004.snapshot', '');
  await world.reopen();
  assert.equal(world.log.producers.get(3)?.lastSequence, 5);
  assert.equal((await world.write(1, { producerId: 3, producerEpoch: 0, baseSequence: 6 })).errorCode, 0);
});

test('lost leader epochs are found in the batches', async () => {
  const world = await stopped('killed');
  await world.removeFile('t-0/leader-epoch-checkpoint');
  await world.reopen();
  assert.equal(world.log.latestEpoch, 0);
  assert.deepEqual(world.log.endOffsetForEpoch(0), { epoch: 0, endOffset: 6 });
});

test('a damaged transaction index is made anew', async () => {
  const world = await TestWorld.open({ config: { 'internal.segment.bytes': '400' } });
  const producer = { producerId: 3, producerEpoch: 0 };
  world.append(batchOf([{}], { ...producer, baseSequence: 0, transactional: true }), { isTransactionVerified: true });
  const marker = buildEndTxnMarkerBatch({ committed: false, timestamp: 1, ...producer, coordinatorEpoch: 0 });
  world.append(marker, { origin: 'coordinator' });
  for (let i = 0; i < 6; i++) await world.write(1);
  await world.finish(world.manager.close());
  await world.writeFile('t-0/00000000000000000000.txnindex', Buffer.alloc(35));
  world.machine = world.machine.kill();
  await world.reopen();
  assert.deepEqual(world.log.abortedTransactions(0, 2), [{ producerId: 3, firstOffset: 0 }]);
});

test('files of interrupted deletions, writes and compactions go, and finished compactions take their place', async () => {
  const world = await stopped('clean');
  const compacted = await world.readFile(LOG_0);
  await world.writeFile('t-0/00000000000000000000.log.swap', compacted.subarray(0, 75));
  await world.writeFile('t-0/00000000000000000000.index.swap', '');
  await world.writeFile('t-0/00000000000000000004.log.cleaned', 'unfinished');
  await world.writeFile('t-0/00000000000000000004.log.swap', 'part of the same');
  await world.writeFile('t-0/00000000000000000009.log.deleted', 'gone');
  await world.writeFile('t-0/leader-epoch-checkpoint.tmp', '0\n');
  await world.writeFile('t-0/00000000000000000099.index', '');
  await world.reopen();
  const odd = (await world.fileNames()).filter((name) => !/^\d{20}\.(log|index|timeindex|snapshot)$/.test(name));
  assert.deepEqual(odd, ['leader-epoch-checkpoint', 'partition.metadata']);
  assert.ok(!(await world.fileNames()).includes('00000000000000000099.index'));
  assert.equal((await world.readFile(LOG_0)).length, 75);
});

test('segments below the log start offset that a crash brought back are removed again', async () => {
  const world = await stopped('clean');
  await world.writeFile('log-start-offset-checkpoint', '0\n1\nt 0 3\n');
  await world.reopen();
  assert.deepEqual([world.log.logStartOffset, world.log.segments.first.baseOffset], [3, 2]);
  assert.deepEqual(await offsets(world), [3, 4, 5]);
});

test('after an orderly end nothing is checked anew; after a kill the recovery tells how far it is', async () => {
  const clean = await stopped('clean');
  clean.machine.disk.faults.intercept = (operation) => {
    const isSecond = operation.kind === 'open' && operation.path.endsWith('00000000000000000002.log');
    assert.ok(!isSecond, 'a segment that needs no look is opened');
    return null;
  };
  // Producers that wrote of late have their last batches looked up; these did not.
  clean.simulation.jumpClock(3_600_000);
  await clean.reopen();
  const killed = await stopped('killed');
  const { LogManager } = await import('./index.ts');
  const reports: number[][] = [];
  const opening = LogManager.open(killed.machine.env, {
    directories: ['/data'],
    nodeId: 1,
    topicConfig: () => killed.config,
    settings: killed.settings,
    onProgress: ({ logsDone, logsTotal, bytesChecked }) => reports.push([logsDone, logsTotal, bytesChecked]),
  });
  await killed.machine.finish(opening);
  assert.deepEqual(reports.at(-1)?.slice(0, 2), [1, 1]);
  assert.ok(reports.at(-1)![2]! > 400);
});

test('after a clean stop a log’s directory is synced once, by its first append, before a byte of it is written', async () => {
  for (const flushAck of ['fsync', 'page-cache']) {
    const world = await TestWorld.open({ config: { 'flush.ack': flushAck } });
    await world.write(1);
    await world.finish(world.manager.close());
    world.machine = world.machine.kill();
    const mutations: string[] = [];
    world.machine.disk.faults.intercept = ({ kind, path }) => {
      if (path.startsWith('/data/t-0') && ['syncDirectory', 'write'].includes(kind)) mutations.push(kind);
      return null;
    };
    await world.reopen();
    assert.deepEqual(mutations, [], flushAck);
    await world.write(1);
    await world.write(1);
    assert.deepEqual(mutations, ['syncDirectory', 'write', 'write'], flushAck);
  }
});

test('a log that was not stopped cleanly has its directory synced before it is served', async () => {
  const world = await stopped('killed');
  let syncs = 0;
  world.machine.disk.faults.intercept = ({ kind, path }) => {
    if (kind === 'syncDirectory' && path === '/data/t-0') syncs++;
    return null;
  };
  await world.reopen();
  assert.ok(syncs > 0);
});
