// generated from streams-group.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../../message-codec.ts';
import { defineCodec } from '../../message-codec.ts';
import type { Reader } from '../../reader.ts';
import type { Writer } from '../../writer.ts';

export interface StreamsGroupMetadataKey {
  groupId: string;
}

export function newStreamsGroupMetadataKey(fields?: Partial<StreamsGroupMetadataKey>): StreamsGroupMetadataKey {
  return { groupId: '', ...fields };
}

function readStreamsGroupMetadataKey0(r: Reader): StreamsGroupMetadataKey {
  return {
    groupId: r.string(),
  };
}

function writeStreamsGroupMetadataKey0(w: Writer, m: StreamsGroupMetadataKey): void {
  w.string(m.groupId);
}

export const streamsGroupMetadataKey: MessageCodec<StreamsGroupMetadataKey> = defineCodec({
  name: 'StreamsGroupMetadataKey',
  apiKey: 17,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readStreamsGroupMetadataKey0],
  writers: [writeStreamsGroupMetadataKey0],
});

export interface StreamsGroupMetadataValue {
  epoch: number;
  metadataHash: number;
  validatedTopologyEpoch: number;
  lastAssignmentConfigs: StreamsGroupMetadataValueLastAssignmentConfig[] | null;
  storedDescriptionTopologyEpoch: number;
  failedDescriptionTopologyEpoch: number;
}

export interface StreamsGroupMetadataValueLastAssignmentConfig {
  key: string;
  value: string;
}

export function newStreamsGroupMetadataValue(fields?: Partial<StreamsGroupMetadataValue>): StreamsGroupMetadataValue {
  return { epoch: 0, metadataHash: 0, validatedTopologyEpoch: -1, lastAssignmentConfigs: [], storedDescriptionTopologyEpoch: -1, failedDescriptionTopologyEpoch: -1, ...fields };
}

export function newStreamsGroupMetadataValueLastAssignmentConfig(fields?: Partial<StreamsGroupMetadataValueLastAssignmentConfig>): StreamsGroupMetadataValueLastAssignmentConfig {
  return { key: '', value: '', ...fields };
}

