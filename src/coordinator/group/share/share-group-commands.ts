/**
 * What requests about share groups do with the state machine of their partition (KIP-932): one command for each step.
 * Where a state with the share coordinator has to change, the step before writes down that it is under way, and the step
 * behind that it is done.
 */
import { isKafkaError, KafkaError } from '#kernel';
import {
  type AlterShareGroupOffsetsRequest,
  type AlterShareGroupOffsetsResponse,
  type DeleteShareGroupOffsetsResponse,
  Errors,
  errorForCode,
  errorForName,
  newShareGroupHeartbeatResponse,
} from '#protocol';
import type { Turn } from '../../runtime/turn.ts';
import type { GroupCoordinatorShard } from '../group-coordinator-shard.ts';
import type { GroupRecord } from '../group-records.ts';
import {
  heartbeatToShareGroup,
  JOIN_EPOCH,
  LEAVE_EPOCH,
  type ShareHeartbeatCommand,
  type ShareHeartbeatResult,
  unknownShareMember,
} from './share-group-heartbeat.ts';
import type { ShareGroup } from './share-group.ts';
import { shareGroupKind } from './share-group-kind.ts';
import { removeMember } from './share-group-removal.ts';
import {
  type StatePartitions,
  statePartitionsValue,
  type TopicToInitialize,
  withDeleting,
  withInitialized,
  withInitializing,
  withoutInitializing,
  withoutTopics,
} from './state-partitions.ts';

type GroupTurn = Turn<GroupRecord>;

const NOTHING_TO_INITIALIZE = { toInitialize: [], stateEpoch: 0 } as const;

export function shareHeartbeatCommand(
  shard: GroupCoordinatorShard,
  turn: GroupTurn,
  command: ShareHeartbeatCommand,
): ShareHeartbeatResult {
  const { groupId, memberEpoch, memberId } = command.request;
  return withShareGroup(shard, turn, {
    groupId,
    mayCreate: memberEpoch === JOIN_EPOCH,
    run: (group) => {
      if (memberEpoch !== LEAVE_EPOCH) return heartbeatToShareGroup(group, turn, command);
      if (!group.members.has(memberId)) throw unknownShareMember(group, memberId);
      removeMember(group, turn, memberId);
      const response = newShareGroupHeartbeatResponse({ memberId, memberEpoch: LEAVE_EPOCH });
      return { response, ...NOTHING_TO_INITIALIZE };
    },
    onError: ({ code, message }) => {
      const response = newShareGroupHeartbeatResponse({ errorCode: code, errorMessage: message });
      return { response, ...NOTHING_TO_INITIALIZE };
    },
  });
}

/** The partitions have a state now, or could not get one. */
export function completeInitialization(
  shard: GroupCoordinatorShard,
  turn: GroupTurn,
  outcome: { groupId: string; done: readonly TopicToInitialize[]; failed: readonly TopicToInitialize[] },
): void {
  const group = shard.modernGroup(outcome.groupId, shareGroupKind);
  if (group === undefined) return;
  const { done, failed } = outcome;
  recordState(group, turn, withoutInitializing(withInitialized(group.statePartitions, done), failed));
}

/** Deletion of a group: all its states are to be deleted first. Null where the group is none that has states. */
export function beginGroupDeletion(
  shard: GroupCoordinatorShard,
  turn: GroupTurn,
  groupId: string,
): readonly TopicToInitialize[] | null {
  const group = shard.modernGroup(groupId, shareGroupKind);
  if (group === undefined || !group.isEmpty) return null;
  const topics = topicsWithStates(group);
  const { initializing, initialized } = group.statePartitions;
  if (initializing.size + initialized.size > 0) {
    const names = new Map(topics.map(({ topicId, topicName }) => [topicId, topicName]));
    recordState(group, turn, withDeleting(group.statePartitions, names));
  }
  return topics;
}

/** Those that have a state, may have got one, or may not have lost it yet. */
function topicsWithStates({ statePartitions, context }: ShareGroup): TopicToInitialize[] {
  const known = withInitialized(statePartitions, toTopics(statePartitions.initializing)).initialized;
  const topics = toTopics(known);
  for (const [topicId, topicName] of statePartitions.deleting) {
    if (known.has(topicId) || context.topics.topicId(topicName) !== topicId) continue;
    topics.push({ topicId, topicName, partitions: partitionsOf(context.topics.partitionCount(topicName)) });
  }
  return topics;
}

