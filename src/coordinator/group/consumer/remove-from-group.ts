/**
 * Members leave or are fenced. Where only members of the classic protocol are left then, the group goes back to that
 * protocol (KIP-848's downgrade), if `group.consumer.migration.policy` lets it; otherwise it goes on without them.
 */
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerGroupMember, isClassicMember } from './consumer-group-member.ts';
import { downgrade } from './downgrade.ts';
import { fenceMembers } from './fence-members.ts';

export function removeFromGroup(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  members: readonly ConsumerGroupMember[],
): void {
  if (members.length === 0) return;
  const gone = new Set(members.map(({ memberId }) => memberId));
  const remaining = [...group.members.values()].filter(({ memberId }) => !gone.has(memberId));
  if (!mayGoBack(group, remaining)) fenceMembers(group, turn, members);
  else
    downgrade(group, turn, { remaining, replaced: null, reason: 'the last member of the consumer protocol is gone' });
}

/** Whether a group of these members may go back to the classic protocol. */
export function mayGoBack({ context }: ConsumerGroup, members: readonly ConsumerGroupMember[]): boolean {
  const { migrationPolicy, maxSize } = context.settings;
  if (migrationPolicy !== 'bidirectional' && migrationPolicy !== 'downgrade') return false;
  return members.length > 0 && members.length <= maxSize && members.every(isClassicMember);
}