function readStreamsGroupMetadataValueLastAssignmentConfigArrayOrNull0(r: Reader, count: number): StreamsGroupMetadataValueLastAssignmentConfig[] | null {
  if (count < 0) return null;
  const array: StreamsGroupMetadataValueLastAssignmentConfig[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupMetadataValueLastAssignmentConfig = {
      key: r.compactString(),
      value: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupMetadataValue0(r: Reader): StreamsGroupMetadataValue {
  const m: StreamsGroupMetadataValue = {
    epoch: r.int32(),
    metadataHash: r.int64(),
    validatedTopologyEpoch: -1,
    lastAssignmentConfigs: [],
    storedDescriptionTopologyEpoch: -1,
    failedDescriptionTopologyEpoch: -1,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.validatedTopologyEpoch = r.int32();
        r.expectTagEnd(end);
        break;
      case 1:
        m.lastAssignmentConfigs = readStreamsGroupMetadataValueLastAssignmentConfigArrayOrNull0(r, r.compactCountOrNull(3));
        r.expectTagEnd(end);
        break;
      case 2:
        m.storedDescriptionTopologyEpoch = r.int32();
        r.expectTagEnd(end);
        break;
      case 3:
        m.failedDescriptionTopologyEpoch = r.int32();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeStreamsGroupMetadataValueLastAssignmentConfigArrayOrNull0(w: Writer, array: StreamsGroupMetadataValueLastAssignmentConfig[] | null): void {
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

function writeStreamsGroupMetadataValue0(w: Writer, m: StreamsGroupMetadataValue): void {
  w.int32(m.epoch);
  w.int64(m.metadataHash);
  const has0 = m.validatedTopologyEpoch !== -1;
  const has1 = m.lastAssignmentConfigs === null || m.lastAssignmentConfigs.length !== 0;
  const has2 = m.storedDescriptionTopologyEpoch !== -1;
  const has3 = m.failedDescriptionTopologyEpoch !== -1;
  w.uvarint(+has0 + +has1 + +has2 + +has3);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.int32(m.validatedTopologyEpoch);
    w.endTag(at0);
  }
  if (has1) {
    w.uvarint(1);
    const at1 = w.beginTag();
    writeStreamsGroupMetadataValueLastAssignmentConfigArrayOrNull0(w, m.lastAssignmentConfigs);
    w.endTag(at1);
  }
  if (has2) {
    w.uvarint(2);
    const at2 = w.beginTag();
    w.int32(m.storedDescriptionTopologyEpoch);
    w.endTag(at2);
  }
  if (has3) {
    w.uvarint(3);
    const at3 = w.beginTag();
    w.int32(m.failedDescriptionTopologyEpoch);
    w.endTag(at3);
  }
}

export const streamsGroupMetadataValue: MessageCodec<StreamsGroupMetadataValue> = defineCodec({
  name: 'StreamsGroupMetadataValue',
  apiKey: 17,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readStreamsGroupMetadataValue0],
  writers: [writeStreamsGroupMetadataValue0],
});

export interface StreamsGroupMemberMetadataKey {
  groupId: string;
  memberId: string;
}

export function newStreamsGroupMemberMetadataKey(fields?: Partial<StreamsGroupMemberMetadataKey>): StreamsGroupMemberMetadataKey {
  return { groupId: '', memberId: '', ...fields };
}

function readStreamsGroupMemberMetadataKey0(r: Reader): StreamsGroupMemberMetadataKey {
  return {
    groupId: r.string(),
    memberId: r.string(),
  };
}

function writeStreamsGroupMemberMetadataKey0(w: Writer, m: StreamsGroupMemberMetadataKey): void {
  w.string(m.groupId);
  w.string(m.memberId);
}

export const streamsGroupMemberMetadataKey: MessageCodec<StreamsGroupMemberMetadataKey> = defineCodec({
  name: 'StreamsGroupMemberMetadataKey',
  apiKey: 19,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readStreamsGroupMemberMetadataKey0],
  writers: [writeStreamsGroupMemberMetadataKey0],
});

export interface StreamsGroupMemberMetadataValue {
  instanceId: string | null;
  rackId: string | null;
  clientId: string;
  clientHost: string;
  rebalanceTimeoutMs: number;
  topologyEpoch: number;
  processId: string;
  userEndpoint: StreamsGroupMemberMetadataValueEndpoint | null;
  clientTags: StreamsGroupMemberMetadataValueKeyValue[];
}

export interface StreamsGroupMemberMetadataValueKeyValue {
  key: string;
  value: string;
}

export interface StreamsGroupMemberMetadataValueEndpoint {
  host: string;
  port: number;
}

export function newStreamsGroupMemberMetadataValue(fields?: Partial<StreamsGroupMemberMetadataValue>): StreamsGroupMemberMetadataValue {
  return { instanceId: '', rackId: '', clientId: '', clientHost: '', rebalanceTimeoutMs: -1, topologyEpoch: 0, processId: '', userEndpoint: null, clientTags: [], ...fields };
}

export function newStreamsGroupMemberMetadataValueKeyValue(fields?: Partial<StreamsGroupMemberMetadataValueKeyValue>): StreamsGroupMemberMetadataValueKeyValue {
  return { key: '', value: '', ...fields };
}

export function newStreamsGroupMemberMetadataValueEndpoint(fields?: Partial<StreamsGroupMemberMetadataValueEndpoint>): StreamsGroupMemberMetadataValueEndpoint {
  return { host: '', port: 0, ...fields };
}

function readStreamsGroupMemberMetadataValueEndpointOrNull0(r: Reader): StreamsGroupMemberMetadataValueEndpoint | null {
  if (r.int8() < 0) return null;
  const m: StreamsGroupMemberMetadataValueEndpoint = {
    host: r.compactString(),
    port: r.uint16(),
  };
  r.skipTags();
  return m;
}

function readStreamsGroupMemberMetadataValueKeyValueArray0(r: Reader, count: number): StreamsGroupMemberMetadataValueKeyValue[] {
  const array: StreamsGroupMemberMetadataValueKeyValue[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupMemberMetadataValueKeyValue = {
      key: r.compactString(),
      value: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupMemberMetadataValue0(r: Reader): StreamsGroupMemberMetadataValue {
  const m: StreamsGroupMemberMetadataValue = {
    instanceId: r.compactStringOrNull(),
    rackId: r.compactStringOrNull(),
    clientId: r.compactString(),
    clientHost: r.compactString(),
    rebalanceTimeoutMs: r.int32(),
    topologyEpoch: r.int32(),
    processId: r.compactString(),
    userEndpoint: readStreamsGroupMemberMetadataValueEndpointOrNull0(r),
    clientTags: readStreamsGroupMemberMetadataValueKeyValueArray0(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeStreamsGroupMemberMetadataValueEndpointOrNull0(w: Writer, m: StreamsGroupMemberMetadataValueEndpoint | null): void {
  if (m === null) {
    w.int8(-1);
    return;
  }
  w.int8(1);
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function writeStreamsGroupMemberMetadataValueKeyValueArray0(w: Writer, array: StreamsGroupMemberMetadataValueKeyValue[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.key);
    w.compactString(m.value);
    w.uvarint(0);
  }
}

function writeStreamsGroupMemberMetadataValue0(w: Writer, m: StreamsGroupMemberMetadataValue): void {
  w.compactStringOrNull(m.instanceId);
  w.compactStringOrNull(m.rackId);
  w.compactString(m.clientId);
  w.compactString(m.clientHost);
  w.int32(m.rebalanceTimeoutMs);
  w.int32(m.topologyEpoch);
  w.compactString(m.processId);
  writeStreamsGroupMemberMetadataValueEndpointOrNull0(w, m.userEndpoint);
  writeStreamsGroupMemberMetadataValueKeyValueArray0(w, m.clientTags);
  w.uvarint(0);
}

export const streamsGroupMemberMetadataValue: MessageCodec<StreamsGroupMemberMetadataValue> = defineCodec({
  name: 'StreamsGroupMemberMetadataValue',
  apiKey: 19,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readStreamsGroupMemberMetadataValue0],
  writers: [writeStreamsGroupMemberMetadataValue0],
});

export interface StreamsGroupTargetAssignmentMetadataKey {
  groupId: string;
}

export function newStreamsGroupTargetAssignmentMetadataKey(fields?: Partial<StreamsGroupTargetAssignmentMetadataKey>): StreamsGroupTargetAssignmentMetadataKey {
  return { groupId: '', ...fields };
}

function readStreamsGroupTargetAssignmentMetadataKey0(r: Reader): StreamsGroupTargetAssignmentMetadataKey {
  return {
    groupId: r.string(),
  };
}

function writeStreamsGroupTargetAssignmentMetadataKey0(w: Writer, m: StreamsGroupTargetAssignmentMetadataKey): void {
  w.string(m.groupId);
}

export const streamsGroupTargetAssignmentMetadataKey: MessageCodec<StreamsGroupTargetAssignmentMetadataKey> = defineCodec({
  name: 'StreamsGroupTargetAssignmentMetadataKey',
  apiKey: 20,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readStreamsGroupTargetAssignmentMetadataKey0],
  writers: [writeStreamsGroupTargetAssignmentMetadataKey0],
});

export interface StreamsGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number;
  assignmentTimestamp: number;
}

export function newStreamsGroupTargetAssignmentMetadataValue(fields?: Partial<StreamsGroupTargetAssignmentMetadataValue>): StreamsGroupTargetAssignmentMetadataValue {
  return { assignmentEpoch: 0, assignmentTimestamp: 0, ...fields };
}

function readStreamsGroupTargetAssignmentMetadataValue0(r: Reader): StreamsGroupTargetAssignmentMetadataValue {
  const m: StreamsGroupTargetAssignmentMetadataValue = {
    assignmentEpoch: r.int32(),
    assignmentTimestamp: 0,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.assignmentTimestamp = r.int64();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeStreamsGroupTargetAssignmentMetadataValue0(w: Writer, m: StreamsGroupTargetAssignmentMetadataValue): void {
  w.int32(m.assignmentEpoch);
  const has0 = m.assignmentTimestamp !== 0;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.int64(m.assignmentTimestamp);
    w.endTag(at0);
  }
}

export const streamsGroupTargetAssignmentMetadataValue: MessageCodec<StreamsGroupTargetAssignmentMetadataValue> = defineCodec({
  name: 'StreamsGroupTargetAssignmentMetadataValue',
  apiKey: 20,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readStreamsGroupTargetAssignmentMetadataValue0],
  writers: [writeStreamsGroupTargetAssignmentMetadataValue0],
});

export interface StreamsGroupTargetAssignmentMemberKey {
  groupId: string;
  memberId: string;
}

export function newStreamsGroupTargetAssignmentMemberKey(fields?: Partial<StreamsGroupTargetAssignmentMemberKey>): StreamsGroupTargetAssignmentMemberKey {
  return { groupId: '', memberId: '', ...fields };
}

function readStreamsGroupTargetAssignmentMemberKey0(r: Reader): StreamsGroupTargetAssignmentMemberKey {
  return {
    groupId: r.string(),
    memberId: r.string(),
  };
}

function writeStreamsGroupTargetAssignmentMemberKey0(w: Writer, m: StreamsGroupTargetAssignmentMemberKey): void {
  w.string(m.groupId);
  w.string(m.memberId);
}

export const streamsGroupTargetAssignmentMemberKey: MessageCodec<StreamsGroupTargetAssignmentMemberKey> = defineCodec({
  name: 'StreamsGroupTargetAssignmentMemberKey',
  apiKey: 21,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readStreamsGroupTargetAssignmentMemberKey0],
  writers: [writeStreamsGroupTargetAssignmentMemberKey0],
});

export interface StreamsGroupTargetAssignmentMemberValue {
  activeTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
  standbyTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
  warmupTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
}

export interface StreamsGroupTargetAssignmentMemberValueTaskIds {
  subtopologyId: string;
  partitions: number[];
}

export function newStreamsGroupTargetAssignmentMemberValue(fields?: Partial<StreamsGroupTargetAssignmentMemberValue>): StreamsGroupTargetAssignmentMemberValue {
  return { activeTasks: [], standbyTasks: [], warmupTasks: [], ...fields };
}

export function newStreamsGroupTargetAssignmentMemberValueTaskIds(fields?: Partial<StreamsGroupTargetAssignmentMemberValueTaskIds>): StreamsGroupTargetAssignmentMemberValueTaskIds {
  return { subtopologyId: '', partitions: [], ...fields };
}

function readStreamsGroupTargetAssignmentMemberValueTaskIdsArray0(r: Reader, count: number): StreamsGroupTargetAssignmentMemberValueTaskIds[] {
  const array: StreamsGroupTargetAssignmentMemberValueTaskIds[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupTargetAssignmentMemberValueTaskIds = {
      subtopologyId: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupTargetAssignmentMemberValue0(r: Reader): StreamsGroupTargetAssignmentMemberValue {
  const m: StreamsGroupTargetAssignmentMemberValue = {
    activeTasks: readStreamsGroupTargetAssignmentMemberValueTaskIdsArray0(r, r.compactCount(3)),
    standbyTasks: readStreamsGroupTargetAssignmentMemberValueTaskIdsArray0(r, r.compactCount(3)),
    warmupTasks: readStreamsGroupTargetAssignmentMemberValueTaskIdsArray0(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeStreamsGroupTargetAssignmentMemberValueTaskIdsArray0(w: Writer, array: StreamsGroupTargetAssignmentMemberValueTaskIds[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.subtopologyId);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeStreamsGroupTargetAssignmentMemberValue0(w: Writer, m: StreamsGroupTargetAssignmentMemberValue): void {
  writeStreamsGroupTargetAssignmentMemberValueTaskIdsArray0(w, m.activeTasks);
  writeStreamsGroupTargetAssignmentMemberValueTaskIdsArray0(w, m.standbyTasks);
  writeStreamsGroupTargetAssignmentMemberValueTaskIdsArray0(w, m.warmupTasks);
  w.uvarint(0);
}

export const streamsGroupTargetAssignmentMemberValue: MessageCodec<StreamsGroupTargetAssignmentMemberValue> = defineCodec({
  name: 'StreamsGroupTargetAssignmentMemberValue',
  apiKey: 21,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readStreamsGroupTargetAssignmentMemberValue0],
  writers: [writeStreamsGroupTargetAssignmentMemberValue0],
});

export interface StreamsGroupCurrentMemberAssignmentKey {
  groupId: string;
  memberId: string;
}

export function newStreamsGroupCurrentMemberAssignmentKey(fields?: Partial<StreamsGroupCurrentMemberAssignmentKey>): StreamsGroupCurrentMemberAssignmentKey {
  return { groupId: '', memberId: '', ...fields };
}

function readStreamsGroupCurrentMemberAssignmentKey0(r: Reader): StreamsGroupCurrentMemberAssignmentKey {
  return {
    groupId: r.string(),
    memberId: r.string(),
  };
}

function writeStreamsGroupCurrentMemberAssignmentKey0(w: Writer, m: StreamsGroupCurrentMemberAssignmentKey): void {
  w.string(m.groupId);
  w.string(m.memberId);
}

export const streamsGroupCurrentMemberAssignmentKey: MessageCodec<StreamsGroupCurrentMemberAssignmentKey> = defineCodec({
  name: 'StreamsGroupCurrentMemberAssignmentKey',
  apiKey: 22,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readStreamsGroupCurrentMemberAssignmentKey0],
  writers: [writeStreamsGroupCurrentMemberAssignmentKey0],
});

export interface StreamsGroupCurrentMemberAssignmentValue {
  memberEpoch: number;
  previousMemberEpoch: number;
  state: number;
  activeTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  standbyTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  warmupTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  activeTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  standbyTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  warmupTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
}

export interface StreamsGroupCurrentMemberAssignmentValueTaskIds {
  subtopologyId: string;
  partitions: number[];
  assignmentEpochs: number[] | null;
}

export function newStreamsGroupCurrentMemberAssignmentValue(fields?: Partial<StreamsGroupCurrentMemberAssignmentValue>): StreamsGroupCurrentMemberAssignmentValue {
  return { memberEpoch: 0, previousMemberEpoch: 0, state: 0, activeTasks: [], standbyTasks: [], warmupTasks: [], activeTasksPendingRevocation: [], standbyTasksPendingRevocation: [], warmupTasksPendingRevocation: [], ...fields };
}

export function newStreamsGroupCurrentMemberAssignmentValueTaskIds(fields?: Partial<StreamsGroupCurrentMemberAssignmentValueTaskIds>): StreamsGroupCurrentMemberAssignmentValueTaskIds {
  return { subtopologyId: '', partitions: [], assignmentEpochs: [], ...fields };
}

function readStreamsGroupCurrentMemberAssignmentValueTaskIdsArray0(r: Reader, count: number): StreamsGroupCurrentMemberAssignmentValueTaskIds[] {
  const array: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupCurrentMemberAssignmentValueTaskIds = {
      subtopologyId: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
      assignmentEpochs: [],
    };
    for (let tags = r.tagCount(); tags > 0; tags--) {
      const tag = r.uvarint();
      const end = r.tagEnd();
      switch (tag) {
        case 0:
          m.assignmentEpochs = r.int32sOrNull(r.compactCountOrNull(4));
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

function readStreamsGroupCurrentMemberAssignmentValue0(r: Reader): StreamsGroupCurrentMemberAssignmentValue {
  const m: StreamsGroupCurrentMemberAssignmentValue = {
    memberEpoch: r.int32(),
    previousMemberEpoch: r.int32(),
    state: r.int8(),
    activeTasks: readStreamsGroupCurrentMemberAssignmentValueTaskIdsArray0(r, r.compactCount(3)),
    standbyTasks: readStreamsGroupCurrentMemberAssignmentValueTaskIdsArray0(r, r.compactCount(3)),
    warmupTasks: readStreamsGroupCurrentMemberAssignmentValueTaskIdsArray0(r, r.compactCount(3)),
    activeTasksPendingRevocation: readStreamsGroupCurrentMemberAssignmentValueTaskIdsArray0(r, r.compactCount(3)),
    standbyTasksPendingRevocation: readStreamsGroupCurrentMemberAssignmentValueTaskIdsArray0(r, r.compactCount(3)),
    warmupTasksPendingRevocation: readStreamsGroupCurrentMemberAssignmentValueTaskIdsArray0(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeStreamsGroupCurrentMemberAssignmentValueTaskIdsArray0(w: Writer, array: StreamsGroupCurrentMemberAssignmentValueTaskIds[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.subtopologyId);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    const has0 = m.assignmentEpochs === null || m.assignmentEpochs.length !== 0;
    w.uvarint(+has0);
    if (has0) {
      w.uvarint(0);
      const at0 = w.beginTag();
      if (m.assignmentEpochs === null) {
        w.compactCount(-1);
      } else {
        w.compactCount(m.assignmentEpochs.length);
        w.int32s(m.assignmentEpochs);
      }
      w.endTag(at0);
    }
  }
}

function writeStreamsGroupCurrentMemberAssignmentValue0(w: Writer, m: StreamsGroupCurrentMemberAssignmentValue): void {
  w.int32(m.memberEpoch);
  w.int32(m.previousMemberEpoch);
  w.int8(m.state);
  writeStreamsGroupCurrentMemberAssignmentValueTaskIdsArray0(w, m.activeTasks);
  writeStreamsGroupCurrentMemberAssignmentValueTaskIdsArray0(w, m.standbyTasks);
  writeStreamsGroupCurrentMemberAssignmentValueTaskIdsArray0(w, m.warmupTasks);
  writeStreamsGroupCurrentMemberAssignmentValueTaskIdsArray0(w, m.activeTasksPendingRevocation);
  writeStreamsGroupCurrentMemberAssignmentValueTaskIdsArray0(w, m.standbyTasksPendingRevocation);
  writeStreamsGroupCurrentMemberAssignmentValueTaskIdsArray0(w, m.warmupTasksPendingRevocation);
  w.uvarint(0);
}

export const streamsGroupCurrentMemberAssignmentValue: MessageCodec<StreamsGroupCurrentMemberAssignmentValue> = defineCodec({
  name: 'StreamsGroupCurrentMemberAssignmentValue',
  apiKey: 22,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readStreamsGroupCurrentMemberAssignmentValue0],
  writers: [writeStreamsGroupCurrentMemberAssignmentValue0],
});

export interface StreamsGroupTopologyKey {
  groupId: string;
}

export function newStreamsGroupTopologyKey(fields?: Partial<StreamsGroupTopologyKey>): StreamsGroupTopologyKey {
  return { groupId: '', ...fields };
}

function readStreamsGroupTopologyKey0(r: Reader): StreamsGroupTopologyKey {
  return {
    groupId: r.string(),
  };
}

function writeStreamsGroupTopologyKey0(w: Writer, m: StreamsGroupTopologyKey): void {
  w.string(m.groupId);
}

export const streamsGroupTopologyKey: MessageCodec<StreamsGroupTopologyKey> = defineCodec({
  name: 'StreamsGroupTopologyKey',
  apiKey: 23,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readStreamsGroupTopologyKey0],
  writers: [writeStreamsGroupTopologyKey0],
});

export interface StreamsGroupTopologyValue {
  epoch: number;
  subtopologies: StreamsGroupTopologyValueSubtopology[];
}

export interface StreamsGroupTopologyValueSubtopology {
  subtopologyId: string;
  sourceTopics: string[];
  sourceTopicRegex: string[];
  stateChangelogTopics: StreamsGroupTopologyValueTopicInfo[];
  repartitionSinkTopics: string[];
  repartitionSourceTopics: StreamsGroupTopologyValueTopicInfo[];
  copartitionGroups: StreamsGroupTopologyValueCopartitionGroup[];
}

export interface StreamsGroupTopologyValueCopartitionGroup {
  sourceTopics: number[];
  sourceTopicRegex: number[];
  repartitionSourceTopics: number[];
}

export interface StreamsGroupTopologyValueTopicInfo {
  name: string;
  partitions: number;
  replicationFactor: number;
  topicConfigs: StreamsGroupTopologyValueTopicConfig[];
}

export interface StreamsGroupTopologyValueTopicConfig {
  key: string;
  value: string;
}

export function newStreamsGroupTopologyValue(fields?: Partial<StreamsGroupTopologyValue>): StreamsGroupTopologyValue {
  return { epoch: 0, subtopologies: [], ...fields };
}

export function newStreamsGroupTopologyValueSubtopology(fields?: Partial<StreamsGroupTopologyValueSubtopology>): StreamsGroupTopologyValueSubtopology {
  return { subtopologyId: '', sourceTopics: [], sourceTopicRegex: [], stateChangelogTopics: [], repartitionSinkTopics: [], repartitionSourceTopics: [], copartitionGroups: [], ...fields };
}

export function newStreamsGroupTopologyValueCopartitionGroup(fields?: Partial<StreamsGroupTopologyValueCopartitionGroup>): StreamsGroupTopologyValueCopartitionGroup {
  return { sourceTopics: [], sourceTopicRegex: [], repartitionSourceTopics: [], ...fields };
}

export function newStreamsGroupTopologyValueTopicInfo(fields?: Partial<StreamsGroupTopologyValueTopicInfo>): StreamsGroupTopologyValueTopicInfo {
  return { name: '', partitions: 0, replicationFactor: 0, topicConfigs: [], ...fields };
}

export function newStreamsGroupTopologyValueTopicConfig(fields?: Partial<StreamsGroupTopologyValueTopicConfig>): StreamsGroupTopologyValueTopicConfig {
  return { key: '', value: '', ...fields };
}

function readStreamsGroupTopologyValueTopicConfigArray0(r: Reader, count: number): StreamsGroupTopologyValueTopicConfig[] {
  const array: StreamsGroupTopologyValueTopicConfig[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupTopologyValueTopicConfig = {
      key: r.compactString(),
      value: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupTopologyValueTopicInfoArray0(r: Reader, count: number): StreamsGroupTopologyValueTopicInfo[] {
  const array: StreamsGroupTopologyValueTopicInfo[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupTopologyValueTopicInfo = {
      name: r.compactString(),
      partitions: r.int32(),
      replicationFactor: r.int16(),
      topicConfigs: readStreamsGroupTopologyValueTopicConfigArray0(r, r.compactCount(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupTopologyValueCopartitionGroupArray0(r: Reader, count: number): StreamsGroupTopologyValueCopartitionGroup[] {
  const array: StreamsGroupTopologyValueCopartitionGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupTopologyValueCopartitionGroup = {
      sourceTopics: r.int16s(r.compactCount(2)),
      sourceTopicRegex: r.int16s(r.compactCount(2)),
      repartitionSourceTopics: r.int16s(r.compactCount(2)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupTopologyValueSubtopologyArray0(r: Reader, count: number): StreamsGroupTopologyValueSubtopology[] {
  const array: StreamsGroupTopologyValueSubtopology[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupTopologyValueSubtopology = {
      subtopologyId: r.compactString(),
      sourceTopics: r.compactStrings(r.compactCount(1)),
      sourceTopicRegex: r.compactStrings(r.compactCount(1)),
      stateChangelogTopics: readStreamsGroupTopologyValueTopicInfoArray0(r, r.compactCount(9)),
      repartitionSinkTopics: r.compactStrings(r.compactCount(1)),
      repartitionSourceTopics: readStreamsGroupTopologyValueTopicInfoArray0(r, r.compactCount(9)),
      copartitionGroups: readStreamsGroupTopologyValueCopartitionGroupArray0(r, r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupTopologyValue0(r: Reader): StreamsGroupTopologyValue {
  const m: StreamsGroupTopologyValue = {
    epoch: r.int32(),
    subtopologies: readStreamsGroupTopologyValueSubtopologyArray0(r, r.compactCount(8)),
  };
  r.keepTags();
  return m;
}

function writeStreamsGroupTopologyValueTopicConfigArray0(w: Writer, array: StreamsGroupTopologyValueTopicConfig[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.key);
    w.compactString(m.value);
    w.uvarint(0);
  }
}

function writeStreamsGroupTopologyValueTopicInfoArray0(w: Writer, array: StreamsGroupTopologyValueTopicInfo[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int32(m.partitions);
    w.int16(m.replicationFactor);
    writeStreamsGroupTopologyValueTopicConfigArray0(w, m.topicConfigs);
    w.uvarint(0);
  }
}

function writeStreamsGroupTopologyValueCopartitionGroupArray0(w: Writer, array: StreamsGroupTopologyValueCopartitionGroup[]): void {
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

function writeStreamsGroupTopologyValueSubtopologyArray0(w: Writer, array: StreamsGroupTopologyValueSubtopology[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.subtopologyId);
    w.compactCount(m.sourceTopics.length);
    w.compactStrings(m.sourceTopics);
    w.compactCount(m.sourceTopicRegex.length);
    w.compactStrings(m.sourceTopicRegex);
    writeStreamsGroupTopologyValueTopicInfoArray0(w, m.stateChangelogTopics);
    w.compactCount(m.repartitionSinkTopics.length);
    w.compactStrings(m.repartitionSinkTopics);
    writeStreamsGroupTopologyValueTopicInfoArray0(w, m.repartitionSourceTopics);
    writeStreamsGroupTopologyValueCopartitionGroupArray0(w, m.copartitionGroups);
    w.uvarint(0);
  }
}

function writeStreamsGroupTopologyValue0(w: Writer, m: StreamsGroupTopologyValue): void {
  w.int32(m.epoch);
  writeStreamsGroupTopologyValueSubtopologyArray0(w, m.subtopologies);
  w.uvarint(0);
}

export const streamsGroupTopologyValue: MessageCodec<StreamsGroupTopologyValue> = defineCodec({
  name: 'StreamsGroupTopologyValue',
  apiKey: 23,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readStreamsGroupTopologyValue0],
  writers: [writeStreamsGroupTopologyValue0],
});
