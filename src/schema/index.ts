/** The door of `schema/`: Avro, JSON Schema and Protobuf as formats, without I/O. */
export { COMPATIBILITY_LEVELS, readersOf } from './compatibility-level.ts';
export type { CompatibilityLevel, Reader } from './compatibility-level.ts';
export { SchemaError } from './schema-format.ts';
export type {
  DifferenceOptions,
  ParsedSchema,
  SchemaDifference,
  SchemaFormat,
  SchemaParseOptions,
  SchemaReference,
  SchemaSource,
  SchemaType,
} from './schema-format.ts';

export { equalJson } from './json/equal-json.ts';
export { isJsonArray, JsonNumber, JsonObject } from './json/json-node.ts';
export type { JsonArray, JsonEntries, JsonEntry, JsonNode } from './json/json-node.ts';
export { JsonError, parseJson } from './json/parse-json.ts';
export type { ParseJsonOptions } from './json/parse-json.ts';
export { fromPlain, toPlain } from './json/plain-json.ts';
export { printJson } from './json/print-json.ts';
export type { PrintJsonOptions } from './json/print-json.ts';
export { isAvroNamed } from './avro/avro-schema.ts';
export type {
  AvroArray,
  AvroEnum,
  AvroField,
  AvroFieldOrder,
  AvroFixed,
  AvroKind,
  AvroLogicalType,
  AvroMap,
  AvroNamedSchema,
  AvroPrimitive,
  AvroPrimitiveKind,
  AvroRecord,
  AvroSchema,
  AvroSimpleLogicalKind,
  AvroUnion,
} from './avro/avro-schema.ts';
export { JsonSchema, jsonSchemaFormat } from './json-schema/json-schema-format.ts';
export type { JsonSchemaDraft } from './json-schema/json-schema-draft.ts';
export { AmbiguousFieldError, checkAvroCompatibility } from './avro/avro-compatibility.ts';
export type { AvroIncompatibility, AvroIncompatibilityType } from './avro/avro-compatibility.ts';
export type { AvroRules } from './avro/avro-names.ts';
export { equalAvroSchemas } from './avro/equal-avro.ts';
export type { EqualAvroOptions } from './avro/equal-avro.ts';
export { parseAvroSchema } from './avro/parse-avro.ts';
export type { ParseAvroOptions } from './avro/parse-avro.ts';
export { avroFingerprint, parsingCanonicalForm } from './avro/parsing-form.ts';
export type { AvroFingerprint } from './avro/parsing-form.ts';
export { printAvroSchema } from './avro/print-avro.ts';
export { avroFormat, ParsedAvroSchema } from './avro/avro-format.ts';
export { normalizedAvroText } from './avro/normalize-avro.ts';
export { AvroDataError } from './avro/codec/avro-data-error.ts';
export { avroFromJson, avroToJson } from './avro/codec/avro-json.ts';
export { LOSSLESS_AVRO } from './avro/codec/codec-options.ts';
export type {
  AvroCodecOptions,
  AvroConversions,
  AvroLogicalKind,
  MakeAvroConversion,
} from './avro/codec/codec-options.ts';
export type { AvroConversion, AvroDuration, AvroJsType } from './avro/codec/conversions.ts';
export { compileAvroReader } from './avro/codec/compile-reader.ts';
export type { AvroReader } from './avro/codec/compile-reader.ts';
export { compileAvroWriter } from './avro/codec/compile-writer.ts';
export type { AvroWriter } from './avro/codec/compile-writer.ts';
export { jsonDifferenceTypes } from './json-schema/difference-types.ts';
export type { JsonDifferenceType } from './json-schema/difference-types.ts';
export { compileJsonValidator } from './json-schema/json-validator.ts';
export type { JsonValidator, JsonValidatorOptions } from './json-schema/json-validator.ts';
export { checkReservedFields } from './json-schema/reserved-fields.ts';
export { avroUnionShape } from './avro/codec/union-shape.ts';
export type { UnionShape } from './avro/codec/union-shape.ts';
export type { MessageCodec } from './protobuf/codec/compile-message.ts';
export { protobufMessages } from './protobuf/codec/schema-messages.ts';
export type { SchemaMessages } from './protobuf/codec/schema-messages.ts';
export type { EnumShape, MemberShape, MessageShape, ValueShape } from './protobuf/codec/message-shapes.ts';
export { ParsedProtobufSchema, protobufFormat, retaggedProtoText } from './protobuf/protobuf-format.ts';
export type { ProtoTagPlace, ProtoTagVisit } from './protobuf/proto-tags.ts';
export { protobufDifferenceTypes } from './protobuf/difference-types.ts';
export type { ProtobufDifferenceType } from './protobuf/difference-types.ts';
export { textOf } from './text-bytes.ts';
