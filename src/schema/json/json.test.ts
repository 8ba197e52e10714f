import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { equalJson } from './equal-json.ts';
import { JsonNumber, JsonObject } from './json-node.ts';
import { JsonError, parseJson } from './parse-json.ts';
import { fromPlain, toPlain } from './plain-json.ts';
import { javaDouble, jsonDepth, printJson } from './print-json.ts';

const reprint = (text: string, sortKeys = false): string => printJson(parseJson(text), { sortKeys });

test('keys keep their order, numeric ones too, and integers all their digits', () => {
  assert.equal(
    reprint('{"b" : 1, "2":1, "1":-2, "y":12345678901234567890}'),
    '{"b":1,"2":1,"1":-2,"y":12345678901234567890}',
  );
});

test('numbers that are no integers print as Java prints doubles', () => {
  const written = '[1.0,1e3,1e7,0.0001,-0,-0.0,1e400,-1E-400,1234567.50,0.001,1.5e-7,100000000000000000000.0]';
  const printed = '[1.0,1000.0,1.0E7,1.0E-4,0,-0.0,"Infinity",-0.0,1234567.5,0.001,1.5E-7,1.0E20]';
  assert.equal(reprint(written), printed);
  assert.equal(javaDouble(Number.NaN), 'NaN');
  assert.deepEqual([5e-324, 1e-323, 1e23, 2e-5].map(javaDouble), ['4.9E-324', '9.9E-324', '1.0E23', '2.0E-5']);
});

test('only quotes, backslashes and control characters are escaped', () => {
  assert.equal(
    reprint(String.raw`"\u0041\u00e9\ud83d\ude00\/\b\f\n\r\t\u0000\u001f\u007f\u2028\"\\"`),
    '"Aé😀/\\b\\f\\n\\r\\t\\u0000\\u001F\u007f\u2028\\"\\\\"',
  );
});

test('of a key that comes twice the last value counts at the first place, or it is refused', () => {
  assert.equal(reprint('{"a":1,"b":2,"a":3}'), '{"a":3,"b":2}');
  assert.throws(() => parseJson('{"a":1,\n "b":2, "a":3}', { duplicateKeys: 'refuse' }), {
    name: 'JsonError',
    line: 2,
    column: 9,
  });
});

test('comments count as space where they are allowed, and are errors elsewhere', () => {
  const text = '/* a */ [1, // one\n2 /**/]';
  assert.equal(printJson(parseJson(text, { comments: true })), '[1,2]');
  assert.throws(() => parseJson(text), JsonError);
  assert.throws(() => parseJson('[1 /*', { comments: true }), JsonError);
});

test('what is no JSON is refused', () => {
  const wrong = [
    '',
    ' ',
    '{',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
    '01',
    '1.',
    '.5',
    '+1',
    '1e',
    '--1',
    'nul',
    'nulls',
    'NaN',
    '1 2',
    '"',
    '"\n"',
    String.raw`"\x"`,
    String.raw`"\u12g4"`,
    '[}',
    '{"a"}',
    "'a'",
    '\uFEFF1',
    '1a',
  ];
  for (const text of wrong) assert.throws(() => parseJson(text), JsonError, text);
});

test('nesting is bounded, so that no text exhausts the stack', () => {
  assert.throws(() => parseJson('['.repeat(1_000_000)), /more than 1000 levels/);
  assert.throws(() => parseJson('[[[]]]', { maxDepth: 2 }), JsonError);
  assert.equal(reprint('['.repeat(1000) + ']'.repeat(1000)), '['.repeat(1000) + ']'.repeat(1000));
});

test('a number of more than 1000 digits is refused', () => {
  assert.equal(reprint(`-${'1'.repeat(1000)}`).length, 1001);
  assert.throws(() => parseJson(`1.${'1'.repeat(1000)}`), JsonError);
});

test('the depth of a text is that of its brackets outside of quotes', () => {
  assert.equal(jsonDepth('"[[\\"{"'), 0);
  assert.equal(jsonDepth('{"a[":[1,{"b":"]"}],"c":[[]]}'), 3);
});

test('keys are sorted by UTF-16 code units when asked', () => {
  assert.equal(
    reprint('{"b":{"z":1,"Z":2},"a":1,"_":0,"10":1,"9":2}', true),
    '{"10":1,"9":2,"_":0,"a":1,"b":{"Z":2,"z":1}}',
  );
});

test('a key is found among few and among many, and an absent one is undefined', () => {
  for (const count of [3, 40]) {
    const object = new JsonObject(
      Array.from({ length: count }, (_, index) => [`k${index}`, new JsonNumber(`${index}`)]),
    );
    assert.equal((object.get('k2') as JsonNumber).text, '2');
    assert.equal(object.has('k40'), false);
    assert.equal(object.get('toString'), undefined);
  }
});

test('trees are equal whatever their keys’ order, and 1 is not 1.0', () => {
  assert.ok(equalJson(parseJson('{"a":[1,2.50],"b":null}'), parseJson('{"b":null,"a":[1,2.5]}')));
  assert.ok(!equalJson(parseJson('1'), parseJson('1.0')));
  assert.ok(!equalJson(parseJson('{"a":null}'), parseJson('{"b":null}')));
  assert.ok(!equalJson(parseJson('[1]'), parseJson('[1,2]')));
});

test('a plain object has no prototype, so that __proto__ is a key like any other', () => {
  const plain = toPlain(parseJson('{"__proto__":{"x":1}}')) as Record<string, unknown>;
  assert.deepEqual(Object.keys(plain), ['__proto__']);
  assert.equal(printJson(fromPlain(plain)), '{"__proto__":{"x":1}}');
  assert.throws(() => fromPlain([Number.NaN]), TypeError);
  assert.throws(() => fromPlain([undefined]), TypeError);
});

test('whatever JSON.stringify prints reads as JSON.parse reads it, and prints the same again', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const tree = parseJson(text);
      assert.deepEqual(JSON.parse(JSON.stringify(toPlain(tree))), JSON.parse(text));
      const printed = printJson(tree);
      assert.equal(reprint(printed), printed);
      assert.ok(equalJson(parseJson(printed), tree));
    }),
    { numRuns: 300 },
  );
});

test('garbage is read as JSON.parse reads it, or refused with a JsonError', () => {
  const garbage = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...'[]{}:,"\\u0 1-.eEtrue/*\n'.split(''))).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(garbage, (text) => {
      let expected: unknown;
      try {
        expected = JSON.parse(text);
      } catch {
        assert.throws(() => parseJson(text), JsonError);
        return;
      }
      assert.equal(JSON.stringify(toPlain(parseJson(text))), JSON.stringify(expected));
    }),
    { numRuns: 1000 },
  );
});
