/** The TypeScript that is made of schemas: what it says, and that it compiles as it stands. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { avroFormat, jsonSchemaFormat, protobufFormat, type SchemaFormat } from '#schema';
import { CliRegistry } from '../schema.testing.ts';
import { typesOf } from './schema-types.ts';
import { printDeclaration } from './ts-type.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'samsa-types-'));
after(() => rmSync(directory, { recursive: true }));

function types(format: SchemaFormat, schema: unknown, long: 'number' | 'bigint' = 'number'): string {
  const parsed = format.parse({ text: JSON.stringify(schema), references: [], resolved: new Map() }, { isNew: true });
  const declarations = typesOf(parsed, { name: null, fallbackName: 'Value', long });
  return declarations?.map(printDeclaration).join('\n') ?? '';
}

const ORDER = {
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  doc: 'An order; */ ends nothing.\nSecond line.',
  fields: [
    { name: 'id', type: 'long', doc: 'Its number.' },
    { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['A', 'B'] } },
    { name: 'other', type: { type: 'enum', name: 'Kind', namespace: 'other', symbols: ['C'] } },
    { name: 'next', type: ['null', 'Order'] },
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'exact', type: { type: 'long', logicalType: 'timestamp-nanos' } },
    { name: 'either', type: ['int', 'long'] },
    { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 4 } },
    { name: 'tags', type: { type: 'map', values: { type: 'array', items: ['null', 'string'] } } },
  ],
} as const;

const PROFILE = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'user profile',
  type: 'object',
  required: ['id', 'odd-name'],
  properties: {
    id: { type: 'integer', description: 'A number.' },
    'odd-name': { type: ['string', 'null'] },
    kind: { enum: ["it's", 'b', 3, null, true] },
    address: { $ref: '#/$defs/address' },
    friends: { type: 'array', items: { $ref: '#' } },
    pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], items: false },
    both: { allOf: [{ properties: { x: { type: 'number' } } }, { properties: { y: { type: 'number' } } }] },
    never: false,
    default: { $ref: '#/$defs/default' },
  },
  $defs: {
    address: { type: 'object', properties: { street: { type: 'string' } } },
    default: { anyOf: [{ $ref: '#/$defs/default' }, { type: 'string' }] },
  },
};

test('records are interfaces, enums unions, names that meet are told apart', () => {
  assert.equal(
    types(avroFormat, ORDER),
    `/**
 * An order; *\\/ ends nothing.
 * Second line.
 */
export interface Order {
  /** Its number. */
  id: number;
  kind: Kind;
  other: OtherKind;
  next: null | Order;
  amount: string;
  at: Date;
  exact: bigint;
  either: { int: number } | { long: number };
  hash: Buffer;
  tags: { [key: string]: (null | string)[] };
}

export type Kind = 'A' | 'B';

export type OtherKind = 'C';
`,
  );
  assert.match(types(avroFormat, ORDER, 'bigint'), /either: number \| bigint;/);
});

