// generated from 43-elect-leaders.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface ElectLeadersRequest {
  /** v1+ */
  electionType: number;
  topicPartitions: ElectLeadersRequestTopicPartitions[] | null;
  timeoutMs: number;
}

export interface ElectLeadersRequestTopicPartitions {
  topic: string;
  partitions: number[];
}

export function newElectLeadersRequest(fields?: Partial<ElectLeadersRequest>): ElectLeadersRequest {
  return { electionType: 0, topicPartitions: [], timeoutMs: 60000, ...fields };
}

export function newElectLeadersRequestTopicPartitions(fields?: Partial<ElectLeadersRequestTopicPartitions>): ElectLeadersRequestTopicPartitions {
  return { topic: '', partitions: [], ...fields };
}

function readElectLeadersRequestTopicPartitionsArrayOrNull0(r: Reader, count: number): ElectLeadersRequestTopicPartitions[] | null {
  if (count < 0) return null;
  const array: ElectLeadersRequestTopicPartitions[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      partitions: r.int32s(r.count(4)),
    });
  }
  return array;
}

function readElectLeadersRequest0(r: Reader): ElectLeadersRequest {
  return {
    electionType: 0,
    topicPartitions: readElectLeadersRequestTopicPartitionsArrayOrNull0(r, r.countOrNull(6)),
    timeoutMs: r.int32(),
  };
}

function readElectLeadersRequest1(r: Reader): ElectLeadersRequest {
  return {
    electionType: r.int8(),
    topicPartitions: readElectLeadersRequestTopicPartitionsArrayOrNull0(r, r.countOrNull(6)),
    timeoutMs: r.int32(),
  };
}

function readElectLeadersRequestTopicPartitionsArrayOrNull2(r: Reader, count: number): ElectLeadersRequestTopicPartitions[] | null {
  if (count < 0) return null;
  const array: ElectLeadersRequestTopicPartitions[] = [];
  for (let i = 0; i < count; i++) {
    const m: ElectLeadersRequestTopicPartitions = {
      topic: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readElectLeadersRequest2(r: Reader): ElectLeadersRequest {
  const m: ElectLeadersRequest = {
    electionType: r.int8(),
    topicPartitions: readElectLeadersRequestTopicPartitionsArrayOrNull2(r, r.compactCountOrNull(3)),
    timeoutMs: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeElectLeadersRequestTopicPartitionsArrayOrNull0(w: Writer, array: ElectLeadersRequestTopicPartitions[] | null): void {
  if (array === null) {
    w.count(-1);
    return;
  }
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    w.count(m.partitions.length);
    w.int32s(m.partitions);
  }
}

function writeElectLeadersRequest0(w: Writer, m: ElectLeadersRequest): void {
  if (m.electionType !== 0) throw unsupportedField('ElectLeadersRequest.electionType');
  writeElectLeadersRequestTopicPartitionsArrayOrNull0(w, m.topicPartitions);
  w.int32(m.timeoutMs);
}

function writeElectLeadersRequest1(w: Writer, m: ElectLeadersRequest): void {
  w.int8(m.electionType);
  writeElectLeadersRequestTopicPartitionsArrayOrNull0(w, m.topicPartitions);
  w.int32(m.timeoutMs);
}

function writeElectLeadersRequestTopicPartitionsArrayOrNull2(w: Writer, array: ElectLeadersRequestTopicPartitions[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topic);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeElectLeadersRequest2(w: Writer, m: ElectLeadersRequest): void {
  w.int8(m.electionType);
  writeElectLeadersRequestTopicPartitionsArrayOrNull2(w, m.topicPartitions);
  w.int32(m.timeoutMs);
  w.uvarint(0);
}

export const electLeadersRequest: MessageCodec<ElectLeadersRequest> = defineCodec({
  name: 'ElectLeadersRequest',
  apiKey: 43,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readElectLeadersRequest0, readElectLeadersRequest1, readElectLeadersRequest2],
  writers: [writeElectLeadersRequest0, writeElectLeadersRequest1, writeElectLeadersRequest2],
});

export interface ElectLeadersResponse {
  throttleTimeMs: number;
  /** v1+ */
  errorCode: number;
  replicaElectionResults: ElectLeadersResponseReplicaElectionResult[];
}

export interface ElectLeadersResponseReplicaElectionResult {
  topic: string;
  partitionResult: ElectLeadersResponsePartitionResult[];
}

export interface ElectLeadersResponsePartitionResult {
  partitionId: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newElectLeadersResponse(fields?: Partial<ElectLeadersResponse>): ElectLeadersResponse {
  return { throttleTimeMs: 0, errorCode: 0, replicaElectionResults: [], ...fields };
}

export function newElectLeadersResponseReplicaElectionResult(fields?: Partial<ElectLeadersResponseReplicaElectionResult>): ElectLeadersResponseReplicaElectionResult {
  return { topic: '', partitionResult: [], ...fields };
}

export function newElectLeadersResponsePartitionResult(fields?: Partial<ElectLeadersResponsePartitionResult>): ElectLeadersResponsePartitionResult {
  return { partitionId: 0, errorCode: 0, errorMessage: '', ...fields };
}

function readElectLeadersResponsePartitionResultArray0(r: Reader, count: number): ElectLeadersResponsePartitionResult[] {
  const array: ElectLeadersResponsePartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionId: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.stringOrNull(),
    });
  }
  return array;
}

function readElectLeadersResponseReplicaElectionResultArray0(r: Reader, count: number): ElectLeadersResponseReplicaElectionResult[] {
  const array: ElectLeadersResponseReplicaElectionResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      partitionResult: readElectLeadersResponsePartitionResultArray0(r, r.count(8)),
    });
  }
  return array;
}

