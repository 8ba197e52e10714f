/** What a reader's JSON Schema takes of the data that a writer's allows, difference by difference. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isCompatibleDifference, jsonDifferenceTypes } from './difference-types.ts';
import type { Case } from './differences.testing.ts';
import { check, CLOSED, differences, INTEGER, NUMBER, parse, STRING } from './differences.testing.ts';
import { jsonSchemaFormat } from './json-schema-format.ts';

test('there are 65 differences compatible under STRICT, nine more under LENIENT, and all have a name of their own', () => {
  const types = jsonDifferenceTypes();
  assert.equal(new Set(types).size, types.length);
  assert.equal(types.filter((type) => isCompatibleDifference(type, 'STRICT')).length, 65);
  assert.equal(types.filter((type) => isCompatibleDifference(type, 'LENIENT')).length, 65 + 9);
});

test('a schema without demands takes everything, one that takes nothing may become anything', () => {
  check(
    [
      [{ properties: {} }, {}, []],
      [STRING, true, []],
      [false, STRING, []],
      [{}, STRING, ['!TYPE_CHANGED ']],
      [{ properties: { a: {} } }, { properties: { a: true } }, []],
    ].map(([writer, reader, expected]) => [writer, reader, expected] as Case),
  );
});

test('names, titles, descriptions and defaults may change', () => {
  check([
    [{ $id: 'urn:a' }, { $id: 'urn:b' }, ['ID_CHANGED /$id']],
    [{ title: 'a' }, { title: 'b' }, ['TITLE_CHANGED /title']],
    [{ description: 'a' }, {}, ['DESCRIPTION_CHANGED /description']],
    [{ ...STRING, default: 'a' }, { ...STRING, default: 'b' }, ['DEFAULT_CHANGED /default']],
    [{ default: { a: 1, b: 2 } }, { default: { b: 2, a: 1 } }, []],
  ]);
});

test('a bound that is loosened takes what was sent, one that is tightened does not', () => {
  const upper: readonly [string, string, string][] = [
    ['string', 'maxLength', 'MAX_LENGTH'],
    ['number', 'maximum', 'MAXIMUM'],
    ['number', 'exclusiveMaximum', 'EXCLUSIVE_MAXIMUM'],
    ['object', 'maxProperties', 'MAX_PROPERTIES'],
    ['array', 'maxItems', 'MAX_ITEMS'],
    ['array', 'maxContains', 'MAX_CONTAINS'],
  ];
  const lower: readonly [string, string, string][] = [
    ['string', 'minLength', 'MIN_LENGTH'],
    ['number', 'minimum', 'MINIMUM'],
    ['number', 'exclusiveMinimum', 'EXCLUSIVE_MINIMUM'],
    ['object', 'minProperties', 'MIN_PROPERTIES'],
    ['array', 'minItems', 'MIN_ITEMS'],
    ['array', 'minContains', 'MIN_CONTAINS'],
  ];
  for (const [type, keyword, name] of [...upper, ...lower]) {
    const [grown, shrunk] = upper.some(([, one]) => one === keyword) ? ['', '!'] : ['!', ''];
    check([
      [{ type, [keyword]: 2 }, { type, [keyword]: 2.0 }, []],
      [{ type }, { type, [keyword]: 2 }, [`!${name}_ADDED /${keyword}`]],
      [{ type, [keyword]: 2 }, { type }, [`${name}_REMOVED /${keyword}`]],
      [{ type, [keyword]: 2 }, { type, [keyword]: 3 }, [`${grown}${name}_INCREASED /${keyword}`]],
      [{ type, [keyword]: 3 }, { type, [keyword]: 2 }, [`${shrunk}${name}_DECREASED /${keyword}`]],
    ]);
  }
});

test('bounds are compared with all their digits', () => {
  const text = (maximum: string) => ({
    text: `{"type":"integer","maximum":${maximum}}`,
    references: [],
    resolved: new Map(),
  });
  const [small, large] = ['9007199254740992', '9007199254740993'].map((digits) =>
    jsonSchemaFormat.parse(text(digits), { isNew: true }),
  );
  assert(small !== undefined && large !== undefined);
  const [difference] = jsonSchemaFormat.differences(small, large, { policy: 'STRICT' });
  assert.equal(difference?.type, 'MAXIMUM_DECREASED');
});

test('in draft 4 a boolean makes the bound beside it exclusive', () => {
  const $schema = 'http://json-schema.org/draft-04/schema#';
  check([
    [
      { $schema, ...NUMBER, maximum: 5, exclusiveMaximum: true },
      { $schema, ...NUMBER, maximum: 4, exclusiveMaximum: true },
      ['!EXCLUSIVE_MAXIMUM_DECREASED /exclusiveMaximum'],
    ],
  ]);
});

test('a divisor of the former multipleOf takes its multiples', () => {
  const multipleOf = (value: number) => ({ ...NUMBER, multipleOf: value });
  check([
    [multipleOf(10), multipleOf(2), ['MULTIPLE_OF_REDUCED /multipleOf']],
    [multipleOf(0.3), multipleOf(0.1), ['MULTIPLE_OF_REDUCED /multipleOf']],
    [multipleOf(10), multipleOf(20), ['!MULTIPLE_OF_EXPANDED /multipleOf']],
    [multipleOf(10), multipleOf(11), ['!MULTIPLE_OF_CHANGED /multipleOf']],
    [NUMBER, multipleOf(2), ['!MULTIPLE_OF_ADDED /multipleOf']],
    [multipleOf(2), NUMBER, ['MULTIPLE_OF_REMOVED /multipleOf']],
  ]);
});

test('numbers take integers, and no type takes another', () => {
  check([
    [INTEGER, NUMBER, ['TYPE_EXTENDED ']],
    [NUMBER, INTEGER, ['!TYPE_NARROWED ']],
    [STRING, NUMBER, ['!TYPE_CHANGED ']],
    [{ type: 'object' }, { type: 'array' }, ['!TYPE_CHANGED ']],
    [{ ...STRING, pattern: 'a' }, STRING, ['PATTERN_REMOVED /pattern']],
    [STRING, { ...STRING, pattern: 'a' }, ['!PATTERN_ADDED /pattern']],
    [{ ...STRING, pattern: 'a' }, { ...STRING, pattern: 'b' }, ['!PATTERN_CHANGED /pattern']],
  ]);
});

test('listed values may become more', () => {
  check([
    [{ enum: ['a'] }, { enum: ['b', 'a'] }, ['ENUM_ARRAY_EXTENDED /enum']],
    [{ enum: ['a', 'b'] }, { enum: ['b'] }, ['!ENUM_ARRAY_NARROWED /enum']],
    [{ enum: ['a'] }, { enum: ['b'] }, ['!ENUM_ARRAY_CHANGED /enum']],
    [
      { properties: { a: { const: 1 } } },
      { properties: { a: { const: 2 } } },
      ['!ENUM_ARRAY_CHANGED /properties/a/enum'],
    ],
    [{ ...STRING, enum: ['a'] }, STRING, ['PRODUCT_TYPE_NARROWED ']],
    [STRING, { ...STRING, enum: ['a'] }, ['!PRODUCT_TYPE_EXTENDED ']],
    [{ ...STRING, enum: ['a'] }, { ...STRING, enum: ['a', 'b'] }, []],
    [{ ...STRING, enum: ['a', 'b'] }, { ...STRING, enum: ['a'] }, ['!COMBINED_TYPE_SUBSCHEMAS_CHANGED ']],
  ]);
});

test('a property that the reader adds is judged by what the writer may send for it', () => {
  const a = { a: STRING };
  const b = (schema: unknown, rest: object = {}) => ({ properties: { a: STRING, b: schema }, ...rest });
  const partly = { properties: a, additionalProperties: STRING };
  check([
    [{ properties: a }, b(STRING), ['!OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL /properties/b']],
    [{ properties: a }, b(true), ['PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL /properties/b']],
    [{ properties: a }, b(true, { required: ['b'] }), ['!REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL /properties/b']],
    [
      { properties: a },
      b(STRING, { required: ['b'] }),
      ['!REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL /properties/b'],
    ],
    [
      { properties: a },
      b({ ...STRING, default: '' }, { required: ['b'] }),
      ['!REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL /properties/b'],
    ],
    [
      { properties: a, ...CLOSED },
      b(STRING, CLOSED),
      ['OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL /properties/b'],
    ],
    [
      { properties: a, ...CLOSED },
      b(STRING, { ...CLOSED, required: ['b'] }),
      ['!REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL /properties/b'],
    ],
    [
      { properties: a, ...CLOSED },
      b({ ...STRING, default: '' }, { ...CLOSED, required: ['b'] }),
      ['REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL /properties/b'],
    ],
    [
      partly,
      { ...partly, ...b(STRING) },
      [
        'PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /properties/b',
        'OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL /properties/b',
      ],
    ],
    [
      partly,
      { ...partly, ...b(NUMBER) },
      [
        '!PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /properties/b',
        'OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL /properties/b',
      ],
    ],
  ]);
});

test('an added property covers what the writer may send where it takes all of it, not where it takes a part', () => {
  const open = (additionalProperties: unknown) => ({ properties: {}, additionalProperties });
  const withB = (b: unknown) => ({ properties: { b }, additionalProperties: NUMBER });
  const covered = (writer: unknown, reader: unknown) =>
    differences(writer, reader).some((difference) => difference.startsWith('PROPERTY_ADDED_IS_COVERED'));
  assert(covered(open(INTEGER), withB(NUMBER)));
  assert(!covered(open(NUMBER), withB(INTEGER)));
  const rest = (items: unknown[], additionalItems: unknown) => ({ type: 'array', items, additionalItems });
  check([
    [rest([], INTEGER), rest([NUMBER], INTEGER), ['ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /items/0']],
    [rest([], NUMBER), rest([INTEGER], NUMBER), ['!ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /items/0']],
    [rest([INTEGER], NUMBER), rest([], NUMBER), ['ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /items/0']],
  ]);
});

test('a property that the reader leaves out is judged by what it takes without naming it', () => {
  const writer = { properties: { a: STRING, b: INTEGER } };
  const reader = (rest: object) => ({ properties: { a: STRING }, ...rest });
  const pattern = (schema: unknown) => ({ ...CLOSED, patternProperties: { '^b': schema } });
  check([
    [writer, reader({}), ['PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL /properties/b']],
    [{ ...writer, ...CLOSED }, reader(CLOSED), ['!PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL /properties/b']],
    [
      { properties: { a: STRING, b: false }, ...CLOSED },
      reader(CLOSED),
      ['PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL /properties/b'],
    ],
    [
      { ...writer, ...CLOSED },
      reader(pattern(NUMBER)),
      ['PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /properties/b'],
    ],
    [
      { ...writer, ...CLOSED },
      reader(pattern(STRING)),
      ['!PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /properties/b'],
    ],
    [
      { ...writer, ...CLOSED },
      reader({ patternProperties: { '^x': STRING }, ...CLOSED }),
      ['!PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL /properties/b'],
    ],
  ]);
});

test('LENIENT lets properties come and go in open models, and go from closed ones, but none become required', () => {
  const a = { a: STRING };
  const both = { properties: { a: STRING, b: STRING } };
  const accepts = (writer: unknown, reader: unknown) =>
    differences(writer, reader, 'LENIENT').every((difference) => !difference.startsWith('!'));
  assert(accepts({ properties: a }, both));
  assert(!accepts({ properties: a }, { ...both, required: ['b'] }));
  assert(accepts({ properties: a }, { properties: { a: STRING, b: { ...STRING, default: '' } }, required: ['b'] }));
  assert(accepts({ ...both, ...CLOSED }, { properties: a, ...CLOSED }));
  assert(accepts(both, { ...both, ...CLOSED }));
  assert(
    accepts(
      { properties: a, additionalProperties: STRING },
      { properties: { a: STRING, b: NUMBER }, additionalProperties: STRING },
    ),
  );
  assert(!accepts({ type: 'array' }, { type: 'array', additionalItems: false }));
  assert(!accepts({ properties: a }, { properties: { a: NUMBER } }));
});

test('required counts for properties that both schemas name', () => {
  const a = { properties: { a: STRING } };
  check([
    [a, { ...a, required: ['a'] }, ['!REQUIRED_ATTRIBUTE_ADDED /required/a']],
    [
      a,
      { properties: { a: { ...STRING, default: '' } }, required: ['a'] },
      ['REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED /required/a', 'DEFAULT_CHANGED /properties/a/default'],
    ],
    [{ ...a, required: ['a'] }, a, ['REQUIRED_ATTRIBUTE_REMOVED /required/a']],
    [{ ...a, required: ['a'] }, { ...a, required: ['b'] }, ['REQUIRED_ATTRIBUTE_REMOVED /required/a']],
  ]);
});

test('what is asked of other properties may become less', () => {
  const rest = (additionalProperties: unknown) => ({ additionalProperties });
  check([
    [rest(false), rest(true), ['ADDITIONAL_PROPERTIES_ADDED /additionalProperties']],
    [rest(true), rest(false), ['!ADDITIONAL_PROPERTIES_REMOVED /additionalProperties']],
    [rest(true), rest(NUMBER), ['!ADDITIONAL_PROPERTIES_NARROWED /additionalProperties']],
    [rest(NUMBER), rest(true), ['ADDITIONAL_PROPERTIES_EXTENDED /additionalProperties']],
    [rest(false), rest(NUMBER), ['ADDITIONAL_PROPERTIES_EXTENDED /additionalProperties']],
    [rest(NUMBER), rest(false), ['!ADDITIONAL_PROPERTIES_REMOVED /additionalProperties']],
    [rest(STRING), rest(NUMBER), ['!TYPE_CHANGED /additionalProperties']],
    [rest(INTEGER), rest(NUMBER), ['TYPE_EXTENDED /additionalProperties']],
  ]);
});

test('dependencies may be dropped and ask for less', () => {
  const names = (a: readonly string[]) => ({ dependencies: { a } });
  const schema = (a: unknown) => ({ dependencies: { a } });
  check([
    [names(['b']), { dependencies: {} }, ['DEPENDENCY_ARRAY_REMOVED /dependencies/a']],
    [{ dependencies: {} }, names(['b']), ['!DEPENDENCY_ARRAY_ADDED /dependencies/a']],
    [names(['b']), names(['b', 'c']), ['!DEPENDENCY_ARRAY_EXTENDED /dependencies/a']],
    [names(['b', 'c']), names(['b']), ['DEPENDENCY_ARRAY_NARROWED /dependencies/a']],
    [names(['b']), names(['c']), ['!DEPENDENCY_ARRAY_CHANGED /dependencies/a']],
    [schema(STRING), { dependencies: {} }, ['DEPENDENCY_SCHEMA_REMOVED /dependencies/a']],
    [{ dependencies: {} }, schema(STRING), ['!DEPENDENCY_SCHEMA_ADDED /dependencies/a']],
    [schema(STRING), schema(NUMBER), ['!TYPE_CHANGED /dependencies/a']],
  ]);
});

test('items count like properties: each by its own schema, or by what stands for the rest', () => {
  const list = (items: unknown, additionalItems?: unknown) => ({ type: 'array', items, additionalItems });
  const array = { type: 'array' };
  check([
    [array, list(STRING), ['!SCHEMA_ADDED /items']],
    [list(STRING), array, ['SCHEMA_REMOVED /items']],
    [list(STRING), list(NUMBER), ['!TYPE_CHANGED /items']],
    [list([STRING]), list([NUMBER]), ['!TYPE_CHANGED /items/0']],
    [list([STRING]), array, ['ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL /items/0']],
    [list([STRING]), list([STRING, NUMBER]), ['!ITEM_ADDED_TO_OPEN_CONTENT_MODEL /items/1']],
    [list([STRING]), list([STRING, true]), ['ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL /items/1']],
    [list([STRING], false), list([STRING, NUMBER], false), ['ITEM_ADDED_TO_CLOSED_CONTENT_MODEL /items/1']],
    [list([STRING, NUMBER], false), list([STRING], false), ['!ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL /items/1']],
    [
      list([STRING, false], false),
      list([STRING], false),
      ['ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL /items/1'],
    ],
    [list([], STRING), list([STRING], STRING), ['ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /items/0']],
    [list([], STRING), list([NUMBER], STRING), ['!ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /items/0']],
    [list([STRING], STRING), list([], STRING), ['ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /items/0']],
    [list([NUMBER], STRING), list([], STRING), ['!ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL /items/0']],
    [array, { ...array, additionalItems: false }, ['!ADDITIONAL_ITEMS_REMOVED /additionalItems']],
    [array, { ...array, uniqueItems: true }, ['!UNIQUE_ITEMS_ADDED /uniqueItems']],
    [{ ...array, uniqueItems: true }, array, ['UNIQUE_ITEMS_REMOVED /uniqueItems']],
  ]);
});

test('the keywords of 2019-09 and 2020-12 count as their older spellings do', () => {
  const latest = (schema: object) => ({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema });
  const array = { type: 'array' };
  const prefix = (prefixItems: unknown, items?: unknown) => latest({ ...array, prefixItems, items });
  check([
    [latest({ ...array, items: STRING }), latest({ ...array, items: NUMBER }), ['!TYPE_CHANGED /items']],
    [prefix([STRING], false), prefix([STRING, NUMBER], false), ['ITEM_ADDED_TO_CLOSED_CONTENT_MODEL /items/1']],
    [prefix([STRING]), prefix([STRING], false), ['!ADDITIONAL_ITEMS_REMOVED /additionalItems']],
    [
      latest({ ...array, unevaluatedItems: true }),
      latest({ ...array, unevaluatedItems: false }),
      ['!UNEVALUATED_ITEMS_REMOVED /unevaluatedItems'],
    ],
    [
      latest({ unevaluatedProperties: false }),
      latest({ unevaluatedProperties: STRING }),
      ['UNEVALUATED_PROPERTIES_EXTENDED /unevaluatedProperties'],
    ],
    [
      latest({ properties: { a: STRING }, unevaluatedProperties: false }),
      latest({ properties: { a: STRING, b: STRING }, unevaluatedProperties: false }),
      ['OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL /properties/b'],
    ],
    [
      latest({ dependentRequired: { a: ['b'] }, dependentSchemas: { a: STRING } }),
      latest({ dependentRequired: { a: ['b', 'c'] }, dependentSchemas: { a: NUMBER } }),
      ['!DEPENDENCY_ARRAY_EXTENDED /dependencies/a', '!TYPE_CHANGED /dependencies/a'],
    ],
    [
      latest({ $ref: '#/$defs/a', maxLength: 5, $defs: { a: STRING } }),
      latest({ $ref: '#/$defs/a', maxLength: 6, $defs: { a: STRING } }),
      [],
    ],
    [
      latest({ $ref: '#/$defs/a', maxLength: 5, $defs: { a: STRING } }),
      latest({ $ref: '#/$defs/a', maxLength: 4, $defs: { a: STRING } }),
      ['!COMBINED_TYPE_SUBSCHEMAS_CHANGED '],
    ],
  ]);
});

test('combined schemas are matched with each other as well as they can be', () => {
  const [allOf, anyOf, oneOf] = (['allOf', 'anyOf', 'oneOf'] as const).map((criterion) => (...schemas: unknown[]) => ({
    [criterion]: schemas,
  }));
  assert(allOf !== undefined && anyOf !== undefined && oneOf !== undefined);
  const short = { ...STRING, maxLength: 5 };
  check([
    [oneOf(STRING), oneOf(NUMBER), ['!TYPE_CHANGED ']],
    [oneOf(STRING), oneOf(NUMBER, STRING), ['SUM_TYPE_EXTENDED ']],
    [oneOf(NUMBER, STRING), oneOf(STRING), ['!SUM_TYPE_NARROWED ']],
    [STRING, anyOf(NUMBER, STRING), ['SUM_TYPE_EXTENDED ']],
    [short, oneOf(NUMBER, STRING), ['SUM_TYPE_EXTENDED ']],
    [STRING, oneOf(NUMBER, { type: 'null' }), ['!TYPE_CHANGED ']],
    [allOf(STRING, { enum: ['a'] }), STRING, ['PRODUCT_TYPE_NARROWED ']],
    [allOf(NUMBER, STRING), anyOf(STRING), ['PRODUCT_TYPE_NARROWED ']],
    [oneOf(STRING), allOf(STRING), []],
    [allOf(STRING, STRING), STRING, []],
    [oneOf(STRING, INTEGER), allOf(STRING, NUMBER), ['!COMBINED_TYPE_CHANGED ']],
    [oneOf(STRING, INTEGER), anyOf(STRING, NUMBER), ['COMBINED_TYPE_EXTENDED ']],
    [allOf(STRING, { enum: ['a'] }), allOf({ enum: ['a', 'b'] }, STRING), []],
    // The first fits both, the second only one of them: whoever pairs in order pairs too few.
    [anyOf(short, { ...STRING, maxLength: 9 }), anyOf({ ...STRING, maxLength: 9 }, { ...STRING, maxLength: 6 }), []],
    [anyOf(STRING, NUMBER, INTEGER), anyOf(NUMBER, { type: 'null' }, STRING), ['!COMBINED_TYPE_SUBSCHEMAS_CHANGED ']],
    [{ type: ['string', 'null'] }, { type: ['null', 'string', 'integer'] }, ['SUM_TYPE_EXTENDED ']],
    [{ type: ['object'] }, { type: ['object', 'array'] }, ['SUM_TYPE_EXTENDED ']],
  ]);
});

test('under not, the reader may refuse less', () => {
  check([
    [{ not: NUMBER }, { not: INTEGER }, ['NOT_TYPE_NARROWED /not']],
    [{ not: INTEGER }, { not: NUMBER }, ['!NOT_TYPE_EXTENDED /not']],
    [{ not: INTEGER }, { not: INTEGER }, []],
  ]);
});

test('reserved names stay reserved, and no property takes one', () => {
  const reserved = (...names: string[]) => ({ properties: { a: STRING }, ...CLOSED, 'confluent:reserved': names });
  check([
    [reserved('b'), reserved(), ['!RESERVED_PROPERTY_REMOVED /properties/b']],
    [reserved('b'), reserved('b', 'c'), []],
    [reserved(), reserved('a'), ['!RESERVED_PROPERTY_CONFLICTS_WITH_PROPERTY /properties/a']],
  ]);
});

test('texts that stand for bytes are equal however they are written', () => {
  check([[{ ...STRING, 'connect.type': 'bytes' }, { ...NUMBER, 'connect.type': 'bytes' }, []]]);
});

test('references are followed, within a text and into others', () => {
  const list = (a: unknown) => ({ type: 'array', items: { $ref: '#/definitions/a' }, definitions: { a } });
  check([
    [STRING, { $ref: '#/definitions/a', definitions: { a: STRING } }, []],
    [list(STRING), { type: 'array', items: STRING }, []],
    [list(STRING), list(NUMBER), ['!TYPE_CHANGED /items']],
  ]);
  const order = { properties: { customer: { $ref: 'customer.json#/definitions/name' } } };
  const writer = parse(order, { 'customer.json': { definitions: { name: INTEGER } } });
  const reader = parse(order, { 'customer.json': { definitions: { name: NUMBER } } });
  const types = (one: typeof writer, other: typeof writer) =>
    jsonSchemaFormat.differences(one, other, { policy: 'STRICT' }).map(({ type }) => type);
  assert.deepEqual(types(reader, writer), ['TYPE_EXTENDED']);
  assert.deepEqual(types(writer, reader), ['TYPE_NARROWED']);
});
