// generated from 08-offset-commit.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface OffsetCommitRequest {
  groupId: string;
  generationIdOrMemberEpoch: number;
  memberId: string;
  /** v7+ */
  groupInstanceId: string | null;
  /** v2-4 */
  retentionTimeMs: number;
  topics: OffsetCommitRequestTopic[];
}

export interface OffsetCommitRequestTopic {
  /** v2-9 */
  name: string;
  /** v10+ */
  topicId: string;
  partitions: OffsetCommitRequestPartition[];
}

export interface OffsetCommitRequestPartition {
  partitionIndex: number;
  committedOffset: number;
  /** v6+ */
  committedLeaderEpoch: number;
  committedMetadata: string | null;
}

export function newOffsetCommitRequest(fields?: Partial<OffsetCommitRequest>): OffsetCommitRequest {
  return { groupId: '', generationIdOrMemberEpoch: -1, memberId: '', groupInstanceId: null, retentionTimeMs: -1, topics: [], ...fields };
}

export function newOffsetCommitRequestTopic(fields?: Partial<OffsetCommitRequestTopic>): OffsetCommitRequestTopic {
  return { name: '', topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newOffsetCommitRequestPartition(fields?: Partial<OffsetCommitRequestPartition>): OffsetCommitRequestPartition {
  return { partitionIndex: 0, committedOffset: 0, committedLeaderEpoch: -1, committedMetadata: '', ...fields };
}

function readOffsetCommitRequestPartitionArray2(r: Reader, count: number): OffsetCommitRequestPartition[] {
  const array: OffsetCommitRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      committedOffset: r.int64(),
      committedLeaderEpoch: -1,
      committedMetadata: r.stringOrNull(),
    });
  }
  return array;
}

function readOffsetCommitRequestTopicArray2(r: Reader, count: number): OffsetCommitRequestTopic[] {
  const array: OffsetCommitRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      topicId: ZERO_UUID,
      partitions: readOffsetCommitRequestPartitionArray2(r, r.count(14)),
    });
  }
  return array;
}

function readOffsetCommitRequest2(r: Reader): OffsetCommitRequest {
  return {
    groupId: r.string(),
    generationIdOrMemberEpoch: r.int32(),
    memberId: r.string(),
    groupInstanceId: null,
    retentionTimeMs: r.int64(),
    topics: readOffsetCommitRequestTopicArray2(r, r.count(6)),
  };
}

function readOffsetCommitRequest5(r: Reader): OffsetCommitRequest {
  return {
    groupId: r.string(),
    generationIdOrMemberEpoch: r.int32(),
    memberId: r.string(),
    groupInstanceId: null,
    retentionTimeMs: -1,
    topics: readOffsetCommitRequestTopicArray2(r, r.count(6)),
  };
}

function readOffsetCommitRequestPartitionArray6(r: Reader, count: number): OffsetCommitRequestPartition[] {
  const array: OffsetCommitRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      committedOffset: r.int64(),
      committedLeaderEpoch: r.int32(),
      committedMetadata: r.stringOrNull(),
    });
  }
  return array;
}

function readOffsetCommitRequestTopicArray6(r: Reader, count: number): OffsetCommitRequestTopic[] {
  const array: OffsetCommitRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      topicId: ZERO_UUID,
      partitions: readOffsetCommitRequestPartitionArray6(r, r.count(18)),
    });
  }
  return array;
}

function readOffsetCommitRequest6(r: Reader): OffsetCommitRequest {
  return {
    groupId: r.string(),
    generationIdOrMemberEpoch: r.int32(),
    memberId: r.string(),
    groupInstanceId: null,
    retentionTimeMs: -1,
    topics: readOffsetCommitRequestTopicArray6(r, r.count(6)),
  };
}

function readOffsetCommitRequest7(r: Reader): OffsetCommitRequest {
  return {
    groupId: r.string(),
    generationIdOrMemberEpoch: r.int32(),
    memberId: r.string(),
    groupInstanceId: r.stringOrNull(),
    retentionTimeMs: -1,
    topics: readOffsetCommitRequestTopicArray6(r, r.count(6)),
  };
}

