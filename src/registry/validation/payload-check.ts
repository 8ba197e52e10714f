/**
 * Whether bytes are whole data of a schema: all of it there, nothing behind it, every value one that the schema allows.
 * Compiled once for a schema, and then called for each record.
 *
 * Invariant: bytes are not trusted; whatever they are, a check answers.
 */
import { compileAvroReader, compileJsonValidator, JsonSchema, LOSSLESS_AVRO, ParsedAvroSchema } from '#schema';
import type { JsonValidator, ParsedSchema } from '#schema';

/** Why the bytes from `start` on are no whole data of the schema; null where they are. */
export type PayloadCheck = (bytes: Buffer, start: number) => string | null;

/** Null for a format whose data cannot be looked into. Throws, or rejects, where the schema itself is of no use. */
export function compilePayloadCheck(schema: ParsedSchema): PayloadCheck | Promise<PayloadCheck> | null {
  if (schema instanceof ParsedAvroSchema) return avroCheck(schema);
  if (schema instanceof JsonSchema) return compileJsonValidator(schema).then(jsonCheck);
  return null;
}

function avroCheck({ schema }: ParsedAvroSchema): PayloadCheck {
  // Serializers write bytes at the top as they are, without a length.
  if (schema.kind === 'bytes' && schema.logicalType === null) return () => null;
  const reader = compileAvroReader(schema, schema, LOSSLESS_AVRO);
  return (bytes, start) => {
    try {
      const { end } = reader.decodeWithEnd(bytes, start);
      return end === bytes.length ? null : `${bytes.length - end} bytes are left over at its end`;
    } catch (error) {
      return reasonOf(error);
    }
  };
}

function jsonCheck(problemOf: JsonValidator): PayloadCheck {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return (bytes, start) => {
    try {
      return problemOf(JSON.parse(decoder.decode(bytes.subarray(start))));
    } catch (error) {
      return reasonOf(error);
    }
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
