import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiKey, endTxnRequest, endTxnResponse } from '#protocol';
import { isKafkaError } from '../errors.ts';
import { Producer } from './producer.ts';
import { TOPIC, type ErrorCodeName, onStage, record, abortable, fatal } from './transaction-stage.testing.ts';

test('version 1: partitions are named before they are written to, and the epoch stays', () =>
  onStage(1, async ({ producer, asked }) => {
    for (let i = 0; i < 2; i++) {
      await producer.transaction(async (tx) => {
        await tx.sendBatch([record, { ...record, partition: 1 }]);
        await tx.send(record);
      });
    }
    assert.deepEqual(asked(), [
      'InitProducerId -1',
      'AddPartitionsToTxn t-0,1',
      'Produce v1 0 e0 s0',
      'Produce v1 1 e0 s0',
      'Produce v1 0 e0 s1',
      'EndTxn v4 commit',
      'AddPartitionsToTxn t-0,1',
      'Produce v1 0 e0 s2',
      'Produce v1 1 e0 s1',
      'Produce v1 0 e0 s3',
      'EndTxn v4 commit',
    ]);
  }));

test('version 2: no partition is named, and each end of a transaction gives a new epoch', () =>
  onStage(2, async ({ producer, asked }) => {
    await producer.transaction(async (tx) => void (await tx.send(record)));
    await assert.rejects(
      producer.transaction(async (tx) => {
        await tx.send(record);
        throw new Error('mine');
      }),
      /mine/,
    );
    await producer.transaction(async (tx) => void tx.enqueue(record));
    assert.deepEqual(asked(), [
      'InitProducerId -1',
      'Produce v2 0 e0 s0',
      'EndTxn v5 commit',
      'Produce v2 0 e1 s0',
      'EndTxn v5 abort',
      'Produce v2 0 e2 s0',
      'EndTxn v5 commit',
    ]);
  }));

test('offsets go with the transaction, fenced by the member and its generation', () =>
  onStage(1, async ({ producer, asked }) => {
    const group = { groupId: 'g', generationId: 4, memberId: 'm', groupInstanceId: null };
    await producer.transaction(async (tx) => {
      await tx.sendOffsets({
        groupMetadata: () => group,
        offsetsToCommit: () => [{ topic: TOPIC, partition: 0, offset: 7 }],
      });
      await tx.sendOffsets({ group: 'h', offsets: [{ topic: TOPIC, partition: 0, offset: 7 }] });
    });
    assert.deepEqual(asked().slice(1), [
      'AddOffsetsToTxn g',
      'TxnOffsetCommit v4 g m 4',
      'AddOffsetsToTxn h',
      'TxnOffsetCommit v4 h  -1',
      'EndTxn v4 commit',
    ]);
  }));

