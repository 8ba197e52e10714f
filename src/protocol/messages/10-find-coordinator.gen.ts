// generated from 10-find-coordinator.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface FindCoordinatorRequest {
  /** v0-3 */
  key: string;
  /** v1+ */
  keyType: number;
  /** v4+ */
  coordinatorKeys: string[];
}

export function newFindCoordinatorRequest(fields?: Partial<FindCoordinatorRequest>): FindCoordinatorRequest {
  return { key: '', keyType: 0, coordinatorKeys: [], ...fields };
}

function readFindCoordinatorRequest0(r: Reader): FindCoordinatorRequest {
  return {
    key: r.string(),
    keyType: 0,
    coordinatorKeys: [],
  };
}

function readFindCoordinatorRequest1(r: Reader): FindCoordinatorRequest {
  return {
    key: r.string(),
    keyType: r.int8(),
    coordinatorKeys: [],
  };
}

function readFindCoordinatorRequest3(r: Reader): FindCoordinatorRequest {
  const m: FindCoordinatorRequest = {
    key: r.compactString(),
    keyType: r.int8(),
    coordinatorKeys: [],
  };
  r.keepTags();
  return m;
}

function readFindCoordinatorRequest4(r: Reader): FindCoordinatorRequest {
  const m: FindCoordinatorRequest = {
    key: '',
    keyType: r.int8(),
    coordinatorKeys: r.compactStrings(r.compactCount(1)),
  };
  r.keepTags();
  return m;
}

function writeFindCoordinatorRequest0(w: Writer, m: FindCoordinatorRequest): void {
  w.string(m.key);
  if (m.keyType !== 0) throw unsupportedField('FindCoordinatorRequest.keyType');
  if (m.coordinatorKeys.length !== 0) throw unsupportedField('FindCoordinatorRequest.coordinatorKeys');
}

function writeFindCoordinatorRequest1(w: Writer, m: FindCoordinatorRequest): void {
  w.string(m.key);
  w.int8(m.keyType);
  if (m.coordinatorKeys.length !== 0) throw unsupportedField('FindCoordinatorRequest.coordinatorKeys');
}

function writeFindCoordinatorRequest3(w: Writer, m: FindCoordinatorRequest): void {
  w.compactString(m.key);
  w.int8(m.keyType);
  if (m.coordinatorKeys.length !== 0) throw unsupportedField('FindCoordinatorRequest.coordinatorKeys');
  w.uvarint(0);
}

function writeFindCoordinatorRequest4(w: Writer, m: FindCoordinatorRequest): void {
  if (m.key !== '') throw unsupportedField('FindCoordinatorRequest.key');
  w.int8(m.keyType);
  w.compactCount(m.coordinatorKeys.length);
  w.compactStrings(m.coordinatorKeys);
  w.uvarint(0);
}

export const findCoordinatorRequest: MessageCodec<FindCoordinatorRequest> = defineCodec({
  name: 'FindCoordinatorRequest',
  apiKey: 10,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 3,
  readers: [readFindCoordinatorRequest0, readFindCoordinatorRequest1, readFindCoordinatorRequest1, readFindCoordinatorRequest3, readFindCoordinatorRequest4, readFindCoordinatorRequest4, readFindCoordinatorRequest4],
  writers: [writeFindCoordinatorRequest0, writeFindCoordinatorRequest1, writeFindCoordinatorRequest1, writeFindCoordinatorRequest3, writeFindCoordinatorRequest4, writeFindCoordinatorRequest4, writeFindCoordinatorRequest4],
});

export interface FindCoordinatorResponse {
  /** v1+ */
  throttleTimeMs: number;
  /** v0-3 */
  errorCode: number;
  /** v1-3 */
  errorMessage: string | null;
  /** v0-3 */
  nodeId: number;
  /** v0-3 */
  host: string;
  /** v0-3 */
  port: number;
  /** v4+ */
  coordinators: FindCoordinatorResponseCoordinator[];
}

export interface FindCoordinatorResponseCoordinator {
  key: string;
  nodeId: number;
  host: string;
  port: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newFindCoordinatorResponse(fields?: Partial<FindCoordinatorResponse>): FindCoordinatorResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: '', nodeId: 0, host: '', port: 0, coordinators: [], ...fields };
}