export interface OffsetDeletion {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly refused: DeleteShareGroupOffsetsResponse['responses'];
  readonly topics: readonly TopicToInitialize[];
}

/** DeleteShareGroupOffsets, first step: the topics' states are under deletion. */
export function beginOffsetDeletion(
  shard: GroupCoordinatorShard,
  turn: GroupTurn,
  { groupId, topicNames }: { groupId: string; topicNames: readonly string[] },
): OffsetDeletion {
  return withShareGroup<OffsetDeletion>(shard, turn, {
    groupId,
    mayCreate: false,
    run: (group) => {
      requireEmpty(group);
      const refused: DeleteShareGroupOffsetsResponse['responses'] = [];
      const topics: TopicToInitialize[] = [];
      for (const topicName of new Set(topicNames)) {
        const topic = statesOf(group, topicName);
        if (typeof topic !== 'string') topics.push(topic);
        else refused.push({ topicName, topicId: NO_TOPIC_ID, errorCode: UNKNOWN.code, errorMessage: topic });
      }
      const names = new Map(topics.map(({ topicId, topicName }) => [topicId, topicName]));
      if (topics.length > 0) recordState(group, turn, withDeleting(group.statePartitions, names));
      return { errorCode: Errors.NONE.code, errorMessage: null, refused, topics };
    },
    onError: ({ code, message }) => ({ errorCode: code, errorMessage: message, refused: [], topics: [] }),
  });
}

const NO_TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAA';
const UNKNOWN = errorForCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code);

/** The topic's partitions that have a state, or why there is nothing to delete. */
function statesOf({ context, statePartitions }: ShareGroup, topicName: string): TopicToInitialize | string {
  const topicId = context.topics.topicId(topicName);
  if (topicId === null) return UNKNOWN.message;
  const known = statePartitions.initialized.get(topicId)?.partitions;
  if (known !== undefined) return { topicId, topicName, partitions: [...known] };
  if (!statePartitions.deleting.has(topicId)) return 'There is no offset information to delete.';
  return { topicId, topicName, partitions: partitionsOf(context.topics.partitionCount(topicName)) };
}

/** Second step of a deletion: the topics have no states any more. */
export function completeDeletion(
  shard: GroupCoordinatorShard,
  turn: GroupTurn,
  { groupId, topicIds }: { groupId: string; topicIds: readonly string[] },
): void {
  const group = shard.modernGroup(groupId, shareGroupKind);
  if (group === undefined || topicIds.length === 0) return;
  const deleting = new Map([...group.statePartitions.deleting].filter(([topicId]) => !topicIds.includes(topicId)));
  recordState(group, turn, { ...group.statePartitions, deleting });
}

export interface OffsetAlteration {
  readonly response: AlterShareGroupOffsetsResponse;
  readonly toInitialize: readonly (TopicToInitialize & { readonly offsets: ReadonlyMap<number, number> })[];
  readonly stateEpoch: number;
}

/** AlterShareGroupOffsets, first step: the partitions get a fresh state. A group that is not there is made. */
export function beginOffsetAlteration(
  shard: GroupCoordinatorShard,
  turn: GroupTurn,
  { groupId, topics }: AlterShareGroupOffsetsRequest,
): OffsetAlteration {
  const base = { throttleTimeMs: 0, errorCode: Errors.NONE.code, errorMessage: null };
  return withShareGroup<OffsetAlteration>(shard, turn, {
    groupId,
    mayCreate: true,
    run: (group) => {
      requireEmpty(group);
      const known = topics.map((topic) => alteredTopic(group, topic));
      const toInitialize = known.flatMap(({ altered }) => (altered === null ? [] : [altered]));
      if (toInitialize.length > 0) recordState(group, turn, withInitializing(group.statePartitions, toInitialize));
      const response = { ...base, responses: known.map(({ response: one }) => one) };
      return { response, toInitialize, stateEpoch: group.groupEpoch };
    },
    onError: ({ code, message }) => {
      const response = { ...base, errorCode: code, errorMessage: message, responses: [] };
      return { response, ...NOTHING_TO_INITIALIZE };
    },
  });
}

