import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SchemaError } from '../schema-format.ts';
import type { AvroRules } from './avro-names.ts';
import type { AvroNamedSchema, AvroRecord, AvroSchema } from './avro-schema.ts';
import { parseAvroSchema } from './parse-avro.ts';
import { avroFingerprint, parsingCanonicalForm } from './parsing-form.ts';
import { printAvroSchema } from './print-avro.ts';

const reprint = (text: string, rules: AvroRules = 'strict'): string =>
  printAvroSchema(parseAvroSchema(text, { rules }));

function record(text: string, rules: AvroRules = 'strict'): AvroRecord {
  const schema = parseAvroSchema(text, { rules });
  assert.ok(schema.kind === 'record');
  return schema;
}

function refused(text: string, message: RegExp, rules: AvroRules = 'strict'): void {
  assert.throws(() => parseAvroSchema(text, { rules }), { name: 'SchemaError', message }, text);
}

/** A record with one field. */
const withField = (field: string): string => `{"type":"record","name":"R","fields":[{"name":"f",${field}}]}`;

describe('names', () => {
  test('a recursive type is one object, wherever it is named', () => {
    const node = record(
      '{"type":"record","name":"n.Node","fields":[{"name":"next","type":["null","Node"]},{"name":"x","type":"n.Node"}]}',
    );
    const [next, x] = node.fields;
    assert.equal(x?.type, node);
    assert.ok(next?.type.kind === 'union' && next.type.branches[1] === node);
    assert.deepEqual([node.fullName, node.name, node.namespace], ['n.Node', 'Node', 'n']);
  });

  test('a type may be named ahead, and is printed where it is named first', () => {
    const text =
      '{"type":"record","name":"R","fields":[{"name":"f","type":"B"},{"name":"g","type":{"type":"fixed","name":"B","size":1}}]}';
    const printed =
      '{"type":"record","name":"R","fields":[{"name":"f","type":{"type":"fixed","name":"B","size":1}},{"name":"g","type":"B"}]}';
    assert.equal(reprint(text), printed);
  });

  test('a short name is looked up in the namespace and then in none; one that nobody defines is refused', () => {
    const text = (name: string): string =>
      `[{"type":"fixed","name":"X","size":1},{"type":"record","name":"R","namespace":"n","fields":[{"name":"f","type":"${name}"}]}]`;
    assert.equal(reprint(text('X')), text('X'));
    refused(text('Y'), /there is no type called "n\.Y"/);
  });

  test('a type may be defined twice alike, docs and aliases aside', () => {
    const twice = (more: string): string =>
      `[{"type":"array","items":{"type":"fixed","name":"X","size":1,"doc":"a"}},{"type":"map","values":{"type":"fixed","name":"X","size":1${more}}}]`;
    const printed =
      '[{"type":"array","items":{"type":"fixed","name":"X","doc":"a","size":1}},{"type":"map","values":"X"}]';
    assert.equal(reprint(twice(',"doc":"b","aliases":["Y"]')), printed);
    refused(twice(',"prop":1'), /"X" is defined twice, and not alike/);
  });

  test('new names are ASCII; stored ones are taken as they are', () => {
    const text = '{"type":"record","name":"a-b.Ä","fields":[{"name":"no name","type":"int"}]}';
    refused(text, /should be letters, digits and underscores/);
    assert.equal(record(text, 'lenient').fullName, 'a-b.Ä');
  });

  test('a symbol that is no text is refused in a new schema, and stays null in a stored one', () => {
    const text = '{"type":"enum","name":"E","symbols":["A",1]}';
    refused(text, /a symbol of the enum "E" is no text/);
    assert.equal(reprint(text, 'lenient'), '{"type":"enum","name":"E","symbols":["A",null]}');
  });

  test('known types are those of texts that were read before, and stay as they were where a text is refused', () => {
    const known = new Map<string, AvroNamedSchema>();
    const first = parseAvroSchema('{"type":"fixed","name":"a.X","size":1}', { known });
    const second = parseAvroSchema('{"type":"record","name":"a.R","fields":[{"name":"f","type":"X"}]}', { known });
    assert.ok(second.kind === 'record' && second.fields[0]?.type === first);
    assert.throws(() => parseAvroSchema('[{"type":"fixed","name":"Y","size":1},"Z"]', { known }), SchemaError);
    assert.deepEqual([...known.keys()], ['a.X', 'a.R']);
  });
});

