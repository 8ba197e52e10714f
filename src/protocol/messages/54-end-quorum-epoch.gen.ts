// generated from 54-end-quorum-epoch.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface EndQuorumEpochRequest {
  clusterId: string | null;
  topics: EndQuorumEpochRequestTopicData[];
  /** v1+ */
  leaderEndpoints: EndQuorumEpochRequestLeaderEndpoint[];
}

export interface EndQuorumEpochRequestLeaderEndpoint {
  name: string;
  host: string;
  port: number;
}

export interface EndQuorumEpochRequestTopicData {
  topicName: string;
  partitions: EndQuorumEpochRequestPartitionData[];
}

export interface EndQuorumEpochRequestPartitionData {
  partitionIndex: number;
  leaderId: number;
  leaderEpoch: number;
  /** v0 */
  preferredSuccessors: number[];
  /** v1+ */
  preferredCandidates: EndQuorumEpochRequestReplicaInfo[];
}

export interface EndQuorumEpochRequestReplicaInfo {
  candidateId: number;
  candidateDirectoryId: string;
}

export function newEndQuorumEpochRequest(fields?: Partial<EndQuorumEpochRequest>): EndQuorumEpochRequest {
  return { clusterId: null, topics: [], leaderEndpoints: [], ...fields };
}

export function newEndQuorumEpochRequestLeaderEndpoint(fields?: Partial<EndQuorumEpochRequestLeaderEndpoint>): EndQuorumEpochRequestLeaderEndpoint {
  return { name: '', host: '', port: 0, ...fields };
}

export function newEndQuorumEpochRequestTopicData(fields?: Partial<EndQuorumEpochRequestTopicData>): EndQuorumEpochRequestTopicData {
  return { topicName: '', partitions: [], ...fields };
}

export function newEndQuorumEpochRequestPartitionData(fields?: Partial<EndQuorumEpochRequestPartitionData>): EndQuorumEpochRequestPartitionData {
  return { partitionIndex: 0, leaderId: 0, leaderEpoch: 0, preferredSuccessors: [], preferredCandidates: [], ...fields };
}

export function newEndQuorumEpochRequestReplicaInfo(fields?: Partial<EndQuorumEpochRequestReplicaInfo>): EndQuorumEpochRequestReplicaInfo {
  return { candidateId: 0, candidateDirectoryId: ZERO_UUID, ...fields };
}

function readEndQuorumEpochRequestPartitionDataArray0(r: Reader, count: number): EndQuorumEpochRequestPartitionData[] {
  const array: EndQuorumEpochRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      leaderId: r.int32(),
      leaderEpoch: r.int32(),
      preferredSuccessors: r.int32s(r.count(4)),
      preferredCandidates: [],
    });
  }
  return array;
}

function readEndQuorumEpochRequestTopicDataArray0(r: Reader, count: number): EndQuorumEpochRequestTopicData[] {
  const array: EndQuorumEpochRequestTopicData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topicName: r.string(),
      partitions: readEndQuorumEpochRequestPartitionDataArray0(r, r.count(16)),
    });
  }
  return array;
}

function readEndQuorumEpochRequest0(r: Reader): EndQuorumEpochRequest {
  return {
    clusterId: r.stringOrNull(),
    topics: readEndQuorumEpochRequestTopicDataArray0(r, r.count(6)),
    leaderEndpoints: [],
  };
}

