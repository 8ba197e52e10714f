import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SchemaFormat } from '#schema';
import { isRegistryError } from '../registry-errors.ts';
import { ParsedSchemas } from './parsed-schemas.ts';
import { fieldFormats } from './state.testing.ts';

const NOTHING = { references: [], resolved: new Map<string, string>() };

function counted(options: { maxEntries?: number; maxCharacters?: number }): {
  schemas: ParsedSchemas;
  parse(text: string): number;
} {
  let count = 0;
  const format = fieldFormats.get('AVRO');
  assert.ok(format !== undefined);
  const counting: SchemaFormat = {
    schemaType: 'AVRO',
    parse: (source, how) => {
      count++;
      return format.parse(source, how);
    },
    differences: format.differences,
  };
  const schemas = new ParsedSchemas(new Map([['AVRO', counting]]), options);
  const parse = (text: string): number => {
    const before = count;
    schemas.parse('AVRO', { text, ...NOTHING }, { isNew: false });
    return count - before;
  };
  return { schemas, parse };
}

test('a schema that was parsed lately is not parsed again; the one that was not used longest goes', () => {
  const { schemas, parse } = counted({ maxEntries: 2 });
  assert.deepEqual(['A: ', 'A: ', 'B: ', 'A: ', 'C: ', 'A: ', 'B: '].map(parse), [1, 0, 1, 0, 1, 0, 1]);
  assert.equal(schemas.size, 2);
});

test('large schemas take the place of many', () => {
  const { schemas, parse } = counted({ maxCharacters: 1_000 });
  for (let index = 0; index < 10; index++) parse(`A${index}: `);
  assert.equal(schemas.size, 10);
  parse(`A: ${'x'.repeat(980)}`);
  assert.equal(schemas.size, 1);
});

test('one text with other references is another schema', () => {
  const { schemas } = counted({});
  const parse = (inner: string): string => {
    const references = [{ name: 'R', subject: 'r', version: 1 }];
    const source = { text: 'A: @R', references, resolved: new Map([['R', inner]]) };
    return schemas.parse('AVRO', source, { isNew: false }).formatted('resolved');
  };
  assert.deepEqual([parse('R: x'), parse('R: y')], ['A: x', 'A: y']);
});

test('what is no schema says why', () => {
  const { schemas } = counted({});
  const isRefused = (error: unknown): boolean =>
    isRegistryError(error, 42201) && /Invalid schema nothing: .*colon/.test(error.message);
  assert.throws(() => schemas.parse('AVRO', { text: 'nothing', ...NOTHING }, { isNew: true }), isRefused);
  assert.equal(schemas.size, 0);
});
