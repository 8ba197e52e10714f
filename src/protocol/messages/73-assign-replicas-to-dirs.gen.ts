// generated from 73-assign-replicas-to-dirs.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface AssignReplicasToDirsRequest {
  brokerId: number;
  brokerEpoch: number;
  directories: AssignReplicasToDirsRequestDirectoryData[];
}

export interface AssignReplicasToDirsRequestDirectoryData {
  id: string;
  topics: AssignReplicasToDirsRequestTopicData[];
}

export interface AssignReplicasToDirsRequestTopicData {
  topicId: string;
  partitions: AssignReplicasToDirsRequestPartitionData[];
}

export interface AssignReplicasToDirsRequestPartitionData {
  partitionIndex: number;
}

export function newAssignReplicasToDirsRequest(fields?: Partial<AssignReplicasToDirsRequest>): AssignReplicasToDirsRequest {
  return { brokerId: 0, brokerEpoch: -1, directories: [], ...fields };
}

export function newAssignReplicasToDirsRequestDirectoryData(fields?: Partial<AssignReplicasToDirsRequestDirectoryData>): AssignReplicasToDirsRequestDirectoryData {
  return { id: ZERO_UUID, topics: [], ...fields };
}

export function newAssignReplicasToDirsRequestTopicData(fields?: Partial<AssignReplicasToDirsRequestTopicData>): AssignReplicasToDirsRequestTopicData {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newAssignReplicasToDirsRequestPartitionData(fields?: Partial<AssignReplicasToDirsRequestPartitionData>): AssignReplicasToDirsRequestPartitionData {
  return { partitionIndex: 0, ...fields };
}

function readAssignReplicasToDirsRequestPartitionDataArray0(r: Reader, count: number): AssignReplicasToDirsRequestPartitionData[] {
  const array: AssignReplicasToDirsRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AssignReplicasToDirsRequestPartitionData = {
      partitionIndex: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAssignReplicasToDirsRequestTopicDataArray0(r: Reader, count: number): AssignReplicasToDirsRequestTopicData[] {
  const array: AssignReplicasToDirsRequestTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AssignReplicasToDirsRequestTopicData = {
      topicId: r.uuid(),
      partitions: readAssignReplicasToDirsRequestPartitionDataArray0(r, r.compactCount(5)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAssignReplicasToDirsRequestDirectoryDataArray0(r: Reader, count: number): AssignReplicasToDirsRequestDirectoryData[] {
  const array: AssignReplicasToDirsRequestDirectoryData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AssignReplicasToDirsRequestDirectoryData = {
      id: r.uuid(),
      topics: readAssignReplicasToDirsRequestTopicDataArray0(r, r.compactCount(18)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAssignReplicasToDirsRequest0(r: Reader): AssignReplicasToDirsRequest {
  const m: AssignReplicasToDirsRequest = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    directories: readAssignReplicasToDirsRequestDirectoryDataArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeAssignReplicasToDirsRequestPartitionDataArray0(w: Writer, array: AssignReplicasToDirsRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.uvarint(0);
  }
}

function writeAssignReplicasToDirsRequestTopicDataArray0(w: Writer, array: AssignReplicasToDirsRequestTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeAssignReplicasToDirsRequestPartitionDataArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeAssignReplicasToDirsRequestDirectoryDataArray0(w: Writer, array: AssignReplicasToDirsRequestDirectoryData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.id);
    writeAssignReplicasToDirsRequestTopicDataArray0(w, m.topics);
    w.uvarint(0);
  }
}

function writeAssignReplicasToDirsRequest0(w: Writer, m: AssignReplicasToDirsRequest): void {
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  writeAssignReplicasToDirsRequestDirectoryDataArray0(w, m.directories);
  w.uvarint(0);
}

export const assignReplicasToDirsRequest: MessageCodec<AssignReplicasToDirsRequest> = defineCodec({
  name: 'AssignReplicasToDirsRequest',
  apiKey: 73,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readAssignReplicasToDirsRequest0],
  writers: [writeAssignReplicasToDirsRequest0],
});

export interface AssignReplicasToDirsResponse {
  throttleTimeMs: number;
  errorCode: number;
  directories: AssignReplicasToDirsResponseDirectoryData[];
}

export interface AssignReplicasToDirsResponseDirectoryData {
  id: string;
  topics: AssignReplicasToDirsResponseTopicData[];
}

export interface AssignReplicasToDirsResponseTopicData {
  topicId: string;
  partitions: AssignReplicasToDirsResponsePartitionData[];
}

export interface AssignReplicasToDirsResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
}

export function newAssignReplicasToDirsResponse(fields?: Partial<AssignReplicasToDirsResponse>): AssignReplicasToDirsResponse {
  return { throttleTimeMs: 0, errorCode: 0, directories: [], ...fields };
}

export function newAssignReplicasToDirsResponseDirectoryData(fields?: Partial<AssignReplicasToDirsResponseDirectoryData>): AssignReplicasToDirsResponseDirectoryData {
  return { id: ZERO_UUID, topics: [], ...fields };
}

export function newAssignReplicasToDirsResponseTopicData(fields?: Partial<AssignReplicasToDirsResponseTopicData>): AssignReplicasToDirsResponseTopicData {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newAssignReplicasToDirsResponsePartitionData(fields?: Partial<AssignReplicasToDirsResponsePartitionData>): AssignReplicasToDirsResponsePartitionData {
  return { partitionIndex: 0, errorCode: 0, ...fields };
}

function readAssignReplicasToDirsResponsePartitionDataArray0(r: Reader, count: number): AssignReplicasToDirsResponsePartitionData[] {
  const array: AssignReplicasToDirsResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AssignReplicasToDirsResponsePartitionData = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAssignReplicasToDirsResponseTopicDataArray0(r: Reader, count: number): AssignReplicasToDirsResponseTopicData[] {
  const array: AssignReplicasToDirsResponseTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AssignReplicasToDirsResponseTopicData = {
      topicId: r.uuid(),
      partitions: readAssignReplicasToDirsResponsePartitionDataArray0(r, r.compactCount(7)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAssignReplicasToDirsResponseDirectoryDataArray0(r: Reader, count: number): AssignReplicasToDirsResponseDirectoryData[] {
  const array: AssignReplicasToDirsResponseDirectoryData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AssignReplicasToDirsResponseDirectoryData = {
      id: r.uuid(),
      topics: readAssignReplicasToDirsResponseTopicDataArray0(r, r.compactCount(18)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAssignReplicasToDirsResponse0(r: Reader): AssignReplicasToDirsResponse {
  const m: AssignReplicasToDirsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    directories: readAssignReplicasToDirsResponseDirectoryDataArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeAssignReplicasToDirsResponsePartitionDataArray0(w: Writer, array: AssignReplicasToDirsResponsePartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.uvarint(0);
  }
}

function writeAssignReplicasToDirsResponseTopicDataArray0(w: Writer, array: AssignReplicasToDirsResponseTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeAssignReplicasToDirsResponsePartitionDataArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeAssignReplicasToDirsResponseDirectoryDataArray0(w: Writer, array: AssignReplicasToDirsResponseDirectoryData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.id);
    writeAssignReplicasToDirsResponseTopicDataArray0(w, m.topics);
    w.uvarint(0);
  }
}

function writeAssignReplicasToDirsResponse0(w: Writer, m: AssignReplicasToDirsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeAssignReplicasToDirsResponseDirectoryDataArray0(w, m.directories);
  w.uvarint(0);
}

export const assignReplicasToDirsResponse: MessageCodec<AssignReplicasToDirsResponse> = defineCodec({
  name: 'AssignReplicasToDirsResponse',
  apiKey: 73,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readAssignReplicasToDirsResponse0],
  writers: [writeAssignReplicasToDirsResponse0],
});
