import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors, writeTxnMarkersRequest, writeTxnMarkersResponse } from '#protocol';
import { fetchOffset, findGroupCoordinator } from '../groups.testing.ts';
import { deleteTopic } from '../admin.testing.ts';
import { createTopic, fetch, listOffset, withBroker } from '../requests.testing.ts';
import { committedValues, TestProducer } from '../transactions.testing.ts';

const READ_COMMITTED = { isolationLevel: 1 };

for (const version of [1, 2] as const) {
  test(`version ${version}: a committed transaction shows whole, an aborted one in its list only`, () =>
    withBroker(async (client) => {
      await createTopic(client, 'tx', { partitions: 2 });
      const producer = new TestProducer(client, 'one', version);
      await producer.init();
      assert.deepEqual([producer.producerEpoch], [0]);
      for (const partition of [0, 1]) assert.equal((await producer.send('tx', ['a', 'b'], { partition })).errorCode, 0);
      assert.equal(await producer.state(), 'Ongoing');
      const before = await fetch(client, 'tx', 0, READ_COMMITTED);
      assert.deepEqual([committedValues(before), before.lastStableOffset, before.highWatermark], [[], 0, 2]);
      assert.equal(await producer.end(true), 0);
      await producer.untilComplete();
      assert.equal(await producer.state(), 'CompleteCommit');
      assert.equal(producer.producerEpoch, version === 2 ? 1 : 0);
      assert.equal((await producer.send('tx', ['c'])).errorCode, 0);
      assert.equal(await producer.end(false), 0);
      await producer.untilComplete();
      const after = await fetch(client, 'tx', 0, READ_COMMITTED);
      assert.equal(after.lastStableOffset, 5);
      assert.deepEqual(after.abortedTransactions, [{ producerId: producer.producerId, firstOffset: 3 }]);
      const other = await fetch(client, 'tx', 0, { ...READ_COMMITTED, partition: 1 });
      assert.deepEqual([committedValues(other), other.abortedTransactions], [['a', 'b'], []]);
    }));

  test(`version ${version}: a producer of the same id that starts aborts what is open and fences the one before`, () =>
    withBroker(async (client) => {
      await createTopic(client, 'tx');
      const zombie = new TestProducer(client, 'one', version);
      await zombie.init();
      await zombie.send('tx', ['a']);
      const successor = new TestProducer(client, 'one', version);
      await successor.init();
      assert.equal(successor.producerId, zombie.producerId);
      assert.equal(await zombie.state(), 'Empty');
      const late = await zombie.send('tx', ['b'], { version: 11 });
      assert.equal(late.errorCode, Errors.INVALID_PRODUCER_EPOCH.code);
      assert.equal(await zombie.end(true), Errors.PRODUCER_FENCED.code);
      assert.equal((await successor.send('tx', ['c'])).errorCode, 0);
      assert.equal(await successor.end(true), 0);
    }));

  test(`version ${version}: offsets of a group are pending until the commit, and never there after an abort`, () =>
    withBroker(async (client) => {
      await createTopic(client, 'in');
      await findGroupCoordinator(client, 'readers');
      const producer = new TestProducer(client, 'one', version);
      await producer.init();
      assert.equal(await producer.commitOffset('readers', 'in', 7), 0);
      assert.equal(await fetchOffset(client, 'readers', 'in'), -1);
      assert.equal(await producer.end(true), 0);
      await producer.untilComplete();
      assert.equal(await fetchOffset(client, 'readers', 'in'), 7);
      assert.equal(await producer.commitOffset('readers', 'in', 9), 0);
      assert.equal(await producer.end(false), 0);
      await producer.untilComplete();
      assert.equal(await fetchOffset(client, 'readers', 'in'), 7);
    }));

  test(`version ${version}: everything is as it was after a restart in the middle of a transaction`, () =>
    withBroker(async (client, broker) => {
      await createTopic(client, 'tx');
      const producer = new TestProducer(client, 'one', version);
      await producer.init();
      await producer.send('tx', ['a']);
      await broker.restart();
      const again = new TestProducer(await broker.connect(), 'one', version);
      Object.assign(again, { producerId: producer.producerId, producerEpoch: producer.producerEpoch });
      again.sequences.set('tx-0', 1);
      assert.equal(await again.state(), 'Ongoing');
      assert.equal((await again.send('tx', ['b'])).errorCode, 0);
      assert.equal(await again.end(true), 0);
      await again.untilComplete();
      assert.deepEqual(committedValues(await fetch(again.client, 'tx', 0, READ_COMMITTED)), ['a', 'b']);
    }));
}

test('version 2: an EndTxn that comes twice is answered as the first, and one of the epoch before ends nothing', () =>
  withBroker(async (client) => {
    await createTopic(client, 'tx');
    const producer = new TestProducer(client, 'one');
    await producer.init();
    await producer.send('tx', ['a']);
    const late = new TestProducer(client, 'one');
    Object.assign(late, { producerId: producer.producerId, producerEpoch: producer.producerEpoch });
    assert.equal(await producer.end(true), 0);
    await producer.untilComplete();
    const repeated = await late.tryEnd(true);
    assert.deepEqual([repeated.errorCode, repeated.producerEpoch], [0, 1]);
    assert.equal((await late.tryEnd(false)).errorCode, Errors.INVALID_TXN_STATE.code);
    await producer.send('tx', ['b']);
    assert.equal((await late.tryEnd(true)).errorCode, Errors.PRODUCER_FENCED.code);
    assert.equal(await producer.state(), 'Ongoing');
  }));

