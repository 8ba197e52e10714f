// generated from 76-share-group-heartbeat.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface ShareGroupHeartbeatRequest {
  groupId: string;
  memberId: string;
  memberEpoch: number;
  rackId: string | null;
  subscribedTopicNames: string[] | null;
}

export function newShareGroupHeartbeatRequest(fields?: Partial<ShareGroupHeartbeatRequest>): ShareGroupHeartbeatRequest {
  return { groupId: '', memberId: '', memberEpoch: 0, rackId: null, subscribedTopicNames: null, ...fields };
}

function readShareGroupHeartbeatRequest1(r: Reader): ShareGroupHeartbeatRequest {
  const m: ShareGroupHeartbeatRequest = {
    groupId: r.compactString(),
    memberId: r.compactString(),
    memberEpoch: r.int32(),
    rackId: r.compactStringOrNull(),
    subscribedTopicNames: r.compactStringsOrNull(r.compactCountOrNull(1)),
  };
  r.keepTags();
  return m;
}

function writeShareGroupHeartbeatRequest1(w: Writer, m: ShareGroupHeartbeatRequest): void {
  w.compactString(m.groupId);
  w.compactString(m.memberId);
  w.int32(m.memberEpoch);
  w.compactStringOrNull(m.rackId);
  if (m.subscribedTopicNames === null) {
    w.compactCount(-1);
  } else {
    w.compactCount(m.subscribedTopicNames.length);
    w.compactStrings(m.subscribedTopicNames);
  }
  w.uvarint(0);
}

export const shareGroupHeartbeatRequest: MessageCodec<ShareGroupHeartbeatRequest> = defineCodec({
  name: 'ShareGroupHeartbeatRequest',
  apiKey: 76,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 1,
  readers: [readShareGroupHeartbeatRequest1],
  writers: [writeShareGroupHeartbeatRequest1],
});

export interface ShareGroupHeartbeatResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  memberId: string | null;
  memberEpoch: number;
  heartbeatIntervalMs: number;
  assignment: ShareGroupHeartbeatResponseAssignment | null;
}

export interface ShareGroupHeartbeatResponseAssignment {
  topicPartitions: ShareGroupHeartbeatResponseTopicPartitions[];
}

export interface ShareGroupHeartbeatResponseTopicPartitions {
  topicId: string;
  partitions: number[];
}

export function newShareGroupHeartbeatResponse(fields?: Partial<ShareGroupHeartbeatResponse>): ShareGroupHeartbeatResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, memberId: null, memberEpoch: 0, heartbeatIntervalMs: 0, assignment: null, ...fields };
}

export function newShareGroupHeartbeatResponseAssignment(fields?: Partial<ShareGroupHeartbeatResponseAssignment>): ShareGroupHeartbeatResponseAssignment {
  return { topicPartitions: [], ...fields };
}

export function newShareGroupHeartbeatResponseTopicPartitions(fields?: Partial<ShareGroupHeartbeatResponseTopicPartitions>): ShareGroupHeartbeatResponseTopicPartitions {
  return { topicId: ZERO_UUID, partitions: [], ...fields };
}

function readShareGroupHeartbeatResponseTopicPartitionsArray1(r: Reader, count: number): ShareGroupHeartbeatResponseTopicPartitions[] {
  const array: ShareGroupHeartbeatResponseTopicPartitions[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareGroupHeartbeatResponseTopicPartitions = {
      topicId: r.uuid(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareGroupHeartbeatResponseAssignmentOrNull1(r: Reader): ShareGroupHeartbeatResponseAssignment | null {
  if (r.int8() < 0) return null;
  const m: ShareGroupHeartbeatResponseAssignment = {
    topicPartitions: readShareGroupHeartbeatResponseTopicPartitionsArray1(r, r.compactCount(18)),
  };
  r.skipTags();
  return m;
}

function readShareGroupHeartbeatResponse1(r: Reader): ShareGroupHeartbeatResponse {
  const m: ShareGroupHeartbeatResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    memberId: r.compactStringOrNull(),
    memberEpoch: r.int32(),
    heartbeatIntervalMs: r.int32(),
    assignment: readShareGroupHeartbeatResponseAssignmentOrNull1(r),
  };
  r.keepTags();
  return m;
}

function writeShareGroupHeartbeatResponseTopicPartitionsArray1(w: Writer, array: ShareGroupHeartbeatResponseTopicPartitions[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeShareGroupHeartbeatResponseAssignmentOrNull1(w: Writer, m: ShareGroupHeartbeatResponseAssignment | null): void {
  if (m === null) {
    w.int8(-1);
    return;
  }
  w.int8(1);
  writeShareGroupHeartbeatResponseTopicPartitionsArray1(w, m.topicPartitions);
  w.uvarint(0);
}

function writeShareGroupHeartbeatResponse1(w: Writer, m: ShareGroupHeartbeatResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.compactStringOrNull(m.memberId);
  w.int32(m.memberEpoch);
  w.int32(m.heartbeatIntervalMs);
  writeShareGroupHeartbeatResponseAssignmentOrNull1(w, m.assignment);
  w.uvarint(0);
}

export const shareGroupHeartbeatResponse: MessageCodec<ShareGroupHeartbeatResponse> = defineCodec({
  name: 'ShareGroupHeartbeatResponse',
  apiKey: 76,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 1,
  readers: [readShareGroupHeartbeatResponse1],
  writers: [writeShareGroupHeartbeatResponse1],
});
