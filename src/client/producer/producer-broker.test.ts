import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Env } from '#kernel';
import { createNodeEnv } from '#kernel/node';
import { FaultProxy } from '../fault-proxy.testing.ts';
import { ClientTestBroker } from '../test-broker.testing.ts';
import { Producer, type ProducerOptions } from './producer.ts';

let broker: ClientTestBroker;
let env: Env;

before(async () => {
  broker = await ClientTestBroker.start({ 'num.partitions': '1' });
  env = createNodeEnv({ logger: { stream: { write: () => true } } });
});

after(() => broker.close());

const options = (): ProducerOptions => ({
  env,
  bootstrapServers: broker.bootstrap,
  retryBackoffMs: 5,
  retryBackoffMaxMs: 20,
  reconnectBackoffMs: 1,
  reconnectBackoffMaxMs: 20,
});

/** Each record has an offset of its own, and the log holds nothing else. */
async function assertOnceEach(topic: string, offsets: readonly number[]): Promise<void> {
  assert.deepEqual(
    offsets.toSorted((a, b) => a - b),
    offsets.map((_, index) => index),
  );
  await using producer = new Producer(options());
  assert.equal((await producer.send({ topic, value: 'last' })).offset, offsets.length, 'nothing is there twice');
}

test('a new idempotent producer that sends many records at once loses none', async () => {
  await using producer = new Producer(options());
  const sent = await Promise.all(
    Array.from({ length: 200 }, (_, i) => producer.send({ topic: 'at-once', value: `${i}` })),
  );
  await assertOnceEach(
    'at-once',
    sent.map(({ offset }) => offset),
  );
});

test('connections that are cut in the middle of requests and answers lose nothing and repeat nothing', async () => {
  const proxy = await FaultProxy.start(env, { host: '127.0.0.1', port: broker.port });
  for (let i = 0; i < 40; i++) {
    const direction = i % 2 === 0 ? 'answers' : 'requests';
    proxy.faults.push({ direction, afterBytes: direction === 'answers' ? 500 + i * 37 : 300 + i * 211, kind: 'cut' });
  }
  // Wherever the broker says that it is.
  const connect: Env['network']['connect'] = (to) => env.network.connect({ ...to, port: proxy.port });
  const through: Env = { ...env, network: { ...env.network, connect } };
  const topic = 'cut';
  {
    await using producer = new Producer({ ...options(), env: through });
    const offsets: number[] = [];
    for (let round = 0; round < 60; round++) {
      const values = Array.from({ length: 20 }, (_, i) => ({ topic, value: `${round} ${i}` }));
      const sent = await Promise.all(values.map((record) => producer.send(record)));
      offsets.push(...sent.map(({ offset }) => offset));
    }
    assert.ok(proxy.connectionCount > 5, 'some were cut');
    assert.deepEqual(
      offsets,
      offsets.toSorted((a, b) => a - b),
      'in order',
    );
    await assertOnceEach(topic, offsets);
  }
  await proxy.stop();
});

test('a broker that is started again goes on where it was, without loss or repetition', async () => {
  await using producer = new Producer(options());
  const topic = 'again';
  const offsets: number[] = [];
  const send = async (count: number): Promise<void> => {
    const sent = await Promise.all(Array.from({ length: count }, (_, i) => producer.send({ topic, value: `${i}` })));
    offsets.push(...sent.map(({ offset }) => offset));
  };
  await send(50);
  const during = send(50);
  await broker.restart();
  await during;
  await send(50);
  await assertOnceEach(topic, offsets);
});
