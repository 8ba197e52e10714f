/**
 * What each API does with the state machine of its partition: finds the group, makes one where a request may, and
 * leaves the decision to the group's own modules.
 */
import {
  type DeleteGroupsResponse,
  Errors,
  type HeartbeatRequest,
  type HeartbeatResponse,
  type LeaveGroupResponse,
} from '#protocol';
import type { Turn, Waiter } from '../runtime/turn.ts';
import type { JoinCommand } from './add-member.ts';
import type { ClassicGroup } from './classic-group.ts';
import type { GroupCoordinatorShard } from './group-coordinator-shard.ts';
import { groupTombstone, type GroupRecord, offsetTombstone } from './group-records.ts';
import { heartbeat } from './heartbeat.ts';
import { joinGroup } from './join-group.ts';
import { type LeavingMember, leaveGroup } from './leave-group.ts';
import { expireGroup } from './offset-expiration.ts';
import { joinError, syncError } from './rebalance.ts';
import { type SyncCommand, syncGroup } from './sync-group.ts';

export function joinCommand(shard: GroupCoordinatorShard, turn: Turn<GroupRecord>, command: JoinCommand): void {
  const { request, waiter } = command;
  const present = shard.groups.get(request.groupId);
  if (present !== undefined) joinGroup(present, turn, command);
  else if (request.memberId !== '') turn.answer(waiter, joinError(Errors.UNKNOWN_MEMBER_ID.code, request.memberId));
  else if (!shard.hasRoomForGroups) turn.answer(waiter, joinError(Errors.COORDINATOR_NOT_AVAILABLE.code, ''));
  else joinNewGroup(shard, turn, command);
}

/** A group that its first member could join is written down at once, so that it is there however the rebalance ends. */
function joinNewGroup(shard: GroupCoordinatorShard, turn: Turn<GroupRecord>, command: JoinCommand): void {
  const group = shard.createGroup(command.request.groupId, turn.now);
  joinGroup(group, turn, command);
  if (group.members.size === 0 && group.pendingMembers.size === 0) {
    shard.dropGroup(group);
    return;
  }
  turn.records.push({ type: 'group-metadata', groupId: group.groupId, value: emptyMetadata(group) });
  turn.onRefused = (next, errorCode) => {
    for (const { awaitingJoin } of group.members.values())
      if (awaitingJoin !== null) next.fail(awaitingJoin, errorCode);
    shard.dropGroup(group);
  };
}

function emptyMetadata(group: ClassicGroup): NonNullable<Extract<GroupRecord, { type: 'group-metadata' }>['value']> {
  const { stateTimestamp } = group;
  const none = { protocolType: '', protocol: null, leader: null, members: [] };
  return { ...none, generation: 0, currentStateTimestamp: stateTimestamp };
}

export function syncCommand(shard: GroupCoordinatorShard, turn: Turn<GroupRecord>, command: SyncCommand): void {
  const group = shard.groups.get(command.request.groupId);
  if (group === undefined) turn.answer(command.waiter, syncError(Errors.UNKNOWN_MEMBER_ID.code));
  else syncGroup(group, turn, command);
}

export function heartbeatCommand(
  shard: GroupCoordinatorShard,
  turn: Turn<GroupRecord>,
  { request, waiter }: { request: HeartbeatRequest; waiter: Waiter<HeartbeatResponse> },
): void {
  const group = shard.groups.get(request.groupId);
  const errorCode = group === undefined ? Errors.UNKNOWN_MEMBER_ID.code : heartbeat(group, turn, request);
  turn.answer(waiter, { throttleTimeMs: 0, errorCode });
}

export interface LeaveCommand {
  readonly groupId: string;
  readonly members: readonly LeavingMember[];
  readonly waiter: Waiter<LeaveGroupResponse>;
}

export function leaveCommand(shard: GroupCoordinatorShard, turn: Turn<GroupRecord>, command: LeaveCommand): void {
  const group = shard.groups.get(command.groupId);
  const members = group === undefined ? unknownMembers(command.members) : leaveGroup(group, turn, command.members);
  turn.answer(command.waiter, { throttleTimeMs: 0, errorCode: Errors.NONE.code, members });
}

function unknownMembers(members: readonly LeavingMember[]): LeaveGroupResponse['members'] {
  return members.map(({ memberId, groupInstanceId }) => ({
    memberId,
    groupInstanceId,
    errorCode: Errors.UNKNOWN_MEMBER_ID.code,
  }));
}

export type DeletedGroup = DeleteGroupsResponse['results'][number];

/** Deletes a group without members, and its offsets with it. */
export function deleteGroup(shard: GroupCoordinatorShard, turn: Turn<GroupRecord>, groupId: string): DeletedGroup {
  const group = shard.groups.get(groupId);
  if (group === undefined) {
    return deletedGroup(groupId, Errors.GROUP_ID_NOT_FOUND.code, `Group ${groupId} not found.`);
  }
  if (group.state !== 'Empty') {
    return deletedGroup(groupId, Errors.NON_EMPTY_GROUP.code, `Group ${groupId} is not empty: it is ${group.state}.`);
  }
  turn.isDivisible = true;
  for (const { topic, partition } of shard.offsets.partitionsOf(groupId)) {
    turn.records.push(offsetTombstone(groupId, topic, partition));
  }
  turn.records.push(groupTombstone(groupId));
  return deletedGroup(groupId, Errors.NONE.code, null);
}

export function deletedGroup(groupId: string, errorCode: number, errorMessage: string | null): DeletedGroup {
  return { groupId, errorCode, errorMessage };
}

/** Forgets what has expired in all groups; answers with the number of records that took. */
export function expireOffsets(shard: GroupCoordinatorShard, turn: Turn<GroupRecord>, waiter: Waiter<number>): void {
  turn.isDivisible = true;
  for (const group of shard.groups.values()) expireGroup(group, turn, shard.offsets);
  turn.answer(waiter, turn.records.length);
}

/** Forgets all offsets of deleted topics; answers with the number of records that took. */
export function forgetTopics(
  shard: GroupCoordinatorShard,
  turn: Turn<GroupRecord>,
  { names, waiter }: { names: ReadonlySet<string>; waiter: Waiter<number> },
): void {
  turn.isDivisible = true;
  for (const groupId of shard.offsets.groupIds()) {
    for (const { topic, partition } of shard.offsets.partitionsOf(groupId)) {
      if (names.has(topic)) turn.records.push(offsetTombstone(groupId, topic, partition));
    }
  }
  turn.answer(waiter, turn.records.length);
}
