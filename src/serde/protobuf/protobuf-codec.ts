/**
 * Protobuf payloads, as Confluent's serdes write them: behind the schema's id which message of the file it is, and then
 * the message in its wire format.
 */
import { assert } from '#kernel';
import {
  ParsedProtobufSchema,
  protobufFormat,
  protobufMessages,
  type MessageCodec,
  type ParsedSchema,
  type SchemaMessages,
} from '#schema';
import { encodeMessageIndexes, FIRST, MessageIndexReader } from '../framing/message-indexes.ts';
import { formatParts } from '../schema-serde/format-parts.ts';
import type { PayloadCodec, PayloadReader, PayloadWriter } from '../schema-serde/payload-codec.ts';
import { reasonOf, SerdeError } from '../serde-error.ts';

/** `message` is the full name of the message that values are; null for the first of the file. */
export function protobufCodec(message: string | null): PayloadCodec<ParsedProtobufSchema> {
  const nameOf = (schema: ParsedProtobufSchema): string => message ?? firstOf(schema);
  return {
    ...formatParts(protobufFormat, asProtobuf),
    nameOf,
    idSuffix: (schema) => encodeMessageIndexes(indexesOf(schema, nameOf(schema))),
    writer: (schema, prefix) => protobufWriter(codecOf(schema, nameOf(schema)), prefix),
    reader: (writer, own) => (own === null ? asWritten(writer) : asOwn(writer, own, nameOf(own))),
  };
}

function asProtobuf(parsed: ParsedSchema): ParsedProtobufSchema {
  assert(parsed instanceof ParsedProtobufSchema, "Protobuf's format gives Protobuf schemas");
  return parsed;
}

/** Throws SerdeError INVALID_SCHEMA. */
function messagesOf(schema: ParsedProtobufSchema): SchemaMessages {
  try {
    return protobufMessages(schema);
  } catch (error) {
    throw unusable(error);
  }
}

function unusable(error: unknown): SerdeError {
  return new SerdeError('INVALID_SCHEMA', `The Protobuf schema cannot be used: ${reasonOf(error)}`, { cause: error });
}

function firstOf(schema: ParsedProtobufSchema): string {
  const { first } = messagesOf(schema);
  if (first !== null) return first;
  throw new SerdeError('INVALID_SCHEMA', 'The Protobuf schema has no message');
}

function indexesOf(schema: ParsedProtobufSchema, name: string): readonly number[] {
  const messages = messagesOf(schema);
  const indexes = messages.indexesOf(name);
  if (indexes !== null) return indexes;
  throw new SerdeError(
    'INVALID_SCHEMA',
    `The Protobuf schema has no message ${name}; it has ${messages.names.join(', ')}`,
  );
}

/** Throws SerdeError INVALID_SCHEMA. */
function codecOf(schema: ParsedProtobufSchema, name: string): MessageCodec {
  const messages = messagesOf(schema);
  try {
    return messages.codec(name);
  } catch (error) {
    throw unusable(error);
  }
}

function protobufWriter(codec: MessageCodec, prefix: Buffer): PayloadWriter {
  const room = prefix.length;
  return (value) => {
    let bytes: Buffer;
    try {
      bytes = codec.encode(value, room);
    } catch (error) {
      const message = `The value is not of its Protobuf message: ${reasonOf(error)}`;
      throw new SerdeError('VALUE_MISMATCH', message, { cause: error });
    }
    for (let i = 0; i < room; i++) bytes[i] = prefix[i]!;
    return bytes;
  };
}

/** Each payload as the message that it says it is. */
function asWritten(writer: ParsedProtobufSchema): PayloadReader {
  return byMessage(writer, ([name = '']) => codecOf(writer, name));
}

/** Only payloads of the message that is asked for. */
function asOwn(writer: ParsedProtobufSchema, own: ParsedProtobufSchema, name: string): PayloadReader {
  const codec = codecOf(own, name);
  return byMessage(writer, (names) => {
    if (names.includes(name)) return codec;
    throw new SerdeError('INCOMPATIBLE_SCHEMA', `The payload is a ${names[0]}, and ${name} is what is read here`);
  });
}

function byMessage(schema: ParsedProtobufSchema, codecFor: (names: readonly string[]) => MessageCodec): PayloadReader {
  const messages = messagesOf(schema);
  const indexes = new MessageIndexReader();
  const known = new Map<string, MessageCodec>();
  const find = (at: readonly number[]): MessageCodec => {
    const names = messages.namesAt(at);
    if (names.length === 0) throw new SerdeError('CORRUPT_PAYLOAD', `The schema has no message at [${at.join(', ')}]`);
    return codecFor(names);
  };
  let first: MessageCodec | null = null;
  return (bytes, start) => {
    indexes.read(bytes, start);
    const { indexes: at, end } = indexes;
    let codec: MessageCodec;
    if (at === FIRST) codec = first ??= find(FIRST);
    else {
      const key = at.join();
      codec = known.get(key) ?? find(at);
      known.set(key, codec);
    }
    return decoded(codec, bytes, end);
  };
}

function decoded(codec: MessageCodec, bytes: Buffer, start: number): unknown {
  try {
    return codec.decode(bytes, start);
  } catch (error) {
    const message = `The payload cannot be read as its Protobuf message: ${reasonOf(error)}`;
    throw new SerdeError('CORRUPT_PAYLOAD', message, { cause: error });
  }
}
