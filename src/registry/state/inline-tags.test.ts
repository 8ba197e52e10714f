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
