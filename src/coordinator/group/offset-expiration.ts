/**
 * When committed offsets are forgotten (KIP-211): once the retention has passed since the group lost its last member,
 * or, for topics that a stable group no longer reads and for simple consumers, since the offset was committed. What a
 * commit asked for itself (OffsetCommit v2 to v4) goes first. A group that has neither members nor offsets left goes, too.
 */
import type { Turn } from '../runtime/turn.ts';
import type { Group } from './group.ts';
import { groupTombstone, offsetTombstone, type GroupRecord } from './group-records.ts';
import type { OffsetStore, StoredOffset } from './offset-store.ts';

const NO_TIMESTAMP = -1;

/** Writes tombstones for what has expired in one group; `retentionMs` is `offsets.retention.minutes`. */
export function expireGroup(
  group: Group,
  turn: Turn<GroupRecord>,
  { offsets, retentionMs }: { offsets: OffsetStore; retentionMs: number },
): void {
  if (group.type !== 'classic' && !group.isExpirable) return;
  const { groupId } = group;
  let remaining = 0;
  for (const [topic, partitions] of offsets.ofGroup(groupId) ?? []) {
    for (const [partition, stored] of partitions) {
      const hasExpired = isExpired(retainedSince(group, topic, stored), stored, { now: turn.now, retentionMs });
      if (hasExpired && !offsets.isPending(groupId, topic, partition)) {
        turn.records.push(offsetTombstone(groupId, topic, partition));
      } else remaining++;
    }
  }
  if (remaining === 0 && isUnused(group) && !offsets.hasPending(groupId)) forget(group, turn);
}

function isUnused(group: Group): boolean {
  return group.isEmpty && (group.type !== 'classic' || group.pendingMembers.size === 0);
}

function forget(group: Group, turn: Turn<GroupRecord>): void {
  if (group.type === 'classic') turn.records.push(groupTombstone(group.groupId));
  else group.writeTombstones(turn);
}

function isExpired(
  since: number | null,
  { expireTimestamp }: StoredOffset,
  { now, retentionMs }: { now: number; retentionMs: number },
): boolean {
  if (since === null) return false;
  return expireTimestamp === NO_TIMESTAMP ? now - since >= retentionMs : now >= expireTimestamp;
}

/** From when the retention counts; null as long as it does not count. */
function retainedSince(group: Group, topic: string, stored: StoredOffset): number | null {
  if (group.isSubscribedTo(topic)) return null;
  if (group.type !== 'classic' || group.protocolType === null) return stored.commitTimestamp;
  if (group.state === 'Empty') {
    return group.stateTimestamp === NO_TIMESTAMP ? stored.commitTimestamp : group.stateTimestamp;
  }
  return group.isConsumerGroup && group.state === 'Stable' ? stored.commitTimestamp : null;
}
