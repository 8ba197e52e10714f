/**
 * StreamsGroupHeartbeat (KIP-1071) from the member's side. What describes the member goes with its first heartbeat alone,
 * tasks with the next ones where they have changed or a heartbeat has failed.
 *
 * A coordinator tells tasks once, in the answer in which they change, and does not repeat them where that answer got lost
 * (Kafka up to 4.4). So after a heartbeat without an answer, and where the next one brings no tasks, the member reads
 * what it was given with StreamsGroupDescribe: only its own heartbeats change that.
 */
import type { Clock } from '#kernel';
import {
  Errors,
  newStreamsGroupDescribeRequest,
  newStreamsGroupHeartbeatRequest,
  streamsGroupDescribeRequest,
  streamsGroupDescribeResponse,
  streamsGroupHeartbeatRequest,
  streamsGroupHeartbeatResponse,
  type StreamsGroupDescribeRequest,
  type StreamsGroupDescribeResponse,
  type StreamsGroupHeartbeatRequest,
  type StreamsGroupHeartbeatRequestTopology,
  type StreamsGroupHeartbeatResponse,
} from '#protocol';
import { errorFor } from '../errors.ts';
import type { CallingCluster, Rpc } from '../group/group-cluster.ts';
import type { Answer, MemberView } from '../group/heartbeat-protocol.ts';
import {
  readEndpoints,
  readStatuses,
  type StreamsEndpoint,
  type StreamsGroupStatus,
  type StreamsGroupStatusCode,
} from './streams-statuses.ts';
import { writeKeyValues } from './streams-topology.ts';
import { NO_TASKS, readTasks, writeTasks, type StreamsTaskAssignment } from './task-assignment.ts';

const LEAVES = -1;
/** No information about endpoints is known. */
const NO_ENDPOINTS = -1;
/** The broker has just made the topics, or waits a moment for more members. */
const PASSES_SOON: readonly StreamsGroupStatusCode[] = ['MISSING_INTERNAL_TOPICS', 'ASSIGNMENT_DELAYED'];
const FIRST_SOON_MS = 100;
/** Kafka assigns a group anew a second after it last did: who asks twice as late each time finds out half a second late. */
const SOON_GROWTH = 1.25;

const HEARTBEAT: Rpc<StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse> = [
  streamsGroupHeartbeatRequest,
  streamsGroupHeartbeatResponse,
];
const DESCRIBE: Rpc<StreamsGroupDescribeRequest, StreamsGroupDescribeResponse> = [
  streamsGroupDescribeRequest,
  streamsGroupDescribeResponse,
];

/** What a member tells of itself when it joins. */
export interface StreamsHeartbeatConfig {
  readonly groupId: string;
  readonly groupInstanceId: string | null;
  readonly processId: string;
  readonly rebalanceTimeoutMs: number;
  readonly rackId: string | null;
  readonly clientTags: Readonly<Record<string, string>>;
  readonly userEndpoint: { readonly host: string; readonly port: number } | null;
  readonly topology: StreamsGroupHeartbeatRequestTopology;
}

/** How far the state of a member's tasks has come, summed over a task's changelogs. */
export interface StreamsTaskOffsets {
  /** Where the state stands. */
  readonly offsets: readonly { readonly subtopologyId: string; readonly partition: number; readonly offset: number }[];
  /** Where the changelogs end. */
  readonly endOffsets: StreamsTaskOffsets['offsets'];
}

export interface StreamsHeartbeatDependencies {
  readonly clock: Clock;
  readonly cluster: CallingCluster;
  readonly config: StreamsHeartbeatConfig;
  /** Asked where the coordinator wants to know it; null where nobody can tell. */
  readonly taskOffsets: (() => StreamsTaskOffsets) | null;
}

export interface StreamsHeartbeatAnswer extends Answer<StreamsTaskAssignment> {
  /** Null where they have not changed. */
  readonly statuses: readonly StreamsGroupStatus[] | null;
  /** Null where they have not changed. */
  readonly endpoints: readonly StreamsEndpoint[] | null;
}

