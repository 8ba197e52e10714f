/** JSON Schemas that contain themselves, are very large, or were made to keep a registry busy. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SchemaError } from '../schema-format.ts';
import { check, CLOSED, differences, INTEGER, NUMBER, parse, STRING } from './differences.testing.ts';
import { jsonSchemaFormat } from './json-schema-format.ts';
import { Dice } from './random-schemas.testing.ts';

const tree = (value: unknown) => ({
  $ref: '#/definitions/node',
  definitions: {
    node: {
      type: 'object',
      properties: { value, left: { $ref: '#/definitions/node' }, right: { $ref: '#/definitions/node' } },
      ...CLOSED,
    },
  },
});

test('schemas that contain themselves are compared to the end', () => {
  check([
    [tree(STRING), tree(STRING), []],
    [tree(INTEGER), tree(NUMBER), ['TYPE_EXTENDED /properties/value']],
    [tree(NUMBER), tree(STRING), ['!TYPE_CHANGED /properties/value']],
  ]);
});

test('what was taken to fit while it was being compared is taken back where it does not', () => {
  // a's branch fits as long as b is believed to, which only turns out to be wrong after a was matched.
  const schema = (value: unknown) => ({
    $ref: '#/definitions/b',
    definitions: {
      a: { anyOf: [{ type: 'object', properties: { b: { $ref: '#/definitions/b' } }, ...CLOSED }, { type: 'null' }] },
      b: { type: 'object', properties: { a: { $ref: '#/definitions/a' }, value }, ...CLOSED },
    },
  });
  assert.deepEqual(differences(schema(STRING), schema(NUMBER)), [
    '!COMBINED_TYPE_SUBSCHEMAS_CHANGED /properties/a',
    '!TYPE_CHANGED /properties/value',
  ]);
});

/** Each definition refers twice to the next: as many paths as 2 to the power of `depth`. */
function doubling(depth: number, leaf: unknown): object {
  const definitions: Record<string, unknown> = { [`d${depth}`]: leaf };
  for (let level = 0; level < depth; level++) {
    const next = { $ref: `#/definitions/d${level + 1}` };
    definitions[`d${level}`] = {
      anyOf: [
        { properties: { a: next, b: next }, ...CLOSED },
        { type: 'array', items: next },
      ],
    };
  }
  return { $ref: '#/definitions/d0', definitions };
}

test('a schema with exponentially many paths is compared in the time of its text', () => {
  assert.deepEqual(differences(doubling(60, INTEGER), doubling(60, NUMBER)), []);
  assert.deepEqual(differences(doubling(60, STRING), doubling(60, NUMBER)), ['!COMBINED_TYPE_SUBSCHEMAS_CHANGED ']);
  const plain = (depth: number, leaf: unknown) => {
    const definitions: Record<string, unknown> = { [`d${depth}`]: leaf };
    for (let level = 0; level < depth; level++) {
      const next = { $ref: `#/definitions/d${level + 1}` };
      definitions[`d${level}`] = { properties: { a: next, b: next } };
    }
    return { $ref: '#/definitions/d0', definitions };
  };
  const found = differences(plain(40, STRING), plain(40, NUMBER));
  assert.equal(found.length, 500);
  assert.equal(found[0], `!TYPE_CHANGED ${'/properties/a'.repeat(40)}`);
});

test('schemas that are too entangled to compare are refused rather than compared for hours', () => {
  // Whether two of them fit, hangs on whether all others do, and that none does shows up one by one.
  const names = Array.from({ length: 40 }, (_, index) => `d${index}`);
  const entangled = (shift: number) => {
    const all = names.map((title) => ({ properties: { p: { $ref: `#/definitions/${title}` } }, title }));
    const definitions = names.map((name, index) => [name, { anyOf: [...all, { const: index + shift }] }]);
    return { $ref: '#/definitions/d0', definitions: Object.fromEntries(definitions) };
  };
  assert.throws(() => differences(entangled(0), entangled(1)), SchemaError);
});

test('a long way of references through a schema is refused rather than followed until the stack ends', () => {
  const chain = (leaf: unknown) => {
    const definitions: Record<string, unknown> = { d2000: leaf };
    for (let level = 0; level < 2000; level++) {
      definitions[`d${level}`] = { properties: { a: { $ref: `#/definitions/d${level + 1}` } } };
    }
    return { $ref: '#/definitions/d0', definitions };
  };
  assert.throws(() => differences(chain(STRING), chain(NUMBER)), /more than 500 levels/);
});

