// generated from 88-streams-group-heartbeat.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface StreamsGroupHeartbeatRequest {
  groupId: string;
  memberId: string;
  memberEpoch: number;
  endpointInformationEpoch: number;
  instanceId: string | null;
  rackId: string | null;
  rebalanceTimeoutMs: number;
  topology: StreamsGroupHeartbeatRequestTopology | null;
  activeTasks: StreamsGroupHeartbeatRequestTaskIds[] | null;
  standbyTasks: StreamsGroupHeartbeatRequestTaskIds[] | null;
  warmupTasks: StreamsGroupHeartbeatRequestTaskIds[] | null;
  processId: string | null;
  userEndpoint: StreamsGroupHeartbeatRequestEndpoint | null;
  clientTags: StreamsGroupHeartbeatRequestKeyValue[] | null;
  taskOffsets: StreamsGroupHeartbeatRequestTaskOffset[] | null;
  taskEndOffsets: StreamsGroupHeartbeatRequestTaskOffset[] | null;
  shutdownApplication: boolean;
}

export interface StreamsGroupHeartbeatRequestTopology {
  epoch: number;
  subtopologies: StreamsGroupHeartbeatRequestSubtopology[];
}

export interface StreamsGroupHeartbeatRequestSubtopology {
  subtopologyId: string;
  sourceTopics: string[];
  sourceTopicRegex: string[];
  stateChangelogTopics: StreamsGroupHeartbeatRequestTopicInfo[];
  repartitionSinkTopics: string[];
  repartitionSourceTopics: StreamsGroupHeartbeatRequestTopicInfo[];
  copartitionGroups: StreamsGroupHeartbeatRequestCopartitionGroup[];
}

export interface StreamsGroupHeartbeatRequestCopartitionGroup {
  sourceTopics: number[];
  sourceTopicRegex: number[];
  repartitionSourceTopics: number[];
}

export interface StreamsGroupHeartbeatRequestTaskIds {
  subtopologyId: string;
  partitions: number[];
}

export interface StreamsGroupHeartbeatRequestTaskOffset {
  subtopologyId: string;
  partition: number;
  offset: number;
}

export interface StreamsGroupHeartbeatRequestEndpoint {
  host: string;
  port: number;
}

export interface StreamsGroupHeartbeatRequestTopicInfo {
  name: string;
  partitions: number;
  replicationFactor: number;
  topicConfigs: StreamsGroupHeartbeatRequestKeyValue[];
}

export interface StreamsGroupHeartbeatRequestKeyValue {
  key: string;
  value: string;
}

export function newStreamsGroupHeartbeatRequest(fields?: Partial<StreamsGroupHeartbeatRequest>): StreamsGroupHeartbeatRequest {
  return { groupId: '', memberId: '', memberEpoch: 0, endpointInformationEpoch: 0, instanceId: null, rackId: null, rebalanceTimeoutMs: -1, topology: null, activeTasks: null, standbyTasks: null, warmupTasks: null, processId: null, userEndpoint: null, clientTags: null, taskOffsets: null, taskEndOffsets: null, shutdownApplication: false, ...fields };
}

export function newStreamsGroupHeartbeatRequestTopology(fields?: Partial<StreamsGroupHeartbeatRequestTopology>): StreamsGroupHeartbeatRequestTopology {
  return { epoch: 0, subtopologies: [], ...fields };
}

export function newStreamsGroupHeartbeatRequestSubtopology(fields?: Partial<StreamsGroupHeartbeatRequestSubtopology>): StreamsGroupHeartbeatRequestSubtopology {
  return { subtopologyId: '', sourceTopics: [], sourceTopicRegex: [], stateChangelogTopics: [], repartitionSinkTopics: [], repartitionSourceTopics: [], copartitionGroups: [], ...fields };
}

export function newStreamsGroupHeartbeatRequestCopartitionGroup(fields?: Partial<StreamsGroupHeartbeatRequestCopartitionGroup>): StreamsGroupHeartbeatRequestCopartitionGroup {
  return { sourceTopics: [], sourceTopicRegex: [], repartitionSourceTopics: [], ...fields };
}

