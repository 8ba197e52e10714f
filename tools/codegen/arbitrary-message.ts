/** Arbitrary messages of a definition, for property tests: extremes of every type, nulls, tagged fields. */
import fc from 'fast-check';
import { defaultOf } from '../vectors/json-message.ts';
import type { Field, Message, Primitive, Struct } from './definition.ts';
import { includes } from './definition.ts';

/** 2^63 and -2^63 stand for Java's extremes. */
const int64 = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.constantFrom(0, -1, 2 ** 63, -(2 ** 63)));

const PRIMITIVES: Record<Primitive, fc.Arbitrary<unknown>> = {
  bool: fc.boolean(),
  int8: fc.integer({ min: -0x80, max: 0x7f }),
  int16: fc.integer({ min: -0x8000, max: 0x7fff }),
  uint16: fc.integer({ min: 0, max: 0xffff }),
  int32: fc.integer(),
  uint32: fc.integer({ min: 0, max: 0xffffffff }),
  int64,
  bits64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  float64: fc.double({ noNaN: true }),
  uuid: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
  // Lone surrogates have no UTF-8; longer texts take another path than short ones.
  string: fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 40, maxLength: 200 })),
  bytes: fc.uint8Array({ maxLength: 40 }),
  records: fc.uint8Array({ maxLength: 40 }),
};

export function arbitraryMessage(message: Message, version: number): fc.Arbitrary<unknown> {
  return arbitraryStruct(message.root, version);
}

function arbitraryStruct(struct: Struct, version: number): fc.Arbitrary<unknown> {
  const fields = struct.fields.map((field) => [field.name, arbitraryField(field, version)]);
  return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, { noNullPrototype: true });
}

function arbitraryField(field: Field, version: number): fc.Arbitrary<unknown> {
  if (!includes(field.versions, version)) return fc.constant(defaultOf(field));
  const one = typeof field.type === 'string' ? PRIMITIVES[field.type] : arbitraryStruct(field.type, version);
  const value = field.isArray ? fc.array(one, { maxLength: 3 }) : one;
  const orNull = includes(field.nullable, version) ? fc.option(value, { freq: 3 }) : value;
  return field.tag === null ? orNull : fc.oneof(orNull, fc.constant(defaultOf(field)));
}
