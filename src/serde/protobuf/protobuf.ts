/** `protobuf()`: messages of a Protobuf schema, which the registry has or gets. */
import { schemaSerde } from '../schema-serde/schema-serde.ts';
import type { SchemaSerdeOptions } from '../schema-serde/serde-configs.ts';
import type { Serde } from '../serde.ts';
import { protobufCodec } from './protobuf-codec.ts';

/** The options of `protobuf`: where the registry is, and Confluent's configs in camel case. */
export interface ProtobufSerdeOptions extends SchemaSerdeOptions {
  /** The text of a `.proto` file. */
  readonly schema?: string | undefined;
  /** What values are read as where that is another schema; null for as they were written. */
  readonly readerSchema?: string | null | undefined;
  /** The full name of the message that values are; the first of the file where absent. */
  readonly message?: string | undefined;
}

/**
 * A serde for messages of a Protobuf schema. Values are what protobuf-es makes of messages, as plain objects: camel-case
 * names, bigints for 64-bit integers, numbers for enums, `{ case, value }` for a oneof. Say their type, as
 * `protobuf<Order>({ … })`; types that protobuf-es generates fit.
 *
 * Throws INVALID_CONFIG for options that cannot be, INVALID_SCHEMA for a schema that is none.
 */
export function protobuf<T = unknown>(options: ProtobufSerdeOptions): Serde<T> {
  const codec = protobufCodec(options.message ?? null);
  const parts = {
    kind: 'protobuf',
    codec,
    schema: options.schema ?? null,
    readerSchema: options.readerSchema,
    ownOptions: ['readerSchema', 'message'],
  };
  return schemaSerde<T, ReturnType<typeof codec.parse>>(parts, options);
}
