/**
 * What a streams group does later: it removes members that are not heard of or do not give up tasks in time, and makes a
 * first assignment that was put off.
 */
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';
import { removeMember } from './remove-member.ts';
import type { StreamsGroup } from './streams-group.ts';
import { MemberState, type StreamsGroupMember } from './streams-group-member.ts';
import { computeTargetAssignment } from './target-assignment.ts';

const INITIAL_DELAY = 'initial rebalance delay';
/** After the log refused the records of a removal. */
const RETRY_MS = 1_000;

const sessionOf = (memberId: string): string => `session ${memberId}`;
const revocationOf = (memberId: string): string => `revocation ${memberId}`;

/** The member's session begins anew. */
export function extendSession(group: StreamsGroup, memberId: string, now: number): void {
  const { streamsSessionTimeoutMs } = group.configs;
  const name = sessionOf(memberId);
  group.timers.set(name, now + streamsSessionTimeoutMs, (turn) => {
    endMember(group, turn, { memberId, timer: name, reason: 'it was not heard of' });
  });
}

/** A member that has to give up tasks has its rebalance timeout for it. */
export function watchRevocation(group: StreamsGroup, member: StreamsGroupMember, now: number): void {
  const { memberId, memberEpoch, state, metadata } = member;
  const timer = revocationOf(memberId);
  if (state !== MemberState.UNREVOKED_TASKS) {
    group.timers.cancel(timer);
    return;
  }
  group.timers.set(timer, now + metadata.rebalanceTimeoutMs, (turn) => {
    if (group.members.get(memberId)?.memberEpoch !== memberEpoch) return;
    endMember(group, turn, { memberId, timer, reason: 'it did not give up its tasks in time' });
  });
}

/** Forgets what was to be done about a member that is gone. */
export function cancelMemberTimers(group: StreamsGroup, memberId: string): void {
  group.timers.cancel(sessionOf(memberId));
  group.timers.cancel(revocationOf(memberId));
}

export function delayFirstAssignment(group: StreamsGroup, now: number): void {
  const { streamsInitialRebalanceDelayMs } = group.configs;
  if (streamsInitialRebalanceDelayMs === 0) return;
  group.timers.setIfAbsent(INITIAL_DELAY, now + streamsInitialRebalanceDelayMs, (turn) =>
    makeFirstAssignment(group, turn),
  );
}

export function isFirstAssignmentDelayed(group: StreamsGroup): boolean {
  return group.timers.has(INITIAL_DELAY);
}

function endMember(
  group: StreamsGroup,
  turn: Turn<GroupRecord>,
  { memberId, timer, reason }: { memberId: string; timer: string; reason: string },
): void {
  if (!group.members.has(memberId)) return;
  group.context.logger.info('a member of a streams group is removed', {
    group: group.groupId,
    member: memberId,
    reason,
  });
  removeMember(group, turn, memberId);
  turn.onRefused = (next) => {
    group.timers.set(timer, next.monotonicNow + RETRY_MS, (again) =>
      endMember(group, again, { memberId, timer, reason }),
    );
  };
}

function makeFirstAssignment(group: StreamsGroup, turn: Turn<GroupRecord>): void {
  const { configured, groupEpoch } = group;
  if (group.isEmpty || configured === null || groupEpoch <= group.assignmentEpoch) return;
  computeTargetAssignment(group, turn, { groupEpoch, configured, updated: null });
}
