import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors } from '#protocol';
import { createSimulation } from '#sim';
import { MemoryLog } from '../runtime/memory-log.testing.ts';
import { TransactionCoordinator, type ProducerIdentity } from './transaction-coordinator.ts';
import { transactionCoordinatorSettings } from './transaction-settings.ts';

const HOUR = 3_600_000;
const FULL = Errors.COORDINATOR_NOT_AVAILABLE.code;

const SETTINGS = transactionCoordinatorSettings({
  transactionMaxTimeoutMs: HOUR,
  transactionalIdExpirationMs: 24 * HOUR,
  transactionAbortTimedOutTransactionCleanupIntervalMs: 10_000,
  transactionRemoveExpiredTransactionCleanupIntervalMs: HOUR,
  addPartitionsToTxnRetryBackoffMs: 20,
  addPartitionsToTxnRetryBackoffMaxMs: 100,
  requestTimeoutMs: 30_000,
});

/** A coordinator of one partition that may hold so much, and requests to it. */
async function coordinatorOf(maxStateBytes: number) {
  const simulation = createSimulation(1);
  const { env, machine } = simulation;
  let producerIds = 0;
  const coordinator = new TransactionCoordinator(env, {
    partitions: 1,
    settings: { ...SETTINGS, maxStateBytes },
    markers: { write: (_marker, partitions) => Promise.resolve(partitions.map(() => Errors.NONE.code)) },
    nextProducerId: () => Promise.resolve(producerIds++),
    transactionVersion: () => 2,
  });
  await machine.finish(coordinator.load(0, new MemoryLog(env)));
  const finish = <T>(work: Promise<T>): Promise<T> => machine.finish(work, 100 * HOUR);
  return {
    finish,
    coordinator,
    pause: (ms: number) => finish(new Promise<void>((resolve) => env.scheduler.after(ms, resolve))),
    init: (transactionalId: string): Promise<ProducerIdentity> =>
      finish(coordinator.initProducerId({ transactionalId, timeoutMs: HOUR, expected: null })),
    add: (transactionalId: string, producer: ProducerIdentity, partitions: readonly number[]): Promise<number> => {
      const topics = [{ topic: 'tx', partitions }];
      return finish(coordinator.addPartitions({ transactionalId, ...producer, topics }, 2));
    },
    end: (transactionalId: string, producer: ProducerIdentity): Promise<ProducerIdentity> => {
      const end = { transactionalId, ...producer, isCommit: true, clientTransactionVersion: 2 };
      return finish(coordinator.endTransaction(end));
    },
  };
}

test('the memory of transactional ids is bounded: no new ones come in, those that are there go on', async () => {
  const world = await coordinatorOf(8192);
  const ids: string[] = [];
  const producers: ProducerIdentity[] = [];
  for (;;) {
    const id = `id${ids.length}`;
    const producer = await world.init(id);
    if (producer.errorCode === FULL) break;
    assert.equal(producer.errorCode, 0);
    ids.push(id);
    producers.push(producer);
  }
  assert.ok(ids.length >= 5 && ids.length <= 8, `${ids.length} ids`);
  const next = await world.init(ids[0]!);
  assert.deepEqual([next.errorCode, next.producerEpoch], [0, 1], 'a producer of an id that is there may start over');
  await world.pause(26 * HOUR);
  assert.equal((await world.init('new')).errorCode, 0, 'there is room once the others have expired');
  world.coordinator.close();
});

test('the memory of partitions is bounded, each counted once: a transaction that is full can be ended', async () => {
  const world = await coordinatorOf(8192);
  const producer = await world.init('one');
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  assert.equal(await world.add('one', producer, upTo(1000)), FULL, 'more than there is room for');
  assert.equal(await world.add('one', producer, upTo(90)), 0);
  assert.equal(await world.add('one', producer, upTo(95)), 0, 'only five of them are new');
  assert.equal(await world.add('one', producer, upTo(200)), FULL);
  assert.equal(await world.add('one', producer, upTo(95)), 0, 'what is there already takes no more room');
  const ended = await world.end('one', producer);
  assert.equal(ended.errorCode, 0);
  assert.equal(await world.add('one', ended, upTo(95)), 0, 'an end gives the room back');
  world.coordinator.close();
});
