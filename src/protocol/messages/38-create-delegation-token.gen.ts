// generated from 38-create-delegation-token.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { NO_BYTES } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface CreateDelegationTokenRequest {
  /** v3+ */
  ownerPrincipalType: string | null;
  /** v3+ */
  ownerPrincipalName: string | null;
  renewers: CreateDelegationTokenRequestCreatableRenewers[];
  maxLifetimeMs: number;
}

export interface CreateDelegationTokenRequestCreatableRenewers {
  principalType: string;
  principalName: string;
}

export function newCreateDelegationTokenRequest(fields?: Partial<CreateDelegationTokenRequest>): CreateDelegationTokenRequest {
  return { ownerPrincipalType: '', ownerPrincipalName: '', renewers: [], maxLifetimeMs: 0, ...fields };
}

export function newCreateDelegationTokenRequestCreatableRenewers(fields?: Partial<CreateDelegationTokenRequestCreatableRenewers>): CreateDelegationTokenRequestCreatableRenewers {
  return { principalType: '', principalName: '', ...fields };
}

function readCreateDelegationTokenRequestCreatableRenewersArray1(r: Reader, count: number): CreateDelegationTokenRequestCreatableRenewers[] {
  const array: CreateDelegationTokenRequestCreatableRenewers[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      principalType: r.string(),
      principalName: r.string(),
    });
  }
  return array;
}

function readCreateDelegationTokenRequest1(r: Reader): CreateDelegationTokenRequest {
  return {
    ownerPrincipalType: '',
    ownerPrincipalName: '',
    renewers: readCreateDelegationTokenRequestCreatableRenewersArray1(r, r.count(4)),
    maxLifetimeMs: r.int64(),
  };
}

function readCreateDelegationTokenRequestCreatableRenewersArray2(r: Reader, count: number): CreateDelegationTokenRequestCreatableRenewers[] {
  const array: CreateDelegationTokenRequestCreatableRenewers[] = [];
  for (let i = 0; i < count; i++) {
    const m: CreateDelegationTokenRequestCreatableRenewers = {
      principalType: r.compactString(),
      principalName: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readCreateDelegationTokenRequest2(r: Reader): CreateDelegationTokenRequest {
  const m: CreateDelegationTokenRequest = {
    ownerPrincipalType: '',
    ownerPrincipalName: '',
    renewers: readCreateDelegationTokenRequestCreatableRenewersArray2(r, r.compactCount(3)),
    maxLifetimeMs: r.int64(),
  };
  r.keepTags();
  return m;
}

function readCreateDelegationTokenRequest3(r: Reader): CreateDelegationTokenRequest {
  const m: CreateDelegationTokenRequest = {
    ownerPrincipalType: r.compactStringOrNull(),
    ownerPrincipalName: r.compactStringOrNull(),
    renewers: readCreateDelegationTokenRequestCreatableRenewersArray2(r, r.compactCount(3)),
    maxLifetimeMs: r.int64(),
  };
  r.keepTags();
  return m;
}

function writeCreateDelegationTokenRequestCreatableRenewersArray1(w: Writer, array: CreateDelegationTokenRequestCreatableRenewers[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.principalType);
    w.string(m.principalName);
  }
}

function writeCreateDelegationTokenRequest1(w: Writer, m: CreateDelegationTokenRequest): void {
  if (m.ownerPrincipalType !== '') throw unsupportedField('CreateDelegationTokenRequest.ownerPrincipalType');
  if (m.ownerPrincipalName !== '') throw unsupportedField('CreateDelegationTokenRequest.ownerPrincipalName');
  writeCreateDelegationTokenRequestCreatableRenewersArray1(w, m.renewers);
  w.int64(m.maxLifetimeMs);
}

function writeCreateDelegationTokenRequestCreatableRenewersArray2(w: Writer, array: CreateDelegationTokenRequestCreatableRenewers[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.principalType);
    w.compactString(m.principalName);
    w.uvarint(0);
  }
}

function writeCreateDelegationTokenRequest2(w: Writer, m: CreateDelegationTokenRequest): void {
  if (m.ownerPrincipalType !== '') throw unsupportedField('CreateDelegationTokenRequest.ownerPrincipalType');
  if (m.ownerPrincipalName !== '') throw unsupportedField('CreateDelegationTokenRequest.ownerPrincipalName');
  writeCreateDelegationTokenRequestCreatableRenewersArray2(w, m.renewers);
  w.int64(m.maxLifetimeMs);
  w.uvarint(0);
}

function writeCreateDelegationTokenRequest3(w: Writer, m: CreateDelegationTokenRequest): void {
  w.compactStringOrNull(m.ownerPrincipalType);
  w.compactStringOrNull(m.ownerPrincipalName);
  writeCreateDelegationTokenRequestCreatableRenewersArray2(w, m.renewers);
  w.int64(m.maxLifetimeMs);
  w.uvarint(0);
}

export const createDelegationTokenRequest: MessageCodec<CreateDelegationTokenRequest> = defineCodec({
  name: 'CreateDelegationTokenRequest',
  apiKey: 38,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readCreateDelegationTokenRequest1, readCreateDelegationTokenRequest2, readCreateDelegationTokenRequest3],
  writers: [writeCreateDelegationTokenRequest1, writeCreateDelegationTokenRequest2, writeCreateDelegationTokenRequest3],
});

