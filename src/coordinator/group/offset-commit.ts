/**
 * OffsetCommit (API 8). Topics by name up to v9, by id from v10. Who may commit: members of the generation, and anybody
 * while a group has no members (simple consumers, administrators). A commit counts as a sign of life of its member.
 */
import {
  Errors,
  type OffsetCommitRequest,
  type OffsetCommitRequestPartition,
  type OffsetCommitRequestTopic,
  type OffsetCommitResponse,
  type OffsetCommitResponseTopic,
  ZERO_UUID,
} from '#protocol';
import type { Turn, Waiter } from '../runtime/turn.ts';
import type { ClassicGroup } from './classic-group.ts';
import type { Group } from './group.ts';
import type { GroupRecord } from './group-records.ts';
import { extendSession } from './sessions.ts';
import type { TopicDirectory } from './topic-directory.ts';
import { validateMember } from './validate-member.ts';

export interface OffsetCommitCommand {
  readonly request: OffsetCommitRequest;
  readonly apiVersion: number;
  readonly topics: TopicDirectory;
  readonly offsetMetadataMaxBytes: number;
  /** Whether a partition may have an offset that had none before. */
  hasRoomFor(topic: string, partition: number): boolean;
  readonly waiter: Waiter<OffsetCommitResponse>;
}

const FIRST_VERSION_WITH_TOPIC_IDS = 10;
const FIRST_VERSION_WITH_GROUP_ID_NOT_FOUND = 9;
const DEFAULT_RETENTION_TIME = -1;
const NO_EXPIRY = -1;

/** `group` is undefined where there is none; `mayCreate` says whether a new one would be within bounds. */
export function commitOffsets(
  group: Group | undefined,
  turn: Turn<GroupRecord>,
  { command, mayCreate }: { command: OffsetCommitCommand; mayCreate: boolean },
): void {
  const { request, waiter } = command;
  const groupError = validate(group, turn, command);
  if (groupError !== Errors.NONE.code || (group === undefined && !mayCreate)) {
    const errorCode = groupError === Errors.NONE.code ? Errors.COORDINATOR_NOT_AVAILABLE.code : groupError;
    turn.answer(waiter, offsetCommitError(command, errorCode));
    return;
  }
  if (group?.type === 'classic') {
    const member = group.members.get(request.memberId);
    if (member !== undefined) extendSession(group, turn, member);
  }
  const topics = request.topics.map((topic) => commitTopic(topic, turn, command));
  turn.answer(waiter, { throttleTimeMs: 0, topics });
}

/** The error for every partition that has none of its own. */
export function offsetCommitError(
  { request, apiVersion, topics }: Pick<OffsetCommitCommand, 'request' | 'apiVersion' | 'topics'>,
  errorCode: number,
): OffsetCommitResponse {
  return {
    throttleTimeMs: 0,
    topics: request.topics.map((topic) => {
      const resolved = resolve(topic, apiVersion, topics);
      return topicResponse(topic, (partition) => partitionError(resolved, partition) ?? errorCode);
    }),
  };
}

function validate(group: Group | undefined, turn: Turn<GroupRecord>, command: OffsetCommitCommand): number {
  const { request, apiVersion, topics } = command;
  if (group === undefined) return validateWithoutGroup(request, apiVersion);
  if (group.type === 'classic') return validateCommit(group, request);
  const { memberId, groupInstanceId, generationIdOrMemberEpoch: memberEpoch } = request;
  const committer = { memberId, groupInstanceId, memberEpoch, isTransactional: false, apiVersion };
  const rule = group.validateOffsetCommit(committer, turn);
  if (typeof rule === 'number') return rule;
  // As in Kafka, one partition that the member must not commit for fails all.
  for (const topic of request.topics) {
    const resolved = resolve(topic, apiVersion, topics);
    for (const partition of topic.partitions) {
      if (partitionError(resolved, partition) !== null) continue;
      const errorCode = rule(resolved.topicId, partition.partitionIndex);
      if (errorCode !== Errors.NONE.code) return errorCode;
    }
  }
  return Errors.NONE.code;
}

