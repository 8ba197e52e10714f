// generated from security.schema by tools/codegen: change that and run `npm run generate`

export interface AccessControlEntryRecord {
  id: string;
  resourceType: number;
  resourceName: string;
  patternType: number;
  principal: string;
  host: string;
  operation: number;
  permissionType: number;
}

export interface RemoveAccessControlEntryRecord {
  id: string;
}

export interface UserScramCredentialRecord {
  name: string;
  mechanism: number;
  salt: Uint8Array;
  storedKey: Uint8Array;
  serverKey: Uint8Array;
  iterations: number;
}

export interface RemoveUserScramCredentialRecord {
  name: string;
  mechanism: number;
}

export interface DelegationTokenRecord {
  owner: string;
  requester: string;
  renewers: string[];
  issueTimestamp: number;
  maxTimestamp: number;
  expirationTimestamp: number;
  tokenId: string;
}

export interface RemoveDelegationTokenRecord {
  tokenId: string;
}
