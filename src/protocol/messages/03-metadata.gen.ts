// generated from 03-metadata.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { nonNull, unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface MetadataRequest {
  topics: MetadataRequestTopic[] | null;
  /** v4+ */
  allowAutoTopicCreation: boolean;
  /** v8-10 */
  includeClusterAuthorizedOperations: boolean;
  /** v8+ */
  includeTopicAuthorizedOperations: boolean;
}

export interface MetadataRequestTopic {
  /** v10+ */
  topicId: string;
  name: string | null;
}

export function newMetadataRequest(fields?: Partial<MetadataRequest>): MetadataRequest {
  return { topics: [], allowAutoTopicCreation: true, includeClusterAuthorizedOperations: false, includeTopicAuthorizedOperations: false, ...fields };
}

export function newMetadataRequestTopic(fields?: Partial<MetadataRequestTopic>): MetadataRequestTopic {
  return { topicId: ZERO_UUID, name: '', ...fields };
}

function readMetadataRequestTopicArray0(r: Reader, count: number): MetadataRequestTopic[] {
  const array: MetadataRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topicId: ZERO_UUID,
      name: r.string(),
    });
  }
  return array;
}

function readMetadataRequest0(r: Reader): MetadataRequest {
  return {
    topics: readMetadataRequestTopicArray0(r, r.count(2)),
    allowAutoTopicCreation: true,
    includeClusterAuthorizedOperations: false,
    includeTopicAuthorizedOperations: false,
  };
}

function readMetadataRequestTopicArrayOrNull1(r: Reader, count: number): MetadataRequestTopic[] | null {
  if (count < 0) return null;
  const array: MetadataRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topicId: ZERO_UUID,
      name: r.string(),
    });
  }
  return array;
}

function readMetadataRequest1(r: Reader): MetadataRequest {
  return {
    topics: readMetadataRequestTopicArrayOrNull1(r, r.countOrNull(2)),
    allowAutoTopicCreation: true,
    includeClusterAuthorizedOperations: false,
    includeTopicAuthorizedOperations: false,
  };
}

function readMetadataRequest4(r: Reader): MetadataRequest {
  return {
    topics: readMetadataRequestTopicArrayOrNull1(r, r.countOrNull(2)),
    allowAutoTopicCreation: r.boolean(),
    includeClusterAuthorizedOperations: false,
    includeTopicAuthorizedOperations: false,
  };
}

function readMetadataRequest8(r: Reader): MetadataRequest {
  return {
    topics: readMetadataRequestTopicArrayOrNull1(r, r.countOrNull(2)),
    allowAutoTopicCreation: r.boolean(),
    includeClusterAuthorizedOperations: r.boolean(),
    includeTopicAuthorizedOperations: r.boolean(),
  };
}

