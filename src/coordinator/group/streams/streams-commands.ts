/** What the APIs of streams groups do with the state machine of their partition: find the group, or make it. */
import { Errors, type StreamsGroupHeartbeatRequest } from '#protocol';
import type { Turn, Waiter } from '../../runtime/turn.ts';
import type { GroupCoordinatorShard } from '../group-coordinator-shard.ts';
import { groupTombstone, type GroupRecord } from '../group-records.ts';
import {
  type DescribedStreamsGroup,
  describeStreamsGroup,
  describeStreamsGroupError,
} from './describe-streams-group.ts';
import { removeMember } from './remove-member.ts';
import {
  type HeartbeatCommand,
  heartbeatFailure,
  type HeartbeatResult,
  streamsGroupHeartbeat,
} from './streams-group-heartbeat.ts';
import { streamsGroupKind } from './streams-group-kind.ts';
import type { StreamsGroup } from './streams-group.ts';
import { JOIN_EPOCH, LEAVE_EPOCH } from './validate-heartbeat.ts';

export function streamsHeartbeatCommand(
  shard: GroupCoordinatorShard,
  turn: Turn<GroupRecord>,
  { command, waiter }: { command: HeartbeatCommand; waiter: Waiter<HeartbeatResult> },
): void {
  const { request } = command;
  const { groupId, memberEpoch } = request;
  const group = shard.modernGroup(groupId, streamsGroupKind);
  if (group === undefined && memberEpoch === JOIN_EPOCH) turn.answer(waiter, joinNewGroup(shard, turn, command));
  else if (group === undefined) turn.answer(waiter, notFound(groupId));
  else if (memberEpoch === LEAVE_EPOCH) turn.answer(waiter, leave(group, turn, request));
  else turn.answer(waiter, streamsGroupHeartbeat(group, turn, command));
}

/** A classic group without members gives way; any other group of the id stays what it is. */
function joinNewGroup(
  shard: GroupCoordinatorShard,
  turn: Turn<GroupRecord>,
  command: HeartbeatCommand,
): HeartbeatResult {
  const { groupId } = command.request;
  const present = shard.groups.get(groupId);
  if (present !== undefined && !(present.type === 'classic' && present.isEmpty)) return notFound(groupId);
  const group = shard.createCandidate(groupId, streamsGroupKind);
  if (present !== undefined) turn.records.push(groupTombstone(groupId));
  const recordsBefore = turn.records.length;
  const result = streamsGroupHeartbeat(group, turn, command);
  if (turn.records.length === recordsBefore) {
    turn.records.length = 0;
    shard.dropCandidate(groupId);
  } else turn.onRefused = () => shard.dropCandidate(groupId);
  return result;
}

function notFound(groupId: string): HeartbeatResult {
  return heartbeatFailure(Errors.GROUP_ID_NOT_FOUND.code, `there is no streams group ${groupId}`);
}

function leave(
  group: StreamsGroup,
  turn: Turn<GroupRecord>,
  { memberId, memberEpoch, shutdownApplication }: StreamsGroupHeartbeatRequest,
): HeartbeatResult {
  if (!group.members.has(memberId)) {
    const { code } = Errors.UNKNOWN_MEMBER_ID;
    return heartbeatFailure(code, `member ${memberId} is not in group ${group.groupId}`);
  }
  if (shutdownApplication) group.shutdownRequestedBy ??= memberId;
  removeMember(group, turn, memberId);
  const { response } = heartbeatFailure(Errors.NONE.code, null);
  return { response: { ...response, memberId, memberEpoch, status: [] }, topicsToCreate: [] };
}

export function describeStreamsCommand(shard: GroupCoordinatorShard, groupId: string): DescribedStreamsGroup {
  const group = shard.modernGroup(groupId, streamsGroupKind);
  if (group !== undefined) return describeStreamsGroup(group);
  return describeStreamsGroupError(groupId, Errors.GROUP_ID_NOT_FOUND.code, `there is no streams group ${groupId}`);
}
