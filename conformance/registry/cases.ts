/**
 * What is exchanged: schemas, and values of them that everybody who takes part can say. Values stand in the form of
 * tagged-values.ts, those of Protobuf in that of ProtoJSON.
 */
import type { SchemaReference, SchemaType } from '../../src/schema/index.ts';

export type PeerName = 'confluent-python' | 'confluentinc' | 'kafkajs';

export interface ExchangeCase {
  readonly name: string;
  readonly format: SchemaType;
  readonly schema: string;
  /** What the reading side reads as; null for as it was written. */
  readonly readerSchema?: string;
  readonly values: readonly unknown[];
  /** What the values are when they are read, where that is something else. */
  readonly read?: readonly unknown[];
  readonly peers: readonly PeerName[];
  /** The peers only read it. */
  readonly isOnlyRead?: true;
  readonly idIn?: 'prefix' | 'header';
  /** Registered before, by subject. */
  readonly referenced?: readonly { readonly subject: string; readonly schema: string }[];
  readonly references?: readonly SchemaReference[];
  /** Of Protobuf: the message's full name. */
  readonly message?: string;
}

const everybody: readonly PeerName[] = ['confluent-python', 'confluentinc', 'kafkajs'];
/** Who knows headers with GUIDs. */
const confluent: readonly PeerName[] = ['confluent-python', 'confluentinc'];

const order = {
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'count', type: 'int' },
    { name: 'price', type: 'double' },
    { name: 'weight', type: 'float' },
    { name: 'isPaid', type: 'boolean' },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'state', type: { type: 'enum', name: 'State', symbols: ['OPEN', 'PAID', 'GONE'] } },
    { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 4 } },
    { name: 'raw', type: 'bytes' },
    {
      name: 'lines',
      type: { type: 'array', items: { type: 'record', name: 'Line', fields: [{ name: 'sku', type: 'string' }] } },
    },
    { name: 'tags', type: { type: 'map', values: 'string' } },
  ],
};

const orders: readonly unknown[] = [
  {
    id: 4_503_599_627_370_495,
    count: -1,
    price: 0.1,
    weight: 1.5,
    isPaid: true,
    note: 'für Zoë 🙂',
    state: 'PAID',
    hash: { $bytes: 'deadbeef' },
    raw: { $bytes: '00ff80' },
    lines: [{ sku: 'a' }, { sku: '' }],
    tags: { a: '1', 'b c': '2' },
  },
  null,
  {
    id: -1,
    count: 2_147_483_647,
    price: -0.0000001,
    weight: 0,
    isPaid: false,
    note: null,
    state: 'OPEN',
    hash: { $bytes: '00000000' },
    raw: { $bytes: '' },
    lines: [],
    tags: {},
  },
];

const jsonOrder = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Order',
  type: 'object',
  properties: {
    id: { type: 'integer' },
    price: { type: 'number', minimum: 0 },
    note: { type: ['string', 'null'] },
    state: { enum: ['open', 'paid'] },
    lines: { type: 'array', items: { $ref: '#/definitions/line' } },
  },
  required: ['id', 'state'],
  additionalProperties: false,
  definitions: { line: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] } },
};

const proto = `syntax = "proto3";
package shop;

message Customer {
  string name = 1;
}

message Order {
  int64 id = 1;
  string note = 2;
  double price = 3;
  bool is_paid = 4;
  repeated Line lines = 5;
  map<string, int32> counts = 6;
  bytes raw = 7;

  message Line {
    string sku = 1;
    int32 count = 2;
  }
}
`;

const protoOrder = {
  id: '9007199254740993',
  note: 'für Zoë 🙂',
  price: 0.1,
  isPaid: true,
  lines: [{ sku: 'a', count: 2 }, { sku: 'b' }],
  counts: { x: 1 },
  raw: 'AP+A',
};

const protoTypes = `syntax = "proto3";
package shop;

import "google/protobuf/timestamp.proto";

message Event {
  google.protobuf.Timestamp at = 1;
  oneof what {
    string text = 2;
    uint32 number = 3;
  }
  Kind kind = 4;
  optional int32 maybe = 5;

  enum Kind {
    NONE = 0;
    SOME = 1;
  }
}
`;