function readMetadataRequestTopicArrayOrNull9(r: Reader, count: number): MetadataRequestTopic[] | null {
  if (count < 0) return null;
  const array: MetadataRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: MetadataRequestTopic = {
      topicId: ZERO_UUID,
      name: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readMetadataRequest9(r: Reader): MetadataRequest {
  const m: MetadataRequest = {
    topics: readMetadataRequestTopicArrayOrNull9(r, r.compactCountOrNull(2)),
    allowAutoTopicCreation: r.boolean(),
    includeClusterAuthorizedOperations: r.boolean(),
    includeTopicAuthorizedOperations: r.boolean(),
  };
  r.keepTags();
  return m;
}

function readMetadataRequestTopicArrayOrNull10(r: Reader, count: number): MetadataRequestTopic[] | null {
  if (count < 0) return null;
  const array: MetadataRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: MetadataRequestTopic = {
      topicId: r.uuid(),
      name: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readMetadataRequest10(r: Reader): MetadataRequest {
  const m: MetadataRequest = {
    topics: readMetadataRequestTopicArrayOrNull10(r, r.compactCountOrNull(18)),
    allowAutoTopicCreation: r.boolean(),
    includeClusterAuthorizedOperations: r.boolean(),
    includeTopicAuthorizedOperations: r.boolean(),
  };
  r.keepTags();
  return m;
}

function readMetadataRequest11(r: Reader): MetadataRequest {
  const m: MetadataRequest = {
    topics: readMetadataRequestTopicArrayOrNull10(r, r.compactCountOrNull(18)),
    allowAutoTopicCreation: r.boolean(),
    includeClusterAuthorizedOperations: false,
    includeTopicAuthorizedOperations: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeMetadataRequestTopicArray0(w: Writer, array: MetadataRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(nonNull(m.name, 'MetadataRequestTopic.name'));
  }
}

function writeMetadataRequest0(w: Writer, m: MetadataRequest): void {
  writeMetadataRequestTopicArray0(w, nonNull(m.topics, 'MetadataRequest.topics'));
  if (m.allowAutoTopicCreation !== true) throw unsupportedField('MetadataRequest.allowAutoTopicCreation');
  if (m.includeClusterAuthorizedOperations !== false) throw unsupportedField('MetadataRequest.includeClusterAuthorizedOperations');
  if (m.includeTopicAuthorizedOperations !== false) throw unsupportedField('MetadataRequest.includeTopicAuthorizedOperations');
}

function writeMetadataRequestTopicArrayOrNull1(w: Writer, array: MetadataRequestTopic[] | null): void {
  if (array === null) {
    w.count(-1);
    return;
  }
  w.count(array.length);
  for (const m of array) {
    w.string(nonNull(m.name, 'MetadataRequestTopic.name'));
  }
}

function writeMetadataRequest1(w: Writer, m: MetadataRequest): void {
  writeMetadataRequestTopicArrayOrNull1(w, m.topics);
  if (m.allowAutoTopicCreation !== true) throw unsupportedField('MetadataRequest.allowAutoTopicCreation');
  if (m.includeClusterAuthorizedOperations !== false) throw unsupportedField('MetadataRequest.includeClusterAuthorizedOperations');
  if (m.includeTopicAuthorizedOperations !== false) throw unsupportedField('MetadataRequest.includeTopicAuthorizedOperations');
}

function writeMetadataRequest4(w: Writer, m: MetadataRequest): void {
  writeMetadataRequestTopicArrayOrNull1(w, m.topics);
  w.boolean(m.allowAutoTopicCreation);
  if (m.includeClusterAuthorizedOperations !== false) throw unsupportedField('MetadataRequest.includeClusterAuthorizedOperations');
  if (m.includeTopicAuthorizedOperations !== false) throw unsupportedField('MetadataRequest.includeTopicAuthorizedOperations');
}

function writeMetadataRequest8(w: Writer, m: MetadataRequest): void {
  writeMetadataRequestTopicArrayOrNull1(w, m.topics);
  w.boolean(m.allowAutoTopicCreation);
  w.boolean(m.includeClusterAuthorizedOperations);
  w.boolean(m.includeTopicAuthorizedOperations);
}

function writeMetadataRequestTopicArrayOrNull9(w: Writer, array: MetadataRequestTopic[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(nonNull(m.name, 'MetadataRequestTopic.name'));
    w.uvarint(0);
  }
}

function writeMetadataRequest9(w: Writer, m: MetadataRequest): void {
  writeMetadataRequestTopicArrayOrNull9(w, m.topics);
  w.boolean(m.allowAutoTopicCreation);
  w.boolean(m.includeClusterAuthorizedOperations);
  w.boolean(m.includeTopicAuthorizedOperations);
  w.uvarint(0);
}

function writeMetadataRequestTopicArrayOrNull10(w: Writer, array: MetadataRequestTopic[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactStringOrNull(m.name);
    w.uvarint(0);
  }
}

function writeMetadataRequest10(w: Writer, m: MetadataRequest): void {
  writeMetadataRequestTopicArrayOrNull10(w, m.topics);
  w.boolean(m.allowAutoTopicCreation);
  w.boolean(m.includeClusterAuthorizedOperations);
  w.boolean(m.includeTopicAuthorizedOperations);
  w.uvarint(0);
}

function writeMetadataRequest11(w: Writer, m: MetadataRequest): void {
  writeMetadataRequestTopicArrayOrNull10(w, m.topics);
  w.boolean(m.allowAutoTopicCreation);
  if (m.includeClusterAuthorizedOperations !== false) throw unsupportedField('MetadataRequest.includeClusterAuthorizedOperations');
  w.boolean(m.includeTopicAuthorizedOperations);
  w.uvarint(0);
}

export const metadataRequest: MessageCodec<MetadataRequest> = defineCodec({
  name: 'MetadataRequest',
  apiKey: 3,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 9,
  readers: [readMetadataRequest0, readMetadataRequest1, readMetadataRequest1, readMetadataRequest1, readMetadataRequest4, readMetadataRequest4, readMetadataRequest4, readMetadataRequest4, readMetadataRequest8, readMetadataRequest9, readMetadataRequest10, readMetadataRequest11, readMetadataRequest11, readMetadataRequest11],
  writers: [writeMetadataRequest0, writeMetadataRequest1, writeMetadataRequest1, writeMetadataRequest1, writeMetadataRequest4, writeMetadataRequest4, writeMetadataRequest4, writeMetadataRequest4, writeMetadataRequest8, writeMetadataRequest9, writeMetadataRequest10, writeMetadataRequest11, writeMetadataRequest11, writeMetadataRequest11],
});

export interface MetadataResponse {
  /** v3+ */
  throttleTimeMs: number;
  brokers: MetadataResponseBroker[];
  /** v2+ */
  clusterId: string | null;
  /** v1+ */
  controllerId: number;
  topics: MetadataResponseTopic[];
  /** v8-10 */
  clusterAuthorizedOperations: number;
  /** v13+ */
  errorCode: number;
}

export interface MetadataResponseTopic {
  errorCode: number;
  name: string | null;
  /** v10+ */
  topicId: string;
  /** v1+ */
  isInternal: boolean;
  partitions: MetadataResponsePartition[];
  /** v8+ */
  topicAuthorizedOperations: number;
}

export interface MetadataResponsePartition {
  errorCode: number;
  partitionIndex: number;
  leaderId: number;
  /** v7+ */
  leaderEpoch: number;
  replicaNodes: number[];
  isrNodes: number[];
  /** v5+ */
  offlineReplicas: number[];
}

export interface MetadataResponseBroker {
  nodeId: number;
  host: string;
  port: number;
  /** v1+ */
  rack: string | null;
}

export function newMetadataResponse(fields?: Partial<MetadataResponse>): MetadataResponse {
  return { throttleTimeMs: 0, brokers: [], clusterId: null, controllerId: -1, topics: [], clusterAuthorizedOperations: -2147483648, errorCode: 0, ...fields };
}

export function newMetadataResponseTopic(fields?: Partial<MetadataResponseTopic>): MetadataResponseTopic {
  return { errorCode: 0, name: '', topicId: ZERO_UUID, isInternal: false, partitions: [], topicAuthorizedOperations: -2147483648, ...fields };
}

export function newMetadataResponsePartition(fields?: Partial<MetadataResponsePartition>): MetadataResponsePartition {
  return { errorCode: 0, partitionIndex: 0, leaderId: 0, leaderEpoch: -1, replicaNodes: [], isrNodes: [], offlineReplicas: [], ...fields };
}

export function newMetadataResponseBroker(fields?: Partial<MetadataResponseBroker>): MetadataResponseBroker {
  return { nodeId: 0, host: '', port: 0, rack: null, ...fields };
}

function readMetadataResponseBrokerArray0(r: Reader, count: number): MetadataResponseBroker[] {
  const array: MetadataResponseBroker[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      nodeId: r.int32(),
      host: r.string(),
      port: r.int32(),
      rack: null,
    });
  }
  return array;
}

function readMetadataResponsePartitionArray0(r: Reader, count: number): MetadataResponsePartition[] {
  const array: MetadataResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      partitionIndex: r.int32(),
      leaderId: r.int32(),
      leaderEpoch: -1,
      replicaNodes: r.int32s(r.count(4)),
      isrNodes: r.int32s(r.count(4)),
      offlineReplicas: [],
    });
  }
  return array;
}

