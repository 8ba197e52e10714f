/** Lines out of chunks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LineSplitter } from './line-splitter.ts';

function lines(chunks: readonly Buffer[], delimiter?: string): string[] {
  const splitter = new LineSplitter(delimiter);
  const found = chunks.flatMap((chunk) => splitter.push(chunk));
  return [...found, ...splitter.end()].map((line) => line.toString('latin1'));
}

test('lines are the same however the chunks fall, and whatever the delimiter', () => {
  const delimiters = fc.constantFrom('\n', 'ab', 'aba', '||', '\0');
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '|', '\n', '\0', 'x'), maxLength: 60 });
  fc.assert(
    fc.property(text, delimiters, fc.array(fc.nat(60)), (whole, delimiter, cuts) => {
      const bytes = Buffer.from(whole, 'latin1');
      const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
      const expected = whole.split(delimiter);
      if (expected.at(-1) === '') expected.pop();
      assert.deepEqual(lines(chunks, delimiter), expected);
    }),
    { numRuns: 3000 },
  );
});

test('a line may hold any bytes, and \\r\\n ends a line as \\n does', () => {
  assert.deepEqual(lines([Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0x80])]), ['\xff\x00', '\x80']);
  assert.deepEqual(lines([Buffer.from('a\r'), Buffer.from('\n\r\nb\r')]), ['a', '', 'b']);
});
