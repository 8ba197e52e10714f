import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { FileMetaStore, MetadataService } from '#metadata';
import { createSimulation } from '#sim';
import type { Machine, Simulation } from '#sim';
import { configRules } from './config-rules.ts';
import { parseBrokerConfig } from './config/index.ts';
import { DelegationTokens } from './delegation-tokens.ts';

const HOUR = 3_600_000;

interface World {
  readonly simulation: Simulation;
  readonly machine: Machine;
  readonly metadata: MetadataService;
  readonly tokens: DelegationTokens;
  /** Gives the id of a token that lives so long from now on. */
  create(lifetimeMs: number): Promise<string>;
}

async function world(options: Record<string, string>): Promise<World> {
  const simulation = createSimulation(3);
  const { machine } = simulation;
  const { env } = machine;
  const { config } = parseBrokerConfig({ options });
  const settings = {
    defaultNumPartitions: 1,
    defaultReplicationFactor: 1,
    clampReplicationFactor: true,
    deleteTopicEnable: true,
  };
  await machine.finish(env.disk.makeDirectory('/data'));
  const store = new FileMetaStore(env, '/data');
  const opening = MetadataService.open(env, { store, settings, configRules: configRules(config) });
  const metadata = await machine.finish(opening);
  await machine.finish(metadata.submit('bootstrap', { features: [], topics: [], brokerId: 1, nextProducerId: 0 }));
  const tokens = new DelegationTokens(env, metadata, config.values);
  metadata.subscribe((delta) => {
    if (delta.tokensChanged) tokens.tokensChanged();
  });
  const create = async (lifetimeMs: number): Promise<string> => {
    const now = env.clock.now();
    const names = { owner: 'User:alice', requester: 'User:alice', renewers: [] };
    const times = { now, maxTimestamp: now + lifetimeMs, expirationTimestamp: now + lifetimeMs };
    return (await machine.finish(metadata.submit('createDelegationToken', { ...names, ...times }))).tokenId;
  };
  return { simulation, machine, metadata, tokens, create };
}

test('a token is known by the HMAC of its id under the key, for as long as it is there', async () => {
  const { machine, metadata, tokens, create } = await world({ 'delegation.token.secret.key': 'secret' });
  const tokenId = await create(HOUR);
  const hmac = createHmac('sha512', 'secret').update(tokenId).digest();
  assert.deepEqual(tokens.hmac(tokenId), hmac);
  assert.equal(tokens.byHmac(hmac)?.tokenId, tokenId);
  assert.equal(tokens.byHmac(hmac.subarray(1)), undefined);
  const expire = { tokenId, principal: 'User:alice', now: machine.env.clock.now(), periodMs: -1 };
  await machine.finish(metadata.submit('expireDelegationToken', expire));
  assert.equal(tokens.byHmac(hmac), undefined);
});

test('expired tokens are swept out now and then, until the broker closes', async () => {
  const { simulation, metadata, tokens, create } = await world({
    'delegation.token.secret.key': 'secret',
    'delegation.token.expiry.check.interval.ms': `${HOUR}`,
  });
  tokens.start();
  await create(HOUR / 2);
  const longer = await create(3 * HOUR);
  await simulation.advance(HOUR + 1000);
  assert.deepEqual([...metadata.image.delegationTokens.keys()], [longer]);
  await simulation.advance(3 * HOUR);
  assert.equal(metadata.image.delegationTokens.size, 0);
  tokens.close();
  await create(1);
  await simulation.advance(3 * HOUR);
  assert.equal(metadata.image.delegationTokens.size, 1);
});

test('without a key there are no tokens', async () => {
  const { tokens, create } = await world({});
  assert.equal(tokens.isEnabled, false);
  const tokenId = await create(HOUR);
  assert.equal(tokens.byHmac(tokens.hmac(tokenId)), undefined);
});
