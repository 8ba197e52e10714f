// generated from 41-describe-delegation-token.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { NO_BYTES } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface DescribeDelegationTokenRequest {
  owners: DescribeDelegationTokenRequestOwner[] | null;
}

export interface DescribeDelegationTokenRequestOwner {
  principalType: string;
  principalName: string;
}

export function newDescribeDelegationTokenRequest(fields?: Partial<DescribeDelegationTokenRequest>): DescribeDelegationTokenRequest {
  return { owners: [], ...fields };
}

export function newDescribeDelegationTokenRequestOwner(fields?: Partial<DescribeDelegationTokenRequestOwner>): DescribeDelegationTokenRequestOwner {
  return { principalType: '', principalName: '', ...fields };
}

function readDescribeDelegationTokenRequestOwnerArrayOrNull1(r: Reader, count: number): DescribeDelegationTokenRequestOwner[] | null {
  if (count < 0) return null;
  const array: DescribeDelegationTokenRequestOwner[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      principalType: r.string(),
      principalName: r.string(),
    });
  }
  return array;
}

function readDescribeDelegationTokenRequest1(r: Reader): DescribeDelegationTokenRequest {
  return {
    owners: readDescribeDelegationTokenRequestOwnerArrayOrNull1(r, r.countOrNull(4)),
  };
}

function readDescribeDelegationTokenRequestOwnerArrayOrNull2(r: Reader, count: number): DescribeDelegationTokenRequestOwner[] | null {
  if (count < 0) return null;
  const array: DescribeDelegationTokenRequestOwner[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeDelegationTokenRequestOwner = {
      principalType: r.compactString(),
      principalName: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeDelegationTokenRequest2(r: Reader): DescribeDelegationTokenRequest {
  const m: DescribeDelegationTokenRequest = {
    owners: readDescribeDelegationTokenRequestOwnerArrayOrNull2(r, r.compactCountOrNull(3)),
  };
  r.keepTags();
  return m;
}

function writeDescribeDelegationTokenRequestOwnerArrayOrNull1(w: Writer, array: DescribeDelegationTokenRequestOwner[] | null): void {
  if (array === null) {
    w.count(-1);
    return;
  }
  w.count(array.length);
  for (const m of array) {
    w.string(m.principalType);
    w.string(m.principalName);
  }
}

function writeDescribeDelegationTokenRequest1(w: Writer, m: DescribeDelegationTokenRequest): void {
  writeDescribeDelegationTokenRequestOwnerArrayOrNull1(w, m.owners);
}

function writeDescribeDelegationTokenRequestOwnerArrayOrNull2(w: Writer, array: DescribeDelegationTokenRequestOwner[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.principalType);
    w.compactString(m.principalName);
    w.uvarint(0);
  }
}

function writeDescribeDelegationTokenRequest2(w: Writer, m: DescribeDelegationTokenRequest): void {
  writeDescribeDelegationTokenRequestOwnerArrayOrNull2(w, m.owners);
  w.uvarint(0);
}

export const describeDelegationTokenRequest: MessageCodec<DescribeDelegationTokenRequest> = defineCodec({
  name: 'DescribeDelegationTokenRequest',
  apiKey: 41,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readDescribeDelegationTokenRequest1, readDescribeDelegationTokenRequest2, readDescribeDelegationTokenRequest2],
  writers: [writeDescribeDelegationTokenRequest1, writeDescribeDelegationTokenRequest2, writeDescribeDelegationTokenRequest2],
});

export interface DescribeDelegationTokenResponse {
  errorCode: number;
  tokens: DescribeDelegationTokenResponseDescribedDelegationToken[];
  throttleTimeMs: number;
}

export interface DescribeDelegationTokenResponseDescribedDelegationToken {
  principalType: string;
  principalName: string;
  /** v3+ */
  tokenRequesterPrincipalType: string;
  /** v3+ */
  tokenRequesterPrincipalName: string;
  issueTimestamp: number;
  expiryTimestamp: number;
  maxTimestamp: number;
  tokenId: string;
  hmac: Uint8Array;
  renewers: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[];
}

export interface DescribeDelegationTokenResponseDescribedDelegationTokenRenewer {
  principalType: string;
  principalName: string;
}

export function newDescribeDelegationTokenResponse(fields?: Partial<DescribeDelegationTokenResponse>): DescribeDelegationTokenResponse {
  return { errorCode: 0, tokens: [], throttleTimeMs: 0, ...fields };
}

export function newDescribeDelegationTokenResponseDescribedDelegationToken(fields?: Partial<DescribeDelegationTokenResponseDescribedDelegationToken>): DescribeDelegationTokenResponseDescribedDelegationToken {
  return { principalType: '', principalName: '', tokenRequesterPrincipalType: '', tokenRequesterPrincipalName: '', issueTimestamp: 0, expiryTimestamp: 0, maxTimestamp: 0, tokenId: '', hmac: NO_BYTES, renewers: [], ...fields };
}

export function newDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(fields?: Partial<DescribeDelegationTokenResponseDescribedDelegationTokenRenewer>): DescribeDelegationTokenResponseDescribedDelegationTokenRenewer {
  return { principalType: '', principalName: '', ...fields };
}

function readDescribeDelegationTokenResponseDescribedDelegationTokenRenewerArray1(r: Reader, count: number): DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[] {
  const array: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      principalType: r.string(),
      principalName: r.string(),
    });
  }
  return array;
}

