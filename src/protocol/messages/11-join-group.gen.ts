// generated from 11-join-group.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { nonNull, unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { NO_BYTES } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface JoinGroupRequest {
  groupId: string;
  sessionTimeoutMs: number;
  /** v1+ */
  rebalanceTimeoutMs: number;
  memberId: string;
  /** v5+ */
  groupInstanceId: string | null;
  protocolType: string;
  protocols: JoinGroupRequestProtocol[];
  /** v8+ */
  reason: string | null;
}

export interface JoinGroupRequestProtocol {
  name: string;
  metadata: Uint8Array;
}

export function newJoinGroupRequest(fields?: Partial<JoinGroupRequest>): JoinGroupRequest {
  return { groupId: '', sessionTimeoutMs: 0, rebalanceTimeoutMs: -1, memberId: '', groupInstanceId: null, protocolType: '', protocols: [], reason: null, ...fields };
}

export function newJoinGroupRequestProtocol(fields?: Partial<JoinGroupRequestProtocol>): JoinGroupRequestProtocol {
  return { name: '', metadata: NO_BYTES, ...fields };
}

function readJoinGroupRequestProtocolArray0(r: Reader, count: number): JoinGroupRequestProtocol[] {
  const array: JoinGroupRequestProtocol[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      metadata: r.bytes(),
    });
  }
  return array;
}

function readJoinGroupRequest0(r: Reader): JoinGroupRequest {
  return {
    groupId: r.string(),
    sessionTimeoutMs: r.int32(),
    rebalanceTimeoutMs: -1,
    memberId: r.string(),
    groupInstanceId: null,
    protocolType: r.string(),
    protocols: readJoinGroupRequestProtocolArray0(r, r.count(6)),
    reason: null,
  };
}

function readJoinGroupRequest1(r: Reader): JoinGroupRequest {
  return {
    groupId: r.string(),
    sessionTimeoutMs: r.int32(),
    rebalanceTimeoutMs: r.int32(),
    memberId: r.string(),
    groupInstanceId: null,
    protocolType: r.string(),
    protocols: readJoinGroupRequestProtocolArray0(r, r.count(6)),
    reason: null,
  };
}

function readJoinGroupRequest5(r: Reader): JoinGroupRequest {
  return {
    groupId: r.string(),
    sessionTimeoutMs: r.int32(),
    rebalanceTimeoutMs: r.int32(),
    memberId: r.string(),
    groupInstanceId: r.stringOrNull(),
    protocolType: r.string(),
    protocols: readJoinGroupRequestProtocolArray0(r, r.count(6)),
    reason: null,
  };
}

