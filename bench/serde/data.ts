/** What is serialized: an order of ten fields and a record of two, as Avro, JSON and Protobuf have them. */

const fields = [
  { name: 'id', type: 'long' },
  { name: 'customer', type: 'string' },
  { name: 'email', type: ['null', 'string'], default: null },
  { name: 'total', type: 'double' },
  { name: 'currency', type: { type: 'enum', name: 'Currency', symbols: ['EUR', 'USD', 'GBP'] } },
  { name: 'items', type: { type: 'array', items: 'string' } },
  { name: 'createdAt', type: 'long' },
  { name: 'isPaid', type: 'boolean' },
  { name: 'quantity', type: 'int' },
  { name: 'tags', type: { type: 'map', values: 'string' } },
];

const order = {
  id: 123_456,
  customer: 'customer-4711',
  email: 'someone@example.org',
  total: 99.95,
  currency: 'EUR',
  items: ['a-1', 'b-2', 'c-3'],
  createdAt: 1_764_115_200_000,
  isPaid: true,
  quantity: 3,
  tags: { channel: 'web', campaign: 'autumn' },
};

const small = { id: 7, name: 'hello' };

export interface Sample {
  readonly format: 'AVRO' | 'JSON' | 'PROTOBUF';
  readonly schema: string;
  /** A later version of the schema, to read as. */
  readonly evolved: string | null;
  readonly value: Readonly<Record<string, unknown>>;
  /** Of Protobuf. */
  readonly message: string | null;
}

const avroOf = (name: string, of: readonly object[]): string =>
  JSON.stringify({ type: 'record', name, namespace: 'bench', fields: of });

const smallFields = [
  { name: 'id', type: 'long' },
  { name: 'name', type: 'string' },
];
/** One field is gone, one has another type, one has come. */
const evolvedFields = [
  ...fields
    .filter(({ name }) => name !== 'email')
    .map((field) => (field.name === 'quantity' ? { ...field, type: 'long' } : field)),
  { name: 'priority', type: 'int', default: 5 },
];

const jsonOrder = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Order',
  type: 'object',
  properties: {
    id: { type: 'integer' },
    customer: { type: 'string' },
    email: { type: ['string', 'null'] },
    total: { type: 'number', minimum: 0 },
    currency: { enum: ['EUR', 'USD', 'GBP'] },
    items: { type: 'array', items: { type: 'string' } },
    createdAt: { type: 'integer' },
    isPaid: { type: 'boolean' },
    quantity: { type: 'integer' },
    tags: { type: 'object', additionalProperties: { type: 'string' } },
  },
  required: ['id', 'customer', 'total', 'currency', 'items', 'createdAt', 'isPaid', 'quantity'],
  additionalProperties: false,
};

const proto = `syntax = "proto3";
package bench;

message Order {
  int32 id = 1;
  string customer = 2;
  string email = 3;
  double total = 4;
  Currency currency = 5;
  repeated string items = 6;
  double created_at = 7;
  bool is_paid = 8;
  int32 quantity = 9;
  map<string, string> tags = 10;

  enum Currency {
    EUR = 0;
    USD = 1;
    GBP = 2;
  }
}
`;

export const samples: Readonly<Record<string, Sample>> = {
  'Avro, 10 fields': {
    format: 'AVRO',
    schema: avroOf('Order', fields),
    evolved: avroOf('Order', evolvedFields),
    value: order,
    message: null,
  },
  'Avro, 2 fields': {
    format: 'AVRO',
    schema: avroOf('Small', smallFields),
    evolved: avroOf('Small', [...smallFields, { name: 'more', type: 'int', default: 1 }]),
    value: small,
    message: null,
  },
  'JSON Schema, 10 fields': {
    format: 'JSON',
    schema: JSON.stringify(jsonOrder),
    evolved: null,
    value: order,
    message: null,
  },
  'Protobuf, 10 fields': {
    format: 'PROTOBUF',
    schema: proto,
    evolved: null,
    value: { ...order, currency: 1 },
    message: 'bench.Order',
  },
};
