/**
 * The spelling that all spellings of a schema share: names in full, keys in one order, properties and aliases sorted.
 * Unlike the parsing form it keeps all that a schema says.
 *
 * Invariant: it reads as the schema that it was made of.
 */
import type { JsonEntries } from '../json/json-node.ts';
import { JsonObject } from '../json/json-node.ts';
import { printJson, printJsonString } from '../json/print-json.ts';
import type { AvroField, AvroNamedSchema, AvroSchema } from './avro-schema.ts';
import { isAvroNamed, TEXTLESS_SYMBOL } from './avro-schema.ts';
import { Budget } from './budget.ts';
import { requireReadable } from './print-avro.ts';

/** The text of a schema; types whose full names are `known` are named, not written out. Throws SchemaError for giants. */
export function normalizedAvroText(schema: AvroSchema, known: Iterable<string> = []): string {
  return requireReadable(new Normalizer(known).schema(schema, null));
}

class Normalizer {
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
        return `{"type":"array","items":${this.schema(schema.items, namespace)}${sorted(schema.properties)}}`;
      case 'map':
        return `{"type":"map","values":${this.schema(schema.values, namespace)}${sorted(schema.properties)}}`;
      default:
        if (schema.properties.length === 0) return `"${schema.kind}"`;
        return `{"type":"${schema.kind}"${sorted(schema.properties)}}`;
    }
  }

  #named(schema: AvroNamedSchema, namespace: string | null): string {
    const name = printJsonString(schema.fullName);
    if (this.#known.has(schema.fullName)) return name;
    this.#known.add(schema.fullName);
    const type = schema.kind === 'record' && schema.isError ? 'error' : schema.kind;
    // A bare name would be taken for one of the namespace around it.
    const nowhere = schema.namespace === null && namespace !== null ? ',"namespace":""' : '';
    const rest = `${this.#contents(schema)}${text('doc', schema.doc)}${list('aliases', schema, schema.aliases)}`;
    return `{"name":${name}${nowhere},"type":"${type}"${rest}${sorted(schema.properties)}}`;
  }

  #contents(schema: AvroNamedSchema): string {
    switch (schema.kind) {
      case 'record':
        return `,"fields":[${schema.fields.map((field) => this.#field(field, schema.namespace)).join(',')}]`;
      case 'enum': {
        const symbols = schema.symbols.map((symbol) => (symbol === TEXTLESS_SYMBOL ? 'null' : printJsonString(symbol)));
        return `,"symbols":[${symbols.join(',')}]${text('default', schema.default)}`;
      }
      case 'fixed':
        return `,"size":${schema.size}`;
    }
  }

  #field(field: AvroField, namespace: string | null): string {
    const value = field.default === undefined ? '' : `,"default":${printJson(field.default)}`;
    const order = text('order', field.order === 'ascending' ? null : field.order);
    const aliases = list('aliases', { namespace: null }, field.aliases);
    const rest = `${order}${text('doc', field.doc)}${aliases}${value}${sorted(field.properties)}`;
    return `{"name":${printJsonString(field.name)},"type":${this.schema(field.type, namespace)}${rest}}`;
  }
}

function text(key: string, value: string | null): string {
  return value === null ? '' : `,"${key}":${printJsonString(value)}`;
}

/** An alias in the null namespace is told by a point in front, where its type has a namespace. */
function list(key: string, { namespace }: { namespace: string | null }, values: readonly string[]): string {
  if (values.length === 0) return '';
  const full = values.map((value) => (namespace === null || value.includes('.') ? value : `.${value}`));
  return `,"${key}":[${full.toSorted().map(printJsonString).join(',')}]`;
}

function sorted(properties: JsonEntries): string {
  if (properties.length === 0) return '';
  return `,${printJson(new JsonObject(properties), { sortKeys: true }).slice(1, -1)}`;
}
