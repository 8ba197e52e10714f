/**
 * Compaction of a topic whose keys repeat. It is held off by `min.compaction.lag.ms` until all is written; then the time
 * counts until `cleaner-offset-checkpoint`, which both brokers keep, says that each partition is clean up to its last
 * segment. A topic of the same kind goes before, so that no JVM is judged while it still interprets.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Peer } from '../../../tools/peers/apache-kafka.ts';
import { Admin } from '../../../src/client/index.ts';
import { cpuSeconds } from '../../brokers/process-usage.ts';
import { numberOf } from '../../client/payload.ts';
import { PARTITIONS } from '../../client/plan.ts';
import { fillTopic, readTopic } from '../../client/wire-topic.ts';
import type { Measured } from '../../load/measured-program.ts';
import { isJudgedInAnyMode, recordRate, step, withPinnedBroker } from '../broker-row.ts';
import type { BrokerRow, Measurement } from '../broker-row.ts';
import { makeTopic } from './run-workload.ts';

const RECORD_BYTES = 100;
/** The payload's keys; record n has key n modulo so many. */
const KEYS = 4096;
const NEVER_MS = String(Number.MAX_SAFE_INTEGER);
const DEADLINE_MS = 120_000;
const PAUSE_MS = 10;

export const compactionRow: BrokerRow = {
  name: 'compaction',
  steps: (_, subject) => (isJudgedInAnyMode(subject) ? 1 : 0),
  measure: (measurement) =>
    withPinnedBroker(measurement, measureCompaction, { config: { 'log.cleaner.backoff.ms': '100' } }),
};

async function measureCompaction(measurement: Measurement, peer: Peer): Promise<void> {
  step(measurement, 'compaction');
  const written = measurement.plan.workloads.compactedRecords;
  await compact(peer, 'warm-up', written);
  const measured = await compact(peer, 'compacted', written);
  recordRate(measurement, { name: 'compaction', measured, dependsOnMode: false });
}

async function compact(peer: Peer, topic: string, written: number): Promise<Measured> {
  await makeTopic(peer, topic);
  const segmentBytes = Math.max(1_048_576, Math.floor((written * RECORD_BYTES) / PARTITIONS / 8));
  await setConfigs(peer, topic, {
    'cleanup.policy': 'compact',
    'segment.bytes': String(segmentBytes),
    'min.compaction.lag.ms': NEVER_MS,
  });
  await fillTopic(peer.bootstrap, topic, { records: written, recordBytes: RECORD_BYTES });
  const goals = Array.from({ length: PARTITIONS }, (_, partition) => lastSegmentOf(peer, topic, partition));
  const records = goals.reduce((sum, offset) => sum + offset, 0);
  if (records === 0) throw new Error('nothing lies below the last segments');
  const cpuBefore = cpuSeconds(peer.pid);
  const startedAt = performance.now();
  await setConfigs(peer, topic, { 'min.compaction.lag.ms': '0' });
  await untilCleaned(peer, topic, goals);
  const seconds = (performance.now() - startedAt) / 1000;
  const brokerSeconds = cpuSeconds(peer.pid) - cpuBefore;
  await expectLatest(peer, topic, written);
  return { records, seconds, brokerSeconds, cpuSeconds: 0, peakMegabytes: 0 };
}

async function setConfigs(peer: Peer, topic: string, configs: Readonly<Record<string, string>>): Promise<void> {
  const admin = new Admin({ bootstrapServers: peer.bootstrap });
  const operations = Object.entries(configs).map(([name, value]) => ({ operation: 'SET' as const, name, value }));
  await admin.incrementalAlterConfigs([{ type: 'TOPIC', name: topic, operations }]);
  await admin.close();
}

/** The base offset of the segment that is still written, below which all is to be compacted. */
function lastSegmentOf(peer: Peer, topic: string, partition: number): number {
  const names = readdirSync(`${peer.dataDirectory}/${topic}-${partition}`).filter((name) => name.endsWith('.log'));
  return Math.max(...names.map((name) => Number(name.slice(0, -4))));
}

async function untilCleaned(peer: Peer, topic: string, goals: readonly number[]): Promise<void> {
  const end = performance.now() + DEADLINE_MS;
  for (;;) {
    const cleaned = cleanedOffsets(peer, topic);
    if (goals.every((goal, partition) => (cleaned.get(partition) ?? 0) >= goal)) return;
    if (performance.now() > end) throw new Error(`compacted up to ${[...cleaned.values()].join(', ')} only`);
    await delay(PAUSE_MS);
  }
}

/** By partition, from the lines `TOPIC PARTITION OFFSET`. */
function cleanedOffsets(peer: Peer, topic: string): Map<number, number> {
  const offsets = new Map<number, number>();
  for (const line of readIfThere(`${peer.dataDirectory}/cleaner-offset-checkpoint`).split('\n')) {
    const [name, partition, offset] = line.split(' ');
    if (name === topic) offsets.set(Number(partition), Number(offset));
  }
  return offsets;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The last record of each key is there, and of the others many are not. */
async function expectLatest(peer: Peer, topic: string, written: number): Promise<void> {
  let latest = 0;
  const { count } = await readTopic(peer.bootstrap, topic, KEYS, (value) => {
    if (numberOf(value) >= written - KEYS) latest++;
  });
  if (latest !== KEYS) throw new Error(`${latest} of ${KEYS} keys have their last record after compaction`);
  if (count >= written) throw new Error('compaction took nothing away');
}
