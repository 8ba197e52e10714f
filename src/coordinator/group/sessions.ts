/**
 * Sessions: a member that is not heard of for its session timeout is removed. Hearing of one only moves its deadline;
 * the group's one alarm looks at all deadlines when it rings, which is about once a session timeout.
 */
import type { Turn } from '../runtime/turn.ts';
import type { ClassicGroup } from './classic-group.ts';
import type { ClassicGroupMember } from './classic-group-member.ts';
import type { GroupRecord } from './group-records.ts';

/** The member was heard of. `timeoutMs` where something else than its session timeout counts from now. */
export function extendSession(
  group: ClassicGroup,
  turn: Turn<GroupRecord>,
  member: ClassicGroupMember,
  timeoutMs: number = member.sessionTimeoutMs,
): void {
  member.sessionDeadline = turn.monotonicNow + timeoutMs;
  group.alarm.atLatest(member.sessionDeadline);
}
