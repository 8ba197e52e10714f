// generated from 13-leave-group.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface LeaveGroupRequest {
  groupId: string;
  /** v0-2 */
  memberId: string;
  /** v3+ */
  members: LeaveGroupRequestMemberIdentity[];
}

export interface LeaveGroupRequestMemberIdentity {
  memberId: string;
  groupInstanceId: string | null;
  /** v5+ */
  reason: string | null;
}

export function newLeaveGroupRequest(fields?: Partial<LeaveGroupRequest>): LeaveGroupRequest {
  return { groupId: '', memberId: '', members: [], ...fields };
}

export function newLeaveGroupRequestMemberIdentity(fields?: Partial<LeaveGroupRequestMemberIdentity>): LeaveGroupRequestMemberIdentity {
  return { memberId: '', groupInstanceId: null, reason: null, ...fields };
}

function readLeaveGroupRequest0(r: Reader): LeaveGroupRequest {
  return {
    groupId: r.string(),
    memberId: r.string(),
    members: [],
  };
}

function readLeaveGroupRequestMemberIdentityArray3(r: Reader, count: number): LeaveGroupRequestMemberIdentity[] {
  const array: LeaveGroupRequestMemberIdentity[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      memberId: r.string(),
      groupInstanceId: r.stringOrNull(),
      reason: null,
    });
  }
  return array;
}

function readLeaveGroupRequest3(r: Reader): LeaveGroupRequest {
  return {
    groupId: r.string(),
    memberId: '',
    members: readLeaveGroupRequestMemberIdentityArray3(r, r.count(4)),
  };
}

function readLeaveGroupRequestMemberIdentityArray4(r: Reader, count: number): LeaveGroupRequestMemberIdentity[] {
  const array: LeaveGroupRequestMemberIdentity[] = [];
  for (let i = 0; i < count; i++) {
    const m: LeaveGroupRequestMemberIdentity = {
      memberId: r.compactString(),
      groupInstanceId: r.compactStringOrNull(),
      reason: null,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readLeaveGroupRequest4(r: Reader): LeaveGroupRequest {
  const m: LeaveGroupRequest = {
    groupId: r.compactString(),
    memberId: '',
    members: readLeaveGroupRequestMemberIdentityArray4(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function readLeaveGroupRequestMemberIdentityArray5(r: Reader, count: number): LeaveGroupRequestMemberIdentity[] {
  const array: LeaveGroupRequestMemberIdentity[] = [];
  for (let i = 0; i < count; i++) {
    const m: LeaveGroupRequestMemberIdentity = {
      memberId: r.compactString(),
      groupInstanceId: r.compactStringOrNull(),
      reason: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readLeaveGroupRequest5(r: Reader): LeaveGroupRequest {
  const m: LeaveGroupRequest = {
    groupId: r.compactString(),
    memberId: '',
    members: readLeaveGroupRequestMemberIdentityArray5(r, r.compactCount(4)),
  };
  r.keepTags();
  return m;
}

function writeLeaveGroupRequest0(w: Writer, m: LeaveGroupRequest): void {
  w.string(m.groupId);
  w.string(m.memberId);
  if (m.members.length !== 0) throw unsupportedField('LeaveGroupRequest.members');
}

function writeLeaveGroupRequestMemberIdentityArray3(w: Writer, array: LeaveGroupRequestMemberIdentity[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.memberId);
    w.stringOrNull(m.groupInstanceId);
  }
}

function writeLeaveGroupRequest3(w: Writer, m: LeaveGroupRequest): void {
  w.string(m.groupId);
  if (m.memberId !== '') throw unsupportedField('LeaveGroupRequest.memberId');
  writeLeaveGroupRequestMemberIdentityArray3(w, m.members);
}

function writeLeaveGroupRequestMemberIdentityArray4(w: Writer, array: LeaveGroupRequestMemberIdentity[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.memberId);
    w.compactStringOrNull(m.groupInstanceId);
    w.uvarint(0);
  }
}

function writeLeaveGroupRequest4(w: Writer, m: LeaveGroupRequest): void {
  w.compactString(m.groupId);
  if (m.memberId !== '') throw unsupportedField('LeaveGroupRequest.memberId');
  writeLeaveGroupRequestMemberIdentityArray4(w, m.members);
  w.uvarint(0);
}

function writeLeaveGroupRequestMemberIdentityArray5(w: Writer, array: LeaveGroupRequestMemberIdentity[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.memberId);
    w.compactStringOrNull(m.groupInstanceId);
    w.compactStringOrNull(m.reason);
    w.uvarint(0);
  }
}

function writeLeaveGroupRequest5(w: Writer, m: LeaveGroupRequest): void {
  w.compactString(m.groupId);
  if (m.memberId !== '') throw unsupportedField('LeaveGroupRequest.memberId');
  writeLeaveGroupRequestMemberIdentityArray5(w, m.members);
  w.uvarint(0);
}

export const leaveGroupRequest: MessageCodec<LeaveGroupRequest> = defineCodec({
  name: 'LeaveGroupRequest',
  apiKey: 13,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 4,
  readers: [readLeaveGroupRequest0, readLeaveGroupRequest0, readLeaveGroupRequest0, readLeaveGroupRequest3, readLeaveGroupRequest4, readLeaveGroupRequest5],
  writers: [writeLeaveGroupRequest0, writeLeaveGroupRequest0, writeLeaveGroupRequest0, writeLeaveGroupRequest3, writeLeaveGroupRequest4, writeLeaveGroupRequest5],
});

export interface LeaveGroupResponse {
  /** v1+ */
  throttleTimeMs: number;
  errorCode: number;
  /** v3+ */
  members: LeaveGroupResponseMemberResponse[];
}

export interface LeaveGroupResponseMemberResponse {
  memberId: string;
  groupInstanceId: string | null;
  errorCode: number;
}

export function newLeaveGroupResponse(fields?: Partial<LeaveGroupResponse>): LeaveGroupResponse {
  return { throttleTimeMs: 0, errorCode: 0, members: [], ...fields };
}

export function newLeaveGroupResponseMemberResponse(fields?: Partial<LeaveGroupResponseMemberResponse>): LeaveGroupResponseMemberResponse {
  return { memberId: '', groupInstanceId: '', errorCode: 0, ...fields };
}

function readLeaveGroupResponse0(r: Reader): LeaveGroupResponse {
  return {
    throttleTimeMs: 0,
    errorCode: r.int16(),
    members: [],
  };
}

function readLeaveGroupResponse1(r: Reader): LeaveGroupResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    members: [],
  };
}

function readLeaveGroupResponseMemberResponseArray3(r: Reader, count: number): LeaveGroupResponseMemberResponse[] {
  const array: LeaveGroupResponseMemberResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      memberId: r.string(),
      groupInstanceId: r.stringOrNull(),
      errorCode: r.int16(),
    });
  }
  return array;
}

function readLeaveGroupResponse3(r: Reader): LeaveGroupResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    members: readLeaveGroupResponseMemberResponseArray3(r, r.count(6)),
  };
}

