/**
 * StreamsGroupHeartbeat (key 88, KIP-1071) against a group, in the order of Kafka 4.3: the member and its topology are
 * taken over, the topology is held against the cluster's topics, the group's epoch rises where anything of that has
 * changed, tasks are assigned anew, and the member goes one step towards what it is to have. The group itself changes
 * only when the records that this leaves in the turn are applied.
 */
import { hasPassed, isKafkaError, KafkaError } from '#kernel';
import {
  type CreateTopicsRequestCreatableTopic,
  errorForName,
  newStreamsGroupHeartbeatResponse,
  type StreamsGroupHeartbeatRequest,
  type StreamsGroupHeartbeatResponse,
  type StreamsGroupHeartbeatResponseStatus,
  type StreamsGroupMemberMetadataValue,
} from '#protocol';
import type { Turn } from '../../runtime/turn.ts';
import type { GroupRecord } from '../group-records.ts';
import { groupMetadataHash } from '../modern/metadata-hash.ts';
import { GROUP_BYTES } from '../state-memory.ts';
import { type ConfiguredTopology, configureTopology } from './configured-topology.ts';
import { reconcile } from './current-assignment.ts';
import { endpointInformation } from './endpoint-information.ts';
import type { PartitionCountOf } from './partition-counts.ts';
import {
  delayFirstAssignment,
  extendSession,
  isFirstAssignmentDelayed,
  watchRevocation,
} from './streams-group-timers.ts';
import { requireKnownEpoch, requirePossibleTasks } from './member-claims.ts';
import { metadataRecord } from './remove-member.ts';
import { assignmentConfigs, isSameConfigs } from './assignment-configs.ts';
import type { StreamsGroup } from './streams-group.ts';
import {
  currentAssignmentOf,
  isReconciledTo,
  isSameCurrentAssignment,
  isSameMetadata,
  newMember,
  type StreamsGroupMember,
} from './streams-group-member.ts';
import type { StreamsGroupRecord } from './streams-group-records.ts';
import { computeTargetAssignment } from './target-assignment.ts';
import { isSameAssignedTasks, NO_TASKS, type TaskAssignment, taskIdsOf, tasksOf } from './tasks.ts';
import { StreamsGroupStatus } from './topic-configuration-problem.ts';
import { isSameTopology, requiredTopics, type Topology, topologyOf } from './topology.ts';
import { JOIN_EPOCH } from './validate-heartbeat.ts';

export interface HeartbeatCommand {
  readonly request: StreamsGroupHeartbeatRequest;
  readonly clientId: string;
  readonly clientHost: string;
}

export interface HeartbeatResult {
  readonly response: StreamsGroupHeartbeatResponse;
  /** Internal topics that have to be made before tasks can be assigned. */
  readonly topicsToCreate: readonly CreateTopicsRequestCreatableTopic[];
}

/** A heartbeat that joins or stays. Where it is refused, it leaves no records. */
export function streamsGroupHeartbeat(
  group: StreamsGroup,
  turn: Turn<GroupRecord>,
  command: HeartbeatCommand,
): HeartbeatResult {
  const recordsBefore = turn.records.length;
  turn.onRefused = () => {
    group.configured = null;
    group.isMetadataStale = true;
  };
  try {
    return new Heartbeat(group, turn, command).run();
  } catch (error) {
    if (!isKafkaError(error)) throw error;
    turn.records.length = recordsBefore;
    return heartbeatFailure(errorForName(error.code).code, error.message);
  }
}

export function heartbeatFailure(errorCode: number, errorMessage: string | null): HeartbeatResult {
  return { response: newStreamsGroupHeartbeatResponse({ errorCode, errorMessage }), topicsToCreate: [] };
}

