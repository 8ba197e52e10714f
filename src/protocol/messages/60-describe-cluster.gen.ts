// generated from 60-describe-cluster.schema by tools/codegen: change that and run `npm run generate`

export interface DescribeClusterRequest {
  includeClusterAuthorizedOperations: boolean;
  /** v1+ */
  endpointType: number;
  /** v2+ */
  includeFencedBrokers: boolean;
}

export interface DescribeClusterResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  /** v1+ */
  endpointType: number;
  clusterId: string;
  controllerId: number;
  brokers: DescribeClusterResponseBroker[];
  clusterAuthorizedOperations: number;
}

export interface DescribeClusterResponseBroker {
  brokerId: number;
  host: string;
  port: number;
  rack: string | null;
  /** v2+ */
  isFenced: boolean;
}
