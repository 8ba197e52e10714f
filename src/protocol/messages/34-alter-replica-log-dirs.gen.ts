// generated from 34-alter-replica-log-dirs.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface AlterReplicaLogDirsRequest {
  dirs: AlterReplicaLogDirsRequestAlterReplicaLogDir[];
}

export interface AlterReplicaLogDirsRequestAlterReplicaLogDir {
  path: string;
  topics: AlterReplicaLogDirsRequestTopic[];
}

export interface AlterReplicaLogDirsRequestTopic {
  name: string;
  partitions: number[];
}

export function newAlterReplicaLogDirsRequest(fields?: Partial<AlterReplicaLogDirsRequest>): AlterReplicaLogDirsRequest {
  return { dirs: [], ...fields };
}

export function newAlterReplicaLogDirsRequestAlterReplicaLogDir(fields?: Partial<AlterReplicaLogDirsRequestAlterReplicaLogDir>): AlterReplicaLogDirsRequestAlterReplicaLogDir {
  return { path: '', topics: [], ...fields };
}

export function newAlterReplicaLogDirsRequestTopic(fields?: Partial<AlterReplicaLogDirsRequestTopic>): AlterReplicaLogDirsRequestTopic {
  return { name: '', partitions: [], ...fields };
}

function readAlterReplicaLogDirsRequestTopicArray1(r: Reader, count: number): AlterReplicaLogDirsRequestTopic[] {
  const array: AlterReplicaLogDirsRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitions: r.int32s(r.count(4)),
    });
  }
  return array;
}

function readAlterReplicaLogDirsRequestAlterReplicaLogDirArray1(r: Reader, count: number): AlterReplicaLogDirsRequestAlterReplicaLogDir[] {
  const array: AlterReplicaLogDirsRequestAlterReplicaLogDir[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      path: r.string(),
      topics: readAlterReplicaLogDirsRequestTopicArray1(r, r.count(6)),
    });
  }
  return array;
}

function readAlterReplicaLogDirsRequest1(r: Reader): AlterReplicaLogDirsRequest {
  return {
    dirs: readAlterReplicaLogDirsRequestAlterReplicaLogDirArray1(r, r.count(6)),
  };
}

