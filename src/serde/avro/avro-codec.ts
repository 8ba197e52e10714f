/**
 * Avro payloads, as Confluent's serdes write them: the binary encoding, and nothing around it. A schema that is `bytes` at
 * its top is their special case: the payload is the bytes themselves, without a length.
 */
import { assert } from '#kernel';
import {
  avroFormat,
  compileAvroReader,
  compileAvroWriter,
  ParsedAvroSchema,
  type AvroCodecOptions,
  type ParsedSchema,
} from '#schema';
import { formatParts } from '../schema-serde/format-parts.ts';
import type { PayloadCodec, PayloadReader, PayloadWriter } from '../schema-serde/payload-codec.ts';
import { reasonOf, SerdeError } from '../serde-error.ts';

export function avroCodec(options: AvroCodecOptions): PayloadCodec<ParsedAvroSchema> {
  const parts = formatParts(avroFormat, asAvro);
  return {
    ...parts,
    idSuffix: () => null,
    writer: (schema, prefix) => (isBareBytes(schema) ? bareWriter(prefix) : avroWriter(schema, prefix, options)),
    reader: (writer, own) =>
      isBareBytes(writer) && (own === null || isBareBytes(own))
        ? bareReader
        : avroReader(writer, own ?? writer, options),
  };
}

function asAvro(parsed: ParsedSchema): ParsedAvroSchema {
  assert(parsed instanceof ParsedAvroSchema, "Avro's format gives Avro schemas");
  return parsed;
}

function isBareBytes({ schema }: ParsedAvroSchema): boolean {
  return schema.kind === 'bytes' && schema.logicalType === null;
}

function avroWriter({ schema }: ParsedAvroSchema, prefix: Buffer, options: AvroCodecOptions): PayloadWriter {
  const writer = compileAvroWriter(schema, options);
  const room = prefix.length;
  return (value) => {
    let bytes: Buffer;
    try {
      bytes = writer.encode(value, room);
    } catch (error) {
      throw new SerdeError('VALUE_MISMATCH', `The value is not of its Avro schema: ${reasonOf(error)}`, {
        cause: error,
      });
    }
    for (let i = 0; i < room; i++) bytes[i] = prefix[i]!;
    return bytes;
  };
}

function avroReader(writer: ParsedAvroSchema, own: ParsedAvroSchema, options: AvroCodecOptions): PayloadReader {
  const reader = compiled(writer, own, options);
  return (bytes, start) => {
    try {
      return reader.decode(bytes, start);
    } catch (error) {
      const message = `The payload cannot be read with its Avro schema: ${reasonOf(error)}`;
      throw new SerdeError('CORRUPT_PAYLOAD', message, { cause: error });
    }
  };
}

function compiled(
  writer: ParsedAvroSchema,
  own: ParsedAvroSchema,
  options: AvroCodecOptions,
): ReturnType<typeof compileAvroReader> {
  try {
    return compileAvroReader(writer.schema, own.schema, options);
  } catch (error) {
    throw new SerdeError('INCOMPATIBLE_SCHEMA', `It cannot be read as the schema that was given: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

function bareWriter(prefix: Buffer): PayloadWriter {
  return (value) => {
    if (value instanceof Uint8Array) return Buffer.concat([prefix, value]);
    throw new SerdeError('VALUE_MISMATCH', 'The value is not of its Avro schema: it must be bytes');
  };
}

const bareReader: PayloadReader = (bytes, start) => bytes.subarray(start);
