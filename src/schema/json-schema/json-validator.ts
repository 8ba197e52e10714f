/**
 * Whether a value is valid under a JSON Schema, by ajv: its code is loaded when the first schema is compiled, and a
 * schema is compiled once into a function that takes values.
 *
 * Invariant: a schema that cannot be compiled is a SchemaError, never a crash and never "valid".
 */
import type { Ajv, AnySchema, ErrorObject, FormatDefinition, Options } from 'ajv';
import { assert } from '#kernel';

import type { JsonNode } from '../json/json-node.ts';
import { printJson } from '../json/print-json.ts';
import type { ParsedSchema } from '../schema-format.ts';
import { SchemaError } from '../schema-format.ts';
import { bundleOf } from './bundle.ts';
import { JsonSchema } from './json-schema-format.ts';
import type { JsonSchemaDraft } from './json-schema-draft.ts';
import { linearPattern } from './linear-pattern.ts';

/** Null where the value is valid, otherwise what is wrong and where. */
export type JsonValidator = (value: unknown) => string | null;

export interface JsonValidatorOptions {
  /**
   * `native` (the default) matches patterns as JavaScript does, which may take exponential time for a pattern made to
   * do so. `linear` matches them by RE2, for schemas of people who are not trusted; what RE2 does not know (looking
   * around or back) is refused.
   */
  readonly patterns?: 'native' | 'linear';
}

/** What is used of an instance of ajv. */
interface Validators {
  addSchema(schema: AnySchema, key: string): unknown;
  compile(schema: AnySchema): {
    (value: unknown): unknown;
    errors?: ErrorObject[] | null;
  };
}

/**
 * What every object of JavaScript has without anybody having put it there. Looking at own properties alone costs time,
 * so that it is only done for a schema with such a name.
 */
const INHERITED_NAME =
  /"(?:constructor|toString|toLocaleString|valueOf|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|__\w+__)"/;

/** Most moments, those on days that every month has: told at once what the whole check takes ten times as long for. */
const PLAIN_DATE_TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** The values that it takes are plain ones, as JSON.parse gives them. Rejects with SchemaError. */
export async function compileJsonValidator(
  schema: ParsedSchema,
  { patterns = 'native' }: JsonValidatorOptions = {},
): Promise<JsonValidator> {
  assert(schema instanceof JsonSchema, 'the schema is of this format');
  const ajv = await newAjv(schema.draft, {
    strict: false,
    validateSchema: false,
    addUsedSchema: false,
    allErrors: false,
    logger: false,
    ownProperties: INHERITED_NAME.test([schema.canonicalText, ...schema.resolved.values()].join()),
    code: { regExp: patterns === 'linear' ? linearRegExp : nativeRegExp },
  });
  const validate = compiled(ajv, schema);
  return (value) => {
    try {
      return validate(value) === true ? null : errorText(validate.errors?.[0]);
    } catch (error) {
      // The stack is at its end.
      if (error instanceof RangeError) return '#: the value or the schema goes too deep';
      throw error;
    }
  };
}

function compiled(ajv: Validators, schema: JsonSchema): ReturnType<Validators['compile']> {
  try {
    const { root, others } = bundleOf(schema.documents, schema.resolved.keys());
    for (const [uri, text] of others) ajv.addSchema(asSchema(text), uri);
    return ajv.compile(asSchema(root));
  } catch (error) {
    if (error instanceof SchemaError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SchemaError(`The JSON Schema cannot be used to validate: ${reason}`, { cause: error });
  }
}

/** Ordinary objects, with prototypes: ajv compares values by their constructors. */
function asSchema(node: JsonNode): AnySchema {
  const schema: unknown = JSON.parse(printJson(node));
  return typeof schema === 'boolean' ? schema : (schema as Record<string, unknown>);
}

async function newAjv(draft: JsonSchemaDraft, options: Options): Promise<Validators> {
  const { default: formats } = await import('ajv-formats');
  const ajv = new (await ajvClass(draft))(options);
  formats.default(ajv);
  const { validate } = formats.default.get('date-time') as FormatDefinition<string>;
  assert(typeof validate === 'function', 'ajv-formats judges date-time by a function');
  ajv.addFormat('date-time', (text) => PLAIN_DATE_TIME.test(text) || validate(text));
  return ajv;
}

/** Draft 6 is read as draft 7, which adds to it without taking anything away. */
async function ajvClass(draft: JsonSchemaDraft): Promise<new (options: Options) => Ajv> {
  switch (draft) {
    case '4':
      return (await import('ajv-draft-04')).default.default;
    case '2019-09':
      return (await import('ajv/dist/2019.js')).Ajv2019;
    case '2020-12':
      return (await import('ajv/dist/2020.js')).Ajv2020;
    default:
      return (await import('ajv')).Ajv;
  }
}

function errorText(error: ErrorObject | undefined): string {
  if (error === undefined) return '#: is not valid';
  const { params } = error;
  const extra: unknown = params['additionalProperty'] ?? params['unevaluatedProperty'];
  const name = typeof extra === 'string' ? ` (${JSON.stringify(extra)})` : '';
  return `#${error.instancePath}: ${error.message ?? 'is not valid'}${name}`;
}

type Pattern = Pick<RegExp, 'test'> & { toString(): string };

/** Schemas come from everywhere, and not every pattern in them is one that JavaScript takes with Unicode semantics. */
const nativeRegExp = Object.assign(
  (pattern: string, flags: string): Pattern => {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // Say, an escaped hyphen: without the flag it is none of JavaScript's business.
      return new RegExp(pattern);
    }
  },
  { code: 'nativeRegExp' },
);

const linearRegExp = Object.assign(
  (pattern: string): Pattern => ({ test: linearPattern(pattern), toString: () => pattern }),
  { code: 'linearRegExp' },
);
