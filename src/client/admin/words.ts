/**
 * Kafka's words for what goes over the wire as numbers or in other letters: the constants of its Java enums. A word that
 * there is not is refused here, with INVALID_REQUEST, before anything is sent; a number of a newer broker reads UNKNOWN.
 */

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
export type AclPermissionType = 'UNKNOWN' | 'ANY' | 'DENY' | 'ALLOW';
export type AclResourceType =
  | 'UNKNOWN'
  | 'ANY'
  | 'TOPIC'
  | 'GROUP'
  | 'CLUSTER'
  | 'TRANSACTIONAL_ID'
  | 'DELEGATION_TOKEN'
  | 'USER';
export type PatternType = 'UNKNOWN' | 'ANY' | 'MATCH' | 'LITERAL' | 'PREFIXED';
export type ConfigResourceType = 'UNKNOWN' | 'TOPIC' | 'BROKER' | 'BROKER_LOGGER' | 'CLIENT_METRICS' | 'GROUP';
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
export type AlterConfigOperation = 'SET' | 'DELETE' | 'APPEND' | 'SUBTRACT';
export type GroupType = 'UNKNOWN' | 'CONSUMER' | 'CLASSIC' | 'SHARE' | 'STREAMS';
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
export type ElectionType = 'PREFERRED' | 'UNCLEAN';
export type TransactionState =
  | 'UNKNOWN'
  | 'ONGOING'
  | 'PREPARE_ABORT'
  | 'PREPARE_COMMIT'
  | 'COMPLETE_ABORT'
  | 'COMPLETE_COMMIT'
  | 'EMPTY'
  | 'PREPARE_EPOCH_FENCE'
  | 'DEAD';
export type FeatureUpgradeType = 'UPGRADE' | 'SAFE_DOWNGRADE' | 'UNSAFE_DOWNGRADE';
export type IsolationLevel = 'read_uncommitted' | 'read_committed';
