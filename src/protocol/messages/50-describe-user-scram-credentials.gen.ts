// generated from 50-describe-user-scram-credentials.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface DescribeUserScramCredentialsRequest {
  users: DescribeUserScramCredentialsRequestUserName[] | null;
}

export interface DescribeUserScramCredentialsRequestUserName {
  name: string;
}

export function newDescribeUserScramCredentialsRequest(fields?: Partial<DescribeUserScramCredentialsRequest>): DescribeUserScramCredentialsRequest {
  return { users: [], ...fields };
}

export function newDescribeUserScramCredentialsRequestUserName(fields?: Partial<DescribeUserScramCredentialsRequestUserName>): DescribeUserScramCredentialsRequestUserName {
  return { name: '', ...fields };
}

function readDescribeUserScramCredentialsRequestUserNameArrayOrNull0(r: Reader, count: number): DescribeUserScramCredentialsRequestUserName[] | null {
  if (count < 0) return null;
  const array: DescribeUserScramCredentialsRequestUserName[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeUserScramCredentialsRequestUserName = {
      name: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeUserScramCredentialsRequest0(r: Reader): DescribeUserScramCredentialsRequest {
  const m: DescribeUserScramCredentialsRequest = {
    users: readDescribeUserScramCredentialsRequestUserNameArrayOrNull0(r, r.compactCountOrNull(2)),
  };
  r.keepTags();
  return m;
}

function writeDescribeUserScramCredentialsRequestUserNameArrayOrNull0(w: Writer, array: DescribeUserScramCredentialsRequestUserName[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.uvarint(0);
  }
}

function writeDescribeUserScramCredentialsRequest0(w: Writer, m: DescribeUserScramCredentialsRequest): void {
  writeDescribeUserScramCredentialsRequestUserNameArrayOrNull0(w, m.users);
  w.uvarint(0);
}

export const describeUserScramCredentialsRequest: MessageCodec<DescribeUserScramCredentialsRequest> = defineCodec({
  name: 'DescribeUserScramCredentialsRequest',
  apiKey: 50,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDescribeUserScramCredentialsRequest0],
  writers: [writeDescribeUserScramCredentialsRequest0],
});

export interface DescribeUserScramCredentialsResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  results: DescribeUserScramCredentialsResponseResult[];
}

export interface DescribeUserScramCredentialsResponseResult {
  user: string;
  errorCode: number;
  errorMessage: string | null;
  credentialInfos: DescribeUserScramCredentialsResponseCredentialInfo[];
}

export interface DescribeUserScramCredentialsResponseCredentialInfo {
  mechanism: number;
  iterations: number;
}

export function newDescribeUserScramCredentialsResponse(fields?: Partial<DescribeUserScramCredentialsResponse>): DescribeUserScramCredentialsResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: '', results: [], ...fields };
}

export function newDescribeUserScramCredentialsResponseResult(fields?: Partial<DescribeUserScramCredentialsResponseResult>): DescribeUserScramCredentialsResponseResult {
  return { user: '', errorCode: 0, errorMessage: '', credentialInfos: [], ...fields };
}

export function newDescribeUserScramCredentialsResponseCredentialInfo(fields?: Partial<DescribeUserScramCredentialsResponseCredentialInfo>): DescribeUserScramCredentialsResponseCredentialInfo {
  return { mechanism: 0, iterations: 0, ...fields };
}

function readDescribeUserScramCredentialsResponseCredentialInfoArray0(r: Reader, count: number): DescribeUserScramCredentialsResponseCredentialInfo[] {
  const array: DescribeUserScramCredentialsResponseCredentialInfo[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeUserScramCredentialsResponseCredentialInfo = {
      mechanism: r.int8(),
      iterations: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeUserScramCredentialsResponseResultArray0(r: Reader, count: number): DescribeUserScramCredentialsResponseResult[] {
  const array: DescribeUserScramCredentialsResponseResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeUserScramCredentialsResponseResult = {
      user: r.compactString(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      credentialInfos: readDescribeUserScramCredentialsResponseCredentialInfoArray0(r, r.compactCount(6)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeUserScramCredentialsResponse0(r: Reader): DescribeUserScramCredentialsResponse {
  const m: DescribeUserScramCredentialsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    results: readDescribeUserScramCredentialsResponseResultArray0(r, r.compactCount(6)),
  };
  r.keepTags();
  return m;
}

function writeDescribeUserScramCredentialsResponseCredentialInfoArray0(w: Writer, array: DescribeUserScramCredentialsResponseCredentialInfo[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int8(m.mechanism);
    w.int32(m.iterations);
    w.uvarint(0);
  }
}

function writeDescribeUserScramCredentialsResponseResultArray0(w: Writer, array: DescribeUserScramCredentialsResponseResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.user);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    writeDescribeUserScramCredentialsResponseCredentialInfoArray0(w, m.credentialInfos);
    w.uvarint(0);
  }
}

function writeDescribeUserScramCredentialsResponse0(w: Writer, m: DescribeUserScramCredentialsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  writeDescribeUserScramCredentialsResponseResultArray0(w, m.results);
  w.uvarint(0);
}

export const describeUserScramCredentialsResponse: MessageCodec<DescribeUserScramCredentialsResponse> = defineCodec({
  name: 'DescribeUserScramCredentialsResponse',
  apiKey: 50,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDescribeUserScramCredentialsResponse0],
  writers: [writeDescribeUserScramCredentialsResponse0],
});