function readAlterReplicaLogDirsRequestTopicArray2(r: Reader, count: number): AlterReplicaLogDirsRequestTopic[] {
  const array: AlterReplicaLogDirsRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterReplicaLogDirsRequestTopic = {
      name: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterReplicaLogDirsRequestAlterReplicaLogDirArray2(r: Reader, count: number): AlterReplicaLogDirsRequestAlterReplicaLogDir[] {
  const array: AlterReplicaLogDirsRequestAlterReplicaLogDir[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterReplicaLogDirsRequestAlterReplicaLogDir = {
      path: r.compactString(),
      topics: readAlterReplicaLogDirsRequestTopicArray2(r, r.compactCount(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterReplicaLogDirsRequest2(r: Reader): AlterReplicaLogDirsRequest {
  const m: AlterReplicaLogDirsRequest = {
    dirs: readAlterReplicaLogDirsRequestAlterReplicaLogDirArray2(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeAlterReplicaLogDirsRequestTopicArray1(w: Writer, array: AlterReplicaLogDirsRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.count(m.partitions.length);
    w.int32s(m.partitions);
  }
}

function writeAlterReplicaLogDirsRequestAlterReplicaLogDirArray1(w: Writer, array: AlterReplicaLogDirsRequestAlterReplicaLogDir[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.path);
    writeAlterReplicaLogDirsRequestTopicArray1(w, m.topics);
  }
}

function writeAlterReplicaLogDirsRequest1(w: Writer, m: AlterReplicaLogDirsRequest): void {
  writeAlterReplicaLogDirsRequestAlterReplicaLogDirArray1(w, m.dirs);
}

function writeAlterReplicaLogDirsRequestTopicArray2(w: Writer, array: AlterReplicaLogDirsRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeAlterReplicaLogDirsRequestAlterReplicaLogDirArray2(w: Writer, array: AlterReplicaLogDirsRequestAlterReplicaLogDir[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.path);
    writeAlterReplicaLogDirsRequestTopicArray2(w, m.topics);
    w.uvarint(0);
  }
}

function writeAlterReplicaLogDirsRequest2(w: Writer, m: AlterReplicaLogDirsRequest): void {
  writeAlterReplicaLogDirsRequestAlterReplicaLogDirArray2(w, m.dirs);
  w.uvarint(0);
}

export const alterReplicaLogDirsRequest: MessageCodec<AlterReplicaLogDirsRequest> = defineCodec({
  name: 'AlterReplicaLogDirsRequest',
  apiKey: 34,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readAlterReplicaLogDirsRequest1, readAlterReplicaLogDirsRequest2],
  writers: [writeAlterReplicaLogDirsRequest1, writeAlterReplicaLogDirsRequest2],
});

export interface AlterReplicaLogDirsResponse {
  throttleTimeMs: number;
  results: AlterReplicaLogDirsResponseTopicResult[];
}

export interface AlterReplicaLogDirsResponseTopicResult {
  topicName: string;
  partitions: AlterReplicaLogDirsResponsePartitionResult[];
}

export interface AlterReplicaLogDirsResponsePartitionResult {
  partitionIndex: number;
  errorCode: number;
}

export function newAlterReplicaLogDirsResponse(fields?: Partial<AlterReplicaLogDirsResponse>): AlterReplicaLogDirsResponse {
  return { throttleTimeMs: 0, results: [], ...fields };
}

export function newAlterReplicaLogDirsResponseTopicResult(fields?: Partial<AlterReplicaLogDirsResponseTopicResult>): AlterReplicaLogDirsResponseTopicResult {
  return { topicName: '', partitions: [], ...fields };
}

export function newAlterReplicaLogDirsResponsePartitionResult(fields?: Partial<AlterReplicaLogDirsResponsePartitionResult>): AlterReplicaLogDirsResponsePartitionResult {
  return { partitionIndex: 0, errorCode: 0, ...fields };
}

function readAlterReplicaLogDirsResponsePartitionResultArray1(r: Reader, count: number): AlterReplicaLogDirsResponsePartitionResult[] {
  const array: AlterReplicaLogDirsResponsePartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      errorCode: r.int16(),
    });
  }
  return array;
}

function readAlterReplicaLogDirsResponseTopicResultArray1(r: Reader, count: number): AlterReplicaLogDirsResponseTopicResult[] {
  const array: AlterReplicaLogDirsResponseTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topicName: r.string(),
      partitions: readAlterReplicaLogDirsResponsePartitionResultArray1(r, r.count(6)),
    });
  }
  return array;
}

function readAlterReplicaLogDirsResponse1(r: Reader): AlterReplicaLogDirsResponse {
  return {
    throttleTimeMs: r.int32(),
    results: readAlterReplicaLogDirsResponseTopicResultArray1(r, r.count(6)),
  };
}

function readAlterReplicaLogDirsResponsePartitionResultArray2(r: Reader, count: number): AlterReplicaLogDirsResponsePartitionResult[] {
  const array: AlterReplicaLogDirsResponsePartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterReplicaLogDirsResponsePartitionResult = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterReplicaLogDirsResponseTopicResultArray2(r: Reader, count: number): AlterReplicaLogDirsResponseTopicResult[] {
  const array: AlterReplicaLogDirsResponseTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterReplicaLogDirsResponseTopicResult = {
      topicName: r.compactString(),
      partitions: readAlterReplicaLogDirsResponsePartitionResultArray2(r, r.compactCount(7)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterReplicaLogDirsResponse2(r: Reader): AlterReplicaLogDirsResponse {
  const m: AlterReplicaLogDirsResponse = {
    throttleTimeMs: r.int32(),
    results: readAlterReplicaLogDirsResponseTopicResultArray2(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeAlterReplicaLogDirsResponsePartitionResultArray1(w: Writer, array: AlterReplicaLogDirsResponsePartitionResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
  }
}

function writeAlterReplicaLogDirsResponseTopicResultArray1(w: Writer, array: AlterReplicaLogDirsResponseTopicResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topicName);
    writeAlterReplicaLogDirsResponsePartitionResultArray1(w, m.partitions);
  }
}

function writeAlterReplicaLogDirsResponse1(w: Writer, m: AlterReplicaLogDirsResponse): void {
  w.int32(m.throttleTimeMs);
  writeAlterReplicaLogDirsResponseTopicResultArray1(w, m.results);
}

function writeAlterReplicaLogDirsResponsePartitionResultArray2(w: Writer, array: AlterReplicaLogDirsResponsePartitionResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.uvarint(0);
  }
}

function writeAlterReplicaLogDirsResponseTopicResultArray2(w: Writer, array: AlterReplicaLogDirsResponseTopicResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    writeAlterReplicaLogDirsResponsePartitionResultArray2(w, m.partitions);
    w.uvarint(0);
  }
}

function writeAlterReplicaLogDirsResponse2(w: Writer, m: AlterReplicaLogDirsResponse): void {
  w.int32(m.throttleTimeMs);
  writeAlterReplicaLogDirsResponseTopicResultArray2(w, m.results);
  w.uvarint(0);
}

export const alterReplicaLogDirsResponse: MessageCodec<AlterReplicaLogDirsResponse> = defineCodec({
  name: 'AlterReplicaLogDirsResponse',
  apiKey: 34,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readAlterReplicaLogDirsResponse1, readAlterReplicaLogDirsResponse2],
  writers: [writeAlterReplicaLogDirsResponse1, writeAlterReplicaLogDirsResponse2],
});
