// generated from 51-alter-user-scram-credentials.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { NO_BYTES } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface AlterUserScramCredentialsRequest {
  deletions: AlterUserScramCredentialsRequestScramCredentialDeletion[];
  upsertions: AlterUserScramCredentialsRequestScramCredentialUpsertion[];
}

export interface AlterUserScramCredentialsRequestScramCredentialUpsertion {
  name: string;
  mechanism: number;
  iterations: number;
  salt: Uint8Array;
  saltedPassword: Uint8Array;
}

export interface AlterUserScramCredentialsRequestScramCredentialDeletion {
  name: string;
  mechanism: number;
}

export function newAlterUserScramCredentialsRequest(fields?: Partial<AlterUserScramCredentialsRequest>): AlterUserScramCredentialsRequest {
  return { deletions: [], upsertions: [], ...fields };
}

export function newAlterUserScramCredentialsRequestScramCredentialUpsertion(fields?: Partial<AlterUserScramCredentialsRequestScramCredentialUpsertion>): AlterUserScramCredentialsRequestScramCredentialUpsertion {
  return { name: '', mechanism: 0, iterations: 0, salt: NO_BYTES, saltedPassword: NO_BYTES, ...fields };
}

export function newAlterUserScramCredentialsRequestScramCredentialDeletion(fields?: Partial<AlterUserScramCredentialsRequestScramCredentialDeletion>): AlterUserScramCredentialsRequestScramCredentialDeletion {
  return { name: '', mechanism: 0, ...fields };
}

function readAlterUserScramCredentialsRequestScramCredentialDeletionArray0(r: Reader, count: number): AlterUserScramCredentialsRequestScramCredentialDeletion[] {
  const array: AlterUserScramCredentialsRequestScramCredentialDeletion[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterUserScramCredentialsRequestScramCredentialDeletion = {
      name: r.compactString(),
      mechanism: r.int8(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterUserScramCredentialsRequestScramCredentialUpsertionArray0(r: Reader, count: number): AlterUserScramCredentialsRequestScramCredentialUpsertion[] {
  const array: AlterUserScramCredentialsRequestScramCredentialUpsertion[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterUserScramCredentialsRequestScramCredentialUpsertion = {
      name: r.compactString(),
      mechanism: r.int8(),
      iterations: r.int32(),
      salt: r.compactBytes(),
      saltedPassword: r.compactBytes(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterUserScramCredentialsRequest0(r: Reader): AlterUserScramCredentialsRequest {
  const m: AlterUserScramCredentialsRequest = {
    deletions: readAlterUserScramCredentialsRequestScramCredentialDeletionArray0(r, r.compactCount(3)),
    upsertions: readAlterUserScramCredentialsRequestScramCredentialUpsertionArray0(r, r.compactCount(9)),
  };
  r.keepTags();
  return m;
}

function writeAlterUserScramCredentialsRequestScramCredentialDeletionArray0(w: Writer, array: AlterUserScramCredentialsRequestScramCredentialDeletion[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int8(m.mechanism);
    w.uvarint(0);
  }
}

function writeAlterUserScramCredentialsRequestScramCredentialUpsertionArray0(w: Writer, array: AlterUserScramCredentialsRequestScramCredentialUpsertion[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int8(m.mechanism);
    w.int32(m.iterations);
    w.compactBytes(m.salt);
    w.compactBytes(m.saltedPassword);
    w.uvarint(0);
  }
}

function writeAlterUserScramCredentialsRequest0(w: Writer, m: AlterUserScramCredentialsRequest): void {
  writeAlterUserScramCredentialsRequestScramCredentialDeletionArray0(w, m.deletions);
  writeAlterUserScramCredentialsRequestScramCredentialUpsertionArray0(w, m.upsertions);
  w.uvarint(0);
}

export const alterUserScramCredentialsRequest: MessageCodec<AlterUserScramCredentialsRequest> = defineCodec({
  name: 'AlterUserScramCredentialsRequest',
  apiKey: 51,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readAlterUserScramCredentialsRequest0],
  writers: [writeAlterUserScramCredentialsRequest0],
});

export interface AlterUserScramCredentialsResponse {
  throttleTimeMs: number;
  results: AlterUserScramCredentialsResponseResult[];
}

export interface AlterUserScramCredentialsResponseResult {
  user: string;
  errorCode: number;
  errorMessage: string | null;
}

export function newAlterUserScramCredentialsResponse(fields?: Partial<AlterUserScramCredentialsResponse>): AlterUserScramCredentialsResponse {
  return { throttleTimeMs: 0, results: [], ...fields };
}

export function newAlterUserScramCredentialsResponseResult(fields?: Partial<AlterUserScramCredentialsResponseResult>): AlterUserScramCredentialsResponseResult {
  return { user: '', errorCode: 0, errorMessage: '', ...fields };
}

function readAlterUserScramCredentialsResponseResultArray0(r: Reader, count: number): AlterUserScramCredentialsResponseResult[] {
  const array: AlterUserScramCredentialsResponseResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterUserScramCredentialsResponseResult = {
      user: r.compactString(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterUserScramCredentialsResponse0(r: Reader): AlterUserScramCredentialsResponse {
  const m: AlterUserScramCredentialsResponse = {
    throttleTimeMs: r.int32(),
    results: readAlterUserScramCredentialsResponseResultArray0(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function writeAlterUserScramCredentialsResponseResultArray0(w: Writer, array: AlterUserScramCredentialsResponseResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.user);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeAlterUserScramCredentialsResponse0(w: Writer, m: AlterUserScramCredentialsResponse): void {
  w.int32(m.throttleTimeMs);
  writeAlterUserScramCredentialsResponseResultArray0(w, m.results);
  w.uvarint(0);
}

export const alterUserScramCredentialsResponse: MessageCodec<AlterUserScramCredentialsResponse> = defineCodec({
  name: 'AlterUserScramCredentialsResponse',
  apiKey: 51,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readAlterUserScramCredentialsResponse0],
  writers: [writeAlterUserScramCredentialsResponse0],
});
