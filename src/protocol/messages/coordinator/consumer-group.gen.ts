// generated from consumer-group.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../../message-codec.ts';
import { defineCodec } from '../../message-codec.ts';
import type { Reader } from '../../reader.ts';
import { NO_BYTES } from '../../reader.ts';
import { ZERO_UUID } from '../../uuid.ts';
import type { Writer } from '../../writer.ts';

export interface ConsumerGroupMetadataKey {
  groupId: string;
}

export function newConsumerGroupMetadataKey(fields?: Partial<ConsumerGroupMetadataKey>): ConsumerGroupMetadataKey {
  return { groupId: '', ...fields };
}

function readConsumerGroupMetadataKey0(r: Reader): ConsumerGroupMetadataKey {
  return {
    groupId: r.string(),
  };
}

function writeConsumerGroupMetadataKey0(w: Writer, m: ConsumerGroupMetadataKey): void {
  w.string(m.groupId);
}

export const consumerGroupMetadataKey: MessageCodec<ConsumerGroupMetadataKey> = defineCodec({
  name: 'ConsumerGroupMetadataKey',
  apiKey: 3,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readConsumerGroupMetadataKey0],
  writers: [writeConsumerGroupMetadataKey0],
});

export interface ConsumerGroupMetadataValue {
  epoch: number;
  metadataHash: number;
}

export function newConsumerGroupMetadataValue(fields?: Partial<ConsumerGroupMetadataValue>): ConsumerGroupMetadataValue {
  return { epoch: 0, metadataHash: 0, ...fields };
}

function readConsumerGroupMetadataValue0(r: Reader): ConsumerGroupMetadataValue {
  const m: ConsumerGroupMetadataValue = {
    epoch: r.int32(),
    metadataHash: 0,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.metadataHash = r.int64();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeConsumerGroupMetadataValue0(w: Writer, m: ConsumerGroupMetadataValue): void {
  w.int32(m.epoch);
  const has0 = m.metadataHash !== 0;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.int64(m.metadataHash);
    w.endTag(at0);
  }
}

export const consumerGroupMetadataValue: MessageCodec<ConsumerGroupMetadataValue> = defineCodec({
  name: 'ConsumerGroupMetadataValue',
  apiKey: 3,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readConsumerGroupMetadataValue0],
  writers: [writeConsumerGroupMetadataValue0],
});

export interface ConsumerGroupPartitionMetadataKey {
  groupId: string;
}

export function newConsumerGroupPartitionMetadataKey(fields?: Partial<ConsumerGroupPartitionMetadataKey>): ConsumerGroupPartitionMetadataKey {
  return { groupId: '', ...fields };
}

function readConsumerGroupPartitionMetadataKey0(r: Reader): ConsumerGroupPartitionMetadataKey {
  return {
    groupId: r.string(),
  };
}

function writeConsumerGroupPartitionMetadataKey0(w: Writer, m: ConsumerGroupPartitionMetadataKey): void {
  w.string(m.groupId);
}

export const consumerGroupPartitionMetadataKey: MessageCodec<ConsumerGroupPartitionMetadataKey> = defineCodec({
  name: 'ConsumerGroupPartitionMetadataKey',
  apiKey: 4,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readConsumerGroupPartitionMetadataKey0],
  writers: [writeConsumerGroupPartitionMetadataKey0],
});

export interface ConsumerGroupPartitionMetadataValue {
  topics: ConsumerGroupPartitionMetadataValueTopicMetadata[];
}

export interface ConsumerGroupPartitionMetadataValueTopicMetadata {
  topicId: string;
  topicName: string;
  numPartitions: number;
  partitionMetadata: ConsumerGroupPartitionMetadataValuePartitionMetadata[];
}

export interface ConsumerGroupPartitionMetadataValuePartitionMetadata {
  partition: number;
  racks: string[];
}

export function newConsumerGroupPartitionMetadataValue(fields?: Partial<ConsumerGroupPartitionMetadataValue>): ConsumerGroupPartitionMetadataValue {
  return { topics: [], ...fields };
}

export function newConsumerGroupPartitionMetadataValueTopicMetadata(fields?: Partial<ConsumerGroupPartitionMetadataValueTopicMetadata>): ConsumerGroupPartitionMetadataValueTopicMetadata {
  return { topicId: ZERO_UUID, topicName: '', numPartitions: 0, partitionMetadata: [], ...fields };
}