/** Kafka's group.streams.heartbeat.interval.ms. */
const DEFAULT_INTERVAL_MS = 5000;

export class StreamsHeartbeats {
  readonly #clock: Clock;
  readonly #cluster: CallingCluster;
  readonly #config: StreamsHeartbeatConfig;
  readonly #taskOffsets: (() => StreamsTaskOffsets) | null;
  #isShutdownRequested = false;
  #endpointEpoch = NO_ENDPOINTS;
  /** The tasks that the coordinator knows the member to have; null where it has to be told. */
  #sent: StreamsTaskAssignment | null = null;
  /** Whether a heartbeat went out whose answer did not come. */
  #hasMissedAnswer = false;
  /** After how long a group that is about to have tasks was asked again last; 0 where it has what it will have. */
  #soonMs = 0;
  /** How often the coordinator wants to hear of offsets; 0 where it does not, or refuses them. */
  #offsetIntervalMs = 0;
  #areOffsetsRefused = false;
  #offsetsToldAtMs = -Infinity;
  #intervalMs = DEFAULT_INTERVAL_MS;

  constructor({ clock, cluster, config, taskOffsets }: StreamsHeartbeatDependencies) {
    this.#clock = clock;
    this.#cluster = cluster;
    this.#config = config;
    this.#taskOffsets = taskOffsets;
  }

  /** Milliseconds, as the coordinator last said; before that Kafka's default. */
  get intervalMs(): number {
    return this.#intervalMs;
  }

  requestShutdown(): void {
    this.#isShutdownRequested = true;
  }

  async heartbeat(view: MemberView<StreamsTaskAssignment>, nodeId: number): Promise<StreamsHeartbeatAnswer> {
    const request = this.#request(view);
    const hadMissedAnswer = this.#hasMissedAnswer;
    this.#hasMissedAnswer = true;
    const answer = await this.#cluster.send(nodeId, HEARTBEAT, request);
    if (answer.errorCode !== Errors.NONE.code) {
      // One that is refused changes nothing.
      this.#hasMissedAnswer = hadMissedAnswer;
      return this.#refused(request, answer);
    }
    const told = readTasks(answer);
    const assignment = told === null && hadMissedAnswer ? await this.#ask(answer, nodeId) : told;
    this.#hasMissedAnswer = false;
    this.#endpointEpoch = answer.endpointInformationEpoch;
    this.#intervalMs = answer.heartbeatIntervalMs;
    if (!this.#areOffsetsRefused) this.#offsetIntervalMs = answer.taskOffsetIntervalMs;
    const { status, partitionsByUserEndpoint: endpoints } = answer;
    const statuses = status === null ? null : readStatuses(status);
    return {
      ...answer,
      assignment,
      statuses,
      heartbeatIntervalMs: this.#nextMs(answer.heartbeatIntervalMs, statuses),
      endpoints: endpoints === null ? null : readEndpoints(endpoints),
    };
  }

  /** A group that is about to have tasks is asked again soon, and ever less so. */
  #nextMs(intervalMs: number, statuses: readonly StreamsGroupStatus[] | null): number {
    const isSoon = statuses === null ? this.#soonMs > 0 : statuses.some(({ code }) => PASSES_SOON.includes(code));
    this.#soonMs = isSoon ? Math.min(intervalMs, Math.max(Math.ceil(SOON_GROWTH * this.#soonMs), FIRST_SOON_MS)) : 0;
    return isSoon ? this.#soonMs : intervalMs;
  }

  forgetSent(): void {
    this.#sent = null;
  }

  async leave(memberId: string, leaveEpoch: number, options: { nodeId: number; timeoutMs: number }): Promise<void> {
    const { groupId, groupInstanceId: instanceId } = this.#config;
    const request = newStreamsGroupHeartbeatRequest({
      groupId,
      memberId,
      memberEpoch: leaveEpoch,
      instanceId,
      endpointInformationEpoch: this.#endpointEpoch,
      shutdownApplication: this.#isShutdownRequested,
    });
    await this.#cluster.send(options.nodeId, HEARTBEAT, request, { timeoutMs: options.timeoutMs });
  }

