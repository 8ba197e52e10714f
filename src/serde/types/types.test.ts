/** Types that follow from schemas: `tsc` judges them; the values here only make sure that they exist. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AvroType } from './avro-type.ts';
import type { JsonSchemaType } from './json-schema-type.ts';

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- how TypeScript compares two types for identity
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only where both types are the same. */
function same<A, B>(isSame: Same<A, B>): void {
  assert.equal(isSame, true);
}

const order = {
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'state', type: { type: 'enum', name: 'State', symbols: ['OPEN', 'PAID'] } },
    { name: 'before', type: ['null', 'State'], default: null },
    {
      name: 'lines',
      type: { type: 'array', items: { type: 'record', name: 'Line', fields: [{ name: 'sku', type: 'string' }] } },
    },
    { name: 'gift', type: ['null', 'shop.Line'] },
    { name: 'tags', type: { type: 'map', values: 'double' } },
    { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 16 } },
    { name: 'raw', type: 'bytes' },
    { name: 'none', type: 'null' },
    { name: 'isNew', type: 'boolean' },
  ],
} as const;

test('an Avro record is an object of its fields, named types included', () => {
  interface Order {
    id: number;
    state: 'OPEN' | 'PAID';
    before: 'OPEN' | 'PAID' | null;
    lines: { sku: string }[];
    gift: { sku: string } | null;
    tags: Record<string, number>;
    hash: Buffer;
    raw: Buffer;
    none: null;
    isNew: boolean;
  }
  same<AvroType<typeof order>, { [K in keyof Order]: Order[K] }>(true);
  same<AvroType<typeof order, { long: 'bigint' }>['id'], bigint>(true);
  same<AvroType<typeof order, { maps: 'map' }>['tags'], Map<string, number>>(true);
});

test('an Avro record may contain itself', () => {
  const list = {
    type: 'record',
    name: 'List',
    fields: [
      { name: 'head', type: 'int' },
      { name: 'tail', type: ['null', 'List'] },
    ],
  } as const;
  type List = AvroType<typeof list>;
  const value: List = { head: 1, tail: { head: 2, tail: null } };
  same<List['head'], number>(true);
  same<NonNullable<List['tail']>['head'], number>(true);
  // @ts-expect-error -- a head is a number
  const wrong: List = { head: 1, tail: { head: 'two', tail: null } };
  assert.notEqual(value, wrong);
});

test('an Avro union is bare where JavaScript tells its branches apart, and else has their names', () => {
  same<AvroType<readonly ['null', 'string', 'int', 'bytes']>, string | number | Buffer | null>(true);
  same<AvroType<readonly ['null', 'int', 'long']>, { int: number } | { long: number } | null>(true);
  same<AvroType<readonly ['int', 'long'], { long: 'bigint' }>, number | bigint>(true);
  same<AvroType<readonly ['null', 'string'], { unions: 'wrapped' }>, { string: string } | null>(true);
  const events = [
    { type: 'record', name: 'Made', namespace: 'ev', fields: [{ name: 'at', type: 'int' }] },
    { type: 'record', name: 'ev.Gone', fields: [{ name: 'why', type: 'string' }] },
  ] as const;
  same<AvroType<typeof events>, { 'ev.Made': { at: number } } | { 'ev.Gone': { why: string } }>(true);
  same<
    AvroType<readonly ['string', { readonly type: 'map'; readonly values: 'int' }]>,
    string | Record<string, number>
  >(true);
});

test('logical types of Avro are what the codec makes of them', () => {
  interface Logical<B, L> {
    readonly type: B;
    readonly logicalType: L;
  }
  same<AvroType<Logical<'bytes', 'decimal'>>, string>(true);
  same<AvroType<Logical<'string', 'uuid'>>, string>(true);
  same<AvroType<Logical<'int', 'date'>>, string>(true);
  same<AvroType<Logical<'long', 'timestamp-millis'>>, Date>(true);
  same<AvroType<Logical<'long', 'timestamp-micros'>>, number>(true);
  same<AvroType<Logical<'long', 'timestamp-nanos'>>, bigint>(true);
  same<AvroType<Logical<'long', 'timestamp-millis'>, { logicalTypes: false }>, number>(true);
  same<AvroType<Logical<'int', 'timestamp-millis'>>, number>(true);
  same<AvroType<readonly ['null', Logical<'long', 'timestamp-millis'>, 'long']>, Date | number | null>(true);
});

test('what is no literal is unknown', () => {
  same<AvroType<string>, unknown>(true);
  same<AvroType<'Nobody'>, unknown>(true);
  same<JsonSchemaType<object>, unknown>(true);
});

test('a JSON Schema object has its properties, those that are required and those that are not', () => {
  const schema = {
    type: 'object',
    properties: {
      id: { type: 'integer' },
      name: { type: ['string', 'null'] },
      state: { enum: ['open', 'paid'] },
      kind: { const: 'order' },
      lines: { type: 'array', items: { $ref: '#/$defs/line' } },
      pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], items: false },
      rest: {},
    },
    required: ['id', 'lines'],
    $defs: { line: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] } },
  } as const;
  interface Order {
    id: number;
    lines: { sku: string }[];
    name?: string | null;
    state?: 'open' | 'paid';
    kind?: 'order';
    pair?: [string, number];
    rest?: unknown;
  }
  same<JsonSchemaType<typeof schema>, { [K in keyof Order]: Order[K] }>(true);
});

test('combined JSON Schemas are unions and intersections', () => {
  same<
    JsonSchemaType<{ readonly oneOf: readonly [{ readonly type: 'string' }, { readonly type: 'null' }] }>,
    string | null
  >(true);
  const both = {
    allOf: [
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
      { properties: { b: { type: 'boolean' } } },
    ],
  } as const;
  same<JsonSchemaType<typeof both>, { a: string; b?: boolean }>(true);
  same<
    JsonSchemaType<{ readonly type: 'object'; readonly additionalProperties: { readonly type: 'number' } }>,
    Record<string, number>
  >(true);
  const tree = { type: 'object', properties: { next: { $ref: '#' } } } as const;
  const value: JsonSchemaType<typeof tree> = { next: { next: {} } };
  assert.ok(value);
});
