/** Bytes of keys that are asked for again and again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keyBytes, keyBytesBetween, knowKey } from './key-bytes.ts';

test('the bytes of a key are its UTF-8, whatever was asked for or read before', () => {
  const texts = fc.oneof(
    fc.constantFrom(
      '',
      'a',
      'b',
      'key-1',
      'key-2',
      'ключ',
      '\u{1f600}',
      '\ud800',
      '\ufffd',
      'k'.repeat(32),
      'k'.repeat(600),
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  const steps = fc.array(fc.record({ text: texts, isRead: fc.boolean(), before: fc.nat(3) }));
  fc.assert(
    fc.property(steps, (all) => {
      for (const { text, isRead, before } of all) {
        const bytes = Buffer.concat([Buffer.alloc(before, '-'), Buffer.from(text)]);
        if (isRead) knowKey(bytes.toString('utf8', before), bytes, before, bytes.length);
        else assert.deepEqual(keyBytesBetween(bytes, before, bytes.length) ?? Buffer.from(text), Buffer.from(text));
        assert.deepEqual(keyBytes(text), Buffer.from(text));
      }
    }),
  );
});

test('bytes that are no UTF-8 are not those of the text that they are read as', () => {
  const bytes = Buffer.from([0xff]);
  knowKey(bytes.toString(), bytes, 0, 1);
  assert.deepEqual(keyBytes('\ufffd'), Buffer.from('\ufffd'));
  assert.equal(keyBytesBetween(bytes, 0, 1), null);
});
