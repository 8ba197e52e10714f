/**
 * A consumer group whose members are assigned by the broker (KIP-848). Epochs order everything: the group's rises with
 * every change of members, subscriptions or topics; the target assignment is made for an epoch of the group; a member
 * comes to an epoch once it has given up what is not its own in it.
 *
 * Lasting state is what the records say, and changes only when they are applied. Passing state is timers and the deadline
 * of metadata; a coordinator that starts anew begins them again.
 */
import { type ConsumerGroupMemberMetadataValue, type ConsumerGroupRegularExpressionValue, Errors } from '#protocol';
import type { Turn } from '../../runtime/turn.ts';
import type { ClassicGroup } from '../classic-group.ts';
import type { GroupContext } from '../group-context.ts';
import type { GroupRecord } from '../group-records.ts';
import type { ModernGroup, OffsetClient, OffsetCommitter, PartitionCommitRule } from '../modern/modern-group.ts';
import type { GroupServices } from '../modern/modern-group.ts';
import { GroupTimers } from '../modern/group-timers.ts';
import { groupMetadataHash } from '../modern/metadata-hash.ts';
import { NO_PARTITIONS, type TopicPartitions, topicPartitionsOf } from '../modern/topic-partitions.ts';
import { GROUP_BYTES } from '../state-memory.ts';
import {
  type ConsumerGroupMember,
  isReconciledTo,
  LEFT_EPOCH,
  newConsumerGroupMember,
  sizeOfMember,
  withCurrentAssignment,
  withMetadata,
} from './consumer-group-member.ts';
import type { ConsumerGroupRecord } from './consumer-group-records.ts';
import { activateMembers } from './member-timers.ts';
import { validateOffsetCommit, validateOffsetFetch } from './member-offsets.ts';
import { PartitionOwners } from './partition-owners.ts';
import { NO_PARTITION_EPOCHS } from './partition-epochs.ts';
import { Subscriptions } from './subscriptions.ts';
import { consumerGroupTombstones } from './tombstones.ts';

export type ConsumerGroupState = 'Empty' | 'Assigning' | 'Reconciling' | 'Stable';

/** A member is in an epoch above 0 from its first answer on, even if there is nothing to assign yet. */
const FIRST_EPOCH = 1;
const NO_EPOCH = -1;

export class ConsumerGroup implements ModernGroup {
  readonly type = 'consumer';
  readonly protocolType = 'consumer';
  readonly isExpirable = true;
  readonly groupId: string;
  readonly context: GroupContext;
  readonly timers: GroupTimers;
  // Lasting.
  groupEpoch: number = FIRST_EPOCH;
  metadataHash = 0n;
  assignmentEpoch: number = FIRST_EPOCH;
  /** When the target assignment was computed, in milliseconds; 0 for never. */
  assignmentTimestamp = 0;
  readonly members: Map<string, ConsumerGroupMember> = new Map();
  readonly targetAssignment: Map<string, TopicPartitions> = new Map();
  /** What members subscribe to, and what their expressions were found to match. */
  readonly subscriptions: Subscriptions = new Subscriptions();
  readonly owners: PartitionOwners = new PartitionOwners();
  /** A release before 4.1 has written down the topics' partitions, which a hash replaces now. */
  hasPartitionMetadataRecord = false;
  // Passing.
  /** The epoch in which the topics' metadata were last looked at; below that they are to be looked at again. */
  #metadataCheckedInEpoch: number | null = null;
  readonly #staticMembers = new Map<string, string>();
  #classicMembers = 0;
  #bytes = GROUP_BYTES;

  readonly #services: GroupServices;

