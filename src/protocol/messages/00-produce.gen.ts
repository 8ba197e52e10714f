// generated from 00-produce.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface ProduceRequest {
  transactionalId: string | null;
  acks: number;
  timeoutMs: number;
  topicData: ProduceRequestTopicProduceData[];
}

export interface ProduceRequestTopicProduceData {
  /** v3-12 */
  name: string;
  /** v13+ */
  topicId: string;
  partitionData: ProduceRequestPartitionProduceData[];
}

export interface ProduceRequestPartitionProduceData {
  index: number;
  records: Uint8Array | null;
}

export function newProduceRequest(fields?: Partial<ProduceRequest>): ProduceRequest {
  return { transactionalId: null, acks: 0, timeoutMs: 0, topicData: [], ...fields };
}

export function newProduceRequestTopicProduceData(fields?: Partial<ProduceRequestTopicProduceData>): ProduceRequestTopicProduceData {
  return { name: '', topicId: ZERO_UUID, partitionData: [], ...fields };
}

export function newProduceRequestPartitionProduceData(fields?: Partial<ProduceRequestPartitionProduceData>): ProduceRequestPartitionProduceData {
  return { index: 0, records: null, ...fields };
}

function readProduceRequestPartitionProduceDataArray3(r: Reader, count: number): ProduceRequestPartitionProduceData[] {
  const array: ProduceRequestPartitionProduceData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      index: r.int32(),
      records: r.bytesOrNull(),
    });
  }
  return array;
}

function readProduceRequestTopicProduceDataArray3(r: Reader, count: number): ProduceRequestTopicProduceData[] {
  const array: ProduceRequestTopicProduceData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      topicId: ZERO_UUID,
      partitionData: readProduceRequestPartitionProduceDataArray3(r, r.count(8)),
    });
  }
  return array;
}

function readProduceRequest3(r: Reader): ProduceRequest {
  return {
    transactionalId: r.stringOrNull(),
    acks: r.int16(),
    timeoutMs: r.int32(),
    topicData: readProduceRequestTopicProduceDataArray3(r, r.count(6)),
  };
}

