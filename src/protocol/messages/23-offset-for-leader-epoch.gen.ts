// generated from 23-offset-for-leader-epoch.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface OffsetForLeaderEpochRequest {
  /** v3+ */
  replicaId: number;
  topics: OffsetForLeaderEpochRequestOffsetForLeaderTopic[];
}

export interface OffsetForLeaderEpochRequestOffsetForLeaderTopic {
  topic: string;
  partitions: OffsetForLeaderEpochRequestOffsetForLeaderPartition[];
}

export interface OffsetForLeaderEpochRequestOffsetForLeaderPartition {
  partition: number;
  currentLeaderEpoch: number;
  leaderEpoch: number;
}

export function newOffsetForLeaderEpochRequest(fields?: Partial<OffsetForLeaderEpochRequest>): OffsetForLeaderEpochRequest {
  return { replicaId: -2, topics: [], ...fields };
}

export function newOffsetForLeaderEpochRequestOffsetForLeaderTopic(fields?: Partial<OffsetForLeaderEpochRequestOffsetForLeaderTopic>): OffsetForLeaderEpochRequestOffsetForLeaderTopic {
  return { topic: '', partitions: [], ...fields };
}

export function newOffsetForLeaderEpochRequestOffsetForLeaderPartition(fields?: Partial<OffsetForLeaderEpochRequestOffsetForLeaderPartition>): OffsetForLeaderEpochRequestOffsetForLeaderPartition {
  return { partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0, ...fields };
}

function readOffsetForLeaderEpochRequestOffsetForLeaderPartitionArray2(r: Reader, count: number): OffsetForLeaderEpochRequestOffsetForLeaderPartition[] {
  const array: OffsetForLeaderEpochRequestOffsetForLeaderPartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partition: r.int32(),
      currentLeaderEpoch: r.int32(),
      leaderEpoch: r.int32(),
    });
  }
  return array;
}

function readOffsetForLeaderEpochRequestOffsetForLeaderTopicArray2(r: Reader, count: number): OffsetForLeaderEpochRequestOffsetForLeaderTopic[] {
  const array: OffsetForLeaderEpochRequestOffsetForLeaderTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      partitions: readOffsetForLeaderEpochRequestOffsetForLeaderPartitionArray2(r, r.count(12)),
    });
  }
  return array;
}

function readOffsetForLeaderEpochRequest2(r: Reader): OffsetForLeaderEpochRequest {
  return {
    replicaId: -2,
    topics: readOffsetForLeaderEpochRequestOffsetForLeaderTopicArray2(r, r.count(6)),
  };
}

function readOffsetForLeaderEpochRequest3(r: Reader): OffsetForLeaderEpochRequest {
  return {
    replicaId: r.int32(),
    topics: readOffsetForLeaderEpochRequestOffsetForLeaderTopicArray2(r, r.count(6)),
  };
}

