/** Changes in the repartition topics of regrouped tables, in the bytes that Java writes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { Change } from '../../runtime/change.ts';
import { changeSerde } from './change-serde.ts';

const serde = changeSerde(string());

function hex(newValue: string | null, oldValue: string | null): string | undefined {
  return serde.serialize('t', new Change().set(newValue, oldValue))?.toString('hex');
}

test('a new value ends with 1, an old one with 0, and both with 2 behind the length of the new one', () => {
  assert.equal(hex('ab', null), '616201');
  assert.equal(hex(null, 'c'), '6300');
  assert.equal(hex('ab', 'c'), '0461626302');
});

test('a length above 63 takes two bytes, the lower first', () => {
  assert.equal(hex('x'.repeat(63), 'y')?.slice(0, 2), '7e');
  assert.equal(hex('x'.repeat(64), 'y')?.slice(0, 4), '8001');
  assert.equal(hex('x'.repeat(300), 'y')?.slice(0, 4), 'd804');
});

test('what was written is read back', () => {
  for (const [newValue, oldValue] of [
    ['ab', null],
    [null, 'c'],
    ['ab', 'c'],
    ['', ''],
    ['x'.repeat(20_000), 'y'],
  ] as const) {
    const read = serde.deserialize('t', serde.serialize('t', new Change().set(newValue, oldValue)));
    assert.deepEqual(read, new Change().set(newValue, oldValue));
  }
});

test('a change of nothing is not written', () => {
  assert.throws(() => hex(null, null), { code: 'INVALID_CHANGE' });
});

test('bytes that are no change are refused with the name of the topic or with what is missing', () => {
  assert.throws(() => serde.deserialize('by-user', Buffer.from([0x61, 9])), {
    code: 'CORRUPT_CHANGE',
    message: 'by-user holds a change of the unknown kind 9',
  });
  assert.throws(() => serde.deserialize('by-user', Buffer.from([])), { code: 'CORRUPT_CHANGE' });
  assert.throws(() => serde.deserialize('by-user', Buffer.from([0x80, 2])), { code: 'CORRUPT_CHANGE' });
});
