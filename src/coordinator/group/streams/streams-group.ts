/**
 * A streams group (KIP-1071): the threads of a Kafka Streams application, its topology, and who is to have which tasks.
 *
 * Lasting state is what the records say, and changes only when they are applied: epochs, topology, members, target and
 * current assignments. Passing state is how the topology fits the cluster's topics, timers, who asked for a shutdown, and
 * the epoch of endpoint information; a coordinator that starts anew works it out again.
 */
import { assert } from '#kernel';
import { Errors } from '#protocol';
import type { Turn } from '../../runtime/turn.ts';
import type { GroupConfigs } from '../group-config-table.ts';
import type { GroupContext } from '../group-context.ts';
import type { GroupRecord } from '../group-records.ts';
import { GroupTimers } from '../modern/group-timers.ts';
import type {
  GroupServices,
  ModernGroup,
  OffsetClient,
  OffsetCommitter,
  PartitionCommitRule,
} from '../modern/modern-group.ts';
import { GROUP_BYTES } from '../state-memory.ts';
import type { ConfiguredTopology } from './configured-topology.ts';
import { writeGroupTombstones } from './remove-member.ts';
import { memberBytes, topologyBytes } from './state-bytes.ts';
import { isReconciledTo, newMember, type StreamsGroupMember, withCurrentAssignment } from './streams-group-member.ts';
import type { StreamsGroupRecord } from './streams-group-records.ts';
import { cancelMemberTimers, extendSession, watchRevocation } from './streams-group-timers.ts';
import { checkStreamsCommit, checkStreamsFetch } from './streams-offsets.ts';
import { OwnedTasks } from './task-owners.ts';
import { NO_ASSIGNED_TASKS, NO_TASKS, type TaskAssignment, tasksOf } from './tasks.ts';
import { readersByTopic, requiredTopics, type Topology } from './topology.ts';

export type StreamsGroupState = 'Empty' | 'NotReady' | 'Assigning' | 'Reconciling' | 'Stable';

export type AssignmentConfigs = ReadonlyMap<string, string>;

const FIRST_EPOCH = 1;
const NO_EPOCH = -1;

export class StreamsGroup implements ModernGroup {
  readonly type = 'streams';
  readonly protocolType = 'streams';
  readonly groupId: string;
  readonly context: GroupContext;
  readonly timers: GroupTimers;
  // Lasting.
  groupEpoch: number = FIRST_EPOCH;
  metadataHash = 0n;
  validatedTopologyEpoch = 0;
  lastAssignmentConfigs: AssignmentConfigs = new Map();
  assignmentEpoch: number = FIRST_EPOCH;
  /** When the target assignment was computed, in milliseconds; 0 for never. */
  assignmentTimestamp = 0;
  topology: Topology | null = null;
  readonly members: Map<string, StreamsGroupMember> = new Map();
  readonly targetAssignment: Map<string, TaskAssignment> = new Map();
  readonly owners: OwnedTasks = new OwnedTasks();
  // Passing.
  configured: ConfiguredTopology | null = null;
  /** Topics of the topology may have come, gone or grown since it was configured. */
  isMetadataStale = true;
  shutdownRequestedBy: string | null = null;
  endpointInformationEpoch = 0;
  #readers: ReadonlyMap<string, string> = new Map();
  #required: ReadonlySet<string> = new Set();
  #bytes = 0;

  constructor(groupId: string, { context, createAlarm }: GroupServices) {
    this.groupId = groupId;
    this.context = context;
    this.timers = new GroupTimers(createAlarm((turn) => this.timers.ring(turn)));
    this.#addBytes(GROUP_BYTES);
  }

  get configs(): GroupConfigs {
    return this.context.groupConfigs(this.groupId);
  }

  get isEmpty(): boolean {
    return this.members.size === 0;
  }

  get state(): StreamsGroupState {
    if (this.members.size === 0) return 'Empty';
    if (this.topology?.epoch !== this.validatedTopologyEpoch) return 'NotReady';
    if (this.groupEpoch > this.assignmentEpoch) return 'Assigning';
    for (const member of this.members.values()) {
      if (!isReconciledTo(member, this.assignmentEpoch)) return 'Reconciling';
    }
    return 'Stable';
  }

  /** The topics that must be there for the group to run, and to whose changes it has to answer. */
  get requiredTopics(): ReadonlySet<string> {
    return this.#required;
  }

  /** The subtopology that reads the topic. */
  readerOf(topic: string): string | undefined {
    return this.#readers.get(topic);
  }

  isSubscribedTo(topic: string): boolean {
    return !this.isEmpty && this.#readers.has(topic);
  }

  targetOf(memberId: string): TaskAssignment {
    return this.targetAssignment.get(memberId) ?? NO_TASKS;
  }

  /** Whether the last assignment gave anybody anything: it gives nothing where topics are missing. */
  get isAnythingAssigned(): boolean {
    for (const { active } of this.targetAssignment.values()) if (active.size > 0) return true;
    return false;
  }

