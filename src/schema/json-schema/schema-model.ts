/**
 * What a schema says, apart from how a draft spells it. A schema of several keywords that each judge on their own
 * (`type` beside `enum`, `anyOf`, …) is an `allOf` of them, several types are an `anyOf`: the registry that users know
 * compares them so, and names its differences accordingly.
 *
 * Invariant: a model is built once per place in a text, so that "the same schema" is `===`, and recursion is a cycle
 * through `ref`.
 */
import type { JsonNode } from '../json/json-node.ts';

export type SchemaModel =
  | EmptyModel
  | SimpleModel
  | StringModel
  | NumberModel
  | ObjectModel
  | ArrayModel
  | EnumModel
  | CombinedModel
  | NotModel
  | ConditionalModel
  | ReferenceModel;

export interface ModelBase {
  /** A number of its own within its text. */
  readonly key: number;
  /** What it was read from. */
  readonly node: JsonNode;
  readonly annotations: Annotations;
}

/** What says nothing about which values are valid. */
export interface Annotations {
  readonly id: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly default: JsonNode | undefined;
  /** `connect.type` is `bytes`: a text that stands for bytes, however it is written. */
  readonly isBytes: boolean;
}

/** `true`, `{}`: every value is valid. */
export interface EmptyModel extends ModelBase {
  readonly kind: 'empty';
}

export interface SimpleModel extends ModelBase {
  /** `false`: no value is valid; or one of the types without keywords. */
  readonly kind: 'false' | 'boolean' | 'null';
}

export interface StringModel extends ModelBase {
  readonly kind: 'string';
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly pattern: string | undefined;
}

/** Bounds are numbers' texts, for all their digits. */
export interface NumberModel extends ModelBase {
  readonly kind: 'number';
  readonly isInteger: boolean;
  readonly minimum: string | undefined;
  readonly maximum: string | undefined;
  readonly exclusiveMinimum: string | undefined;
  readonly exclusiveMaximum: string | undefined;
  readonly multipleOf: string | undefined;
}

export interface ObjectModel extends ModelBase {
  readonly kind: 'object';
  readonly properties: ReadonlyMap<string, SchemaModel>;
  readonly required: ReadonlySet<string>;
  readonly patternProperties: ReadonlyMap<string, SchemaModel>;
  readonly additionalProperties: SchemaModel | undefined;
  readonly unevaluatedProperties: SchemaModel | undefined;
  readonly minProperties: number | undefined;
  readonly maxProperties: number | undefined;
  readonly dependentRequired: ReadonlyMap<string, readonly string[]>;
  readonly dependentSchemas: ReadonlyMap<string, SchemaModel>;
  /** Names under `confluent:reserved`. */
  readonly reserved: ReadonlySet<string>;
}

export interface ArrayModel extends ModelBase {
  readonly kind: 'array';
  /** The schema of all items, where they have one in common. */
  readonly items: SchemaModel | undefined;
  /** The schemas of the first items, each its own. */
  readonly prefixItems: readonly SchemaModel[];
  /** The schema of the items behind those. */
  readonly additionalItems: SchemaModel | undefined;
  readonly unevaluatedItems: SchemaModel | undefined;
  readonly minItems: number | undefined;
  readonly maxItems: number | undefined;
  readonly minContains: number | undefined;
  readonly maxContains: number | undefined;
  readonly uniqueItems: boolean;
}

/** One of some values; a `const` is one of one. */
export interface EnumModel extends ModelBase {
  readonly kind: 'enum';
  readonly values: readonly JsonNode[];
}

export type Criterion = 'allOf' | 'anyOf' | 'oneOf';

export interface CombinedModel extends ModelBase {
  readonly kind: 'combined';
  readonly criterion: Criterion;
  readonly schemas: readonly SchemaModel[];
}

export interface NotModel extends ModelBase {
  readonly kind: 'not';
  readonly schema: SchemaModel;
}

/** `if`, `then`, `else`. */
export interface ConditionalModel extends ModelBase {
  readonly kind: 'conditional';
}

export interface ReferenceModel extends ModelBase {
  readonly kind: 'ref';
  readonly reference: string;
  /** What it leads to; undefined where that is not known. */
  readonly target: SchemaModel | undefined;
}

/** Follows references; undefined where they lead nowhere, or only to each other. */
export function dereferenced(model: SchemaModel): Exclude<SchemaModel, ReferenceModel> | undefined {
  const seen = new Set<SchemaModel>();
  let at: SchemaModel | undefined = model;
  while (at?.kind === 'ref' && !seen.has(at)) {
    seen.add(at);
    at = at.target;
  }
  return at?.kind === 'ref' ? undefined : at;
}
