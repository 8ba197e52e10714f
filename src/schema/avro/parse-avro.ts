/**
 * Reads Avro schemas from their JSON text, as Java's library does in version 1.12 (specification, "Schema
 * Declaration"). New schemas are read by `strict` rules, stored ones by `lenient` ones, which take names of any kind
 * and defaults that do not fit their types.
 *
 * A text is read in two passes. This file is the first: JSON becomes a draft, in which a type that is named before its
 * definition is complete is a gap. The second, in `resolve-avro.ts`, fills the gaps.
 *
 * Invariant: whatever the text, the answer is a schema or a SchemaError, after bounded time.
 */
import type { JsonEntries, JsonNode } from '../json/json-node.ts';
import { isJsonArray, JsonNumber, JsonObject } from '../json/json-node.ts';
import { JsonError, parseJsonPrefix } from '../json/parse-json.ts';
import { SchemaError } from '../schema-format.ts';
import type { DefaultWorld, DraftField, DraftRecord, DraftSchema, DraftUnion } from './avro-default.ts';
import { isIntegerOf, isValidDefault, numberFromText } from './avro-default.ts';
import type { AvroName, AvroRules } from './avro-names.ts';
import { isPrimitiveName, qualifyName, requireFullName, requireName } from './avro-names.ts';
import type {
  AvroEnum,
  AvroFieldOrder,
  AvroFixed,
  AvroNamedSchema,
  AvroPrimitiveKind,
  AvroSchema,
} from './avro-schema.ts';
import { TEXTLESS_SYMBOL } from './avro-schema.ts';
import { Budget } from './budget.ts';
import { isSameDraft } from './equal-avro.ts';
import { logicalTypeOf } from './logical-type.ts';
import { requireUnionBranches, resolveDraft } from './resolve-avro.ts';

export interface ParseAvroOptions {
  /** Default `strict`. */
  readonly rules?: AvroRules;
  /** Types that texts read before this one have defined; those that this one defines are added. */
  readonly known?: Map<string, AvroNamedSchema>;
}

/** As many characters as a schema's text may have. */
const MAX_TEXT_LENGTH = 16 * 1024 * 1024;
/** As many bytes as Java can keep in one array. */
const MAX_FIXED_SIZE = 2_147_483_639;
const SCHEMA_RESERVED: readonly string[] = [
  'type',
  'name',
  'namespace',
  'doc',
  'aliases',
  'fields',
  'symbols',
  'size',
  'items',
  'values',
];
const ENUM_RESERVED: readonly string[] = [...SCHEMA_RESERVED, 'default'];
const FIELD_RESERVED: readonly string[] = ['name', 'type', 'doc', 'default', 'order', 'aliases'];
const ORDERS: readonly AvroFieldOrder[] = ['ascending', 'descending', 'ignore'];

/** The schema of a text. Throws SchemaError where it is none; `known` is then as it was. */
export function parseAvroSchema(text: string, options: ParseAvroOptions = {}): AvroSchema {
  const { rules = 'strict', known = new Map<string, AvroNamedSchema>() } = options;
  const budget = new Budget();
  const reader = new DraftReader(known, rules, budget);
  const draft = reader.schema(jsonOf(text), null);
  const resolved = resolveDraft(draft, { known, defined: reader.defined, rules, budget });
  for (const [name, schema] of resolved.named) known.set(name, schema);
  return resolved.root;
}

function jsonOf(text: string): JsonNode {
  if (text.length > MAX_TEXT_LENGTH) throw new SchemaError(`a schema of more than ${MAX_TEXT_LENGTH} characters`);
  try {
    const { node, end } = parseJsonPrefix(text, { comments: true });
    // Control characters count as space behind a schema, as they do in Java; comments do not.
    for (let at = end; at < text.length; at++) {
      if (text.charCodeAt(at) > 0x20) throw new SchemaError('something follows the schema');
    }
    return node;
  } catch (error) {
    if (error instanceof JsonError) throw new SchemaError(`the schema is no JSON: ${error.message}`, { cause: error });
    throw error;
  }
}

class DraftReader {
  /** The types that this text defines, in the order in which their definitions end. */
  readonly defined = new Map<string, DraftSchema>();
  readonly #known: ReadonlyMap<string, DraftSchema>;
  readonly #rules: AvroRules;
  readonly #defaults: DefaultWorld;
  readonly #budget: Budget;

  constructor(known: ReadonlyMap<string, DraftSchema>, rules: AvroRules, budget: Budget) {
    this.#known = known;
    this.#rules = rules;
    this.#budget = budget;
    this.#defaults = { budget, isOpen: () => false };
  }

