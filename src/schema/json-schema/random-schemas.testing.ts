/**
 * Random schemas of draft 7, slightly changed copies of them, and values that have a good chance to be valid. They
 * leave out what Confluent's rules are known not to see (docs/internals/json-schema.md lists that), so that for all
 * others "compatible" can be held to its word.
 */
export interface SchemaObject {
  [keyword: string]: unknown;
}

export type Schema = SchemaObject | boolean;

const NAMES = ['a', 'b', 'c', 'x1', 'x2'] as const;
const TEXTS = ['', 'a', 'ab', 'abc', 'x', 'xyz', 'abcdef'] as const;
const PATTERNS = ['^a', 'b', '^x?y?z?$'] as const;
const REFERENCES = ['#/definitions/one', '#/definitions/two'] as const;
const KINDS = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'] as const;
type Kind = (typeof KINDS)[number];

/** A sequence of numbers that one seed determines (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  below(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  }

  oneIn(sides: number): boolean {
    return this.below(sides) === 0;
  }

  of<T>(choices: readonly T[]): T {
    const choice = choices[this.below(choices.length)];
    if (choice === undefined) throw new RangeError('nothing to choose from');
    return choice;
  }

  some<T>(choices: readonly T[]): T[] {
    return choices.filter(() => this.oneIn(2));
  }
}

/** A whole text: a schema with two definitions, which it and they may refer to. */
export function randomText(dice: Dice): SchemaObject {
  const definitions = { one: randomObject(dice, 2), two: typed(dice, dice.of(KINDS), 2) };
  const root = randomSchema(dice, 3);
  return { ...(typeof root === 'boolean' || '$ref' in root ? { allOf: [root] } : root), definitions };
}

function randomSchema(dice: Dice, depth: number): Schema {
  if (dice.oneIn(12)) return dice.of<Schema>([true, true, {}, false]);
  if (depth > 0) {
    if (dice.oneIn(8)) return { $ref: dice.of(REFERENCES) };
    if (dice.oneIn(6)) return randomCombination(dice, depth - 1);
    if (dice.oneIn(12)) return { not: randomSchema(dice, depth - 1) };
  }
  if (dice.oneIn(8)) return { enum: randomValues(dice) };
  if (dice.oneIn(16)) return { const: randomValue(dice, true, 1) };
  if (dice.oneIn(10)) return { type: [...new Set([dice.of(KINDS), dice.of(KINDS)])], ...bounds(dice) };
  const schema = typed(dice, dice.of(KINDS), depth);
  return dice.oneIn(10) ? { ...schema, enum: randomValues(dice) } : schema;
}

function bounds(dice: Dice): SchemaObject {
  return { minLength: dice.below(3), maximum: 5 + dice.below(5), maxItems: 1 + dice.below(3) };
}

/** Of oneOf, each branch has another type: whether two branches overlap is what no rule looks at. */
function randomCombination(dice: Dice, depth: number): SchemaObject {
  const size = 1 + dice.below(3);
  const branches = Array.from({ length: size }, () => randomSchema(dice, depth));
  const criterion = dice.of(['anyOf', 'allOf', 'oneOf']);
  if (criterion !== 'oneOf') return { [criterion]: branches };
  const start = dice.below(DISJOINT.length);
  return { oneOf: DISJOINT.slice(start, start + size).map((kind) => typed(dice, kind, depth)) };
}

const DISJOINT: readonly Kind[] = ['string', 'number', 'boolean', 'null', 'array', 'object'];

function typed(dice: Dice, type: Kind, depth: number): SchemaObject {
  switch (type) {
    case 'string':
      return pick(dice, { type }, { minLength: dice.below(4), maxLength: dice.below(6), pattern: dice.of(PATTERNS) });
    case 'number':
    case 'integer': {
      const bound = dice.below(8);
      return pick(
        dice,
        { type },
        {
          minimum: bound,
          maximum: bound + 3,
          exclusiveMinimum: bound - 1,
          exclusiveMaximum: bound + 4,
          multipleOf: 1 + dice.below(4),
        },
      );
    }
    case 'array':
      return randomArray(dice, depth);
    case 'object':
      return randomObject(dice, depth);
    default:
      return { type };
  }
}

/** Each keyword with one chance in three. */
function pick(dice: Dice, base: SchemaObject, keywords: SchemaObject): SchemaObject {
  return { ...base, ...Object.fromEntries(Object.entries(keywords).filter(() => dice.oneIn(3))) };
}

function randomArray(dice: Dice, depth: number): SchemaObject {
  const base = pick(
    dice,
    { type: 'array' },
    { minItems: dice.below(2), maxItems: 1 + dice.below(3), uniqueItems: true },
  );
  if (depth === 0 || dice.oneIn(4)) return base;
  if (dice.oneIn(2)) return { ...base, items: randomSchema(dice, depth - 1) };
  const items = Array.from({ length: 1 + dice.below(2) }, () => randomSchema(dice, depth - 1));
  return pick(dice, { ...base, items }, { additionalItems: dice.of([true, false, randomSchema(dice, depth - 1)]) });
}

