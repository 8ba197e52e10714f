/**
 * The TypeScript types of values that a JSON Schema takes: properties and `required`, items and tuples, `enum`, `const`,
 * `anyOf`, `oneOf`, `allOf`, and `$ref` within the schema and into those it refers to. What TypeScript cannot say (patterns,
 * ranges, `not`, `if`) makes nothing narrower.
 *
 * Invariant: what is declared compiles: no alias is made of nothing but itself.
 */
import { isJsonArray, JsonNumber, JsonObject, parseJson, type JsonNode, type JsonSchema } from '#schema';
import {
  docLines,
  intersection,
  literal,
  NEVER,
  pascalCase,
  text,
  TsNames,
  union,
  UNKNOWN,
  type TsDeclaration,
  type TsMember,
  type TsType,
} from './ts-type.ts';

export interface JsonSchemaTypesOptions {
  /** Of the type at the top; null for its title. */
  readonly name: string | null;
  readonly fallbackName: string;
}

/** The type at the top first. */
export function jsonSchemaTypes(schema: JsonSchema, options: JsonSchemaTypesOptions): readonly TsDeclaration[] {
  return new JsonSchemaTypes(schema, options).declarations();
}

/** A text with the schemas in it. */
interface Document {
  readonly name: string;
  readonly root: JsonNode;
}

interface Pending {
  readonly name: string;
  readonly node: JsonNode;
  readonly document: Document;
}

class JsonSchemaTypes {
  readonly #names = new TsNames();
  /** By document and pointer. */
  readonly #named = new Map<string, string>();
  readonly #pending: Pending[] = [];
  readonly #documents = new Map<string, Document>();
  readonly #root: Document;

