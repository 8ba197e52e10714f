// generated from 19-create-topics.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface CreateTopicsRequest {
  topics: CreateTopicsRequestCreatableTopic[];
  timeoutMs: number;
  validateOnly: boolean;
}

export interface CreateTopicsRequestCreatableTopic {
  name: string;
  numPartitions: number;
  replicationFactor: number;
  assignments: CreateTopicsRequestCreatableReplicaAssignment[];
  configs: CreateTopicsRequestCreatableTopicConfig[];
}

export interface CreateTopicsRequestCreatableTopicConfig {
  name: string;
  value: string | null;
}

export interface CreateTopicsRequestCreatableReplicaAssignment {
  partitionIndex: number;
  brokerIds: number[];
}

export function newCreateTopicsRequest(fields?: Partial<CreateTopicsRequest>): CreateTopicsRequest {
  return { topics: [], timeoutMs: 60000, validateOnly: false, ...fields };
}

export function newCreateTopicsRequestCreatableTopic(fields?: Partial<CreateTopicsRequestCreatableTopic>): CreateTopicsRequestCreatableTopic {
  return { name: '', numPartitions: 0, replicationFactor: 0, assignments: [], configs: [], ...fields };
}

export function newCreateTopicsRequestCreatableTopicConfig(fields?: Partial<CreateTopicsRequestCreatableTopicConfig>): CreateTopicsRequestCreatableTopicConfig {
  return { name: '', value: '', ...fields };
}

export function newCreateTopicsRequestCreatableReplicaAssignment(fields?: Partial<CreateTopicsRequestCreatableReplicaAssignment>): CreateTopicsRequestCreatableReplicaAssignment {
  return { partitionIndex: 0, brokerIds: [], ...fields };
}

function readCreateTopicsRequestCreatableReplicaAssignmentArray2(r: Reader, count: number): CreateTopicsRequestCreatableReplicaAssignment[] {
  const array: CreateTopicsRequestCreatableReplicaAssignment[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      brokerIds: r.int32s(r.count(4)),
    });
  }
  return array;
}

function readCreateTopicsRequestCreatableTopicConfigArray2(r: Reader, count: number): CreateTopicsRequestCreatableTopicConfig[] {
  const array: CreateTopicsRequestCreatableTopicConfig[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      value: r.stringOrNull(),
    });
  }
  return array;
}

function readCreateTopicsRequestCreatableTopicArray2(r: Reader, count: number): CreateTopicsRequestCreatableTopic[] {
  const array: CreateTopicsRequestCreatableTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      numPartitions: r.int32(),
      replicationFactor: r.int16(),
      assignments: readCreateTopicsRequestCreatableReplicaAssignmentArray2(r, r.count(8)),
      configs: readCreateTopicsRequestCreatableTopicConfigArray2(r, r.count(4)),
    });
  }
  return array;
}

function readCreateTopicsRequest2(r: Reader): CreateTopicsRequest {
  return {
    topics: readCreateTopicsRequestCreatableTopicArray2(r, r.count(16)),
    timeoutMs: r.int32(),
    validateOnly: r.boolean(),
  };
}

