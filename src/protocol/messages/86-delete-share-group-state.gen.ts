// generated from 86-delete-share-group-state.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface DeleteShareGroupStateRequest {
  groupId: string;
  topics: DeleteShareGroupStateRequestDeleteStateData[];
}

export interface DeleteShareGroupStateRequestDeleteStateData {
  topicId: string;
  partitions: DeleteShareGroupStateRequestPartitionData[];
}

export interface DeleteShareGroupStateRequestPartitionData {
  partition: number;
}

export function newDeleteShareGroupStateRequest(fields?: Partial<DeleteShareGroupStateRequest>): DeleteShareGroupStateRequest {
  return { groupId: '', topics: [], ...fields };
}

export function newDeleteShareGroupStateRequestDeleteStateData(fields?: Partial<DeleteShareGroupStateRequestDeleteStateData>): DeleteShareGroupStateRequestDeleteStateData {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newDeleteShareGroupStateRequestPartitionData(fields?: Partial<DeleteShareGroupStateRequestPartitionData>): DeleteShareGroupStateRequestPartitionData {
  return { partition: 0, ...fields };
}

function readDeleteShareGroupStateRequestPartitionDataArray0(r: Reader, count: number): DeleteShareGroupStateRequestPartitionData[] {
  const array: DeleteShareGroupStateRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteShareGroupStateRequestPartitionData = {
      partition: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteShareGroupStateRequestDeleteStateDataArray0(r: Reader, count: number): DeleteShareGroupStateRequestDeleteStateData[] {
  const array: DeleteShareGroupStateRequestDeleteStateData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteShareGroupStateRequestDeleteStateData = {
      topicId: r.uuid(),
      partitions: readDeleteShareGroupStateRequestPartitionDataArray0(r, r.compactCount(5)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteShareGroupStateRequest0(r: Reader): DeleteShareGroupStateRequest {
  const m: DeleteShareGroupStateRequest = {
    groupId: r.compactString(),
    topics: readDeleteShareGroupStateRequestDeleteStateDataArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeDeleteShareGroupStateRequestPartitionDataArray0(w: Writer, array: DeleteShareGroupStateRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.uvarint(0);
  }
}

function writeDeleteShareGroupStateRequestDeleteStateDataArray0(w: Writer, array: DeleteShareGroupStateRequestDeleteStateData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeDeleteShareGroupStateRequestPartitionDataArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeDeleteShareGroupStateRequest0(w: Writer, m: DeleteShareGroupStateRequest): void {
  w.compactString(m.groupId);
  writeDeleteShareGroupStateRequestDeleteStateDataArray0(w, m.topics);
  w.uvarint(0);
}

export const deleteShareGroupStateRequest: MessageCodec<DeleteShareGroupStateRequest> = defineCodec({
  name: 'DeleteShareGroupStateRequest',
  apiKey: 86,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDeleteShareGroupStateRequest0],
  writers: [writeDeleteShareGroupStateRequest0],
});

export interface DeleteShareGroupStateResponse {
  results: DeleteShareGroupStateResponseDeleteStateResult[];
}

export interface DeleteShareGroupStateResponseDeleteStateResult {
  topicId: string;
  partitions: DeleteShareGroupStateResponsePartitionResult[];
}

export interface DeleteShareGroupStateResponsePartitionResult {
  partition: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newDeleteShareGroupStateResponse(fields?: Partial<DeleteShareGroupStateResponse>): DeleteShareGroupStateResponse {
  return { results: [], ...fields };
}

export function newDeleteShareGroupStateResponseDeleteStateResult(fields?: Partial<DeleteShareGroupStateResponseDeleteStateResult>): DeleteShareGroupStateResponseDeleteStateResult {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newDeleteShareGroupStateResponsePartitionResult(fields?: Partial<DeleteShareGroupStateResponsePartitionResult>): DeleteShareGroupStateResponsePartitionResult {
  return { partition: 0, errorCode: 0, errorMessage: null, ...fields };
}

function readDeleteShareGroupStateResponsePartitionResultArray0(r: Reader, count: number): DeleteShareGroupStateResponsePartitionResult[] {
  const array: DeleteShareGroupStateResponsePartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteShareGroupStateResponsePartitionResult = {
      partition: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteShareGroupStateResponseDeleteStateResultArray0(r: Reader, count: number): DeleteShareGroupStateResponseDeleteStateResult[] {
  const array: DeleteShareGroupStateResponseDeleteStateResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteShareGroupStateResponseDeleteStateResult = {
      topicId: r.uuid(),
      partitions: readDeleteShareGroupStateResponsePartitionResultArray0(r, r.compactCount(8)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteShareGroupStateResponse0(r: Reader): DeleteShareGroupStateResponse {
  const m: DeleteShareGroupStateResponse = {
    results: readDeleteShareGroupStateResponseDeleteStateResultArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeDeleteShareGroupStateResponsePartitionResultArray0(w: Writer, array: DeleteShareGroupStateResponsePartitionResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeDeleteShareGroupStateResponseDeleteStateResultArray0(w: Writer, array: DeleteShareGroupStateResponseDeleteStateResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeDeleteShareGroupStateResponsePartitionResultArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeDeleteShareGroupStateResponse0(w: Writer, m: DeleteShareGroupStateResponse): void {
  writeDeleteShareGroupStateResponseDeleteStateResultArray0(w, m.results);
  w.uvarint(0);
}

export const deleteShareGroupStateResponse: MessageCodec<DeleteShareGroupStateResponse> = defineCodec({
  name: 'DeleteShareGroupStateResponse',
  apiKey: 86,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDeleteShareGroupStateResponse0],
  writers: [writeDeleteShareGroupStateResponse0],
});
