/** How many connections there may be, and how fast they may come (KIP-402, KIP-612), on virtual time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  apiVersionsRequest,
  apiVersionsResponse,
  incrementalAlterConfigsRequest,
  incrementalAlterConfigsResponse,
  newApiVersionsRequest,
  newIncrementalAlterConfigsRequest,
} from '#protocol';
import type { TestClient } from './broker.testing.ts';
import { ConnectionQuotas, type ConnectionLimits } from './quotas/connection-quotas.ts';
import { SimulatedBroker } from './simulation.testing.ts';

const BROKER = 4;

/** Resolves once the client is served. */
async function served(client: TestClient): Promise<void> {
  await client.call([apiVersionsRequest, apiVersionsResponse], newApiVersionsRequest(), 0);
}

async function alterBroker(client: TestClient, name: string, value: string, broker = ''): Promise<number> {
  const resources = [{ resourceType: BROKER, resourceName: broker, configs: [{ name, configOperation: 0, value }] }];
  const calls = [incrementalAlterConfigsRequest, incrementalAlterConfigsResponse] as const;
  return (await client.call(calls, newIncrementalAlterConfigsRequest({ resources }))).responses[0]!.errorCode;
}

async function withWorld(
  configs: Readonly<Record<string, string>>,
  work: (world: SimulatedBroker) => Promise<void>,
): Promise<void> {
  const world = new SimulatedBroker(1, configs);
  await world.start();
  await world.run(() => work(world));
  await world.close();
}

const pause = (world: SimulatedBroker, ms: number): Promise<void> =>
  new Promise((resolve) => world.clients.env.scheduler.after(ms, resolve));

test('who comes when max.connections are there waits, and is served in turn as others leave', () =>
  withWorld({ 'max.connections': '2' }, async (world) => {
    const a = await world.connect();
    await served(a);
    const b = await world.connect();
    await served(b);
    const order: string[] = [];
    const third = served(await world.connect()).then(() => order.push('third'));
    await pause(world, 1000);
    const fourth = served(await world.connect()).then(() => order.push('fourth'));
    await pause(world, 5000);
    assert.deepEqual(order, []);
    a.close();
    await third;
    assert.deepEqual(order, ['third']);
    b.close();
    await fourth;
  }));

test('a waiting connection that gives up takes nobody’s place', () =>
  withWorld({ 'max.connections': '1' }, async (world) => {
    const a = await world.connect();
    await served(a);
    const b = await world.connect();
    const c = await world.connect();
    b.close();
    await pause(world, 1000);
    a.close();
    await served(c);
  }));

test('max.connections can be raised while the broker runs, and who waits comes in', () =>
  withWorld({ 'max.connections': '1' }, async (world) => {
    const a = await world.connect();
    const waiting = served(await world.connect());
    assert.equal(await alterBroker(a, 'max.connections', '2'), 0);
    await waiting;
  }));

test('a listener has limits of its own beside those of the broker', () =>
  withWorld({ 'listener.name.plaintext.max.connections': '1' }, async (world) => {
    const a = await world.connect();
    await served(a);
    let isServed = false;
    const second = served(await world.connect()).then(() => (isServed = true));
    await pause(world, 1000);
    assert.equal(isServed, false);
    assert.equal(await alterBroker(a, 'listener.name.plaintext.max.connections', '2'), 0);
    await second;
  }));

test('of those who wait, so many as the backlog holds are kept, and the others closed', () =>
  withWorld({ 'max.connections': '1', 'socket.listen.backlog.size': '2' }, async (world) => {
    const a = await world.connect();
    await served(a);
    await world.connect();
    await world.connect();
    const surplus = await world.connect();
    await surplus.whenClosed();
  }));

test('new connections come at max.connection.creation.rate, after the burst that a window allows', () =>
  withWorld({ 'max.connection.creation.rate': '10' }, async (world) => {
    const begun = world.world.monotonic();
    let atOnce = 0;
    for (let i = 0; i < 600; i++) {
      const client = await world.connect();
      await served(client);
      if (world.world.monotonic() - begun < 900) atOnce++;
      client.close();
    }
    const rate = 600 / ((world.world.monotonic() - begun) / 1000);
    assert.ok(atOnce >= 99 && atOnce <= 111, `${atOnce} in the first second`);
    assert.ok(rate > 9 && rate < 12, `${rate} connections a second`);
  }));

const UNLIMITED: ConnectionLimits = {
  maxConnections: 0x7fffffff,
  maxCreationRate: 0x7fffffff,
  maxConnectionsPerIp: 0x7fffffff,
  maxConnectionsPerIpOverrides: new Map(),
  listeners: new Map(),
  protectedListener: null,
};
const WINDOW = { samples: 11, sampleMs: 1000 };

test('an address that comes too fast has to wait a second at most, and others do not', () => {
  const quotas = new ConnectionQuotas(WINDOW, UNLIMITED);
  quotas.setIpRates({ byIp: new Map([['10.0.0.1', 2]]), otherwise: null });
  let admitted = 0;
  let longest = 0;
  for (let i = 0; i < 100; i++) {
    const throttle = quotas.ipThrottleMs('10.0.0.1', 1000);
    if (throttle === 0) admitted++;
    longest = Math.max(longest, throttle);
    assert.equal(quotas.ipThrottleMs('10.0.0.2', 1000), 0);
  }
  assert.equal(admitted, 20);
  assert.ok(longest > 0 && longest <= 1000);
  assert.equal(quotas.ipThrottleMs('10.0.0.1', 13_000), 0);
});

test('the default of addresses holds for all that have no rate of their own', () => {
  const quotas = new ConnectionQuotas(WINDOW, UNLIMITED);
  quotas.setIpRates({ byIp: new Map([['10.0.0.1', 1000]]), otherwise: 1 });
  for (let i = 0; i < 10; i++) quotas.ipThrottleMs('10.0.0.9', 1000);
  assert.ok(quotas.ipThrottleMs('10.0.0.9', 1000) > 0);
  for (let i = 0; i < 100; i++) assert.equal(quotas.ipThrottleMs('10.0.0.1', 1000), 0);
});

test('connections of the brokers’ own listener are let in when the broker is full, and another has to go', () => {
  const quotas = new ConnectionQuotas(WINDOW, { ...UNLIMITED, maxConnections: 1, protectedListener: 'INTERNAL' });
  quotas.admit('CLIENTS', 'a');
  assert.deepEqual([quotas.hasSlot('CLIENTS'), quotas.hasSlot('INTERNAL'), quotas.isOverfull()], [false, true, false]);
  quotas.admit('INTERNAL', 'b');
  assert.equal(quotas.isOverfull(), true);
  quotas.release('CLIENTS', 'a');
  assert.deepEqual([quotas.isOverfull(), quotas.total], [false, 1]);
});
