// generated from 12-heartbeat.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface HeartbeatRequest {
  groupId: string;
  generationId: number;
  memberId: string;
  /** v3+ */
  groupInstanceId: string | null;
}

export function newHeartbeatRequest(fields?: Partial<HeartbeatRequest>): HeartbeatRequest {
  return { groupId: '', generationId: 0, memberId: '', groupInstanceId: null, ...fields };
}

function readHeartbeatRequest0(r: Reader): HeartbeatRequest {
  return {
    groupId: r.string(),
    generationId: r.int32(),
    memberId: r.string(),
    groupInstanceId: null,
  };
}

function readHeartbeatRequest3(r: Reader): HeartbeatRequest {
  return {
    groupId: r.string(),
    generationId: r.int32(),
    memberId: r.string(),
    groupInstanceId: r.stringOrNull(),
  };
}

function readHeartbeatRequest4(r: Reader): HeartbeatRequest {
  const m: HeartbeatRequest = {
    groupId: r.compactString(),
    generationId: r.int32(),
    memberId: r.compactString(),
    groupInstanceId: r.compactStringOrNull(),
  };
  r.keepTags();
  return m;
}

function writeHeartbeatRequest0(w: Writer, m: HeartbeatRequest): void {
  w.string(m.groupId);
  w.int32(m.generationId);
  w.string(m.memberId);
  if (m.groupInstanceId !== null) throw unsupportedField('HeartbeatRequest.groupInstanceId');
}

function writeHeartbeatRequest3(w: Writer, m: HeartbeatRequest): void {
  w.string(m.groupId);
  w.int32(m.generationId);
  w.string(m.memberId);
  w.stringOrNull(m.groupInstanceId);
}

function writeHeartbeatRequest4(w: Writer, m: HeartbeatRequest): void {
  w.compactString(m.groupId);
  w.int32(m.generationId);
  w.compactString(m.memberId);
  w.compactStringOrNull(m.groupInstanceId);
  w.uvarint(0);
}

export const heartbeatRequest: MessageCodec<HeartbeatRequest> = defineCodec({
  name: 'HeartbeatRequest',
  apiKey: 12,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 4,
  readers: [readHeartbeatRequest0, readHeartbeatRequest0, readHeartbeatRequest0, readHeartbeatRequest3, readHeartbeatRequest4],
  writers: [writeHeartbeatRequest0, writeHeartbeatRequest0, writeHeartbeatRequest0, writeHeartbeatRequest3, writeHeartbeatRequest4],
});

export interface HeartbeatResponse {
  /** v1+ */
  throttleTimeMs: number;
  errorCode: number;
}

export function newHeartbeatResponse(fields?: Partial<HeartbeatResponse>): HeartbeatResponse {
  return { throttleTimeMs: 0, errorCode: 0, ...fields };
}

function readHeartbeatResponse0(r: Reader): HeartbeatResponse {
  return {
    throttleTimeMs: 0,
    errorCode: r.int16(),
  };
}

function readHeartbeatResponse1(r: Reader): HeartbeatResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
  };
}

function readHeartbeatResponse4(r: Reader): HeartbeatResponse {
  const m: HeartbeatResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
  };
  r.keepTags();
  return m;
}

function writeHeartbeatResponse0(w: Writer, m: HeartbeatResponse): void {
  w.int16(m.errorCode);
}

function writeHeartbeatResponse1(w: Writer, m: HeartbeatResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
}

function writeHeartbeatResponse4(w: Writer, m: HeartbeatResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.uvarint(0);
}

export const heartbeatResponse: MessageCodec<HeartbeatResponse> = defineCodec({
  name: 'HeartbeatResponse',
  apiKey: 12,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 4,
  readers: [readHeartbeatResponse0, readHeartbeatResponse1, readHeartbeatResponse1, readHeartbeatResponse1, readHeartbeatResponse4],
  writers: [writeHeartbeatResponse0, writeHeartbeatResponse1, writeHeartbeatResponse1, writeHeartbeatResponse1, writeHeartbeatResponse4],
});
