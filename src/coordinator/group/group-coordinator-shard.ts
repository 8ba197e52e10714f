/**
 * The state machine behind one partition of `__consumer_offsets`: the groups whose ids hash to it, and their offsets.
 *
 * Lasting state (a function of the log): for each group its last GroupMetadata record or, for a group that only ever
 * committed offsets, none; and the committed offsets. Passing state: the course of rebalances, sessions and parked
 * requests, in ClassicGroup. A coordinator that starts anew has every stable group as it was, with full sessions.
 */
import type { GroupMetadataValue } from '#protocol';
import type { CoordinatorStateMachine, LogPosition, StateMachineContext } from '../runtime/state-machine.ts';
import type { Turn } from '../runtime/turn.ts';
import { ClassicGroup } from './classic-group.ts';
import { onGroupAlarm } from './group-deadlines.ts';
import type { GroupContext } from './group-context.ts';
import type { GroupRecord } from './group-records.ts';
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
  readonly #groups = new Map<string, ClassicGroup>();
  #isActive = false;

  constructor(context: GroupContext, runtime: StateMachineContext<GroupRecord>) {
    this.#context = context;
    this.offsets = new OffsetStore(context.memory);
    this.#runtime = runtime;
  }

  /** What the log says of each group; null for groups that only have offsets. */
  get lastingGroups(): ReadonlyMap<string, GroupMetadataValue | null> {
    return this.#lasting;
  }

  get groups(): ReadonlyMap<string, ClassicGroup> {
    return this.#groups;
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
      if (record.value !== null && !this.#lasting.has(groupId)) this.#lasting.set(groupId, null);
    } else if (record.value === null) this.#lasting.delete(groupId);
    else this.#lasting.set(groupId, record.value);
    if (this.#isActive) this.#follow(groupId);
  }

  replayTransactionEnd(producerId: number, isCommitted: boolean): void {
    this.offsets.replayTransactionEnd(producerId, isCommitted);
  }

  activate(turn: Turn<GroupRecord>): void {
    this.#isActive = true;
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
      group.alarm.cancel();
      for (const member of group.members.values()) {
        member.awaitingJoin?.fail(errorCode);
        member.awaitingJoin = null;
        member.awaitingSync?.fail(errorCode);
        member.awaitingSync = null;
      }
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

  /** Keeps the groups in memory those that the log tells of. */
  #follow(groupId: string): void {
    const group = this.#groups.get(groupId);
    if (!this.#lasting.has(groupId)) {
      if (group !== undefined) this.dropGroup(group);
    } else if (group === undefined) this.createGroup(groupId, NO_TIMESTAMP);
  }
}
