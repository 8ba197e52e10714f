import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApi, type TestApi } from './registry-http.testing.ts';

const FIRST = '{"type":"record","name":"O","fields":[{"name":"id","type":"long"}]}';
const WIDER = '{"type":"record","name":"O","fields":[{"name":"id","type":"long"},{"name":"total","type":"double"}]}';

function groups(topic: string): Promise<readonly { group: string; state: string }[]> {
  return Promise.resolve([{ group: `readers-of-${topic}`, state: 'Stable' }]);
}

async function explained(api: TestApi, subject: string, schema: string): Promise<Record<string, unknown>> {
  return (await api.ok('POST', `/samsa/subjects/${subject}/explain`, { schema })) as Record<string, unknown>;
}

test('a registration that only pretends tells each difference and who reads the topic, and registers nothing', async () => {
  const api = testApi({ topicGroups: groups });
  await api.ok('POST', '/subjects/orders-value/versions', { schema: FIRST });
  const answer = await explained(api, 'orders-value', WIDER);
  assert.deepEqual(answer, {
    subject: 'orders-value',
    compatibility: 'BACKWARD',
    isCompatible: false,
    registeredAs: null,
    versions: [
      {
        version: 1,
        isCompatible: false,
        differences: [
          {
            reader: 'new',
            type: 'READER_FIELD_MISSING_DEFAULT_VALUE',
            path: '/fields/1',
            message: 'total',
            isCompatible: false,
          },
        ],
      },
    ],
    topic: 'orders',
    groups: [{ group: 'readers-of-orders', state: 'Stable' }],
  });
  assert.deepEqual(await api.ok('GET', '/subjects/orders-value/versions'), [1]);
});

test('what is registered already, a first schema, and a subject of no topic are told as such', async () => {
  const api = testApi({ topicGroups: groups });
  await api.ok('POST', '/subjects/orders-value/versions', { schema: FIRST });
  assert.deepEqual((await explained(api, 'orders-value', FIRST))['registeredAs'], { id: 1, version: 1 });
  const { isCompatible, versions, topic, groups: found } = await explained(api, 'com.example.Order', FIRST);
  assert.deepEqual([isCompatible, versions, topic, found], [true, [], null, null]);
  const inContext = (await api.ok('POST', '/contexts/x/samsa/subjects/orders-value/explain', { schema: FIRST })) as {
    subject: string;
  };
  assert.equal(inContext.subject, ':.x:orders-value');
});

test('a schema that is none and a subject that is read-only are refused as a registration is', async () => {
  const { code, ok } = testApi();
  assert.equal(await code('POST', '/samsa/subjects/a/explain', { schema: '{' }), '422/42201');
  await ok('PUT', '/mode', { mode: 'READONLY' });
  assert.equal(await code('POST', '/samsa/subjects/a/explain', { schema: FIRST }), '422/42205');
});
