// generated from 15-describe-groups.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { NO_BYTES } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface DescribeGroupsRequest {
  groups: string[];
  /** v3+ */
  includeAuthorizedOperations: boolean;
}

export function newDescribeGroupsRequest(fields?: Partial<DescribeGroupsRequest>): DescribeGroupsRequest {
  return { groups: [], includeAuthorizedOperations: false, ...fields };
}

function readDescribeGroupsRequest0(r: Reader): DescribeGroupsRequest {
  return {
    groups: r.strings(r.count(2)),
    includeAuthorizedOperations: false,
  };
}

function readDescribeGroupsRequest3(r: Reader): DescribeGroupsRequest {
  return {
    groups: r.strings(r.count(2)),
    includeAuthorizedOperations: r.boolean(),
  };
}

function readDescribeGroupsRequest5(r: Reader): DescribeGroupsRequest {
  const m: DescribeGroupsRequest = {
    groups: r.compactStrings(r.compactCount(1)),
    includeAuthorizedOperations: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeDescribeGroupsRequest0(w: Writer, m: DescribeGroupsRequest): void {
  w.count(m.groups.length);
  w.strings(m.groups);
  if (m.includeAuthorizedOperations !== false) throw unsupportedField('DescribeGroupsRequest.includeAuthorizedOperations');
}

function writeDescribeGroupsRequest3(w: Writer, m: DescribeGroupsRequest): void {
  w.count(m.groups.length);
  w.strings(m.groups);
  w.boolean(m.includeAuthorizedOperations);
}

function writeDescribeGroupsRequest5(w: Writer, m: DescribeGroupsRequest): void {
  w.compactCount(m.groups.length);
  w.compactStrings(m.groups);
  w.boolean(m.includeAuthorizedOperations);
  w.uvarint(0);
}

export const describeGroupsRequest: MessageCodec<DescribeGroupsRequest> = defineCodec({
  name: 'DescribeGroupsRequest',
  apiKey: 15,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 5,
  readers: [readDescribeGroupsRequest0, readDescribeGroupsRequest0, readDescribeGroupsRequest0, readDescribeGroupsRequest3, readDescribeGroupsRequest3, readDescribeGroupsRequest5, readDescribeGroupsRequest5],
  writers: [writeDescribeGroupsRequest0, writeDescribeGroupsRequest0, writeDescribeGroupsRequest0, writeDescribeGroupsRequest3, writeDescribeGroupsRequest3, writeDescribeGroupsRequest5, writeDescribeGroupsRequest5],
});

export interface DescribeGroupsResponse {
  /** v1+ */
  throttleTimeMs: number;
  groups: DescribeGroupsResponseDescribedGroup[];
}

export interface DescribeGroupsResponseDescribedGroup {
  errorCode: number;
  /** v6+ */
  errorMessage: string | null;
  groupId: string;
  groupState: string;
  protocolType: string;
  protocolData: string;
  members: DescribeGroupsResponseDescribedGroupMember[];
  /** v3+ */
  authorizedOperations: number;
}

export interface DescribeGroupsResponseDescribedGroupMember {
  memberId: string;
  /** v4+ */
  groupInstanceId: string | null;
  clientId: string;
  clientHost: string;
  memberMetadata: Uint8Array;
  memberAssignment: Uint8Array;
}

export function newDescribeGroupsResponse(fields?: Partial<DescribeGroupsResponse>): DescribeGroupsResponse {
  return { throttleTimeMs: 0, groups: [], ...fields };
}

export function newDescribeGroupsResponseDescribedGroup(fields?: Partial<DescribeGroupsResponseDescribedGroup>): DescribeGroupsResponseDescribedGroup {
  return { errorCode: 0, errorMessage: null, groupId: '', groupState: '', protocolType: '', protocolData: '', members: [], authorizedOperations: -2147483648, ...fields };
}

export function newDescribeGroupsResponseDescribedGroupMember(fields?: Partial<DescribeGroupsResponseDescribedGroupMember>): DescribeGroupsResponseDescribedGroupMember {
  return { memberId: '', groupInstanceId: null, clientId: '', clientHost: '', memberMetadata: NO_BYTES, memberAssignment: NO_BYTES, ...fields };
}

function readDescribeGroupsResponseDescribedGroupMemberArray0(r: Reader, count: number): DescribeGroupsResponseDescribedGroupMember[] {
  const array: DescribeGroupsResponseDescribedGroupMember[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      memberId: r.string(),
      groupInstanceId: null,
      clientId: r.string(),
      clientHost: r.string(),
      memberMetadata: r.bytes(),
      memberAssignment: r.bytes(),
    });
  }
  return array;
}

function readDescribeGroupsResponseDescribedGroupArray0(r: Reader, count: number): DescribeGroupsResponseDescribedGroup[] {
  const array: DescribeGroupsResponseDescribedGroup[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      errorMessage: null,
      groupId: r.string(),
      groupState: r.string(),
      protocolType: r.string(),
      protocolData: r.string(),
      members: readDescribeGroupsResponseDescribedGroupMemberArray0(r, r.count(14)),
      authorizedOperations: -2147483648,
    });
  }
  return array;
}