function randomObject(dice: Dice, depth: number): SchemaObject {
  const base = pick(dice, { type: 'object' }, { minProperties: dice.below(2), maxProperties: 1 + dice.below(4) });
  if (depth === 0) return base;
  const properties = Object.fromEntries(dice.some(NAMES).map((name) => [name, randomSchema(dice, depth - 1)]));
  return pick(
    dice,
    { ...base, properties },
    {
      required: dice.some(Object.keys(properties)),
      additionalProperties: dice.of([false, false, true, randomSchema(dice, depth - 1)]),
      dependencies: { [dice.of(NAMES)]: dice.of([[dice.of(NAMES)], randomSchema(dice, 0)]) },
    },
  );
}

function randomValues(dice: Dice): unknown[] {
  const values = new Map<string, unknown>();
  for (let count = 1 + dice.below(3); count > 0; count--) {
    const value = randomValue(dice, true, 1);
    values.set(JSON.stringify(value), value);
  }
  return [...values.values()];
}

/** A whole text with a few changes. */
export function changedText(dice: Dice, text: SchemaObject): SchemaObject {
  const { definitions, ...root } = text;
  const copy = changed(dice, root);
  const all = changedKeyword(dice, ['definitions', definitions], 3);
  return { ...(typeof copy === 'boolean' || '$ref' in copy ? { allOf: [copy] } : copy), definitions: all };
}

/** A copy with a few changes, more often ones that let more values be valid. */
function changed(dice: Dice, schema: Schema, depth: number = 3): Schema {
  if (dice.oneIn(25)) return randomSchema(dice, Math.max(0, depth - 1));
  if (typeof schema === 'boolean') return schema;
  const copy: SchemaObject = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const isFree = !['type', 'enum', 'definitions', '$ref', 'items', 'additionalItems'].includes(keyword);
    if (isFree && dice.oneIn(8)) continue;
    copy[keyword] = changedKeyword(dice, [keyword, value], depth);
  }
  if (typeof copy['properties'] === 'object' && dice.oneIn(5)) {
    const names = Object.keys(copy['properties'] ?? {});
    copy['required'] = [...new Set([...((copy['required'] as string[] | undefined) ?? []), ...dice.some(names)])];
  }
  repair(copy);
  if (dice.oneIn(20)) return { anyOf: [copy, randomSchema(dice, 0)] };
  return copy;
}

function changedKeyword(dice: Dice, [keyword, value]: readonly [string, unknown], depth: number): unknown {
  switch (keyword) {
    case 'properties':
      return changedProperties(dice, value as Record<string, Schema>, depth);
    case 'definitions':
      return Object.fromEntries(
        Object.entries(value as Record<string, Schema>).map(([name, schema]) => {
          const copy = changed(dice, schema, depth);
          // Not one that leads nowhere but to itself.
          return [name, typeof copy === 'object' && '$ref' in copy ? schema : copy];
        }),
      );
    case 'items':
    case 'additionalItems':
    case 'additionalProperties':
    case 'not':
      return Array.isArray(value)
        ? changedList(dice, value as Schema[], depth)
        : changed(dice, value as Schema, depth - 1);
    case 'anyOf':
    case 'allOf':
      return changedList(dice, value as Schema[], depth);
    case 'enum':
      return dice.oneIn(3) ? [...new Set([...(value as unknown[]), dice.of(TEXTS)])] : value;
    case 'type':
      return value === 'integer' && dice.oneIn(3) ? 'number' : value;
    default:
      return changedBound(dice, keyword, value);
  }
}

function changedBound(dice: Dice, keyword: string, value: unknown): unknown {
  if (typeof value !== 'number' || !dice.oneIn(3)) return value;
  if (keyword === 'multipleOf') return dice.of([1, value, value * 2]);
  return Math.max(0, value + dice.of([-1, 1, 2]));
}

function changedList(dice: Dice, schemas: readonly Schema[], depth: number): Schema[] {
  const copies = schemas.map((schema) => changed(dice, schema, depth - 1));
  if (dice.oneIn(4)) copies.push(randomSchema(dice, 0));
  if (dice.oneIn(6) && copies.length > 1) copies.pop();
  if (dice.oneIn(4)) copies.reverse();
  return copies;
}

function changedProperties(dice: Dice, properties: Record<string, Schema>, depth: number): Record<string, Schema> {
  const copy: Record<string, Schema> = {};
  for (const [name, schema] of Object.entries(properties)) {
    if (!dice.oneIn(6)) copy[name] = changed(dice, schema, depth - 1);
  }
  const added = dice.of(NAMES);
  if (dice.oneIn(3) && !(added in copy)) copy[added] = randomSchema(dice, Math.max(0, depth - 2));
  return copy;
}

