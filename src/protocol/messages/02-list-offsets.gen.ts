// generated from 02-list-offsets.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface ListOffsetsRequest {
  replicaId: number;
  /** v2+ */
  isolationLevel: number;
  topics: ListOffsetsRequestTopic[];
  /** v10+ */
  timeoutMs: number;
}

export interface ListOffsetsRequestTopic {
  name: string;
  partitions: ListOffsetsRequestPartition[];
}

export interface ListOffsetsRequestPartition {
  partitionIndex: number;
  /** v4+ */
  currentLeaderEpoch: number;
  timestamp: number;
}

export function newListOffsetsRequest(fields?: Partial<ListOffsetsRequest>): ListOffsetsRequest {
  return { replicaId: 0, isolationLevel: 0, topics: [], timeoutMs: 0, ...fields };
}

export function newListOffsetsRequestTopic(fields?: Partial<ListOffsetsRequestTopic>): ListOffsetsRequestTopic {
  return { name: '', partitions: [], ...fields };
}

export function newListOffsetsRequestPartition(fields?: Partial<ListOffsetsRequestPartition>): ListOffsetsRequestPartition {
  return { partitionIndex: 0, currentLeaderEpoch: -1, timestamp: 0, ...fields };
}

function readListOffsetsRequestPartitionArray1(r: Reader, count: number): ListOffsetsRequestPartition[] {
  const array: ListOffsetsRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      currentLeaderEpoch: -1,
      timestamp: r.int64(),
    });
  }
  return array;
}

function readListOffsetsRequestTopicArray1(r: Reader, count: number): ListOffsetsRequestTopic[] {
  const array: ListOffsetsRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitions: readListOffsetsRequestPartitionArray1(r, r.count(12)),
    });
  }
  return array;
}

function readListOffsetsRequest1(r: Reader): ListOffsetsRequest {
  return {
    replicaId: r.int32(),
    isolationLevel: 0,
    topics: readListOffsetsRequestTopicArray1(r, r.count(6)),
    timeoutMs: 0,
  };
}

function readListOffsetsRequest2(r: Reader): ListOffsetsRequest {
  return {
    replicaId: r.int32(),
    isolationLevel: r.int8(),
    topics: readListOffsetsRequestTopicArray1(r, r.count(6)),
    timeoutMs: 0,
  };
}

function readListOffsetsRequestPartitionArray4(r: Reader, count: number): ListOffsetsRequestPartition[] {
  const array: ListOffsetsRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      currentLeaderEpoch: r.int32(),
      timestamp: r.int64(),
    });
  }
  return array;
}

function readListOffsetsRequestTopicArray4(r: Reader, count: number): ListOffsetsRequestTopic[] {
  const array: ListOffsetsRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitions: readListOffsetsRequestPartitionArray4(r, r.count(16)),
    });
  }
  return array;
}

function readListOffsetsRequest4(r: Reader): ListOffsetsRequest {
  return {
    replicaId: r.int32(),
    isolationLevel: r.int8(),
    topics: readListOffsetsRequestTopicArray4(r, r.count(6)),
    timeoutMs: 0,
  };
}

