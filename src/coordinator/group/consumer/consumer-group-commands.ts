/** What ConsumerGroupHeartbeat does with the state machine of its partition: finds, makes or converts the group. */
import { KafkaError } from '#kernel';
import { type ConsumerGroupHeartbeatResponse, newConsumerGroupHeartbeatResponse } from '#protocol';
import type { Turn, Waiter } from '../../runtime/turn.ts';
import type { GroupCoordinatorShard } from '../group-coordinator-shard.ts';
import { groupTombstone, type GroupRecord } from '../group-records.ts';
import {
  type ConsumerHeartbeatCommand,
  heartbeatFailure,
  heartbeatToGroup,
  leaveForAWhile,
  requireInstance,
  unknownMember,
} from './consumer-group-heartbeat.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { consumerGroupKind } from './consumer-group-kind.ts';
import { LEFT_EPOCH, LEFT_STATIC_EPOCH } from './consumer-group-member.ts';
import { removeFromGroup } from './remove-from-group.ts';
import { upgrade } from './upgrade.ts';
import { JOIN_EPOCH } from './validate-heartbeat.ts';

export function consumerHeartbeatCommand(
  shard: GroupCoordinatorShard,
  turn: Turn<GroupRecord>,
  { command, waiter }: { command: ConsumerHeartbeatCommand; waiter: Waiter<ConsumerGroupHeartbeatResponse> },
): void {
  const { memberEpoch, groupId } = command.request;
  const isLeaving = memberEpoch === LEFT_EPOCH || memberEpoch === LEFT_STATIC_EPOCH;
  try {
    turn.answer(
      waiter,
      isLeaving ? leave(shard, turn, command) : heartbeatToGroup(groupFor(shard, turn, command), turn, command),
    );
  } catch (error) {
    turn.records.length = 0;
    turn.onRefused = null;
    turn.onApplied = null;
    turn.answer(waiter, heartbeatFailure(error));
  }
  if (turn.records.length === 0) shard.dropCandidate(groupId);
  else dropCandidateWhenRefused(shard, turn, groupId);
}

function dropCandidateWhenRefused(shard: GroupCoordinatorShard, turn: Turn<GroupRecord>, groupId: string): void {
  const { onRefused } = turn;
  turn.onRefused = (next, errorCode) => {
    shard.dropCandidate(groupId);
    onRefused?.(next, errorCode);
  };
}

/** A joining member may make the group, or make a classic group of consumers one of the consumer protocol. */
function groupFor(
  shard: GroupCoordinatorShard,
  turn: Turn<GroupRecord>,
  { request: { groupId, memberEpoch } }: ConsumerHeartbeatCommand,
): ConsumerGroup {
  const isJoining = memberEpoch === JOIN_EPOCH;
  const present = shard.groups.get(groupId);
  const known = shard.modernGroup(groupId, consumerGroupKind);
  if (known !== undefined) return known;
  if (present === undefined && !isJoining) {
    throw new KafkaError('GROUP_ID_NOT_FOUND', `Consumer group ${groupId} not found.`);
  }
  if (!isJoining || (present !== undefined && present.type !== 'classic')) {
    throw new KafkaError('GROUP_ID_NOT_FOUND', `Group ${groupId} is not a consumer group.`);
  }
  if (present === undefined && !shard.hasRoomForGroups) {
    throw new KafkaError('COORDINATOR_NOT_AVAILABLE', 'The coordinator has no room for another group.');
  }
  const group = shard.createCandidate(groupId, consumerGroupKind);
  if (present?.isEmpty === true) turn.records.push(groupTombstone(groupId));
  else if (present !== undefined) upgrade(present, turn, group);
  return group;
}

function leave(
  shard: GroupCoordinatorShard,
  turn: Turn<GroupRecord>,
  { request }: ConsumerHeartbeatCommand,
): ConsumerGroupHeartbeatResponse {
  const { groupId, memberId, instanceId, memberEpoch } = request;
  const group = shard.modernGroup(groupId, consumerGroupKind);
  if (group === undefined) {
    const reason = shard.groups.has(groupId) ? 'is not a consumer group' : 'not found';
    throw new KafkaError('GROUP_ID_NOT_FOUND', `Group ${groupId} ${reason}.`);
  }
  const member =
    instanceId === null
      ? group.members.get(memberId)
      : requireInstance(group.staticMember(instanceId), { memberId, instanceId });
  if (member === undefined) throw unknownMember(group, memberId);
  if (instanceId !== null && memberEpoch === LEFT_STATIC_EPOCH) return leaveForAWhile(group, turn, member);
  removeFromGroup(group, turn, [member]);
  return newConsumerGroupHeartbeatResponse({ memberId, memberEpoch });
}
