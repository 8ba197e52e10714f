/**
 * ConsumerGroupHeartbeat (key 68, KIP-848): joining, staying and leaving in one request. Members tell only what has
 * changed, and get an assignment only where theirs has changed.
 */
import { isKafkaError, KafkaError } from '#kernel';
import {
  type ConsumerGroupHeartbeatRequest,
  type ConsumerGroupHeartbeatResponse,
  errorForName,
  newConsumerGroupHeartbeatResponse,
} from '#protocol';
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';
import { type TopicPartitions, topicPartitionsOf } from '../modern/topic-partitions.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import {
  type ConsumerGroupMember,
  currentAssignmentValue,
  isClassicMember,
  LEFT_STATIC_EPOCH,
  newConsumerGroupMember,
} from './consumer-group-member.ts';
import { MemberChange } from './member-change.ts';
import { extendSession } from './member-timers.ts';
import {
  entriesOfEpochs,
  epochOf,
  isSamePartitions,
  NO_PARTITION_EPOCHS,
  type PartitionEpochs,
} from './partition-epochs.ts';
import { replaceMember } from './replace-member.ts';
import type { TopicFilter } from './topic-expressions.ts';
import { JOIN_EPOCH } from './validate-heartbeat.ts';

export interface ConsumerHeartbeatCommand {
  readonly request: ConsumerGroupHeartbeatRequest;
  readonly clientId: string;
  readonly clientHost: string;
  readonly mayDescribe: TopicFilter;
}

/** A heartbeat that joins or stays; throws KafkaError with what is wrong, and what it left in the turn is void then. */
export function heartbeatToGroup(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  command: ConsumerHeartbeatCommand,
): ConsumerGroupHeartbeatResponse {
  const { request } = command;
  requireRoom(group, request.memberId);
  const memberId = request.memberId === '' ? group.context.newUuid() : request.memberId;
  const before = memberBefore(group, turn, { ...request, memberId });
  const updated = withWhatItSays(before, command);
  const { topicPartitions } = request;
  const owned = topicPartitions === null ? null : topicPartitionsOf(topicPartitions);
  const change = new MemberChange(group, turn, { before, updated, owned, mayDescribe: command.mayDescribe });
  const after = change.reconcile(change.target());
  extendSession(group, turn, after);
  return respond(group, request, { before, after });
}

function respond(
  group: ConsumerGroup,
  request: ConsumerGroupHeartbeatRequest,
  { before, after }: { before: ConsumerGroupMember; after: ConsumerGroupMember },
): ConsumerGroupHeartbeatResponse {
  const { subscribedTopicNames, subscribedTopicRegex, rebalanceTimeoutMs, topicPartitions } = request;
  const isSubscribing = subscribedTopicNames !== null || subscribedTopicRegex !== null;
  // Who tells everything may have lost an answer.
  const isFull = rebalanceTimeoutMs !== -1 && isSubscribing && topicPartitions !== null;
  const isTold = request.memberEpoch === JOIN_EPOCH || isFull || !isSamePartitions(before.assigned, after.assigned);
  return newConsumerGroupHeartbeatResponse({
    memberId: after.memberId,
    memberEpoch: after.memberEpoch,
    heartbeatIntervalMs: group.context.groupConfigs(group.groupId).consumerHeartbeatIntervalMs,
    assignment: isTold ? { topicPartitions: entriesOfEpochs(after.assigned) } : null,
  });
}

export function requireRoom(group: ConsumerGroup, memberId: string): void {
  const { consumerGroupMaxSize } = group.context.settings;
  if (group.members.size < consumerGroupMaxSize || group.members.has(memberId)) return;
  const message = `The consumer group has reached its maximum capacity of ${consumerGroupMaxSize} members.`;
  throw new KafkaError('GROUP_MAX_SIZE_REACHED', message);
}

function memberBefore(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  request: ConsumerGroupHeartbeatRequest,
): ConsumerGroupMember {
  const { memberId, memberEpoch, instanceId, topicPartitions } = request;
  const isJoining = memberEpoch === JOIN_EPOCH;
  const owned = topicPartitions === null ? null : topicPartitionsOf(topicPartitions);
  if (instanceId === null) {
    const member = group.members.get(memberId) ?? (isJoining ? newConsumerGroupMember(memberId) : null);
    if (member === null) throw unknownMember(group, memberId);
    requireEpoch(member, memberEpoch, owned);
    return member;
  }
  const holder = group.staticMember(instanceId);
  if (!isJoining) {
    const member = requireInstance(holder, { memberId, instanceId });
    requireEpoch(member, memberEpoch, owned);
    return member;
  }
  if (holder === undefined) return group.members.get(memberId) ?? newConsumerGroupMember(memberId);
  if (!isClassicMember(holder) && holder.memberEpoch !== LEFT_STATIC_EPOCH) {
    const message = `Static member ${memberId} with instance id ${instanceId} cannot join the group because the instance id is owned by ${holder.memberId} member.`;
    throw new KafkaError('UNRELEASED_INSTANCE_ID', message);
  }
  return replaceMember(group, turn, { holder, memberId });
}

