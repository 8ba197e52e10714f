/** Random schemas and values: what is written comes back, and altered bytes give a value or an AvroDataError. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseJson } from '../../json/parse-json.ts';
import { printJson } from '../../json/print-json.ts';
import type { AvroSchema } from '../avro-schema.ts';
import { parseAvroSchema } from '../parse-avro.ts';
import { AvroDataError } from './avro-data-error.ts';
import { avroFromJson, avroToJson } from './avro-json.ts';
import type { AvroCodecOptions } from './codec-options.ts';
import { LOSSLESS_AVRO } from './codec-options.ts';
import { compileAvroReader } from './compile-reader.ts';
import { compileAvroWriter } from './compile-writer.ts';

/** A schema as JSON says it; names are given out by `named`. */
type Shape = string | { type: string; [key: string]: unknown } | Shape[];

const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const LOGICAL: readonly Shape[] = [
  { type: 'int', logicalType: 'date' },
  { type: 'long', logicalType: 'timestamp-millis' },
  { type: 'long', logicalType: 'timestamp-nanos' },
  { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 3 },
];

const { shape } = fc.letrec<{ shape: Shape; branch: Shape }>((tie) => ({
  shape: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...PRIMITIVES),
    tie('branch'),
    unionOf(tie('branch')),
  ),
  branch: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Shape>(...PRIMITIVES, ...LOGICAL),
    fc.record({ type: fc.constant('array'), items: tie('shape') }),
    fc.record({ type: fc.constant('map'), values: tie('shape') }),
    fc.record({ type: fc.constant('fixed'), size: fc.nat(20) }),
    fc.record({
      type: fc.constant('enum'),
      symbols: fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 1 }),
    }),
    fc.record({ type: fc.constant('record'), fields: fc.array(tie('shape'), { maxLength: 6 }) }),
  ),
}));

function unionOf(branch: fc.Arbitrary<Shape>): fc.Arbitrary<Shape> {
  return fc.uniqueArray(branch, { minLength: 1, maxLength: 4, selector: kindOf });
}

/** No two branches of one unnamed kind; `named` makes the names of the others differ. */
function kindOf(branch: Shape): unknown {
  const type = typeof branch === 'object' && !Array.isArray(branch) ? branch.type : branch;
  return typeof type === 'string' && ['record', 'enum', 'fixed'].includes(type) ? {} : type;
}

const FIELD_NAMES = ['id', '__proto__', 'constructor', 'string', 'map', 'value'];

function named(given: Shape, counter: { names: number }): Shape {
  if (typeof given === 'string') return given;
  if (Array.isArray(given)) return given.map((branch) => named(branch, counter));
  const copy = { ...given };
  if (['record', 'enum', 'fixed'].includes(given.type)) copy['name'] = `n${++counter.names}.T${counter.names}`;
  for (const key of ['items', 'values']) if (key in copy) copy[key] = named(copy[key] as Shape, counter);
  if (given.type === 'record') {
    copy['fields'] = (given['fields'] as Shape[]).map((type, index) => ({
      name: FIELD_NAMES[index],
      type: named(type, counter),
    }));
  }
  return copy;
}

const schemas = shape.map((given) => parseAvroSchema(JSON.stringify(named(given, { names: 0 }))));

const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const text = fc.string({ unit: 'grapheme', maxLength: 40 });

/** Values in the lossless form. */
function valueOf(schema: AvroSchema): fc.Arbitrary<unknown> {
  switch (schema.kind) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'int':
      return int;
    case 'long':
      return schema.logicalType?.kind === 'timestamp-millis'
        ? fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n })
        : long;
    case 'float':
      return fc.float();
    case 'double':
      return fc.double();
    case 'bytes':
      return fc
        .uint8Array({ maxLength: schema.logicalType === null ? 40 : 4, minLength: 1 })
        .map((bytes) => Buffer.from(bytes));
    case 'string':
      return text;
    case 'fixed':
      return fc.uint8Array({ minLength: schema.size, maxLength: schema.size }).map((bytes) => Buffer.from(bytes));
    case 'enum':
      return fc.constantFrom(...schema.symbols);
    case 'array':
      return fc.array(valueOf(schema.items), { maxLength: 5 });
    case 'map':
      return fc
        .array(fc.tuple(fc.oneof(text, fc.constantFrom('__proto__', 'string', '7')), valueOf(schema.values)), {
          maxLength: 5,
        })
        .map((entries) => new Map(entries));
    case 'union':
      return fc.oneof(...schema.branches.map(branchOf));
    case 'record':
      return fc
        .tuple(...schema.fields.map((field) => valueOf(field.type)))
        .map((values) => Object.fromEntries(schema.fields.map(({ name }, index) => [name, values[index]])));
  }
}

