/**
 * TxnOffsetCommit (API 28; KIP-98, KIP-447): offsets that count once their transaction is committed. Members are fenced
 * by generation as in OffsetCommit, but a transaction may commit during a rebalance, and without saying who it is.
 */
import {
  Errors,
  type TxnOffsetCommitRequest,
  type TxnOffsetCommitRequestTopic,
  type TxnOffsetCommitResponse,
  type TxnOffsetCommitResponseTopic,
} from '#protocol';
import type { TransactionVerification } from '../runtime/coordinator-log.ts';
import type { Turn, Waiter } from '../runtime/turn.ts';
import type { ClassicGroup } from './classic-group.ts';
import type { Group } from './group.ts';
import type { GroupRecord } from './group-records.ts';
import type { ModernGroup } from './modern/modern-group.ts';
import { validateMember } from './validate-member.ts';

/** A topic of the request that there is. */
export interface TxnOffsetTopic {
  readonly name: string;
  readonly topicId: string;
  readonly topic: TxnOffsetCommitRequestTopic;
}

export interface TxnOffsetCommitCommand {
  readonly request: TxnOffsetCommitRequest;
  readonly topics: readonly TxnOffsetTopic[];
  readonly transaction: TransactionVerification;
  readonly offsetMetadataMaxBytes: number;
  /** Whether a partition may have an offset that had none before. */
  hasRoomFor(topic: string, partition: number): boolean;
  readonly waiter: Waiter<TxnOffsetCommitResponse>;
}

const NO_EXPIRY = -1;
const LATEST_VERSION = 6;

/** `group` is undefined where there is none; `mayCreate` says whether a new one would be within bounds. */
export function commitTransactionalOffsets(
  group: Group | undefined,
  turn: Turn<GroupRecord>,
  { command, mayCreate }: { command: TxnOffsetCommitCommand; mayCreate: boolean },
): void {
  const { request, topics, transaction, waiter } = command;
  let errorCode: number;
  if (group === undefined) errorCode = withoutGroup(request, mayCreate);
  else if (group.type === 'classic') errorCode = validateTransactionalCommit(group, request);
  else errorCode = validateModernCommit(group, turn, command);
  if (errorCode !== Errors.NONE.code) {
    turn.answer(waiter, txnOffsetCommitError(topics, errorCode));
    return;
  }
  turn.transaction = transaction;
  turn.answer(waiter, { throttleTimeMs: 0, topics: topics.map((topic) => commitTopic(topic, turn, command)) });
}

export function txnOffsetCommitError(topics: readonly TxnOffsetTopic[], errorCode: number): TxnOffsetCommitResponse {
  return { throttleTimeMs: 0, topics: topics.map((topic) => answer(topic, () => errorCode)) };
}

function withoutGroup({ generationIdOrMemberEpoch }: TxnOffsetCommitRequest, mayCreate: boolean): number {
  if (generationIdOrMemberEpoch >= 0) return Errors.ILLEGAL_GENERATION.code;
  return mayCreate ? Errors.NONE.code : Errors.COORDINATOR_NOT_AVAILABLE.code;
}

export function validateTransactionalCommit(group: ClassicGroup, request: TxnOffsetCommitRequest): number {
  const { memberId, groupInstanceId, generationIdOrMemberEpoch: generation } = request;
  if (generation < 0 && (group.state === 'Empty' || (memberId === '' && groupInstanceId === null))) {
    return Errors.NONE.code;
  }
  const errorCode = validateMember(group, { memberId, groupInstanceId });
  if (errorCode !== Errors.NONE.code) return errorCode;
  return generation === group.generation ? Errors.NONE.code : Errors.ILLEGAL_GENERATION.code;
}

/** Members of modern groups get the errors that producers know. */
function validateModernCommit(group: ModernGroup, turn: Turn<GroupRecord>, command: TxnOffsetCommitCommand): number {
  const { memberId, groupInstanceId, generationIdOrMemberEpoch: memberEpoch } = command.request;
  const committer = { memberId, groupInstanceId, memberEpoch, isTransactional: true, apiVersion: LATEST_VERSION };
  const rule = group.validateOffsetCommit(committer, turn);
  if (typeof rule === 'number') return forProducers(rule);
  for (const { topic, topicId } of command.topics) {
    for (const { partitionIndex } of topic.partitions) {
      const errorCode = rule(topicId, partitionIndex);
      if (errorCode !== Errors.NONE.code) return forProducers(errorCode);
    }
  }
  return Errors.NONE.code;
}

function forProducers(errorCode: number): number {
  return errorCode === Errors.STALE_MEMBER_EPOCH.code ? Errors.ILLEGAL_GENERATION.code : errorCode;
}

function answer(
  { topic }: TxnOffsetTopic,
  errorCodeOf: (partition: TxnOffsetCommitRequestTopic['partitions'][number]) => number,
): TxnOffsetCommitResponseTopic {
  const partitions = topic.partitions.map((partition) => ({
    partitionIndex: partition.partitionIndex,
    errorCode: errorCodeOf(partition),
  }));
  return { name: topic.name, topicId: topic.topicId, partitions };
}

function commitTopic(
  resolved: TxnOffsetTopic,
  turn: Turn<GroupRecord>,
  command: TxnOffsetCommitCommand,
): TxnOffsetCommitResponseTopic {
  const { name, topicId } = resolved;
  const { groupId } = command.request;
  return answer(resolved, ({ partitionIndex: partition, committedOffset, committedLeaderEpoch, committedMetadata }) => {
    const metadata = committedMetadata ?? '';
    if (metadata.length > command.offsetMetadataMaxBytes) return Errors.OFFSET_METADATA_TOO_LARGE.code;
    if (!command.hasRoomFor(name, partition)) return Errors.COORDINATOR_NOT_AVAILABLE.code;
    const value = {
      offset: committedOffset,
      leaderEpoch: committedLeaderEpoch,
      metadata,
      commitTimestamp: turn.now,
      expireTimestamp: NO_EXPIRY,
      topicId,
    };
    turn.records.push({ type: 'offset-commit', groupId, topic: name, partition, value });
    return Errors.NONE.code;
  });
}
