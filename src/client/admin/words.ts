/**
 * Kafka's words for what goes over the wire as numbers or in other letters: the constants of its Java enums. A word that
 * there is not is refused here, with INVALID_REQUEST, before anything is sent; what a newer broker says reads UNKNOWN.
 */
import { nearestName } from '#kernel';
import { errorFor } from '../errors.ts';

/** What an ACL allows or denies, as Java's AclOperation. */
export type AclOperation =
  | 'UNKNOWN'
  | 'ANY'
  | 'ALL'
  | 'READ'
  | 'WRITE'
  | 'CREATE'
  | 'DELETE'
  | 'ALTER'
  | 'DESCRIBE'
  | 'CLUSTER_ACTION'
  | 'DESCRIBE_CONFIGS'
  | 'ALTER_CONFIGS'
  | 'IDEMPOTENT_WRITE'
  | 'CREATE_TOKENS'
  | 'DESCRIBE_TOKENS'
  | 'TWO_PHASE_COMMIT';
/** Whether an ACL allows or denies, as Java's AclPermissionType. */
export type AclPermissionType = 'UNKNOWN' | 'ANY' | 'DENY' | 'ALLOW';
/** What an ACL is about, as Java's ResourceType. */
export type AclResourceType =
  | 'UNKNOWN'
  | 'ANY'
  | 'TOPIC'
  | 'GROUP'
  | 'CLUSTER'
  | 'TRANSACTIONAL_ID'
  | 'DELEGATION_TOKEN'
  | 'USER';
/** How an ACL's resource name is meant, as Java's PatternType (KIP-290). ANY and MATCH are for filters. */
export type PatternType = 'UNKNOWN' | 'ANY' | 'MATCH' | 'LITERAL' | 'PREFIXED';
/** What has configs, as Java's ConfigResource.Type. */
export type ConfigResourceType = 'UNKNOWN' | 'TOPIC' | 'BROKER' | 'BROKER_LOGGER' | 'CLIENT_METRICS' | 'GROUP';
/** Where a config's value comes from, as Java's ConfigEntry.ConfigSource. */
export type ConfigSource =
  | 'UNKNOWN'
  | 'DYNAMIC_TOPIC_CONFIG'
  | 'DYNAMIC_BROKER_CONFIG'
  | 'DYNAMIC_DEFAULT_BROKER_CONFIG'
  | 'STATIC_BROKER_CONFIG'
  | 'DEFAULT_CONFIG'
  | 'DYNAMIC_BROKER_LOGGER_CONFIG'
  | 'DYNAMIC_CLIENT_METRICS_CONFIG'
  | 'DYNAMIC_GROUP_CONFIG';
/** What a config's value is, as Java's ConfigEntry.ConfigType. */
export type ConfigType =
  | 'UNKNOWN'
  | 'BOOLEAN'
  | 'STRING'
  | 'INT'
  | 'SHORT'
  | 'LONG'
  | 'DOUBLE'
  | 'LIST'
  | 'CLASS'
  | 'PASSWORD';
/** What is done to a config, as Java's AlterConfigOp.OpType (KIP-339). */
export type AlterConfigOperation = 'SET' | 'DELETE' | 'APPEND' | 'SUBTRACT';
/** Which protocol a group speaks, as Java's GroupType (KIP-848). */
export type GroupType = 'UNKNOWN' | 'CONSUMER' | 'CLASSIC' | 'SHARE' | 'STREAMS';
/** What a group is at, as Java's GroupState. */
export type GroupState =
  | 'UNKNOWN'
  | 'PREPARING_REBALANCE'
  | 'COMPLETING_REBALANCE'
  | 'STABLE'
  | 'DEAD'
  | 'EMPTY'
  | 'ASSIGNING'
  | 'RECONCILING'
  | 'NOT_READY';
/** Which replica becomes leader, as Java's ElectionType (KIP-460): the first one, or any even if records are lost. */
export type ElectionType = 'PREFERRED' | 'UNCLEAN';
/** What a transaction is at, as Java's TransactionState (KIP-664). */
export type TransactionState =
  | 'UNKNOWN'
  | 'ONGOING'
  | 'PREPARE_ABORT'
  | 'PREPARE_COMMIT'
  | 'COMPLETE_ABORT'
  | 'COMPLETE_COMMIT'
  | 'EMPTY'
  | 'PREPARE_EPOCH_FENCE';
/** Whether a feature's level may fall, as Java's FeatureUpdate.UpgradeType (KIP-778). */
export type FeatureUpgradeType = 'UPGRADE' | 'SAFE_DOWNGRADE' | 'UNSAFE_DOWNGRADE';
/** The mechanisms of SCRAM, as Java's ScramMechanism (KIP-554). */
export type ScramMechanismName = 'UNKNOWN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
/** Whether records of open and aborted transactions count (KIP-98). */
export type IsolationLevel = 'read_uncommitted' | 'read_committed';

const UNKNOWN = 'UNKNOWN';

/** One enum: its words and what stands for each on the wire. */
class Words<Word extends string, Wire extends number | string> {
  readonly #what: string;
  readonly #wires: ReadonlyMap<string, Wire>;
  readonly #words: ReadonlyMap<Wire, Word>;

  /** `what` completes "there is no …". */
  constructor(what: string, wires: Readonly<Record<Exclude<Word, 'UNKNOWN'>, Wire>>) {
    const entries = Object.entries(wires) as [Word, Wire][];
    this.#what = what;
    this.#wires = new Map(entries);
    this.#words = new Map(entries.map(([word, wire]) => [wire, word]));
  }