function readOffsetCommitRequestPartitionArray8(r: Reader, count: number): OffsetCommitRequestPartition[] {
  const array: OffsetCommitRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetCommitRequestPartition = {
      partitionIndex: r.int32(),
      committedOffset: r.int64(),
      committedLeaderEpoch: r.int32(),
      committedMetadata: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetCommitRequestTopicArray8(r: Reader, count: number): OffsetCommitRequestTopic[] {
  const array: OffsetCommitRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetCommitRequestTopic = {
      name: r.compactString(),
      topicId: ZERO_UUID,
      partitions: readOffsetCommitRequestPartitionArray8(r, r.compactCount(18)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetCommitRequest8(r: Reader): OffsetCommitRequest {
  const m: OffsetCommitRequest = {
    groupId: r.compactString(),
    generationIdOrMemberEpoch: r.int32(),
    memberId: r.compactString(),
    groupInstanceId: r.compactStringOrNull(),
    retentionTimeMs: -1,
    topics: readOffsetCommitRequestTopicArray8(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function readOffsetCommitRequestTopicArray10(r: Reader, count: number): OffsetCommitRequestTopic[] {
  const array: OffsetCommitRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetCommitRequestTopic = {
      name: '',
      topicId: r.uuid(),
      partitions: readOffsetCommitRequestPartitionArray8(r, r.compactCount(18)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetCommitRequest10(r: Reader): OffsetCommitRequest {
  const m: OffsetCommitRequest = {
    groupId: r.compactString(),
    generationIdOrMemberEpoch: r.int32(),
    memberId: r.compactString(),
    groupInstanceId: r.compactStringOrNull(),
    retentionTimeMs: -1,
    topics: readOffsetCommitRequestTopicArray10(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeOffsetCommitRequestPartitionArray2(w: Writer, array: OffsetCommitRequestPartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.committedOffset);
    w.stringOrNull(m.committedMetadata);
  }
}

function writeOffsetCommitRequestTopicArray2(w: Writer, array: OffsetCommitRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeOffsetCommitRequestPartitionArray2(w, m.partitions);
  }
}

function writeOffsetCommitRequest2(w: Writer, m: OffsetCommitRequest): void {
  w.string(m.groupId);
  w.int32(m.generationIdOrMemberEpoch);
  w.string(m.memberId);
  if (m.groupInstanceId !== null) throw unsupportedField('OffsetCommitRequest.groupInstanceId');
  w.int64(m.retentionTimeMs);
  writeOffsetCommitRequestTopicArray2(w, m.topics);
}

function writeOffsetCommitRequest5(w: Writer, m: OffsetCommitRequest): void {
  w.string(m.groupId);
  w.int32(m.generationIdOrMemberEpoch);
  w.string(m.memberId);
  if (m.groupInstanceId !== null) throw unsupportedField('OffsetCommitRequest.groupInstanceId');
  writeOffsetCommitRequestTopicArray2(w, m.topics);
}

function writeOffsetCommitRequestPartitionArray6(w: Writer, array: OffsetCommitRequestPartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.committedOffset);
    w.int32(m.committedLeaderEpoch);
    w.stringOrNull(m.committedMetadata);
  }
}

function writeOffsetCommitRequestTopicArray6(w: Writer, array: OffsetCommitRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeOffsetCommitRequestPartitionArray6(w, m.partitions);
  }
}

function writeOffsetCommitRequest6(w: Writer, m: OffsetCommitRequest): void {
  w.string(m.groupId);
  w.int32(m.generationIdOrMemberEpoch);
  w.string(m.memberId);
  if (m.groupInstanceId !== null) throw unsupportedField('OffsetCommitRequest.groupInstanceId');
  writeOffsetCommitRequestTopicArray6(w, m.topics);
}

function writeOffsetCommitRequest7(w: Writer, m: OffsetCommitRequest): void {
  w.string(m.groupId);
  w.int32(m.generationIdOrMemberEpoch);
  w.string(m.memberId);
  w.stringOrNull(m.groupInstanceId);
  writeOffsetCommitRequestTopicArray6(w, m.topics);
}

function writeOffsetCommitRequestPartitionArray8(w: Writer, array: OffsetCommitRequestPartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.committedOffset);
    w.int32(m.committedLeaderEpoch);
    w.compactStringOrNull(m.committedMetadata);
    w.uvarint(0);
  }
}

function writeOffsetCommitRequestTopicArray8(w: Writer, array: OffsetCommitRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeOffsetCommitRequestPartitionArray8(w, m.partitions);
    w.uvarint(0);
  }
}

function writeOffsetCommitRequest8(w: Writer, m: OffsetCommitRequest): void {
  w.compactString(m.groupId);
  w.int32(m.generationIdOrMemberEpoch);
  w.compactString(m.memberId);
  w.compactStringOrNull(m.groupInstanceId);
  writeOffsetCommitRequestTopicArray8(w, m.topics);
  w.uvarint(0);
}

function writeOffsetCommitRequestTopicArray10(w: Writer, array: OffsetCommitRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeOffsetCommitRequestPartitionArray8(w, m.partitions);
    w.uvarint(0);
  }
}

function writeOffsetCommitRequest10(w: Writer, m: OffsetCommitRequest): void {
  w.compactString(m.groupId);
  w.int32(m.generationIdOrMemberEpoch);
  w.compactString(m.memberId);
  w.compactStringOrNull(m.groupInstanceId);
  writeOffsetCommitRequestTopicArray10(w, m.topics);
  w.uvarint(0);
}

export const offsetCommitRequest: MessageCodec<OffsetCommitRequest> = defineCodec({
  name: 'OffsetCommitRequest',
  apiKey: 8,
  type: 'request',
  minVersion: 2,
  flexibleVersion: 8,
  readers: [readOffsetCommitRequest2, readOffsetCommitRequest2, readOffsetCommitRequest2, readOffsetCommitRequest5, readOffsetCommitRequest6, readOffsetCommitRequest7, readOffsetCommitRequest8, readOffsetCommitRequest8, readOffsetCommitRequest10],
  writers: [writeOffsetCommitRequest2, writeOffsetCommitRequest2, writeOffsetCommitRequest2, writeOffsetCommitRequest5, writeOffsetCommitRequest6, writeOffsetCommitRequest7, writeOffsetCommitRequest8, writeOffsetCommitRequest8, writeOffsetCommitRequest10],
});

export interface OffsetCommitResponse {
  /** v3+ */
  throttleTimeMs: number;
  topics: OffsetCommitResponseTopic[];
}

export interface OffsetCommitResponseTopic {
  /** v2-9 */
  name: string;
  /** v10+ */
  topicId: string;
  partitions: OffsetCommitResponsePartition[];
}

export interface OffsetCommitResponsePartition {
  partitionIndex: number;
  errorCode: number;
}

export function newOffsetCommitResponse(fields?: Partial<OffsetCommitResponse>): OffsetCommitResponse {
  return { throttleTimeMs: 0, topics: [], ...fields };
}

export function newOffsetCommitResponseTopic(fields?: Partial<OffsetCommitResponseTopic>): OffsetCommitResponseTopic {
  return { name: '', topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newOffsetCommitResponsePartition(fields?: Partial<OffsetCommitResponsePartition>): OffsetCommitResponsePartition {
  return { partitionIndex: 0, errorCode: 0, ...fields };
}

function readOffsetCommitResponsePartitionArray2(r: Reader, count: number): OffsetCommitResponsePartition[] {
  const array: OffsetCommitResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      errorCode: r.int16(),
    });
  }
  return array;
}

function readOffsetCommitResponseTopicArray2(r: Reader, count: number): OffsetCommitResponseTopic[] {
  const array: OffsetCommitResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      topicId: ZERO_UUID,
      partitions: readOffsetCommitResponsePartitionArray2(r, r.count(6)),
    });
  }
  return array;
}

