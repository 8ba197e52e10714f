/** The cluster as a whole: its nodes and controller (KIP-700, KIP-1073), and taking a broker out of it (KIP-642). */
import {
  describeClusterRequest,
  describeClusterResponse,
  metadataRequest,
  metadataResponse,
  newMetadataRequest,
  unregisterBrokerRequest,
  unregisterBrokerResponse,
} from '#protocol';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { askOne } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { toAnyBroker, toController } from './routes.ts';
import { authorizedOperations, type AclOperation } from './words.ts';

/** A node of the cluster, as Java's Node. */
export interface AdminNode {
  /** Kafka's `node.id`; before KRaft `broker.id`. */
  readonly nodeId: number;
  /** As the broker advertises it on the listener that was asked. */
  readonly host: string;
  /** The port of that listener. */
  readonly port: number;
  /** The broker's `broker.rack`; null where it has none. */
  readonly rack: string | null;
}

/** A node, and whether it is fenced. */
export interface DescribedNode extends AdminNode {
  /** Always false where fenced brokers were not asked for. */
  readonly isFenced: boolean;
}

/** What describeCluster asks for. */
export interface DescribeClusterOptions extends CallOptions {
  /** Kafka 2.3 and later. */
  readonly includeAuthorizedOperations?: boolean;
  /** Kafka 4.0 and later (KIP-1073). */
  readonly includeFencedBrokers?: boolean;
}

/** The cluster as a whole. */
export interface ClusterDescription {
  /** Null where the broker does not tell. */
  readonly clusterId: string | null;
  /** Null while there is none. With KRaft it is a broker that passes requests on. */
  readonly controller: AdminNode | null;
  /** The brokers. */
  readonly nodes: readonly DescribedNode[];
  /** Null where not asked for. */
  readonly authorizedOperations: readonly AclOperation[] | null;
}

const DESCRIBE = [describeClusterRequest, describeClusterResponse] as const;
/** DescribeCluster tells of brokers or of controllers. */
const BROKERS = 1;

export function describeCluster(
  context: AdminContext,
  options: DescribeClusterOptions = {},
): Promise<ClusterDescription> {
  const call = new AdminCall(context, 'describeCluster', options);
  const { includeAuthorizedOperations = false, includeFencedBrokers = false } = options;
  return askOne(call, toAnyBroker(), {
    async ask(nodeId) {
      const isServed = (await call.versionOf(nodeId, DESCRIBE)) >= 0;
      if (!isServed && !includeFencedBrokers) return describeByMetadata(call, nodeId, includeAuthorizedOperations);
      const body = {
        includeClusterAuthorizedOperations: includeAuthorizedOperations,
        endpointType: BROKERS,
        includeFencedBrokers,
      };
      const answer = await call.send(nodeId, DESCRIBE, body, includeFencedBrokers ? { minVersion: 2 } : {});
      const nodes = answer.brokers.map(({ brokerId, ...node }) => ({ ...node, nodeId: brokerId }));
      return { ...answer, nodes };
    },
    read: ({ clusterId, controllerId, nodes, clusterAuthorizedOperations }) => ({
      clusterId,
      controller: nodeOf(nodes.find(({ nodeId }) => nodeId === controllerId)),
      nodes: nodes.map(({ nodeId, host, port, rack, isFenced }) => ({ nodeId, host, port, rack, isFenced })),
      authorizedOperations: authorizedOperations(clusterAuthorizedOperations),
    }),
  });
}

interface DescribedCluster {
  readonly errorCode: number;
  readonly clusterId: string | null;
  readonly controllerId: number;
  readonly nodes: readonly DescribedNode[];
  readonly clusterAuthorizedOperations: number;
}

/** Before Kafka 2.8. */
async function describeByMetadata(call: AdminCall, nodeId: number, withOperations: boolean): Promise<DescribedCluster> {
  const body = newMetadataRequest({
    topics: [],
    allowAutoTopicCreation: false,
    includeClusterAuthorizedOperations: withOperations,
  });
  const answer = await call.send(nodeId, [metadataRequest, metadataResponse], body);
  return { ...answer, nodes: answer.brokers.map((node) => ({ ...node, isFenced: false })) };
}

function nodeOf(node: AdminNode | undefined): AdminNode | null {
  if (node === undefined) return null;
  const { nodeId, host, port, rack } = node;
  return { nodeId, host, port, rack };
}

export function unregisterBroker(context: AdminContext, brokerId: number, options: CallOptions = {}): Promise<void> {
  const call = new AdminCall(context, 'unregisterBroker', options);
  return askOne(call, toController(), {
    ask: (nodeId) => call.send(nodeId, [unregisterBrokerRequest, unregisterBrokerResponse], { brokerId }),
    read: () => undefined,
  });
}