test('JSON Schemas become types as far as TypeScript can say them', () => {
  const made = types(jsonSchemaFormat, PROFILE);
  assert.match(
    made,
    /^export interface UserProfile \{\n {2}\/\*\* A number\. \*\/\n {2}id: number;\n {2}'odd-name': string \| null;\n/,
  );
  assert.match(
    made,
    / {2}kind\?: "it's" \| 'b' \| 3 \| null \| true;\n {2}address\?: Address;\n {2}friends\?: UserProfile\[\];\n/,
  );
  assert.match(made, / {2}pair\?: \[string, number\];\n/);
  assert.match(made, /export type Default = unknown;\n/);
});

const PROTO = `syntax = "proto3";
package shop;
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
message Order {
  int64 order_id = 1;
  string note = 2;
  optional int32 maybe = 3;
  bytes raw = 4;
  repeated Line lines = 5;
  map<string, double> counts = 6;
  oneof by { string card = 7; Line line = 8; }
  Kind kind = 9;
  google.protobuf.Timestamp at = 10;
  google.protobuf.StringValue name = 11;
  Order next = 12;
  oneof kinds { string first = 13; bytes second = 14; uint64 third = 15; bool fourth = 16; }
  message Line { string sku = 1; }
}
enum Kind { NONE = 0; SOME = 1; }
`;

function protoTypes(): string {
  const parsed = protobufFormat.parse({ text: PROTO, references: [], resolved: new Map() }, { isNew: true });
  const declarations = typesOf(parsed, { name: null, fallbackName: 'Value', long: 'number' });
  return declarations?.map(printDeclaration).join('\n') ?? '';
}

test('messages of Protobuf are what the serializer takes and gives for them', () => {
  const made = protoTypes();
  for (const line of [
    "export interface Order {\n  $typeName?: 'shop.Order';\n  orderId: bigint;\n  note: string;\n  maybe?: number;",
    "  by: { case: 'card'; value: string } | { case: 'line'; value: Line } | { case: undefined; value?: undefined };",
    "  kinds:\n    | { case: 'first'; value: string }\n",
    '  raw: Uint8Array;\n  lines: Line[];\n  counts: { [key: string]: number };',
    '  kind: Kind;\n  at?: Timestamp;\n  name?: string;\n  next?: Order;\n',
    "export interface Line {\n  $typeName?: 'shop.Order.Line';\n  sku: string;\n}",
    '  seconds: bigint;\n  nanos: number;',
    '/**\n * 0: NONE\n * 1: SOME\n */\nexport type Kind = number;',
  ]) {
    assert.ok(made.includes(line), `${line}\nin\n${made}`);
  }
});

test('what is made compiles under strict, stands as a formatter leaves it, and is what the serializers take', () => {
  const avroTypes = join(root, 'src/serde/types/avro-type.ts');
  const order = join(directory, 'order.ts');
  const profile = join(directory, 'profile.ts');
  writeFileSync(order, types(avroFormat, ORDER));
  writeFileSync(profile, types(jsonSchemaFormat, PROFILE));
  const message = join(directory, 'message.ts');
  writeFileSync(message, protoTypes());
  // Recursion aside, which the type of a literal cannot follow for ever.
  const flat = { ...ORDER, fields: ORDER.fields.filter(({ name }) => name !== 'next') };
  writeFileSync(join(directory, 'flat.ts'), types(avroFormat, flat));
  writeFileSync(
    join(directory, 'use.ts'),
    `import type { AvroType } from ${JSON.stringify(avroTypes)};
import type { Order } from './flat.ts';
const schema = ${JSON.stringify(flat)} as const;
export const there = (value: Order): AvroType<typeof schema> => value;
export const back = (value: AvroType<typeof schema>): Order => value;
`,
  );
  const run = (tool: string, ...args: string[]): string => {
    const { stdout, stderr } = spawnSync(join(root, 'node_modules/.bin', tool), args, { cwd: root, encoding: 'utf8' });
    return stdout + stderr;
  };
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noEmit'];
  const modules = ['--module', 'nodenext', '--target', 'es2024', '--allowImportingTsExtensions', '--types', 'node'];
  const files = ['use.ts', 'order.ts', 'profile.ts', 'message.ts'].map((name) => join(directory, name));
  const typeRoots = ['--typeRoots', join(root, 'node_modules/@types')];
  assert.equal(run('tsc', '--ignoreConfig', ...strict, ...modules, ...typeRoots, ...files), '');
  const before = [order, profile, message].map((file) => readFileSync(file, 'utf8'));
  run('oxfmt', '--config', join(root, '.oxfmtrc.json'), order, profile, message);
  assert.deepEqual(
    [order, profile, message].map((file) => readFileSync(file, 'utf8')),
    before,
  );
});

test('the command says what its types were made from', async () => {
  const registry = await CliRegistry.start();
  try {
    await registry.register('orders-value', JSON.stringify(ORDER));
    const made = await registry.output(['types', 'orders-value', '--name', 'Purchase']);
    assert.match(made, /^\/\/ Made by samsa schema types from orders-value version 1\.\n\n\/\*\*/);
    assert.match(made, /export interface Purchase \{/);
    assert.match(made, / {2}next: null \| Purchase;\n/);
  } finally {
    await registry.stop();
  }
});
