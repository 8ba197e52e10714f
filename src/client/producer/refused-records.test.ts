/** Records that a broker refuses, and what fails with them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { produceRequest } from '#protocol';
import { TOPIC } from './model-leaders.testing.ts';
import { onStage } from './producer-stage.testing.ts';
import type { Producer } from './producer.ts';

test('a record that is not valid fails its batch, and alone with leaveOutRefusedRecords', () =>
  onStage(async ({ leaders, producer, log }) => {
    leaders.partitions[0]!.isRefused = (value) => value.startsWith('bad');
    const values = ['a', 'bad 1', 'b', 'c', 'bad 2', 'bad 3', 'd'];
    const outcomes = async (sender: Producer): Promise<string[]> => {
      const sent = await Promise.allSettled(values.map((value) => sender.send({ topic: TOPIC, value })));
      return sent.map((one) => (one.status === 'fulfilled' ? 'written' : (one.reason as { code: string }).code));
    };
    assert.deepEqual(new Set(await outcomes(producer())), new Set(['INVALID_RECORD']));
    assert.deepEqual(log(), []);
    const asked = (): number => leaders.brokers.flatMap((broker) => broker.requests(produceRequest)).length;
    const before = asked();
    const [w, r] = ['written', 'INVALID_RECORD'];
    assert.deepEqual(await outcomes(producer({ leaveOutRefusedRecords: true })), [w, r, w, w, r, r, w]);
    assert.deepEqual(log(), ['a', 'b', 'c', 'd']);
    assert.ok(asked() - before <= 10, `${asked() - before} requests`);
  }));

test('a batch of records that are all refused is not sent again', () =>
  onStage(async ({ leaders, producer }) => {
    leaders.partitions[0]!.isRefused = () => true;
    const sender = producer({ leaveOutRefusedRecords: true });
    const sent = await Promise.allSettled(['a', 'b', 'c'].map((value) => sender.send({ topic: TOPIC, value })));
    assert.deepEqual(new Set(sent.map(({ status }) => status)), new Set(['rejected']));
    assert.equal(leaders.brokers.flatMap((broker) => broker.requests(produceRequest)).length, 1);
  }));
