/**
 * Recovery of a log that was never flushed: written in mode page-cache, then the process is killed and its recovery
 * points are taken away, so that each byte has to be checked. What the page cache still held is on the disk before the
 * start, so that it is not the disk's writing that is measured. Samsa alone: what Kafka checks after a kill differs.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fillTopic } from '../../client/wire-topic.ts';
import { step } from '../broker-row.ts';
import type { BrokerRow, Measurement } from '../broker-row.ts';
import { expectRecords, makeTopic } from './run-workload.ts';

const TOPIC = 'recovered';
const RECORD_BYTES = 1024;

export const recoveryRow: BrokerRow = {
  name: 'recovery',
  steps: (_, { flushAck }) => (flushAck === 'page-cache' ? 1 : 0),
  measure: measureRecovery,
};

async function measureRecovery(measurement: Measurement): Promise<void> {
  const { plan, subject } = measurement;
  const records = Math.floor(plan.workloads.recoveryBytes / RECORD_BYTES);
  step(measurement, `recovery of ${plan.workloads.recoveryBytes / 1e9} GB`);
  const first = await subject.start();
  await makeTopic(first.peer, TOPIC);
  await fillTopic(first.peer.bootstrap, TOPIC, { records, recordBytes: RECORD_BYTES });
  await first.peer.kill();
  const { dataDirectory } = first.peer;
  rmSync(join(dataDirectory, 'recovery-point-offset-checkpoint'), { force: true });
  execFileSync('sync');
  const megabytes = bytesOfLogs(dataDirectory) / 1e6;
  const { peer, startedInMs } = await subject.start({ resume: first.peer });
  try {
    await expectRecords(peer, TOPIC, records);
  } finally {
    await peer.discard();
  }
  const kind = { row: 'recovery of an unflushed log', unit: 'MB/s', better: 'higher', standsAlone: true } as const;
  measurement.record(kind, megabytes / (startedInMs / 1000), false);
}

function bytesOfLogs(dataDirectory: string): number {
  let bytes = 0;
  for (const path of readdirSync(dataDirectory, { recursive: true, encoding: 'utf8' })) {
    if (path.startsWith(TOPIC) && path.endsWith('.log')) bytes += statSync(join(dataDirectory, path)).size;
  }
  return bytes;
}
