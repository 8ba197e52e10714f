/**
 * A classic group of consumers that a member of the consumer protocol joins becomes a consumer group (KIP-848): everybody
 * keeps the partitions of the generation, which becomes the epoch, and those who are there go on in the classic protocol
 * until they are restarted.
 */
import { KafkaError } from '#kernel';
import { Errors } from '#protocol';
import type { Turn } from '../../runtime/turn.ts';
import type { ClassicGroup } from '../classic-group.ts';
import type { ClassicGroupMember } from '../classic-group-member.ts';
import { groupTombstone, type GroupRecord } from '../group-records.ts';
import { entriesOf, type TopicPartitions } from '../modern/topic-partitions.ts';
import { joinError, syncError } from '../rebalance.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import {
  type ConsumerGroupMember,
  currentAssignmentValue,
  metadataRecordValue,
  newConsumerGroupMember,
} from './consumer-group-member.ts';
import type { ConsumerGroupRecord } from './consumer-group-records.ts';
import { readAssignment, readSubscription } from './consumer-protocol.ts';
import { extendSession } from './member-timers.ts';

/** Makes the candidate `group` what `classic` is, in the turn and at once. Throws GROUP_ID_NOT_FOUND where it cannot. */
export function upgrade(classic: ClassicGroup, turn: Turn<GroupRecord>, group: ConsumerGroup): void {
  requireUpgradable(classic);
  const { groupId, generation } = classic;
  const protocol = classic.protocol ?? classic.selectProtocol();
  const converted = [...classic.members.values()].map((member) => convert(classic, member, protocol));
  const topicNames = new Set(converted.flatMap(({ member }) => [...member.subscribedTopicNames]));
  const records: ConsumerGroupRecord[] = [
    ...converted.map(({ member }): ConsumerGroupRecord => {
      return { type: 'consumer-group-member', groupId, memberId: member.memberId, value: metadataRecordValue(member) };
    }),
    {
      type: 'consumer-group-metadata',
      groupId,
      value: { epoch: generation, metadataHash: group.hashOf(topicNames) },
    },
    ...converted.map(({ member: { memberId }, partitions }): ConsumerGroupRecord => {
      const value = { topicPartitions: entriesOf(partitions) };
      return { type: 'consumer-group-target-member', groupId, memberId, value };
    }),
    {
      type: 'consumer-group-target-metadata',
      groupId,
      value: { assignmentEpoch: generation, assignmentTimestamp: 0 },
    },
    ...converted.map(({ member }): ConsumerGroupRecord => {
      const value = currentAssignmentValue(member);
      return { type: 'consumer-group-current-assignment', groupId, memberId: member.memberId, value };
    }),
  ];
  letGo(classic, turn);
  turn.records.push(groupTombstone(groupId), ...records);
  // What follows in this turn works on the group as it will be; applying the records again changes nothing.
  for (const record of records) group.replay(record);
  for (const { member } of converted) extendSession(group, turn, member);
  classic.context.logger.info('a classic group becomes a consumer group', {
    group: groupId,
    members: converted.length,
  });
}

function requireUpgradable({ groupId, context, isConsumerGroup, members }: ClassicGroup): void {
  const { migrationPolicy, consumerGroupMaxSize } = context.settings;
  const fail = (reason: string): never => {
    throw new KafkaError(
      'GROUP_ID_NOT_FOUND',
      `Cannot upgrade classic group ${groupId} to consumer group because ${reason}.`,
    );
  };
  if (migrationPolicy !== 'bidirectional' && migrationPolicy !== 'upgrade') fail('online upgrade is disabled');
  if (!isConsumerGroup) fail('the group does not use the consumer embedded protocol');
  if (members.size > consumerGroupMaxSize) fail('the group size exceeds the consumer group maximum size');
}

interface Converted {
  readonly member: ConsumerGroupMember;
  readonly partitions: TopicPartitions;
}

function convert(classic: ClassicGroup, member: ClassicGroupMember, protocol: string): Converted {
  const { groupId, generation, context } = classic;
  const subscription = readSubscription(member.metadataOf(protocol) ?? new Uint8Array(0));
  const assignment = readAssignment(member.assignment, context.topics);
  const prefix = `Cannot upgrade classic group ${groupId} to consumer group because`;
  if (subscription === null || assignment === null) {
    throw new KafkaError('GROUP_ID_NOT_FOUND', `${prefix} the embedded consumer protocol is malformed.`);
  }
  if (assignment.hasUserData) {
    const message = `${prefix} an assignor of the application's own is in use, whose data would be lost.`;
    throw new KafkaError('GROUP_ID_NOT_FOUND', message);
  }
  const { partitions } = assignment;
  return {
    partitions,
    member: {
      ...newConsumerGroupMember(member.memberId),
      memberEpoch: generation,
      previousMemberEpoch: generation,
      instanceId: member.groupInstanceId,
      rackId: subscription.rackId === '' ? null : subscription.rackId,
      rebalanceTimeoutMs: member.rebalanceTimeoutMs,
      clientId: member.clientId,
      clientHost: member.clientHost,
      subscribedTopicNames: new Set(subscription.topics),
      classicMemberMetadata: {
        sessionTimeoutMs: member.sessionTimeoutMs,
        supportedProtocols: member.protocols.map(({ name, metadata }) => ({ name, metadata })),
      },
      assigned: new Map(
        [...partitions].map(([topicId, list]) => [topicId, new Map(list.map((each) => [each, generation]))]),
      ),
    },
  };
}

/** Whoever is parked joins again, and finds the consumer group. */
function letGo(classic: ClassicGroup, turn: Turn<GroupRecord>): void {
  for (const member of classic.members.values()) {
    const { awaitingJoin, awaitingSync } = member;
    if (awaitingJoin !== null) {
      classic.awaitJoin(member, null);
      turn.answer(awaitingJoin, joinError(Errors.REBALANCE_IN_PROGRESS.code, member.memberId));
    }
    if (awaitingSync === null) continue;
    member.awaitingSync = null;
    turn.answer(awaitingSync, syncError(Errors.REBALANCE_IN_PROGRESS.code));
  }
}