  schema(node: JsonNode, namespace: string | null): DraftSchema {
    this.#budget.spend();
    if (typeof node === 'string') return this.#named(node, namespace);
    if (isJsonArray(node)) return this.#union(node, namespace);
    if (node instanceof JsonObject) return this.#declared(node, namespace);
    throw new SchemaError('a type should be a name, an object or a union in brackets');
  }

  #named(name: string, namespace: string | null): DraftSchema {
    if (isPrimitiveName(name)) return { kind: name as AvroPrimitiveKind, logicalType: null, properties: [] };
    const fullName = namespace !== null && !name.includes('.') ? `${namespace}.${name}` : name;
    return this.#find(fullName) ?? this.#find(name) ?? { kind: 'unresolved', fullName };
  }

  #find(fullName: string): DraftSchema | undefined {
    return this.#known.get(fullName) ?? this.defined.get(fullName);
  }

  #union(nodes: readonly JsonNode[], namespace: string | null): DraftUnion {
    const branches = nodes.map((node) => this.schema(node, namespace));
    requireUnionBranches(branches);
    return { kind: 'union', branches };
  }

  #declared(node: JsonObject, namespace: string | null): DraftSchema {
    const type = requiredText(node, 'type', 'an object that declares a type');
    if (isPrimitiveName(type)) {
      const kind = type as AvroPrimitiveKind;
      const properties = propertiesOf(node, SCHEMA_RESERVED);
      return { kind, logicalType: logicalTypeOf({ kind }, properties), properties };
    }
    switch (type) {
      case 'record':
      case 'error':
        return this.#record(node, namespace, type === 'error');
      case 'enum':
        return this.#enum(node, namespace);
      case 'fixed':
        return this.#fixed(node, namespace);
      case 'array':
        return {
          kind: 'array',
          items: this.schema(required(node, 'items', 'an array'), namespace),
          properties: propertiesOf(node, SCHEMA_RESERVED),
        };
      case 'map':
        return {
          kind: 'map',
          values: this.schema(required(node, 'values', 'a map'), namespace),
          properties: propertiesOf(node, SCHEMA_RESERVED),
        };
      default:
        throw new SchemaError(`there is no kind of type called ${JSON.stringify(type)}; a defined type stands alone`);
    }
  }

  #record(node: JsonObject, current: string | null, isError: boolean): DraftRecord {
    const name = this.#name(node, current);
    const what = `the record ${JSON.stringify(name.fullName)}`;
    const fields = listOf(node, 'fields', what).map((field) => this.#field(field, name));
    requireDistinct(
      fields.map((field) => field.name),
      `fields of ${what}`,
    );
    const aliases = this.#aliases(node, name);
    return this.#define({
      kind: 'record',
      isError,
      ...name,
      doc: optionalText(node, 'doc'),
      aliases,
      fields,
      properties: propertiesOf(node, SCHEMA_RESERVED),
    });
  }

  #field(node: JsonNode, record: AvroName): DraftField {
    const what = `a field of the record ${JSON.stringify(record.fullName)}`;
    if (!(node instanceof JsonObject)) throw new SchemaError(`${what} should be an object`);
    const name = requiredText(node, 'name', what);
    const where = `the field ${JSON.stringify(name)} of ${JSON.stringify(record.fullName)}`;
    const type = this.schema(required(node, 'type', where), record.namespace);
    requireName(name, 'the name of a field', this.#rules);
    const written = node.get('default');
    const isNumberAsText = typeof written === 'string' && (type.kind === 'float' || type.kind === 'double');
    if (this.#rules === 'strict' && written !== undefined && !isNumberAsText) {
      if (!isValidDefault(type, written, this.#defaults))
        throw new SchemaError(`${where} has a default of another type`);
    }
    return {
      name,
      type,
      doc: optionalText(node, 'doc'),
      default: isNumberAsText ? numberFromText(written) : written,
      order: orderOf(node, where),
      aliases: aliasesOf(node, where),
      properties: propertiesOf(node, FIELD_RESERVED),
    };
  }

  #enum(node: JsonObject, current: string | null): AvroEnum {
    const name = this.#name(node, current);
    const what = `the enum ${JSON.stringify(name.fullName)}`;
    const symbols = listOf(node, 'symbols', what).map((symbol) => this.#symbol(symbol, what));
    requireDistinct(symbols, `symbols of ${what}`);
    const fallback = optionalText(node, 'default');
    if (fallback !== null && !symbols.includes(fallback)) {
      throw new SchemaError(`the default ${JSON.stringify(fallback)} of ${what} is none of its symbols`);
    }
    const aliases = this.#aliases(node, name);
    const properties = propertiesOf(node, ENUM_RESERVED);
    return this.#define({
      kind: 'enum',
      ...name,
      doc: optionalText(node, 'doc'),
      aliases,
      symbols,
      default: fallback,
      properties,
    });
  }

  #symbol(node: JsonNode, what: string): string {
    if (typeof node === 'string') {
      requireName(node, `the symbol of ${what},`, this.#rules);
      return node;
    }
    if (this.#rules === 'strict') throw new SchemaError(`a symbol of ${what} is no text`);
    return TEXTLESS_SYMBOL;
  }

  #fixed(node: JsonObject, current: string | null): AvroFixed {
    const name = this.#name(node, current);
    const written = node.get('size');
    const size = written instanceof JsonNumber && isIntegerOf(written, 32) ? written.toNumber() : -1;
    if (size < 0 || size > MAX_FIXED_SIZE) {
      throw new SchemaError(
        `the size of ${JSON.stringify(name.fullName)} should be an integer of 0 to ${MAX_FIXED_SIZE}`,
      );
    }
    const properties = propertiesOf(node, SCHEMA_RESERVED);
    const aliases = this.#aliases(node, name);
    const logicalType = logicalTypeOf({ kind: 'fixed', size }, properties);
    return this.#define({
      kind: 'fixed',
      ...name,
      doc: optionalText(node, 'doc'),
      aliases,
      // JSON may say -0.
      size: Math.abs(size),
      logicalType,
      properties,
    });
  }

  #name(node: JsonObject, current: string | null): AvroName {
    const text = requiredText(node, 'name', 'a record, enum or fixed');
    const name = qualifyName(text, optionalText(node, 'namespace') ?? current);
    if (isPrimitiveName(name.fullName))
      throw new SchemaError(`no type may be called ${JSON.stringify(text)}, as a primitive`);
    requireName(name.name, 'the name', this.#rules);
    return name;
  }

  #aliases(node: JsonObject, { fullName, namespace }: AvroName): readonly string[] {
    const aliases = aliasesOf(node, JSON.stringify(fullName)).map((alias) => qualifyName(alias, namespace));
    for (const { name } of aliases) requireName(name, 'the alias', this.#rules);
    return [...new Set(aliases.map((alias) => alias.fullName))];
  }

  /** A definition that comes again counts where it is alike; names mean the first one. */
  #define<T extends DraftRecord | AvroEnum | AvroFixed>(schema: T): T {
    requireFullName(schema, this.#rules);
    const before = this.#find(schema.fullName);
    if (before === undefined) this.defined.set(schema.fullName, schema);
    else if (!isSameDraft(before, schema, this.#budget)) {
      throw new SchemaError(`${JSON.stringify(schema.fullName)} is defined twice, and not alike`);
    }
    return schema;
  }
}

