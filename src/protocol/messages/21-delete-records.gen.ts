// generated from 21-delete-records.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface DeleteRecordsRequest {
  topics: DeleteRecordsRequestTopic[];
  timeoutMs: number;
}

export interface DeleteRecordsRequestTopic {
  name: string;
  partitions: DeleteRecordsRequestPartition[];
}

export interface DeleteRecordsRequestPartition {
  partitionIndex: number;
  offset: number;
}

export function newDeleteRecordsRequest(fields?: Partial<DeleteRecordsRequest>): DeleteRecordsRequest {
  return { topics: [], timeoutMs: 0, ...fields };
}

export function newDeleteRecordsRequestTopic(fields?: Partial<DeleteRecordsRequestTopic>): DeleteRecordsRequestTopic {
  return { name: '', partitions: [], ...fields };
}

export function newDeleteRecordsRequestPartition(fields?: Partial<DeleteRecordsRequestPartition>): DeleteRecordsRequestPartition {
  return { partitionIndex: 0, offset: 0, ...fields };
}

function readDeleteRecordsRequestPartitionArray0(r: Reader, count: number): DeleteRecordsRequestPartition[] {
  const array: DeleteRecordsRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      offset: r.int64(),
    });
  }
  return array;
}

function readDeleteRecordsRequestTopicArray0(r: Reader, count: number): DeleteRecordsRequestTopic[] {
  const array: DeleteRecordsRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitions: readDeleteRecordsRequestPartitionArray0(r, r.count(12)),
    });
  }
  return array;
}

function readDeleteRecordsRequest0(r: Reader): DeleteRecordsRequest {
  return {
    topics: readDeleteRecordsRequestTopicArray0(r, r.count(6)),
    timeoutMs: r.int32(),
  };
}

function readDeleteRecordsRequestPartitionArray2(r: Reader, count: number): DeleteRecordsRequestPartition[] {
  const array: DeleteRecordsRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteRecordsRequestPartition = {
      partitionIndex: r.int32(),
      offset: r.int64(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteRecordsRequestTopicArray2(r: Reader, count: number): DeleteRecordsRequestTopic[] {
  const array: DeleteRecordsRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteRecordsRequestTopic = {
      name: r.compactString(),
      partitions: readDeleteRecordsRequestPartitionArray2(r, r.compactCount(13)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteRecordsRequest2(r: Reader): DeleteRecordsRequest {
  const m: DeleteRecordsRequest = {
    topics: readDeleteRecordsRequestTopicArray2(r, r.compactCount(3)),
    timeoutMs: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeDeleteRecordsRequestPartitionArray0(w: Writer, array: DeleteRecordsRequestPartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.offset);
  }
}

function writeDeleteRecordsRequestTopicArray0(w: Writer, array: DeleteRecordsRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeDeleteRecordsRequestPartitionArray0(w, m.partitions);
  }
}

function writeDeleteRecordsRequest0(w: Writer, m: DeleteRecordsRequest): void {
  writeDeleteRecordsRequestTopicArray0(w, m.topics);
  w.int32(m.timeoutMs);
}

function writeDeleteRecordsRequestPartitionArray2(w: Writer, array: DeleteRecordsRequestPartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.offset);
    w.uvarint(0);
  }
}

function writeDeleteRecordsRequestTopicArray2(w: Writer, array: DeleteRecordsRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeDeleteRecordsRequestPartitionArray2(w, m.partitions);
    w.uvarint(0);
  }
}

function writeDeleteRecordsRequest2(w: Writer, m: DeleteRecordsRequest): void {
  writeDeleteRecordsRequestTopicArray2(w, m.topics);
  w.int32(m.timeoutMs);
  w.uvarint(0);
}

export const deleteRecordsRequest: MessageCodec<DeleteRecordsRequest> = defineCodec({
  name: 'DeleteRecordsRequest',
  apiKey: 21,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readDeleteRecordsRequest0, readDeleteRecordsRequest0, readDeleteRecordsRequest2],
  writers: [writeDeleteRecordsRequest0, writeDeleteRecordsRequest0, writeDeleteRecordsRequest2],
});

export interface DeleteRecordsResponse {
  throttleTimeMs: number;
  topics: DeleteRecordsResponseTopicResult[];
}

export interface DeleteRecordsResponseTopicResult {
  name: string;
  partitions: DeleteRecordsResponsePartitionResult[];
}

export interface DeleteRecordsResponsePartitionResult {
  partitionIndex: number;
  lowWatermark: number;
  errorCode: number;
}

export function newDeleteRecordsResponse(fields?: Partial<DeleteRecordsResponse>): DeleteRecordsResponse {
  return { throttleTimeMs: 0, topics: [], ...fields };
}

export function newDeleteRecordsResponseTopicResult(fields?: Partial<DeleteRecordsResponseTopicResult>): DeleteRecordsResponseTopicResult {
  return { name: '', partitions: [], ...fields };
}

export function newDeleteRecordsResponsePartitionResult(fields?: Partial<DeleteRecordsResponsePartitionResult>): DeleteRecordsResponsePartitionResult {
  return { partitionIndex: 0, lowWatermark: 0, errorCode: 0, ...fields };
}

function readDeleteRecordsResponsePartitionResultArray0(r: Reader, count: number): DeleteRecordsResponsePartitionResult[] {
  const array: DeleteRecordsResponsePartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      lowWatermark: r.int64(),
      errorCode: r.int16(),
    });
  }
  return array;
}

