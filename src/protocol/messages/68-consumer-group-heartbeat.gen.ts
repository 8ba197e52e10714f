// generated from 68-consumer-group-heartbeat.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface ConsumerGroupHeartbeatRequest {
  groupId: string;
  memberId: string;
  memberEpoch: number;
  instanceId: string | null;
  rackId: string | null;
  rebalanceTimeoutMs: number;
  subscribedTopicNames: string[] | null;
  /** v1+ */
  subscribedTopicRegex: string | null;
  serverAssignor: string | null;
  topicPartitions: ConsumerGroupHeartbeatRequestTopicPartitions[] | null;
}

export interface ConsumerGroupHeartbeatRequestTopicPartitions {
  topicId: string;
  partitions: number[];
}

export function newConsumerGroupHeartbeatRequest(fields?: Partial<ConsumerGroupHeartbeatRequest>): ConsumerGroupHeartbeatRequest {
  return { groupId: '', memberId: '', memberEpoch: 0, instanceId: null, rackId: null, rebalanceTimeoutMs: -1, subscribedTopicNames: null, subscribedTopicRegex: null, serverAssignor: null, topicPartitions: null, ...fields };
}

export function newConsumerGroupHeartbeatRequestTopicPartitions(fields?: Partial<ConsumerGroupHeartbeatRequestTopicPartitions>): ConsumerGroupHeartbeatRequestTopicPartitions {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

function readConsumerGroupHeartbeatRequestTopicPartitionsArrayOrNull0(r: Reader, count: number): ConsumerGroupHeartbeatRequestTopicPartitions[] | null {
  if (count < 0) return null;
  const array: ConsumerGroupHeartbeatRequestTopicPartitions[] = [];
  for (let i = 0; i < count; i++) {
    const m: ConsumerGroupHeartbeatRequestTopicPartitions = {
      topicId: r.uuid(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readConsumerGroupHeartbeatRequest0(r: Reader): ConsumerGroupHeartbeatRequest {
  const m: ConsumerGroupHeartbeatRequest = {
    groupId: r.compactString(),
    memberId: r.compactString(),
    memberEpoch: r.int32(),
    instanceId: r.compactStringOrNull(),
    rackId: r.compactStringOrNull(),
    rebalanceTimeoutMs: r.int32(),
    subscribedTopicNames: r.compactStringsOrNull(r.compactCountOrNull(1)),
    subscribedTopicRegex: null,
    serverAssignor: r.compactStringOrNull(),
    topicPartitions: readConsumerGroupHeartbeatRequestTopicPartitionsArrayOrNull0(r, r.compactCountOrNull(18)),
  };
  r.keepTags();
  return m;
}

function readConsumerGroupHeartbeatRequest1(r: Reader): ConsumerGroupHeartbeatRequest {
  const m: ConsumerGroupHeartbeatRequest = {
    groupId: r.compactString(),
    memberId: r.compactString(),
    memberEpoch: r.int32(),
    instanceId: r.compactStringOrNull(),
    rackId: r.compactStringOrNull(),
    rebalanceTimeoutMs: r.int32(),
    subscribedTopicNames: r.compactStringsOrNull(r.compactCountOrNull(1)),
    subscribedTopicRegex: r.compactStringOrNull(),
    serverAssignor: r.compactStringOrNull(),
    topicPartitions: readConsumerGroupHeartbeatRequestTopicPartitionsArrayOrNull0(r, r.compactCountOrNull(18)),
  };
  r.keepTags();
  return m;
}

function writeConsumerGroupHeartbeatRequestTopicPartitionsArrayOrNull0(w: Writer, array: ConsumerGroupHeartbeatRequestTopicPartitions[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeConsumerGroupHeartbeatRequest0(w: Writer, m: ConsumerGroupHeartbeatRequest): void {
  w.compactString(m.groupId);
  w.compactString(m.memberId);
  w.int32(m.memberEpoch);
  w.compactStringOrNull(m.instanceId);
  w.compactStringOrNull(m.rackId);
  w.int32(m.rebalanceTimeoutMs);
  if (m.subscribedTopicNames === null) {
    w.compactCount(-1);
  } else {
    w.compactCount(m.subscribedTopicNames.length);
    w.compactStrings(m.subscribedTopicNames);
  }
  if (m.subscribedTopicRegex !== null) throw unsupportedField('ConsumerGroupHeartbeatRequest.subscribedTopicRegex');
  w.compactStringOrNull(m.serverAssignor);
  writeConsumerGroupHeartbeatRequestTopicPartitionsArrayOrNull0(w, m.topicPartitions);
  w.uvarint(0);
}

function writeConsumerGroupHeartbeatRequest1(w: Writer, m: ConsumerGroupHeartbeatRequest): void {
  w.compactString(m.groupId);
  w.compactString(m.memberId);
  w.int32(m.memberEpoch);
  w.compactStringOrNull(m.instanceId);
  w.compactStringOrNull(m.rackId);
  w.int32(m.rebalanceTimeoutMs);
  if (m.subscribedTopicNames === null) {
    w.compactCount(-1);
  } else {
    w.compactCount(m.subscribedTopicNames.length);
    w.compactStrings(m.subscribedTopicNames);
  }
  w.compactStringOrNull(m.subscribedTopicRegex);
  w.compactStringOrNull(m.serverAssignor);
  writeConsumerGroupHeartbeatRequestTopicPartitionsArrayOrNull0(w, m.topicPartitions);
  w.uvarint(0);
}

export const consumerGroupHeartbeatRequest: MessageCodec<ConsumerGroupHeartbeatRequest> = defineCodec({
  name: 'ConsumerGroupHeartbeatRequest',
  apiKey: 68,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readConsumerGroupHeartbeatRequest0, readConsumerGroupHeartbeatRequest1],
  writers: [writeConsumerGroupHeartbeatRequest0, writeConsumerGroupHeartbeatRequest1],
});

export interface ConsumerGroupHeartbeatResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  memberId: string | null;
  memberEpoch: number;
  heartbeatIntervalMs: number;
  assignment: ConsumerGroupHeartbeatResponseAssignment | null;
}

export interface ConsumerGroupHeartbeatResponseAssignment {
  topicPartitions: ConsumerGroupHeartbeatResponseTopicPartitions[];
}

export interface ConsumerGroupHeartbeatResponseTopicPartitions {
  topicId: string;
  partitions: number[];
}

export function newConsumerGroupHeartbeatResponse(fields?: Partial<ConsumerGroupHeartbeatResponse>): ConsumerGroupHeartbeatResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, memberId: null, memberEpoch: 0, heartbeatIntervalMs: 0, assignment: null, ...fields };
}

export function newConsumerGroupHeartbeatResponseAssignment(fields?: Partial<ConsumerGroupHeartbeatResponseAssignment>): ConsumerGroupHeartbeatResponseAssignment {
  return { topicPartitions: [], ...fields };
}

export function newConsumerGroupHeartbeatResponseTopicPartitions(fields?: Partial<ConsumerGroupHeartbeatResponseTopicPartitions>): ConsumerGroupHeartbeatResponseTopicPartitions {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

function readConsumerGroupHeartbeatResponseTopicPartitionsArray0(r: Reader, count: number): ConsumerGroupHeartbeatResponseTopicPartitions[] {
  const array: ConsumerGroupHeartbeatResponseTopicPartitions[] = [];
  for (let i = 0; i < count; i++) {
    const m: ConsumerGroupHeartbeatResponseTopicPartitions = {
      topicId: r.uuid(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readConsumerGroupHeartbeatResponseAssignmentOrNull0(r: Reader): ConsumerGroupHeartbeatResponseAssignment | null {
  if (r.int8() < 0) return null;
  const m: ConsumerGroupHeartbeatResponseAssignment = {
    topicPartitions: readConsumerGroupHeartbeatResponseTopicPartitionsArray0(r, r.compactCount(18)),
  };
  r.skipTags();
  return m;
}

function readConsumerGroupHeartbeatResponse0(r: Reader): ConsumerGroupHeartbeatResponse {
  const m: ConsumerGroupHeartbeatResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    memberId: r.compactStringOrNull(),
    memberEpoch: r.int32(),
    heartbeatIntervalMs: r.int32(),
    assignment: readConsumerGroupHeartbeatResponseAssignmentOrNull0(r),
  };
  r.keepTags();
  return m;
}

function writeConsumerGroupHeartbeatResponseTopicPartitionsArray0(w: Writer, array: ConsumerGroupHeartbeatResponseTopicPartitions[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeConsumerGroupHeartbeatResponseAssignmentOrNull0(w: Writer, m: ConsumerGroupHeartbeatResponseAssignment | null): void {
  if (m === null) {
    w.int8(-1);
    return;
  }
  w.int8(1);
  writeConsumerGroupHeartbeatResponseTopicPartitionsArray0(w, m.topicPartitions);
  w.uvarint(0);
}

function writeConsumerGroupHeartbeatResponse0(w: Writer, m: ConsumerGroupHeartbeatResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.compactStringOrNull(m.memberId);
  w.int32(m.memberEpoch);
  w.int32(m.heartbeatIntervalMs);
  writeConsumerGroupHeartbeatResponseAssignmentOrNull0(w, m.assignment);
  w.uvarint(0);
}

export const consumerGroupHeartbeatResponse: MessageCodec<ConsumerGroupHeartbeatResponse> = defineCodec({
  name: 'ConsumerGroupHeartbeatResponse',
  apiKey: 68,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readConsumerGroupHeartbeatResponse0, readConsumerGroupHeartbeatResponse0],
  writers: [writeConsumerGroupHeartbeatResponse0, writeConsumerGroupHeartbeatResponse0],
});
