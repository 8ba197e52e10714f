// generated from 03-metadata.schema by tools/codegen: change that and run `npm run generate`

export interface MetadataRequest {
  topics: MetadataRequestTopic[] | null;
  /** v4+ */
  allowAutoTopicCreation: boolean;
  /** v8-10 */
  includeClusterAuthorizedOperations: boolean;
  /** v8+ */
  includeTopicAuthorizedOperations: boolean;
}

export interface MetadataRequestTopic {
  /** v10+ */
  topicId: string;
  name: string | null;
}

export interface MetadataResponse {
  /** v3+ */
  throttleTimeMs: number;
  brokers: MetadataResponseBroker[];
  /** v2+ */
  clusterId: string | null;
  /** v1+ */
  controllerId: number;
  topics: MetadataResponseTopic[];
  /** v8-10 */
  clusterAuthorizedOperations: number;
  /** v13+ */
  errorCode: number;
}

export interface MetadataResponseTopic {
  errorCode: number;
  name: string | null;
  /** v10+ */
  topicId: string;
  /** v1+ */
  isInternal: boolean;
  partitions: MetadataResponsePartition[];
  /** v8+ */
  topicAuthorizedOperations: number;
}

export interface MetadataResponsePartition {
  errorCode: number;
  partitionIndex: number;
  leaderId: number;
  /** v7+ */
  leaderEpoch: number;
  replicaNodes: number[];
  isrNodes: number[];
  /** v5+ */
  offlineReplicas: number[];
}

export interface MetadataResponseBroker {
  nodeId: number;
  host: string;
  port: number;
  /** v1+ */
  rack: string | null;
}