export const exchangeCases: readonly ExchangeCase[] = [
  { name: 'avro', format: 'AVRO', schema: JSON.stringify(order), values: orders, peers: everybody },
  {
    name: 'avro-header',
    format: 'AVRO',
    schema: JSON.stringify(order),
    values: orders,
    peers: confluent,
    idIn: 'header',
  },
  {
    name: 'avro-evolved',
    format: 'AVRO',
    schema: '{"type":"record","name":"User","fields":[{"name":"id","type":"int"},{"name":"old","type":"string"}]}',
    readerSchema:
      '{"type":"record","name":"User","fields":[{"name":"id","type":"long"},{"name":"state","type":"string","default":"new"}]}',
    values: [{ id: 7, old: 'gone' }],
    read: [{ id: 7, state: 'new' }],
    peers: ['confluent-python', 'kafkajs'],
  },
  {
    name: 'avro-large-and-logical',
    format: 'AVRO',
    schema: JSON.stringify({
      type: 'record',
      name: 'Large',
      fields: [
        { name: 'long', type: 'long' },
        { name: 'decimal', type: { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 } },
        { name: 'date', type: { type: 'int', logicalType: 'date' } },
        { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
        { name: 'uuid', type: { type: 'string', logicalType: 'uuid' } },
      ],
    }),
    values: [
      {
        long: { $long: '9223372036854775807' },
        decimal: { $decimal: '-12345.67' },
        date: { $date: '2026-11-26' },
        at: { $millis: 1_795_651_200_123 },
        uuid: '095d71cf-1255-6b9d-5e33-0ad575b3df5d',
      },
    ],
    peers: ['confluent-python'],
  },
  {
    name: 'avro-references',
    format: 'AVRO',
    schema:
      '{"type":"record","name":"Cart","namespace":"shop","fields":[{"name":"lines","type":{"type":"array","items":"shop.CartLine"}}]}',
    referenced: [
      {
        subject: 'cart-line',
        schema: '{"type":"record","name":"CartLine","namespace":"shop","fields":[{"name":"sku","type":"string"}]}',
      },
    ],
    references: [{ name: 'shop.CartLine', subject: 'cart-line', version: 1 }],
    values: [{ lines: [{ sku: 'a' }, { sku: 'b' }] }],
    peers: everybody,
  },
  { name: 'avro-string', format: 'AVRO', schema: '{"type":"string"}', values: ['', 'é'], peers: confluent },
  {
    name: 'json',
    format: 'JSON',
    schema: JSON.stringify(jsonOrder),
    values: [
      { id: 1, price: 0.5, note: 'Zoë', state: 'paid', lines: [{ sku: 'a' }] },
      null,
      { id: 2, note: null, state: 'open' },
    ],
    peers: everybody,
  },
  {
    name: 'json-header',
    format: 'JSON',
    schema: JSON.stringify(jsonOrder),
    values: [{ id: 1, state: 'paid' }],
    peers: confluent,
    idIn: 'header',
  },
  {
    name: 'protobuf-first-message',
    format: 'PROTOBUF',
    schema: proto,
    message: 'shop.Customer',
    values: [{ name: 'Zoë' }, null, {}],
    peers: confluent,
  },
  {
    // It writes no message indexes, and takes zeros at the beginning of a payload for none.
    name: 'protobuf-without-indexes',
    format: 'PROTOBUF',
    schema: proto,
    message: 'shop.Customer',
    values: [{ name: 'Zoë' }],
    peers: ['kafkajs'],
    isOnlyRead: true,
  },
  {
    name: 'protobuf-second-message',
    format: 'PROTOBUF',
    schema: proto,
    message: 'shop.Order',
    values: [protoOrder, {}],
    peers: confluent,
  },
  {
    name: 'protobuf-nested-message',
    format: 'PROTOBUF',
    schema: proto,
    message: 'shop.Order.Line',
    values: [{ sku: 'a', count: 1 }],
    peers: confluent,
  },
  {
    name: 'protobuf-header',
    format: 'PROTOBUF',
    schema: proto,
    message: 'shop.Order',
    values: [protoOrder],
    peers: confluent,
    idIn: 'header',
  },
  {
    name: 'protobuf-known-types',
    format: 'PROTOBUF',
    schema: protoTypes,
    message: 'shop.Event',
    values: [{ at: '2026-11-26T01:02:03Z', text: 'x', kind: 'SOME', maybe: 0 }, { number: 7 }],
    peers: confluent,
  },
];
