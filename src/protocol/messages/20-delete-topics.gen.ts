// generated from 20-delete-topics.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { nonNull, unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface DeleteTopicsRequest {
  /** v6+ */
  topics: DeleteTopicsRequestState[];
  /** v1-5 */
  topicNames: string[];
  timeoutMs: number;
}

export interface DeleteTopicsRequestState {
  name: string | null;
  topicId: string;
}

export function newDeleteTopicsRequest(fields?: Partial<DeleteTopicsRequest>): DeleteTopicsRequest {
  return { topics: [], topicNames: [], timeoutMs: 0, ...fields };
}

export function newDeleteTopicsRequestState(fields?: Partial<DeleteTopicsRequestState>): DeleteTopicsRequestState {
  return { name: null, topicId: ZERO_UUID, ...fields };
}

function readDeleteTopicsRequest1(r: Reader): DeleteTopicsRequest {
  return {
    topics: [],
    topicNames: r.strings(r.count(2)),
    timeoutMs: r.int32(),
  };
}

function readDeleteTopicsRequest4(r: Reader): DeleteTopicsRequest {
  const m: DeleteTopicsRequest = {
    topics: [],
    topicNames: r.compactStrings(r.compactCount(1)),
    timeoutMs: r.int32(),
  };
  r.keepTags();
  return m;
}

