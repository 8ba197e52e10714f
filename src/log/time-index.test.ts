import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TimeIndex } from './time-index.ts';

const appends = fc.array(fc.tuple(fc.integer({ min: -1, max: 2000 }), fc.integer({ min: 0, max: 9 })), {
  maxLength: 60,
});

function indexOf(steps: readonly (readonly [number, number])[]): {
  index: TimeIndex;
  list: { timestamp: number; offset: number }[];
} {
  const index = new TimeIndex(70);
  const list: { timestamp: number; offset: number }[] = [];
  let offset = 70;
  for (const [timestamp, by] of steps) {
    offset += by;
    index.maybeAppend(timestamp, offset);
    if (timestamp > (list.at(-1)?.timestamp ?? -1)) list.push({ timestamp, offset });
  }
  return { index, list };
}

test('a time index keeps only rising timestamps and finds where to begin looking for one', () => {
  fc.assert(
    fc.property(appends, fc.integer({ min: -1, max: 2100 }), (steps, timestamp) => {
      const { index, list } = indexOf(steps);
      assert.equal(index.count, list.length);
      assert.equal(index.lookup(timestamp), list.findLast((entry) => entry.timestamp < timestamp)?.offset ?? 70);
      assert.equal(index.lastTimestamp, list.at(-1)?.timestamp ?? -1);
      assert.equal(index.lastOffset, list.at(-1)?.offset ?? 70);
    }),
  );
});

test('a time index reads back what it wrote, also with room that Kafka allocated ahead behind it', () => {
  fc.assert(
    fc.property(appends, fc.integer({ min: 0, max: 5 }), (steps, ahead) => {
      // What ends in zeros cannot be told from room ahead; no log of this century has the timestamp 0.
      const bytes = indexOf(steps.filter(([timestamp]) => timestamp !== 0)).index.encode();
      const decoded = TimeIndex.decode(Buffer.concat([bytes, Buffer.alloc(12 * ahead)]), 70);
      assert.deepEqual(decoded?.encode(), bytes);
    }),
  );
});

test('entries are a timestamp of eight bytes and a relative offset of four', () => {
  const { index } = indexOf([[1_735_689_600, 5]]);
  assert.equal(index.encode().toString('hex'), '000000006774858000000005');
});

test('a file that is no time index is refused', () => {
  const bytes = indexOf([
    [10, 1],
    [20, 1],
    [30, 1],
  ]).index.encode();
  assert.equal(TimeIndex.decode(bytes.subarray(0, 30), 70), null, 'a cut entry');
  const holed = Buffer.from(bytes);
  holed.fill(0, 12, 24);
  assert.equal(TimeIndex.decode(holed, 70), null, 'a page that never reached the medium');
});

test('truncation drops the entries at the offset and beyond', () => {
  const { index } = indexOf([
    [10, 1],
    [20, 1],
    [30, 1],
  ]);
  index.truncateTo(72);
  assert.deepEqual([index.count, index.lastTimestamp], [1, 10]);
});
