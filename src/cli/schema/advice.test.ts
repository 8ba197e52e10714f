/** What is said of differences: each kind has a remedy of its own, from both sides. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonDifferenceTypes, protobufDifferenceTypes } from '#schema';
import { adviceOn } from './advice.ts';

const fallback = adviceOn('JSON', { type: 'NO_SUCH_TYPE', message: '' }, 'new').remedy;

/** Kinds that are compatible whatever the policy, and so need no remedy. */
const HARMLESS = new Set([
  'ID_CHANGED',
  'TITLE_CHANGED',
  'DESCRIPTION_CHANGED',
  'DEFAULT_CHANGED',
  'PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL',
  'OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL',
  'PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL',
]);

test('each kind of difference of JSON Schema has a remedy of its own, or of its family', () => {
  const without = jsonDifferenceTypes().filter(
    (type) => !HARMLESS.has(type) && adviceOn('JSON', { type, message: '' }, 'new').remedy === fallback,
  );
  assert.deepEqual(without, []);
});

test('each incompatible kind of difference of Protobuf has a remedy of its own', () => {
  const none = adviceOn('PROTOBUF', { type: 'NO_SUCH_TYPE', message: '' }, 'new').remedy;
  const incompatible = Object.entries(protobufDifferenceTypes).filter(([, { isCompatible }]) => !isCompatible);
  assert.equal(incompatible.length, 11);
  for (const [type] of incompatible)
    assert.notEqual(adviceOn('PROTOBUF', { type, message: '' }, 'old').remedy, none, type);
});

test('each kind of difference of Avro has a remedy that depends on who reads', () => {
  const kinds = ['NAME_MISMATCH', 'MISSING_ENUM_SYMBOLS', 'READER_FIELD_MISSING_DEFAULT_VALUE', 'TYPE_MISMATCH'];
  for (const type of [...kinds, 'MISSING_UNION_BRANCH', 'AMBIGUOUS_READER_FIELD']) {
    const of = (reader: 'new' | 'old'): string => adviceOn('AVRO', { type, message: '$x' }, reader).remedy;
    assert.notEqual(of('new'), of('old'), type);
  }
  const { problem } = adviceOn('AVRO', { type: 'FIXED_SIZE_MISMATCH', message: 'expected: 4, found: 8' }, 'new');
  assert.equal(problem, "the sizes differ: the writer's is 4 and the reader's 8");
});