test('a broker before Kafka 2.5 knows no members in transactions: their offsets are refused with the way out', () =>
  onStage(1, async ({ producer, coordinator, asked }) => {
    coordinator.broker.versions.set(ApiKey.TxnOffsetCommit, [0, 2]);
    const offsets = [{ topic: TOPIC, partition: 0, offset: 7 }];
    const group = { groupId: 'g', memberId: 'm', generationId: 4, groupInstanceId: null };
    await assert.rejects(
      producer.transaction((tx) => tx.sendOffsets({ offsets, group })),
      (error: unknown) => {
        assert.ok(isKafkaError(error, 'UNSUPPORTED_VERSION'), String(error));
        assert.match(error.message, /give the group's id alone/);
        return true;
      },
    );
    await producer.transaction((tx) => tx.sendOffsets({ offsets, group: 'g' }));
    assert.deepEqual(
      asked().filter((request) => request.startsWith('TxnOffsetCommit') || request.startsWith('EndTxn')),
      ['EndTxn v4 abort', 'TxnOffsetCommit v2 g  -1', 'EndTxn v4 commit'],
    );
  }));

test('with version 2 a group is not named either', () =>
  onStage(2, async ({ producer, asked }) => {
    await producer.transaction((tx) =>
      tx.sendOffsets({ group: 'h', offsets: [{ topic: TOPIC, partition: 0, offset: 7 }] }),
    );
    assert.deepEqual(asked().slice(1), ['TxnOffsetCommit v5 h  -1', 'EndTxn v5 commit']);
  }));

test('a transaction of which nobody knows ends without a request', () =>
  onStage(2, async ({ producer, asked }) => {
    assert.equal(await producer.transaction(async () => 5), 5);
    await producer.beginTransaction();
    await producer.abortTransaction();
    assert.deepEqual(asked(), ['InitProducerId -1']);
  }));

test('what passes is asked again: a coordinator that loads, moves, or is busy with the last transaction', () =>
  onStage(1, async ({ coordinator, producer, asked }) => {
    coordinator.say('InitProducerId', 'COORDINATOR_LOAD_IN_PROGRESS', 'CONCURRENT_TRANSACTIONS');
    coordinator.say('AddPartitionsToTxn', 'CONCURRENT_TRANSACTIONS', 'NOT_COORDINATOR');
    coordinator.say('EndTxn', 'NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', 'CONCURRENT_TRANSACTIONS');
    await producer.transaction(async (tx) => void (await tx.send(record)));
    const counts = ['InitProducerId', 'AddPartitionsToTxn', 'EndTxn'];
    const requests = asked();
    assert.deepEqual(
      counts.map((api) => requests.filter((line) => line.startsWith(api)).length),
      [3, 3, 4],
    );
  }));

test('a batch that fails makes the transaction one that can only be aborted; version 1 then asks for a new epoch', () =>
  onStage(1, async ({ coordinator, producer, asked }) => {
    await producer.transaction(async (tx) => void (await tx.send(record)));
    asked();
    coordinator.say('Produce', 'INVALID_RECORD');
    await producer.beginTransaction();
    await assert.rejects(producer.send(record), (error) => isKafkaError(error, 'INVALID_RECORD'));
    await assert.rejects(producer.send(record), abortable('INVALID_RECORD'));
    await assert.rejects(producer.commitTransaction(), abortable('INVALID_RECORD'));
    await producer.abortTransaction();
    await producer.transaction(async (tx) => void (await tx.send(record)));
    assert.deepEqual(asked(), [
      'AddPartitionsToTxn t-0',
      'Produce v1 0 e0 s1: INVALID_RECORD',
      'EndTxn v4 abort',
      'InitProducerId 0',
      'AddPartitionsToTxn t-0',
      'Produce v1 0 e1 s0',
      'EndTxn v4 commit',
    ]);
  }));

for (const version of [1, 2] as const) {
  test(`with leaveOutRefusedRecords a transaction goes on without what is refused, version ${version}`, () =>
    onStage(
      version,
      async ({ coordinator, producer, asked }) => {
        await producer.transaction(async (tx) => void (await tx.send(record)));
        asked();
        coordinator.say('Produce', 'NONE', 'INVALID_TIMESTAMP');
        await producer.transaction(async (tx) => {
          await tx.send(record);
          await assert.rejects(tx.send(record), (error) => isKafkaError(error, 'INVALID_TIMESTAMP'));
          await tx.send(record);
        });
        const produced = asked().filter((request) => request.startsWith('Produce') || request.startsWith('EndTxn'));
        const [first, next] = version === 1 ? ['v1 0 e0 s1', 'v1 0 e0 s2'] : ['v2 0 e1 s0', 'v2 0 e1 s1'];
        assert.deepEqual(produced, [
          `Produce ${first}`,
          `Produce ${next}: INVALID_TIMESTAMP`,
          `Produce ${next}`,
          `EndTxn v${version === 1 ? 4 : 5} commit`,
        ]);
      },
      { leaveOutRefusedRecords: true },
    ));
}

test('a batch that is refused without a word on which records is cut up until only theirs are', () =>
  onStage(
    2,
    async ({ coordinator, producer, asked }) => {
      await producer.transaction(async (tx) => void (await tx.send(record)));
      asked();
      coordinator.say('Produce', 'INVALID_RECORD', 'NONE', 'INVALID_RECORD');
      const statuses: string[] = [];
      await producer.transaction(async (tx) => {
        const sent = Array.from({ length: 4 }, () => tx.send({ ...record, value: 'x'.repeat(1000) }));
        for (const { status } of await Promise.allSettled(sent)) statuses.push(status);
      });
      assert.deepEqual(statuses, ['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
      assert.equal(asked().at(-1), 'EndTxn v5 commit');
    },
    { leaveOutRefusedRecords: true },
  ));

test('a record that is refused after an attempt without an answer may be there: the transaction can only be aborted', () =>
  onStage(
    2,
    async ({ coordinator, producer, asked }) => {
      for (const records of [1, 2]) {
        // Two of them are cut apart first.
        const refusals = Array<ErrorCodeName>(2 * records - 1).fill('MESSAGE_TOO_LARGE');
        coordinator.say('Produce', 'REQUEST_TIMED_OUT', ...refusals);
        await producer.beginTransaction();
        const sent = await Promise.allSettled(Array.from({ length: records }, () => producer.send(record)));
        for (const one of sent) assert.ok(one.status === 'rejected' && isKafkaError(one.reason, 'MESSAGE_TOO_LARGE'));
        await assert.rejects(producer.commitTransaction(), abortable('TRANSACTION_ABORTABLE'));
        await producer.abortTransaction();
        assert.equal(asked().at(-1), 'EndTxn v5 abort');
      }
    },
    { leaveOutRefusedRecords: true },
  ));

test('the callback that hides a failed record is not committed', () =>
  onStage(2, async ({ coordinator, producer, asked }) => {
    coordinator.say('Produce', 'INVALID_RECORD');
    const transaction = producer.transaction(async (tx) => void (await tx.send(record).catch(() => undefined)));
    await assert.rejects(transaction, abortable('INVALID_RECORD'));
    assert.equal(asked().at(-1), 'EndTxn v5 abort');
    await producer.transaction(async (tx) => void (await tx.send(record)));
  }));

test('a batch that could be repeated, but not any more, is an error that asks for an abort', () =>
  onStage(
    2,
    async ({ coordinator, producer }) => {
      coordinator.say('Produce', 'NOT_ENOUGH_REPLICAS', 'NOT_ENOUGH_REPLICAS');
      await producer.beginTransaction();
      await assert.rejects(producer.send(record), (error) => isKafkaError(error, 'NOT_ENOUGH_REPLICAS'));
      await assert.rejects(producer.commitTransaction(), abortable('TRANSACTION_ABORTABLE'));
      await producer.abortTransaction();
    },
    { retries: 1 },
  ));

for (const [api, error, kind, code] of [
  ['EndTxn', 'INVALID_PRODUCER_EPOCH', 'fatal', 'PRODUCER_FENCED'],
  ['EndTxn', 'PRODUCER_FENCED', 'fatal', 'PRODUCER_FENCED'],
  ['EndTxn', 'INVALID_TXN_STATE', 'fatal', 'INVALID_TXN_STATE'],
  ['EndTxn', 'TRANSACTION_ABORTABLE', 'abortable', 'TRANSACTION_ABORTABLE'],
  ['EndTxn', 'INVALID_PRODUCER_ID_MAPPING', 'abortable', 'INVALID_PRODUCER_ID_MAPPING'],
  ['AddPartitionsToTxn', 'TOPIC_AUTHORIZATION_FAILED', 'abortable', 'TOPIC_AUTHORIZATION_FAILED'],
  ['AddPartitionsToTxn', 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'fatal', 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'],
  ['AddPartitionsToTxn', 'UNKNOWN_PRODUCER_ID', 'abortable', 'UNKNOWN_PRODUCER_ID'],
  ['AddOffsetsToTxn', 'GROUP_AUTHORIZATION_FAILED', 'abortable', 'GROUP_AUTHORIZATION_FAILED'],
  ['AddOffsetsToTxn', 'INVALID_TXN_STATE', 'fatal', 'INVALID_TXN_STATE'],
  ['TxnOffsetCommit', 'ILLEGAL_GENERATION', 'abortable', 'COMMIT_FAILED'],
  ['TxnOffsetCommit', 'FENCED_INSTANCE_ID', 'abortable', 'FENCED_INSTANCE_ID'],
  ['TxnOffsetCommit', 'UNSUPPORTED_FOR_MESSAGE_FORMAT', 'fatal', 'UNSUPPORTED_FOR_MESSAGE_FORMAT'],
] as const) {
  test(`${error} of ${api} is ${kind}`, () =>
    onStage(1, async ({ coordinator, producer }) => {
      coordinator.say(api, error);
      await producer.beginTransaction();
      const sent = producer.send(record);
      const offsets = producer.sendOffsets({ group: 'g', offsets: [{ topic: TOPIC, partition: 0, offset: 1 }] });
      const outcome = await Promise.allSettled([sent, offsets]);
      const expected = kind === 'fatal' ? fatal(code) : abortable(code);
      await assert.rejects(producer.commitTransaction(), expected);
      assert.ok(api === 'EndTxn' || outcome.some((one) => one.status === 'rejected'), 'a call fails by it');
      if (kind === 'fatal') {
        await assert.rejects(producer.abortTransaction(), expected);
        await assert.rejects(producer.beginTransaction(), expected);
      } else {
        await producer.abortTransaction();
        await producer.transaction(async (tx) => void (await tx.send(record)));
      }
    }));
}

test('calls in the wrong order are refused, and change nothing', () =>
  onStage(2, async ({ producer }) => {
    const illegal = (error: unknown): boolean => isKafkaError(error, 'ILLEGAL_STATE');
    await assert.rejects(producer.send(record), illegal);
    await assert.rejects(producer.commitTransaction(), illegal);
    await assert.rejects(producer.abortTransaction(), illegal);
    const transaction = await producer.beginTransaction();
    await assert.rejects(producer.beginTransaction(), illegal);
    await assert.rejects(
      producer.transaction(async () => undefined),
      illegal,
    );
    await transaction.send(record);
    await producer.commitTransaction();
    await assert.rejects(transaction.send(record), illegal);
    await producer.beginTransaction();
    await assert.rejects(transaction.send(record), illegal);
    await producer.abortTransaction();
  }));

test('a transaction needs a transactional id', async () => {
  const producer = new Producer({ bootstrapServers: '127.0.0.1:1' });
  await assert.rejects(producer.beginTransaction(), /needs a transactional producer: give it a transactionalId/);
  await producer.close();
});

test('close aborts what is open', () =>
  onStage(2, async ({ producer, asked }) => {
    await producer.beginTransaction();
    await producer.send(record);
    await producer.close();
    assert.equal(asked().at(-1), 'EndTxn v5 abort');
  }));

test('a coordinator that never answers does not hold up close for longer than it was given', () =>
  onStage(2, async ({ world, coordinator, producer }) => {
    await producer.beginTransaction();
    await producer.send(record);
    coordinator.broker.on(endTxnRequest, endTxnResponse, () => 'silence');
    const from = world.monotonic();
    await producer.close({ timeoutMs: 500 });
    const took = world.monotonic() - from;
    assert.ok(took >= 500 && took < 600, `${took} ms`);
  }));

test('a commit that takes longer than maxBlockMs goes on, and can be called again', () =>
  onStage(
    2,
    async ({ coordinator, producer, asked }) => {
      await producer.beginTransaction();
      await producer.send(record);
      coordinator.say('EndTxn', ...Array<'CONCURRENT_TRANSACTIONS'>(30).fill('CONCURRENT_TRANSACTIONS'));
      const timedOut = (error: unknown): boolean => isKafkaError(error, 'REQUEST_TIMED_OUT') && error.retriable;
      await assert.rejects(producer.commitTransaction(), timedOut);
      await assert.rejects(producer.beginTransaction(), (error) => isKafkaError(error, 'ILLEGAL_STATE'));
      await assert.rejects(producer.commitTransaction(), timedOut);
      await producer.commitTransaction();
      assert.equal(asked().at(-1), 'EndTxn v5 commit');
    },
    { maxBlockMs: 250 },
  ));

test('a commit, or an abort, that ended after its caller had stopped waiting is told to whoever calls again, once', () =>
  onStage(
    2,
    async ({ coordinator, producer, asked, world }) => {
      for (const end of ['commitTransaction', 'abortTransaction'] as const) {
        await producer.beginTransaction();
        await producer.send(record);
        coordinator.say('EndTxn', ...Array<'CONCURRENT_TRANSACTIONS'>(20).fill('CONCURRENT_TRANSACTIONS'));
        await assert.rejects(producer[end](), (error) => isKafkaError(error, 'REQUEST_TIMED_OUT'));
        await new Promise<void>((resolve) => void world.env.scheduler.after(10_000, resolve));
        assert.match(String(asked().at(-1)), /^EndTxn v5/);
        await producer[end]();
        assert.deepEqual(asked(), []);
        await assert.rejects(producer[end](), (error) => isKafkaError(error, 'ILLEGAL_STATE'));
      }
    },
    { maxBlockMs: 250 },
  ));

test('version 1: when the answer to EndTxn is lost, a stray EndTxn cannot end the next transaction', () =>
  onStage(1, async ({ coordinator, producer, asked }) => {
    await producer.transaction(async (tx) => void (await tx.send(record)));
    asked();
    coordinator.loseNextEndTxn();
    await producer.transaction(async (tx) => void (await tx.send(record)));
    await producer.transaction(async (tx) => void (await tx.send(record)));
    assert.deepEqual(asked(), [
      'AddPartitionsToTxn t-0',
      'Produce v1 0 e0 s1',
      'EndTxn lost',
      'EndTxn v4 commit',
      'InitProducerId 0',
      'AddPartitionsToTxn t-0',
      'Produce v1 0 e1 s0',
      'EndTxn v4 commit',
    ]);
  }));

test('a cluster that was upgraded to version 2 between two transactions gets a new epoch first', () =>
  onStage(1, async ({ coordinator, producer, asked }) => {
    await producer.transaction(async (tx) => void (await tx.send(record)));
    const { broker } = coordinator;
    broker.features.splice(0, 1, { name: 'transaction.version', level: 2 });
    broker.dropConnections();
    await producer.initTransactions();
    asked();
    await producer.transaction(async (tx) => void (await tx.send(record)));
    await producer.transaction(async (tx) => void (await tx.send(record)));
    const after = asked();
    const firstOfV2 = after.findIndex((line) => line.startsWith('Produce v2'));
    assert.ok(firstOfV2 > 0, after.join('; '));
    assert.match(after[firstOfV2 - 1]!, /^InitProducerId \d/);
    assert.match(after[firstOfV2]!, /s0$/);
  }));
