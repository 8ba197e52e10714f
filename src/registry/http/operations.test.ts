/** Each operation's answer, and each of its errors, by the facts of Confluent's API. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApi, type TestApi } from './registry-http.testing.ts';

const STRING = '"string"';
const GUID = '095d71cf-1255-6b9d-5e33-0ad575b3df5d';

function order(...fields: string[]): string {
  const members = fields.map((name) => ({ name, type: 'string' }));
  return JSON.stringify({ type: 'record', name: 'Order', fields: members });
}

async function registered(subject = 'orders-value', schema = STRING): Promise<TestApi> {
  const api = testApi();
  await api.ok('POST', `/subjects/${subject}/versions`, { schema });
  return api;
}

test('the root, the types and the metadata say what there is', async () => {
  const { ok } = testApi({
    clusterIds: () => Promise.resolve({ kafkaCluster: 'abc', schemaRegistryCluster: 'schema-registry' }),
    version: '1.2.3',
  });
  assert.deepEqual(await ok('GET', '/'), {});
  assert.deepEqual(await ok('POST', '/'), {});
  assert.deepEqual(await ok('GET', '/schemas/types'), ['JSON', 'PROTOBUF', 'AVRO']);
  assert.deepEqual(await ok('GET', '/v1/metadata/id'), {
    id: '',
    scope: { path: [], clusters: { 'kafka-cluster': 'abc', 'schema-registry-cluster': 'schema-registry' } },
  });
  assert.deepEqual(await ok('GET', '/v1/metadata/version'), { version: '8.3.0', commitId: 'samsa-1.2.3' });
  assert.deepEqual(await ok('GET', '/v1/metadata/deployment'), { attributes: [] });
});

test('a schema is registered once, and found by subject, version, id and guid', async () => {
  const { ok } = testApi();
  const first = (await ok('POST', '/subjects/orders-value/versions', { schema: STRING })) as Record<string, unknown>;
  assert.deepEqual([first['id'], first['version'], first['guid'], first['schema']], [1, 1, GUID, STRING]);
  const again = (await ok('POST', '/subjects/orders-value/versions', { schema: '{"type":"string"}' })) as typeof first;
  assert.equal(again['id'], 1);
  assert.deepEqual(await ok('GET', '/subjects'), ['orders-value']);
  assert.deepEqual(await ok('GET', '/subjects/orders-value/versions'), [1]);
  for (const version of ['1', 'latest', 'LATEST', '-1']) {
    const found = (await ok('GET', `/subjects/orders-value/versions/${version}`)) as Record<string, unknown>;
    assert.deepEqual(
      [found['subject'], found['version'], found['id'], found['schema']],
      ['orders-value', 1, 1, STRING],
      version,
    );
  }
  assert.equal(await ok('GET', '/subjects/orders-value/versions/1/schema'), 'string');
  assert.equal(((await ok('GET', '/schemas/ids/1')) as { schema: string }).schema, STRING);
  assert.equal(((await ok('GET', '/schemas/ids/1?fetchMaxId=true')) as { maxId: number }).maxId, 1);
  assert.equal(await ok('GET', '/schemas/ids/1/schema'), 'string');
  assert.deepEqual(await ok('GET', '/schemas/ids/1/subjects'), ['orders-value']);
  assert.deepEqual(await ok('GET', '/schemas/ids/1/versions'), [{ subject: 'orders-value', version: 1 }]);
  assert.equal(((await ok('GET', `/schemas/guids/${GUID}`)) as { schema: string }).schema, STRING);
  assert.deepEqual(await ok('GET', `/schemas/guids/${GUID}/ids`), [{ context: '.', id: 1 }]);
  const looked = (await ok('POST', '/subjects/orders-value', { schema: '{"type": "string"}' })) as typeof first;
  assert.deepEqual([looked['subject'], looked['version'], looked['id']], ['orders-value', 1, 1]);
  assert.equal(((await ok('GET', '/schemas')) as unknown[]).length, 1);
});

test('what is not there is told by its code', async () => {
  const { code } = await registered();
  assert.equal(await code('GET', '/subjects/none/versions'), '404/40401');
  assert.equal(await code('GET', '/subjects/none/versions/1'), '404/40401');
  assert.equal(await code('GET', '/subjects/none/versions/1/schema'), '404/40401');
  assert.equal(await code('GET', '/subjects/none/versions/1/referencedby'), '404/40401');
  assert.equal(await code('GET', '/subjects/orders-value/versions/2'), '404/40402');
  assert.equal(await code('GET', '/subjects/orders-value/versions/0'), '422/42202');
  assert.equal(await code('GET', '/subjects/orders-value/versions/newest'), '422/42202');
  assert.equal(await code('DELETE', '/subjects/orders-value/versions/newest'), '422/42202');
  assert.equal(await code('DELETE', '/subjects/orders-value/versions/7'), '404/40402');
  assert.equal(await code('DELETE', '/subjects/none'), '404/40401');
  assert.equal(await code('POST', '/subjects/none', { schema: STRING }), '404/40401');
  assert.equal(await code('POST', '/subjects/orders-value', { schema: '"int"' }), '404/40403');
  for (const path of [
    '/schemas/ids/99',
    '/schemas/ids/99/schema',
    '/schemas/ids/99/subjects',
    '/schemas/ids/99/versions',
  ]) {
    assert.equal(await code('GET', path), '404/40403', path);
  }
  assert.equal(await code('GET', '/schemas/guids/00000000-0000-0000-0000-000000000000'), '404/40403');
  assert.equal(await code('GET', '/config/none'), '404/40408');
  assert.equal(await code('GET', '/mode/none'), '404/40409');
  assert.equal(await code('DELETE', '/config/none'), '404/40401');
});

test('what cannot be registered is told by its code', async () => {
  const { code, ok } = await registered('orders-value', order('id'));
  assert.equal(await code('POST', '/subjects/orders-value/versions', { schema: '{"type":"nonsense"}' }), '422/42201');
  assert.equal(await code('POST', '/subjects/x/versions', { schema: '{}', schemaType: 'XML' }), '422/42201');
  assert.equal(await code('POST', '/subjects/orders-value/versions', { schema: order('id', 'name') }), '409/40901');
  assert.equal(await code('POST', '/subjects/__GLOBAL/versions', { schema: STRING }), '422/42208');
  assert.equal(await code('POST', '/subjects/x/versions', { schema: STRING, id: 7 }), '422/42205');
  await ok('PUT', '/mode/locked', { mode: 'READONLY' });
  assert.equal(await code('POST', '/subjects/locked/versions', { schema: STRING }), '422/42205');
  assert.ok(await ok('POST', '/subjects/orders-value/versions?force=true', { schema: order('id', 'name') }));
});

test('registries up to 7 answered an incompatible schema with 409 alone', async () => {
  const { code, ok } = testApi({ compat: 7 });
  await ok('POST', '/subjects/orders-value/versions', { schema: order('id') });
  assert.equal(await code('POST', '/subjects/orders-value/versions', { schema: order('id', 'name') }), '409/409');
});

test('compatibility is checked without registering, and told in words where asked for', async () => {
  const { ok, code } = await registered('orders-value', order('id'));
  const at = '/compatibility/subjects/orders-value/versions';
  assert.deepEqual(await ok('POST', `${at}/latest`, { schema: order('id') }), { is_compatible: true });
  assert.deepEqual(await ok('POST', at, { schema: order('id', 'name') }), { is_compatible: false });
  const verbose = (await ok('POST', `${at}/1?verbose=true`, { schema: order('id', 'name') })) as { messages: string[] };
  assert.match(verbose.messages.join('\n'), /READER_FIELD_MISSING_DEFAULT_VALUE/);
  assert.deepEqual(await ok('POST', '/compatibility/subjects/none/versions/latest', { schema: STRING }), {
    is_compatible: true,
  });
  assert.equal(await code('POST', '/compatibility/subjects/none/versions/1', { schema: STRING }), '404/40402');
  assert.equal(await code('POST', `${at}/first`, { schema: STRING }), '422/42202');
  assert.equal(await code('POST', at, { schema: '{' }), '422/42201');
});

test('what is deleted softly can be seen by those who ask for it, and taken away for good', async () => {
  const { ok, code } = await registered();
  assert.equal(await code('DELETE', '/subjects/orders-value?permanent=true'), '404/40405');
  assert.equal(await code('DELETE', '/subjects/orders-value/versions/1?permanent=true'), '404/40407');
  assert.equal(await ok('DELETE', '/subjects/orders-value/versions/1'), 1);
  assert.equal(await code('DELETE', '/subjects/orders-value/versions/1'), '404/40406');
  assert.deepEqual(await ok('GET', '/subjects'), []);
  assert.deepEqual(await ok('GET', '/subjects?deleted=true'), ['orders-value']);
  assert.deepEqual(await ok('GET', '/subjects?deletedOnly=true'), ['orders-value']);
  assert.equal(await code('GET', '/subjects/orders-value/versions'), '404/40401');
  assert.deepEqual(await ok('GET', '/subjects/orders-value/versions?deleted=true'), [1]);
  assert.deepEqual(await ok('GET', '/subjects/orders-value/versions?deletedAsNegative=true&deleted=true'), [-1]);
  assert.ok(await ok('GET', '/schemas/ids/1'));
  assert.ok(await ok('GET', '/subjects/orders-value/versions/1?deleted=true'));
  assert.equal(await ok('DELETE', '/subjects/orders-value/versions/1?permanent=true'), 1);
  assert.equal(await code('GET', '/schemas/ids/1'), '404/40403');
});

test('a whole subject is deleted, with what was configured for it', async () => {
  const { ok, code } = await registered();
  assert.deepEqual(await ok('DELETE', '/subjects/orders-value'), [1]);
  assert.equal(await code('DELETE', '/subjects/orders-value'), '404/40404');
  assert.deepEqual(await ok('DELETE', '/subjects/orders-value?permanent=true'), [1]);
  assert.deepEqual(await ok('GET', '/subjects?deleted=true'), []);
});

test('a schema that others refer to stays', async () => {
  const { ok, code } = await registered('common', order('id'));
  const schema = JSON.stringify({ type: 'array', items: 'Order' });
  const references = [{ name: 'Order', subject: 'common', version: 1 }];
  const { id } = (await ok('POST', '/subjects/lists/versions', { schema, references })) as { id: number };
  assert.deepEqual(await ok('GET', '/subjects/common/versions/1/referencedby'), [id]);
  assert.equal(await code('DELETE', '/subjects/common/versions/1'), '422/42206');
  assert.equal(await code('DELETE', '/subjects/common'), '422/42206');
});

test('configs of the registry and of a subject are put, read and taken away', async () => {
  const { ok, code } = testApi();
  assert.deepEqual(await ok('GET', '/config'), { compatibilityLevel: 'BACKWARD' });
  assert.deepEqual(await ok('PUT', '/config', { compatibility: 'full' }), { compatibility: 'FULL' });
  assert.deepEqual(await ok('GET', '/config'), { compatibilityLevel: 'FULL' });
  assert.deepEqual(await ok('PUT', '/config/orders', { compatibility: 'NONE' }), { compatibility: 'NONE' });
  assert.equal(((await ok('GET', '/config/orders')) as Record<string, unknown>)['compatibilityLevel'], 'NONE');
  assert.equal(
    ((await ok('GET', '/config/others?defaultToGlobal=true')) as Record<string, unknown>)['compatibilityLevel'],
    'FULL',
  );
  assert.equal(((await ok('DELETE', '/config/orders')) as Record<string, unknown>)['compatibilityLevel'], 'NONE');
  assert.equal(await code('GET', '/config/orders'), '404/40408');
  assert.ok(await ok('DELETE', '/config'));
  assert.deepEqual(await ok('GET', '/config'), { compatibilityLevel: 'BACKWARD' });
  assert.equal(await code('PUT', '/config', { compatibility: 'SOMEHOW' }), '422/42203');
});

test('modes of the registry and of a subject are put, read and taken away', async () => {
  const { ok, code } = testApi();
  assert.deepEqual(await ok('GET', '/mode'), { mode: 'READWRITE' });
  assert.deepEqual(await ok('PUT', '/mode', { mode: 'READONLY' }), { mode: 'READONLY' });
  assert.deepEqual(await ok('PUT', '/mode/orders', { mode: 'IMPORT' }), { mode: 'IMPORT' });
  assert.deepEqual(await ok('GET', '/mode/orders'), { mode: 'IMPORT' });
  assert.deepEqual(await ok('GET', '/mode/others?defaultToGlobal=true'), { mode: 'READONLY' });
  assert.deepEqual(await ok('DELETE', '/mode/orders'), { mode: 'IMPORT' });
  assert.ok(await ok('DELETE', '/mode'));
  assert.equal(await code('PUT', '/mode', { mode: 'SOMEHOW' }), '422/42204');
  await ok('POST', '/subjects/orders/versions', { schema: STRING });
  assert.equal(await code('PUT', '/mode/orders', { mode: 'IMPORT' }), '422/42205');
  assert.deepEqual(await ok('PUT', '/mode/orders?force=true', { mode: 'IMPORT' }), { mode: 'IMPORT' });
});

test('a context is a registry of its own below its path', async () => {
  const { ok, code } = await registered();
  const inside = '/contexts/.staging';
  const { id } = (await ok('POST', `${inside}/subjects/orders-value/versions`, { schema: '"int"' })) as { id: number };
  assert.equal(id, 1);
  assert.deepEqual(await ok('GET', '/contexts'), ['.', '.staging']);
  assert.deepEqual(await ok('GET', `${inside}/subjects`), [':.staging:orders-value']);
  assert.equal(((await ok('GET', `${inside}/schemas/ids/1`)) as { schema: string }).schema, '"int"');
  assert.equal(((await ok('GET', '/schemas/ids/1?subject=:.staging:')) as { schema: string }).schema, '"int"');
  assert.equal(((await ok('GET', '/schemas/ids/1')) as { schema: string }).schema, STRING);
  assert.ok(await ok('GET', '/subjects/:.staging:orders-value/versions/latest'));
  assert.ok(await ok('PUT', `${inside}/config`, { compatibility: 'FULL' }));
  assert.deepEqual(await ok('GET', `${inside}/config`), { compatibilityLevel: 'FULL' });
  assert.deepEqual(await ok('GET', '/config'), { compatibilityLevel: 'BACKWARD' });
  assert.equal(await code('DELETE', '/contexts/.staging'), '422/42211');
  await ok('DELETE', `${inside}/subjects/orders-value`);
  await ok('DELETE', `${inside}/subjects/orders-value?permanent=true`);
  assert.equal(await ok('DELETE', '/contexts/.staging'), null);
});

test('an alias stands for its subject', async () => {
  const { ok } = await registered();
  await ok('PUT', '/config/old-name', { alias: 'orders-value' });
  assert.deepEqual(await ok('GET', '/subjects/old-name/versions'), [1]);
});

test('metadata is found by its properties, tags make a new version', async () => {
  const { ok, code } = testApi();
  const metadata = { properties: { owner: 'sales', major: '1' } };
  await ok('POST', '/subjects/orders/versions', { schema: order('id'), metadata });
  const found = (await ok('GET', '/subjects/orders/metadata?key=owner&value=sales')) as Record<string, unknown>;
  assert.deepEqual([found['version'], found['metadata']], [1, { properties: { major: '1', owner: 'sales' } }]);
  assert.equal(await code('GET', '/subjects/orders/metadata?key=owner&value=others'), '404/40403');
  const tagged = (await ok('POST', '/subjects/orders/versions/1/tags', {
    tagsToAdd: [{ schemaEntity: { entityPath: 'Order.id', entityType: 'sr_field' }, tags: ['PII'] }],
  })) as Record<string, unknown>;
  assert.equal(tagged['version'], 2);
});

test('an answer’s members stand in Confluent’s order, names of properties in their own', async () => {
  const { http, ok } = testApi();
  const metadata = { properties: { b: '1', 10: '2', 9: '3' } };
  await ok('POST', '/subjects/orders/versions', { schema: STRING, metadata });
  const response = await http.fetch(new Request('http://localhost/subjects/orders/versions/1'));
  assert.match(
    await response.text(),
    /^\{"subject":"orders","version":1,"id":1,.*"schemaType":"AVRO","metadata":\{"properties":\{"10":"2","9":"3","b":"1"\}\},"schema":"\\"string\\""/,
  );
});

test('an answer that is given again is still true, and of the type that is accepted', async () => {
  const { ok, ask } = await registered();
  const subjectOf = async (): Promise<unknown> => ((await ok('GET', '/schemas/ids/1')) as { subject: string }).subject;
  assert.deepEqual([await subjectOf(), await subjectOf()], ['orders-value', 'orders-value']);
  await ok('POST', '/subjects/a/versions', { schema: STRING });
  assert.deepEqual([await subjectOf(), await subjectOf()], ['a', 'a']);
  const typeFor = async (accept: string): Promise<string | null> =>
    (await ask('GET', '/schemas/ids/1', { headers: { accept } })).headers.get('content-type');
  assert.equal(await typeFor('application/json'), 'application/json');
  assert.equal(await typeFor('*/*'), 'application/vnd.schemaregistry.v1+json');
  assert.equal((await ask('POST', '/schemas/ids/1', { body: {} })).status, 405);
  assert.equal((await ask('HEAD', '/schemas/ids/1')).body, null);
});

