/**
 * What a check may need of a broker, and how the broker's own ApiVersions answer says whether it is served: the APIs that are
 * listed and the features that are finalized. Nothing here knows the name of a broker.
 */
export interface Served {
  /** API key → the highest version. */
  readonly apis: ReadonlyMap<number, number>;
  /** Finalized feature → its level. */
  readonly features: ReadonlyMap<string, number>;
}

interface Requirement {
  readonly apis: readonly number[];
  readonly feature?: readonly [name: string, level: number];
}

const requirements = {
  /** InitProducerId is there for idempotence alone too. */
  transactions: { apis: [24, 25, 26, 28] },
  /** KIP-890: the broker bumps the epoch with each transaction. */
  'transactions-v2': { apis: [24, 25, 26, 28], feature: ['transaction.version', 2] },
  /** KIP-848. */
  'consumer-group-protocol': { apis: [68, 69], feature: ['group.version', 1] },
  /** KIP-932. */
  'share-groups': { apis: [76, 77, 78, 79], feature: ['share.version', 1] },
  'share-group-offsets': { apis: [90, 91, 92], feature: ['share.version', 1] },
  /** KIP-1071. */
  'streams-groups': { apis: [88, 89] },
  acls: { apis: [29, 30, 31] },
  sasl: { apis: [17, 36] },
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
  'update-features': { apis: [57] },
  quorum: { apis: [55] },
  'raft-voters': { apis: [80, 81] },
  'unregister-broker': { apis: [64] },
  /** KIP-714. */
  telemetry: { apis: [71, 72] },
} as const satisfies Readonly<Record<string, Requirement>>;

export type Need = keyof typeof requirements;

export function isServed(need: Need, { apis, features }: Served): boolean {
  const requirement: Requirement = requirements[need];
  if (!requirement.apis.every((key) => apis.has(key))) return false;
  if (requirement.feature === undefined) return true;
  const [name, level] = requirement.feature;
  return (features.get(name) ?? 0) >= level;
}
