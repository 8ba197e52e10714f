/** Whether a bare value can be of a branch and would come back as it is; what is within it does not count. */
import { types } from 'node:util';
import type { AvroSchema } from '../avro-schema.ts';
import type { CodecSettings } from './codec-options.ts';

export type BranchTest = (value: unknown) => boolean;

export function branchTest(schema: AvroSchema, settings: CodecSettings): BranchTest {
  const conversion = settings.conversionOf(schema);
  const test = plainTest(schema);
  if (conversion === null) return test;
  return (value) => {
    try {
      return test(conversion.write(value));
    } catch {
      return false;
    }
  };
}

const PLAIN: { readonly [kind in Exclude<AvroSchema['kind'], 'enum' | 'fixed'>]: BranchTest } = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  int: (value) => typeof value === 'number' && (value | 0) === value,
  long: (value) => Number.isSafeInteger(value) || (typeof value === 'bigint' && BigInt.asIntN(64, value) === value),
  float: (value) => typeof value === 'number' && Object.is(Math.fround(value), value),
  double: (value) => typeof value === 'number',
  bytes: (value) => value instanceof Uint8Array,
  string: (value) => typeof value === 'string',
  array: Array.isArray,
  map: (value) => value instanceof Map || isPlain(value),
  record: isPlain,
  union: () => false,
};

function plainTest(schema: AvroSchema): BranchTest {
  if (schema.kind === 'enum') return (value) => typeof value === 'string' && schema.symbols.includes(value);
  if (schema.kind === 'fixed') return (value) => value instanceof Uint8Array && value.length === schema.size;
  return PLAIN[schema.kind];
}

function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return !Array.isArray(value) && !(value instanceof Uint8Array) && !(value instanceof Map) && !types.isDate(value);
}
