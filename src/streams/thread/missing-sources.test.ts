import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KafkaError } from '#kernel';
import { createSimulation } from '#sim';
import { MissingSources } from './missing-sources.ts';

test('missing topics are an error by their names after two heartbeats, however often they are told, and none if they come', async () => {
  const simulation = createSimulation(1);
  const { env } = simulation;
  const errors: KafkaError[] = [];
  const missing = new MissingSources({
    env,
    applicationId: 'app',
    heartbeatIntervalMs: () => 5000,
    onMissing: (error) => void errors.push(error),
  });
  const pass = (ms: number) =>
    simulation.finish(
      new Promise<void>((resolve) => void env.scheduler.after(ms, () => resolve(), { keepAlive: true })),
    );
  missing.told('source topics do not exist: lines, words');
  await pass(9000);
  missing.told(null);
  await pass(9000);
  assert.deepEqual(errors, []);
  missing.told('source topics do not exist: lines, words');
  await pass(9000);
  missing.told('Source topics lines are missing.');
  assert.deepEqual(errors, []);
  await pass(1000);
  assert.equal(errors.length, 1);
  const { code, message } = errors[0]!;
  assert.equal(code, 'MISSING_SOURCE_TOPICS');
  assert.match(message, /of app are missing.*10000 ms: Source topics lines are missing\. Make them.*replace-thread/);
});