function readMetadataResponseTopicArray0(r: Reader, count: number): MetadataResponseTopic[] {
  const array: MetadataResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      name: r.string(),
      topicId: ZERO_UUID,
      isInternal: false,
      partitions: readMetadataResponsePartitionArray0(r, r.count(18)),
      topicAuthorizedOperations: -2147483648,
    });
  }
  return array;
}

function readMetadataResponse0(r: Reader): MetadataResponse {
  return {
    throttleTimeMs: 0,
    brokers: readMetadataResponseBrokerArray0(r, r.count(10)),
    clusterId: null,
    controllerId: -1,
    topics: readMetadataResponseTopicArray0(r, r.count(8)),
    clusterAuthorizedOperations: -2147483648,
    errorCode: 0,
  };
}

function readMetadataResponseBrokerArray1(r: Reader, count: number): MetadataResponseBroker[] {
  const array: MetadataResponseBroker[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      nodeId: r.int32(),
      host: r.string(),
      port: r.int32(),
      rack: r.stringOrNull(),
    });
  }
  return array;
}

function readMetadataResponseTopicArray1(r: Reader, count: number): MetadataResponseTopic[] {
  const array: MetadataResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      name: r.string(),
      topicId: ZERO_UUID,
      isInternal: r.boolean(),
      partitions: readMetadataResponsePartitionArray0(r, r.count(18)),
      topicAuthorizedOperations: -2147483648,
    });
  }
  return array;
}

