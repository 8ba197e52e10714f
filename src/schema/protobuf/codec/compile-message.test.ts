/** Generated code for messages against protobuf-es, which goes by descriptors. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  create,
  createFileRegistry,
  fromBinary,
  fromJson,
  toBinary,
  toJson,
  type DescMessage,
  type MessageInitShape,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import fc from 'fast-check';
import { compileMessage } from './compile-message.ts';

type Json = Record<string, string | number | boolean | object>;

const NUMBERS = ['DOUBLE', 'FLOAT', 'INT32', 'UINT32', 'SINT32', 'FIXED32', 'SFIXED32'];
const BIGS = ['INT64', 'UINT64', 'SINT64', 'FIXED64', 'SFIXED64'];
const OTHERS = ['BOOL', 'STRING', 'BYTES'];
const TYPES = [...NUMBERS, ...BIGS, ...OTHERS];
const KEYS = ['STRING', 'INT32', 'BOOL', 'INT64'];

const field = (name: string, number: number, type: string, more: Json = {}): Json => ({
  name,
  number,
  type: `TYPE_${type}`,
  label: 'LABEL_OPTIONAL',
  ...more,
});
const lower = (text: string): string => text.toLowerCase();
const map = (key: string, value: Json): Json => ({
  name: `Of${key[0]}${lower(key.slice(1))}Entry`,
  field: [field('key', 1, key), value],
  options: { mapEntry: true },
});

/** Each type by itself, with presence, in a list and in a oneof; maps; messages in all places, and in themselves. */
const everything: Json = {
  name: 'Everything',
  field: [
    ...TYPES.map((type, i) => field(`one_${lower(type)}`, i + 1, type)),
    ...TYPES.map((type, i) => field(`many_${lower(type)}`, i + 21, type, { label: 'LABEL_REPEATED' })),
    ...TYPES.map((type, i) => field(`maybe_${lower(type)}`, i + 41, type, { proto3Optional: true, oneofIndex: i + 1 })),
    field('either_text', 61, 'STRING', { oneofIndex: 0 }),
    field('either_number', 62, 'INT32', { oneofIndex: 0 }),
    field('either_self', 63, 'MESSAGE', { oneofIndex: 0, typeName: '.t.Everything' }),
    field('self', 64, 'MESSAGE', { typeName: '.t.Everything' }),
    field('selves', 65, 'MESSAGE', { typeName: '.t.Everything', label: 'LABEL_REPEATED' }),
    field('kind', 66, 'ENUM', { typeName: '.t.Kind' }),
    field('kinds', 67, 'ENUM', { typeName: '.t.Kind', label: 'LABEL_REPEATED' }),
    field('loose', 68, 'INT32', { label: 'LABEL_REPEATED', options: { packed: false } }),
    ...KEYS.map((key, i) =>
      field(`of_${lower(key)}`, i + 2000, 'MESSAGE', {
        label: 'LABEL_REPEATED',
        typeName: `.t.Everything.Of${key[0]}${lower(key.slice(1))}Entry`,
      }),
    ),
  ],
  oneofDecl: [{ name: 'either' }, ...TYPES.map((type) => ({ name: `_maybe_${lower(type)}` }))],
  nestedType: KEYS.map((key, i) =>
    map(key, i === 0 ? field('value', 2, 'MESSAGE', { typeName: '.t.Everything' }) : field('value', 2, OTHERS[i % 3]!)),
  ),
};

const files = fromJson(FileDescriptorSetSchema, {
  file: [
    {
      name: 't.proto',
      package: 't',
      syntax: 'proto3',
      messageType: [everything, { name: 'Empty' }],
      enumType: [
        {
          name: 'Kind',
          value: [
            { name: 'NONE', number: 0 },
            { name: 'SOME', number: 1 },
          ],
        },
      ],
    },
  ] as never,
});
const type: DescMessage = createFileRegistry(files).getMessage('t.Everything')!;
const empty: DescMessage = createFileRegistry(files).getMessage('t.Empty')!;
const codec = compileMessage(type);

const text = fc.string({ unit: fc.constantFrom('a', 'é', '🙂', '\u0000', '_'), maxLength: 40 });
const bytes = fc.uint8Array({ maxLength: 200 });
const int = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max, 0, 1));
const big = (min: bigint, max: bigint): fc.Arbitrary<bigint> =>
  fc.oneof(fc.bigInt({ min, max }), fc.constantFrom(min, max, 0n, 2n ** 53n, 1n));
const signed = big(-(2n ** 63n), 2n ** 63n - 1n);
const unsigned = big(0n, 2n ** 64n - 1n);
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  DOUBLE: fc.double(),
  FLOAT: fc.float(),
  INT32: int(-(2 ** 31), 2 ** 31 - 1),
  SINT32: int(-(2 ** 31), 2 ** 31 - 1),
  SFIXED32: int(-(2 ** 31), 2 ** 31 - 1),
  UINT32: int(0, 2 ** 32 - 1),
  FIXED32: int(0, 2 ** 32 - 1),
  INT64: signed,
  SINT64: signed,
  SFIXED64: signed,
  UINT64: unsigned,
  FIXED64: unsigned,
  BOOL: fc.boolean(),
  STRING: text,
  BYTES: bytes,
};

