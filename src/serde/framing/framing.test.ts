/** What stands before a payload, or in a header, is written and read as Confluent's serdes do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeMessageIndexes, MessageIndexReader } from './message-indexes.ts';
import { guidPrefix, idPrefix, SchemaIdReader } from './schema-id.ts';

const GUID = '095d71cf-1255-6b9d-5e33-0ad575b3df5d';

function readId(bytes: Buffer, headers: ReadonlyMap<string, Uint8Array> | null = null): object {
  const reader = new SchemaIdReader(false);
  reader.read(bytes, headers);
  return { id: reader.id, guid: reader.guid, start: reader.start };
}

test('a prefix is a zero and the id, or a one and the GUID', () => {
  assert.equal(idPrefix(258).toString('hex'), '0000000102');
  assert.deepEqual(readId(Buffer.concat([idPrefix(258), Buffer.from('x')])), { id: 258, guid: null, start: 5 });
  assert.equal(guidPrefix(GUID).toString('hex'), `01${GUID.replaceAll('-', '')}`);
  assert.deepEqual(readId(guidPrefix(GUID)), { id: -1, guid: GUID, start: 17 });
});

test('the header goes before the prefix, and may hold either form', () => {
  const headers = new Map<string, Uint8Array>([['__value_schema_id', guidPrefix(GUID)]]);
  assert.deepEqual(readId(idPrefix(1), headers), { id: -1, guid: GUID, start: 0 });
  headers.set('__value_schema_id', new Uint8Array(idPrefix(3)));
  assert.deepEqual(readId(Buffer.alloc(0), headers), { id: 3, guid: null, start: 0 });
  headers.clear();
  headers.set('__key_schema_id', guidPrefix(GUID));
  assert.deepEqual(readId(idPrefix(1), headers), { id: 1, guid: null, start: 5 });
});

test('bytes that no registry wrote are told apart from those that are cut off', () => {
  assert.throws(() => readId(Buffer.from('{"a":1}')), {
    code: 'UNKNOWN_MAGIC_BYTE',
    message: /^the payload begins with the byte 123, and not with 0/,
  });
  assert.throws(() => readId(Buffer.alloc(0)), { code: 'UNKNOWN_MAGIC_BYTE' });
  assert.throws(() => readId(Buffer.from([0, 0, 0])), { code: 'CORRUPT_PAYLOAD', message: /3 bytes of the 5/ });
  assert.throws(() => readId(guidPrefix(GUID).subarray(0, 16)), { code: 'CORRUPT_PAYLOAD' });
  assert.throws(() => readId(Buffer.from([0, 255, 255, 255, 255])), { code: 'CORRUPT_PAYLOAD' });
});

test('the first message of a file is one byte, others are their indexes as zigzag varints', () => {
  assert.equal(encodeMessageIndexes([0]).toString('hex'), '00');
  assert.equal(encodeMessageIndexes([1]).toString('hex'), '0202');
  assert.equal(encodeMessageIndexes([2, 0, 100]).toString('hex'), '060400c801');
  const reader = new MessageIndexReader();
  for (const indexes of [[0], [1], [2, 0, 100], [0, 0]]) {
    const encoded = encodeMessageIndexes(indexes);
    reader.read(Buffer.concat([Buffer.from('x'), encoded, Buffer.from('y')]), 1);
    assert.deepEqual([reader.indexes, reader.end], [indexes, encoded.length + 1]);
  }
  reader.read(Buffer.from([2, 0, 9]), 0);
  assert.deepEqual([reader.indexes, reader.end], [[0], 2], 'spelled out, as some writers do');
});

test('damaged message indexes are refused', () => {
  const reader = new MessageIndexReader();
  for (const hex of ['', '02', '01', '0201', 'ffffffffff', 'fe7f', '04c8']) {
    assert.throws(() => reader.read(Buffer.from(hex, 'hex'), 0), { code: 'CORRUPT_PAYLOAD' }, hex);
  }
});
