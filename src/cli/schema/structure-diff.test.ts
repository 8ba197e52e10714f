/** What differs between two schemas, by structure and by lines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromPlain, parseJson } from '#schema';
import { lineDiff } from './line-diff.ts';
import { structureDiff } from './structure-diff.ts';

function diff(before: unknown, after: unknown): string[] {
  const changes = structureDiff(parseJson(JSON.stringify(before)), parseJson(JSON.stringify(after)));
  return changes.map(({ kind, place, before: old, after: now }) => `${kind} ${place}: ${old ?? ''} → ${now ?? ''}`);
}

const record = (...fields: object[]): object => ({ type: 'record', name: 'R', fields });

test('fields are compared by their names, and what differs in them is named by its place', () => {
  const before = record({ name: 'a', type: 'int' }, { name: 'b', type: ['null', 'string'] });
  const after = record({ name: 'x', type: 'int' }, { name: 'b', type: ['null', 'long'] }, { name: 'a', type: 'long' });
  assert.deepEqual(diff(before, after), [
    'changed a.type: "int" → "long"',
    'removed b.type: "string" → ',
    'added b.type:  → "long"',
    'added x:  → {"name":"x","type":"int"}',
  ]);
});

test('order is told where it is all that differs, and spelling never is', () => {
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  assert.deepEqual(diff(record(a, b), record(b, a)), ['changed fields (order): a, b → b, a']);
  assert.deepEqual(diff({ a: 1, b: 2 }, { b: 2, a: 1 }), []);
});

test('two schemas differ in nothing exactly where they are the same', () => {
  const tree = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(tree, tree, (left, right) => {
      const [before, after] = [fromPlain(left), fromPlain(right)];
      assert.deepEqual(structureDiff(before, before), []);
      if (structureDiff(before, after).length === 0) assert.deepEqual(structureDiff(after, before), []);
    }),
    { numRuns: 300 },
  );
});

test('a diff by lines holds what was removed and added, and three lines around', () => {
  const before = Array.from({ length: 12 }, (_, index) => `line ${index}`);
  const after = before.with(5, 'new').toSpliced(6, 1);
  const lines = lineDiff(before.join('\n'), after.join('\n')).map(({ kind, text }) => `${kind} ${text}`);
  const expected = `same line 2, same line 3, same line 4, removed line 5, removed line 6, added new,
    same line 7, same line 8, same line 9`;
  assert.deepEqual(lines, expected.split(/,\s+/));
});

test('what a diff by lines keeps and removes is the text before, and what it keeps and adds the text after', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(before.join('\n'), after.join('\n')).filter(({ kind }) => kind !== 'gap');
      const side = (other: string): string[] => lines.filter(({ kind }) => kind !== other).map((line) => line.text);
      if (lines.length === 0) return assert.deepEqual(before, after);
      // Lines far from any change are left out at both ends alike.
      assert.ok(before.join().includes(side('added').join()));
      assert.ok(after.join().includes(side('removed').join()));
    }),
  );
});
