// generated from 28-txn-offset-commit.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface TxnOffsetCommitRequest {
  transactionalId: string;
  groupId: string;
  producerId: number;
  producerEpoch: number;
  /** v3+ */
  generationIdOrMemberEpoch: number;
  /** v3+ */
  memberId: string;
  /** v3+ */
  groupInstanceId: string | null;
  topics: TxnOffsetCommitRequestTopic[];
}

export interface TxnOffsetCommitRequestTopic {
  /** v0-5 */
  name: string;
  /** v6+ */
  topicId: string;
  partitions: TxnOffsetCommitRequestPartition[];
}

export interface TxnOffsetCommitRequestPartition {
  partitionIndex: number;
  committedOffset: number;
  /** v2+ */
  committedLeaderEpoch: number;
  committedMetadata: string | null;
}

export function newTxnOffsetCommitRequest(fields?: Partial<TxnOffsetCommitRequest>): TxnOffsetCommitRequest {
  return { transactionalId: '', groupId: '', producerId: 0, producerEpoch: 0, generationIdOrMemberEpoch: -1, memberId: '', groupInstanceId: null, topics: [], ...fields };
}

export function newTxnOffsetCommitRequestTopic(fields?: Partial<TxnOffsetCommitRequestTopic>): TxnOffsetCommitRequestTopic {
  return { name: '', topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newTxnOffsetCommitRequestPartition(fields?: Partial<TxnOffsetCommitRequestPartition>): TxnOffsetCommitRequestPartition {
  return { partitionIndex: 0, committedOffset: 0, committedLeaderEpoch: -1, committedMetadata: '', ...fields };
}

function readTxnOffsetCommitRequestPartitionArray0(r: Reader, count: number): TxnOffsetCommitRequestPartition[] {
  const array: TxnOffsetCommitRequestPartition[] = [];
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

function readTxnOffsetCommitRequestTopicArray0(r: Reader, count: number): TxnOffsetCommitRequestTopic[] {
  const array: TxnOffsetCommitRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      topicId: ZERO_UUID,
      partitions: readTxnOffsetCommitRequestPartitionArray0(r, r.count(14)),
    });
  }
  return array;
}

function readTxnOffsetCommitRequest0(r: Reader): TxnOffsetCommitRequest {
  return {
    transactionalId: r.string(),
    groupId: r.string(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    generationIdOrMemberEpoch: -1,
    memberId: '',
    groupInstanceId: null,
    topics: readTxnOffsetCommitRequestTopicArray0(r, r.count(6)),
  };
}

function readTxnOffsetCommitRequestPartitionArray2(r: Reader, count: number): TxnOffsetCommitRequestPartition[] {
  const array: TxnOffsetCommitRequestPartition[] = [];
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

function readTxnOffsetCommitRequestTopicArray2(r: Reader, count: number): TxnOffsetCommitRequestTopic[] {
  const array: TxnOffsetCommitRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      topicId: ZERO_UUID,
      partitions: readTxnOffsetCommitRequestPartitionArray2(r, r.count(18)),
    });
  }
  return array;
}

