// generated from 75-describe-topic-partitions.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface DescribeTopicPartitionsRequest {
  topics: DescribeTopicPartitionsRequestTopicRequest[];
  responsePartitionLimit: number;
  cursor: DescribeTopicPartitionsRequestCursor | null;
}

export interface DescribeTopicPartitionsRequestCursor {
  topicName: string;
  partitionIndex: number;
}

export interface DescribeTopicPartitionsRequestTopicRequest {
  name: string;
}

export function newDescribeTopicPartitionsRequest(fields?: Partial<DescribeTopicPartitionsRequest>): DescribeTopicPartitionsRequest {
  return { topics: [], responsePartitionLimit: 2000, cursor: null, ...fields };
}

export function newDescribeTopicPartitionsRequestCursor(fields?: Partial<DescribeTopicPartitionsRequestCursor>): DescribeTopicPartitionsRequestCursor {
  return { topicName: '', partitionIndex: 0, ...fields };
}

export function newDescribeTopicPartitionsRequestTopicRequest(fields?: Partial<DescribeTopicPartitionsRequestTopicRequest>): DescribeTopicPartitionsRequestTopicRequest {
  return { name: '', ...fields };
}

function readDescribeTopicPartitionsRequestTopicRequestArray0(r: Reader, count: number): DescribeTopicPartitionsRequestTopicRequest[] {
  const array: DescribeTopicPartitionsRequestTopicRequest[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeTopicPartitionsRequestTopicRequest = {
      name: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeTopicPartitionsRequestCursorOrNull0(r: Reader): DescribeTopicPartitionsRequestCursor | null {
  if (r.int8() < 0) return null;
  const m: DescribeTopicPartitionsRequestCursor = {
    topicName: r.compactString(),
    partitionIndex: r.int32(),
  };
  r.skipTags();
  return m;
}

function readDescribeTopicPartitionsRequest0(r: Reader): DescribeTopicPartitionsRequest {
  const m: DescribeTopicPartitionsRequest = {
    topics: readDescribeTopicPartitionsRequestTopicRequestArray0(r, r.compactCount(2)),
    responsePartitionLimit: r.int32(),
    cursor: readDescribeTopicPartitionsRequestCursorOrNull0(r),
  };
  r.keepTags();
  return m;
}

function writeDescribeTopicPartitionsRequestTopicRequestArray0(w: Writer, array: DescribeTopicPartitionsRequestTopicRequest[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.uvarint(0);
  }
}

function writeDescribeTopicPartitionsRequestCursorOrNull0(w: Writer, m: DescribeTopicPartitionsRequestCursor | null): void {
  if (m === null) {
    w.int8(-1);
    return;
  }
  w.int8(1);
  w.compactString(m.topicName);
  w.int32(m.partitionIndex);
  w.uvarint(0);
}

function writeDescribeTopicPartitionsRequest0(w: Writer, m: DescribeTopicPartitionsRequest): void {
  writeDescribeTopicPartitionsRequestTopicRequestArray0(w, m.topics);
  w.int32(m.responsePartitionLimit);
  writeDescribeTopicPartitionsRequestCursorOrNull0(w, m.cursor);
  w.uvarint(0);
}

export const describeTopicPartitionsRequest: MessageCodec<DescribeTopicPartitionsRequest> = defineCodec({
  name: 'DescribeTopicPartitionsRequest',
  apiKey: 75,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDescribeTopicPartitionsRequest0],
  writers: [writeDescribeTopicPartitionsRequest0],
});

export interface DescribeTopicPartitionsResponse {
  throttleTimeMs: number;
  topics: DescribeTopicPartitionsResponseTopic[];
  nextCursor: DescribeTopicPartitionsResponseCursor | null;
}

export interface DescribeTopicPartitionsResponseCursor {
  topicName: string;
  partitionIndex: number;
}

export interface DescribeTopicPartitionsResponseTopic {
  errorCode: number;
  name: string | null;
  topicId: string;
  isInternal: boolean;
  partitions: DescribeTopicPartitionsResponsePartition[];
  topicAuthorizedOperations: number;
}

export interface DescribeTopicPartitionsResponsePartition {
  errorCode: number;
  partitionIndex: number;
  leaderId: number;
  leaderEpoch: number;
  replicaNodes: number[];
  isrNodes: number[];
  eligibleLeaderReplicas: number[] | null;
  lastKnownElr: number[] | null;
  offlineReplicas: number[];
}

export function newDescribeTopicPartitionsResponse(fields?: Partial<DescribeTopicPartitionsResponse>): DescribeTopicPartitionsResponse {
  return { throttleTimeMs: 0, topics: [], nextCursor: null, ...fields };
}

export function newDescribeTopicPartitionsResponseCursor(fields?: Partial<DescribeTopicPartitionsResponseCursor>): DescribeTopicPartitionsResponseCursor {
  return { topicName: '', partitionIndex: 0, ...fields };
}

export function newDescribeTopicPartitionsResponseTopic(fields?: Partial<DescribeTopicPartitionsResponseTopic>): DescribeTopicPartitionsResponseTopic {
  return { errorCode: 0, name: '', topicId: ZERO_UUID, isInternal: false, partitions: [], topicAuthorizedOperations: -2147483648, ...fields };
}

export function newDescribeTopicPartitionsResponsePartition(fields?: Partial<DescribeTopicPartitionsResponsePartition>): DescribeTopicPartitionsResponsePartition {
  return { errorCode: 0, partitionIndex: 0, leaderId: 0, leaderEpoch: -1, replicaNodes: [], isrNodes: [], eligibleLeaderReplicas: null, lastKnownElr: null, offlineReplicas: [], ...fields };
}

function readDescribeTopicPartitionsResponsePartitionArray0(r: Reader, count: number): DescribeTopicPartitionsResponsePartition[] {
  const array: DescribeTopicPartitionsResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeTopicPartitionsResponsePartition = {
      errorCode: r.int16(),
      partitionIndex: r.int32(),
      leaderId: r.int32(),
      leaderEpoch: r.int32(),
      replicaNodes: r.int32s(r.compactCount(4)),
      isrNodes: r.int32s(r.compactCount(4)),
      eligibleLeaderReplicas: r.int32sOrNull(r.compactCountOrNull(4)),
      lastKnownElr: r.int32sOrNull(r.compactCountOrNull(4)),
      offlineReplicas: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeTopicPartitionsResponseTopicArray0(r: Reader, count: number): DescribeTopicPartitionsResponseTopic[] {
  const array: DescribeTopicPartitionsResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeTopicPartitionsResponseTopic = {
      errorCode: r.int16(),
      name: r.compactStringOrNull(),
      topicId: r.uuid(),
      isInternal: r.boolean(),
      partitions: readDescribeTopicPartitionsResponsePartitionArray0(r, r.compactCount(20)),
      topicAuthorizedOperations: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeTopicPartitionsResponseCursorOrNull0(r: Reader): DescribeTopicPartitionsResponseCursor | null {
  if (r.int8() < 0) return null;
  const m: DescribeTopicPartitionsResponseCursor = {
    topicName: r.compactString(),
    partitionIndex: r.int32(),
  };
  r.skipTags();
  return m;
}

function readDescribeTopicPartitionsResponse0(r: Reader): DescribeTopicPartitionsResponse {
  const m: DescribeTopicPartitionsResponse = {
    throttleTimeMs: r.int32(),
    topics: readDescribeTopicPartitionsResponseTopicArray0(r, r.compactCount(26)),
    nextCursor: readDescribeTopicPartitionsResponseCursorOrNull0(r),
  };
  r.keepTags();
  return m;
}

function writeDescribeTopicPartitionsResponsePartitionArray0(w: Writer, array: DescribeTopicPartitionsResponsePartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.int32(m.partitionIndex);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
    w.compactCount(m.replicaNodes.length);
    w.int32s(m.replicaNodes);
    w.compactCount(m.isrNodes.length);
    w.int32s(m.isrNodes);
    if (m.eligibleLeaderReplicas === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.eligibleLeaderReplicas.length);
      w.int32s(m.eligibleLeaderReplicas);
    }
    if (m.lastKnownElr === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.lastKnownElr.length);
      w.int32s(m.lastKnownElr);
    }
    w.compactCount(m.offlineReplicas.length);
    w.int32s(m.offlineReplicas);
    w.uvarint(0);
  }
}

function writeDescribeTopicPartitionsResponseTopicArray0(w: Writer, array: DescribeTopicPartitionsResponseTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.name);
    w.uuid(m.topicId);
    w.boolean(m.isInternal);
    writeDescribeTopicPartitionsResponsePartitionArray0(w, m.partitions);
    w.int32(m.topicAuthorizedOperations);
    w.uvarint(0);
  }
}

function writeDescribeTopicPartitionsResponseCursorOrNull0(w: Writer, m: DescribeTopicPartitionsResponseCursor | null): void {
  if (m === null) {
    w.int8(-1);
    return;
  }
  w.int8(1);
  w.compactString(m.topicName);
  w.int32(m.partitionIndex);
  w.uvarint(0);
}

function writeDescribeTopicPartitionsResponse0(w: Writer, m: DescribeTopicPartitionsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeTopicPartitionsResponseTopicArray0(w, m.topics);
  writeDescribeTopicPartitionsResponseCursorOrNull0(w, m.nextCursor);
  w.uvarint(0);
}

export const describeTopicPartitionsResponse: MessageCodec<DescribeTopicPartitionsResponse> = defineCodec({
  name: 'DescribeTopicPartitionsResponse',
  apiKey: 75,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDescribeTopicPartitionsResponse0],
  writers: [writeDescribeTopicPartitionsResponse0],
});
