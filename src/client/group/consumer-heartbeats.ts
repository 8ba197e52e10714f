/**
 * ConsumerGroupHeartbeat (KIP-848; v1 of Kafka 4.0 with member ids made by the client and patterns for the broker). Fields
 * are sent when they change, all of them when the member joins or the last heartbeat failed.
 */
import {
  consumerGroupHeartbeatRequest,
  consumerGroupHeartbeatResponse,
  newConsumerGroupHeartbeatRequest,
  type ConsumerGroupHeartbeatRequest,
} from '#protocol';
import { NOTHING_ASSIGNED, readAssigned, writeAssigned } from './assigned-partitions.ts';
import type { GroupCluster, Rpc } from './group-cluster.ts';
import type { GroupConfig } from './group-membership.ts';
import type { HeartbeatAnswer, HeartbeatProtocol, SubscriberView } from './heartbeat-protocol.ts';

const LEAVES = -1;
/** A static member that will be back. */
const LEAVES_FOR_A_WHILE = -2;
/** The first version with ids made by the client, and with patterns. */
const CLIENT_IDS = 1;

const RPC: Rpc<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatAnswer> = [
  consumerGroupHeartbeatRequest,
  consumerGroupHeartbeatResponse,
];
type ConsumerGroupHeartbeatAnswer = ReturnType<typeof consumerGroupHeartbeatResponse.read>;

/** What the coordinator knows. */
interface Sent {
  readonly topicNames: string;
  readonly serverPattern: string | null;
  readonly assigned: string;
}

export class ConsumerHeartbeats implements HeartbeatProtocol {
  readonly api: string = 'ConsumerGroupHeartbeat';
  readonly #cluster: GroupCluster;
  readonly #config: GroupConfig;
  #sent: Sent | null = null;

  constructor(cluster: GroupCluster, config: GroupConfig) {
    this.#cluster = cluster;
    this.#config = config;
  }

  async heartbeat(view: SubscriberView, nodeId: number): Promise<HeartbeatAnswer> {
    const request = this.request(view);
    const body = (version: number): ConsumerGroupHeartbeatRequest =>
      version < CLIENT_IDS && view.memberEpoch === 0 ? { ...request, memberId: '' } : request;
    const minVersion = view.serverPattern === null ? 0 : CLIENT_IDS;
    const answer = await this.#cluster.send(nodeId, RPC, body, { minVersion });
    const { assignment } = answer;
    return { ...answer, assignment: assignment === null ? null : readAssigned(assignment.topicPartitions) };
  }

  /** The next heartbeat, and notes that it is sent. */
  request(view: SubscriberView): ConsumerGroupHeartbeatRequest {
    const { groupId, groupInstanceId } = this.#config;
    const { memberId, memberEpoch } = view;
    const request = newConsumerGroupHeartbeatRequest({ groupId, memberId, memberEpoch, instanceId: groupInstanceId });
    const sent = memberEpoch === 0 ? null : this.#sent;
    const topicPartitions = writeAssigned(view.current ?? NOTHING_ASSIGNED);
    const next = {
      topicNames: JSON.stringify(view.topicNames),
      serverPattern: view.serverPattern,
      assigned: JSON.stringify(topicPartitions),
    };
    if (sent === null) this.#addWhatStays(request);
    this.#addSubscription(request, view, sent);
    if (sent?.assigned !== next.assigned || view.isAcknowledging) request.topicPartitions = topicPartitions;
    this.#sent = next;
    return request;
  }

  forgetSent(): void {
    this.#sent = null;
  }

  leaveEpoch(keepMembership: boolean | undefined): number | null {
    const isStatic = this.#config.groupInstanceId !== null;
    if (keepMembership ?? isStatic) return isStatic ? LEAVES_FOR_A_WHILE : null;
    return LEAVES;
  }

  async leave(memberId: string, leaveEpoch: number, options: { nodeId: number; timeoutMs: number }): Promise<void> {
    const { groupId, groupInstanceId } = this.#config;
    const memberEpoch = leaveEpoch;
    const request = newConsumerGroupHeartbeatRequest({ groupId, memberId, memberEpoch, instanceId: groupInstanceId });
    await this.#cluster.send(options.nodeId, RPC, request, { timeoutMs: options.timeoutMs });
  }

  #addWhatStays(request: ConsumerGroupHeartbeatRequest): void {
    const { clientRack, maxPollIntervalMs, groupRemoteAssignor } = this.#config;
    request.rackId = clientRack === '' ? null : clientRack;
    request.rebalanceTimeoutMs = maxPollIntervalMs;
    request.serverAssignor = groupRemoteAssignor;
  }

  /** One that has become empty is sent as empty, since null says that nothing has changed. */
  #addSubscription(request: ConsumerGroupHeartbeatRequest, view: SubscriberView, sent: Sent | null): void {
    const { serverPattern, topicNames } = view;
    const hasNames = serverPattern === null || topicNames.length > 0;
    if (sent === null ? hasNames : sent.topicNames !== JSON.stringify(topicNames)) {
      request.subscribedTopicNames = [...topicNames];
    }
    if (serverPattern !== (sent?.serverPattern ?? null)) request.subscribedTopicRegex = serverPattern ?? '';
  }
}