export interface CreateDelegationTokenResponse {
  errorCode: number;
  principalType: string;
  principalName: string;
  /** v3+ */
  tokenRequesterPrincipalType: string;
  /** v3+ */
  tokenRequesterPrincipalName: string;
  issueTimestampMs: number;
  expiryTimestampMs: number;
  maxTimestampMs: number;
  tokenId: string;
  hmac: Uint8Array;
  throttleTimeMs: number;
}

export function newCreateDelegationTokenResponse(fields?: Partial<CreateDelegationTokenResponse>): CreateDelegationTokenResponse {
  return { errorCode: 0, principalType: '', principalName: '', tokenRequesterPrincipalType: '', tokenRequesterPrincipalName: '', issueTimestampMs: 0, expiryTimestampMs: 0, maxTimestampMs: 0, tokenId: '', hmac: NO_BYTES, throttleTimeMs: 0, ...fields };
}

function readCreateDelegationTokenResponse1(r: Reader): CreateDelegationTokenResponse {
  return {
    errorCode: r.int16(),
    principalType: r.string(),
    principalName: r.string(),
    tokenRequesterPrincipalType: '',
    tokenRequesterPrincipalName: '',
    issueTimestampMs: r.int64(),
    expiryTimestampMs: r.int64(),
    maxTimestampMs: r.int64(),
    tokenId: r.string(),
    hmac: r.bytes(),
    throttleTimeMs: r.int32(),
  };
}

function readCreateDelegationTokenResponse2(r: Reader): CreateDelegationTokenResponse {
  const m: CreateDelegationTokenResponse = {
    errorCode: r.int16(),
    principalType: r.compactString(),
    principalName: r.compactString(),
    tokenRequesterPrincipalType: '',
    tokenRequesterPrincipalName: '',
    issueTimestampMs: r.int64(),
    expiryTimestampMs: r.int64(),
    maxTimestampMs: r.int64(),
    tokenId: r.compactString(),
    hmac: r.compactBytes(),
    throttleTimeMs: r.int32(),
  };
  r.keepTags();
  return m;
}

function readCreateDelegationTokenResponse3(r: Reader): CreateDelegationTokenResponse {
  const m: CreateDelegationTokenResponse = {
    errorCode: r.int16(),
    principalType: r.compactString(),
    principalName: r.compactString(),
    tokenRequesterPrincipalType: r.compactString(),
    tokenRequesterPrincipalName: r.compactString(),
    issueTimestampMs: r.int64(),
    expiryTimestampMs: r.int64(),
    maxTimestampMs: r.int64(),
    tokenId: r.compactString(),
    hmac: r.compactBytes(),
    throttleTimeMs: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeCreateDelegationTokenResponse1(w: Writer, m: CreateDelegationTokenResponse): void {
  w.int16(m.errorCode);
  w.string(m.principalType);
  w.string(m.principalName);
  if (m.tokenRequesterPrincipalType !== '') throw unsupportedField('CreateDelegationTokenResponse.tokenRequesterPrincipalType');
  if (m.tokenRequesterPrincipalName !== '') throw unsupportedField('CreateDelegationTokenResponse.tokenRequesterPrincipalName');
  w.int64(m.issueTimestampMs);
  w.int64(m.expiryTimestampMs);
  w.int64(m.maxTimestampMs);
  w.string(m.tokenId);
  w.bytes(m.hmac);
  w.int32(m.throttleTimeMs);
}

function writeCreateDelegationTokenResponse2(w: Writer, m: CreateDelegationTokenResponse): void {
  w.int16(m.errorCode);
  w.compactString(m.principalType);
  w.compactString(m.principalName);
  if (m.tokenRequesterPrincipalType !== '') throw unsupportedField('CreateDelegationTokenResponse.tokenRequesterPrincipalType');
  if (m.tokenRequesterPrincipalName !== '') throw unsupportedField('CreateDelegationTokenResponse.tokenRequesterPrincipalName');
  w.int64(m.issueTimestampMs);
  w.int64(m.expiryTimestampMs);
  w.int64(m.maxTimestampMs);
  w.compactString(m.tokenId);
  w.compactBytes(m.hmac);
  w.int32(m.throttleTimeMs);
  w.uvarint(0);
}

function writeCreateDelegationTokenResponse3(w: Writer, m: CreateDelegationTokenResponse): void {
  w.int16(m.errorCode);
  w.compactString(m.principalType);
  w.compactString(m.principalName);
  w.compactString(m.tokenRequesterPrincipalType);
  w.compactString(m.tokenRequesterPrincipalName);
  w.int64(m.issueTimestampMs);
  w.int64(m.expiryTimestampMs);
  w.int64(m.maxTimestampMs);
  w.compactString(m.tokenId);
  w.compactBytes(m.hmac);
  w.int32(m.throttleTimeMs);
  w.uvarint(0);
}

export const createDelegationTokenResponse: MessageCodec<CreateDelegationTokenResponse> = defineCodec({
  name: 'CreateDelegationTokenResponse',
  apiKey: 38,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readCreateDelegationTokenResponse1, readCreateDelegationTokenResponse2, readCreateDelegationTokenResponse3],
  writers: [writeCreateDelegationTokenResponse1, writeCreateDelegationTokenResponse2, writeCreateDelegationTokenResponse3],
});
