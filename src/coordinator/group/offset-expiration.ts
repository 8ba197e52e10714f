/**
 * When committed offsets are forgotten (KIP-211): once the retention has passed since the group lost its last member,
 * or, for topics that a stable group no longer reads and for simple consumers, since the offset was committed. What a
 * commit asked for itself (OffsetCommit v2 to v4) goes first. A group that has neither members nor offsets left goes, too.
 */
import type { Turn } from '../runtime/turn.ts';
import type { ClassicGroup } from './classic-group.ts';
import { groupTombstone, offsetTombstone, type GroupRecord } from './group-records.ts';
import type { OffsetStore, StoredOffset } from './offset-store.ts';

const NO_TIMESTAMP = -1;

/** Writes tombstones for what has expired in one group. */
export function expireGroup(group: ClassicGroup, turn: Turn<GroupRecord>, offsets: OffsetStore): void {
  const { groupId } = group;
  let remaining = 0;
  for (const [topic, partitions] of offsets.ofGroup(groupId) ?? []) {
    for (const [partition, stored] of partitions) {
      if (isExpired(group, topic, { stored, now: turn.now }) && !offsets.isPending(groupId, topic, partition)) {
        turn.records.push(offsetTombstone(groupId, topic, partition));
      } else remaining++;
    }
  }
  const isUnused = group.state === 'Empty' && group.pendingMembers.size === 0 && !offsets.hasPending(groupId);
  if (remaining === 0 && isUnused) turn.records.push(groupTombstone(groupId));
}

function isExpired(
  group: ClassicGroup,
  topic: string,
  { stored, now }: { stored: StoredOffset; now: number },
): boolean {
  const since = retainedSince(group, topic, stored);
  if (since === null) return false;
  if (stored.expireTimestamp !== NO_TIMESTAMP) return now >= stored.expireTimestamp;
  return now - since >= group.context.settings.offsetsRetentionMs;
}

/** From when the retention counts; null as long as it does not count. */
function retainedSince(group: ClassicGroup, topic: string, stored: StoredOffset): number | null {
  if (group.isSubscribedTo(topic)) return null;
  if (group.protocolType === null) return stored.commitTimestamp;
  if (group.state === 'Empty') {
    return group.stateTimestamp === NO_TIMESTAMP ? stored.commitTimestamp : group.stateTimestamp;
  }
  return group.isConsumerGroup && group.state === 'Stable' ? stored.commitTimestamp : null;
}
