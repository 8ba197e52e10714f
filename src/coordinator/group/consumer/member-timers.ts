/**
 * What ends a member's membership by itself: silence for its session's time, partitions that it does not give up in its
 * rebalance time, and of members that speak the classic protocol a JoinGroup or SyncGroup that does not come.
 */
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerGroupMember, MemberState } from './consumer-group-member.ts';
import { removeFromGroup } from './remove-from-group.ts';

export const MemberTimer = { SESSION: 'session', REBALANCE: 'rebalance', JOIN: 'join', SYNC: 'sync' } as const;
export type MemberTimerName = (typeof MemberTimer)[keyof typeof MemberTimer];

/** The member was heard of. */
export function extendSession(group: ConsumerGroup, turn: Turn<GroupRecord>, member: ConsumerGroupMember): void {
  setMemberTimer(group, turn, {
    memberId: member.memberId,
    timer: MemberTimer.SESSION,
    afterMs: sessionTimeoutOf(group, member),
  });
}

export function sessionTimeoutOf({ context, groupId }: ConsumerGroup, member: ConsumerGroupMember): number {
  return member.classicMemberMetadata?.sessionTimeoutMs ?? context.groupConfigs(groupId).consumerSessionTimeoutMs;
}

/** The member has to give up partitions: it has its rebalance time for that, in this epoch. */
export function beginRevocation(group: ConsumerGroup, turn: Turn<GroupRecord>, member: ConsumerGroupMember): void {
  const { memberId, memberEpoch, rebalanceTimeoutMs } = member;
  const deadline = turn.monotonicNow + rebalanceTimeoutMs;
  group.timers.set(timerName(MemberTimer.REBALANCE, memberId), deadline, (next) => {
    if (group.members.get(memberId)?.memberEpoch === memberEpoch) {
      endMembership(group, next, { memberId, timer: MemberTimer.REBALANCE });
    }
  });
}

export function setMemberTimer(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  { memberId, timer, afterMs }: { memberId: string; timer: MemberTimerName; afterMs: number },
): void {
  group.timers.set(timerName(timer, memberId), turn.monotonicNow + afterMs, (next) =>
    endMembership(group, next, { memberId, timer }),
  );
}

export function hasMemberTimer(group: ConsumerGroup, timer: MemberTimerName, memberId: string): boolean {
  return group.timers.has(timerName(timer, memberId));
}

export function cancelMemberTimer(group: ConsumerGroup, timer: MemberTimerName, memberId: string): void {
  group.timers.cancel(timerName(timer, memberId));
}

export function cancelMemberTimers(group: ConsumerGroup, memberId: string): void {
  for (const timer of Object.values(MemberTimer)) cancelMemberTimer(group, timer, memberId);
}

/** The coordinator begins: everyone's time begins anew. */
export function activateMembers(group: ConsumerGroup, turn: Turn<GroupRecord>): void {
  for (const member of group.members.values()) {
    extendSession(group, turn, member);
    const isRevoking = member.state === MemberState.UNREVOKED_PARTITIONS;
    if (isRevoking && member.classicMemberMetadata === null) beginRevocation(group, turn, member);
  }
}

function endMembership(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  { memberId, timer }: { memberId: string; timer: MemberTimerName },
): void {
  const member = group.members.get(memberId);
  if (member === undefined) return;
  group.context.logger.info('a member of a consumer group is fenced', {
    group: group.groupId,
    member: memberId,
    reason: REASONS[timer],
  });
  removeFromGroup(group, turn, [member]);
}

const REASONS: Record<MemberTimerName, string> = {
  session: 'it was not heard of',
  rebalance: 'it did not give up partitions in time',
  join: 'it did not join again in time',
  sync: 'it did not ask for its assignment in time',
};

function timerName(timer: MemberTimerName, memberId: string): string {
  return `${timer}/${memberId}`;
}
