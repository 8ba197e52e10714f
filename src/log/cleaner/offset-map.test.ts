/** The map of keys to offsets, against a plain one, and its hash, against the published figure. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SeededRandom } from '#sim';
import { KeyedHash } from './keyed-hash.ts';
import { OffsetMap } from './offset-map.ts';

const SLOT_BYTES = 24;

function whole(key: string): [Buffer, { start: number; end: number }] {
  const bytes = Buffer.from(`before ${key} behind`);
  return [bytes, { start: 7, end: bytes.length - 7 }];
}

test('the first word that HalfSipHash-2-4 gives out for nothing, under the key of its authors, is theirs', () => {
  const hash = new KeyedHash(Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7]));
  hash.update(new Uint8Array(0), 0, 0);
  const word = Buffer.alloc(4);
  word.writeInt32LE(hash.words[1]! ^ hash.words[3]!);
  assert.equal(word.toString('hex'), '218d1f59');
});

test('it remembers the latest offset of each key, however many there are', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 12 }), { maxLength: 400 }), fc.nat(), (keys, seed) => {
      const map = new OffsetMap({ maxBytes: 1 << 20, loadFactor: 0.9, random: new SeededRandom(seed) });
      const model = new Map<string, number>();
      for (const [offset, key] of keys.entries()) {
        assert.ok(map.put(...whole(key), offset));
        model.set(Buffer.from(key).toString('hex'), offset);
      }
      assert.equal(map.size, model.size);
      for (const key of keys) assert.equal(map.get(...whole(key)), model.get(Buffer.from(key).toString('hex')));
      assert.equal(map.get(...whole('a key that is longer than all')), -1);
    }),
    { numRuns: 200 },
  );
});

test('it grows up to its memory, and then takes no further key, but offsets of those it has', () => {
  const map = new OffsetMap({ maxBytes: 16_384 * SLOT_BYTES, loadFactor: 0.5, random: new SeededRandom(1) });
  let count = 0;
  while (map.put(...whole(`key ${count}`), count)) count++;
  assert.equal(count, 8192);
  assert.ok(map.put(...whole('key 7'), 99_999));
  assert.equal(map.get(...whole('key 7')), 99_999);
  assert.equal(map.get(...whole('key 8191')), 8191);
  assert.equal(map.get(...whole('key 8192')), -1);
});

test('with next to no memory there is still room for one key', () => {
  const map = new OffsetMap({ maxBytes: 0, loadFactor: 0.1, random: new SeededRandom(1) });
  assert.ok(map.put(...whole('a'), 1));
  assert.ok(!map.put(...whole('b'), 2));
});