function readDeleteTopicsRequestStateArray6(r: Reader, count: number): DeleteTopicsRequestState[] {
  const array: DeleteTopicsRequestState[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteTopicsRequestState = {
      name: r.compactStringOrNull(),
      topicId: r.uuid(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteTopicsRequest6(r: Reader): DeleteTopicsRequest {
  const m: DeleteTopicsRequest = {
    topics: readDeleteTopicsRequestStateArray6(r, r.compactCount(18)),
    topicNames: [],
    timeoutMs: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeDeleteTopicsRequest1(w: Writer, m: DeleteTopicsRequest): void {
  if (m.topics.length !== 0) throw unsupportedField('DeleteTopicsRequest.topics');
  w.count(m.topicNames.length);
  w.strings(m.topicNames);
  w.int32(m.timeoutMs);
}

function writeDeleteTopicsRequest4(w: Writer, m: DeleteTopicsRequest): void {
  if (m.topics.length !== 0) throw unsupportedField('DeleteTopicsRequest.topics');
  w.compactCount(m.topicNames.length);
  w.compactStrings(m.topicNames);
  w.int32(m.timeoutMs);
  w.uvarint(0);
}

function writeDeleteTopicsRequestStateArray6(w: Writer, array: DeleteTopicsRequestState[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactStringOrNull(m.name);
    w.uuid(m.topicId);
    w.uvarint(0);
  }
}

function writeDeleteTopicsRequest6(w: Writer, m: DeleteTopicsRequest): void {
  writeDeleteTopicsRequestStateArray6(w, m.topics);
  w.int32(m.timeoutMs);
  w.uvarint(0);
}

export const deleteTopicsRequest: MessageCodec<DeleteTopicsRequest> = defineCodec({
  name: 'DeleteTopicsRequest',
  apiKey: 20,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 4,
  readers: [readDeleteTopicsRequest1, readDeleteTopicsRequest1, readDeleteTopicsRequest1, readDeleteTopicsRequest4, readDeleteTopicsRequest4, readDeleteTopicsRequest6],
  writers: [writeDeleteTopicsRequest1, writeDeleteTopicsRequest1, writeDeleteTopicsRequest1, writeDeleteTopicsRequest4, writeDeleteTopicsRequest4, writeDeleteTopicsRequest6],
});

export interface DeleteTopicsResponse {
  throttleTimeMs: number;
  responses: DeleteTopicsResponseDeletableTopicResult[];
}

export interface DeleteTopicsResponseDeletableTopicResult {
  name: string | null;
  /** v6+ */
  topicId: string;
  errorCode: number;
  /** v5+ */
  errorMessage: string | null;
}

export function newDeleteTopicsResponse(fields?: Partial<DeleteTopicsResponse>): DeleteTopicsResponse {
  return { throttleTimeMs: 0, responses: [], ...fields };
}

export function newDeleteTopicsResponseDeletableTopicResult(fields?: Partial<DeleteTopicsResponseDeletableTopicResult>): DeleteTopicsResponseDeletableTopicResult {
  return { name: '', topicId: ZERO_UUID, errorCode: 0, errorMessage: null, ...fields };
}

function readDeleteTopicsResponseDeletableTopicResultArray1(r: Reader, count: number): DeleteTopicsResponseDeletableTopicResult[] {
  const array: DeleteTopicsResponseDeletableTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      topicId: ZERO_UUID,
      errorCode: r.int16(),
      errorMessage: null,
    });
  }
  return array;
}

function readDeleteTopicsResponse1(r: Reader): DeleteTopicsResponse {
  return {
    throttleTimeMs: r.int32(),
    responses: readDeleteTopicsResponseDeletableTopicResultArray1(r, r.count(4)),
  };
}

function readDeleteTopicsResponseDeletableTopicResultArray4(r: Reader, count: number): DeleteTopicsResponseDeletableTopicResult[] {
  const array: DeleteTopicsResponseDeletableTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteTopicsResponseDeletableTopicResult = {
      name: r.compactString(),
      topicId: ZERO_UUID,
      errorCode: r.int16(),
      errorMessage: null,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteTopicsResponse4(r: Reader): DeleteTopicsResponse {
  const m: DeleteTopicsResponse = {
    throttleTimeMs: r.int32(),
    responses: readDeleteTopicsResponseDeletableTopicResultArray4(r, r.compactCount(4)),
  };
  r.keepTags();
  return m;
}

function readDeleteTopicsResponseDeletableTopicResultArray5(r: Reader, count: number): DeleteTopicsResponseDeletableTopicResult[] {
  const array: DeleteTopicsResponseDeletableTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteTopicsResponseDeletableTopicResult = {
      name: r.compactString(),
      topicId: ZERO_UUID,
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteTopicsResponse5(r: Reader): DeleteTopicsResponse {
  const m: DeleteTopicsResponse = {
    throttleTimeMs: r.int32(),
    responses: readDeleteTopicsResponseDeletableTopicResultArray5(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function readDeleteTopicsResponseDeletableTopicResultArray6(r: Reader, count: number): DeleteTopicsResponseDeletableTopicResult[] {
  const array: DeleteTopicsResponseDeletableTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteTopicsResponseDeletableTopicResult = {
      name: r.compactStringOrNull(),
      topicId: r.uuid(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteTopicsResponse6(r: Reader): DeleteTopicsResponse {
  const m: DeleteTopicsResponse = {
    throttleTimeMs: r.int32(),
    responses: readDeleteTopicsResponseDeletableTopicResultArray6(r, r.compactCount(21)),
  };
  r.keepTags();
  return m;
}

function writeDeleteTopicsResponseDeletableTopicResultArray1(w: Writer, array: DeleteTopicsResponseDeletableTopicResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(nonNull(m.name, 'DeleteTopicsResponseDeletableTopicResult.name'));
    w.int16(m.errorCode);
  }
}

function writeDeleteTopicsResponse1(w: Writer, m: DeleteTopicsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDeleteTopicsResponseDeletableTopicResultArray1(w, m.responses);
}

function writeDeleteTopicsResponseDeletableTopicResultArray4(w: Writer, array: DeleteTopicsResponseDeletableTopicResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(nonNull(m.name, 'DeleteTopicsResponseDeletableTopicResult.name'));
    w.int16(m.errorCode);
    w.uvarint(0);
  }
}

function writeDeleteTopicsResponse4(w: Writer, m: DeleteTopicsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDeleteTopicsResponseDeletableTopicResultArray4(w, m.responses);
  w.uvarint(0);
}

function writeDeleteTopicsResponseDeletableTopicResultArray5(w: Writer, array: DeleteTopicsResponseDeletableTopicResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(nonNull(m.name, 'DeleteTopicsResponseDeletableTopicResult.name'));
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeDeleteTopicsResponse5(w: Writer, m: DeleteTopicsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDeleteTopicsResponseDeletableTopicResultArray5(w, m.responses);
  w.uvarint(0);
}

function writeDeleteTopicsResponseDeletableTopicResultArray6(w: Writer, array: DeleteTopicsResponseDeletableTopicResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactStringOrNull(m.name);
    w.uuid(m.topicId);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeDeleteTopicsResponse6(w: Writer, m: DeleteTopicsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDeleteTopicsResponseDeletableTopicResultArray6(w, m.responses);
  w.uvarint(0);
}

export const deleteTopicsResponse: MessageCodec<DeleteTopicsResponse> = defineCodec({
  name: 'DeleteTopicsResponse',
  apiKey: 20,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 4,
  readers: [readDeleteTopicsResponse1, readDeleteTopicsResponse1, readDeleteTopicsResponse1, readDeleteTopicsResponse4, readDeleteTopicsResponse5, readDeleteTopicsResponse6],
  writers: [writeDeleteTopicsResponse1, writeDeleteTopicsResponse1, writeDeleteTopicsResponse1, writeDeleteTopicsResponse4, writeDeleteTopicsResponse5, writeDeleteTopicsResponse6],
});
