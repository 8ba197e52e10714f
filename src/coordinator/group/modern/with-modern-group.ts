/**
 * Runs a command on a modern group, which is made where the command may make one: it is there for the command, and gone
 * again where the command left no record of it, or the log refused the record.
 */
import type { Turn } from '../../runtime/turn.ts';
import type { GroupCoordinatorShard } from '../group-coordinator-shard.ts';
import type { GroupRecord } from '../group-records.ts';
import type { GroupKind, ModernGroup } from './modern-group.ts';

export function withNewModernGroup<G extends ModernGroup>(
  shard: GroupCoordinatorShard,
  turn: Turn<GroupRecord>,
  { groupId, kind, run }: { groupId: string; kind: GroupKind<G>; run: (group: G) => void },
): void {
  const group = shard.createCandidate(groupId, kind);
  run(group);
  if (turn.records.length === 0) {
    shard.dropCandidate(groupId);
    return;
  }
  const { onRefused } = turn;
  turn.onRefused = (next, errorCode) => {
    onRefused?.(next, errorCode);
    shard.dropCandidate(groupId);
  };
}