/** The course of one heartbeat; a KafkaError ends it. */
class Heartbeat {
  readonly #group: StreamsGroup;
  readonly #turn: Turn<GroupRecord>;
  readonly #command: HeartbeatCommand;
  readonly #statuses: StreamsGroupHeartbeatResponseStatus[] = [];
  readonly #existing: PartitionCountOf;

  constructor(group: StreamsGroup, turn: Turn<GroupRecord>, command: HeartbeatCommand) {
    this.#group = group;
    this.#turn = turn;
    this.#command = command;
    const { topics } = group.context;
    this.#existing = (topic) => topics.partitionCount(topic) || undefined;
  }

  run(): HeartbeatResult {
    const group = this.#group;
    const { request } = this.#command;
    const before = this.#memberBefore();
    const updated = { ...before, metadata: this.#metadataOf(before.metadata) };
    const hasChanged = !group.members.has(updated.memberId) || !isSameMetadata(before.metadata, updated.metadata);
    if (hasChanged) this.#record('streams-group-member', updated.metadata);
    const topology = this.#takeTopology(updated.metadata.topologyEpoch);
    const { configured, groupEpoch } = this.#advanceEpoch(topology, hasChanged);
    if (group.isEmpty) delayFirstAssignment(group, this.#turn.monotonicNow);
    const { targetEpoch, target } = this.#targetFor(updated, { configured, groupEpoch });
    const after = this.#reconcile(updated, targetEpoch, target);
    if (request.shutdownApplication) group.shutdownRequestedBy ??= request.memberId;
    extendSession(group, request.memberId, this.#turn.monotonicNow);
    return { response: this.#respond(before, after, configured), topicsToCreate: configured.topicsToCreate };
  }

  #memberBefore(): StreamsGroupMember {
    const group = this.#group;
    const { request } = this.#command;
    const { memberId, memberEpoch } = request;
    const member = group.members.get(memberId);
    if (memberEpoch === JOIN_EPOCH) {
      this.#requireRoom();
      return member ?? newMember(memberId);
    }
    if (member === undefined) {
      throw new KafkaError('UNKNOWN_MEMBER_ID', `member ${memberId} is not in group ${group.groupId}`);
    }
    requireKnownEpoch(member, request);
    return member;
  }

  #requireRoom(): void {
    const { groupId, members, context } = this.#group;
    const { streamsGroupMaxSize } = context.settings;
    if (members.size >= streamsGroupMaxSize) {
      throw new KafkaError('GROUP_MAX_SIZE_REACHED', `group ${groupId} has ${streamsGroupMaxSize} members already`);
    }
    if (!context.memory.hasRoomFor(GROUP_BYTES)) {
      throw new KafkaError('COORDINATOR_NOT_AVAILABLE', 'the groups of this coordinator take all the memory they may');
    }
  }

  /** A heartbeat tells only what is new. */
  #metadataOf(before: StreamsGroupMemberMetadataValue): StreamsGroupMemberMetadataValue {
    const { request, clientId, clientHost } = this.#command;
    const { userEndpoint, clientTags, rebalanceTimeoutMs } = request;
    return {
      instanceId: null,
      rackId: request.rackId ?? before.rackId,
      clientId,
      clientHost,
      rebalanceTimeoutMs: rebalanceTimeoutMs === -1 ? before.rebalanceTimeoutMs : rebalanceTimeoutMs,
      topologyEpoch: request.topology?.epoch ?? before.topologyEpoch,
      processId: request.processId ?? before.processId,
      userEndpoint: userEndpoint === null ? before.userEndpoint : { host: userEndpoint.host, port: userEndpoint.port },
      clientTags:
        clientTags === null
          ? before.clientTags
          : clientTags
              .map(({ key, value }) => ({ key, value }))
              .sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key))),
    };
  }

  /** The group's topology; the first member brings it. */
  #takeTopology(memberTopologyEpoch: number): Topology {
    const { topology } = this.#group;
    const { request } = this.#command;
    if (topology === null) {
      if (request.topology === null) throw new KafkaError('UNKNOWN_SERVER_ERROR', 'the group has no topology');
      const first = topologyOf(request.topology);
      this.#turn.records.push({ type: 'streams-group-topology', groupId: this.#group.groupId, value: first });
      return first;
    }
    const isBehind = request.topology !== null && request.topology.epoch < topology.epoch;
    if (request.topology !== null && !isBehind && !isSameTopology(topology, topologyOf(request.topology))) {
      throw new KafkaError('INVALID_REQUEST', "a group's topology cannot be changed yet");
    }
    if (memberTopologyEpoch < topology.epoch) {
      const detail = `the member's topology has epoch ${memberTopologyEpoch}, the group's ${topology.epoch}`;
      this.#addStatus(StreamsGroupStatus.STALE_TOPOLOGY, detail);
    }
    return topology;
  }

  /** Holds the topology against the topics, and raises the group's epoch where anything that matters has changed. */
  #advanceEpoch(topology: Topology, hasMemberChanged: boolean): { configured: ConfiguredTopology; groupEpoch: number } {
    const group = this.#group;
    const { metadataHash, configured } = this.#configure(topology);
    const validatedTopologyEpoch = configured.problem === null ? topology.epoch : -1;
    if (configured.problem === null) requirePossibleTasks(configured, this.#command.request);
    const configs = assignmentConfigs(group.configs);
    const mustRise =
      hasMemberChanged ||
      group.topology === null ||
      metadataHash !== group.metadataHash ||
      validatedTopologyEpoch !== group.validatedTopologyEpoch ||
      !isSameConfigs(configs, group.lastAssignmentConfigs);
    if (!mustRise) return { configured, groupEpoch: group.groupEpoch };
    const groupEpoch = group.groupEpoch + 1;
    const metadata = { epoch: groupEpoch, metadataHash, validatedTopologyEpoch, configs };
    this.#turn.records.push(metadataRecord(group.groupId, metadata));
    return { configured, groupEpoch };
  }

  #configure(topology: Topology): { metadataHash: bigint; configured: ConfiguredTopology } {
    const group = this.#group;
    const known = group.configured;
    if (group.topology !== null && known !== null && !group.isMetadataStale) {
      return { metadataHash: group.metadataHash, configured: known };
    }
    const topics = group.topology === null ? requiredTopics(topology) : group.requiredTopics;
    const metadataHash = groupMetadataHash(topics, group.context.topics);
    const isSame = group.topology !== null && known !== null && metadataHash === group.metadataHash;
    const configured = isSame ? known : configureTopology(topology, this.#existing);
    group.configured = configured;
    group.isMetadataStale = false;
    return { metadataHash, configured };
  }

  #targetFor(
    updated: StreamsGroupMember,
    { configured, groupEpoch }: { configured: ConfiguredTopology; groupEpoch: number },
  ): { targetEpoch: number; target: TaskAssignment } {
    const group = this.#group;
    const { memberId } = updated;
    const last = { targetEpoch: group.assignmentEpoch, target: group.targetOf(memberId) };
    if (isFirstAssignmentDelayed(group)) {
      this.#addStatus(StreamsGroupStatus.ASSIGNMENT_DELAYED, 'a new group waits for more members');
      return { targetEpoch: group.assignmentEpoch, target: NO_TASKS };
    }
    if (group.assignmentEpoch >= groupEpoch) return last;
    if (this.#isAssignedJustNow()) {
      this.#addStatus(StreamsGroupStatus.ASSIGNMENT_DELAYED, 'the last assignment was only just made');
      return last;
    }
    const computation = { groupEpoch, configured, updated };
    const target = computeTargetAssignment(group, this.#turn, computation).get(memberId)!;
    return { targetEpoch: groupEpoch, target };
  }

  /** What gave nobody a task, as topics were missing, is nothing that the next assignment would undo. */
  #isAssignedJustNow(): boolean {
    const { assignmentTimestamp, configs, isAnythingAssigned } = this.#group;
    return isAnythingAssigned && !hasPassed(assignmentTimestamp, configs.streamsAssignmentIntervalMs, this.#turn.now);
  }

  #reconcile(member: StreamsGroupMember, targetEpoch: number, target: TaskAssignment): StreamsGroupMember {
    if (isReconciledTo(member, targetEpoch)) return member;
    const { activeTasks, standbyTasks, warmupTasks } = this.#command.request;
    const isTold = activeTasks !== null && standbyTasks !== null && warmupTasks !== null;
    const owned = isTold
      ? { active: tasksOf(activeTasks), standby: tasksOf(standbyTasks), warmup: tasksOf(warmupTasks) }
      : null;
    const next = reconcile(member, { targetEpoch, target, owned, owners: this.#group.owners });
    if (next === null) {
      throw new KafkaError('FENCED_MEMBER_EPOCH', 'the state of the member is not known: it must give up its tasks');
    }
    if (isSameCurrentAssignment(member, next)) return member;
    this.#record('streams-group-current-assignment', currentAssignmentOf(next));
    watchRevocation(this.#group, next, this.#turn.monotonicNow);
    return next;
  }

  #respond(
    before: StreamsGroupMember,
    after: StreamsGroupMember,
    configured: ConfiguredTopology,
  ): StreamsGroupHeartbeatResponse {
    const group = this.#group;
    const { request } = this.#command;
    const { assigned, metadata } = after;
    const hasNewTasks = request.memberEpoch === JOIN_EPOCH || !isSameAssignedTasks(before.assigned, assigned);
    const endpointEpoch = group.endpointInformationEpoch + Number(hasNewTasks && metadata.userEndpoint !== null);
    // As in Kafka, what a new group's first member tells of itself does not count: nobody else could know less.
    if (group.topology !== null) group.endpointInformationEpoch = endpointEpoch;
    if (configured.problem !== null) this.#addStatus(configured.problem.status, configured.problem.detail);
    if (group.shutdownRequestedBy !== null) {
      const detail = `member ${group.shutdownRequestedBy} asked that the whole application shuts down`;
      this.#addStatus(StreamsGroupStatus.SHUTDOWN_APPLICATION, detail);
    }
    return newStreamsGroupHeartbeatResponse({
      memberId: after.memberId,
      memberEpoch: after.memberEpoch,
      heartbeatIntervalMs: group.configs.streamsHeartbeatIntervalMs,
      status: this.#statuses,
      activeTasks: hasNewTasks ? taskIdsOf(assigned.active) : null,
      standbyTasks: hasNewTasks ? taskIdsOf(assigned.standby) : null,
      warmupTasks: hasNewTasks ? taskIdsOf(assigned.warmup) : null,
      endpointInformationEpoch: group.endpointInformationEpoch,
      partitionsByUserEndpoint:
        endpointEpoch === request.endpointInformationEpoch ? null : this.#endpoints(after, configured),
    });
  }

  #endpoints(
    after: StreamsGroupMember,
    { subtopologies }: ConfiguredTopology,
  ): StreamsGroupHeartbeatResponse['partitionsByUserEndpoint'] {
    const members = new Map(this.#group.members).set(after.memberId, after);
    return endpointInformation(members.values(), subtopologies, this.#existing);
  }

  #record<T extends 'streams-group-member' | 'streams-group-current-assignment'>(
    type: T,
    value: Extract<StreamsGroupRecord, { type: T }>['value'],
  ): void {
    const { groupId } = this.#group;
    const record = { type, groupId, memberId: this.#command.request.memberId, value };
    this.#turn.records.push(record as Extract<StreamsGroupRecord, { type: T }>);
  }

  #addStatus(statusCode: number, statusDetail: string): void {
    this.#statuses.push({ statusCode, statusDetail });
  }
}
