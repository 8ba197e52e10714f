// generated from 89-streams-group-describe.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface StreamsGroupDescribeRequest {
  groupIds: string[];
  includeAuthorizedOperations: boolean;
  /** v1+ */
  includeTopologyDescription: boolean;
}

export function newStreamsGroupDescribeRequest(fields?: Partial<StreamsGroupDescribeRequest>): StreamsGroupDescribeRequest {
  return { groupIds: [], includeAuthorizedOperations: false, includeTopologyDescription: false, ...fields };
}

function readStreamsGroupDescribeRequest0(r: Reader): StreamsGroupDescribeRequest {
  const m: StreamsGroupDescribeRequest = {
    groupIds: r.compactStrings(r.compactCount(1)),
    includeAuthorizedOperations: r.boolean(),
    includeTopologyDescription: false,
  };
  r.keepTags();
  return m;
}

function readStreamsGroupDescribeRequest1(r: Reader): StreamsGroupDescribeRequest {
  const m: StreamsGroupDescribeRequest = {
    groupIds: r.compactStrings(r.compactCount(1)),
    includeAuthorizedOperations: r.boolean(),
    includeTopologyDescription: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeStreamsGroupDescribeRequest0(w: Writer, m: StreamsGroupDescribeRequest): void {
  w.compactCount(m.groupIds.length);
  w.compactStrings(m.groupIds);
  w.boolean(m.includeAuthorizedOperations);
  if (m.includeTopologyDescription !== false) throw unsupportedField('StreamsGroupDescribeRequest.includeTopologyDescription');
  w.uvarint(0);
}

function writeStreamsGroupDescribeRequest1(w: Writer, m: StreamsGroupDescribeRequest): void {
  w.compactCount(m.groupIds.length);
  w.compactStrings(m.groupIds);
  w.boolean(m.includeAuthorizedOperations);
  w.boolean(m.includeTopologyDescription);
  w.uvarint(0);
}

export const streamsGroupDescribeRequest: MessageCodec<StreamsGroupDescribeRequest> = defineCodec({
  name: 'StreamsGroupDescribeRequest',
  apiKey: 89,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readStreamsGroupDescribeRequest0, readStreamsGroupDescribeRequest1],
  writers: [writeStreamsGroupDescribeRequest0, writeStreamsGroupDescribeRequest1],
});

export interface StreamsGroupDescribeResponse {
  throttleTimeMs: number;
  groups: StreamsGroupDescribeResponseDescribedGroup[];
}

export interface StreamsGroupDescribeResponseDescribedGroup {
  errorCode: number;
  errorMessage: string | null;
  groupId: string;
  groupState: string;
  groupEpoch: number;
  assignmentEpoch: number;
  topology: StreamsGroupDescribeResponseTopology | null;
  members: StreamsGroupDescribeResponseMember[];
  authorizedOperations: number;
  /** v1+ */
  topologyDescription: StreamsGroupDescribeResponseTopologyDescription | null;
  /** v1+ */
  topologyDescriptionStatus: number;
  /** v1+ */
  assignorName: string | null;
}

export interface StreamsGroupDescribeResponseMember {
  memberId: string;
  memberEpoch: number;
  instanceId: string | null;
  rackId: string | null;
  clientId: string;
  clientHost: string;
  topologyEpoch: number;
  processId: string;
  userEndpoint: StreamsGroupDescribeResponseEndpoint | null;
  clientTags: StreamsGroupDescribeResponseKeyValue[];
  taskOffsets: StreamsGroupDescribeResponseTaskOffset[];
  taskEndOffsets: StreamsGroupDescribeResponseTaskOffset[];
  assignment: StreamsGroupDescribeResponseAssignment;
  targetAssignment: StreamsGroupDescribeResponseAssignment;
  isClassic: boolean;
}

export interface StreamsGroupDescribeResponseTopology {
  epoch: number;
  subtopologies: StreamsGroupDescribeResponseSubtopology[] | null;
}

export interface StreamsGroupDescribeResponseSubtopology {
  subtopologyId: string;
  sourceTopics: string[];
  repartitionSinkTopics: string[];
  stateChangelogTopics: StreamsGroupDescribeResponseTopicInfo[];
  repartitionSourceTopics: StreamsGroupDescribeResponseTopicInfo[];
}

export interface StreamsGroupDescribeResponseTopologyDescriptionGlobalStore {
  source: StreamsGroupDescribeResponseTopologyDescriptionNode;
  processor: StreamsGroupDescribeResponseTopologyDescriptionNode;
}

export interface StreamsGroupDescribeResponseTopologyDescriptionNode {
  name: string;
  nodeType: number;
  sourceTopics: string[];
  sinkTopic: string | null;
  stores: string[];
  successors: string[];
}

export interface StreamsGroupDescribeResponseTopologyDescriptionSubtopology {
  subtopologyId: string;
  nodes: StreamsGroupDescribeResponseTopologyDescriptionNode[];
}

export interface StreamsGroupDescribeResponseTopologyDescription {
  subtopologies: StreamsGroupDescribeResponseTopologyDescriptionSubtopology[];
  globalStores: StreamsGroupDescribeResponseTopologyDescriptionGlobalStore[];
}

export interface StreamsGroupDescribeResponseTopicInfo {
  name: string;
  partitions: number;
  replicationFactor: number;
  topicConfigs: StreamsGroupDescribeResponseKeyValue[];
}

export interface StreamsGroupDescribeResponseKeyValue {
  key: string;
  value: string;
}

export interface StreamsGroupDescribeResponseTaskIds {
  subtopologyId: string;
  partitions: number[];
}

export interface StreamsGroupDescribeResponseAssignment {
  activeTasks: StreamsGroupDescribeResponseTaskIds[];
  standbyTasks: StreamsGroupDescribeResponseTaskIds[];
  warmupTasks: StreamsGroupDescribeResponseTaskIds[];
}

export interface StreamsGroupDescribeResponseTaskOffset {
  subtopologyId: string;
  partition: number;
  offset: number;
}

export interface StreamsGroupDescribeResponseEndpoint {
  host: string;
  port: number;
}

export function newStreamsGroupDescribeResponse(fields?: Partial<StreamsGroupDescribeResponse>): StreamsGroupDescribeResponse {
  return { throttleTimeMs: 0, groups: [], ...fields };
}

export function newStreamsGroupDescribeResponseDescribedGroup(fields?: Partial<StreamsGroupDescribeResponseDescribedGroup>): StreamsGroupDescribeResponseDescribedGroup {
  return { errorCode: 0, errorMessage: null, groupId: '', groupState: '', groupEpoch: 0, assignmentEpoch: 0, topology: null, members: [], authorizedOperations: -2147483648, topologyDescription: null, topologyDescriptionStatus: 0, assignorName: null, ...fields };
}

export function newStreamsGroupDescribeResponseMember(fields?: Partial<StreamsGroupDescribeResponseMember>): StreamsGroupDescribeResponseMember {
  return { memberId: '', memberEpoch: 0, instanceId: null, rackId: null, clientId: '', clientHost: '', topologyEpoch: 0, processId: '', userEndpoint: null, clientTags: [], taskOffsets: [], taskEndOffsets: [], assignment: newStreamsGroupDescribeResponseAssignment(), targetAssignment: newStreamsGroupDescribeResponseAssignment(), isClassic: false, ...fields };
}

export function newStreamsGroupDescribeResponseTopology(fields?: Partial<StreamsGroupDescribeResponseTopology>): StreamsGroupDescribeResponseTopology {
  return { epoch: 0, subtopologies: null, ...fields };
}

export function newStreamsGroupDescribeResponseSubtopology(fields?: Partial<StreamsGroupDescribeResponseSubtopology>): StreamsGroupDescribeResponseSubtopology {
  return { subtopologyId: '', sourceTopics: [], repartitionSinkTopics: [], stateChangelogTopics: [], repartitionSourceTopics: [], ...fields };
}

export function newStreamsGroupDescribeResponseTopologyDescriptionGlobalStore(fields?: Partial<StreamsGroupDescribeResponseTopologyDescriptionGlobalStore>): StreamsGroupDescribeResponseTopologyDescriptionGlobalStore {
  return { source: newStreamsGroupDescribeResponseTopologyDescriptionNode(), processor: newStreamsGroupDescribeResponseTopologyDescriptionNode(), ...fields };
}

export function newStreamsGroupDescribeResponseTopologyDescriptionNode(fields?: Partial<StreamsGroupDescribeResponseTopologyDescriptionNode>): StreamsGroupDescribeResponseTopologyDescriptionNode {
  return { name: '', nodeType: 0, sourceTopics: [], sinkTopic: null, stores: [], successors: [], ...fields };
}

export function newStreamsGroupDescribeResponseTopologyDescriptionSubtopology(fields?: Partial<StreamsGroupDescribeResponseTopologyDescriptionSubtopology>): StreamsGroupDescribeResponseTopologyDescriptionSubtopology {
  return { subtopologyId: '', nodes: [], ...fields };
}

export function newStreamsGroupDescribeResponseTopologyDescription(fields?: Partial<StreamsGroupDescribeResponseTopologyDescription>): StreamsGroupDescribeResponseTopologyDescription {
  return { subtopologies: [], globalStores: [], ...fields };
}

export function newStreamsGroupDescribeResponseTopicInfo(fields?: Partial<StreamsGroupDescribeResponseTopicInfo>): StreamsGroupDescribeResponseTopicInfo {
  return { name: '', partitions: 0, replicationFactor: 0, topicConfigs: [], ...fields };
}

export function newStreamsGroupDescribeResponseKeyValue(fields?: Partial<StreamsGroupDescribeResponseKeyValue>): StreamsGroupDescribeResponseKeyValue {
  return { key: '', value: '', ...fields };
}

export function newStreamsGroupDescribeResponseTaskIds(fields?: Partial<StreamsGroupDescribeResponseTaskIds>): StreamsGroupDescribeResponseTaskIds {
  return { subtopologyId: '', partitions: [], ...fields };
}

export function newStreamsGroupDescribeResponseAssignment(fields?: Partial<StreamsGroupDescribeResponseAssignment>): StreamsGroupDescribeResponseAssignment {
  return { activeTasks: [], standbyTasks: [], warmupTasks: [], ...fields };
}

export function newStreamsGroupDescribeResponseTaskOffset(fields?: Partial<StreamsGroupDescribeResponseTaskOffset>): StreamsGroupDescribeResponseTaskOffset {
  return { subtopologyId: '', partition: 0, offset: 0, ...fields };
}

export function newStreamsGroupDescribeResponseEndpoint(fields?: Partial<StreamsGroupDescribeResponseEndpoint>): StreamsGroupDescribeResponseEndpoint {
  return { host: '', port: 0, ...fields };
}

function readStreamsGroupDescribeResponseKeyValueArray0(r: Reader, count: number): StreamsGroupDescribeResponseKeyValue[] {
  const array: StreamsGroupDescribeResponseKeyValue[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupDescribeResponseKeyValue = {
      key: r.compactString(),
      value: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupDescribeResponseTopicInfoArray0(r: Reader, count: number): StreamsGroupDescribeResponseTopicInfo[] {
  const array: StreamsGroupDescribeResponseTopicInfo[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupDescribeResponseTopicInfo = {
      name: r.compactString(),
      partitions: r.int32(),
      replicationFactor: r.int16(),
      topicConfigs: readStreamsGroupDescribeResponseKeyValueArray0(r, r.compactCount(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupDescribeResponseSubtopologyArrayOrNull0(r: Reader, count: number): StreamsGroupDescribeResponseSubtopology[] | null {
  if (count < 0) return null;
  const array: StreamsGroupDescribeResponseSubtopology[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupDescribeResponseSubtopology = {
      subtopologyId: r.compactString(),
      sourceTopics: r.compactStrings(r.compactCount(1)),
      repartitionSinkTopics: r.compactStrings(r.compactCount(1)),
      stateChangelogTopics: readStreamsGroupDescribeResponseTopicInfoArray0(r, r.compactCount(9)),
      repartitionSourceTopics: readStreamsGroupDescribeResponseTopicInfoArray0(r, r.compactCount(9)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupDescribeResponseTopologyOrNull0(r: Reader): StreamsGroupDescribeResponseTopology | null {
  if (r.int8() < 0) return null;
  const m: StreamsGroupDescribeResponseTopology = {
    epoch: r.int32(),
    subtopologies: readStreamsGroupDescribeResponseSubtopologyArrayOrNull0(r, r.compactCountOrNull(6)),
  };
  r.skipTags();
  return m;
}

function readStreamsGroupDescribeResponseEndpointOrNull0(r: Reader): StreamsGroupDescribeResponseEndpoint | null {
  if (r.int8() < 0) return null;
  const m: StreamsGroupDescribeResponseEndpoint = {
    host: r.compactString(),
    port: r.uint16(),
  };
  r.skipTags();
  return m;
}

function readStreamsGroupDescribeResponseTaskOffsetArray0(r: Reader, count: number): StreamsGroupDescribeResponseTaskOffset[] {
  const array: StreamsGroupDescribeResponseTaskOffset[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupDescribeResponseTaskOffset = {
      subtopologyId: r.compactString(),
      partition: r.int32(),
      offset: r.int64(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupDescribeResponseTaskIdsArray0(r: Reader, count: number): StreamsGroupDescribeResponseTaskIds[] {
  const array: StreamsGroupDescribeResponseTaskIds[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupDescribeResponseTaskIds = {
      subtopologyId: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupDescribeResponseAssignment0(r: Reader): StreamsGroupDescribeResponseAssignment {
  const m: StreamsGroupDescribeResponseAssignment = {
    activeTasks: readStreamsGroupDescribeResponseTaskIdsArray0(r, r.compactCount(3)),
    standbyTasks: readStreamsGroupDescribeResponseTaskIdsArray0(r, r.compactCount(3)),
    warmupTasks: readStreamsGroupDescribeResponseTaskIdsArray0(r, r.compactCount(3)),
  };
  r.skipTags();
  return m;
}

function readStreamsGroupDescribeResponseMemberArray0(r: Reader, count: number): StreamsGroupDescribeResponseMember[] {
  const array: StreamsGroupDescribeResponseMember[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupDescribeResponseMember = {
      memberId: r.compactString(),
      memberEpoch: r.int32(),
      instanceId: r.compactStringOrNull(),
      rackId: r.compactStringOrNull(),
      clientId: r.compactString(),
      clientHost: r.compactString(),
      topologyEpoch: r.int32(),
      processId: r.compactString(),
      userEndpoint: readStreamsGroupDescribeResponseEndpointOrNull0(r),
      clientTags: readStreamsGroupDescribeResponseKeyValueArray0(r, r.compactCount(3)),
      taskOffsets: readStreamsGroupDescribeResponseTaskOffsetArray0(r, r.compactCount(14)),
      taskEndOffsets: readStreamsGroupDescribeResponseTaskOffsetArray0(r, r.compactCount(14)),
      assignment: readStreamsGroupDescribeResponseAssignment0(r),
      targetAssignment: readStreamsGroupDescribeResponseAssignment0(r),
      isClassic: r.boolean(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupDescribeResponseDescribedGroupArray0(r: Reader, count: number): StreamsGroupDescribeResponseDescribedGroup[] {
  const array: StreamsGroupDescribeResponseDescribedGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupDescribeResponseDescribedGroup = {
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      groupId: r.compactString(),
      groupState: r.compactString(),
      groupEpoch: r.int32(),
      assignmentEpoch: r.int32(),
      topology: readStreamsGroupDescribeResponseTopologyOrNull0(r),
      members: readStreamsGroupDescribeResponseMemberArray0(r, r.compactCount(28)),
      authorizedOperations: r.int32(),
      topologyDescription: null,
      topologyDescriptionStatus: 0,
      assignorName: null,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupDescribeResponse0(r: Reader): StreamsGroupDescribeResponse {
  const m: StreamsGroupDescribeResponse = {
    throttleTimeMs: r.int32(),
    groups: readStreamsGroupDescribeResponseDescribedGroupArray0(r, r.compactCount(20)),
  };
  r.keepTags();
  return m;
}

function readStreamsGroupDescribeResponseTopologyDescriptionNodeArray1(r: Reader, count: number): StreamsGroupDescribeResponseTopologyDescriptionNode[] {
  const array: StreamsGroupDescribeResponseTopologyDescriptionNode[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupDescribeResponseTopologyDescriptionNode = {
      name: r.compactString(),
      nodeType: r.int8(),
      sourceTopics: r.compactStrings(r.compactCount(1)),
      sinkTopic: r.compactStringOrNull(),
      stores: r.compactStrings(r.compactCount(1)),
      successors: r.compactStrings(r.compactCount(1)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupDescribeResponseTopologyDescriptionSubtopologyArray1(r: Reader, count: number): StreamsGroupDescribeResponseTopologyDescriptionSubtopology[] {
  const array: StreamsGroupDescribeResponseTopologyDescriptionSubtopology[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupDescribeResponseTopologyDescriptionSubtopology = {
      subtopologyId: r.compactString(),
      nodes: readStreamsGroupDescribeResponseTopologyDescriptionNodeArray1(r, r.compactCount(7)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupDescribeResponseTopologyDescriptionNode1(r: Reader): StreamsGroupDescribeResponseTopologyDescriptionNode {
  const m: StreamsGroupDescribeResponseTopologyDescriptionNode = {
    name: r.compactString(),
    nodeType: r.int8(),
    sourceTopics: r.compactStrings(r.compactCount(1)),
    sinkTopic: r.compactStringOrNull(),
    stores: r.compactStrings(r.compactCount(1)),
    successors: r.compactStrings(r.compactCount(1)),
  };
  r.skipTags();
  return m;
}

function readStreamsGroupDescribeResponseTopologyDescriptionGlobalStoreArray1(r: Reader, count: number): StreamsGroupDescribeResponseTopologyDescriptionGlobalStore[] {
  const array: StreamsGroupDescribeResponseTopologyDescriptionGlobalStore[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupDescribeResponseTopologyDescriptionGlobalStore = {
      source: readStreamsGroupDescribeResponseTopologyDescriptionNode1(r),
      processor: readStreamsGroupDescribeResponseTopologyDescriptionNode1(r),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupDescribeResponseTopologyDescriptionOrNull1(r: Reader): StreamsGroupDescribeResponseTopologyDescription | null {
  if (r.int8() < 0) return null;
  const m: StreamsGroupDescribeResponseTopologyDescription = {
    subtopologies: readStreamsGroupDescribeResponseTopologyDescriptionSubtopologyArray1(r, r.compactCount(3)),
    globalStores: readStreamsGroupDescribeResponseTopologyDescriptionGlobalStoreArray1(r, r.compactCount(15)),
  };
  r.skipTags();
  return m;
}

function readStreamsGroupDescribeResponseDescribedGroupArray1(r: Reader, count: number): StreamsGroupDescribeResponseDescribedGroup[] {
  const array: StreamsGroupDescribeResponseDescribedGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupDescribeResponseDescribedGroup = {
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      groupId: r.compactString(),
      groupState: r.compactString(),
      groupEpoch: r.int32(),
      assignmentEpoch: r.int32(),
      topology: readStreamsGroupDescribeResponseTopologyOrNull0(r),
      members: readStreamsGroupDescribeResponseMemberArray0(r, r.compactCount(28)),
      authorizedOperations: r.int32(),
      topologyDescription: readStreamsGroupDescribeResponseTopologyDescriptionOrNull1(r),
      topologyDescriptionStatus: r.int8(),
      assignorName: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupDescribeResponse1(r: Reader): StreamsGroupDescribeResponse {
  const m: StreamsGroupDescribeResponse = {
    throttleTimeMs: r.int32(),
    groups: readStreamsGroupDescribeResponseDescribedGroupArray1(r, r.compactCount(23)),
  };
  r.keepTags();
  return m;
}

function writeStreamsGroupDescribeResponseKeyValueArray0(w: Writer, array: StreamsGroupDescribeResponseKeyValue[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.key);
    w.compactString(m.value);
    w.uvarint(0);
  }
}

function writeStreamsGroupDescribeResponseTopicInfoArray0(w: Writer, array: StreamsGroupDescribeResponseTopicInfo[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int32(m.partitions);
    w.int16(m.replicationFactor);
    writeStreamsGroupDescribeResponseKeyValueArray0(w, m.topicConfigs);
    w.uvarint(0);
  }
}

function writeStreamsGroupDescribeResponseSubtopologyArrayOrNull0(w: Writer, array: StreamsGroupDescribeResponseSubtopology[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.subtopologyId);
    w.compactCount(m.sourceTopics.length);
    w.compactStrings(m.sourceTopics);
    w.compactCount(m.repartitionSinkTopics.length);
    w.compactStrings(m.repartitionSinkTopics);
    writeStreamsGroupDescribeResponseTopicInfoArray0(w, m.stateChangelogTopics);
    writeStreamsGroupDescribeResponseTopicInfoArray0(w, m.repartitionSourceTopics);
    w.uvarint(0);
  }
}

function writeStreamsGroupDescribeResponseTopologyOrNull0(w: Writer, m: StreamsGroupDescribeResponseTopology | null): void {
  if (m === null) {
    w.int8(-1);
    return;
  }
  w.int8(1);
  w.int32(m.epoch);
  writeStreamsGroupDescribeResponseSubtopologyArrayOrNull0(w, m.subtopologies);
  w.uvarint(0);
}

function writeStreamsGroupDescribeResponseEndpointOrNull0(w: Writer, m: StreamsGroupDescribeResponseEndpoint | null): void {
  if (m === null) {
    w.int8(-1);
    return;
  }
  w.int8(1);
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function writeStreamsGroupDescribeResponseTaskOffsetArray0(w: Writer, array: StreamsGroupDescribeResponseTaskOffset[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.subtopologyId);
    w.int32(m.partition);
    w.int64(m.offset);
    w.uvarint(0);
  }
}

function writeStreamsGroupDescribeResponseTaskIdsArray0(w: Writer, array: StreamsGroupDescribeResponseTaskIds[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.subtopologyId);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeStreamsGroupDescribeResponseAssignment0(w: Writer, m: StreamsGroupDescribeResponseAssignment): void {
  writeStreamsGroupDescribeResponseTaskIdsArray0(w, m.activeTasks);
  writeStreamsGroupDescribeResponseTaskIdsArray0(w, m.standbyTasks);
  writeStreamsGroupDescribeResponseTaskIdsArray0(w, m.warmupTasks);
  w.uvarint(0);
}

function writeStreamsGroupDescribeResponseMemberArray0(w: Writer, array: StreamsGroupDescribeResponseMember[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.memberId);
    w.int32(m.memberEpoch);
    w.compactStringOrNull(m.instanceId);
    w.compactStringOrNull(m.rackId);
    w.compactString(m.clientId);
    w.compactString(m.clientHost);
    w.int32(m.topologyEpoch);
    w.compactString(m.processId);
    writeStreamsGroupDescribeResponseEndpointOrNull0(w, m.userEndpoint);
    writeStreamsGroupDescribeResponseKeyValueArray0(w, m.clientTags);
    writeStreamsGroupDescribeResponseTaskOffsetArray0(w, m.taskOffsets);
    writeStreamsGroupDescribeResponseTaskOffsetArray0(w, m.taskEndOffsets);
    writeStreamsGroupDescribeResponseAssignment0(w, m.assignment);
    writeStreamsGroupDescribeResponseAssignment0(w, m.targetAssignment);
    w.boolean(m.isClassic);
    w.uvarint(0);
  }
}

function writeStreamsGroupDescribeResponseDescribedGroupArray0(w: Writer, array: StreamsGroupDescribeResponseDescribedGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.compactString(m.groupId);
    w.compactString(m.groupState);
    w.int32(m.groupEpoch);
    w.int32(m.assignmentEpoch);
    writeStreamsGroupDescribeResponseTopologyOrNull0(w, m.topology);
    writeStreamsGroupDescribeResponseMemberArray0(w, m.members);
    w.int32(m.authorizedOperations);
    if (m.topologyDescription !== null) throw unsupportedField('StreamsGroupDescribeResponseDescribedGroup.topologyDescription');
    if (m.topologyDescriptionStatus !== 0) throw unsupportedField('StreamsGroupDescribeResponseDescribedGroup.topologyDescriptionStatus');
    w.uvarint(0);
  }
}

function writeStreamsGroupDescribeResponse0(w: Writer, m: StreamsGroupDescribeResponse): void {
  w.int32(m.throttleTimeMs);
  writeStreamsGroupDescribeResponseDescribedGroupArray0(w, m.groups);
  w.uvarint(0);
}

function writeStreamsGroupDescribeResponseTopologyDescriptionNodeArray1(w: Writer, array: StreamsGroupDescribeResponseTopologyDescriptionNode[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int8(m.nodeType);
    w.compactCount(m.sourceTopics.length);
    w.compactStrings(m.sourceTopics);
    w.compactStringOrNull(m.sinkTopic);
    w.compactCount(m.stores.length);
    w.compactStrings(m.stores);
    w.compactCount(m.successors.length);
    w.compactStrings(m.successors);
    w.uvarint(0);
  }
}

function writeStreamsGroupDescribeResponseTopologyDescriptionSubtopologyArray1(w: Writer, array: StreamsGroupDescribeResponseTopologyDescriptionSubtopology[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.subtopologyId);
    writeStreamsGroupDescribeResponseTopologyDescriptionNodeArray1(w, m.nodes);
    w.uvarint(0);
  }
}

function writeStreamsGroupDescribeResponseTopologyDescriptionNode1(w: Writer, m: StreamsGroupDescribeResponseTopologyDescriptionNode): void {
  w.compactString(m.name);
  w.int8(m.nodeType);
  w.compactCount(m.sourceTopics.length);
  w.compactStrings(m.sourceTopics);
  w.compactStringOrNull(m.sinkTopic);
  w.compactCount(m.stores.length);
  w.compactStrings(m.stores);
  w.compactCount(m.successors.length);
  w.compactStrings(m.successors);
  w.uvarint(0);
}

function writeStreamsGroupDescribeResponseTopologyDescriptionGlobalStoreArray1(w: Writer, array: StreamsGroupDescribeResponseTopologyDescriptionGlobalStore[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    writeStreamsGroupDescribeResponseTopologyDescriptionNode1(w, m.source);
    writeStreamsGroupDescribeResponseTopologyDescriptionNode1(w, m.processor);
    w.uvarint(0);
  }
}

function writeStreamsGroupDescribeResponseTopologyDescriptionOrNull1(w: Writer, m: StreamsGroupDescribeResponseTopologyDescription | null): void {
  if (m === null) {
    w.int8(-1);
    return;
  }
  w.int8(1);
  writeStreamsGroupDescribeResponseTopologyDescriptionSubtopologyArray1(w, m.subtopologies);
  writeStreamsGroupDescribeResponseTopologyDescriptionGlobalStoreArray1(w, m.globalStores);
  w.uvarint(0);
}

function writeStreamsGroupDescribeResponseDescribedGroupArray1(w: Writer, array: StreamsGroupDescribeResponseDescribedGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.compactString(m.groupId);
    w.compactString(m.groupState);
    w.int32(m.groupEpoch);
    w.int32(m.assignmentEpoch);
    writeStreamsGroupDescribeResponseTopologyOrNull0(w, m.topology);
    writeStreamsGroupDescribeResponseMemberArray0(w, m.members);
    w.int32(m.authorizedOperations);
    writeStreamsGroupDescribeResponseTopologyDescriptionOrNull1(w, m.topologyDescription);
    w.int8(m.topologyDescriptionStatus);
    w.compactStringOrNull(m.assignorName);
    w.uvarint(0);
  }
}

function writeStreamsGroupDescribeResponse1(w: Writer, m: StreamsGroupDescribeResponse): void {
  w.int32(m.throttleTimeMs);
  writeStreamsGroupDescribeResponseDescribedGroupArray1(w, m.groups);
  w.uvarint(0);
}

export const streamsGroupDescribeResponse: MessageCodec<StreamsGroupDescribeResponse> = defineCodec({
  name: 'StreamsGroupDescribeResponse',
  apiKey: 89,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readStreamsGroupDescribeResponse0, readStreamsGroupDescribeResponse1],
  writers: [writeStreamsGroupDescribeResponse0, writeStreamsGroupDescribeResponse1],
});