function readProduceRequestPartitionProduceDataArray9(r: Reader, count: number): ProduceRequestPartitionProduceData[] {
  const array: ProduceRequestPartitionProduceData[] = [];
  for (let i = 0; i < count; i++) {
    const m: ProduceRequestPartitionProduceData = {
      index: r.int32(),
      records: r.compactBytesOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readProduceRequestTopicProduceDataArray9(r: Reader, count: number): ProduceRequestTopicProduceData[] {
  const array: ProduceRequestTopicProduceData[] = [];
  for (let i = 0; i < count; i++) {
    const m: ProduceRequestTopicProduceData = {
      name: r.compactString(),
      topicId: ZERO_UUID,
      partitionData: readProduceRequestPartitionProduceDataArray9(r, r.compactCount(6)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readProduceRequest9(r: Reader): ProduceRequest {
  const m: ProduceRequest = {
    transactionalId: r.compactStringOrNull(),
    acks: r.int16(),
    timeoutMs: r.int32(),
    topicData: readProduceRequestTopicProduceDataArray9(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function readProduceRequestTopicProduceDataArray13(r: Reader, count: number): ProduceRequestTopicProduceData[] {
  const array: ProduceRequestTopicProduceData[] = [];
  for (let i = 0; i < count; i++) {
    const m: ProduceRequestTopicProduceData = {
      name: '',
      topicId: r.uuid(),
      partitionData: readProduceRequestPartitionProduceDataArray9(r, r.compactCount(6)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readProduceRequest13(r: Reader): ProduceRequest {
  const m: ProduceRequest = {
    transactionalId: r.compactStringOrNull(),
    acks: r.int16(),
    timeoutMs: r.int32(),
    topicData: readProduceRequestTopicProduceDataArray13(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeProduceRequestPartitionProduceDataArray3(w: Writer, array: ProduceRequestPartitionProduceData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.index);
    w.bytesOrNull(m.records);
  }
}

function writeProduceRequestTopicProduceDataArray3(w: Writer, array: ProduceRequestTopicProduceData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeProduceRequestPartitionProduceDataArray3(w, m.partitionData);
  }
}

function writeProduceRequest3(w: Writer, m: ProduceRequest): void {
  w.stringOrNull(m.transactionalId);
  w.int16(m.acks);
  w.int32(m.timeoutMs);
  writeProduceRequestTopicProduceDataArray3(w, m.topicData);
}

function writeProduceRequestPartitionProduceDataArray9(w: Writer, array: ProduceRequestPartitionProduceData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.index);
    w.compactBytesOrNull(m.records);
    w.uvarint(0);
  }
}

function writeProduceRequestTopicProduceDataArray9(w: Writer, array: ProduceRequestTopicProduceData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeProduceRequestPartitionProduceDataArray9(w, m.partitionData);
    w.uvarint(0);
  }
}

function writeProduceRequest9(w: Writer, m: ProduceRequest): void {
  w.compactStringOrNull(m.transactionalId);
  w.int16(m.acks);
  w.int32(m.timeoutMs);
  writeProduceRequestTopicProduceDataArray9(w, m.topicData);
  w.uvarint(0);
}

function writeProduceRequestTopicProduceDataArray13(w: Writer, array: ProduceRequestTopicProduceData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeProduceRequestPartitionProduceDataArray9(w, m.partitionData);
    w.uvarint(0);
  }
}

function writeProduceRequest13(w: Writer, m: ProduceRequest): void {
  w.compactStringOrNull(m.transactionalId);
  w.int16(m.acks);
  w.int32(m.timeoutMs);
  writeProduceRequestTopicProduceDataArray13(w, m.topicData);
  w.uvarint(0);
}

export const produceRequest: MessageCodec<ProduceRequest> = defineCodec({
  name: 'ProduceRequest',
  apiKey: 0,
  type: 'request',
  minVersion: 3,
  flexibleVersion: 9,
  readers: [readProduceRequest3, readProduceRequest3, readProduceRequest3, readProduceRequest3, readProduceRequest3, readProduceRequest3, readProduceRequest9, readProduceRequest9, readProduceRequest9, readProduceRequest9, readProduceRequest13],
  writers: [writeProduceRequest3, writeProduceRequest3, writeProduceRequest3, writeProduceRequest3, writeProduceRequest3, writeProduceRequest3, writeProduceRequest9, writeProduceRequest9, writeProduceRequest9, writeProduceRequest9, writeProduceRequest13],
});

export interface ProduceResponse {
  responses: ProduceResponseTopicProduceResponse[];
  throttleTimeMs: number;
  /** v10+ */
  nodeEndpoints: ProduceResponseNodeEndpoint[];
}

export interface ProduceResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
  rack: string | null;
}

export interface ProduceResponseTopicProduceResponse {
  /** v3-12 */
  name: string;
  /** v13+ */
  topicId: string;
  partitionResponses: ProduceResponsePartitionProduceResponse[];
}

export interface ProduceResponsePartitionProduceResponse {
  index: number;
  errorCode: number;
  baseOffset: number;
  logAppendTimeMs: number;
  /** v5+ */
  logStartOffset: number;
  /** v8+ */
  recordErrors: ProduceResponseBatchIndexAndErrorMessage[];
  /** v8+ */
  errorMessage: string | null;
  /** v10+ */
  currentLeader: ProduceResponseLeaderIdAndEpoch;
}

export interface ProduceResponseLeaderIdAndEpoch {
  leaderId: number;
  leaderEpoch: number;
}

export interface ProduceResponseBatchIndexAndErrorMessage {
  batchIndex: number;
  batchIndexErrorMessage: string | null;
}

export function newProduceResponse(fields?: Partial<ProduceResponse>): ProduceResponse {
  return { responses: [], throttleTimeMs: 0, nodeEndpoints: [], ...fields };
}

export function newProduceResponseNodeEndpoint(fields?: Partial<ProduceResponseNodeEndpoint>): ProduceResponseNodeEndpoint {
  return { nodeId: 0, host: '', port: 0, rack: null, ...fields };
}

export function newProduceResponseTopicProduceResponse(fields?: Partial<ProduceResponseTopicProduceResponse>): ProduceResponseTopicProduceResponse {
  return { name: '', topicId: ZERO_UUID, partitionResponses: [], ...fields };
}

export function newProduceResponsePartitionProduceResponse(fields?: Partial<ProduceResponsePartitionProduceResponse>): ProduceResponsePartitionProduceResponse {
  return { index: 0, errorCode: 0, baseOffset: 0, logAppendTimeMs: -1, logStartOffset: -1, recordErrors: [], errorMessage: null, currentLeader: newProduceResponseLeaderIdAndEpoch(), ...fields };
}

export function newProduceResponseLeaderIdAndEpoch(fields?: Partial<ProduceResponseLeaderIdAndEpoch>): ProduceResponseLeaderIdAndEpoch {
  return { leaderId: -1, leaderEpoch: -1, ...fields };
}

export function newProduceResponseBatchIndexAndErrorMessage(fields?: Partial<ProduceResponseBatchIndexAndErrorMessage>): ProduceResponseBatchIndexAndErrorMessage {
  return { batchIndex: 0, batchIndexErrorMessage: null, ...fields };
}

function isDefaultProduceResponseLeaderIdAndEpoch(m: ProduceResponseLeaderIdAndEpoch): boolean {
  return !(m.leaderId !== -1 || m.leaderEpoch !== -1);
}

function readProduceResponsePartitionProduceResponseArray3(r: Reader, count: number): ProduceResponsePartitionProduceResponse[] {
  const array: ProduceResponsePartitionProduceResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      index: r.int32(),
      errorCode: r.int16(),
      baseOffset: r.int64(),
      logAppendTimeMs: r.int64(),
      logStartOffset: -1,
      recordErrors: [],
      errorMessage: null,
      currentLeader: newProduceResponseLeaderIdAndEpoch(),
    });
  }
  return array;
}

function readProduceResponseTopicProduceResponseArray3(r: Reader, count: number): ProduceResponseTopicProduceResponse[] {
  const array: ProduceResponseTopicProduceResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      topicId: ZERO_UUID,
      partitionResponses: readProduceResponsePartitionProduceResponseArray3(r, r.count(22)),
    });
  }
  return array;
}

function readProduceResponse3(r: Reader): ProduceResponse {
  return {
    responses: readProduceResponseTopicProduceResponseArray3(r, r.count(6)),
    throttleTimeMs: r.int32(),
    nodeEndpoints: [],
  };
}

function readProduceResponsePartitionProduceResponseArray5(r: Reader, count: number): ProduceResponsePartitionProduceResponse[] {
  const array: ProduceResponsePartitionProduceResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      index: r.int32(),
      errorCode: r.int16(),
      baseOffset: r.int64(),
      logAppendTimeMs: r.int64(),
      logStartOffset: r.int64(),
      recordErrors: [],
      errorMessage: null,
      currentLeader: newProduceResponseLeaderIdAndEpoch(),
    });
  }
  return array;
}

