/** ShareGroupHeartbeat (KIP-932): as that of KIP-848, without an acknowledgement of the assignment, which moves at once. */
import {
  newShareGroupHeartbeatRequest,
  shareGroupHeartbeatRequest,
  shareGroupHeartbeatResponse,
  type ShareGroupHeartbeatRequest,
  type ShareGroupHeartbeatResponse,
} from '#protocol';
import { readAssigned } from '../group/assigned-partitions.ts';
import type { GroupCluster, Rpc } from '../group/group-cluster.ts';
import type { HeartbeatAnswer, HeartbeatProtocol, SubscriberView } from '../group/heartbeat-protocol.ts';

const LEAVES = -1;

const RPC: Rpc<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse> = [
  shareGroupHeartbeatRequest,
  shareGroupHeartbeatResponse,
];

export interface ShareHeartbeatConfig {
  readonly groupId: string;
  /** Empty where the client tells no rack. */
  readonly clientRack: string;
}

export class ShareHeartbeats implements HeartbeatProtocol {
  readonly api: string = 'ShareGroupHeartbeat';
  readonly #cluster: GroupCluster;
  readonly #config: ShareHeartbeatConfig;
  #sentTopics: string | null = null;

  constructor(cluster: GroupCluster, config: ShareHeartbeatConfig) {
    this.#cluster = cluster;
    this.#config = config;
  }

  async heartbeat(view: SubscriberView, nodeId: number): Promise<HeartbeatAnswer> {
    const { groupId, clientRack } = this.#config;
    const { memberId, memberEpoch, topicNames } = view;
    const topics = JSON.stringify(topicNames);
    const isFull = memberEpoch === 0 || this.#sentTopics === null;
    const request = newShareGroupHeartbeatRequest({
      groupId,
      memberId,
      memberEpoch,
      rackId: isFull && clientRack !== '' ? clientRack : null,
      subscribedTopicNames: isFull || topics !== this.#sentTopics ? [...topicNames] : null,
    });
    this.#sentTopics = topics;
    const answer = await this.#cluster.send(nodeId, RPC, request);
    const { assignment } = answer;
    return { ...answer, assignment: assignment === null ? null : readAssigned(assignment.topicPartitions) };
  }

  forgetSent(): void {
    this.#sentTopics = null;
  }

  leaveEpoch(keepMembership: boolean | undefined): number | null {
    return keepMembership === true ? null : LEAVES;
  }

  async leave(memberId: string, leaveEpoch: number, options: { nodeId: number; timeoutMs: number }): Promise<void> {
    const { groupId } = this.#config;
    const request = newShareGroupHeartbeatRequest({ groupId, memberId, memberEpoch: leaveEpoch });
    await this.#cluster.send(options.nodeId, RPC, request, { timeoutMs: options.timeoutMs });
  }
}
