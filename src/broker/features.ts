/**
 * The features (KIP-584) that this broker can finalize. Clients switch behaviour on them: a feature is listed here
 * once all its requests are served, and not before.
 */
import type { BrokerConfig } from './config/index.ts';

export interface SupportedFeature {
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** The level of a new cluster; the highest when absent. */
  readonly initialVersion?: number;
}

/** `metadata.version` 7 is 3.3-IV3, the first of KRaft; 30 is 4.3-IV0. */
const METADATA_VERSION: SupportedFeature = { name: 'metadata.version', minVersion: 7, maxVersion: 30 };

/** KIP-966. A partition with one replica has it in sync always, so that no other is ever eligible. */
const ELIGIBLE_LEADER_REPLICAS: SupportedFeature = {
  name: 'eligible.leader.replicas.version',
  minVersion: 0,
  maxVersion: 1,
};

/** KIP-853: voters are known by directories too, but there is one only. As Kafka's with a static quorum it begins at 0. */
const KRAFT_VERSION: SupportedFeature = { name: 'kraft.version', minVersion: 0, maxVersion: 1, initialVersion: 0 };

/** KIP-890: with 2 the epoch of a producer rises with each transaction. */
export const TRANSACTION_VERSION = 'transaction.version';

/** KIP-848: groups whose members are assigned by the broker. */
export const GROUP_VERSION = 'group.version';

/** KIP-932: share groups. */
export const SHARE_VERSION = 'share.version';

/** KIP-1071: 1 is streams groups. */
export const STREAMS_VERSION = 'streams.version';

export const SUPPORTED_FEATURES: readonly SupportedFeature[] = [
  { name: GROUP_VERSION, minVersion: 0, maxVersion: 1 },
  { name: SHARE_VERSION, minVersion: 0, maxVersion: 1 },
  { name: STREAMS_VERSION, minVersion: 0, maxVersion: 1 },
  { name: TRANSACTION_VERSION, minVersion: 0, maxVersion: 2 },
  METADATA_VERSION,
  KRAFT_VERSION,
  ELIGIBLE_LEADER_REPLICAS,
];

export interface WantedFeatures {
  readonly levels: readonly { readonly name: string; readonly level: number }[];
  /** What was asked for and is not served, one sentence each. */
  readonly warnings: readonly string[];
}

/** The levels for a new cluster: what `features` asks for, otherwise the highest there is. */
export function finalizedFeatures(config: BrokerConfig): WantedFeatures {
  const levels = SUPPORTED_FEATURES.map(({ name, maxVersion, initialVersion }) => ({
    name,
    level: Math.min(config.features.get(name) ?? initialVersion ?? maxVersion, maxVersion),
  }));
  const supported = new Set(SUPPORTED_FEATURES.map(({ name }) => name));
  const warnings = [...config.features]
    .filter(([name, level]) => level > 0 && !supported.has(name))
    .map(([name, level]) => `features: ${name}=${level} is not served by this version of Samsa and stays off`);
  return { levels, warnings };
}

/**
 * The levels that `features` names, for a cluster that there is already. All others stay as they are until somebody
 * raises them (UpdateFeatures, kafka-features.sh), as in Kafka: what clients use does not change by a new release alone.
 */
export function namedFeatures(config: BrokerConfig): WantedFeatures['levels'] {
  return finalizedFeatures(config).levels.filter(({ name }) => config.features.has(name));
}
