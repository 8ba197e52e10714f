// generated from 47-offset-delete.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface OffsetDeleteRequest {
  groupId: string;
  topics: OffsetDeleteRequestTopic[];
}

export interface OffsetDeleteRequestTopic {
  name: string;
  partitions: OffsetDeleteRequestPartition[];
}

export interface OffsetDeleteRequestPartition {
  partitionIndex: number;
}

export function newOffsetDeleteRequest(fields?: Partial<OffsetDeleteRequest>): OffsetDeleteRequest {
  return { groupId: '', topics: [], ...fields };
}

export function newOffsetDeleteRequestTopic(fields?: Partial<OffsetDeleteRequestTopic>): OffsetDeleteRequestTopic {
  return { name: '', partitions: [], ...fields };
}

export function newOffsetDeleteRequestPartition(fields?: Partial<OffsetDeleteRequestPartition>): OffsetDeleteRequestPartition {
  return { partitionIndex: 0, ...fields };
}

function readOffsetDeleteRequestPartitionArray0(r: Reader, count: number): OffsetDeleteRequestPartition[] {
  const array: OffsetDeleteRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
    });
  }
  return array;
}

function readOffsetDeleteRequestTopicArray0(r: Reader, count: number): OffsetDeleteRequestTopic[] {
  const array: OffsetDeleteRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitions: readOffsetDeleteRequestPartitionArray0(r, r.count(4)),
    });
  }
  return array;
}

function readOffsetDeleteRequest0(r: Reader): OffsetDeleteRequest {
  return {
    groupId: r.string(),
    topics: readOffsetDeleteRequestTopicArray0(r, r.count(6)),
  };
}

function writeOffsetDeleteRequestPartitionArray0(w: Writer, array: OffsetDeleteRequestPartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
  }
}

function writeOffsetDeleteRequestTopicArray0(w: Writer, array: OffsetDeleteRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeOffsetDeleteRequestPartitionArray0(w, m.partitions);
  }
}

function writeOffsetDeleteRequest0(w: Writer, m: OffsetDeleteRequest): void {
  w.string(m.groupId);
  writeOffsetDeleteRequestTopicArray0(w, m.topics);
}

export const offsetDeleteRequest: MessageCodec<OffsetDeleteRequest> = defineCodec({
  name: 'OffsetDeleteRequest',
  apiKey: 47,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readOffsetDeleteRequest0],
  writers: [writeOffsetDeleteRequest0],
});

export interface OffsetDeleteResponse {
  errorCode: number;
  throttleTimeMs: number;
  topics: OffsetDeleteResponseTopic[];
}

export interface OffsetDeleteResponseTopic {
  name: string;
  partitions: OffsetDeleteResponsePartition[];
}

export interface OffsetDeleteResponsePartition {
  partitionIndex: number;
  errorCode: number;
}

export function newOffsetDeleteResponse(fields?: Partial<OffsetDeleteResponse>): OffsetDeleteResponse {
  return { errorCode: 0, throttleTimeMs: 0, topics: [], ...fields };
}

export function newOffsetDeleteResponseTopic(fields?: Partial<OffsetDeleteResponseTopic>): OffsetDeleteResponseTopic {
  return { name: '', partitions: [], ...fields };
}

export function newOffsetDeleteResponsePartition(fields?: Partial<OffsetDeleteResponsePartition>): OffsetDeleteResponsePartition {
  return { partitionIndex: 0, errorCode: 0, ...fields };
}

function readOffsetDeleteResponsePartitionArray0(r: Reader, count: number): OffsetDeleteResponsePartition[] {
  const array: OffsetDeleteResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      errorCode: r.int16(),
    });
  }
  return array;
}

function readOffsetDeleteResponseTopicArray0(r: Reader, count: number): OffsetDeleteResponseTopic[] {
  const array: OffsetDeleteResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitions: readOffsetDeleteResponsePartitionArray0(r, r.count(6)),
    });
  }
  return array;
}

function readOffsetDeleteResponse0(r: Reader): OffsetDeleteResponse {
  return {
    errorCode: r.int16(),
    throttleTimeMs: r.int32(),
    topics: readOffsetDeleteResponseTopicArray0(r, r.count(6)),
  };
}

function writeOffsetDeleteResponsePartitionArray0(w: Writer, array: OffsetDeleteResponsePartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
  }
}

function writeOffsetDeleteResponseTopicArray0(w: Writer, array: OffsetDeleteResponseTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeOffsetDeleteResponsePartitionArray0(w, m.partitions);
  }
}

function writeOffsetDeleteResponse0(w: Writer, m: OffsetDeleteResponse): void {
  w.int16(m.errorCode);
  w.int32(m.throttleTimeMs);
  writeOffsetDeleteResponseTopicArray0(w, m.topics);
}

export const offsetDeleteResponse: MessageCodec<OffsetDeleteResponse> = defineCodec({
  name: 'OffsetDeleteResponse',
  apiKey: 47,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readOffsetDeleteResponse0],
  writers: [writeOffsetDeleteResponse0],
});