function readDescribeDelegationTokenResponseDescribedDelegationTokenArray1(r: Reader, count: number): DescribeDelegationTokenResponseDescribedDelegationToken[] {
  const array: DescribeDelegationTokenResponseDescribedDelegationToken[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      principalType: r.string(),
      principalName: r.string(),
      tokenRequesterPrincipalType: '',
      tokenRequesterPrincipalName: '',
      issueTimestamp: r.int64(),
      expiryTimestamp: r.int64(),
      maxTimestamp: r.int64(),
      tokenId: r.string(),
      hmac: r.bytes(),
      renewers: readDescribeDelegationTokenResponseDescribedDelegationTokenRenewerArray1(r, r.count(4)),
    });
  }
  return array;
}

function readDescribeDelegationTokenResponse1(r: Reader): DescribeDelegationTokenResponse {
  return {
    errorCode: r.int16(),
    tokens: readDescribeDelegationTokenResponseDescribedDelegationTokenArray1(r, r.count(38)),
    throttleTimeMs: r.int32(),
  };
}

function readDescribeDelegationTokenResponseDescribedDelegationTokenRenewerArray2(r: Reader, count: number): DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[] {
  const array: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer = {
      principalType: r.compactString(),
      principalName: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeDelegationTokenResponseDescribedDelegationTokenArray2(r: Reader, count: number): DescribeDelegationTokenResponseDescribedDelegationToken[] {
  const array: DescribeDelegationTokenResponseDescribedDelegationToken[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeDelegationTokenResponseDescribedDelegationToken = {
      principalType: r.compactString(),
      principalName: r.compactString(),
      tokenRequesterPrincipalType: '',
      tokenRequesterPrincipalName: '',
      issueTimestamp: r.int64(),
      expiryTimestamp: r.int64(),
      maxTimestamp: r.int64(),
      tokenId: r.compactString(),
      hmac: r.compactBytes(),
      renewers: readDescribeDelegationTokenResponseDescribedDelegationTokenRenewerArray2(r, r.compactCount(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeDelegationTokenResponse2(r: Reader): DescribeDelegationTokenResponse {
  const m: DescribeDelegationTokenResponse = {
    errorCode: r.int16(),
    tokens: readDescribeDelegationTokenResponseDescribedDelegationTokenArray2(r, r.compactCount(30)),
    throttleTimeMs: r.int32(),
  };
  r.keepTags();
  return m;
}

function readDescribeDelegationTokenResponseDescribedDelegationTokenArray3(r: Reader, count: number): DescribeDelegationTokenResponseDescribedDelegationToken[] {
  const array: DescribeDelegationTokenResponseDescribedDelegationToken[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeDelegationTokenResponseDescribedDelegationToken = {
      principalType: r.compactString(),
      principalName: r.compactString(),
      tokenRequesterPrincipalType: r.compactString(),
      tokenRequesterPrincipalName: r.compactString(),
      issueTimestamp: r.int64(),
      expiryTimestamp: r.int64(),
      maxTimestamp: r.int64(),
      tokenId: r.compactString(),
      hmac: r.compactBytes(),
      renewers: readDescribeDelegationTokenResponseDescribedDelegationTokenRenewerArray2(r, r.compactCount(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeDelegationTokenResponse3(r: Reader): DescribeDelegationTokenResponse {
  const m: DescribeDelegationTokenResponse = {
    errorCode: r.int16(),
    tokens: readDescribeDelegationTokenResponseDescribedDelegationTokenArray3(r, r.compactCount(32)),
    throttleTimeMs: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeDescribeDelegationTokenResponseDescribedDelegationTokenRenewerArray1(w: Writer, array: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.principalType);
    w.string(m.principalName);
  }
}

function writeDescribeDelegationTokenResponseDescribedDelegationTokenArray1(w: Writer, array: DescribeDelegationTokenResponseDescribedDelegationToken[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.principalType);
    w.string(m.principalName);
    if (m.tokenRequesterPrincipalType !== '') throw unsupportedField('DescribeDelegationTokenResponseDescribedDelegationToken.tokenRequesterPrincipalType');
    if (m.tokenRequesterPrincipalName !== '') throw unsupportedField('DescribeDelegationTokenResponseDescribedDelegationToken.tokenRequesterPrincipalName');
    w.int64(m.issueTimestamp);
    w.int64(m.expiryTimestamp);
    w.int64(m.maxTimestamp);
    w.string(m.tokenId);
    w.bytes(m.hmac);
    writeDescribeDelegationTokenResponseDescribedDelegationTokenRenewerArray1(w, m.renewers);
  }
}

function writeDescribeDelegationTokenResponse1(w: Writer, m: DescribeDelegationTokenResponse): void {
  w.int16(m.errorCode);
  writeDescribeDelegationTokenResponseDescribedDelegationTokenArray1(w, m.tokens);
  w.int32(m.throttleTimeMs);
}

function writeDescribeDelegationTokenResponseDescribedDelegationTokenRenewerArray2(w: Writer, array: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.principalType);
    w.compactString(m.principalName);
    w.uvarint(0);
  }
}

function writeDescribeDelegationTokenResponseDescribedDelegationTokenArray2(w: Writer, array: DescribeDelegationTokenResponseDescribedDelegationToken[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.principalType);
    w.compactString(m.principalName);
    if (m.tokenRequesterPrincipalType !== '') throw unsupportedField('DescribeDelegationTokenResponseDescribedDelegationToken.tokenRequesterPrincipalType');
    if (m.tokenRequesterPrincipalName !== '') throw unsupportedField('DescribeDelegationTokenResponseDescribedDelegationToken.tokenRequesterPrincipalName');
    w.int64(m.issueTimestamp);
    w.int64(m.expiryTimestamp);
    w.int64(m.maxTimestamp);
    w.compactString(m.tokenId);
    w.compactBytes(m.hmac);
    writeDescribeDelegationTokenResponseDescribedDelegationTokenRenewerArray2(w, m.renewers);
    w.uvarint(0);
  }
}

function writeDescribeDelegationTokenResponse2(w: Writer, m: DescribeDelegationTokenResponse): void {
  w.int16(m.errorCode);
  writeDescribeDelegationTokenResponseDescribedDelegationTokenArray2(w, m.tokens);
  w.int32(m.throttleTimeMs);
  w.uvarint(0);
}

function writeDescribeDelegationTokenResponseDescribedDelegationTokenArray3(w: Writer, array: DescribeDelegationTokenResponseDescribedDelegationToken[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.principalType);
    w.compactString(m.principalName);
    w.compactString(m.tokenRequesterPrincipalType);
    w.compactString(m.tokenRequesterPrincipalName);
    w.int64(m.issueTimestamp);
    w.int64(m.expiryTimestamp);
    w.int64(m.maxTimestamp);
    w.compactString(m.tokenId);
    w.compactBytes(m.hmac);
    writeDescribeDelegationTokenResponseDescribedDelegationTokenRenewerArray2(w, m.renewers);
    w.uvarint(0);
  }
}

function writeDescribeDelegationTokenResponse3(w: Writer, m: DescribeDelegationTokenResponse): void {
  w.int16(m.errorCode);
  writeDescribeDelegationTokenResponseDescribedDelegationTokenArray3(w, m.tokens);
  w.int32(m.throttleTimeMs);
  w.uvarint(0);
}

export const describeDelegationTokenResponse: MessageCodec<DescribeDelegationTokenResponse> = defineCodec({
  name: 'DescribeDelegationTokenResponse',
  apiKey: 41,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readDescribeDelegationTokenResponse1, readDescribeDelegationTokenResponse2, readDescribeDelegationTokenResponse3],
  writers: [writeDescribeDelegationTokenResponse1, writeDescribeDelegationTokenResponse2, writeDescribeDelegationTokenResponse3],
});
