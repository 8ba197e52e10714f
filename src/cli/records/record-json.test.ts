/** Records as JSON lines, both ways. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readJsonRecord, writeJsonRecord } from './record-json.ts';
import { printableRecord, printed } from './records.testing.ts';

test('a record is one line of JSON with texts', () => {
  const record = printableRecord({ headers: [['trace', Buffer.from('abc')]] });
  assert.equal(
    printed(writeJsonRecord, record).toString(),
    '{"topic":"orders","partition":3,"offset":17,"timestamp":1764064800000,"key":"k","value":"v","headers":[["trace","abc"]]}\n',
  );
});

test('what is written reads back to the same bytes, whatever they are', () => {
  const bytes = fc.option(
    fc.oneof(
      fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array)),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    ),
  );
  fc.assert(
    fc.property(bytes, bytes, fc.array(fc.tuple(fc.string(), bytes)), (key, value, headers) => {
      const line = printed(writeJsonRecord, printableRecord({ keyBytes: key, valueBytes: value, headers })).toString();
      assert.equal(line.indexOf('\n'), line.length - 1);
      const read = readJsonRecord(line);
      const buffer = (data: Uint8Array | string | null): Buffer | null => (data === null ? null : Buffer.from(data));
      assert.deepEqual(buffer(read.key), key);
      assert.deepEqual(buffer(read.value), value);
      assert.deepEqual(
        (read.headers ?? []).map(([name, data]) => [name, buffer(data)]),
        headers,
      );
    }),
  );
});

test('values that are no texts are sent as their JSON, a missing one is null', () => {
  assert.deepEqual(readJsonRecord('{"value": {"a": [1, true]}}'), { key: null, value: '{"a":[1,true]}' });
  assert.deepEqual(readJsonRecord('{"key": 7, "value": null}'), { key: '7', value: null });
  assert.deepEqual(readJsonRecord('{"value":"v","partition":2,"timestamp":"2026-11-25T10:00:00Z"}'), {
    key: null,
    value: 'v',
    partition: 2,
    timestamp: Date.UTC(2026, 10, 25, 10),
  });
});

test('numbers are sent with all their digits', () => {
  const [large, small] = ['12345678901234567890', '0.10000000000000000001'];
  assert.deepEqual(readJsonRecord(`{"key":${large},"value":{"a":[${small}]},"headers":{"h":${large}}}`), {
    key: large,
    value: `{"a":[${small}]}`,
    headers: [['h', large]],
  });
});

test('headers are pairs, or an object in which a list repeats the name', () => {
  const expected = [
    ['a', '1'],
    ['b', 'x'],
    ['b', null],
  ];
  assert.deepEqual(readJsonRecord('{"headers":{"a":1,"b":["x",null]}}').headers, expected);
  assert.deepEqual(readJsonRecord('{"headers":[["a","1"],["b","x"],["b",null]]}').headers, expected);
});

test('what is no record is refused in words', () => {
  const refusals: readonly (readonly [string, RegExp])[] = [
    ['{', /^is no JSON/],
    ['[1]', /^is no JSON object/],
    ['"a"', /^is no JSON object/],
    ['{"vlaue": 1}', /^has a field vlaue; there are key, /],
    ['{"key": "a", "keyBase64": "YQ=="}', /^has both key and keyBase64/],
    ['{"valueBase64": "%%"}', /^has no base64 in valueBase64/],
    ['{"partition": -1}', /^has a partition that is no whole number/],
    ['{"timestamp": "never"}', /^has a timestamp that is none: never/],
    ['{"headers": 1}', /^has headers that are neither/],
    ['{"headers": [["a"], 1]}', /^has a header a that is neither|^has headers that are no/],
    ['{"headers": {"a": {}}}', /^has a header a that is neither/],
  ];
  for (const [text, message] of refusals) assert.throws(() => readJsonRecord(text), { message }, text);
});
