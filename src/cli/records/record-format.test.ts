/** Format strings, as kcat has them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordFormat } from './record-format.ts';
import { printableRecord, printed } from './records.testing.ts';

const record = printableRecord({
  keyBytes: Buffer.from('ключ'),
  valueBytes: Buffer.from('hello'),
  headers: [
    ['a', Buffer.from('1')],
    ['a', null],
  ],
});

test('each token stands for a part of the record', () => {
  const format = String.raw`%t [%p] at %o: %k (%K) = %s (%S) %T %h 100%%\n`;
  assert.equal(
    printed(recordFormat(format), record).toString(),
    'orders [3] at 17: ключ (8) = hello (5) 1764064800000 a=1,a= 100%\n',
  );
});

test('%R is the length as four bytes, and keys and values are the bytes they are', () => {
  const bytes = Buffer.from([0xff, 0x00, 0x0a]);
  const line = printed(recordFormat('%R%s'), printableRecord({ valueBytes: bytes }));
  assert.deepEqual(line, Buffer.from([0, 0, 0, 3, 0xff, 0x00, 0x0a]));
});

test('a null has the length -1 and is the marker, empty without one', () => {
  const nulls = printableRecord({ keyBytes: null, valueBytes: null });
  assert.equal(printed(recordFormat('<%k|%K|%s|%S>'), nulls).toString(), '<|-1||-1>');
  assert.equal(printed(recordFormat('<%k|%s>', 'NULL'), nulls).toString(), '<NULL|NULL>');
  assert.deepEqual(printed(recordFormat('%R'), nulls), Buffer.from([0xff, 0xff, 0xff, 0xff]));
});

test('escapes are control characters and any byte', () => {
  assert.deepEqual(printed(recordFormat(String.raw`\t\r\n\x1f\101\\%%`), record), Buffer.from('\t\r\n\x1fA\\%'));
});

test('a token that stands for nothing is refused, with those there are', () => {
  assert.throws(() => recordFormat('%q'), /The format has %q, which stands for nothing: there are %s %S/);
});
