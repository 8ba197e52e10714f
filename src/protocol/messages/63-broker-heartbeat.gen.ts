// generated from 63-broker-heartbeat.schema by tools/codegen: change that and run `npm run generate`

export interface BrokerHeartbeatRequest {
  brokerId: number;
  brokerEpoch: number;
  currentMetadataOffset: number;
  wantFence: boolean;
  wantShutDown: boolean;
  /** v1+ */
  offlineLogDirs: string[];
  /** v2+ */
  cordonedLogDirs: string[] | null;
}

export interface BrokerHeartbeatResponse {
  throttleTimeMs: number;
  errorCode: number;
  isCaughtUp: boolean;
  isFenced: boolean;
  shouldShutDown: boolean;
}
