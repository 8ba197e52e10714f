// generated from 78-share-fetch.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { NO_BYTES } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface ShareFetchRequest {
  groupId: string | null;
  memberId: string | null;
  shareSessionEpoch: number;
  maxWaitMs: number;
  minBytes: number;
  maxBytes: number;
  maxRecords: number;
  batchSize: number;
  /** v2+ */
  shareAcquireMode: number;
  /** v2+ */
  isRenewAck: boolean;
  topics: ShareFetchRequestFetchTopic[];
  forgottenTopicsData: ShareFetchRequestForgottenTopic[];
}

export interface ShareFetchRequestForgottenTopic {
  topicId: string;
  partitions: number[];
}

export interface ShareFetchRequestFetchTopic {
  topicId: string;
  partitions: ShareFetchRequestFetchPartition[];
}

export interface ShareFetchRequestFetchPartition {
  partitionIndex: number;
  acknowledgementBatches: ShareFetchRequestAcknowledgementBatch[];
}

export interface ShareFetchRequestAcknowledgementBatch {
  firstOffset: number;
  lastOffset: number;
  acknowledgeTypes: number[];
}

export function newShareFetchRequest(fields?: Partial<ShareFetchRequest>): ShareFetchRequest {
  return { groupId: null, memberId: '', shareSessionEpoch: 0, maxWaitMs: 0, minBytes: 0, maxBytes: 2147483647, maxRecords: 0, batchSize: 0, shareAcquireMode: 0, isRenewAck: false, topics: [], forgottenTopicsData: [], ...fields };
}