export function newStreamsGroupHeartbeatRequestTaskIds(fields?: Partial<StreamsGroupHeartbeatRequestTaskIds>): StreamsGroupHeartbeatRequestTaskIds {
  return { subtopologyId: '', partitions: [], ...fields };
}

export function newStreamsGroupHeartbeatRequestTaskOffset(fields?: Partial<StreamsGroupHeartbeatRequestTaskOffset>): StreamsGroupHeartbeatRequestTaskOffset {
  return { subtopologyId: '', partition: 0, offset: 0, ...fields };
}

export function newStreamsGroupHeartbeatRequestEndpoint(fields?: Partial<StreamsGroupHeartbeatRequestEndpoint>): StreamsGroupHeartbeatRequestEndpoint {
  return { host: '', port: 0, ...fields };
}

export function newStreamsGroupHeartbeatRequestTopicInfo(fields?: Partial<StreamsGroupHeartbeatRequestTopicInfo>): StreamsGroupHeartbeatRequestTopicInfo {
  return { name: '', partitions: 0, replicationFactor: 0, topicConfigs: [], ...fields };
}

export function newStreamsGroupHeartbeatRequestKeyValue(fields?: Partial<StreamsGroupHeartbeatRequestKeyValue>): StreamsGroupHeartbeatRequestKeyValue {
  return { key: '', value: '', ...fields };
}