/** The member that holds the instance id, if it is the one that says so. */
export function requireInstance(
  holder: ConsumerGroupMember | undefined,
  { memberId, instanceId }: { memberId: string; instanceId: string },
): ConsumerGroupMember {
  if (holder === undefined) throw new KafkaError('UNKNOWN_MEMBER_ID', `Instance id ${instanceId} is unknown.`);
  if (holder.memberId !== memberId) {
    const message = `Static member ${memberId} with instance id ${instanceId} was fenced by member ${holder.memberId}.`;
    throw new KafkaError('FENCED_INSTANCE_ID', message);
  }
  return holder;
}

export function unknownMember({ groupId }: ConsumerGroup, memberId: string): KafkaError {
  return new KafkaError('UNKNOWN_MEMBER_ID', `Member ${memberId} is not a member of group ${groupId}.`);
}

/** An answer that was lost leaves a member one epoch behind, which is harmless as long as it has nothing that it must not. */
function requireEpoch(member: ConsumerGroupMember, memberEpoch: number, owned: TopicPartitions | null): void {
  if (memberEpoch === JOIN_EPOCH || memberEpoch === member.memberEpoch) return;
  const isBehind = memberEpoch < member.memberEpoch;
  if (isBehind && memberEpoch === member.previousMemberEpoch && isSubset(owned, member.assigned)) return;
  const message =
    `The consumer group member has a ${isBehind ? 'smaller' : 'greater'} member epoch (${memberEpoch}) than the one known by the ` +
    `group coordinator (${member.memberEpoch}). The member must abandon all its partitions and rejoin.`;
  throw new KafkaError('FENCED_MEMBER_EPOCH', message);
}

function isSubset(owned: TopicPartitions | null, assigned: PartitionEpochs): boolean {
  if (owned === null) return false;
  for (const [topicId, partitions] of owned) {
    if (!assigned.has(topicId)) return false;
    for (const partition of partitions) if (epochOf(assigned, topicId, partition) === undefined) return false;
  }
  return true;
}

/** Null and -1 mean that nothing has changed. */
function withWhatItSays(
  member: ConsumerGroupMember,
  { request, clientId, clientHost }: ConsumerHeartbeatCommand,
): ConsumerGroupMember {
  const { subscribedTopicNames, rebalanceTimeoutMs } = request;
  return {
    ...member,
    instanceId: request.instanceId ?? member.instanceId,
    rackId: request.rackId ?? member.rackId,
    rebalanceTimeoutMs: rebalanceTimeoutMs === -1 ? member.rebalanceTimeoutMs : rebalanceTimeoutMs,
    serverAssignor: request.serverAssignor ?? member.serverAssignor,
    subscribedTopicNames: subscribedTopicNames === null ? member.subscribedTopicNames : new Set(subscribedTopicNames),
    subscribedTopicRegex: request.subscribedTopicRegex ?? member.subscribedTopicRegex,
    clientId,
    clientHost,
    classicMemberMetadata: null,
  };
}

/** A static member leaves for a while: its partitions stay its own, and wait for its next incarnation. */
export function leaveForAWhile(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  member: ConsumerGroupMember,
): ConsumerGroupHeartbeatResponse {
  const { memberId } = member;
  const assigned = new Map(
    [...member.assigned].map(([topicId, epochs]) => [topicId, new Map([...epochs.keys()].map((each) => [each, 0]))]),
  );
  const left = { ...member, memberEpoch: LEFT_STATIC_EPOCH, assigned, pendingRevocation: NO_PARTITION_EPOCHS };
  const value = currentAssignmentValue(left);
  turn.records.push({ type: 'consumer-group-current-assignment', groupId: group.groupId, memberId, value });
  return newConsumerGroupHeartbeatResponse({ memberId, memberEpoch: LEFT_STATIC_EPOCH });
}

export function heartbeatFailure(error: unknown): ConsumerGroupHeartbeatResponse {
  if (!isKafkaError(error)) throw error;
  const { code } = errorForName(error.code);
  return newConsumerGroupHeartbeatResponse({ errorCode: code, errorMessage: error.message });
}
