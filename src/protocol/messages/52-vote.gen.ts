// generated from 52-vote.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface VoteRequest {
  clusterId: string | null;
  /** v1+ */
  voterId: number;
  topics: VoteRequestTopicData[];
}

export interface VoteRequestTopicData {
  topicName: string;
  partitions: VoteRequestPartitionData[];
}

export interface VoteRequestPartitionData {
  partitionIndex: number;
  replicaEpoch: number;
  replicaId: number;
  /** v1+ */
  replicaDirectoryId: string;
  /** v1+ */
  voterDirectoryId: string;
  lastOffsetEpoch: number;
  lastOffset: number;
  /** v2+ */
  preVote: boolean;
}

export function newVoteRequest(fields?: Partial<VoteRequest>): VoteRequest {
  return { clusterId: null, voterId: -1, topics: [], ...fields };
}

export function newVoteRequestTopicData(fields?: Partial<VoteRequestTopicData>): VoteRequestTopicData {
  return { topicName: '', partitions: [], ...fields };
}

export function newVoteRequestPartitionData(fields?: Partial<VoteRequestPartitionData>): VoteRequestPartitionData {
  return { partitionIndex: 0, replicaEpoch: 0, replicaId: 0, replicaDirectoryId: ZERO_UUID, voterDirectoryId: ZERO_UUID, lastOffsetEpoch: 0, lastOffset: 0, preVote: false, ...fields };
}

