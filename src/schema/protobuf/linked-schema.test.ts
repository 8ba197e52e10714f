/** Descriptors made of texts, held against those that protoc made of the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeMessage, encodeMessage } from './descriptor-codec.ts';
import { descriptorTypes, LinkedSchema } from './linked-schema.ts';
import { parseProto } from './parse-proto.ts';
import { printProto } from './print-proto.ts';
import { PROTOC_CASES } from './protoc-descriptors.testing.ts';
import { wellKnownProto } from './well-known-protos.ts';

function serialized(text: string, name: string): string {
  const linked = new LinkedSchema(parseProto(text), wellKnownProto);
  return linked.serialize({ ...linked.descriptor, name }).toString('base64');
}

for (const { claim, text, file, descriptor } of PROTOC_CASES) {
  test(`the descriptor has the bytes that protoc gives it: ${claim}`, () => {
    assert.equal(serialized(text, file), descriptor);
  });
}

test('descriptors that are read and written again are the same bytes', () => {
  const type = descriptorTypes().messages.get('google.protobuf.FileDescriptorProto')!;
  for (const { claim, descriptor } of PROTOC_CASES) {
    if (claim.includes('proto2')) continue; // Its options are custom ones, whose types are in the file itself.
    const bytes = Buffer.from(descriptor, 'base64');
    assert.deepEqual(encodeMessage(type, decodeMessage(type, bytes)), bytes, claim);
  }
});

test('the stored text has the descriptor of the text, but for the order of what it sorts by kind', () => {
  const text =
    'syntax = "proto3"; message A { map<string, B> b = 1; message B { string x = 1; } optional int32 c = 2; }';
  assert.equal(serialized(printProto(parseProto(text)), 'a.proto'), serialized(text, 'a.proto'));
});

test('options that nothing declares are left out of the descriptor', () => {
  const plain = 'syntax = "proto3"; message A { int32 a = 1 [deprecated = true]; }';
  const custom = 'syntax = "proto3"; message A { int32 a = 1 [(who.knows).it = 1, deprecated = true, what = "x"]; }';
  assert.equal(serialized(custom, 'a.proto'), serialized(plain, 'a.proto'));
});

test('a value that is packed into Any is encoded by its own type', () => {
  const text = `syntax = "proto3"; import "google/protobuf/any.proto"; import "google/protobuf/descriptor.proto";
    extend google.protobuf.MessageOptions { google.protobuf.Any any = 50000; }
    message A { string s = 1; option (any) = { [type.googleapis.com/A] { s: "x" } }; }`;
  const bytes = Buffer.from(serialized(text, 'a.proto'), 'base64').toString('latin1');
  assert.ok(bytes.includes('type.googleapis.com/A\x12\x03\x0a\x01x'));
});