function readOffsetForLeaderEpochRequestOffsetForLeaderPartitionArray4(r: Reader, count: number): OffsetForLeaderEpochRequestOffsetForLeaderPartition[] {
  const array: OffsetForLeaderEpochRequestOffsetForLeaderPartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetForLeaderEpochRequestOffsetForLeaderPartition = {
      partition: r.int32(),
      currentLeaderEpoch: r.int32(),
      leaderEpoch: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetForLeaderEpochRequestOffsetForLeaderTopicArray4(r: Reader, count: number): OffsetForLeaderEpochRequestOffsetForLeaderTopic[] {
  const array: OffsetForLeaderEpochRequestOffsetForLeaderTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetForLeaderEpochRequestOffsetForLeaderTopic = {
      topic: r.compactString(),
      partitions: readOffsetForLeaderEpochRequestOffsetForLeaderPartitionArray4(r, r.compactCount(13)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetForLeaderEpochRequest4(r: Reader): OffsetForLeaderEpochRequest {
  const m: OffsetForLeaderEpochRequest = {
    replicaId: r.int32(),
    topics: readOffsetForLeaderEpochRequestOffsetForLeaderTopicArray4(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeOffsetForLeaderEpochRequestOffsetForLeaderPartitionArray2(w: Writer, array: OffsetForLeaderEpochRequestOffsetForLeaderPartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int32(m.currentLeaderEpoch);
    w.int32(m.leaderEpoch);
  }
}

function writeOffsetForLeaderEpochRequestOffsetForLeaderTopicArray2(w: Writer, array: OffsetForLeaderEpochRequestOffsetForLeaderTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    writeOffsetForLeaderEpochRequestOffsetForLeaderPartitionArray2(w, m.partitions);
  }
}

function writeOffsetForLeaderEpochRequest2(w: Writer, m: OffsetForLeaderEpochRequest): void {
  writeOffsetForLeaderEpochRequestOffsetForLeaderTopicArray2(w, m.topics);
}

function writeOffsetForLeaderEpochRequest3(w: Writer, m: OffsetForLeaderEpochRequest): void {
  w.int32(m.replicaId);
  writeOffsetForLeaderEpochRequestOffsetForLeaderTopicArray2(w, m.topics);
}

function writeOffsetForLeaderEpochRequestOffsetForLeaderPartitionArray4(w: Writer, array: OffsetForLeaderEpochRequestOffsetForLeaderPartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int32(m.currentLeaderEpoch);
    w.int32(m.leaderEpoch);
    w.uvarint(0);
  }
}

function writeOffsetForLeaderEpochRequestOffsetForLeaderTopicArray4(w: Writer, array: OffsetForLeaderEpochRequestOffsetForLeaderTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topic);
    writeOffsetForLeaderEpochRequestOffsetForLeaderPartitionArray4(w, m.partitions);
    w.uvarint(0);
  }
}

function writeOffsetForLeaderEpochRequest4(w: Writer, m: OffsetForLeaderEpochRequest): void {
  w.int32(m.replicaId);
  writeOffsetForLeaderEpochRequestOffsetForLeaderTopicArray4(w, m.topics);
  w.uvarint(0);
}

export const offsetForLeaderEpochRequest: MessageCodec<OffsetForLeaderEpochRequest> = defineCodec({
  name: 'OffsetForLeaderEpochRequest',
  apiKey: 23,
  type: 'request',
  minVersion: 2,
  flexibleVersion: 4,
  readers: [readOffsetForLeaderEpochRequest2, readOffsetForLeaderEpochRequest3, readOffsetForLeaderEpochRequest4],
  writers: [writeOffsetForLeaderEpochRequest2, writeOffsetForLeaderEpochRequest3, writeOffsetForLeaderEpochRequest4],
});

export interface OffsetForLeaderEpochResponse {
  throttleTimeMs: number;
  topics: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[];
}

export interface OffsetForLeaderEpochResponseOffsetForLeaderTopicResult {
  topic: string;
  partitions: OffsetForLeaderEpochResponseEpochEndOffset[];
}

export interface OffsetForLeaderEpochResponseEpochEndOffset {
  errorCode: number;
  partition: number;
  leaderEpoch: number;
  endOffset: number;
}

export function newOffsetForLeaderEpochResponse(fields?: Partial<OffsetForLeaderEpochResponse>): OffsetForLeaderEpochResponse {
  return { throttleTimeMs: 0, topics: [], ...fields };
}

export function newOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(fields?: Partial<OffsetForLeaderEpochResponseOffsetForLeaderTopicResult>): OffsetForLeaderEpochResponseOffsetForLeaderTopicResult {
  return { topic: '', partitions: [], ...fields };
}

export function newOffsetForLeaderEpochResponseEpochEndOffset(fields?: Partial<OffsetForLeaderEpochResponseEpochEndOffset>): OffsetForLeaderEpochResponseEpochEndOffset {
  return { errorCode: 0, partition: 0, leaderEpoch: -1, endOffset: -1, ...fields };
}

function readOffsetForLeaderEpochResponseEpochEndOffsetArray2(r: Reader, count: number): OffsetForLeaderEpochResponseEpochEndOffset[] {
  const array: OffsetForLeaderEpochResponseEpochEndOffset[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      partition: r.int32(),
      leaderEpoch: r.int32(),
      endOffset: r.int64(),
    });
  }
  return array;
}

function readOffsetForLeaderEpochResponseOffsetForLeaderTopicResultArray2(r: Reader, count: number): OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[] {
  const array: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      partitions: readOffsetForLeaderEpochResponseEpochEndOffsetArray2(r, r.count(18)),
    });
  }
  return array;
}

