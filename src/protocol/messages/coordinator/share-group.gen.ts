// generated from share-group.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../../message-codec.ts';
import { defineCodec } from '../../message-codec.ts';
import type { Reader } from '../../reader.ts';
import { ZERO_UUID } from '../../uuid.ts';
import type { Writer } from '../../writer.ts';

export interface ShareGroupMemberMetadataKey {
  groupId: string;
  memberId: string;
}

export function newShareGroupMemberMetadataKey(fields?: Partial<ShareGroupMemberMetadataKey>): ShareGroupMemberMetadataKey {
  return { groupId: '', memberId: '', ...fields };
}

function readShareGroupMemberMetadataKey0(r: Reader): ShareGroupMemberMetadataKey {
  return {
    groupId: r.string(),
    memberId: r.string(),
  };
}

function writeShareGroupMemberMetadataKey0(w: Writer, m: ShareGroupMemberMetadataKey): void {
  w.string(m.groupId);
  w.string(m.memberId);
}

export const shareGroupMemberMetadataKey: MessageCodec<ShareGroupMemberMetadataKey> = defineCodec({
  name: 'ShareGroupMemberMetadataKey',
  apiKey: 10,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readShareGroupMemberMetadataKey0],
  writers: [writeShareGroupMemberMetadataKey0],
});

export interface ShareGroupMemberMetadataValue {
  rackId: string | null;
  clientId: string;
  clientHost: string;
  subscribedTopicNames: string[];
}

export function newShareGroupMemberMetadataValue(fields?: Partial<ShareGroupMemberMetadataValue>): ShareGroupMemberMetadataValue {
  return { rackId: '', clientId: '', clientHost: '', subscribedTopicNames: [], ...fields };
}

function readShareGroupMemberMetadataValue0(r: Reader): ShareGroupMemberMetadataValue {
  const m: ShareGroupMemberMetadataValue = {
    rackId: r.compactStringOrNull(),
    clientId: r.compactString(),
    clientHost: r.compactString(),
    subscribedTopicNames: r.compactStrings(r.compactCount(1)),
  };
  r.keepTags();
  return m;
}

function writeShareGroupMemberMetadataValue0(w: Writer, m: ShareGroupMemberMetadataValue): void {
  w.compactStringOrNull(m.rackId);
  w.compactString(m.clientId);
  w.compactString(m.clientHost);
  w.compactCount(m.subscribedTopicNames.length);
  w.compactStrings(m.subscribedTopicNames);
  w.uvarint(0);
}

export const shareGroupMemberMetadataValue: MessageCodec<ShareGroupMemberMetadataValue> = defineCodec({
  name: 'ShareGroupMemberMetadataValue',
  apiKey: 10,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readShareGroupMemberMetadataValue0],
  writers: [writeShareGroupMemberMetadataValue0],
});

export interface ShareGroupMetadataKey {
  groupId: string;
}

export function newShareGroupMetadataKey(fields?: Partial<ShareGroupMetadataKey>): ShareGroupMetadataKey {
  return { groupId: '', ...fields };
}

function readShareGroupMetadataKey0(r: Reader): ShareGroupMetadataKey {
  return {
    groupId: r.string(),
  };
}

function writeShareGroupMetadataKey0(w: Writer, m: ShareGroupMetadataKey): void {
  w.string(m.groupId);
}

export const shareGroupMetadataKey: MessageCodec<ShareGroupMetadataKey> = defineCodec({
  name: 'ShareGroupMetadataKey',
  apiKey: 11,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readShareGroupMetadataKey0],
  writers: [writeShareGroupMetadataKey0],
});

export interface ShareGroupMetadataValue {
  epoch: number;
  metadataHash: number;
}

export function newShareGroupMetadataValue(fields?: Partial<ShareGroupMetadataValue>): ShareGroupMetadataValue {
  return { epoch: 0, metadataHash: 0, ...fields };
}

function readShareGroupMetadataValue0(r: Reader): ShareGroupMetadataValue {
  const m: ShareGroupMetadataValue = {
    epoch: r.int32(),
    metadataHash: r.int64(),
  };
  r.keepTags();
  return m;
}

function writeShareGroupMetadataValue0(w: Writer, m: ShareGroupMetadataValue): void {
  w.int32(m.epoch);
  w.int64(m.metadataHash);
  w.uvarint(0);
}

export const shareGroupMetadataValue: MessageCodec<ShareGroupMetadataValue> = defineCodec({
  name: 'ShareGroupMetadataValue',
  apiKey: 11,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readShareGroupMetadataValue0],
  writers: [writeShareGroupMetadataValue0],
});

