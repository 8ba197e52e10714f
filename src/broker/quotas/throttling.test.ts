/** Quotas set by AlterClientQuotas and felt by clients that do not care (KIP-219, KIP-599), on virtual time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  alterClientQuotasRequest,
  alterClientQuotasResponse,
  apiVersionsRequest,
  apiVersionsResponse,
  createTopicsRequest,
  createTopicsResponse,
  Errors,
  newAlterClientQuotasRequest,
  newApiVersionsRequest,
  newCreateTopicsRequest,
  newCreateTopicsRequestCreatableTopic,
  type FetchResponse,
} from '#protocol';
import { batchOf, type TestClient } from '../broker.testing.ts';
import { createTopic, FETCH, fetchMessage, PRODUCE, produceMessage } from '../requests.testing.ts';
import { SimulatedBroker } from '../simulation.testing.ts';

type Entity = Readonly<Record<string, string | null>>;

async function setQuota(client: TestClient, entity: Entity, [key, value]: [string, number | null]): Promise<void> {
  const entries = [
    {
      entity: Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName })),
      ops: [{ key, value: value ?? 0, remove: value === null }],
    },
  ];
  const calls = [alterClientQuotasRequest, alterClientQuotasResponse] as const;
  const answer = await client.call(calls, newAlterClientQuotasRequest({ entries, validateOnly: false }));
  assert.equal(answer.entries[0]!.errorCode, 0, answer.entries[0]!.errorMessage ?? '');
}

async function withWorld(work: (world: SimulatedBroker, client: TestClient) => Promise<void>): Promise<void> {
  const world = new SimulatedBroker(1);
  await world.start();
  await world.run(async () => work(world, await world.connect()), 3_600_000);
  await world.close();
}

test('a producer that ignores what it is told comes no faster than its quota, and is told the truth', () =>
  withWorld(async (world, admin) => {
    await createTopic(admin, 't');
    await setQuota(admin, { 'client-id': 'fast' }, ['producer_byte_rate', 10_000]);
    const client = await world.connect();
    client.clientId = 'fast';
    client.topicIds.set('t', admin.topicIds.get('t')!);
    let sent = 0;
    let throttled = 0;
    let sentBefore = 0;
    const value = 'x'.repeat(900);
    const begun = world.world.monotonic();
    while (world.world.monotonic() - begun < 200_000) {
      const batch = batchOf([['k', value]], { timestamp: world.now() });
      const before = world.world.monotonic();
      const message = produceMessage(client, 't', batch);
      const { throttleTimeMs } = await client.call(PRODUCE, message);
      assert.ok(world.world.monotonic() - before < 100 + throttled, 'answers come at once, behind a mute at most');
      throttled = throttleTimeMs;
      sent += batch.length + 60;
      if (world.world.monotonic() - begun < 30_000) sentBefore = sent;
    }
    const rate = (sent - sentBefore) / 170;
    assert.ok(rate > 9000 && rate < 11_000, `${rate} bytes a second`);
    assert.ok(throttled > 0);
    await produceOnce(admin, world);
  }));

/** Another client id is not held back. */
async function produceOnce(client: TestClient, world: SimulatedBroker): Promise<void> {
  const message = produceMessage(client, 't', batchOf([['k', 'v']], { timestamp: world.now() }));
  assert.equal((await client.call(PRODUCE, message)).throttleTimeMs, 0);
}

test('a muted connection begins no request until its time is over, whichever it is', () =>
  withWorld(async (world, client) => {
    await createTopic(client, 't');
    await setQuota(client, { user: 'ANONYMOUS' }, ['producer_byte_rate', 100]);
    const batch = batchOf([['k', 'x'.repeat(5000)]], { timestamp: world.now() });
    const { throttleTimeMs } = await client.call(PRODUCE, produceMessage(client, 't', batch));
    assert.ok(throttleTimeMs > 10_000);
    const begun = world.world.monotonic();
    await client.call([apiVersionsRequest, apiVersionsResponse], newApiVersionsRequest(), 0);
    const waited = world.world.monotonic() - begun;
    assert.ok(Math.abs(waited - throttleTimeMs) < 100, `${waited} ms of ${throttleTimeMs}`);
    const other = await world.connect();
    await other.call([apiVersionsRequest, apiVersionsResponse], newApiVersionsRequest(), 0);
  }));

