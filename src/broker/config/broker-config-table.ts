/**
 * The one table of all broker configs: every key that a Kafka 4.3 `server.properties` may carry, and Samsa's own. A key
 * that Samsa does not use is still accepted, kept and shown by DescribeConfigs, since files and tools of others name it.
 */
import { ConfigTable } from '#kernel';
import type { ConfigDefinitions, ConfigValues } from '#kernel';
import { topicConfigTable } from '#log';
import { HONOURED_KEYS } from './honoured-keys.ts';
import { accessConfigs } from './tables/access-configs.ts';
import { groupConfigs } from './tables/group-configs.ts';
import { listenerConfigs } from './tables/listener-configs.ts';
import { logConfigs } from './tables/log-configs.ts';
import { nodeConfigs } from './tables/node-configs.ts';
import { quotaConfigs } from './tables/quota-configs.ts';
import { remoteLogConfigs } from './tables/remote-log-configs.ts';
import { replicationConfigs } from './tables/replication-configs.ts';
import { samsaConfigs } from './tables/samsa-configs.ts';
import { saslConfigs } from './tables/sasl-configs.ts';
import { shareConfigs } from './tables/share-configs.ts';
import { sslConfigs } from './tables/ssl-configs.ts';
import { topicManagementConfigs } from './tables/topic-management-configs.ts';
import { transactionConfigs } from './tables/transaction-configs.ts';

export type BrokerConfigDefinitions = typeof samsaConfigs &
  typeof nodeConfigs &
  typeof listenerConfigs &
  typeof topicManagementConfigs &
  typeof logConfigs &
  typeof groupConfigs &
  typeof transactionConfigs &
  typeof shareConfigs &
  typeof replicationConfigs &
  typeof quotaConfigs &
  typeof accessConfigs &
  typeof sslConfigs &
  typeof saslConfigs &
  typeof remoteLogConfigs;

/** The parsed value of every broker config: `logSegmentBytes` for `log.segment.bytes`. */
export type BrokerConfigValues = ConfigValues<BrokerConfigDefinitions>;

/** The keys that give topics their defaults. */
let topicSynonyms: ReadonlySet<string> | null = null;

const definitions: BrokerConfigDefinitions = {
  ...grouped("Samsa's own", samsaConfigs),
  ...grouped('Node and cluster', nodeConfigs),
  ...grouped('Listeners and connections', listenerConfigs),
  ...grouped('Topics and requests', topicManagementConfigs),
  ...grouped('Log', logConfigs),
  ...grouped('Groups and offsets', groupConfigs),
  ...grouped('Transactions', transactionConfigs),
  ...grouped('Share and streams groups', shareConfigs),
  ...grouped('Replication', replicationConfigs),
  ...grouped('Quotas and metrics', quotaConfigs),
  ...grouped('Authentication and authorisation', accessConfigs),
  ...grouped('TLS', sslConfigs),
  ...grouped('SASL', saslConfigs),
  ...grouped('Remote log storage', remoteLogConfigs),
};

export const brokerConfigTable: ConfigTable<BrokerConfigDefinitions> = new ConfigTable(definitions);

/** The same definitions under a heading of the reference page. */
function grouped<T extends ConfigDefinitions>(group: string, part: T): T {
  const entries = Object.entries(part).map(([key, definition]) => {
    const doc = isHonoured(key) ? definition.doc : `${definition.doc} Accepted and shown, without effect.`;
    return [key, { ...definition, group, doc }];
  });
  return Object.fromEntries(entries) as T;
}

function isHonoured(key: string): boolean {
  topicSynonyms ??= new Set(topicConfigTable.describe().flatMap(({ synonyms }) => synonyms.map(({ name }) => name)));
  return HONOURED_KEYS.has(key) || topicSynonyms.has(key);
}
