/** `npm run bench -- streams`: samsa/streams beside Kafka Streams, tasks alone and applications on a broker. */
import { pinBroker } from '../brokers/pinned.ts';
import { apacheKafka, samsaPageCache } from '../brokers/subject.ts';
import { buildProgram } from '../load/measured-program.ts';
import { Progress } from '../report/progress.ts';
import { type Row, Samples } from '../report/rows.ts';
import { type ApplicationSetting, measureCase, warmBroker } from './application-bench.ts';
import { type ApplicationPlan, applicationPlan } from './application-plan.ts';
import { CORE_STEPS, type CorePlan, coreRound } from './core-bench.ts';
import { javaProgram } from './java-program.ts';
import { measureRestore } from './restore-bench.ts';
import { untilCoordinated } from './topics.ts';
import { streamsRows } from './topologies.ts';

const CORE = 'core';
const RESTORE = 'restore';
/**
 * Of internal topics, too: records have times of long ago. Groups begin at once: Samsa's of streams, Kafka Streams' classic
 * ones. Classic groups have nothing like the second that Kafka leaves between two assignments of a group of streams.
 */
const BROKER_CONFIG = {
  'log.retention.ms': '-1',
  'group.initial.rebalance.delay.ms': '0',
  'group.streams.initial.rebalance.delay.ms': '0',
  'group.streams.assignment.interval.ms': '0',
  'group.streams.min.assignment.interval.ms': '0',
};

export interface StreamsPlan {
  readonly rounds: number;
  readonly core: CorePlan | null;
  readonly applications: ApplicationPlan;
  readonly broker: 'samsa' | 'apache-kafka';
}

export function streamsRowNames(): string[] {
  return [CORE, ...streamsRows.map(({ name }) => name), RESTORE];
}

export interface StreamsChoice {
  readonly rounds: number;
  readonly isQuick: boolean;
  /** Of `streamsRowNames`; none means all. */
  readonly rows: readonly string[];
  readonly broker: StreamsPlan['broker'];
}

export function streamsPlan({ rounds, isQuick, rows, broker }: StreamsChoice): StreamsPlan {
  const isWanted = (name: string): boolean => rows.length === 0 || rows.includes(name);
  const all = applicationPlan(isQuick);
  const cases = all.cases.filter(({ row }) => isWanted(row));
  const restored = isWanted(RESTORE) ? all.restored : [];
  const core = isQuick ? { records: 100_000, runs: 4 } : { records: 500_000, runs: 6 };
  return { rounds, core: isWanted(CORE) ? core : null, applications: { ...all, cases, restored }, broker };
}

export async function streamsBench({ rounds, core, applications, broker }: StreamsPlan): Promise<readonly Row[]> {
  const samples = new Samples('streams');
  const { cases, restored } = applications;
  const hasApplications = cases.length + restored.length > 0;
  const steps = (core === null ? 0 : CORE_STEPS) + (hasApplications ? 2 * (1 + cases.length + restored.length) : 0);
  const progress = new Progress(rounds * steps);
  for (let round = 0; round < rounds; round++) {
    if (core !== null) await coreRound(core, samples, progress);
    if (hasApplications) await applicationRound(applications, { samples, progress, broker });
  }
  progress.end();
  return samples.rows();
}

/** What others came to is told all the same. */
function tell(error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
}

/** On a broker that goes with the round. */
async function applicationRound(
  plan: ApplicationPlan,
  { samples, progress, broker }: Pick<ApplicationSetting, 'samples' | 'progress'> & Pick<StreamsPlan, 'broker'>,
): Promise<void> {
  const samsa = [process.execPath, buildProgram(new URL('application-worker.ts', import.meta.url))];
  const subjects = { samsa, 'kafka-streams': await javaProgram('StreamsApplication') };
  const started = broker === 'samsa' ? samsaPageCache : apacheKafka;
  const { peer } = await started.start({ config: BROKER_CONFIG });
  pinBroker(peer.pid);
  try {
    await untilCoordinated(peer);
    const setting = { address: peer, plan, subjects, samples, progress };
    await warmBroker(setting);
    for (const one of plan.cases) await measureCase(setting, one).catch(tell);
    for (const stores of plan.restored) await measureRestore(setting, stores);
  } finally {
    await peer.discard();
  }
}