function readStreamsGroupHeartbeatRequestKeyValueArray0(r: Reader, count: number): StreamsGroupHeartbeatRequestKeyValue[] {
  const array: StreamsGroupHeartbeatRequestKeyValue[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupHeartbeatRequestKeyValue = {
      key: r.compactString(),
      value: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupHeartbeatRequestTopicInfoArray0(r: Reader, count: number): StreamsGroupHeartbeatRequestTopicInfo[] {
  const array: StreamsGroupHeartbeatRequestTopicInfo[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupHeartbeatRequestTopicInfo = {
      name: r.compactString(),
      partitions: r.int32(),
      replicationFactor: r.int16(),
      topicConfigs: readStreamsGroupHeartbeatRequestKeyValueArray0(r, r.compactCount(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupHeartbeatRequestCopartitionGroupArray0(r: Reader, count: number): StreamsGroupHeartbeatRequestCopartitionGroup[] {
  const array: StreamsGroupHeartbeatRequestCopartitionGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupHeartbeatRequestCopartitionGroup = {
      sourceTopics: r.int16s(r.compactCount(2)),
      sourceTopicRegex: r.int16s(r.compactCount(2)),
      repartitionSourceTopics: r.int16s(r.compactCount(2)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupHeartbeatRequestSubtopologyArray0(r: Reader, count: number): StreamsGroupHeartbeatRequestSubtopology[] {
  const array: StreamsGroupHeartbeatRequestSubtopology[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupHeartbeatRequestSubtopology = {
      subtopologyId: r.compactString(),
      sourceTopics: r.compactStrings(r.compactCount(1)),
      sourceTopicRegex: r.compactStrings(r.compactCount(1)),
      stateChangelogTopics: readStreamsGroupHeartbeatRequestTopicInfoArray0(r, r.compactCount(9)),
      repartitionSinkTopics: r.compactStrings(r.compactCount(1)),
      repartitionSourceTopics: readStreamsGroupHeartbeatRequestTopicInfoArray0(r, r.compactCount(9)),
      copartitionGroups: readStreamsGroupHeartbeatRequestCopartitionGroupArray0(r, r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupHeartbeatRequestTopologyOrNull0(r: Reader): StreamsGroupHeartbeatRequestTopology | null {
  if (r.int8() < 0) return null;
  const m: StreamsGroupHeartbeatRequestTopology = {
    epoch: r.int32(),
    subtopologies: readStreamsGroupHeartbeatRequestSubtopologyArray0(r, r.compactCount(8)),
  };
  r.skipTags();
  return m;
}

function readStreamsGroupHeartbeatRequestTaskIdsArrayOrNull0(r: Reader, count: number): StreamsGroupHeartbeatRequestTaskIds[] | null {
  if (count < 0) return null;
  const array: StreamsGroupHeartbeatRequestTaskIds[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupHeartbeatRequestTaskIds = {
      subtopologyId: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupHeartbeatRequestEndpointOrNull0(r: Reader): StreamsGroupHeartbeatRequestEndpoint | null {
  if (r.int8() < 0) return null;
  const m: StreamsGroupHeartbeatRequestEndpoint = {
    host: r.compactString(),
    port: r.uint16(),
  };
  r.skipTags();
  return m;
}

function readStreamsGroupHeartbeatRequestKeyValueArrayOrNull0(r: Reader, count: number): StreamsGroupHeartbeatRequestKeyValue[] | null {
  if (count < 0) return null;
  const array: StreamsGroupHeartbeatRequestKeyValue[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupHeartbeatRequestKeyValue = {
      key: r.compactString(),
      value: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupHeartbeatRequestTaskOffsetArrayOrNull0(r: Reader, count: number): StreamsGroupHeartbeatRequestTaskOffset[] | null {
  if (count < 0) return null;
  const array: StreamsGroupHeartbeatRequestTaskOffset[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupHeartbeatRequestTaskOffset = {
      subtopologyId: r.compactString(),
      partition: r.int32(),
      offset: r.int64(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupHeartbeatRequest0(r: Reader): StreamsGroupHeartbeatRequest {
  const m: StreamsGroupHeartbeatRequest = {
    groupId: r.compactString(),
    memberId: r.compactString(),
    memberEpoch: r.int32(),
    endpointInformationEpoch: r.int32(),
    instanceId: r.compactStringOrNull(),
    rackId: r.compactStringOrNull(),
    rebalanceTimeoutMs: r.int32(),
    topology: readStreamsGroupHeartbeatRequestTopologyOrNull0(r),
    activeTasks: readStreamsGroupHeartbeatRequestTaskIdsArrayOrNull0(r, r.compactCountOrNull(3)),
    standbyTasks: readStreamsGroupHeartbeatRequestTaskIdsArrayOrNull0(r, r.compactCountOrNull(3)),
    warmupTasks: readStreamsGroupHeartbeatRequestTaskIdsArrayOrNull0(r, r.compactCountOrNull(3)),
    processId: r.compactStringOrNull(),
    userEndpoint: readStreamsGroupHeartbeatRequestEndpointOrNull0(r),
    clientTags: readStreamsGroupHeartbeatRequestKeyValueArrayOrNull0(r, r.compactCountOrNull(3)),
    taskOffsets: readStreamsGroupHeartbeatRequestTaskOffsetArrayOrNull0(r, r.compactCountOrNull(14)),
    taskEndOffsets: readStreamsGroupHeartbeatRequestTaskOffsetArrayOrNull0(r, r.compactCountOrNull(14)),
    shutdownApplication: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeStreamsGroupHeartbeatRequestKeyValueArray0(w: Writer, array: StreamsGroupHeartbeatRequestKeyValue[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.key);
    w.compactString(m.value);
    w.uvarint(0);
  }
}

function writeStreamsGroupHeartbeatRequestTopicInfoArray0(w: Writer, array: StreamsGroupHeartbeatRequestTopicInfo[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int32(m.partitions);
    w.int16(m.replicationFactor);
    writeStreamsGroupHeartbeatRequestKeyValueArray0(w, m.topicConfigs);
    w.uvarint(0);
  }
}

function writeStreamsGroupHeartbeatRequestCopartitionGroupArray0(w: Writer, array: StreamsGroupHeartbeatRequestCopartitionGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactCount(m.sourceTopics.length);
    w.int16s(m.sourceTopics);
    w.compactCount(m.sourceTopicRegex.length);
    w.int16s(m.sourceTopicRegex);
    w.compactCount(m.repartitionSourceTopics.length);
    w.int16s(m.repartitionSourceTopics);
    w.uvarint(0);
  }
}

function writeStreamsGroupHeartbeatRequestSubtopologyArray0(w: Writer, array: StreamsGroupHeartbeatRequestSubtopology[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.subtopologyId);
    w.compactCount(m.sourceTopics.length);
    w.compactStrings(m.sourceTopics);
    w.compactCount(m.sourceTopicRegex.length);
    w.compactStrings(m.sourceTopicRegex);
    writeStreamsGroupHeartbeatRequestTopicInfoArray0(w, m.stateChangelogTopics);
    w.compactCount(m.repartitionSinkTopics.length);
    w.compactStrings(m.repartitionSinkTopics);
    writeStreamsGroupHeartbeatRequestTopicInfoArray0(w, m.repartitionSourceTopics);
    writeStreamsGroupHeartbeatRequestCopartitionGroupArray0(w, m.copartitionGroups);
    w.uvarint(0);
  }
}

function writeStreamsGroupHeartbeatRequestTopologyOrNull0(w: Writer, m: StreamsGroupHeartbeatRequestTopology | null): void {
  if (m === null) {
    w.int8(-1);
    return;
  }
  w.int8(1);
  w.int32(m.epoch);
  writeStreamsGroupHeartbeatRequestSubtopologyArray0(w, m.subtopologies);
  w.uvarint(0);
}

function writeStreamsGroupHeartbeatRequestTaskIdsArrayOrNull0(w: Writer, array: StreamsGroupHeartbeatRequestTaskIds[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.subtopologyId);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeStreamsGroupHeartbeatRequestEndpointOrNull0(w: Writer, m: StreamsGroupHeartbeatRequestEndpoint | null): void {
  if (m === null) {
    w.int8(-1);
    return;
  }
  w.int8(1);
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function writeStreamsGroupHeartbeatRequestKeyValueArrayOrNull0(w: Writer, array: StreamsGroupHeartbeatRequestKeyValue[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.key);
    w.compactString(m.value);
    w.uvarint(0);
  }
}

function writeStreamsGroupHeartbeatRequestTaskOffsetArrayOrNull0(w: Writer, array: StreamsGroupHeartbeatRequestTaskOffset[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.subtopologyId);
    w.int32(m.partition);
    w.int64(m.offset);
    w.uvarint(0);
  }
}

function writeStreamsGroupHeartbeatRequest0(w: Writer, m: StreamsGroupHeartbeatRequest): void {
  w.compactString(m.groupId);
  w.compactString(m.memberId);
  w.int32(m.memberEpoch);
  w.int32(m.endpointInformationEpoch);
  w.compactStringOrNull(m.instanceId);
  w.compactStringOrNull(m.rackId);
  w.int32(m.rebalanceTimeoutMs);
  writeStreamsGroupHeartbeatRequestTopologyOrNull0(w, m.topology);
  writeStreamsGroupHeartbeatRequestTaskIdsArrayOrNull0(w, m.activeTasks);
  writeStreamsGroupHeartbeatRequestTaskIdsArrayOrNull0(w, m.standbyTasks);
  writeStreamsGroupHeartbeatRequestTaskIdsArrayOrNull0(w, m.warmupTasks);
  w.compactStringOrNull(m.processId);
  writeStreamsGroupHeartbeatRequestEndpointOrNull0(w, m.userEndpoint);
  writeStreamsGroupHeartbeatRequestKeyValueArrayOrNull0(w, m.clientTags);
  writeStreamsGroupHeartbeatRequestTaskOffsetArrayOrNull0(w, m.taskOffsets);
  writeStreamsGroupHeartbeatRequestTaskOffsetArrayOrNull0(w, m.taskEndOffsets);
  w.boolean(m.shutdownApplication);
  w.uvarint(0);
}

export const streamsGroupHeartbeatRequest: MessageCodec<StreamsGroupHeartbeatRequest> = defineCodec({
  name: 'StreamsGroupHeartbeatRequest',
  apiKey: 88,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readStreamsGroupHeartbeatRequest0, readStreamsGroupHeartbeatRequest0],
  writers: [writeStreamsGroupHeartbeatRequest0, writeStreamsGroupHeartbeatRequest0],
});

export interface StreamsGroupHeartbeatResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  memberId: string;
  memberEpoch: number;
  heartbeatIntervalMs: number;
  /** v0 */
  acceptableRecoveryLagLegacy: number;
  taskOffsetIntervalMs: number;
  /** v1+ */
  acceptableRecoveryLag: number;
  status: StreamsGroupHeartbeatResponseStatus[] | null;
  activeTasks: StreamsGroupHeartbeatResponseTaskIds[] | null;
  standbyTasks: StreamsGroupHeartbeatResponseTaskIds[] | null;
  warmupTasks: StreamsGroupHeartbeatResponseTaskIds[] | null;
  /** v1+ */
  topologyDescriptionRequired: boolean;
  endpointInformationEpoch: number;
  partitionsByUserEndpoint: StreamsGroupHeartbeatResponseEndpointToPartitions[] | null;
}

export interface StreamsGroupHeartbeatResponseEndpointToPartitions {
  userEndpoint: StreamsGroupHeartbeatResponseEndpoint;
  activePartitions: StreamsGroupHeartbeatResponseTopicPartition[];
  standbyPartitions: StreamsGroupHeartbeatResponseTopicPartition[];
}

export interface StreamsGroupHeartbeatResponseEndpoint {
  host: string;
  port: number;
}

export interface StreamsGroupHeartbeatResponseTaskIds {
  subtopologyId: string;
  partitions: number[];
}

export interface StreamsGroupHeartbeatResponseTopicPartition {
  topic: string;
  partitions: number[];
}

export interface StreamsGroupHeartbeatResponseStatus {
  statusCode: number;
  statusDetail: string;
}

export function newStreamsGroupHeartbeatResponse(fields?: Partial<StreamsGroupHeartbeatResponse>): StreamsGroupHeartbeatResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, memberId: '', memberEpoch: 0, heartbeatIntervalMs: 0, acceptableRecoveryLagLegacy: 0, taskOffsetIntervalMs: 0, acceptableRecoveryLag: -1, status: [], activeTasks: null, standbyTasks: null, warmupTasks: null, topologyDescriptionRequired: false, endpointInformationEpoch: 0, partitionsByUserEndpoint: null, ...fields };
}

export function newStreamsGroupHeartbeatResponseEndpointToPartitions(fields?: Partial<StreamsGroupHeartbeatResponseEndpointToPartitions>): StreamsGroupHeartbeatResponseEndpointToPartitions {
  return { userEndpoint: newStreamsGroupHeartbeatResponseEndpoint(), activePartitions: [], standbyPartitions: [], ...fields };
}

export function newStreamsGroupHeartbeatResponseEndpoint(fields?: Partial<StreamsGroupHeartbeatResponseEndpoint>): StreamsGroupHeartbeatResponseEndpoint {
  return { host: '', port: 0, ...fields };
}

export function newStreamsGroupHeartbeatResponseTaskIds(fields?: Partial<StreamsGroupHeartbeatResponseTaskIds>): StreamsGroupHeartbeatResponseTaskIds {
  return { subtopologyId: '', partitions: [], ...fields };
}

export function newStreamsGroupHeartbeatResponseTopicPartition(fields?: Partial<StreamsGroupHeartbeatResponseTopicPartition>): StreamsGroupHeartbeatResponseTopicPartition {
  return { topic: '', partitions: [], ...fields };
}

export function newStreamsGroupHeartbeatResponseStatus(fields?: Partial<StreamsGroupHeartbeatResponseStatus>): StreamsGroupHeartbeatResponseStatus {
  return { statusCode: 0, statusDetail: '', ...fields };
}

function readStreamsGroupHeartbeatResponseStatusArrayOrNull0(r: Reader, count: number): StreamsGroupHeartbeatResponseStatus[] | null {
  if (count < 0) return null;
  const array: StreamsGroupHeartbeatResponseStatus[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupHeartbeatResponseStatus = {
      statusCode: r.int8(),
      statusDetail: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupHeartbeatResponseTaskIdsArrayOrNull0(r: Reader, count: number): StreamsGroupHeartbeatResponseTaskIds[] | null {
  if (count < 0) return null;
  const array: StreamsGroupHeartbeatResponseTaskIds[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupHeartbeatResponseTaskIds = {
      subtopologyId: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupHeartbeatResponseEndpoint0(r: Reader): StreamsGroupHeartbeatResponseEndpoint {
  const m: StreamsGroupHeartbeatResponseEndpoint = {
    host: r.compactString(),
    port: r.uint16(),
  };
  r.skipTags();
  return m;
}

function readStreamsGroupHeartbeatResponseTopicPartitionArray0(r: Reader, count: number): StreamsGroupHeartbeatResponseTopicPartition[] {
  const array: StreamsGroupHeartbeatResponseTopicPartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupHeartbeatResponseTopicPartition = {
      topic: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupHeartbeatResponseEndpointToPartitionsArrayOrNull0(r: Reader, count: number): StreamsGroupHeartbeatResponseEndpointToPartitions[] | null {
  if (count < 0) return null;
  const array: StreamsGroupHeartbeatResponseEndpointToPartitions[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupHeartbeatResponseEndpointToPartitions = {
      userEndpoint: readStreamsGroupHeartbeatResponseEndpoint0(r),
      activePartitions: readStreamsGroupHeartbeatResponseTopicPartitionArray0(r, r.compactCount(3)),
      standbyPartitions: readStreamsGroupHeartbeatResponseTopicPartitionArray0(r, r.compactCount(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupHeartbeatResponse0(r: Reader): StreamsGroupHeartbeatResponse {
  const m: StreamsGroupHeartbeatResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    memberId: r.compactString(),
    memberEpoch: r.int32(),
    heartbeatIntervalMs: r.int32(),
    acceptableRecoveryLagLegacy: r.int32(),
    taskOffsetIntervalMs: r.int32(),
    acceptableRecoveryLag: -1,
    status: readStreamsGroupHeartbeatResponseStatusArrayOrNull0(r, r.compactCountOrNull(3)),
    activeTasks: readStreamsGroupHeartbeatResponseTaskIdsArrayOrNull0(r, r.compactCountOrNull(3)),
    standbyTasks: readStreamsGroupHeartbeatResponseTaskIdsArrayOrNull0(r, r.compactCountOrNull(3)),
    warmupTasks: readStreamsGroupHeartbeatResponseTaskIdsArrayOrNull0(r, r.compactCountOrNull(3)),
    topologyDescriptionRequired: false,
    endpointInformationEpoch: r.int32(),
    partitionsByUserEndpoint: readStreamsGroupHeartbeatResponseEndpointToPartitionsArrayOrNull0(r, r.compactCountOrNull(7)),
  };
  r.keepTags();
  return m;
}

function readStreamsGroupHeartbeatResponse1(r: Reader): StreamsGroupHeartbeatResponse {
  const m: StreamsGroupHeartbeatResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    memberId: r.compactString(),
    memberEpoch: r.int32(),
    heartbeatIntervalMs: r.int32(),
    acceptableRecoveryLagLegacy: 0,
    taskOffsetIntervalMs: r.int32(),
    acceptableRecoveryLag: r.int64(),
    status: readStreamsGroupHeartbeatResponseStatusArrayOrNull0(r, r.compactCountOrNull(3)),
    activeTasks: readStreamsGroupHeartbeatResponseTaskIdsArrayOrNull0(r, r.compactCountOrNull(3)),
    standbyTasks: readStreamsGroupHeartbeatResponseTaskIdsArrayOrNull0(r, r.compactCountOrNull(3)),
    warmupTasks: readStreamsGroupHeartbeatResponseTaskIdsArrayOrNull0(r, r.compactCountOrNull(3)),
    topologyDescriptionRequired: r.boolean(),
    endpointInformationEpoch: r.int32(),
    partitionsByUserEndpoint: readStreamsGroupHeartbeatResponseEndpointToPartitionsArrayOrNull0(r, r.compactCountOrNull(7)),
  };
  r.keepTags();
  return m;
}

function writeStreamsGroupHeartbeatResponseStatusArrayOrNull0(w: Writer, array: StreamsGroupHeartbeatResponseStatus[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.int8(m.statusCode);
    w.compactString(m.statusDetail);
    w.uvarint(0);
  }
}

function writeStreamsGroupHeartbeatResponseTaskIdsArrayOrNull0(w: Writer, array: StreamsGroupHeartbeatResponseTaskIds[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.subtopologyId);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeStreamsGroupHeartbeatResponseEndpoint0(w: Writer, m: StreamsGroupHeartbeatResponseEndpoint): void {
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function writeStreamsGroupHeartbeatResponseTopicPartitionArray0(w: Writer, array: StreamsGroupHeartbeatResponseTopicPartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topic);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeStreamsGroupHeartbeatResponseEndpointToPartitionsArrayOrNull0(w: Writer, array: StreamsGroupHeartbeatResponseEndpointToPartitions[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    writeStreamsGroupHeartbeatResponseEndpoint0(w, m.userEndpoint);
    writeStreamsGroupHeartbeatResponseTopicPartitionArray0(w, m.activePartitions);
    writeStreamsGroupHeartbeatResponseTopicPartitionArray0(w, m.standbyPartitions);
    w.uvarint(0);
  }
}

function writeStreamsGroupHeartbeatResponse0(w: Writer, m: StreamsGroupHeartbeatResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.compactString(m.memberId);
  w.int32(m.memberEpoch);
  w.int32(m.heartbeatIntervalMs);
  w.int32(m.acceptableRecoveryLagLegacy);
  w.int32(m.taskOffsetIntervalMs);
  writeStreamsGroupHeartbeatResponseStatusArrayOrNull0(w, m.status);
  writeStreamsGroupHeartbeatResponseTaskIdsArrayOrNull0(w, m.activeTasks);
  writeStreamsGroupHeartbeatResponseTaskIdsArrayOrNull0(w, m.standbyTasks);
  writeStreamsGroupHeartbeatResponseTaskIdsArrayOrNull0(w, m.warmupTasks);
  if (m.topologyDescriptionRequired !== false) throw unsupportedField('StreamsGroupHeartbeatResponse.topologyDescriptionRequired');
  w.int32(m.endpointInformationEpoch);
  writeStreamsGroupHeartbeatResponseEndpointToPartitionsArrayOrNull0(w, m.partitionsByUserEndpoint);
  w.uvarint(0);
}

function writeStreamsGroupHeartbeatResponse1(w: Writer, m: StreamsGroupHeartbeatResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.compactString(m.memberId);
  w.int32(m.memberEpoch);
  w.int32(m.heartbeatIntervalMs);
  if (m.acceptableRecoveryLagLegacy !== 0) throw unsupportedField('StreamsGroupHeartbeatResponse.acceptableRecoveryLagLegacy');
  w.int32(m.taskOffsetIntervalMs);
  w.int64(m.acceptableRecoveryLag);
  writeStreamsGroupHeartbeatResponseStatusArrayOrNull0(w, m.status);
  writeStreamsGroupHeartbeatResponseTaskIdsArrayOrNull0(w, m.activeTasks);
  writeStreamsGroupHeartbeatResponseTaskIdsArrayOrNull0(w, m.standbyTasks);
  writeStreamsGroupHeartbeatResponseTaskIdsArrayOrNull0(w, m.warmupTasks);
  w.boolean(m.topologyDescriptionRequired);
  w.int32(m.endpointInformationEpoch);
  writeStreamsGroupHeartbeatResponseEndpointToPartitionsArrayOrNull0(w, m.partitionsByUserEndpoint);
  w.uvarint(0);
}

export const streamsGroupHeartbeatResponse: MessageCodec<StreamsGroupHeartbeatResponse> = defineCodec({
  name: 'StreamsGroupHeartbeatResponse',
  apiKey: 88,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readStreamsGroupHeartbeatResponse0, readStreamsGroupHeartbeatResponse1],
  writers: [writeStreamsGroupHeartbeatResponse0, writeStreamsGroupHeartbeatResponse1],
});