function readDescribeGroupsResponse0(r: Reader): DescribeGroupsResponse {
  return {
    throttleTimeMs: 0,
    groups: readDescribeGroupsResponseDescribedGroupArray0(r, r.count(14)),
  };
}

function readDescribeGroupsResponse1(r: Reader): DescribeGroupsResponse {
  return {
    throttleTimeMs: r.int32(),
    groups: readDescribeGroupsResponseDescribedGroupArray0(r, r.count(14)),
  };
}

function readDescribeGroupsResponseDescribedGroupArray3(r: Reader, count: number): DescribeGroupsResponseDescribedGroup[] {
  const array: DescribeGroupsResponseDescribedGroup[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      errorMessage: null,
      groupId: r.string(),
      groupState: r.string(),
      protocolType: r.string(),
      protocolData: r.string(),
      members: readDescribeGroupsResponseDescribedGroupMemberArray0(r, r.count(14)),
      authorizedOperations: r.int32(),
    });
  }
  return array;
}

function readDescribeGroupsResponse3(r: Reader): DescribeGroupsResponse {
  return {
    throttleTimeMs: r.int32(),
    groups: readDescribeGroupsResponseDescribedGroupArray3(r, r.count(18)),
  };
}

function readDescribeGroupsResponseDescribedGroupMemberArray4(r: Reader, count: number): DescribeGroupsResponseDescribedGroupMember[] {
  const array: DescribeGroupsResponseDescribedGroupMember[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      memberId: r.string(),
      groupInstanceId: r.stringOrNull(),
      clientId: r.string(),
      clientHost: r.string(),
      memberMetadata: r.bytes(),
      memberAssignment: r.bytes(),
    });
  }
  return array;
}

function readDescribeGroupsResponseDescribedGroupArray4(r: Reader, count: number): DescribeGroupsResponseDescribedGroup[] {
  const array: DescribeGroupsResponseDescribedGroup[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      errorMessage: null,
      groupId: r.string(),
      groupState: r.string(),
      protocolType: r.string(),
      protocolData: r.string(),
      members: readDescribeGroupsResponseDescribedGroupMemberArray4(r, r.count(16)),
      authorizedOperations: r.int32(),
    });
  }
  return array;
}

function readDescribeGroupsResponse4(r: Reader): DescribeGroupsResponse {
  return {
    throttleTimeMs: r.int32(),
    groups: readDescribeGroupsResponseDescribedGroupArray4(r, r.count(18)),
  };
}

