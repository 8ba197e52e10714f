/** Messages of a schema's text: where they stand, and that the descriptors of the text are those that codecs need. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinkedSchema } from '../linked-schema.ts';
import { parseProto } from '../parse-proto.ts';
import { wellKnownProto } from '../well-known-protos.ts';
import { SchemaMessages } from './schema-messages.ts';

function messagesOf(text: string): SchemaMessages {
  const linked = new LinkedSchema(parseProto(text), wellKnownProto);
  return new SchemaMessages(linked.descriptors.map((descriptor) => linked.serialize(descriptor)));
}

const text = `syntax = "proto3";
package shop;
import "google/protobuf/timestamp.proto";
enum Kind { NONE = 0; }
message First { google.protobuf.Timestamp at = 1; }
message Second {
  map<string, int32> counts = 1;
  message Inner { Kind kind = 1; message Deep {} }
  message Other { string text = 1; }
}`;

test('a message stands at its index among the messages of each level, whatever else there is', () => {
  const messages = messagesOf(text);
  assert.equal(messages.first, 'shop.First');
  const places = messages.names.map((name) => [name, messages.indexesOf(name)]);
  assert.deepEqual(places, [
    ['shop.First', [0]],
    ['shop.Second', [1]],
    ['shop.Second.Inner', [1, 0]],
    ['shop.Second.Inner.Deep', [1, 0, 0]],
    ['shop.Second.Other', [1, 1]],
  ]);
  for (const [name, indexes] of places) assert.equal(messages.namesAt(indexes as number[])[0], name);
  assert.deepEqual(
    messages.namesAt([1, 1]),
    ['shop.Second.Other', 'shop.Second.Inner'],
    'as Java counts, and as Python does',
  );
  assert.deepEqual(messages.namesAt([1, 2]), ['shop.Second.Other'], 'as Python counts');
  assert.deepEqual(messages.namesAt([2]), []);
  assert.deepEqual(messages.namesAt([]), []);
  assert.equal(messages.indexesOf('google.protobuf.Timestamp'), null, 'it is of another file');
});

test('messages are written and read by their names, with types of other files in them', () => {
  const codec = messagesOf(text).codec('shop.First');
  const encoded = codec.encode({ at: { seconds: 1n, nanos: 2 } });
  assert.equal(encoded.toString('hex'), '0a0408011002');
  assert.deepEqual(codec.decode(encoded), {
    $typeName: 'shop.First',
    at: { $typeName: 'google.protobuf.Timestamp', seconds: 1n, nanos: 2 },
  });
  assert.throws(() => messagesOf(text).codec('shop.Third'), /has no message shop\.Third; it has shop\.First/);
});

test('proto2, with its defaults and groups, is read and written too', () => {
  const codec = messagesOf(`syntax = "proto2";
    message Old { required string name = 1; optional int32 count = 2 [default = 5]; repeated int32 many = 3; }`).codec(
    'Old',
  );
  const encoded = codec.encode({ name: 'a', many: [1, 2] }, 2);
  assert.equal(encoded.subarray(2).toString('hex'), '0a016118011802');
  const { name, count } = codec.decode(encoded, 2) as { name: string; count: number };
  assert.deepEqual([name, count], ['a', 5]);
  assert.throws(() => codec.encode({ count: 1 }), /name/);
});
