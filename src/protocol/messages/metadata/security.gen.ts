// generated from security.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../../message-codec.ts';
import { defineCodec } from '../../message-codec.ts';
import type { Reader } from '../../reader.ts';
import { NO_BYTES } from '../../reader.ts';
import { ZERO_UUID } from '../../uuid.ts';
import type { Writer } from '../../writer.ts';

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

export function newAccessControlEntryRecord(fields?: Partial<AccessControlEntryRecord>): AccessControlEntryRecord {
  return { id: ZERO_UUID, resourceType: 0, resourceName: '', patternType: 0, principal: '', host: '', operation: 0, permissionType: 0, ...fields };
}

function readAccessControlEntryRecord0(r: Reader): AccessControlEntryRecord {
  const m: AccessControlEntryRecord = {
    id: r.uuid(),
    resourceType: r.int8(),
    resourceName: r.compactString(),
    patternType: r.int8(),
    principal: r.compactString(),
    host: r.compactString(),
    operation: r.int8(),
    permissionType: r.int8(),
  };
  r.keepTags();
  return m;
}

function writeAccessControlEntryRecord0(w: Writer, m: AccessControlEntryRecord): void {
  w.uuid(m.id);
  w.int8(m.resourceType);
  w.compactString(m.resourceName);
  w.int8(m.patternType);
  w.compactString(m.principal);
  w.compactString(m.host);
  w.int8(m.operation);
  w.int8(m.permissionType);
  w.uvarint(0);
}

export const accessControlEntryRecord: MessageCodec<AccessControlEntryRecord> = defineCodec({
  name: 'AccessControlEntryRecord',
  apiKey: 18,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readAccessControlEntryRecord0],
  writers: [writeAccessControlEntryRecord0],
});

export interface RemoveAccessControlEntryRecord {
  id: string;
}

export function newRemoveAccessControlEntryRecord(fields?: Partial<RemoveAccessControlEntryRecord>): RemoveAccessControlEntryRecord {
  return { id: ZERO_UUID, ...fields };
}

function readRemoveAccessControlEntryRecord0(r: Reader): RemoveAccessControlEntryRecord {
  const m: RemoveAccessControlEntryRecord = {
    id: r.uuid(),
  };
  r.keepTags();
  return m;
}

function writeRemoveAccessControlEntryRecord0(w: Writer, m: RemoveAccessControlEntryRecord): void {
  w.uuid(m.id);
  w.uvarint(0);
}

export const removeAccessControlEntryRecord: MessageCodec<RemoveAccessControlEntryRecord> = defineCodec({
  name: 'RemoveAccessControlEntryRecord',
  apiKey: 19,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readRemoveAccessControlEntryRecord0],
  writers: [writeRemoveAccessControlEntryRecord0],
});

export interface UserScramCredentialRecord {
  name: string;
  mechanism: number;
  salt: Uint8Array;
  storedKey: Uint8Array;
  serverKey: Uint8Array;
  iterations: number;
}

export function newUserScramCredentialRecord(fields?: Partial<UserScramCredentialRecord>): UserScramCredentialRecord {
  return { name: '', mechanism: 0, salt: NO_BYTES, storedKey: NO_BYTES, serverKey: NO_BYTES, iterations: 0, ...fields };
}