function readListOffsetsRequestPartitionArray6(r: Reader, count: number): ListOffsetsRequestPartition[] {
  const array: ListOffsetsRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: ListOffsetsRequestPartition = {
      partitionIndex: r.int32(),
      currentLeaderEpoch: r.int32(),
      timestamp: r.int64(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readListOffsetsRequestTopicArray6(r: Reader, count: number): ListOffsetsRequestTopic[] {
  const array: ListOffsetsRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: ListOffsetsRequestTopic = {
      name: r.compactString(),
      partitions: readListOffsetsRequestPartitionArray6(r, r.compactCount(17)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readListOffsetsRequest6(r: Reader): ListOffsetsRequest {
  const m: ListOffsetsRequest = {
    replicaId: r.int32(),
    isolationLevel: r.int8(),
    topics: readListOffsetsRequestTopicArray6(r, r.compactCount(3)),
    timeoutMs: 0,
  };
  r.keepTags();
  return m;
}

function readListOffsetsRequest10(r: Reader): ListOffsetsRequest {
  const m: ListOffsetsRequest = {
    replicaId: r.int32(),
    isolationLevel: r.int8(),
    topics: readListOffsetsRequestTopicArray6(r, r.compactCount(3)),
    timeoutMs: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeListOffsetsRequestPartitionArray1(w: Writer, array: ListOffsetsRequestPartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.timestamp);
  }
}

function writeListOffsetsRequestTopicArray1(w: Writer, array: ListOffsetsRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeListOffsetsRequestPartitionArray1(w, m.partitions);
  }
}

function writeListOffsetsRequest1(w: Writer, m: ListOffsetsRequest): void {
  w.int32(m.replicaId);
  if (m.isolationLevel !== 0) throw unsupportedField('ListOffsetsRequest.isolationLevel');
  writeListOffsetsRequestTopicArray1(w, m.topics);
}

function writeListOffsetsRequest2(w: Writer, m: ListOffsetsRequest): void {
  w.int32(m.replicaId);
  w.int8(m.isolationLevel);
  writeListOffsetsRequestTopicArray1(w, m.topics);
}

function writeListOffsetsRequestPartitionArray4(w: Writer, array: ListOffsetsRequestPartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int32(m.currentLeaderEpoch);
    w.int64(m.timestamp);
  }
}

function writeListOffsetsRequestTopicArray4(w: Writer, array: ListOffsetsRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeListOffsetsRequestPartitionArray4(w, m.partitions);
  }
}

function writeListOffsetsRequest4(w: Writer, m: ListOffsetsRequest): void {
  w.int32(m.replicaId);
  w.int8(m.isolationLevel);
  writeListOffsetsRequestTopicArray4(w, m.topics);
}

function writeListOffsetsRequestPartitionArray6(w: Writer, array: ListOffsetsRequestPartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int32(m.currentLeaderEpoch);
    w.int64(m.timestamp);
    w.uvarint(0);
  }
}

function writeListOffsetsRequestTopicArray6(w: Writer, array: ListOffsetsRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeListOffsetsRequestPartitionArray6(w, m.partitions);
    w.uvarint(0);
  }
}

function writeListOffsetsRequest6(w: Writer, m: ListOffsetsRequest): void {
  w.int32(m.replicaId);
  w.int8(m.isolationLevel);
  writeListOffsetsRequestTopicArray6(w, m.topics);
  w.uvarint(0);
}

function writeListOffsetsRequest10(w: Writer, m: ListOffsetsRequest): void {
  w.int32(m.replicaId);
  w.int8(m.isolationLevel);
  writeListOffsetsRequestTopicArray6(w, m.topics);
  w.int32(m.timeoutMs);
  w.uvarint(0);
}

export const listOffsetsRequest: MessageCodec<ListOffsetsRequest> = defineCodec({
  name: 'ListOffsetsRequest',
  apiKey: 2,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 6,
  readers: [readListOffsetsRequest1, readListOffsetsRequest2, readListOffsetsRequest2, readListOffsetsRequest4, readListOffsetsRequest4, readListOffsetsRequest6, readListOffsetsRequest6, readListOffsetsRequest6, readListOffsetsRequest6, readListOffsetsRequest10, readListOffsetsRequest10],
  writers: [writeListOffsetsRequest1, writeListOffsetsRequest2, writeListOffsetsRequest2, writeListOffsetsRequest4, writeListOffsetsRequest4, writeListOffsetsRequest6, writeListOffsetsRequest6, writeListOffsetsRequest6, writeListOffsetsRequest6, writeListOffsetsRequest10, writeListOffsetsRequest10],
});

export interface ListOffsetsResponse {
  /** v2+ */
  throttleTimeMs: number;
  topics: ListOffsetsResponseTopicResponse[];
}

export interface ListOffsetsResponseTopicResponse {
  name: string;
  partitions: ListOffsetsResponsePartitionResponse[];
}

export interface ListOffsetsResponsePartitionResponse {
  partitionIndex: number;
  errorCode: number;
  timestamp: number;
  offset: number;
  /** v4+ */
  leaderEpoch: number;
}

export function newListOffsetsResponse(fields?: Partial<ListOffsetsResponse>): ListOffsetsResponse {
  return { throttleTimeMs: 0, topics: [], ...fields };
}

export function newListOffsetsResponseTopicResponse(fields?: Partial<ListOffsetsResponseTopicResponse>): ListOffsetsResponseTopicResponse {
  return { name: '', partitions: [], ...fields };
}

export function newListOffsetsResponsePartitionResponse(fields?: Partial<ListOffsetsResponsePartitionResponse>): ListOffsetsResponsePartitionResponse {
  return { partitionIndex: 0, errorCode: 0, timestamp: -1, offset: -1, leaderEpoch: -1, ...fields };
}

function readListOffsetsResponsePartitionResponseArray1(r: Reader, count: number): ListOffsetsResponsePartitionResponse[] {
  const array: ListOffsetsResponsePartitionResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      timestamp: r.int64(),
      offset: r.int64(),
      leaderEpoch: -1,
    });
  }
  return array;
}

function readListOffsetsResponseTopicResponseArray1(r: Reader, count: number): ListOffsetsResponseTopicResponse[] {
  const array: ListOffsetsResponseTopicResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitions: readListOffsetsResponsePartitionResponseArray1(r, r.count(22)),
    });
  }
  return array;
}

function readListOffsetsResponse1(r: Reader): ListOffsetsResponse {
  return {
    throttleTimeMs: 0,
    topics: readListOffsetsResponseTopicResponseArray1(r, r.count(6)),
  };
}

function readListOffsetsResponse2(r: Reader): ListOffsetsResponse {
  return {
    throttleTimeMs: r.int32(),
    topics: readListOffsetsResponseTopicResponseArray1(r, r.count(6)),
  };
}

