/** Values without a schema have the bytes that Kafka's own serializers give them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  boolean,
  bytes,
  double,
  float,
  int,
  json,
  long,
  nothing,
  nullable,
  short,
  string,
  uuid,
} from './primitives.ts';
import type { SyncSerde } from './serde.ts';

const UUID = '095d71cf-1255-6b9d-5e33-0ad575b3df5d';

/** The bytes are what Kafka 4.3.1's serializers write for the value. */
function check<T>(serde: SyncSerde<T>, value: T, hex: string): void {
  const encoded = serde.serialize('t', value);
  assert.equal(encoded?.toString('hex'), hex);
  assert.deepEqual(serde.deserialize('t', encoded), value);
}

test('each type has the bytes of Kafka, and is read from them', () => {
  check(short(), -2, 'fffe');
  check(int(), 305_419_896, '12345678');
  check(long(), -1, 'ffffffffffffffff');
  check(long(), 2 ** 53 - 1, '001fffffffffffff');
  check(long(), -(2 ** 53) + 1, 'ffe0000000000001');
  check(long({ as: 'bigint' }), -(2n ** 63n), '8000000000000000');
  check(float(), 1.5, '3fc00000');
  check(double(), -0.1, 'bfb999999999999a');
  check(boolean(), true, '01');
  check(string(), 'é', 'c3a9');
  check(uuid(), UUID, Buffer.from(UUID).toString('hex'));
  check<unknown>(json(), { a: [1, null] }, Buffer.from('{"a":[1,null]}').toString('hex'));
  check(nullable(int()), 1, '00000001');
  assert.deepEqual(bytes().deserialize('t', new Uint8Array([1, 2])), Buffer.from([1, 2]));
});

test('null is a tombstone for every type, and is read as null', () => {
  for (const serde of [short(), string(), json(), nullable(long()), nothing()]) {
    assert.equal(serde.serialize('t', null), null);
    assert.equal(serde.deserialize('t', null), null);
  }
});

test('a value that its type cannot hold is refused', () => {
  const refused = { code: 'VALUE_MISMATCH' };
  assert.throws(() => short().serialize('t', 32_768), refused);
  assert.throws(() => int().serialize('t', 1.5), refused);
  assert.throws(() => long().serialize('t', 2 ** 53), refused);
  assert.throws(() => long({ as: 'bigint' }).serialize('t', 2n ** 63n), refused);
  assert.throws(() => uuid().serialize('t', 'no'), refused);
  assert.throws(() => string().serialize('t', 5 as never), refused);
  assert.throws(() => boolean().serialize('t', 1 as never), { message: 'The value must be true or false, not 1' });
  assert.throws(() => json().serialize('t', () => 1), refused);
  assert.throws(() => nothing().serialize('t', 1 as never), refused);
});

test('a long that is no safe number is an error, and is read as a bigint', () => {
  const encoded = long({ as: 'bigint' }).serialize('t', 2n ** 53n);
  assert.throws(() => long().deserialize('t', encoded), /9007199254740992 does not fit a number: read it with/);
});

test('bytes of another length or another type are refused', () => {
  const refused = { code: 'CORRUPT_PAYLOAD' };
  for (const serde of [short(), int(), long(), float(), double(), boolean(), uuid()]) {
    assert.throws(() => serde.deserialize('t', Buffer.from('abc')), refused);
  }
  assert.throws(() => boolean().deserialize('t', Buffer.from([2])), refused);
  assert.throws(() => json().deserialize('t', Buffer.from('{')), refused);
});