function alteredTopic(
  { context }: ShareGroup,
  { topicName, partitions }: AlterShareGroupOffsetsRequest['topics'][number],
): {
  response: AlterShareGroupOffsetsResponse['responses'][number];
  altered: OffsetAlteration['toInitialize'][number] | null;
} {
  const topicId = context.topics.topicId(topicName);
  const count = topicId === null ? 0 : context.topics.partitionCount(topicName);
  const offsets = new Map<number, number>();
  const results = partitions.map(({ partitionIndex, startOffset }) => {
    const exists = partitionIndex >= 0 && partitionIndex < count;
    if (!exists) return { partitionIndex, errorCode: UNKNOWN.code, errorMessage: UNKNOWN.message };
    offsets.set(partitionIndex, startOffset);
    return { partitionIndex, errorCode: Errors.NONE.code, errorMessage: null };
  });
  const response = { topicName, topicId: topicId ?? NO_TOPIC_ID, partitions: results };
  if (topicId === null || offsets.size === 0) return { response, altered: null };
  return { response, altered: { topicId, topicName, partitions: [...offsets.keys()], offsets } };
}

/** The topics that are gone need no states. */
export function forgetShareGroupTopics(
  shard: GroupCoordinatorShard,
  turn: GroupTurn,
  names: ReadonlySet<string>,
): void {
  turn.isDivisible = true;
  for (const group of shard.groups.values()) {
    if (group.type !== 'share') continue;
    const shared = shard.modernGroup(group.groupId, shareGroupKind);
    if (shared === undefined) continue;
    const { statePartitions, context } = shared;
    const { initializing, initialized, deleting } = statePartitions;
    const named = [
      ...[...initializing, ...initialized].map(([topicId, { topicName }]): [string, string] => [topicId, topicName]),
      ...deleting,
    ];
    const gone = named.filter(([topicId, name]) => names.has(name) && context.topics.topicId(name) !== topicId);
    if (gone.length > 0)
      recordState(
        shared,
        turn,
        withoutTopics(
          statePartitions,
          gone.map(([topicId]) => topicId),
        ),
      );
  }
}

function toTopics(byTopic: StatePartitions['initialized']): TopicToInitialize[] {
  return [...byTopic].map(([topicId, { topicName, partitions }]) => ({
    topicId,
    topicName,
    partitions: [...partitions],
  }));
}

function partitionsOf(count: number): number[] {
  return Array.from({ length: count }, (_, partition) => partition);
}

function recordState({ groupId }: ShareGroup, turn: GroupTurn, state: StatePartitions): void {
  turn.records.push({ type: 'share-group-state-partitions', groupId, value: statePartitionsValue(state) });
}

function requireEmpty({ groupId, isEmpty, state }: ShareGroup): void {
  if (!isEmpty) throw new KafkaError('NON_EMPTY_GROUP', `Group ${groupId} is not empty: it is ${state}.`);
}

interface WithShareGroup<T> {
  readonly groupId: string;
  readonly mayCreate: boolean;
  run(group: ShareGroup): T;
  onError(error: { code: number; message: string }): T;
}

/** Finds or makes the group. What fails leaves nothing. */
function withShareGroup<T>(shard: GroupCoordinatorShard, turn: GroupTurn, options: WithShareGroup<T>): T {
  const { groupId } = options;
  let result: T;
  try {
    result = options.run(shareGroupFor(shard, options));
  } catch (error) {
    if (!isKafkaError(error)) throw error;
    turn.records.length = 0;
    turn.onRefused = null;
    turn.onApplied = null;
    result = options.onError({ code: errorForName(error.code).code, message: error.message });
  }
  if (turn.records.length === 0) shard.dropCandidate(groupId);
  else {
    const { onRefused } = turn;
    turn.onRefused = (next, errorCode) => {
      shard.dropCandidate(groupId);
      onRefused?.(next, errorCode);
    };
  }
  return result;
}

function shareGroupFor(
  shard: GroupCoordinatorShard,
  { groupId, mayCreate }: Pick<WithShareGroup<unknown>, 'groupId' | 'mayCreate'>,
): ShareGroup {
  const known = shard.modernGroup(groupId, shareGroupKind);
  if (known !== undefined) return known;
  if (shard.groups.has(groupId)) throw new KafkaError('GROUP_ID_NOT_FOUND', `Group ${groupId} is not a share group.`);
  if (!mayCreate) throw new KafkaError('GROUP_ID_NOT_FOUND', `Share group ${groupId} not found.`);
  if (!shard.hasRoomForGroups) {
    throw new KafkaError('COORDINATOR_NOT_AVAILABLE', 'The coordinator has no room for more groups.');
  }
  return shard.createCandidate(groupId, shareGroupKind);
}
