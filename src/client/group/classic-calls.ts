/**
 * The requests of a classic group's member, each in the highest version that the broker has. Joining and syncing wait at
 * the broker, so they have a connection of their own: a heartbeat or a commit behind them would come too late.
 */
import {
  heartbeatRequest,
  heartbeatResponse,
  joinGroupRequest,
  joinGroupResponse,
  leaveGroupRequest,
  leaveGroupResponse,
  newHeartbeatRequest,
  newJoinGroupRequest,
  newLeaveGroupRequest,
  newSyncGroupRequest,
  syncGroupRequest,
  syncGroupResponse,
  type JoinGroupRequestProtocol,
  type JoinGroupResponse,
  type SyncGroupRequestAssignment,
  type SyncGroupResponse,
} from '#protocol';
import { needsCoordinator } from '../errors.ts';
import { isKafkaError } from '../errors.ts';
import type { CallingCluster, RequestBody, RequestOptions, Rpc } from './group-cluster.ts';
import type { GroupConfig } from './group-membership.ts';

export const PROTOCOL_TYPE = 'consumer';

/** What of a group's configs goes into its requests. */
export interface ClassicCallsConfig extends Pick<
  GroupConfig,
  'groupId' | 'groupInstanceId' | 'sessionTimeoutMs' | 'maxPollIntervalMs' | 'requestTimeoutMs'
> {
  /** `consumer` where absent. */
  readonly protocolType?: string;
}

/** How much longer than the rebalance a JoinGroup may take. */
const JOIN_GRACE_MS = 5000;
const MAX_REASON_LENGTH = 255;
/** The first versions with a member's instance id (KIP-345). */
const STATIC_JOIN = 5;
const STATIC_OTHERS = 3;

/** A member at one moment. A new one is made for each change, so that answers to earlier requests can be told. */
export interface Generation {
  readonly generationId: number;
  readonly memberId: string;
  /** The assignor that the group chose; null before. */
  readonly protocolName: string | null;
}

export interface JoinCall {
  readonly memberId: string;
  readonly protocols: JoinGroupRequestProtocol[];
  readonly reason: string;
  readonly signal: AbortSignal;
}

export class ClassicCalls {
  readonly #cluster: CallingCluster;
  readonly #config: ClassicCallsConfig;

  constructor(cluster: CallingCluster, config: ClassicCallsConfig) {
    this.#cluster = cluster;
    this.#config = config;
  }

  forgetCoordinator(): void {
    this.#cluster.forgetCoordinator('group', this.#config.groupId);
  }

  join({ memberId, protocols, reason, signal }: JoinCall): Promise<JoinGroupResponse> {
    const { groupId, groupInstanceId, sessionTimeoutMs, maxPollIntervalMs, requestTimeoutMs } = this.#config;
    const request = newJoinGroupRequest({
      groupId,
      sessionTimeoutMs,
      rebalanceTimeoutMs: maxPollIntervalMs,
      memberId,
      groupInstanceId,
      protocolType: this.#protocolType,
      protocols,
      reason: reason.slice(0, MAX_REASON_LENGTH),
    });
    const timeoutMs = Math.max(requestTimeoutMs, maxPollIntervalMs + JOIN_GRACE_MS);
    return this.#call([joinGroupRequest, joinGroupResponse], request, {
      ...this.#since(STATIC_JOIN),
      timeoutMs,
      signal,
      lane: 'coordinator',
    });
  }

  sync(
    { generationId, memberId, protocolName }: Generation,
    assignments: SyncGroupRequestAssignment[],
    signal: AbortSignal,
  ): Promise<SyncGroupResponse> {
    const { groupId, groupInstanceId, maxPollIntervalMs, requestTimeoutMs } = this.#config;
    const request = newSyncGroupRequest({
      groupId,
      generationId,
      memberId,
      groupInstanceId,
      protocolType: this.#protocolType,
      protocolName,
      assignments,
    });
    const timeoutMs = Math.max(requestTimeoutMs, maxPollIntervalMs + JOIN_GRACE_MS);
    return this.#call([syncGroupRequest, syncGroupResponse], request, {
      ...this.#since(STATIC_OTHERS),
      timeoutMs,
      signal,
      lane: 'coordinator',
    });
  }

  async heartbeat({ generationId, memberId }: Generation): Promise<number> {
    const { groupId, groupInstanceId } = this.#config;
    const request = newHeartbeatRequest({ groupId, generationId, memberId, groupInstanceId });
    const options = this.#since(STATIC_OTHERS);
    const answer = await this.#call([heartbeatRequest, heartbeatResponse], request, options);
    return answer.errorCode;
  }

  /** Fails where the coordinator cannot be reached in time; the group then learns of it when the session ends. */
  async leave(memberId: string, reason: string, timeoutMs: number): Promise<void> {
    const { groupId, groupInstanceId } = this.#config;
    const member = { memberId, groupInstanceId, reason: reason.slice(0, MAX_REASON_LENGTH) };
    const body = (version: number): ReturnType<typeof newLeaveGroupRequest> =>
      newLeaveGroupRequest(version >= 3 ? { groupId, members: [member] } : { groupId, memberId });
    await this.#call([leaveGroupRequest, leaveGroupResponse], body, { ...this.#since(STATIC_OTHERS), timeoutMs });
  }

  get #protocolType(): string {
    return this.#config.protocolType ?? PROTOCOL_TYPE;
  }

  #since(version: number): RequestOptions {
    return this.#config.groupInstanceId === null ? {} : { minVersion: version };
  }

  async #call<Q, A>(rpc: Rpc<Q, A>, body: RequestBody<Q>, options: RequestOptions): Promise<A> {
    const { groupId } = this.#config;
    const nodeId = await this.#cluster.coordinator('group', groupId, options);
    try {
      return await this.#cluster.send(nodeId, rpc, body, options);
    } catch (error) {
      if (needsCoordinator(error) || isKafkaError(error, 'REQUEST_TIMED_OUT')) {
        this.#cluster.forgetCoordinator('group', groupId, nodeId);
      }
      throw error;
    }
  }
}
