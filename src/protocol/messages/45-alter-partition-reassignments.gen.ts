// generated from 45-alter-partition-reassignments.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface AlterPartitionReassignmentsRequest {
  timeoutMs: number;
  /** v1+ */
  allowReplicationFactorChange: boolean;
  topics: AlterPartitionReassignmentsRequestReassignableTopic[];
}

export interface AlterPartitionReassignmentsRequestReassignableTopic {
  name: string;
  partitions: AlterPartitionReassignmentsRequestReassignablePartition[];
}

export interface AlterPartitionReassignmentsRequestReassignablePartition {
  partitionIndex: number;
  replicas: number[] | null;
}

export function newAlterPartitionReassignmentsRequest(fields?: Partial<AlterPartitionReassignmentsRequest>): AlterPartitionReassignmentsRequest {
  return { timeoutMs: 60000, allowReplicationFactorChange: true, topics: [], ...fields };
}

export function newAlterPartitionReassignmentsRequestReassignableTopic(fields?: Partial<AlterPartitionReassignmentsRequestReassignableTopic>): AlterPartitionReassignmentsRequestReassignableTopic {
  return { name: '', partitions: [], ...fields };
}

export function newAlterPartitionReassignmentsRequestReassignablePartition(fields?: Partial<AlterPartitionReassignmentsRequestReassignablePartition>): AlterPartitionReassignmentsRequestReassignablePartition {
  return { partitionIndex: 0, replicas: null, ...fields };
}

