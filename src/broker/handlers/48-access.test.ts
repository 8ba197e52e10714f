/** Quotas and SCRAM users as they are described (KIP-546, KIP-554). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  alterClientQuotasRequest,
  alterClientQuotasResponse,
  alterUserScramCredentialsRequest,
  alterUserScramCredentialsResponse,
  describeClientQuotasRequest,
  describeClientQuotasResponse,
  describeUserScramCredentialsRequest,
  describeUserScramCredentialsResponse,
  errorForCode,
} from '#protocol';
import type { TestClient } from '../broker.testing.ts';
import { withBroker } from '../requests.testing.ts';

type Names = Record<string, string | null>;
const [EXACT, DEFAULT, SPECIFIED] = [0, 1, 2] as const;
type Component = readonly [entityType: string, matchType: number, match?: string | null];

async function setQuotas(client: TestClient, ...entities: Names[]): Promise<void> {
  const entries = entities.map((names) => ({
    entity: Object.entries(names).map(([entityType, entityName]) => ({ entityType, entityName })),
    ops: [{ key: 'ip' in names ? 'connection_creation_rate' : 'producer_byte_rate', value: 7, remove: false }],
  }));
  const call = [alterClientQuotasRequest, alterClientQuotasResponse] as const;
  const answer = await client.call(call, { entries, validateOnly: false });
  assert.ok(answer.entries.every(({ errorCode }) => errorCode === 0));
}

/** Names of the error or the entities. */
async function described(client: TestClient, components: readonly Component[], strict = false): Promise<unknown> {
  const { errorCode, entries } = await client.call([describeClientQuotasRequest, describeClientQuotasResponse], {
    components: components.map(([entityType, matchType, match = null]) => ({ entityType, matchType, match })),
    strict,
  });
  if (errorCode !== 0) return errorForCode(errorCode).name;
  return entries!.map(({ entity }) =>
    Object.fromEntries(entity.map(({ entityType, entityName }) => [entityType, entityName])),
  );
}

test('quotas are found by name, by default, by type, and strictly with no other type beside', () =>
  withBroker(async (client) => {
    const alice = { user: 'alice' };
    const pair = { user: 'alice', 'client-id': null };
    const all = { user: null };
    const ip = { ip: '10.0.0.1' };
    await setQuotas(client, alice, pair, all, ip);
    assert.deepEqual(await described(client, []), [alice, pair, all, ip]);
    assert.deepEqual(await described(client, [], true), []);
    assert.deepEqual(await described(client, [['user', EXACT, 'alice']]), [alice, pair]);
    assert.deepEqual(await described(client, [['user', EXACT, 'alice']], true), [alice]);
    assert.deepEqual(await described(client, [['user', DEFAULT]]), [all]);
    assert.deepEqual(await described(client, [['user', SPECIFIED]], true), [alice, all]);
    assert.deepEqual(await described(client, [['ip', SPECIFIED]]), [ip]);
  }));

test('a filter that makes no sense is refused as a whole', () =>
  withBroker(async (client) => {
    const wrong: [string, ...Component[]][] = [
      ['INVALID_REQUEST', ['', SPECIFIED]],
      ['UNSUPPORTED_VERSION', ['planet', SPECIFIED]],
      ['INVALID_REQUEST', ['user', EXACT]],
      ['INVALID_REQUEST', ['user', DEFAULT, 'x']],
      ['INVALID_REQUEST', ['user', SPECIFIED, 'x']],
      ['INVALID_REQUEST', ['user', 3]],
      ['INVALID_REQUEST', ['user', SPECIFIED], ['user', DEFAULT]],
      ['INVALID_REQUEST', ['user', SPECIFIED], ['ip', SPECIFIED]],
    ];
    for (const [error, ...components] of wrong) assert.equal(await described(client, components), error);
  }));

test('users are described by mechanism and iterations, and after a restart they are there', () =>
  withBroker(async (client, broker) => {
    const upsertion = (name: string, mechanism: number, iterations: number) => {
      return { name, mechanism, iterations, salt: Buffer.alloc(16, 1), saltedPassword: Buffer.alloc(32, 2) };
    };
    const alter = [alterUserScramCredentialsRequest, alterUserScramCredentialsResponse] as const;
    await client.call(alter, { deletions: [], upsertions: [upsertion('alice', 1, 4096), upsertion('bob', 2, 8192)] });
    await broker.restart();
    const again = await broker.connect();
    const describe = async (names: string[] | null): Promise<unknown> => {
      const call = [describeUserScramCredentialsRequest, describeUserScramCredentialsResponse] as const;
      const { results } = await again.call(call, { users: names?.map((name) => ({ name })) ?? null });
      return results.map(({ user, errorCode, credentialInfos }) => [
        user,
        errorForCode(errorCode).name,
        credentialInfos.map(({ mechanism, iterations }) => [mechanism, iterations]),
      ]);
    };
    const [alice, bob] = [
      ['alice', 'NONE', [[1, 4096]]],
      ['bob', 'NONE', [[2, 8192]]],
    ];
    assert.deepEqual(await describe(null), [alice, bob]);
    assert.deepEqual(await describe([]), [alice, bob]);
    assert.deepEqual(await describe(['bob', 'nobody', 'alice', 'alice']), [
      bob,
      ['nobody', 'RESOURCE_NOT_FOUND', []],
      ['alice', 'DUPLICATE_RESOURCE', []],
    ]);
  }));
