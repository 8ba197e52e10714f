/** How long an application takes to end, in a world without any broker. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pause } from '#kernel';
import { createSimulation } from '#sim';
import { countedLines } from './application.testing.ts';

const TIMEOUT_MS = 3000;

for (const processingGuarantee of ['at_least_once', 'exactly_once_v2'] as const) {
  test(`an application whose brokers were never reached ends in the time that it has, ${processingGuarantee}`, async () => {
    const world = createSimulation(1);
    const { env } = world;
    const tookMs = await world.finish(
      (async () => {
        const application = await countedLines('nowhere').start({
          bootstrapServers: '127.0.0.1:9092',
          processingGuarantee,
          env,
        });
        await pause(env, 10_000);
        assert.equal(application.state, 'rebalancing');
        const begunMs = env.clock.monotonic();
        await application.close({ timeoutMs: TIMEOUT_MS });
        assert.equal(application.state, 'not-running');
        return env.clock.monotonic() - begunMs;
      })(),
    );
    assert.ok(tookMs <= TIMEOUT_MS, `it took ${tookMs} ms`);
  });
}
