// generated from controllers.schema by tools/codegen: change that and run `npm run generate`

export interface RegisterControllerRecord {
  controllerId: number;
  incarnationId: string;
  zkMigrationReady: boolean;
  endPoints: RegisterControllerRecordControllerEndpoint[];
  features: RegisterControllerRecordControllerFeature[];
}

export interface RegisterControllerRecordControllerFeature {
  name: string;
  minSupportedVersion: number;
  maxSupportedVersion: number;
}

export interface RegisterControllerRecordControllerEndpoint {
  name: string;
  host: string;
  port: number;
  securityProtocol: number;
}

export interface UnregisterControllerRecord {
  controllerId: number;
}

export interface NoOpRecord {
}

export interface BeginTransactionRecord {
  name: string | null;
}

export interface EndTransactionRecord {
}

export interface AbortTransactionRecord {
  reason: string | null;
}

export interface ZkMigrationStateRecord {
  zkMigrationState: number;
}
