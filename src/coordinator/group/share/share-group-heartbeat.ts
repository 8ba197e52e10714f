/**
 * ShareGroupHeartbeat (key 76, KIP-932): joining and staying in one request. The group's epoch rises where members,
 * subscriptions, topics or the partitions that can be assigned have changed; partitions are assigned anew then, and the
 * member has what it is to have at once. The group itself changes only when the records left in the turn are applied.
 */
import { hasPassed, KafkaError } from '#kernel';
import {
  newShareGroupHeartbeatResponse,
  type ShareGroupHeartbeatRequest,
  type ShareGroupHeartbeatResponse,
} from '#protocol';
import { assignSimple } from '../../assignors/simple.ts';
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';
import { entriesOf, isSameTopicPartitions, NO_PARTITIONS, type TopicPartitions } from '../modern/topic-partitions.ts';
import type { ShareGroup } from './share-group.ts';
import {
  isSameShareMetadata,
  isSameSubscription,
  newShareGroupMember,
  shareAssignmentValue,
  type ShareGroupMember,
  shareMetadataValue,
  sizeOfShareMember,
} from './share-group-member.ts';
import { statePartitionsValue, type TopicToInitialize, withInitializing } from './state-partitions.ts';

export interface ShareHeartbeatCommand {
  readonly request: ShareGroupHeartbeatRequest;
  readonly clientId: string;
  readonly clientHost: string;
  /** True where the partitions that have no state yet get one before the member is answered, and it is asked again then. */
  readonly waitsForPartitions: boolean;
}

export interface ShareHeartbeatResult {
  readonly response: ShareGroupHeartbeatResponse;
  /** Partitions that are to get a state, with the group's epoch as the state's. */
  readonly toInitialize: readonly TopicToInitialize[];
  readonly stateEpoch: number;
}

export const JOIN_EPOCH = 0;
export const LEAVE_EPOCH = -1;

/** Throws KafkaError with what is wrong, and what it left in the turn is void then. */
export function heartbeatToShareGroup(
  group: ShareGroup,
  turn: Turn<GroupRecord>,
  command: ShareHeartbeatCommand,
): ShareHeartbeatResult {
  const before = memberBefore(group, command.request);
  const updated = withWhatItSays(before, command);
  const isKnown = group.members.has(before.memberId);
  const { groupId } = group;
  const { memberId } = updated;
  if (!isKnown || !isSameShareMetadata(before, updated)) {
    requireMemory(group, { before, updated, isKnown });
    turn.records.push({ type: 'share-group-member', groupId, memberId, value: shareMetadataValue(updated) });
  }
  const names = group.subscribedTopics(updated);
  const groupEpoch = advanceEpoch(group, turn, { names, hasChanged: !isKnown || !isSameSubscription(before, updated) });
  const toInitialize = beginInitialization(group, turn, names);
  const isPutOff = command.waitsForPartitions && toInitialize.length > 0;
  const target = isPutOff ? null : targetFor(group, turn, { groupEpoch, updated });
  const after = target === null ? updated : reconcile(group, turn, { updated, target });
  group.extendSession(turn, memberId);
  return { response: respond(group, command.request, { before, after }), toInitialize, stateEpoch: groupEpoch };
}

function memberBefore(group: ShareGroup, { memberId, memberEpoch }: ShareGroupHeartbeatRequest): ShareGroupMember {
  const known = group.members.get(memberId);
  const isJoining = memberEpoch === JOIN_EPOCH;
  if (known === undefined) {
    if (!isJoining) throw unknownShareMember(group, memberId);
    const { shareGroupMaxSize } = group.context.settings;
    if (group.members.size < shareGroupMaxSize) return newShareGroupMember(memberId);
    const message = `The share group has reached its maximum capacity of ${shareGroupMaxSize} members.`;
    throw new KafkaError('GROUP_MAX_SIZE_REACHED', message);
  }
  // An answer that was lost leaves a member one epoch behind.
  const isCurrent = memberEpoch === known.memberEpoch || memberEpoch === known.previousMemberEpoch;
  if (isJoining || isCurrent) return known;
  const side = memberEpoch < known.memberEpoch ? 'smaller' : 'greater';
  const message =
    `The share group member has a ${side} member epoch (${memberEpoch}) than the one known by the group coordinator ` +
    `(${known.memberEpoch}). The member must abandon all its partitions and rejoin.`;
  throw new KafkaError('FENCED_MEMBER_EPOCH', message);
}

