/**
 * A node with thousands of partitions: how long it takes to make them, and what they cost at a start and while nothing
 * happens. The broker has all cores, as a start on a real machine has.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { createTopic } from '../../brokers/broker-client.ts';
import { cpuSeconds, residentMegabytes } from '../../brokers/process-usage.ts';
import { isJudgedInAnyMode, step } from '../broker-row.ts';
import type { BrokerRow, Measurement } from '../broker-row.ts';

const SETTLE_MS = 5000;

export const partitionsRow: BrokerRow = {
  name: 'partitions',
  steps: (_, subject) => (isJudgedInAnyMode(subject) ? 2 : 0),
  measure: measurePartitions,
};

async function measurePartitions(measurement: Measurement): Promise<void> {
  const { subject, plan } = measurement;
  const { partitions } = plan.workloads;
  const count = partitions.toLocaleString('en-US');
  step(measurement, `making ${count} partitions`);
  const first = await subject.start();
  const before = performance.now();
  await createTopic(first.peer.port, 'many', partitions);
  const madeInMs = performance.now() - before;
  measurement.record({ row: `${count} partitions: CreateTopics`, unit: 'ms', better: 'lower' }, madeInMs, false);
  await first.peer.stop();
  step(measurement, `starting with ${count} partitions`);
  const { peer, startedInMs } = await subject.start({ resume: first.peer });
  try {
    await measureIdle(measurement, { pid: peer.pid, startedInMs, count });
  } finally {
    await peer.discard();
  }
}

async function measureIdle(
  { plan, record }: Measurement,
  { pid, startedInMs, count }: { pid: number; startedInMs: number; count: string },
): Promise<void> {
  record({ row: `${count} partitions: start after a clean stop`, unit: 'ms', better: 'lower' }, startedInMs, false);
  await delay(SETTLE_MS);
  const { idleSeconds } = plan.workloads;
  const before = cpuSeconds(pid);
  await delay(idleSeconds * 1000);
  const busy = ((cpuSeconds(pid) - before) / idleSeconds) * 100;
  record({ row: `${count} partitions: CPU idle`, unit: '% of a core', better: 'lower' }, busy, false);
  record({ row: `${count} partitions: RSS idle`, unit: 'MB', better: 'lower' }, residentMegabytes(pid).now, false);
}
