// generated from 69-consumer-group-describe.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface ConsumerGroupDescribeRequest {
  groupIds: string[];
  includeAuthorizedOperations: boolean;
}

export function newConsumerGroupDescribeRequest(fields?: Partial<ConsumerGroupDescribeRequest>): ConsumerGroupDescribeRequest {
  return { groupIds: [], includeAuthorizedOperations: false, ...fields };
}

function readConsumerGroupDescribeRequest0(r: Reader): ConsumerGroupDescribeRequest {
  const m: ConsumerGroupDescribeRequest = {
    groupIds: r.compactStrings(r.compactCount(1)),
    includeAuthorizedOperations: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeConsumerGroupDescribeRequest0(w: Writer, m: ConsumerGroupDescribeRequest): void {
  w.compactCount(m.groupIds.length);
  w.compactStrings(m.groupIds);
  w.boolean(m.includeAuthorizedOperations);
  w.uvarint(0);
}

export const consumerGroupDescribeRequest: MessageCodec<ConsumerGroupDescribeRequest> = defineCodec({
  name: 'ConsumerGroupDescribeRequest',
  apiKey: 69,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readConsumerGroupDescribeRequest0, readConsumerGroupDescribeRequest0],
  writers: [writeConsumerGroupDescribeRequest0, writeConsumerGroupDescribeRequest0],
});

export interface ConsumerGroupDescribeResponse {
  throttleTimeMs: number;
  groups: ConsumerGroupDescribeResponseDescribedGroup[];
}

export interface ConsumerGroupDescribeResponseDescribedGroup {
  errorCode: number;
  errorMessage: string | null;
  groupId: string;
  groupState: string;
  groupEpoch: number;
  assignmentEpoch: number;
  assignorName: string;
  members: ConsumerGroupDescribeResponseMember[];
  authorizedOperations: number;
}

export interface ConsumerGroupDescribeResponseMember {
  memberId: string;
  instanceId: string | null;
  rackId: string | null;
  memberEpoch: number;
  clientId: string;
  clientHost: string;
  subscribedTopicNames: string[];
  subscribedTopicRegex: string | null;
  assignment: ConsumerGroupDescribeResponseAssignment;
  targetAssignment: ConsumerGroupDescribeResponseAssignment;
  /** v1+ */
  memberType: number;
}

export interface ConsumerGroupDescribeResponseAssignment {
  topicPartitions: ConsumerGroupDescribeResponseTopicPartitions[];
}

export interface ConsumerGroupDescribeResponseTopicPartitions {
  topicId: string;
  topicName: string;
  partitions: number[];
}

export function newConsumerGroupDescribeResponse(fields?: Partial<ConsumerGroupDescribeResponse>): ConsumerGroupDescribeResponse {
  return { throttleTimeMs: 0, groups: [], ...fields };
}

export function newConsumerGroupDescribeResponseDescribedGroup(fields?: Partial<ConsumerGroupDescribeResponseDescribedGroup>): ConsumerGroupDescribeResponseDescribedGroup {
  return { errorCode: 0, errorMessage: null, groupId: '', groupState: '', groupEpoch: 0, assignmentEpoch: 0, assignorName: '', members: [], authorizedOperations: -2147483648, ...fields };
}

export function newConsumerGroupDescribeResponseMember(fields?: Partial<ConsumerGroupDescribeResponseMember>): ConsumerGroupDescribeResponseMember {
  return { memberId: '', instanceId: null, rackId: null, memberEpoch: 0, clientId: '', clientHost: '', subscribedTopicNames: [], subscribedTopicRegex: null, assignment: newConsumerGroupDescribeResponseAssignment(), targetAssignment: newConsumerGroupDescribeResponseAssignment(), memberType: -1, ...fields };
}

export function newConsumerGroupDescribeResponseAssignment(fields?: Partial<ConsumerGroupDescribeResponseAssignment>): ConsumerGroupDescribeResponseAssignment {
  return { topicPartitions: [], ...fields };
}

export function newConsumerGroupDescribeResponseTopicPartitions(fields?: Partial<ConsumerGroupDescribeResponseTopicPartitions>): ConsumerGroupDescribeResponseTopicPartitions {
  return { topicId: ZERO_UUID, topicName: '', partitions: [], ...fields };
}

function readConsumerGroupDescribeResponseTopicPartitionsArray0(r: Reader, count: number): ConsumerGroupDescribeResponseTopicPartitions[] {
  const array: ConsumerGroupDescribeResponseTopicPartitions[] = [];
  for (let i = 0; i < count; i++) {
    const m: ConsumerGroupDescribeResponseTopicPartitions = {
      topicId: r.uuid(),
      topicName: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readConsumerGroupDescribeResponseAssignment0(r: Reader): ConsumerGroupDescribeResponseAssignment {
  const m: ConsumerGroupDescribeResponseAssignment = {
    topicPartitions: readConsumerGroupDescribeResponseTopicPartitionsArray0(r, r.compactCount(19)),
  };
  r.skipTags();
  return m;
}

function readConsumerGroupDescribeResponseMemberArray0(r: Reader, count: number): ConsumerGroupDescribeResponseMember[] {
  const array: ConsumerGroupDescribeResponseMember[] = [];
  for (let i = 0; i < count; i++) {
    const m: ConsumerGroupDescribeResponseMember = {
      memberId: r.compactString(),
      instanceId: r.compactStringOrNull(),
      rackId: r.compactStringOrNull(),
      memberEpoch: r.int32(),
      clientId: r.compactString(),
      clientHost: r.compactString(),
      subscribedTopicNames: r.compactStrings(r.compactCount(1)),
      subscribedTopicRegex: r.compactStringOrNull(),
      assignment: readConsumerGroupDescribeResponseAssignment0(r),
      targetAssignment: readConsumerGroupDescribeResponseAssignment0(r),
      memberType: -1,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readConsumerGroupDescribeResponseDescribedGroupArray0(r: Reader, count: number): ConsumerGroupDescribeResponseDescribedGroup[] {
  const array: ConsumerGroupDescribeResponseDescribedGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: ConsumerGroupDescribeResponseDescribedGroup = {
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      groupId: r.compactString(),
      groupState: r.compactString(),
      groupEpoch: r.int32(),
      assignmentEpoch: r.int32(),
      assignorName: r.compactString(),
      members: readConsumerGroupDescribeResponseMemberArray0(r, r.compactCount(16)),
      authorizedOperations: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readConsumerGroupDescribeResponse0(r: Reader): ConsumerGroupDescribeResponse {
  const m: ConsumerGroupDescribeResponse = {
    throttleTimeMs: r.int32(),
    groups: readConsumerGroupDescribeResponseDescribedGroupArray0(r, r.compactCount(20)),
  };
  r.keepTags();
  return m;
}

function readConsumerGroupDescribeResponseMemberArray1(r: Reader, count: number): ConsumerGroupDescribeResponseMember[] {
  const array: ConsumerGroupDescribeResponseMember[] = [];
  for (let i = 0; i < count; i++) {
    const m: ConsumerGroupDescribeResponseMember = {
      memberId: r.compactString(),
      instanceId: r.compactStringOrNull(),
      rackId: r.compactStringOrNull(),
      memberEpoch: r.int32(),
      clientId: r.compactString(),
      clientHost: r.compactString(),
      subscribedTopicNames: r.compactStrings(r.compactCount(1)),
      subscribedTopicRegex: r.compactStringOrNull(),
      assignment: readConsumerGroupDescribeResponseAssignment0(r),
      targetAssignment: readConsumerGroupDescribeResponseAssignment0(r),
      memberType: r.int8(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readConsumerGroupDescribeResponseDescribedGroupArray1(r: Reader, count: number): ConsumerGroupDescribeResponseDescribedGroup[] {
  const array: ConsumerGroupDescribeResponseDescribedGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: ConsumerGroupDescribeResponseDescribedGroup = {
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      groupId: r.compactString(),
      groupState: r.compactString(),
      groupEpoch: r.int32(),
      assignmentEpoch: r.int32(),
      assignorName: r.compactString(),
      members: readConsumerGroupDescribeResponseMemberArray1(r, r.compactCount(17)),
      authorizedOperations: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readConsumerGroupDescribeResponse1(r: Reader): ConsumerGroupDescribeResponse {
  const m: ConsumerGroupDescribeResponse = {
    throttleTimeMs: r.int32(),
    groups: readConsumerGroupDescribeResponseDescribedGroupArray1(r, r.compactCount(20)),
  };
  r.keepTags();
  return m;
}

function writeConsumerGroupDescribeResponseTopicPartitionsArray0(w: Writer, array: ConsumerGroupDescribeResponseTopicPartitions[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactString(m.topicName);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeConsumerGroupDescribeResponseAssignment0(w: Writer, m: ConsumerGroupDescribeResponseAssignment): void {
  writeConsumerGroupDescribeResponseTopicPartitionsArray0(w, m.topicPartitions);
  w.uvarint(0);
}

function writeConsumerGroupDescribeResponseMemberArray0(w: Writer, array: ConsumerGroupDescribeResponseMember[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.memberId);
    w.compactStringOrNull(m.instanceId);
    w.compactStringOrNull(m.rackId);
    w.int32(m.memberEpoch);
    w.compactString(m.clientId);
    w.compactString(m.clientHost);
    w.compactCount(m.subscribedTopicNames.length);
    w.compactStrings(m.subscribedTopicNames);
    w.compactStringOrNull(m.subscribedTopicRegex);
    writeConsumerGroupDescribeResponseAssignment0(w, m.assignment);
    writeConsumerGroupDescribeResponseAssignment0(w, m.targetAssignment);
    w.uvarint(0);
  }
}

function writeConsumerGroupDescribeResponseDescribedGroupArray0(w: Writer, array: ConsumerGroupDescribeResponseDescribedGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.compactString(m.groupId);
    w.compactString(m.groupState);
    w.int32(m.groupEpoch);
    w.int32(m.assignmentEpoch);
    w.compactString(m.assignorName);
    writeConsumerGroupDescribeResponseMemberArray0(w, m.members);
    w.int32(m.authorizedOperations);
    w.uvarint(0);
  }
}

function writeConsumerGroupDescribeResponse0(w: Writer, m: ConsumerGroupDescribeResponse): void {
  w.int32(m.throttleTimeMs);
  writeConsumerGroupDescribeResponseDescribedGroupArray0(w, m.groups);
  w.uvarint(0);
}

function writeConsumerGroupDescribeResponseMemberArray1(w: Writer, array: ConsumerGroupDescribeResponseMember[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.memberId);
    w.compactStringOrNull(m.instanceId);
    w.compactStringOrNull(m.rackId);
    w.int32(m.memberEpoch);
    w.compactString(m.clientId);
    w.compactString(m.clientHost);
    w.compactCount(m.subscribedTopicNames.length);
    w.compactStrings(m.subscribedTopicNames);
    w.compactStringOrNull(m.subscribedTopicRegex);
    writeConsumerGroupDescribeResponseAssignment0(w, m.assignment);
    writeConsumerGroupDescribeResponseAssignment0(w, m.targetAssignment);
    w.int8(m.memberType);
    w.uvarint(0);
  }
}

function writeConsumerGroupDescribeResponseDescribedGroupArray1(w: Writer, array: ConsumerGroupDescribeResponseDescribedGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.compactString(m.groupId);
    w.compactString(m.groupState);
    w.int32(m.groupEpoch);
    w.int32(m.assignmentEpoch);
    w.compactString(m.assignorName);
    writeConsumerGroupDescribeResponseMemberArray1(w, m.members);
    w.int32(m.authorizedOperations);
    w.uvarint(0);
  }
}

function writeConsumerGroupDescribeResponse1(w: Writer, m: ConsumerGroupDescribeResponse): void {
  w.int32(m.throttleTimeMs);
  writeConsumerGroupDescribeResponseDescribedGroupArray1(w, m.groups);
  w.uvarint(0);
}

export const consumerGroupDescribeResponse: MessageCodec<ConsumerGroupDescribeResponse> = defineCodec({
  name: 'ConsumerGroupDescribeResponse',
  apiKey: 69,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readConsumerGroupDescribeResponse0, readConsumerGroupDescribeResponse1],
  writers: [writeConsumerGroupDescribeResponse0, writeConsumerGroupDescribeResponse1],
});