function readMetadataResponse1(r: Reader): MetadataResponse {
  return {
    throttleTimeMs: 0,
    brokers: readMetadataResponseBrokerArray1(r, r.count(12)),
    clusterId: null,
    controllerId: r.int32(),
    topics: readMetadataResponseTopicArray1(r, r.count(9)),
    clusterAuthorizedOperations: -2147483648,
    errorCode: 0,
  };
}

function readMetadataResponse2(r: Reader): MetadataResponse {
  return {
    throttleTimeMs: 0,
    brokers: readMetadataResponseBrokerArray1(r, r.count(12)),
    clusterId: r.stringOrNull(),
    controllerId: r.int32(),
    topics: readMetadataResponseTopicArray1(r, r.count(9)),
    clusterAuthorizedOperations: -2147483648,
    errorCode: 0,
  };
}

function readMetadataResponse3(r: Reader): MetadataResponse {
  return {
    throttleTimeMs: r.int32(),
    brokers: readMetadataResponseBrokerArray1(r, r.count(12)),
    clusterId: r.stringOrNull(),
    controllerId: r.int32(),
    topics: readMetadataResponseTopicArray1(r, r.count(9)),
    clusterAuthorizedOperations: -2147483648,
    errorCode: 0,
  };
}

function readMetadataResponsePartitionArray5(r: Reader, count: number): MetadataResponsePartition[] {
  const array: MetadataResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      partitionIndex: r.int32(),
      leaderId: r.int32(),
      leaderEpoch: -1,
      replicaNodes: r.int32s(r.count(4)),
      isrNodes: r.int32s(r.count(4)),
      offlineReplicas: r.int32s(r.count(4)),
    });
  }
  return array;
}

function readMetadataResponseTopicArray5(r: Reader, count: number): MetadataResponseTopic[] {
  const array: MetadataResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      name: r.string(),
      topicId: ZERO_UUID,
      isInternal: r.boolean(),
      partitions: readMetadataResponsePartitionArray5(r, r.count(22)),
      topicAuthorizedOperations: -2147483648,
    });
  }
  return array;
}

function readMetadataResponse5(r: Reader): MetadataResponse {
  return {
    throttleTimeMs: r.int32(),
    brokers: readMetadataResponseBrokerArray1(r, r.count(12)),
    clusterId: r.stringOrNull(),
    controllerId: r.int32(),
    topics: readMetadataResponseTopicArray5(r, r.count(9)),
    clusterAuthorizedOperations: -2147483648,
    errorCode: 0,
  };
}

function readMetadataResponsePartitionArray7(r: Reader, count: number): MetadataResponsePartition[] {
  const array: MetadataResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      partitionIndex: r.int32(),
      leaderId: r.int32(),
      leaderEpoch: r.int32(),
      replicaNodes: r.int32s(r.count(4)),
      isrNodes: r.int32s(r.count(4)),
      offlineReplicas: r.int32s(r.count(4)),
    });
  }
  return array;
}

function readMetadataResponseTopicArray7(r: Reader, count: number): MetadataResponseTopic[] {
  const array: MetadataResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      name: r.string(),
      topicId: ZERO_UUID,
      isInternal: r.boolean(),
      partitions: readMetadataResponsePartitionArray7(r, r.count(26)),
      topicAuthorizedOperations: -2147483648,
    });
  }
  return array;
}

