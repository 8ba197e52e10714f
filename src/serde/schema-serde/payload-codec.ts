/**
 * What a format gives for payloads with a registered schema. Compiled once for a schema, or for a pair of them, and then
 * called for each record, so that the latter is synchronous and knows nothing of registries.
 */
import type { SchemaSource, SchemaType } from '#schema';

/** The bytes of a value, with `prefix` before them, in memory of their own. Throws SerdeError VALUE_MISMATCH. */
export type PayloadWriter = (value: unknown) => Buffer;

/** The value of the bytes from `start` on. Throws SerdeError CORRUPT_PAYLOAD. */
export type PayloadReader = (bytes: Buffer, start: number) => unknown;

/** @typeParam S a schema that was understood */
export interface PayloadCodec<S> {
  readonly schemaType: SchemaType;
  /** A new schema is held to stricter rules than one that is registered. Throws SerdeError INVALID_SCHEMA. */
  parse(source: SchemaSource, isNew: boolean): S;
  /** The text that is registered. */
  textOf(schema: S): string;
  /** The full name for strategies that go by it; null where there is none. */
  nameOf(schema: S): string | null;
  /** What stands behind the schema's id or GUID, before the payload; null for nothing. */
  idSuffix(schema: S): Buffer | null;
  /** Writes what was given in the form of `schema`. `prefix` stands before each payload. */
  writer(schema: S, prefix: Buffer): PayloadWriter | Promise<PayloadWriter>;
  /** Reads what was written with `writer`, as the serde's own schema has it where it has one. Throws INCOMPATIBLE_SCHEMA. */
  reader(writer: S, own: S | null): PayloadReader | Promise<PayloadReader>;
  /** Why data of `writer` cannot be read as `reader`; null where it can. */
  incompatibility(reader: S, writer: S): string | null;
}
