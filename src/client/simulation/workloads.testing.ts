/** What is simulated, by the name that `npm run sim -- --workload` takes. */
import type { Outcome } from './outcome.testing.ts';
import { simulateCompaction } from './simulate-compaction.testing.ts';
import { simulateExactlyOnce } from './simulate-exactly-once.testing.ts';
import { simulateProtocol } from './simulate-protocol.testing.ts';
import { simulateConsumerGroups, simulateRecords } from './simulate-records.testing.ts';
import { simulateShareGroups } from './simulate-share-groups.testing.ts';
import { simulateTopics } from './simulate-topics.testing.ts';
import { simulateTransactions } from './simulate-transactions.testing.ts';
import type { ClientWorld } from './world.testing.ts';

export interface Workload {
  /** How many of a hundred worlds of a run over all workloads are of this one. */
  readonly share: number;
  /** `onWorld` is given the world before anything happens in it. `notServed` in what comes of it: the broker lacks it. */
  readonly run: (seed: number, onWorld: (world: ClientWorld) => void) => Promise<Outcome>;
}

export type WorkloadName =
  | 'records'
  | 'consumer-groups'
  | 'exactly-once'
  | 'share-groups'
  | 'compaction'
  | 'topics'
  | 'protocol'
  | 'transactions';

export const workloads: Readonly<Record<WorkloadName, Workload>> = {
  records: { share: 20, run: simulateRecords },
  'consumer-groups': { share: 14, run: simulateConsumerGroups },
  'exactly-once': { share: 16, run: simulateExactlyOnce },
  'share-groups': { share: 10, run: simulateShareGroups },
  compaction: { share: 10, run: simulateCompaction },
  topics: { share: 10, run: simulateTopics },
  protocol: { share: 10, run: simulateProtocol },
  transactions: { share: 10, run: simulateTransactions },
};

export const workloadNames: readonly WorkloadName[] = Object.keys(workloads) as WorkloadName[];

/** The seeds of a run over all workloads: each has its share of them. */
export function shareOf(name: WorkloadName, seeds: number): number {
  return Math.ceil((seeds * workloads[name].share) / 100);
}
