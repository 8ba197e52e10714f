/**
 * What the coordinator asks of every group whose members are assigned by the broker (KIP-848, KIP-932, KIP-1071), whatever
 * its kind. Its lasting state is what its records say, and changes only when they are applied; what it must do later, and
 * who waits, is passing.
 */
import type { Alarm } from '../../runtime/alarm.ts';
import type { Turn } from '../../runtime/turn.ts';
import type { ClassicGroup } from '../classic-group.ts';
import type { GroupContext } from '../group-context.ts';
import type { GroupRecord } from '../group-records.ts';
import type { RecordDefinition } from '../record-definition.ts';

export type ModernGroupType = 'consumer' | 'share' | 'streams';

/** Who commits or asks for offsets, as the request says. */
export interface OffsetClient {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  /** Below 0 where it claims to be no member. */
  readonly memberEpoch: number;
}

export interface OffsetCommitter extends OffsetClient {
  readonly isTransactional: boolean;
  readonly apiVersion: number;
}

/** One of Kafka's error codes for a partition, by the topic's id and the partition. */
export type PartitionCommitRule = (topicId: string, partition: number) => number;

export interface ModernGroup {
  readonly type: ModernGroupType;
  readonly groupId: string;
  /** What ListGroups tells beside the type: `consumer`, `share`, `streams`. */
  readonly protocolType: string;
  /** Nobody is a member. */
  readonly isEmpty: boolean;
  /** Whether the group goes by itself once it is empty and its last offset has expired. */
  readonly isExpirable: boolean;
  /** Kafka's name of the state, as ListGroups tells it: `Empty`, `Assigning`, `Reconciling`, `Stable`, … */
  readonly state: string;

  /** Applies a record of its own kind. */
  replay(record: GroupRecord): void;
  /** The log has been read: sessions and whatever else was under way begin anew. */
  activate(turn: Turn<GroupRecord>): void;
  /** The partition goes elsewhere: fails whoever is parked, and lets go of all timers. */
  deactivate(errorCode: number): void;
  /** The group is gone: gives its memory back, and lets go of all timers. */
  dispose(): void;

  /** Topics were created, deleted, have grown or moved. */
  onTopicsChanged(names: ReadonlySet<string>): void;
  /** Offsets of what members subscribe to neither expire nor may be deleted. */
  isSubscribedTo(topic: string): boolean;
  /** An error code for all partitions, or a rule for each. */
  validateOffsetCommit(committer: OffsetCommitter, turn: Turn<GroupRecord>): number | PartitionCommitRule;
  /** Of somebody who claims to be a member. */
  validateOffsetFetch(client: { readonly memberId: string; readonly memberEpoch: number }): number;
  /** NONE, or why nobody may delete offsets of the group (OffsetDelete). */
  validateOffsetDelete(): number;
  /** Leaves tombstones for all that the log says of the group. */
  writeTombstones(turn: Turn<GroupRecord>): void;
}

/** A kind of group: registered in `group-kinds.ts`. */
export interface GroupKind<G extends ModernGroup = ModernGroup> {
  readonly type: G['type'];
  /** Its records; the first one is the group's own, whose tombstone ends the group. */
  readonly records: readonly RecordDefinition[];
  createGroup(groupId: string, services: GroupServices): G;
}

/** What a new group gets from its partition. */
export interface GroupServices {
  readonly context: GroupContext;
  /** An alarm whose ring is a turn of its own. */
  createAlarm(ring: (turn: Turn<GroupRecord>) => void): Alarm;
  /** The classic group that has the id, if one has: what a group that goes back to the classic protocol becomes. */
  classicGroup(groupId: string): ClassicGroup | undefined;
}