function branchOf(branch: AvroSchema): fc.Arbitrary<unknown> {
  if (branch.kind === 'null') return fc.constant(null);
  const name = 'fullName' in branch ? branch.fullName : branch.kind;
  return valueOf(branch).map((value) => ({ [name]: value }));
}

const data = schemas.chain((schema) => fc.tuple(fc.constant(schema), valueOf(schema)));

/** All that shapes a value. A long past 2^53 is no number, so that numbers are tried by themselves. */
const FORMS: readonly AvroCodecOptions[] = [
  { long: 'bigint' },
  { long: 'bigint', generateCode: false },
  { long: 'bigint', maps: 'map', logicalTypes: false },
  { long: 'bigint', unions: 'wrapped' },
];

test('what is written in one form is read and written in any other with the same bytes', () => {
  fc.assert(
    fc.property(data, ([schema, value]) => {
      const bytes = compileAvroWriter(schema, LOSSLESS_AVRO).encode(value);
      for (const options of FORMS) {
        const { value: read, end } = compileAvroReader(schema, schema, options).decodeWithEnd(bytes);
        assert.equal(end, bytes.length);
        const again = compileAvroWriter(schema, options).encode(read);
        if (!again.equals(bytes)) {
          // Keys like 7 move to the front of an object, and bytes of a decimal may be more than it takes.
          const third = compileAvroReader(schema, schema, options).decode(again);
          assert.deepEqual(third, read);
        }
      }
    }),
    { numRuns: 250 },
  );
});

test('JSON and binary say the same', () => {
  fc.assert(
    fc.property(data, ([schema, value]) => {
      const bytes = compileAvroWriter(schema, LOSSLESS_AVRO).encode(value);
      const read = compileAvroReader(schema, schema, LOSSLESS_AVRO).decode(bytes);
      const json = printJson(avroToJson(schema, read));
      const back = compileAvroWriter(schema, LOSSLESS_AVRO).encode(avroFromJson(schema, parseJson(json)));
      assert.equal(back.toString('hex'), bytes.toString('hex'));
    }),
    { numRuns: 200 },
  );
});

test('bytes that were cut or altered are read or refused, with whatever reader', () => {
  const damage = fc.tuple(fc.nat(), fc.nat(), fc.nat({ max: 255 }));
  fc.assert(
    fc.property(data, schemas, damage, ([schema, value], reader, [cut, place, byte]) => {
      const bytes = Buffer.from(compileAvroWriter(schema, LOSSLESS_AVRO).encode(value));
      const altered = Buffer.from(bytes);
      if (altered.length > 0) altered[place % altered.length] = byte;
      for (const given of [bytes.subarray(0, cut % (bytes.length + 1)), altered]) {
        for (const target of [schema, reader]) readOrRefuse(schema, target, given);
      }
    }),
    { numRuns: 250 },
  );
});

test('noise is read or refused', () => {
  fc.assert(
    fc.property(schemas, schemas, fc.uint8Array({ maxLength: 60 }), (schema, reader, noise) => {
      readOrRefuse(schema, schema, Buffer.from(noise));
      readOrRefuse(schema, reader, Buffer.from(noise));
    }),
    { numRuns: 250 },
  );
});

function readOrRefuse(writer: AvroSchema, reader: AvroSchema, bytes: Buffer): void {
  for (const options of [{}, LOSSLESS_AVRO]) {
    try {
      const { end } = compileAvroReader(writer, reader, options).decodeWithEnd(bytes);
      assert.ok(end <= bytes.length);
    } catch (error) {
      if (!(error instanceof AvroDataError)) throw error;
    }
  }
}

test('any value at all is written or refused with an AvroDataError, and nothing of a refused one is left behind', () => {
  const sound = compileAvroWriter(parseAvroSchema('"string"'));
  fc.assert(
    fc.property(
      schemas,
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }),
      (schema, value) => {
        const before = sound.encode('before');
        try {
          compileAvroWriter(schema).encode(value);
        } catch (error) {
          if (!(error instanceof AvroDataError)) throw error;
        }
        assert.equal(before.toString(), '\fbefore');
      },
    ),
    { numRuns: 250 },
  );
});
