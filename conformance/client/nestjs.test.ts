/** NestJS's Kafka transport on the façade for kafkajs, against Samsa's broker. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestBroker } from '../../src/broker/index.testing.ts';
import { until } from '../runner/session.ts';
import { startNest } from './nestjs-app.ts';

test('a NestJS microservice answers requests and takes events through samsa/kafkajs', async (t) => {
  const broker = await startTestBroker();
  t.after(() => broker.stop());
  const lines: unknown[] = [];
  const nest = await startNest({
    bootstrap: `127.0.0.1:${broker.port}`,
    request: 'sums',
    failing: 'failures',
    event: 'notes',
    logCreator: () => (entry) => lines.push(entry),
  });
  try {
    assert.equal(await nest.ask('sums', [1, 2, 3]), '6');
    const answers = await Promise.all(Array.from({ length: 50 }, (_, number) => nest.ask('sums', [number, 1])));
    assert.deepEqual(
      answers,
      Array.from({ length: 50 }, (_, number) => String(number + 1)),
    );
    await assert.rejects(nest.ask('failures', 'no such sum'), (error) => JSON.stringify(error).includes('no such sum'));
    await nest.tell('notes', { text: 'hello' });
    await until(
      () => nest.events.length === 1,
      10_000,
      () => 'the event arrives',
    );
    assert.deepEqual(nest.events, [{ topic: 'notes', value: { text: 'hello' } }]);
  } finally {
    await nest.close();
  }
});
