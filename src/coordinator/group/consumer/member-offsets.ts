/**
 * Who may commit and ask for offsets of a consumer group. A commit with an epoch that is past is still good for the
 * partitions that the member has had since that epoch or longer (KIP-1251): nobody else can have had them in between.
 */
import { Errors } from '#protocol';
import type { OffsetClient, OffsetCommitter, PartitionCommitRule } from '../modern/modern-group.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerGroupMember, isClassicMember } from './consumer-group-member.ts';
import { epochOf } from './partition-epochs.ts';

/** The first version that knows STALE_MEMBER_EPOCH. */
const FIRST_COMMIT_VERSION_WITH_MEMBER_EPOCH = 9;

/** An error code, or where the epoch is past, a rule for each partition. */
export function validateOffsetCommit(group: ConsumerGroup, committer: OffsetCommitter): number | PartitionCommitRule {
  const { memberId, groupInstanceId, memberEpoch, isTransactional, apiVersion } = committer;
  if (memberEpoch < 0 && group.isEmpty) return Errors.NONE.code;
  const tellsNothing = memberEpoch === -1 && memberId === '' && groupInstanceId === null;
  if (isTransactional && tellsNothing) return Errors.NONE.code;
  const member = group.members.get(memberId);
  if (member === undefined) return Errors.UNKNOWN_MEMBER_ID.code;
  const isTooOld = apiVersion < FIRST_COMMIT_VERSION_WITH_MEMBER_EPOCH && !isTransactional;
  if (isTooOld && !isClassicMember(member)) return Errors.UNSUPPORTED_VERSION.code;
  if (memberEpoch === member.memberEpoch) return Errors.NONE.code;
  const errorCode = staleError(member);
  if (memberEpoch > member.memberEpoch) return errorCode;
  return (topicId, partition) => {
    const since =
      epochOf(member.assigned, topicId, partition) ?? epochOf(member.pendingRevocation, topicId, partition) ?? Infinity;
    return memberEpoch < since ? errorCode : Errors.NONE.code;
  };
}

export function validateOffsetFetch(
  group: ConsumerGroup,
  { memberId, memberEpoch }: Pick<OffsetClient, 'memberId' | 'memberEpoch'>,
): number {
  const member = group.members.get(memberId);
  if (member === undefined) return Errors.UNKNOWN_MEMBER_ID.code;
  return memberEpoch === member.memberEpoch ? Errors.NONE.code : staleError(member);
}

function staleError(member: ConsumerGroupMember): number {
  return isClassicMember(member) ? Errors.ILLEGAL_GENERATION.code : Errors.STALE_MEMBER_EPOCH.code;
}
