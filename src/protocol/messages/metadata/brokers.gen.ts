// generated from brokers.schema by tools/codegen: change that and run `npm run generate`

export interface RegisterBrokerRecord {
  brokerId: number;
  /** v2+ */
  isMigratingZkBroker: boolean;
  incarnationId: string;
  brokerEpoch: number;
  endPoints: RegisterBrokerRecordBrokerEndpoint[];
  features: RegisterBrokerRecordBrokerFeature[];
  rack: string | null;
  fenced: boolean;
  /** v1+ */
  inControlledShutdown: boolean;
  /** v3+ */
  logDirs: string[];
  /** v4+ */
  cordonedLogDirs: string[] | null;
}

export interface RegisterBrokerRecordBrokerFeature {
  name: string;
  minSupportedVersion: number;
  maxSupportedVersion: number;
}

export interface RegisterBrokerRecordBrokerEndpoint {
  name: string;
  host: string;
  port: number;
  securityProtocol: number;
}

export interface UnregisterBrokerRecord {
  brokerId: number;
  brokerEpoch: number;
}

export interface FenceBrokerRecord {
  id: number;
  epoch: number;
}

export interface UnfenceBrokerRecord {
  id: number;
  epoch: number;
}

export interface BrokerRegistrationChangeRecord {
  brokerId: number;
  brokerEpoch: number;
  fenced: number;
  /** v1+ */
  inControlledShutdown: number;
  /** v2+ */
  logDirs: string[];
  /** v3+ */
  cordonedLogDirs: string[] | null;
}
