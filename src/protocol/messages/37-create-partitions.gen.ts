// generated from 37-create-partitions.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface CreatePartitionsRequest {
  topics: CreatePartitionsRequestTopic[];
  timeoutMs: number;
  validateOnly: boolean;
}

export interface CreatePartitionsRequestTopic {
  name: string;
  count: number;
  assignments: CreatePartitionsRequestAssignment[] | null;
}

export interface CreatePartitionsRequestAssignment {
  brokerIds: number[];
}

export function newCreatePartitionsRequest(fields?: Partial<CreatePartitionsRequest>): CreatePartitionsRequest {
  return { topics: [], timeoutMs: 0, validateOnly: false, ...fields };
}

export function newCreatePartitionsRequestTopic(fields?: Partial<CreatePartitionsRequestTopic>): CreatePartitionsRequestTopic {
  return { name: '', count: 0, assignments: [], ...fields };
}

export function newCreatePartitionsRequestAssignment(fields?: Partial<CreatePartitionsRequestAssignment>): CreatePartitionsRequestAssignment {
  return { brokerIds: [], ...fields };
}

function readCreatePartitionsRequestAssignmentArrayOrNull0(r: Reader, count: number): CreatePartitionsRequestAssignment[] | null {
  if (count < 0) return null;
  const array: CreatePartitionsRequestAssignment[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      brokerIds: r.int32s(r.count(4)),
    });
  }
  return array;
}

function readCreatePartitionsRequestTopicArray0(r: Reader, count: number): CreatePartitionsRequestTopic[] {
  const array: CreatePartitionsRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      count: r.int32(),
      assignments: readCreatePartitionsRequestAssignmentArrayOrNull0(r, r.countOrNull(4)),
    });
  }
  return array;
}

function readCreatePartitionsRequest0(r: Reader): CreatePartitionsRequest {
  return {
    topics: readCreatePartitionsRequestTopicArray0(r, r.count(10)),
    timeoutMs: r.int32(),
    validateOnly: r.boolean(),
  };
}