function readDescribeGroupsResponseDescribedGroupMemberArray5(r: Reader, count: number): DescribeGroupsResponseDescribedGroupMember[] {
  const array: DescribeGroupsResponseDescribedGroupMember[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeGroupsResponseDescribedGroupMember = {
      memberId: r.compactString(),
      groupInstanceId: r.compactStringOrNull(),
      clientId: r.compactString(),
      clientHost: r.compactString(),
      memberMetadata: r.compactBytes(),
      memberAssignment: r.compactBytes(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeGroupsResponseDescribedGroupArray5(r: Reader, count: number): DescribeGroupsResponseDescribedGroup[] {
  const array: DescribeGroupsResponseDescribedGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeGroupsResponseDescribedGroup = {
      errorCode: r.int16(),
      errorMessage: null,
      groupId: r.compactString(),
      groupState: r.compactString(),
      protocolType: r.compactString(),
      protocolData: r.compactString(),
      members: readDescribeGroupsResponseDescribedGroupMemberArray5(r, r.compactCount(7)),
      authorizedOperations: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeGroupsResponse5(r: Reader): DescribeGroupsResponse {
  const m: DescribeGroupsResponse = {
    throttleTimeMs: r.int32(),
    groups: readDescribeGroupsResponseDescribedGroupArray5(r, r.compactCount(12)),
  };
  r.keepTags();
  return m;
}

function readDescribeGroupsResponseDescribedGroupArray6(r: Reader, count: number): DescribeGroupsResponseDescribedGroup[] {
  const array: DescribeGroupsResponseDescribedGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeGroupsResponseDescribedGroup = {
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      groupId: r.compactString(),
      groupState: r.compactString(),
      protocolType: r.compactString(),
      protocolData: r.compactString(),
      members: readDescribeGroupsResponseDescribedGroupMemberArray5(r, r.compactCount(7)),
      authorizedOperations: r.int32(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeGroupsResponse6(r: Reader): DescribeGroupsResponse {
  const m: DescribeGroupsResponse = {
    throttleTimeMs: r.int32(),
    groups: readDescribeGroupsResponseDescribedGroupArray6(r, r.compactCount(13)),
  };
  r.keepTags();
  return m;
}

function writeDescribeGroupsResponseDescribedGroupMemberArray0(w: Writer, array: DescribeGroupsResponseDescribedGroupMember[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.memberId);
    w.string(m.clientId);
    w.string(m.clientHost);
    w.bytes(m.memberMetadata);
    w.bytes(m.memberAssignment);
  }
}

function writeDescribeGroupsResponseDescribedGroupArray0(w: Writer, array: DescribeGroupsResponseDescribedGroup[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    if (m.errorMessage !== null) throw unsupportedField('DescribeGroupsResponseDescribedGroup.errorMessage');
    w.string(m.groupId);
    w.string(m.groupState);
    w.string(m.protocolType);
    w.string(m.protocolData);
    writeDescribeGroupsResponseDescribedGroupMemberArray0(w, m.members);
    if (m.authorizedOperations !== -2147483648) throw unsupportedField('DescribeGroupsResponseDescribedGroup.authorizedOperations');
  }
}

function writeDescribeGroupsResponse0(w: Writer, m: DescribeGroupsResponse): void {
  writeDescribeGroupsResponseDescribedGroupArray0(w, m.groups);
}

function writeDescribeGroupsResponse1(w: Writer, m: DescribeGroupsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeGroupsResponseDescribedGroupArray0(w, m.groups);
}

function writeDescribeGroupsResponseDescribedGroupArray3(w: Writer, array: DescribeGroupsResponseDescribedGroup[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    if (m.errorMessage !== null) throw unsupportedField('DescribeGroupsResponseDescribedGroup.errorMessage');
    w.string(m.groupId);
    w.string(m.groupState);
    w.string(m.protocolType);
    w.string(m.protocolData);
    writeDescribeGroupsResponseDescribedGroupMemberArray0(w, m.members);
    w.int32(m.authorizedOperations);
  }
}

function writeDescribeGroupsResponse3(w: Writer, m: DescribeGroupsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeGroupsResponseDescribedGroupArray3(w, m.groups);
}

function writeDescribeGroupsResponseDescribedGroupMemberArray4(w: Writer, array: DescribeGroupsResponseDescribedGroupMember[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.memberId);
    w.stringOrNull(m.groupInstanceId);
    w.string(m.clientId);
    w.string(m.clientHost);
    w.bytes(m.memberMetadata);
    w.bytes(m.memberAssignment);
  }
}

function writeDescribeGroupsResponseDescribedGroupArray4(w: Writer, array: DescribeGroupsResponseDescribedGroup[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    if (m.errorMessage !== null) throw unsupportedField('DescribeGroupsResponseDescribedGroup.errorMessage');
    w.string(m.groupId);
    w.string(m.groupState);
    w.string(m.protocolType);
    w.string(m.protocolData);
    writeDescribeGroupsResponseDescribedGroupMemberArray4(w, m.members);
    w.int32(m.authorizedOperations);
  }
}

function writeDescribeGroupsResponse4(w: Writer, m: DescribeGroupsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeGroupsResponseDescribedGroupArray4(w, m.groups);
}

function writeDescribeGroupsResponseDescribedGroupMemberArray5(w: Writer, array: DescribeGroupsResponseDescribedGroupMember[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.memberId);
    w.compactStringOrNull(m.groupInstanceId);
    w.compactString(m.clientId);
    w.compactString(m.clientHost);
    w.compactBytes(m.memberMetadata);
    w.compactBytes(m.memberAssignment);
    w.uvarint(0);
  }
}

function writeDescribeGroupsResponseDescribedGroupArray5(w: Writer, array: DescribeGroupsResponseDescribedGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    if (m.errorMessage !== null) throw unsupportedField('DescribeGroupsResponseDescribedGroup.errorMessage');
    w.compactString(m.groupId);
    w.compactString(m.groupState);
    w.compactString(m.protocolType);
    w.compactString(m.protocolData);
    writeDescribeGroupsResponseDescribedGroupMemberArray5(w, m.members);
    w.int32(m.authorizedOperations);
    w.uvarint(0);
  }
}

function writeDescribeGroupsResponse5(w: Writer, m: DescribeGroupsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeGroupsResponseDescribedGroupArray5(w, m.groups);
  w.uvarint(0);
}

function writeDescribeGroupsResponseDescribedGroupArray6(w: Writer, array: DescribeGroupsResponseDescribedGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.compactString(m.groupId);
    w.compactString(m.groupState);
    w.compactString(m.protocolType);
    w.compactString(m.protocolData);
    writeDescribeGroupsResponseDescribedGroupMemberArray5(w, m.members);
    w.int32(m.authorizedOperations);
    w.uvarint(0);
  }
}

function writeDescribeGroupsResponse6(w: Writer, m: DescribeGroupsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeGroupsResponseDescribedGroupArray6(w, m.groups);
  w.uvarint(0);
}

export const describeGroupsResponse: MessageCodec<DescribeGroupsResponse> = defineCodec({
  name: 'DescribeGroupsResponse',
  apiKey: 15,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 5,
  readers: [readDescribeGroupsResponse0, readDescribeGroupsResponse1, readDescribeGroupsResponse1, readDescribeGroupsResponse3, readDescribeGroupsResponse4, readDescribeGroupsResponse5, readDescribeGroupsResponse6],
  writers: [writeDescribeGroupsResponse0, writeDescribeGroupsResponse1, writeDescribeGroupsResponse1, writeDescribeGroupsResponse3, writeDescribeGroupsResponse4, writeDescribeGroupsResponse5, writeDescribeGroupsResponse6],
});
