/** Retention and DeleteRecords (rule C5): what goes, when, and that it stays gone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKafkaError } from '#kernel';
import { batchOf, TestWorld } from './log.test.support.ts';

/** Two batches of 75 bytes fill a segment. */
const SMALL = { 'internal.segment.bytes': '160', 'file.delete.delay.ms': '1000' };

async function worldWith(config: Readonly<Record<string, string>>): Promise<TestWorld> {
  return await TestWorld.open({ config: { ...SMALL, ...config } });
}

function bases(world: TestWorld): number[] {
  return world.log.segments.toArray().map((segment) => segment.baseOffset);
}

async function logFiles(world: TestWorld): Promise<string[]> {
  return (await world.fileNames()).filter((name) => name.includes('.log')).map((name) => name.replace(/^0+(?=\d)/, ''));
}

test('segments whose greatest timestamp is older than retention.ms go, and the log starts later', async () => {
  const world = await worldWith({ 'retention.ms': '5000' });
  for (let i = 0; i < 4; i++) await world.write(1);
  await world.simulation.advance(3000);
  for (let i = 0; i < 2; i++) await world.write(1);
  assert.deepEqual(bases(world), [0, 2, 4]);
  await world.simulation.advance(3000);
  const starts: number[] = [];
  world.log.onLogStartOffset = (log) => starts.push(log.logStartOffset);
  assert.equal(await world.finish(world.manager.deleteOldSegments()), 2);
  assert.deepEqual([bases(world), world.log.logStartOffset, starts], [[4], 4, [4]]);
});

test('by time the active segment goes too, after a new one was begun', async () => {
  const world = await worldWith({ 'retention.ms': '1000' });
  await world.write(1);
  await world.simulation.advance(2000);
  await world.finish(world.manager.deleteOldSegments());
  assert.deepEqual([bases(world), world.log.logStartOffset, world.log.logEndOffset], [[1], 1, 1]);
  assert.equal((await world.write(1)).baseOffset, 1);
  await world.kill();
  assert.deepEqual([world.log.logStartOffset, world.log.logEndOffset], [1, 2]);
});

test('the oldest segments go while the rest is still as large as retention.bytes', async () => {
  const world = await worldWith({ 'retention.bytes': '320' });
  for (let i = 0; i < 8; i++) await world.write(1);
  const before = world.log.sizeInBytes;
  await world.finish(world.manager.deleteOldSegments());
  assert.ok(before > 320 + 160 && world.log.sizeInBytes >= 320 && world.log.sizeInBytes < 320 + 160);
});

test('retention runs by itself', async () => {
  const world = await worldWith({ 'retention.ms': '1000' });
  for (let i = 0; i < 4; i++) await world.write(1);
  await world.simulation.advance(300_000);
  assert.equal(world.log.logStartOffset, 4);
});

test('nothing above the high watermark goes, nor anything with cleanup.policy=compact', async () => {
  const world = await worldWith({ 'retention.ms': '1000' });
  await world.write(2);
  world.log.onDurable = null;
  for (let i = 0; i < 4; i++) await world.write(1);
  await world.simulation.advance(2000);
  await world.finish(world.manager.deleteOldSegments());
  assert.equal(world.log.logStartOffset, 2);
  const compacted = await worldWith({ 'retention.ms': '1000', 'cleanup.policy': 'compact' });
  for (let i = 0; i < 4; i++) await compacted.write(1);
  await compacted.simulation.advance(2000);
  assert.equal(await compacted.finish(compacted.manager.deleteOldSegments()), 0);
});

test('a negative retention keeps everything', async () => {
  const world = await worldWith({ 'retention.ms': '-1', 'retention.bytes': '-1' });
  for (let i = 0; i < 4; i++) await world.write(1);
  world.simulation.jumpClock(1e12);
  assert.equal(await world.finish(world.manager.deleteOldSegments()), 0);
  assert.deepEqual(bases(world), [0, 2]);
});

