/** Protobuf as a format of registries: what is stored, what is the same, what is refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SchemaError } from '../schema-format.ts';
import { encodeMessage } from './descriptor-codec.ts';
import { descriptorTypes } from './linked-schema.ts';
import type { ParsedProtobufSchema } from './protobuf-format.ts';
import { protobufFormat } from './protobuf-format.ts';
import { anyProto } from './random-protos.testing.ts';
import { wellKnownNames } from './well-known-protos.ts';

function parse(text: string, imports: Readonly<Record<string, string>> = {}, isNew = true): ParsedProtobufSchema {
  const references = Object.keys(imports).map((name) => ({ name, subject: name, version: 1 }));
  const schema = protobufFormat.parse({ text, references, resolved: new Map(Object.entries(imports)) }, { isNew });
  return schema as ParsedProtobufSchema;
}

function refusal(text: string, imports: Readonly<Record<string, string>> = {}): string {
  try {
    parse(text, imports);
  } catch (error) {
    if (error instanceof SchemaError) return error.message.replace('Invalid Protobuf schema at ', '');
    throw error;
  }
  return 'taken';
}

const order = `// A comment.
syntax = "proto3"; package shop;
option java_package = 'a.b';
import public "google/type/money.proto"; import "google/protobuf/timestamp.proto";
enum Kind { NONE = 0; BIG = 0x10 [deprecated = true, (note) = "x"]; reserved 3, 5 to 7; }
message Order {
  message Line { string item = 1; /* inner */ int32 count = 2; }
  reserved 9 to max; reserved "old", 'older';
  oneof payment { google.type.Money money = 4; string voucher = 3 [json_name = "v", deprecated = true]; }
  repeated Line lines = 2; map < string , Kind > kinds = 5;
  optional string id = 1;
}
service Orders { rpc Put(Order) returns (stream Order); rpc Get (stream .shop.Order) returns (Order) { option deprecated = true; } }
`;

test('the stored text has no comments, messages before enums, and each kind of element in its paragraph', () => {
  const expected = `syntax = "proto3";
package shop;

import "google/protobuf/timestamp.proto";
import public "google/type/money.proto";

option java_package = "a.b";

message Order {
  reserved 9 to max;
  reserved "old", "older";

  repeated Line lines = 2;
  map<string, Kind> kinds = 5;
  optional string id = 1;

  oneof payment {
    google.type.Money money = 4;
    string voucher = 3 [
      deprecated = true,
      json_name = "v"
    ];
  }

  message Line {
    string item = 1;
    int32 count = 2;
  }
}
enum Kind {
  reserved 3, 5 to 7;
  NONE = 0;
  BIG = 16 [
    deprecated = true,
    (note) = "x"
  ];
}

service Orders {
  rpc Put (Order) returns (stream Order);
  rpc Get (stream .shop.Order) returns (Order) {
    option deprecated = true;
  };
}
`;
  assert.equal(parse(order).canonicalText, expected);
});

test('lines between the paragraphs of what is nested carry its indentation', () => {
  const { canonicalText } = parse('syntax = "proto3"; message A { message B { message C {} int32 x = 1; } }');
  assert.equal(
    canonicalText,
    'syntax = "proto3";\n\nmessage A {\n  message B {\n    int32 x = 1;\n  \n    message C {}\n  }\n}\n',
  );
});

test('message literals have a line per field, and a field that comes twice is a list', () => {
  const text = `syntax = "proto2"; option (it) = { a: 1 b <c: "x\\x41'" 'y'>, d: [1.5, -inf] a: 2; [e.f] { } }; option (x).y.z = [OK];`;
  const expected = `syntax = "proto2";

