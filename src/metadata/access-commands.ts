/** Commands about ACLs, credentials, delegation tokens and quotas, with their answers. */
import type { AclFilter } from './acl-filter.ts';
import type { AccessControlEntry } from './acls-image.ts';

/** Every such command with its answer. */
export interface AccessCommands {
  createAcls: { command: CreateAclsCommand; response: ApiError[] };
  deleteAcls: { command: DeleteAclsCommand; response: DeleteAclsResult[] };
  alterClientQuotas: { command: AlterClientQuotasCommand; response: AlterClientQuotasResult[] };
  alterUserScramCredentials: { command: AlterUserScramCredentialsCommand; response: AlterUserScramCredentialsResult[] };
  createDelegationToken: { command: CreateDelegationTokenCommand; response: CreateDelegationTokenResult };
  renewDelegationToken: { command: ChangeDelegationTokenCommand; response: ChangeDelegationTokenResult };
  expireDelegationToken: { command: ChangeDelegationTokenCommand; response: ChangeDelegationTokenResult };
  sweepDelegationTokens: { command: SweepDelegationTokensCommand; response: { removed: number } };
}

export interface ApiError {
  errorCode: number;
  errorMessage: string | null;
}

export interface AclCreation {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly resourcePatternType: number;
  readonly principal: string;
  readonly host: string;
  readonly operation: number;
  readonly permissionType: number;
}

export interface CreateAclsCommand {
  readonly creations: readonly AclCreation[];
}

export interface DeleteAclsCommand {
  readonly filters: readonly AclFilter[];
}

export interface DeleteAclsResult extends ApiError {
  matchingAcls: AccessControlEntry[];
}

type QuotaEntityData = readonly { readonly entityType: string; readonly entityName: string | null }[];

export interface AlterClientQuotasCommand {
  readonly entries: readonly {
    readonly entity: QuotaEntityData;
    readonly ops: readonly { readonly key: string; readonly value: number; readonly remove: boolean }[];
  }[];
  readonly validateOnly: boolean;
}

export interface AlterClientQuotasResult extends ApiError {
  entity: { entityType: string; entityName: string | null }[];
}

export interface AlterUserScramCredentialsCommand {
  readonly deletions: readonly { readonly name: string; readonly mechanism: number }[];
  readonly upsertions: readonly {
    readonly name: string;
    readonly mechanism: number;
    readonly iterations: number;
    readonly salt: Uint8Array;
    readonly saltedPassword: Uint8Array;
  }[];
}

export interface AlterUserScramCredentialsResult extends ApiError {
  user: string;
}

/** Principals are `type:name`; times are milliseconds since the epoch. */
export interface CreateDelegationTokenCommand {
  readonly owner: string;
  readonly requester: string;
  readonly renewers: readonly string[];
  readonly now: number;
  readonly maxTimestamp: number;
  readonly expirationTimestamp: number;
}

export interface CreateDelegationTokenResult {
  tokenId: string;
}

export interface ChangeDelegationTokenCommand {
  readonly tokenId: string;
  /** Who asks: the owner or a renewer may. */
  readonly principal: string;
  readonly now: number;
  /** From now on; below 0 it expires at once. The token's own maximum holds all the same. */
  readonly periodMs: number;
}

export interface ChangeDelegationTokenResult {
  errorCode: number;
  /** 0 after an error. */
  expiryTimestampMs: number;
}

export interface SweepDelegationTokensCommand {
  readonly now: number;
}
