import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KnownNames, textOf } from './text-bytes.ts';

const PADDING = Buffer.from('…abc');

function placed(bytes: Buffer): [Buffer, number, number] {
  return [Buffer.concat([PADDING, bytes, PADDING]), PADDING.length, PADDING.length + bytes.length];
}

test('a text is what UTF-8 says, of whatever length, also where its bytes are none', () => {
  for (let length = 0; length <= 40; length++) {
    const ascii = Buffer.from('abcdefghijklmnopqrstuvwxyz0123456789-_.:'.slice(0, length));
    assert.equal(textOf(...placed(ascii)), ascii.toString());
    assert.equal(textOf(Buffer.concat([ascii, Buffer.from('what comes behind it')]), 0, length), ascii.toString());
    assert.equal(textOf(ascii, 0, length), ascii.toString());
  }
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        fc.string({ maxLength: 20 }).map((text) => Buffer.from(text)),
      ),
      (given) => {
        const bytes = Buffer.from(given);
        assert.equal(textOf(...placed(bytes)), bytes.toString('utf8'));
      },
    ),
  );
});

test('a name that is known is the text of its bytes, whichever came before in its place', () => {
  const names = new KnownNames();
  // Few letters, so that many of them share a place.
  const letters = fc.constantFrom('a', 'b', 'é', '\uFFFD', '0');
  const given = fc.oneof(
    fc.string({ unit: letters, maxLength: 6 }).map((text) => Buffer.from(text)),
    fc.array(fc.constantFrom(0x61, 0xff, 0xc3, 0xa9), { maxLength: 5 }).map((bytes) => Buffer.from(bytes)),
  );
  fc.assert(
    fc.property(given, (bytes) => {
      assert.equal(names.read(...placed(bytes)), bytes.toString('utf8'));
      assert.equal(names.read(...placed(bytes)), bytes.toString('utf8'));
    }),
    { numRuns: 1000 },
  );
});
