/** The door of `schema/`: Avro, JSON Schema and Protobuf as formats, without I/O. */
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
