// generated from 77-share-group-describe.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface ShareGroupDescribeRequest {
  groupIds: string[];
  includeAuthorizedOperations: boolean;
}

export function newShareGroupDescribeRequest(fields?: Partial<ShareGroupDescribeRequest>): ShareGroupDescribeRequest {
  return { groupIds: [], includeAuthorizedOperations: false, ...fields };
}

function readShareGroupDescribeRequest1(r: Reader): ShareGroupDescribeRequest {
  const m: ShareGroupDescribeRequest = {
    groupIds: r.compactStrings(r.compactCount(1)),
    includeAuthorizedOperations: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeShareGroupDescribeRequest1(w: Writer, m: ShareGroupDescribeRequest): void {
  w.compactCount(m.groupIds.length);
  w.compactStrings(m.groupIds);
  w.boolean(m.includeAuthorizedOperations);
  w.uvarint(0);
}

export const shareGroupDescribeRequest: MessageCodec<ShareGroupDescribeRequest> = defineCodec({
  name: 'ShareGroupDescribeRequest',
  apiKey: 77,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 1,
  readers: [readShareGroupDescribeRequest1],
  writers: [writeShareGroupDescribeRequest1],
});

export interface ShareGroupDescribeResponse {
  throttleTimeMs: number;
  groups: ShareGroupDescribeResponseDescribedGroup[];
}

export interface ShareGroupDescribeResponseDescribedGroup {
  errorCode: number;
  errorMessage: string | null;
  groupId: string;
  groupState: string;
  groupEpoch: number;
  assignmentEpoch: number;
  assignorName: string;
  members: ShareGroupDescribeResponseMember[];
  authorizedOperations: number;
}

export interface ShareGroupDescribeResponseMember {
  memberId: string;
  rackId: string | null;
  memberEpoch: number;
  clientId: string;
  clientHost: string;
  subscribedTopicNames: string[];
  assignment: ShareGroupDescribeResponseAssignment;
}

export interface ShareGroupDescribeResponseAssignment {
  topicPartitions: ShareGroupDescribeResponseTopicPartitions[];
}

export interface ShareGroupDescribeResponseTopicPartitions {
  topicId: string;
  topicName: string;
  partitions: number[];
}

export function newShareGroupDescribeResponse(fields?: Partial<ShareGroupDescribeResponse>): ShareGroupDescribeResponse {
  return { throttleTimeMs: 0, groups: [], ...fields };
}

export function newShareGroupDescribeResponseDescribedGroup(fields?: Partial<ShareGroupDescribeResponseDescribedGroup>): ShareGroupDescribeResponseDescribedGroup {
  return { errorCode: 0, errorMessage: null, groupId: '', groupState: '', groupEpoch: 0, assignmentEpoch: 0, assignorName: '', members: [], authorizedOperations: -2147483648, ...fields };
}

export function newShareGroupDescribeResponseMember(fields?: Partial<ShareGroupDescribeResponseMember>): ShareGroupDescribeResponseMember {
  return { memberId: '', rackId: null, memberEpoch: 0, clientId: '', clientHost: '', subscribedTopicNames: [], assignment: newShareGroupDescribeResponseAssignment(), ...fields };
}

export function newShareGroupDescribeResponseAssignment(fields?: Partial<ShareGroupDescribeResponseAssignment>): ShareGroupDescribeResponseAssignment {
  return { topicPartitions: [], ...fields };
}

export function newShareGroupDescribeResponseTopicPartitions(fields?: Partial<ShareGroupDescribeResponseTopicPartitions>): ShareGroupDescribeResponseTopicPartitions {
  return { topicId: ZERO_UUID, topicName: '', partitions: [], ...fields };
}

function readShareGroupDescribeResponseTopicPartitionsArray1(r: Reader, count: number): ShareGroupDescribeResponseTopicPartitions[] {
  const array: ShareGroupDescribeResponseTopicPartitions[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareGroupDescribeResponseTopicPartitions = {
      topicId: r.uuid(),
      topicName: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareGroupDescribeResponseAssignment1(r: Reader): ShareGroupDescribeResponseAssignment {
  const m: ShareGroupDescribeResponseAssignment = {
    topicPartitions: readShareGroupDescribeResponseTopicPartitionsArray1(r, r.compactCount(19)),
  };
  r.skipTags();
  return m;
}

function readShareGroupDescribeResponseMemberArray1(r: Reader, count: number): ShareGroupDescribeResponseMember[] {
  const array: ShareGroupDescribeResponseMember[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareGroupDescribeResponseMember = {
      memberId: r.compactString(),
      rackId: r.compactStringOrNull(),
      memberEpoch: r.int32(),
      clientId: r.compactString(),
      clientHost: r.compactString(),
      subscribedTopicNames: r.compactStrings(r.compactCount(1)),
      assignment: readShareGroupDescribeResponseAssignment1(r),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareGroupDescribeResponseDescribedGroupArray1(r: Reader, count: number): ShareGroupDescribeResponseDescribedGroup[] {
  const array: ShareGroupDescribeResponseDescribedGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareGroupDescribeResponseDescribedGroup = {
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      groupId: r.compactString(),
      groupState: r.compactString(),
      groupEpoch: r.int32(),
      assignmentEpoch: r.int32(),
      assignorName: r.compactString(),
      members: readShareGroupDescribeResponseMemberArray1(r, r.compactCount(12)),
      authorizedOperations: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareGroupDescribeResponse1(r: Reader): ShareGroupDescribeResponse {
  const m: ShareGroupDescribeResponse = {
    throttleTimeMs: r.int32(),
    groups: readShareGroupDescribeResponseDescribedGroupArray1(r, r.compactCount(20)),
  };
  r.keepTags();
  return m;
}

function writeShareGroupDescribeResponseTopicPartitionsArray1(w: Writer, array: ShareGroupDescribeResponseTopicPartitions[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactString(m.topicName);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeShareGroupDescribeResponseAssignment1(w: Writer, m: ShareGroupDescribeResponseAssignment): void {
  writeShareGroupDescribeResponseTopicPartitionsArray1(w, m.topicPartitions);
  w.uvarint(0);
}

function writeShareGroupDescribeResponseMemberArray1(w: Writer, array: ShareGroupDescribeResponseMember[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.memberId);
    w.compactStringOrNull(m.rackId);
    w.int32(m.memberEpoch);
    w.compactString(m.clientId);
    w.compactString(m.clientHost);
    w.compactCount(m.subscribedTopicNames.length);
    w.compactStrings(m.subscribedTopicNames);
    writeShareGroupDescribeResponseAssignment1(w, m.assignment);
    w.uvarint(0);
  }
}

function writeShareGroupDescribeResponseDescribedGroupArray1(w: Writer, array: ShareGroupDescribeResponseDescribedGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.compactString(m.groupId);
    w.compactString(m.groupState);
    w.int32(m.groupEpoch);
    w.int32(m.assignmentEpoch);
    w.compactString(m.assignorName);
    writeShareGroupDescribeResponseMemberArray1(w, m.members);
    w.int32(m.authorizedOperations);
    w.uvarint(0);
  }
}

function writeShareGroupDescribeResponse1(w: Writer, m: ShareGroupDescribeResponse): void {
  w.int32(m.throttleTimeMs);
  writeShareGroupDescribeResponseDescribedGroupArray1(w, m.groups);
  w.uvarint(0);
}

export const shareGroupDescribeResponse: MessageCodec<ShareGroupDescribeResponse> = defineCodec({
  name: 'ShareGroupDescribeResponse',
  apiKey: 77,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 1,
  readers: [readShareGroupDescribeResponse1],
  writers: [writeShareGroupDescribeResponse1],
});