  /** A streams group forgets nobody for a while: who is to stay says nothing. */
  leaveEpoch(keepMembership: boolean | undefined): number | null {
    return (keepMembership ?? this.#config.groupInstanceId !== null) ? null : LEAVES;
  }

  #request(view: MemberView<StreamsTaskAssignment>): StreamsGroupHeartbeatRequest {
    const { groupId, groupInstanceId } = this.#config;
    const { memberId, memberEpoch } = view;
    const request = newStreamsGroupHeartbeatRequest({
      groupId,
      memberId,
      memberEpoch,
      instanceId: groupInstanceId,
      endpointInformationEpoch: this.#endpointEpoch,
      shutdownApplication: this.#isShutdownRequested,
    });
    if (memberEpoch === 0) this.#addWhatStays(request);
    const current = memberEpoch === 0 ? NO_TASKS : (view.current ?? NO_TASKS);
    if (memberEpoch === 0 || view.isAcknowledging || this.#sent === null) Object.assign(request, writeTasks(current));
    if (memberEpoch > 0 && this.#offsetIntervalMs > 0) this.#addOffsets(request);
    this.#sent = current;
    return request;
  }

  #addWhatStays(request: StreamsGroupHeartbeatRequest): void {
    const { rackId, rebalanceTimeoutMs, processId, userEndpoint, clientTags, topology } = this.#config;
    Object.assign(request, {
      rackId,
      rebalanceTimeoutMs,
      processId,
      topology,
      userEndpoint: userEndpoint === null ? null : { host: userEndpoint.host, port: userEndpoint.port },
      clientTags: writeKeyValues(clientTags),
    });
  }

  #addOffsets(request: StreamsGroupHeartbeatRequest): void {
    const now = this.#clock.monotonic();
    if (this.#taskOffsets === null || now < this.#offsetsToldAtMs + this.#offsetIntervalMs) return;
    this.#offsetsToldAtMs = now;
    const told = this.#taskOffsets();
    request.taskOffsets = told.offsets.map((offset) => ({ ...offset }));
    request.taskEndOffsets = told.endOffsets.map((offset) => ({ ...offset }));
  }

  #refused(request: StreamsGroupHeartbeatRequest, answer: StreamsGroupHeartbeatResponse): StreamsHeartbeatAnswer {
    const refused = { ...answer, assignment: null, statuses: null, endpoints: null };
    if (request.taskOffsets === null || answer.errorCode !== Errors.INVALID_REQUEST.code) return refused;
    // It says how often, and takes none: it goes without.
    this.#areOffsetsRefused = true;
    this.#offsetIntervalMs = 0;
    throw errorFor(answer.errorCode, answer.errorMessage, { retriable: true });
  }

  /** The tasks as the coordinator has them of this member. Rejects where they cannot be had now. */
  async #ask({ memberId, memberEpoch }: StreamsGroupHeartbeatResponse, nodeId: number): Promise<StreamsTaskAssignment> {
    const { groupId } = this.#config;
    const answer = await this.#cluster.send(nodeId, DESCRIBE, newStreamsGroupDescribeRequest({ groupIds: [groupId] }));
    const [group] = answer.groups;
    const member = group?.members.find((candidate) => candidate.memberId === memberId);
    const tasks = member?.memberEpoch === memberEpoch ? readTasks(member.assignment) : null;
    if (tasks !== null) return tasks;
    const code = group?.errorCode ?? Errors.NONE.code;
    const message = `the coordinator does not say which tasks the member of group ${groupId} has`;
    throw errorFor(code === Errors.NONE.code ? Errors.COORDINATOR_NOT_AVAILABLE.code : code, message, {
      retriable: true,
    });
  }
}
