/**
 * Whether a text is a schema: what is asked of one that is registered now. Keywords have the shapes that their draft
 * gives them, and every reference leads somewhere. Keywords that no draft knows are let be, as validators do.
 */
import type { JsonNode } from '../json/json-node.ts';
import { isJsonArray, JsonNumber, JsonObject } from '../json/json-node.ts';
import { SchemaError } from '../schema-format.ts';
import { referenceOf } from './build-model.ts';
import type { SchemaDocument, SchemaDocuments, SchemaPlace } from './schema-documents.ts';

type Shape =
  | 'schema'
  | 'schemas'
  | 'schemaList'
  | 'items'
  | 'dependencies'
  | 'text'
  | 'flag'
  | 'number'
  | 'positive'
  | 'count'
  | 'names'
  | 'values'
  | 'type'
  | 'limit'
  | 'namesByName';

const KEYWORDS: Readonly<Record<Shape, string>> = {
  schema:
    'additionalItems unevaluatedItems contains additionalProperties unevaluatedProperties propertyNames not if then else',
  schemas: 'properties patternProperties dependentSchemas definitions $defs',
  schemaList: 'prefixItems allOf anyOf oneOf',
  items: 'items',
  dependencies: 'dependencies',
  text: '$schema $id $ref $anchor title description pattern format',
  flag: 'uniqueItems',
  number: 'maximum minimum',
  positive: 'multipleOf',
  count: 'minLength maxLength minItems maxItems minContains maxContains minProperties maxProperties',
  names: 'required',
  values: 'enum',
  type: 'type',
  limit: 'exclusiveMaximum exclusiveMinimum',
  namesByName: 'dependentRequired',
};

const SHAPES: ReadonlyMap<string, Shape> = new Map(
  (Object.keys(KEYWORDS) as Shape[]).flatMap((shape) =>
    KEYWORDS[shape].split(' ').map((keyword): [string, Shape] => [keyword, shape]),
  ),
);

const TYPES: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'null', 'object', 'array']);

/** Throws SchemaError, with the place in the text. */
export function checkSchema(documents: SchemaDocuments): void {
  new SchemaChecker(documents, documents.root).check(documents.root.root, '#');
}

class SchemaChecker {
  readonly #documents: SchemaDocuments;
  readonly #document: SchemaDocument;
  /** From these, references were seen to come to an end. */
  readonly #grounded = new Set<JsonNode>();

  constructor(documents: SchemaDocuments, document: SchemaDocument) {
    this.#documents = documents;
    this.#document = document;
  }

  check(node: JsonNode, path: string): void {
    if (typeof node === 'boolean') return;
    if (!(node instanceof JsonObject)) refuse(path, 'a schema is an object, true or false');
    const reference = referenceOf(node);
    if (reference !== null) this.#checkReference(node, reference, path);
    for (const [keyword, value] of node.entries) {
      const shape = SHAPES.get(keyword);
      if (shape !== undefined) this.#keyword(shape, value, `${path}/${keyword}`);
    }
  }

  #checkReference(node: JsonObject, reference: string, path: string): void {
    const place = this.#documents.resolve({ node, document: this.#document }, reference);
    if (place === null) refuse(path, `nothing is known under the reference ${JSON.stringify(reference)}`);
    if (this.#isLoop(place)) refuse(path, `the reference ${JSON.stringify(reference)} leads back to itself`);
    if (!(place.node instanceof JsonObject) && typeof place.node !== 'boolean') {
      refuse(path, `the reference ${JSON.stringify(reference)} leads to what is no schema`);
    }
  }

  /** Whether there are only references from here on, round and round; up to draft 7 nothing beside one counts. */
  #isLoop(place: SchemaPlace): boolean {
    const seen = new Set<JsonNode>();
    let at: SchemaPlace | null = place;
    while (at?.node instanceof JsonObject && !this.#grounded.has(at.node)) {
      if (seen.has(at.node)) return true;
      seen.add(at.node);
      const reference = referenceOf(at.node);
      at = reference === null ? null : this.#documents.resolve(at, reference);
    }
    for (const node of seen) this.#grounded.add(node);
    return false;
  }

  #keyword(shape: Shape, value: JsonNode, path: string): void {
    switch (shape) {
      case 'schema':
        return this.check(value, path);
      case 'schemas':
        return this.#each(value, path, (schema, at) => this.check(schema, at));
      case 'schemaList':
        return this.#list(value, path);
      case 'items':
        return isJsonArray(value) ? this.#list(value, path) : this.check(value, path);
      case 'dependencies':
        return this.#each(value, path, (one, at) => (isJsonArray(one) ? checkNames(one, at) : this.check(one, at)));
      case 'namesByName':
        return this.#each(value, path, checkNames);
      default:
        return checkValue(shape, value, path);
    }
  }

  #each(value: JsonNode, path: string, check: (value: JsonNode, path: string) => void): void {
    if (!(value instanceof JsonObject)) refuse(path, 'an object should stand here');
    for (const [name, one] of value.entries) check(one, `${path}/${name}`);
  }

  #list(value: JsonNode, path: string): void {
    if (!isJsonArray(value)) refuse(path, 'a list of schemas should stand here');
    for (const [index, schema] of value.entries()) this.check(schema, `${path}/${index}`);
  }
}

type ValueShape = Exclude<Shape, 'schema' | 'schemas' | 'schemaList' | 'items' | 'dependencies' | 'namesByName'>;

const EXPECTED: Readonly<Record<ValueShape, string>> = {
  text: 'a text',
  flag: 'true or false',
  number: 'a number',
  positive: 'a number above 0',
  count: 'an integer from 0 on',
  names: 'a list of different names',
  values: 'a list of values',
  type: `one of ${[...TYPES].join(', ')}, or a list of them`,
  limit: 'a number (in draft 4 true or false)',
};

function checkValue(shape: ValueShape, value: JsonNode, path: string): void {
  if (!hasShape(shape, value)) refuse(path, `${EXPECTED[shape]} should stand here`);
}

function checkNames(value: JsonNode, path: string): void {
  checkValue('names', value, path);
}

function hasShape(shape: ValueShape, value: JsonNode): boolean {
  switch (shape) {
    case 'text':
      return typeof value === 'string';
    case 'flag':
      return typeof value === 'boolean';
    case 'number':
      return value instanceof JsonNumber;
    case 'limit':
      return value instanceof JsonNumber || typeof value === 'boolean';
    case 'positive':
      return value instanceof JsonNumber && value.toNumber() > 0;
    case 'count':
      return value instanceof JsonNumber && Number.isInteger(value.toNumber()) && value.toNumber() >= 0;
    case 'values':
      return isJsonArray(value);
    case 'names':
      return isJsonArray(value) && value.every((name) => typeof name === 'string') && areDifferent(value);
    case 'type':
      return isJsonArray(value) ? value.length > 0 && value.every(isType) && areDifferent(value) : isType(value);
  }
}

function isType(value: JsonNode): boolean {
  return typeof value === 'string' && TYPES.has(value);
}

function areDifferent(names: readonly JsonNode[]): boolean {
  return new Set(names).size === names.length;
}

function refuse(path: string, message: string): never {
  throw new SchemaError(`Invalid JSON Schema at ${path}: ${message}`);
}
