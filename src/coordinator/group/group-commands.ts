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
import { heartbeatToConsumerGroup, leaveConsumerGroup, syncConsumerGroup } from './consumer/classic-members.ts';
import { ConsumerGroup } from './consumer/consumer-group.ts';
import { joinConsumerGroup } from './consumer/join-consumer-group.ts';
import type { GroupCoordinatorShard } from './group-coordinator-shard.ts';
import { groupTombstone, type GroupRecord, offsetTombstone } from './group-records.ts';
import { heartbeat } from './heartbeat.ts';
import { joinGroup } from './join-group.ts';
import { type LeavingMember, leaveGroup } from './leave-group.ts';
import type { ModernGroup } from './modern/modern-group.ts';
import { expireGroup } from './offset-expiration.ts';
import { joinError, syncError } from './rebalance.ts';
import { type SyncCommand, syncGroup } from './sync-group.ts';

export function joinCommand(shard: GroupCoordinatorShard, turn: Turn<GroupRecord>, command: JoinCommand): void {
  const { request, waiter } = command;
  const present = shard.groups.get(request.groupId);
  if (present?.type === 'classic') joinGroup(present, turn, command);
  else if (present !== undefined) joinModernGroup(present, turn, { shard, command });
  else if (request.memberId !== '') turn.answer(waiter, joinError(Errors.UNKNOWN_MEMBER_ID.code, request.memberId));
  else if (!shard.hasRoomForGroups) turn.answer(waiter, joinError(Errors.COORDINATOR_NOT_AVAILABLE.code, ''));
  else joinNewGroup(shard, turn, command);
}

/**
 * An id that is another kind of group's. Consumers of the classic protocol take part in a consumer group; an empty group of
 * consumers or of Kafka Streams makes room for a classic one.
 */
function joinModernGroup(
  group: ModernGroup,
  turn: Turn<GroupRecord>,
  { shard, command }: { shard: GroupCoordinatorShard; command: JoinCommand },
): void {
  const { request, waiter } = command;
  if (group instanceof ConsumerGroup && !group.isEmpty) joinConsumerGroup(group, turn, command);
  else if (!group.isEmpty || group.type === 'share') {
    turn.answer(waiter, joinError(Errors.INCONSISTENT_GROUP_PROTOCOL.code, ''));
  } else if (request.memberId !== '') turn.answer(waiter, joinError(Errors.UNKNOWN_MEMBER_ID.code, request.memberId));
  else {
    shard.displace(group, turn);
    joinNewGroup(shard, turn, command);
  }
}

/** A group that its first member could join is written down at once, so that it is there however the rebalance ends. */
function joinNewGroup(shard: GroupCoordinatorShard, turn: Turn<GroupRecord>, command: JoinCommand): void {
  const group = shard.createGroup(command.request.groupId, turn.now);
  const { onRefused } = turn;
  joinGroup(group, turn, command);
  turn.onRefused = (next, errorCode) => {
    for (const { awaitingJoin } of group.members.values())
      if (awaitingJoin !== null) next.fail(awaitingJoin, errorCode);
    shard.dropGroup(group);
    onRefused?.(next, errorCode);
  };
  if (group.members.size > 0 || group.pendingMembers.size > 0 || turn.records.length > 0) {
    turn.records.push({ type: 'group-metadata', groupId: group.groupId, value: emptyMetadata(group) });
  } else {
    turn.onRefused = null;
    shard.dropGroup(group);
  }
}

function emptyMetadata(group: ClassicGroup): NonNullable<Extract<GroupRecord, { type: 'group-metadata' }>['value']> {
  const { stateTimestamp } = group;
  const none = { protocolType: '', protocol: null, leader: null, members: [] };
  return { ...none, generation: 0, currentStateTimestamp: stateTimestamp };
}

export function syncCommand(shard: GroupCoordinatorShard, turn: Turn<GroupRecord>, command: SyncCommand): void {
  const group = shard.groups.get(command.request.groupId);
  if (group?.type === 'classic') syncGroup(group, turn, command);
  else if (group instanceof ConsumerGroup) syncConsumerGroup(group, turn, command);
  else turn.answer(command.waiter, syncError(Errors.UNKNOWN_MEMBER_ID.code));
}

export function heartbeatCommand(
  shard: GroupCoordinatorShard,
  turn: Turn<GroupRecord>,
  { request, waiter }: { request: HeartbeatRequest; waiter: Waiter<HeartbeatResponse> },
): void {
  const group = shard.groups.get(request.groupId);
  let errorCode: number = Errors.UNKNOWN_MEMBER_ID.code;
  if (group?.type === 'classic') errorCode = heartbeat(group, turn, request);
  else if (group instanceof ConsumerGroup) errorCode = heartbeatToConsumerGroup(group, turn, request);
  turn.answer(waiter, { throttleTimeMs: 0, errorCode });
}

export interface LeaveCommand {
  readonly groupId: string;
  readonly members: readonly LeavingMember[];
  readonly waiter: Waiter<LeaveGroupResponse>;
}

export function leaveCommand(shard: GroupCoordinatorShard, turn: Turn<GroupRecord>, command: LeaveCommand): void {
  const group = shard.groups.get(command.groupId);
  let members: LeaveGroupResponse['members'];
  if (group?.type === 'classic') members = leaveGroup(group, turn, command.members);
  else if (group instanceof ConsumerGroup) members = leaveConsumerGroup(group, turn, command.members);
  else members = unknownMembers(command.members);
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
  if (!group.isEmpty) {
    return deletedGroup(groupId, Errors.NON_EMPTY_GROUP.code, `Group ${groupId} is not empty: it is ${group.state}.`);
  }
  turn.isDivisible = true;
  for (const { topic, partition } of shard.offsets.partitionsOf(groupId)) {
    turn.records.push(offsetTombstone(groupId, topic, partition));
  }
  if (group.type === 'classic') turn.records.push(groupTombstone(groupId));
  else group.writeTombstones(turn);
  return deletedGroup(groupId, Errors.NONE.code, null);
}

export function deletedGroup(groupId: string, errorCode: number, errorMessage: string | null): DeletedGroup {
  return { groupId, errorCode, errorMessage };
}

/** Forgets what has expired in all groups; answers with the number of records that took. */
export function expireOffsets(shard: GroupCoordinatorShard, turn: Turn<GroupRecord>, waiter: Waiter<number>): void {
  turn.isDivisible = true;
  const { offsets, context } = shard;
  const retentionMs = context.settings.offsetsRetentionMs;
  for (const group of shard.groups.values()) expireGroup(group, turn, { offsets, retentionMs });
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
