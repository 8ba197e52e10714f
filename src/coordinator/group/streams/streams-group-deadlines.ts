/** The alarm of a streams group has rung: members that are late are removed, a first assignment that was put off is made. */
import type { Logger } from '#kernel';
import type { Turn } from '../../runtime/turn.ts';
import { removeMembers } from './remove-member.ts';
import type { StreamsGroup } from './streams-group.ts';
import type { StreamsGroupRecord } from './streams-group-records.ts';
import { computeTargetAssignment } from './target-assignment.ts';

export interface DeadlineContext {
  readonly logger: Logger;
  readonly numStandbyReplicas: number;
}

export function onStreamsGroupAlarm(
  group: StreamsGroup,
  turn: Turn<StreamsGroupRecord>,
  { logger, numStandbyReplicas }: DeadlineContext,
): void {
  const now = turn.monotonicNow;
  const late = [...group.members.keys()].filter(
    (memberId) =>
      (group.sessionDeadlines.get(memberId) ?? Infinity) <= now ||
      (group.revocationDeadlines.get(memberId) ?? Infinity) <= now,
  );
  if (late.length > 0) {
    logger.info('members of a streams group were not heard of, or did not give up tasks', {
      group: group.groupId,
      members: late.join(', '),
    });
    removeMembers(group, turn, late);
    turn.onRefused = () => tryAgain(group, late, now);
    for (const memberId of late) {
      group.sessionDeadlines.delete(memberId);
      group.revocationDeadlines.delete(memberId);
    }
  }
  if (group.initialDelayDeadline <= now) {
    group.initialDelayDeadline = Infinity;
    // With members just removed, the next heartbeat makes it.
    if (late.length === 0) makeFirstAssignment(group, turn, numStandbyReplicas);
  }
  group.alarm.atLatest(group.nextDeadline());
}

const RETRY_MS = 1_000;

function tryAgain(group: StreamsGroup, memberIds: readonly string[], now: number): void {
  for (const memberId of memberIds)
    if (group.members.has(memberId)) group.sessionDeadlines.set(memberId, now + RETRY_MS);
  group.alarm.atLatest(group.nextDeadline());
}

function makeFirstAssignment(group: StreamsGroup, turn: Turn<StreamsGroupRecord>, numStandbyReplicas: number): void {
  const { configured, groupEpoch } = group;
  if (group.isEmpty || configured === null || groupEpoch <= group.assignmentEpoch) return;
  computeTargetAssignment(group, turn, { groupEpoch, numStandbyReplicas, configured, updated: null });
}
