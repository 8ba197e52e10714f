/** The door of `serde/`: serializers and deserializers, and the client of a schema registry. */
// Serdes.
export type { ReadableHeaders, Serde, SyncSerde, ValueOf, WritableHeaders } from './serde.ts';
export {
  boolean,
  bytes,
  double,
  float,
  int,
  json,
  long,
  nothing,
  nullable,
  short,
  string,
  uuid,
} from './primitives.ts';
export type { LongOptions } from './primitives.ts';
export { avro } from './avro/avro.ts';
export type { AvroSerdeOptions } from './avro/avro.ts';
export { jsonSchema } from './json-schema/json-schema.ts';
export type { JsonSchemaSerdeOptions } from './json-schema/json-schema.ts';
export { protobuf } from './protobuf/protobuf.ts';
export type { ProtobufSerdeOptions } from './protobuf/protobuf.ts';
export { serdeConfigs } from './schema-serde/serde-configs.ts';
export type { SchemaSerdeOptions, SubjectNameStrategy } from './schema-serde/serde-configs.ts';
export type { AvroSchemaLiteral, AvroType, AvroTypeOptions } from './types/avro-type.ts';
export type { JsonSchemaLiteral, JsonSchemaType } from './types/json-schema-type.ts';
// Framing.
export { MessageIndexReader } from './framing/message-indexes.ts';
export { SchemaIdReader } from './framing/schema-id.ts';
export { SerdeError } from './serde-error.ts';
export type { SerdeErrorCode, SerdeErrorContext } from './serde-error.ts';
// The registry's client.
export type { CompatibilityLevel } from '#schema';
export { RegistryClient } from './registry-client/registry-client.ts';
export type { RegistryClientOptions, SchemaOptions, SubjectListOptions } from './registry-client/registry-client.ts';
export { registryClientConfigs } from './registry-client/registry-client-configs.ts';
export type { RegistryAnswer, RegistryFetch, RegistryRequest } from './registry-client/registry-fetch.ts';
export type { BearerTokenSource } from './registry-client/registry-transport.ts';
export type {
  CompatibilityAnswer,
  RegisteredSchema,
  SchemaInput,
  SchemaMetadata,
  SubjectAssociation,
} from './registry-client/registry-types.ts';
