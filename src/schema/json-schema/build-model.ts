/**
 * From a schema's text to its model, in every draft's spelling: `items` as list or `prefixItems`, `dependencies` or
 * `dependentRequired`, bounds that a boolean makes exclusive (draft 4).
 *
 * Invariant: a keyword of the wrong shape counts as absent. Texts that are registered now were checked before
 * (`check-schema.ts`); those that are stored already are read as far as they make sense.
 */
import type { JsonNode } from '../json/json-node.ts';
import { isJsonArray, JsonNumber, JsonObject } from '../json/json-node.ts';
import { refHasSiblings } from './json-schema-draft.ts';
import type { SchemaDocument, SchemaDocuments, SchemaPlace } from './schema-documents.ts';
import type {
  Annotations,
  ArrayModel,
  CombinedModel,
  ConditionalModel,
  Criterion,
  EnumModel,
  ModelBase,
  NotModel,
  NumberModel,
  ObjectModel,
  ReferenceModel,
  SchemaModel,
  SimpleModel,
  StringModel,
} from './schema-model.ts';

const CRITERIA: readonly Criterion[] = ['allOf', 'anyOf', 'oneOf'];

/** The keywords that make a schema without `type` one of strings, numbers, …, of those values that are such. */
const KEYWORDS_OF: readonly (readonly [string, readonly string[]])[] = [
  ['string', ['minLength', 'maxLength', 'pattern', 'format']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
  [
    'array',
    [
      'items',
      'prefixItems',
      'additionalItems',
      'unevaluatedItems',
      'minItems',
      'maxItems',
      'uniqueItems',
      'contains',
      'minContains',
      'maxContains',
    ],
  ],
  [
    'object',
    [
      'properties',
      'required',
      'minProperties',
      'maxProperties',
      'dependencies',
      'dependentRequired',
      'dependentSchemas',
      'patternProperties',
      'additionalProperties',
      'unevaluatedProperties',
      'propertyNames',
    ],
  ],
];

const NO_ANNOTATIONS: Annotations = {
  id: undefined,
  title: undefined,
  description: undefined,
  default: undefined,
  isBytes: false,
};

/** A reference is followed when somebody asks where it leads: a schema may refer to itself. */
class LazyReference implements ReferenceModel {
  readonly kind = 'ref';
  readonly key: number;
  readonly node: JsonNode;
  readonly annotations: Annotations;
  readonly reference: string;
  readonly #follow: () => SchemaModel | undefined;
  #target: SchemaModel | undefined;
  #isFollowed = false;

  constructor(base: ModelBase, reference: string, follow: () => SchemaModel | undefined) {
    this.key = base.key;
    this.node = base.node;
    this.annotations = base.annotations;
    this.reference = reference;
    this.#follow = follow;
  }

  get target(): SchemaModel | undefined {
    if (!this.#isFollowed) this.#target = this.#follow();
    this.#isFollowed = true;
    return this.#target;
  }
}

export class ModelBuilder {
  readonly #documents: SchemaDocuments;
  readonly #models = new Map<JsonObject, SchemaModel>();
  #nextKey = 0;

  constructor(documents: SchemaDocuments) {
    this.#documents = documents;
  }

  build({ node, document }: SchemaPlace): SchemaModel {
    if (!(node instanceof JsonObject)) {
      return { ...this.#base(node, NO_ANNOTATIONS), kind: node === false ? 'false' : 'empty' };
    }
    const known = this.#models.get(node);
    if (known !== undefined) return known;
    const model = this.#object(node, document);
    this.#models.set(node, model);
    return model;
  }

  #base(node: JsonNode, annotations: Annotations): ModelBase {
    return { key: this.#nextKey++, node, annotations };
  }

  #object(node: JsonObject, document: SchemaDocument): SchemaModel {
    const annotations = annotationsOf(node);
    const reference = this.#reference(node, document);
    if (reference !== null && !refHasSiblings(document.draft)) {
      return reference(annotations);
    }
    const parts = this.#parts(node, document);
    if (reference !== null) parts.unshift(reference);
    const [first] = parts;
    if (first === undefined) return { ...this.#base(node, annotations), kind: 'empty' };
    if (parts.length === 1) return first(annotations);
    const schemas = parts.map((part) => part(NO_ANNOTATIONS));
    return { ...this.#base(node, annotations), kind: 'combined', criterion: 'allOf', schemas };
  }

  #reference(node: JsonObject, document: SchemaDocument): ((annotations: Annotations) => SchemaModel) | null {
    const found = referenceOf(node);
    if (found === null) return null;
    return (annotations) =>
      new LazyReference(this.#base(node, annotations), found, () => {
        const place = this.#documents.resolve({ node, document }, found);
        return place === null ? undefined : this.build(place);
      });
  }

  /** One for each of the keywords, or groups of them, that judge on their own. */
  #parts(node: JsonObject, document: SchemaDocument): ((annotations: Annotations) => SchemaModel)[] {
    const parts: ((annotations: Annotations) => SchemaModel)[] = [];
    for (const type of typesOf(node)) parts.push((annotations) => this.#typed(type, { node, document, annotations }));
    const several = node.get('type');
    if (isJsonArray(several)) parts.push((annotations) => this.#severalTypes(several, { node, document, annotations }));
    const values = node.get('enum');
    if (isJsonArray(values)) parts.push((annotations) => this.#enum(node, values, annotations));
    const constant = node.get('const');
    if (constant !== undefined && document.draft !== '4') {
      parts.push((annotations) => this.#enum(node, [constant], annotations));
    }
    const not = node.get('not');
    if (isSchema(not)) parts.push((annotations) => this.#not(node, { node: not, document }, annotations));
    for (const criterion of CRITERIA) {
      const nodes = node.get(criterion);
      if (isJsonArray(nodes)) {
        parts.push((annotations) => this.#combined(criterion, nodes, { node, document, annotations }));
      }
    }
    if (node.has('if') && document.draft !== '4' && document.draft !== '6') {
      parts.push((annotations): ConditionalModel => ({ ...this.#base(node, annotations), kind: 'conditional' }));
    }
    return parts;
  }

  #typed(type: string, { node, document, annotations }: Typed): SchemaModel {
    const base = this.#base(node, annotations);
    switch (type) {
      case 'string':
        return stringModel(node, base);
      case 'number':
      case 'integer':
        return numberModel(node, base, type === 'integer');
      case 'boolean':
      case 'null':
        return { ...base, kind: type } satisfies SimpleModel;
      case 'array':
        return this.#array({ node, document }, base);
      case 'object':
        return this.#objects({ node, document }, base);
      default:
        return { ...base, kind: 'empty' };
    }
  }

  #severalTypes(types: readonly JsonNode[], typed: Typed): CombinedModel {
    const schemas = types
      .filter((type) => typeof type === 'string')
      .map((type) => this.#typed(type, { ...typed, annotations: NO_ANNOTATIONS }));
    return { ...this.#base(typed.node, typed.annotations), kind: 'combined', criterion: 'anyOf', schemas };
  }

  #enum(node: JsonObject, values: readonly JsonNode[], annotations: Annotations): EnumModel {
    return { ...this.#base(node, annotations), kind: 'enum', values };
  }

  #not(node: JsonObject, place: SchemaPlace, annotations: Annotations): NotModel {
    return { ...this.#base(node, annotations), kind: 'not', schema: this.build(place) };
  }

  #combined(criterion: Criterion, nodes: readonly JsonNode[], { node, document, annotations }: Typed): CombinedModel {
    const schemas = nodes.filter(isSchema).map((schema) => this.build({ node: schema, document }));
    return { ...this.#base(node, annotations), kind: 'combined', criterion, schemas };
  }

  #array({ node, document }: ObjectPlace, base: ModelBase): ArrayModel {
    const isLatest = document.draft === '2020-12';
    const items = node.get('items');
    const prefix = isLatest ? node.get('prefixItems') : items;
    const prefixItems = isJsonArray(prefix)
      ? prefix.filter(isSchema).map((item) => this.build({ node: item, document }))
      : [];
    const schema = (keyword: string) => this.#schema({ node, document }, keyword);
    const ofRest = isLatest ? schema('items') : schema('additionalItems');
    // In 2020-12, `items` means all items without `prefixItems`, and those behind them with it.
    const hasPrefix = isJsonArray(prefix);
    return {
      ...base,
      kind: 'array',
      items: hasPrefix ? undefined : schema('items'),
      prefixItems,
      additionalItems: isLatest && !hasPrefix ? undefined : ofRest,
      unevaluatedItems: schema('unevaluatedItems'),
      minItems: count(node, 'minItems'),
      maxItems: count(node, 'maxItems'),
      minContains: count(node, 'minContains'),
      maxContains: count(node, 'maxContains'),
      uniqueItems: node.get('uniqueItems') === true,
    };
  }

  #objects({ node, document }: ObjectPlace, base: ModelBase): ObjectModel {
    const place = { node, document };
    const dependencies = entriesOf(node, 'dependencies');
    const required = [...dependencies, ...entriesOf(node, 'dependentRequired')].flatMap(
      ([name, value]): [string, string[]][] => (isJsonArray(value) ? [[name, strings(value)]] : []),
    );
    return {
      ...base,
      kind: 'object',
      properties: this.#schemas(place, 'properties'),
      required: new Set(strings(node.get('required'))),
      patternProperties: this.#schemas(place, 'patternProperties'),
      additionalProperties: this.#schema(place, 'additionalProperties'),
      unevaluatedProperties: this.#schema(place, 'unevaluatedProperties'),
      minProperties: count(node, 'minProperties'),
      maxProperties: count(node, 'maxProperties'),
      dependentRequired: new Map(required),
      dependentSchemas: new Map([...this.#schemas(place, 'dependencies'), ...this.#schemas(place, 'dependentSchemas')]),
      reserved: new Set(strings(node.get('confluent:reserved'))),
    };
  }

  #schema({ node, document }: ObjectPlace, keyword: string): SchemaModel | undefined {
    const schema = node.get(keyword);
    return isSchema(schema) ? this.build({ node: schema, document }) : undefined;
  }

  #schemas({ node, document }: ObjectPlace, keyword: string): Map<string, SchemaModel> {
    const models = new Map<string, SchemaModel>();
    for (const [name, schema] of entriesOf(node, keyword)) {
      if (isSchema(schema)) models.set(name, this.build({ node: schema, document }));
    }
    return models;
  }
}

interface ObjectPlace extends SchemaPlace {
  readonly node: JsonObject;
}

interface Typed extends ObjectPlace {
  readonly annotations: Annotations;
}

/** What a schema refers to; in 2019-09 and 2020-12 references that depend on the way here are read as plain ones. */
export function referenceOf(node: JsonObject): string | null {
  for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef']) {
    const reference = node.get(keyword);
    if (typeof reference === 'string') return reference;
  }
  return null;
}

function annotationsOf(node: JsonObject): Annotations {
  return {
    id: text(node, '$id') ?? text(node, 'id'),
    title: text(node, 'title'),
    description: text(node, 'description'),
    default: node.get('default'),
    isBytes: node.get('connect.type') === 'bytes',
  };
}

/** Its one type, or those that its keywords tell; none where `type` is a list. */
function typesOf(node: JsonObject): string[] {
  const type = node.get('type');
  if (typeof type === 'string') return [type];
  if (isJsonArray(type)) return [];
  return KEYWORDS_OF.filter(([, keywords]) => keywords.some((keyword) => node.has(keyword))).map(([kind]) => kind);
}

function stringModel(node: JsonObject, base: ModelBase): StringModel {
  return {
    ...base,
    kind: 'string',
    minLength: count(node, 'minLength'),
    maxLength: count(node, 'maxLength'),
    pattern: text(node, 'pattern'),
  };
}

function numberModel(node: JsonObject, base: ModelBase, isInteger: boolean): NumberModel {
  const [minimum, exclusiveMinimum] = bound(node, 'minimum', 'exclusiveMinimum');
  const [maximum, exclusiveMaximum] = bound(node, 'maximum', 'exclusiveMaximum');
  const multipleOf = numberText(node, 'multipleOf');
  return { ...base, kind: 'number', isInteger, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf };
}

/** In draft 4 a boolean makes the bound beside it exclusive. */
function bound(node: JsonObject, inclusive: string, exclusive: string): [string | undefined, string | undefined] {
  const value = numberText(node, inclusive);
  return node.get(exclusive) === true ? [undefined, value] : [value, numberText(node, exclusive)];
}

export function isSchema(node: JsonNode | undefined): node is JsonObject | boolean {
  return node instanceof JsonObject || typeof node === 'boolean';
}

function entriesOf(node: JsonObject, keyword: string): JsonObject['entries'] {
  const value = node.get(keyword);
  return value instanceof JsonObject ? value.entries : [];
}

function strings(node: JsonNode | undefined): string[] {
  return isJsonArray(node) ? node.filter((item) => typeof item === 'string') : [];
}

function text(node: JsonObject, keyword: string): string | undefined {
  const value = node.get(keyword);
  return typeof value === 'string' ? value : undefined;
}

function numberText(node: JsonObject, keyword: string): string | undefined {
  const value = node.get(keyword);
  return value instanceof JsonNumber ? value.text : undefined;
}

function count(node: JsonObject, keyword: string): number | undefined {
  const value = node.get(keyword);
  return value instanceof JsonNumber ? value.toNumber() : undefined;
}
