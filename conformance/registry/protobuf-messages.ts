/** Protobuf for those who have no parser of their own, and values in the form of ProtoJSON. */
import {
  create,
  createFileRegistry,
  fromBinary,
  fromJson,
  toJson,
  type DescMessage,
  type JsonValue,
} from '@bufbuild/protobuf';
import {
  file_google_protobuf_timestamp,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';
import { protobufFormat } from '../../src/schema/index.ts';

/** Base64 of the FileDescriptorProto of a schema without imports but of what Protobuf itself brings along. */
export function descriptorsOf(text: string): string[] {
  const schema = protobufFormat.parse({ text, references: [], resolved: new Map() }, { isNew: true });
  return [schema.formatted('serialized')];
}

/** A value as protobuf-es has it, of one in ProtoJSON. */
export function messageOf(schema: string, name: string, json: unknown): object {
  return fromJson(typeOf(schema, name), json as JsonValue);
}

/** And back. */
export function jsonOf(schema: string, name: string, message: unknown): unknown {
  return toJson(typeOf(schema, name), message as never);
}

function typeOf(schema: string, name: string): DescMessage {
  const own = descriptorsOf(schema).map((text) => fromBinary(FileDescriptorProtoSchema, Buffer.from(text, 'base64')));
  const set = create(FileDescriptorSetSchema, { file: [file_google_protobuf_timestamp.proto, ...own] });
  const type = createFileRegistry(set).getMessage(name);
  if (type === undefined) throw new Error(`the schema has no message ${name}`);
  return type;
}