function readTxnOffsetCommitRequest2(r: Reader): TxnOffsetCommitRequest {
  return {
    transactionalId: r.string(),
    groupId: r.string(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    generationIdOrMemberEpoch: -1,
    memberId: '',
    groupInstanceId: null,
    topics: readTxnOffsetCommitRequestTopicArray2(r, r.count(6)),
  };
}

function readTxnOffsetCommitRequestPartitionArray3(r: Reader, count: number): TxnOffsetCommitRequestPartition[] {
  const array: TxnOffsetCommitRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: TxnOffsetCommitRequestPartition = {
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

function readTxnOffsetCommitRequestTopicArray3(r: Reader, count: number): TxnOffsetCommitRequestTopic[] {
  const array: TxnOffsetCommitRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: TxnOffsetCommitRequestTopic = {
      name: r.compactString(),
      topicId: ZERO_UUID,
      partitions: readTxnOffsetCommitRequestPartitionArray3(r, r.compactCount(18)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readTxnOffsetCommitRequest3(r: Reader): TxnOffsetCommitRequest {
  const m: TxnOffsetCommitRequest = {
    transactionalId: r.compactString(),
    groupId: r.compactString(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    generationIdOrMemberEpoch: r.int32(),
    memberId: r.compactString(),
    groupInstanceId: r.compactStringOrNull(),
    topics: readTxnOffsetCommitRequestTopicArray3(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function readTxnOffsetCommitRequestTopicArray6(r: Reader, count: number): TxnOffsetCommitRequestTopic[] {
  const array: TxnOffsetCommitRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: TxnOffsetCommitRequestTopic = {
      name: '',
      topicId: r.uuid(),
      partitions: readTxnOffsetCommitRequestPartitionArray3(r, r.compactCount(18)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readTxnOffsetCommitRequest6(r: Reader): TxnOffsetCommitRequest {
  const m: TxnOffsetCommitRequest = {
    transactionalId: r.compactString(),
    groupId: r.compactString(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    generationIdOrMemberEpoch: r.int32(),
    memberId: r.compactString(),
    groupInstanceId: r.compactStringOrNull(),
    topics: readTxnOffsetCommitRequestTopicArray6(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeTxnOffsetCommitRequestPartitionArray0(w: Writer, array: TxnOffsetCommitRequestPartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.committedOffset);
    w.stringOrNull(m.committedMetadata);
  }
}

function writeTxnOffsetCommitRequestTopicArray0(w: Writer, array: TxnOffsetCommitRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeTxnOffsetCommitRequestPartitionArray0(w, m.partitions);
  }
}

function writeTxnOffsetCommitRequest0(w: Writer, m: TxnOffsetCommitRequest): void {
  w.string(m.transactionalId);
  w.string(m.groupId);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  if (m.generationIdOrMemberEpoch !== -1) throw unsupportedField('TxnOffsetCommitRequest.generationIdOrMemberEpoch');
  if (m.memberId !== '') throw unsupportedField('TxnOffsetCommitRequest.memberId');
  if (m.groupInstanceId !== null) throw unsupportedField('TxnOffsetCommitRequest.groupInstanceId');
  writeTxnOffsetCommitRequestTopicArray0(w, m.topics);
}

function writeTxnOffsetCommitRequestPartitionArray2(w: Writer, array: TxnOffsetCommitRequestPartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.committedOffset);
    w.int32(m.committedLeaderEpoch);
    w.stringOrNull(m.committedMetadata);
  }
}

function writeTxnOffsetCommitRequestTopicArray2(w: Writer, array: TxnOffsetCommitRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeTxnOffsetCommitRequestPartitionArray2(w, m.partitions);
  }
}

function writeTxnOffsetCommitRequest2(w: Writer, m: TxnOffsetCommitRequest): void {
  w.string(m.transactionalId);
  w.string(m.groupId);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  if (m.generationIdOrMemberEpoch !== -1) throw unsupportedField('TxnOffsetCommitRequest.generationIdOrMemberEpoch');
  if (m.memberId !== '') throw unsupportedField('TxnOffsetCommitRequest.memberId');
  if (m.groupInstanceId !== null) throw unsupportedField('TxnOffsetCommitRequest.groupInstanceId');
  writeTxnOffsetCommitRequestTopicArray2(w, m.topics);
}

function writeTxnOffsetCommitRequestPartitionArray3(w: Writer, array: TxnOffsetCommitRequestPartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.committedOffset);
    w.int32(m.committedLeaderEpoch);
    w.compactStringOrNull(m.committedMetadata);
    w.uvarint(0);
  }
}

function writeTxnOffsetCommitRequestTopicArray3(w: Writer, array: TxnOffsetCommitRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeTxnOffsetCommitRequestPartitionArray3(w, m.partitions);
    w.uvarint(0);
  }
}

function writeTxnOffsetCommitRequest3(w: Writer, m: TxnOffsetCommitRequest): void {
  w.compactString(m.transactionalId);
  w.compactString(m.groupId);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  w.int32(m.generationIdOrMemberEpoch);
  w.compactString(m.memberId);
  w.compactStringOrNull(m.groupInstanceId);
  writeTxnOffsetCommitRequestTopicArray3(w, m.topics);
  w.uvarint(0);
}

function writeTxnOffsetCommitRequestTopicArray6(w: Writer, array: TxnOffsetCommitRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeTxnOffsetCommitRequestPartitionArray3(w, m.partitions);
    w.uvarint(0);
  }
}

function writeTxnOffsetCommitRequest6(w: Writer, m: TxnOffsetCommitRequest): void {
  w.compactString(m.transactionalId);
  w.compactString(m.groupId);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  w.int32(m.generationIdOrMemberEpoch);
  w.compactString(m.memberId);
  w.compactStringOrNull(m.groupInstanceId);
  writeTxnOffsetCommitRequestTopicArray6(w, m.topics);
  w.uvarint(0);
}

export const txnOffsetCommitRequest: MessageCodec<TxnOffsetCommitRequest> = defineCodec({
  name: 'TxnOffsetCommitRequest',
  apiKey: 28,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 3,
  readers: [readTxnOffsetCommitRequest0, readTxnOffsetCommitRequest0, readTxnOffsetCommitRequest2, readTxnOffsetCommitRequest3, readTxnOffsetCommitRequest3, readTxnOffsetCommitRequest3, readTxnOffsetCommitRequest6],
  writers: [writeTxnOffsetCommitRequest0, writeTxnOffsetCommitRequest0, writeTxnOffsetCommitRequest2, writeTxnOffsetCommitRequest3, writeTxnOffsetCommitRequest3, writeTxnOffsetCommitRequest3, writeTxnOffsetCommitRequest6],
});

export interface TxnOffsetCommitResponse {
  throttleTimeMs: number;
  topics: TxnOffsetCommitResponseTopic[];
}

export interface TxnOffsetCommitResponseTopic {
  /** v0-5 */
  name: string;
  /** v6+ */
  topicId: string;
  partitions: TxnOffsetCommitResponsePartition[];
}

export interface TxnOffsetCommitResponsePartition {
  partitionIndex: number;
  errorCode: number;
}

export function newTxnOffsetCommitResponse(fields?: Partial<TxnOffsetCommitResponse>): TxnOffsetCommitResponse {
  return { throttleTimeMs: 0, topics: [], ...fields };
}

export function newTxnOffsetCommitResponseTopic(fields?: Partial<TxnOffsetCommitResponseTopic>): TxnOffsetCommitResponseTopic {
  return { name: '', topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newTxnOffsetCommitResponsePartition(fields?: Partial<TxnOffsetCommitResponsePartition>): TxnOffsetCommitResponsePartition {
  return { partitionIndex: 0, errorCode: 0, ...fields };
}

function readTxnOffsetCommitResponsePartitionArray0(r: Reader, count: number): TxnOffsetCommitResponsePartition[] {
  const array: TxnOffsetCommitResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      errorCode: r.int16(),
    });
  }
  return array;
}

function readTxnOffsetCommitResponseTopicArray0(r: Reader, count: number): TxnOffsetCommitResponseTopic[] {
  const array: TxnOffsetCommitResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      topicId: ZERO_UUID,
      partitions: readTxnOffsetCommitResponsePartitionArray0(r, r.count(6)),
    });
  }
  return array;
}

function readTxnOffsetCommitResponse0(r: Reader): TxnOffsetCommitResponse {
  return {
    throttleTimeMs: r.int32(),
    topics: readTxnOffsetCommitResponseTopicArray0(r, r.count(6)),
  };
}

function readTxnOffsetCommitResponsePartitionArray3(r: Reader, count: number): TxnOffsetCommitResponsePartition[] {
  const array: TxnOffsetCommitResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: TxnOffsetCommitResponsePartition = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readTxnOffsetCommitResponseTopicArray3(r: Reader, count: number): TxnOffsetCommitResponseTopic[] {
  const array: TxnOffsetCommitResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: TxnOffsetCommitResponseTopic = {
      name: r.compactString(),
      topicId: ZERO_UUID,
      partitions: readTxnOffsetCommitResponsePartitionArray3(r, r.compactCount(7)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readTxnOffsetCommitResponse3(r: Reader): TxnOffsetCommitResponse {
  const m: TxnOffsetCommitResponse = {
    throttleTimeMs: r.int32(),
    topics: readTxnOffsetCommitResponseTopicArray3(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function readTxnOffsetCommitResponseTopicArray6(r: Reader, count: number): TxnOffsetCommitResponseTopic[] {
  const array: TxnOffsetCommitResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: TxnOffsetCommitResponseTopic = {
      name: '',
      topicId: r.uuid(),
      partitions: readTxnOffsetCommitResponsePartitionArray3(r, r.compactCount(7)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readTxnOffsetCommitResponse6(r: Reader): TxnOffsetCommitResponse {
  const m: TxnOffsetCommitResponse = {
    throttleTimeMs: r.int32(),
    topics: readTxnOffsetCommitResponseTopicArray6(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeTxnOffsetCommitResponsePartitionArray0(w: Writer, array: TxnOffsetCommitResponsePartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
  }
}

function writeTxnOffsetCommitResponseTopicArray0(w: Writer, array: TxnOffsetCommitResponseTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeTxnOffsetCommitResponsePartitionArray0(w, m.partitions);
  }
}

function writeTxnOffsetCommitResponse0(w: Writer, m: TxnOffsetCommitResponse): void {
  w.int32(m.throttleTimeMs);
  writeTxnOffsetCommitResponseTopicArray0(w, m.topics);
}

function writeTxnOffsetCommitResponsePartitionArray3(w: Writer, array: TxnOffsetCommitResponsePartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.uvarint(0);
  }
}

function writeTxnOffsetCommitResponseTopicArray3(w: Writer, array: TxnOffsetCommitResponseTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeTxnOffsetCommitResponsePartitionArray3(w, m.partitions);
    w.uvarint(0);
  }
}

function writeTxnOffsetCommitResponse3(w: Writer, m: TxnOffsetCommitResponse): void {
  w.int32(m.throttleTimeMs);
  writeTxnOffsetCommitResponseTopicArray3(w, m.topics);
  w.uvarint(0);
}

function writeTxnOffsetCommitResponseTopicArray6(w: Writer, array: TxnOffsetCommitResponseTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeTxnOffsetCommitResponsePartitionArray3(w, m.partitions);
    w.uvarint(0);
  }
}

function writeTxnOffsetCommitResponse6(w: Writer, m: TxnOffsetCommitResponse): void {
  w.int32(m.throttleTimeMs);
  writeTxnOffsetCommitResponseTopicArray6(w, m.topics);
  w.uvarint(0);
}

export const txnOffsetCommitResponse: MessageCodec<TxnOffsetCommitResponse> = defineCodec({
  name: 'TxnOffsetCommitResponse',
  apiKey: 28,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 3,
  readers: [readTxnOffsetCommitResponse0, readTxnOffsetCommitResponse0, readTxnOffsetCommitResponse0, readTxnOffsetCommitResponse3, readTxnOffsetCommitResponse3, readTxnOffsetCommitResponse3, readTxnOffsetCommitResponse6],
  writers: [writeTxnOffsetCommitResponse0, writeTxnOffsetCommitResponse0, writeTxnOffsetCommitResponse0, writeTxnOffsetCommitResponse3, writeTxnOffsetCommitResponse3, writeTxnOffsetCommitResponse3, writeTxnOffsetCommitResponse6],
});