function readLeaveGroupResponseMemberResponseArray4(r: Reader, count: number): LeaveGroupResponseMemberResponse[] {
  const array: LeaveGroupResponseMemberResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: LeaveGroupResponseMemberResponse = {
      memberId: r.compactString(),
      groupInstanceId: r.compactStringOrNull(),
      errorCode: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readLeaveGroupResponse4(r: Reader): LeaveGroupResponse {
  const m: LeaveGroupResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    members: readLeaveGroupResponseMemberResponseArray4(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function writeLeaveGroupResponse0(w: Writer, m: LeaveGroupResponse): void {
  w.int16(m.errorCode);
  if (m.members.length !== 0) throw unsupportedField('LeaveGroupResponse.members');
}

function writeLeaveGroupResponse1(w: Writer, m: LeaveGroupResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  if (m.members.length !== 0) throw unsupportedField('LeaveGroupResponse.members');
}

function writeLeaveGroupResponseMemberResponseArray3(w: Writer, array: LeaveGroupResponseMemberResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.memberId);
    w.stringOrNull(m.groupInstanceId);
    w.int16(m.errorCode);
  }
}

function writeLeaveGroupResponse3(w: Writer, m: LeaveGroupResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeLeaveGroupResponseMemberResponseArray3(w, m.members);
}

function writeLeaveGroupResponseMemberResponseArray4(w: Writer, array: LeaveGroupResponseMemberResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.memberId);
    w.compactStringOrNull(m.groupInstanceId);
    w.int16(m.errorCode);
    w.uvarint(0);
  }
}

function writeLeaveGroupResponse4(w: Writer, m: LeaveGroupResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeLeaveGroupResponseMemberResponseArray4(w, m.members);
  w.uvarint(0);
}

export const leaveGroupResponse: MessageCodec<LeaveGroupResponse> = defineCodec({
  name: 'LeaveGroupResponse',
  apiKey: 13,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 4,
  readers: [readLeaveGroupResponse0, readLeaveGroupResponse1, readLeaveGroupResponse1, readLeaveGroupResponse3, readLeaveGroupResponse4, readLeaveGroupResponse4],
  writers: [writeLeaveGroupResponse0, writeLeaveGroupResponse1, writeLeaveGroupResponse1, writeLeaveGroupResponse3, writeLeaveGroupResponse4, writeLeaveGroupResponse4],
});