test('deleted files bear .deleted at once and go after file.delete.delay.ms', async () => {
  const world = await worldWith({ 'retention.ms': '1000' });
  for (let i = 0; i < 3; i++) await world.write(1);
  await world.simulation.advance(2000);
  await world.write(1);
  await world.finish(world.manager.deleteOldSegments());
  assert.deepEqual(await logFiles(world), ['0.log.deleted', '2.log']);
  await world.simulation.advance(1100);
  await world.settle();
  assert.deepEqual(
    (await world.fileNames()).filter((name) => name.endsWith('.deleted')),
    [],
  );
  assert.deepEqual(await logFiles(world), ['2.log']);
});

test('a reader of a segment that is being deleted still gets it, later ones are out of range', async () => {
  const world = await worldWith({ 'retention.ms': '1000', 'file.delete.delay.ms': '0' });
  await world.write(1);
  await world.write(1);
  await world.restart();
  await world.write(1);
  const reading = world.log.read({ offset: 0, maxBytes: 1000, upperBound: 3, minOneBatch: true });
  const deleting = world.log.deleteRecordsBefore(2);
  const result = await world.finish(reading);
  assert.ok(result.isOutOfRange || result.endOffset === 2);
  await world.finish(deleting);
  await world.simulation.advance(10);
  const late = await world.finish(world.log.read({ offset: 0, maxBytes: 1000, upperBound: 3, minOneBatch: true }));
  assert.equal(late.isOutOfRange, true);
});

test('DeleteRecords moves the start within a segment and removes whole ones below, for good', async () => {
  const world = await worldWith({});
  for (let i = 0; i < 6; i++) await world.write(1);
  assert.equal(await world.finish(world.log.deleteRecordsBefore(3)), 3);
  assert.deepEqual(bases(world), [2, 4]);
  assert.deepEqual(
    (await world.readAll()).map(([offset]) => offset),
    [3, 4, 5],
  );
  assert.equal((await world.readFile('log-start-offset-checkpoint')).toString(), '0\n1\nt 0 3\n');
  await world.kill();
  assert.equal(world.log.logStartOffset, 3);
});

test('DeleteRecords with -1 goes up to the high watermark, one below the start changes nothing, one above is refused', async () => {
  const world = await worldWith({});
  for (let i = 0; i < 4; i++) await world.write(1);
  await assert.rejects(world.finish(world.log.deleteRecordsBefore(5)), (error) =>
    isKafkaError(error, 'OFFSET_OUT_OF_RANGE'),
  );
  assert.equal(await world.finish(world.log.deleteRecordsBefore(2)), 2);
  assert.equal(await world.finish(world.log.deleteRecordsBefore(1)), 2);
  assert.equal(await world.finish(world.log.deleteRecordsBefore(-1)), 4);
  assert.equal((await world.write(1)).logStartOffset, 4);
});

test('a full segment gets its indexes and a snapshot, and the recovery point passes it only then', async () => {
  const world = await worldWith({ 'index.interval.bytes': '0' });
  const producer = { producerId: 3, producerEpoch: 0 };
  await world.write(1, { ...producer, baseSequence: 0 });
  await world.write(1, { ...producer, baseSequence: 1 });
  world.machine.disk.faults.latencyMs = (operation) => (operation.path.endsWith('.snapshot') ? 30 : 0.1);
  world.append(batchOf([{}], { ...producer, baseSequence: 2 }));
  await world.simulation.advance(15);
  assert.deepEqual([world.log.durableEndOffset, world.log.maintenance.recoveryPoint], [3, 0]);
  await world.settle();
  assert.equal(world.log.maintenance.recoveryPoint, 3);
  const names = (await world.fileNames()).map((name) => name.replace(/^0+(?=\d)/, ''));
  for (const name of ['0.index', '0.timeindex', '2.snapshot']) assert.ok(names.includes(name), name);
});

test('the recovery point and the high watermark are checkpointed now and then', async () => {
  const world = await worldWith({});
  await world.write(1);
  await world.simulation.advance(61_000);
  assert.equal((await world.readFile('recovery-point-offset-checkpoint')).toString(), '0\n1\nt 0 1\n');
  assert.equal((await world.readFile('replication-offset-checkpoint')).toString(), '0\n1\nt 0 1\n');
});
