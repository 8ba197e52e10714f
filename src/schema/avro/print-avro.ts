/**
 * Prints schemas as Java's `Schema.toString` does: the text that registries store and compare. A named type is written
 * out where it comes first and named from then on; names are as short as the namespace around them allows.
 *
 * Invariant: what is printed, read again and printed again, is the same text.
 */
import type { JsonEntries } from '../json/json-node.ts';
import { MAX_JSON_DEPTH } from '../json/parse-json.ts';
import { jsonDepth, printJson, printJsonString } from '../json/print-json.ts';
import { SchemaError } from '../schema-format.ts';
import { nameWithin, qualifyName } from './avro-names.ts';
import type { AvroField, AvroNamedSchema, AvroSchema } from './avro-schema.ts';
import { isAvroNamed, TEXTLESS_SYMBOL } from './avro-schema.ts';
import { Budget } from './budget.ts';

/** The text of a schema; types whose full names are `known` are named, not written out. Throws SchemaError for giants. */
export function printAvroSchema(schema: AvroSchema, known: Iterable<string> = []): string {
  return requireReadable(new Printer(known).schema(schema, null));
}

/** Types that are named ahead may stand deeper in what is printed than in what was read. Throws SchemaError. */
export function requireReadable(text: string): string {
  if (jsonDepth(text) > MAX_JSON_DEPTH)
    throw new SchemaError(`more than ${MAX_JSON_DEPTH} levels of JSON once it is printed`);
  return text;
}

class Printer {
  readonly #known: Set<string>;
  readonly #budget = new Budget();

  constructor(known: Iterable<string>) {
    this.#known = new Set(known);
  }

  schema(schema: AvroSchema, namespace: string | null): string {
    return this.#budget.within(() => this.#print(schema, namespace));
  }

  #print(schema: AvroSchema, namespace: string | null): string {
    if (isAvroNamed(schema)) return this.#named(schema, namespace);
    switch (schema.kind) {
      case 'union':
        return `[${schema.branches.map((branch) => this.schema(branch, namespace)).join(',')}]`;
      case 'array':
        return object(
          ['type', '"array"'],
          ['items', this.schema(schema.items, namespace)],
          ...printed(schema.properties),
        );
      case 'map':
        return object(
          ['type', '"map"'],
          ['values', this.schema(schema.values, namespace)],
          ...printed(schema.properties),
        );
      default:
        if (schema.properties.length === 0) return printJsonString(schema.kind);
        return object(['type', printJsonString(schema.kind)], ...printed(schema.properties));
    }
  }

  #named(schema: AvroNamedSchema, namespace: string | null): string {
    if (this.#known.has(schema.fullName)) return printJsonString(nameWithin(schema, namespace));
    this.#known.add(schema.fullName);
    return object(
      ['type', printJsonString(schema.kind === 'record' && schema.isError ? 'error' : schema.kind)],
      ['name', printJsonString(schema.name)],
      ...(schema.namespace === namespace ? [] : [['namespace', printJsonString(schema.namespace ?? '')] as const]),
      ...optional('doc', schema.doc),
      ...this.#contents(schema),
      ...printed(schema.properties),
      ...list(
        'aliases',
        schema.aliases.map((alias) => nameWithin(qualifyName(alias, null), schema.namespace)),
      ),
    );
  }

  #contents(schema: AvroNamedSchema): readonly Part[] {
    switch (schema.kind) {
      case 'record':
        return [['fields', `[${schema.fields.map((field) => this.#field(field, schema.namespace)).join(',')}]`]];
      case 'enum':
        return [['symbols', `[${schema.symbols.map(symbol).join(',')}]`], ...optional('default', schema.default)];
      case 'fixed':
        return [['size', String(schema.size)]];
    }
  }

  #field(field: AvroField, namespace: string | null): string {
    return object(
      ['name', printJsonString(field.name)],
      ['type', this.schema(field.type, namespace)],
      ...optional('doc', field.doc),
      ...(field.default === undefined ? [] : [['default', printJson(field.default)] as const]),
      ...optional('order', field.order === 'ascending' ? null : field.order),
      ...list('aliases', field.aliases),
      ...printed(field.properties),
    );
  }
}

/** A property whose value is printed already. */
type Part = readonly [key: string, value: string];

function object(...parts: readonly Part[]): string {
  return `{${parts.map(([key, value]) => `${printJsonString(key)}:${value}`).join(',')}}`;
}

function printed(properties: JsonEntries): readonly Part[] {
  return properties.map(([key, value]) => [key, printJson(value)]);
}

function optional(key: string, value: string | null): readonly Part[] {
  return value === null ? [] : [[key, printJsonString(value)]];
}

function list(key: string, values: readonly string[]): readonly Part[] {
  return values.length === 0 ? [] : [[key, `[${values.map(printJsonString).join(',')}]`]];
}

function symbol(text: string): string {
  return text === TEXTLESS_SYMBOL ? 'null' : printJsonString(text);
}
