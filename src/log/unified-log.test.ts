/** Offsets, segments and reads of one log. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Errors, recordBatch } from '#protocol';
import { batchOf, recordsIn, TestWorld } from './log.test.support.ts';

test('offsets are given in order, and the leader epoch is stamped, without a copy of the batch', async () => {
  const world = await TestWorld.open();
  const batch = batchOf([{}, {}, {}]);
  assert.equal(world.append(batchOf([{}])).baseOffset, 0);
  const result = world.append(batch, { leaderEpoch: 9 });
  assert.deepEqual([result.errorCode, result.baseOffset, result.lastOffset, result.logAppendTimeMs], [0, 1, 3, -1]);
  assert.deepEqual([recordBatch.baseOffset(batch, 0), recordBatch.partitionLeaderEpoch(batch, 0)], [1, 9]);
  await world.settle();
  const read = world.log.read({ offset: 2, maxBytes: 1000, upperBound: 4, minOneBatch: true });
  assert.ok(!(read instanceof Promise));
  assert.equal(read.records[0], batch);
});

test('LogAppendTime stamps the time of the append and makes the CRC anew', async () => {
  const world = await TestWorld.open({ config: { 'message.timestamp.type': 'LogAppendTime' } });
  const batch = batchOf([{ timestamp: 5 }, { timestamp: 7 }]);
  const result = world.append(batch, { now: 1000 });
  assert.equal(result.logAppendTimeMs, 1000);
  assert.ok(recordBatch.isChecksumValid(batch, 0) && recordBatch.isLogAppendTime(batch, 0));
  await world.settle();
  assert.deepEqual(await world.finish(world.log.offsetForTimestamp(1000, 2)), {
    offset: 0,
    timestamp: 1000,
    leaderEpoch: 0,
  });
});

test('a refused append changes nothing', async () => {
  const world = await TestWorld.open();
  const result = world.append(batchOf([{}], { control: true }));
  assert.deepEqual([result.errorCode, result.baseOffset, world.log.logEndOffset], [Errors.INVALID_RECORD.code, -1, 0]);
});

test('a coordinator appends several batches at once, a follower takes offsets and epochs as they come', async () => {
  const world = await TestWorld.open();
  const two = Buffer.concat([batchOf([{}, {}]), batchOf([{}])]);
  assert.deepEqual([world.append(two, { origin: 'coordinator' }).lastOffset, world.log.logEndOffset], [2, 3]);
  const replicated = Buffer.concat([
    batchOf([{}], { baseOffset: 3, partitionLeaderEpoch: 5 }),
    batchOf([{}], { baseOffset: 8, partitionLeaderEpoch: 6 }),
  ]);
  assert.equal(world.append(replicated, { origin: 'replication' }).errorCode, 0);
  assert.deepEqual([world.log.logEndOffset, world.log.latestEpoch], [9, 6]);
  const behind = batchOf([{}], { baseOffset: 8, partitionLeaderEpoch: 6 });
  assert.equal(world.append(behind, { origin: 'replication' }).errorCode, Errors.OFFSET_OUT_OF_RANGE.code);
  await world.settle();
  // Behind the gap the next batch is what there is to read.
  assert.deepEqual(
    (await world.readAll(5)).map(([offset]) => offset),
    [8],
  );
});

test('a batch that does not fit the segment begins a new one (C6)', async () => {
  const world = await TestWorld.open({ config: { 'internal.segment.bytes': '200' } });
  for (let i = 0; i < 5; i++) await world.write(1);
  assert.equal(world.log.segments.count, 3);
  assert.ok(world.log.segments.toArray().every((segment) => segment.size <= 200));
  const names = await world.fileNames();
  for (const offset of [0, 2, 4]) assert.ok(names.includes(`${String(offset).padStart(20, '0')}.log`));
});

test('a segment older than segment.ms by the timestamps of its records is left (C6)', async () => {
  const world = await TestWorld.open({
    config: { 'segment.ms': '1000', 'message.timestamp.after.max.ms': '99999999' },
  });
  const now = world.simulation.now();
  world.append(batchOf([{ timestamp: now }]));
  world.append(batchOf([{ timestamp: now + 1000 }]));
  assert.equal(world.log.segments.count, 1);
  world.append(batchOf([{ timestamp: now + 1001 }]));
  assert.equal(world.log.segments.count, 2);
});

test('a full index begins a new segment (C6)', async () => {
  const world = await TestWorld.open({ config: { 'segment.index.bytes': '24', 'index.interval.bytes': '0' } });
  for (let i = 0; i < 8; i++) world.append(batchOf([{}]));
  assert.ok(world.log.segments.count > 1);
  for (const segment of world.log.segments) assert.ok(segment.indexes!.offsets.count <= 3);
  await world.settle();
});

test('ListOffsets by time finds the first record of that time, also inside a compressed batch (L4)', async () => {
  const world = await TestWorld.open({
    config: { 'internal.segment.bytes': '300', 'message.timestamp.after.max.ms': '9999999' },
  });
  const now = world.simulation.now();
  const times = [[10, 30, 20], [5, 6], [40, 35, 40], [60], [50, 70]];
  for (const [index, list] of times.entries()) {
    const records = list.map((by) => ({ timestamp: now + by, value: 'x'.repeat(40) }));
    world.append(batchOf(records, { compression: (index % 5) as 0 | 1 | 2 | 3 | 4 }), { leaderEpoch: index });
  }
  await world.settle();
  const flat = times.flat();
  for (let by = 0; by <= 71; by++) {
    const offset = flat.findIndex((one) => one >= by);
    const found = await world.finish(world.log.offsetForTimestamp(now + by, 11));
    assert.deepEqual([found?.offset ?? -1, (found?.timestamp ?? now) - now], [offset, offset < 0 ? 0 : flat[offset]]);
  }
  assert.equal((await world.finish(world.log.offsetForTimestamp(now + 31, 11)))?.leaderEpoch, 2);
  assert.equal(await world.finish(world.log.offsetForTimestamp(now + 60, 8)), null, 'not below the bound');
  const max = await world.finish(world.log.maxTimestamp(11));
  assert.deepEqual([max?.offset, max!.timestamp - now], [10, 70]);
  assert.equal(await world.finish(world.log.maxTimestamp(10)), null);
});

test('the greatest timestamp belongs to the first record that has it (L5)', async () => {
  const world = await TestWorld.open();
  world.append(batchOf([{ timestamp: 3 }, { timestamp: 9 }, { timestamp: 9 }]));
  world.append(batchOf([{ timestamp: 9 }]));
  await world.settle();
  assert.deepEqual((await world.finish(world.log.maxTimestamp(4)))?.offset, 1);
});

test('an empty log has no timestamps', async () => {
  const world = await TestWorld.open();
  assert.equal(await world.finish(world.log.maxTimestamp(0)), null);
  assert.equal(await world.finish(world.log.offsetForTimestamp(0, 0)), null);
});

test('a read below the start or above the end is out of range, at the end it is empty', async () => {
  const world = await TestWorld.open();
  await world.write(4);
  await world.finish(world.log.deleteRecordsBefore(2));
  const options = { maxBytes: 1000, upperBound: 4, minOneBatch: true };
  assert.equal((await world.finish(world.log.read({ ...options, offset: 1 }))).isOutOfRange, true);
  assert.equal((await world.finish(world.log.read({ ...options, offset: 5 }))).isOutOfRange, true);
  const end = await world.finish(world.log.read({ ...options, offset: 4 }));
  assert.deepEqual([end.isOutOfRange, end.sizeInBytes, end.endOffset], [false, 0, 4]);
});

test('readForward gives all that is there, also what is not written yet', async () => {
  const world = await TestWorld.open({ config: { 'internal.segment.bytes': '500' }, settings: { tailCacheBytes: 0 } });
  for (let i = 0; i < 20; i++) world.append(batchOf([{ value: `v${i}` }, { value: `w${i}` }]));
  const collect = async (): Promise<number[]> => {
    const offsets: number[] = [];
    for await (const bytes of world.log.readForward(7)) offsets.push(...recordsIn(bytes).map(([offset]) => offset));
    return offsets;
  };
  const offsets = await world.finish(collect());
  assert.deepEqual(
    offsets,
    Array.from({ length: 34 }, (_, index) => index + 6),
  );
});

/** A log of random batches in small segments, and what a list says of it. */
const shape = fc.record({
  sizes: fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 300 })), {
    minLength: 1,
    maxLength: 30,
  }),
  segmentBytes: fc.integer({ min: 450, max: 3000 }),
  indexIntervalBytes: fc.integer({ min: 0, max: 800 }),
  tailCacheBytes: fc.constantFrom(0, 1500, 1e6),
  reads: fc.array(
    fc.record({
      at: fc.nat(100),
      maxBytes: fc.integer({ min: 0, max: 2500 }),
      until: fc.nat(100),
      minOneBatch: fc.boolean(),
    }),
    { minLength: 5, maxLength: 20 },
  ),
  how: fc.constantFrom('live', 'restarted', 'killed'),
});

