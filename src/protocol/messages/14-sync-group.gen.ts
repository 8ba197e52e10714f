// generated from 14-sync-group.schema by tools/codegen: change that and run `npm run generate`

export interface SyncGroupRequest {
  groupId: string;
  generationId: number;
  memberId: string;
  /** v3+ */
  groupInstanceId: string | null;
  /** v5+ */
  protocolType: string | null;
  /** v5+ */
  protocolName: string | null;
  assignments: SyncGroupRequestAssignment[];
}

export interface SyncGroupRequestAssignment {
  memberId: string;
  assignment: Uint8Array;
}

export interface SyncGroupResponse {
  /** v1+ */
  throttleTimeMs: number;
  errorCode: number;
  /** v5+ */
  protocolType: string | null;
  /** v5+ */
  protocolName: string | null;
  assignment: Uint8Array;
}
