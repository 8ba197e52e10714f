// generated from 55-describe-quorum.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface DescribeQuorumRequest {
  topics: DescribeQuorumRequestTopicData[];
}

export interface DescribeQuorumRequestTopicData {
  topicName: string;
  partitions: DescribeQuorumRequestPartitionData[];
}

export interface DescribeQuorumRequestPartitionData {
  partitionIndex: number;
}

export function newDescribeQuorumRequest(fields?: Partial<DescribeQuorumRequest>): DescribeQuorumRequest {
  return { topics: [], ...fields };
}

export function newDescribeQuorumRequestTopicData(fields?: Partial<DescribeQuorumRequestTopicData>): DescribeQuorumRequestTopicData {
  return { topicName: '', partitions: [], ...fields };
}

export function newDescribeQuorumRequestPartitionData(fields?: Partial<DescribeQuorumRequestPartitionData>): DescribeQuorumRequestPartitionData {
  return { partitionIndex: 0, ...fields };
}

function readDescribeQuorumRequestPartitionDataArray0(r: Reader, count: number): DescribeQuorumRequestPartitionData[] {
  const array: DescribeQuorumRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeQuorumRequestPartitionData = {
      partitionIndex: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeQuorumRequestTopicDataArray0(r: Reader, count: number): DescribeQuorumRequestTopicData[] {
  const array: DescribeQuorumRequestTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeQuorumRequestTopicData = {
      topicName: r.compactString(),
      partitions: readDescribeQuorumRequestPartitionDataArray0(r, r.compactCount(5)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeQuorumRequest0(r: Reader): DescribeQuorumRequest {
  const m: DescribeQuorumRequest = {
    topics: readDescribeQuorumRequestTopicDataArray0(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeDescribeQuorumRequestPartitionDataArray0(w: Writer, array: DescribeQuorumRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.uvarint(0);
  }
}

function writeDescribeQuorumRequestTopicDataArray0(w: Writer, array: DescribeQuorumRequestTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    writeDescribeQuorumRequestPartitionDataArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeDescribeQuorumRequest0(w: Writer, m: DescribeQuorumRequest): void {
  writeDescribeQuorumRequestTopicDataArray0(w, m.topics);
  w.uvarint(0);
}

export const describeQuorumRequest: MessageCodec<DescribeQuorumRequest> = defineCodec({
  name: 'DescribeQuorumRequest',
  apiKey: 55,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDescribeQuorumRequest0, readDescribeQuorumRequest0, readDescribeQuorumRequest0],
  writers: [writeDescribeQuorumRequest0, writeDescribeQuorumRequest0, writeDescribeQuorumRequest0],
});

export interface DescribeQuorumResponse {
  errorCode: number;
  /** v2+ */
  errorMessage: string | null;
  topics: DescribeQuorumResponseTopicData[];
  /** v2+ */
  nodes: DescribeQuorumResponseNode[];
}

export interface DescribeQuorumResponseNode {
  nodeId: number;
  listeners: DescribeQuorumResponseListener[];
}

export interface DescribeQuorumResponseListener {
  name: string;
  host: string;
  port: number;
}

export interface DescribeQuorumResponseTopicData {
  topicName: string;
  partitions: DescribeQuorumResponsePartitionData[];
}

export interface DescribeQuorumResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  /** v2+ */
  errorMessage: string | null;
  leaderId: number;
  leaderEpoch: number;
  highWatermark: number;
  currentVoters: DescribeQuorumResponseReplicaState[];
  observers: DescribeQuorumResponseReplicaState[];
}

export interface DescribeQuorumResponseReplicaState {
  replicaId: number;
  /** v2+ */
  replicaDirectoryId: string;
  logEndOffset: number;
  /** v1+ */
  lastFetchTimestamp: number;
  /** v1+ */
  lastCaughtUpTimestamp: number;
}

export function newDescribeQuorumResponse(fields?: Partial<DescribeQuorumResponse>): DescribeQuorumResponse {
  return { errorCode: 0, errorMessage: '', topics: [], nodes: [], ...fields };
}

export function newDescribeQuorumResponseNode(fields?: Partial<DescribeQuorumResponseNode>): DescribeQuorumResponseNode {
  return { nodeId: 0, listeners: [], ...fields };
}

export function newDescribeQuorumResponseListener(fields?: Partial<DescribeQuorumResponseListener>): DescribeQuorumResponseListener {
  return { name: '', host: '', port: 0, ...fields };
}

export function newDescribeQuorumResponseTopicData(fields?: Partial<DescribeQuorumResponseTopicData>): DescribeQuorumResponseTopicData {
  return { topicName: '', partitions: [], ...fields };
}

export function newDescribeQuorumResponsePartitionData(fields?: Partial<DescribeQuorumResponsePartitionData>): DescribeQuorumResponsePartitionData {
  return { partitionIndex: 0, errorCode: 0, errorMessage: '', leaderId: 0, leaderEpoch: 0, highWatermark: 0, currentVoters: [], observers: [], ...fields };
}

export function newDescribeQuorumResponseReplicaState(fields?: Partial<DescribeQuorumResponseReplicaState>): DescribeQuorumResponseReplicaState {
  return { replicaId: 0, replicaDirectoryId: ZERO_UUID, logEndOffset: 0, lastFetchTimestamp: -1, lastCaughtUpTimestamp: -1, ...fields };
}

function readDescribeQuorumResponseReplicaStateArray0(r: Reader, count: number): DescribeQuorumResponseReplicaState[] {
  const array: DescribeQuorumResponseReplicaState[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeQuorumResponseReplicaState = {
      replicaId: r.int32(),
      replicaDirectoryId: ZERO_UUID,
      logEndOffset: r.int64(),
      lastFetchTimestamp: -1,
      lastCaughtUpTimestamp: -1,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeQuorumResponsePartitionDataArray0(r: Reader, count: number): DescribeQuorumResponsePartitionData[] {
  const array: DescribeQuorumResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeQuorumResponsePartitionData = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      errorMessage: '',
      leaderId: r.int32(),
      leaderEpoch: r.int32(),
      highWatermark: r.int64(),
      currentVoters: readDescribeQuorumResponseReplicaStateArray0(r, r.compactCount(13)),
      observers: readDescribeQuorumResponseReplicaStateArray0(r, r.compactCount(13)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeQuorumResponseTopicDataArray0(r: Reader, count: number): DescribeQuorumResponseTopicData[] {
  const array: DescribeQuorumResponseTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeQuorumResponseTopicData = {
      topicName: r.compactString(),
      partitions: readDescribeQuorumResponsePartitionDataArray0(r, r.compactCount(25)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeQuorumResponse0(r: Reader): DescribeQuorumResponse {
  const m: DescribeQuorumResponse = {
    errorCode: r.int16(),
    errorMessage: '',
    topics: readDescribeQuorumResponseTopicDataArray0(r, r.compactCount(3)),
    nodes: [],
  };
  r.keepTags();
  return m;
}

function readDescribeQuorumResponseReplicaStateArray1(r: Reader, count: number): DescribeQuorumResponseReplicaState[] {
  const array: DescribeQuorumResponseReplicaState[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeQuorumResponseReplicaState = {
      replicaId: r.int32(),
      replicaDirectoryId: ZERO_UUID,
      logEndOffset: r.int64(),
      lastFetchTimestamp: r.int64(),
      lastCaughtUpTimestamp: r.int64(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeQuorumResponsePartitionDataArray1(r: Reader, count: number): DescribeQuorumResponsePartitionData[] {
  const array: DescribeQuorumResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeQuorumResponsePartitionData = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      errorMessage: '',
      leaderId: r.int32(),
      leaderEpoch: r.int32(),
      highWatermark: r.int64(),
      currentVoters: readDescribeQuorumResponseReplicaStateArray1(r, r.compactCount(29)),
      observers: readDescribeQuorumResponseReplicaStateArray1(r, r.compactCount(29)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeQuorumResponseTopicDataArray1(r: Reader, count: number): DescribeQuorumResponseTopicData[] {
  const array: DescribeQuorumResponseTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeQuorumResponseTopicData = {
      topicName: r.compactString(),
      partitions: readDescribeQuorumResponsePartitionDataArray1(r, r.compactCount(25)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeQuorumResponse1(r: Reader): DescribeQuorumResponse {
  const m: DescribeQuorumResponse = {
    errorCode: r.int16(),
    errorMessage: '',
    topics: readDescribeQuorumResponseTopicDataArray1(r, r.compactCount(3)),
    nodes: [],
  };
  r.keepTags();
  return m;
}

function readDescribeQuorumResponseReplicaStateArray2(r: Reader, count: number): DescribeQuorumResponseReplicaState[] {
  const array: DescribeQuorumResponseReplicaState[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeQuorumResponseReplicaState = {
      replicaId: r.int32(),
      replicaDirectoryId: r.uuid(),
      logEndOffset: r.int64(),
      lastFetchTimestamp: r.int64(),
      lastCaughtUpTimestamp: r.int64(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeQuorumResponsePartitionDataArray2(r: Reader, count: number): DescribeQuorumResponsePartitionData[] {
  const array: DescribeQuorumResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeQuorumResponsePartitionData = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      leaderId: r.int32(),
      leaderEpoch: r.int32(),
      highWatermark: r.int64(),
      currentVoters: readDescribeQuorumResponseReplicaStateArray2(r, r.compactCount(45)),
      observers: readDescribeQuorumResponseReplicaStateArray2(r, r.compactCount(45)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeQuorumResponseTopicDataArray2(r: Reader, count: number): DescribeQuorumResponseTopicData[] {
  const array: DescribeQuorumResponseTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeQuorumResponseTopicData = {
      topicName: r.compactString(),
      partitions: readDescribeQuorumResponsePartitionDataArray2(r, r.compactCount(26)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeQuorumResponseListenerArray2(r: Reader, count: number): DescribeQuorumResponseListener[] {
  const array: DescribeQuorumResponseListener[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeQuorumResponseListener = {
      name: r.compactString(),
      host: r.compactString(),
      port: r.uint16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeQuorumResponseNodeArray2(r: Reader, count: number): DescribeQuorumResponseNode[] {
  const array: DescribeQuorumResponseNode[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeQuorumResponseNode = {
      nodeId: r.int32(),
      listeners: readDescribeQuorumResponseListenerArray2(r, r.compactCount(5)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeQuorumResponse2(r: Reader): DescribeQuorumResponse {
  const m: DescribeQuorumResponse = {
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    topics: readDescribeQuorumResponseTopicDataArray2(r, r.compactCount(3)),
    nodes: readDescribeQuorumResponseNodeArray2(r, r.compactCount(6)),
  };
  r.keepTags();
  return m;
}

function writeDescribeQuorumResponseReplicaStateArray0(w: Writer, array: DescribeQuorumResponseReplicaState[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.replicaId);
    if (m.replicaDirectoryId !== ZERO_UUID) throw unsupportedField('DescribeQuorumResponseReplicaState.replicaDirectoryId');
    w.int64(m.logEndOffset);
    w.uvarint(0);
  }
}

function writeDescribeQuorumResponsePartitionDataArray0(w: Writer, array: DescribeQuorumResponsePartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
    w.int64(m.highWatermark);
    writeDescribeQuorumResponseReplicaStateArray0(w, m.currentVoters);
    writeDescribeQuorumResponseReplicaStateArray0(w, m.observers);
    w.uvarint(0);
  }
}

function writeDescribeQuorumResponseTopicDataArray0(w: Writer, array: DescribeQuorumResponseTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    writeDescribeQuorumResponsePartitionDataArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeDescribeQuorumResponse0(w: Writer, m: DescribeQuorumResponse): void {
  w.int16(m.errorCode);
  writeDescribeQuorumResponseTopicDataArray0(w, m.topics);
  if (m.nodes.length !== 0) throw unsupportedField('DescribeQuorumResponse.nodes');
  w.uvarint(0);
}

function writeDescribeQuorumResponseReplicaStateArray1(w: Writer, array: DescribeQuorumResponseReplicaState[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.replicaId);
    if (m.replicaDirectoryId !== ZERO_UUID) throw unsupportedField('DescribeQuorumResponseReplicaState.replicaDirectoryId');
    w.int64(m.logEndOffset);
    w.int64(m.lastFetchTimestamp);
    w.int64(m.lastCaughtUpTimestamp);
    w.uvarint(0);
  }
}

function writeDescribeQuorumResponsePartitionDataArray1(w: Writer, array: DescribeQuorumResponsePartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
    w.int64(m.highWatermark);
    writeDescribeQuorumResponseReplicaStateArray1(w, m.currentVoters);
    writeDescribeQuorumResponseReplicaStateArray1(w, m.observers);
    w.uvarint(0);
  }
}

function writeDescribeQuorumResponseTopicDataArray1(w: Writer, array: DescribeQuorumResponseTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    writeDescribeQuorumResponsePartitionDataArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeDescribeQuorumResponse1(w: Writer, m: DescribeQuorumResponse): void {
  w.int16(m.errorCode);
  writeDescribeQuorumResponseTopicDataArray1(w, m.topics);
  if (m.nodes.length !== 0) throw unsupportedField('DescribeQuorumResponse.nodes');
  w.uvarint(0);
}

function writeDescribeQuorumResponseReplicaStateArray2(w: Writer, array: DescribeQuorumResponseReplicaState[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.replicaId);
    w.uuid(m.replicaDirectoryId);
    w.int64(m.logEndOffset);
    w.int64(m.lastFetchTimestamp);
    w.int64(m.lastCaughtUpTimestamp);
    w.uvarint(0);
  }
}

function writeDescribeQuorumResponsePartitionDataArray2(w: Writer, array: DescribeQuorumResponsePartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
    w.int64(m.highWatermark);
    writeDescribeQuorumResponseReplicaStateArray2(w, m.currentVoters);
    writeDescribeQuorumResponseReplicaStateArray2(w, m.observers);
    w.uvarint(0);
  }
}

function writeDescribeQuorumResponseTopicDataArray2(w: Writer, array: DescribeQuorumResponseTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    writeDescribeQuorumResponsePartitionDataArray2(w, m.partitions);
    w.uvarint(0);
  }
}

function writeDescribeQuorumResponseListenerArray2(w: Writer, array: DescribeQuorumResponseListener[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactString(m.host);
    w.uint16(m.port);
    w.uvarint(0);
  }
}

function writeDescribeQuorumResponseNodeArray2(w: Writer, array: DescribeQuorumResponseNode[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.nodeId);
    writeDescribeQuorumResponseListenerArray2(w, m.listeners);
    w.uvarint(0);
  }
}

function writeDescribeQuorumResponse2(w: Writer, m: DescribeQuorumResponse): void {
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  writeDescribeQuorumResponseTopicDataArray2(w, m.topics);
  writeDescribeQuorumResponseNodeArray2(w, m.nodes);
  w.uvarint(0);
}

export const describeQuorumResponse: MessageCodec<DescribeQuorumResponse> = defineCodec({
  name: 'DescribeQuorumResponse',
  apiKey: 55,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDescribeQuorumResponse0, readDescribeQuorumResponse1, readDescribeQuorumResponse2],
  writers: [writeDescribeQuorumResponse0, writeDescribeQuorumResponse1, writeDescribeQuorumResponse2],
});