export function newFindCoordinatorResponseCoordinator(fields?: Partial<FindCoordinatorResponseCoordinator>): FindCoordinatorResponseCoordinator {
  return { key: '', nodeId: 0, host: '', port: 0, errorCode: 0, errorMessage: '', ...fields };
}

function readFindCoordinatorResponse0(r: Reader): FindCoordinatorResponse {
  return {
    throttleTimeMs: 0,
    errorCode: r.int16(),
    errorMessage: '',
    nodeId: r.int32(),
    host: r.string(),
    port: r.int32(),
    coordinators: [],
  };
}

function readFindCoordinatorResponse1(r: Reader): FindCoordinatorResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.stringOrNull(),
    nodeId: r.int32(),
    host: r.string(),
    port: r.int32(),
    coordinators: [],
  };
}

function readFindCoordinatorResponse3(r: Reader): FindCoordinatorResponse {
  const m: FindCoordinatorResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    nodeId: r.int32(),
    host: r.compactString(),
    port: r.int32(),
    coordinators: [],
  };
  r.keepTags();
  return m;
}

function readFindCoordinatorResponseCoordinatorArray4(r: Reader, count: number): FindCoordinatorResponseCoordinator[] {
  const array: FindCoordinatorResponseCoordinator[] = [];
  for (let i = 0; i < count; i++) {
    const m: FindCoordinatorResponseCoordinator = {
      key: r.compactString(),
      nodeId: r.int32(),
      host: r.compactString(),
      port: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFindCoordinatorResponse4(r: Reader): FindCoordinatorResponse {
  const m: FindCoordinatorResponse = {
    throttleTimeMs: r.int32(),
    errorCode: 0,
    errorMessage: '',
    nodeId: 0,
    host: '',
    port: 0,
    coordinators: readFindCoordinatorResponseCoordinatorArray4(r, r.compactCount(14)),
  };
  r.keepTags();
  return m;
}

function writeFindCoordinatorResponse0(w: Writer, m: FindCoordinatorResponse): void {
  w.int16(m.errorCode);
  w.int32(m.nodeId);
  w.string(m.host);
  w.int32(m.port);
  if (m.coordinators.length !== 0) throw unsupportedField('FindCoordinatorResponse.coordinators');
}

function writeFindCoordinatorResponse1(w: Writer, m: FindCoordinatorResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.stringOrNull(m.errorMessage);
  w.int32(m.nodeId);
  w.string(m.host);
  w.int32(m.port);
  if (m.coordinators.length !== 0) throw unsupportedField('FindCoordinatorResponse.coordinators');
}

function writeFindCoordinatorResponse3(w: Writer, m: FindCoordinatorResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.int32(m.nodeId);
  w.compactString(m.host);
  w.int32(m.port);
  if (m.coordinators.length !== 0) throw unsupportedField('FindCoordinatorResponse.coordinators');
  w.uvarint(0);
}

function writeFindCoordinatorResponseCoordinatorArray4(w: Writer, array: FindCoordinatorResponseCoordinator[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.key);
    w.int32(m.nodeId);
    w.compactString(m.host);
    w.int32(m.port);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeFindCoordinatorResponse4(w: Writer, m: FindCoordinatorResponse): void {
  w.int32(m.throttleTimeMs);
  if (m.errorCode !== 0) throw unsupportedField('FindCoordinatorResponse.errorCode');
  if (m.nodeId !== 0) throw unsupportedField('FindCoordinatorResponse.nodeId');
  if (m.host !== '') throw unsupportedField('FindCoordinatorResponse.host');
  if (m.port !== 0) throw unsupportedField('FindCoordinatorResponse.port');
  writeFindCoordinatorResponseCoordinatorArray4(w, m.coordinators);
  w.uvarint(0);
}

export const findCoordinatorResponse: MessageCodec<FindCoordinatorResponse> = defineCodec({
  name: 'FindCoordinatorResponse',
  apiKey: 10,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 3,
  readers: [readFindCoordinatorResponse0, readFindCoordinatorResponse1, readFindCoordinatorResponse1, readFindCoordinatorResponse3, readFindCoordinatorResponse4, readFindCoordinatorResponse4, readFindCoordinatorResponse4],
  writers: [writeFindCoordinatorResponse0, writeFindCoordinatorResponse1, writeFindCoordinatorResponse1, writeFindCoordinatorResponse3, writeFindCoordinatorResponse4, writeFindCoordinatorResponse4, writeFindCoordinatorResponse4],
});
