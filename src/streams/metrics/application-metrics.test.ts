/** What an application on a broker measures. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestBroker } from '#broker/testing';
import { Admin, type Metric } from '#client';
import { string } from '#serde';
import { StreamsWorld, toldOnce } from '../application/application.testing.ts';
import { Topology } from '../dsl/topology.ts';
import { Counted, RecentValues } from './counted.ts';
import { fullName, isLeftOut, readKafkaMetrics } from './left-out.testing.ts';

const TEXTS = { key: string(), value: string() };
const THREAD = 'stream-thread-metrics';

test('metrics of an application and its threads are called as in Kafka Streams, and count what was done', async (context) => {
  const world = await StreamsWorld.start(context, ['lines', 'words']);
  const topology = new Topology('oracle');
  topology.stream('lines', TEXTS).groupByKey().count('counts').toStream().mapValues(String).to('words', TEXTS);
  const options = { clientId: 'oracle-client', metricsRecordingLevel: 'DEBUG' } as const;
  const application = await world.run(topology, options);
  await world.send(['a', 'b', 'a'].map((key) => ({ topic: 'lines', key, value: 'x' })));
  await world.read('words', 3);

  const isCommitted = (list: readonly Metric[]): boolean =>
    list.some(({ group, name, value }) => group === THREAD && name === 'commit-total' && value > 0);
  const metrics = await toldOnce('something is committed', isCommitted, () => application.metrics());
  const names = (groups: RegExp, list: readonly Parameters<typeof fullName>[0][]): string[] =>
    list
      .filter(({ group }) => groups.test(group))
      .map(fullName)
      .sort();
  const kafkas = readKafkaMetrics().metrics.filter((one) => one.from === 'application' && !isLeftOut(one));
  const ofBoth = /^stream-(?:thread-)?metrics$/;
  assert.deepEqual(names(ofBoth, metrics), names(ofBoth, kafkas));

  const value = (name: string, group = THREAD): number | undefined =>
    metrics.find((one) => one.group === group && one.name === name)?.value;
  assert.equal(value('process-total'), 3);
  assert.equal(value('task-created-total'), 1);
  assert.equal(value('thread-state'), 4);
  assert.ok(value('commit-total')! > 0);
  assert.equal(value('client-state', 'stream-metrics'), 2);
  assert.equal(value('alive-stream-threads', 'stream-metrics'), 1);
  assert.equal(value('records-produced-total', 'stream-topic-metrics'), 3);
  assert.equal(value('restore-remaining-records-total', 'stream-task-metrics'), 0);
  const shrinking = ['cache-size-bytes-total', 'restore-remaining-records-total'];
  for (const { group, name, isTotal } of metrics) {
    if (!group.startsWith('stream-')) continue;
    const onlyGrows = name === 'failed-stream-threads' || (name.endsWith('-total') && !shrinking.includes(name));
    assert.equal(isTotal, onlyGrows, name);
  }
  const groups = new Set(metrics.map(({ group }) => group));
  for (const group of ['consumer-fetch-manager-metrics', 'producer-metrics', 'admin-client-metrics']) {
    assert.ok(groups.has(group), `${group} of its clients`);
  }
});

test('records that a global table could not take are counted as of the task that Kafka Streams has for them', async (context) => {
  const world = await StreamsWorld.start(context, ['countries', 'orders', 'out']);
  await world.send([
    { topic: 'countries', key: null, value: 'Atlantis' },
    { topic: 'countries', key: 'at', value: 'Austria' },
  ]);
  const topology = new Topology('oracle');
  topology.globalTable('countries', { ...TEXTS, store: 'by-code' });
  topology.stream('orders', TEXTS).to('out', TEXTS);
  const application = await world.run(topology, { clientId: 'oracle-client' });
  assert.deepEqual([...application.dropped.values()], [1]);
  const dropped = (await application.metrics()).filter(({ name, tags }) => {
    return name === 'dropped-records-total' && tags['task-id'] === '-1_-1';
  });
  assert.deepEqual(
    dropped.map(({ value, tags }) => [value, tags['thread-id']]),
    [[1, 'oracle-client-GlobalStreamThread']],
  );
});

test('an application, its threads and tasks push what they measure, where brokers ask for it', async () => {
  const test = await startTestBroker({ 'group.streams.initial.rebalance.delay.ms': '0' });
  const bootstrapServers = `127.0.0.1:${test.port}`;
  const admin = new Admin({ bootstrapServers });
  await admin.createTopics([{ name: 'lines', numPartitions: 1 }]);
  const set = (name: string, value: string) => ({ operation: 'SET', name, value }) as const;
  const operations = [set('metrics', 'org.apache.kafka.stream.'), set('interval.ms', '100')];
  await admin.incrementalAlterConfigs([{ type: 'CLIENT_METRICS', name: 'streams', operations }]);
  const topology = new Topology('oracle');
  topology.stream('lines', TEXTS).groupByKey().count('counts');
  const application = await topology.start({ bootstrapServers, clientId: 'pushed' });
  await application.running();
  const pushed = (): ReadonlyMap<string, unknown> =>
    new Map(
      test.broker.metrics().flatMap(({ name, samples }) => (samples.length === 0 ? [] : [[name, samples[0]!.labels]])),
    );
  const wanted = [
    'kafka_client_stream_thread_thread_state',
    'kafka_client_stream_task_dropped_records_total',
    'kafka_client_stream_failed_stream_threads',
  ];
  const labels = await toldOnce('all is pushed', (known) => wanted.every((name) => known.has(name)), pushed);
  const { thread_id: thread, task_id: task } = labels.get(wanted[1]!) as Record<string, string>;
  assert.deepEqual([thread, task], [application.threads()[0]!.name, '0_0']);
  await Promise.all([application.close(), admin.close()]);
  await test.stop();
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
