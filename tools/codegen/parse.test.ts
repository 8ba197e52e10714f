import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generateProtocol, staleFiles } from './generate.ts';
import { parseDefinition } from './parse.ts';

const FETCH = `# A comment.
api 1 Fetch
listeners broker controller

request 4-18 flexible 12+
  struct Range 7+
    from: int64
  clusterId: string?13+ 12+ tag 0 = null ignorable
  topics: []Topic
    topic: string 4-12 ignorable
    ranges: []Range 7+
  maxBytes: int32 = 0x7fffffff
`;

function problemOf(line: string): string {
  try {
    parseDefinition('x', `data Message 0-5 flexible 3+\n  first: int8\n${line}\n`);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('definitions', () => {
  test('fields have the versions of what encloses them, unless they say other ones', () => {
    const [message] = parseDefinition('01-fetch', FETCH).messages;
    const [clusterId, topics, maxBytes] = message!.root.fields;
    assert.deepEqual(message!.versions, { from: 4, to: 18 });
    assert.deepEqual(clusterId!.versions, { from: 12, to: 18 });
    assert.deepEqual(clusterId!.nullable, { from: 13, to: 18 });
    assert.equal(clusterId!.tag, 0);
    assert.deepEqual(topics!.versions, { from: 4, to: 18 });
    assert.ok(typeof topics!.type !== 'string');
    assert.equal(topics!.type.interfaceName, 'FetchRequestTopic');
    assert.deepEqual(
      topics!.type.fields.map(({ name, versions }) => [name, versions.from, versions.to]),
      [
        ['topic', 4, 12],
        ['ranges', 7, 18],
      ],
    );
    assert.deepEqual(maxBytes!.default, { kind: 'value', value: 0x7fffffff });
  });

  test('what is not of the language is refused with file, line and reason', () => {
    assert.equal(problemOf('  second: Missing'), 'x.schema, line 3: Missing is not defined');
    assert.equal(problemOf('  second int8'), 'x.schema, line 3: "second int8" is no field');
    assert.equal(problemOf('  second: int8 7+'), 'x.schema, line 3: versions 7+ lie outside of the enclosing ones');
    assert.equal(problemOf('   second: int8'), 'x.schema, line 3: indented by 3, not 4');
    assert.equal(problemOf('  second: int8 = many'), 'x.schema, line 3: many is no number');
    assert.equal(problemOf('request 0'), 'x.schema, line 3: a request outside of an api');
    assert.equal(problemOf('something 0'), 'x.schema, line 3: something is no keyword');
  });

  test('the generated files are what the definitions say', () => {
    assert.deepEqual(staleFiles(generateProtocol()), []);
  });
});
