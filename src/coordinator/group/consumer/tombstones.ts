/** What takes back all that the log says of a consumer group, or of one member, in the order in which Kafka writes it. */
import type { ConsumerGroup } from './consumer-group.ts';
import type { ConsumerGroupRecord } from './consumer-group-records.ts';

/** `renamed` tells members whose records the same turn writes under another id, by their present ids. */
export function consumerGroupTombstones(
  group: ConsumerGroup,
  renamed: ReadonlyMap<string, string> = new Map(),
): ConsumerGroupRecord[] {
  const { groupId } = group;
  const memberIds = [...group.members.keys()].map((memberId) => renamed.get(memberId) ?? memberId);
  const ofMembers = (type: MemberRecordType): ConsumerGroupRecord[] =>
    memberIds.map((memberId) => ({ type, groupId, memberId, value: null }));
  return [
    ...ofMembers('consumer-group-current-assignment'),
    ...ofMembers('consumer-group-target-member'),
    { type: 'consumer-group-target-metadata', groupId, value: null },
    ...ofMembers('consumer-group-member'),
    ...[...group.subscriptions.resolved.keys()].map((expression) => expressionTombstone(groupId, expression)),
    { type: 'consumer-group-partition-metadata', groupId, value: null },
    { type: 'consumer-group-metadata', groupId, value: null },
  ];
}

type MemberRecordType = 'consumer-group-current-assignment' | 'consumer-group-target-member' | 'consumer-group-member';

export function memberTombstones(groupId: string, memberId: string): ConsumerGroupRecord[] {
  return [
    { type: 'consumer-group-current-assignment', groupId, memberId, value: null },
    { type: 'consumer-group-target-member', groupId, memberId, value: null },
    { type: 'consumer-group-member', groupId, memberId, value: null },
  ];
}

export function expressionTombstone(groupId: string, regularExpression: string): ConsumerGroupRecord {
  return { type: 'consumer-group-regular-expression', groupId, regularExpression, value: null };
}
