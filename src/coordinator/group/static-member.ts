/**
 * A static member (KIP-345) joins without a member id: for the first time, or because its process began anew. It takes
 * its old incarnation's place, which is fenced. As long as the group's protocol stays the same, a stable group goes on
 * without a rebalance: the new incarnation has the old one's assignment.
 */
import { Errors, type JoinGroupResponse } from '#protocol';
import type { Turn } from '../runtime/turn.ts';
import { addMember, clientReason, type JoinCommand, memberOptions } from './add-member.ts';
import type { ClassicGroup } from './classic-group.ts';
import { ClassicGroupMember } from './classic-group-member.ts';
import type { GroupRecord } from './group-records.ts';
import { answerSync, joinError, joinResponse, maybeCompleteJoin, prepareRebalance, syncError } from './rebalance.ts';
import { extendSession } from './sessions.ts';

const FIRST_VERSION_WITH_SKIP_ASSIGNMENT = 9;

export function joinAsStaticMember(group: ClassicGroup, turn: Turn<GroupRecord>, command: JoinCommand): void {
  const { request, waiter } = command;
  const instanceId = request.groupInstanceId!;
  const memberId = group.context.newMemberId(instanceId);
  const oldId = group.staticMemberId(instanceId);
  if (oldId === undefined) {
    addMember(group, turn, { command, memberId });
    return;
  }
  const old = group.members.get(oldId)!;
  const oldLeader = group.leader;
  fence(group, turn, old);
  const successor = new ClassicGroupMember({ ...memberOptions(command), memberId, assignment: old.assignment });
  group.replace(old, successor);
  extendSession(group, turn, successor);
  if (group.state === 'Stable' && group.selectProtocol() === group.protocol) {
    turn.records.push({ type: 'group-metadata', groupId: group.groupId, value: group.toMetadata() });
    turn.answer(waiter, responseInStable(group, memberId, { apiVersion: command.apiVersion, oldLeader }));
    turn.onRefused = (next) => {
      group.replace(successor, old);
      extendSession(group, next, old);
    };
    return;
  }
  group.awaitJoin(successor, waiter);
  const reason = `static member ${instanceId} joins anew${clientReason(request)}`;
  // The leader may be assigning at this moment, to an id that is gone.
  if (group.state === 'PreparingRebalance') maybeCompleteJoin(group, turn);
  else prepareRebalance(group, turn, reason);
}

/** Whoever still waits under the old id is a duplicate, or a client that has given up. */
function fence(group: ClassicGroup, turn: Turn<GroupRecord>, old: ClassicGroupMember): void {
  const { awaitingJoin } = old;
  if (awaitingJoin !== null) {
    group.awaitJoin(old, null);
    turn.answer(awaitingJoin, joinError(Errors.FENCED_INSTANCE_ID.code, old.memberId));
  }
  answerSync(group, turn, { member: old, response: syncError(Errors.FENCED_INSTANCE_ID.code) });
}

/**
 * A leader that cannot be told to skip the assignment must not know that it leads: it is told its old incarnation
 * does, and asks for its assignment as a follower.
 */
function responseInStable(
  group: ClassicGroup,
  memberId: string,
  { apiVersion, oldLeader }: { apiVersion: number; oldLeader: string | null },
): JoinGroupResponse {
  const response = joinResponse(group, memberId);
  if (apiVersion < FIRST_VERSION_WITH_SKIP_ASSIGNMENT) return { ...response, leader: oldLeader ?? '', members: [] };
  return { ...response, skipAssignment: group.leader === memberId };
}
