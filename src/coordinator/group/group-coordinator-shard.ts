/**
 * The state machine behind one partition of `__consumer_offsets`: the groups whose ids hash to it, and their offsets.
 *
 * Lasting state (a function of the log): for each group its last GroupMetadata record or, for a group that only ever
 * committed offsets, none; what the records of modern groups say, in those groups; and the committed offsets. Passing state:
 * the course of rebalances, sessions and parked requests. A coordinator that starts anew has every stable group as it was,
 * with full sessions.
 */
import { assert } from '#kernel';
import type { GroupMetadataValue } from '#protocol';
import type { CoordinatorStateMachine, LogPosition, StateMachineContext } from '../runtime/state-machine.ts';
import type { Turn } from '../runtime/turn.ts';
import { ClassicGroup } from './classic-group.ts';
import { onGroupAlarm } from './group-deadlines.ts';
import type { GroupContext } from './group-context.ts';
import type { Group } from './group.ts';
import { kindOfRecord } from './group-kinds.ts';
import type { GroupRecord, ModernGroupRecord } from './group-records.ts';
import type { GroupKind, ModernGroup } from './modern/modern-group.ts';
import { OffsetStore } from './offset-store.ts';
import { prepareRebalance } from './rebalance.ts';
import { extendSession } from './sessions.ts';
import { GROUP_BYTES, OFFSET_BYTES } from './state-memory.ts';

const NO_TIMESTAMP = -1;

export class GroupCoordinatorShard implements CoordinatorStateMachine<GroupRecord> {
  readonly offsets: OffsetStore;
  readonly #context: GroupContext;
  readonly #runtime: StateMachineContext<GroupRecord>;
  readonly #lasting = new Map<string, GroupMetadataValue | null>();
  readonly #groups = new Map<string, Group>();
  /** Modern groups that a command works on and no record tells of yet; the first record makes them groups. */
  readonly #candidates = new Map<string, ModernGroup>();
  #isActive = false;

  constructor(context: GroupContext, runtime: StateMachineContext<GroupRecord>) {
    this.#context = context;
    this.offsets = new OffsetStore(context.memory);
    this.#runtime = runtime;
  }

  get context(): GroupContext {
    return this.#context;
  }

  /** What the log says of each classic group; null for groups that only have offsets. */
  get lastingGroups(): ReadonlyMap<string, GroupMetadataValue | null> {
    return this.#lasting;
  }

  get groups(): ReadonlyMap<string, Group> {
    return this.#groups;
  }

  classicGroup(groupId: string): ClassicGroup | undefined {
    const group = this.#groups.get(groupId);
    return group?.type === 'classic' ? group : undefined;
  }

  modernGroup<G extends ModernGroup>(groupId: string, kind: GroupKind<G>): G | undefined {
    const group = this.#groups.get(groupId);
    return group?.type === kind.type ? (group as G) : undefined;
  }

  get hasRoomForGroups(): boolean {
    return this.#context.memory.hasRoomFor(GROUP_BYTES);
  }

  hasRoomForOffset(groupId: string, topic: string, partition: number): boolean {
    const { memory } = this.#context;
    return memory.hasRoomFor(OFFSET_BYTES) || this.offsets.get(groupId, topic, partition) !== undefined;
  }

