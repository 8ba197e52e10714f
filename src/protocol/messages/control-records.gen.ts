// generated from control-records.schema by tools/codegen: change that and run `npm run generate`

export interface ControlRecordTypeSchema {
  type: number;
}

export interface EndTxnMarker {
  coordinatorEpoch: number;
}

export interface LeaderChangeMessage {
  version: number;
  leaderId: number;
  voters: LeaderChangeMessageVoter[];
  grantingVoters: LeaderChangeMessageVoter[];
}

export interface LeaderChangeMessageVoter {
  voterId: number;
  /** v1+ */
  voterDirectoryId: string;
}

export interface SnapshotHeaderRecord {
  version: number;
  lastContainedLogTimestamp: number;
}

export interface SnapshotFooterRecord {
  version: number;
}

export interface KRaftVersionRecord {
  version: number;
  kRaftVersion: number;
}

export interface VotersRecord {
  version: number;
  voters: VotersRecordVoter[];
}

export interface VotersRecordVoter {
  voterId: number;
  voterDirectoryId: string;
  endpoints: VotersRecordEndpoint[];
  kRaftVersionFeature: VotersRecordKRaftVersionFeature;
}

export interface VotersRecordKRaftVersionFeature {
  minSupportedVersion: number;
  maxSupportedVersion: number;
}

export interface VotersRecordEndpoint {
  name: string;
  host: string;
  port: number;
}