function validateWithoutGroup(request: OffsetCommitRequest, apiVersion: number): number {
  if (request.generationIdOrMemberEpoch < 0) return Errors.NONE.code;
  return apiVersion >= FIRST_VERSION_WITH_GROUP_ID_NOT_FOUND
    ? Errors.GROUP_ID_NOT_FOUND.code
    : Errors.ILLEGAL_GENERATION.code;
}

function validateCommit(group: ClassicGroup, request: OffsetCommitRequest): number {
  const { memberId, groupInstanceId, generationIdOrMemberEpoch: generation } = request;
  if (generation < 0 && group.state === 'Empty') return Errors.NONE.code;
  if (generation < 0 && memberId === '' && groupInstanceId === null) return Errors.UNKNOWN_MEMBER_ID.code;
  const errorCode = validateMember(group, { memberId, groupInstanceId });
  if (errorCode !== Errors.NONE.code) return errorCode;
  if (generation !== group.generation) return Errors.ILLEGAL_GENERATION.code;
  return group.state === 'CompletingRebalance' ? Errors.REBALANCE_IN_PROGRESS.code : Errors.NONE.code;
}

interface ResolvedTopic {
  /** Null where there is no such topic. */
  readonly name: string | null;
  readonly topicId: string;
  readonly partitionCount: number;
  /** For each partition where there is no such topic. */
  readonly errorCode: number;
}

function resolve(topic: OffsetCommitRequestTopic, apiVersion: number, topics: TopicDirectory): ResolvedTopic {
  const byId = apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS;
  const name = byId ? topics.topicName(topic.topicId) : topic.name;
  const topicId = byId ? topic.topicId : (topics.topicId(topic.name) ?? ZERO_UUID);
  const partitionCount = name === null ? 0 : topics.partitionCount(name);
  const errorCode = byId && name === null ? Errors.UNKNOWN_TOPIC_ID.code : Errors.UNKNOWN_TOPIC_OR_PARTITION.code;
  return { name, topicId, partitionCount, errorCode };
}

function partitionError(topic: ResolvedTopic, { partitionIndex }: OffsetCommitRequestPartition): number | null {
  return partitionIndex >= 0 && partitionIndex < topic.partitionCount ? null : topic.errorCode;
}

function topicResponse(
  topic: OffsetCommitRequestTopic,
  errorCodeOf: (partition: OffsetCommitRequestPartition) => number,
): OffsetCommitResponseTopic {
  return {
    name: topic.name,
    topicId: topic.topicId,
    partitions: topic.partitions.map((partition) => ({
      partitionIndex: partition.partitionIndex,
      errorCode: errorCodeOf(partition),
    })),
  };
}

function commitTopic(
  topic: OffsetCommitRequestTopic,
  turn: Turn<GroupRecord>,
  command: OffsetCommitCommand,
): OffsetCommitResponseTopic {
  const { groupId, retentionTimeMs } = command.request;
  const resolved = resolve(topic, command.apiVersion, command.topics);
  const expireTimestamp = retentionTimeMs === DEFAULT_RETENTION_TIME ? NO_EXPIRY : turn.now + retentionTimeMs;
  return topicResponse(topic, (partition) => {
    const errorCode = partitionError(resolved, partition);
    if (errorCode !== null) return errorCode;
    const metadata = partition.committedMetadata ?? '';
    if (metadata.length > command.offsetMetadataMaxBytes) return Errors.OFFSET_METADATA_TOO_LARGE.code;
    if (!command.hasRoomFor(resolved.name!, partition.partitionIndex)) return Errors.COORDINATOR_NOT_AVAILABLE.code;
    turn.records.push({
      type: 'offset-commit',
      groupId,
      topic: resolved.name!,
      partition: partition.partitionIndex,
      value: {
        offset: partition.committedOffset,
        leaderEpoch: partition.committedLeaderEpoch,
        metadata,
        commitTimestamp: turn.now,
        expireTimestamp,
        topicId: resolved.topicId,
      },
    });
    return Errors.NONE.code;
  });
}
