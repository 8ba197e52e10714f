// generated from 91-alter-share-group-offsets.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface AlterShareGroupOffsetsRequest {
  groupId: string;
  topics: AlterShareGroupOffsetsRequestTopic[];
}

export interface AlterShareGroupOffsetsRequestTopic {
  topicName: string;
  partitions: AlterShareGroupOffsetsRequestPartition[];
}

export interface AlterShareGroupOffsetsRequestPartition {
  partitionIndex: number;
  startOffset: number;
}

export function newAlterShareGroupOffsetsRequest(fields?: Partial<AlterShareGroupOffsetsRequest>): AlterShareGroupOffsetsRequest {
  return { groupId: '', topics: [], ...fields };
}

export function newAlterShareGroupOffsetsRequestTopic(fields?: Partial<AlterShareGroupOffsetsRequestTopic>): AlterShareGroupOffsetsRequestTopic {
  return { topicName: '', partitions: [], ...fields };
}

export function newAlterShareGroupOffsetsRequestPartition(fields?: Partial<AlterShareGroupOffsetsRequestPartition>): AlterShareGroupOffsetsRequestPartition {
  return { partitionIndex: 0, startOffset: 0, ...fields };
}

function readAlterShareGroupOffsetsRequestPartitionArray0(r: Reader, count: number): AlterShareGroupOffsetsRequestPartition[] {
  const array: AlterShareGroupOffsetsRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterShareGroupOffsetsRequestPartition = {
      partitionIndex: r.int32(),
      startOffset: r.int64(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterShareGroupOffsetsRequestTopicArray0(r: Reader, count: number): AlterShareGroupOffsetsRequestTopic[] {
  const array: AlterShareGroupOffsetsRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterShareGroupOffsetsRequestTopic = {
      topicName: r.compactString(),
      partitions: readAlterShareGroupOffsetsRequestPartitionArray0(r, r.compactCount(13)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterShareGroupOffsetsRequest0(r: Reader): AlterShareGroupOffsetsRequest {
  const m: AlterShareGroupOffsetsRequest = {
    groupId: r.compactString(),
    topics: readAlterShareGroupOffsetsRequestTopicArray0(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeAlterShareGroupOffsetsRequestPartitionArray0(w: Writer, array: AlterShareGroupOffsetsRequestPartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.startOffset);
    w.uvarint(0);
  }
}

function writeAlterShareGroupOffsetsRequestTopicArray0(w: Writer, array: AlterShareGroupOffsetsRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    writeAlterShareGroupOffsetsRequestPartitionArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeAlterShareGroupOffsetsRequest0(w: Writer, m: AlterShareGroupOffsetsRequest): void {
  w.compactString(m.groupId);
  writeAlterShareGroupOffsetsRequestTopicArray0(w, m.topics);
  w.uvarint(0);
}

export const alterShareGroupOffsetsRequest: MessageCodec<AlterShareGroupOffsetsRequest> = defineCodec({
  name: 'AlterShareGroupOffsetsRequest',
  apiKey: 91,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readAlterShareGroupOffsetsRequest0],
  writers: [writeAlterShareGroupOffsetsRequest0],
});

export interface AlterShareGroupOffsetsResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  responses: AlterShareGroupOffsetsResponseTopic[];
}

export interface AlterShareGroupOffsetsResponseTopic {
  topicName: string;
  topicId: string;
  partitions: AlterShareGroupOffsetsResponsePartition[];
}

export interface AlterShareGroupOffsetsResponsePartition {
  partitionIndex: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newAlterShareGroupOffsetsResponse(fields?: Partial<AlterShareGroupOffsetsResponse>): AlterShareGroupOffsetsResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, responses: [], ...fields };
}

export function newAlterShareGroupOffsetsResponseTopic(fields?: Partial<AlterShareGroupOffsetsResponseTopic>): AlterShareGroupOffsetsResponseTopic {
  return { topicName: '', topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newAlterShareGroupOffsetsResponsePartition(fields?: Partial<AlterShareGroupOffsetsResponsePartition>): AlterShareGroupOffsetsResponsePartition {
  return { partitionIndex: 0, errorCode: 0, errorMessage: null, ...fields };
}

function readAlterShareGroupOffsetsResponsePartitionArray0(r: Reader, count: number): AlterShareGroupOffsetsResponsePartition[] {
  const array: AlterShareGroupOffsetsResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterShareGroupOffsetsResponsePartition = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterShareGroupOffsetsResponseTopicArray0(r: Reader, count: number): AlterShareGroupOffsetsResponseTopic[] {
  const array: AlterShareGroupOffsetsResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterShareGroupOffsetsResponseTopic = {
      topicName: r.compactString(),
      topicId: r.uuid(),
      partitions: readAlterShareGroupOffsetsResponsePartitionArray0(r, r.compactCount(8)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterShareGroupOffsetsResponse0(r: Reader): AlterShareGroupOffsetsResponse {
  const m: AlterShareGroupOffsetsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    responses: readAlterShareGroupOffsetsResponseTopicArray0(r, r.compactCount(19)),
  };
  r.keepTags();
  return m;
}

function writeAlterShareGroupOffsetsResponsePartitionArray0(w: Writer, array: AlterShareGroupOffsetsResponsePartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeAlterShareGroupOffsetsResponseTopicArray0(w: Writer, array: AlterShareGroupOffsetsResponseTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    w.uuid(m.topicId);
    writeAlterShareGroupOffsetsResponsePartitionArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeAlterShareGroupOffsetsResponse0(w: Writer, m: AlterShareGroupOffsetsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  writeAlterShareGroupOffsetsResponseTopicArray0(w, m.responses);
  w.uvarint(0);
}

export const alterShareGroupOffsetsResponse: MessageCodec<AlterShareGroupOffsetsResponse> = defineCodec({
  name: 'AlterShareGroupOffsetsResponse',
  apiKey: 91,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readAlterShareGroupOffsetsResponse0],
  writers: [writeAlterShareGroupOffsetsResponse0],
});
