/**
 * A classic group: members that agree on a protocol and get their shares from a leader among them, generation by
 * generation. This class holds the state and keeps its parts together; when to change it is decided in `join-group`,
 * `sync-group`, `rebalance`, `leave-group` and `heartbeat`.
 *
 * Invariants: a group without members is Empty (or about to be, in PreparingRebalance) and has no leader; every member
 * supports at least one protocol that all others support; a generation has one leader and one protocol; in Stable every
 * member has its generation's assignment, and the log has it too.
 */
import { assert } from '#kernel';
import type { GroupMetadataValue, JoinGroupRequestProtocol, JoinGroupResponse } from '#protocol';
import type { Alarm } from '../runtime/alarm.ts';
import type { Waiter } from '../runtime/turn.ts';
import { ClassicGroupMember } from './classic-group-member.ts';
import type { GroupContext } from './group-context.ts';
import { GROUP_BYTES, PENDING_MEMBER_BYTES } from './state-memory.ts';
import { topicsOfSubscription } from './subscribed-topics.ts';

/** Kafka's names, as DescribeGroups and ListGroups tell them. */
export type ClassicGroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

const CONSUMER_PROTOCOL_TYPE = 'consumer';
const NO_TIMESTAMP = -1;

const PREVIOUS_STATES: Readonly<Record<ClassicGroupState, readonly ClassicGroupState[]>> = {
  Empty: ['PreparingRebalance'],
  PreparingRebalance: ['Stable', 'CompletingRebalance', 'Empty'],
  CompletingRebalance: ['PreparingRebalance'],
  Stable: ['CompletingRebalance'],
  Dead: ['Empty', 'PreparingRebalance', 'CompletingRebalance', 'Stable'],
};

/** The first rebalance of a group waits on while more members come. */
export interface InitialDelay {
  readonly delayMs: number;
  readonly remainingMs: number;
}

export class ClassicGroup {
  readonly type = 'classic';
  readonly groupId: string;
  readonly context: GroupContext;
  readonly alarm: Alarm;
  generation: number = 0;
  /** Null for a group that only ever committed offsets: a simple consumer's. */
  protocolType: string | null = null;
  /** What the generation's members agreed on; null while there are none. */
  protocol: string | null = null;
  leader: string | null = null;
  /** When the state last changed; milliseconds, -1 where the log does not tell. */
  stateTimestamp: number;
  /** By rising time of joining. */
  readonly members: Map<string, ClassicGroupMember> = new Map();
  /** Members of the generation that have not asked for their assignment. */
  readonly pendingSync: Set<string> = new Set();
  /** Null where the members do not tell. */
  subscribedTopics: ReadonlySet<string> | null = null;
  joinDeadline: number = Infinity;
  syncDeadline: number = Infinity;
  initialDelay: InitialDelay | null = null;
  /** A member joined since the initial delay last began. */
  hasNewMember: boolean = false;
  #state: ClassicGroupState = 'Empty';
  #previousState: ClassicGroupState = 'Dead';
  readonly #pendingMembers = new Map<string, number>();
  readonly #staticMembers = new Map<string, string>();
  /** How many members support a protocol. */
  readonly #support = new Map<string, number>();
  #awaitingJoin = 0;

  constructor(groupId: string, options: { context: GroupContext; alarm: Alarm; now: number }) {
    this.groupId = groupId;
    this.context = options.context;
    this.alarm = options.alarm;
    this.stateTimestamp = options.now;
    this.context.memory.add(GROUP_BYTES);
  }

  get state(): ClassicGroupState {
    return this.#state;
  }

  /** Whether the group had no members before the rebalance that goes on, so that it waits for more of them. */
  get isInitialRebalance(): boolean {
    return this.#state === 'PreparingRebalance' && this.#previousState === 'Empty';
  }

  get isConsumerGroup(): boolean {
    return this.protocolType === CONSUMER_PROTOCOL_TYPE;
  }

  get awaitingJoinCount(): number {
    return this.#awaitingJoin;
  }

  get haveAllJoined(): boolean {
    return this.#awaitingJoin === this.members.size && this.#pendingMembers.size === 0;
  }