function readElectLeadersResponse0(r: Reader): ElectLeadersResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: 0,
    replicaElectionResults: readElectLeadersResponseReplicaElectionResultArray0(r, r.count(6)),
  };
}

function readElectLeadersResponse1(r: Reader): ElectLeadersResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    replicaElectionResults: readElectLeadersResponseReplicaElectionResultArray0(r, r.count(6)),
  };
}

function readElectLeadersResponsePartitionResultArray2(r: Reader, count: number): ElectLeadersResponsePartitionResult[] {
  const array: ElectLeadersResponsePartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: ElectLeadersResponsePartitionResult = {
      partitionId: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readElectLeadersResponseReplicaElectionResultArray2(r: Reader, count: number): ElectLeadersResponseReplicaElectionResult[] {
  const array: ElectLeadersResponseReplicaElectionResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: ElectLeadersResponseReplicaElectionResult = {
      topic: r.compactString(),
      partitionResult: readElectLeadersResponsePartitionResultArray2(r, r.compactCount(8)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readElectLeadersResponse2(r: Reader): ElectLeadersResponse {
  const m: ElectLeadersResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    replicaElectionResults: readElectLeadersResponseReplicaElectionResultArray2(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeElectLeadersResponsePartitionResultArray0(w: Writer, array: ElectLeadersResponsePartitionResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionId);
    w.int16(m.errorCode);
    w.stringOrNull(m.errorMessage);
  }
}

function writeElectLeadersResponseReplicaElectionResultArray0(w: Writer, array: ElectLeadersResponseReplicaElectionResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    writeElectLeadersResponsePartitionResultArray0(w, m.partitionResult);
  }
}

function writeElectLeadersResponse0(w: Writer, m: ElectLeadersResponse): void {
  w.int32(m.throttleTimeMs);
  if (m.errorCode !== 0) throw unsupportedField('ElectLeadersResponse.errorCode');
  writeElectLeadersResponseReplicaElectionResultArray0(w, m.replicaElectionResults);
}

function writeElectLeadersResponse1(w: Writer, m: ElectLeadersResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeElectLeadersResponseReplicaElectionResultArray0(w, m.replicaElectionResults);
}

function writeElectLeadersResponsePartitionResultArray2(w: Writer, array: ElectLeadersResponsePartitionResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionId);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeElectLeadersResponseReplicaElectionResultArray2(w: Writer, array: ElectLeadersResponseReplicaElectionResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topic);
    writeElectLeadersResponsePartitionResultArray2(w, m.partitionResult);
    w.uvarint(0);
  }
}

function writeElectLeadersResponse2(w: Writer, m: ElectLeadersResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeElectLeadersResponseReplicaElectionResultArray2(w, m.replicaElectionResults);
  w.uvarint(0);
}

export const electLeadersResponse: MessageCodec<ElectLeadersResponse> = defineCodec({
  name: 'ElectLeadersResponse',
  apiKey: 43,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readElectLeadersResponse0, readElectLeadersResponse1, readElectLeadersResponse2],
  writers: [writeElectLeadersResponse0, writeElectLeadersResponse1, writeElectLeadersResponse2],
});
