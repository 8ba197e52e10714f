/** What makes a producer's retries harmless: broker rules I1 to I5. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors } from '#protocol';
import { batchOf, type TestClient } from '../broker.testing.ts';
import { createTopic, fetch, newProducerId, produce, valuesOf, withBroker } from '../requests.testing.ts';
import { SimulatedBroker } from '../simulation.testing.ts';

const MAX_INT = 2 ** 31 - 1;

/** A producer of one partition that sends what it is told, with the sequences it is told. */
class Producer {
  readonly client: TestClient;
  readonly topic: string;
  readonly id: number;

  constructor(client: TestClient, topic: string, id: number) {
    this.client = client;
    this.topic = topic;
    this.id = id;
  }

  /** Resolves with the offset, or the error's name. */
  async send(baseSequence: number, values: readonly string[], producerEpoch = 0): Promise<number | string> {
    const producer = { producerId: this.id, producerEpoch, baseSequence };
    const records = batchOf(
      values.map((value) => ['k', value]),
      { producer },
    );
    const { errorCode, baseOffset } = await produce(this.client, this.topic, records);
    return errorCode === 0 ? baseOffset : Object.values(Errors).find(({ code }) => code === errorCode)!.name;
  }

  async stored(): Promise<(string | null)[]> {
    return valuesOf((await fetch(this.client, this.topic, 0)).records);
  }
}

async function withProducer(
  work: (producer: Producer, restart: () => Promise<Producer>) => Promise<void>,
): Promise<void> {
  await withBroker(async (client, broker) => {
    await createTopic(client, 'a');
    const id = await newProducerId(client);
    await work(new Producer(client, 'a', id), async () => {
      await broker.restart();
      return new Producer(await broker.connect(), 'a', id);
    });
  });
}

test('a batch that is sent again is answered with its first offset and not appended again', () =>
  withProducer(async (producer) => {
    assert.equal(await producer.send(0, ['a', 'b']), 0);
    assert.equal(await producer.send(2, ['c']), 2);
    assert.equal(await producer.send(0, ['a', 'b']), 0);
    assert.equal(await producer.send(2, ['c']), 2);
    assert.deepEqual(await producer.stored(), ['a', 'b', 'c']);
  }));

test('batches that are sent again while they wait for the disk are answered like the first', () =>
  withProducer(async (producer) => {
    const sendings = [0, 1, 2, 0, 1, 2, 1, 0].map((sequence) => producer.send(sequence, [`v${sequence}`]));
    assert.deepEqual(await Promise.all(sendings), [0, 1, 2, 0, 1, 2, 1, 0]);
    assert.deepEqual(await producer.stored(), ['v0', 'v1', 'v2']);
  }));

test('the last five batches are known again; one older than that is out of order', () =>
  withProducer(async (producer) => {
    for (let i = 0; i < 6; i++) assert.equal(await producer.send(i, [`v${i}`]), i);
    for (let i = 5; i >= 1; i--) assert.equal(await producer.send(i, [`v${i}`]), i);
    assert.equal(await producer.send(0, ['v0']), 'OUT_OF_ORDER_SEQUENCE_NUMBER');
    assert.equal(await producer.send(6, ['v6']), 6);
  }));

test('only the very same range of sequences is a repetition', () =>
  withProducer(async (producer) => {
    assert.equal(await producer.send(0, ['a', 'b', 'c']), 0);
    assert.equal(await producer.send(0, ['a']), 'OUT_OF_ORDER_SEQUENCE_NUMBER');
    assert.equal(await producer.send(1, ['b', 'c']), 'OUT_OF_ORDER_SEQUENCE_NUMBER');
    assert.equal(await producer.send(2, ['c', 'd']), 'OUT_OF_ORDER_SEQUENCE_NUMBER');
  }));

test('a gap in the sequence is OUT_OF_ORDER_SEQUENCE_NUMBER, and the missing batch is still welcome', () =>
  withProducer(async (producer) => {
    assert.equal(await producer.send(0, ['a']), 0);
    assert.equal(await producer.send(2, ['c']), 'OUT_OF_ORDER_SEQUENCE_NUMBER');
    assert.equal(await producer.send(1, ['b']), 1);
    assert.equal(await producer.send(2, ['c']), 2);
    assert.deepEqual(await producer.stored(), ['a', 'b', 'c']);
  }));

test('a producer of whom nothing is known may begin at any sequence', () =>
  withProducer(async (producer) => {
    assert.equal(await producer.send(17, ['a']), 0);
    assert.equal(await producer.send(18, ['b']), 1);
  }));