export function newShareFetchRequestForgottenTopic(fields?: Partial<ShareFetchRequestForgottenTopic>): ShareFetchRequestForgottenTopic {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newShareFetchRequestFetchTopic(fields?: Partial<ShareFetchRequestFetchTopic>): ShareFetchRequestFetchTopic {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newShareFetchRequestFetchPartition(fields?: Partial<ShareFetchRequestFetchPartition>): ShareFetchRequestFetchPartition {
  return { partitionIndex: 0, acknowledgementBatches: [], ...fields };
}

export function newShareFetchRequestAcknowledgementBatch(fields?: Partial<ShareFetchRequestAcknowledgementBatch>): ShareFetchRequestAcknowledgementBatch {
  return { firstOffset: 0, lastOffset: 0, acknowledgeTypes: [], ...fields };
}

function readShareFetchRequestAcknowledgementBatchArray1(r: Reader, count: number): ShareFetchRequestAcknowledgementBatch[] {
  const array: ShareFetchRequestAcknowledgementBatch[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareFetchRequestAcknowledgementBatch = {
      firstOffset: r.int64(),
      lastOffset: r.int64(),
      acknowledgeTypes: r.int8s(r.compactCount(1)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareFetchRequestFetchPartitionArray1(r: Reader, count: number): ShareFetchRequestFetchPartition[] {
  const array: ShareFetchRequestFetchPartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareFetchRequestFetchPartition = {
      partitionIndex: r.int32(),
      acknowledgementBatches: readShareFetchRequestAcknowledgementBatchArray1(r, r.compactCount(18)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareFetchRequestFetchTopicArray1(r: Reader, count: number): ShareFetchRequestFetchTopic[] {
  const array: ShareFetchRequestFetchTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareFetchRequestFetchTopic = {
      topicId: r.uuid(),
      partitions: readShareFetchRequestFetchPartitionArray1(r, r.compactCount(6)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareFetchRequestForgottenTopicArray1(r: Reader, count: number): ShareFetchRequestForgottenTopic[] {
  const array: ShareFetchRequestForgottenTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareFetchRequestForgottenTopic = {
      topicId: r.uuid(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareFetchRequest1(r: Reader): ShareFetchRequest {
  const m: ShareFetchRequest = {
    groupId: r.compactStringOrNull(),
    memberId: r.compactStringOrNull(),
    shareSessionEpoch: r.int32(),
    maxWaitMs: r.int32(),
    minBytes: r.int32(),
    maxBytes: r.int32(),
    maxRecords: r.int32(),
    batchSize: r.int32(),
    shareAcquireMode: 0,
    isRenewAck: false,
    topics: readShareFetchRequestFetchTopicArray1(r, r.compactCount(18)),
    forgottenTopicsData: readShareFetchRequestForgottenTopicArray1(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function readShareFetchRequest2(r: Reader): ShareFetchRequest {
  const m: ShareFetchRequest = {
    groupId: r.compactStringOrNull(),
    memberId: r.compactStringOrNull(),
    shareSessionEpoch: r.int32(),
    maxWaitMs: r.int32(),
    minBytes: r.int32(),
    maxBytes: r.int32(),
    maxRecords: r.int32(),
    batchSize: r.int32(),
    shareAcquireMode: r.int8(),
    isRenewAck: r.boolean(),
    topics: readShareFetchRequestFetchTopicArray1(r, r.compactCount(18)),
    forgottenTopicsData: readShareFetchRequestForgottenTopicArray1(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeShareFetchRequestAcknowledgementBatchArray1(w: Writer, array: ShareFetchRequestAcknowledgementBatch[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int64(m.firstOffset);
    w.int64(m.lastOffset);
    w.compactCount(m.acknowledgeTypes.length);
    w.int8s(m.acknowledgeTypes);
    w.uvarint(0);
  }
}

function writeShareFetchRequestFetchPartitionArray1(w: Writer, array: ShareFetchRequestFetchPartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    writeShareFetchRequestAcknowledgementBatchArray1(w, m.acknowledgementBatches);
    w.uvarint(0);
  }
}

function writeShareFetchRequestFetchTopicArray1(w: Writer, array: ShareFetchRequestFetchTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeShareFetchRequestFetchPartitionArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeShareFetchRequestForgottenTopicArray1(w: Writer, array: ShareFetchRequestForgottenTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeShareFetchRequest1(w: Writer, m: ShareFetchRequest): void {
  w.compactStringOrNull(m.groupId);
  w.compactStringOrNull(m.memberId);
  w.int32(m.shareSessionEpoch);
  w.int32(m.maxWaitMs);
  w.int32(m.minBytes);
  w.int32(m.maxBytes);
  w.int32(m.maxRecords);
  w.int32(m.batchSize);
  if (m.isRenewAck !== false) throw unsupportedField('ShareFetchRequest.isRenewAck');
  writeShareFetchRequestFetchTopicArray1(w, m.topics);
  writeShareFetchRequestForgottenTopicArray1(w, m.forgottenTopicsData);
  w.uvarint(0);
}

function writeShareFetchRequest2(w: Writer, m: ShareFetchRequest): void {
  w.compactStringOrNull(m.groupId);
  w.compactStringOrNull(m.memberId);
  w.int32(m.shareSessionEpoch);
  w.int32(m.maxWaitMs);
  w.int32(m.minBytes);
  w.int32(m.maxBytes);
  w.int32(m.maxRecords);
  w.int32(m.batchSize);
  w.int8(m.shareAcquireMode);
  w.boolean(m.isRenewAck);
  writeShareFetchRequestFetchTopicArray1(w, m.topics);
  writeShareFetchRequestForgottenTopicArray1(w, m.forgottenTopicsData);
  w.uvarint(0);
}

export const shareFetchRequest: MessageCodec<ShareFetchRequest> = defineCodec({
  name: 'ShareFetchRequest',
  apiKey: 78,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 1,
  readers: [readShareFetchRequest1, readShareFetchRequest2],
  writers: [writeShareFetchRequest1, writeShareFetchRequest2],
});

export interface ShareFetchResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  acquisitionLockTimeoutMs: number;
  responses: ShareFetchResponseShareFetchableTopicResponse[];
  nodeEndpoints: ShareFetchResponseNodeEndpoint[];
}

export interface ShareFetchResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
  rack: string | null;
}

export interface ShareFetchResponseShareFetchableTopicResponse {
  topicId: string;
  partitions: ShareFetchResponsePartitionData[];
}

export interface ShareFetchResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  errorMessage: string | null;
  acknowledgeErrorCode: number;
  acknowledgeErrorMessage: string | null;
  currentLeader: ShareFetchResponseLeaderIdAndEpoch;
  records: Uint8Array;
  acquiredRecords: ShareFetchResponseAcquiredRecords[];
}

export interface ShareFetchResponseAcquiredRecords {
  firstOffset: number;
  lastOffset: number;
  deliveryCount: number;
}

export interface ShareFetchResponseLeaderIdAndEpoch {
  leaderId: number;
  leaderEpoch: number;
}

export function newShareFetchResponse(fields?: Partial<ShareFetchResponse>): ShareFetchResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, acquisitionLockTimeoutMs: 0, responses: [], nodeEndpoints: [], ...fields };
}

export function newShareFetchResponseNodeEndpoint(fields?: Partial<ShareFetchResponseNodeEndpoint>): ShareFetchResponseNodeEndpoint {
  return { nodeId: 0, host: '', port: 0, rack: null, ...fields };
}

export function newShareFetchResponseShareFetchableTopicResponse(fields?: Partial<ShareFetchResponseShareFetchableTopicResponse>): ShareFetchResponseShareFetchableTopicResponse {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newShareFetchResponsePartitionData(fields?: Partial<ShareFetchResponsePartitionData>): ShareFetchResponsePartitionData {
  return { partitionIndex: 0, errorCode: 0, errorMessage: null, acknowledgeErrorCode: 0, acknowledgeErrorMessage: null, currentLeader: newShareFetchResponseLeaderIdAndEpoch(), records: NO_BYTES, acquiredRecords: [], ...fields };
}

export function newShareFetchResponseAcquiredRecords(fields?: Partial<ShareFetchResponseAcquiredRecords>): ShareFetchResponseAcquiredRecords {
  return { firstOffset: 0, lastOffset: 0, deliveryCount: 0, ...fields };
}

export function newShareFetchResponseLeaderIdAndEpoch(fields?: Partial<ShareFetchResponseLeaderIdAndEpoch>): ShareFetchResponseLeaderIdAndEpoch {
  return { leaderId: 0, leaderEpoch: 0, ...fields };
}

function readShareFetchResponseLeaderIdAndEpoch1(r: Reader): ShareFetchResponseLeaderIdAndEpoch {
  const m: ShareFetchResponseLeaderIdAndEpoch = {
    leaderId: r.int32(),
    leaderEpoch: r.int32(),
  };
  r.skipTags();
  return m;
}

function readShareFetchResponseAcquiredRecordsArray1(r: Reader, count: number): ShareFetchResponseAcquiredRecords[] {
  const array: ShareFetchResponseAcquiredRecords[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareFetchResponseAcquiredRecords = {
      firstOffset: r.int64(),
      lastOffset: r.int64(),
      deliveryCount: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareFetchResponsePartitionDataArray1(r: Reader, count: number): ShareFetchResponsePartitionData[] {
  const array: ShareFetchResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareFetchResponsePartitionData = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      acknowledgeErrorCode: r.int16(),
      acknowledgeErrorMessage: r.compactStringOrNull(),
      currentLeader: readShareFetchResponseLeaderIdAndEpoch1(r),
      records: r.compactBytes(),
      acquiredRecords: readShareFetchResponseAcquiredRecordsArray1(r, r.compactCount(19)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareFetchResponseShareFetchableTopicResponseArray1(r: Reader, count: number): ShareFetchResponseShareFetchableTopicResponse[] {
  const array: ShareFetchResponseShareFetchableTopicResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareFetchResponseShareFetchableTopicResponse = {
      topicId: r.uuid(),
      partitions: readShareFetchResponsePartitionDataArray1(r, r.compactCount(22)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareFetchResponseNodeEndpointArray1(r: Reader, count: number): ShareFetchResponseNodeEndpoint[] {
  const array: ShareFetchResponseNodeEndpoint[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareFetchResponseNodeEndpoint = {
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

function readShareFetchResponse1(r: Reader): ShareFetchResponse {
  const m: ShareFetchResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    acquisitionLockTimeoutMs: r.int32(),
    responses: readShareFetchResponseShareFetchableTopicResponseArray1(r, r.compactCount(18)),
    nodeEndpoints: readShareFetchResponseNodeEndpointArray1(r, r.compactCount(11)),
  };
  r.keepTags();
  return m;
}

function writeShareFetchResponseLeaderIdAndEpoch1(w: Writer, m: ShareFetchResponseLeaderIdAndEpoch): void {
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.uvarint(0);
}

function writeShareFetchResponseAcquiredRecordsArray1(w: Writer, array: ShareFetchResponseAcquiredRecords[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int64(m.firstOffset);
    w.int64(m.lastOffset);
    w.int16(m.deliveryCount);
    w.uvarint(0);
  }
}

function writeShareFetchResponsePartitionDataArray1(w: Writer, array: ShareFetchResponsePartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.int16(m.acknowledgeErrorCode);
    w.compactStringOrNull(m.acknowledgeErrorMessage);
    writeShareFetchResponseLeaderIdAndEpoch1(w, m.currentLeader);
    w.compactBytes(m.records);
    writeShareFetchResponseAcquiredRecordsArray1(w, m.acquiredRecords);
    w.uvarint(0);
  }
}

function writeShareFetchResponseShareFetchableTopicResponseArray1(w: Writer, array: ShareFetchResponseShareFetchableTopicResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeShareFetchResponsePartitionDataArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeShareFetchResponseNodeEndpointArray1(w: Writer, array: ShareFetchResponseNodeEndpoint[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.nodeId);
    w.compactString(m.host);
    w.int32(m.port);
    w.compactStringOrNull(m.rack);
    w.uvarint(0);
  }
}

function writeShareFetchResponse1(w: Writer, m: ShareFetchResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.int32(m.acquisitionLockTimeoutMs);
  writeShareFetchResponseShareFetchableTopicResponseArray1(w, m.responses);
  writeShareFetchResponseNodeEndpointArray1(w, m.nodeEndpoints);
  w.uvarint(0);
}

export const shareFetchResponse: MessageCodec<ShareFetchResponse> = defineCodec({
  name: 'ShareFetchResponse',
  apiKey: 78,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 1,
  readers: [readShareFetchResponse1, readShareFetchResponse1],
  writers: [writeShareFetchResponse1, writeShareFetchResponse1],
});
