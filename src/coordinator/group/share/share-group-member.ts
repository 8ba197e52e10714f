/** A member of a share group (KIP-932): what it says of itself, and what it has. Never changed, only replaced. */
import type { ShareGroupCurrentMemberAssignmentValue, ShareGroupMemberMetadataValue } from '#protocol';
import { entriesOf, NO_PARTITIONS, type TopicPartitions, topicPartitionsOf } from '../modern/topic-partitions.ts';
import { MEMBER_BYTES } from '../state-memory.ts';

export interface ShareGroupMember {
  readonly memberId: string;
  readonly rackId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly subscribedTopicNames: ReadonlySet<string>;
  readonly memberEpoch: number;
  readonly previousMemberEpoch: number;
  readonly assigned: TopicPartitions;
}

/** A share group has no partitions to give up first: a member is always where its target is. */
const STABLE = 0;
const TEXT_BYTES = 64;
const PARTITION_BYTES = 16;

export function newShareGroupMember(memberId: string): ShareGroupMember {
  const nobody = { rackId: null, clientId: '', clientHost: '', subscribedTopicNames: new Set<string>() };
  return { memberId, ...nobody, memberEpoch: 0, previousMemberEpoch: -1, assigned: NO_PARTITIONS };
}

export function withShareMetadata(member: ShareGroupMember, value: ShareGroupMemberMetadataValue): ShareGroupMember {
  const { rackId, clientId, clientHost, subscribedTopicNames } = value;
  return { ...member, rackId, clientId, clientHost, subscribedTopicNames: new Set(subscribedTopicNames) };
}

export function withShareAssignment(
  member: ShareGroupMember,
  { memberEpoch, previousMemberEpoch, assignedPartitions }: ShareGroupCurrentMemberAssignmentValue,
): ShareGroupMember {
  return { ...member, memberEpoch, previousMemberEpoch, assigned: topicPartitionsOf(assignedPartitions) };
}

/** Kafka writes the names sorted. */
export function shareMetadataValue(member: ShareGroupMember): ShareGroupMemberMetadataValue {
  const { rackId, clientId, clientHost, subscribedTopicNames } = member;
  return { rackId, clientId, clientHost, subscribedTopicNames: [...subscribedTopicNames].sort() };
}

export function shareAssignmentValue(member: ShareGroupMember): ShareGroupCurrentMemberAssignmentValue {
  const { memberEpoch, previousMemberEpoch, assigned } = member;
  return { memberEpoch, previousMemberEpoch, state: STABLE, assignedPartitions: entriesOf(assigned) };
}

export function isSameShareMetadata(one: ShareGroupMember, other: ShareGroupMember): boolean {
  return (
    one.rackId === other.rackId &&
    one.clientId === other.clientId &&
    one.clientHost === other.clientHost &&
    isSameSubscription(one, other)
  );
}

export function isSameSubscription(one: ShareGroupMember, other: ShareGroupMember): boolean {
  const names = one.subscribedTopicNames;
  return (
    names.size === other.subscribedTopicNames.size && [...names].every((name) => other.subscribedTopicNames.has(name))
  );
}

/** Bytes that the member takes, roughly. */
export function sizeOfShareMember(member: ShareGroupMember): number {
  const { memberId, rackId, clientId, clientHost, subscribedTopicNames, assigned } = member;
  let bytes = MEMBER_BYTES + 2 * (memberId.length + (rackId?.length ?? 0) + clientId.length + clientHost.length);
  for (const name of subscribedTopicNames) bytes += TEXT_BYTES + 2 * name.length;
  for (const partitions of assigned.values()) bytes += TEXT_BYTES + PARTITION_BYTES * partitions.length;
  return bytes;
}
