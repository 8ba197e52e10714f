// generated from 53-begin-quorum-epoch.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface BeginQuorumEpochRequest {
  clusterId: string | null;
  /** v1+ */
  voterId: number;
  topics: BeginQuorumEpochRequestTopicData[];
  /** v1+ */
  leaderEndpoints: BeginQuorumEpochRequestLeaderEndpoint[];
}

export interface BeginQuorumEpochRequestLeaderEndpoint {
  name: string;
  host: string;
  port: number;
}

export interface BeginQuorumEpochRequestTopicData {
  topicName: string;
  partitions: BeginQuorumEpochRequestPartitionData[];
}

export interface BeginQuorumEpochRequestPartitionData {
  partitionIndex: number;
  /** v1+ */
  voterDirectoryId: string;
  leaderId: number;
  leaderEpoch: number;
}

export function newBeginQuorumEpochRequest(fields?: Partial<BeginQuorumEpochRequest>): BeginQuorumEpochRequest {
  return { clusterId: null, voterId: -1, topics: [], leaderEndpoints: [], ...fields };
}

export function newBeginQuorumEpochRequestLeaderEndpoint(fields?: Partial<BeginQuorumEpochRequestLeaderEndpoint>): BeginQuorumEpochRequestLeaderEndpoint {
  return { name: '', host: '', port: 0, ...fields };
}

export function newBeginQuorumEpochRequestTopicData(fields?: Partial<BeginQuorumEpochRequestTopicData>): BeginQuorumEpochRequestTopicData {
  return { topicName: '', partitions: [], ...fields };
}

export function newBeginQuorumEpochRequestPartitionData(fields?: Partial<BeginQuorumEpochRequestPartitionData>): BeginQuorumEpochRequestPartitionData {
  return { partitionIndex: 0, voterDirectoryId: ZERO_UUID, leaderId: 0, leaderEpoch: 0, ...fields };
}

function readBeginQuorumEpochRequestPartitionDataArray0(r: Reader, count: number): BeginQuorumEpochRequestPartitionData[] {
  const array: BeginQuorumEpochRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      voterDirectoryId: ZERO_UUID,
      leaderId: r.int32(),
      leaderEpoch: r.int32(),
    });
  }
  return array;
}

function readBeginQuorumEpochRequestTopicDataArray0(r: Reader, count: number): BeginQuorumEpochRequestTopicData[] {
  const array: BeginQuorumEpochRequestTopicData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topicName: r.string(),
      partitions: readBeginQuorumEpochRequestPartitionDataArray0(r, r.count(12)),
    });
  }
  return array;
}

function readBeginQuorumEpochRequest0(r: Reader): BeginQuorumEpochRequest {
  return {
    clusterId: r.stringOrNull(),
    voterId: -1,
    topics: readBeginQuorumEpochRequestTopicDataArray0(r, r.count(6)),
    leaderEndpoints: [],
  };
}