function readEndQuorumEpochRequestReplicaInfoArray1(r: Reader, count: number): EndQuorumEpochRequestReplicaInfo[] {
  const array: EndQuorumEpochRequestReplicaInfo[] = [];
  for (let i = 0; i < count; i++) {
    const m: EndQuorumEpochRequestReplicaInfo = {
      candidateId: r.int32(),
      candidateDirectoryId: r.uuid(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readEndQuorumEpochRequestPartitionDataArray1(r: Reader, count: number): EndQuorumEpochRequestPartitionData[] {
  const array: EndQuorumEpochRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: EndQuorumEpochRequestPartitionData = {
      partitionIndex: r.int32(),
      leaderId: r.int32(),
      leaderEpoch: r.int32(),
      preferredSuccessors: [],
      preferredCandidates: readEndQuorumEpochRequestReplicaInfoArray1(r, r.compactCount(21)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readEndQuorumEpochRequestTopicDataArray1(r: Reader, count: number): EndQuorumEpochRequestTopicData[] {
  const array: EndQuorumEpochRequestTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: EndQuorumEpochRequestTopicData = {
      topicName: r.compactString(),
      partitions: readEndQuorumEpochRequestPartitionDataArray1(r, r.compactCount(14)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readEndQuorumEpochRequestLeaderEndpointArray1(r: Reader, count: number): EndQuorumEpochRequestLeaderEndpoint[] {
  const array: EndQuorumEpochRequestLeaderEndpoint[] = [];
  for (let i = 0; i < count; i++) {
    const m: EndQuorumEpochRequestLeaderEndpoint = {
      name: r.compactString(),
      host: r.compactString(),
      port: r.uint16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readEndQuorumEpochRequest1(r: Reader): EndQuorumEpochRequest {
  const m: EndQuorumEpochRequest = {
    clusterId: r.compactStringOrNull(),
    topics: readEndQuorumEpochRequestTopicDataArray1(r, r.compactCount(3)),
    leaderEndpoints: readEndQuorumEpochRequestLeaderEndpointArray1(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function writeEndQuorumEpochRequestPartitionDataArray0(w: Writer, array: EndQuorumEpochRequestPartitionData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
    w.count(m.preferredSuccessors.length);
    w.int32s(m.preferredSuccessors);
  }
}

function writeEndQuorumEpochRequestTopicDataArray0(w: Writer, array: EndQuorumEpochRequestTopicData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topicName);
    writeEndQuorumEpochRequestPartitionDataArray0(w, m.partitions);
  }
}

function writeEndQuorumEpochRequest0(w: Writer, m: EndQuorumEpochRequest): void {
  w.stringOrNull(m.clusterId);
  writeEndQuorumEpochRequestTopicDataArray0(w, m.topics);
}

function writeEndQuorumEpochRequestReplicaInfoArray1(w: Writer, array: EndQuorumEpochRequestReplicaInfo[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.candidateId);
    w.uuid(m.candidateDirectoryId);
    w.uvarint(0);
  }
}

function writeEndQuorumEpochRequestPartitionDataArray1(w: Writer, array: EndQuorumEpochRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
    writeEndQuorumEpochRequestReplicaInfoArray1(w, m.preferredCandidates);
    w.uvarint(0);
  }
}

function writeEndQuorumEpochRequestTopicDataArray1(w: Writer, array: EndQuorumEpochRequestTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    writeEndQuorumEpochRequestPartitionDataArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeEndQuorumEpochRequestLeaderEndpointArray1(w: Writer, array: EndQuorumEpochRequestLeaderEndpoint[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactString(m.host);
    w.uint16(m.port);
    w.uvarint(0);
  }
}

function writeEndQuorumEpochRequest1(w: Writer, m: EndQuorumEpochRequest): void {
  w.compactStringOrNull(m.clusterId);
  writeEndQuorumEpochRequestTopicDataArray1(w, m.topics);
  writeEndQuorumEpochRequestLeaderEndpointArray1(w, m.leaderEndpoints);
  w.uvarint(0);
}

export const endQuorumEpochRequest: MessageCodec<EndQuorumEpochRequest> = defineCodec({
  name: 'EndQuorumEpochRequest',
  apiKey: 54,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readEndQuorumEpochRequest0, readEndQuorumEpochRequest1],
  writers: [writeEndQuorumEpochRequest0, writeEndQuorumEpochRequest1],
});

export interface EndQuorumEpochResponse {
  errorCode: number;
  topics: EndQuorumEpochResponseTopicData[];
  /** v1+ */
  nodeEndpoints: EndQuorumEpochResponseNodeEndpoint[];
}

export interface EndQuorumEpochResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
}

export interface EndQuorumEpochResponseTopicData {
  topicName: string;
  partitions: EndQuorumEpochResponsePartitionData[];
}

export interface EndQuorumEpochResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  leaderId: number;
  leaderEpoch: number;
}

export function newEndQuorumEpochResponse(fields?: Partial<EndQuorumEpochResponse>): EndQuorumEpochResponse {
  return { errorCode: 0, topics: [], nodeEndpoints: [], ...fields };
}

export function newEndQuorumEpochResponseNodeEndpoint(fields?: Partial<EndQuorumEpochResponseNodeEndpoint>): EndQuorumEpochResponseNodeEndpoint {
  return { nodeId: 0, host: '', port: 0, ...fields };
}

export function newEndQuorumEpochResponseTopicData(fields?: Partial<EndQuorumEpochResponseTopicData>): EndQuorumEpochResponseTopicData {
  return { topicName: '', partitions: [], ...fields };
}

export function newEndQuorumEpochResponsePartitionData(fields?: Partial<EndQuorumEpochResponsePartitionData>): EndQuorumEpochResponsePartitionData {
  return { partitionIndex: 0, errorCode: 0, leaderId: 0, leaderEpoch: 0, ...fields };
}

function readEndQuorumEpochResponsePartitionDataArray0(r: Reader, count: number): EndQuorumEpochResponsePartitionData[] {
  const array: EndQuorumEpochResponsePartitionData[] = [];
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

function readEndQuorumEpochResponseTopicDataArray0(r: Reader, count: number): EndQuorumEpochResponseTopicData[] {
  const array: EndQuorumEpochResponseTopicData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topicName: r.string(),
      partitions: readEndQuorumEpochResponsePartitionDataArray0(r, r.count(14)),
    });
  }
  return array;
}

function readEndQuorumEpochResponse0(r: Reader): EndQuorumEpochResponse {
  return {
    errorCode: r.int16(),
    topics: readEndQuorumEpochResponseTopicDataArray0(r, r.count(6)),
    nodeEndpoints: [],
  };
}

function readEndQuorumEpochResponsePartitionDataArray1(r: Reader, count: number): EndQuorumEpochResponsePartitionData[] {
  const array: EndQuorumEpochResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: EndQuorumEpochResponsePartitionData = {
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

function readEndQuorumEpochResponseTopicDataArray1(r: Reader, count: number): EndQuorumEpochResponseTopicData[] {
  const array: EndQuorumEpochResponseTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: EndQuorumEpochResponseTopicData = {
      topicName: r.compactString(),
      partitions: readEndQuorumEpochResponsePartitionDataArray1(r, r.compactCount(15)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readEndQuorumEpochResponseNodeEndpointArray1(r: Reader, count: number): EndQuorumEpochResponseNodeEndpoint[] {
  const array: EndQuorumEpochResponseNodeEndpoint[] = [];
  for (let i = 0; i < count; i++) {
    const m: EndQuorumEpochResponseNodeEndpoint = {
      nodeId: r.int32(),
      host: r.compactString(),
      port: r.uint16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readEndQuorumEpochResponse1(r: Reader): EndQuorumEpochResponse {
  const m: EndQuorumEpochResponse = {
    errorCode: r.int16(),
    topics: readEndQuorumEpochResponseTopicDataArray1(r, r.compactCount(3)),
    nodeEndpoints: [],
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.nodeEndpoints = readEndQuorumEpochResponseNodeEndpointArray1(r, r.compactCount(8));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeEndQuorumEpochResponsePartitionDataArray0(w: Writer, array: EndQuorumEpochResponsePartitionData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
  }
}

function writeEndQuorumEpochResponseTopicDataArray0(w: Writer, array: EndQuorumEpochResponseTopicData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topicName);
    writeEndQuorumEpochResponsePartitionDataArray0(w, m.partitions);
  }
}

function writeEndQuorumEpochResponse0(w: Writer, m: EndQuorumEpochResponse): void {
  w.int16(m.errorCode);
  writeEndQuorumEpochResponseTopicDataArray0(w, m.topics);
  if (m.nodeEndpoints.length !== 0) throw unsupportedField('EndQuorumEpochResponse.nodeEndpoints');
}

function writeEndQuorumEpochResponsePartitionDataArray1(w: Writer, array: EndQuorumEpochResponsePartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
    w.uvarint(0);
  }
}

function writeEndQuorumEpochResponseTopicDataArray1(w: Writer, array: EndQuorumEpochResponseTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    writeEndQuorumEpochResponsePartitionDataArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeEndQuorumEpochResponseNodeEndpointArray1(w: Writer, array: EndQuorumEpochResponseNodeEndpoint[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.nodeId);
    w.compactString(m.host);
    w.uint16(m.port);
    w.uvarint(0);
  }
}

function writeEndQuorumEpochResponse1(w: Writer, m: EndQuorumEpochResponse): void {
  w.int16(m.errorCode);
  writeEndQuorumEpochResponseTopicDataArray1(w, m.topics);
  const has0 = m.nodeEndpoints.length !== 0;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    writeEndQuorumEpochResponseNodeEndpointArray1(w, m.nodeEndpoints);
    w.endTag(at0);
  }
}

export const endQuorumEpochResponse: MessageCodec<EndQuorumEpochResponse> = defineCodec({
  name: 'EndQuorumEpochResponse',
  apiKey: 54,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readEndQuorumEpochResponse0, readEndQuorumEpochResponse1],
  writers: [writeEndQuorumEpochResponse0, writeEndQuorumEpochResponse1],
});