function readUserScramCredentialRecord0(r: Reader): UserScramCredentialRecord {
  const m: UserScramCredentialRecord = {
    name: r.compactString(),
    mechanism: r.int8(),
    salt: r.compactBytes(),
    storedKey: r.compactBytes(),
    serverKey: r.compactBytes(),
    iterations: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeUserScramCredentialRecord0(w: Writer, m: UserScramCredentialRecord): void {
  w.compactString(m.name);
  w.int8(m.mechanism);
  w.compactBytes(m.salt);
  w.compactBytes(m.storedKey);
  w.compactBytes(m.serverKey);
  w.int32(m.iterations);
  w.uvarint(0);
}

export const userScramCredentialRecord: MessageCodec<UserScramCredentialRecord> = defineCodec({
  name: 'UserScramCredentialRecord',
  apiKey: 11,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readUserScramCredentialRecord0],
  writers: [writeUserScramCredentialRecord0],
});

export interface RemoveUserScramCredentialRecord {
  name: string;
  mechanism: number;
}

export function newRemoveUserScramCredentialRecord(fields?: Partial<RemoveUserScramCredentialRecord>): RemoveUserScramCredentialRecord {
  return { name: '', mechanism: 0, ...fields };
}

function readRemoveUserScramCredentialRecord0(r: Reader): RemoveUserScramCredentialRecord {
  const m: RemoveUserScramCredentialRecord = {
    name: r.compactString(),
    mechanism: r.int8(),
  };
  r.keepTags();
  return m;
}

function writeRemoveUserScramCredentialRecord0(w: Writer, m: RemoveUserScramCredentialRecord): void {
  w.compactString(m.name);
  w.int8(m.mechanism);
  w.uvarint(0);
}

export const removeUserScramCredentialRecord: MessageCodec<RemoveUserScramCredentialRecord> = defineCodec({
  name: 'RemoveUserScramCredentialRecord',
  apiKey: 22,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readRemoveUserScramCredentialRecord0],
  writers: [writeRemoveUserScramCredentialRecord0],
});

export interface DelegationTokenRecord {
  owner: string;
  requester: string;
  renewers: string[];
  issueTimestamp: number;
  maxTimestamp: number;
  expirationTimestamp: number;
  tokenId: string;
}

export function newDelegationTokenRecord(fields?: Partial<DelegationTokenRecord>): DelegationTokenRecord {
  return { owner: '', requester: '', renewers: [], issueTimestamp: 0, maxTimestamp: 0, expirationTimestamp: 0, tokenId: '', ...fields };
}

function readDelegationTokenRecord0(r: Reader): DelegationTokenRecord {
  const m: DelegationTokenRecord = {
    owner: r.compactString(),
    requester: r.compactString(),
    renewers: r.compactStrings(r.compactCount(1)),
    issueTimestamp: r.int64(),
    maxTimestamp: r.int64(),
    expirationTimestamp: r.int64(),
    tokenId: r.compactString(),
  };
  r.keepTags();
  return m;
}

function writeDelegationTokenRecord0(w: Writer, m: DelegationTokenRecord): void {
  w.compactString(m.owner);
  w.compactString(m.requester);
  w.compactCount(m.renewers.length);
  w.compactStrings(m.renewers);
  w.int64(m.issueTimestamp);
  w.int64(m.maxTimestamp);
  w.int64(m.expirationTimestamp);
  w.compactString(m.tokenId);
  w.uvarint(0);
}

export const delegationTokenRecord: MessageCodec<DelegationTokenRecord> = defineCodec({
  name: 'DelegationTokenRecord',
  apiKey: 10,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDelegationTokenRecord0],
  writers: [writeDelegationTokenRecord0],
});

export interface RemoveDelegationTokenRecord {
  tokenId: string;
}

export function newRemoveDelegationTokenRecord(fields?: Partial<RemoveDelegationTokenRecord>): RemoveDelegationTokenRecord {
  return { tokenId: '', ...fields };
}

function readRemoveDelegationTokenRecord0(r: Reader): RemoveDelegationTokenRecord {
  const m: RemoveDelegationTokenRecord = {
    tokenId: r.compactString(),
  };
  r.keepTags();
  return m;
}

function writeRemoveDelegationTokenRecord0(w: Writer, m: RemoveDelegationTokenRecord): void {
  w.compactString(m.tokenId);
  w.uvarint(0);
}

export const removeDelegationTokenRecord: MessageCodec<RemoveDelegationTokenRecord> = defineCodec({
  name: 'RemoveDelegationTokenRecord',
  apiKey: 26,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readRemoveDelegationTokenRecord0],
  writers: [writeRemoveDelegationTokenRecord0],
});
