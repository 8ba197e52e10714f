/** `npm run bench -- broker`: Samsa in both modes of `flush.ack` beside Apache Kafka, in turn, round after round. */
import { apacheKafka, samsaFsync, samsaPageCache } from '../brokers/subject.ts';
import type { Subject } from '../brokers/subject.ts';
import { Progress } from '../report/progress.ts';
import { Samples } from '../report/rows.ts';
import type { Row } from '../report/rows.ts';
import { measureSubject, stepsOf } from './measure-subject.ts';
import type { Plan } from './plan.ts';

const MODES = ['fsync', 'page-cache'];
const SUBJECTS: readonly Subject[] = [apacheKafka, samsaFsync, samsaPageCache];

export async function brokerBench(plan: Plan): Promise<readonly Row[]> {
  const samples = new Samples('broker');
  const stepsPerRound = SUBJECTS.reduce((sum, subject) => sum + stepsOf(plan, subject), 0);
  const progress = new Progress(plan.rounds * stepsPerRound);
  await startOnce();
  for (let round = 0; round < plan.rounds; round++) {
    for (const subject of SUBJECTS) {
      await measureSubject({
        plan,
        subject,
        progress,
        record: (kind, value, dependsOnMode) => {
          const modes = subject.flushAck === null ? MODES : [subject.flushAck];
          const rows = dependsOnMode ? modes.map((mode) => `${kind.row}, ${mode}`) : [kind.row];
          for (const row of rows) samples.add({ ...kind, row }, subject.name, value);
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
