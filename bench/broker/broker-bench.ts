/** `npm run bench -- broker`: Samsa in both modes of `flush.ack` beside Apache Kafka, in turn, round after round. */
import { apacheKafka, samsaFsync, samsaPageCache } from '../brokers/subject.ts';
import type { Subject } from '../brokers/subject.ts';
import { Progress } from '../report/progress.ts';
import { Samples } from '../report/rows.ts';
import type { Row } from '../report/rows.ts';
import type { BrokerRow } from './broker-row.ts';
import type { Plan } from './plan.ts';
import { latencyRow, memoryRow, startRow, throughputRow } from './tool-rows.ts';
import { compactionRow } from './workloads/compaction.ts';
import { connectionsRow } from './workloads/connections.ts';
import { partitionsRow } from './workloads/partitions.ts';
import { recoveryRow } from './workloads/recovery.ts';
import { shareGroupsRow } from './workloads/share-groups.ts';
import { tlsRow } from './workloads/tls.ts';
import { transactionsRow } from './workloads/transactions.ts';

const MODES = ['fsync', 'page-cache'];
const SUBJECTS: readonly Subject[] = [apacheKafka, samsaFsync, samsaPageCache];
const ROWS: readonly BrokerRow[] = [
  startRow,
  memoryRow,
  throughputRow,
  latencyRow,
  transactionsRow,
  shareGroupsRow,
  partitionsRow,
  connectionsRow,
  compactionRow,
  tlsRow,
  recoveryRow,
];

export function brokerRowNames(): string[] {
  return ROWS.map(({ name }) => name);
}

/** Of the rows named, or of all where none is. */
export async function brokerBench(plan: Plan, names: readonly string[] = []): Promise<readonly Row[]> {
  const rows = ROWS.filter(({ name }) => names.length === 0 || names.includes(name));
  const work = SUBJECTS.flatMap((subject) => rows.map((row) => ({ subject, row, steps: row.steps(plan, subject) })));
  const samples = new Samples('broker');
  const progress = new Progress(plan.rounds * work.reduce((sum, { steps }) => sum + steps, 0));
  await startOnce();
  for (let round = 0; round < plan.rounds; round++) {
    for (const { subject, row, steps } of work) {
      if (steps === 0) continue;
      await row.measure({
        plan,
        subject,
        progress,
        record: (kind, value, dependsOnMode) => {
          const modes = subject.flushAck === null ? MODES : [subject.flushAck];
          const named = dependsOnMode ? modes.map((mode) => `${kind.row}, ${mode}`) : [kind.row];
          for (const name of named) samples.add({ ...kind, row: name }, subject.name, value);
        },
      });
    }
  }
  progress.end();
  return samples.rows();
}

/** What only a first start pays for does not count: jars and caches of compiled code that are not in memory yet. */
async function startOnce(): Promise<void> {
  for (const subject of SUBJECTS) {
    const { peer } = await subject.start();
    await peer.discard();
  }
}
