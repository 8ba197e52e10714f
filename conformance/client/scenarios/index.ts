/** The scenarios of the client suite, in the order in which they run. */
import type { ClientScenario } from '../scenario.ts';
import { admin } from './admin.ts';
import { adminSecurity } from './admin-security.ts';
import { badInput } from './bad-input.ts';
import { consumerScenario } from './consumer.ts';
import { faults } from './faults.ts';
import { groups } from './groups.ts';
import { interchange } from './interchange.ts';
import { kafkajs } from './kafkajs.ts';
import { producerScenario } from './producer.ts';
import { security } from './security.ts';
import { telemetry } from './telemetry.ts';
import { shareGroups } from './share-groups.ts';
import { streams, streamsAbsent } from './streams.ts';
import { streamsGroups } from './streams-groups.ts';
import { streamsState } from './streams-state.ts';
import { transactions, transactionsVersion1 } from './transactions.ts';

export const clientScenarios: readonly ClientScenario[] = [
  badInput,
  producerScenario,
  consumerScenario,
  groups,
  transactions,
  admin,
  interchange,
  kafkajs,
  transactionsVersion1,
  shareGroups,
  streamsGroups,
  streams,
  streamsState,
  streamsAbsent,
  adminSecurity,
  security,
  telemetry,
  faults,
];
