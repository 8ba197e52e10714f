/** Assigners of the application: who of a group gets which partitions, in kafkajs's shapes. */
import type { Logger } from './logger.ts';
import type { PartitionMetadata } from './producer-types.ts';

/** What an assigner may ask of the cluster: the part of kafkajs's own class of this name that assigners have use for. */
export interface AssignerCluster {
  /** Of a topic that is being divided. */
  findTopicPartitionMetadata(topic: string): PartitionMetadata[];
  /** Partitions by the node id of their leader. */
  findLeaderForPartitions(topic: string, partitions: number[]): { [leader: string]: number[] };
}

export interface GroupMember {
  memberId: string;
  /** By `AssignerProtocol.MemberMetadata`. */
  memberMetadata: Buffer;
}

export interface GroupMemberAssignment {
  memberId: string;
  /** By `AssignerProtocol.MemberAssignment`. */
  memberAssignment: Buffer;
}

export interface GroupState {
  name: string;
  metadata: Buffer;
}

export interface Assigner {
  name: string;
  version: number;
  /** Runs on the member that leads the group. */
  assign(group: { members: GroupMember[]; topics: string[] }): Promise<GroupMemberAssignment[]>;
  protocol(subscription: { topics: string[] }): GroupState;
}

export type PartitionAssigner = (config: { cluster: AssignerCluster; groupId: string; logger: Logger }) => Assigner;
