/**
 * What `validateFields` asks of a JSON Schema that is registered: no property at its top begins with `$$`, which is
 * kept for what a registry adds, and none has a name that the schema itself reserves under `confluent:reserved`.
 */
import { SchemaError } from '../schema-format.ts';
import type { ParsedSchema } from '../schema-format.ts';
import { assert } from '#kernel';

import { JsonSchema } from './json-schema-format.ts';
import { dereferenced } from './schema-model.ts';

const RESERVED_PREFIX = '$$';

/** Throws SchemaError, which names the property. */
export function checkReservedFields(schema: ParsedSchema): void {
  assert(schema instanceof JsonSchema, 'the schema is of this format');
  const model = dereferenced(schema.model);
  if (model?.kind !== 'object') return;
  for (const name of model.properties.keys()) {
    if (name.startsWith(RESERVED_PREFIX)) {
      throw new SchemaError(`The property ${name} starts with ${RESERVED_PREFIX}, which is reserved`);
    }
    if (model.reserved.has(name)) throw new SchemaError(`The property ${name} is reserved by the schema itself`);
  }
}
