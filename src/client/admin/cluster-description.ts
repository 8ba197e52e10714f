/** The cluster as a whole: its nodes and controller (KIP-700, KIP-1073), and taking a broker out of it (KIP-642). */
import type { CallOptions } from './call-options.ts';
import type { AclOperation } from './words.ts';

export interface AdminNode {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

export interface DescribedNode extends AdminNode {
  /** Always false where fenced brokers were not asked for. */
  readonly isFenced: boolean;
}

export interface DescribeClusterOptions extends CallOptions {
  readonly includeAuthorizedOperations?: boolean;
  /** Kafka 4.0 and later (KIP-1073). */
  readonly includeFencedBrokers?: boolean;
}

export interface ClusterDescription {
  readonly clusterId: string | null;
  /** Null while there is none. With KRaft it is a broker that passes requests on. */
  readonly controller: AdminNode | null;
  readonly nodes: readonly DescribedNode[];
  readonly authorizedOperations: readonly AclOperation[] | null;
}