function readAlterPartitionReassignmentsRequestReassignablePartitionArray0(r: Reader, count: number): AlterPartitionReassignmentsRequestReassignablePartition[] {
  const array: AlterPartitionReassignmentsRequestReassignablePartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterPartitionReassignmentsRequestReassignablePartition = {
      partitionIndex: r.int32(),
      replicas: r.int32sOrNull(r.compactCountOrNull(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterPartitionReassignmentsRequestReassignableTopicArray0(r: Reader, count: number): AlterPartitionReassignmentsRequestReassignableTopic[] {
  const array: AlterPartitionReassignmentsRequestReassignableTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterPartitionReassignmentsRequestReassignableTopic = {
      name: r.compactString(),
      partitions: readAlterPartitionReassignmentsRequestReassignablePartitionArray0(r, r.compactCount(6)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterPartitionReassignmentsRequest0(r: Reader): AlterPartitionReassignmentsRequest {
  const m: AlterPartitionReassignmentsRequest = {
    timeoutMs: r.int32(),
    allowReplicationFactorChange: true,
    topics: readAlterPartitionReassignmentsRequestReassignableTopicArray0(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function readAlterPartitionReassignmentsRequest1(r: Reader): AlterPartitionReassignmentsRequest {
  const m: AlterPartitionReassignmentsRequest = {
    timeoutMs: r.int32(),
    allowReplicationFactorChange: r.boolean(),
    topics: readAlterPartitionReassignmentsRequestReassignableTopicArray0(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeAlterPartitionReassignmentsRequestReassignablePartitionArray0(w: Writer, array: AlterPartitionReassignmentsRequestReassignablePartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    if (m.replicas === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.replicas.length);
      w.int32s(m.replicas);
    }
    w.uvarint(0);
  }
}

function writeAlterPartitionReassignmentsRequestReassignableTopicArray0(w: Writer, array: AlterPartitionReassignmentsRequestReassignableTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeAlterPartitionReassignmentsRequestReassignablePartitionArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeAlterPartitionReassignmentsRequest0(w: Writer, m: AlterPartitionReassignmentsRequest): void {
  w.int32(m.timeoutMs);
  if (m.allowReplicationFactorChange !== true) throw unsupportedField('AlterPartitionReassignmentsRequest.allowReplicationFactorChange');
  writeAlterPartitionReassignmentsRequestReassignableTopicArray0(w, m.topics);
  w.uvarint(0);
}

function writeAlterPartitionReassignmentsRequest1(w: Writer, m: AlterPartitionReassignmentsRequest): void {
  w.int32(m.timeoutMs);
  w.boolean(m.allowReplicationFactorChange);
  writeAlterPartitionReassignmentsRequestReassignableTopicArray0(w, m.topics);
  w.uvarint(0);
}

export const alterPartitionReassignmentsRequest: MessageCodec<AlterPartitionReassignmentsRequest> = defineCodec({
  name: 'AlterPartitionReassignmentsRequest',
  apiKey: 45,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readAlterPartitionReassignmentsRequest0, readAlterPartitionReassignmentsRequest1],
  writers: [writeAlterPartitionReassignmentsRequest0, writeAlterPartitionReassignmentsRequest1],
});

export interface AlterPartitionReassignmentsResponse {
  throttleTimeMs: number;
  /** v1+ */
  allowReplicationFactorChange: boolean;
  errorCode: number;
  errorMessage: string | null;
  responses: AlterPartitionReassignmentsResponseReassignableTopicResponse[];
}

export interface AlterPartitionReassignmentsResponseReassignableTopicResponse {
  name: string;
  partitions: AlterPartitionReassignmentsResponseReassignablePartitionResponse[];
}

export interface AlterPartitionReassignmentsResponseReassignablePartitionResponse {
  partitionIndex: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newAlterPartitionReassignmentsResponse(fields?: Partial<AlterPartitionReassignmentsResponse>): AlterPartitionReassignmentsResponse {
  return { throttleTimeMs: 0, allowReplicationFactorChange: true, errorCode: 0, errorMessage: '', responses: [], ...fields };
}

export function newAlterPartitionReassignmentsResponseReassignableTopicResponse(fields?: Partial<AlterPartitionReassignmentsResponseReassignableTopicResponse>): AlterPartitionReassignmentsResponseReassignableTopicResponse {
  return { name: '', partitions: [], ...fields };
}

export function newAlterPartitionReassignmentsResponseReassignablePartitionResponse(fields?: Partial<AlterPartitionReassignmentsResponseReassignablePartitionResponse>): AlterPartitionReassignmentsResponseReassignablePartitionResponse {
  return { partitionIndex: 0, errorCode: 0, errorMessage: '', ...fields };
}

function readAlterPartitionReassignmentsResponseReassignablePartitionResponseArray0(r: Reader, count: number): AlterPartitionReassignmentsResponseReassignablePartitionResponse[] {
  const array: AlterPartitionReassignmentsResponseReassignablePartitionResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterPartitionReassignmentsResponseReassignablePartitionResponse = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterPartitionReassignmentsResponseReassignableTopicResponseArray0(r: Reader, count: number): AlterPartitionReassignmentsResponseReassignableTopicResponse[] {
  const array: AlterPartitionReassignmentsResponseReassignableTopicResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterPartitionReassignmentsResponseReassignableTopicResponse = {
      name: r.compactString(),
      partitions: readAlterPartitionReassignmentsResponseReassignablePartitionResponseArray0(r, r.compactCount(8)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterPartitionReassignmentsResponse0(r: Reader): AlterPartitionReassignmentsResponse {
  const m: AlterPartitionReassignmentsResponse = {
    throttleTimeMs: r.int32(),
    allowReplicationFactorChange: true,
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    responses: readAlterPartitionReassignmentsResponseReassignableTopicResponseArray0(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function readAlterPartitionReassignmentsResponse1(r: Reader): AlterPartitionReassignmentsResponse {
  const m: AlterPartitionReassignmentsResponse = {
    throttleTimeMs: r.int32(),
    allowReplicationFactorChange: r.boolean(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    responses: readAlterPartitionReassignmentsResponseReassignableTopicResponseArray0(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeAlterPartitionReassignmentsResponseReassignablePartitionResponseArray0(w: Writer, array: AlterPartitionReassignmentsResponseReassignablePartitionResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeAlterPartitionReassignmentsResponseReassignableTopicResponseArray0(w: Writer, array: AlterPartitionReassignmentsResponseReassignableTopicResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeAlterPartitionReassignmentsResponseReassignablePartitionResponseArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeAlterPartitionReassignmentsResponse0(w: Writer, m: AlterPartitionReassignmentsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  writeAlterPartitionReassignmentsResponseReassignableTopicResponseArray0(w, m.responses);
  w.uvarint(0);
}

function writeAlterPartitionReassignmentsResponse1(w: Writer, m: AlterPartitionReassignmentsResponse): void {
  w.int32(m.throttleTimeMs);
  w.boolean(m.allowReplicationFactorChange);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  writeAlterPartitionReassignmentsResponseReassignableTopicResponseArray0(w, m.responses);
  w.uvarint(0);
}

export const alterPartitionReassignmentsResponse: MessageCodec<AlterPartitionReassignmentsResponse> = defineCodec({
  name: 'AlterPartitionReassignmentsResponse',
  apiKey: 45,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readAlterPartitionReassignmentsResponse0, readAlterPartitionReassignmentsResponse1],
  writers: [writeAlterPartitionReassignmentsResponse0, writeAlterPartitionReassignmentsResponse1],
});
