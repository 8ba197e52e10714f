/** Rows by the bytes of their keys, against a Map of texts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteTable, hashOf } from './byte-table.ts';

const ONE_BUCKET = 7;

/** Puts and deletes keys as told, and compares what is there after each step. */
function mustAgree(steps: readonly { key: Uint8Array; isPut: boolean }[], hash: (key: Uint8Array) => number): void {
  const table = new ByteTable();
  const expected = new Map<string, number>();
  for (const { key, isPut } of steps) {
    const text = Buffer.from(key).toString('latin1');
    const row = table.find(key, key.length, hash(key));
    assert.equal(row, expected.get(text) ?? -1);
    if (isPut && row < 0) expected.set(text, table.add(key, key.length, hash(key)));
    else if (!isPut && row >= 0) {
      table.delete(row);
      expected.delete(text);
    }
    assert.equal(table.size, expected.size);
  }
  for (const [text, row] of expected) {
    const key = Buffer.from(text, 'latin1');
    assert.equal(table.find(key, key.length, hash(key)), row);
    assert.equal(table.text(row), text);
  }
  assert.deepEqual([...table.texts()].sort(), [...expected.keys()].sort());
  assert.equal(new Set(expected.values()).size, expected.size);
}

const steps = fc.array(fc.record({ key: fc.uint8Array({ maxLength: 3, max: 3 }), isPut: fc.boolean() }), {
  maxLength: 200,
});

test('a table finds each key that was added and not deleted, and no other', () => {
  fc.assert(fc.property(steps, (given) => mustAgree(given, (key) => hashOf(key, key.length))));
});

test('keys of one hash are found apart, also when those before them are deleted', () => {
  fc.assert(fc.property(steps, (given) => mustAgree(given, () => ONE_BUCKET)));
});

test('the bytes of keys that are gone are used again', () => {
  const keyOf = (number: number): Buffer => Buffer.from(`key ${number}`.padEnd(60, '.'));
  const given: { key: Buffer; isPut: boolean }[] = [];
  for (let number = 0; number < 2000; number++) {
    given.push({ key: keyOf(number), isPut: true });
    if (number >= 20) given.push({ key: keyOf(number - 20), isPut: false });
  }
  mustAgree(given, (key) => hashOf(key, key.length));
});

test('only the first bytes of what is given are the key', () => {
  const table = new ByteTable();
  const bytes = Buffer.from('abcdef');
  const row = table.add(bytes, 3, hashOf(bytes, 3));
  const key = Buffer.from('abc');
  assert.equal(hashOf(bytes, 3), hashOf(key, 3));
  assert.equal(table.find(key, 3, hashOf(key, 3)), row);
  assert.equal(table.text(row), 'abc');
});