function readProduceResponseTopicProduceResponseArray5(r: Reader, count: number): ProduceResponseTopicProduceResponse[] {
  const array: ProduceResponseTopicProduceResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      topicId: ZERO_UUID,
      partitionResponses: readProduceResponsePartitionProduceResponseArray5(r, r.count(30)),
    });
  }
  return array;
}

function readProduceResponse5(r: Reader): ProduceResponse {
  return {
    responses: readProduceResponseTopicProduceResponseArray5(r, r.count(6)),
    throttleTimeMs: r.int32(),
    nodeEndpoints: [],
  };
}

function readProduceResponseBatchIndexAndErrorMessageArray8(r: Reader, count: number): ProduceResponseBatchIndexAndErrorMessage[] {
  const array: ProduceResponseBatchIndexAndErrorMessage[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      batchIndex: r.int32(),
      batchIndexErrorMessage: r.stringOrNull(),
    });
  }
  return array;
}

function readProduceResponsePartitionProduceResponseArray8(r: Reader, count: number): ProduceResponsePartitionProduceResponse[] {
  const array: ProduceResponsePartitionProduceResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      index: r.int32(),
      errorCode: r.int16(),
      baseOffset: r.int64(),
      logAppendTimeMs: r.int64(),
      logStartOffset: r.int64(),
      recordErrors: readProduceResponseBatchIndexAndErrorMessageArray8(r, r.count(6)),
      errorMessage: r.stringOrNull(),
      currentLeader: newProduceResponseLeaderIdAndEpoch(),
    });
  }
  return array;
}

function readProduceResponseTopicProduceResponseArray8(r: Reader, count: number): ProduceResponseTopicProduceResponse[] {
  const array: ProduceResponseTopicProduceResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      topicId: ZERO_UUID,
      partitionResponses: readProduceResponsePartitionProduceResponseArray8(r, r.count(36)),
    });
  }
  return array;
}

