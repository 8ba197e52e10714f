import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SimulatedBroker } from '#broker/testing';
import { listOffsetsRequest, listOffsetsResponse, newListOffsetsRequest } from '#protocol';
import type { ClientError } from '../errors.ts';
import { FaultProxy } from '../fault-proxy.testing.ts';
import { ClientTestBroker } from '../test-broker.testing.ts';
import { openTestCluster } from './cluster.testing.ts';

const LIST_OFFSETS = [listOffsetsRequest, listOffsetsResponse] as const;

test('the cluster of a real broker is found, and found again when the broker comes back', async () => {
  await using broker = await ClientTestBroker.start();
  const cluster = openTestCluster(broker.env, { bootstrapServers: broker.bootstrap });
  await cluster.metadata.ensure(['orders'], { timeoutMs: 30_000 });
  const leader = cluster.metadata.partition('orders', 0)?.leader ?? -1;
  await cluster.send(leader, LIST_OFFSETS, newListOffsetsRequest());
  assert.equal(await cluster.coordinator('group', 'g'), leader);
  const epoch = cluster.metadata.partition('orders', 0)?.leaderEpoch ?? -1;
  await broker.restart();
  await cluster.retry(() => cluster.send(leader, LIST_OFFSETS, newListOffsetsRequest()), {
    timeoutMs: 30_000,
    describe: 'list offsets',
  });
  await cluster.metadata.refresh();
  assert.ok((cluster.metadata.partition('orders', 0)?.leaderEpoch ?? -1) >= epoch);
  await cluster.close();
});

test('a proxy that stalls costs one request its time and no more', async () => {
  await using broker = await ClientTestBroker.start();
  const proxy = await FaultProxy.start(broker.env, { host: '127.0.0.1', port: broker.port });
  const cluster = openTestCluster(broker.env, { bootstrapServers: proxy.bootstrap, requestTimeoutMs: 200 });
  proxy.faults.push({ direction: 'answers', afterBytes: 10, kind: 'stall' });
  await cluster.metadata.ensure(['orders'], { timeoutMs: 30_000 });
  assert.equal(cluster.status.lastError, null);
  await cluster.close();
  await proxy.stop();
});

test('a broker that is killed again and again on virtual time is found every time, for any seed', async () => {
  for (let seed = 0; seed < 10; seed++) {
    const broker = new SimulatedBroker(seed);
    await broker.start();
    const cluster = openTestCluster(broker.clients.env, { bootstrapServers: `127.0.0.1:${broker.port}` });
    await broker.run(() => cluster.metadata.ensure(['orders'], { timeoutMs: 60_000 }));
    for (let round = 0; round < 5; round++) {
      const asking = cluster.retry(() => cluster.send(1, LIST_OFFSETS, newListOffsetsRequest()), {
        timeoutMs: 300_000,
        describe: 'list offsets',
      });
      const [outcome] = await Promise.all([
        broker.run(() =>
          asking.then(
            () => null,
            (error: ClientError) => error,
          ),
        ),
        broker.killAndStart(),
      ]);
      assert.equal(outcome, null);
    }
    await broker.run(() => cluster.close());
    await broker.close();
  }
});