export interface ShareGroupTargetAssignmentMetadataKey {
  groupId: string;
}

export function newShareGroupTargetAssignmentMetadataKey(fields?: Partial<ShareGroupTargetAssignmentMetadataKey>): ShareGroupTargetAssignmentMetadataKey {
  return { groupId: '', ...fields };
}

function readShareGroupTargetAssignmentMetadataKey0(r: Reader): ShareGroupTargetAssignmentMetadataKey {
  return {
    groupId: r.string(),
  };
}

function writeShareGroupTargetAssignmentMetadataKey0(w: Writer, m: ShareGroupTargetAssignmentMetadataKey): void {
  w.string(m.groupId);
}

export const shareGroupTargetAssignmentMetadataKey: MessageCodec<ShareGroupTargetAssignmentMetadataKey> = defineCodec({
  name: 'ShareGroupTargetAssignmentMetadataKey',
  apiKey: 12,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readShareGroupTargetAssignmentMetadataKey0],
  writers: [writeShareGroupTargetAssignmentMetadataKey0],
});

export interface ShareGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number;
  assignmentTimestamp: number;
}

export function newShareGroupTargetAssignmentMetadataValue(fields?: Partial<ShareGroupTargetAssignmentMetadataValue>): ShareGroupTargetAssignmentMetadataValue {
  return { assignmentEpoch: 0, assignmentTimestamp: 0, ...fields };
}