test('a read gives what a search through a list of batches gives: from memory, from files, after a restart', async () => {
  await fc.assert(
    fc.asyncProperty(shape, async (log) => {
      const world = await TestWorld.open({
        config: {
          'internal.segment.bytes': String(log.segmentBytes),
          'index.interval.bytes': String(log.indexIntervalBytes),
        },
        settings: { tailCacheBytes: log.tailCacheBytes, indexCacheBytes: 30, maxOpenFiles: 2 },
      });
      const batches: { base: number; next: number; size: number }[] = [];
      for (const [count, bytes] of log.sizes) {
        const batch = batchOf(Array.from({ length: count }, () => ({ value: 'x'.repeat(Math.floor(bytes / count)) })));
        const result = world.append(batch);
        assert.equal(result.errorCode, 0);
        batches.push({ base: result.baseOffset, next: result.lastOffset + 1, size: batch.length });
      }
      await world.settle();
      if (log.how === 'restarted') await world.restart();
      if (log.how === 'killed') await world.kill();
      const end = batches.at(-1)!.next;
      for (const read of log.reads) {
        const offset = read.at % (end + 1);
        const upperBound = batches[read.until % batches.length]!.next;
        const { maxBytes, minOneBatch } = read;
        const result = await world.finish(world.log.read({ offset, maxBytes, upperBound, minOneBatch }));
        const expected: typeof batches = [];
        let size = 0;
        for (const batch of batches) {
          if (batch.next <= offset) continue;
          if (batch.next > upperBound || (size + batch.size > maxBytes && !(size === 0 && minOneBatch))) break;
          expected.push(batch);
          size += batch.size;
        }
        const got = result.records.flatMap((bytes) => {
          const bases: number[] = [];
          for (let at = 0; at < bytes.length; at += recordBatch.sizeInBytes(bytes, at))
            bases.push(recordBatch.baseOffset(bytes, at));
          return bases;
        });
        // A read from files ends with its segment, as Kafka's does.
        assert.deepEqual(got, expected.map((batch) => batch.base).slice(0, got.length));
        assert.ok(got.length > 0 || expected.length === 0);
        assert.equal(result.endOffset, got.length === 0 ? offset : expected[got.length - 1]!.next);
        assert.equal(result.isOutOfRange, false);
      }
    }),
    { numRuns: 150 },
  );
});
