// generated from 46-list-partition-reassignments.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface ListPartitionReassignmentsRequest {
  timeoutMs: number;
  topics: ListPartitionReassignmentsRequestTopics[] | null;
}

export interface ListPartitionReassignmentsRequestTopics {
  name: string;
  partitionIndexes: number[];
}

export function newListPartitionReassignmentsRequest(fields?: Partial<ListPartitionReassignmentsRequest>): ListPartitionReassignmentsRequest {
  return { timeoutMs: 60000, topics: null, ...fields };
}

export function newListPartitionReassignmentsRequestTopics(fields?: Partial<ListPartitionReassignmentsRequestTopics>): ListPartitionReassignmentsRequestTopics {
  return { name: '', partitionIndexes: [], ...fields };
}

function readListPartitionReassignmentsRequestTopicsArrayOrNull0(r: Reader, count: number): ListPartitionReassignmentsRequestTopics[] | null {
  if (count < 0) return null;
  const array: ListPartitionReassignmentsRequestTopics[] = [];
  for (let i = 0; i < count; i++) {
    const m: ListPartitionReassignmentsRequestTopics = {
      name: r.compactString(),
      partitionIndexes: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readListPartitionReassignmentsRequest0(r: Reader): ListPartitionReassignmentsRequest {
  const m: ListPartitionReassignmentsRequest = {
    timeoutMs: r.int32(),
    topics: readListPartitionReassignmentsRequestTopicsArrayOrNull0(r, r.compactCountOrNull(3)),
  };
  r.keepTags();
  return m;
}

function writeListPartitionReassignmentsRequestTopicsArrayOrNull0(w: Writer, array: ListPartitionReassignmentsRequestTopics[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactCount(m.partitionIndexes.length);
    w.int32s(m.partitionIndexes);
    w.uvarint(0);
  }
}

function writeListPartitionReassignmentsRequest0(w: Writer, m: ListPartitionReassignmentsRequest): void {
  w.int32(m.timeoutMs);
  writeListPartitionReassignmentsRequestTopicsArrayOrNull0(w, m.topics);
  w.uvarint(0);
}

export const listPartitionReassignmentsRequest: MessageCodec<ListPartitionReassignmentsRequest> = defineCodec({
  name: 'ListPartitionReassignmentsRequest',
  apiKey: 46,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readListPartitionReassignmentsRequest0],
  writers: [writeListPartitionReassignmentsRequest0],
});

export interface ListPartitionReassignmentsResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  topics: ListPartitionReassignmentsResponseOngoingTopicReassignment[];
}

export interface ListPartitionReassignmentsResponseOngoingTopicReassignment {
  name: string;
  partitions: ListPartitionReassignmentsResponseOngoingPartitionReassignment[];
}

export interface ListPartitionReassignmentsResponseOngoingPartitionReassignment {
  partitionIndex: number;
  replicas: number[];
  addingReplicas: number[];
  removingReplicas: number[];
}

export function newListPartitionReassignmentsResponse(fields?: Partial<ListPartitionReassignmentsResponse>): ListPartitionReassignmentsResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: '', topics: [], ...fields };
}

export function newListPartitionReassignmentsResponseOngoingTopicReassignment(fields?: Partial<ListPartitionReassignmentsResponseOngoingTopicReassignment>): ListPartitionReassignmentsResponseOngoingTopicReassignment {
  return { name: '', partitions: [], ...fields };
}

export function newListPartitionReassignmentsResponseOngoingPartitionReassignment(fields?: Partial<ListPartitionReassignmentsResponseOngoingPartitionReassignment>): ListPartitionReassignmentsResponseOngoingPartitionReassignment {
  return { partitionIndex: 0, replicas: [], addingReplicas: [], removingReplicas: [], ...fields };
}

function readListPartitionReassignmentsResponseOngoingPartitionReassignmentArray0(r: Reader, count: number): ListPartitionReassignmentsResponseOngoingPartitionReassignment[] {
  const array: ListPartitionReassignmentsResponseOngoingPartitionReassignment[] = [];
  for (let i = 0; i < count; i++) {
    const m: ListPartitionReassignmentsResponseOngoingPartitionReassignment = {
      partitionIndex: r.int32(),
      replicas: r.int32s(r.compactCount(4)),
      addingReplicas: r.int32s(r.compactCount(4)),
      removingReplicas: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readListPartitionReassignmentsResponseOngoingTopicReassignmentArray0(r: Reader, count: number): ListPartitionReassignmentsResponseOngoingTopicReassignment[] {
  const array: ListPartitionReassignmentsResponseOngoingTopicReassignment[] = [];
  for (let i = 0; i < count; i++) {
    const m: ListPartitionReassignmentsResponseOngoingTopicReassignment = {
      name: r.compactString(),
      partitions: readListPartitionReassignmentsResponseOngoingPartitionReassignmentArray0(r, r.compactCount(8)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readListPartitionReassignmentsResponse0(r: Reader): ListPartitionReassignmentsResponse {
  const m: ListPartitionReassignmentsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    topics: readListPartitionReassignmentsResponseOngoingTopicReassignmentArray0(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeListPartitionReassignmentsResponseOngoingPartitionReassignmentArray0(w: Writer, array: ListPartitionReassignmentsResponseOngoingPartitionReassignment[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.compactCount(m.replicas.length);
    w.int32s(m.replicas);
    w.compactCount(m.addingReplicas.length);
    w.int32s(m.addingReplicas);
    w.compactCount(m.removingReplicas.length);
    w.int32s(m.removingReplicas);
    w.uvarint(0);
  }
}

function writeListPartitionReassignmentsResponseOngoingTopicReassignmentArray0(w: Writer, array: ListPartitionReassignmentsResponseOngoingTopicReassignment[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeListPartitionReassignmentsResponseOngoingPartitionReassignmentArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeListPartitionReassignmentsResponse0(w: Writer, m: ListPartitionReassignmentsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  writeListPartitionReassignmentsResponseOngoingTopicReassignmentArray0(w, m.topics);
  w.uvarint(0);
}

export const listPartitionReassignmentsResponse: MessageCodec<ListPartitionReassignmentsResponse> = defineCodec({
  name: 'ListPartitionReassignmentsResponse',
  apiKey: 46,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readListPartitionReassignmentsResponse0],
  writers: [writeListPartitionReassignmentsResponse0],
});
