// generated from 83-initialize-share-group-state.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface InitializeShareGroupStateRequest {
  groupId: string;
  topics: InitializeShareGroupStateRequestInitializeStateData[];
}

export interface InitializeShareGroupStateRequestInitializeStateData {
  topicId: string;
  partitions: InitializeShareGroupStateRequestPartitionData[];
}

export interface InitializeShareGroupStateRequestPartitionData {
  partition: number;
  stateEpoch: number;
  startOffset: number;
}

export function newInitializeShareGroupStateRequest(fields?: Partial<InitializeShareGroupStateRequest>): InitializeShareGroupStateRequest {
  return { groupId: '', topics: [], ...fields };
}

export function newInitializeShareGroupStateRequestInitializeStateData(fields?: Partial<InitializeShareGroupStateRequestInitializeStateData>): InitializeShareGroupStateRequestInitializeStateData {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newInitializeShareGroupStateRequestPartitionData(fields?: Partial<InitializeShareGroupStateRequestPartitionData>): InitializeShareGroupStateRequestPartitionData {
  return { partition: 0, stateEpoch: 0, startOffset: 0, ...fields };
}

function readInitializeShareGroupStateRequestPartitionDataArray0(r: Reader, count: number): InitializeShareGroupStateRequestPartitionData[] {
  const array: InitializeShareGroupStateRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: InitializeShareGroupStateRequestPartitionData = {
      partition: r.int32(),
      stateEpoch: r.int32(),
      startOffset: r.int64(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readInitializeShareGroupStateRequestInitializeStateDataArray0(r: Reader, count: number): InitializeShareGroupStateRequestInitializeStateData[] {
  const array: InitializeShareGroupStateRequestInitializeStateData[] = [];
  for (let i = 0; i < count; i++) {
    const m: InitializeShareGroupStateRequestInitializeStateData = {
      topicId: r.uuid(),
      partitions: readInitializeShareGroupStateRequestPartitionDataArray0(r, r.compactCount(17)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readInitializeShareGroupStateRequest0(r: Reader): InitializeShareGroupStateRequest {
  const m: InitializeShareGroupStateRequest = {
    groupId: r.compactString(),
    topics: readInitializeShareGroupStateRequestInitializeStateDataArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeInitializeShareGroupStateRequestPartitionDataArray0(w: Writer, array: InitializeShareGroupStateRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int32(m.stateEpoch);
    w.int64(m.startOffset);
    w.uvarint(0);
  }
}

function writeInitializeShareGroupStateRequestInitializeStateDataArray0(w: Writer, array: InitializeShareGroupStateRequestInitializeStateData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeInitializeShareGroupStateRequestPartitionDataArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeInitializeShareGroupStateRequest0(w: Writer, m: InitializeShareGroupStateRequest): void {
  w.compactString(m.groupId);
  writeInitializeShareGroupStateRequestInitializeStateDataArray0(w, m.topics);
  w.uvarint(0);
}

export const initializeShareGroupStateRequest: MessageCodec<InitializeShareGroupStateRequest> = defineCodec({
  name: 'InitializeShareGroupStateRequest',
  apiKey: 83,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readInitializeShareGroupStateRequest0],
  writers: [writeInitializeShareGroupStateRequest0],
});

export interface InitializeShareGroupStateResponse {
  results: InitializeShareGroupStateResponseInitializeStateResult[];
}

export interface InitializeShareGroupStateResponseInitializeStateResult {
  topicId: string;
  partitions: InitializeShareGroupStateResponsePartitionResult[];
}

export interface InitializeShareGroupStateResponsePartitionResult {
  partition: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newInitializeShareGroupStateResponse(fields?: Partial<InitializeShareGroupStateResponse>): InitializeShareGroupStateResponse {
  return { results: [], ...fields };
}

export function newInitializeShareGroupStateResponseInitializeStateResult(fields?: Partial<InitializeShareGroupStateResponseInitializeStateResult>): InitializeShareGroupStateResponseInitializeStateResult {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newInitializeShareGroupStateResponsePartitionResult(fields?: Partial<InitializeShareGroupStateResponsePartitionResult>): InitializeShareGroupStateResponsePartitionResult {
  return { partition: 0, errorCode: 0, errorMessage: null, ...fields };
}

function readInitializeShareGroupStateResponsePartitionResultArray0(r: Reader, count: number): InitializeShareGroupStateResponsePartitionResult[] {
  const array: InitializeShareGroupStateResponsePartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: InitializeShareGroupStateResponsePartitionResult = {
      partition: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readInitializeShareGroupStateResponseInitializeStateResultArray0(r: Reader, count: number): InitializeShareGroupStateResponseInitializeStateResult[] {
  const array: InitializeShareGroupStateResponseInitializeStateResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: InitializeShareGroupStateResponseInitializeStateResult = {
      topicId: r.uuid(),
      partitions: readInitializeShareGroupStateResponsePartitionResultArray0(r, r.compactCount(8)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readInitializeShareGroupStateResponse0(r: Reader): InitializeShareGroupStateResponse {
  const m: InitializeShareGroupStateResponse = {
    results: readInitializeShareGroupStateResponseInitializeStateResultArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeInitializeShareGroupStateResponsePartitionResultArray0(w: Writer, array: InitializeShareGroupStateResponsePartitionResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeInitializeShareGroupStateResponseInitializeStateResultArray0(w: Writer, array: InitializeShareGroupStateResponseInitializeStateResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeInitializeShareGroupStateResponsePartitionResultArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeInitializeShareGroupStateResponse0(w: Writer, m: InitializeShareGroupStateResponse): void {
  writeInitializeShareGroupStateResponseInitializeStateResultArray0(w, m.results);
  w.uvarint(0);
}

export const initializeShareGroupStateResponse: MessageCodec<InitializeShareGroupStateResponse> = defineCodec({
  name: 'InitializeShareGroupStateResponse',
  apiKey: 83,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readInitializeShareGroupStateResponse0],
  writers: [writeInitializeShareGroupStateResponse0],
});