function readJoinGroupRequestProtocolArray6(r: Reader, count: number): JoinGroupRequestProtocol[] {
  const array: JoinGroupRequestProtocol[] = [];
  for (let i = 0; i < count; i++) {
    const m: JoinGroupRequestProtocol = {
      name: r.compactString(),
      metadata: r.compactBytes(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readJoinGroupRequest6(r: Reader): JoinGroupRequest {
  const m: JoinGroupRequest = {
    groupId: r.compactString(),
    sessionTimeoutMs: r.int32(),
    rebalanceTimeoutMs: r.int32(),
    memberId: r.compactString(),
    groupInstanceId: r.compactStringOrNull(),
    protocolType: r.compactString(),
    protocols: readJoinGroupRequestProtocolArray6(r, r.compactCount(3)),
    reason: null,
  };
  r.keepTags();
  return m;
}

function readJoinGroupRequest8(r: Reader): JoinGroupRequest {
  const m: JoinGroupRequest = {
    groupId: r.compactString(),
    sessionTimeoutMs: r.int32(),
    rebalanceTimeoutMs: r.int32(),
    memberId: r.compactString(),
    groupInstanceId: r.compactStringOrNull(),
    protocolType: r.compactString(),
    protocols: readJoinGroupRequestProtocolArray6(r, r.compactCount(3)),
    reason: r.compactStringOrNull(),
  };
  r.keepTags();
  return m;
}

function writeJoinGroupRequestProtocolArray0(w: Writer, array: JoinGroupRequestProtocol[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.bytes(m.metadata);
  }
}

function writeJoinGroupRequest0(w: Writer, m: JoinGroupRequest): void {
  w.string(m.groupId);
  w.int32(m.sessionTimeoutMs);
  w.string(m.memberId);
  if (m.groupInstanceId !== null) throw unsupportedField('JoinGroupRequest.groupInstanceId');
  w.string(m.protocolType);
  writeJoinGroupRequestProtocolArray0(w, m.protocols);
}

function writeJoinGroupRequest1(w: Writer, m: JoinGroupRequest): void {
  w.string(m.groupId);
  w.int32(m.sessionTimeoutMs);
  w.int32(m.rebalanceTimeoutMs);
  w.string(m.memberId);
  if (m.groupInstanceId !== null) throw unsupportedField('JoinGroupRequest.groupInstanceId');
  w.string(m.protocolType);
  writeJoinGroupRequestProtocolArray0(w, m.protocols);
}

function writeJoinGroupRequest5(w: Writer, m: JoinGroupRequest): void {
  w.string(m.groupId);
  w.int32(m.sessionTimeoutMs);
  w.int32(m.rebalanceTimeoutMs);
  w.string(m.memberId);
  w.stringOrNull(m.groupInstanceId);
  w.string(m.protocolType);
  writeJoinGroupRequestProtocolArray0(w, m.protocols);
}

function writeJoinGroupRequestProtocolArray6(w: Writer, array: JoinGroupRequestProtocol[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactBytes(m.metadata);
    w.uvarint(0);
  }
}

function writeJoinGroupRequest6(w: Writer, m: JoinGroupRequest): void {
  w.compactString(m.groupId);
  w.int32(m.sessionTimeoutMs);
  w.int32(m.rebalanceTimeoutMs);
  w.compactString(m.memberId);
  w.compactStringOrNull(m.groupInstanceId);
  w.compactString(m.protocolType);
  writeJoinGroupRequestProtocolArray6(w, m.protocols);
  w.uvarint(0);
}

function writeJoinGroupRequest8(w: Writer, m: JoinGroupRequest): void {
  w.compactString(m.groupId);
  w.int32(m.sessionTimeoutMs);
  w.int32(m.rebalanceTimeoutMs);
  w.compactString(m.memberId);
  w.compactStringOrNull(m.groupInstanceId);
  w.compactString(m.protocolType);
  writeJoinGroupRequestProtocolArray6(w, m.protocols);
  w.compactStringOrNull(m.reason);
  w.uvarint(0);
}

export const joinGroupRequest: MessageCodec<JoinGroupRequest> = defineCodec({
  name: 'JoinGroupRequest',
  apiKey: 11,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 6,
  readers: [readJoinGroupRequest0, readJoinGroupRequest1, readJoinGroupRequest1, readJoinGroupRequest1, readJoinGroupRequest1, readJoinGroupRequest5, readJoinGroupRequest6, readJoinGroupRequest6, readJoinGroupRequest8, readJoinGroupRequest8],
  writers: [writeJoinGroupRequest0, writeJoinGroupRequest1, writeJoinGroupRequest1, writeJoinGroupRequest1, writeJoinGroupRequest1, writeJoinGroupRequest5, writeJoinGroupRequest6, writeJoinGroupRequest6, writeJoinGroupRequest8, writeJoinGroupRequest8],
});

export interface JoinGroupResponse {
  /** v2+ */
  throttleTimeMs: number;
  errorCode: number;
  generationId: number;
  /** v7+ */
  protocolType: string | null;
  protocolName: string | null;
  leader: string;
  /** v9+ */
  skipAssignment: boolean;
  memberId: string;
  members: JoinGroupResponseMember[];
}

export interface JoinGroupResponseMember {
  memberId: string;
  /** v5+ */
  groupInstanceId: string | null;
  metadata: Uint8Array;
}

export function newJoinGroupResponse(fields?: Partial<JoinGroupResponse>): JoinGroupResponse {
  return { throttleTimeMs: 0, errorCode: 0, generationId: -1, protocolType: null, protocolName: '', leader: '', skipAssignment: false, memberId: '', members: [], ...fields };
}

export function newJoinGroupResponseMember(fields?: Partial<JoinGroupResponseMember>): JoinGroupResponseMember {
  return { memberId: '', groupInstanceId: null, metadata: NO_BYTES, ...fields };
}

function readJoinGroupResponseMemberArray0(r: Reader, count: number): JoinGroupResponseMember[] {
  const array: JoinGroupResponseMember[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      memberId: r.string(),
      groupInstanceId: null,
      metadata: r.bytes(),
    });
  }
  return array;
}

function readJoinGroupResponse0(r: Reader): JoinGroupResponse {
  return {
    throttleTimeMs: 0,
    errorCode: r.int16(),
    generationId: r.int32(),
    protocolType: null,
    protocolName: r.string(),
    leader: r.string(),
    skipAssignment: false,
    memberId: r.string(),
    members: readJoinGroupResponseMemberArray0(r, r.count(6)),
  };
}

function readJoinGroupResponse2(r: Reader): JoinGroupResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    generationId: r.int32(),
    protocolType: null,
    protocolName: r.string(),
    leader: r.string(),
    skipAssignment: false,
    memberId: r.string(),
    members: readJoinGroupResponseMemberArray0(r, r.count(6)),
  };
}