function readMetadataResponse7(r: Reader): MetadataResponse {
  return {
    throttleTimeMs: r.int32(),
    brokers: readMetadataResponseBrokerArray1(r, r.count(12)),
    clusterId: r.stringOrNull(),
    controllerId: r.int32(),
    topics: readMetadataResponseTopicArray7(r, r.count(9)),
    clusterAuthorizedOperations: -2147483648,
    errorCode: 0,
  };
}

function readMetadataResponseTopicArray8(r: Reader, count: number): MetadataResponseTopic[] {
  const array: MetadataResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      name: r.string(),
      topicId: ZERO_UUID,
      isInternal: r.boolean(),
      partitions: readMetadataResponsePartitionArray7(r, r.count(26)),
      topicAuthorizedOperations: r.int32(),
    });
  }
  return array;
}

function readMetadataResponse8(r: Reader): MetadataResponse {
  return {
    throttleTimeMs: r.int32(),
    brokers: readMetadataResponseBrokerArray1(r, r.count(12)),
    clusterId: r.stringOrNull(),
    controllerId: r.int32(),
    topics: readMetadataResponseTopicArray8(r, r.count(13)),
    clusterAuthorizedOperations: r.int32(),
    errorCode: 0,
  };
}

function readMetadataResponseBrokerArray9(r: Reader, count: number): MetadataResponseBroker[] {
  const array: MetadataResponseBroker[] = [];
  for (let i = 0; i < count; i++) {
    const m: MetadataResponseBroker = {
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

function readMetadataResponsePartitionArray9(r: Reader, count: number): MetadataResponsePartition[] {
  const array: MetadataResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: MetadataResponsePartition = {
      errorCode: r.int16(),
      partitionIndex: r.int32(),
      leaderId: r.int32(),
      leaderEpoch: r.int32(),
      replicaNodes: r.int32s(r.compactCount(4)),
      isrNodes: r.int32s(r.compactCount(4)),
      offlineReplicas: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readMetadataResponseTopicArray9(r: Reader, count: number): MetadataResponseTopic[] {
  const array: MetadataResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: MetadataResponseTopic = {
      errorCode: r.int16(),
      name: r.compactString(),
      topicId: ZERO_UUID,
      isInternal: r.boolean(),
      partitions: readMetadataResponsePartitionArray9(r, r.compactCount(18)),
      topicAuthorizedOperations: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readMetadataResponse9(r: Reader): MetadataResponse {
  const m: MetadataResponse = {
    throttleTimeMs: r.int32(),
    brokers: readMetadataResponseBrokerArray9(r, r.compactCount(11)),
    clusterId: r.compactStringOrNull(),
    controllerId: r.int32(),
    topics: readMetadataResponseTopicArray9(r, r.compactCount(10)),
    clusterAuthorizedOperations: r.int32(),
    errorCode: 0,
  };
  r.keepTags();
  return m;
}

function readMetadataResponseTopicArray10(r: Reader, count: number): MetadataResponseTopic[] {
  const array: MetadataResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: MetadataResponseTopic = {
      errorCode: r.int16(),
      name: r.compactString(),
      topicId: r.uuid(),
      isInternal: r.boolean(),
      partitions: readMetadataResponsePartitionArray9(r, r.compactCount(18)),
      topicAuthorizedOperations: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readMetadataResponse10(r: Reader): MetadataResponse {
  const m: MetadataResponse = {
    throttleTimeMs: r.int32(),
    brokers: readMetadataResponseBrokerArray9(r, r.compactCount(11)),
    clusterId: r.compactStringOrNull(),
    controllerId: r.int32(),
    topics: readMetadataResponseTopicArray10(r, r.compactCount(26)),
    clusterAuthorizedOperations: r.int32(),
    errorCode: 0,
  };
  r.keepTags();
  return m;
}

function readMetadataResponse11(r: Reader): MetadataResponse {
  const m: MetadataResponse = {
    throttleTimeMs: r.int32(),
    brokers: readMetadataResponseBrokerArray9(r, r.compactCount(11)),
    clusterId: r.compactStringOrNull(),
    controllerId: r.int32(),
    topics: readMetadataResponseTopicArray10(r, r.compactCount(26)),
    clusterAuthorizedOperations: -2147483648,
    errorCode: 0,
  };
  r.keepTags();
  return m;
}

function readMetadataResponseTopicArray12(r: Reader, count: number): MetadataResponseTopic[] {
  const array: MetadataResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: MetadataResponseTopic = {
      errorCode: r.int16(),
      name: r.compactStringOrNull(),
      topicId: r.uuid(),
      isInternal: r.boolean(),
      partitions: readMetadataResponsePartitionArray9(r, r.compactCount(18)),
      topicAuthorizedOperations: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readMetadataResponse12(r: Reader): MetadataResponse {
  const m: MetadataResponse = {
    throttleTimeMs: r.int32(),
    brokers: readMetadataResponseBrokerArray9(r, r.compactCount(11)),
    clusterId: r.compactStringOrNull(),
    controllerId: r.int32(),
    topics: readMetadataResponseTopicArray12(r, r.compactCount(26)),
    clusterAuthorizedOperations: -2147483648,
    errorCode: 0,
  };
  r.keepTags();
  return m;
}

function readMetadataResponse13(r: Reader): MetadataResponse {
  const m: MetadataResponse = {
    throttleTimeMs: r.int32(),
    brokers: readMetadataResponseBrokerArray9(r, r.compactCount(11)),
    clusterId: r.compactStringOrNull(),
    controllerId: r.int32(),
    topics: readMetadataResponseTopicArray12(r, r.compactCount(26)),
    clusterAuthorizedOperations: -2147483648,
    errorCode: r.int16(),
  };
  r.keepTags();
  return m;
}

function writeMetadataResponseBrokerArray0(w: Writer, array: MetadataResponseBroker[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.nodeId);
    w.string(m.host);
    w.int32(m.port);
  }
}

function writeMetadataResponsePartitionArray0(w: Writer, array: MetadataResponsePartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.int32(m.partitionIndex);
    w.int32(m.leaderId);
    w.count(m.replicaNodes.length);
    w.int32s(m.replicaNodes);
    w.count(m.isrNodes.length);
    w.int32s(m.isrNodes);
  }
}

function writeMetadataResponseTopicArray0(w: Writer, array: MetadataResponseTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.string(nonNull(m.name, 'MetadataResponseTopic.name'));
    writeMetadataResponsePartitionArray0(w, m.partitions);
    if (m.topicAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponseTopic.topicAuthorizedOperations');
  }
}

function writeMetadataResponse0(w: Writer, m: MetadataResponse): void {
  writeMetadataResponseBrokerArray0(w, m.brokers);
  writeMetadataResponseTopicArray0(w, m.topics);
  if (m.clusterAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponse.clusterAuthorizedOperations');
}

function writeMetadataResponseBrokerArray1(w: Writer, array: MetadataResponseBroker[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.nodeId);
    w.string(m.host);
    w.int32(m.port);
    w.stringOrNull(m.rack);
  }
}

function writeMetadataResponseTopicArray1(w: Writer, array: MetadataResponseTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.string(nonNull(m.name, 'MetadataResponseTopic.name'));
    w.boolean(m.isInternal);
    writeMetadataResponsePartitionArray0(w, m.partitions);
    if (m.topicAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponseTopic.topicAuthorizedOperations');
  }
}

function writeMetadataResponse1(w: Writer, m: MetadataResponse): void {
  writeMetadataResponseBrokerArray1(w, m.brokers);
  w.int32(m.controllerId);
  writeMetadataResponseTopicArray1(w, m.topics);
  if (m.clusterAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponse.clusterAuthorizedOperations');
}

function writeMetadataResponse2(w: Writer, m: MetadataResponse): void {
  writeMetadataResponseBrokerArray1(w, m.brokers);
  w.stringOrNull(m.clusterId);
  w.int32(m.controllerId);
  writeMetadataResponseTopicArray1(w, m.topics);
  if (m.clusterAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponse.clusterAuthorizedOperations');
}

function writeMetadataResponse3(w: Writer, m: MetadataResponse): void {
  w.int32(m.throttleTimeMs);
  writeMetadataResponseBrokerArray1(w, m.brokers);
  w.stringOrNull(m.clusterId);
  w.int32(m.controllerId);
  writeMetadataResponseTopicArray1(w, m.topics);
  if (m.clusterAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponse.clusterAuthorizedOperations');
}

function writeMetadataResponsePartitionArray5(w: Writer, array: MetadataResponsePartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.int32(m.partitionIndex);
    w.int32(m.leaderId);
    w.count(m.replicaNodes.length);
    w.int32s(m.replicaNodes);
    w.count(m.isrNodes.length);
    w.int32s(m.isrNodes);
    w.count(m.offlineReplicas.length);
    w.int32s(m.offlineReplicas);
  }
}

function writeMetadataResponseTopicArray5(w: Writer, array: MetadataResponseTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.string(nonNull(m.name, 'MetadataResponseTopic.name'));
    w.boolean(m.isInternal);
    writeMetadataResponsePartitionArray5(w, m.partitions);
    if (m.topicAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponseTopic.topicAuthorizedOperations');
  }
}

function writeMetadataResponse5(w: Writer, m: MetadataResponse): void {
  w.int32(m.throttleTimeMs);
  writeMetadataResponseBrokerArray1(w, m.brokers);
  w.stringOrNull(m.clusterId);
  w.int32(m.controllerId);
  writeMetadataResponseTopicArray5(w, m.topics);
  if (m.clusterAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponse.clusterAuthorizedOperations');
}

function writeMetadataResponsePartitionArray7(w: Writer, array: MetadataResponsePartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.int32(m.partitionIndex);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
    w.count(m.replicaNodes.length);
    w.int32s(m.replicaNodes);
    w.count(m.isrNodes.length);
    w.int32s(m.isrNodes);
    w.count(m.offlineReplicas.length);
    w.int32s(m.offlineReplicas);
  }
}

function writeMetadataResponseTopicArray7(w: Writer, array: MetadataResponseTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.string(nonNull(m.name, 'MetadataResponseTopic.name'));
    w.boolean(m.isInternal);
    writeMetadataResponsePartitionArray7(w, m.partitions);
    if (m.topicAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponseTopic.topicAuthorizedOperations');
  }
}

function writeMetadataResponse7(w: Writer, m: MetadataResponse): void {
  w.int32(m.throttleTimeMs);
  writeMetadataResponseBrokerArray1(w, m.brokers);
  w.stringOrNull(m.clusterId);
  w.int32(m.controllerId);
  writeMetadataResponseTopicArray7(w, m.topics);
  if (m.clusterAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponse.clusterAuthorizedOperations');
}

function writeMetadataResponseTopicArray8(w: Writer, array: MetadataResponseTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.string(nonNull(m.name, 'MetadataResponseTopic.name'));
    w.boolean(m.isInternal);
    writeMetadataResponsePartitionArray7(w, m.partitions);
    w.int32(m.topicAuthorizedOperations);
  }
}

function writeMetadataResponse8(w: Writer, m: MetadataResponse): void {
  w.int32(m.throttleTimeMs);
  writeMetadataResponseBrokerArray1(w, m.brokers);
  w.stringOrNull(m.clusterId);
  w.int32(m.controllerId);
  writeMetadataResponseTopicArray8(w, m.topics);
  w.int32(m.clusterAuthorizedOperations);
}

function writeMetadataResponseBrokerArray9(w: Writer, array: MetadataResponseBroker[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.nodeId);
    w.compactString(m.host);
    w.int32(m.port);
    w.compactStringOrNull(m.rack);
    w.uvarint(0);
  }
}

function writeMetadataResponsePartitionArray9(w: Writer, array: MetadataResponsePartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.int32(m.partitionIndex);
    w.int32(m.leaderId);
    w.int32(m.leaderEpoch);
    w.compactCount(m.replicaNodes.length);
    w.int32s(m.replicaNodes);
    w.compactCount(m.isrNodes.length);
    w.int32s(m.isrNodes);
    w.compactCount(m.offlineReplicas.length);
    w.int32s(m.offlineReplicas);
    w.uvarint(0);
  }
}

function writeMetadataResponseTopicArray9(w: Writer, array: MetadataResponseTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactString(nonNull(m.name, 'MetadataResponseTopic.name'));
    w.boolean(m.isInternal);
    writeMetadataResponsePartitionArray9(w, m.partitions);
    w.int32(m.topicAuthorizedOperations);
    w.uvarint(0);
  }
}

function writeMetadataResponse9(w: Writer, m: MetadataResponse): void {
  w.int32(m.throttleTimeMs);
  writeMetadataResponseBrokerArray9(w, m.brokers);
  w.compactStringOrNull(m.clusterId);
  w.int32(m.controllerId);
  writeMetadataResponseTopicArray9(w, m.topics);
  w.int32(m.clusterAuthorizedOperations);
  w.uvarint(0);
}

function writeMetadataResponseTopicArray10(w: Writer, array: MetadataResponseTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactString(nonNull(m.name, 'MetadataResponseTopic.name'));
    w.uuid(m.topicId);
    w.boolean(m.isInternal);
    writeMetadataResponsePartitionArray9(w, m.partitions);
    w.int32(m.topicAuthorizedOperations);
    w.uvarint(0);
  }
}

function writeMetadataResponse10(w: Writer, m: MetadataResponse): void {
  w.int32(m.throttleTimeMs);
  writeMetadataResponseBrokerArray9(w, m.brokers);
  w.compactStringOrNull(m.clusterId);
  w.int32(m.controllerId);
  writeMetadataResponseTopicArray10(w, m.topics);
  w.int32(m.clusterAuthorizedOperations);
  w.uvarint(0);
}

function writeMetadataResponse11(w: Writer, m: MetadataResponse): void {
  w.int32(m.throttleTimeMs);
  writeMetadataResponseBrokerArray9(w, m.brokers);
  w.compactStringOrNull(m.clusterId);
  w.int32(m.controllerId);
  writeMetadataResponseTopicArray10(w, m.topics);
  if (m.clusterAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponse.clusterAuthorizedOperations');
  w.uvarint(0);
}

function writeMetadataResponseTopicArray12(w: Writer, array: MetadataResponseTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.name);
    w.uuid(m.topicId);
    w.boolean(m.isInternal);
    writeMetadataResponsePartitionArray9(w, m.partitions);
    w.int32(m.topicAuthorizedOperations);
    w.uvarint(0);
  }
}

function writeMetadataResponse12(w: Writer, m: MetadataResponse): void {
  w.int32(m.throttleTimeMs);
  writeMetadataResponseBrokerArray9(w, m.brokers);
  w.compactStringOrNull(m.clusterId);
  w.int32(m.controllerId);
  writeMetadataResponseTopicArray12(w, m.topics);
  if (m.clusterAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponse.clusterAuthorizedOperations');
  w.uvarint(0);
}

function writeMetadataResponse13(w: Writer, m: MetadataResponse): void {
  w.int32(m.throttleTimeMs);
  writeMetadataResponseBrokerArray9(w, m.brokers);
  w.compactStringOrNull(m.clusterId);
  w.int32(m.controllerId);
  writeMetadataResponseTopicArray12(w, m.topics);
  if (m.clusterAuthorizedOperations !== -2147483648) throw unsupportedField('MetadataResponse.clusterAuthorizedOperations');
  w.int16(m.errorCode);
  w.uvarint(0);
}

export const metadataResponse: MessageCodec<MetadataResponse> = defineCodec({
  name: 'MetadataResponse',
  apiKey: 3,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 9,
  readers: [readMetadataResponse0, readMetadataResponse1, readMetadataResponse2, readMetadataResponse3, readMetadataResponse3, readMetadataResponse5, readMetadataResponse5, readMetadataResponse7, readMetadataResponse8, readMetadataResponse9, readMetadataResponse10, readMetadataResponse11, readMetadataResponse12, readMetadataResponse13],
  writers: [writeMetadataResponse0, writeMetadataResponse1, writeMetadataResponse2, writeMetadataResponse3, writeMetadataResponse3, writeMetadataResponse5, writeMetadataResponse5, writeMetadataResponse7, writeMetadataResponse8, writeMetadataResponse9, writeMetadataResponse10, writeMetadataResponse11, writeMetadataResponse12, writeMetadataResponse13],
});