function readCreatePartitionsRequestAssignmentArrayOrNull2(r: Reader, count: number): CreatePartitionsRequestAssignment[] | null {
  if (count < 0) return null;
  const array: CreatePartitionsRequestAssignment[] = [];
  for (let i = 0; i < count; i++) {
    const m: CreatePartitionsRequestAssignment = {
      brokerIds: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readCreatePartitionsRequestTopicArray2(r: Reader, count: number): CreatePartitionsRequestTopic[] {
  const array: CreatePartitionsRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: CreatePartitionsRequestTopic = {
      name: r.compactString(),
      count: r.int32(),
      assignments: readCreatePartitionsRequestAssignmentArrayOrNull2(r, r.compactCountOrNull(2)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readCreatePartitionsRequest2(r: Reader): CreatePartitionsRequest {
  const m: CreatePartitionsRequest = {
    topics: readCreatePartitionsRequestTopicArray2(r, r.compactCount(7)),
    timeoutMs: r.int32(),
    validateOnly: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeCreatePartitionsRequestAssignmentArrayOrNull0(w: Writer, array: CreatePartitionsRequestAssignment[] | null): void {
  if (array === null) {
    w.count(-1);
    return;
  }
  w.count(array.length);
  for (const m of array) {
    w.count(m.brokerIds.length);
    w.int32s(m.brokerIds);
  }
}

function writeCreatePartitionsRequestTopicArray0(w: Writer, array: CreatePartitionsRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.int32(m.count);
    writeCreatePartitionsRequestAssignmentArrayOrNull0(w, m.assignments);
  }
}

function writeCreatePartitionsRequest0(w: Writer, m: CreatePartitionsRequest): void {
  writeCreatePartitionsRequestTopicArray0(w, m.topics);
  w.int32(m.timeoutMs);
  w.boolean(m.validateOnly);
}

function writeCreatePartitionsRequestAssignmentArrayOrNull2(w: Writer, array: CreatePartitionsRequestAssignment[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactCount(m.brokerIds.length);
    w.int32s(m.brokerIds);
    w.uvarint(0);
  }
}

function writeCreatePartitionsRequestTopicArray2(w: Writer, array: CreatePartitionsRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int32(m.count);
    writeCreatePartitionsRequestAssignmentArrayOrNull2(w, m.assignments);
    w.uvarint(0);
  }
}

function writeCreatePartitionsRequest2(w: Writer, m: CreatePartitionsRequest): void {
  writeCreatePartitionsRequestTopicArray2(w, m.topics);
  w.int32(m.timeoutMs);
  w.boolean(m.validateOnly);
  w.uvarint(0);
}

export const createPartitionsRequest: MessageCodec<CreatePartitionsRequest> = defineCodec({
  name: 'CreatePartitionsRequest',
  apiKey: 37,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readCreatePartitionsRequest0, readCreatePartitionsRequest0, readCreatePartitionsRequest2, readCreatePartitionsRequest2],
  writers: [writeCreatePartitionsRequest0, writeCreatePartitionsRequest0, writeCreatePartitionsRequest2, writeCreatePartitionsRequest2],
});

export interface CreatePartitionsResponse {
  throttleTimeMs: number;
  results: CreatePartitionsResponseTopicResult[];
}

export interface CreatePartitionsResponseTopicResult {
  name: string;
  errorCode: number;
  errorMessage: string | null;
}

export function newCreatePartitionsResponse(fields?: Partial<CreatePartitionsResponse>): CreatePartitionsResponse {
  return { throttleTimeMs: 0, results: [], ...fields };
}

export function newCreatePartitionsResponseTopicResult(fields?: Partial<CreatePartitionsResponseTopicResult>): CreatePartitionsResponseTopicResult {
  return { name: '', errorCode: 0, errorMessage: null, ...fields };
}

function readCreatePartitionsResponseTopicResultArray0(r: Reader, count: number): CreatePartitionsResponseTopicResult[] {
  const array: CreatePartitionsResponseTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      errorCode: r.int16(),
      errorMessage: r.stringOrNull(),
    });
  }
  return array;
}

function readCreatePartitionsResponse0(r: Reader): CreatePartitionsResponse {
  return {
    throttleTimeMs: r.int32(),
    results: readCreatePartitionsResponseTopicResultArray0(r, r.count(6)),
  };
}

function readCreatePartitionsResponseTopicResultArray2(r: Reader, count: number): CreatePartitionsResponseTopicResult[] {
  const array: CreatePartitionsResponseTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: CreatePartitionsResponseTopicResult = {
      name: r.compactString(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readCreatePartitionsResponse2(r: Reader): CreatePartitionsResponse {
  const m: CreatePartitionsResponse = {
    throttleTimeMs: r.int32(),
    results: readCreatePartitionsResponseTopicResultArray2(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function writeCreatePartitionsResponseTopicResultArray0(w: Writer, array: CreatePartitionsResponseTopicResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.int16(m.errorCode);
    w.stringOrNull(m.errorMessage);
  }
}

function writeCreatePartitionsResponse0(w: Writer, m: CreatePartitionsResponse): void {
  w.int32(m.throttleTimeMs);
  writeCreatePartitionsResponseTopicResultArray0(w, m.results);
}

function writeCreatePartitionsResponseTopicResultArray2(w: Writer, array: CreatePartitionsResponseTopicResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeCreatePartitionsResponse2(w: Writer, m: CreatePartitionsResponse): void {
  w.int32(m.throttleTimeMs);
  writeCreatePartitionsResponseTopicResultArray2(w, m.results);
  w.uvarint(0);
}

export const createPartitionsResponse: MessageCodec<CreatePartitionsResponse> = defineCodec({
  name: 'CreatePartitionsResponse',
  apiKey: 37,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readCreatePartitionsResponse0, readCreatePartitionsResponse0, readCreatePartitionsResponse2, readCreatePartitionsResponse2],
  writers: [writeCreatePartitionsResponse0, writeCreatePartitionsResponse0, writeCreatePartitionsResponse2, writeCreatePartitionsResponse2],
});