function readCreateTopicsRequestCreatableReplicaAssignmentArray5(r: Reader, count: number): CreateTopicsRequestCreatableReplicaAssignment[] {
  const array: CreateTopicsRequestCreatableReplicaAssignment[] = [];
  for (let i = 0; i < count; i++) {
    const m: CreateTopicsRequestCreatableReplicaAssignment = {
      partitionIndex: r.int32(),
      brokerIds: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readCreateTopicsRequestCreatableTopicConfigArray5(r: Reader, count: number): CreateTopicsRequestCreatableTopicConfig[] {
  const array: CreateTopicsRequestCreatableTopicConfig[] = [];
  for (let i = 0; i < count; i++) {
    const m: CreateTopicsRequestCreatableTopicConfig = {
      name: r.compactString(),
      value: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readCreateTopicsRequestCreatableTopicArray5(r: Reader, count: number): CreateTopicsRequestCreatableTopic[] {
  const array: CreateTopicsRequestCreatableTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: CreateTopicsRequestCreatableTopic = {
      name: r.compactString(),
      numPartitions: r.int32(),
      replicationFactor: r.int16(),
      assignments: readCreateTopicsRequestCreatableReplicaAssignmentArray5(r, r.compactCount(6)),
      configs: readCreateTopicsRequestCreatableTopicConfigArray5(r, r.compactCount(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readCreateTopicsRequest5(r: Reader): CreateTopicsRequest {
  const m: CreateTopicsRequest = {
    topics: readCreateTopicsRequestCreatableTopicArray5(r, r.compactCount(10)),
    timeoutMs: r.int32(),
    validateOnly: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeCreateTopicsRequestCreatableReplicaAssignmentArray2(w: Writer, array: CreateTopicsRequestCreatableReplicaAssignment[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.count(m.brokerIds.length);
    w.int32s(m.brokerIds);
  }
}

function writeCreateTopicsRequestCreatableTopicConfigArray2(w: Writer, array: CreateTopicsRequestCreatableTopicConfig[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.stringOrNull(m.value);
  }
}

function writeCreateTopicsRequestCreatableTopicArray2(w: Writer, array: CreateTopicsRequestCreatableTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.int32(m.numPartitions);
    w.int16(m.replicationFactor);
    writeCreateTopicsRequestCreatableReplicaAssignmentArray2(w, m.assignments);
    writeCreateTopicsRequestCreatableTopicConfigArray2(w, m.configs);
  }
}

function writeCreateTopicsRequest2(w: Writer, m: CreateTopicsRequest): void {
  writeCreateTopicsRequestCreatableTopicArray2(w, m.topics);
  w.int32(m.timeoutMs);
  w.boolean(m.validateOnly);
}

function writeCreateTopicsRequestCreatableReplicaAssignmentArray5(w: Writer, array: CreateTopicsRequestCreatableReplicaAssignment[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.compactCount(m.brokerIds.length);
    w.int32s(m.brokerIds);
    w.uvarint(0);
  }
}

function writeCreateTopicsRequestCreatableTopicConfigArray5(w: Writer, array: CreateTopicsRequestCreatableTopicConfig[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactStringOrNull(m.value);
    w.uvarint(0);
  }
}

function writeCreateTopicsRequestCreatableTopicArray5(w: Writer, array: CreateTopicsRequestCreatableTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int32(m.numPartitions);
    w.int16(m.replicationFactor);
    writeCreateTopicsRequestCreatableReplicaAssignmentArray5(w, m.assignments);
    writeCreateTopicsRequestCreatableTopicConfigArray5(w, m.configs);
    w.uvarint(0);
  }
}

function writeCreateTopicsRequest5(w: Writer, m: CreateTopicsRequest): void {
  writeCreateTopicsRequestCreatableTopicArray5(w, m.topics);
  w.int32(m.timeoutMs);
  w.boolean(m.validateOnly);
  w.uvarint(0);
}

export const createTopicsRequest: MessageCodec<CreateTopicsRequest> = defineCodec({
  name: 'CreateTopicsRequest',
  apiKey: 19,
  type: 'request',
  minVersion: 2,
  flexibleVersion: 5,
  readers: [readCreateTopicsRequest2, readCreateTopicsRequest2, readCreateTopicsRequest2, readCreateTopicsRequest5, readCreateTopicsRequest5, readCreateTopicsRequest5],
  writers: [writeCreateTopicsRequest2, writeCreateTopicsRequest2, writeCreateTopicsRequest2, writeCreateTopicsRequest5, writeCreateTopicsRequest5, writeCreateTopicsRequest5],
});

export interface CreateTopicsResponse {
  throttleTimeMs: number;
  topics: CreateTopicsResponseCreatableTopicResult[];
}

export interface CreateTopicsResponseCreatableTopicResult {
  name: string;
  /** v7+ */
  topicId: string;
  errorCode: number;
  errorMessage: string | null;
  /** v5+ */
  topicConfigErrorCode: number;
  /** v5+ */
  numPartitions: number;
  /** v5+ */
  replicationFactor: number;
  /** v5+ */
  configs: CreateTopicsResponseCreatableTopicConfigs[] | null;
}

export interface CreateTopicsResponseCreatableTopicConfigs {
  name: string;
  value: string | null;
  readOnly: boolean;
  configSource: number;
  isSensitive: boolean;
}

export function newCreateTopicsResponse(fields?: Partial<CreateTopicsResponse>): CreateTopicsResponse {
  return { throttleTimeMs: 0, topics: [], ...fields };
}

export function newCreateTopicsResponseCreatableTopicResult(fields?: Partial<CreateTopicsResponseCreatableTopicResult>): CreateTopicsResponseCreatableTopicResult {
  return { name: '', topicId: ZERO_UUID, errorCode: 0, errorMessage: '', topicConfigErrorCode: 0, numPartitions: -1, replicationFactor: -1, configs: [], ...fields };
}

export function newCreateTopicsResponseCreatableTopicConfigs(fields?: Partial<CreateTopicsResponseCreatableTopicConfigs>): CreateTopicsResponseCreatableTopicConfigs {
  return { name: '', value: '', readOnly: false, configSource: -1, isSensitive: false, ...fields };
}

function readCreateTopicsResponseCreatableTopicResultArray2(r: Reader, count: number): CreateTopicsResponseCreatableTopicResult[] {
  const array: CreateTopicsResponseCreatableTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      topicId: ZERO_UUID,
      errorCode: r.int16(),
      errorMessage: r.stringOrNull(),
      topicConfigErrorCode: 0,
      numPartitions: -1,
      replicationFactor: -1,
      configs: [],
    });
  }
  return array;
}

function readCreateTopicsResponse2(r: Reader): CreateTopicsResponse {
  return {
    throttleTimeMs: r.int32(),
    topics: readCreateTopicsResponseCreatableTopicResultArray2(r, r.count(6)),
  };
}

function readCreateTopicsResponseCreatableTopicConfigsArrayOrNull5(r: Reader, count: number): CreateTopicsResponseCreatableTopicConfigs[] | null {
  if (count < 0) return null;
  const array: CreateTopicsResponseCreatableTopicConfigs[] = [];
  for (let i = 0; i < count; i++) {
    const m: CreateTopicsResponseCreatableTopicConfigs = {
      name: r.compactString(),
      value: r.compactStringOrNull(),
      readOnly: r.boolean(),
      configSource: r.int8(),
      isSensitive: r.boolean(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readCreateTopicsResponseCreatableTopicResultArray5(r: Reader, count: number): CreateTopicsResponseCreatableTopicResult[] {
  const array: CreateTopicsResponseCreatableTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: CreateTopicsResponseCreatableTopicResult = {
      name: r.compactString(),
      topicId: ZERO_UUID,
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      topicConfigErrorCode: 0,
      numPartitions: r.int32(),
      replicationFactor: r.int16(),
      configs: readCreateTopicsResponseCreatableTopicConfigsArrayOrNull5(r, r.compactCountOrNull(6)),
    };
    for (let tags = r.tagCount(); tags > 0; tags--) {
      const tag = r.uvarint();
      const end = r.tagEnd();
      switch (tag) {
        case 0:
          m.topicConfigErrorCode = r.int16();
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

function readCreateTopicsResponse5(r: Reader): CreateTopicsResponse {
  const m: CreateTopicsResponse = {
    throttleTimeMs: r.int32(),
    topics: readCreateTopicsResponseCreatableTopicResultArray5(r, r.compactCount(12)),
  };
  r.keepTags();
  return m;
}

function readCreateTopicsResponseCreatableTopicResultArray7(r: Reader, count: number): CreateTopicsResponseCreatableTopicResult[] {
  const array: CreateTopicsResponseCreatableTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: CreateTopicsResponseCreatableTopicResult = {
      name: r.compactString(),
      topicId: r.uuid(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      topicConfigErrorCode: 0,
      numPartitions: r.int32(),
      replicationFactor: r.int16(),
      configs: readCreateTopicsResponseCreatableTopicConfigsArrayOrNull5(r, r.compactCountOrNull(6)),
    };
    for (let tags = r.tagCount(); tags > 0; tags--) {
      const tag = r.uvarint();
      const end = r.tagEnd();
      switch (tag) {
        case 0:
          m.topicConfigErrorCode = r.int16();
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

function readCreateTopicsResponse7(r: Reader): CreateTopicsResponse {
  const m: CreateTopicsResponse = {
    throttleTimeMs: r.int32(),
    topics: readCreateTopicsResponseCreatableTopicResultArray7(r, r.compactCount(28)),
  };
  r.keepTags();
  return m;
}

function writeCreateTopicsResponseCreatableTopicResultArray2(w: Writer, array: CreateTopicsResponseCreatableTopicResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.int16(m.errorCode);
    w.stringOrNull(m.errorMessage);
  }
}

function writeCreateTopicsResponse2(w: Writer, m: CreateTopicsResponse): void {
  w.int32(m.throttleTimeMs);
  writeCreateTopicsResponseCreatableTopicResultArray2(w, m.topics);
}

function writeCreateTopicsResponseCreatableTopicConfigsArrayOrNull5(w: Writer, array: CreateTopicsResponseCreatableTopicConfigs[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactStringOrNull(m.value);
    w.boolean(m.readOnly);
    w.int8(m.configSource);
    w.boolean(m.isSensitive);
    w.uvarint(0);
  }
}

function writeCreateTopicsResponseCreatableTopicResultArray5(w: Writer, array: CreateTopicsResponseCreatableTopicResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.int32(m.numPartitions);
    w.int16(m.replicationFactor);
    writeCreateTopicsResponseCreatableTopicConfigsArrayOrNull5(w, m.configs);
    const has0 = m.topicConfigErrorCode !== 0;
    w.uvarint(+has0);
    if (has0) {
      w.uvarint(0);
      const at0 = w.beginTag();
      w.int16(m.topicConfigErrorCode);
      w.endTag(at0);
    }
  }
}

function writeCreateTopicsResponse5(w: Writer, m: CreateTopicsResponse): void {
  w.int32(m.throttleTimeMs);
  writeCreateTopicsResponseCreatableTopicResultArray5(w, m.topics);
  w.uvarint(0);
}

function writeCreateTopicsResponseCreatableTopicResultArray7(w: Writer, array: CreateTopicsResponseCreatableTopicResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.uuid(m.topicId);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.int32(m.numPartitions);
    w.int16(m.replicationFactor);
    writeCreateTopicsResponseCreatableTopicConfigsArrayOrNull5(w, m.configs);
    const has0 = m.topicConfigErrorCode !== 0;
    w.uvarint(+has0);
    if (has0) {
      w.uvarint(0);
      const at0 = w.beginTag();
      w.int16(m.topicConfigErrorCode);
      w.endTag(at0);
    }
  }
}

function writeCreateTopicsResponse7(w: Writer, m: CreateTopicsResponse): void {
  w.int32(m.throttleTimeMs);
  writeCreateTopicsResponseCreatableTopicResultArray7(w, m.topics);
  w.uvarint(0);
}

export const createTopicsResponse: MessageCodec<CreateTopicsResponse> = defineCodec({
  name: 'CreateTopicsResponse',
  apiKey: 19,
  type: 'response',
  minVersion: 2,
  flexibleVersion: 5,
  readers: [readCreateTopicsResponse2, readCreateTopicsResponse2, readCreateTopicsResponse2, readCreateTopicsResponse5, readCreateTopicsResponse5, readCreateTopicsResponse7],
  writers: [writeCreateTopicsResponse2, writeCreateTopicsResponse2, writeCreateTopicsResponse2, writeCreateTopicsResponse5, writeCreateTopicsResponse5, writeCreateTopicsResponse7],
});