export function unknownShareMember({ groupId }: ShareGroup, memberId: string): KafkaError {
  return new KafkaError('UNKNOWN_MEMBER_ID', `Member ${memberId} is not a member of group ${groupId}.`);
}

/** Null means that nothing has changed. */
function withWhatItSays(
  member: ShareGroupMember,
  { request, clientId, clientHost }: ShareHeartbeatCommand,
): ShareGroupMember {
  const { rackId, subscribedTopicNames } = request;
  return {
    ...member,
    rackId: rackId ?? member.rackId,
    subscribedTopicNames: subscribedTopicNames === null ? member.subscribedTopicNames : new Set(subscribedTopicNames),
    clientId,
    clientHost,
  };
}

function requireMemory(
  { context }: ShareGroup,
  { before, updated, isKnown }: { before: ShareGroupMember; updated: ShareGroupMember; isKnown: boolean },
): void {
  const bytes = sizeOfShareMember(updated);
  if (bytes > context.settings.maxMemberMetadataBytes) {
    throw new KafkaError('INVALID_REQUEST', `The subscription takes ${bytes} bytes, more than a member may have.`);
  }
  const more = isKnown ? bytes - sizeOfShareMember(before) : bytes;
  if (more <= 0 || context.memory.hasRoomFor(more)) return;
  throw new KafkaError('COORDINATOR_NOT_AVAILABLE', 'The coordinator has no room for more members or subscriptions.');
}

function advanceEpoch(
  group: ShareGroup,
  turn: Turn<GroupRecord>,
  { names, hasChanged }: { names: ReadonlySet<string>; hasChanged: boolean },
): number {
  const isPending = hasUnassignedPartitions(group, names);
  if (!hasChanged && !isPending && !group.isMetadataStale) return group.groupEpoch;
  const metadataHash = group.hashOf(names);
  group.isMetadataStale = false;
  if (!hasChanged && !isPending && metadataHash === group.metadataHash) return group.groupEpoch;
  const epoch = group.groupEpoch + 1;
  turn.records.push({ type: 'share-group-metadata', groupId: group.groupId, value: { epoch, metadataHash } });
  const { onRefused } = turn;
  turn.onRefused = (next, errorCode) => {
    onRefused?.(next, errorCode);
    group.isMetadataStale = true;
  };
  return epoch;
}

/** Whether partitions have got their state since they were last assigned, for an assignment that is in force. */
function hasUnassignedPartitions(group: ShareGroup, names: ReadonlySet<string>): boolean {
  if (group.groupEpoch > group.assignmentEpoch || group.members.size === 0) return false;
  for (const [topicId, { topicName, partitions }] of group.statePartitions.initialized) {
    if (!names.has(topicName) || group.context.topics.topicId(topicName) !== topicId) continue;
    for (const partition of partitions) if (!isAssigned(group, topicId, partition)) return true;
  }
  return false;
}

function isAssigned(group: ShareGroup, topicId: string, partition: number): boolean {
  for (const target of group.targetAssignment.values())
    if (target.get(topicId)?.includes(partition) === true) return true;
  return false;
}

/** Partitions without a state are written down as about to get one. What was tried a while ago is tried again. */
function beginInitialization(
  group: ShareGroup,
  turn: Turn<GroupRecord>,
  names: ReadonlySet<string>,
): readonly TopicToInitialize[] {
  const { topics, settings } = group.context;
  const { initialized, initializing } = group.statePartitions;
  const missing: TopicToInitialize[] = [];
  for (const topicName of names) {
    const topicId = topics.topicId(topicName);
    if (topicId === null) continue;
    const count = topics.partitionCount(topicName);
    const done = initialized.get(topicId)?.partitions;
    if (done?.size === count) continue;
    const began = group.initializationBegan.get(topicId) ?? -Infinity;
    const isUnderWay = turn.monotonicNow - began < settings.shareInitializeRetryIntervalMs;
    const underWay = isUnderWay ? initializing.get(topicId)?.partitions : undefined;
    const partitions: number[] = [];
    for (let partition = 0; partition < count; partition++) {
      if (done?.has(partition) !== true && underWay?.has(partition) !== true) partitions.push(partition);
    }
    if (partitions.length > 0) missing.push({ topicId, topicName, partitions });
  }
  if (missing.length === 0) return missing;
  for (const { topicId } of missing) group.initializationBegan.set(topicId, turn.monotonicNow);
  const value = statePartitionsValue(withInitializing(group.statePartitions, missing));
  turn.records.push({ type: 'share-group-state-partitions', groupId: group.groupId, value });
  return missing;
}