option (it) = {
  a: [
    1,
    2
  ],
  b: {
    c: "xA\\'y"
  },
  d: [
    1.5,
    -inf
  ],
  [e.f]: {
  }
};
option (x).y.z = [OK];
`;
  assert.equal(parse(text).canonicalText, expected);
});

test('an edition is printed as one, with reserved names bare', () => {
  const text = `edition = "2023";\n\nmessage A {\n  reserved 5;\n  reserved foo, bar;\n\n  string a = 1 [features.field_presence = IMPLICIT];\n}\n`;
  assert.equal(parse(text).canonicalText, text);
  assert.match(parse(text).normalized().canonicalText, /reserved 5;\n {2}reserved bar;\n {2}reserved foo;/);
  assert.equal(
    parse(parse(text).formatted('serialized')).canonicalText,
    text.replace('.field_presence = IMPLICIT', ' = {\n    field_presence: IMPLICIT\n  }'),
  );
});

test('the normalized text is in order, with types by their full names', () => {
  const expected = `syntax = "proto3";
package shop;

import public "google/type/money.proto";
import "google/protobuf/timestamp.proto";
`;
  const lines = parse(order).normalized().canonicalText;
  assert.deepEqual(lines.split('\n').slice(0, 5).toSorted(), expected.split('\n').slice(0, 5).toSorted());
  assert.match(
    lines,
    /optional string id = 1;\n {2}repeated \.shop\.Order\.Line lines = 2;\n {2}map<string, \.shop\.Kind>/,
  );
  assert.match(lines, /reserved 3;\n {2}reserved 5 to 7;/);
  assert.match(
    lines,
    /string voucher = 3 \[\n {6}deprecated = true,\n {6}json_name = "v"\n {4}\];\n {4}\.google\.type\.Money money = 4;/,
  );
});

test('normalized, spellings of one schema are one text', () => {
  const spelled = `import "google/protobuf/wrappers.proto"; import "google/protobuf/descriptor.proto"; package p;
    extend google.protobuf.MessageOptions { optional Opt opt = 50000; }
    message Opt { optional int32 a = 1; optional int32 b = 2; }
    message M { option (opt).b = 0x10; option (opt).a = 1; optional Opt o = 2; optional google.protobuf.Int32Value v = 1; extensions 5, 7 to 9; }`;
  const same = `syntax = "proto2"; package p; import "google/protobuf/descriptor.proto"; import "google/protobuf/wrappers.proto";
    message Opt { optional int32 b = 2; optional int32 a = 1; }
    message M { option (.p.opt) = { b: 16, a: 1 }; optional .google.protobuf.Int32Value v = 1; optional p.Opt o = 2; extensions 7 to 9; extensions 5; }
    extend .google.protobuf.MessageOptions { optional .p.Opt opt = 50000; }`;
  assert.equal(parse(spelled).normalized().canonicalText, parse(same).normalized().canonicalText);
  assert.match(parse(same).normalized().canonicalText, /option \(p\.opt\) = \{\n {4}a: 1,\n {4}b: 16\n {2}\};/);
});

test('a stored text reads back as itself, and normalized texts as themselves', () => {
  fc.assert(
    fc.property(anyProto(), (text) => {
      const schema = parse(text);
      const again = parse(schema.canonicalText);
      assert.equal(again.canonicalText, schema.canonicalText);
      assert.ok(schema.isEquivalentTo(again));
      const normalized = schema.normalized().canonicalText;
      assert.equal(parse(normalized).normalized().canonicalText, normalized);
      assert.deepEqual(protobufFormat.differences(again, schema, { policy: 'STRICT' }), []);
    }),
    { numRuns: 150 },
  );
});

test('the base64 of a descriptor is read as the schema that it was made of', () => {
  fc.assert(
    fc.property(anyProto(), (text) => {
      const schema = parse(text);
      const back = parse(schema.formatted('serialized'));
      assert.equal(
        back.normalized().canonicalText,
        parse(schema.normalized().canonicalText).normalized().canonicalText,
      );
    }),
    { numRuns: 100 },
  );
});

test('damaged texts and descriptors are refused, or are something else, but never a crash', () => {
  fc.assert(
    fc.property(
      anyProto(),
      fc.nat(),
      fc.constantFrom('{', '}', '"', ';', '=', '0', '/*', '<', '\0', ''),
      (text, at, with_) => {
        const start = at % text.length;
        refusal(text.slice(0, start) + with_ + text.slice(start + 1));
        refusal(text.slice(0, start));
        const bytes = Buffer.from(parse(text).formatted('serialized'), 'base64');
        bytes[at % bytes.length] = at & 0xff;
        refusal(bytes.toString('base64'));
        refusal(bytes.subarray(0, at % bytes.length).toString('base64'));
      },
    ),
    { numRuns: 60 },
  );
  const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
  fc.assert(fc.property(noise, (text) => void refusal(text)));
});

test('a descriptor whose parts lack what they need is refused by what is missing', () => {
  const nameless = { name: 'a.proto', message_type: [{ name: 'A', field: [{ number: 1, label: 1, type: 9 }] }] };
  const numberless = { name: 'a.proto', message_type: [{ name: 'A', field: [{ name: 'b', label: 1, type: 9 }] }] };
  const unanswered = { name: 'a.proto', service: [{ name: 'S', method: [{ name: 'm', input_type: '.A' }] }] };
  const base64 = (descriptor: object): string =>
    encodeMessage(descriptorTypes().messages.get('google.protobuf.FileDescriptorProto')!, { ...descriptor }).toString(
      'base64',
    );
  assert.match(refusal(base64(nameless)), /a FieldDescriptorProto in the descriptor has no name/);
  assert.match(refusal(base64(numberless)), /a FieldDescriptorProto in the descriptor has no number/);
  assert.match(refusal(base64(unanswered)), /a MethodDescriptorProto in the descriptor has no output_type/);
  assert.match(
    refusal(base64({ name: 'a.proto', enum_type: [{ value: [] }] })),
    /a EnumDescriptorProto .* has no name/,
  );
});

test('depth and size have bounds', () => {
  assert.match(refusal(`syntax="proto3"; ${'message A { '.repeat(5000)}`), /more than 32 levels of messages/);
  assert.match(refusal(`option x = ${'{ a: '.repeat(5000)}`), /levels of message literals/);
  assert.match(refusal(`option x = ${'['.repeat(5000)}`), /levels of message literals/);
  assert.match(refusal(' '.repeat(9_000_000)), /longer than/);
  assert.match(refusal(`package ${'a.'.repeat(5000)}a;`), /more than 100 parts/);
  assert.equal(refusal(`syntax="proto3"; ${'/* '.repeat(100_000)}`).includes('comment that is not closed'), true);
});

test('what the language forbids is refused with its line', () => {
  const proto3 = 'syntax = "proto3";\n';
  const cases: [string, RegExp][] = [
    ['message', /line 1: expected the message's name, but the text ends/],
    [`${proto3}message A { int32 a = 0; }`, /line 2: the field a has the number 0/],
    [`${proto3}message A { int32 a = 536870912; }`, /line 2: .*536870912/],
    [`${proto3}message A { int32 a = 19500; }`, /keeps to itself/],
    [`${proto3}message A { B a = 1; }`, /line 2: the type B is neither declared here/],
    [`${proto3}message A { int32 a = 1;\n int32 b = 1; }`, /line 3: the message A has the number 1 twice: a and b/],
    [`${proto3}message A { int32 a = 1; int32 a = 2; }`, /A\.a is declared twice/],
    [`${proto3}message A {} enum A { X = 0; }`, /A is declared twice/],
    [`${proto3}enum A { X = 0; } enum B { X = 0; }`, /X is declared twice/],
    [`${proto3}message A { reserved 3; int32 a = 3; }`, /reserved the number 3/],
    [`${proto3}message A { reserved "a"; int32 a = 3; }`, /reserved the name a/],
    [`${proto3}enum A { X = 1; }`, /proto3 wants 0/],
    [`${proto3}enum A { X = 0; Y = 0; }`, /twice, without allow_alias/],
    [`${proto3}enum A { }`, /has no values/],
    [`${proto3}message A { required int32 a = 1; }`, /proto3 does not have/],
    [`${proto3}message A { int32 a = 1 [default = 1]; }`, /default, which proto3/],
    [`${proto3}message A { extensions 5; }`, /proto3 has no extension ranges/],
    [`${proto3}message A { map<float, string> a = 1; }`, /keys of float/],
    [`${proto3}service S { rpc A (B) returns (B); }`, /type B/],
    ['message A { int32 a = 1; }', /has no label/],
    ['message A { optional int32 a = 1 [default = "x"]; }', /expected an integer/],
    ['message A { extensions 5; } extend A { optional int32 b = 6; }', /does not let number 6/],
    ['syntax = "proto4";', /neither "proto2" nor "proto3"/],
    ['edition = "1999";', /edition "1999"/],
    ['import "x.proto";', /the import "x.proto" is not among the references/],
    [`${proto3}message A { string a = 1`, /expected ';', but the text ends/],
    [`${proto3}option a = "x`, /a string that is not closed/],
  ];
  for (const [text, expected] of cases) assert.match(refusal(text), expected, text);
});

