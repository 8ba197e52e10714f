/** Texts that are kept are those that the bytes say, whatever was read before. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KeyTexts } from './key-texts.ts';

test('bytes read as their UTF-8, valid or not, also when they come again among many others', () => {
  const keys = fc.array(fc.oneof(fc.string({ maxLength: 5 }).map(Buffer.from), fc.uint8Array({ maxLength: 3 })), {
    maxLength: 50,
  });
  fc.assert(
    fc.property(keys, keys, (first, second) => {
      const texts = new KeyTexts();
      for (const key of [...first, ...second, ...first]) {
        const bytes = Buffer.concat([Buffer.from('<'), key, Buffer.from('>')]);
        assert.equal(texts.read(bytes, 1, bytes.length - 1), Buffer.from(key).toString());
      }
    }),
  );
});

test('keys are read whether they come again or not, and beyond what is kept', () => {
  const texts = new KeyTexts();
  for (const { count, different } of [
    { count: 90_000, different: 90_000 },
    { count: 10_000, different: 5000 },
  ]) {
    for (let i = 0; i < count; i++) {
      const key = Buffer.from(`key ${i % different}`);
      if (texts.read(key, 0, key.length) !== key.toString()) assert.fail(`${key.toString()} was read as another`);
    }
  }
});

test('a text stays what it was when its bytes become others', () => {
  const texts = new KeyTexts();
  const bytes = Buffer.from('a key of which much is written');
  const before = texts.read(bytes, 0, bytes.length);
  bytes[0] = 'b'.charCodeAt(0);
  assert.equal(texts.read(bytes, 0, bytes.length), 'b key of which much is written');
  assert.equal(before, 'a key of which much is written');
});
