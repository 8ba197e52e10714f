// generated from 87-read-share-group-state-summary.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface ReadShareGroupStateSummaryRequest {
  groupId: string;
  topics: ReadShareGroupStateSummaryRequestReadStateSummaryData[];
}

export interface ReadShareGroupStateSummaryRequestReadStateSummaryData {
  topicId: string;
  partitions: ReadShareGroupStateSummaryRequestPartitionData[];
}

export interface ReadShareGroupStateSummaryRequestPartitionData {
  partition: number;
  leaderEpoch: number;
}

export function newReadShareGroupStateSummaryRequest(fields?: Partial<ReadShareGroupStateSummaryRequest>): ReadShareGroupStateSummaryRequest {
  return { groupId: '', topics: [], ...fields };
}

export function newReadShareGroupStateSummaryRequestReadStateSummaryData(fields?: Partial<ReadShareGroupStateSummaryRequestReadStateSummaryData>): ReadShareGroupStateSummaryRequestReadStateSummaryData {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newReadShareGroupStateSummaryRequestPartitionData(fields?: Partial<ReadShareGroupStateSummaryRequestPartitionData>): ReadShareGroupStateSummaryRequestPartitionData {
  return { partition: 0, leaderEpoch: 0, ...fields };
}

function readReadShareGroupStateSummaryRequestPartitionDataArray0(r: Reader, count: number): ReadShareGroupStateSummaryRequestPartitionData[] {
  const array: ReadShareGroupStateSummaryRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: ReadShareGroupStateSummaryRequestPartitionData = {
      partition: r.int32(),
      leaderEpoch: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readReadShareGroupStateSummaryRequestReadStateSummaryDataArray0(r: Reader, count: number): ReadShareGroupStateSummaryRequestReadStateSummaryData[] {
  const array: ReadShareGroupStateSummaryRequestReadStateSummaryData[] = [];
  for (let i = 0; i < count; i++) {
    const m: ReadShareGroupStateSummaryRequestReadStateSummaryData = {
      topicId: r.uuid(),
      partitions: readReadShareGroupStateSummaryRequestPartitionDataArray0(r, r.compactCount(9)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readReadShareGroupStateSummaryRequest0(r: Reader): ReadShareGroupStateSummaryRequest {
  const m: ReadShareGroupStateSummaryRequest = {
    groupId: r.compactString(),
    topics: readReadShareGroupStateSummaryRequestReadStateSummaryDataArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeReadShareGroupStateSummaryRequestPartitionDataArray0(w: Writer, array: ReadShareGroupStateSummaryRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int32(m.leaderEpoch);
    w.uvarint(0);
  }
}

function writeReadShareGroupStateSummaryRequestReadStateSummaryDataArray0(w: Writer, array: ReadShareGroupStateSummaryRequestReadStateSummaryData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeReadShareGroupStateSummaryRequestPartitionDataArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeReadShareGroupStateSummaryRequest0(w: Writer, m: ReadShareGroupStateSummaryRequest): void {
  w.compactString(m.groupId);
  writeReadShareGroupStateSummaryRequestReadStateSummaryDataArray0(w, m.topics);
  w.uvarint(0);
}

export const readShareGroupStateSummaryRequest: MessageCodec<ReadShareGroupStateSummaryRequest> = defineCodec({
  name: 'ReadShareGroupStateSummaryRequest',
  apiKey: 87,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readReadShareGroupStateSummaryRequest0, readReadShareGroupStateSummaryRequest0],
  writers: [writeReadShareGroupStateSummaryRequest0, writeReadShareGroupStateSummaryRequest0],
});

export interface ReadShareGroupStateSummaryResponse {
  results: ReadShareGroupStateSummaryResponseReadStateSummaryResult[];
}

export interface ReadShareGroupStateSummaryResponseReadStateSummaryResult {
  topicId: string;
  partitions: ReadShareGroupStateSummaryResponsePartitionResult[];
}

export interface ReadShareGroupStateSummaryResponsePartitionResult {
  partition: number;
  errorCode: number;
  errorMessage: string | null;
  stateEpoch: number;
  leaderEpoch: number;
  startOffset: number;
  /** v1+ */
  deliveryCompleteCount: number;
}

export function newReadShareGroupStateSummaryResponse(fields?: Partial<ReadShareGroupStateSummaryResponse>): ReadShareGroupStateSummaryResponse {
  return { results: [], ...fields };
}

export function newReadShareGroupStateSummaryResponseReadStateSummaryResult(fields?: Partial<ReadShareGroupStateSummaryResponseReadStateSummaryResult>): ReadShareGroupStateSummaryResponseReadStateSummaryResult {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newReadShareGroupStateSummaryResponsePartitionResult(fields?: Partial<ReadShareGroupStateSummaryResponsePartitionResult>): ReadShareGroupStateSummaryResponsePartitionResult {
  return { partition: 0, errorCode: 0, errorMessage: null, stateEpoch: 0, leaderEpoch: 0, startOffset: 0, deliveryCompleteCount: -1, ...fields };
}

function readReadShareGroupStateSummaryResponsePartitionResultArray0(r: Reader, count: number): ReadShareGroupStateSummaryResponsePartitionResult[] {
  const array: ReadShareGroupStateSummaryResponsePartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: ReadShareGroupStateSummaryResponsePartitionResult = {
      partition: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      stateEpoch: r.int32(),
      leaderEpoch: r.int32(),
      startOffset: r.int64(),
      deliveryCompleteCount: -1,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readReadShareGroupStateSummaryResponseReadStateSummaryResultArray0(r: Reader, count: number): ReadShareGroupStateSummaryResponseReadStateSummaryResult[] {
  const array: ReadShareGroupStateSummaryResponseReadStateSummaryResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: ReadShareGroupStateSummaryResponseReadStateSummaryResult = {
      topicId: r.uuid(),
      partitions: readReadShareGroupStateSummaryResponsePartitionResultArray0(r, r.compactCount(24)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readReadShareGroupStateSummaryResponse0(r: Reader): ReadShareGroupStateSummaryResponse {
  const m: ReadShareGroupStateSummaryResponse = {
    results: readReadShareGroupStateSummaryResponseReadStateSummaryResultArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function readReadShareGroupStateSummaryResponsePartitionResultArray1(r: Reader, count: number): ReadShareGroupStateSummaryResponsePartitionResult[] {
  const array: ReadShareGroupStateSummaryResponsePartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: ReadShareGroupStateSummaryResponsePartitionResult = {
      partition: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      stateEpoch: r.int32(),
      leaderEpoch: r.int32(),
      startOffset: r.int64(),
      deliveryCompleteCount: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readReadShareGroupStateSummaryResponseReadStateSummaryResultArray1(r: Reader, count: number): ReadShareGroupStateSummaryResponseReadStateSummaryResult[] {
  const array: ReadShareGroupStateSummaryResponseReadStateSummaryResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: ReadShareGroupStateSummaryResponseReadStateSummaryResult = {
      topicId: r.uuid(),
      partitions: readReadShareGroupStateSummaryResponsePartitionResultArray1(r, r.compactCount(28)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readReadShareGroupStateSummaryResponse1(r: Reader): ReadShareGroupStateSummaryResponse {
  const m: ReadShareGroupStateSummaryResponse = {
    results: readReadShareGroupStateSummaryResponseReadStateSummaryResultArray1(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeReadShareGroupStateSummaryResponsePartitionResultArray0(w: Writer, array: ReadShareGroupStateSummaryResponsePartitionResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.int32(m.stateEpoch);
    w.int32(m.leaderEpoch);
    w.int64(m.startOffset);
    w.uvarint(0);
  }
}

function writeReadShareGroupStateSummaryResponseReadStateSummaryResultArray0(w: Writer, array: ReadShareGroupStateSummaryResponseReadStateSummaryResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeReadShareGroupStateSummaryResponsePartitionResultArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeReadShareGroupStateSummaryResponse0(w: Writer, m: ReadShareGroupStateSummaryResponse): void {
  writeReadShareGroupStateSummaryResponseReadStateSummaryResultArray0(w, m.results);
  w.uvarint(0);
}

function writeReadShareGroupStateSummaryResponsePartitionResultArray1(w: Writer, array: ReadShareGroupStateSummaryResponsePartitionResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.int32(m.stateEpoch);
    w.int32(m.leaderEpoch);
    w.int64(m.startOffset);
    w.int32(m.deliveryCompleteCount);
    w.uvarint(0);
  }
}

function writeReadShareGroupStateSummaryResponseReadStateSummaryResultArray1(w: Writer, array: ReadShareGroupStateSummaryResponseReadStateSummaryResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeReadShareGroupStateSummaryResponsePartitionResultArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeReadShareGroupStateSummaryResponse1(w: Writer, m: ReadShareGroupStateSummaryResponse): void {
  writeReadShareGroupStateSummaryResponseReadStateSummaryResultArray1(w, m.results);
  w.uvarint(0);
}

export const readShareGroupStateSummaryResponse: MessageCodec<ReadShareGroupStateSummaryResponse> = defineCodec({
  name: 'ReadShareGroupStateSummaryResponse',
  apiKey: 87,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readReadShareGroupStateSummaryResponse0, readReadShareGroupStateSummaryResponse1],
  writers: [writeReadShareGroupStateSummaryResponse0, writeReadShareGroupStateSummaryResponse1],
});