test('a subject may have any name that can be escaped', async () => {
  const name = 'a/b c:ü%25?&#';
  const { ok } = await registered(encodeURIComponent(name));
  assert.deepEqual(await ok('GET', '/subjects'), [name]);
  assert.deepEqual(await ok('GET', `/subjects/${encodeURIComponent(name)}/versions`), [1]);
  await ok('PUT', `/config/${encodeURIComponent(name)}`, { compatibility: 'FULL' });
});

test('lists come in pages', async () => {
  const { ok } = testApi();
  for (const subject of ['a', 'b', 'c']) await ok('POST', `/subjects/${subject}/versions`, { schema: STRING });
  assert.deepEqual(await ok('GET', '/subjects?offset=1&limit=1'), ['b']);
  assert.deepEqual(await ok('GET', '/subjects?subjectPrefix=c'), ['c']);
  assert.deepEqual(await ok('GET', '/schemas/ids/1/subjects?offset=2'), ['c']);
  assert.equal(((await ok('GET', '/schemas?limit=2')) as unknown[]).length, 2);
});

test('there are no associations', async () => {
  const { ok, code } = testApi();
  assert.deepEqual(await ok('GET', '/associations/subjects/orders'), []);
  assert.deepEqual(await ok('GET', '/associations/resources/id1'), []);
  assert.deepEqual(await ok('GET', '/associations/resources/lkc/orders?resourceType=topic'), []);
  assert.equal(await code('POST', '/associations', {}), '422/42205');
  assert.equal(await code('PUT', '/associations', {}), '422/42205');
  assert.equal(await code('DELETE', '/associations/resources/id1'), '404/40410');
  assert.deepEqual(await ok('POST', '/associations:batchGet', {}), { results: [] });
  assert.equal(await code('POST', '/associations:batchMutate', {}), '422/42205');
});

test('metrics count what was asked and what there is', async () => {
  const { ok, code } = await registered();
  await code('GET', '/schemas/ids/7');
  const text = (await ok('GET', '/metrics')) as string;
  for (const line of [
    'kafka_schema_registry_registered_count 1',
    'kafka_schema_registry_deleted_count 0',
    'kafka_schema_registry_avro_schemas_created 1',
    'kafka_schema_registry_master_slave_role 1',
    'kafka_schema_registry_api_failure_count 1',
    'samsa_registry_requests_total{operation="registerSchema",status="200"} 1',
    'samsa_registry_request_seconds_count{operation="getSchemaById"} 1',
  ]) {
    assert.ok(text.includes(`\n${line}\n`), `${line} in ${text}`);
  }
  assert.equal(await ok('GET', '/healthz'), 'ok\n');
  assert.equal(await ok('GET', '/readyz'), 'ok\n');
});
