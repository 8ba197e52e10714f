/** The cluster as one client sees it: brokers under the addresses of its listener, partitions with their state. */
import type { BrokerRegistration, PartitionRegistration } from '#metadata';
import { NO_LEADER } from '#metadata';
import { Errors } from '#protocol';
import type { BrokerServices, RequestContext } from './handler.ts';

export interface BrokerNode {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
  readonly isFenced: boolean;
}

/** The brokers that can be reached through the client's listener. */
export function brokerNodes({ broker, client }: RequestContext): BrokerNode[] {
  const nodes: BrokerNode[] = [];
  for (const registration of broker.metadata.image.brokers.values()) {
    const address = addressOf(registration, broker, client.listenerName);
    if (address === undefined) continue;
    const { id, rack, isFenced } = registration;
    nodes.push({ id, host: address.host, port: address.port, rack, isFenced });
  }
  return nodes;
}

function addressOf(
  { id, endpoints }: BrokerRegistration,
  broker: BrokerServices,
  listenerName: string,
): { host: string; port: number } | undefined {
  if (id === broker.nodeId) return broker.advertisedAddress(listenerName);
  return endpoints.find(({ name }) => name === listenerName);
}

export interface PartitionState {
  errorCode: number;
  partitionIndex: number;
  leaderId: number;
  leaderEpoch: number;
  replicaNodes: number[];
  isrNodes: number[];
  offlineReplicas: number[];
}

export function partitionState(
  broker: BrokerServices,
  partitionIndex: number,
  partition: PartitionRegistration,
): PartitionState {
  const { leader, leaderEpoch, replicas, isr } = partition;
  const { brokers } = broker.metadata.image;
  return {
    errorCode: leader === NO_LEADER ? Errors.LEADER_NOT_AVAILABLE.code : Errors.NONE.code,
    partitionIndex,
    leaderId: leader,
    leaderEpoch,
    replicaNodes: [...replicas],
    isrNodes: [...isr],
    offlineReplicas: replicas.filter((id) => brokers.get(id)?.isFenced !== false),
  };
}