function readBeginQuorumEpochRequestPartitionDataArray1(r: Reader, count: number): BeginQuorumEpochRequestPartitionData[] {
  const array: BeginQuorumEpochRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: BeginQuorumEpochRequestPartitionData = {
      partitionIndex: r.int32(),
      voterDirectoryId: r.uuid(),
      leaderId: r.int32(),
      leaderEpoch: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readBeginQuorumEpochRequestTopicDataArray1(r: Reader, count: number): BeginQuorumEpochRequestTopicData[] {
  const array: BeginQuorumEpochRequestTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: BeginQuorumEpochRequestTopicData = {
      topicName: r.compactString(),
      partitions: readBeginQuorumEpochRequestPartitionDataArray1(r, r.compactCount(29)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readBeginQuorumEpochRequestLeaderEndpointArray1(r: Reader, count: number): BeginQuorumEpochRequestLeaderEndpoint[] {
  const array: BeginQuorumEpochRequestLeaderEndpoint[] = [];
  for (let i = 0; i < count; i++) {
    const m: BeginQuorumEpochRequestLeaderEndpoint = {
      name: r.compactString(),
      host: r.compactString(),
      port: r.uint16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readBeginQuorumEpochRequest1(r: Reader): BeginQuorumEpochRequest {
  const m: BeginQuorumEpochRequest = {
    clusterId: r.compactStringOrNull(),
    voterId: r.int32(),
    topics: readBeginQuorumEpochRequestTopicDataArray1(r, r.compactCount(3)),
    leaderEndpoints: readBeginQuorumEpochRequestLeaderEndpointArray1(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function writeBeginQuorumEpochRequestPartitionDataArray0(w: Writer, array: BeginQuorumEpochRequestPartitionData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
  }
}

function writeBeginQuorumEpochRequestTopicDataArray0(w: Writer, array: BeginQuorumEpochRequestTopicData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topicName);
    writeBeginQuorumEpochRequestPartitionDataArray0(w, m.partitions);
  }
}

function writeBeginQuorumEpochRequest0(w: Writer, m: BeginQuorumEpochRequest): void {
  w.stringOrNull(m.clusterId);
  writeBeginQuorumEpochRequestTopicDataArray0(w, m.topics);
}

function writeBeginQuorumEpochRequestPartitionDataArray1(w: Writer, array: BeginQuorumEpochRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.uuid(m.voterDirectoryId);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
    w.uvarint(0);
  }
}

function writeBeginQuorumEpochRequestTopicDataArray1(w: Writer, array: BeginQuorumEpochRequestTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    writeBeginQuorumEpochRequestPartitionDataArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeBeginQuorumEpochRequestLeaderEndpointArray1(w: Writer, array: BeginQuorumEpochRequestLeaderEndpoint[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactString(m.host);
    w.uint16(m.port);
    w.uvarint(0);
  }
}

function writeBeginQuorumEpochRequest1(w: Writer, m: BeginQuorumEpochRequest): void {
  w.compactStringOrNull(m.clusterId);
  w.int32(m.voterId);
  writeBeginQuorumEpochRequestTopicDataArray1(w, m.topics);
  writeBeginQuorumEpochRequestLeaderEndpointArray1(w, m.leaderEndpoints);
  w.uvarint(0);
}

export const beginQuorumEpochRequest: MessageCodec<BeginQuorumEpochRequest> = defineCodec({
  name: 'BeginQuorumEpochRequest',
  apiKey: 53,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readBeginQuorumEpochRequest0, readBeginQuorumEpochRequest1],
  writers: [writeBeginQuorumEpochRequest0, writeBeginQuorumEpochRequest1],
});

export interface BeginQuorumEpochResponse {
  errorCode: number;
  topics: BeginQuorumEpochResponseTopicData[];
  /** v1+ */
  nodeEndpoints: BeginQuorumEpochResponseNodeEndpoint[];
}

export interface BeginQuorumEpochResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
}

export interface BeginQuorumEpochResponseTopicData {
  topicName: string;
  partitions: BeginQuorumEpochResponsePartitionData[];
}

export interface BeginQuorumEpochResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  leaderId: number;
  leaderEpoch: number;
}

export function newBeginQuorumEpochResponse(fields?: Partial<BeginQuorumEpochResponse>): BeginQuorumEpochResponse {
  return { errorCode: 0, topics: [], nodeEndpoints: [], ...fields };
}

export function newBeginQuorumEpochResponseNodeEndpoint(fields?: Partial<BeginQuorumEpochResponseNodeEndpoint>): BeginQuorumEpochResponseNodeEndpoint {
  return { nodeId: 0, host: '', port: 0, ...fields };
}

export function newBeginQuorumEpochResponseTopicData(fields?: Partial<BeginQuorumEpochResponseTopicData>): BeginQuorumEpochResponseTopicData {
  return { topicName: '', partitions: [], ...fields };
}

export function newBeginQuorumEpochResponsePartitionData(fields?: Partial<BeginQuorumEpochResponsePartitionData>): BeginQuorumEpochResponsePartitionData {
  return { partitionIndex: 0, errorCode: 0, leaderId: 0, leaderEpoch: 0, ...fields };
}

function readBeginQuorumEpochResponsePartitionDataArray0(r: Reader, count: number): BeginQuorumEpochResponsePartitionData[] {
  const array: BeginQuorumEpochResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      leaderId: r.int32(),
      leaderEpoch: r.int32(),
    });
  }
  return array;
}

function readBeginQuorumEpochResponseTopicDataArray0(r: Reader, count: number): BeginQuorumEpochResponseTopicData[] {
  const array: BeginQuorumEpochResponseTopicData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topicName: r.string(),
      partitions: readBeginQuorumEpochResponsePartitionDataArray0(r, r.count(14)),
    });
  }
  return array;
}

