/**
 * The rows whose load is Kafka's own tools. A broker is started freshly for each group of measurements: start and memory,
 * throughput, latency; and what was written before is on the disk before the next measurement begins, so that nobody
 * pays for what another one left in the page cache.
 */
import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Peer } from '../../tools/peers/apache-kafka.ts';
import { createTopic } from '../brokers/broker-client.ts';
import { cpuSeconds, residentMegabytes } from '../brokers/process-usage.ts';
import { consumerPerformance } from '../load/consumer-performance.ts';
import { producerPerformance } from '../load/producer-performance.ts';
import { isJudgedInAnyMode, step, withBroker } from './broker-row.ts';
import type { BrokerRow, Measurement } from './broker-row.ts';
import type { LatencyCase, ThroughputCase } from './plan.ts';

const IDLE_MS = 2000;

export const startRow: BrokerRow = {
  name: 'start',
  steps: ({ starts }, subject) => (isJudgedInAnyMode(subject) ? starts : 0),
  measure: measureStarts,
};
export const memoryRow: BrokerRow = {
  name: 'memory',
  steps: () => 1,
  measure: (measurement) => withBroker(measurement, measureMemory),
};
export const throughputRow: BrokerRow = {
  name: 'throughput',
  steps: ({ throughput }, subject) =>
    throughput.length + (isJudgedInAnyMode(subject) ? throughput.filter(isConsumed).length : 0),
  measure: (measurement) => withBroker(measurement, measureThroughput),
};
export const latencyRow: BrokerRow = {
  name: 'latency',
  steps: ({ latency }) => latency.length,
  measure: (measurement) => withBroker(measurement, measureLatency),
};

async function measureStarts(measurement: Measurement): Promise<void> {
  const { plan, subject } = measurement;
  for (let start = 0; start < plan.starts; start++) {
    step(measurement, `start ${start + 1}`);
    const { peer, startedInMs } = await subject.start();
    measurement.record({ row: 'start to first ApiVersions answer', unit: 'ms', better: 'lower' }, startedInMs, false);
    if (start === 0) {
      await delay(IDLE_MS);
      measurement.record({ row: 'RSS idle', unit: 'MB', better: 'lower' }, residentMegabytes(peer.pid).now, false);
    }
    await peer.discard();
  }
}

async function measureMemory(measurement: Measurement, peer: Peer): Promise<void> {
  const { plan } = measurement;
  const records = Math.floor(plan.memoryLoadBytes / 2 / 1024);
  const load = { bootstrap: peer.bootstrap, topic: 'memory', records, recordBytes: 1024, config: { acks: 'all' } };
  const total = plan.memoryLoadBytes / 1e9;
  step(measurement, `memory after ${total} GB produced`);
  await createTopic(peer.port, load.topic, 1);
  for (const share of [0.5, 1]) {
    await producerPerformance(load);
    const row = `RSS after ${total * share} GB produced`;
    measurement.record({ row, unit: 'MB', better: 'lower' }, residentMegabytes(peer.pid).now, true);
  }
  measurement.record(
    { row: 'RSS at its highest', unit: 'MB', better: 'lower' },
    residentMegabytes(peer.pid).peak,
    true,
  );
}

async function measureThroughput(measurement: Measurement, peer: Peer): Promise<void> {
  await warmUp(measurement, peer);
  for (const [index, one] of measurement.plan.throughput.entries()) {
    await measureProduce(measurement, peer, { one, topic: `throughput-${index}` });
    if (isConsumed(one) && isJudgedInAnyMode(measurement.subject))
      await measureConsume(measurement, peer, { one, topic: `throughput-${index}` });
  }
}

interface CaseInTopic {
  readonly one: ThroughputCase;
  readonly topic: string;
}

async function measureProduce(measurement: Measurement, peer: Peer, { one, topic }: CaseInTopic): Promise<void> {
  const name = caseName(one);
  step(measurement, `produce ${name}`);
  await createTopic(peer.port, topic, one.partitions);
  settle();
  const before = cpuSeconds(peer.pid);
  const { recordsPerSecond } = await producerPerformance({
    bootstrap: peer.bootstrap,
    topic,
    records: one.records,
    recordBytes: one.recordBytes,
    config: { acks: 'all', 'compression.type': one.compression },
  });
  const cpu = ((cpuSeconds(peer.pid) - before) / one.records) * 1e6;
  measurement.record({ row: `produce ${name}`, unit: 'records/s', better: 'higher' }, recordsPerSecond, true);
  measurement.record({ row: `produce ${name}, CPU`, unit: 's/million records', better: 'lower' }, cpu, true);
}

async function measureConsume(measurement: Measurement, peer: Peer, { one, topic }: CaseInTopic): Promise<void> {
  const name = caseName(one);
  step(measurement, `consume ${name}`);
  const before = cpuSeconds(peer.pid);
  const recordsPerSecond = await consumerPerformance({ bootstrap: peer.bootstrap, topic, records: one.records });
  const cpu = ((cpuSeconds(peer.pid) - before) / one.records) * 1e6;
  measurement.record({ row: `consume ${name}`, unit: 'records/s', better: 'higher' }, recordsPerSecond, false);
  measurement.record({ row: `consume ${name}, CPU`, unit: 's/million records', better: 'lower' }, cpu, false);
}

async function measureLatency(measurement: Measurement, peer: Peer): Promise<void> {
  await warmUp(measurement, peer);
  for (const one of measurement.plan.latency) await measureRate(measurement, peer, one);
}

async function measureRate(measurement: Measurement, peer: Peer, one: LatencyCase): Promise<void> {
  step(measurement, `latency at ${one.rate} records/s`);
  const topic = `latency-${one.rate}`;
  await createTopic(peer.port, topic, 1);
  settle();
  const result = await producerPerformance({
    bootstrap: peer.bootstrap,
    topic,
    records: one.records,
    warmupRecords: one.warmupRecords,
    recordBytes: measurement.plan.latencyRecordBytes,
    rate: one.rate,
    config: { acks: 'all', 'linger.ms': '0' },
  });
  for (const [name, value] of [
    ['p50', result.p50],
    ['p99', result.p99],
    ['p99.9', result.p999],
  ] as const) {
    const row = `${name} at ${one.rate.toLocaleString('en-US')} records/s`;
    measurement.record({ row, unit: 'ms', better: 'lower' }, value, true);
  }
}

async function warmUp({ plan }: Measurement, peer: Peer): Promise<void> {
  await createTopic(peer.port, 'warm-up', 1);
  const load = { bootstrap: peer.bootstrap, topic: 'warm-up', recordBytes: 1024, records: plan.warmupRecords };
  await producerPerformance({ ...load, config: { acks: 'all' } });
}

/** What is in the page cache goes to the disk. */
function settle(): void {
  execFileSync('sync');
}

/** The uncompressed cases are read back too. */
function isConsumed({ compression }: ThroughputCase): boolean {
  return compression === 'none';
}

function caseName({ recordBytes, partitions, compression }: ThroughputCase): string {
  const size = recordBytes === 1024 ? '1 KiB' : `${recordBytes} B`;
  return `${size}, ${partitions} partition${partitions === 1 ? '' : 's'}, ${compression}`;
}
