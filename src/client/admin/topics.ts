/** Topics: creating, deleting, listing, describing them and adding partitions (KIP-4, KIP-195, KIP-516, KIP-966). */
import type { CallOptions } from './call-options.ts';
import type { ConfigEntry } from './configs.ts';
import type { AclOperation } from './words.ts';

/** Where the replicas of a partition go; the first is the preferred leader. */
export interface ReplicaAssignment {
  readonly partition: number;
  readonly replicas: readonly number[];
}

export interface NewTopic {
  readonly name: string;
  /** The broker's `num.partitions` where absent (KIP-464). */
  readonly numPartitions?: number;
  /** The broker's `default.replication.factor` where absent. */
  readonly replicationFactor?: number;
  /** In place of both numbers: partitions from 0 without a gap. */
  readonly replicaAssignments?: readonly ReplicaAssignment[];
  /** Kafka's keys (`retention.ms`) and the texts of their values. */
  readonly configs?: Readonly<Record<string, string | null>>;
}

export interface CreateTopicsOptions extends CallOptions {
  /** Everything is checked and nothing made. */
  readonly validateOnly?: boolean;
  /** Whether THROTTLING_QUOTA_EXCEEDED (KIP-599) is waited out and tried again: true where absent. */
  readonly retryOnQuotaViolation?: boolean;
}

/** What brokers before Kafka 2.4 do not tell is -1 or null. */
export interface CreatedTopic {
  readonly name: string;
  readonly topicId: string | null;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  /** Null also where the caller may not describe them. */
  readonly configs: readonly ConfigEntry[] | null;
}

export interface DeleteTopicsOptions extends CallOptions {
  readonly retryOnQuotaViolation?: boolean;
}

export interface ListTopicsOptions extends CallOptions {
  /** Whether `__consumer_offsets` and its like are listed: false where absent. */
  readonly listInternal?: boolean;
}

export interface TopicListing {
  readonly name: string;
  /** Null before Kafka 2.8. */
  readonly topicId: string | null;
  readonly isInternal: boolean;
}

export interface DescribeTopicsOptions extends CallOptions {
  readonly includeAuthorizedOperations?: boolean;
  /** How many partitions a broker may tell at once (KIP-966): 2000 where absent. */
  readonly partitionSizeLimitPerResponse?: number;
}

export interface TopicDescription {
  readonly name: string;
  readonly topicId: string | null;
  readonly isInternal: boolean;
  /** In the order of their numbers. */
  readonly partitions: readonly TopicPartitionInfo[];
  /** Null where not asked for. */
  readonly authorizedOperations: readonly AclOperation[] | null;
}

export interface TopicPartitionInfo {
  readonly partition: number;
  /** The node's id; -1 while there is none. */
  readonly leader: number;
  /** -1 before Kafka 2.3. */
  readonly leaderEpoch: number;
  /** The preferred leader first. */
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offlineReplicas: readonly number[];
  /** KIP-966; null where the broker does not tell. */
  readonly eligibleLeaderReplicas: readonly number[] | null;
  readonly lastKnownEligibleLeaderReplicas: readonly number[] | null;
}

export interface NewPartitions {
  readonly topic: string;
  /** How many there shall be, with those that are there. */
  readonly totalCount: number;
  /** The replicas of each new partition, in order; the broker places them where absent. */
  readonly newAssignments?: readonly (readonly number[])[];
}

export interface CreatePartitionsOptions extends CreateTopicsOptions {}
