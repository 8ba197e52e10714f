// generated from 79-share-acknowledge.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface ShareAcknowledgeRequest {
  groupId: string | null;
  memberId: string | null;
  shareSessionEpoch: number;
  /** v2+ */
  isRenewAck: boolean;
  topics: ShareAcknowledgeRequestAcknowledgeTopic[];
}

export interface ShareAcknowledgeRequestAcknowledgeTopic {
  topicId: string;
  partitions: ShareAcknowledgeRequestAcknowledgePartition[];
}

export interface ShareAcknowledgeRequestAcknowledgePartition {
  partitionIndex: number;
  acknowledgementBatches: ShareAcknowledgeRequestAcknowledgementBatch[];
}

export interface ShareAcknowledgeRequestAcknowledgementBatch {
  firstOffset: number;
  lastOffset: number;
  acknowledgeTypes: number[];
}

export function newShareAcknowledgeRequest(fields?: Partial<ShareAcknowledgeRequest>): ShareAcknowledgeRequest {
  return { groupId: null, memberId: '', shareSessionEpoch: 0, isRenewAck: false, topics: [], ...fields };
}

export function newShareAcknowledgeRequestAcknowledgeTopic(fields?: Partial<ShareAcknowledgeRequestAcknowledgeTopic>): ShareAcknowledgeRequestAcknowledgeTopic {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newShareAcknowledgeRequestAcknowledgePartition(fields?: Partial<ShareAcknowledgeRequestAcknowledgePartition>): ShareAcknowledgeRequestAcknowledgePartition {
  return { partitionIndex: 0, acknowledgementBatches: [], ...fields };
}

export function newShareAcknowledgeRequestAcknowledgementBatch(fields?: Partial<ShareAcknowledgeRequestAcknowledgementBatch>): ShareAcknowledgeRequestAcknowledgementBatch {
  return { firstOffset: 0, lastOffset: 0, acknowledgeTypes: [], ...fields };
}

function readShareAcknowledgeRequestAcknowledgementBatchArray1(r: Reader, count: number): ShareAcknowledgeRequestAcknowledgementBatch[] {
  const array: ShareAcknowledgeRequestAcknowledgementBatch[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareAcknowledgeRequestAcknowledgementBatch = {
      firstOffset: r.int64(),
      lastOffset: r.int64(),
      acknowledgeTypes: r.int8s(r.compactCount(1)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareAcknowledgeRequestAcknowledgePartitionArray1(r: Reader, count: number): ShareAcknowledgeRequestAcknowledgePartition[] {
  const array: ShareAcknowledgeRequestAcknowledgePartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareAcknowledgeRequestAcknowledgePartition = {
      partitionIndex: r.int32(),
      acknowledgementBatches: readShareAcknowledgeRequestAcknowledgementBatchArray1(r, r.compactCount(18)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareAcknowledgeRequestAcknowledgeTopicArray1(r: Reader, count: number): ShareAcknowledgeRequestAcknowledgeTopic[] {
  const array: ShareAcknowledgeRequestAcknowledgeTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareAcknowledgeRequestAcknowledgeTopic = {
      topicId: r.uuid(),
      partitions: readShareAcknowledgeRequestAcknowledgePartitionArray1(r, r.compactCount(6)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareAcknowledgeRequest1(r: Reader): ShareAcknowledgeRequest {
  const m: ShareAcknowledgeRequest = {
    groupId: r.compactStringOrNull(),
    memberId: r.compactStringOrNull(),
    shareSessionEpoch: r.int32(),
    isRenewAck: false,
    topics: readShareAcknowledgeRequestAcknowledgeTopicArray1(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function readShareAcknowledgeRequest2(r: Reader): ShareAcknowledgeRequest {
  const m: ShareAcknowledgeRequest = {
    groupId: r.compactStringOrNull(),
    memberId: r.compactStringOrNull(),
    shareSessionEpoch: r.int32(),
    isRenewAck: r.boolean(),
    topics: readShareAcknowledgeRequestAcknowledgeTopicArray1(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeShareAcknowledgeRequestAcknowledgementBatchArray1(w: Writer, array: ShareAcknowledgeRequestAcknowledgementBatch[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int64(m.firstOffset);
    w.int64(m.lastOffset);
    w.compactCount(m.acknowledgeTypes.length);
    w.int8s(m.acknowledgeTypes);
    w.uvarint(0);
  }
}

function writeShareAcknowledgeRequestAcknowledgePartitionArray1(w: Writer, array: ShareAcknowledgeRequestAcknowledgePartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    writeShareAcknowledgeRequestAcknowledgementBatchArray1(w, m.acknowledgementBatches);
    w.uvarint(0);
  }
}

function writeShareAcknowledgeRequestAcknowledgeTopicArray1(w: Writer, array: ShareAcknowledgeRequestAcknowledgeTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeShareAcknowledgeRequestAcknowledgePartitionArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeShareAcknowledgeRequest1(w: Writer, m: ShareAcknowledgeRequest): void {
  w.compactStringOrNull(m.groupId);
  w.compactStringOrNull(m.memberId);
  w.int32(m.shareSessionEpoch);
  if (m.isRenewAck !== false) throw unsupportedField('ShareAcknowledgeRequest.isRenewAck');
  writeShareAcknowledgeRequestAcknowledgeTopicArray1(w, m.topics);
  w.uvarint(0);
}

function writeShareAcknowledgeRequest2(w: Writer, m: ShareAcknowledgeRequest): void {
  w.compactStringOrNull(m.groupId);
  w.compactStringOrNull(m.memberId);
  w.int32(m.shareSessionEpoch);
  w.boolean(m.isRenewAck);
  writeShareAcknowledgeRequestAcknowledgeTopicArray1(w, m.topics);
  w.uvarint(0);
}

export const shareAcknowledgeRequest: MessageCodec<ShareAcknowledgeRequest> = defineCodec({
  name: 'ShareAcknowledgeRequest',
  apiKey: 79,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 1,
  readers: [readShareAcknowledgeRequest1, readShareAcknowledgeRequest2],
  writers: [writeShareAcknowledgeRequest1, writeShareAcknowledgeRequest2],
});

export interface ShareAcknowledgeResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  /** v2+ */
  acquisitionLockTimeoutMs: number;
  responses: ShareAcknowledgeResponseTopicResponse[];
  nodeEndpoints: ShareAcknowledgeResponseNodeEndpoint[];
}

export interface ShareAcknowledgeResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
  rack: string | null;
}

export interface ShareAcknowledgeResponseTopicResponse {
  topicId: string;
  partitions: ShareAcknowledgeResponsePartitionData[];
}

export interface ShareAcknowledgeResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  errorMessage: string | null;
  currentLeader: ShareAcknowledgeResponseLeaderIdAndEpoch;
}

export interface ShareAcknowledgeResponseLeaderIdAndEpoch {
  leaderId: number;
  leaderEpoch: number;
}

export function newShareAcknowledgeResponse(fields?: Partial<ShareAcknowledgeResponse>): ShareAcknowledgeResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, acquisitionLockTimeoutMs: 0, responses: [], nodeEndpoints: [], ...fields };
}

export function newShareAcknowledgeResponseNodeEndpoint(fields?: Partial<ShareAcknowledgeResponseNodeEndpoint>): ShareAcknowledgeResponseNodeEndpoint {
  return { nodeId: 0, host: '', port: 0, rack: null, ...fields };
}

export function newShareAcknowledgeResponseTopicResponse(fields?: Partial<ShareAcknowledgeResponseTopicResponse>): ShareAcknowledgeResponseTopicResponse {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newShareAcknowledgeResponsePartitionData(fields?: Partial<ShareAcknowledgeResponsePartitionData>): ShareAcknowledgeResponsePartitionData {
  return { partitionIndex: 0, errorCode: 0, errorMessage: null, currentLeader: newShareAcknowledgeResponseLeaderIdAndEpoch(), ...fields };
}

export function newShareAcknowledgeResponseLeaderIdAndEpoch(fields?: Partial<ShareAcknowledgeResponseLeaderIdAndEpoch>): ShareAcknowledgeResponseLeaderIdAndEpoch {
  return { leaderId: 0, leaderEpoch: 0, ...fields };
}

function readShareAcknowledgeResponseLeaderIdAndEpoch1(r: Reader): ShareAcknowledgeResponseLeaderIdAndEpoch {
  const m: ShareAcknowledgeResponseLeaderIdAndEpoch = {
    leaderId: r.int32(),
    leaderEpoch: r.int32(),
  };
  r.skipTags();
  return m;
}

function readShareAcknowledgeResponsePartitionDataArray1(r: Reader, count: number): ShareAcknowledgeResponsePartitionData[] {
  const array: ShareAcknowledgeResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareAcknowledgeResponsePartitionData = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      currentLeader: readShareAcknowledgeResponseLeaderIdAndEpoch1(r),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareAcknowledgeResponseTopicResponseArray1(r: Reader, count: number): ShareAcknowledgeResponseTopicResponse[] {
  const array: ShareAcknowledgeResponseTopicResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareAcknowledgeResponseTopicResponse = {
      topicId: r.uuid(),
      partitions: readShareAcknowledgeResponsePartitionDataArray1(r, r.compactCount(17)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareAcknowledgeResponseNodeEndpointArray1(r: Reader, count: number): ShareAcknowledgeResponseNodeEndpoint[] {
  const array: ShareAcknowledgeResponseNodeEndpoint[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareAcknowledgeResponseNodeEndpoint = {
      nodeId: r.int32(),
      host: r.compactString(),
      port: r.int32(),
      rack: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareAcknowledgeResponse1(r: Reader): ShareAcknowledgeResponse {
  const m: ShareAcknowledgeResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    acquisitionLockTimeoutMs: 0,
    responses: readShareAcknowledgeResponseTopicResponseArray1(r, r.compactCount(18)),
    nodeEndpoints: readShareAcknowledgeResponseNodeEndpointArray1(r, r.compactCount(11)),
  };
  r.keepTags();
  return m;
}

function readShareAcknowledgeResponse2(r: Reader): ShareAcknowledgeResponse {
  const m: ShareAcknowledgeResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    acquisitionLockTimeoutMs: r.int32(),
    responses: readShareAcknowledgeResponseTopicResponseArray1(r, r.compactCount(18)),
    nodeEndpoints: readShareAcknowledgeResponseNodeEndpointArray1(r, r.compactCount(11)),
  };
  r.keepTags();
  return m;
}

function writeShareAcknowledgeResponseLeaderIdAndEpoch1(w: Writer, m: ShareAcknowledgeResponseLeaderIdAndEpoch): void {
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.uvarint(0);
}

function writeShareAcknowledgeResponsePartitionDataArray1(w: Writer, array: ShareAcknowledgeResponsePartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    writeShareAcknowledgeResponseLeaderIdAndEpoch1(w, m.currentLeader);
    w.uvarint(0);
  }
}

function writeShareAcknowledgeResponseTopicResponseArray1(w: Writer, array: ShareAcknowledgeResponseTopicResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeShareAcknowledgeResponsePartitionDataArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeShareAcknowledgeResponseNodeEndpointArray1(w: Writer, array: ShareAcknowledgeResponseNodeEndpoint[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.nodeId);
    w.compactString(m.host);
    w.int32(m.port);
    w.compactStringOrNull(m.rack);
    w.uvarint(0);
  }
}

function writeShareAcknowledgeResponse1(w: Writer, m: ShareAcknowledgeResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  writeShareAcknowledgeResponseTopicResponseArray1(w, m.responses);
  writeShareAcknowledgeResponseNodeEndpointArray1(w, m.nodeEndpoints);
  w.uvarint(0);
}

function writeShareAcknowledgeResponse2(w: Writer, m: ShareAcknowledgeResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.int32(m.acquisitionLockTimeoutMs);
  writeShareAcknowledgeResponseTopicResponseArray1(w, m.responses);
  writeShareAcknowledgeResponseNodeEndpointArray1(w, m.nodeEndpoints);
  w.uvarint(0);
}

export const shareAcknowledgeResponse: MessageCodec<ShareAcknowledgeResponse> = defineCodec({
  name: 'ShareAcknowledgeResponse',
  apiKey: 79,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 1,
  readers: [readShareAcknowledgeResponse1, readShareAcknowledgeResponse2],
  writers: [writeShareAcknowledgeResponse1, writeShareAcknowledgeResponse2],
});
