// generated from 85-write-share-group-state.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface WriteShareGroupStateRequest {
  groupId: string;
  topics: WriteShareGroupStateRequestWriteStateData[];
}

export interface WriteShareGroupStateRequestWriteStateData {
  topicId: string;
  partitions: WriteShareGroupStateRequestPartitionData[];
}

export interface WriteShareGroupStateRequestPartitionData {
  partition: number;
  stateEpoch: number;
  leaderEpoch: number;
  startOffset: number;
  /** v1+ */
  deliveryCompleteCount: number;
  stateBatches: WriteShareGroupStateRequestStateBatch[];
}

export interface WriteShareGroupStateRequestStateBatch {
  firstOffset: number;
  lastOffset: number;
  deliveryState: number;
  deliveryCount: number;
}

export function newWriteShareGroupStateRequest(fields?: Partial<WriteShareGroupStateRequest>): WriteShareGroupStateRequest {
  return { groupId: '', topics: [], ...fields };
}

export function newWriteShareGroupStateRequestWriteStateData(fields?: Partial<WriteShareGroupStateRequestWriteStateData>): WriteShareGroupStateRequestWriteStateData {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newWriteShareGroupStateRequestPartitionData(fields?: Partial<WriteShareGroupStateRequestPartitionData>): WriteShareGroupStateRequestPartitionData {
  return { partition: 0, stateEpoch: 0, leaderEpoch: 0, startOffset: 0, deliveryCompleteCount: -1, stateBatches: [], ...fields };
}

export function newWriteShareGroupStateRequestStateBatch(fields?: Partial<WriteShareGroupStateRequestStateBatch>): WriteShareGroupStateRequestStateBatch {
  return { firstOffset: 0, lastOffset: 0, deliveryState: 0, deliveryCount: 0, ...fields };
}

function readWriteShareGroupStateRequestStateBatchArray0(r: Reader, count: number): WriteShareGroupStateRequestStateBatch[] {
  const array: WriteShareGroupStateRequestStateBatch[] = [];
  for (let i = 0; i < count; i++) {
    const m: WriteShareGroupStateRequestStateBatch = {
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

function readWriteShareGroupStateRequestPartitionDataArray0(r: Reader, count: number): WriteShareGroupStateRequestPartitionData[] {
  const array: WriteShareGroupStateRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: WriteShareGroupStateRequestPartitionData = {
      partition: r.int32(),
      stateEpoch: r.int32(),
      leaderEpoch: r.int32(),
      startOffset: r.int64(),
      deliveryCompleteCount: -1,
      stateBatches: readWriteShareGroupStateRequestStateBatchArray0(r, r.compactCount(20)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readWriteShareGroupStateRequestWriteStateDataArray0(r: Reader, count: number): WriteShareGroupStateRequestWriteStateData[] {
  const array: WriteShareGroupStateRequestWriteStateData[] = [];
  for (let i = 0; i < count; i++) {
    const m: WriteShareGroupStateRequestWriteStateData = {
      topicId: r.uuid(),
      partitions: readWriteShareGroupStateRequestPartitionDataArray0(r, r.compactCount(22)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readWriteShareGroupStateRequest0(r: Reader): WriteShareGroupStateRequest {
  const m: WriteShareGroupStateRequest = {
    groupId: r.compactString(),
    topics: readWriteShareGroupStateRequestWriteStateDataArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function readWriteShareGroupStateRequestPartitionDataArray1(r: Reader, count: number): WriteShareGroupStateRequestPartitionData[] {
  const array: WriteShareGroupStateRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: WriteShareGroupStateRequestPartitionData = {
      partition: r.int32(),
      stateEpoch: r.int32(),
      leaderEpoch: r.int32(),
      startOffset: r.int64(),
      deliveryCompleteCount: r.int32(),
      stateBatches: readWriteShareGroupStateRequestStateBatchArray0(r, r.compactCount(20)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readWriteShareGroupStateRequestWriteStateDataArray1(r: Reader, count: number): WriteShareGroupStateRequestWriteStateData[] {
  const array: WriteShareGroupStateRequestWriteStateData[] = [];
  for (let i = 0; i < count; i++) {
    const m: WriteShareGroupStateRequestWriteStateData = {
      topicId: r.uuid(),
      partitions: readWriteShareGroupStateRequestPartitionDataArray1(r, r.compactCount(26)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readWriteShareGroupStateRequest1(r: Reader): WriteShareGroupStateRequest {
  const m: WriteShareGroupStateRequest = {
    groupId: r.compactString(),
    topics: readWriteShareGroupStateRequestWriteStateDataArray1(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeWriteShareGroupStateRequestStateBatchArray0(w: Writer, array: WriteShareGroupStateRequestStateBatch[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int64(m.firstOffset);
    w.int64(m.lastOffset);
    w.int8(m.deliveryState);
    w.int16(m.deliveryCount);
    w.uvarint(0);
  }
}

function writeWriteShareGroupStateRequestPartitionDataArray0(w: Writer, array: WriteShareGroupStateRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int32(m.stateEpoch);
    w.int32(m.leaderEpoch);
    w.int64(m.startOffset);
    writeWriteShareGroupStateRequestStateBatchArray0(w, m.stateBatches);
    w.uvarint(0);
  }
}

function writeWriteShareGroupStateRequestWriteStateDataArray0(w: Writer, array: WriteShareGroupStateRequestWriteStateData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeWriteShareGroupStateRequestPartitionDataArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeWriteShareGroupStateRequest0(w: Writer, m: WriteShareGroupStateRequest): void {
  w.compactString(m.groupId);
  writeWriteShareGroupStateRequestWriteStateDataArray0(w, m.topics);
  w.uvarint(0);
}

function writeWriteShareGroupStateRequestPartitionDataArray1(w: Writer, array: WriteShareGroupStateRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int32(m.stateEpoch);
    w.int32(m.leaderEpoch);
    w.int64(m.startOffset);
    w.int32(m.deliveryCompleteCount);
    writeWriteShareGroupStateRequestStateBatchArray0(w, m.stateBatches);
    w.uvarint(0);
  }
}

function writeWriteShareGroupStateRequestWriteStateDataArray1(w: Writer, array: WriteShareGroupStateRequestWriteStateData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeWriteShareGroupStateRequestPartitionDataArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeWriteShareGroupStateRequest1(w: Writer, m: WriteShareGroupStateRequest): void {
  w.compactString(m.groupId);
  writeWriteShareGroupStateRequestWriteStateDataArray1(w, m.topics);
  w.uvarint(0);
}

export const writeShareGroupStateRequest: MessageCodec<WriteShareGroupStateRequest> = defineCodec({
  name: 'WriteShareGroupStateRequest',
  apiKey: 85,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readWriteShareGroupStateRequest0, readWriteShareGroupStateRequest1],
  writers: [writeWriteShareGroupStateRequest0, writeWriteShareGroupStateRequest1],
});

export interface WriteShareGroupStateResponse {
  results: WriteShareGroupStateResponseWriteStateResult[];
}

export interface WriteShareGroupStateResponseWriteStateResult {
  topicId: string;
  partitions: WriteShareGroupStateResponsePartitionResult[];
}

export interface WriteShareGroupStateResponsePartitionResult {
  partition: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newWriteShareGroupStateResponse(fields?: Partial<WriteShareGroupStateResponse>): WriteShareGroupStateResponse {
  return { results: [], ...fields };
}

export function newWriteShareGroupStateResponseWriteStateResult(fields?: Partial<WriteShareGroupStateResponseWriteStateResult>): WriteShareGroupStateResponseWriteStateResult {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newWriteShareGroupStateResponsePartitionResult(fields?: Partial<WriteShareGroupStateResponsePartitionResult>): WriteShareGroupStateResponsePartitionResult {
  return { partition: 0, errorCode: 0, errorMessage: null, ...fields };
}

function readWriteShareGroupStateResponsePartitionResultArray0(r: Reader, count: number): WriteShareGroupStateResponsePartitionResult[] {
  const array: WriteShareGroupStateResponsePartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: WriteShareGroupStateResponsePartitionResult = {
      partition: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readWriteShareGroupStateResponseWriteStateResultArray0(r: Reader, count: number): WriteShareGroupStateResponseWriteStateResult[] {
  const array: WriteShareGroupStateResponseWriteStateResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: WriteShareGroupStateResponseWriteStateResult = {
      topicId: r.uuid(),
      partitions: readWriteShareGroupStateResponsePartitionResultArray0(r, r.compactCount(8)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readWriteShareGroupStateResponse0(r: Reader): WriteShareGroupStateResponse {
  const m: WriteShareGroupStateResponse = {
    results: readWriteShareGroupStateResponseWriteStateResultArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeWriteShareGroupStateResponsePartitionResultArray0(w: Writer, array: WriteShareGroupStateResponsePartitionResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeWriteShareGroupStateResponseWriteStateResultArray0(w: Writer, array: WriteShareGroupStateResponseWriteStateResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeWriteShareGroupStateResponsePartitionResultArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeWriteShareGroupStateResponse0(w: Writer, m: WriteShareGroupStateResponse): void {
  writeWriteShareGroupStateResponseWriteStateResultArray0(w, m.results);
  w.uvarint(0);
}

export const writeShareGroupStateResponse: MessageCodec<WriteShareGroupStateResponse> = defineCodec({
  name: 'WriteShareGroupStateResponse',
  apiKey: 85,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readWriteShareGroupStateResponse0, readWriteShareGroupStateResponse0],
  writers: [writeWriteShareGroupStateResponse0, writeWriteShareGroupStateResponse0],
});
