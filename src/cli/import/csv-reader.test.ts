/** CSV. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CsvReader } from './csv-reader.ts';

function read(text: string | Buffer, { separator = ',', chunk = 1 << 20 } = {}): readonly (readonly string[])[] {
  const reader = new CsvReader(separator);
  const bytes = Buffer.from(text);
  const rows = [];
  for (let start = 0; start < bytes.length; start += chunk)
    rows.push(...reader.push(bytes.subarray(start, start + chunk)));
  return [...rows, ...reader.end()].map(({ cells }) => cells);
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

test('what RFC 4180 writes reads back, however the chunks fall', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', ' ', ';') });
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }));
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 7 }), fc.constantFrom('\n', '\r\n'), (table, chunk, lineBreak) => {
      const text = table.map((row) => row.map(quoted).join(',') + lineBreak).join('');
      assert.deepEqual(read(text, { chunk }), table);
    }),
  );
});

test('unquoted cells are what stands there, quotes and spaces inside of them included', () => {
  assert.deepEqual(read('a,b\r\n 1 ,5" pipe\n,\n'), [
    ['a', 'b'],
    [' 1 ', '5" pipe'],
    ['', ''],
  ]);
});

test('other separators, a byte order mark, blank lines and a last line without an end', () => {
  assert.deepEqual(read('\uFEFFa;b\n\n1;"x;y"', { separator: ';' }), [
    ['a', 'b'],
    ['1', 'x;y'],
  ]);
  assert.deepEqual(read('a\tb\n', { separator: '\t' }), [['a', 'b']]);
  assert.deepEqual(read(''), []);
});

test('the line of a row is counted through quoted line breaks', () => {
  const rows = new CsvReader().push(Buffer.from('a\n"1\n2\n3"\nb\n'));
  assert.deepEqual(
    rows.map(({ line }) => line),
    [1, 2, 5],
  );
});

test('what would make cells run into each other is refused with its line', () => {
  assert.throws(() => read('a,b\n"x,y\n1,2\n'), { message: /^line 2 has a quote that is never closed/ });
  assert.throws(() => read('a\n"x"y\n'), { message: /^line 2 has "y" after a closing quote/ });
  assert.throws(() => read(Buffer.from([0xff, 0xfe, 0x61, 0])), { message: /^line 1 is UTF-16/ });
});

test('a quote that is never closed does not fill the memory', () => {
  const reader = new CsvReader();
  reader.push(Buffer.from('a\n"'));
  const chunk = Buffer.alloc(1 << 20, 0x78);
  assert.throws(
    () => {
      for (let count = 0; count < 100; count++) reader.push(chunk);
    },
    { message: /^line 2 begins a row of more than 67108864 bytes: is there a quote that is not closed\?/ },
  );
});
