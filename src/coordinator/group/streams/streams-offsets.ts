/**
 * Who may commit and fetch the offsets of a streams group (KIP-1071, KIP-1251): a member of the group's present epoch, or
 * of an older one in which it has had the very task without a break, so that a commit which crosses a rebalance on the
 * way counts, and one of a former owner does not.
 */
import { Errors } from '#protocol';
import type { OffsetClient, OffsetCommitter, PartitionCommitRule } from '../modern/modern-group.ts';
import type { StreamsGroup } from './streams-group.ts';
import type { StreamsGroupMember } from './streams-group-member.ts';

const FIRST_COMMIT_VERSION = 9;

const ANY_PARTITION: PartitionCommitRule = () => Errors.NONE.code;

/** An error code for the whole request, or what checks each partition of it. */
export function checkStreamsCommit(group: StreamsGroup, commit: OffsetCommitter): number | PartitionCommitRule {
  const { memberId, memberEpoch, groupInstanceId, isTransactional, apiVersion } = commit;
  if (memberEpoch < 0 && group.isEmpty) return ANY_PARTITION;
  if (isTransactional && memberEpoch === -1 && memberId === '' && groupInstanceId === null) return ANY_PARTITION;
  const member = group.members.get(memberId);
  if (member === undefined) return Errors.UNKNOWN_MEMBER_ID.code;
  if (!isTransactional && apiVersion < FIRST_COMMIT_VERSION) return Errors.UNSUPPORTED_VERSION.code;
  if (memberEpoch === member.memberEpoch) return ANY_PARTITION;
  if (memberEpoch > member.memberEpoch || group.topology === null) return Errors.STALE_MEMBER_EPOCH.code;
  return (topicId, partition) => {
    const topic = group.context.topics.topicName(topicId);
    const isAllowed = topic !== null && hasTaskSince(group, member, { topic, partition, memberEpoch });
    return isAllowed ? Errors.NONE.code : Errors.STALE_MEMBER_EPOCH.code;
  };
}

function hasTaskSince(
  group: StreamsGroup,
  { assigned, pendingRevocation }: StreamsGroupMember,
  { topic, partition, memberEpoch }: { topic: string; partition: number; memberEpoch: number },
): boolean {
  const subtopologyId = group.readerOf(topic);
  if (subtopologyId === undefined) return false;
  const epoch =
    assigned.active.get(subtopologyId)?.get(partition) ?? pendingRevocation.active.get(subtopologyId)?.get(partition);
  return epoch !== undefined && memberEpoch >= epoch;
}

export function checkStreamsFetch(group: StreamsGroup, { memberId, memberEpoch }: OffsetClient): number {
  if (memberId === '' && memberEpoch < 0) return Errors.NONE.code;
  const member = group.members.get(memberId);
  if (member === undefined) return Errors.UNKNOWN_MEMBER_ID.code;
  return member.memberEpoch === memberEpoch ? Errors.NONE.code : Errors.STALE_MEMBER_EPOCH.code;
}
