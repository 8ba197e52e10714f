import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Admin } from '../admin/admin.ts';
import { inWorld, rejection } from './bad-input.testing.ts';

test('calls of an admin refuse lists that are none, items without a name, and values of another type', async () => {
  await inWorld(async ({ env, broker }) => {
    await using admin = new Admin({ env, bootstrapServers: broker.bootstrap, defaultApiTimeoutMs: 2000 });
    const calls: Record<string, () => Promise<unknown>> = {
      'topics without a name': () => admin.createTopics([{}] as never),
      'topics by another field': () => admin.createTopics([{ topic: 'orders' }] as never),
      'a name instead of a topic': () => admin.createTopics(['orders'] as never),
      'a name instead of a list': () => admin.createTopics('orders' as never),
      'no topic': () => admin.createTopics([null] as never),
      'a name to delete instead of a list': () => admin.deleteTopics('orders' as never),
      'a number for a topic': () => admin.describeTopics([5] as never),
      'no partition': () => admin.listOffsets([null] as never),
      'no groups': () => admin.describeConsumerGroups(undefined as never),
      'no alteration': () => admin.incrementalAlterConfigs([undefined] as never),
      'no group': () => admin.listConsumerGroupOffsets([null] as never),
      'no spec': () => admin.listOffsets([{ topic: 'orders', partition: 0 }] as never),
      'a controller for a signal': () => admin.listTopics({ signal: new AbortController() as never }),
      'a text for a time': () => admin.listTopics({ timeoutMs: '5' as never, signal: 'x' as never }),
    };
    for (const [name, call] of Object.entries(calls)) {
      const startedAt = env.clock.monotonic();
      const error = await rejection(call).catch((thrown: unknown) => assert.fail(`${name}: ${String(thrown)}`));
      assert.equal(error.code, 'INVALID_REQUEST', `${name}: ${error.message}`);
      assert.ok(env.clock.monotonic() - startedAt < 1000, name);
    }
  });
});
