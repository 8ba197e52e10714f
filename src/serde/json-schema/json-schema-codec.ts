/** JSON payloads with a schema: the text as UTF-8, checked with the schema on both ways. */
import { assert } from '#kernel';
import { compileJsonValidator, JsonSchema, jsonSchemaFormat, type JsonValidator, type ParsedSchema } from '#schema';
import { formatParts } from '../schema-serde/format-parts.ts';
import type { PayloadCodec, PayloadReader, PayloadWriter } from '../schema-serde/payload-codec.ts';
import { reasonOf, SerdeError } from '../serde-error.ts';

/** `validates`: whether values are held against the schema. */
export function jsonSchemaCodec(validates: boolean): PayloadCodec<JsonSchema> {
  const validatorOf = async (schema: JsonSchema): Promise<JsonValidator> =>
    validates ? compiled(schema) : takesEverything;
  return {
    ...formatParts(jsonSchemaFormat, asJsonSchema),
    idSuffix: () => null,
    writer: async (schema, prefix) => jsonWriter(await validatorOf(schema), prefix),
    reader: async (writer, own) => jsonReader(await validatorOf(own ?? writer)),
  };
}

const takesEverything: JsonValidator = () => null;

function asJsonSchema(parsed: ParsedSchema): JsonSchema {
  assert(parsed instanceof JsonSchema, "JSON Schema's format gives JSON Schemas");
  return parsed;
}

async function compiled(schema: JsonSchema): Promise<JsonValidator> {
  try {
    return await compileJsonValidator(schema);
  } catch (error) {
    const message = `Values cannot be checked with the JSON Schema: ${reasonOf(error)}`;
    throw new SerdeError('INVALID_SCHEMA', message, { cause: error });
  }
}

function jsonWriter(problemOf: JsonValidator, prefix: Buffer): PayloadWriter {
  const start = prefix.length;
  return (value) => {
    const problem = problemOf(value);
    if (problem !== null) {
      throw new SerdeError('VALUE_MISMATCH', `The value is not valid under its JSON Schema: ${problem}`);
    }
    const text = textOf(value);
    const bytes = Buffer.allocUnsafe(start + Buffer.byteLength(text));
    for (let i = 0; i < start; i++) bytes[i] = prefix[i]!;
    bytes.write(text, start);
    return bytes;
  };
}

function textOf(value: unknown): string {
  try {
    const text: string | undefined = JSON.stringify(value);
    if (text !== undefined) return text;
  } catch (error) {
    throw new SerdeError('VALUE_MISMATCH', `The value cannot be said in JSON: ${reasonOf(error)}`, { cause: error });
  }
  throw new SerdeError('VALUE_MISMATCH', `The value cannot be said in JSON: it is a ${typeof value}`);
}

function jsonReader(problemOf: JsonValidator): PayloadReader {
  return (bytes, start) => {
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString('utf8', start));
    } catch (error) {
      throw new SerdeError('CORRUPT_PAYLOAD', `The payload is no JSON: ${reasonOf(error)}`, { cause: error });
    }
    const problem = problemOf(value);
    if (problem === null) return value;
    throw new SerdeError('CORRUPT_PAYLOAD', `The payload is not valid under the JSON Schema: ${problem}`);
  };
}
