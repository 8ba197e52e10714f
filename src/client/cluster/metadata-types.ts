/** What a client knows of a cluster's brokers, topics and partitions. All of it is immutable: a change makes new objects. */
import type { ErrorEntry } from '#protocol';

export interface BrokerNode {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

export interface TopicMetadata {
  readonly name: string;
  /** 22 characters of base64url; ZERO_UUID from brokers before 2.8. */
  readonly topicId: string;
  readonly isInternal: boolean;
  /** Dense: the partition's number is its index. Empty where the topic has an error. */
  readonly partitions: readonly PartitionMetadata[];
  /** Why the topic cannot be used, such as TOPIC_AUTHORIZATION_FAILED; null where it can. */
  readonly error: ErrorEntry | null;
}

export interface PartitionMetadata {
  readonly partition: number;
  /** The leader's node id, -1 while there is none. */
  readonly leader: number;
  /** -1 where the broker did not say. */
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offline: readonly number[];
  /** LEADER_NOT_AVAILABLE and the like; null where all is well. */
  readonly error: ErrorEntry | null;
}

export interface EnsureOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Whether asking may create the topic, where the broker does so; the client's own setting where absent. */
  readonly allowAutoTopicCreation?: boolean | undefined;
}
