/** What of a change to a Protobuf schema keeps data readable, as Confluent's registry judges it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { protobufDifferenceTypes } from './difference-types.ts';
import { protobufFormat } from './protobuf-format.ts';

type Imports = Readonly<Record<string, string>>;

/** The differences as `TYPE path`, those that break something with a `!` before them. */
function changes(before: string, after: string, imports: [Imports, Imports] = [{}, {}]): string[] {
  const [writer, reader] = [before, after].map((body, i) => {
    const text = body.includes('syntax') ? body : `syntax = "proto3"; ${body}`;
    const source = { text, references: [], resolved: new Map(Object.entries(imports[i]!)) };
    return protobufFormat.parse(source, { isNew: true });
  });
  const differences = protobufFormat.differences(reader!, writer!, { policy: 'STRICT' });
  return differences.map(({ type, path, isCompatible }) => `${isCompatible ? '' : '!'}${type} ${path}`);
}

/** The fields of one message before and after. */
function fields(before: string, after: string): string[] {
  const rest = 'message B {} message C {} enum E { X = 0; }';
  return changes(`message A { ${before} } ${rest}`, `message A { ${after} } ${rest}`);
}

test('there are 26 types, 15 of which break nothing', () => {
  const all = Object.values(protobufDifferenceTypes);
  assert.deepEqual([all.length, all.filter(({ isCompatible }) => isCompatible).length], [26, 15]);
});

test('messages may come and move, but not go', () => {
  assert.deepEqual(changes('message A {}', 'message A {} message B {}'), ['MESSAGE_ADDED #/B']);
  assert.deepEqual(changes('message A {} message B {}', 'message A {}'), ['!MESSAGE_REMOVED #/B']);
  assert.deepEqual(changes('message A {} message B {}', 'message B {} message A {}'), [
    'MESSAGE_MOVED #/A',
    'MESSAGE_MOVED #/B',
  ]);
  assert.deepEqual(changes('message A { message B {} }', 'message A {}'), ['!MESSAGE_REMOVED #/A/B']);
  assert.deepEqual(changes('package a; message A {}', 'package b; message A {}'), ['!PACKAGE_CHANGED #/']);
});

test('enums may do as they like', () => {
  assert.deepEqual(changes('enum A { X = 0; Y = 1; Z = 2; }', 'enum A { X = 0; W = 1; V = 3; }'), [
    'ENUM_CONST_CHANGED #/A/1',
    'ENUM_CONST_REMOVED #/A/2',
    'ENUM_CONST_ADDED #/A/3',
  ]);
  assert.deepEqual(changes('enum A { X = 0; }', 'enum B { X = 0; }'), ['ENUM_REMOVED #/A', 'ENUM_ADDED #/B']);
});

test('fields come, go and are renamed; required ones do neither', () => {
  assert.deepEqual(fields('int32 a = 1; int32 b = 2;', 'int32 c = 1; int32 d = 3;'), [
    'FIELD_NAME_CHANGED #/A/1',
    'FIELD_REMOVED #/A/2',
    'FIELD_ADDED #/A/3',
  ]);
  const required = 'syntax = "proto2"; message A { required int32 a = 1; }';
  const none = 'syntax = "proto2"; message A { }';
  assert.deepEqual(changes(none, required), ['!REQUIRED_FIELD_ADDED #/A/1']);
  assert.deepEqual(changes(required, none), ['!REQUIRED_FIELD_REMOVED #/A/1']);
});

test('scalars change within what is encoded alike', () => {
  const groups = [
    ['int32', 'int64', 'uint32', 'uint64', 'bool', 'E'],
    ['sint32', 'sint64'],
    ['string', 'bytes'],
    ['fixed32', 'sfixed32'],
    ['fixed64', 'sfixed64'],
    ['float'],
    ['double'],
  ];
  for (const [i, group] of groups.entries()) {
    for (const type of group) {
      for (const [j, others] of groups.entries()) {
        const expected = i === j ? [] : ['!FIELD_SCALAR_KIND_CHANGED #/A/1'];
        for (const other of others) assert.deepEqual(fields(`${type} a = 1;`, `${other} a = 1;`), expected);
      }
    }
  }
});

test('scalars, messages and maps are of different kinds', () => {
  const kind = ['!FIELD_KIND_CHANGED #/A/1'];
  assert.deepEqual(fields('int32 a = 1;', 'B a = 1;'), kind);
  assert.deepEqual(fields('map<string, B> a = 1;', 'repeated B a = 1;'), kind);
  assert.deepEqual(fields('B a = 1;', 'C a = 1;'), ['!FIELD_NAMED_TYPE_CHANGED #/A/1']);
  assert.deepEqual(fields('map<string, int32> a = 1;', 'map<bytes_, B> a = 1;'.replace('bytes_', 'int32')), [
    '!FIELD_SCALAR_KIND_CHANGED #/A/1',
    '!FIELD_KIND_CHANGED #/A/1',
  ]);
});

