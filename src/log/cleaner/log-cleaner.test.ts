/** What compaction keeps and what it takes away, on one log in a simulated world (Kafka's rules C1 to C4). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompressionType } from '#protocol';
import { batchOf } from '../log.test.support.ts';
import {
  batches,
  compact,
  contents,
  endTransaction,
  openCompacted,
  put,
  QUIET,
  roll,
} from './compaction-world.test.support.ts';

const RETENTION_MS = 10_000;

test('of each key the latest record is left, at its own offset', async () => {
  const world = await openCompacted();
  await put(world, [
    ['a', '1'],
    ['b', '1'],
    ['a', '2'],
  ]);
  await put(world, [
    ['c', '1'],
    ['b', '2'],
  ]);
  await put(world, [['c', '2']]);
  await roll(world);
  await compact(world);
  assert.deepEqual(await contents(world), ['2 a=2', '4 b=2', '5 c=2']);
  const [first] = await batches(world);
  assert.deepEqual([first?.baseOffset, first?.lastOffset], [0, 2]);
  assert.equal(world.log.cleanedOffset, 6);
});

test('a fetch at an offset that is gone gets what comes next', async () => {
  const world = await openCompacted();
  for (let round = 0; round < 5; round++) await put(world, [['a', String(round)]]);
  await roll(world);
  await compact(world);
  const read = await world.finish(world.log.read({ offset: 1, maxBytes: 1000, upperBound: 5, minOneBatch: true }));
  assert.equal(read.endOffset, 5);
  assert.equal(read.isOutOfRange, false);
});

test('what is compacted stays so after a restart, and is not compacted again for nothing', async () => {
  const world = await openCompacted();
  for (let round = 0; round < 30; round++) await put(world, [[`k${round % 3}`, String(round)]]);
  await roll(world);
  await compact(world);
  const before = await contents(world);
  await world.restart();
  assert.deepEqual(await contents(world), before);
  assert.equal(world.log.cleanedOffset, 30);
  assert.equal(await world.finish(world.manager.cleaner.cleanFilthiest()), false);
  assert.match((await world.readFile('cleaner-offset-checkpoint')).toString(), /^0\n1\nt 0 30\n$/);
});

test('small segments become one, and nothing is left of the files they were', async () => {
  const world = await openCompacted({ config: { 'min.cleanable.dirty.ratio': '0' } });
  for (let round = 0; round < 40; round++) await put(world, [[`k${round % 5}`, String(round)]]);
  await roll(world);
  const before = world.log.segments.count;
  await compact(world);
  await put(world, [['k0', 'last']]);
  await roll(world);
  await compact(world);
  await world.simulation.advance(10);
  assert.ok(before > 4 && world.log.segments.count <= 3, `${before} → ${world.log.segments.count}`);
  const names = await world.fileNames();
  assert.deepEqual(
    names.filter((name) => /\.(?:cleaned|swap|deleted)$/.test(name)),
    [],
  );
  // The active one has no file before its first record.
  assert.equal(names.filter((name) => name.endsWith('.log')).length, world.log.segments.count - 1);
});

test('a tombstone stays until delete.retention.ms after it was first met, then it goes', async () => {
  const world = await openCompacted({
    config: { 'delete.retention.ms': String(RETENTION_MS), 'min.cleanable.dirty.ratio': '0' },
  });
  await put(world, [
    ['a', '1'],
    ['b', '1'],
  ]);
  await put(world, [{ key: 'a', value: null, timestamp: 5 }]);
  await roll(world);
  await compact(world);
  assert.deepEqual(await contents(world), ['1 b=1', '2 a=']);
  const tombstone = (await batches(world)).find(({ hasDeleteHorizon }) => hasDeleteHorizon);
  assert.deepEqual(tombstone?.records, [{ offset: 2, key: 'a', value: null, timestamp: 5 }]);
  await world.simulation.advance(RETENTION_MS / 2);
  await put(world, [['x', 'x'.repeat(300)]]);
  await roll(world);
  await compact(world);
  assert.ok((await contents(world)).includes('2 a='));
  await world.simulation.advance(RETENTION_MS);
  await put(world, [['y', 'y'.repeat(400)]]);
  await roll(world);
  await compact(world);
  assert.ok(!(await contents(world)).includes('2 a='));
});

test('records without a key are dropped, and those not stable or in the active segment are left alone', async () => {
  const world = await openCompacted();
  await put(world, [['a', '1']]);
  await put(world, [['a', '2']], { producerId: 7, producerEpoch: 0, baseSequence: 0, transactional: true });
  await put(world, [['a', '3']]);
  await roll(world);
  await put(world, [['a', '4']]);
  await compact(world);
  assert.deepEqual(await contents(world), ['0 a=1', '1 a=2', '2 a=3', '3 a=4']);
  await endTransaction(world, 7, true);
  await roll(world);
  await compact(world);
  assert.deepEqual(await contents(world), ['3 a=4']);
});

test('aborted records go and do not count for their keys; the marker follows when its horizon has passed', async () => {
  const world = await openCompacted({ config: { 'delete.retention.ms': '1000' } });
  await put(world, [['a', 'good']]);
  const producer = { producerId: 9, producerEpoch: 0, transactional: true };
  await put(
    world,
    [
      ['a', 'aborted'],
      ['b', 'aborted'],
    ],
    { ...producer, baseSequence: 0 },
  );
  await endTransaction(world, 9, false);
  await put(world, [['c', '1']], { ...producer, baseSequence: 2 });
  await endTransaction(world, 9, true);
  await roll(world);
  await compact(world);
  assert.deepEqual(await contents(world), ['0 a=good', '4 c=1']);
  const markers = async () =>
    (await batches(world)).filter(({ isControl }) => isControl).map((batch) => batch.baseOffset);
  assert.deepEqual(await markers(), [3, 5]);
  for (let round = 0; round < 3; round++) {
    await world.simulation.advance(2000);
    await put(world, [[`filler ${round}`, 'f'.repeat(400)]]);
    await roll(world);
    await compact(world);
  }
  // That of the abort had nothing left to mark in the second round and was stamped then; that of the commit still has.
  assert.deepEqual(await markers(), [5]);
});

test('the last batch of a producer stays, empty, so that its sequence goes on after a crash', async () => {
  const world = await openCompacted();
  const producer = { producerId: 5, producerEpoch: 0 };
  await put(
    world,
    [
      ['a', '1'],
      ['b', '1'],
    ],
    { ...producer, baseSequence: 0 },
  );
  await put(world, [
    ['a', '2'],
    ['b', '2'],
  ]);
  await roll(world);
  await compact(world);
  const [first] = await batches(world);
  assert.deepEqual([first?.producerId, first?.lastOffset, first?.records.length], [5, 1, 0]);
  for (const name of await world.fileNames()) {
    if (name.endsWith('.snapshot')) await world.removeFile(`t-0/${name}`);
  }
  await world.kill();
  const again = world.append(batchOf([{ key: 'a' }, { key: 'b' }], { ...producer, baseSequence: 0 }));
  assert.equal(again.isDuplicate, true);
});

test('compressed batches are compacted like others and stay compressed', async () => {
  for (const compression of [CompressionType.GZIP, CompressionType.SNAPPY, CompressionType.LZ4, CompressionType.ZSTD]) {
    const world = await openCompacted();
    await put(
      world,
      [
        ['a', '1'],
        ['b', '1'],
        ['c', null],
      ],
      { compression },
    );
    await put(world, [['a', '2']], { compression });
    await roll(world);
    await compact(world);
    assert.deepEqual(await contents(world), ['1 b=1', '2 c=', '3 a=2']);
  }
});

test('min.compaction.lag.ms keeps young records, max.compaction.lag.ms takes those that are overdue', async () => {
  const young = await openCompacted({ config: { 'min.compaction.lag.ms': '1000' } });
  await put(young, [
    ['a', '1'],
    ['a', '2'],
  ]);
  await roll(young);
  await compact(young);
  assert.deepEqual(await contents(young), ['0 a=1', '1 a=2']);
  await young.simulation.advance(1001);
  await compact(young);
  assert.deepEqual(await contents(young), ['1 a=2']);

  const config = { 'min.cleanable.dirty.ratio': '1', 'max.compaction.lag.ms': '5000' };
  const overdue = await openCompacted({ config });
  await put(overdue, [
    ['a', '1'],
    ['a', '2'],
  ]);
  await roll(overdue);
  await compact(overdue);
  assert.deepEqual(await contents(overdue), ['0 a=1', '1 a=2']);
  await overdue.simulation.advance(5001);
  await compact(overdue);
  assert.deepEqual(await contents(overdue), ['1 a=2']);
});

test('with room for few keys a log is compacted in several rounds', async () => {
  const world = await openCompacted({
    config: { 'min.cleanable.dirty.ratio': '0' },
    settings: { cleaner: { ...QUIET, dedupeBufferBytes: 24 * 16 } },
  });
  for (let round = 0; round < 60; round++) await put(world, [[`k${round % 20}`, String(round)]]);
  await roll(world);
  await compact(world);
  assert.ok(world.manager.cleaner.totals.rounds > 1);
  assert.equal((await contents(world)).length, 20);
  assert.ok((await contents(world)).every((line) => Number(line.split('=')[1]) >= 40));
});

test('compact,delete also deletes by age; an empty policy does neither', async () => {
  const both = await openCompacted({ config: { 'cleanup.policy': 'compact,delete', 'retention.ms': '1000' } });
  await put(both, [
    ['a', '1'],
    ['a', '2'],
  ]);
  await roll(both);
  await compact(both);
  await both.simulation.advance(2000);
  await both.finish(both.manager.deleteOldSegments());
  assert.deepEqual(await contents(both), []);
  const neither = await openCompacted({ config: { 'cleanup.policy': '', 'retention.ms': '1000' } });
  await put(neither, [
    ['a', '1'],
    ['a', '2'],
  ]);
  await roll(neither);
  await neither.simulation.advance(2000);
  await compact(neither);
  await neither.finish(neither.manager.deleteOldSegments());
  assert.equal((await contents(neither)).length, 2);
});

test('a batch that is not sound leaves its log as it is, with a line that says where', async () => {
  const world = await openCompacted();
  await put(world, [['a', '1']]);
  await put(world, [['a', '2']]);
  await roll(world);
  await world.restart();
  const name = 't-0/00000000000000000000.log';
  const bytes = await world.readFile(name);
  bytes[65] = bytes[65]! ^ 0xff;
  await world.writeFile(name, bytes);
  assert.equal(await world.finish(world.manager.cleaner.cleanFilthiest()), true);
  assert.equal(await world.finish(world.manager.cleaner.cleanFilthiest()), false);
  assert.equal(world.manager.cleaner.totals.uncleanable, 1);
  const errors = world.machine.logLines.filter(({ level }) => level === 'error');
  assert.match(errors[0]?.message ?? '', /t-0 is not compacted: .*0000\.log at 0: .*CRC-32C/);
});

test('a full disk costs the round and nothing else; it is tried again later', async () => {
  const world = await openCompacted();
  await put(world, [['a', '0']]);
  for (let round = 0; round < 19; round++) await put(world, [[`k${round}`, '1']]);
  await put(world, [['a', '1']]);
  await roll(world);
  world.machine.disk.faults.fail('write', 'ENOSPC', { path: /cleaned/ });
  await compact(world);
  assert.equal((await contents(world)).length, 21);
  await world.simulation.advance(15_001);
  await compact(world);
  assert.equal((await contents(world)).length, 20);
});

test('it works by itself, and no faster than it may', async () => {
  const settings = { cleaner: { ...QUIET, isEnabled: true, backoffMs: 1000, maxBytesPerSecond: 1000 } };
  const world = await openCompacted({ settings });
  for (let round = 0; round < 50; round++) await put(world, [['a', String(round)]]);
  await roll(world);
  const bytes = world.log.sizeInBytes;
  await world.simulation.advance(1000 + bytes);
  assert.equal((await contents(world)).length, 50, 'two times the bytes are read at that rate');
  await world.simulation.advance(2 * bytes);
  assert.deepEqual(await contents(world), ['49 a=49']);
});
