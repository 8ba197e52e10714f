/** `avro()`: values of an Avro schema, which the registry has or gets. */
import type { AvroCodecOptions } from '#schema';
import { schemaText } from '../schema-serde/format-parts.ts';
import { schemaSerde } from '../schema-serde/schema-serde.ts';
import type { SchemaSerdeOptions } from '../schema-serde/serde-configs.ts';
import type { Serde } from '../serde.ts';
import type { AvroSchemaLiteral, AvroType } from '../types/avro-type.ts';
import { avroCodec } from './avro-codec.ts';

/** The options of `avro`: where the registry is, Confluent's configs in camel case, and what values look like. */
export interface AvroSerdeOptions extends SchemaSerdeOptions, AvroCodecOptions {
  /** What values are written with and read as: a literal, from which their type follows, or a text. */
  readonly schema?: AvroSchemaLiteral | object | undefined;
  /** What values are read as where that is another schema; null for as they were written. */
  readonly readerSchema?: AvroSchemaLiteral | object | null | undefined;
}

const OWN_OPTIONS = ['readerSchema', 'long', 'unions', 'logicalTypes', 'maps', 'generateCode'];

const NAME = /^[a-zA-Z_][\w.]*$/;

/** A primitive type may be given by its name alone, as in a literal. */
function textOf(schema: unknown): string {
  return typeof schema === 'string' && NAME.test(schema) ? `"${schema}"` : schemaText(schema);
}

/**
 * A serde for values of an Avro schema. Where the schema stands in the call, or is a constant `as const`, the type of values
 * follows from it; otherwise say it: `avro<Order>({ … })`. Without a schema values are read as they were written, and
 * written with the latest version (`useLatestVersion: true`).
 *
 * Throws INVALID_CONFIG for options that cannot be, INVALID_SCHEMA for a schema that is none.
 */
export function avro<const O extends AvroSerdeOptions & { readonly schema: AvroSchemaLiteral }>(
  options: O,
): Serde<AvroType<O['schema'], O>>;
export function avro<T = unknown>(options: AvroSerdeOptions): Serde<T>;
export function avro<T>(options: AvroSerdeOptions): Serde<T> {
  const { schema, readerSchema, long, unions, logicalTypes, maps, generateCode } = options;
  const codec = avroCodec({
    ...(long === undefined ? {} : { long }),
    ...(unions === undefined ? {} : { unions }),
    ...(logicalTypes === undefined ? {} : { logicalTypes }),
    ...(maps === undefined ? {} : { maps }),
    ...(generateCode === undefined ? {} : { generateCode }),
  });
  const parts = {
    kind: 'avro',
    codec,
    schema: schema === undefined ? null : textOf(schema),
    readerSchema: readerSchema === undefined || readerSchema === null ? readerSchema : textOf(readerSchema),
    ownOptions: OWN_OPTIONS,
  };
  return schemaSerde<T, ReturnType<typeof codec.parse>>(parts, options);
}