test('a fetch over the quota is answered without records, and later gets them; its session stays', () =>
  withWorld(async (world, client) => {
    await createTopic(client, 't');
    for (let i = 0; i < 12; i++) {
      const batch = batchOf([['k', 'x'.repeat(1000)]], { timestamp: world.now() });
      await client.call(PRODUCE, produceMessage(client, 't', batch));
    }
    await setQuota(client, { user: null }, ['consumer_byte_rate', 500]);
    const ask = (sessionId: number, sessionEpoch: number): Promise<FetchResponse> =>
      client.call(FETCH, fetchMessage(client, 't', 0, { fields: { sessionId, sessionEpoch } }));
    const first = await ask(0, 0);
    assert.ok(first.sessionId > 0 && first.responses.length === 1, 'within what the window allows');
    const second = await ask(first.sessionId, 1);
    assert.ok(second.throttleTimeMs > 0);
    assert.deepEqual([second.responses, second.sessionId], [[], first.sessionId]);
    await new Promise<void>((resolve) => world.clients.env.scheduler.after(30_000, resolve));
    const third = await ask(first.sessionId, 2);
    assert.deepEqual([third.errorCode, third.throttleTimeMs, third.responses.length], [0, 0, 1]);
  }));

test('topics beyond the credits of a client are refused in new versions and only delayed in old ones', () =>
  withWorld(async (_world, client) => {
    await setQuota(client, { 'client-id': 'maker' }, ['controller_mutation_rate', 1]);
    client.clientId = 'maker';
    const create = async (name: string, partitions: number, version: number): Promise<[number, number]> => {
      const topics = [newCreateTopicsRequestCreatableTopic({ name, numPartitions: partitions, replicationFactor: 1 })];
      const request = newCreateTopicsRequest({ topics, timeoutMs: 1000 });
      const answer = await client.call([createTopicsRequest, createTopicsResponse], request, version);
      return [answer.topics[0]!.errorCode, answer.throttleTimeMs];
    };
    assert.deepEqual(await create('a', 15, 7), [0, 0]);
    const [code, throttle] = await create('b', 1, 7);
    assert.equal(code, Errors.THROTTLING_QUOTA_EXCEEDED.code);
    assert.ok(throttle > 3500 && throttle <= 4000, `${throttle} ms`);
    assert.deepEqual((await create('c', 10, 5))[0], 0);
    const [, later] = await create('d', 1, 5);
    assert.ok(later > 0);
  }));

test('a quota that is taken away is felt no longer, and after a restart those that are left hold', async () => {
  const world = new SimulatedBroker(1);
  await world.start();
  const throttleOf = async (client: TestClient): Promise<number> => {
    const batch = batchOf([['k', 'x'.repeat(5000)]], { timestamp: world.now() });
    return (await client.call(PRODUCE, produceMessage(client, 't', batch), 12)).throttleTimeMs;
  };
  await world.run(async () => {
    const client = await world.connect();
    await createTopic(client, 't');
    await setQuota(client, { user: 'ANONYMOUS' }, ['producer_byte_rate', 100]);
    assert.ok((await throttleOf(client)) > 0);
    const other = await world.connect();
    await setQuota(other, { user: 'ANONYMOUS' }, ['producer_byte_rate', null]);
    assert.equal(await throttleOf(other), 0);
    await setQuota(other, { user: null, 'client-id': 'test' }, ['producer_byte_rate', 100]);
  });
  await world.killAndStart();
  await world.run(async () => assert.ok((await throttleOf(await world.connect())) > 0));
  await world.close();
});

test('an address that connects faster than its quota is closed, a little later', () =>
  withWorld(async (world, client) => {
    await setQuota(client, { ip: '127.0.0.1' }, ['connection_creation_rate', 1]);
    let closed = 0;
    for (let i = 0; i < 40; i++) {
      const one = await world.connect();
      void one.whenClosed().then(() => closed++);
    }
    await new Promise<void>((resolve) => world.clients.env.scheduler.after(3000, resolve));
    assert.ok(closed >= 25 && closed <= 31, `${closed} of 40`);
    await client.call([apiVersionsRequest, apiVersionsResponse], newApiVersionsRequest(), 0);
  }));
