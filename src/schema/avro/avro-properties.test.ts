/** What holds for any schema, and for any text that might be one. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { SchemaError } from '../schema-format.ts';
import { avroFormat } from './avro-format.ts';
import { checkAvroCompatibility } from './avro-compatibility.ts';
import type { AvroSchema } from './avro-schema.ts';
import { equalAvroSchemas } from './equal-avro.ts';
import { normalizedAvroText } from './normalize-avro.ts';
import { parseAvroSchema } from './parse-avro.ts';
import { parsingCanonicalForm } from './parsing-form.ts';
import { printAvroSchema } from './print-avro.ts';

const NAMES = ['A', 'B', 'C', 'n.A', 'n.B', 'm.C', 'record'];
const name = fc.constantFrom(...NAMES);
const extra = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  fc.record({ p: fc.jsonValue() }),
  fc.record({
    doc: fc.string(),
    namespace: fc.constantFrom('', 'n', 'm.o'),
    aliases: fc.array(name, { maxLength: 2 }),
  }),
  fc.record({ logicalType: fc.constantFrom('date', 'decimal', 'uuid'), precision: fc.nat(9) }),
);

/** JSON of things that are often schemas, with names that clash and names that nobody defines. */
const { schema: schemaLike } = fc.letrec<{ schema: unknown; field: unknown }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('int', 'string', 'double', 'null', ...NAMES),
    fc.tuple(fc.constantFrom('int', 'bytes', 'long'), extra).map(([type, more]) => ({ type, ...more })),
    fc.tuple(name, fc.nat(3), extra).map(([named, size, more]) => ({ type: 'fixed', name: named, size, ...more })),
    fc
      .tuple(name, fc.subarray(['A', 'B', 'C']), extra)
      .map(([named, symbols, more]) => ({ type: 'enum', name: named, symbols, ...more })),
    fc.tuple(tie('schema'), extra).map(([items, more]) => ({ type: 'array', items, ...more })),
    fc.tuple(tie('schema'), extra).map(([values, more]) => ({ type: 'map', values, ...more })),
    fc.array(tie('schema'), { maxLength: 3 }),
    fc
      .tuple(name, fc.uniqueArray(tie('field'), { maxLength: 3 }), extra)
      .map(([named, fields, more]) => ({ type: 'record', name: named, fields, ...more })),
  ),
  field: fc
    .tuple(fc.constantFrom('f', 'g', 'h'), tie('schema'), extra, fc.option(fc.jsonValue(), { nil: undefined }))
    .map(([named, type, more, value]) => ({ ...more, name: named, type, default: value })),
}));

function parsed(text: string): AvroSchema | null {
  try {
    return parseAvroSchema(text, { rules: 'lenient' });
  } catch (error) {
    assert.ok(error instanceof SchemaError, String(error));
    return null;
  }
}

describe('any schema', () => {
  test('prints the same once what is printed is read again, and keeps its parsing form', () => {
    let count = 0;
    fc.assert(
      fc.property(schemaLike, (json) => {
        const schema = parsed(JSON.stringify(json));
        if (schema === null) return;
        count++;
        const printed = printAvroSchema(schema);
        const again = parseAvroSchema(printed, { rules: 'lenient' });
        assert.equal(printAvroSchema(again), printed);
        assert.equal(parsingCanonicalForm(again), parsingCanonicalForm(schema));
      }),
      { numRuns: 1500 },
    );
    assert.ok(count > 300, `only ${count} were schemas`);
  });

  test('says the same once it is normalized, and that has one spelling', () => {
    fc.assert(
      fc.property(schemaLike, (json) => {
        const schema = parsed(JSON.stringify(json));
        if (schema === null) return;
        const text = normalizedAvroText(schema);
        const again = parseAvroSchema(text, { rules: 'lenient' });
        assert.equal(normalizedAvroText(again), text);
        assert.ok(equalAvroSchemas(again, schema));
      }),
      { numRuns: 1000 },
    );
  });

  test('is compatible with itself', () => {
    fc.assert(
      fc.property(schemaLike, (json) => {
        const [reader, writer] = [parsed(JSON.stringify(json)), parsed(JSON.stringify(json))];
        if (reader !== null && writer !== null) assert.deepEqual(checkAvroCompatibility(reader, writer), []);
      }),
      { numRuns: 500 },
    );
  });
});

