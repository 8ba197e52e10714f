// generated from 42-delete-groups.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface DeleteGroupsRequest {
  groupsNames: string[];
}

export function newDeleteGroupsRequest(fields?: Partial<DeleteGroupsRequest>): DeleteGroupsRequest {
  return { groupsNames: [], ...fields };
}

function readDeleteGroupsRequest0(r: Reader): DeleteGroupsRequest {
  return {
    groupsNames: r.strings(r.count(2)),
  };
}

function readDeleteGroupsRequest2(r: Reader): DeleteGroupsRequest {
  const m: DeleteGroupsRequest = {
    groupsNames: r.compactStrings(r.compactCount(1)),
  };
  r.keepTags();
  return m;
}

function writeDeleteGroupsRequest0(w: Writer, m: DeleteGroupsRequest): void {
  w.count(m.groupsNames.length);
  w.strings(m.groupsNames);
}

function writeDeleteGroupsRequest2(w: Writer, m: DeleteGroupsRequest): void {
  w.compactCount(m.groupsNames.length);
  w.compactStrings(m.groupsNames);
  w.uvarint(0);
}

export const deleteGroupsRequest: MessageCodec<DeleteGroupsRequest> = defineCodec({
  name: 'DeleteGroupsRequest',
  apiKey: 42,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readDeleteGroupsRequest0, readDeleteGroupsRequest0, readDeleteGroupsRequest2, readDeleteGroupsRequest2],
  writers: [writeDeleteGroupsRequest0, writeDeleteGroupsRequest0, writeDeleteGroupsRequest2, writeDeleteGroupsRequest2],
});

export interface DeleteGroupsResponse {
  throttleTimeMs: number;
  results: DeleteGroupsResponseDeletableGroupResult[];
}

export interface DeleteGroupsResponseDeletableGroupResult {
  groupId: string;
  errorCode: number;
  /** v3+ */
  errorMessage: string | null;
}

export function newDeleteGroupsResponse(fields?: Partial<DeleteGroupsResponse>): DeleteGroupsResponse {
  return { throttleTimeMs: 0, results: [], ...fields };
}

export function newDeleteGroupsResponseDeletableGroupResult(fields?: Partial<DeleteGroupsResponseDeletableGroupResult>): DeleteGroupsResponseDeletableGroupResult {
  return { groupId: '', errorCode: 0, errorMessage: null, ...fields };
}

function readDeleteGroupsResponseDeletableGroupResultArray0(r: Reader, count: number): DeleteGroupsResponseDeletableGroupResult[] {
  const array: DeleteGroupsResponseDeletableGroupResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      groupId: r.string(),
      errorCode: r.int16(),
      errorMessage: null,
    });
  }
  return array;
}

function readDeleteGroupsResponse0(r: Reader): DeleteGroupsResponse {
  return {
    throttleTimeMs: r.int32(),
    results: readDeleteGroupsResponseDeletableGroupResultArray0(r, r.count(4)),
  };
}

function readDeleteGroupsResponseDeletableGroupResultArray2(r: Reader, count: number): DeleteGroupsResponseDeletableGroupResult[] {
  const array: DeleteGroupsResponseDeletableGroupResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteGroupsResponseDeletableGroupResult = {
      groupId: r.compactString(),
      errorCode: r.int16(),
      errorMessage: null,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteGroupsResponse2(r: Reader): DeleteGroupsResponse {
  const m: DeleteGroupsResponse = {
    throttleTimeMs: r.int32(),
    results: readDeleteGroupsResponseDeletableGroupResultArray2(r, r.compactCount(4)),
  };
  r.keepTags();
  return m;
}

function readDeleteGroupsResponseDeletableGroupResultArray3(r: Reader, count: number): DeleteGroupsResponseDeletableGroupResult[] {
  const array: DeleteGroupsResponseDeletableGroupResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteGroupsResponseDeletableGroupResult = {
      groupId: r.compactString(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteGroupsResponse3(r: Reader): DeleteGroupsResponse {
  const m: DeleteGroupsResponse = {
    throttleTimeMs: r.int32(),
    results: readDeleteGroupsResponseDeletableGroupResultArray3(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function writeDeleteGroupsResponseDeletableGroupResultArray0(w: Writer, array: DeleteGroupsResponseDeletableGroupResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.groupId);
    w.int16(m.errorCode);
  }
}

function writeDeleteGroupsResponse0(w: Writer, m: DeleteGroupsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDeleteGroupsResponseDeletableGroupResultArray0(w, m.results);
}

function writeDeleteGroupsResponseDeletableGroupResultArray2(w: Writer, array: DeleteGroupsResponseDeletableGroupResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.groupId);
    w.int16(m.errorCode);
    w.uvarint(0);
  }
}

function writeDeleteGroupsResponse2(w: Writer, m: DeleteGroupsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDeleteGroupsResponseDeletableGroupResultArray2(w, m.results);
  w.uvarint(0);
}

function writeDeleteGroupsResponseDeletableGroupResultArray3(w: Writer, array: DeleteGroupsResponseDeletableGroupResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.groupId);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeDeleteGroupsResponse3(w: Writer, m: DeleteGroupsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDeleteGroupsResponseDeletableGroupResultArray3(w, m.results);
  w.uvarint(0);
}

export const deleteGroupsResponse: MessageCodec<DeleteGroupsResponse> = defineCodec({
  name: 'DeleteGroupsResponse',
  apiKey: 42,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readDeleteGroupsResponse0, readDeleteGroupsResponse0, readDeleteGroupsResponse2, readDeleteGroupsResponse3],
  writers: [writeDeleteGroupsResponse0, writeDeleteGroupsResponse0, writeDeleteGroupsResponse2, writeDeleteGroupsResponse3],
});