function readListOffsetsResponsePartitionResponseArray4(r: Reader, count: number): ListOffsetsResponsePartitionResponse[] {
  const array: ListOffsetsResponsePartitionResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      timestamp: r.int64(),
      offset: r.int64(),
      leaderEpoch: r.int32(),
    });
  }
  return array;
}

function readListOffsetsResponseTopicResponseArray4(r: Reader, count: number): ListOffsetsResponseTopicResponse[] {
  const array: ListOffsetsResponseTopicResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitions: readListOffsetsResponsePartitionResponseArray4(r, r.count(26)),
    });
  }
  return array;
}

function readListOffsetsResponse4(r: Reader): ListOffsetsResponse {
  return {
    throttleTimeMs: r.int32(),
    topics: readListOffsetsResponseTopicResponseArray4(r, r.count(6)),
  };
}

function readListOffsetsResponsePartitionResponseArray6(r: Reader, count: number): ListOffsetsResponsePartitionResponse[] {
  const array: ListOffsetsResponsePartitionResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: ListOffsetsResponsePartitionResponse = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      timestamp: r.int64(),
      offset: r.int64(),
      leaderEpoch: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readListOffsetsResponseTopicResponseArray6(r: Reader, count: number): ListOffsetsResponseTopicResponse[] {
  const array: ListOffsetsResponseTopicResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: ListOffsetsResponseTopicResponse = {
      name: r.compactString(),
      partitions: readListOffsetsResponsePartitionResponseArray6(r, r.compactCount(27)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readListOffsetsResponse6(r: Reader): ListOffsetsResponse {
  const m: ListOffsetsResponse = {
    throttleTimeMs: r.int32(),
    topics: readListOffsetsResponseTopicResponseArray6(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeListOffsetsResponsePartitionResponseArray1(w: Writer, array: ListOffsetsResponsePartitionResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int64(m.timestamp);
    w.int64(m.offset);
    if (m.leaderEpoch !== -1) throw unsupportedField('ListOffsetsResponsePartitionResponse.leaderEpoch');
  }
}

function writeListOffsetsResponseTopicResponseArray1(w: Writer, array: ListOffsetsResponseTopicResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeListOffsetsResponsePartitionResponseArray1(w, m.partitions);
  }
}

function writeListOffsetsResponse1(w: Writer, m: ListOffsetsResponse): void {
  writeListOffsetsResponseTopicResponseArray1(w, m.topics);
}

function writeListOffsetsResponse2(w: Writer, m: ListOffsetsResponse): void {
  w.int32(m.throttleTimeMs);
  writeListOffsetsResponseTopicResponseArray1(w, m.topics);
}

function writeListOffsetsResponsePartitionResponseArray4(w: Writer, array: ListOffsetsResponsePartitionResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int64(m.timestamp);
    w.int64(m.offset);
    w.int32(m.leaderEpoch);
  }
}

function writeListOffsetsResponseTopicResponseArray4(w: Writer, array: ListOffsetsResponseTopicResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeListOffsetsResponsePartitionResponseArray4(w, m.partitions);
  }
}

function writeListOffsetsResponse4(w: Writer, m: ListOffsetsResponse): void {
  w.int32(m.throttleTimeMs);
  writeListOffsetsResponseTopicResponseArray4(w, m.topics);
}

function writeListOffsetsResponsePartitionResponseArray6(w: Writer, array: ListOffsetsResponsePartitionResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int64(m.timestamp);
    w.int64(m.offset);
    w.int32(m.leaderEpoch);
    w.uvarint(0);
  }
}

function writeListOffsetsResponseTopicResponseArray6(w: Writer, array: ListOffsetsResponseTopicResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeListOffsetsResponsePartitionResponseArray6(w, m.partitions);
    w.uvarint(0);
  }
}

function writeListOffsetsResponse6(w: Writer, m: ListOffsetsResponse): void {
  w.int32(m.throttleTimeMs);
  writeListOffsetsResponseTopicResponseArray6(w, m.topics);
  w.uvarint(0);
}

export const listOffsetsResponse: MessageCodec<ListOffsetsResponse> = defineCodec({
  name: 'ListOffsetsResponse',
  apiKey: 2,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 6,
  readers: [readListOffsetsResponse1, readListOffsetsResponse2, readListOffsetsResponse2, readListOffsetsResponse4, readListOffsetsResponse4, readListOffsetsResponse6, readListOffsetsResponse6, readListOffsetsResponse6, readListOffsetsResponse6, readListOffsetsResponse6, readListOffsetsResponse6],
  writers: [writeListOffsetsResponse1, writeListOffsetsResponse2, writeListOffsetsResponse2, writeListOffsetsResponse4, writeListOffsetsResponse4, writeListOffsetsResponse6, writeListOffsetsResponse6, writeListOffsetsResponse6, writeListOffsetsResponse6, writeListOffsetsResponse6, writeListOffsetsResponse6],
});
