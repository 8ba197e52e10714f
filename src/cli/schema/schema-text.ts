/** Texts of schemas: read from files with the type that they are of, printed for people, and parsed with what they refer to. */
import { extname } from 'node:path';
import { KafkaError } from '#kernel';
import {
  avroFormat,
  JsonError,
  jsonSchemaFormat,
  parseJson,
  protobufFormat,
  SchemaError,
  toPlain,
  type ParsedSchema,
  type SchemaFormat,
  type SchemaReference,
  type SchemaType,
} from '#schema';
import type { RegistryClient, SchemaInput } from '#serde';
import { UsageError } from '../exit-code.ts';
import { inputFiles } from '../records/input-files.ts';
import type { Surroundings } from '../surroundings.ts';

export type TypeWord = 'avro' | 'json' | 'protobuf';

/** What `register` and `check` are told beside the file. */
export interface SchemaFileOptions {
  readonly type?: TypeWord;
  readonly reference?: readonly SchemaReference[];
  readonly property?: ReadonlyMap<string, string>;
}

/** The formats that are understood here. */
const FORMATS: ReadonlyMap<SchemaType, SchemaFormat> = new Map<SchemaType, SchemaFormat>([
  ['AVRO', avroFormat],
  ['JSON', jsonSchemaFormat],
  ['PROTOBUF', protobufFormat],
]);

const TYPES: Readonly<Record<TypeWord, SchemaType>> = { avro: 'AVRO', json: 'JSON', protobuf: 'PROTOBUF' };
const BY_ENDING: Readonly<Record<string, SchemaType>> = { '.avsc': 'AVRO', '.json': 'JSON', '.proto': 'PROTOBUF' };

export function formatOf(schemaType: SchemaType): SchemaFormat | null {
  return FORMATS.get(schemaType) ?? null;
}

/** Throws a UsageError where the file cannot be read, or nobody can say what it is. */
export async function readSchema(
  surroundings: Surroundings,
  file: string,
  { type, reference = [], property }: SchemaFileOptions,
): Promise<SchemaInput> {
  const ending = extname(file).toLowerCase();
  const schemaType = type === undefined ? (BY_ENDING[ending] ?? null) : TYPES[type];
  if (schemaType === null) throw new UsageError(`What is ${file}? Say --type avro, json or protobuf.`);
  const [input] = inputFiles([file], surroundings);
  const chunks: Buffer[] = [];
  for await (const chunk of input?.chunks(new AbortController().signal) ?? []) chunks.push(chunk);
  const schema = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  return {
    schemaType,
    schema,
    references: reference,
    ...(property === undefined ? {} : { metadata: { properties: Object.fromEntries(property) } }),
  };
}

/** Null where the format is none that is understood here. Throws SchemaError, or a KafkaError for references. */
export async function parseSchema(
  client: RegistryClient,
  { schemaType = 'AVRO', schema, references = [], subject }: SchemaInput & { readonly subject: string },
  isNew: boolean,
): Promise<ParsedSchema | null> {
  const format = formatOf(schemaType);
  if (format === null) return null;
  const resolved = await client.resolve({ references, subject });
  return format.parse({ text: schema, references, resolved }, { isNew });
}

/** As parseSchema, with a KafkaError that says whose schema it is. */
export async function parseStored(
  client: RegistryClient,
  schema: SchemaInput & { readonly subject: string },
  what: string,
): Promise<ParsedSchema | null> {
  try {
    return await parseSchema(client, schema, false);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw new KafkaError('INVALID_SCHEMA', `${what} is no schema that can be understood: ${error.message}`);
  }
}

/** JSON with indentation, anything else as it is; one line break at its end. */
export function prettySchema(schemaType: SchemaType, text: string): string {
  return `${(schemaType === 'PROTOBUF' ? text : indented(text)).trimEnd()}\n`;
}

function indented(text: string): string {
  try {
    return JSON.stringify(toPlain(parseJson(text)), null, 2);
  } catch (error) {
    if (error instanceof JsonError) return text;
    throw error;
  }
}