/** Names are only required where they are properties too. */
function repair(schema: SchemaObject): void {
  const { required, properties } = schema;
  if (!Array.isArray(required)) return;
  const known = Object.keys((properties as object | undefined) ?? {});
  schema['required'] = required.filter((name) => known.includes(name));
}

export interface ValueSource {
  readonly dice: Dice;
  /** The whole text that schemas refer into. */
  readonly text: SchemaObject;
}

/** A value for a schema, that mostly has its type. */
export function valueFor(source: ValueSource, schema: Schema, depth: number = 4): unknown {
  const { dice, text } = source;
  if (typeof schema === 'boolean' || depth === 0 || dice.oneIn(12)) return randomValue(dice, false, 1);
  const at = resolved(schema, text);
  if (at !== schema) return valueFor(source, at, depth - 1);
  if (Array.isArray(schema['enum'])) return dice.of(schema['enum'] as unknown[]);
  if ('const' in schema) return schema['const'];
  for (const criterion of ['anyOf', 'oneOf', 'allOf']) {
    const branches = schema[criterion];
    if (Array.isArray(branches) && branches.length > 0)
      return valueFor(source, dice.of(branches as Schema[]), depth - 1);
  }
  const type: unknown = Array.isArray(schema['type']) ? dice.of(schema['type'] as unknown[]) : schema['type'];
  if (type === 'object') return objectFor(source, schema, depth);
  if (type === 'array') return arrayFor(source, schema, depth);
  return scalar(dice, type);
}

function resolved(schema: SchemaObject, text: SchemaObject): Schema {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  return (text['definitions'] as Record<string, Schema>)[reference.slice('#/definitions/'.length)] ?? schema;
}

function objectFor(source: ValueSource, schema: SchemaObject, depth: number): unknown {
  const { dice } = source;
  const properties = (schema['properties'] as Record<string, Schema> | undefined) ?? {};
  const required = (schema['required'] as string[] | undefined) ?? [];
  const rest = (schema['additionalProperties'] as Schema | undefined) ?? true;
  const object: Record<string, unknown> = {};
  for (const name of NAMES) {
    const isKnown = name in properties;
    if (!required.includes(name) && !dice.oneIn(isKnown ? 2 : 4)) continue;
    if (!isKnown && rest === false && !dice.oneIn(8)) continue;
    object[name] = valueFor(source, properties[name] ?? rest, depth - 1);
  }
  return object;
}

function arrayFor(source: ValueSource, schema: SchemaObject, depth: number): unknown {
  const { dice } = source;
  const items = schema['items'] as Schema | Schema[] | undefined;
  return Array.from({ length: dice.below(4) }, (_, index) => {
    const rest = (schema['additionalItems'] as Schema | undefined) ?? true;
    return valueFor(source, (Array.isArray(items) ? items[index] : items) ?? rest, depth - 1);
  });
}

function scalar(dice: Dice, type: unknown): unknown {
  switch (type) {
    case 'string':
      return dice.of(TEXTS);
    case 'integer':
      return dice.below(14);
    case 'number':
      return dice.below(28) / 2;
    case 'boolean':
      return dice.oneIn(2);
    case 'null':
      return null;
    default:
      return randomValue(dice, false, 1);
  }
}

function randomValue(dice: Dice, isFlat: boolean, depth: number): unknown {
  const kind = dice.of(KINDS);
  if (kind === 'array') return isFlat || depth === 0 ? [] : [randomValue(dice, isFlat, depth - 1)];
  if (kind === 'object') return isFlat || depth === 0 ? {} : { [dice.of(NAMES)]: randomValue(dice, isFlat, depth - 1) };
  return scalar(dice, kind);
}

/** The same schema in the spelling of 2020-12. */
export function asDraft202012(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asDraft202012);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).flatMap(([keyword, value]: [string, unknown]): [string, unknown][] => {
      if (keyword === 'enum' || keyword === 'const') return [[keyword, value]];
      if (keyword === 'items' && Array.isArray(value)) return [['prefixItems', asDraft202012(value)]];
      if (keyword === 'additionalItems') return [['items', asDraft202012(value)]];
      if (keyword !== 'dependencies') return [[keyword, asDraft202012(value)]];
      const dependencies = Object.entries(value as Record<string, unknown>);
      return [
        ['dependentRequired', Object.fromEntries(dependencies.filter(([, one]) => Array.isArray(one)))],
        ['dependentSchemas', asDraft202012(Object.fromEntries(dependencies.filter(([, one]) => !Array.isArray(one))))],
      ];
    }),
  );
}
