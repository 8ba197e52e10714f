import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryRegistry, testApi } from './registry-http.testing.ts';

const STRING = { schema: '"string"' };

/** Counts what is decided. */
class CountingRegistry extends MemoryRegistry {
  executed = 0;

  override execute(command: Parameters<MemoryRegistry['execute']>[0]): Promise<unknown> {
    this.executed++;
    return super.execute(command);
  }
}

test('a schema that is registered again is answered from memory, until anything changes', async () => {
  const registry = new CountingRegistry();
  const { ok, code } = testApi({ registry });
  const first = await ok('POST', '/subjects/a/versions', STRING);
  // The first wrote a record; the second found it, and is remembered.
  for (let i = 0; i < 5; i++) assert.deepEqual(await ok('POST', '/subjects/a/versions', STRING), first);
  assert.equal(registry.executed, 2);
  await ok('POST', '/subjects/b/versions', STRING);
  assert.deepEqual(await ok('POST', '/subjects/a/versions', STRING), first);
  assert.equal(registry.executed, 4);
  await ok('PUT', '/mode', { mode: 'READONLY' });
  assert.equal(await code('POST', '/subjects/a/versions', STRING), '422/42205');
});

test('another body, another Accept and another query are not the same request', async () => {
  const { ok, ask } = testApi();
  await ok('POST', '/subjects/a/versions', STRING);
  await ok('POST', '/subjects/a/versions', STRING);
  const other = (await ok('POST', '/subjects/b/versions', { schema: '"int"' })) as { id: number };
  assert.equal(other.id, 2);
  await ok('POST', '/subjects/a', STRING);
  assert.equal((await ask('POST', '/subjects/a', { body: { schema: '"int"' } })).status, 404);
  const accepted = { body: STRING, headers: { accept: 'application/json' } };
  assert.match((await ask('POST', '/subjects/a', accepted)).headers.get('content-type') ?? '', /application\/json/);
  assert.match((await ask('POST', '/subjects/a', { body: STRING })).headers.get('content-type') ?? '', /vnd/);
});

test('one that leads no more does not register from memory', async () => {
  const { ok, code, registry } = testApi();
  for (let i = 0; i < 3; i++) await ok('POST', '/subjects/a/versions', STRING);
  registry.leader = { isLeader: false, leaderUrl: null };
  assert.equal(await code('POST', '/subjects/a/versions', STRING), '500/50004');
});