function messages(depth: number): fc.Arbitrary<object> {
  const parts: Record<string, fc.Arbitrary<unknown>> = {};
  for (const name of TYPES) {
    const camel = `${name[0]}${lower(name.slice(1))}`;
    parts[`one${camel}`] = values[name]!;
    parts[`many${camel}`] = fc.array(values[name]!, { maxLength: 3 });
    parts[`maybe${camel}`] = values[name]!;
  }
  parts['kind'] = fc.integer({ min: 0, max: 3 });
  parts['kinds'] = fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 3 });
  parts['loose'] = fc.array(values['INT32']!, { maxLength: 3 });
  parts['ofInt32'] = fc.dictionary(fc.integer({ min: -9, max: 9 }).map(String), text, { maxKeys: 3 });
  parts['ofBool'] = fc.dictionary(fc.constantFrom('true', 'false'), bytes);
  parts['ofInt64'] = fc.dictionary(signed.map(String), fc.boolean(), { maxKeys: 3 });
  const cases: fc.Arbitrary<object>[] = [
    fc.record({ case: fc.constant('eitherText'), value: text }),
    fc.record({ case: fc.constant('eitherNumber'), value: values['INT32']! }),
  ];
  if (depth > 0) {
    const inner = messages(depth - 1);
    parts['self'] = inner;
    parts['selves'] = fc.array(inner, { maxLength: 2 });
    parts['ofString'] = fc.dictionary(text, inner, { maxKeys: 2 });
    cases.push(fc.record({ case: fc.constant('eitherSelf'), value: inner }));
  }
  parts['either'] = fc.oneof(...cases);
  return fc.record(parts, { requiredKeys: [] });
}

const written = (value: object): Uint8Array => toBinary(type, create(type, value as MessageInitShape<DescMessage>));
const shown = (message: unknown): unknown => toJson(type, message as never);

test('messages have the bytes that protobuf-es gives them, and are read as it reads them', () => {
  fc.assert(
    fc.property(messages(1), (value) => {
      const expected = written(value);
      const encoded = codec.encode(value, 3);
      assert.deepEqual(encoded.subarray(3), Buffer.from(expected));
      const decoded = codec.decode(encoded, 3);
      assert.deepEqual(shown(decoded), shown(fromBinary(type, expected)));
      assert.deepEqual(codec.encode(decoded), Buffer.from(expected));
    }),
    { numRuns: 50 },
  );
});

test('what is written in pieces is merged, the last of what can be one counts, and packed or not is the same', () => {
  fc.assert(
    fc.property(messages(1), messages(1), (left, right) => {
      const both = Buffer.concat([written(left), written(right)]);
      assert.deepEqual(shown(codec.decode(both)), shown(fromBinary(type, both)));
    }),
    { numRuns: 30 },
  );
  const packed = Buffer.from([...Buffer.from([0xa2, 0x04, 2, 1, 2]), 0xa0, 0x04, 3]);
  assert.deepEqual((codec.decode(packed) as { loose: number[] }).loose, [1, 2, 3]);
});

test('fields that the schema does not know are kept and written again', () => {
  const bare = compileMessage(empty);
  const value = { oneInt32: 5, oneString: 'x', oneDouble: 1.5, self: { oneBool: true } };
  const decoded = bare.decode(Buffer.from(written(value)));
  assert.deepEqual(
    shown(codec.decode(bare.encode(decoded))),
    shown(create(type, value as MessageInitShape<DescMessage>)),
  );
});

test('bytes that are damaged are a message or an error, and take no longer than their length', () => {
  fc.assert(
    fc.property(
      messages(0),
      fc.array(fc.tuple(fc.nat(300), fc.nat(255)), { maxLength: 4 }),
      fc.nat(300),
      (value, changes, cut) => {
        const damaged = Buffer.from(written(value)).subarray(0, cut);
        for (const [at, byte] of changes) if (at < damaged.length) damaged[at] = byte;
        try {
          codec.decode(damaged);
        } catch (error) {
          assert.ok(error instanceof RangeError, String(error));
        }
      },
    ),
    { numRuns: 200 },
  );
  const deep = Buffer.concat(Array.from({ length: 200 }, () => Buffer.from([0x82, 0x04, 0x80, 0x01])));
  assert.throws(() => codec.decode(deep), RangeError);
});

test('a value that is none of its type is refused with its place', () => {
  const wrong = (value: object, message: RegExp): void => assert.throws(() => codec.encode(value), { message });
  wrong({ oneInt32: 2 ** 31 }, /^one_int32: expected int32, got number 2147483648/);
  wrong({ self: { manyString: ['a', 5] } }, /^self\.many_string: expected string, got number 5/);
  wrong({ either: { case: 'nothing' } }, /one of either as \{ case, value \}/);
  wrong({ oneUint64: -1n }, /expected uint64/);
  wrong({ ofString: { a: 5 } }, /^of_string: expected t\.Everything, got number 5/);
  assert.throws(() => codec.encode(null), /expected t\.Everything, got object null/);
});

test('a value whose getter writes a message of its own disturbs nothing', () => {
  const value = {
    oneString: 'x',
    get oneBytes() {
      return codec.encode({ oneString: 'inner' });
    },
  };
  const inner = written({ oneString: 'inner' });
  assert.deepEqual(codec.encode(value), Buffer.from(written({ oneString: 'x', oneBytes: inner })));
});

test('a giant is not kept for the small ones after it', () => {
  const giant = codec.encode({ oneBytes: new Uint8Array(1_000_000) });
  const small = codec.encode({ oneBytes: new Uint8Array(1) });
  assert.ok(small.buffer.byteLength < 100_000);
  assert.equal(giant.length, 1_000_000 + giant.indexOf(0));
});
