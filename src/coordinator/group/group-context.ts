/** What the groups of a coordinator share: settings, where member ids come from, and where they tell what happened. */
import { type Logger, type Random, uuidText } from '#kernel';
import { uuidFromBytes } from '#protocol';
import type { GroupConfigs } from './group-config-table.ts';
import { NO_SHARE_SERVICES, type ShareGroupListener } from './share/share-group-services.ts';
import type { MemoryAccount } from './state-memory.ts';
import type { TopicDirectory } from './topic-directory.ts';

export type MigrationPolicy = 'bidirectional' | 'upgrade' | 'downgrade' | 'disabled';

export interface GroupCoordinatorSettings {
  /** `group.min.session.timeout.ms`, `group.max.session.timeout.ms`. */
  readonly minSessionTimeoutMs: number;
  readonly maxSessionTimeoutMs: number;
  /** `group.initial.rebalance.delay.ms`: how long a new group waits for more members. */
  readonly initialRebalanceDelayMs: number;
  /** `group.max.size`, in members. */
  readonly maxSize: number;
  /** How long a new member may wait in its first JoinGroup: it has no id yet, so nobody would notice it was gone. */
  readonly newMemberJoinTimeoutMs: number;
  /** `offset.metadata.max.bytes`; counted in UTF-16 units, as Kafka does. */
  readonly offsetMetadataMaxBytes: number;
  /** `offsets.retention.minutes` and `offsets.retention.check.interval.ms`. */
  readonly offsetsRetentionMs: number;
  readonly offsetsRetentionCheckIntervalMs: number;
  /** `offsets.commit.timeout.ms`. */
  readonly commitTimeoutMs: number;
  /** How long and how many requests wait for a partition that is being loaded. */
  readonly loadTimeoutMs: number;
  readonly maxWaitingForLoad: number;
  /** `group.consumer.assignors`; the first one is the default. */
  readonly consumerGroupAssignors: readonly string[];
  /** `group.consumer.max.size`, in members. */
  readonly consumerGroupMaxSize: number;
  /** `group.streams.max.size`, in members. */
  readonly streamsGroupMaxSize: number;
  /** `group.consumer.migration.policy`: whether a group in use may go from one protocol to the other. */
  readonly migrationPolicy: MigrationPolicy;
  /** `group.consumer.regex.refresh.interval.ms`. */
  readonly regexRefreshIntervalMs: number;
  /** `group.share.max.size`, in members. */
  readonly shareGroupMaxSize: number;
  /** `group.share.initialize.retry.interval.ms`. */
  readonly shareInitializeRetryIntervalMs: number;
  /** Bounds that Kafka does not have; far beyond what any honest use needs. */
  readonly maxPendingMembers: number;
  /** What one member may tell its leader, over all its protocols. */
  readonly maxMemberMetadataBytes: number;
  /** What all groups and offsets may take in memory, roughly. */
  readonly maxStateBytes: number;
}

export interface GroupContext {
  readonly settings: GroupCoordinatorSettings;
  readonly logger: Logger;
  readonly memory: MemoryAccount;
  readonly topics: TopicDirectory;
  readonly shareListener: ShareGroupListener;
  /** The configs in force for one group (resource type GROUP); to be asked anew each time, since they are dynamic. */
  groupConfigs(groupId: string): GroupConfigs;
  /** The version of the metadata (`topics.version`) in which topics were last created. */
  newTopicsVersion(): number;
  /** An id that was never given before: KIP-345 puts the instance id or the client id in front. */
  newMemberId(prefix: string): string;
  /** In Kafka's 22 characters: an id of a member of a modern group that did not bring one. */
  newUuid(): string;
}

export interface GroupContextOptions {
  readonly settings: GroupCoordinatorSettings;
  readonly logger: Logger;
  readonly random: Random;
  readonly memory: MemoryAccount;
  readonly topics: TopicDirectory;
  /** Nobody where there are no share groups. */
  readonly shareListener?: ShareGroupListener;
  groupConfigs(groupId: string): GroupConfigs;
  newTopicsVersion(): number;
}

export function createGroupContext({ random, ...options }: GroupContextOptions): GroupContext {
  return {
    ...options,
    shareListener: options.shareListener ?? NO_SHARE_SERVICES,
    newUuid: () => uuidFromBytes(random.bytes(16)),
    newMemberId: (prefix) => `${prefix.slice(0, MAX_PREFIX_LENGTH)}-${uuidText(random)}`,
  };
}

/** An id must fit the strings of the protocol, which a client id may fill by itself. */
const MAX_PREFIX_LENGTH = 1024;