test('a schema that is stored already is read without being judged or linked', () => {
  const text = 'syntax = "proto3";\n\nimport "gone.proto";\n\nmessage A {\n  int32 a = 1;\n  Gone b = 1;\n}\n';
  assert.equal(parse(text, {}, false).canonicalText, text);
  assert.throws(() => parse(text), SchemaError);
});

test('imports are references by their names, and what those import publicly is seen through them', () => {
  const imports = {
    'a.proto': 'syntax = "proto3"; package a; import public "b.proto"; import "c.proto"; message A {}',
    'b.proto': 'syntax = "proto3"; package b; message B {}',
    'c.proto': 'syntax = "proto3"; package c; message C {}',
  };
  const using = (type: string): string => `syntax = "proto3"; import "a.proto"; message M { ${type} x = 1; }`;
  assert.equal(refusal(using('a.A'), imports), 'taken');
  assert.equal(refusal(using('b.B'), imports), 'taken');
  assert.match(refusal(using('c.C'), imports), /the type c\.C is neither/);
  const cycle = { 'a.proto': 'import "b.proto";', 'b.proto': 'import "a.proto";' };
  assert.match(refusal('import "a.proto";', cycle), /imports itself in the end/);
});

test('a name means the innermost thing of its first part, as in C++', () => {
  const text = (type: string): string => `syntax = "proto3"; package a.b; message X { message Y {} }
    message M { message X { message Z {} } ${type} f = 1; }`;
  assert.equal(refusal(text('X.Z')), 'taken');
  assert.match(refusal(text('X.Y')), /the type X\.Y/);
  assert.equal(refusal(text('b.X.Y')), 'taken');
  assert.equal(refusal(text('.a.b.X.Y')), 'taken');
});

