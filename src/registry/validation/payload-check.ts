/**
 * Whether bytes are whole data of a schema: all of it there, nothing behind it, every value one that the schema allows.
 * Compiled once for a schema, and then called for each record.
 *
 * Invariant: bytes are not trusted; whatever they are, a check answers.
 */
import {
  compileAvroReader,
  compileJsonValidator,
  JsonSchema,
  LOSSLESS_AVRO,
  ParsedAvroSchema,
  ParsedProtobufSchema,
  protobufMessages,
} from '#schema';
import type { JsonValidator, ParsedSchema, SchemaMessages } from '#schema';
import { MessageIndexReader } from '#serde';

/** Why the bytes from `start` on are no whole data of the schema; null where they are. */
export type PayloadCheck = (bytes: Buffer, start: number) => string | null;

/** Null for a format whose data cannot be looked into. Throws, or rejects, where the schema itself is of no use. */
export function compilePayloadCheck(schema: ParsedSchema): PayloadCheck | Promise<PayloadCheck> | null {
  if (schema instanceof ParsedAvroSchema) return avroCheck(schema);
  if (schema instanceof JsonSchema) return compileJsonValidator(schema).then(jsonCheck);
  return schema instanceof ParsedProtobufSchema ? protobufCheck(protobufMessages(schema)) : null;
}

/**
 * The names that a payload's schema has: that of the message which a Protobuf payload says it is (two where serializers
 * count differently), else the schema's own.
 */
export function recordNames(schema: ParsedSchema, bytes: Buffer, start: number): readonly string[] {
  if (!(schema instanceof ParsedProtobufSchema)) return schema.name === null ? [] : [schema.name];
  try {
    const indexes = new MessageIndexReader();
    indexes.read(bytes, start);
    return protobufMessages(schema).namesAt(indexes.indexes);
  } catch {
    // What is wrong with it is said where it is looked into; it has no name that could be gone by.
    return [];
  }
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

/** Of the message that the payload says it is; of two that it may be, one is enough. */
function protobufCheck(messages: SchemaMessages): PayloadCheck {
  const indexes = new MessageIndexReader();
  return (bytes, start) => {
    try {
      indexes.read(bytes, start);
      const names = messages.namesAt(indexes.indexes);
      let problem = `the schema has no message at [${indexes.indexes.join(', ')}]`;
      for (const name of names) {
        try {
          messages.codec(name).decode(bytes, indexes.end);
          return null;
        } catch (error) {
          problem = reasonOf(error);
        }
      }
      return problem;
    } catch (error) {
      return reasonOf(error);
    }
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
