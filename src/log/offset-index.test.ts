import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { OffsetIndex } from './offset-index.ts';

const entries = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 9000 })), { maxLength: 60 })
  .map((steps) => {
    let offset = 1000;
    let position = 0;
    return steps.map(([by, bytes]) => ({ offset: (offset += by), position: (position += bytes) }));
  });

function indexOf(list: readonly { offset: number; position: number }[]): OffsetIndex {
  const index = new OffsetIndex(1000);
  for (const { offset, position } of list) index.append(offset, position);
  return index;
}

test('an offset index finds what a search through a list finds', () => {
  fc.assert(
    fc.property(
      entries,
      fc.integer({ min: 1000, max: 5000 }),
      fc.integer({ min: 0, max: 400_000 }),
      (list, offset, position) => {
        const index = indexOf(list);
        assert.equal(index.lookup(offset), list.findLast((entry) => entry.offset <= offset)?.position ?? 0);
        assert.equal(
          index.floorPosition(position),
          list.findLast((entry) => entry.position <= position)?.position ?? 0,
        );
        assert.equal(index.lastOffset, list.at(-1)?.offset ?? 1000);
        index.truncateTo(offset);
        assert.deepEqual(index.encode(), indexOf(list.filter((entry) => entry.offset < offset)).encode());
      },
    ),
  );
});

test('an offset index reads back what it wrote, also with room that Kafka allocated ahead behind it', () => {
  fc.assert(
    fc.property(entries, fc.integer({ min: 0, max: 10 }), (list, ahead) => {
      const bytes = indexOf(list).encode();
      const decoded = OffsetIndex.decode(Buffer.concat([bytes, Buffer.alloc(8 * ahead)]), 1000, 1e6);
      assert.deepEqual(decoded?.encode(), bytes);
    }),
  );
});

test('entries are a relative offset and a position of four bytes each', () => {
  assert.equal(
    indexOf([{ offset: 1007, position: 513 }])
      .encode()
      .toString('hex'),
    '0000000700000201',
  );
});

test('a file that cannot be the index of its log is refused', () => {
  const bytes = indexOf([
    { offset: 1010, position: 100 },
    { offset: 1020, position: 200 },
    { offset: 1030, position: 300 },
  ]).encode();
  assert.notEqual(OffsetIndex.decode(bytes, 1000, 301), null);
  assert.equal(OffsetIndex.decode(bytes, 1000, 300), null, 'a position behind the log');
  assert.equal(OffsetIndex.decode(bytes.subarray(0, 20), 1000, 301), null, 'a cut entry');
  const holed = Buffer.from(bytes);
  holed.fill(0, 8, 16);
  assert.equal(OffsetIndex.decode(holed, 1000, 301), null, 'a page that never reached the medium');
});
