/**
 * Hanging transactions (KIP-890): a batch that arrives after its transaction's marker would begin one that nobody ends,
 * and no reader at read_committed would ever get past it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pause, type Env } from '#kernel';
import { Errors } from '#protocol';
import type { TestClient } from '../broker.testing.ts';
import { createTopic, fetch } from '../requests.testing.ts';
import { withSimulatedBroker, type SimulatedBroker } from '../simulation.testing.ts';
import { TestProducer } from '../transactions.testing.ts';

const READ_COMMITTED = { isolationLevel: 1 };
/** The last version of Produce that adds no partitions by itself. */
const VERIFIED_VERSION = 11;

function producerOn(broker: SimulatedBroker, client: TestClient, version: 1 | 2 = 1): TestProducer {
  const producer = new TestProducer(client, 'one', version);
  producer.now = () => broker.now();
  return producer;
}

/** The same producer on a connection of its own, whose batches verify what is there and add nothing. */
async function secondOf(producer: TestProducer, broker: SimulatedBroker): Promise<TestProducer> {
  const client = await broker.connect();
  client.topicIds.set('tx', producer.client.topicIds.get('tx')!);
  const { producerId, producerEpoch, sequences, now } = producer;
  return Object.assign(new TestProducer(client, 'one', 2), { producerId, producerEpoch, sequences, now });
}

/** How many offsets a reader at read_committed can't get at, although no transaction is open that its coordinator knows. */
async function offsetsHeldBack(client: TestClient): Promise<number> {
  const { highWatermark, lastStableOffset } = await fetch(client, 'tx', 0, READ_COMMITTED);
  return highWatermark - lastStableOffset;
}

interface Late {
  readonly isVerified: boolean;
  /** Whether a batch of the transaction came in time. */
  readonly isFollower: boolean;
  readonly version: number;
}

/** What the broker answers to a batch that comes after its transaction's marker, and how much it holds back then. */
async function lateBatch({ isVerified, isFollower, version }: Late): Promise<[errorCode: number, heldBack: number]> {
  let result: [number, number] = [-1, -1];
  const configs = { 'transaction.partition.verification.enable': String(isVerified) };
  await withSimulatedBroker(
    async (broker, client) => {
      await createTopic(client, 'tx');
      const producer = producerOn(broker, client);
      await producer.init();
      assert.equal(await producer.add('tx', [0]), 0);
      if (isFollower) assert.equal((await producer.send('tx', ['in time'])).errorCode, 0);
      assert.equal(await producer.end(false), 0);
      await producer.untilComplete();
      const late = await secondOf(producer, broker);
      const { errorCode } = await late.send('tx', ['late'], { version });
      // Longer than the transaction may last: nobody will ever end it.
      await broker.pause(120_000);
      assert.notEqual(await producer.state(), 'Ongoing');
      result = [errorCode, await offsetsHeldBack(client)];
    },
    { configs },
  );
  return result;
}

for (const isFollower of [false, true]) {
  const which = isFollower ? 'a further batch' : 'the only batch';

  test(`${which} of a transaction that comes after its marker is refused, and readers go on`, async () => {
    for (const [version, refusal] of [
      [10, Errors.INVALID_TXN_STATE],
      [VERIFIED_VERSION, Errors.TRANSACTION_ABORTABLE],
    ] as const) {
      assert.deepEqual(await lateBatch({ isVerified: true, isFollower, version }), [refusal.code, 0]);
    }
  });

  test(`with transaction.partition.verification.enable=false ${which} hangs, and readers with it`, async () => {
    assert.deepEqual(await lateBatch({ isVerified: false, isFollower, version: VERIFIED_VERSION }), [0, 1]);
  });
}

/** Too large to be compressed in passing. */
const LARGE_VALUE = 'late'.repeat(100_000);

/** Compression takes so long that a whole transaction ends meanwhile. */
function slowlyCompressing(broker: SimulatedBroker): Env {
  const { env } = broker.machine;
  const compress: Env['codec']['compress'] = async (...given) => {
    await pause(env, 1000);
    return env.codec.compress(...given);
  };
  return { ...env, codec: { ...env.codec, compress } };
}

for (const committed of [false, true]) {
  test(`a batch that was confirmed before the ${committed ? 'commit' : 'abort'} and is ready only after it is refused`, () =>
    withSimulatedBroker(
      async (broker, client) => {
        await createTopic(client, 'tx', { configs: { 'compression.type': 'gzip' } });
        const producer = producerOn(broker, client);
        await producer.init();
        assert.equal(await producer.add('tx', [0]), 0);
        const late = await secondOf(producer, broker);
        const sent = late.send('tx', [LARGE_VALUE], { version: VERIFIED_VERSION });
        await broker.pause(500);
        assert.equal(await producer.end(committed), 0);
        await producer.untilComplete();
        assert.equal((await sent).errorCode, Errors.INVALID_TXN_STATE.code);
        assert.equal(await offsetsHeldBack(client), 0);
      },
      { envOf: slowlyCompressing },
    ));
}