function readShareGroupTargetAssignmentMetadataValue0(r: Reader): ShareGroupTargetAssignmentMetadataValue {
  const m: ShareGroupTargetAssignmentMetadataValue = {
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

function writeShareGroupTargetAssignmentMetadataValue0(w: Writer, m: ShareGroupTargetAssignmentMetadataValue): void {
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

export const shareGroupTargetAssignmentMetadataValue: MessageCodec<ShareGroupTargetAssignmentMetadataValue> = defineCodec({
  name: 'ShareGroupTargetAssignmentMetadataValue',
  apiKey: 12,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readShareGroupTargetAssignmentMetadataValue0],
  writers: [writeShareGroupTargetAssignmentMetadataValue0],
});

export interface ShareGroupTargetAssignmentMemberKey {
  groupId: string;
  memberId: string;
}

export function newShareGroupTargetAssignmentMemberKey(fields?: Partial<ShareGroupTargetAssignmentMemberKey>): ShareGroupTargetAssignmentMemberKey {
  return { groupId: '', memberId: '', ...fields };
}

function readShareGroupTargetAssignmentMemberKey0(r: Reader): ShareGroupTargetAssignmentMemberKey {
  return {
    groupId: r.string(),
    memberId: r.string(),
  };
}

function writeShareGroupTargetAssignmentMemberKey0(w: Writer, m: ShareGroupTargetAssignmentMemberKey): void {
  w.string(m.groupId);
  w.string(m.memberId);
}

export const shareGroupTargetAssignmentMemberKey: MessageCodec<ShareGroupTargetAssignmentMemberKey> = defineCodec({
  name: 'ShareGroupTargetAssignmentMemberKey',
  apiKey: 13,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readShareGroupTargetAssignmentMemberKey0],
  writers: [writeShareGroupTargetAssignmentMemberKey0],
});

export interface ShareGroupTargetAssignmentMemberValue {
  topicPartitions: ShareGroupTargetAssignmentMemberValueTopicPartition[];
}

export interface ShareGroupTargetAssignmentMemberValueTopicPartition {
  topicId: string;
  partitions: number[];
}

export function newShareGroupTargetAssignmentMemberValue(fields?: Partial<ShareGroupTargetAssignmentMemberValue>): ShareGroupTargetAssignmentMemberValue {
  return { topicPartitions: [], ...fields };
}

export function newShareGroupTargetAssignmentMemberValueTopicPartition(fields?: Partial<ShareGroupTargetAssignmentMemberValueTopicPartition>): ShareGroupTargetAssignmentMemberValueTopicPartition {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

function readShareGroupTargetAssignmentMemberValueTopicPartitionArray0(r: Reader, count: number): ShareGroupTargetAssignmentMemberValueTopicPartition[] {
  const array: ShareGroupTargetAssignmentMemberValueTopicPartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareGroupTargetAssignmentMemberValueTopicPartition = {
      topicId: r.uuid(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareGroupTargetAssignmentMemberValue0(r: Reader): ShareGroupTargetAssignmentMemberValue {
  const m: ShareGroupTargetAssignmentMemberValue = {
    topicPartitions: readShareGroupTargetAssignmentMemberValueTopicPartitionArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeShareGroupTargetAssignmentMemberValueTopicPartitionArray0(w: Writer, array: ShareGroupTargetAssignmentMemberValueTopicPartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeShareGroupTargetAssignmentMemberValue0(w: Writer, m: ShareGroupTargetAssignmentMemberValue): void {
  writeShareGroupTargetAssignmentMemberValueTopicPartitionArray0(w, m.topicPartitions);
  w.uvarint(0);
}

export const shareGroupTargetAssignmentMemberValue: MessageCodec<ShareGroupTargetAssignmentMemberValue> = defineCodec({
  name: 'ShareGroupTargetAssignmentMemberValue',
  apiKey: 13,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readShareGroupTargetAssignmentMemberValue0],
  writers: [writeShareGroupTargetAssignmentMemberValue0],
});

export interface ShareGroupCurrentMemberAssignmentKey {
  groupId: string;
  memberId: string;
}

export function newShareGroupCurrentMemberAssignmentKey(fields?: Partial<ShareGroupCurrentMemberAssignmentKey>): ShareGroupCurrentMemberAssignmentKey {
  return { groupId: '', memberId: '', ...fields };
}

function readShareGroupCurrentMemberAssignmentKey0(r: Reader): ShareGroupCurrentMemberAssignmentKey {
  return {
    groupId: r.string(),
    memberId: r.string(),
  };
}

function writeShareGroupCurrentMemberAssignmentKey0(w: Writer, m: ShareGroupCurrentMemberAssignmentKey): void {
  w.string(m.groupId);
  w.string(m.memberId);
}

export const shareGroupCurrentMemberAssignmentKey: MessageCodec<ShareGroupCurrentMemberAssignmentKey> = defineCodec({
  name: 'ShareGroupCurrentMemberAssignmentKey',
  apiKey: 14,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readShareGroupCurrentMemberAssignmentKey0],
  writers: [writeShareGroupCurrentMemberAssignmentKey0],
});

export interface ShareGroupCurrentMemberAssignmentValue {
  memberEpoch: number;
  previousMemberEpoch: number;
  state: number;
  assignedPartitions: ShareGroupCurrentMemberAssignmentValueTopicPartitions[];
}

export interface ShareGroupCurrentMemberAssignmentValueTopicPartitions {
  topicId: string;
  partitions: number[];
}

export function newShareGroupCurrentMemberAssignmentValue(fields?: Partial<ShareGroupCurrentMemberAssignmentValue>): ShareGroupCurrentMemberAssignmentValue {
  return { memberEpoch: 0, previousMemberEpoch: 0, state: 0, assignedPartitions: [], ...fields };
}

export function newShareGroupCurrentMemberAssignmentValueTopicPartitions(fields?: Partial<ShareGroupCurrentMemberAssignmentValueTopicPartitions>): ShareGroupCurrentMemberAssignmentValueTopicPartitions {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

function readShareGroupCurrentMemberAssignmentValueTopicPartitionsArray0(r: Reader, count: number): ShareGroupCurrentMemberAssignmentValueTopicPartitions[] {
  const array: ShareGroupCurrentMemberAssignmentValueTopicPartitions[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareGroupCurrentMemberAssignmentValueTopicPartitions = {
      topicId: r.uuid(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareGroupCurrentMemberAssignmentValue0(r: Reader): ShareGroupCurrentMemberAssignmentValue {
  const m: ShareGroupCurrentMemberAssignmentValue = {
    memberEpoch: r.int32(),
    previousMemberEpoch: r.int32(),
    state: r.int8(),
    assignedPartitions: readShareGroupCurrentMemberAssignmentValueTopicPartitionsArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeShareGroupCurrentMemberAssignmentValueTopicPartitionsArray0(w: Writer, array: ShareGroupCurrentMemberAssignmentValueTopicPartitions[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeShareGroupCurrentMemberAssignmentValue0(w: Writer, m: ShareGroupCurrentMemberAssignmentValue): void {
  w.int32(m.memberEpoch);
  w.int32(m.previousMemberEpoch);
  w.int8(m.state);
  writeShareGroupCurrentMemberAssignmentValueTopicPartitionsArray0(w, m.assignedPartitions);
  w.uvarint(0);
}

export const shareGroupCurrentMemberAssignmentValue: MessageCodec<ShareGroupCurrentMemberAssignmentValue> = defineCodec({
  name: 'ShareGroupCurrentMemberAssignmentValue',
  apiKey: 14,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readShareGroupCurrentMemberAssignmentValue0],
  writers: [writeShareGroupCurrentMemberAssignmentValue0],
});

export interface ShareGroupStatePartitionMetadataKey {
  groupId: string;
}

export function newShareGroupStatePartitionMetadataKey(fields?: Partial<ShareGroupStatePartitionMetadataKey>): ShareGroupStatePartitionMetadataKey {
  return { groupId: '', ...fields };
}

function readShareGroupStatePartitionMetadataKey0(r: Reader): ShareGroupStatePartitionMetadataKey {
  return {
    groupId: r.string(),
  };
}

function writeShareGroupStatePartitionMetadataKey0(w: Writer, m: ShareGroupStatePartitionMetadataKey): void {
  w.string(m.groupId);
}

export const shareGroupStatePartitionMetadataKey: MessageCodec<ShareGroupStatePartitionMetadataKey> = defineCodec({
  name: 'ShareGroupStatePartitionMetadataKey',
  apiKey: 15,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readShareGroupStatePartitionMetadataKey0],
  writers: [writeShareGroupStatePartitionMetadataKey0],
});

export interface ShareGroupStatePartitionMetadataValue {
  initializingTopics: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[];
  initializedTopics: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[];
  deletingTopics: ShareGroupStatePartitionMetadataValueTopicInfo[];
}

export interface ShareGroupStatePartitionMetadataValueTopicInfo {
  topicId: string;
  topicName: string;
}

export interface ShareGroupStatePartitionMetadataValueTopicPartitionsInfo {
  topicId: string;
  topicName: string;
  partitions: number[];
}

export function newShareGroupStatePartitionMetadataValue(fields?: Partial<ShareGroupStatePartitionMetadataValue>): ShareGroupStatePartitionMetadataValue {
  return { initializingTopics: [], initializedTopics: [], deletingTopics: [], ...fields };
}

export function newShareGroupStatePartitionMetadataValueTopicInfo(fields?: Partial<ShareGroupStatePartitionMetadataValueTopicInfo>): ShareGroupStatePartitionMetadataValueTopicInfo {
  return { topicId: ZERO_UUID, topicName: '', ...fields };
}

export function newShareGroupStatePartitionMetadataValueTopicPartitionsInfo(fields?: Partial<ShareGroupStatePartitionMetadataValueTopicPartitionsInfo>): ShareGroupStatePartitionMetadataValueTopicPartitionsInfo {
  return { topicId: ZERO_UUID, topicName: '', partitions: [], ...fields };
}

function readShareGroupStatePartitionMetadataValueTopicPartitionsInfoArray0(r: Reader, count: number): ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[] {
  const array: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo = {
      topicId: r.uuid(),
      topicName: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareGroupStatePartitionMetadataValueTopicInfoArray0(r: Reader, count: number): ShareGroupStatePartitionMetadataValueTopicInfo[] {
  const array: ShareGroupStatePartitionMetadataValueTopicInfo[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareGroupStatePartitionMetadataValueTopicInfo = {
      topicId: r.uuid(),
      topicName: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareGroupStatePartitionMetadataValue0(r: Reader): ShareGroupStatePartitionMetadataValue {
  const m: ShareGroupStatePartitionMetadataValue = {
    initializingTopics: readShareGroupStatePartitionMetadataValueTopicPartitionsInfoArray0(r, r.compactCount(19)),
    initializedTopics: readShareGroupStatePartitionMetadataValueTopicPartitionsInfoArray0(r, r.compactCount(19)),
    deletingTopics: readShareGroupStatePartitionMetadataValueTopicInfoArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeShareGroupStatePartitionMetadataValueTopicPartitionsInfoArray0(w: Writer, array: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactString(m.topicName);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeShareGroupStatePartitionMetadataValueTopicInfoArray0(w: Writer, array: ShareGroupStatePartitionMetadataValueTopicInfo[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactString(m.topicName);
    w.uvarint(0);
  }
}

function writeShareGroupStatePartitionMetadataValue0(w: Writer, m: ShareGroupStatePartitionMetadataValue): void {
  writeShareGroupStatePartitionMetadataValueTopicPartitionsInfoArray0(w, m.initializingTopics);
  writeShareGroupStatePartitionMetadataValueTopicPartitionsInfoArray0(w, m.initializedTopics);
  writeShareGroupStatePartitionMetadataValueTopicInfoArray0(w, m.deletingTopics);
  w.uvarint(0);
}

export const shareGroupStatePartitionMetadataValue: MessageCodec<ShareGroupStatePartitionMetadataValue> = defineCodec({
  name: 'ShareGroupStatePartitionMetadataValue',
  apiKey: 15,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readShareGroupStatePartitionMetadataValue0],
  writers: [writeShareGroupStatePartitionMetadataValue0],
});
