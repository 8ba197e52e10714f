/** The configs of client metrics subscriptions (KIP-714), kept and shown for the service that will read them. */
import { type ConfigTable, defineConfigs } from '#kernel';

const clientMetricsDefinitions = {
  'interval.ms': {
    type: 'int',
    default: 300000,
    min: 100,
    max: 3600000,
    doc: 'How often clients push their metrics, in milliseconds.',
  },
  match: {
    type: 'list',
    default: [],
    doc: 'Which clients the subscription is for: selectors of the form name=regular expression, all of which must match.',
  },
  metrics: {
    type: 'list',
    default: [],
    doc: 'Prefixes of the names of metrics that are wanted; * stands for all.',
  },
} as const;

export const clientMetricsTable: ConfigTable<typeof clientMetricsDefinitions> = defineConfigs(clientMetricsDefinitions);