  constructor({ node, name, resolved }: JsonSchema, options: JsonSchemaTypesOptions) {
    this.#root = { name: '', root: node };
    this.#documents.set('', this.#root);
    for (const [reference, referenced] of resolved) {
      this.#documents.set(reference, { name: reference, root: parseJson(referenced) });
    }
    this.#declare('#', {
      names: [options.name ?? (name === null ? options.fallbackName : pascalCase(name))],
      node,
      document: this.#root,
    });
  }

  declarations(): readonly TsDeclaration[] {
    const declarations: TsDeclaration[] = [];
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) {
      const { name, node, document } = next;
      declarations.push({ name, doc: docOf(node), type: this.#type(node, document) });
    }
    return withoutCircles(declarations);
  }

  #declare(
    key: string,
    { names, node, document }: { names: readonly string[]; node: JsonNode; document: Document },
  ): string {
    const known = this.#named.get(key);
    if (known !== undefined) return known;
    const name = this.#names.take(...names);
    this.#named.set(key, name);
    this.#pending.push({ name, node, document });
    return name;
  }

  #type(node: JsonNode | undefined, document: Document): TsType {
    if (node === false) return NEVER;
    if (!(node instanceof JsonObject)) return UNKNOWN;
    const reference = node.get('$ref');
    if (typeof reference === 'string') return this.#reference(reference, document);
    const constant = node.get('const');
    if (constant !== undefined) return valueType(constant);
    const values = node.get('enum');
    if (isJsonArray(values)) return union(values.map(valueType));
    const alternatives = (['anyOf', 'oneOf'] as const).flatMap((keyword) => {
      const list = node.get(keyword);
      return isJsonArray(list) ? [union(list.map((one) => this.#type(one, document)))] : [];
    });
    const all = node.get('allOf');
    const conditions = isJsonArray(all) ? all.map((one) => this.#type(one, document)) : [];
    return intersection([this.#ownType(node, document), ...alternatives, ...conditions]);
  }

  #reference(reference: string, document: Document): TsType {
    const [where = '', pointer = ''] = reference.split('#');
    const target = where === '' || where === idOf(document.root) ? document : this.#documents.get(where);
    if (target === undefined) return UNKNOWN;
    const steps = pointer.split('/').slice(1).map(decodedStep);
    // An anchor is no path; the types that JSON Schema calls by one are not looked for.
    if (pointer !== '' && !pointer.startsWith('/')) return UNKNOWN;
    const node = steps.reduce<JsonNode | undefined>(childOf, target.root);
    if (node === undefined) return UNKNOWN;
    const last = steps.at(-1);
    const own = last === undefined ? (titleOf(node) ?? target.name.replace(/\.json$/, '')) : last;
    const key = `${target.name}#${pointer}`;
    const names = [pascalCase(own), pascalCase(`${target.name} ${steps.join(' ')}`)];
    return { kind: 'name', name: this.#declare(key, { names, node, document: target }) };
  }

  #ownType(node: JsonObject, document: Document): TsType {
    const type = node.get('type');
    if (isJsonArray(type)) return union(type.map((one) => this.#ofType(one, node, document)));
    if (type !== undefined) return this.#ofType(type, node, document);
    return node.has('properties') ? this.#object(node, document) : UNKNOWN;
  }

  #ofType(type: JsonNode, node: JsonObject, document: Document): TsType {
    switch (type) {
      case 'string':
      case 'boolean':
      case 'null':
        return text(type);
      case 'number':
      case 'integer':
        return text('number');
      case 'array':
        return this.#array(node, document);
      case 'object':
        return this.#object(node, document);
      default:
        return UNKNOWN;
    }
  }

  #array(node: JsonObject, document: Document): TsType {
    const items = node.get('items');
    const prefix = node.get('prefixItems');
    const first = isJsonArray(prefix) ? prefix : isJsonArray(items) ? items : null;
    if (first === null) return { kind: 'array', items: this.#type(items, document) };
    const rest = isJsonArray(prefix) ? items : node.get('additionalItems');
    const isClosed = rest === false;
    const types = first.map((one) => this.#type(one, document));
    return { kind: 'tuple', items: types, rest: isClosed ? null : this.#type(rest, document) };
  }

  #object(node: JsonObject, document: Document): TsType {
    const properties = node.get('properties');
    if (properties instanceof JsonObject && properties.entries.length > 0) {
      const required = node.get('required');
      const names = new Set(isJsonArray(required) ? required : []);
      const members = properties.entries.map(([name, property]): TsMember => ({
        name,
        isOptional: !names.has(name),
        doc: docOf(property),
        type: this.#type(property, document),
      }));
      return { kind: 'object', members };
    }
    const additional = node.get('additionalProperties');
    return { kind: 'map', values: this.#type(additional, document) };
  }
}

/** A value as the type of itself. */
function valueType(value: JsonNode): TsType {
  if (value instanceof JsonNumber) return literal(value.toNumber());
  if (isJsonArray(value)) return { kind: 'tuple', items: value.map(valueType), rest: null };
  if (!(value instanceof JsonObject)) return literal(value);
  const members = value.entries.map(([name, one]) => ({ name, isOptional: false, doc: [], type: valueType(one) }));
  return { kind: 'object', members };
}

function docOf(node: JsonNode): readonly string[] {
  if (!(node instanceof JsonObject)) return [];
  const description = node.get('description');
  const lines = docLines(typeof description === 'string' ? description : null);
  return node.get('deprecated') === true ? [...lines, '@deprecated'] : lines;
}

function idOf(node: JsonNode): string | null {
  const id = node instanceof JsonObject ? (node.get('$id') ?? node.get('id')) : undefined;
  return typeof id === 'string' ? id.replace(/#$/, '') : null;
}

function titleOf(node: JsonNode): string | null {
  const title = node instanceof JsonObject ? node.get('title') : undefined;
  return typeof title === 'string' ? title : null;
}

function childOf(node: JsonNode | undefined, step: string): JsonNode | undefined {
  if (isJsonArray(node)) return node[Number(step)];
  return node instanceof JsonObject ? node.get(step) : undefined;
}

function decodedStep(step: string): string {
  let plain = step;
  try {
    plain = decodeURIComponent(step);
  } catch {
    // A percent sign that encodes nothing stands for itself.
  }
  return plain.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** An alias that leads to itself by unions and other aliases alone would mean nothing. */
function withoutCircles(declarations: readonly TsDeclaration[]): readonly TsDeclaration[] {
  const byName = new Map(declarations.map((declaration) => [declaration.name, declaration.type]));
  const leadsTo = (type: TsType, goal: string, seen: Set<string>): boolean => {
    if (type.kind === 'union' || type.kind === 'intersection') {
      return type.parts.some((part) => leadsTo(part, goal, seen));
    }
    if (type.kind !== 'name') return false;
    if (type.name === goal) return true;
    if (seen.has(type.name)) return false;
    seen.add(type.name);
    return leadsTo(byName.get(type.name) ?? UNKNOWN, goal, seen);
  };
  return declarations.map((declaration) => {
    if (!leadsTo(declaration.type, declaration.name, new Set())) return declaration;
    byName.set(declaration.name, UNKNOWN);
    return { ...declaration, type: UNKNOWN };
  });
}