test('all well-known files can be imported', () => {
  assert.equal(wellKnownNames().length, 11 + 17 + 3);
  for (const name of wellKnownNames()) assert.equal(refusal(`syntax = "proto3"; import "${name}";`), 'taken', name);
});

test('schemas are the same where their texts and those that they import say the same', () => {
  const text = 'syntax = "proto3"; import "a.proto"; message M { A a = 1; }';
  const one = parse(text, { 'a.proto': 'syntax = "proto3"; message A {}' });
  const same = parse(one.canonicalText, { 'a.proto': 'syntax="proto3";\n// Nothing.\nmessage A { }' });
  const other = parse(text, { 'a.proto': 'syntax = "proto3"; message A { int32 x = 1; }' });
  assert.ok(one.isEquivalentTo(same));
  assert.ok(!one.isEquivalentTo(other));
});

test('without extensions, custom options and what extends is gone, but for options of Confluent', () => {
  const text = `syntax = "proto3"; import "confluent/meta.proto"; import "google/protobuf/descriptor.proto";
    extend google.protobuf.FieldOptions { string note = 50000; }
    message A { int32 a = 1 [(note) = "x", (confluent.field_meta) = { tags: "PII" }]; }`;
  const plain = parse(text).formatted('ignore_extensions');
  assert.ok(!plain.includes('note') && !plain.includes('extend '));
  assert.match(plain, /\[\(confluent\.field_meta\) = \{\n {4}tags: "PII"\n {2}\}\];/);
});

test('a schema is named after its first message', () => {
  assert.equal(parse('syntax = "proto3"; package a.b; enum E { X = 0; } message M {}').name, 'a.b.M');
  assert.equal(parse('syntax = "proto3"; enum E { X = 0; }').name, 'E');
  assert.equal(parse('syntax = "proto3";').name, null);
});
