/**
 * What a check may need of a broker, and how the broker's own ApiVersions answer says whether it is served: the APIs that are
 * listed, with their versions, and the features that are finalized. Nothing here knows the name of a broker.
 */
export interface Served {
  /** API key → the highest version. */
  readonly apis: ReadonlyMap<number, number>;
  /** Finalized feature → its level. */
  readonly features: ReadonlyMap<string, number>;
  /** Those that the broker knows, at whatever level. */
  readonly knownFeatures: ReadonlySet<string>;
}

interface Requirement {
  /** By key, in a version of at least so much where one is given. */
  readonly apis: readonly (number | readonly [key: number, version: number])[];
  readonly feature?: readonly [name: string, level: number];
  /** The feature counts only where the broker knows it: before, its configs decided. */
  readonly isOlderThanFeature?: true;
}

const requirements = {
  /** InitProducerId is there for idempotence alone too. */
  transactions: { apis: [24, 25, 26, 28] },
  /** KIP-890: the broker bumps the epoch with each transaction. */
  'transactions-v2': { apis: [24, 25, 26, 28], feature: ['transaction.version', 2] },
  /** KIP-447: offsets in a transaction as a member of their group. */
  'group-fencing': { apis: [[28, 3]] },
  /** KIP-848. Kafka 3.7 to 3.9 have it as early access, without a feature. */
  'consumer-group-protocol': { apis: [68, 69], feature: ['group.version', 1], isOlderThanFeature: true },
  /** Past its early access, in which static members of such a group could not be taken out. */
  'released-consumer-groups': { apis: [68, 69], feature: ['group.version', 1] },
  'server-side-patterns': { apis: [[68, 1]], feature: ['group.version', 1] },
  /** KIP-932. */
  'share-groups': { apis: [76, 77, 78, 79], feature: ['share.version', 1] },
  'share-group-offsets': { apis: [90, 91, 92], feature: ['share.version', 1] },
  /** KIP-1071. */
  'streams-groups': { apis: [88, 89], feature: ['streams.version', 1] },
  acls: { apis: [29, 30, 31] },
  sasl: { apis: [17, 36] },
  /** It came with KIP-573 in Kafka 2.6, as describing quotas did: no API tells of it otherwise. */
  'tls-1.3': { apis: [48] },
  /** As SASL, which a broker without TLS may still serve: decided where a listener for it is started. */
  tls: { apis: [] },
  scram: { apis: [50, 51] },
  quotas: { apis: [48, 49] },
  'delegation-tokens': { apis: [38, 39, 40, 41] },
  'describe-transactions': { apis: [65, 66] },
  'describe-producers': { apis: [61] },
  reassignments: { apis: [45, 46] },
  'elect-leaders': { apis: [43] },
  'alter-log-dirs': { apis: [34] },
  'update-features': { apis: [57], feature: ['group.version', 1] },
  quorum: { apis: [55] },
  'raft-voters': { apis: [80, 81] },
  'unregister-broker': { apis: [64] },
  /** KIP-714. */
  telemetry: { apis: [71, 72] },
  /** KIP-345: group.instance.id, and taking members out. */
  'static-members': {
    apis: [
      [11, 5],
      [12, 3],
      [13, 3],
      [15, 4],
    ],
  },
  /** KIP-447: waiting for the end of transactions that hold offsets. */
  'stable-offsets': { apis: [[9, 7]] },
  'deleting-offsets': { apis: [47] },
  /** KIP-848 tells classic groups from others. */
  'group-types': { apis: [[16, 5]] },
  /** KIP-430: what one may do, told with what there is. */
  'authorized-operations': {
    apis: [
      [3, 8],
      [15, 3],
    ],
  },
  /** KIP-464: partitions and replicas of a new topic as the broker has them, and KIP-525: told in the answer. */
  'topic-defaults': { apis: [[19, 5]] },
  /** KIP-516. */
  'topic-ids': {
    apis: [
      [3, 12],
      [19, 7],
      [20, 6],
    ],
  },
  /** KIP-339. */
  'incremental-configs': { apis: [44] },
  /** KIP-569. */
  'config-documentation': { apis: [[32, 3]] },
  /** KIP-1142: configs of groups, and of subscriptions to metrics. */
  'group-configs': { apis: [44, [74, 1]] },
  /** KIP-734. */
  'newest-record': { apis: [[2, 7]] },
  /** KIP-1152. */
  'transaction-patterns': { apis: [[66, 2]] },
  /** KIP-1073. */
  'fenced-brokers': { apis: [[60, 2]] },
  /** KIP-368. */
  'sessions-that-end': { apis: [[36, 1]] },
  /** A token's end is that of the session, whatever the listener says: since Kafka 3.0, as ids of topics in every call. */
  'sessions-of-tokens': {
    apis: [
      [3, 12],
      [36, 1],
    ],
  },
} as const satisfies Readonly<Record<string, Requirement>>;

export type Need = keyof typeof requirements;

export function isServed(need: Need, { apis, features, knownFeatures }: Served): boolean {
  const requirement: Requirement = requirements[need];
  const areListed = requirement.apis.every((api) => {
    const [key, version] = typeof api === 'number' ? [api, 0] : api;
    return (apis.get(key) ?? -1) >= version;
  });
  if (!areListed) return false;
  if (requirement.feature === undefined) return true;
  const [name, level] = requirement.feature;
  if (requirement.isOlderThanFeature === true && !knownFeatures.has(name)) return true;
  return (features.get(name) ?? 0) >= level;
}