function readProduceResponse8(r: Reader): ProduceResponse {
  return {
    responses: readProduceResponseTopicProduceResponseArray8(r, r.count(6)),
    throttleTimeMs: r.int32(),
    nodeEndpoints: [],
  };
}

function readProduceResponseBatchIndexAndErrorMessageArray9(r: Reader, count: number): ProduceResponseBatchIndexAndErrorMessage[] {
  const array: ProduceResponseBatchIndexAndErrorMessage[] = [];
  for (let i = 0; i < count; i++) {
    const m: ProduceResponseBatchIndexAndErrorMessage = {
      batchIndex: r.int32(),
      batchIndexErrorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readProduceResponsePartitionProduceResponseArray9(r: Reader, count: number): ProduceResponsePartitionProduceResponse[] {
  const array: ProduceResponsePartitionProduceResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: ProduceResponsePartitionProduceResponse = {
      index: r.int32(),
      errorCode: r.int16(),
      baseOffset: r.int64(),
      logAppendTimeMs: r.int64(),
      logStartOffset: r.int64(),
      recordErrors: readProduceResponseBatchIndexAndErrorMessageArray9(r, r.compactCount(6)),
      errorMessage: r.compactStringOrNull(),
      currentLeader: newProduceResponseLeaderIdAndEpoch(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readProduceResponseTopicProduceResponseArray9(r: Reader, count: number): ProduceResponseTopicProduceResponse[] {
  const array: ProduceResponseTopicProduceResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: ProduceResponseTopicProduceResponse = {
      name: r.compactString(),
      topicId: ZERO_UUID,
      partitionResponses: readProduceResponsePartitionProduceResponseArray9(r, r.compactCount(33)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readProduceResponse9(r: Reader): ProduceResponse {
  const m: ProduceResponse = {
    responses: readProduceResponseTopicProduceResponseArray9(r, r.compactCount(3)),
    throttleTimeMs: r.int32(),
    nodeEndpoints: [],
  };
  r.keepTags();
  return m;
}

function readProduceResponseLeaderIdAndEpoch10(r: Reader): ProduceResponseLeaderIdAndEpoch {
  const m: ProduceResponseLeaderIdAndEpoch = {
    leaderId: r.int32(),
    leaderEpoch: r.int32(),
  };
  r.skipTags();
  return m;
}

function readProduceResponsePartitionProduceResponseArray10(r: Reader, count: number): ProduceResponsePartitionProduceResponse[] {
  const array: ProduceResponsePartitionProduceResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: ProduceResponsePartitionProduceResponse = {
      index: r.int32(),
      errorCode: r.int16(),
      baseOffset: r.int64(),
      logAppendTimeMs: r.int64(),
      logStartOffset: r.int64(),
      recordErrors: readProduceResponseBatchIndexAndErrorMessageArray9(r, r.compactCount(6)),
      errorMessage: r.compactStringOrNull(),
      currentLeader: newProduceResponseLeaderIdAndEpoch(),
    };
    for (let tags = r.tagCount(); tags > 0; tags--) {
      const tag = r.uvarint();
      const end = r.tagEnd();
      switch (tag) {
        case 0:
          m.currentLeader = readProduceResponseLeaderIdAndEpoch10(r);
          r.expectTagEnd(end);
          break;
        default:
          r.skipTag(tag, end);
      }
    }
    array.push(m);
  }
  return array;
}

function readProduceResponseTopicProduceResponseArray10(r: Reader, count: number): ProduceResponseTopicProduceResponse[] {
  const array: ProduceResponseTopicProduceResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: ProduceResponseTopicProduceResponse = {
      name: r.compactString(),
      topicId: ZERO_UUID,
      partitionResponses: readProduceResponsePartitionProduceResponseArray10(r, r.compactCount(33)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readProduceResponseNodeEndpointArray10(r: Reader, count: number): ProduceResponseNodeEndpoint[] {
  const array: ProduceResponseNodeEndpoint[] = [];
  for (let i = 0; i < count; i++) {
    const m: ProduceResponseNodeEndpoint = {
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

function readProduceResponse10(r: Reader): ProduceResponse {
  const m: ProduceResponse = {
    responses: readProduceResponseTopicProduceResponseArray10(r, r.compactCount(3)),
    throttleTimeMs: r.int32(),
    nodeEndpoints: [],
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.nodeEndpoints = readProduceResponseNodeEndpointArray10(r, r.compactCount(11));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function readProduceResponseTopicProduceResponseArray13(r: Reader, count: number): ProduceResponseTopicProduceResponse[] {
  const array: ProduceResponseTopicProduceResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: ProduceResponseTopicProduceResponse = {
      name: '',
      topicId: r.uuid(),
      partitionResponses: readProduceResponsePartitionProduceResponseArray10(r, r.compactCount(33)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readProduceResponse13(r: Reader): ProduceResponse {
  const m: ProduceResponse = {
    responses: readProduceResponseTopicProduceResponseArray13(r, r.compactCount(18)),
    throttleTimeMs: r.int32(),
    nodeEndpoints: [],
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.nodeEndpoints = readProduceResponseNodeEndpointArray10(r, r.compactCount(11));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeProduceResponsePartitionProduceResponseArray3(w: Writer, array: ProduceResponsePartitionProduceResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.index);
    w.int16(m.errorCode);
    w.int64(m.baseOffset);
    w.int64(m.logAppendTimeMs);
    if (!isDefaultProduceResponseLeaderIdAndEpoch(m.currentLeader)) throw unsupportedField('ProduceResponsePartitionProduceResponse.currentLeader');
  }
}

function writeProduceResponseTopicProduceResponseArray3(w: Writer, array: ProduceResponseTopicProduceResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeProduceResponsePartitionProduceResponseArray3(w, m.partitionResponses);
  }
}

function writeProduceResponse3(w: Writer, m: ProduceResponse): void {
  writeProduceResponseTopicProduceResponseArray3(w, m.responses);
  w.int32(m.throttleTimeMs);
  if (m.nodeEndpoints.length !== 0) throw unsupportedField('ProduceResponse.nodeEndpoints');
}

function writeProduceResponsePartitionProduceResponseArray5(w: Writer, array: ProduceResponsePartitionProduceResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.index);
    w.int16(m.errorCode);
    w.int64(m.baseOffset);
    w.int64(m.logAppendTimeMs);
    w.int64(m.logStartOffset);
    if (!isDefaultProduceResponseLeaderIdAndEpoch(m.currentLeader)) throw unsupportedField('ProduceResponsePartitionProduceResponse.currentLeader');
  }
}

function writeProduceResponseTopicProduceResponseArray5(w: Writer, array: ProduceResponseTopicProduceResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeProduceResponsePartitionProduceResponseArray5(w, m.partitionResponses);
  }
}

function writeProduceResponse5(w: Writer, m: ProduceResponse): void {
  writeProduceResponseTopicProduceResponseArray5(w, m.responses);
  w.int32(m.throttleTimeMs);
  if (m.nodeEndpoints.length !== 0) throw unsupportedField('ProduceResponse.nodeEndpoints');
}

function writeProduceResponseBatchIndexAndErrorMessageArray8(w: Writer, array: ProduceResponseBatchIndexAndErrorMessage[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.batchIndex);
    w.stringOrNull(m.batchIndexErrorMessage);
  }
}

function writeProduceResponsePartitionProduceResponseArray8(w: Writer, array: ProduceResponsePartitionProduceResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.index);
    w.int16(m.errorCode);
    w.int64(m.baseOffset);
    w.int64(m.logAppendTimeMs);
    w.int64(m.logStartOffset);
    writeProduceResponseBatchIndexAndErrorMessageArray8(w, m.recordErrors);
    w.stringOrNull(m.errorMessage);
    if (!isDefaultProduceResponseLeaderIdAndEpoch(m.currentLeader)) throw unsupportedField('ProduceResponsePartitionProduceResponse.currentLeader');
  }
}

function writeProduceResponseTopicProduceResponseArray8(w: Writer, array: ProduceResponseTopicProduceResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeProduceResponsePartitionProduceResponseArray8(w, m.partitionResponses);
  }
}

function writeProduceResponse8(w: Writer, m: ProduceResponse): void {
  writeProduceResponseTopicProduceResponseArray8(w, m.responses);
  w.int32(m.throttleTimeMs);
  if (m.nodeEndpoints.length !== 0) throw unsupportedField('ProduceResponse.nodeEndpoints');
}

function writeProduceResponseBatchIndexAndErrorMessageArray9(w: Writer, array: ProduceResponseBatchIndexAndErrorMessage[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.batchIndex);
    w.compactStringOrNull(m.batchIndexErrorMessage);
    w.uvarint(0);
  }
}

function writeProduceResponsePartitionProduceResponseArray9(w: Writer, array: ProduceResponsePartitionProduceResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.index);
    w.int16(m.errorCode);
    w.int64(m.baseOffset);
    w.int64(m.logAppendTimeMs);
    w.int64(m.logStartOffset);
    writeProduceResponseBatchIndexAndErrorMessageArray9(w, m.recordErrors);
    w.compactStringOrNull(m.errorMessage);
    if (!isDefaultProduceResponseLeaderIdAndEpoch(m.currentLeader)) throw unsupportedField('ProduceResponsePartitionProduceResponse.currentLeader');
    w.uvarint(0);
  }
}

function writeProduceResponseTopicProduceResponseArray9(w: Writer, array: ProduceResponseTopicProduceResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeProduceResponsePartitionProduceResponseArray9(w, m.partitionResponses);
    w.uvarint(0);
  }
}

function writeProduceResponse9(w: Writer, m: ProduceResponse): void {
  writeProduceResponseTopicProduceResponseArray9(w, m.responses);
  w.int32(m.throttleTimeMs);
  if (m.nodeEndpoints.length !== 0) throw unsupportedField('ProduceResponse.nodeEndpoints');
  w.uvarint(0);
}

function writeProduceResponseLeaderIdAndEpoch10(w: Writer, m: ProduceResponseLeaderIdAndEpoch): void {
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.uvarint(0);
}

function writeProduceResponsePartitionProduceResponseArray10(w: Writer, array: ProduceResponsePartitionProduceResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.index);
    w.int16(m.errorCode);
    w.int64(m.baseOffset);
    w.int64(m.logAppendTimeMs);
    w.int64(m.logStartOffset);
    writeProduceResponseBatchIndexAndErrorMessageArray9(w, m.recordErrors);
    w.compactStringOrNull(m.errorMessage);
    const has0 = !isDefaultProduceResponseLeaderIdAndEpoch(m.currentLeader);
    w.uvarint(+has0);
    if (has0) {
      w.uvarint(0);
      const at0 = w.beginTag();
      writeProduceResponseLeaderIdAndEpoch10(w, m.currentLeader);
      w.endTag(at0);
    }
  }
}

function writeProduceResponseTopicProduceResponseArray10(w: Writer, array: ProduceResponseTopicProduceResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeProduceResponsePartitionProduceResponseArray10(w, m.partitionResponses);
    w.uvarint(0);
  }
}

function writeProduceResponseNodeEndpointArray10(w: Writer, array: ProduceResponseNodeEndpoint[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.nodeId);
    w.compactString(m.host);
    w.int32(m.port);
    w.compactStringOrNull(m.rack);
    w.uvarint(0);
  }
}

function writeProduceResponse10(w: Writer, m: ProduceResponse): void {
  writeProduceResponseTopicProduceResponseArray10(w, m.responses);
  w.int32(m.throttleTimeMs);
  const has0 = m.nodeEndpoints.length !== 0;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    writeProduceResponseNodeEndpointArray10(w, m.nodeEndpoints);
    w.endTag(at0);
  }
}

function writeProduceResponseTopicProduceResponseArray13(w: Writer, array: ProduceResponseTopicProduceResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeProduceResponsePartitionProduceResponseArray10(w, m.partitionResponses);
    w.uvarint(0);
  }
}

function writeProduceResponse13(w: Writer, m: ProduceResponse): void {
  writeProduceResponseTopicProduceResponseArray13(w, m.responses);
  w.int32(m.throttleTimeMs);
  const has0 = m.nodeEndpoints.length !== 0;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    writeProduceResponseNodeEndpointArray10(w, m.nodeEndpoints);
    w.endTag(at0);
  }
}

export const produceResponse: MessageCodec<ProduceResponse> = defineCodec({
  name: 'ProduceResponse',
  apiKey: 0,
  type: 'response',
  minVersion: 3,
  flexibleVersion: 9,
  readers: [readProduceResponse3, readProduceResponse3, readProduceResponse5, readProduceResponse5, readProduceResponse5, readProduceResponse8, readProduceResponse9, readProduceResponse10, readProduceResponse10, readProduceResponse10, readProduceResponse13],
  writers: [writeProduceResponse3, writeProduceResponse3, writeProduceResponse5, writeProduceResponse5, writeProduceResponse5, writeProduceResponse8, writeProduceResponse9, writeProduceResponse10, writeProduceResponse10, writeProduceResponse10, writeProduceResponse13],
});
