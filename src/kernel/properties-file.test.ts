import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isKafkaError } from './kafka-error.ts';
import { formatProperties, parseProperties } from './properties-file.ts';

/** Text and what `java.util.Properties.load(Reader)` of OpenJDK 17 makes of it. */
const JAVA: readonly (readonly [string, Record<string, string>])[] = [
  ['a=b', { a: 'b' }],
  ['a = b ', { a: 'b ' }],
  ['a:b', { a: 'b' }],
  ['a b', { a: 'b' }],
  ['a\t\f=\tb', { a: 'b' }],
  ['a==b', { a: '=b' }],
  ['a = = b', { a: '= b' }],
  ['a', { a: '' }],
  ['=b', { '': 'b' }],
  ['  \t a=b', { a: 'b' }],
  ['# a=b\n! c=d\n  # e=f\ng=h', { g: 'h' }],
  ['# continued \\\na=b', { a: 'b' }],
  ['a=b\\\n   c', { a: 'bc' }],
  ['a=b\\\r\n\tc\r\nd=e', { a: 'bc', d: 'e' }],
  ['a=b\\\n# c', { a: 'b# c' }],
  ['a=b\\\n\nc=d', { a: 'b', c: 'd' }],
  ['\\\n\na=b', { a: 'b' }],
  ['a=b\\\\\nc=d', { a: 'b\\', c: 'd' }],
  ['a=b\\', { a: 'b' }],
  ['a\\=b=c', { 'a=b': 'c' }],
  ['a\\ b\\:c d', { 'a b:c': 'd' }],
  ['a=\\t\\n\\r\\f\\q\\\\', { a: '\t\n\r\fq\\' }],
  ['a=\\u0041\\u00e9\\u20AC', { a: 'Aé€' }],
  ['a=1\ra=2\n\r\na=3', { a: '3' }],
  ['a=b#c', { a: 'b#c' }],
  ['\\\n#a=b\nc=d', { c: 'd' }],
  ['a=b\n\\', { a: 'b', '': '' }],
  ['', {}],
];

for (const [text, expected] of JAVA) {
  test(`${JSON.stringify(text)} is read as Java reads it`, () => {
    assert.deepEqual(Object.fromEntries(parseProperties(text)), expected);
  });
}

test('a \\u without four hexadecimal digits is refused with its line', () => {
  assert.throws(
    () => parseProperties('a=b\n\nc=d\\\n  \\u12x4'),
    (error) => isKafkaError(error, 'INVALID_CONFIG_FILE') && error.message.startsWith('Line 3:'),
  );
});

test('a byte order mark is no part of the first key', () => {
  assert.deepEqual([...parseProperties('\uFEFFnode.id=1')], [['node.id', '1']]);
});

test('what is written is read back, whatever the characters', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
    fc.array(fc.integer({ max: 0xffff, min: 0 }), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
    fc.string({ unit: fc.constantFrom(...Array.from('=: \t\n\\#!au')), maxLength: 20 }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), (pairs) => {
      assert.deepEqual(parseProperties(formatProperties(pairs)), new Map(pairs));
    }),
  );
});

test('any text is read or refused with INVALID_CONFIG_FILE', () => {
  const unit = fc.constantFrom(...Array.from('ab=: \t\f\r\n\\#!u0'));
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
      try {
        assert.ok(parseProperties(text) instanceof Map);
      } catch (error) {
        assert.ok(isKafkaError(error, 'INVALID_CONFIG_FILE'));
      }
    }),
    { numRuns: 2000 },
  );
});
