/** "Compatible" held to its word: what is valid under the writer's schema is valid under the reader's, ajv being the judge. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

import { jsonSchemaFormat } from './json-schema-format.ts';
import type { SchemaObject } from './random-schemas.testing.ts';
import { asDraft202012, changedText, Dice, randomText, valueFor } from './random-schemas.testing.ts';

const PAIRS = process.env['SAMSA_SOAK'] === 'true' ? 25_000 : 250;
const VALUES = 40;

/** These take a default for what is missing, which no validator fills in. */
const BY_DEFAULT = /WITH_DEFAULT/;

function differences(reader: SchemaObject, writer: SchemaObject) {
  const [one, other] = [reader, writer].map((schema) =>
    jsonSchemaFormat.parse({ text: JSON.stringify(schema), references: [], resolved: new Map() }, { isNew: true }),
  );
  assert(one !== undefined && other !== undefined);
  return jsonSchemaFormat.differences(one, other, { policy: 'STRICT' });
}

/** Null where there is no telling: a schema may refer to itself without taking a step into the value. */
function validator(schema: SchemaObject): (value: unknown) => unknown {
  const ajv = new ('$schema' in schema ? Ajv2020 : Ajv)({ strict: false, validateSchema: false, logger: false });
  const validate = ajv.compile(schema);
  return (value) => {
    try {
      return validate(value);
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  };
}

/** Random pairs of writer and reader; `spell` puts both into another draft. */
function judge(pairs: number, spell: (schema: SchemaObject) => SchemaObject): void {
  const seen = { compatible: 0, judged: 0 };
  for (let seed = 0; seed < pairs; seed++) {
    const dice = new Dice(seed);
    const text = randomText(dice);
    const [writer, reader] = [spell(text), spell(changedText(dice, text))];
    const found = differences(reader, writer);
    if (found.some(({ type, isCompatible }) => !isCompatible || BY_DEFAULT.test(type))) continue;
    seen.compatible++;
    const [isWritten, isRead] = [validator(writer), validator(reader)];
    for (let count = 0; count < VALUES; count++) {
      const value = valueFor({ dice, text }, text);
      if (isWritten(value) !== true) continue;
      seen.judged++;
      assert(
        isRead(value) !== false,
        `seed ${seed}: ${JSON.stringify(value)} is valid under ${JSON.stringify(writer)}, not under ${JSON.stringify(reader)}, ` +
          `but there is only ${JSON.stringify(found.map(({ type, path }) => `${type} ${path}`))}`,
      );
    }
  }
  // Otherwise nothing was tried.
  assert(seen.compatible > pairs / 10, `${seen.compatible} compatible pairs`);
  assert(seen.judged > pairs, `${seen.judged} values`);
}

test('where a reader is compatible, it takes every value that is valid for the writer', () => {
  judge(PAIRS, (schema) => schema);
});

test('so it does in the spelling of 2020-12', () => {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  judge(PAIRS, (schema) => ({ $schema, ...(asDraft202012(schema) as SchemaObject) }));
});

test('a schema is compatible with itself', () => {
  for (let seed = 0; seed < PAIRS; seed++) {
    const schema = randomText(new Dice(seed));
    assert.deepEqual(differences(schema, schema), [], `seed ${seed}: ${JSON.stringify(schema)}`);
  }
});
