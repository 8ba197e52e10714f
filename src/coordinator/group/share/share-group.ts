/**
 * A share group (KIP-932): members who read the same partitions side by side. As in a consumer group, epochs order
 * everything; but a partition may be several members' at once, so that nobody waits for anybody to give one up.
 *
 * Lasting state is what the records say, and changes only when they are applied. Passing state is sessions, and when a
 * partition's state was last tried to be set up.
 */
import { Errors } from '#protocol';
import type { Turn } from '../../runtime/turn.ts';
import type { GroupContext } from '../group-context.ts';
import type { GroupRecord } from '../group-records.ts';
import { GroupTimers } from '../modern/group-timers.ts';
import { groupMetadataHash } from '../modern/metadata-hash.ts';
import type { GroupServices, ModernGroup } from '../modern/modern-group.ts';
import { NO_PARTITIONS, type TopicPartitions, topicPartitionsOf } from '../modern/topic-partitions.ts';
import { GROUP_BYTES } from '../state-memory.ts';
import {
  newShareGroupMember,
  type ShareGroupMember,
  sizeOfShareMember,
  withShareAssignment,
  withShareMetadata,
} from './share-group-member.ts';
import type { ShareGroupRecord } from './share-group-records.ts';
import { removeMember, shareGroupTombstones } from './share-group-removal.ts';
import { NO_STATE_PARTITIONS, type StatePartitions, statePartitionsOf } from './state-partitions.ts';

const PARTITION_BYTES = 32;

export class ShareGroup implements ModernGroup {
  readonly type = 'share';
  readonly protocolType = 'share';
  /** It has no committed offsets that could expire, and stays until it is deleted. */
  readonly isExpirable = false;
  readonly groupId: string;
  readonly context: GroupContext;
  readonly timers: GroupTimers;
  // Lasting.
  groupEpoch = 0;
  metadataHash = 0n;
  assignmentEpoch = 0;
  /** When the target assignment was computed, in milliseconds; 0 for never. */
  assignmentTimestamp = 0;
  readonly members: Map<string, ShareGroupMember> = new Map();
  readonly targetAssignment: Map<string, TopicPartitions> = new Map();
  statePartitions: StatePartitions = NO_STATE_PARTITIONS;
  // Passing.
  /** Topics were created, deleted or have grown since the group last looked. */
  isMetadataStale = true;
  /** When each topic's partitions were last begun to be initialized, by the monotonic clock. */
  readonly initializationBegan: Map<string, number> = new Map();
  #bytes = GROUP_BYTES;
  #stateBytes = 0;

  constructor(groupId: string, { context, createAlarm }: GroupServices) {
    this.groupId = groupId;
    this.context = context;
    const timers: GroupTimers = new GroupTimers(createAlarm((turn) => timers.ring(turn)));
    this.timers = timers;
    context.memory.add(this.#bytes);
  }

  get isEmpty(): boolean {
    return this.members.size === 0;
  }

  get state(): 'Empty' | 'Stable' {
    return this.isEmpty ? 'Empty' : 'Stable';
  }

  targetOf(memberId: string): TopicPartitions {
    return this.targetAssignment.get(memberId) ?? NO_PARTITIONS;
  }

  /** What the members subscribe to, once `changed` is one of them (or, where null, `without` is none any more). */
  subscribedTopics(changed: ShareGroupMember | null, without: string | null = null): Set<string> {
    const names = new Set<string>();
    for (const member of this.members.values()) {
      if (member.memberId === changed?.memberId || member.memberId === without) continue;
      for (const name of member.subscribedTopicNames) names.add(name);
    }
    for (const name of changed?.subscribedTopicNames ?? []) names.add(name);
    return names;
  }

  hashOf(topicNames: Iterable<string>): bigint {
    return groupMetadataHash(topicNames, this.context.topics);
  }

  /** The member was heard of. */
  extendSession(turn: Turn<GroupRecord>, memberId: string): void {
    const { shareSessionTimeoutMs } = this.context.groupConfigs(this.groupId);
    this.timers.set(memberId, turn.monotonicNow + shareSessionTimeoutMs, (next) => {
      if (!this.members.has(memberId)) return;
      this.context.logger.info('a member of a share group was not heard of', { group: this.groupId, member: memberId });
      removeMember(this, next, memberId);
    });
  }

  onTopicsChanged(names: ReadonlySet<string>): void {
    this.isMetadataStale ||= [...names].some((name) => this.isSubscribedTo(name));
  }

  isSubscribedTo(topic: string): boolean {
    for (const { subscribedTopicNames } of this.members.values()) if (subscribedTopicNames.has(topic)) return true;
    return false;
  }

  /** Offsets of share groups lie with the share coordinator: nobody commits any. */
  validateOffsetCommit(): number {
    return Errors.GROUP_ID_NOT_FOUND.code;
  }

  validateOffsetFetch(): number {
    return Errors.GROUP_ID_NOT_FOUND.code;
  }

  validateOffsetDelete(): number {
    return Errors.GROUP_ID_NOT_FOUND.code;
  }

  activate(turn: Turn<GroupRecord>): void {
    for (const memberId of this.members.keys()) this.extendSession(turn, memberId);
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
    turn.records.push(...shareGroupTombstones(this));
  }

  replay(record: ShareGroupRecord): void {
    switch (record.type) {
      case 'share-group-metadata':
        if (record.value === null) return;
        this.groupEpoch = record.value.epoch;
        this.metadataHash = record.value.metadataHash;
        return;
      case 'share-group-member':
        return this.#replayMember(record.memberId, record.value);
      case 'share-group-target-metadata':
        this.assignmentEpoch = record.value?.assignmentEpoch ?? 0;
        this.assignmentTimestamp = record.value?.assignmentTimestamp ?? 0;
        return;
      case 'share-group-target-member':
        if (record.value === null) this.targetAssignment.delete(record.memberId);
        else this.targetAssignment.set(record.memberId, topicPartitionsOf(record.value.topicPartitions));
        return;
      case 'share-group-current-assignment':
        if (record.value === null) return;
        this.#set(withShareAssignment(this.#memberOrNew(record.memberId), record.value));
        return;
      default:
        this.statePartitions = statePartitionsOf(record.value);
        return this.#countState();
    }
  }

  #replayMember(memberId: string, value: Extract<ShareGroupRecord, { type: 'share-group-member' }>['value']): void {
    if (value !== null) {
      this.#set(withShareMetadata(this.#memberOrNew(memberId), value));
      return;
    }
    const member = this.members.get(memberId);
    if (member === undefined) return;
    this.members.delete(memberId);
    this.timers.cancel(memberId);
    this.#count(-sizeOfShareMember(member));
    this.context.shareListener.memberLeft(this.groupId, memberId);
    if (this.isEmpty) this.context.shareListener.groupEmptied(this.groupId);
  }

  #memberOrNew(memberId: string): ShareGroupMember {
    return this.members.get(memberId) ?? newShareGroupMember(memberId);
  }

  #set(member: ShareGroupMember): void {
    const before = this.members.get(member.memberId);
    this.#count(sizeOfShareMember(member) - (before === undefined ? 0 : sizeOfShareMember(before)));
    this.members.set(member.memberId, member);
  }

  #countState(): void {
    let bytes = 0;
    for (const byTopic of [this.statePartitions.initializing, this.statePartitions.initialized]) {
      for (const { topicName, partitions } of byTopic.values()) {
        bytes += 128 + 2 * topicName.length + PARTITION_BYTES * partitions.size;
      }
    }
    this.#count(bytes - this.#stateBytes);
    this.#stateBytes = bytes;
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.context.memory.add(bytes);
  }
}
