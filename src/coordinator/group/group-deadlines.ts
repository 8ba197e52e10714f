/** A group's alarm has rung: does whatever is due, and sets the alarm to what is due next. */
import type { Turn } from '../runtime/turn.ts';
import type { ClassicGroup } from './classic-group.ts';
import type { GroupRecord } from './group-records.ts';
import { maybeCompleteJoin, onJoinDeadline, onSyncDeadline, removeMember } from './rebalance.ts';

export function onGroupAlarm(group: ClassicGroup, turn: Turn<GroupRecord>): void {
  const now = turn.monotonicNow;
  if (group.joinDeadline <= now) {
    group.joinDeadline = Infinity;
    onJoinDeadline(group, turn);
  }
  if (group.syncDeadline <= now) {
    group.syncDeadline = Infinity;
    onSyncDeadline(group, turn);
  }
  forgetPendingMembers(group, turn);
  endSessions(group, turn);
  group.alarm.atLatest(group.nextDeadline());
}

function forgetPendingMembers(group: ClassicGroup, turn: Turn<GroupRecord>): void {
  const due = [...group.pendingMembers].filter(([, deadline]) => deadline <= turn.monotonicNow);
  if (due.length === 0) return;
  for (const [memberId] of due) group.remove(memberId);
  maybeCompleteJoin(group, turn);
}

function endSessions(group: ClassicGroup, turn: Turn<GroupRecord>): void {
  const due = [...group.members.values()].filter(({ sessionDeadline }) => sessionDeadline <= turn.monotonicNow);
  for (const member of due) {
    // A removal may have ended the rebalance that another one waited for, and begun that one's session anew.
    if (group.members.get(member.memberId) !== member || member.sessionDeadline > turn.monotonicNow) continue;
    member.sessionDeadline = Infinity;
    if (member.isExcusedFromHeartbeats) continue;
    group.context.logger.info('a member was not heard of', { group: group.groupId, member: member.memberId });
    removeMember(group, turn, { member, reason: `member ${member.memberId} was not heard of` });
  }
}
