/** The group coordinator's settings, as the broker's configs say them; the table of those configs is the broker's. */
import { consumerGroupAssignors } from '../assignors/assignors.ts';
import type { GroupCoordinatorSettings, MigrationPolicy } from './group-context.ts';

/** The parsed broker configs that matter here, under their own names: `group.max.size` is `groupMaxSize`. */
export interface GroupCoordinatorConfigs {
  readonly groupMinSessionTimeoutMs: number;
  readonly groupMaxSessionTimeoutMs: number;
  readonly groupInitialRebalanceDelayMs: number;
  readonly groupMaxSize: number;
  readonly offsetMetadataMaxBytes: number;
  readonly offsetsRetentionMinutes: number;
  readonly offsetsRetentionCheckIntervalMs: number;
  readonly offsetsCommitTimeoutMs: number;
  readonly groupConsumerAssignors: readonly string[];
  readonly groupConsumerMaxSize: number;
  readonly groupStreamsMaxSize: number;
  readonly groupConsumerMigrationPolicy: string;
  readonly groupConsumerRegexRefreshIntervalMs: number;
  readonly groupShareMaxSize: number;
  readonly groupShareInitializeRetryIntervalMs: number;
}

const MINUTE_MS = 60_000;

export function groupCoordinatorSettings(configs: GroupCoordinatorConfigs): GroupCoordinatorSettings {
  return {
    minSessionTimeoutMs: configs.groupMinSessionTimeoutMs,
    maxSessionTimeoutMs: configs.groupMaxSessionTimeoutMs,
    initialRebalanceDelayMs: configs.groupInitialRebalanceDelayMs,
    maxSize: configs.groupMaxSize,
    newMemberJoinTimeoutMs: 5 * MINUTE_MS,
    offsetMetadataMaxBytes: configs.offsetMetadataMaxBytes,
    offsetsRetentionMs: configs.offsetsRetentionMinutes * MINUTE_MS,
    offsetsRetentionCheckIntervalMs: configs.offsetsRetentionCheckIntervalMs,
    commitTimeoutMs: configs.offsetsCommitTimeoutMs,
    consumerGroupAssignors: servedAssignors(configs.groupConsumerAssignors),
    consumerGroupMaxSize: configs.groupConsumerMaxSize,
    streamsGroupMaxSize: configs.groupStreamsMaxSize,
    migrationPolicy: migrationPolicyOf(configs.groupConsumerMigrationPolicy),
    regexRefreshIntervalMs: configs.groupConsumerRegexRefreshIntervalMs,
    shareGroupMaxSize: configs.groupShareMaxSize,
    shareInitializeRetryIntervalMs: configs.groupShareInitializeRetryIntervalMs,
    loadTimeoutMs: 10_000,
    maxWaitingForLoad: 10_000,
    maxPendingMembers: 10_000,
    maxMemberMetadataBytes: 4 * 1024 * 1024,
    maxStateBytes: 512 * 1024 * 1024,
  };
}

/** Kafka takes names of Java classes, too, of which there are none here. */
function servedAssignors(names: readonly string[]): readonly string[] {
  const served = names.filter((name) => consumerGroupAssignors.has(name));
  return served.length === 0 ? ['uniform', 'range'] : served;
}

function migrationPolicyOf(text: string): MigrationPolicy {
  const policy = POLICIES.find((known) => known === text.toLowerCase());
  return policy ?? 'bidirectional';
}

const POLICIES: readonly MigrationPolicy[] = ['bidirectional', 'upgrade', 'downgrade', 'disabled'];