function readOffsetCommitResponse2(r: Reader): OffsetCommitResponse {
  return {
    throttleTimeMs: 0,
    topics: readOffsetCommitResponseTopicArray2(r, r.count(6)),
  };
}

function readOffsetCommitResponse3(r: Reader): OffsetCommitResponse {
  return {
    throttleTimeMs: r.int32(),
    topics: readOffsetCommitResponseTopicArray2(r, r.count(6)),
  };
}

function readOffsetCommitResponsePartitionArray8(r: Reader, count: number): OffsetCommitResponsePartition[] {
  const array: OffsetCommitResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetCommitResponsePartition = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetCommitResponseTopicArray8(r: Reader, count: number): OffsetCommitResponseTopic[] {
  const array: OffsetCommitResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetCommitResponseTopic = {
      name: r.compactString(),
      topicId: ZERO_UUID,
      partitions: readOffsetCommitResponsePartitionArray8(r, r.compactCount(7)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetCommitResponse8(r: Reader): OffsetCommitResponse {
  const m: OffsetCommitResponse = {
    throttleTimeMs: r.int32(),
    topics: readOffsetCommitResponseTopicArray8(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function readOffsetCommitResponseTopicArray10(r: Reader, count: number): OffsetCommitResponseTopic[] {
  const array: OffsetCommitResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetCommitResponseTopic = {
      name: '',
      topicId: r.uuid(),
      partitions: readOffsetCommitResponsePartitionArray8(r, r.compactCount(7)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetCommitResponse10(r: Reader): OffsetCommitResponse {
  const m: OffsetCommitResponse = {
    throttleTimeMs: r.int32(),
    topics: readOffsetCommitResponseTopicArray10(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeOffsetCommitResponsePartitionArray2(w: Writer, array: OffsetCommitResponsePartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
  }
}

function writeOffsetCommitResponseTopicArray2(w: Writer, array: OffsetCommitResponseTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeOffsetCommitResponsePartitionArray2(w, m.partitions);
  }
}

function writeOffsetCommitResponse2(w: Writer, m: OffsetCommitResponse): void {
  writeOffsetCommitResponseTopicArray2(w, m.topics);
}

function writeOffsetCommitResponse3(w: Writer, m: OffsetCommitResponse): void {
  w.int32(m.throttleTimeMs);
  writeOffsetCommitResponseTopicArray2(w, m.topics);
}

function writeOffsetCommitResponsePartitionArray8(w: Writer, array: OffsetCommitResponsePartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.uvarint(0);
  }
}

function writeOffsetCommitResponseTopicArray8(w: Writer, array: OffsetCommitResponseTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeOffsetCommitResponsePartitionArray8(w, m.partitions);
    w.uvarint(0);
  }
}

function writeOffsetCommitResponse8(w: Writer, m: OffsetCommitResponse): void {
  w.int32(m.throttleTimeMs);
  writeOffsetCommitResponseTopicArray8(w, m.topics);
  w.uvarint(0);
}

function writeOffsetCommitResponseTopicArray10(w: Writer, array: OffsetCommitResponseTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeOffsetCommitResponsePartitionArray8(w, m.partitions);
    w.uvarint(0);
  }
}

function writeOffsetCommitResponse10(w: Writer, m: OffsetCommitResponse): void {
  w.int32(m.throttleTimeMs);
  writeOffsetCommitResponseTopicArray10(w, m.topics);
  w.uvarint(0);
}

export const offsetCommitResponse: MessageCodec<OffsetCommitResponse> = defineCodec({
  name: 'OffsetCommitResponse',
  apiKey: 8,
  type: 'response',
  minVersion: 2,
  flexibleVersion: 8,
  readers: [readOffsetCommitResponse2, readOffsetCommitResponse3, readOffsetCommitResponse3, readOffsetCommitResponse3, readOffsetCommitResponse3, readOffsetCommitResponse3, readOffsetCommitResponse8, readOffsetCommitResponse8, readOffsetCommitResponse10],
  writers: [writeOffsetCommitResponse2, writeOffsetCommitResponse3, writeOffsetCommitResponse3, writeOffsetCommitResponse3, writeOffsetCommitResponse3, writeOffsetCommitResponse3, writeOffsetCommitResponse8, writeOffsetCommitResponse8, writeOffsetCommitResponse10],
});