test('one becomes many for texts and messages, but not for numbers', () => {
  assert.deepEqual(fields('int32 a = 1;', 'repeated int32 a = 1;'), ['!FIELD_NUMERIC_LABEL_CHANGED #/A/1']);
  assert.deepEqual(fields('string a = 1;', 'repeated bytes a = 1;'), ['FIELD_STRING_OR_BYTES_LABEL_CHANGED #/A/1']);
  assert.deepEqual(fields('B a = 1;', 'repeated B a = 1;'), []);
  assert.deepEqual(fields('int32 a = 1;', 'optional int32 a = 1;'), []);
});

test('oneofs come and go with all their fields, and lose none of them', () => {
  const one = 'oneof o { int32 a = 1; int32 b = 2; }';
  assert.deepEqual(fields('', one), ['ONEOF_ADDED #/A/o']);
  assert.deepEqual(fields(one, ''), ['ONEOF_REMOVED #/A/o']);
  assert.deepEqual(fields(one, 'oneof o { int32 a = 1; }'), ['!ONEOF_FIELD_REMOVED #/A/o/2']);
  assert.deepEqual(fields(one, 'oneof p { int32 a = 1; }'), [
    'ONEOF_REMOVED #/A/o',
    '!ONEOF_FIELD_REMOVED #/A/o/2',
    'ONEOF_ADDED #/A/p',
  ]);
  assert.deepEqual(fields(one, 'oneof o { int32 a = 1; int32 b = 2; int32 c = 3; }'), ['ONEOF_FIELD_ADDED #/A/o/3']);
  assert.deepEqual(fields(one, 'oneof o { int32 a = 1; } int32 b = 2;'), ['ONEOF_FIELD_MOVED_TO_TOP_LEVEL #/A/o/2']);
  assert.deepEqual(fields(one, 'oneof o { int32 a = 1; string b = 2; }'), ['!FIELD_SCALAR_KIND_CHANGED #/A/o/2']);
});

test('fields that were independent may not come to exclude one another', () => {
  const loose = 'int32 a = 1; int32 b = 2;';
  assert.deepEqual(fields(loose, 'oneof o { int32 a = 1; int32 b = 2; }'), [
    '!MULTIPLE_FIELDS_MOVED_TO_ONEOF #/A/o',
    'ONEOF_ADDED #/A/o',
  ]);
  assert.deepEqual(fields(loose, 'oneof o { int32 a = 1; int32 c = 3; } int32 b = 2;'), ['ONEOF_ADDED #/A/o']);
  assert.deepEqual(fields('oneof o { int32 a = 1; } int32 b = 2;', 'oneof o { int32 a = 1; int32 b = 2; }'), [
    '!FIELD_MOVED_TO_EXISTING_ONEOF #/A/o',
  ]);
  const two = 'oneof o { int32 a = 1; } oneof p { int32 b = 2; }';
  assert.ok(fields(two, 'oneof o { int32 a = 1; int32 b = 2; }').includes('!FIELD_MOVED_TO_EXISTING_ONEOF #/A/o'));
});

test('a message from a reference is compared with the one from the other reference', () => {
  const text = 'package m; import "r.proto"; message M { r.R r = 1; }';
  const reference = (type: string): Imports => ({
    'r.proto': `syntax = "proto3"; package r; message R { ${type} x = 1; R again = 2; }`,
  });
  assert.deepEqual(changes(text, text, [reference('int32'), reference('int64')]), []);
  assert.deepEqual(changes(text, text, [reference('int32'), reference('string')]), [
    '!FIELD_SCALAR_KIND_CHANGED #/R/1',
    '!FIELD_NAMED_TYPE_CHANGED #/M/1',
  ]);
});

test('an entry of a map that is spelled out is the map', () => {
  const map = 'message A { map<string, int32> m = 1; }';
  const entry = `message A { repeated MEntry m = 1;
    message MEntry { option map_entry = true; string key = 1; int32 value = 2; } }`;
  assert.deepEqual(changes(map, entry), []);
  assert.deepEqual(changes(entry, map), []);
});

test('the bodies of groups are compared as messages are', () => {
  const group = (type: string): string =>
    `syntax = "proto2"; message A { optional group G = 1 { optional ${type} x = 1; } }`;
  assert.deepEqual(changes(group('int32'), group('int64')), []);
  assert.deepEqual(changes(group('int32'), group('string')), ['!FIELD_SCALAR_KIND_CHANGED #/A/G/1']);
});