function readBeginQuorumEpochResponse0(r: Reader): BeginQuorumEpochResponse {
  return {
    errorCode: r.int16(),
    topics: readBeginQuorumEpochResponseTopicDataArray0(r, r.count(6)),
    nodeEndpoints: [],
  };
}

function readBeginQuorumEpochResponsePartitionDataArray1(r: Reader, count: number): BeginQuorumEpochResponsePartitionData[] {
  const array: BeginQuorumEpochResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: BeginQuorumEpochResponsePartitionData = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      leaderId: r.int32(),
      leaderEpoch: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readBeginQuorumEpochResponseTopicDataArray1(r: Reader, count: number): BeginQuorumEpochResponseTopicData[] {
  const array: BeginQuorumEpochResponseTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: BeginQuorumEpochResponseTopicData = {
      topicName: r.compactString(),
      partitions: readBeginQuorumEpochResponsePartitionDataArray1(r, r.compactCount(15)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readBeginQuorumEpochResponseNodeEndpointArray1(r: Reader, count: number): BeginQuorumEpochResponseNodeEndpoint[] {
  const array: BeginQuorumEpochResponseNodeEndpoint[] = [];
  for (let i = 0; i < count; i++) {
    const m: BeginQuorumEpochResponseNodeEndpoint = {
      nodeId: r.int32(),
      host: r.compactString(),
      port: r.uint16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readBeginQuorumEpochResponse1(r: Reader): BeginQuorumEpochResponse {
  const m: BeginQuorumEpochResponse = {
    errorCode: r.int16(),
    topics: readBeginQuorumEpochResponseTopicDataArray1(r, r.compactCount(3)),
    nodeEndpoints: [],
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.nodeEndpoints = readBeginQuorumEpochResponseNodeEndpointArray1(r, r.compactCount(8));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeBeginQuorumEpochResponsePartitionDataArray0(w: Writer, array: BeginQuorumEpochResponsePartitionData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
  }
}

function writeBeginQuorumEpochResponseTopicDataArray0(w: Writer, array: BeginQuorumEpochResponseTopicData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topicName);
    writeBeginQuorumEpochResponsePartitionDataArray0(w, m.partitions);
  }
}

function writeBeginQuorumEpochResponse0(w: Writer, m: BeginQuorumEpochResponse): void {
  w.int16(m.errorCode);
  writeBeginQuorumEpochResponseTopicDataArray0(w, m.topics);
  if (m.nodeEndpoints.length !== 0) throw unsupportedField('BeginQuorumEpochResponse.nodeEndpoints');
}

function writeBeginQuorumEpochResponsePartitionDataArray1(w: Writer, array: BeginQuorumEpochResponsePartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
    w.uvarint(0);
  }
}

function writeBeginQuorumEpochResponseTopicDataArray1(w: Writer, array: BeginQuorumEpochResponseTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    writeBeginQuorumEpochResponsePartitionDataArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeBeginQuorumEpochResponseNodeEndpointArray1(w: Writer, array: BeginQuorumEpochResponseNodeEndpoint[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.nodeId);
    w.compactString(m.host);
    w.uint16(m.port);
    w.uvarint(0);
  }
}

function writeBeginQuorumEpochResponse1(w: Writer, m: BeginQuorumEpochResponse): void {
  w.int16(m.errorCode);
  writeBeginQuorumEpochResponseTopicDataArray1(w, m.topics);
  const has0 = m.nodeEndpoints.length !== 0;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    writeBeginQuorumEpochResponseNodeEndpointArray1(w, m.nodeEndpoints);
    w.endTag(at0);
  }
}

export const beginQuorumEpochResponse: MessageCodec<BeginQuorumEpochResponse> = defineCodec({
  name: 'BeginQuorumEpochResponse',
  apiKey: 53,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readBeginQuorumEpochResponse0, readBeginQuorumEpochResponse1],
  writers: [writeBeginQuorumEpochResponse0, writeBeginQuorumEpochResponse1],
});
