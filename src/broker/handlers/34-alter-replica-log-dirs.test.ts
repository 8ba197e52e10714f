import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  alterReplicaLogDirsRequest,
  alterReplicaLogDirsResponse,
  describeLogDirsRequest,
  describeLogDirsResponse,
  Errors,
  newAlterReplicaLogDirsRequest,
  newDescribeLogDirsRequest,
} from '#protocol';
import { batchOf, type TestClient } from '../broker.testing.ts';
import { createTopic, fetch, produce, valuesOf } from '../requests.testing.ts';
import { SimulatedBroker } from '../simulation.testing.ts';

async function move(client: TestClient, path: string, topics: [string, number[]][]): Promise<number[]> {
  const dirs = [{ path, topics: topics.map(([name, partitions]) => ({ name, partitions })) }];
  const calls = [alterReplicaLogDirsRequest, alterReplicaLogDirsResponse] as const;
  const { results } = await client.call(calls, newAlterReplicaLogDirsRequest({ dirs }));
  return results.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode));
}

/** Where each partition lies, as `directory topic-partition`, those on their way with a star. */
async function places(client: TestClient): Promise<string[]> {
  const calls = [describeLogDirsRequest, describeLogDirsResponse] as const;
  const { results } = await client.call(calls, newDescribeLogDirsRequest({ topics: null }));
  return results
    .flatMap(({ logDir, topics }) =>
      topics.flatMap(({ name, partitions }) =>
        partitions.map((one) => `${logDir} ${name}-${one.partitionIndex}${one.isFutureKey ? '*' : ''}`),
      ),
    )
    .toSorted();
}

test('a partition moves to another directory while it is produced to, and stays there over a restart', async () => {
  const world = new SimulatedBroker(1, { 'log.dirs': '/data,/other' });
  await world.start();
  const written: string[] = [];
  await world.run(async () => {
    const client = await world.connect();
    await createTopic(client, 't', { partitions: 2 });
    const add = async (): Promise<void> => {
      const value = `v${written.length}`;
      assert.equal((await produce(client, 't', batchOf([['k', value]], { timestamp: world.now() }))).errorCode, 0);
      written.push(value);
    };
    for (let i = 0; i < 20; i++) await add();
    const before = await places(client);
    const from = before.find((place) => place.endsWith('t-0'))!.split(' ')[0]!;
    const to = from === '/data' ? '/other' : '/data';
    assert.deepEqual(await move(client, '/nowhere', [['t', [0]]]), [Errors.LOG_DIR_NOT_FOUND.code]);
    const unknown = Errors.REPLICA_NOT_AVAILABLE.code;
    assert.deepEqual(
      await move(client, to, [
        ['t', [0, 5]],
        ['nope', [0]],
      ]),
      [0, unknown, unknown],
    );
    let sawFuture = false;
    while (!(await places(client)).includes(`${to} t-0`)) {
      sawFuture ||= (await places(client)).includes(`${to} t-0*`);
      await add();
    }
    assert.ok(sawFuture, 'on its way it is told of as a future one');
    await add();
    assert.deepEqual(valuesOf((await fetch(client, 't', 0)).records), written);
  });
  await world.killAndStart();
  await world.run(async () => {
    const client = await world.connect();
    assert.equal((await places(client)).filter((place) => place.includes('t-0')).length, 1);
    const answer = await fetch(client, 't', 0, { version: 12 });
    assert.deepEqual(valuesOf(answer.records), written);
  });
  await world.close();
});
