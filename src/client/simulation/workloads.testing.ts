/** What is simulated of the client and the broker, by the name that `npm run sim -- --workload` takes. */
import { simulateCompaction } from './simulate-compaction.testing.ts';
import { simulateExactlyOnce } from './simulate-exactly-once.testing.ts';
import { simulateProtocol } from './simulate-protocol.testing.ts';
import { simulateConsumerGroups, simulateRecords } from './simulate-records.testing.ts';
import { simulateShareGroups } from './simulate-share-groups.testing.ts';
import { simulateTopics } from './simulate-topics.testing.ts';
import { simulateTransactions } from './simulate-transactions.testing.ts';
import type { Workload } from './workload.testing.ts';

export const workloads = {
  records: { share: 20, run: simulateRecords },
  'consumer-groups': { share: 14, run: simulateConsumerGroups },
  'exactly-once': { share: 16, run: simulateExactlyOnce },
  'share-groups': { share: 10, run: simulateShareGroups },
  compaction: { share: 10, run: simulateCompaction },
  topics: { share: 10, run: simulateTopics },
  protocol: { share: 10, run: simulateProtocol },
  transactions: { share: 10, run: simulateTransactions },
} satisfies Readonly<Record<string, Workload>>;

export type WorkloadName = keyof typeof workloads;
