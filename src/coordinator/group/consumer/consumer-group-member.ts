/**
 * A member of a consumer group (KIP-848). Values are never changed in place: a heartbeat makes a new one and writes it
 * down, and the group takes it over when the record is applied.
 */
import type { ConsumerGroupCurrentMemberAssignmentValue, ConsumerGroupMemberMetadataValue } from '#protocol';
import { MEMBER_BYTES } from '../state-memory.ts';
import {
  countPartitions,
  epochsFromRecord,
  epochsToRecord,
  isSamePartitionEpochs,
  NO_PARTITION_EPOCHS,
  type PartitionEpochs,
} from './partition-epochs.ts';

/** As records have it. */
export const MemberState = {
  STABLE: 0,
  /** It has to give up partitions before it goes on to the next epoch. */
  UNREVOKED_PARTITIONS: 1,
  /** It waits for partitions that others still have. */
  UNRELEASED_PARTITIONS: 2,
} as const;

/** A member that left for a while (KIP-345): its instance comes back and takes its partitions over. */
export const LEFT_STATIC_EPOCH = -2;
export const LEFT_EPOCH = -1;

export type ClassicMemberMetadata = NonNullable<ConsumerGroupMemberMetadataValue['classicMemberMetadata']>;

export interface ConsumerGroupMember {
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly previousMemberEpoch: number;
  readonly state: number;
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly rebalanceTimeoutMs: number;
  readonly clientId: string;
  readonly clientHost: string;
  readonly subscribedTopicNames: ReadonlySet<string>;
  /** Empty or null for none. */
  readonly subscribedTopicRegex: string | null;
  readonly serverAssignor: string | null;
  /** Not null for a member that speaks the classic protocol. */
  readonly classicMemberMetadata: ClassicMemberMetadata | null;
  readonly assigned: PartitionEpochs;
  readonly pendingRevocation: PartitionEpochs;
}

export function newConsumerGroupMember(memberId: string): ConsumerGroupMember {
  return {
    memberId,
    memberEpoch: 0,
    previousMemberEpoch: -1,
    state: MemberState.STABLE,
    instanceId: null,
    rackId: null,
    rebalanceTimeoutMs: -1,
    clientId: '',
    clientHost: '',
    subscribedTopicNames: new Set(),
    subscribedTopicRegex: '',
    serverAssignor: null,
    classicMemberMetadata: null,
    assigned: NO_PARTITION_EPOCHS,
    pendingRevocation: NO_PARTITION_EPOCHS,
  };
}

export function isClassicMember(member: ConsumerGroupMember): boolean {
  return member.classicMemberMetadata !== null;
}

/** The expression, or null where it subscribes by none. */
export function regexOf({ subscribedTopicRegex }: ConsumerGroupMember): string | null {
  return subscribedTopicRegex === '' ? null : subscribedTopicRegex;
}

export function isReconciledTo({ state, memberEpoch }: ConsumerGroupMember, epoch: number): boolean {
  return state === MemberState.STABLE && memberEpoch === epoch;
}

export function withMetadata(
  member: ConsumerGroupMember,
  { subscribedTopicNames, ...value }: ConsumerGroupMemberMetadataValue,
): ConsumerGroupMember {
  return { ...member, ...value, subscribedTopicNames: new Set(subscribedTopicNames) };
}

export function metadataRecordValue(member: ConsumerGroupMember): ConsumerGroupMemberMetadataValue {
  return {
    instanceId: member.instanceId,
    rackId: member.rackId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: [...member.subscribedTopicNames].sort(),
    subscribedTopicRegex: member.subscribedTopicRegex,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    serverAssignor: member.serverAssignor,
    classicMemberMetadata: member.classicMemberMetadata,
  };
}

export function withCurrentAssignment(
  member: ConsumerGroupMember,
  value: ConsumerGroupCurrentMemberAssignmentValue,
): ConsumerGroupMember {
  const { memberEpoch, previousMemberEpoch, state } = value;
  return {
    ...member,
    memberEpoch,
    previousMemberEpoch,
    state,
    assigned: epochsFromRecord(value.assignedPartitions, memberEpoch),
    pendingRevocation: epochsFromRecord(value.partitionsPendingRevocation, memberEpoch),
  };
}

export function currentAssignmentValue(member: ConsumerGroupMember): ConsumerGroupCurrentMemberAssignmentValue {
  return {
    memberEpoch: member.memberEpoch,
    previousMemberEpoch: member.previousMemberEpoch,
    state: member.state,
    assignedPartitions: epochsToRecord(member.assigned),
    partitionsPendingRevocation: epochsToRecord(member.pendingRevocation),
  };
}

export function isSameCurrentAssignment(one: ConsumerGroupMember, other: ConsumerGroupMember): boolean {
  return (
    one.memberEpoch === other.memberEpoch &&
    one.previousMemberEpoch === other.previousMemberEpoch &&
    one.state === other.state &&
    isSamePartitionEpochs(one.assigned, other.assigned) &&
    isSamePartitionEpochs(one.pendingRevocation, other.pendingRevocation)
  );
}

/** Whether what the member says of itself is the same. */
export function isSameMetadata(one: ConsumerGroupMember, other: ConsumerGroupMember): boolean {
  return (
    one.instanceId === other.instanceId &&
    one.rackId === other.rackId &&
    one.rebalanceTimeoutMs === other.rebalanceTimeoutMs &&
    one.clientId === other.clientId &&
    one.clientHost === other.clientHost &&
    one.subscribedTopicRegex === other.subscribedTopicRegex &&
    one.serverAssignor === other.serverAssignor &&
    isSameSet(one.subscribedTopicNames, other.subscribedTopicNames) &&
    isSameClassicMetadata(one.classicMemberMetadata, other.classicMemberMetadata)
  );
}

export function isSameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  if (one === other) return true;
  if (one.size !== other.size) return false;
  for (const each of one) if (!other.has(each)) return false;
  return true;
}

function isSameClassicMetadata(one: ClassicMemberMetadata | null, other: ClassicMemberMetadata | null): boolean {
  if (one === other) return true;
  if (one === null || other === null || one.sessionTimeoutMs !== other.sessionTimeoutMs) return false;
  const { supportedProtocols: others } = other;
  return (
    one.supportedProtocols.length === others.length &&
    one.supportedProtocols.every(
      ({ name, metadata }, i) => name === others[i]!.name && Buffer.compare(metadata, others[i]!.metadata) === 0,
    )
  );
}

const PARTITION_BYTES = 64;
const TOPIC_NAME_BYTES = 64;

/** What it takes in memory, roughly. */
export function sizeOfMember(member: ConsumerGroupMember): number {
  let bytes = MEMBER_BYTES + member.memberId.length + member.clientId.length + member.clientHost.length;
  bytes += subscriptionSize(member);
  for (const { name, metadata } of member.classicMemberMetadata?.supportedProtocols ?? []) {
    bytes += name.length + metadata.length;
  }
  return bytes + PARTITION_BYTES * (countPartitions(member.assigned) + countPartitions(member.pendingRevocation));
}

export function subscriptionSize(member: ConsumerGroupMember): number {
  let bytes = member.subscribedTopicRegex?.length ?? 0;
  for (const name of member.subscribedTopicNames) bytes += TOPIC_NAME_BYTES + name.length;
  return bytes;
}