test('references that lead only to each other are refused, and where they are stored they are no loop', () => {
  const loop = {
    $ref: '#/definitions/a',
    definitions: { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/a' } },
  };
  assert.throws(() => parse(loop), /leads back to itself/);
  const stored = (schema: unknown) =>
    jsonSchemaFormat.parse({ text: JSON.stringify(schema), references: [], resolved: new Map() }, { isNew: false });
  const types = (reader: unknown, writer: unknown) =>
    jsonSchemaFormat.differences(stored(reader), stored(writer), { policy: 'STRICT' }).map(({ type }) => type);
  assert.deepEqual(types(STRING, loop), ['TYPE_CHANGED']);
  assert.deepEqual(types(loop, STRING), ['TYPE_CHANGED']);
  assert.deepEqual(types(loop, loop), []);
  assert.deepEqual(types({ allOf: [{ $ref: '#' }] }, STRING), ['TYPE_CHANGED']);
});

test('a pattern that would backtrack for ages is matched in linear time', () => {
  const evil = { patternProperties: { '^(a+)+$': STRING }, ...CLOSED };
  const name = `${'a'.repeat(40)}!`;
  assert.deepEqual(differences({ properties: { [name]: STRING }, ...CLOSED }, evil), [
    `!PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL /properties/${name}`,
  ]);
});

test('a schema of many alternatives that contain each other is no entangled one', () => {
  const list = { type: 'array', items: { $ref: '#/definitions/any' } };
  const alternatives = (limit: object) => {
    const names = Array.from({ length: 100 }, (_, index) => `d${index}`);
    const entries = names.map((name) => {
      const own = Array.from({ length: 20 }, (_, index) => [`${name}_${index}`, { ...STRING, ...limit }]);
      return [name, { properties: { kind: { const: name }, list, ...Object.fromEntries(own) }, ...CLOSED }];
    });
    const any = { oneOf: names.map((name) => ({ $ref: `#/definitions/${name}` })) };
    return { $ref: '#/definitions/any', definitions: { any, ...Object.fromEntries(entries) } };
  };
  assert.deepEqual(differences(alternatives({ maxLength: 5 }), alternatives({ maxLength: 6 })), []);
  assert.deepEqual(differences(alternatives({ maxLength: 5 }), alternatives({ maxLength: 4 })), [
    '!COMBINED_TYPE_SUBSCHEMAS_CHANGED ',
  ]);
});

/** Keywords with values that may be of their shape, or of any other. */
function anything(dice: Dice, depth: number): unknown {
  const keywords = [
    'type',
    'properties',
    'items',
    'prefixItems',
    'required',
    'enum',
    'const',
    'not',
    'allOf',
    'oneOf',
    '$ref',
  ];
  const more = [
    '$id',
    'id',
    '$anchor',
    'maximum',
    'multipleOf',
    'dependencies',
    'patternProperties',
    'additionalProperties',
  ];
  if (depth === 0 || dice.oneIn(3)) {
    return dice.of([
      null,
      true,
      false,
      0,
      -1.5,
      1e300,
      '',
      'string',
      '#',
      '#/a',
      'a.json',
      '%',
      'http://[',
      '(',
      '$ref',
      [],
      {},
    ]);
  }
  const size = dice.below(4);
  if (dice.oneIn(3)) return Array.from({ length: size }, () => anything(dice, depth - 1));
  const entries = Array.from({ length: size }, () => [dice.of([...keywords, ...more, 'a']), anything(dice, depth - 1)]);
  return Object.fromEntries(entries);
}

test('any JSON is a schema or a SchemaError, and a stored one can be compared, printed and normalized', () => {
  let schemas = 0;
  for (let seed = 0; seed < 4000; seed++) {
    const dice = new Dice(seed);
    const [one, other] = [anything(dice, 4), anything(dice, 4)].map((value) => {
      const source = {
        text: JSON.stringify(value),
        references: [],
        resolved: new Map([['a.json', JSON.stringify(anything(dice, 2))]]),
      };
      try {
        return jsonSchemaFormat.parse(source, { isNew: dice.oneIn(2) });
      } catch (error) {
        assert(error instanceof SchemaError, `seed ${seed}`);
        return null;
      }
    });
    if (one === null || other === null || one === undefined || other === undefined) continue;
    schemas++;
    for (const schema of [one, other]) {
      assert.equal(schema.normalized().normalized().canonicalText, schema.normalized().canonicalText);
      JSON.parse(schema.formatted('resolved'));
      assert(schema.isEquivalentTo(schema.normalized()), `seed ${seed}`);
      assert.deepEqual(jsonSchemaFormat.differences(schema, schema, { policy: 'STRICT' }), [], `seed ${seed}`);
    }
    jsonSchemaFormat.differences(one, other, { policy: 'LENIENT' });
  }
  assert(schemas > 300, `${schemas} pairs of schemas`);
});