  get canPrepareRebalance(): boolean {
    return PREVIOUS_STATES.PreparingRebalance.includes(this.#state);
  }

  /** The longest that any member may take to rejoin. */
  get rebalanceTimeoutMs(): number {
    let longest = 0;
    for (const { rebalanceTimeoutMs } of this.members.values()) longest = Math.max(longest, rebalanceTimeoutMs);
    return longest;
  }

  /** Ids given to members that are to join with them (KIP-394), each with the moment it is forgotten. */
  get pendingMembers(): ReadonlyMap<string, number> {
    return this.#pendingMembers;
  }

  staticMemberId(groupInstanceId: string): string | undefined {
    return this.#staticMembers.get(groupInstanceId);
  }

  transitionTo(state: ClassicGroupState, now: number): void {
    assert(PREVIOUS_STATES[state].includes(this.#state), `a group may go from ${this.#state} to ${state}`);
    this.#previousState = this.#state;
    this.#state = state;
    this.stateTimestamp = now;
  }

  /** Whether someone with these protocols can take part: with every present member there is one in common. */
  supports(protocolType: string, protocols: readonly JoinGroupRequestProtocol[]): boolean {
    if (protocolType === '' || protocols.length === 0) return false;
    if (this.#state === 'Empty') return true;
    if (this.protocolType !== protocolType) return false;
    return protocols.some(({ name }) => (this.#support.get(name) ?? 0) === this.members.size);
  }

  add(member: ClassicGroupMember, waiter: Waiter<JoinGroupResponse> | null): void {
    if (this.members.size === 0) this.protocolType = member.protocolType;
    assert(this.protocolType === member.protocolType, 'all members of a group have its protocol type');
    if (member.groupInstanceId !== null) {
      assert(!this.#staticMembers.has(member.groupInstanceId), 'one member has an instance id');
      this.#staticMembers.set(member.groupInstanceId, member.memberId);
    }
    this.members.set(member.memberId, member);
    this.#countSupport(member, 1);
    this.leader ??= member.memberId;
    this.#removePending(member.memberId);
    this.awaitJoin(member, waiter);
  }

  addPending(memberId: string, deadline: number): void {
    this.#pendingMembers.set(memberId, deadline);
    this.context.memory.add(PENDING_MEMBER_BYTES + memberId.length);
  }

  /** Forgets a member, or the id of a pending one; where it led the group, the member that joined first leads. */
  remove(memberId: string): void {
    const member = this.members.get(memberId);
    if (member !== undefined) {
      this.members.delete(memberId);
      this.#countSupport(member, -1);
      this.awaitJoin(member, null);
      if (member.groupInstanceId !== null) this.#staticMembers.delete(member.groupInstanceId);
    }
    if (this.leader === memberId) this.leader = firstOf(this.members.keys());
    this.#removePending(memberId);
    this.pendingSync.delete(memberId);
  }

  /** Puts a static member's new incarnation in the place of the old one. */
  replace(old: ClassicGroupMember, successor: ClassicGroupMember): void {
    assert(
      old.groupInstanceId !== null && old.groupInstanceId === successor.groupInstanceId,
      'an instance stays itself',
    );
    const wasLeader = this.leader === old.memberId;
    const wasPendingSync = this.pendingSync.has(old.memberId);
    this.remove(old.memberId);
    this.add(successor, null);
    if (wasLeader) this.leader = successor.memberId;
    if (wasPendingSync) this.pendingSync.add(successor.memberId);
  }

  /** Takes over what a member says of itself when it joins again. */
  update(member: ClassicGroupMember, changes: MemberChanges): void {
    this.#countSupport(member, -1);
    member.protocols = changes.protocols;
    member.rebalanceTimeoutMs = changes.rebalanceTimeoutMs;
    member.sessionTimeoutMs = changes.sessionTimeoutMs;
    this.#countSupport(member, 1);
  }

  /** Parks the member's JoinGroup, or lets go of it. The caller answers one that was parked before. */
  awaitJoin(member: ClassicGroupMember, waiter: Waiter<JoinGroupResponse> | null): void {
    if (member.awaitingJoin !== null) this.#awaitingJoin--;
    member.awaitingJoin = waiter;
    if (waiter !== null) this.#awaitingJoin++;
  }

  /** Makes sure that the leader is one of those who joined; false where nobody did. */
  electLeader(): boolean {
    if (this.leader === null) return false;
    const present = this.members.get(this.leader);
    if (present !== undefined && present.awaitingJoin !== null) return true;
    for (const member of this.members.values()) {
      if (member.awaitingJoin === null) continue;
      this.leader = member.memberId;
      return true;
    }
    return false;
  }

  /** Each member votes for the protocol it prefers among those that all support; the most votes win. */
  selectProtocol(): string {
    const votes = new Map<string, number>();
    for (const member of this.members.values()) {
      const vote = member.protocols.find(({ name }) => this.#support.get(name) === this.members.size);
      assert(vote !== undefined, 'all members of a group have a protocol in common');
      votes.set(vote.name, (votes.get(vote.name) ?? 0) + 1);
    }
    let selected: string | null = null;
    for (const [name, count] of votes) if (selected === null || count > votes.get(selected)!) selected = name;
    assert(selected !== null, 'a protocol is selected where there are members');
    return selected;
  }

  /** The members that are here make up the next generation. */
  beginGeneration(now: number): void {
    this.generation++;
    this.protocol = this.members.size === 0 ? null : this.selectProtocol();
    this.subscribedTopics = this.#topicsOfMembers();
    this.pendingSync.clear();
    this.transitionTo(this.members.size === 0 ? 'Empty' : 'CompletingRebalance', now);
  }

  /** Whether the topic's offsets belong to what the group reads; where it cannot be known, they do. */
  isSubscribedTo(topic: string): boolean {
    return this.subscribedTopics === null ? this.isConsumerGroup : this.subscribedTopics.has(topic);
  }

  /** The soonest moment at which something may have to be done. */
  nextDeadline(): number {
    let next = Math.min(this.joinDeadline, this.syncDeadline);
    for (const { sessionDeadline } of this.members.values()) next = Math.min(next, sessionDeadline);
    for (const deadline of this.#pendingMembers.values()) next = Math.min(next, deadline);
    return next;
  }

  get isEmpty(): boolean {
    return this.#state === 'Empty';
  }

  /** What the log is to say of the group. */
  toMetadata(): GroupMetadataValue {
    const protocol = this.protocol ?? '';
    return {
      protocolType: this.protocolType ?? '',
      generation: this.generation,
      protocol: this.protocol,
      leader: this.leader,
      currentStateTimestamp: this.stateTimestamp,
      members: [...this.members.values()].map((member) => ({
        memberId: member.memberId,
        groupInstanceId: member.groupInstanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        rebalanceTimeout: member.rebalanceTimeoutMs,
        sessionTimeout: member.sessionTimeoutMs,
        subscription: member.metadataOf(protocol) ?? new Uint8Array(0),
        assignment: member.assignment,
      })),
    };
  }

  /** Becomes what the log says of the group: Stable with its members, or Empty. */
  restore(metadata: GroupMetadataValue): void {
    const { protocolType, protocol, members } = metadata;
    this.generation = metadata.generation;
    this.stateTimestamp = metadata.currentStateTimestamp;
    for (const member of members) {
      // Two members under one instance id are a fault of whoever wrote the log; the first one keeps it.
      if (member.groupInstanceId !== null && this.#staticMembers.has(member.groupInstanceId)) continue;
      this.add(memberFromMetadata(member, { protocolType, protocol: protocol ?? '' }), null);
    }
    this.protocolType = protocolType === '' ? null : protocolType;
    this.protocol = protocol;
    if (metadata.leader !== null && this.members.has(metadata.leader)) this.leader = metadata.leader;
    if (this.members.size > 0) this.#state = 'Stable';
    this.subscribedTopics = this.#topicsOfMembers();
  }

  /** The group is gone, with all that is left in it. */
  dispose(): void {
    for (const memberId of [...this.members.keys(), ...this.#pendingMembers.keys()]) this.remove(memberId);
    this.context.memory.add(-GROUP_BYTES);
  }

  #removePending(memberId: string): void {
    if (this.#pendingMembers.delete(memberId)) this.context.memory.add(-PENDING_MEMBER_BYTES - memberId.length);
  }

  #countSupport(member: ClassicGroupMember, by: number): void {
    this.context.memory.add(by * member.sizeInBytes);
    for (const { name } of member.protocols) {
      const count = (this.#support.get(name) ?? 0) + by;
      if (count === 0) this.#support.delete(name);
      else this.#support.set(name, count);
    }
  }

  #topicsOfMembers(): ReadonlySet<string> | null {
    if (!this.isConsumerGroup) return null;
    const topics = new Set<string>();
    for (const member of this.members.values()) {
      const metadata = member.metadataOf(this.protocol ?? '');
      const subscribed = metadata === undefined ? null : topicsOfSubscription(metadata);
      if (subscribed === null) return null;
      for (const topic of subscribed) topics.add(topic);
    }
    return topics;
  }
}

export interface MemberChanges {
  readonly protocols: readonly JoinGroupRequestProtocol[];
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
}

function memberFromMetadata(
  member: GroupMetadataValue['members'][number],
  group: { protocolType: string; protocol: string },
): ClassicGroupMember {
  return new ClassicGroupMember({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    // The record's first version had no rebalance timeout: it was the session's.
    rebalanceTimeoutMs: member.rebalanceTimeout === NO_TIMESTAMP ? member.sessionTimeout : member.rebalanceTimeout,
    sessionTimeoutMs: member.sessionTimeout,
    protocolType: group.protocolType,
    protocols: [{ name: group.protocol, metadata: member.subscription }],
    assignment: member.assignment,
  });
}

function firstOf(keys: Iterable<string>): string | null {
  for (const key of keys) return key;
  return null;
}