function requireDistinct(names: readonly string[], what: string): void {
  if (new Set(names).size < names.length) throw new SchemaError(`two ${what} have one name`);
}

function required(node: JsonObject, key: string, what: string): JsonNode {
  const value = node.get(key);
  if (value === undefined) throw new SchemaError(`${what} has no ${JSON.stringify(key)}`);
  return value;
}

function requiredText(node: JsonObject, key: string, what: string): string {
  const value = optionalText(node, key);
  if (value === null) throw new SchemaError(`${what} has no text as its ${JSON.stringify(key)}`);
  return value;
}

/** Anything but a text reads as absent. */
function optionalText(node: JsonObject, key: string): string | null {
  const value = node.get(key);
  return typeof value === 'string' ? value : null;
}

function listOf(node: JsonObject, key: string, what: string): readonly JsonNode[] {
  const value = node.get(key);
  if (!isJsonArray(value)) throw new SchemaError(`${what} has no list of ${key}`);
  return value;
}

function orderOf(node: JsonObject, where: string): AvroFieldOrder {
  const written = node.get('order');
  if (written === undefined) return 'ascending';
  const upper = typeof written === 'string' ? written.toUpperCase() : '';
  const order = ORDERS.find((one) => one.toUpperCase() === upper);
  if (order === undefined) throw new SchemaError(`the order of ${where} should be one of ${ORDERS.join(', ')}`);
  return order;
}

function aliasesOf(node: JsonObject, what: string): readonly string[] {
  const written = node.get('aliases');
  if (written === undefined) return [];
  const aliases = isJsonArray(written) ? written.filter((alias) => typeof alias === 'string') : [];
  if (!isJsonArray(written) || aliases.length < written.length) {
    throw new SchemaError(`the aliases of ${what} should be a list of texts`);
  }
  return [...new Set(aliases)];
}

function propertiesOf(node: JsonObject, reserved: readonly string[]): JsonEntries {
  return node.entries.filter(([key]) => !reserved.includes(key));
}
