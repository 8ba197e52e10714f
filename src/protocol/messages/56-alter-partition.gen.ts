// generated from 56-alter-partition.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface AlterPartitionRequest {
  brokerId: number;
  brokerEpoch: number;
  topics: AlterPartitionRequestTopicData[];
}

export interface AlterPartitionRequestTopicData {
  topicId: string;
  partitions: AlterPartitionRequestPartitionData[];
}

export interface AlterPartitionRequestPartitionData {
  partitionIndex: number;
  leaderEpoch: number;
  /** v2 */
  newIsr: number[];
  /** v3+ */
  newIsrWithEpochs: AlterPartitionRequestBrokerState[];
  leaderRecoveryState: number;
  partitionEpoch: number;
}

export interface AlterPartitionRequestBrokerState {
  brokerId: number;
  brokerEpoch: number;
}

export function newAlterPartitionRequest(fields?: Partial<AlterPartitionRequest>): AlterPartitionRequest {
  return { brokerId: 0, brokerEpoch: -1, topics: [], ...fields };
}

export function newAlterPartitionRequestTopicData(fields?: Partial<AlterPartitionRequestTopicData>): AlterPartitionRequestTopicData {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newAlterPartitionRequestPartitionData(fields?: Partial<AlterPartitionRequestPartitionData>): AlterPartitionRequestPartitionData {
  return { partitionIndex: 0, leaderEpoch: 0, newIsr: [], newIsrWithEpochs: [], leaderRecoveryState: 0, partitionEpoch: 0, ...fields };
}

export function newAlterPartitionRequestBrokerState(fields?: Partial<AlterPartitionRequestBrokerState>): AlterPartitionRequestBrokerState {
  return { brokerId: 0, brokerEpoch: -1, ...fields };
}

function readAlterPartitionRequestPartitionDataArray2(r: Reader, count: number): AlterPartitionRequestPartitionData[] {
  const array: AlterPartitionRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterPartitionRequestPartitionData = {
      partitionIndex: r.int32(),
      leaderEpoch: r.int32(),
      newIsr: r.int32s(r.compactCount(4)),
      newIsrWithEpochs: [],
      leaderRecoveryState: r.int8(),
      partitionEpoch: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterPartitionRequestTopicDataArray2(r: Reader, count: number): AlterPartitionRequestTopicData[] {
  const array: AlterPartitionRequestTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterPartitionRequestTopicData = {
      topicId: r.uuid(),
      partitions: readAlterPartitionRequestPartitionDataArray2(r, r.compactCount(15)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterPartitionRequest2(r: Reader): AlterPartitionRequest {
  const m: AlterPartitionRequest = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    topics: readAlterPartitionRequestTopicDataArray2(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function readAlterPartitionRequestBrokerStateArray3(r: Reader, count: number): AlterPartitionRequestBrokerState[] {
  const array: AlterPartitionRequestBrokerState[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterPartitionRequestBrokerState = {
      brokerId: r.int32(),
      brokerEpoch: r.int64(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterPartitionRequestPartitionDataArray3(r: Reader, count: number): AlterPartitionRequestPartitionData[] {
  const array: AlterPartitionRequestPartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterPartitionRequestPartitionData = {
      partitionIndex: r.int32(),
      leaderEpoch: r.int32(),
      newIsr: [],
      newIsrWithEpochs: readAlterPartitionRequestBrokerStateArray3(r, r.compactCount(13)),
      leaderRecoveryState: r.int8(),
      partitionEpoch: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterPartitionRequestTopicDataArray3(r: Reader, count: number): AlterPartitionRequestTopicData[] {
  const array: AlterPartitionRequestTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterPartitionRequestTopicData = {
      topicId: r.uuid(),
      partitions: readAlterPartitionRequestPartitionDataArray3(r, r.compactCount(15)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterPartitionRequest3(r: Reader): AlterPartitionRequest {
  const m: AlterPartitionRequest = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    topics: readAlterPartitionRequestTopicDataArray3(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeAlterPartitionRequestPartitionDataArray2(w: Writer, array: AlterPartitionRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int32(m.leaderEpoch);
    w.compactCount(m.newIsr.length);
    w.int32s(m.newIsr);
    if (m.newIsrWithEpochs.length !== 0) throw unsupportedField('AlterPartitionRequestPartitionData.newIsrWithEpochs');
    w.int8(m.leaderRecoveryState);
    w.int32(m.partitionEpoch);
    w.uvarint(0);
  }
}

function writeAlterPartitionRequestTopicDataArray2(w: Writer, array: AlterPartitionRequestTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeAlterPartitionRequestPartitionDataArray2(w, m.partitions);
    w.uvarint(0);
  }
}

function writeAlterPartitionRequest2(w: Writer, m: AlterPartitionRequest): void {
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  writeAlterPartitionRequestTopicDataArray2(w, m.topics);
  w.uvarint(0);
}

function writeAlterPartitionRequestBrokerStateArray3(w: Writer, array: AlterPartitionRequestBrokerState[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.brokerId);
    w.int64(m.brokerEpoch);
    w.uvarint(0);
  }
}

function writeAlterPartitionRequestPartitionDataArray3(w: Writer, array: AlterPartitionRequestPartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int32(m.leaderEpoch);
    if (m.newIsr.length !== 0) throw unsupportedField('AlterPartitionRequestPartitionData.newIsr');
    writeAlterPartitionRequestBrokerStateArray3(w, m.newIsrWithEpochs);
    w.int8(m.leaderRecoveryState);
    w.int32(m.partitionEpoch);
    w.uvarint(0);
  }
}

function writeAlterPartitionRequestTopicDataArray3(w: Writer, array: AlterPartitionRequestTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeAlterPartitionRequestPartitionDataArray3(w, m.partitions);
    w.uvarint(0);
  }
}

function writeAlterPartitionRequest3(w: Writer, m: AlterPartitionRequest): void {
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  writeAlterPartitionRequestTopicDataArray3(w, m.topics);
  w.uvarint(0);
}

export const alterPartitionRequest: MessageCodec<AlterPartitionRequest> = defineCodec({
  name: 'AlterPartitionRequest',
  apiKey: 56,
  type: 'request',
  minVersion: 2,
  flexibleVersion: 2,
  readers: [readAlterPartitionRequest2, readAlterPartitionRequest3],
  writers: [writeAlterPartitionRequest2, writeAlterPartitionRequest3],
});

export interface AlterPartitionResponse {
  throttleTimeMs: number;
  errorCode: number;
  topics: AlterPartitionResponseTopicData[];
}

export interface AlterPartitionResponseTopicData {
  topicId: string;
  partitions: AlterPartitionResponsePartitionData[];
}

export interface AlterPartitionResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  leaderId: number;
  leaderEpoch: number;
  isr: number[];
  leaderRecoveryState: number;
  partitionEpoch: number;
}

export function newAlterPartitionResponse(fields?: Partial<AlterPartitionResponse>): AlterPartitionResponse {
  return { throttleTimeMs: 0, errorCode: 0, topics: [], ...fields };
}

export function newAlterPartitionResponseTopicData(fields?: Partial<AlterPartitionResponseTopicData>): AlterPartitionResponseTopicData {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newAlterPartitionResponsePartitionData(fields?: Partial<AlterPartitionResponsePartitionData>): AlterPartitionResponsePartitionData {
  return { partitionIndex: 0, errorCode: 0, leaderId: 0, leaderEpoch: 0, isr: [], leaderRecoveryState: 0, partitionEpoch: 0, ...fields };
}

function readAlterPartitionResponsePartitionDataArray2(r: Reader, count: number): AlterPartitionResponsePartitionData[] {
  const array: AlterPartitionResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterPartitionResponsePartitionData = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      leaderId: r.int32(),
      leaderEpoch: r.int32(),
      isr: r.int32s(r.compactCount(4)),
      leaderRecoveryState: r.int8(),
      partitionEpoch: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterPartitionResponseTopicDataArray2(r: Reader, count: number): AlterPartitionResponseTopicData[] {
  const array: AlterPartitionResponseTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterPartitionResponseTopicData = {
      topicId: r.uuid(),
      partitions: readAlterPartitionResponsePartitionDataArray2(r, r.compactCount(21)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterPartitionResponse2(r: Reader): AlterPartitionResponse {
  const m: AlterPartitionResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    topics: readAlterPartitionResponseTopicDataArray2(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeAlterPartitionResponsePartitionDataArray2(w: Writer, array: AlterPartitionResponsePartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
    w.compactCount(m.isr.length);
    w.int32s(m.isr);
    w.int8(m.leaderRecoveryState);
    w.int32(m.partitionEpoch);
    w.uvarint(0);
  }
}

function writeAlterPartitionResponseTopicDataArray2(w: Writer, array: AlterPartitionResponseTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeAlterPartitionResponsePartitionDataArray2(w, m.partitions);
    w.uvarint(0);
  }
}

function writeAlterPartitionResponse2(w: Writer, m: AlterPartitionResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeAlterPartitionResponseTopicDataArray2(w, m.topics);
  w.uvarint(0);
}

export const alterPartitionResponse: MessageCodec<AlterPartitionResponse> = defineCodec({
  name: 'AlterPartitionResponse',
  apiKey: 56,
  type: 'response',
  minVersion: 2,
  flexibleVersion: 2,
  readers: [readAlterPartitionResponse2, readAlterPartitionResponse2],
  writers: [writeAlterPartitionResponse2, writeAlterPartitionResponse2],
});
