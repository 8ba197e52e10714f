/** A new incarnation of a static member (KIP-345) takes the place of the old one, with its partitions. */
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';
import { entriesOf } from '../modern/topic-partitions.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerGroupMember, currentAssignmentValue, metadataRecordValue } from './consumer-group-member.ts';
import { cancelMemberTimer, MemberTimer } from './member-timers.ts';
import { memberTombstones } from './tombstones.ts';

export function replaceMember(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  { holder, memberId }: { holder: ConsumerGroupMember; memberId: string },
): ConsumerGroupMember {
  const { groupId } = group;
  const successor = { ...holder, memberId, memberEpoch: 0, previousMemberEpoch: 0 };
  const topicPartitions = entriesOf(group.targetOf(holder.memberId));
  for (const timer of [MemberTimer.REBALANCE, MemberTimer.JOIN, MemberTimer.SYNC]) {
    cancelMemberTimer(group, timer, holder.memberId);
  }
  turn.records.push(
    ...memberTombstones(groupId, holder.memberId),
    { type: 'consumer-group-member', groupId, memberId, value: metadataRecordValue(successor) },
    { type: 'consumer-group-target-member', groupId, memberId, value: { topicPartitions } },
    { type: 'consumer-group-current-assignment', groupId, memberId, value: currentAssignmentValue(successor) },
  );
  return successor;
}
