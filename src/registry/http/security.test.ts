/** Who may ask for what, where there is somebody who knows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApi, type TestApi } from './registry-http.testing.ts';
import { guardOf, type RegistrySecurity } from './security.ts';

/** Users log in with their name alone; rights are `user OPERATION TYPE name`. */
function securityOf(...rights: string[]): RegistrySecurity {
  return {
    challenges: ['Basic realm="registry"'],
    authenticate: (authorization) =>
      Promise.resolve(authorization === undefined ? null : { type: 'User', name: authorization }),
    isAllowed: ({ principal }, { operation, resource }) =>
      principal.name === 'admin' || rights.includes(`${principal.name} ${operation} ${resource.type} ${resource.name}`),
  };
}

function as(api: TestApi, user: string): TestApi['ask'] {
  return (method, path, options = {}) =>
    api.ask(method, path, { ...options, headers: { authorization: user, ...options.headers } });
}

async function stocked(...rights: string[]): Promise<TestApi> {
  const api = testApi({ security: securityOf(...rights) });
  const admin = as(api, 'admin');
  for (const [subject, schema] of [
    ['orders-value', '"string"'],
    ['payments-value', '"int"'],
  ]) {
    assert.equal((await admin('POST', `/subjects/${subject}/versions`, { body: { schema } })).status, 200);
  }
  return api;
}

test('who is not logged in is asked to, but for health and the document', async () => {
  const { ask } = await stocked();
  const { status, body, headers } = await ask('GET', '/subjects');
  assert.deepEqual([status, body], [401, { error_code: 401, message: 'Unauthorized' }]);
  assert.equal(headers.get('www-authenticate'), 'Basic realm="registry"');
  for (const path of ['/healthz', '/readyz', '/openapi.json']) assert.equal((await ask('GET', path)).status, 200);
  assert.equal((await ask('GET', '/metrics')).status, 401);
});

test('a subject is guarded as the topic whose records it describes', () => {
  const topicOf = (subject: string): string => guardOf('read', subject).resource.name;
  assert.deepEqual(
    ['orders-value', 'orders-key', 'com.example.Order', 'orders-com.example.Order', ':.staging:orders-value'].map(
      topicOf,
    ),
    ['orders', 'orders', 'com.example.Order', 'orders-com.example.Order', 'orders'],
  );
  assert.deepEqual(guardOf('writeConfig', null), {
    operation: 'ALTER_CONFIGS',
    resource: { type: 'CLUSTER', name: 'kafka-cluster' },
  });
  assert.equal(guardOf('delete', ':.staging:').resource.type, 'CLUSTER');
});

test('who may describe a topic reads its schemas, by subject and by id, and no others', async () => {
  const alice = as(await stocked('alice DESCRIBE TOPIC orders'), 'alice');
  assert.equal((await alice('GET', '/subjects/orders-value/versions/1')).status, 200);
  assert.equal((await alice('GET', '/schemas/ids/1')).status, 200);
  assert.deepEqual((await alice('GET', '/subjects')).body, ['orders-value']);
  assert.equal(((await alice('GET', '/schemas')).body as unknown[]).length, 1);
  const refused = await alice('GET', '/subjects/payments-value/versions/1');
  assert.deepEqual([refused.status, (refused.body as { error_code: number }).error_code], [403, 40301]);
  for (const path of [
    '/schemas/ids/2',
    '/schemas/ids/2/schema',
    '/schemas/ids/2/subjects',
    '/schemas/ids/2/versions',
  ]) {
    assert.equal((await alice('GET', path)).status, 403, path);
  }
});

test('registering, deleting and configuring need rights of their own', async () => {
  const api = await stocked(
    'alice DESCRIBE TOPIC orders',
    'bob WRITE TOPIC orders',
    'carol ALTER_CONFIGS TOPIC orders',
  );
  const register = (user: string): Promise<{ status: number }> =>
    as(api, user)('POST', '/subjects/orders-value/versions', { body: { schema: '"string"' } });
  assert.deepEqual([(await register('alice')).status, (await register('bob')).status], [403, 200]);
  assert.equal((await as(api, 'bob')('DELETE', '/subjects/orders-value')).status, 403);
  const configure = (user: string, path: string): Promise<{ status: number }> =>
    as(api, user)('PUT', path, { body: { compatibility: 'FULL' } });
  assert.equal((await configure('carol', '/config/orders-value')).status, 200);
  assert.equal((await configure('carol', '/config')).status, 403);
  assert.equal((await configure('bob', '/config/orders-value')).status, 403);
  assert.equal((await configure('admin', '/config')).status, 200);
});

test('neither an alias nor another spelling of a subject leads around its guard', async () => {
  const api = await stocked('alice DESCRIBE TOPIC open', 'alice WRITE TOPIC open');
  const admin = as(api, 'admin');
  await admin('PUT', '/config/open', { body: { alias: 'payments-value' } });
  const alice = as(api, 'alice');
  for (const path of [
    '/subjects/open/versions',
    '/subjects/:.:payments-value/versions',
    '/contexts/.x/subjects/:.:payments-value/versions',
    '/subjects/%70ayments-value/versions',
    '/schemas/ids/2?subject=open',
  ]) {
    assert.equal((await alice('GET', path)).status, 403, path);
  }
});