  activate(turn: Turn<GroupRecord>): void {
    for (const member of this.members.values()) {
      extendSession(this, member.memberId, turn.monotonicNow);
      watchRevocation(this, member, turn.monotonicNow);
    }
  }

  deactivate(): void {
    this.timers.cancelAll();
  }

  dispose(): void {
    this.timers.cancelAll();
    this.#addBytes(-this.#bytes);
  }

  onTopicsChanged(names: ReadonlySet<string>): void {
    for (const name of names) if (this.#required.has(name)) this.isMetadataStale = true;
  }

  get isExpirable(): boolean {
    return true;
  }

  /** Offsets of topics that the topology does not read may go whoever is a member. */
  validateOffsetDelete(): number {
    return Errors.NONE.code;
  }

  validateOffsetCommit(committer: OffsetCommitter): number | PartitionCommitRule {
    return checkStreamsCommit(this, committer);
  }

  validateOffsetFetch(client: OffsetClient): number {
    return checkStreamsFetch(this, client);
  }

  writeTombstones(turn: Turn<GroupRecord>): void {
    writeGroupTombstones(this, turn);
  }

  replay(record: GroupRecord): void {
    assert(isOwn(record), 'a streams group gets the records of streams groups');
    switch (record.type) {
      case 'streams-group-metadata':
        return this.#replayMetadata(record.value);
      case 'streams-group-topology':
        return this.#replayTopology(record.value);
      case 'streams-group-member':
        return this.#replayMember(record.memberId, record.value);
      case 'streams-group-target-metadata':
        this.assignmentEpoch = record.value?.assignmentEpoch ?? NO_EPOCH;
        this.assignmentTimestamp = record.value?.assignmentTimestamp ?? 0;
        return;
      case 'streams-group-target-member':
        return this.#replayTarget(record.memberId, record.value);
      default:
        return this.#replayCurrentAssignment(record.memberId, record.value);
    }
  }

  #replayMetadata(value: ValueOf<'streams-group-metadata'>): void {
    if (value === null) return;
    this.groupEpoch = value.epoch;
    this.metadataHash = value.metadataHash;
    this.validatedTopologyEpoch = value.validatedTopologyEpoch;
    const configs = value.lastAssignmentConfigs ?? [];
    this.lastAssignmentConfigs = new Map(configs.map((config) => [config.key, config.value]));
  }

  #replayTopology(topology: Topology | null): void {
    this.#addBytes(
      (topology === null ? 0 : topologyBytes(topology)) - (this.topology === null ? 0 : topologyBytes(this.topology)),
    );
    this.topology = topology;
    this.#readers = topology === null ? new Map() : readersByTopic(topology);
    this.#required = topology === null ? new Set() : requiredTopics(topology);
  }

  #replayMember(memberId: string, metadata: ValueOf<'streams-group-member'>): void {
    if (metadata !== null) {
      this.#setMember({ ...(this.members.get(memberId) ?? newMember(memberId)), metadata });
      return;
    }
    const member = this.members.get(memberId);
    if (member !== undefined) this.#disown(member);
    this.members.delete(memberId);
    cancelMemberTimers(this, memberId);
    if (this.members.size === 0) this.shutdownRequestedBy = null;
  }

  #replayTarget(memberId: string, value: ValueOf<'streams-group-target-member'>): void {
    if (value === null) this.targetAssignment.delete(memberId);
    else {
      this.targetAssignment.set(memberId, {
        active: tasksOf(value.activeTasks),
        standby: tasksOf(value.standbyTasks),
        warmup: tasksOf(value.warmupTasks),
      });
    }
  }

  #replayCurrentAssignment(memberId: string, value: ValueOf<'streams-group-current-assignment'>): void {
    const member = this.members.get(memberId);
    if (value !== null) this.#setMember(withCurrentAssignment(member ?? newMember(memberId), value));
    else if (member !== undefined) {
      const nothing = { assigned: NO_ASSIGNED_TASKS, pendingRevocation: NO_ASSIGNED_TASKS };
      this.#setMember({ ...member, ...nothing, memberEpoch: NO_EPOCH, previousMemberEpoch: NO_EPOCH });
    }
  }

  #setMember(member: StreamsGroupMember): void {
    const before = this.members.get(member.memberId);
    if (before !== undefined) this.#disown(before);
    this.members.set(member.memberId, member);
    const { processId } = member.metadata;
    this.owners.add(processId, member.assigned);
    this.owners.add(processId, member.pendingRevocation);
    this.#addBytes(memberBytes(member));
  }

  #disown(member: StreamsGroupMember): void {
    const { metadata, assigned, pendingRevocation } = member;
    this.#addBytes(-memberBytes(member));
    this.owners.remove(metadata.processId, assigned);
    this.owners.remove(metadata.processId, pendingRevocation);
  }

  #addBytes(bytes: number): void {
    this.#bytes += bytes;
    this.context.memory.add(bytes);
  }
}

function isOwn(record: GroupRecord): record is StreamsGroupRecord {
  return record.type.startsWith('streams-group-');
}

type ValueOf<T extends StreamsGroupRecord['type']> = Extract<StreamsGroupRecord, { type: T }>['value'];
