// generated from group-metadata.schema by tools/codegen: change that and run `npm run generate`

export interface GroupMetadataKey {
  group: string;
}

export interface GroupMetadataValue {
  protocolType: string;
  generation: number;
  protocol: string | null;
  leader: string | null;
  /** v2+ */
  currentStateTimestamp: number;
  members: GroupMetadataValueMemberMetadata[];
}

export interface GroupMetadataValueMemberMetadata {
  memberId: string;
  /** v3+ */
  groupInstanceId: string | null;
  clientId: string;
  clientHost: string;
  /** v1+ */
  rebalanceTimeout: number;
  sessionTimeout: number;
  subscription: Uint8Array;
  assignment: Uint8Array;
}
