/** Writes at a registry that does not lead: sent to the one that does, as they came. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ForwardFetch, ForwardRequest } from './forwarding.ts';
import { MemoryRegistry, testApi, type TestApi } from './registry-http.testing.ts';

function follower(leaderUrl: string | null, fetch: ForwardFetch): TestApi {
  const registry = new MemoryRegistry();
  registry.leader = { isLeader: false, leaderUrl };
  return testApi({ registry, fetch });
}

function answered(status: number, body: string, type = 'application/json'): ReturnType<ForwardFetch> {
  return Promise.resolve(new Response(body, { status, headers: { 'content-type': type } }));
}

test('a write goes to the leader whole, and its answer comes back as it is', async () => {
  const seen: [string, ForwardRequest][] = [];
  const { ask } = follower('http://leader:8081', (url, request) => {
    seen.push([url, request]);
    return answered(
      422,
      '{"error_code":42201,"message":"said by the leader"}',
      'application/vnd.schemaregistry.v1+json',
    );
  });
  const path = '/contexts/.x/subjects/a%2Fb/versions?normalize=true';
  const answer = await ask('POST', path, { body: { schema: '"string"' }, headers: { authorization: 'Basic x' } });
  assert.deepEqual([answer.status, answer.body], [422, { error_code: 42201, message: 'said by the leader' }]);
  assert.equal(answer.headers.get('content-type'), 'application/vnd.schemaregistry.v1+json');
  const [[url, request] = assert.fail()] = seen;
  assert.equal(url, `http://leader:8081${path}`);
  assert.equal(request.method, 'POST');
  assert.equal(request.headers['X-Forward'], 'true');
  assert.equal(request.headers['authorization'], 'Basic x');
  assert.equal(Buffer.from(request.body ?? []).toString(), '{"schema":"\\"string\\""}');
});

test('reads are answered by each registry itself', async () => {
  const { ok } = follower('http://leader:8081', () => assert.fail('nothing is to be forwarded'));
  assert.deepEqual(await ok('GET', '/subjects'), []);
});

test('a leader that cannot be reached is told by 50003, one that nobody knows by 50004', async () => {
  const gone = follower('http://leader:8081', () =>
    Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') })),
  );
  const { status, body } = await gone.ask('DELETE', '/subjects/a');
  assert.equal(status, 500);
  assert.equal((body as { error_code: number }).error_code, 50003);
  assert.match((body as { message: string }).message, /leader:8081.*ECONNREFUSED/);
  const nobody = follower(null, () => assert.fail('nobody is to be asked'));
  assert.equal(await nobody.code('PUT', '/config', { compatibility: 'FULL' }), '500/50004');
});

test('what was forwarded to a registry that does not lead goes no further', async () => {
  const { ask } = follower('http://leader:8081', () =>
    assert.fail('a request that was forwarded is not forwarded again'),
  );
  const { body } = await ask('DELETE', '/config', { headers: { 'x-forward': 'true' } });
  assert.equal((body as { error_code: number }).error_code, 50004);
});
