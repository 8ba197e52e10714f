/**
 * Members of a consumer group that speak the classic protocol (the migration of KIP-848): SyncGroup, Heartbeat and
 * LeaveGroup, whose generation is the member's epoch. JoinGroup is in `join-consumer-group.ts`.
 */
import { isKafkaError, KafkaError } from '#kernel';
import { errorForName, Errors, type HeartbeatRequest, type LeaveGroupResponse, type SyncGroupRequest } from '#protocol';
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';
import type { LeavingMember } from '../leave-group.ts';
import { topicPartitionsOf } from '../modern/topic-partitions.ts';
import { syncError } from '../rebalance.ts';
import type { SyncCommand } from '../sync-group.ts';
import { requireInstance, unknownMember } from './consumer-group-heartbeat.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ClassicMemberMetadata, type ConsumerGroupMember, MemberState } from './consumer-group-member.ts';
import { readSubscription, writeAssignment } from './consumer-protocol.ts';
import { removeFromGroup } from './remove-from-group.ts';
import { cancelMemberTimer, extendSession, hasMemberTimer, MemberTimer, setMemberTimer } from './member-timers.ts';
import { entriesOfEpochs, epochOf } from './partition-epochs.ts';

const CONSUMER_PROTOCOL_TYPE = 'consumer';

export function errorCodeOf(error: unknown): number {
  if (!isKafkaError(error)) throw error;
  return errorForName(error.code).code;
}

export function syncConsumerGroup(group: ConsumerGroup, turn: Turn<GroupRecord>, command: SyncCommand): void {
  const { request, waiter } = command;
  try {
    const member = memberOf(group, request);
    requireProtocol(member, request);
    if (group.assignmentEpoch > member.memberEpoch && member.state !== MemberState.UNREVOKED_PARTITIONS) {
      expectJoin(group, turn, member);
      throw new KafkaError('REBALANCE_IN_PROGRESS', `The group ${group.groupId} has a new assignment.`);
    }
    cancelMemberTimer(group, MemberTimer.SYNC, member.memberId);
    extendSession(group, turn, member);
    turn.answer(waiter, {
      throttleTimeMs: 0,
      errorCode: Errors.NONE.code,
      protocolType: request.protocolType,
      protocolName: request.protocolName,
      assignment: assignmentOf(group, member),
    });
  } catch (error) {
    turn.answer(waiter, syncError(errorCodeOf(error)));
  }
}

/** The response's error code. */
export function heartbeatToConsumerGroup(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  request: HeartbeatRequest,
): number {
  try {
    const member = memberOf(group, request);
    extendSession(group, turn, member);
    if (!hasToJoinAgain(group, member)) return Errors.NONE.code;
    expectJoin(group, turn, member);
    return Errors.REBALANCE_IN_PROGRESS.code;
  } catch (error) {
    return errorCodeOf(error);
  }
}

/** One result for each of `leaving`, in their order. */
export function leaveConsumerGroup(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  leaving: readonly LeavingMember[],
): LeaveGroupResponse['members'] {
  const gone = new Set<ConsumerGroupMember>();
  const results = leaving.map((identity) => {
    let errorCode: number = Errors.NONE.code;
    try {
      gone.add(leavingMember(group, identity));
    } catch (error) {
      errorCode = errorCodeOf(error);
    }
    return { memberId: identity.memberId, groupInstanceId: identity.groupInstanceId, errorCode };
  });
  removeFromGroup(group, turn, [...gone]);
  return results;
}

function leavingMember(group: ConsumerGroup, { memberId, groupInstanceId }: LeavingMember): ConsumerGroupMember {
  if (groupInstanceId === null) {
    const member = group.members.get(memberId);
    if (member === undefined) throw unknownMember(group, memberId);
    return member;
  }
  const holder = group.staticMember(groupInstanceId);
  return requireInstance(holder, {
    memberId: memberId === '' ? (holder?.memberId ?? '') : memberId,
    instanceId: groupInstanceId,
  });
}

/** The member that sends the request, which speaks the classic protocol, in its generation. */
function memberOf(
  group: ConsumerGroup,
  request: Pick<HeartbeatRequest, 'memberId' | 'groupInstanceId' | 'generationId'>,
): ConsumerGroupMember {
  const { memberId, groupInstanceId: instanceId, generationId } = request;
  const member =
    instanceId === null
      ? group.members.get(memberId)
      : requireInstance(group.staticMember(instanceId), { memberId, instanceId });
  if (member === undefined) throw unknownMember(group, memberId);
  if (member.classicMemberMetadata === null) {
    throw new KafkaError('UNKNOWN_MEMBER_ID', `Member ${memberId} does not use the classic protocol.`);
  }
  if (member.memberEpoch !== generationId) {
    const message = `The generation id ${generationId} is not the epoch ${member.memberEpoch} of member ${memberId}.`;
    throw new KafkaError('ILLEGAL_GENERATION', message);
  }
  return member;
}

/** The protocol that a member of the classic protocol is told in its JoinGroup: of those that it knows, the first. */
export function protocolOf({ supportedProtocols }: ClassicMemberMetadata): { name: string; metadata: Uint8Array } {
  return supportedProtocols[0] ?? { name: '', metadata: new Uint8Array(0) };
}

function requireProtocol(member: ConsumerGroupMember, { protocolType, protocolName }: SyncGroupRequest): void {
  const { name } = protocolOf(member.classicMemberMetadata!);
  const isTypeRight = protocolType === null || protocolType === CONSUMER_PROTOCOL_TYPE;
  if (isTypeRight && (protocolName === null || protocolName === name)) return;
  throw new KafkaError('INCONSISTENT_GROUP_PROTOCOL', `The protocol of member ${member.memberId} is ${name}.`);
}

function hasToJoinAgain(group: ConsumerGroup, member: ConsumerGroupMember): boolean {
  if (member.memberEpoch < group.assignmentEpoch || member.state === MemberState.UNREVOKED_PARTITIONS) return true;
  return member.state === MemberState.UNRELEASED_PARTITIONS && !isWaitingForPartitions(group, member);
}

/** Some of what the member is to have is still at others. */
function isWaitingForPartitions(group: ConsumerGroup, member: ConsumerGroupMember): boolean {
  for (const [topicId, partitions] of group.targetOf(member.memberId)) {
    for (const partition of partitions) {
      if (epochOf(member.assigned, topicId, partition) === undefined && group.owners.has(topicId, partition))
        return true;
    }
  }
  return false;
}

/** The member was told to join again, and has its rebalance time for that. */
function expectJoin(group: ConsumerGroup, turn: Turn<GroupRecord>, member: ConsumerGroupMember): void {
  const { memberId, rebalanceTimeoutMs } = member;
  if (hasMemberTimer(group, MemberTimer.JOIN, memberId)) return;
  setMemberTimer(group, turn, { memberId, timer: MemberTimer.JOIN, afterMs: rebalanceTimeoutMs });
}

function assignmentOf(group: ConsumerGroup, member: ConsumerGroupMember): Buffer {
  const { metadata } = protocolOf(member.classicMemberMetadata!);
  const version = readSubscription(metadata)?.version ?? 0;
  return writeAssignment(topicPartitionsOf(entriesOfEpochs(member.assigned)), version, group.context.topics);
}
