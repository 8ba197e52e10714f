import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { uuidFromBytes, uuidToBytes, ZERO_UUID } from './uuid.ts';

test('sixteen bytes become 22 characters of base64url and the same bytes again', () => {
  const property = fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
    const text = uuidFromBytes(bytes);
    assert.match(text, /^[\w-]{22}$/);
    assert.deepEqual(uuidToBytes(text), new Uint8Array(bytes));
  });
  fc.assert(property);
});

test('the zero uuid is sixteen bytes of zero', () => {
  assert.equal(uuidFromBytes(new Uint8Array(16)), ZERO_UUID);
  assert.deepEqual(uuidToBytes(ZERO_UUID), new Uint8Array(16));
});

test('a text that is no uuid has no bytes', () => {
  for (const text of [
    '',
    'AAAA',
    `${ZERO_UUID}A`,
    'AAAAAAAAAAAAAAAAAAAAA+',
    'AAAAAAAAAAAAAAAAAAAAA€',
    ` ${ZERO_UUID}`,
  ]) {
    assert.equal(uuidToBytes(text), null, text);
  }
});