export function newConsumerGroupPartitionMetadataValuePartitionMetadata(fields?: Partial<ConsumerGroupPartitionMetadataValuePartitionMetadata>): ConsumerGroupPartitionMetadataValuePartitionMetadata {
  return { partition: 0, racks: [], ...fields };
}

function readConsumerGroupPartitionMetadataValuePartitionMetadataArray0(r: Reader, count: number): ConsumerGroupPartitionMetadataValuePartitionMetadata[] {
  const array: ConsumerGroupPartitionMetadataValuePartitionMetadata[] = [];
  for (let i = 0; i < count; i++) {
    const m: ConsumerGroupPartitionMetadataValuePartitionMetadata = {
      partition: r.int32(),
      racks: r.compactStrings(r.compactCount(1)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readConsumerGroupPartitionMetadataValueTopicMetadataArray0(r: Reader, count: number): ConsumerGroupPartitionMetadataValueTopicMetadata[] {
  const array: ConsumerGroupPartitionMetadataValueTopicMetadata[] = [];
  for (let i = 0; i < count; i++) {
    const m: ConsumerGroupPartitionMetadataValueTopicMetadata = {
      topicId: r.uuid(),
      topicName: r.compactString(),
      numPartitions: r.int32(),
      partitionMetadata: readConsumerGroupPartitionMetadataValuePartitionMetadataArray0(r, r.compactCount(6)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readConsumerGroupPartitionMetadataValue0(r: Reader): ConsumerGroupPartitionMetadataValue {
  const m: ConsumerGroupPartitionMetadataValue = {
    topics: readConsumerGroupPartitionMetadataValueTopicMetadataArray0(r, r.compactCount(23)),
  };
  r.keepTags();
  return m;
}

function writeConsumerGroupPartitionMetadataValuePartitionMetadataArray0(w: Writer, array: ConsumerGroupPartitionMetadataValuePartitionMetadata[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.compactCount(m.racks.length);
    w.compactStrings(m.racks);
    w.uvarint(0);
  }
}

function writeConsumerGroupPartitionMetadataValueTopicMetadataArray0(w: Writer, array: ConsumerGroupPartitionMetadataValueTopicMetadata[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactString(m.topicName);
    w.int32(m.numPartitions);
    writeConsumerGroupPartitionMetadataValuePartitionMetadataArray0(w, m.partitionMetadata);
    w.uvarint(0);
  }
}

function writeConsumerGroupPartitionMetadataValue0(w: Writer, m: ConsumerGroupPartitionMetadataValue): void {
  writeConsumerGroupPartitionMetadataValueTopicMetadataArray0(w, m.topics);
  w.uvarint(0);
}

export const consumerGroupPartitionMetadataValue: MessageCodec<ConsumerGroupPartitionMetadataValue> = defineCodec({
  name: 'ConsumerGroupPartitionMetadataValue',
  apiKey: 4,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readConsumerGroupPartitionMetadataValue0],
  writers: [writeConsumerGroupPartitionMetadataValue0],
});

export interface ConsumerGroupMemberMetadataKey {
  groupId: string;
  memberId: string;
}

export function newConsumerGroupMemberMetadataKey(fields?: Partial<ConsumerGroupMemberMetadataKey>): ConsumerGroupMemberMetadataKey {
  return { groupId: '', memberId: '', ...fields };
}

function readConsumerGroupMemberMetadataKey0(r: Reader): ConsumerGroupMemberMetadataKey {
  return {
    groupId: r.string(),
    memberId: r.string(),
  };
}

function writeConsumerGroupMemberMetadataKey0(w: Writer, m: ConsumerGroupMemberMetadataKey): void {
  w.string(m.groupId);
  w.string(m.memberId);
}

export const consumerGroupMemberMetadataKey: MessageCodec<ConsumerGroupMemberMetadataKey> = defineCodec({
  name: 'ConsumerGroupMemberMetadataKey',
  apiKey: 5,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readConsumerGroupMemberMetadataKey0],
  writers: [writeConsumerGroupMemberMetadataKey0],
});

export interface ConsumerGroupMemberMetadataValue {
  instanceId: string | null;
  rackId: string | null;
  clientId: string;
  clientHost: string;
  subscribedTopicNames: string[];
  subscribedTopicRegex: string | null;
  rebalanceTimeoutMs: number;
  serverAssignor: string | null;
  classicMemberMetadata: ConsumerGroupMemberMetadataValueClassicMemberMetadata | null;
}

export interface ConsumerGroupMemberMetadataValueClassicMemberMetadata {
  sessionTimeoutMs: number;
  supportedProtocols: ConsumerGroupMemberMetadataValueClassicProtocol[];
}

export interface ConsumerGroupMemberMetadataValueClassicProtocol {
  name: string;
  metadata: Uint8Array;
}

export function newConsumerGroupMemberMetadataValue(fields?: Partial<ConsumerGroupMemberMetadataValue>): ConsumerGroupMemberMetadataValue {
  return { instanceId: '', rackId: '', clientId: '', clientHost: '', subscribedTopicNames: [], subscribedTopicRegex: '', rebalanceTimeoutMs: -1, serverAssignor: '', classicMemberMetadata: newConsumerGroupMemberMetadataValueClassicMemberMetadata(), ...fields };
}

export function newConsumerGroupMemberMetadataValueClassicMemberMetadata(fields?: Partial<ConsumerGroupMemberMetadataValueClassicMemberMetadata>): ConsumerGroupMemberMetadataValueClassicMemberMetadata {
  return { sessionTimeoutMs: 0, supportedProtocols: [], ...fields };
}

export function newConsumerGroupMemberMetadataValueClassicProtocol(fields?: Partial<ConsumerGroupMemberMetadataValueClassicProtocol>): ConsumerGroupMemberMetadataValueClassicProtocol {
  return { name: '', metadata: NO_BYTES, ...fields };
}

function isDefaultConsumerGroupMemberMetadataValueClassicMemberMetadata(m: ConsumerGroupMemberMetadataValueClassicMemberMetadata): boolean {
  return !(m.sessionTimeoutMs !== 0 || m.supportedProtocols.length !== 0);
}

function readConsumerGroupMemberMetadataValueClassicProtocolArray0(r: Reader, count: number): ConsumerGroupMemberMetadataValueClassicProtocol[] {
  const array: ConsumerGroupMemberMetadataValueClassicProtocol[] = [];
  for (let i = 0; i < count; i++) {
    const m: ConsumerGroupMemberMetadataValueClassicProtocol = {
      name: r.compactString(),
      metadata: r.compactBytes(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readConsumerGroupMemberMetadataValueClassicMemberMetadataTaggedOrNull0(r: Reader): ConsumerGroupMemberMetadataValueClassicMemberMetadata | null {
  if (r.uvarint() === 0) return null;
  const m: ConsumerGroupMemberMetadataValueClassicMemberMetadata = {
    sessionTimeoutMs: r.int32(),
    supportedProtocols: readConsumerGroupMemberMetadataValueClassicProtocolArray0(r, r.compactCount(3)),
  };
  r.skipTags();
  return m;
}

function readConsumerGroupMemberMetadataValue0(r: Reader): ConsumerGroupMemberMetadataValue {
  const m: ConsumerGroupMemberMetadataValue = {
    instanceId: r.compactStringOrNull(),
    rackId: r.compactStringOrNull(),
    clientId: r.compactString(),
    clientHost: r.compactString(),
    subscribedTopicNames: r.compactStrings(r.compactCount(1)),
    subscribedTopicRegex: r.compactStringOrNull(),
    rebalanceTimeoutMs: r.int32(),
    serverAssignor: r.compactStringOrNull(),
    classicMemberMetadata: newConsumerGroupMemberMetadataValueClassicMemberMetadata(),
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.classicMemberMetadata = readConsumerGroupMemberMetadataValueClassicMemberMetadataTaggedOrNull0(r);
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeConsumerGroupMemberMetadataValueClassicProtocolArray0(w: Writer, array: ConsumerGroupMemberMetadataValueClassicProtocol[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactBytes(m.metadata);
    w.uvarint(0);
  }
}

function writeConsumerGroupMemberMetadataValueClassicMemberMetadataTaggedOrNull0(w: Writer, m: ConsumerGroupMemberMetadataValueClassicMemberMetadata | null): void {
  if (m === null) {
    w.int8(0);
    return;
  }
  w.int8(1);
  w.int32(m.sessionTimeoutMs);
  writeConsumerGroupMemberMetadataValueClassicProtocolArray0(w, m.supportedProtocols);
  w.uvarint(0);
}

function writeConsumerGroupMemberMetadataValue0(w: Writer, m: ConsumerGroupMemberMetadataValue): void {
  w.compactStringOrNull(m.instanceId);
  w.compactStringOrNull(m.rackId);
  w.compactString(m.clientId);
  w.compactString(m.clientHost);
  w.compactCount(m.subscribedTopicNames.length);
  w.compactStrings(m.subscribedTopicNames);
  w.compactStringOrNull(m.subscribedTopicRegex);
  w.int32(m.rebalanceTimeoutMs);
  w.compactStringOrNull(m.serverAssignor);
  const has0 = m.classicMemberMetadata === null || !isDefaultConsumerGroupMemberMetadataValueClassicMemberMetadata(m.classicMemberMetadata);
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    writeConsumerGroupMemberMetadataValueClassicMemberMetadataTaggedOrNull0(w, m.classicMemberMetadata);
    w.endTag(at0);
  }
}

export const consumerGroupMemberMetadataValue: MessageCodec<ConsumerGroupMemberMetadataValue> = defineCodec({
  name: 'ConsumerGroupMemberMetadataValue',
  apiKey: 5,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readConsumerGroupMemberMetadataValue0],
  writers: [writeConsumerGroupMemberMetadataValue0],
});

export interface ConsumerGroupTargetAssignmentMetadataKey {
  groupId: string;
}

export function newConsumerGroupTargetAssignmentMetadataKey(fields?: Partial<ConsumerGroupTargetAssignmentMetadataKey>): ConsumerGroupTargetAssignmentMetadataKey {
  return { groupId: '', ...fields };
}

function readConsumerGroupTargetAssignmentMetadataKey0(r: Reader): ConsumerGroupTargetAssignmentMetadataKey {
  return {
    groupId: r.string(),
  };
}

function writeConsumerGroupTargetAssignmentMetadataKey0(w: Writer, m: ConsumerGroupTargetAssignmentMetadataKey): void {
  w.string(m.groupId);
}

export const consumerGroupTargetAssignmentMetadataKey: MessageCodec<ConsumerGroupTargetAssignmentMetadataKey> = defineCodec({
  name: 'ConsumerGroupTargetAssignmentMetadataKey',
  apiKey: 6,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readConsumerGroupTargetAssignmentMetadataKey0],
  writers: [writeConsumerGroupTargetAssignmentMetadataKey0],
});

export interface ConsumerGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number;
  assignmentTimestamp: number;
}

export function newConsumerGroupTargetAssignmentMetadataValue(fields?: Partial<ConsumerGroupTargetAssignmentMetadataValue>): ConsumerGroupTargetAssignmentMetadataValue {
  return { assignmentEpoch: 0, assignmentTimestamp: 0, ...fields };
}

function readConsumerGroupTargetAssignmentMetadataValue0(r: Reader): ConsumerGroupTargetAssignmentMetadataValue {
  const m: ConsumerGroupTargetAssignmentMetadataValue = {
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

function writeConsumerGroupTargetAssignmentMetadataValue0(w: Writer, m: ConsumerGroupTargetAssignmentMetadataValue): void {
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

export const consumerGroupTargetAssignmentMetadataValue: MessageCodec<ConsumerGroupTargetAssignmentMetadataValue> = defineCodec({
  name: 'ConsumerGroupTargetAssignmentMetadataValue',
  apiKey: 6,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readConsumerGroupTargetAssignmentMetadataValue0],
  writers: [writeConsumerGroupTargetAssignmentMetadataValue0],
});

export interface ConsumerGroupTargetAssignmentMemberKey {
  groupId: string;
  memberId: string;
}

export function newConsumerGroupTargetAssignmentMemberKey(fields?: Partial<ConsumerGroupTargetAssignmentMemberKey>): ConsumerGroupTargetAssignmentMemberKey {
  return { groupId: '', memberId: '', ...fields };
}

function readConsumerGroupTargetAssignmentMemberKey0(r: Reader): ConsumerGroupTargetAssignmentMemberKey {
  return {
    groupId: r.string(),
    memberId: r.string(),
  };
}

function writeConsumerGroupTargetAssignmentMemberKey0(w: Writer, m: ConsumerGroupTargetAssignmentMemberKey): void {
  w.string(m.groupId);
  w.string(m.memberId);
}

export const consumerGroupTargetAssignmentMemberKey: MessageCodec<ConsumerGroupTargetAssignmentMemberKey> = defineCodec({
  name: 'ConsumerGroupTargetAssignmentMemberKey',
  apiKey: 7,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readConsumerGroupTargetAssignmentMemberKey0],
  writers: [writeConsumerGroupTargetAssignmentMemberKey0],
});

export interface ConsumerGroupTargetAssignmentMemberValue {
  topicPartitions: ConsumerGroupTargetAssignmentMemberValueTopicPartition[];
}

export interface ConsumerGroupTargetAssignmentMemberValueTopicPartition {
  topicId: string;
  partitions: number[];
}

export function newConsumerGroupTargetAssignmentMemberValue(fields?: Partial<ConsumerGroupTargetAssignmentMemberValue>): ConsumerGroupTargetAssignmentMemberValue {
  return { topicPartitions: [], ...fields };
}

export function newConsumerGroupTargetAssignmentMemberValueTopicPartition(fields?: Partial<ConsumerGroupTargetAssignmentMemberValueTopicPartition>): ConsumerGroupTargetAssignmentMemberValueTopicPartition {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

function readConsumerGroupTargetAssignmentMemberValueTopicPartitionArray0(r: Reader, count: number): ConsumerGroupTargetAssignmentMemberValueTopicPartition[] {
  const array: ConsumerGroupTargetAssignmentMemberValueTopicPartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: ConsumerGroupTargetAssignmentMemberValueTopicPartition = {
      topicId: r.uuid(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readConsumerGroupTargetAssignmentMemberValue0(r: Reader): ConsumerGroupTargetAssignmentMemberValue {
  const m: ConsumerGroupTargetAssignmentMemberValue = {
    topicPartitions: readConsumerGroupTargetAssignmentMemberValueTopicPartitionArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeConsumerGroupTargetAssignmentMemberValueTopicPartitionArray0(w: Writer, array: ConsumerGroupTargetAssignmentMemberValueTopicPartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeConsumerGroupTargetAssignmentMemberValue0(w: Writer, m: ConsumerGroupTargetAssignmentMemberValue): void {
  writeConsumerGroupTargetAssignmentMemberValueTopicPartitionArray0(w, m.topicPartitions);
  w.uvarint(0);
}

export const consumerGroupTargetAssignmentMemberValue: MessageCodec<ConsumerGroupTargetAssignmentMemberValue> = defineCodec({
  name: 'ConsumerGroupTargetAssignmentMemberValue',
  apiKey: 7,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readConsumerGroupTargetAssignmentMemberValue0],
  writers: [writeConsumerGroupTargetAssignmentMemberValue0],
});

export interface ConsumerGroupCurrentMemberAssignmentKey {
  groupId: string;
  memberId: string;
}

export function newConsumerGroupCurrentMemberAssignmentKey(fields?: Partial<ConsumerGroupCurrentMemberAssignmentKey>): ConsumerGroupCurrentMemberAssignmentKey {
  return { groupId: '', memberId: '', ...fields };
}

function readConsumerGroupCurrentMemberAssignmentKey0(r: Reader): ConsumerGroupCurrentMemberAssignmentKey {
  return {
    groupId: r.string(),
    memberId: r.string(),
  };
}

function writeConsumerGroupCurrentMemberAssignmentKey0(w: Writer, m: ConsumerGroupCurrentMemberAssignmentKey): void {
  w.string(m.groupId);
  w.string(m.memberId);
}

export const consumerGroupCurrentMemberAssignmentKey: MessageCodec<ConsumerGroupCurrentMemberAssignmentKey> = defineCodec({
  name: 'ConsumerGroupCurrentMemberAssignmentKey',
  apiKey: 8,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readConsumerGroupCurrentMemberAssignmentKey0],
  writers: [writeConsumerGroupCurrentMemberAssignmentKey0],
});

export interface ConsumerGroupCurrentMemberAssignmentValue {
  memberEpoch: number;
  previousMemberEpoch: number;
  state: number;
  assignedPartitions: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[];
  partitionsPendingRevocation: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[];
}

export interface ConsumerGroupCurrentMemberAssignmentValueTopicPartitions {
  topicId: string;
  partitions: number[];
  assignmentEpochs: number[] | null;
}

export function newConsumerGroupCurrentMemberAssignmentValue(fields?: Partial<ConsumerGroupCurrentMemberAssignmentValue>): ConsumerGroupCurrentMemberAssignmentValue {
  return { memberEpoch: 0, previousMemberEpoch: 0, state: 0, assignedPartitions: [], partitionsPendingRevocation: [], ...fields };
}

export function newConsumerGroupCurrentMemberAssignmentValueTopicPartitions(fields?: Partial<ConsumerGroupCurrentMemberAssignmentValueTopicPartitions>): ConsumerGroupCurrentMemberAssignmentValueTopicPartitions {
  return { topicId: ZERO_UUID, partitions: [], assignmentEpochs: [], ...fields };
}

function readConsumerGroupCurrentMemberAssignmentValueTopicPartitionsArray0(r: Reader, count: number): ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[] {
  const array: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[] = [];
  for (let i = 0; i < count; i++) {
    const m: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions = {
      topicId: r.uuid(),
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

function readConsumerGroupCurrentMemberAssignmentValue0(r: Reader): ConsumerGroupCurrentMemberAssignmentValue {
  const m: ConsumerGroupCurrentMemberAssignmentValue = {
    memberEpoch: r.int32(),
    previousMemberEpoch: r.int32(),
    state: r.int8(),
    assignedPartitions: readConsumerGroupCurrentMemberAssignmentValueTopicPartitionsArray0(r, r.compactCount(18)),
    partitionsPendingRevocation: readConsumerGroupCurrentMemberAssignmentValueTopicPartitionsArray0(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeConsumerGroupCurrentMemberAssignmentValueTopicPartitionsArray0(w: Writer, array: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
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

function writeConsumerGroupCurrentMemberAssignmentValue0(w: Writer, m: ConsumerGroupCurrentMemberAssignmentValue): void {
  w.int32(m.memberEpoch);
  w.int32(m.previousMemberEpoch);
  w.int8(m.state);
  writeConsumerGroupCurrentMemberAssignmentValueTopicPartitionsArray0(w, m.assignedPartitions);
  writeConsumerGroupCurrentMemberAssignmentValueTopicPartitionsArray0(w, m.partitionsPendingRevocation);
  w.uvarint(0);
}

export const consumerGroupCurrentMemberAssignmentValue: MessageCodec<ConsumerGroupCurrentMemberAssignmentValue> = defineCodec({
  name: 'ConsumerGroupCurrentMemberAssignmentValue',
  apiKey: 8,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readConsumerGroupCurrentMemberAssignmentValue0],
  writers: [writeConsumerGroupCurrentMemberAssignmentValue0],
});

export interface ConsumerGroupRegularExpressionKey {
  groupId: string;
  regularExpression: string;
}

export function newConsumerGroupRegularExpressionKey(fields?: Partial<ConsumerGroupRegularExpressionKey>): ConsumerGroupRegularExpressionKey {
  return { groupId: '', regularExpression: '', ...fields };
}

function readConsumerGroupRegularExpressionKey0(r: Reader): ConsumerGroupRegularExpressionKey {
  return {
    groupId: r.string(),
    regularExpression: r.string(),
  };
}

function writeConsumerGroupRegularExpressionKey0(w: Writer, m: ConsumerGroupRegularExpressionKey): void {
  w.string(m.groupId);
  w.string(m.regularExpression);
}

export const consumerGroupRegularExpressionKey: MessageCodec<ConsumerGroupRegularExpressionKey> = defineCodec({
  name: 'ConsumerGroupRegularExpressionKey',
  apiKey: 16,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readConsumerGroupRegularExpressionKey0],
  writers: [writeConsumerGroupRegularExpressionKey0],
});

export interface ConsumerGroupRegularExpressionValue {
  topics: string[];
  version: number;
  timestamp: number;
}

export function newConsumerGroupRegularExpressionValue(fields?: Partial<ConsumerGroupRegularExpressionValue>): ConsumerGroupRegularExpressionValue {
  return { topics: [], version: 0, timestamp: 0, ...fields };
}

function readConsumerGroupRegularExpressionValue0(r: Reader): ConsumerGroupRegularExpressionValue {
  const m: ConsumerGroupRegularExpressionValue = {
    topics: r.compactStrings(r.compactCount(1)),
    version: r.int64(),
    timestamp: r.int64(),
  };
  r.keepTags();
  return m;
}

function writeConsumerGroupRegularExpressionValue0(w: Writer, m: ConsumerGroupRegularExpressionValue): void {
  w.compactCount(m.topics.length);
  w.compactStrings(m.topics);
  w.int64(m.version);
  w.int64(m.timestamp);
  w.uvarint(0);
}

export const consumerGroupRegularExpressionValue: MessageCodec<ConsumerGroupRegularExpressionValue> = defineCodec({
  name: 'ConsumerGroupRegularExpressionValue',
  apiKey: 16,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readConsumerGroupRegularExpressionValue0],
  writers: [writeConsumerGroupRegularExpressionValue0],
});