function readJoinGroupResponseMemberArray5(r: Reader, count: number): JoinGroupResponseMember[] {
  const array: JoinGroupResponseMember[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      memberId: r.string(),
      groupInstanceId: r.stringOrNull(),
      metadata: r.bytes(),
    });
  }
  return array;
}

function readJoinGroupResponse5(r: Reader): JoinGroupResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    generationId: r.int32(),
    protocolType: null,
    protocolName: r.string(),
    leader: r.string(),
    skipAssignment: false,
    memberId: r.string(),
    members: readJoinGroupResponseMemberArray5(r, r.count(8)),
  };
}

function readJoinGroupResponseMemberArray6(r: Reader, count: number): JoinGroupResponseMember[] {
  const array: JoinGroupResponseMember[] = [];
  for (let i = 0; i < count; i++) {
    const m: JoinGroupResponseMember = {
      memberId: r.compactString(),
      groupInstanceId: r.compactStringOrNull(),
      metadata: r.compactBytes(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readJoinGroupResponse6(r: Reader): JoinGroupResponse {
  const m: JoinGroupResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    generationId: r.int32(),
    protocolType: null,
    protocolName: r.compactString(),
    leader: r.compactString(),
    skipAssignment: false,
    memberId: r.compactString(),
    members: readJoinGroupResponseMemberArray6(r, r.compactCount(4)),
  };
  r.keepTags();
  return m;
}

function readJoinGroupResponse7(r: Reader): JoinGroupResponse {
  const m: JoinGroupResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    generationId: r.int32(),
    protocolType: r.compactStringOrNull(),
    protocolName: r.compactStringOrNull(),
    leader: r.compactString(),
    skipAssignment: false,
    memberId: r.compactString(),
    members: readJoinGroupResponseMemberArray6(r, r.compactCount(4)),
  };
  r.keepTags();
  return m;
}

function readJoinGroupResponse9(r: Reader): JoinGroupResponse {
  const m: JoinGroupResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    generationId: r.int32(),
    protocolType: r.compactStringOrNull(),
    protocolName: r.compactStringOrNull(),
    leader: r.compactString(),
    skipAssignment: r.boolean(),
    memberId: r.compactString(),
    members: readJoinGroupResponseMemberArray6(r, r.compactCount(4)),
  };
  r.keepTags();
  return m;
}

function writeJoinGroupResponseMemberArray0(w: Writer, array: JoinGroupResponseMember[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.memberId);
    w.bytes(m.metadata);
  }
}