  replay(record: GroupRecord, position: LogPosition): void {
    const { groupId } = record;
    if (record.type === 'offset-commit') {
      this.offsets.replay(record, position);
      // Whoever commits without being a member makes a group that has only offsets: a simple consumer's.
      const isKnown = this.#lasting.has(groupId) || this.#isModern(groupId);
      if (record.value !== null && !isKnown) this.#lasting.set(groupId, null);
    } else if (record.type !== 'group-metadata') {
      this.#replayModern(record);
      return;
    } else if (record.value === null) this.#lasting.delete(groupId);
    else {
      if (this.#isModern(groupId)) this.#remove(groupId);
      this.#lasting.set(groupId, record.value);
    }
    if (this.#isActive) this.#follow(groupId);
  }

  replayTransactionEnd(producerId: number, isCommitted: boolean): void {
    this.offsets.replayTransactionEnd(producerId, isCommitted);
  }

  activate(turn: Turn<GroupRecord>): void {
    this.#isActive = true;
    for (const group of this.#groups.values()) if (group.type !== 'classic') group.activate(turn);
    for (const [groupId, metadata] of this.#lasting) {
      const group = this.createGroup(groupId, turn.now);
      if (metadata === null) continue;
      group.restore(metadata);
      for (const member of group.members.values()) extendSession(group, turn, member);
      const { maxSize } = this.#context.settings;
      if (group.members.size <= maxSize) continue;
      prepareRebalance(group, turn, `the group has ${group.members.size} members where ${maxSize} are allowed`);
    }
  }

  deactivate(errorCode: number): void {
    this.#isActive = false;
    for (const group of this.#groups.values()) {
      if (group.type === 'classic') deactivateClassicGroup(group, errorCode);
      else group.deactivate(errorCode);
    }
    this.#groups.clear();
    this.#context.memory.close();
  }

  /** A group without members; it lasts once a record tells of it. */
  createGroup(groupId: string, now: number): ClassicGroup {
    const alarm = this.#runtime.createAlarm((turn) => onGroupAlarm(group, turn));
    const group: ClassicGroup = new ClassicGroup(groupId, { context: this.#context, alarm, now });
    this.#groups.set(groupId, group);
    return group;
  }

  /** Takes back a group that no record tells of. */
  dropGroup(group: ClassicGroup): void {
    group.transitionTo('Dead', group.stateTimestamp);
    group.alarm.cancel();
    group.dispose();
    this.#groups.delete(group.groupId);
  }

  /**
   * A modern group to be: the first record of its kind makes it the group of its id. Until then whatever has the id
   * stays. Where no record comes in the same turn, `dropCandidate` is to be called.
   */
  createCandidate<G extends ModernGroup>(groupId: string, kind: GroupKind<G>): G {
    assert(!this.#candidates.has(groupId), 'a candidate lasts for one turn');
    const group = this.#create(groupId, kind);
    this.#candidates.set(groupId, group);
    return group;
  }

  /**
   * Takes an empty modern group out of the way of a classic one with its id, which the turn makes in its place: for good
   * once the tombstones that this leaves in the turn are in the log.
   */
  displace(group: ModernGroup, turn: Turn<GroupRecord>): void {
    group.writeTombstones(turn);
    this.#groups.delete(group.groupId);
    const { onRefused, onApplied } = turn;
    turn.onRefused = (next, errorCode) => {
      onRefused?.(next, errorCode);
      if (!this.#groups.has(group.groupId)) this.#groups.set(group.groupId, group);
    };
    turn.onApplied = (next) => {
      group.dispose();
      onApplied?.(next);
    };
  }

  dropCandidate(groupId: string): void {
    this.#candidates.get(groupId)?.dispose();
    this.#candidates.delete(groupId);
  }

  /** Keeps the groups in memory those that the log tells of. */
  #follow(groupId: string): void {
    const group = this.#groups.get(groupId);
    if (group !== undefined && group.type !== 'classic') return;
    if (!this.#lasting.has(groupId)) {
      if (group !== undefined) this.dropGroup(group);
    } else if (group === undefined) {
      const metadata = this.#lasting.get(groupId) ?? null;
      const created = this.createGroup(groupId, NO_TIMESTAMP);
      if (metadata !== null) created.restore(metadata);
    }
  }

  #replayModern(record: ModernGroupRecord): void {
    const { groupId } = record;
    const kind = kindOfRecord(record.type);
    assert(kind !== undefined, 'a record that was read is of a kind');
    const present = this.modernGroup(groupId, kind);
    if (record.value === null) {
      present?.replay(record);
      const isEnd = record.type === kind.records[0]!.type;
      if (present !== undefined && isEnd) this.#remove(groupId);
      return;
    }
    // What is there under the same id has only offsets: whoever converts a group takes the old one back first.
    if (present === undefined) {
      this.#lasting.delete(groupId);
      this.#remove(groupId);
    }
    const group = present ?? this.#take(groupId, kind);
    group.replay(record);
  }

  #create<G extends ModernGroup>(groupId: string, kind: GroupKind<G>): G {
    const group = kind.createGroup(groupId, {
      context: this.#context,
      createAlarm: (ring) => this.#runtime.createAlarm(ring),
      classicGroup: (id) => this.classicGroup(id),
    });
    return group;
  }

  /** The candidate, or where the log is being read a new group. */
  #take(groupId: string, kind: GroupKind): ModernGroup {
    const candidate = this.#candidates.get(groupId);
    this.#candidates.delete(groupId);
    const group = candidate?.type === kind.type ? candidate : this.#create(groupId, kind);
    this.#groups.set(groupId, group);
    return group;
  }

  #isModern(groupId: string): boolean {
    const group = this.#groups.get(groupId);
    return group !== undefined && group.type !== 'classic';
  }

  #remove(groupId: string): void {
    const group = this.#groups.get(groupId);
    if (group === undefined) return;
    if (group.type === 'classic') {
      this.dropGroup(group);
      return;
    }
    group.dispose();
    this.#groups.delete(groupId);
  }
}

function deactivateClassicGroup(group: ClassicGroup, errorCode: number): void {
  group.alarm.cancel();
  for (const member of group.members.values()) {
    member.awaitingJoin?.fail(errorCode);
    member.awaitingJoin = null;
    member.awaitingSync?.fail(errorCode);
    member.awaitingSync = null;
  }
}