describe('any text', () => {
  test('is a schema or refused with a SchemaError', () => {
    const noise = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        '"type"',
        ':',
        ',',
        '"record"',
        '"name"',
        '"fields"',
        '"A"',
        '1',
        ' ',
        '/*',
        '"',
      ),
    );
    const texts = fc.oneof(
      fc.json(),
      fc.string(),
      noise.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => void parsed(text)),
      { numRuns: 1500 },
    );
  });
});

describe('a hostile schema', () => {
  const bounded = (work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      assert.ok(error instanceof SchemaError, String(error));
    }
  };
  /** Types R0 … Rn, each made by `fields` of the number of the one before it. */
  const chain = (length: number, fields: (before: number) => string): string => {
    const records = Array.from(
      { length },
      (_, index) => `{"type":"record","name":"R${index}","fields":[${fields(index - 1)}]}`,
    );
    return `[${records.join(',')}]`;
  };

  test('whose default stands for exponentially many values is refused', () => {
    const text = chain(60, (before) =>
      before < 0 ? '' : `{"name":"a","type":"R${before}","default":{}},{"name":"b","type":"R${before}","default":{}}`,
    );
    assert.throws(() => parseAvroSchema(text), /too large/);
  });

  test('whose default goes through thousands of types is refused', () => {
    const text = chain(5000, (before) => (before < 0 ? '' : `{"name":"a","type":"R${before}","default":{}}`));
    assert.throws(() => parseAvroSchema(text), SchemaError);
  });

  test('whose findings double with each type ends in a list of bounded length', () => {
    const text = (size: number): string =>
      chain(40, (before) =>
        before < 0
          ? `{"name":"f","type":{"type":"fixed","name":"F","size":${size}}}`
          : `{"name":"a","type":"R${before}"},{"name":"b","type":"R${before}"}`,
      )
        .replace('[', '{"type":"record","name":"Top","fields":[{"name":"x","type":[')
        .replace(/\]$/, ']},{"name":"y","type":"R39"}]}');
    const found = checkAvroCompatibility(parseAvroSchema(text(1)), parseAvroSchema(text(2)));
    assert.equal(found.length, 10_000);
  });

  test('that nests without end, in its text or by names, is refused and not followed', () => {
    const nested = `${'{"type":"array","items":'.repeat(990)}"int"${'}'.repeat(990)}`;
    const parse = (text: string): ReturnType<typeof avroFormat.parse> =>
      avroFormat.parse({ text, references: [], resolved: new Map() }, { isNew: true });
    const deep = parse(nested);
    assert.ok(deep.isEquivalentTo(parse(nested)));
    assert.deepEqual(avroFormat.differences(deep, parse(nested), { policy: 'STRICT' }), []);
    assert.equal(deep.normalized().canonicalText, nested);
    assert.throws(() => parse(nested.replace('"int"', nested)), SchemaError);
    const ahead = (length: number): string =>
      `[${Array.from({ length }, (_, index) => `{"type":"record","name":"R${index}","fields":[{"name":"f","type":"R${(index + 1) % length}"}]}`).join(',')}]`;
    assert.doesNotThrow(() => parse(ahead(300)));
    assert.throws(() => parse(ahead(500)), SchemaError);
    assert.throws(() => parse(ahead(5000)), SchemaError);
  });

  test('of two wide unions, or of many types, is refused in time', () => {
    const wide = `[${Array.from({ length: 800 }, (_, index) => `{"type":"fixed","name":"F${index}","size":${index}}`).join(',')}]`;
    const other = wide.replaceAll('"F', '"G');
    assert.throws(() => checkAvroCompatibility(parseAvroSchema(wide), parseAvroSchema(other)), /too large/);
    bounded(() => parseAvroSchema(`[${'"X",'.repeat(100_000)}"X"]`));
    bounded(() =>
      parseAvroSchema(
        `{"type":"record","name":"R","fields":[{"name":"f","type":"double","default":"${' '.repeat(200_000)}x"}]}`,
      ),
    );
  });
});
