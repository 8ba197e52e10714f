// generated from 14-sync-group.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { NO_BYTES } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface SyncGroupRequest {
  groupId: string;
  generationId: number;
  memberId: string;
  /** v3+ */
  groupInstanceId: string | null;
  /** v5+ */
  protocolType: string | null;
  /** v5+ */
  protocolName: string | null;
  assignments: SyncGroupRequestAssignment[];
}

export interface SyncGroupRequestAssignment {
  memberId: string;
  assignment: Uint8Array;
}

export function newSyncGroupRequest(fields?: Partial<SyncGroupRequest>): SyncGroupRequest {
  return { groupId: '', generationId: 0, memberId: '', groupInstanceId: null, protocolType: null, protocolName: null, assignments: [], ...fields };
}

export function newSyncGroupRequestAssignment(fields?: Partial<SyncGroupRequestAssignment>): SyncGroupRequestAssignment {
  return { memberId: '', assignment: NO_BYTES, ...fields };
}

function readSyncGroupRequestAssignmentArray0(r: Reader, count: number): SyncGroupRequestAssignment[] {
  const array: SyncGroupRequestAssignment[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      memberId: r.string(),
      assignment: r.bytes(),
    });
  }
  return array;
}

function readSyncGroupRequest0(r: Reader): SyncGroupRequest {
  return {
    groupId: r.string(),
    generationId: r.int32(),
    memberId: r.string(),
    groupInstanceId: null,
    protocolType: null,
    protocolName: null,
    assignments: readSyncGroupRequestAssignmentArray0(r, r.count(6)),
  };
}

function readSyncGroupRequest3(r: Reader): SyncGroupRequest {
  return {
    groupId: r.string(),
    generationId: r.int32(),
    memberId: r.string(),
    groupInstanceId: r.stringOrNull(),
    protocolType: null,
    protocolName: null,
    assignments: readSyncGroupRequestAssignmentArray0(r, r.count(6)),
  };
}

