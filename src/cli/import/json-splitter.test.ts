/** JSON values out of arrays and streams. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonSplitter } from './json-splitter.ts';

function split(text: string, chunk = 1 << 20): readonly { text: string; line: number }[] {
  const splitter = new JsonSplitter();
  const bytes = Buffer.from(text);
  const values = [];
  for (let start = 0; start < bytes.length; start += chunk) {
    values.push(...splitter.push(bytes.subarray(start, start + chunk)));
  }
  return [...values, ...splitter.end()];
}

test('an array, pretty or not, and values one after the other give the same values, however the chunks fall', () => {
  const values = fc.array(fc.jsonValue(), { minLength: 1 });
  const ways: readonly ((all: readonly unknown[]) => string)[] = [
    (all) => JSON.stringify(all),
    (all) => JSON.stringify(all, null, 2),
    (all) => all.map((value) => JSON.stringify(value)).join('\n'),
    (all) => all.map((value) => `${JSON.stringify(value, null, 1)}\n`).join(' '),
  ];
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 9 }), fc.constantFrom(...ways), (all, chunk, write) => {
      // A first value that is an array itself would be taken for the array of all.
      const safe = write === ways[0] || write === ways[1] ? all : [{}, ...all];
      const expected = JSON.parse(JSON.stringify(safe)) as unknown[];
      assert.deepEqual(
        split(write(safe), chunk).map(({ text }) => JSON.parse(text) as unknown),
        expected,
      );
    }),
  );
});

test('objects may follow each other without anything between them', () => {
  assert.deepEqual(
    split('\uFEFF{"a":"}"}{"b":2}').map(({ text }) => text),
    ['{"a":"}"}', '{"b":2}'],
  );
});

test('each value knows its line', () => {
  assert.deepEqual(
    split('[\n1,\n{"a":\n2},\n"x"]').map(({ line }) => line),
    [2, 3, 5],
  );
});

test('what does not end, and what follows the end, is refused with its line', () => {
  assert.throws(() => split('[\n{"a": 1'), { message: 'line 2 begins a value that never ends' });
  assert.throws(() => split('[1,\n2'), { message: 'line 2 ends before the array does' });
  assert.throws(() => split('[1]\n{}'), { message: 'line 2 has something after the end of the array' });
});
