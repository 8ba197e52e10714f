import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchOf, createTopic, produce } from '#broker/testing';
import { ConsumerWorld } from './consumers.testing.ts';

test('a partition that is assigned with another choice begins where that says, and others as the consumer does', async (context) => {
  const world = await ConsumerWorld.start(context);
  await createTopic(world.client, 'orders', { partitions: 4 });
  const places = [0, 1, 2, 3].map((partition) => ({ topic: 'orders', partition }));
  const now = world.broker.env.clock.now();
  for (const { partition } of places) {
    await produce(world.client, 'orders', batchOf([['k', 'old']], { timestamp: now - 7_200_000 }), { partition });
    await produce(world.client, 'orders', batchOf([['k', 'new']], { timestamp: now - 60_000 }), { partition });
  }
  const consumer = world.consumer({ autoOffsetReset: 'earliest', groupId: 'nobody' });
  const choices = [undefined, 'latest', { durationMs: 3_600_000 }, 'none'] as const;
  consumer.assign(places.map((place, index) => ({ ...place, onNoOffset: choices[index] })));
  const begins = await Promise.all(places.slice(0, 3).map((place) => consumer.position(place)));
  assert.deepEqual(begins, [0, 2, 1]);
  await assert.rejects(consumer.position(places[3]!), { code: 'NO_OFFSET_FOR_PARTITION', partition: 3 });
  const wrong = { ...places[0]!, onNoOffset: 'first' as 'none' };
  assert.throws(() => consumer.assign([wrong]), { code: 'INVALID_REQUEST', message: /onNoOffset/ });
});