function writeJoinGroupResponse0(w: Writer, m: JoinGroupResponse): void {
  w.int16(m.errorCode);
  w.int32(m.generationId);
  w.string(nonNull(m.protocolName, 'JoinGroupResponse.protocolName'));
  w.string(m.leader);
  if (m.skipAssignment !== false) throw unsupportedField('JoinGroupResponse.skipAssignment');
  w.string(m.memberId);
  writeJoinGroupResponseMemberArray0(w, m.members);
}

function writeJoinGroupResponse2(w: Writer, m: JoinGroupResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int32(m.generationId);
  w.string(nonNull(m.protocolName, 'JoinGroupResponse.protocolName'));
  w.string(m.leader);
  if (m.skipAssignment !== false) throw unsupportedField('JoinGroupResponse.skipAssignment');
  w.string(m.memberId);
  writeJoinGroupResponseMemberArray0(w, m.members);
}

function writeJoinGroupResponseMemberArray5(w: Writer, array: JoinGroupResponseMember[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.memberId);
    w.stringOrNull(m.groupInstanceId);
    w.bytes(m.metadata);
  }
}

function writeJoinGroupResponse5(w: Writer, m: JoinGroupResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int32(m.generationId);
  w.string(nonNull(m.protocolName, 'JoinGroupResponse.protocolName'));
  w.string(m.leader);
  if (m.skipAssignment !== false) throw unsupportedField('JoinGroupResponse.skipAssignment');
  w.string(m.memberId);
  writeJoinGroupResponseMemberArray5(w, m.members);
}

function writeJoinGroupResponseMemberArray6(w: Writer, array: JoinGroupResponseMember[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.memberId);
    w.compactStringOrNull(m.groupInstanceId);
    w.compactBytes(m.metadata);
    w.uvarint(0);
  }
}

function writeJoinGroupResponse6(w: Writer, m: JoinGroupResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int32(m.generationId);
  w.compactString(nonNull(m.protocolName, 'JoinGroupResponse.protocolName'));
  w.compactString(m.leader);
  if (m.skipAssignment !== false) throw unsupportedField('JoinGroupResponse.skipAssignment');
  w.compactString(m.memberId);
  writeJoinGroupResponseMemberArray6(w, m.members);
  w.uvarint(0);
}

function writeJoinGroupResponse7(w: Writer, m: JoinGroupResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int32(m.generationId);
  w.compactStringOrNull(m.protocolType);
  w.compactStringOrNull(m.protocolName);
  w.compactString(m.leader);
  if (m.skipAssignment !== false) throw unsupportedField('JoinGroupResponse.skipAssignment');
  w.compactString(m.memberId);
  writeJoinGroupResponseMemberArray6(w, m.members);
  w.uvarint(0);
}

function writeJoinGroupResponse9(w: Writer, m: JoinGroupResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int32(m.generationId);
  w.compactStringOrNull(m.protocolType);
  w.compactStringOrNull(m.protocolName);
  w.compactString(m.leader);
  w.boolean(m.skipAssignment);
  w.compactString(m.memberId);
  writeJoinGroupResponseMemberArray6(w, m.members);
  w.uvarint(0);
}

export const joinGroupResponse: MessageCodec<JoinGroupResponse> = defineCodec({
  name: 'JoinGroupResponse',
  apiKey: 11,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 6,
  readers: [readJoinGroupResponse0, readJoinGroupResponse0, readJoinGroupResponse2, readJoinGroupResponse2, readJoinGroupResponse2, readJoinGroupResponse5, readJoinGroupResponse6, readJoinGroupResponse7, readJoinGroupResponse7, readJoinGroupResponse9],
  writers: [writeJoinGroupResponse0, writeJoinGroupResponse0, writeJoinGroupResponse2, writeJoinGroupResponse2, writeJoinGroupResponse2, writeJoinGroupResponse5, writeJoinGroupResponse6, writeJoinGroupResponse7, writeJoinGroupResponse7, writeJoinGroupResponse9],
});