interface Target {
  readonly epoch: number;
  readonly partitions: TopicPartitions;
}

/** The assignment in force: a new one where the group's epoch is ahead of it and the last one is old enough. */
function targetFor(
  group: ShareGroup,
  turn: Turn<GroupRecord>,
  { groupEpoch, updated }: { groupEpoch: number; updated: ShareGroupMember },
): Target {
  const { groupId, assignmentEpoch, assignmentTimestamp, context } = group;
  const { shareAssignmentIntervalMs } = context.groupConfigs(groupId);
  const mayAssign = hasPassed(assignmentTimestamp, shareAssignmentIntervalMs, turn.now);
  if (assignmentEpoch >= groupEpoch || !mayAssign) {
    return { epoch: assignmentEpoch, partitions: group.targetOf(updated.memberId) };
  }
  const assignment = assign(group, updated);
  for (const [memberId, partitions] of assignment) {
    const isSame = group.targetAssignment.has(memberId) && isSameTopicPartitions(partitions, group.targetOf(memberId));
    if (isSame) continue;
    const value = { topicPartitions: entriesOf(partitions) };
    turn.records.push({ type: 'share-group-target-member', groupId, memberId, value });
  }
  const value = { assignmentEpoch: groupEpoch, assignmentTimestamp: turn.now };
  turn.records.push({ type: 'share-group-target-metadata', groupId, value });
  return { epoch: groupEpoch, partitions: assignment.get(updated.memberId) ?? NO_PARTITIONS };
}

function assign(group: ShareGroup, updated: ShareGroupMember): ReadonlyMap<string, TopicPartitions> {
  const { topics } = group.context;
  const { initialized } = group.statePartitions;
  const members = [...group.members.values()].map((member) =>
    member.memberId === updated.memberId ? updated : member,
  );
  if (!group.members.has(updated.memberId)) members.push(updated);
  const specs = members.map((member) => ({
    memberId: member.memberId,
    instanceId: null,
    subscribedTopicIds: topicIdsOf(group, member),
    assignedPartitions: group.targetOf(member.memberId),
  }));
  return assignSimple(specs, {
    partitionCount: (topicId) => {
      const name = topics.topicName(topicId);
      return name === null ? -1 : topics.partitionCount(name);
    },
    isAssignable: (topicId, partition) => initialized.get(topicId)?.partitions.has(partition) === true,
  });
}

function topicIdsOf({ context }: ShareGroup, { subscribedTopicNames }: ShareGroupMember): Set<string> {
  const ids = new Set<string>();
  for (const name of subscribedTopicNames) {
    const topicId = context.topics.topicId(name);
    if (topicId !== null) ids.add(topicId);
  }
  return ids;
}

/** The member after this turn. */
function reconcile(
  group: ShareGroup,
  turn: Turn<GroupRecord>,
  { updated, target }: { updated: ShareGroupMember; target: Target },
): ShareGroupMember {
  const subscribed = topicIdsOf(group, updated);
  const assigned = new Map([...target.partitions].filter(([topicId]) => subscribed.has(topicId)));
  const isThere = updated.memberEpoch === target.epoch;
  if (isThere && isSameTopicPartitions(assigned, updated.assigned)) return updated;
  const previousMemberEpoch = isThere ? updated.previousMemberEpoch : updated.memberEpoch;
  const after = { ...updated, assigned, memberEpoch: target.epoch, previousMemberEpoch };
  const { groupId } = group;
  const value = shareAssignmentValue(after);
  turn.records.push({ type: 'share-group-current-assignment', groupId, memberId: after.memberId, value });
  return after;
}

function respond(
  group: ShareGroup,
  { memberEpoch, subscribedTopicNames }: ShareGroupHeartbeatRequest,
  { before, after }: { before: ShareGroupMember; after: ShareGroupMember },
): ShareGroupHeartbeatResponse {
  const isTold =
    memberEpoch === JOIN_EPOCH ||
    subscribedTopicNames !== null ||
    !isSameTopicPartitions(before.assigned, after.assigned);
  // Who is an epoch behind may have lost the answer that told of an assignment.
  const isBehind = memberEpoch !== before.memberEpoch;
  return newShareGroupHeartbeatResponse({
    memberId: after.memberId,
    memberEpoch: after.memberEpoch,
    heartbeatIntervalMs: group.context.groupConfigs(group.groupId).shareHeartbeatIntervalMs,
    assignment: isTold || isBehind ? { topicPartitions: entriesOf(after.assigned) } : null,
  });
}
