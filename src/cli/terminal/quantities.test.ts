/** Numbers for people, and the line that shows progress. */
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { Progress } from './progress.ts';
import { bytesText, counted, countText, spanText } from './quantities.ts';

test('sizes, counts and spans read well', () => {
  assert.deepEqual([0, 554.888042811508, 999, 1000, 1_536_000, 12_345_678_901].map(bytesText), [
    '0 B',
    '555 B',
    '999 B',
    '1.00 kB',
    '1.54 MB',
    '12.3 GB',
  ]);
  assert.equal(countText(1_234_567), '1,234,567');
  assert.equal(counted(1, 'record'), '1 record');
  assert.equal(counted(0, 'record'), '0 records');
  assert.deepEqual([350, 4200, 59_000, 185_000, 7_800_000, 273_600_000].map(spanText), [
    '350 ms',
    '4.2 s',
    '59 s',
    '3 min 5 s',
    '2 h 10 min',
    '3 d 4 h',
  ]);
});

class Terminal extends Writable {
  readonly isTTY: boolean;
  readonly columns = 100;
  text = '';
  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

test('progress shows after a while the rate and the time left, and takes its line away', () => {
  let now = 0;
  const terminal = new Terminal(true);
  const progress = new Progress(terminal, 'Importing', () => now);
  progress.show({ records: 10, bytes: 100, fraction: 0.01 });
  assert.equal(terminal.text.length, 0, 'nothing for what may be over at once');
  now = 1000;
  progress.show({ records: 5000, bytes: 1_000_000, fraction: 0.25 });
  assert.equal(terminal.text, '\r\u001B[KImporting 25 %, 5,000 records, 5,000/s, 1.00 MB/s, 3.0 s left');
  progress[Symbol.dispose]();
  assert.ok(terminal.text.endsWith('left\r\u001B[K'));
});

test('elsewhere than on a terminal there is no progress', () => {
  let now = 0;
  const file = new Terminal(false);
  const progress = new Progress(file, 'Importing', () => now);
  now = 5000;
  progress.show({ records: 1, bytes: 1 });
  progress[Symbol.dispose]();
  assert.equal(file.text, '');
});
