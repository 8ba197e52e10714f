/** What the driver for tests measures, beside what Kafka's own measures of the same records. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TopologyTestDriver } from '#streams';
import { fullName, isLeftOut, readKafkaMetrics } from '../../../src/streams/metrics/left-out.testing.ts';
import { metricsOfCase, type StreamsCase } from './run-case.ts';
import { TopologyCase } from './topology-case.ts';

/** They depend on clocks: Kafka's rates are of a window by its own, and its times are not ours. */
const BY_CLOCK = /-rate$|-ratio$|process-latency/;
/** Of stores also what Kafka's driver does more often. Rates of their calls are counts: both are over 30 s, or less. */
const STORE_BY_CLOCK = /latency|^iterator-duration|^commit|^restore/;

test('metrics of tasks, nodes and topics are called as in Kafka Streams, and say the same of the same records', () => {
  const { topologyCase, metrics } = readKafkaMetrics();
  const { input } = topologyCase as StreamsCase;
  const wanted = metrics.filter((one) => {
    return one.from === 'metrics' && !isLeftOut(one) && one.group !== 'stream-thread-metrics';
  });
  const found = metricsOfCase(topologyCase as StreamsCase);
  assert.deepEqual(found.map(fullName).sort(), wanted.map(fullName).sort());
  const values = new Map(found.map((one) => [fullName(one), one.value]));
  for (const one of wanted) {
    if (one.group === 'stream-state-metrics' ? STORE_BY_CLOCK.test(one.name) : BY_CLOCK.test(one.name)) continue;
    // Kafka's store still has the window that has expired by its last put, and lets it go with the next.
    if (one.name === 'num-keys' && 'in-memory-window-state-id' in one.tags) continue;
    // Kafka takes the size of a key or value that is null for -1.
    const nulls = one.name === 'bytes-consumed-total' ? nullsIn(input, one.tags['topic']!) : 0;
    const kafkas = typeof one.value === 'number' ? one.value + nulls : one.value;
    assert.equal(String(values.get(fullName(one))), String(kafkas), fullName(one));
  }
});

function nullsIn(input: StreamsCase['input'], topic: string): number {
  return input
    .filter((one) => one[0] === topic)
    .flatMap(([, key, value]) => [key, value].filter((part) => part === null)).length;
}

test('of INFO there are fewer metrics than of DEBUG', () => {
  const { topologyCase } = readKafkaMetrics();
  const built = new TopologyCase({ isOptimized: false, stores: undefined });
  for (const operation of (topologyCase as StreamsCase).ops) built.apply(operation);
  using driver = new TopologyTestDriver(built.topology.build());
  const names = new Set(driver.metrics().map(({ name }) => name));
  assert.ok(names.has('records-consumed-total') && names.has('record-e2e-latency-avg'));
  assert.ok(!names.has('process-total') && !names.has('active-buffer-count'));
});
