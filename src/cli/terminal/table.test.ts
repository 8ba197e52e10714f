/** Tables. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignedTable, tabbedRows } from './table.ts';
import { fitted, printable, textWidth } from './text-width.ts';

const rows = [
  { topic: 'orders', partitions: 12, isr: [1, 2] },
  { topic: '注文', partitions: 3, isr: [] },
];
const columns = [{ key: 'topic' }, { key: 'partitions' }, { key: 'isr', title: 'IN SYNC' }] as const;

test('columns are aligned by what a terminal shows, numbers to the right', () => {
  assert.equal(
    alignedTable(rows, columns, { width: 80 }),
    ['TOPIC   PARTITIONS  IN SYNC', 'orders          12  1,2', '注文             3  -', ''].join('\n'),
  );
});

test('a table that is too wide gives from its widest column', () => {
  const wide = [{ name: 'x'.repeat(60), other: 'short' }];
  const text = alignedTable(wide, [{ key: 'name' }, { key: 'other' }], { width: 30 });
  for (const line of text.trimEnd().split('\n')) assert.ok(textWidth(line) <= 30, line);
  assert.match(text, /x…  short$/m);
});

test('without a terminal a row is a line, values between tabs, nothing shortened', () => {
  assert.equal(tabbedRows(rows, columns), 'orders\t12\t1,2\n注文\t3\t-\n');
});

test('what others chose as a name cannot move the cursor or forge a line', () => {
  const evil = [{ name: 'a\u001B[2Jb\nc\td\u202E' }];
  const text = tabbedRows(evil, [{ key: 'name' }]);
  assert.equal(text, 'a\\u001b[2Jb\\u000ac\\u0009d\\u202e\n');
  assert.equal(printable('plain'), 'plain');
});

test('texts are cut where they do not fit, wide characters as a whole', () => {
  assert.equal(fitted('注文注文', 5), '注文…');
  assert.equal(fitted('abc', 3), 'abc');
  assert.equal(textWidth('e\u0301'), 1);
});
