/** Records of a transaction that the producer cannot send, or cannot send yet: all are committed, or nothing is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onStage, record, abortable } from './transaction-stage.testing.ts';
import type { Transaction } from './transaction.ts';

const refusedHere: [what: string, code: string, send: (tx: Transaction<unknown, unknown>) => unknown][] = [
  ['too large', 'MESSAGE_TOO_LARGE', (tx) => tx.send({ ...record, value: 'x'.repeat(2000) }).catch(() => undefined)],
  ['too large, and enqueued', 'MESSAGE_TOO_LARGE', (tx) => tx.enqueue({ ...record, value: 'x'.repeat(2000) })],
  ['one that a serializer refuses', 'SERIALIZATION_FAILED', (tx) => tx.enqueue({ ...record, value: 'unwritable' })],
  ['one that a serializer refuses later', 'SERIALIZATION_FAILED', (tx) => tx.enqueue({ ...record, value: 'later' })],
  ['for a partition that there is not', 'TRANSACTION_ABORTABLE', (tx) => tx.enqueue({ ...record, partition: 7 })],
];

function valueSerializer(value: unknown): Buffer | Promise<Buffer> {
  if (value === 'unwritable') throw new Error('unwritable');
  return value === 'later' ? Promise.reject(new Error('later')) : Buffer.from(String(value));
}

for (const [what, code, send] of refusedHere) {
  test(`a transaction with a record that the producer itself refuses is not committed: ${what}`, () =>
    onStage(
      2,
      async ({ producer, asked }) => {
        const transaction = producer.transaction(async (tx) => {
          await tx.send(record);
          await send(tx);
        });
        await assert.rejects(transaction, abortable(code));
        assert.equal(asked().at(-1), 'EndTxn v5 abort');
        await producer.transaction(async (tx) => void (await tx.send(record)));
        assert.equal(asked().at(-1), 'EndTxn v5 commit');
      },
      { maxRequestSize: 1000, maxBlockMs: 3000, valueSerializer },
    ));
}

test('what waits for metadata or for a serializer when commit is called goes with the transaction', () =>
  onStage(
    1,
    async ({ coordinator, producer, asked }) => {
      coordinator.broker.topics.set('other', { partitions: 1 });
      const sent: Promise<unknown>[] = [];
      await producer.transaction(async (tx) => {
        sent.push(tx.send({ topic: 'other', value: 'v' }), tx.send({ ...record, value: 'soon' }));
      });
      await Promise.all(sent);
      const log = asked();
      assert.equal(log.filter((line) => line.startsWith('Produce')).length, 2, log.join());
      assert.equal(log.at(-1), 'EndTxn v4 commit');
    },
    { valueSerializer: async (value) => Buffer.from(String(value)) },
  ));

test('with leaveOutRefusedRecords a transaction goes on without what the producer itself refuses', () =>
  onStage(
    2,
    async ({ producer, asked }) => {
      await producer.transaction(async (tx) => {
        await tx.send(record);
        tx.enqueue({ ...record, value: 'x'.repeat(2000) });
      });
      assert.equal(asked().at(-1), 'EndTxn v5 commit');
    },
    { maxRequestSize: 1000, leaveOutRefusedRecords: true },
  ));

test('a record that is refused while no transaction is open leaves the next one alone', () =>
  onStage(2, async ({ producer, asked }) => {
    await producer.initTransactions();
    await assert.rejects(producer.send(record), { code: 'ILLEGAL_STATE' });
    await producer.transaction(async (tx) => void (await tx.send(record)));
    assert.equal(asked().at(-1), 'EndTxn v5 commit');
  }));
