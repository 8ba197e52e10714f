/** Members are gone: they left, or were fenced. Their partitions are free at once; the next heartbeat assigns them anew. */
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerGroupMember, regexOf } from './consumer-group-member.ts';
import { cancelMemberTimers, extendSession } from './member-timers.ts';
import { expressionTombstone, memberTombstones } from './tombstones.ts';

export function fenceMembers(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  members: readonly ConsumerGroupMember[],
): void {
  if (members.length === 0) return;
  const { groupId, subscriptions } = group;
  for (const { memberId } of members) turn.records.push(...memberTombstones(groupId, memberId));
  for (const expression of expressionsLeft(group, members)) turn.records.push(expressionTombstone(groupId, expression));
  const epoch = group.groupEpoch + 1;
  const metadataHash = group.hashOf(subscriptions.topicNames({ removed: members }));
  turn.records.push({ type: 'consumer-group-metadata', groupId, value: { epoch, metadataHash } });
  group.context.logger.debug('the epoch of a consumer group rises', { group: groupId, epoch });
  for (const { memberId } of members) cancelMemberTimers(group, memberId);
  const { onRefused } = turn;
  turn.onRefused = (next, errorCode) => {
    onRefused?.(next, errorCode);
    for (const { memberId } of members) {
      const member = group.members.get(memberId);
      if (member !== undefined) extendSession(group, next, member);
    }
  };
}

/** The expressions that nobody else subscribes by. */
function expressionsLeft(group: ConsumerGroup, members: readonly ConsumerGroupMember[]): string[] {
  const counts = new Map<string, number>();
  for (const member of members) {
    const expression = regexOf(member);
    if (expression !== null) counts.set(expression, (counts.get(expression) ?? 0) + 1);
  }
  return [...counts]
    .filter(([name, count]) => group.subscriptions.expressions.get(name) === count)
    .map(([name]) => name);
}
