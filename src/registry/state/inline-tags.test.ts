import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf } from './state.testing.ts';
import { inlineTags, retagged } from './inline-tags.ts';

const AVRO = {
  schemaType: 'AVRO',
  text: '{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"mail","type":"string","confluent:tags":["PII","MAIL"]},{"name":"to","type":["null",{"type":"record","name":"Address","fields":[{"name":"zip","type":"string","default":1.0,"confluent:tags":["PII"]}]}]}],"confluent:tags":["TOP"]}',
} as const;
const JSON_SCHEMA = {
  schemaType: 'JSON',
  text: '{"type":"object","properties":{"mail":{"type":"string","confluent:tags":["PII"]}}}',
} as const;

test('tags in a schema are found with the record or field that has them', () => {
  assert.deepEqual(
    inlineTags(AVRO, ['*']).map(({ schemaEntity, tags }) => [
      schemaEntity.entityPath,
      schemaEntity.entityType,
      ...tags,
    ]),
    [
      ['shop.Order.mail', 'sr_field', 'PII', 'MAIL'],
      ['shop.Address.zip', 'sr_field', 'PII'],
      ['shop.Order', 'sr_record', 'TOP'],
    ],
  );
  assert.deepEqual(
    inlineTags(AVRO, ['MAIL']).map(({ tags }) => tags),
    [['MAIL']],
  );
  assert.deepEqual(
    inlineTags(JSON_SCHEMA, ['PII']).map(({ schemaEntity }) => schemaEntity.entityPath),
    ['#/properties/mail'],
  );
  assert.deepEqual(inlineTags({ schemaType: 'AVRO', text: '"string"' }, ['*']), []);
  assert.deepEqual(inlineTags({ schemaType: 'JSON', text: 'no json, confluent:tags' }, ['*']), []);
});

test('tags are put on and taken off, and nothing else changes', () => {
  const at = (entityPath: string, tags: readonly string[]) => ({
    schemaEntity: { entityPath, entityType: 'sr_field' },
    tags,
  });
  const without = retagged(AVRO, { add: [], remove: [at('shop.Address.zip', ['PII'])] });
  assert.equal(without, AVRO.text.replace(',"default":1.0,"confluent:tags":["PII"]', ',"default":1.0'));
  const back = retagged({ ...AVRO, text: without }, { add: [at('shop.Address.zip', ['PII'])], remove: [] });
  assert.equal(back, AVRO.text);
  const json = retagged(JSON_SCHEMA, {
    add: [at('#/properties/mail', ['MAIL'])],
    remove: [at('#/properties/mail', ['PII'])],
  });
  assert.equal(json, JSON_SCHEMA.text.replace('PII', 'MAIL'));
  assert.equal(
    codeOf(() => retagged(AVRO, { add: [at('shop.None', ['X'])], remove: [] })),
    42201,
  );
});

test('tags of Protobuf are options of messages and fields, in the form that Confluent’s registry gives them', () => {
  const at = (entityPath: string, entityType: string, tags: readonly string[]) => ({
    schemaEntity: { entityPath, entityType },
    tags,
  });
  const text =
    'syntax = "proto3";\npackage com.example;\n\nmessage Message1 {\n  string f1 = 1;\n  string f2 = 2;\n}\n';
  const schema = { schemaType: 'PROTOBUF', text } as const;
  const add = [at('Message1.f1', 'sr_field', ['TAG1']), at('.Message1.f1', 'SR_FIELD', ['TAG2'])];
  const tagged = retagged(schema, { add, remove: [] });
  assert.equal(
    tagged,
    text.replace(
      'f1 = 1;',
      'f1 = 1 [(confluent.field_meta) = {\n    tags: [\n      "TAG1",\n      "TAG2"\n    ]\n  }];',
    ),
  );
  assert.deepEqual(inlineTags({ schemaType: 'PROTOBUF', text: tagged }, ['TAG2']), [
    at('Message1.f1', 'sr_field', ['TAG2']),
  ]);
  const remove = [at('Message1.f1', 'sr_field', ['TAG1', 'TAG2'])];
  assert.equal(retagged({ schemaType: 'PROTOBUF', text: tagged }, { add: [], remove }), text);
  assert.equal(
    codeOf(() => retagged(schema, { add: [at('Message1.f1', 'sr_record', ['X'])], remove: [] })),
    42201,
  );
});

test('tags of Protobuf are found wherever they may stand, and what else an option says stays', () => {
  const text = `syntax = "proto3";
message Order {
  option (confluent.message_meta) = { doc: "An order" tags: "TOP" };
  string a = 1 [(confluent.field_meta).tags = "A", deprecated = true];
  oneof by { string card = 2 [(.confluent.field_meta) = { tags: ["B", "C"] }]; }
  message Line { string sku = 1 [(confluent.field_meta) = { tags: "D" }]; }
}`;
  const found = (given: string): unknown[] =>
    inlineTags({ schemaType: 'PROTOBUF', text: given }, ['*']).map(({ schemaEntity, tags }) => [
      schemaEntity.entityPath,
      ...tags,
    ]);
  assert.deepEqual(found(text), [
    ['Order', 'TOP'],
    ['Order.a', 'A'],
    ['Order.card', 'B', 'C'],
    ['Order.Line.sku', 'D'],
  ]);
  const remove = ['Order', 'Order.a', 'Order.card', 'Order.Line.sku'].map((entityPath) => ({
    schemaEntity: { entityPath, entityType: '' },
    tags: ['TOP', 'A', 'B', 'D'],
  }));
  const rest = retagged({ schemaType: 'PROTOBUF', text }, { add: [], remove });
  assert.deepEqual(found(rest), [['Order.card', 'C']]);
  assert.match(rest, /doc: "An order"/);
  assert.match(rest, /string a = 1 \[deprecated = true\];/);
  assert.equal(
    retagged({ schemaType: 'PROTOBUF', text: 'no proto' }, { add: [], remove, isLenient: true }),
    'no proto',
  );
});
