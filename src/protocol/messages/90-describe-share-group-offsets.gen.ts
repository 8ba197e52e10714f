// generated from 90-describe-share-group-offsets.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface DescribeShareGroupOffsetsRequest {
  groups: DescribeShareGroupOffsetsRequestGroup[];
}

export interface DescribeShareGroupOffsetsRequestGroup {
  groupId: string;
  topics: DescribeShareGroupOffsetsRequestTopic[] | null;
}

export interface DescribeShareGroupOffsetsRequestTopic {
  topicName: string;
  partitions: number[];
}

export function newDescribeShareGroupOffsetsRequest(fields?: Partial<DescribeShareGroupOffsetsRequest>): DescribeShareGroupOffsetsRequest {
  return { groups: [], ...fields };
}

export function newDescribeShareGroupOffsetsRequestGroup(fields?: Partial<DescribeShareGroupOffsetsRequestGroup>): DescribeShareGroupOffsetsRequestGroup {
  return { groupId: '', topics: [], ...fields };
}

export function newDescribeShareGroupOffsetsRequestTopic(fields?: Partial<DescribeShareGroupOffsetsRequestTopic>): DescribeShareGroupOffsetsRequestTopic {
  return { topicName: '', partitions: [], ...fields };
}

function readDescribeShareGroupOffsetsRequestTopicArrayOrNull0(r: Reader, count: number): DescribeShareGroupOffsetsRequestTopic[] | null {
  if (count < 0) return null;
  const array: DescribeShareGroupOffsetsRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeShareGroupOffsetsRequestTopic = {
      topicName: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeShareGroupOffsetsRequestGroupArray0(r: Reader, count: number): DescribeShareGroupOffsetsRequestGroup[] {
  const array: DescribeShareGroupOffsetsRequestGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeShareGroupOffsetsRequestGroup = {
      groupId: r.compactString(),
      topics: readDescribeShareGroupOffsetsRequestTopicArrayOrNull0(r, r.compactCountOrNull(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeShareGroupOffsetsRequest0(r: Reader): DescribeShareGroupOffsetsRequest {
  const m: DescribeShareGroupOffsetsRequest = {
    groups: readDescribeShareGroupOffsetsRequestGroupArray0(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeDescribeShareGroupOffsetsRequestTopicArrayOrNull0(w: Writer, array: DescribeShareGroupOffsetsRequestTopic[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeDescribeShareGroupOffsetsRequestGroupArray0(w: Writer, array: DescribeShareGroupOffsetsRequestGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.groupId);
    writeDescribeShareGroupOffsetsRequestTopicArrayOrNull0(w, m.topics);
    w.uvarint(0);
  }
}

function writeDescribeShareGroupOffsetsRequest0(w: Writer, m: DescribeShareGroupOffsetsRequest): void {
  writeDescribeShareGroupOffsetsRequestGroupArray0(w, m.groups);
  w.uvarint(0);
}

export const describeShareGroupOffsetsRequest: MessageCodec<DescribeShareGroupOffsetsRequest> = defineCodec({
  name: 'DescribeShareGroupOffsetsRequest',
  apiKey: 90,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDescribeShareGroupOffsetsRequest0, readDescribeShareGroupOffsetsRequest0],
  writers: [writeDescribeShareGroupOffsetsRequest0, writeDescribeShareGroupOffsetsRequest0],
});

export interface DescribeShareGroupOffsetsResponse {
  throttleTimeMs: number;
  groups: DescribeShareGroupOffsetsResponseGroup[];
}

export interface DescribeShareGroupOffsetsResponseGroup {
  groupId: string;
  topics: DescribeShareGroupOffsetsResponseTopic[];
  errorCode: number;
  errorMessage: string | null;
}

export interface DescribeShareGroupOffsetsResponseTopic {
  topicName: string;
  topicId: string;
  partitions: DescribeShareGroupOffsetsResponsePartition[];
}

export interface DescribeShareGroupOffsetsResponsePartition {
  partitionIndex: number;
  startOffset: number;
  leaderEpoch: number;
  /** v1+ */
  lag: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newDescribeShareGroupOffsetsResponse(fields?: Partial<DescribeShareGroupOffsetsResponse>): DescribeShareGroupOffsetsResponse {
  return { throttleTimeMs: 0, groups: [], ...fields };
}

export function newDescribeShareGroupOffsetsResponseGroup(fields?: Partial<DescribeShareGroupOffsetsResponseGroup>): DescribeShareGroupOffsetsResponseGroup {
  return { groupId: '', topics: [], errorCode: 0, errorMessage: null, ...fields };
}

export function newDescribeShareGroupOffsetsResponseTopic(fields?: Partial<DescribeShareGroupOffsetsResponseTopic>): DescribeShareGroupOffsetsResponseTopic {
  return { topicName: '', topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newDescribeShareGroupOffsetsResponsePartition(fields?: Partial<DescribeShareGroupOffsetsResponsePartition>): DescribeShareGroupOffsetsResponsePartition {
  return { partitionIndex: 0, startOffset: 0, leaderEpoch: 0, lag: -1, errorCode: 0, errorMessage: null, ...fields };
}

function readDescribeShareGroupOffsetsResponsePartitionArray0(r: Reader, count: number): DescribeShareGroupOffsetsResponsePartition[] {
  const array: DescribeShareGroupOffsetsResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeShareGroupOffsetsResponsePartition = {
      partitionIndex: r.int32(),
      startOffset: r.int64(),
      leaderEpoch: r.int32(),
      lag: -1,
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeShareGroupOffsetsResponseTopicArray0(r: Reader, count: number): DescribeShareGroupOffsetsResponseTopic[] {
  const array: DescribeShareGroupOffsetsResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeShareGroupOffsetsResponseTopic = {
      topicName: r.compactString(),
      topicId: r.uuid(),
      partitions: readDescribeShareGroupOffsetsResponsePartitionArray0(r, r.compactCount(20)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeShareGroupOffsetsResponseGroupArray0(r: Reader, count: number): DescribeShareGroupOffsetsResponseGroup[] {
  const array: DescribeShareGroupOffsetsResponseGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeShareGroupOffsetsResponseGroup = {
      groupId: r.compactString(),
      topics: readDescribeShareGroupOffsetsResponseTopicArray0(r, r.compactCount(19)),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeShareGroupOffsetsResponse0(r: Reader): DescribeShareGroupOffsetsResponse {
  const m: DescribeShareGroupOffsetsResponse = {
    throttleTimeMs: r.int32(),
    groups: readDescribeShareGroupOffsetsResponseGroupArray0(r, r.compactCount(6)),
  };
  r.keepTags();
  return m;
}

function readDescribeShareGroupOffsetsResponsePartitionArray1(r: Reader, count: number): DescribeShareGroupOffsetsResponsePartition[] {
  const array: DescribeShareGroupOffsetsResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeShareGroupOffsetsResponsePartition = {
      partitionIndex: r.int32(),
      startOffset: r.int64(),
      leaderEpoch: r.int32(),
      lag: r.int64(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeShareGroupOffsetsResponseTopicArray1(r: Reader, count: number): DescribeShareGroupOffsetsResponseTopic[] {
  const array: DescribeShareGroupOffsetsResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeShareGroupOffsetsResponseTopic = {
      topicName: r.compactString(),
      topicId: r.uuid(),
      partitions: readDescribeShareGroupOffsetsResponsePartitionArray1(r, r.compactCount(28)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeShareGroupOffsetsResponseGroupArray1(r: Reader, count: number): DescribeShareGroupOffsetsResponseGroup[] {
  const array: DescribeShareGroupOffsetsResponseGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeShareGroupOffsetsResponseGroup = {
      groupId: r.compactString(),
      topics: readDescribeShareGroupOffsetsResponseTopicArray1(r, r.compactCount(19)),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeShareGroupOffsetsResponse1(r: Reader): DescribeShareGroupOffsetsResponse {
  const m: DescribeShareGroupOffsetsResponse = {
    throttleTimeMs: r.int32(),
    groups: readDescribeShareGroupOffsetsResponseGroupArray1(r, r.compactCount(6)),
  };
  r.keepTags();
  return m;
}

function writeDescribeShareGroupOffsetsResponsePartitionArray0(w: Writer, array: DescribeShareGroupOffsetsResponsePartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.startOffset);
    w.int32(m.leaderEpoch);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeDescribeShareGroupOffsetsResponseTopicArray0(w: Writer, array: DescribeShareGroupOffsetsResponseTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    w.uuid(m.topicId);
    writeDescribeShareGroupOffsetsResponsePartitionArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeDescribeShareGroupOffsetsResponseGroupArray0(w: Writer, array: DescribeShareGroupOffsetsResponseGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.groupId);
    writeDescribeShareGroupOffsetsResponseTopicArray0(w, m.topics);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeDescribeShareGroupOffsetsResponse0(w: Writer, m: DescribeShareGroupOffsetsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeShareGroupOffsetsResponseGroupArray0(w, m.groups);
  w.uvarint(0);
}

function writeDescribeShareGroupOffsetsResponsePartitionArray1(w: Writer, array: DescribeShareGroupOffsetsResponsePartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.startOffset);
    w.int32(m.leaderEpoch);
    w.int64(m.lag);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeDescribeShareGroupOffsetsResponseTopicArray1(w: Writer, array: DescribeShareGroupOffsetsResponseTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    w.uuid(m.topicId);
    writeDescribeShareGroupOffsetsResponsePartitionArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeDescribeShareGroupOffsetsResponseGroupArray1(w: Writer, array: DescribeShareGroupOffsetsResponseGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.groupId);
    writeDescribeShareGroupOffsetsResponseTopicArray1(w, m.topics);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeDescribeShareGroupOffsetsResponse1(w: Writer, m: DescribeShareGroupOffsetsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeShareGroupOffsetsResponseGroupArray1(w, m.groups);
  w.uvarint(0);
}

export const describeShareGroupOffsetsResponse: MessageCodec<DescribeShareGroupOffsetsResponse> = defineCodec({
  name: 'DescribeShareGroupOffsetsResponse',
  apiKey: 90,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDescribeShareGroupOffsetsResponse0, readDescribeShareGroupOffsetsResponse1],
  writers: [writeDescribeShareGroupOffsetsResponse0, writeDescribeShareGroupOffsetsResponse1],
});