function readSyncGroupRequestAssignmentArray4(r: Reader, count: number): SyncGroupRequestAssignment[] {
  const array: SyncGroupRequestAssignment[] = [];
  for (let i = 0; i < count; i++) {
    const m: SyncGroupRequestAssignment = {
      memberId: r.compactString(),
      assignment: r.compactBytes(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readSyncGroupRequest4(r: Reader): SyncGroupRequest {
  const m: SyncGroupRequest = {
    groupId: r.compactString(),
    generationId: r.int32(),
    memberId: r.compactString(),
    groupInstanceId: r.compactStringOrNull(),
    protocolType: null,
    protocolName: null,
    assignments: readSyncGroupRequestAssignmentArray4(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function readSyncGroupRequest5(r: Reader): SyncGroupRequest {
  const m: SyncGroupRequest = {
    groupId: r.compactString(),
    generationId: r.int32(),
    memberId: r.compactString(),
    groupInstanceId: r.compactStringOrNull(),
    protocolType: r.compactStringOrNull(),
    protocolName: r.compactStringOrNull(),
    assignments: readSyncGroupRequestAssignmentArray4(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeSyncGroupRequestAssignmentArray0(w: Writer, array: SyncGroupRequestAssignment[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.memberId);
    w.bytes(m.assignment);
  }
}

function writeSyncGroupRequest0(w: Writer, m: SyncGroupRequest): void {
  w.string(m.groupId);
  w.int32(m.generationId);
  w.string(m.memberId);
  if (m.groupInstanceId !== null) throw unsupportedField('SyncGroupRequest.groupInstanceId');
  writeSyncGroupRequestAssignmentArray0(w, m.assignments);
}

function writeSyncGroupRequest3(w: Writer, m: SyncGroupRequest): void {
  w.string(m.groupId);
  w.int32(m.generationId);
  w.string(m.memberId);
  w.stringOrNull(m.groupInstanceId);
  writeSyncGroupRequestAssignmentArray0(w, m.assignments);
}

function writeSyncGroupRequestAssignmentArray4(w: Writer, array: SyncGroupRequestAssignment[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.memberId);
    w.compactBytes(m.assignment);
    w.uvarint(0);
  }
}

function writeSyncGroupRequest4(w: Writer, m: SyncGroupRequest): void {
  w.compactString(m.groupId);
  w.int32(m.generationId);
  w.compactString(m.memberId);
  w.compactStringOrNull(m.groupInstanceId);
  writeSyncGroupRequestAssignmentArray4(w, m.assignments);
  w.uvarint(0);
}

function writeSyncGroupRequest5(w: Writer, m: SyncGroupRequest): void {
  w.compactString(m.groupId);
  w.int32(m.generationId);
  w.compactString(m.memberId);
  w.compactStringOrNull(m.groupInstanceId);
  w.compactStringOrNull(m.protocolType);
  w.compactStringOrNull(m.protocolName);
  writeSyncGroupRequestAssignmentArray4(w, m.assignments);
  w.uvarint(0);
}

export const syncGroupRequest: MessageCodec<SyncGroupRequest> = defineCodec({
  name: 'SyncGroupRequest',
  apiKey: 14,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 4,
  readers: [readSyncGroupRequest0, readSyncGroupRequest0, readSyncGroupRequest0, readSyncGroupRequest3, readSyncGroupRequest4, readSyncGroupRequest5],
  writers: [writeSyncGroupRequest0, writeSyncGroupRequest0, writeSyncGroupRequest0, writeSyncGroupRequest3, writeSyncGroupRequest4, writeSyncGroupRequest5],
});

export interface SyncGroupResponse {
  /** v1+ */
  throttleTimeMs: number;
  errorCode: number;
  /** v5+ */
  protocolType: string | null;
  /** v5+ */
  protocolName: string | null;
  assignment: Uint8Array;
}

export function newSyncGroupResponse(fields?: Partial<SyncGroupResponse>): SyncGroupResponse {
  return { throttleTimeMs: 0, errorCode: 0, protocolType: null, protocolName: null, assignment: NO_BYTES, ...fields };
}

function readSyncGroupResponse0(r: Reader): SyncGroupResponse {
  return {
    throttleTimeMs: 0,
    errorCode: r.int16(),
    protocolType: null,
    protocolName: null,
    assignment: r.bytes(),
  };
}

function readSyncGroupResponse1(r: Reader): SyncGroupResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    protocolType: null,
    protocolName: null,
    assignment: r.bytes(),
  };
}

function readSyncGroupResponse4(r: Reader): SyncGroupResponse {
  const m: SyncGroupResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    protocolType: null,
    protocolName: null,
    assignment: r.compactBytes(),
  };
  r.keepTags();
  return m;
}

function readSyncGroupResponse5(r: Reader): SyncGroupResponse {
  const m: SyncGroupResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    protocolType: r.compactStringOrNull(),
    protocolName: r.compactStringOrNull(),
    assignment: r.compactBytes(),
  };
  r.keepTags();
  return m;
}

function writeSyncGroupResponse0(w: Writer, m: SyncGroupResponse): void {
  w.int16(m.errorCode);
  w.bytes(m.assignment);
}

function writeSyncGroupResponse1(w: Writer, m: SyncGroupResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.bytes(m.assignment);
}

function writeSyncGroupResponse4(w: Writer, m: SyncGroupResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactBytes(m.assignment);
  w.uvarint(0);
}

function writeSyncGroupResponse5(w: Writer, m: SyncGroupResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.protocolType);
  w.compactStringOrNull(m.protocolName);
  w.compactBytes(m.assignment);
  w.uvarint(0);
}

export const syncGroupResponse: MessageCodec<SyncGroupResponse> = defineCodec({
  name: 'SyncGroupResponse',
  apiKey: 14,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 4,
  readers: [readSyncGroupResponse0, readSyncGroupResponse1, readSyncGroupResponse1, readSyncGroupResponse1, readSyncGroupResponse4, readSyncGroupResponse5],
  writers: [writeSyncGroupResponse0, writeSyncGroupResponse1, writeSyncGroupResponse1, writeSyncGroupResponse1, writeSyncGroupResponse4, writeSyncGroupResponse5],
});