test('version 2: an abort without a transaction raises the epoch, a commit without one is INVALID_TXN_STATE', () =>
  withBroker(async (client) => {
    const producer = new TestProducer(client, 'one');
    await producer.init();
    assert.equal(await producer.end(true), Errors.INVALID_TXN_STATE.code);
    assert.equal(await producer.end(false), 0);
    assert.equal(producer.producerEpoch, 1);
    await producer.untilComplete();
    assert.equal(await producer.end(false), 0);
    assert.equal(producer.producerEpoch, 2);
  }));

test('a batch for a partition that was never added is refused as each version of Produce knows it', () =>
  withBroker(async (client) => {
    await createTopic(client, 'tx', { partitions: 2 });
    const producer = new TestProducer(client, 'one', 1);
    await producer.init();
    await producer.send('tx', ['a']);
    const stray = new TestProducer(client, 'one', 2);
    Object.assign(stray, { producerId: producer.producerId, producerEpoch: producer.producerEpoch });
    const to = async (version: number): Promise<number> =>
      (await stray.send('tx', ['b'], { partition: 1, version })).errorCode;
    assert.equal(await to(10), Errors.INVALID_TXN_STATE.code);
    assert.equal(await to(11), Errors.TRANSACTION_ABORTABLE.code);
    assert.equal(await to(12), Errors.NONE.code);
  }));

test('transaction.partition.verification.enable=false lets batches through that the coordinator knows nothing of', () =>
  withBroker(
    async (client) => {
      await createTopic(client, 'tx');
      const producer = new TestProducer(client, 'one');
      await producer.init();
      assert.equal((await producer.send('tx', ['a'], { version: 11 })).errorCode, 0);
    },
    { 'transaction.partition.verification.enable': 'false' },
  ));

test('a transaction past its timeout is aborted and its producer fenced', () =>
  withBroker(
    async (client) => {
      await createTopic(client, 'tx');
      const producer = new TestProducer(client, 'one');
      await producer.init(1);
      await producer.send('tx', ['a']);
      while ((await producer.state()) !== 'CompleteAbort');
      const late = await producer.send('tx', ['b'], { version: 11 });
      assert.equal(late.errorCode, Errors.INVALID_PRODUCER_EPOCH.code);
      assert.equal(await producer.end(true), Errors.INVALID_TXN_STATE.code);
      const { lastStableOffset } = await fetch(client, 'tx', 0, READ_COMMITTED);
      assert.equal(lastStableOffset, 2);
    },
    { 'transaction.abort.timed.out.transaction.cleanup.interval.ms': '5' },
  ));

test('a transaction that writes to a topic which is deleted meanwhile ends all the same', () =>
  withBroker(async (client) => {
    await createTopic(client, 'gone');
    await createTopic(client, 'stays');
    const producer = new TestProducer(client, 'one');
    await producer.init();
    await producer.send('gone', ['a']);
    await producer.send('stays', ['b']);
    await deleteTopic(client, 'gone');
    assert.equal(await producer.end(true), 0);
    await producer.untilComplete();
    assert.deepEqual(committedValues(await fetch(client, 'stays', 0, READ_COMMITTED)), ['b']);
  }));

test('an administrator ends a transaction that hangs by its marker', () =>
  withBroker(
    async (client) => {
      await createTopic(client, 'tx');
      const producer = new TestProducer(client, 'one');
      await producer.init();
      await producer.send('tx', ['a'], { version: 11 });
      const { producerId, producerEpoch } = producer;
      const topics = [{ name: 'tx', partitionIndexes: [0, 9] }];
      const marker = {
        producerId,
        producerEpoch,
        transactionResult: false,
        topics,
        coordinatorEpoch: 0,
        transactionVersion: 0,
      };
      const answer = await client.call([writeTxnMarkersRequest, writeTxnMarkersResponse], { markers: [marker] });
      const codes = answer.markers[0]!.topics[0]!.partitions.map(({ errorCode }) => errorCode);
      assert.deepEqual(codes, [0, Errors.UNKNOWN_TOPIC_OR_PARTITION.code]);
      assert.equal(await listOffset(client, 'tx', -1, { isolationLevel: 1 }).then(({ offset }) => offset), 2);
    },
    { 'transaction.partition.verification.enable': 'false' },
  ));

test('a read_committed fetch that begins inside an aborted transaction is told of it', () =>
  withBroker(async (client) => {
    await createTopic(client, 'tx');
    const aborting = new TestProducer(client, 'aborting');
    const committing = new TestProducer(client, 'committing');
    await aborting.init();
    await committing.init();
    await aborting.send('tx', ['a0']);
    await committing.send('tx', ['c1']);
    await aborting.send('tx', ['a2']);
    assert.equal(await committing.end(true), 0);
    await committing.untilComplete();
    assert.equal((await fetch(client, 'tx', 2, READ_COMMITTED)).lastStableOffset, 0);
    const { producerId } = aborting;
    assert.equal(await aborting.end(false), 0);
    await aborting.untilComplete();
    for (const offset of [0, 1, 2, 3, 4]) {
      const { abortedTransactions } = await fetch(client, 'tx', offset, READ_COMMITTED);
      assert.deepEqual(abortedTransactions, [{ producerId, firstOffset: 0 }], `from ${offset}`);
    }
    assert.deepEqual((await fetch(client, 'tx', 5, READ_COMMITTED)).abortedTransactions, []);
  }));
