// generated from 84-read-share-group-state.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface ReadShareGroupStateRequest {
  groupId: string;
  topics: ReadShareGroupStateRequestReadStateData[];
}

export interface ReadShareGroupStateRequestReadStateData {
  topicId: string;
  partitions: ReadShareGroupStateRequestPartitionData[];
}

export interface ReadShareGroupStateRequestPartitionData {
  partition: number;
  leaderEpoch: number;
}

export function newReadShareGroupStateRequest(fields?: Partial<ReadShareGroupStateRequest>): ReadShareGroupStateRequest {
  return { groupId: '', topics: [], ...fields };
}

export function newReadShareGroupStateRequestReadStateData(fields?: Partial<ReadShareGroupStateRequestReadStateData>): ReadShareGroupStateRequestReadStateData {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newReadShareGroupStateRequestPartitionData(fields?: Partial<ReadShareGroupStateRequestPartitionData>): ReadShareGroupStateRequestPartitionData {
  return { partition: 0, leaderEpoch: 0, ...fields };
}

function readReadShareGroupStateRequestPartitionDataArray0(r: Reader, count: number): ReadShareGroupStateRequestPartitionData[] {
  const array: ReadShareGroupStateRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: ReadShareGroupStateRequestPartitionData = {
      partition: r.int32(),
      leaderEpoch: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readReadShareGroupStateRequestReadStateDataArray0(r: Reader, count: number): ReadShareGroupStateRequestReadStateData[] {
  const array: ReadShareGroupStateRequestReadStateData[] = [];
  for (let i = 0; i < count; i++) {
    const m: ReadShareGroupStateRequestReadStateData = {
      topicId: r.uuid(),
      partitions: readReadShareGroupStateRequestPartitionDataArray0(r, r.compactCount(9)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readReadShareGroupStateRequest0(r: Reader): ReadShareGroupStateRequest {
  const m: ReadShareGroupStateRequest = {
    groupId: r.compactString(),
    topics: readReadShareGroupStateRequestReadStateDataArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeReadShareGroupStateRequestPartitionDataArray0(w: Writer, array: ReadShareGroupStateRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int32(m.leaderEpoch);
    w.uvarint(0);
  }
}

function writeReadShareGroupStateRequestReadStateDataArray0(w: Writer, array: ReadShareGroupStateRequestReadStateData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeReadShareGroupStateRequestPartitionDataArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeReadShareGroupStateRequest0(w: Writer, m: ReadShareGroupStateRequest): void {
  w.compactString(m.groupId);
  writeReadShareGroupStateRequestReadStateDataArray0(w, m.topics);
  w.uvarint(0);
}

export const readShareGroupStateRequest: MessageCodec<ReadShareGroupStateRequest> = defineCodec({
  name: 'ReadShareGroupStateRequest',
  apiKey: 84,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readReadShareGroupStateRequest0],
  writers: [writeReadShareGroupStateRequest0],
});

export interface ReadShareGroupStateResponse {
  results: ReadShareGroupStateResponseReadStateResult[];
}

export interface ReadShareGroupStateResponseReadStateResult {
  topicId: string;
  partitions: ReadShareGroupStateResponsePartitionResult[];
}

export interface ReadShareGroupStateResponsePartitionResult {
  partition: number;
  errorCode: number;
  errorMessage: string | null;
  stateEpoch: number;
  startOffset: number;
  stateBatches: ReadShareGroupStateResponseStateBatch[];
}

export interface ReadShareGroupStateResponseStateBatch {
  firstOffset: number;
  lastOffset: number;
  deliveryState: number;
  deliveryCount: number;
}

export function newReadShareGroupStateResponse(fields?: Partial<ReadShareGroupStateResponse>): ReadShareGroupStateResponse {
  return { results: [], ...fields };
}

export function newReadShareGroupStateResponseReadStateResult(fields?: Partial<ReadShareGroupStateResponseReadStateResult>): ReadShareGroupStateResponseReadStateResult {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newReadShareGroupStateResponsePartitionResult(fields?: Partial<ReadShareGroupStateResponsePartitionResult>): ReadShareGroupStateResponsePartitionResult {
  return { partition: 0, errorCode: 0, errorMessage: null, stateEpoch: 0, startOffset: 0, stateBatches: [], ...fields };
}

export function newReadShareGroupStateResponseStateBatch(fields?: Partial<ReadShareGroupStateResponseStateBatch>): ReadShareGroupStateResponseStateBatch {
  return { firstOffset: 0, lastOffset: 0, deliveryState: 0, deliveryCount: 0, ...fields };
}

function readReadShareGroupStateResponseStateBatchArray0(r: Reader, count: number): ReadShareGroupStateResponseStateBatch[] {
  const array: ReadShareGroupStateResponseStateBatch[] = [];
  for (let i = 0; i < count; i++) {
    const m: ReadShareGroupStateResponseStateBatch = {
      firstOffset: r.int64(),
      lastOffset: r.int64(),
      deliveryState: r.int8(),
      deliveryCount: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readReadShareGroupStateResponsePartitionResultArray0(r: Reader, count: number): ReadShareGroupStateResponsePartitionResult[] {
  const array: ReadShareGroupStateResponsePartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: ReadShareGroupStateResponsePartitionResult = {
      partition: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      stateEpoch: r.int32(),
      startOffset: r.int64(),
      stateBatches: readReadShareGroupStateResponseStateBatchArray0(r, r.compactCount(20)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readReadShareGroupStateResponseReadStateResultArray0(r: Reader, count: number): ReadShareGroupStateResponseReadStateResult[] {
  const array: ReadShareGroupStateResponseReadStateResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: ReadShareGroupStateResponseReadStateResult = {
      topicId: r.uuid(),
      partitions: readReadShareGroupStateResponsePartitionResultArray0(r, r.compactCount(21)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readReadShareGroupStateResponse0(r: Reader): ReadShareGroupStateResponse {
  const m: ReadShareGroupStateResponse = {
    results: readReadShareGroupStateResponseReadStateResultArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeReadShareGroupStateResponseStateBatchArray0(w: Writer, array: ReadShareGroupStateResponseStateBatch[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int64(m.firstOffset);
    w.int64(m.lastOffset);
    w.int8(m.deliveryState);
    w.int16(m.deliveryCount);
    w.uvarint(0);
  }
}

function writeReadShareGroupStateResponsePartitionResultArray0(w: Writer, array: ReadShareGroupStateResponsePartitionResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.int32(m.stateEpoch);
    w.int64(m.startOffset);
    writeReadShareGroupStateResponseStateBatchArray0(w, m.stateBatches);
    w.uvarint(0);
  }
}

function writeReadShareGroupStateResponseReadStateResultArray0(w: Writer, array: ReadShareGroupStateResponseReadStateResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeReadShareGroupStateResponsePartitionResultArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeReadShareGroupStateResponse0(w: Writer, m: ReadShareGroupStateResponse): void {
  writeReadShareGroupStateResponseReadStateResultArray0(w, m.results);
  w.uvarint(0);
}

export const readShareGroupStateResponse: MessageCodec<ReadShareGroupStateResponse> = defineCodec({
  name: 'ReadShareGroupStateResponse',
  apiKey: 84,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readReadShareGroupStateResponse0],
  writers: [writeReadShareGroupStateResponse0],
});