  constructor(groupId: string, services: GroupServices) {
    const { context } = services;
    this.#services = services;
    this.groupId = groupId;
    this.context = context;
    const timers: GroupTimers = new GroupTimers(services.createAlarm((turn) => timers.ring(turn)));
    this.timers = timers;
    context.memory.add(this.#bytes);
  }

  get isEmpty(): boolean {
    return this.members.size === 0;
  }

  get state(): ConsumerGroupState {
    if (this.members.size === 0) return 'Empty';
    if (this.groupEpoch > this.assignmentEpoch) return 'Assigning';
    for (const member of this.members.values()) {
      if (!isReconciledTo(member, this.assignmentEpoch)) return 'Reconciling';
    }
    return 'Stable';
  }

  /** The classic group that it has become. */
  classicSuccessor(): ClassicGroup | undefined {
    return this.#services.classicGroup(this.groupId);
  }

  get classicMemberCount(): number {
    return this.#classicMembers;
  }

  staticMember(instanceId: string): ConsumerGroupMember | undefined {
    const memberId = this.#staticMembers.get(instanceId);
    return memberId === undefined ? undefined : this.members.get(memberId);
  }

  targetOf(memberId: string): TopicPartitions {
    return this.targetAssignment.get(memberId) ?? NO_PARTITIONS;
  }

  /** What the member, or whoever had its instance id before, is to have. */
  targetOfInstance({ memberId, instanceId }: ConsumerGroupMember): TopicPartitions {
    if (instanceId === null) return this.targetOf(memberId);
    const holder = this.#staticMembers.get(instanceId);
    return holder === undefined ? NO_PARTITIONS : this.targetOf(holder);
  }

  /** Whether topics may have come, gone or changed since the group last looked. */
  get isMetadataStale(): boolean {
    return this.#metadataCheckedInEpoch === null || this.groupEpoch < this.#metadataCheckedInEpoch;
  }

  /** Topics were looked at for the epoch, whose record may yet be refused. */
  metadataChecked(epoch: number): void {
    this.#metadataCheckedInEpoch = epoch;
  }

  hashOf(topicNames: Iterable<string>): bigint {
    return groupMetadataHash(topicNames, this.context.topics);
  }

  onTopicsChanged(names: ReadonlySet<string>): void {
    for (const name of names) {
      if (!this.subscriptions.includes(name)) continue;
      this.#metadataCheckedInEpoch = null;
      return;
    }
  }

  isSubscribedTo(topic: string): boolean {
    return this.subscriptions.includes(topic);
  }

  validateOffsetCommit(committer: OffsetCommitter): number | PartitionCommitRule {
    return validateOffsetCommit(this, committer);
  }

  validateOffsetFetch(client: Pick<OffsetClient, 'memberId' | 'memberEpoch'>): number {
    return validateOffsetFetch(this, client);
  }

  validateOffsetDelete(): number {
    return Errors.NONE.code;
  }

  activate(turn: Turn<GroupRecord>): void {
    activateMembers(this, turn);
  }

  deactivate(): void {
    this.timers.cancelAll();
  }

  dispose(): void {
    this.timers.cancelAll();
    this.context.memory.add(-this.#bytes);
    this.#bytes = 0;
  }

  writeTombstones(turn: Turn<GroupRecord>): void {
    turn.records.push(...consumerGroupTombstones(this));
  }

  replay(record: ConsumerGroupRecord): void {
    switch (record.type) {
      case 'consumer-group-metadata':
        if (record.value === null) return;
        this.groupEpoch = record.value.epoch;
        this.metadataHash = record.value.metadataHash;
        return;
      case 'consumer-group-partition-metadata':
        this.hasPartitionMetadataRecord = record.value !== null;
        return;
      case 'consumer-group-member':
        return this.#replayMember(record.memberId, record.value);
      case 'consumer-group-target-metadata':
        this.assignmentEpoch = record.value?.assignmentEpoch ?? NO_EPOCH;
        this.assignmentTimestamp = record.value?.assignmentTimestamp ?? 0;
        return;
      case 'consumer-group-target-member':
        if (record.value === null) this.targetAssignment.delete(record.memberId);
        else this.targetAssignment.set(record.memberId, topicPartitionsOf(record.value.topicPartitions));
        return;
      case 'consumer-group-regular-expression':
        return this.#replayExpression(record.regularExpression, record.value);
      default:
        return this.#replayCurrentAssignment(record.memberId, record.value);
    }
  }

  #replayMember(memberId: string, value: ConsumerGroupMemberMetadataValue | null): void {
    const member = this.members.get(memberId);
    if (value !== null) this.#set(withMetadata(member ?? newConsumerGroupMember(memberId), value));
    else if (member !== undefined) {
      this.#forget(member);
      this.members.delete(memberId);
    }
  }

  #replayCurrentAssignment(
    memberId: string,
    value: Extract<ConsumerGroupRecord, { type: 'consumer-group-current-assignment' }>['value'],
  ): void {
    const member = this.members.get(memberId);
    if (value !== null) this.#set(withCurrentAssignment(member ?? newConsumerGroupMember(memberId), value));
    else if (member !== undefined) {
      const nothing = { assigned: NO_PARTITION_EPOCHS, pendingRevocation: NO_PARTITION_EPOCHS };
      this.#set({ ...member, ...nothing, memberEpoch: LEFT_EPOCH, previousMemberEpoch: LEFT_EPOCH });
    }
  }

  #replayExpression(expression: string, value: ConsumerGroupRegularExpressionValue | null): void {
    this.#count(this.subscriptions.setResolved(expression, value));
  }

  #set(member: ConsumerGroupMember): void {
    const before = this.members.get(member.memberId);
    if (before !== undefined) this.#forget(before);
    this.members.set(member.memberId, member);
    this.subscriptions.add(member);
    this.owners.add(member);
    if (member.classicMemberMetadata !== null) this.#classicMembers++;
    if (member.instanceId !== null) this.#staticMembers.set(member.instanceId, member.memberId);
    this.#count(sizeOfMember(member));
  }

  #forget(member: ConsumerGroupMember): void {
    this.subscriptions.remove(member);
    this.owners.remove(member);
    if (member.classicMemberMetadata !== null) this.#classicMembers--;
    if (member.instanceId !== null && this.#staticMembers.get(member.instanceId) === member.memberId) {
      this.#staticMembers.delete(member.instanceId);
    }
    this.#count(-sizeOfMember(member));
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.context.memory.add(bytes);
  }
}