function readVoteRequestPartitionDataArray0(r: Reader, count: number): VoteRequestPartitionData[] {
  const array: VoteRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: VoteRequestPartitionData = {
      partitionIndex: r.int32(),
      replicaEpoch: r.int32(),
      replicaId: r.int32(),
      replicaDirectoryId: ZERO_UUID,
      voterDirectoryId: ZERO_UUID,
      lastOffsetEpoch: r.int32(),
      lastOffset: r.int64(),
      preVote: false,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readVoteRequestTopicDataArray0(r: Reader, count: number): VoteRequestTopicData[] {
  const array: VoteRequestTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: VoteRequestTopicData = {
      topicName: r.compactString(),
      partitions: readVoteRequestPartitionDataArray0(r, r.compactCount(25)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readVoteRequest0(r: Reader): VoteRequest {
  const m: VoteRequest = {
    clusterId: r.compactStringOrNull(),
    voterId: -1,
    topics: readVoteRequestTopicDataArray0(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function readVoteRequestPartitionDataArray1(r: Reader, count: number): VoteRequestPartitionData[] {
  const array: VoteRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: VoteRequestPartitionData = {
      partitionIndex: r.int32(),
      replicaEpoch: r.int32(),
      replicaId: r.int32(),
      replicaDirectoryId: r.uuid(),
      voterDirectoryId: r.uuid(),
      lastOffsetEpoch: r.int32(),
      lastOffset: r.int64(),
      preVote: false,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readVoteRequestTopicDataArray1(r: Reader, count: number): VoteRequestTopicData[] {
  const array: VoteRequestTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: VoteRequestTopicData = {
      topicName: r.compactString(),
      partitions: readVoteRequestPartitionDataArray1(r, r.compactCount(57)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readVoteRequest1(r: Reader): VoteRequest {
  const m: VoteRequest = {
    clusterId: r.compactStringOrNull(),
    voterId: r.int32(),
    topics: readVoteRequestTopicDataArray1(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function readVoteRequestPartitionDataArray2(r: Reader, count: number): VoteRequestPartitionData[] {
  const array: VoteRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: VoteRequestPartitionData = {
      partitionIndex: r.int32(),
      replicaEpoch: r.int32(),
      replicaId: r.int32(),
      replicaDirectoryId: r.uuid(),
      voterDirectoryId: r.uuid(),
      lastOffsetEpoch: r.int32(),
      lastOffset: r.int64(),
      preVote: r.boolean(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readVoteRequestTopicDataArray2(r: Reader, count: number): VoteRequestTopicData[] {
  const array: VoteRequestTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: VoteRequestTopicData = {
      topicName: r.compactString(),
      partitions: readVoteRequestPartitionDataArray2(r, r.compactCount(58)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readVoteRequest2(r: Reader): VoteRequest {
  const m: VoteRequest = {
    clusterId: r.compactStringOrNull(),
    voterId: r.int32(),
    topics: readVoteRequestTopicDataArray2(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeVoteRequestPartitionDataArray0(w: Writer, array: VoteRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int32(m.replicaEpoch);
    w.int32(m.replicaId);
    w.int32(m.lastOffsetEpoch);
    w.int64(m.lastOffset);
    if (m.preVote !== false) throw unsupportedField('VoteRequestPartitionData.preVote');
    w.uvarint(0);
  }
}

function writeVoteRequestTopicDataArray0(w: Writer, array: VoteRequestTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    writeVoteRequestPartitionDataArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeVoteRequest0(w: Writer, m: VoteRequest): void {
  w.compactStringOrNull(m.clusterId);
  writeVoteRequestTopicDataArray0(w, m.topics);
  w.uvarint(0);
}

function writeVoteRequestPartitionDataArray1(w: Writer, array: VoteRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int32(m.replicaEpoch);
    w.int32(m.replicaId);
    w.uuid(m.replicaDirectoryId);
    w.uuid(m.voterDirectoryId);
    w.int32(m.lastOffsetEpoch);
    w.int64(m.lastOffset);
    if (m.preVote !== false) throw unsupportedField('VoteRequestPartitionData.preVote');
    w.uvarint(0);
  }
}

function writeVoteRequestTopicDataArray1(w: Writer, array: VoteRequestTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    writeVoteRequestPartitionDataArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeVoteRequest1(w: Writer, m: VoteRequest): void {
  w.compactStringOrNull(m.clusterId);
  w.int32(m.voterId);
  writeVoteRequestTopicDataArray1(w, m.topics);
  w.uvarint(0);
}

function writeVoteRequestPartitionDataArray2(w: Writer, array: VoteRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int32(m.replicaEpoch);
    w.int32(m.replicaId);
    w.uuid(m.replicaDirectoryId);
    w.uuid(m.voterDirectoryId);
    w.int32(m.lastOffsetEpoch);
    w.int64(m.lastOffset);
    w.boolean(m.preVote);
    w.uvarint(0);
  }
}

function writeVoteRequestTopicDataArray2(w: Writer, array: VoteRequestTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    writeVoteRequestPartitionDataArray2(w, m.partitions);
    w.uvarint(0);
  }
}

function writeVoteRequest2(w: Writer, m: VoteRequest): void {
  w.compactStringOrNull(m.clusterId);
  w.int32(m.voterId);
  writeVoteRequestTopicDataArray2(w, m.topics);
  w.uvarint(0);
}

export const voteRequest: MessageCodec<VoteRequest> = defineCodec({
  name: 'VoteRequest',
  apiKey: 52,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readVoteRequest0, readVoteRequest1, readVoteRequest2],
  writers: [writeVoteRequest0, writeVoteRequest1, writeVoteRequest2],
});

export interface VoteResponse {
  errorCode: number;
  topics: VoteResponseTopicData[];
  /** v1+ */
  nodeEndpoints: VoteResponseNodeEndpoint[];
}

export interface VoteResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
}

export interface VoteResponseTopicData {
  topicName: string;
  partitions: VoteResponsePartitionData[];
}

export interface VoteResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  leaderId: number;
  leaderEpoch: number;
  voteGranted: boolean;
}

export function newVoteResponse(fields?: Partial<VoteResponse>): VoteResponse {
  return { errorCode: 0, topics: [], nodeEndpoints: [], ...fields };
}

export function newVoteResponseNodeEndpoint(fields?: Partial<VoteResponseNodeEndpoint>): VoteResponseNodeEndpoint {
  return { nodeId: 0, host: '', port: 0, ...fields };
}

export function newVoteResponseTopicData(fields?: Partial<VoteResponseTopicData>): VoteResponseTopicData {
  return { topicName: '', partitions: [], ...fields };
}

export function newVoteResponsePartitionData(fields?: Partial<VoteResponsePartitionData>): VoteResponsePartitionData {
  return { partitionIndex: 0, errorCode: 0, leaderId: 0, leaderEpoch: 0, voteGranted: false, ...fields };
}

function readVoteResponsePartitionDataArray0(r: Reader, count: number): VoteResponsePartitionData[] {
  const array: VoteResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: VoteResponsePartitionData = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      leaderId: r.int32(),
      leaderEpoch: r.int32(),
      voteGranted: r.boolean(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readVoteResponseTopicDataArray0(r: Reader, count: number): VoteResponseTopicData[] {
  const array: VoteResponseTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: VoteResponseTopicData = {
      topicName: r.compactString(),
      partitions: readVoteResponsePartitionDataArray0(r, r.compactCount(16)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readVoteResponse0(r: Reader): VoteResponse {
  const m: VoteResponse = {
    errorCode: r.int16(),
    topics: readVoteResponseTopicDataArray0(r, r.compactCount(3)),
    nodeEndpoints: [],
  };
  r.keepTags();
  return m;
}

function readVoteResponseNodeEndpointArray1(r: Reader, count: number): VoteResponseNodeEndpoint[] {
  const array: VoteResponseNodeEndpoint[] = [];
  for (let i = 0; i < count; i++) {
    const m: VoteResponseNodeEndpoint = {
      nodeId: r.int32(),
      host: r.compactString(),
      port: r.uint16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readVoteResponse1(r: Reader): VoteResponse {
  const m: VoteResponse = {
    errorCode: r.int16(),
    topics: readVoteResponseTopicDataArray0(r, r.compactCount(3)),
    nodeEndpoints: [],
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.nodeEndpoints = readVoteResponseNodeEndpointArray1(r, r.compactCount(8));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeVoteResponsePartitionDataArray0(w: Writer, array: VoteResponsePartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
    w.boolean(m.voteGranted);
    w.uvarint(0);
  }
}

function writeVoteResponseTopicDataArray0(w: Writer, array: VoteResponseTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    writeVoteResponsePartitionDataArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeVoteResponse0(w: Writer, m: VoteResponse): void {
  w.int16(m.errorCode);
  writeVoteResponseTopicDataArray0(w, m.topics);
  if (m.nodeEndpoints.length !== 0) throw unsupportedField('VoteResponse.nodeEndpoints');
  w.uvarint(0);
}

function writeVoteResponseNodeEndpointArray1(w: Writer, array: VoteResponseNodeEndpoint[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.nodeId);
    w.compactString(m.host);
    w.uint16(m.port);
    w.uvarint(0);
  }
}

function writeVoteResponse1(w: Writer, m: VoteResponse): void {
  w.int16(m.errorCode);
  writeVoteResponseTopicDataArray0(w, m.topics);
  const has0 = m.nodeEndpoints.length !== 0;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    writeVoteResponseNodeEndpointArray1(w, m.nodeEndpoints);
    w.endTag(at0);
  }
}

export const voteResponse: MessageCodec<VoteResponse> = defineCodec({
  name: 'VoteResponse',
  apiKey: 52,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readVoteResponse0, readVoteResponse1, readVoteResponse1],
  writers: [writeVoteResponse0, writeVoteResponse1, writeVoteResponse1],
});
