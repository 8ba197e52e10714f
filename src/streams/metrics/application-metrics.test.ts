/** What an application on a broker measures. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { StreamsWorld } from '../application/application.testing.ts';
import { Topology } from '../dsl/topology.ts';
import { Counted, RecentValues } from './counted.ts';
import { fullName, isLeftOut, readKafkaMetrics } from './left-out.testing.ts';

const TEXTS = { key: string(), value: string() };

test('metrics of an application and its threads are called as in Kafka Streams, and count what was done', async (context) => {
  const world = await StreamsWorld.start(context, ['lines', 'words']);
  const topology = new Topology('oracle');
  topology.stream('lines', TEXTS).groupByKey().count('counts').toStream().mapValues(String).to('words', TEXTS);
  const options = { clientId: 'oracle-client', metricsRecordingLevel: 'DEBUG' } as const;
  const application = await world.run(topology, options);
  await world.send(['a', 'b', 'a'].map((key) => ({ topic: 'lines', key, value: 'x' })));
  await world.read('words', 3);

  const metrics = await application.metrics();
  const names = (groups: RegExp, list: readonly Parameters<typeof fullName>[0][]): string[] =>
    list
      .filter(({ group }) => groups.test(group))
      .map(fullName)
      .sort();
  const kafkas = readKafkaMetrics().metrics.filter((one) => one.from === 'application' && !isLeftOut(one));
  const ofBoth = /^stream-(?:thread-)?metrics$/;
  assert.deepEqual(names(ofBoth, metrics), names(ofBoth, kafkas));

  const value = (name: string, group = 'stream-thread-metrics'): number | undefined =>
    metrics.find((one) => one.group === group && one.name === name)?.value;
  assert.equal(value('process-total'), 3);
  assert.equal(value('task-created-total'), 1);
  assert.equal(value('thread-state'), 4);
  assert.ok(value('commit-total')! > 0);
  assert.equal(value('client-state', 'stream-metrics'), 2);
  assert.equal(value('alive-stream-threads', 'stream-metrics'), 1);
  assert.equal(value('records-produced-total', 'stream-topic-metrics'), 3);
  assert.equal(value('restore-remaining-records-total', 'stream-task-metrics'), 0);
  const groups = new Set(metrics.map(({ group }) => group));
  for (const group of ['consumer-fetch-manager-metrics', 'producer-metrics', 'admin-client-metrics']) {
    assert.ok(groups.has(group), `${group} of its clients`);
  }
});

test('rates are of the last 30 to 60 s, by what was counted then', () => {
  const counted = new Counted();
  counted.turn(0);
  counted.total += 30;
  assert.equal(counted.rate(10_000), 1);
  counted.turn(30_000);
  counted.total += 60;
  assert.equal(counted.rate(45_000), 2);
  counted.turn(60_000);
  assert.equal(counted.rate(60_000), 2);
  counted.turn(90_000);
  assert.equal(counted.rate(90_000), 0);
});

test('averages and extremes are of the last 30 to 60 s', () => {
  const values = new RecentValues();
  values.turn(0);
  assert.ok(Number.isNaN(values.average) && Number.isNaN(values.maximum));
  for (const value of [1, 2, 6]) values.record(value);
  values.turn(31_000);
  values.record(3);
  assert.deepEqual([values.average, values.maximum, values.minimum], [3, 6, 1]);
  values.turn(61_000);
  assert.deepEqual([values.average, values.maximum, values.minimum], [3, 3, 3]);
  values.turn(200_000);
  assert.ok(Number.isNaN(values.average));
});
