/**
 * One member's turn through its group: what it says of itself is taken over, the group's epoch rises where that or the
 * topics have changed, partitions are assigned anew where the epoch is ahead of the assignment, and the member goes one
 * step towards what it is to have. Heartbeats of the consumer protocol and JoinGroups of the classic one share this. The
 * group itself changes only when the records that this leaves in the turn are applied.
 */
import { hasPassed, KafkaError } from '#kernel';
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';
import type { TopicPartitions } from '../modern/topic-partitions.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import {
  type ConsumerGroupMember,
  currentAssignmentValue,
  isClassicMember,
  isReconciledTo,
  isSameCurrentAssignment,
  isSameMetadata,
  isSameSet,
  MemberState,
  metadataRecordValue,
  subscriptionSize,
} from './consumer-group-member.ts';
import { reconcile } from './current-assignment.ts';
import { beginRevocation, cancelMemberTimer, MemberTimer } from './member-timers.ts';
import type { SubscriptionChange } from './subscriptions.ts';
import { computeTargetAssignment } from './target-assignment.ts';
import { updateExpressions, type TopicFilter } from './topic-expressions.ts';

export interface MemberChangeOptions {
  /** As the group knows it; of a new member, or of one that takes over a static member's place, what it begins with. */
  readonly before: ConsumerGroupMember;
  /** With what it says of itself now. */
  readonly updated: ConsumerGroupMember;
  /** What it says that it has; null where it did not say. */
  readonly owned: TopicPartitions | null;
  /** Which topics an expression of the member may find. */
  readonly mayDescribe: TopicFilter;
}

export interface Target {
  readonly epoch: number;
  readonly partitions: TopicPartitions;
}

export class MemberChange {
  readonly group: ConsumerGroup;
  readonly before: ConsumerGroupMember;
  readonly hasSubscriptionChanged: boolean;
  /** Of the group, when the turn's records are applied. */
  readonly groupEpoch: number;
  readonly #turn: Turn<GroupRecord>;
  readonly #options: MemberChangeOptions;

  constructor(group: ConsumerGroup, turn: Turn<GroupRecord>, options: MemberChangeOptions) {
    this.group = group;
    this.#turn = turn;
    this.#options = options;
    this.before = options.before;
    const haveNamesChanged = this.#takeMetadata();
    const expressions = updateExpressions(group, turn, options);
    this.hasSubscriptionChanged = haveNamesChanged || expressions !== 'same';
    const isResolved = isClassicMember(options.updated) ? expressions !== 'same' : expressions === 'resolved';
    this.groupEpoch = this.#advanceEpoch(haveNamesChanged || isResolved);
  }

  /** The group as it will be with the member. */
  get #change(): SubscriptionChange {
    const { group } = this;
    const { updated, before } = this.#options;
    const holder = updated.instanceId === null ? undefined : group.staticMember(updated.instanceId);
    const known = group.members.get(before.memberId);
    const removed = new Set([known, holder].filter((member) => member !== undefined));
    return { removed, added: [updated] };
  }

  /** The assignment in force: a new one where the group's epoch is ahead of it and the last one is old enough. */
  target(): Target {
    const { group, groupEpoch } = this;
    const { updated } = this.#options;
    const last = { epoch: group.assignmentEpoch, partitions: group.targetOfInstance(updated) };
    if (group.assignmentEpoch >= groupEpoch || !this.#mayAssign()) return last;
    const partitions = computeTargetAssignment(group, this.#turn, { groupEpoch, updated, change: this.#change });
    return { epoch: groupEpoch, partitions };
  }

  /** The member after this turn. */
  reconcile(target: Target): ConsumerGroupMember {
    const { group, hasSubscriptionChanged } = this;
    const { updated, owned } = this.#options;
    if (!hasSubscriptionChanged && isReconciledTo(updated, target.epoch)) return updated;
    const next = reconcile(updated, {
      targetEpoch: target.epoch,
      target: target.partitions,
      subscribedTopicIds: this.#subscribedTopicIds(),
      hasSubscriptionChanged,
      owned,
      isOwned: (topicId, partition) => group.owners.has(topicId, partition),
    });
    if (next === null) {
      const message = 'The member is in an unknown state. It must abandon all its partitions and rejoin.';
      throw new KafkaError('FENCED_MEMBER_EPOCH', message);
    }
    if (!isSameCurrentAssignment(updated, next)) this.#recordAssignment(next);
    return next;
  }

  #takeMetadata(): boolean {
    const { group, before } = this;
    const { updated } = this.#options;
    if (isSameMetadata(before, updated)) return false;
    const { memberId } = updated;
    this.#requireRoom(group.members.has(memberId));
    const value = metadataRecordValue(updated);
    this.#turn.records.push({ type: 'consumer-group-member', groupId: group.groupId, memberId, value });
    return !isSameSet(before.subscribedTopicNames, updated.subscribedTopicNames);
  }

  #requireRoom(isKnown: boolean): void {
    const { settings, memory } = this.group.context;
    const bytes = subscriptionSize(this.#options.updated);
    if (bytes > settings.maxMemberMetadataBytes) {
      throw new KafkaError('INVALID_REQUEST', `The subscription takes ${bytes} bytes, more than a member may have.`);
    }
    if (!isKnown && !memory.hasRoomFor(bytes)) {
      throw new KafkaError('COORDINATOR_NOT_AVAILABLE', 'The coordinator has no room for another member.');
    }
  }

  #advanceEpoch(hasChanged: boolean): number {
    const { group } = this;
    const { groupId } = group;
    if (!hasChanged && !group.isMetadataStale) return group.groupEpoch;
    const metadataHash = group.hashOf(group.subscriptions.topicNames(this.#change));
    const isAhead = hasChanged || metadataHash !== group.metadataHash;
    const epoch = isAhead ? group.groupEpoch + 1 : group.groupEpoch;
    if (isAhead) {
      this.#turn.records.push({ type: 'consumer-group-metadata', groupId, value: { epoch, metadataHash } });
      group.context.logger.debug('the epoch of a consumer group rises', { group: groupId, epoch });
    }
    group.metadataChecked(epoch);
    if (group.hasPartitionMetadataRecord) {
      this.#turn.records.push({ type: 'consumer-group-partition-metadata', groupId, value: null });
    }
    return epoch;
  }

  #mayAssign(): boolean {
    const { assignmentTimestamp, context, groupId } = this.group;
    const { consumerAssignmentIntervalMs: interval } = context.groupConfigs(groupId);
    return hasPassed(assignmentTimestamp, interval, this.#turn.now);
  }

  #subscribedTopicIds(): Set<string> {
    const { subscriptions, context } = this.group;
    const ids = new Set<string>();
    for (const name of subscriptions.topicsOf(this.#options.updated)) {
      const topicId = context.topics.topicId(name);
      if (topicId !== null) ids.add(topicId);
    }
    return ids;
  }

  #recordAssignment(member: ConsumerGroupMember): void {
    const { group } = this;
    const { groupId } = group;
    const { memberId, state } = member;
    const value = currentAssignmentValue(member);
    this.#turn.records.push({ type: 'consumer-group-current-assignment', groupId, memberId, value });
    if (isClassicMember(member)) return;
    if (state === MemberState.UNREVOKED_PARTITIONS) beginRevocation(group, this.#turn, member);
    else cancelMemberTimer(group, MemberTimer.REBALANCE, memberId);
  }
}
