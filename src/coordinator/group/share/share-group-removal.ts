/** How members of a share group go, and how the group itself does. */
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';
import type { ShareGroup } from './share-group.ts';
import type { ShareGroupRecord } from './share-group-records.ts';

/** The member is gone; the others are assigned anew when one of them is next heard of. */
export function removeMember(group: ShareGroup, turn: Turn<GroupRecord>, memberId: string): void {
  const { groupId } = group;
  const epoch = group.groupEpoch + 1;
  const metadataHash = group.hashOf(group.subscribedTopics(null, memberId));
  turn.records.push(
    { type: 'share-group-current-assignment', groupId, memberId, value: null },
    { type: 'share-group-target-member', groupId, memberId, value: null },
    { type: 'share-group-member', groupId, memberId, value: null },
    { type: 'share-group-metadata', groupId, value: { epoch, metadataHash } },
  );
}

/** Takes back all that the log says of the group; its own record comes last. */
export function shareGroupTombstones(group: ShareGroup): ShareGroupRecord[] {
  const { groupId } = group;
  const records: ShareGroupRecord[] = [];
  for (const memberId of group.members.keys()) {
    records.push({ type: 'share-group-current-assignment', groupId, memberId, value: null });
  }
  for (const memberId of group.targetAssignment.keys()) {
    records.push({ type: 'share-group-target-member', groupId, memberId, value: null });
  }
  records.push({ type: 'share-group-target-metadata', groupId, value: null });
  for (const memberId of group.members.keys()) {
    records.push({ type: 'share-group-member', groupId, memberId, value: null });
  }
  records.push({ type: 'share-group-state-partitions', groupId, value: null });
  records.push({ type: 'share-group-metadata', groupId, value: null });
  return records;
}
