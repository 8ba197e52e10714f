/**
 * JoinGroup (API 11) of a classic group: who may join, what it means in each state, and who waits. New dynamic members
 * get an id first and join with it (KIP-394, v4+); a static member (KIP-345, v5+) that comes back without an id takes
 * its old place; its leader learns that it need not assign anew (KIP-814, v9+).
 */
import { Errors, type JoinGroupRequest } from '#protocol';
import type { Turn } from '../runtime/turn.ts';
import { addMember, clientReason, type JoinCommand, memberOptions } from './add-member.ts';
import type { ClassicGroup } from './classic-group.ts';
import { type ClassicGroupMember, sizeOfProtocols } from './classic-group-member.ts';
import type { GroupRecord } from './group-records.ts';
import { joinError, joinResponse, maybeCompleteJoin, rebalanceOrCompleteJoin } from './rebalance.ts';
import { joinAsStaticMember } from './static-member.ts';
import { validateMember } from './validate-member.ts';

const FIRST_VERSION_WITH_MEMBER_ID_REQUIRED = 4;

export function joinGroup(group: ClassicGroup, turn: Turn<GroupRecord>, command: JoinCommand): void {
  const { request, waiter } = command;
  const { memberId } = request;
  if (!accepts(group, memberId)) {
    group.remove(memberId);
    turn.answer(waiter, joinError(Errors.GROUP_MAX_SIZE_REACHED.code, ''));
    return;
  }
  const errorCode = validateProtocols(group, request);
  if (errorCode !== Errors.NONE.code) turn.answer(waiter, joinError(errorCode, memberId));
  else if (memberId !== '') joinWithId(group, turn, command);
  else if (request.groupInstanceId !== null) joinAsStaticMember(group, turn, command);
  else joinAsDynamicMember(group, turn, command);
}

function validateProtocols(group: ClassicGroup, request: JoinGroupRequest): number {
  if (!group.supports(request.protocolType, request.protocols)) return Errors.INCONSISTENT_GROUP_PROTOCOL.code;
  const bytes = sizeOfProtocols(request.protocols);
  if (bytes > group.context.settings.maxMemberMetadataBytes) return Errors.INVALID_REQUEST.code;
  const isNew = !group.members.has(request.memberId);
  return isNew && !group.context.memory.hasRoomFor(bytes) ? Errors.COORDINATOR_NOT_AVAILABLE.code : Errors.NONE.code;
}

/**
 * `group.max.size`. While a rebalance goes on only those count who have joined it: a group that is larger than it may
 * be, since the limit was lowered, loses those who are the last to rejoin.
 */
function accepts(group: ClassicGroup, memberId: string): boolean {
  const { maxSize } = group.context.settings;
  const member = group.members.get(memberId);
  if (group.state === 'Empty') return true;
  if (group.state !== 'PreparingRebalance') return member !== undefined || group.members.size < maxSize;
  return (member !== undefined && member.awaitingJoin !== null) || group.awaitingJoinCount < maxSize;
}

function joinAsDynamicMember(group: ClassicGroup, turn: Turn<GroupRecord>, command: JoinCommand): void {
  const { settings, newMemberId } = group.context;
  const memberId = newMemberId(command.clientId);
  if (command.apiVersion < FIRST_VERSION_WITH_MEMBER_ID_REQUIRED) {
    addMember(group, turn, { command, memberId });
    return;
  }
  if (group.pendingMembers.size >= settings.maxPendingMembers) {
    turn.answer(command.waiter, joinError(Errors.GROUP_MAX_SIZE_REACHED.code, ''));
    return;
  }
  const deadline = turn.monotonicNow + command.request.sessionTimeoutMs;
  group.addPending(memberId, deadline);
  group.alarm.atLatest(deadline);
  turn.answer(command.waiter, joinError(Errors.MEMBER_ID_REQUIRED.code, memberId));
}

function joinWithId(group: ClassicGroup, turn: Turn<GroupRecord>, command: JoinCommand): void {
  const { request, waiter } = command;
  const { memberId } = request;
  if (request.groupInstanceId === null && group.pendingMembers.has(memberId)) {
    addMember(group, turn, { command, memberId });
    return;
  }
  const errorCode = validateMember(group, request);
  if (errorCode !== Errors.NONE.code) {
    turn.answer(waiter, joinError(errorCode, memberId));
    return;
  }
  const member = group.members.get(memberId)!;
  if (group.state === 'PreparingRebalance') {
    rejoin(group, turn, { command, member });
    maybeCompleteJoin(group, turn);
  } else if (isRebalanceNeeded(group, member, request)) {
    rejoin(group, turn, { command, member });
    rebalanceOrCompleteJoin(group, turn, `member ${memberId} joins again${clientReason(request)}`);
  } else {
    // It only missed the answer: the generation is the same.
    turn.answer(waiter, joinResponse(group, memberId));
  }
}

/**
 * In Stable a leader joins again to have the partitions assigned anew, for example when a topic has grown. A member
 * that changed what it tells its leader always needs another assignment.
 */
function isRebalanceNeeded(group: ClassicGroup, member: ClassicGroupMember, request: JoinGroupRequest): boolean {
  if (group.state === 'Stable' && group.leader === member.memberId) return true;
  return !member.matches(request.protocols);
}

function rejoin(
  group: ClassicGroup,
  turn: Turn<GroupRecord>,
  { command, member }: { command: JoinCommand; member: ClassicGroupMember },
): void {
  const { protocols, rebalanceTimeoutMs, sessionTimeoutMs } = memberOptions(command);
  group.update(member, { protocols, rebalanceTimeoutMs, sessionTimeoutMs });
  const earlier = member.awaitingJoin;
  group.awaitJoin(member, command.waiter);
  // Only one request of a member can wait. The client has given up on the earlier one, and would ignore the answer.
  if (earlier !== null) turn.answer(earlier, joinError(Errors.REBALANCE_IN_PROGRESS.code, member.memberId));
}