function readDeleteRecordsResponseTopicResultArray0(r: Reader, count: number): DeleteRecordsResponseTopicResult[] {
  const array: DeleteRecordsResponseTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitions: readDeleteRecordsResponsePartitionResultArray0(r, r.count(14)),
    });
  }
  return array;
}

function readDeleteRecordsResponse0(r: Reader): DeleteRecordsResponse {
  return {
    throttleTimeMs: r.int32(),
    topics: readDeleteRecordsResponseTopicResultArray0(r, r.count(6)),
  };
}

function readDeleteRecordsResponsePartitionResultArray2(r: Reader, count: number): DeleteRecordsResponsePartitionResult[] {
  const array: DeleteRecordsResponsePartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteRecordsResponsePartitionResult = {
      partitionIndex: r.int32(),
      lowWatermark: r.int64(),
      errorCode: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteRecordsResponseTopicResultArray2(r: Reader, count: number): DeleteRecordsResponseTopicResult[] {
  const array: DeleteRecordsResponseTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteRecordsResponseTopicResult = {
      name: r.compactString(),
      partitions: readDeleteRecordsResponsePartitionResultArray2(r, r.compactCount(15)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteRecordsResponse2(r: Reader): DeleteRecordsResponse {
  const m: DeleteRecordsResponse = {
    throttleTimeMs: r.int32(),
    topics: readDeleteRecordsResponseTopicResultArray2(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeDeleteRecordsResponsePartitionResultArray0(w: Writer, array: DeleteRecordsResponsePartitionResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.lowWatermark);
    w.int16(m.errorCode);
  }
}

function writeDeleteRecordsResponseTopicResultArray0(w: Writer, array: DeleteRecordsResponseTopicResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeDeleteRecordsResponsePartitionResultArray0(w, m.partitions);
  }
}

function writeDeleteRecordsResponse0(w: Writer, m: DeleteRecordsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDeleteRecordsResponseTopicResultArray0(w, m.topics);
}

function writeDeleteRecordsResponsePartitionResultArray2(w: Writer, array: DeleteRecordsResponsePartitionResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.lowWatermark);
    w.int16(m.errorCode);
    w.uvarint(0);
  }
}

function writeDeleteRecordsResponseTopicResultArray2(w: Writer, array: DeleteRecordsResponseTopicResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeDeleteRecordsResponsePartitionResultArray2(w, m.partitions);
    w.uvarint(0);
  }
}

function writeDeleteRecordsResponse2(w: Writer, m: DeleteRecordsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDeleteRecordsResponseTopicResultArray2(w, m.topics);
  w.uvarint(0);
}

export const deleteRecordsResponse: MessageCodec<DeleteRecordsResponse> = defineCodec({
  name: 'DeleteRecordsResponse',
  apiKey: 21,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readDeleteRecordsResponse0, readDeleteRecordsResponse0, readDeleteRecordsResponse2],
  writers: [writeDeleteRecordsResponse0, writeDeleteRecordsResponse0, writeDeleteRecordsResponse2],
});
