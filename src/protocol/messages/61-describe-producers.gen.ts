// generated from 61-describe-producers.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface DescribeProducersRequest {
  topics: DescribeProducersRequestTopicRequest[];
}

export interface DescribeProducersRequestTopicRequest {
  name: string;
  partitionIndexes: number[];
}

export function newDescribeProducersRequest(fields?: Partial<DescribeProducersRequest>): DescribeProducersRequest {
  return { topics: [], ...fields };
}

export function newDescribeProducersRequestTopicRequest(fields?: Partial<DescribeProducersRequestTopicRequest>): DescribeProducersRequestTopicRequest {
  return { name: '', partitionIndexes: [], ...fields };
}

function readDescribeProducersRequestTopicRequestArray0(r: Reader, count: number): DescribeProducersRequestTopicRequest[] {
  const array: DescribeProducersRequestTopicRequest[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeProducersRequestTopicRequest = {
      name: r.compactString(),
      partitionIndexes: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeProducersRequest0(r: Reader): DescribeProducersRequest {
  const m: DescribeProducersRequest = {
    topics: readDescribeProducersRequestTopicRequestArray0(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeDescribeProducersRequestTopicRequestArray0(w: Writer, array: DescribeProducersRequestTopicRequest[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactCount(m.partitionIndexes.length);
    w.int32s(m.partitionIndexes);
    w.uvarint(0);
  }
}

function writeDescribeProducersRequest0(w: Writer, m: DescribeProducersRequest): void {
  writeDescribeProducersRequestTopicRequestArray0(w, m.topics);
  w.uvarint(0);
}

export const describeProducersRequest: MessageCodec<DescribeProducersRequest> = defineCodec({
  name: 'DescribeProducersRequest',
  apiKey: 61,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDescribeProducersRequest0],
  writers: [writeDescribeProducersRequest0],
});

export interface DescribeProducersResponse {
  throttleTimeMs: number;
  topics: DescribeProducersResponseTopicResponse[];
}

export interface DescribeProducersResponseTopicResponse {
  name: string;
  partitions: DescribeProducersResponsePartitionResponse[];
}

export interface DescribeProducersResponsePartitionResponse {
  partitionIndex: number;
  errorCode: number;
  errorMessage: string | null;
  activeProducers: DescribeProducersResponseProducerState[];
}

export interface DescribeProducersResponseProducerState {
  producerId: number;
  producerEpoch: number;
  lastSequence: number;
  lastTimestamp: number;
  coordinatorEpoch: number;
  currentTxnStartOffset: number;
}

export function newDescribeProducersResponse(fields?: Partial<DescribeProducersResponse>): DescribeProducersResponse {
  return { throttleTimeMs: 0, topics: [], ...fields };
}

export function newDescribeProducersResponseTopicResponse(fields?: Partial<DescribeProducersResponseTopicResponse>): DescribeProducersResponseTopicResponse {
  return { name: '', partitions: [], ...fields };
}

export function newDescribeProducersResponsePartitionResponse(fields?: Partial<DescribeProducersResponsePartitionResponse>): DescribeProducersResponsePartitionResponse {
  return { partitionIndex: 0, errorCode: 0, errorMessage: null, activeProducers: [], ...fields };
}

export function newDescribeProducersResponseProducerState(fields?: Partial<DescribeProducersResponseProducerState>): DescribeProducersResponseProducerState {
  return { producerId: 0, producerEpoch: 0, lastSequence: -1, lastTimestamp: -1, coordinatorEpoch: 0, currentTxnStartOffset: -1, ...fields };
}

function readDescribeProducersResponseProducerStateArray0(r: Reader, count: number): DescribeProducersResponseProducerState[] {
  const array: DescribeProducersResponseProducerState[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeProducersResponseProducerState = {
      producerId: r.int64(),
      producerEpoch: r.int32(),
      lastSequence: r.int32(),
      lastTimestamp: r.int64(),
      coordinatorEpoch: r.int32(),
      currentTxnStartOffset: r.int64(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeProducersResponsePartitionResponseArray0(r: Reader, count: number): DescribeProducersResponsePartitionResponse[] {
  const array: DescribeProducersResponsePartitionResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeProducersResponsePartitionResponse = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      activeProducers: readDescribeProducersResponseProducerStateArray0(r, r.compactCount(37)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeProducersResponseTopicResponseArray0(r: Reader, count: number): DescribeProducersResponseTopicResponse[] {
  const array: DescribeProducersResponseTopicResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeProducersResponseTopicResponse = {
      name: r.compactString(),
      partitions: readDescribeProducersResponsePartitionResponseArray0(r, r.compactCount(9)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeProducersResponse0(r: Reader): DescribeProducersResponse {
  const m: DescribeProducersResponse = {
    throttleTimeMs: r.int32(),
    topics: readDescribeProducersResponseTopicResponseArray0(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeDescribeProducersResponseProducerStateArray0(w: Writer, array: DescribeProducersResponseProducerState[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int64(m.producerId);
    w.int32(m.producerEpoch);
    w.int32(m.lastSequence);
    w.int64(m.lastTimestamp);
    w.int32(m.coordinatorEpoch);
    w.int64(m.currentTxnStartOffset);
    w.uvarint(0);
  }
}

function writeDescribeProducersResponsePartitionResponseArray0(w: Writer, array: DescribeProducersResponsePartitionResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    writeDescribeProducersResponseProducerStateArray0(w, m.activeProducers);
    w.uvarint(0);
  }
}

function writeDescribeProducersResponseTopicResponseArray0(w: Writer, array: DescribeProducersResponseTopicResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeDescribeProducersResponsePartitionResponseArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeDescribeProducersResponse0(w: Writer, m: DescribeProducersResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeProducersResponseTopicResponseArray0(w, m.topics);
  w.uvarint(0);
}

export const describeProducersResponse: MessageCodec<DescribeProducersResponse> = defineCodec({
  name: 'DescribeProducersResponse',
  apiKey: 61,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDescribeProducersResponse0],
  writers: [writeDescribeProducersResponse0],
});
