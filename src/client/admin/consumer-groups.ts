/** Descriptions of consumer groups, new and classic, and of classic groups of any protocol (KIP-222, KIP-848, KIP-1043). */
import type { TopicPartition } from '../assignors/group-members.ts';
import type { CallOptions } from './call-options.ts';
import type { AdminNode } from './cluster-description.ts';
import type { AclOperation, GroupState, GroupType } from './words.ts';

export interface DescribeGroupsOptions extends CallOptions {
  /** Kafka 2.3 and later. */
  readonly includeAuthorizedOperations?: boolean;
}

/** What is said of a group of any type. */
export interface GroupDescription {
  readonly groupId: string;
  readonly groupState: GroupState;
  readonly coordinator: AdminNode;
  /** Null where not asked for. */
  readonly authorizedOperations: readonly AclOperation[] | null;
}

export interface ConsumerGroupDescription extends GroupDescription {
  /** CONSUMER (KIP-848) or CLASSIC. */
  readonly type: GroupType;
  readonly isSimpleConsumerGroup: boolean;
  readonly partitionAssignor: string;
  readonly members: readonly ConsumerGroupMember[];
  /** Null for a classic group. */
  readonly groupEpoch: number | null;
  readonly targetAssignmentEpoch: number | null;
}

/** What is said of a member of a group of any type. */
export interface GroupMember {
  readonly memberId: string;
  readonly clientId: string;
  /** As the broker sees it: `/127.0.0.1`. */
  readonly host: string;
}

export interface ConsumerGroupMember extends GroupMember {
  readonly groupInstanceId: string | null;
  readonly rackId: string | null;
  readonly assignment: readonly TopicPartition[];
  /** What it shall have once the group has come to rest; null for a classic group. */
  readonly targetAssignment: readonly TopicPartition[] | null;
  readonly memberEpoch: number | null;
  /** Whether it speaks KIP-848 itself; null for a classic group and before Kafka 4.0. */
  readonly upgraded: boolean | null;
  /** Null for a classic group. */
  readonly subscribedTopicNames: readonly string[] | null;
  readonly subscribedTopicRegex: string | null;
}

export interface ClassicGroupDescription extends GroupDescription {
  readonly protocolType: string;
  /** The name of the protocol chosen: for consumers, of their assignor. */
  readonly protocolData: string;
  readonly isSimpleConsumerGroup: boolean;
  readonly members: readonly ClassicGroupMember[];
}

export interface ClassicGroupMember extends GroupMember {
  readonly groupInstanceId: string | null;
  /** For consumers; empty for other protocols. */
  readonly assignment: readonly TopicPartition[];
  /** As the member's protocol writes them. */
  readonly memberMetadata: Buffer;
  readonly memberAssignment: Buffer;
}