describe('defaults', () => {
  const taken = [
    '"type":"long","default":-9223372036854775808',
    '"type":["null","int"],"default":1',
    '"type":{"type":"array","items":["null","int"]},"default":[1,null]',
    '"type":{"type":"record","name":"Q","fields":[{"name":"x","type":"double","default":"NaN"}]},"default":{"y":1}',
    '"type":{"type":"enum","name":"E","symbols":["A"]},"default":"Z"',
    '"type":["null","R"],"default":null',
  ];
  const wrong = [
    '"type":"int","default":2147483648',
    '"type":"int","default":1.0',
    '"type":"bytes","default":1',
    '"type":["null","int"],"default":"1"',
    '"type":{"type":"map","values":"int"},"default":{"a":null}',
    '"type":{"type":"array","items":"float"},"default":["1.0"]',
    '"type":{"type":"record","name":"Q","fields":[{"name":"x","type":"int"}]},"default":{}',
    '"type":["null","R"],"default":{}',
  ];

  test('a default fits its type, or any branch of a union', () => {
    for (const field of taken) assert.doesNotThrow(() => parseAvroSchema(withField(field)), field);
  });

  test('one that does not is refused in a new schema alone', () => {
    for (const field of wrong) {
      refused(withField(field), /default/);
      assert.doesNotThrow(() => parseAvroSchema(withField(field), { rules: 'lenient' }), field);
    }
  });

  test('a text as the default of a float or double becomes the number that Java reads there', () => {
    const numbers: readonly (readonly [string, string])[] = [
      ['1', '1.0'],
      [' -2.5e3f\t', '-2500.0'],
      ['0x1p3', '8.0'],
      ['0x1.fffffffffffff8p1023', '"Infinity"'],
      ['-0x.8p-1073', '-4.9E-324'],
      ['0x0.8p-1074', '0.0'],
      ['1e400', '"Infinity"'],
      ['-Infinity', '"-Infinity"'],
      ['+NaN', '"NaN"'],
    ];
    for (const [text, printed] of numbers) {
      const schema = reprint(withField(`"type":"double","default":${JSON.stringify(text)}`));
      assert.equal(schema, withField(`"type":"double","default":${printed}`));
    }
    for (const text of ['', 'x', '1,5', '0x1', '1e', 'infinity', '1 2']) {
      refused(withField(`"type":"float","default":"${text}"`), /is no number/, 'lenient');
    }
  });
});

describe('what is refused by all rules', () => {
  const texts: readonly (readonly [string, RegExp])[] = [
    ['', /no JSON/],
    ['{"type":"int"} // more', /something follows the schema/],
    ['1', /a type should be/],
    ['{"type":"no"}', /no kind of type called "no"/],
    ['{"type":{"type":"int"}}', /no text as its "type"/],
    ['["int",["null"]]', /a union stands within a union/],
    ['["int",{"type":"int","logicalType":"date"}]', /"int" stands twice/],
    ['{"type":"fixed","name":"F","size":2147483640}', /the size of "F"/],
    ['{"type":"fixed","name":"F","size":"1"}', /the size of "F"/],
    ['{"type":"fixed","name":"int","size":1}', /as a primitive/],
    ['{"type":"enum","name":"E","symbols":["A","A"]}', /two symbols of the enum "E" have one name/],
    ['{"type":"enum","name":"E","symbols":["A"],"default":"B"}', /none of its symbols/],
    ['{"type":"record","name":"R"}', /no list of fields/],
    [withField('"type":"int","order":"up"'), /order/],
    [withField('"type":"int","aliases":[1]'), /a list of texts/],
    ['{"type":"map","values":"int","p":[12345678901234567890]}', /an integer past 64 bits/],
  ];

  for (const [text, message] of texts) {
    test(`${text || 'nothing'} is refused`, () => refused(text, message, 'lenient'));
  }
});

describe('properties', () => {
  test('a logical type that does not fit is a mere property', () => {
    const logical = (text: string): unknown => {
      const schema: AvroSchema = parseAvroSchema(text);
      return 'logicalType' in schema ? schema.logicalType : undefined;
    };
    const decimal = { kind: 'decimal', precision: 4, scale: 2 };
    assert.deepEqual(logical('{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}'), decimal);
    assert.deepEqual(
      logical('{"type":"fixed","name":"F","size":2,"logicalType":"decimal","precision":4,"scale":2}'),
      decimal,
    );
    assert.equal(logical('{"type":"fixed","name":"F","size":2,"logicalType":"decimal","precision":5}'), null);
    assert.equal(logical('{"type":"bytes","logicalType":"decimal","precision":4,"scale":null}'), null);
    assert.equal(logical('{"type":"bytes","logicalType":"decimal","precision":"4"}'), null);
    assert.deepEqual(logical('{"type":"long","logicalType":"timestamp-nanos"}'), { kind: 'timestamp-nanos' });
    assert.deepEqual(logical('{"type":"fixed","name":"F","size":16,"logicalType":"uuid"}'), { kind: 'uuid' });
    assert.equal(logical('{"type":"long","logicalType":"date"}'), null);
    assert.equal(logical('{"type":"int","logicalType":"no-such-type"}'), null);
  });

  test('unknown attributes keep their order and numbers', () => {
    const text = '{"type":"int","b":1,"2":1e3,"1":12345678901234567890,"x":{"9":1,"8":[]}}';
    assert.equal(reprint(text), text.replace('1e3', '1000.0'));
  });
});

describe('the parsing form', () => {
  test('keeps what matters for reading, and its fingerprints are those of the specification', () => {
    const schema = parseAvroSchema(
      '{"type":"record","name":"R","namespace":"n","doc":"d","fields":[{"name":"f","type":{"type":"int","p":1},"default":1}]}',
    );
    assert.equal(parsingCanonicalForm(schema), '{"name":"n.R","type":"record","fields":[{"name":"f","type":"int"}]}');
    assert.equal(avroFingerprint(parseAvroSchema('"int"'), 'CRC-64-AVRO').readBigUInt64LE(), 0x7275d51a3f395c8fn);
    assert.equal(
      avroFingerprint(parseAvroSchema('"string"'), 'MD5').toString('hex'),
      '095d71cf12556b9d5e330ad575b3df5d',
    );
  });
});