  toWire(word: Word): Wire {
    const wire = this.#wires.get(word);
    if (wire !== undefined) return wire;
    const words = [...this.#wires.keys()];
    const given: unknown = word;
    const meant = nearestName(String(given), words);
    const hint = meant === null ? `they are ${words.join(', ')}` : `did you mean ${meant}?`;
    throw errorFor('INVALID_REQUEST', `There is no ${this.#what} ${String(given)}; ${hint}`);
  }

  fromWire(wire: Wire): Word | 'UNKNOWN' {
    return this.#words.get(wire) ?? UNKNOWN;
  }
}

export const aclOperations: Words<AclOperation, number> = new Words('ACL operation', {
  ANY: 1,
  ALL: 2,
  READ: 3,
  WRITE: 4,
  CREATE: 5,
  DELETE: 6,
  ALTER: 7,
  DESCRIBE: 8,
  CLUSTER_ACTION: 9,
  DESCRIBE_CONFIGS: 10,
  ALTER_CONFIGS: 11,
  IDEMPOTENT_WRITE: 12,
  CREATE_TOKENS: 13,
  DESCRIBE_TOKENS: 14,
  TWO_PHASE_COMMIT: 15,
});
export const aclPermissionTypes: Words<AclPermissionType, number> = new Words('ACL permission type', {
  ANY: 1,
  DENY: 2,
  ALLOW: 3,
});
export const aclResourceTypes: Words<AclResourceType, number> = new Words('resource type for ACLs', {
  ANY: 1,
  TOPIC: 2,
  GROUP: 3,
  CLUSTER: 4,
  TRANSACTIONAL_ID: 5,
  DELEGATION_TOKEN: 6,
  USER: 7,
});
export const patternTypes: Words<PatternType, number> = new Words('pattern type', {
  ANY: 1,
  MATCH: 2,
  LITERAL: 3,
  PREFIXED: 4,
});
export const configResourceTypes: Words<ConfigResourceType, number> = new Words('config resource type', {
  TOPIC: 2,
  BROKER: 4,
  BROKER_LOGGER: 8,
  CLIENT_METRICS: 16,
  GROUP: 32,
});
export const configSources: Words<ConfigSource, number> = new Words('config source', {
  DYNAMIC_TOPIC_CONFIG: 1,
  DYNAMIC_BROKER_CONFIG: 2,
  DYNAMIC_DEFAULT_BROKER_CONFIG: 3,
  STATIC_BROKER_CONFIG: 4,
  DEFAULT_CONFIG: 5,
  DYNAMIC_BROKER_LOGGER_CONFIG: 6,
  DYNAMIC_CLIENT_METRICS_CONFIG: 7,
  DYNAMIC_GROUP_CONFIG: 8,
});
export const configTypes: Words<ConfigType, number> = new Words('config type', {
  BOOLEAN: 1,
  STRING: 2,
  INT: 3,
  SHORT: 4,
  LONG: 5,
  DOUBLE: 6,
  LIST: 7,
  CLASS: 8,
  PASSWORD: 9,
});
export const alterConfigOperations: Words<AlterConfigOperation, number> = new Words('config operation', {
  SET: 0,
  DELETE: 1,
  APPEND: 2,
  SUBTRACT: 3,
});
export const groupTypes: Words<GroupType, string> = new Words('group type', {
  CONSUMER: 'consumer',
  CLASSIC: 'classic',
  SHARE: 'share',
  STREAMS: 'streams',
});
export const groupStates: Words<GroupState, string> = new Words('group state', {
  PREPARING_REBALANCE: 'PreparingRebalance',
  COMPLETING_REBALANCE: 'CompletingRebalance',
  STABLE: 'Stable',
  DEAD: 'Dead',
  EMPTY: 'Empty',
  ASSIGNING: 'Assigning',
  RECONCILING: 'Reconciling',
  NOT_READY: 'NotReady',
});
export const electionTypes: Words<ElectionType, number> = new Words('election type', { PREFERRED: 0, UNCLEAN: 1 });
export const transactionStates: Words<TransactionState, string> = new Words('transaction state', {
  ONGOING: 'Ongoing',
  PREPARE_ABORT: 'PrepareAbort',
  PREPARE_COMMIT: 'PrepareCommit',
  COMPLETE_ABORT: 'CompleteAbort',
  COMPLETE_COMMIT: 'CompleteCommit',
  EMPTY: 'Empty',
  PREPARE_EPOCH_FENCE: 'PrepareEpochFence',
});
export const featureUpgradeTypes: Words<FeatureUpgradeType, number> = new Words('upgrade type', {
  UPGRADE: 1,
  SAFE_DOWNGRADE: 2,
  UNSAFE_DOWNGRADE: 3,
});
export const scramMechanisms: Words<ScramMechanismName, number> = new Words('SCRAM mechanism', {
  'SCRAM-SHA-256': 1,
  'SCRAM-SHA-512': 2,
});
export const isolationLevels: Words<IsolationLevel, number> = new Words('isolation level', {
  read_uncommitted: 0,
  read_committed: 1,
});

const NOT_ASKED_FOR = -2_147_483_648;

/** From the bits of an answer, one for each operation (KIP-430); null where they were not asked for. */
export function authorizedOperations(bits: number): AclOperation[] | null {
  if (bits === NOT_ASKED_FOR) return null;
  return Array.from({ length: 31 }, (_, bit) => bit)
    .filter((bit) => (bits & (1 << bit)) !== 0)
    .map((bit) => aclOperations.fromWire(bit));
}
