/** One that writes at a time, over a whole broker in a simulated world. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SimulatedBroker } from '#broker/testing';
import { Admin, Consumer, FencedAppender, isKafkaError } from '#client';
import type { SimulatedConnection } from '#sim';

const TOPIC = 'fenced';

interface Scene {
  appender(transactionalId?: string): FencedAppender;
  values(): Promise<string[]>;
  readonly connections: Set<SimulatedConnection>;
  /** So much time passes at once. */
  pass(ms: number): void;
}

async function withScene(work: (scene: Scene) => Promise<void>): Promise<void> {
  const broker = new SimulatedBroker(1);
  const { env } = broker.clients;
  const connections = new Set<SimulatedConnection>();
  const bootstrapServers = [`127.0.0.1:${broker.port}`];
  const open: { close(): Promise<void> }[] = [];
  let passedMs = 0;
  const noted = {
    ...env,
    clock: { now: () => env.clock.now() + passedMs, monotonic: () => env.clock.monotonic() + passedMs },
    network: {
      listen: env.network.listen.bind(env.network),
      connect: async (options: Parameters<typeof env.network.connect>[0]) => {
        const connection = await broker.world.network.connect(broker.clients, options);
        connections.add(connection);
        return connection;
      },
    },
  };
  await broker.start();
  await broker.run(async () => {
    const admin = new Admin({ env, bootstrapServers });
    await admin.createTopics([{ name: TOPIC, numPartitions: 1, replicationFactor: 1 }]);
    await admin.close();
    await work({
      connections,
      pass: (ms) => void (passedMs += ms),
      appender(transactionalId = 'lock') {
        const place = { transactionalId, topic: TOPIC, partition: 0 };
        const appender = new FencedAppender({ env: noted, bootstrapServers, requestTimeoutMs: 1000, ...place });
        open.push(appender);
        return appender;
      },
      async values() {
        const consumer = new Consumer({ env, bootstrapServers, autoOffsetReset: 'earliest' });
        consumer.assign([{ topic: TOPIC, partition: 0 }]);
        const records = await consumer.poll(200);
        await consumer.close();
        return records.map(({ value }) => value!.toString());
      },
    });
    await Promise.all(open.map((one) => one.close()));
  });
  await broker.close();
}

function record(value: string): { key: string; value: string }[] {
  return [{ key: 'k', value }];
}

test('whoever has acquired the partition writes, and hears with its next batch that another has taken over', async () => {
  await withScene(async ({ appender, values }) => {
    const [first, second] = [appender(), appender()];
    await first.acquire(5000);
    assert.equal((await first.append(record('1'), 5000)).baseOffset, 0);
    await second.acquire(5000);
    await first.append(record('2'), 5000);
    await second.append(record('3'), 5000);
    await assert.rejects(first.append(record('4'), 5000), (error) => isKafkaError(error, 'PRODUCER_FENCED'));
    assert.equal(first.isHolder, false);
    assert.deepEqual(await values(), ['1', '2', '3']);
  });
});

test('a renewal takes nothing over: one that was replaced is told', async () => {
  await withScene(async ({ appender, values }) => {
    const [first, second] = [appender(), appender()];
    await first.acquire(5000);
    await first.renew(5000);
    await first.append(record('1'), 5000);
    await second.acquire(5000);
    await assert.rejects(first.renew(5000), (error) => isKafkaError(error, 'PRODUCER_FENCED'));
    await second.append(record('2'), 5000);
    assert.deepEqual(await values(), ['1', '2']);
  });
});

test('a batch whose answer is lost is sent again and stands in the log once', async () => {
  await withScene(async ({ appender, values, connections }) => {
    const one = appender();
    await one.acquire(5000);
    await one.append(record('1'), 5000);
    const appended = one.append(record('2'), 5000);
    for (const connection of connections) connection.lose('incoming');
    assert.equal((await appended).baseOffset, 1);
    assert.deepEqual(await values(), ['1', '2']);
  });
});

test('after a batch whose fate is not known nothing is written before a renewal, and what comes then is behind it', async () => {
  await withScene(async ({ appender, values, connections }) => {
    const one = appender();
    await one.acquire(5000);
    await one.append(record('1'), 5000);
    const appended = one.append(record('2'), 500);
    for (const connection of connections) connection.lose('incoming');
    await assert.rejects(appended, (error) => isKafkaError(error, 'REQUEST_TIMED_OUT'));
    assert.equal(one.isUsable, false);
    await one.renew(5000);
    await one.append(record('3'), 5000);
    assert.deepEqual(await values(), ['1', '2', '3']);
  });
});

test('one that was quiet for long proves itself before it writes', async () => {
  await withScene(async ({ appender, pass }) => {
    const [first, second] = [appender(), appender()];
    await first.acquire(5000);
    await second.acquire(5000);
    // The other has written nothing, so that the partition knows of no takeover.
    await first.append(record('1'), 5000);
    pass(7 * 3_600_000);
    await assert.rejects(first.append(record('2'), 5000), (error) => isKafkaError(error, 'PRODUCER_FENCED'));
  });
});
