// generated from 92-delete-share-group-offsets.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface DeleteShareGroupOffsetsRequest {
  groupId: string;
  topics: DeleteShareGroupOffsetsRequestTopic[];
}

export interface DeleteShareGroupOffsetsRequestTopic {
  topicName: string;
}

export function newDeleteShareGroupOffsetsRequest(fields?: Partial<DeleteShareGroupOffsetsRequest>): DeleteShareGroupOffsetsRequest {
  return { groupId: '', topics: [], ...fields };
}

export function newDeleteShareGroupOffsetsRequestTopic(fields?: Partial<DeleteShareGroupOffsetsRequestTopic>): DeleteShareGroupOffsetsRequestTopic {
  return { topicName: '', ...fields };
}

function readDeleteShareGroupOffsetsRequestTopicArray0(r: Reader, count: number): DeleteShareGroupOffsetsRequestTopic[] {
  const array: DeleteShareGroupOffsetsRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteShareGroupOffsetsRequestTopic = {
      topicName: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteShareGroupOffsetsRequest0(r: Reader): DeleteShareGroupOffsetsRequest {
  const m: DeleteShareGroupOffsetsRequest = {
    groupId: r.compactString(),
    topics: readDeleteShareGroupOffsetsRequestTopicArray0(r, r.compactCount(2)),
  };
  r.keepTags();
  return m;
}

function writeDeleteShareGroupOffsetsRequestTopicArray0(w: Writer, array: DeleteShareGroupOffsetsRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    w.uvarint(0);
  }
}

function writeDeleteShareGroupOffsetsRequest0(w: Writer, m: DeleteShareGroupOffsetsRequest): void {
  w.compactString(m.groupId);
  writeDeleteShareGroupOffsetsRequestTopicArray0(w, m.topics);
  w.uvarint(0);
}

export const deleteShareGroupOffsetsRequest: MessageCodec<DeleteShareGroupOffsetsRequest> = defineCodec({
  name: 'DeleteShareGroupOffsetsRequest',
  apiKey: 92,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDeleteShareGroupOffsetsRequest0],
  writers: [writeDeleteShareGroupOffsetsRequest0],
});

export interface DeleteShareGroupOffsetsResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  responses: DeleteShareGroupOffsetsResponseTopic[];
}

export interface DeleteShareGroupOffsetsResponseTopic {
  topicName: string;
  topicId: string;
  errorCode: number;
  errorMessage: string | null;
}

export function newDeleteShareGroupOffsetsResponse(fields?: Partial<DeleteShareGroupOffsetsResponse>): DeleteShareGroupOffsetsResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, responses: [], ...fields };
}

export function newDeleteShareGroupOffsetsResponseTopic(fields?: Partial<DeleteShareGroupOffsetsResponseTopic>): DeleteShareGroupOffsetsResponseTopic {
  return { topicName: '', topicId: ZERO_UUID, errorCode: 0, errorMessage: null, ...fields };
}

function readDeleteShareGroupOffsetsResponseTopicArray0(r: Reader, count: number): DeleteShareGroupOffsetsResponseTopic[] {
  const array: DeleteShareGroupOffsetsResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteShareGroupOffsetsResponseTopic = {
      topicName: r.compactString(),
      topicId: r.uuid(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteShareGroupOffsetsResponse0(r: Reader): DeleteShareGroupOffsetsResponse {
  const m: DeleteShareGroupOffsetsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    responses: readDeleteShareGroupOffsetsResponseTopicArray0(r, r.compactCount(21)),
  };
  r.keepTags();
  return m;
}

function writeDeleteShareGroupOffsetsResponseTopicArray0(w: Writer, array: DeleteShareGroupOffsetsResponseTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topicName);
    w.uuid(m.topicId);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeDeleteShareGroupOffsetsResponse0(w: Writer, m: DeleteShareGroupOffsetsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  writeDeleteShareGroupOffsetsResponseTopicArray0(w, m.responses);
  w.uvarint(0);
}

export const deleteShareGroupOffsetsResponse: MessageCodec<DeleteShareGroupOffsetsResponse> = defineCodec({
  name: 'DeleteShareGroupOffsetsResponse',
  apiKey: 92,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDeleteShareGroupOffsetsResponse0],
  writers: [writeDeleteShareGroupOffsetsResponse0],
});