function readOffsetForLeaderEpochResponse2(r: Reader): OffsetForLeaderEpochResponse {
  return {
    throttleTimeMs: r.int32(),
    topics: readOffsetForLeaderEpochResponseOffsetForLeaderTopicResultArray2(r, r.count(6)),
  };
}

function readOffsetForLeaderEpochResponseEpochEndOffsetArray4(r: Reader, count: number): OffsetForLeaderEpochResponseEpochEndOffset[] {
  const array: OffsetForLeaderEpochResponseEpochEndOffset[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetForLeaderEpochResponseEpochEndOffset = {
      errorCode: r.int16(),
      partition: r.int32(),
      leaderEpoch: r.int32(),
      endOffset: r.int64(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetForLeaderEpochResponseOffsetForLeaderTopicResultArray4(r: Reader, count: number): OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[] {
  const array: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult = {
      topic: r.compactString(),
      partitions: readOffsetForLeaderEpochResponseEpochEndOffsetArray4(r, r.compactCount(19)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetForLeaderEpochResponse4(r: Reader): OffsetForLeaderEpochResponse {
  const m: OffsetForLeaderEpochResponse = {
    throttleTimeMs: r.int32(),
    topics: readOffsetForLeaderEpochResponseOffsetForLeaderTopicResultArray4(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeOffsetForLeaderEpochResponseEpochEndOffsetArray2(w: Writer, array: OffsetForLeaderEpochResponseEpochEndOffset[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.int32(m.partition);
    w.int32(m.leaderEpoch);
    w.int64(m.endOffset);
  }
}

function writeOffsetForLeaderEpochResponseOffsetForLeaderTopicResultArray2(w: Writer, array: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    writeOffsetForLeaderEpochResponseEpochEndOffsetArray2(w, m.partitions);
  }
}

function writeOffsetForLeaderEpochResponse2(w: Writer, m: OffsetForLeaderEpochResponse): void {
  w.int32(m.throttleTimeMs);
  writeOffsetForLeaderEpochResponseOffsetForLeaderTopicResultArray2(w, m.topics);
}

function writeOffsetForLeaderEpochResponseEpochEndOffsetArray4(w: Writer, array: OffsetForLeaderEpochResponseEpochEndOffset[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.int32(m.partition);
    w.int32(m.leaderEpoch);
    w.int64(m.endOffset);
    w.uvarint(0);
  }
}

function writeOffsetForLeaderEpochResponseOffsetForLeaderTopicResultArray4(w: Writer, array: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topic);
    writeOffsetForLeaderEpochResponseEpochEndOffsetArray4(w, m.partitions);
    w.uvarint(0);
  }
}

function writeOffsetForLeaderEpochResponse4(w: Writer, m: OffsetForLeaderEpochResponse): void {
  w.int32(m.throttleTimeMs);
  writeOffsetForLeaderEpochResponseOffsetForLeaderTopicResultArray4(w, m.topics);
  w.uvarint(0);
}

export const offsetForLeaderEpochResponse: MessageCodec<OffsetForLeaderEpochResponse> = defineCodec({
  name: 'OffsetForLeaderEpochResponse',
  apiKey: 23,
  type: 'response',
  minVersion: 2,
  flexibleVersion: 4,
  readers: [readOffsetForLeaderEpochResponse2, readOffsetForLeaderEpochResponse2, readOffsetForLeaderEpochResponse4],
  writers: [writeOffsetForLeaderEpochResponse2, writeOffsetForLeaderEpochResponse2, writeOffsetForLeaderEpochResponse4],
});
