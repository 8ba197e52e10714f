/** The registry client: caches, failover, refusals, and errors that say what was tried. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSimulation, type Simulation } from '#sim';
import { FakeRegistry } from '../fake-registry.testing.ts';
import { RegistryClient, type RegistryClientOptions } from './registry-client.ts';

interface World {
  readonly simulation: Simulation;
  readonly registry: FakeRegistry;
  readonly client: RegistryClient;
}

function world(options: RegistryClientOptions = {}): World {
  const simulation = createSimulation(1);
  const registry = new FakeRegistry();
  const common = { schemaRegistryUrl: 'http://a:8081', env: simulation.env, fetch: registry.fetch };
  return { simulation, registry, client: new RegistryClient({ ...common, ...options }) };
}

const text = { schema: '"string"' };

test('a schema is asked for once, and its id goes on working while the registry is down', async () => {
  const { registry, client } = world();
  const id = registry.add('s', text);
  assert.equal((await client.schemaById(id)).schema, '"string"');
  registry.faults.set('*', 'refused');
  assert.equal((await client.schemaById(id)).schema, '"string"');
  assert.deepEqual(registry.asked, ['GET /schemas/ids/1']);
});

test('whoever asks for what is being asked for already waits for the same answer', async () => {
  const { registry, client } = world();
  const id = registry.add('s', text);
  const { promise, resolve } = Promise.withResolvers<void>();
  registry.gate = promise;
  const all = Array.from({ length: 50 }, () => client.schemaById(id));
  resolve();
  assert.equal(new Set(await Promise.all(all)).size, 1);
  assert.equal(registry.asked.length, 1);
});

test('caches hold no more than they are told to', async () => {
  const { registry, client } = world({ maxSchemasPerSubject: 2 });
  for (const name of ['a', 'b', 'c']) registry.add('s', { schema: `"${name}"` });
  for (const id of [1, 2, 3, 1, 3]) await client.schemaById(id);
  assert.equal(registry.asked.length, 4, 'the first was forgotten when the third came');
});

test('the latest version is asked for again once latestCacheTtlSec is over', async () => {
  const { simulation, registry, client } = world({ latestCacheTtlSec: 5 });
  registry.add('s', text);
  await client.latest('s');
  registry.add('s', { schema: '"int"' });
  assert.equal((await client.latest('s')).schema, '"string"');
  await simulation.advance(5001);
  const latest = await client.latest('s');
  assert.deepEqual([latest.schema, latest.version], ['"int"', 2]);
});

test('what the registry does not have is taken for missing for missingCacheTtlSec, and for no longer', async () => {
  const { simulation, registry, client } = world({ missingCacheTtlSec: 3 });
  const missing = { code: 'SCHEMA_NOT_FOUND', status: 404, errorCode: 40403, retriable: false };
  await assert.rejects(client.schemaById(1), missing);
  registry.add('s', text);
  await assert.rejects(client.schemaById(1), missing);
  assert.equal(registry.asked.length, 1);
  await simulation.advance(3001);
  assert.equal((await client.schemaById(1)).id, 1);
});

test('the next URL is asked where one does not answer, and the one that answered is asked first from then on', async () => {
  const { registry, client } = world({ schemaRegistryUrl: ['http://a:8081', 'http://b:8081/'] });
  registry.add('s', text);
  registry.add('s', { schema: '"int"' });
  registry.faults.set('http://a:8081', 503);
  await client.schemaById(1);
  await client.schemaById(2);
  assert.equal(registry.asked.length, 3);
});

test('where none answers all are asked again, and the error says what was tried', async () => {
  const urls = 'http://user:pass@a:8081,http://b:8081';
  const { simulation, registry, client } = world({ schemaRegistryUrl: urls, requestTimeoutMs: 100, maxRetries: 2 });
  registry.faults.set('http://a:8081', 'hangs').set('http://b:8081', 'refused');
  const call = client.schemaById(7);
  await assert.rejects(simulation.finish(call), {
    code: 'SCHEMA_REGISTRY_UNAVAILABLE',
    retriable: true,
    message:
      'The schema registry cannot be asked GET /schemas/ids/7 (tried 3 times: http://a:8081 gave no answer within 100 ms; http://b:8081 gave ECONNREFUSED)',
  });
  assert.equal(registry.asked.length, 6);
  registry.faults.clear();
  registry.add('s', text);
  assert.equal((await client.schemaById(1)).id, 1, 'a failure to ask is not remembered');
});

test('a refusal is told at once, with the words of the registry', async () => {
  const { registry, client } = world();
  await assert.rejects(client.latest('nobody'), {
    code: 'SUBJECT_NOT_FOUND',
    message:
      "The schema registry refused GET /subjects/nobody/versions/latest (404, 40401): Subject 'nobody' not found.",
  });
  const codes = {
    401: 'SCHEMA_REGISTRY_AUTHENTICATION_FAILED',
    403: 'SCHEMA_REGISTRY_AUTHORIZATION_FAILED',
    409: 'INCOMPATIBLE_SCHEMA',
    422: 'INVALID_SCHEMA',
  };
  for (const [status, code] of Object.entries(codes)) {
    registry.faults.set('*', Number(status));
    await assert.rejects(client.register('s', text), { code, status: Number(status) });
  }
});

test('credentials come from the URL, from basicAuthUserInfo, or as a bearer token, and stand in no error', async () => {
  const authorizations: (string | undefined)[] = [];
  for (const options of [
    { schemaRegistryUrl: 'http://us%40er:p%3Aw@a:8081' },
    { basicAuthUserInfo: 'name:secret' },
    { bearerAuthToken: async () => Promise.resolve('fresh') },
  ]) {
    const { registry, client } = world({ ...options, maxRetries: 0 });
    registry.faults.set('*', 500);
    await assert.rejects(client.latest('s'), (error: Error) => !/secret|fresh|p%3Aw|p:w/.test(error.message));
    authorizations.push(registry.requests[0]?.headers['authorization']);
  }
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
  assert.deepEqual(authorizations, [basic('us@er:p:w'), basic('name:secret'), 'Bearer fresh']);
});

test('references are resolved into the texts of all of them, the innermost first', async () => {
  const { registry, client } = world();
  registry.add('c', { schema: '"c"' });
  registry.add('b', { schema: '"b"', references: [{ name: 'C', subject: 'c', version: 1 }] });
  const references = [
    { name: 'B', subject: 'b', version: -1 },
    { name: 'C', subject: 'c', version: 1 },
  ];
  const resolved = await client.resolve({ references, subject: null });
  assert.deepEqual(
    [...resolved],
    [
      ['C', '"c"'],
      ['B', '"b"'],
    ],
  );
});

test('schemas that refer to each other are an error and no endless walk', async () => {
  const { registry, client } = world();
  registry.add('a', { schema: '"a"', references: [{ name: 'B', subject: 'b', version: 1 }] });
  registry.add('b', { schema: '"b"', references: [{ name: 'A', subject: 'a', version: 1 }] });
  const references = [{ name: 'A', subject: 'a', version: 1 }];
  await assert.rejects(client.resolve({ references, subject: null }), { code: 'INVALID_SCHEMA' });
});

test('an id in a context is asked for by a subject of that context, and kept apart from that of others', async () => {
  const { registry, client } = world();
  registry.add('s', text);
  await client.schemaById(1, ':.east:orders-value');
  await client.schemaById(1, 'orders-value');
  await client.schemaById(1, ':.east:other');
  assert.deepEqual(registry.asked, ['GET /schemas/ids/1?subject=%3A.east%3Aorders-value', 'GET /schemas/ids/1']);
});

test('an option that does not exist is refused with the one that was meant', () => {
  const create = (options: object) => () => new RegistryClient(options);
  assert.throws(create({ schemaRegistryUrls: 'http://a' }), {
    code: 'INVALID_CONFIG',
    message: 'There is no option schemaRegistryUrls of the registry client; did you mean schemaRegistryUrl?',
  });
  assert.throws(create({ 'schema.registry.url': 'http://a' }), /did you mean schemaRegistryUrl/);
  assert.throws(create({}), /needs schemaRegistryUrl/);
  assert.throws(create({ schemaRegistryUrl: 'localhost:8081' }), /is no URL of a registry/);
  assert.throws(create({ schemaRegistryUrl: 'http://a', maxRetries: '3' }), /maxRetries must be a number/);
  assert.throws(create({ schemaRegistryUrl: 'http://a', maxRetries: -1 }), /maxRetries/);
});
