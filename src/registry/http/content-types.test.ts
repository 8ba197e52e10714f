/** Which content type is answered and which is taken, as Jersey decides it for Confluent's registry. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTakenAsBody, negotiate, REGISTRY_JSON } from './content-types.ts';

test('a client gets the type that it likes best, and ours among those that it likes alike', () => {
  const cases: readonly (readonly [string | undefined, string | null])[] = [
    [undefined, REGISTRY_JSON],
    ['', REGISTRY_JSON],
    ['*/*', REGISTRY_JSON],
    ['application/*', REGISTRY_JSON],
    ['application/json', 'application/json'],
    ['application/json, */*;q=0.1', 'application/json'],
    ['application/json, */*', REGISTRY_JSON],
    ['text/html, application/xhtml+xml, */*;q=0.8', REGISTRY_JSON],
    ['application/vnd.schemaregistry+json', 'application/vnd.schemaregistry+json'],
    [
      'application/vnd.schemaregistry.v1+json; q=0.9, application/json; q=0.5',
      'application/vnd.schemaregistry.v1+json',
    ],
    ['APPLICATION/JSON', 'application/json'],
    ['application/json; charset=utf-8', 'application/json'],
    ['application/vnd.schemaregistry.v1+json;q=0, */*', 'application/vnd.schemaregistry+json'],
    ['text/html', null],
    ['application/json;q=0', null],
    ['application/json;q=nonsense', null],
    [';;,,//', null],
  ];
  for (const [accept, expected] of cases) assert.equal(negotiate(accept), expected, String(accept));
});

test('bodies are JSON under any of its names, or under none', () => {
  for (const type of [
    undefined,
    '',
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/octet-stream',
  ]) {
    assert.ok(isTakenAsBody(type), String(type));
  }
  assert.ok(isTakenAsBody('application/vnd.schemaregistry+json'));
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'json']) {
    assert.ok(!isTakenAsBody(type), type);
  }
});