test('the sequence wraps from the greatest int to 0, also within a batch', () =>
  withProducer(async (producer) => {
    assert.equal(await producer.send(MAX_INT - 1, ['a', 'b']), 0);
    assert.equal(await producer.send(0, ['c']), 2);
    const other = new Producer(producer.client, 'a', producer.id + 1);
    assert.equal(await other.send(MAX_INT, ['d', 'e', 'f']), 3);
    assert.equal(await other.send(2, ['g']), 6);
    assert.equal(await other.send(MAX_INT, ['d', 'e', 'f']), 3);
  }));

test('a new epoch begins at sequence 0, and an older one is INVALID_PRODUCER_EPOCH', () =>
  withProducer(async (producer) => {
    assert.equal(await producer.send(0, ['a'], 1), 0);
    assert.equal(await producer.send(1, ['b'], 2), 'OUT_OF_ORDER_SEQUENCE_NUMBER');
    assert.equal(await producer.send(0, ['b'], 2), 1);
    assert.equal(await producer.send(1, ['c'], 1), 'INVALID_PRODUCER_EPOCH');
    assert.equal(await producer.send(0, ['a'], 1), 'INVALID_PRODUCER_EPOCH');
    assert.equal(await producer.send(1, ['c'], 2), 2);
  }));

test('producers do not disturb each other, nor do partitions of one producer', () =>
  withBroker(async (client) => {
    await createTopic(client, 'a');
    await createTopic(client, 'b');
    const [one, two] = [await newProducerId(client), await newProducerId(client)];
    assert.notEqual(one, two);
    assert.equal(await new Producer(client, 'a', one).send(0, ['1']), 0);
    assert.equal(await new Producer(client, 'a', two).send(0, ['2']), 1);
    assert.equal(await new Producer(client, 'b', one).send(0, ['3']), 0);
    assert.equal(await new Producer(client, 'a', one).send(1, ['4']), 2);
  }));

test('after a restart repetitions are still known, gaps still refused, and old epochs still fenced', () =>
  withProducer(async (producer, restart) => {
    for (let i = 0; i < 7; i++) assert.equal(await producer.send(i, [`v${i}`], 1), i);
    const again = await restart();
    // The five last batches, whichever of them its snapshot remembers: the last one at the least.
    assert.equal(await again.send(6, ['v6'], 1), 6);
    assert.equal(await again.send(8, ['v8'], 1), 'OUT_OF_ORDER_SEQUENCE_NUMBER');
    assert.equal(await again.send(0, ['v'], 0), 'INVALID_PRODUCER_EPOCH');
    assert.equal(await again.send(7, ['v7'], 1), 7);
    assert.deepEqual(await again.stored(), ['v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7']);
  }));

test('a producer id is never given twice, not by two connections at once nor after a restart', () =>
  withBroker(async (client, broker) => {
    const other = await broker.connect();
    const asked = Array.from({ length: 20 }, (_, i) => newProducerId(i % 2 === 0 ? client : other));
    const ids = await Promise.all(asked);
    await broker.restart();
    const after = await broker.connect();
    for (let i = 0; i < 5; i++) ids.push(await newProducerId(after));
    assert.equal(new Set(ids).size, 25);
  }));

test('a producer that has written nothing for producer.id.expiration.ms is forgotten, and one that writes is not', async () => {
  const broker = new SimulatedBroker(1, {
    'producer.id.expiration.ms': '60000',
    'producer.id.expiration.check.interval.ms': '1000',
  });
  await broker.start();
  await broker.run(async () => {
    const client = await broker.connect();
    await createTopic(client, 'a');
    const pause = (ms: number): Promise<void> => new Promise((done) => broker.clients.env.scheduler.after(ms, done));
    const send = async (producerId: number, baseSequence: number): Promise<number> => {
      const producer = { producerId, producerEpoch: 0, baseSequence };
      return (await produce(client, 'a', batchOf([['k', 'v']], { producer, timestamp: broker.now() }))).errorCode;
    };
    const outOfOrder = Errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code;
    for (const producerId of [1, 2]) assert.equal(await send(producerId, 0), 0);
    await pause(40_000);
    for (const producerId of [1, 2]) assert.equal(await send(producerId, 5), outOfOrder);
    assert.equal(await send(2, 1), 0);
    await pause(40_000);
    assert.equal(await send(1, 5), 0, 'nothing is known of it any more');
    assert.equal(await send(2, 5), outOfOrder);
  });
  await broker.close();
});
