/** `jsonSchema()`: values of a JSON Schema, which the registry has or gets. */
import { schemaText } from '../schema-serde/format-parts.ts';
import { schemaSerde } from '../schema-serde/schema-serde.ts';
import type { SchemaSerdeOptions } from '../schema-serde/serde-configs.ts';
import type { Serde } from '../serde.ts';
import type { JsonSchemaType } from '../types/json-schema-type.ts';
import { jsonSchemaCodec } from './json-schema-codec.ts';

/** The options of `jsonSchema`: where the registry is, and Confluent's configs in camel case. */
export interface JsonSchemaSerdeOptions extends SchemaSerdeOptions {
  /** What values are written with and read as: a literal, from which their type follows, or a text. */
  readonly schema?: string | boolean | object | undefined;
  /** What values are read as where that is another schema; null for as they were written. */
  readonly readerSchema?: string | boolean | object | null | undefined;
  /**
   * Whether values are held against the schema when they are written and read: true where absent, other than in
   * Confluent's Java serdes, as an unchecked schema says nothing of the data.
   */
  readonly jsonFailInvalidSchema?: boolean | undefined;
}

/**
 * A serde for values of a JSON Schema (drafts 4, 6, 7, 2019-09, 2020-12), as JSON. Where the schema stands in the call, or
 * is a constant `as const`, the type of values follows from it; otherwise say it: `jsonSchema<Order>({ … })`.
 *
 * Throws INVALID_CONFIG for options that cannot be, INVALID_SCHEMA for a schema that is none.
 */
export function jsonSchema<const O extends JsonSchemaSerdeOptions & { readonly schema: object | boolean }>(
  options: O,
): Serde<JsonSchemaType<O['schema']>>;
export function jsonSchema<T = unknown>(options: JsonSchemaSerdeOptions): Serde<T>;
export function jsonSchema<T>(options: JsonSchemaSerdeOptions): Serde<T> {
  const { schema, readerSchema, jsonFailInvalidSchema } = options;
  const codec = jsonSchemaCodec(jsonFailInvalidSchema ?? true);
  const parts = {
    kind: 'jsonSchema',
    codec,
    schema: schema === undefined ? null : schemaText(schema),
    readerSchema: readerSchema === undefined || readerSchema === null ? readerSchema : schemaText(readerSchema),
    ownOptions: ['readerSchema', 'jsonFailInvalidSchema'],
  };
  return schemaSerde<T, ReturnType<typeof codec.parse>>(parts, options);
}
