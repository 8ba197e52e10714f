// generated from 11-join-group.schema by tools/codegen: change that and run `npm run generate`

export interface JoinGroupRequest {
  groupId: string;
  sessionTimeoutMs: number;
  /** v1+ */
  rebalanceTimeoutMs: number;
  memberId: string;
  /** v5+ */
  groupInstanceId: string | null;
  protocolType: string;
  protocols: JoinGroupRequestProtocol[];
  /** v8+ */
  reason: string | null;
}

export interface JoinGroupRequestProtocol {
  name: string;
  metadata: Uint8Array;
}

export interface JoinGroupResponse {
  /** v2+ */
  throttleTimeMs: number;
  errorCode: number;
  generationId: number;
  /** v7+ */
  protocolType: string | null;
  protocolName: string | null;
  leader: string;
  /** v9+ */
  skipAssignment: boolean;
  memberId: string;
  members: JoinGroupResponseMember[];
}

export interface JoinGroupResponseMember {
  memberId: string;
  /** v5+ */
  groupInstanceId: string | null;
  metadata: Uint8Array;
}
