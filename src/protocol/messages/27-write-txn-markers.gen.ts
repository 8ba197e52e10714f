// generated from 27-write-txn-markers.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface WriteTxnMarkersRequest {
  markers: WriteTxnMarkersRequestWritableTxnMarker[];
}

export interface WriteTxnMarkersRequestWritableTxnMarker {
  producerId: number;
  producerEpoch: number;
  transactionResult: boolean;
  topics: WriteTxnMarkersRequestWritableTxnMarkerTopic[];
  coordinatorEpoch: number;
  /** v2+ */
  transactionVersion: number;
}

export interface WriteTxnMarkersRequestWritableTxnMarkerTopic {
  name: string;
  partitionIndexes: number[];
}

export function newWriteTxnMarkersRequest(fields?: Partial<WriteTxnMarkersRequest>): WriteTxnMarkersRequest {
  return { markers: [], ...fields };
}

export function newWriteTxnMarkersRequestWritableTxnMarker(fields?: Partial<WriteTxnMarkersRequestWritableTxnMarker>): WriteTxnMarkersRequestWritableTxnMarker {
  return { producerId: 0, producerEpoch: 0, transactionResult: false, topics: [], coordinatorEpoch: 0, transactionVersion: 0, ...fields };
}

export function newWriteTxnMarkersRequestWritableTxnMarkerTopic(fields?: Partial<WriteTxnMarkersRequestWritableTxnMarkerTopic>): WriteTxnMarkersRequestWritableTxnMarkerTopic {
  return { name: '', partitionIndexes: [], ...fields };
}

function readWriteTxnMarkersRequestWritableTxnMarkerTopicArray1(r: Reader, count: number): WriteTxnMarkersRequestWritableTxnMarkerTopic[] {
  const array: WriteTxnMarkersRequestWritableTxnMarkerTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: WriteTxnMarkersRequestWritableTxnMarkerTopic = {
      name: r.compactString(),
      partitionIndexes: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readWriteTxnMarkersRequestWritableTxnMarkerArray1(r: Reader, count: number): WriteTxnMarkersRequestWritableTxnMarker[] {
  const array: WriteTxnMarkersRequestWritableTxnMarker[] = [];
  for (let i = 0; i < count; i++) {
    const m: WriteTxnMarkersRequestWritableTxnMarker = {
      producerId: r.int64(),
      producerEpoch: r.int16(),
      transactionResult: r.boolean(),
      topics: readWriteTxnMarkersRequestWritableTxnMarkerTopicArray1(r, r.compactCount(3)),
      coordinatorEpoch: r.int32(),
      transactionVersion: 0,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readWriteTxnMarkersRequest1(r: Reader): WriteTxnMarkersRequest {
  const m: WriteTxnMarkersRequest = {
    markers: readWriteTxnMarkersRequestWritableTxnMarkerArray1(r, r.compactCount(17)),
  };
  r.keepTags();
  return m;
}

function readWriteTxnMarkersRequestWritableTxnMarkerArray2(r: Reader, count: number): WriteTxnMarkersRequestWritableTxnMarker[] {
  const array: WriteTxnMarkersRequestWritableTxnMarker[] = [];
  for (let i = 0; i < count; i++) {
    const m: WriteTxnMarkersRequestWritableTxnMarker = {
      producerId: r.int64(),
      producerEpoch: r.int16(),
      transactionResult: r.boolean(),
      topics: readWriteTxnMarkersRequestWritableTxnMarkerTopicArray1(r, r.compactCount(3)),
      coordinatorEpoch: r.int32(),
      transactionVersion: r.int8(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readWriteTxnMarkersRequest2(r: Reader): WriteTxnMarkersRequest {
  const m: WriteTxnMarkersRequest = {
    markers: readWriteTxnMarkersRequestWritableTxnMarkerArray2(r, r.compactCount(18)),
  };
  r.keepTags();
  return m;
}

function writeWriteTxnMarkersRequestWritableTxnMarkerTopicArray1(w: Writer, array: WriteTxnMarkersRequestWritableTxnMarkerTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactCount(m.partitionIndexes.length);
    w.int32s(m.partitionIndexes);
    w.uvarint(0);
  }
}

function writeWriteTxnMarkersRequestWritableTxnMarkerArray1(w: Writer, array: WriteTxnMarkersRequestWritableTxnMarker[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int64(m.producerId);
    w.int16(m.producerEpoch);
    w.boolean(m.transactionResult);
    writeWriteTxnMarkersRequestWritableTxnMarkerTopicArray1(w, m.topics);
    w.int32(m.coordinatorEpoch);
    w.uvarint(0);
  }
}

function writeWriteTxnMarkersRequest1(w: Writer, m: WriteTxnMarkersRequest): void {
  writeWriteTxnMarkersRequestWritableTxnMarkerArray1(w, m.markers);
  w.uvarint(0);
}

function writeWriteTxnMarkersRequestWritableTxnMarkerArray2(w: Writer, array: WriteTxnMarkersRequestWritableTxnMarker[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int64(m.producerId);
    w.int16(m.producerEpoch);
    w.boolean(m.transactionResult);
    writeWriteTxnMarkersRequestWritableTxnMarkerTopicArray1(w, m.topics);
    w.int32(m.coordinatorEpoch);
    w.int8(m.transactionVersion);
    w.uvarint(0);
  }
}

function writeWriteTxnMarkersRequest2(w: Writer, m: WriteTxnMarkersRequest): void {
  writeWriteTxnMarkersRequestWritableTxnMarkerArray2(w, m.markers);
  w.uvarint(0);
}

export const writeTxnMarkersRequest: MessageCodec<WriteTxnMarkersRequest> = defineCodec({
  name: 'WriteTxnMarkersRequest',
  apiKey: 27,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 1,
  readers: [readWriteTxnMarkersRequest1, readWriteTxnMarkersRequest2],
  writers: [writeWriteTxnMarkersRequest1, writeWriteTxnMarkersRequest2],
});

export interface WriteTxnMarkersResponse {
  markers: WriteTxnMarkersResponseWritableTxnMarkerResult[];
}

export interface WriteTxnMarkersResponseWritableTxnMarkerResult {
  producerId: number;
  topics: WriteTxnMarkersResponseWritableTxnMarkerTopicResult[];
}

export interface WriteTxnMarkersResponseWritableTxnMarkerTopicResult {
  name: string;
  partitions: WriteTxnMarkersResponseWritableTxnMarkerPartitionResult[];
}

export interface WriteTxnMarkersResponseWritableTxnMarkerPartitionResult {
  partitionIndex: number;
  errorCode: number;
}

export function newWriteTxnMarkersResponse(fields?: Partial<WriteTxnMarkersResponse>): WriteTxnMarkersResponse {
  return { markers: [], ...fields };
}

export function newWriteTxnMarkersResponseWritableTxnMarkerResult(fields?: Partial<WriteTxnMarkersResponseWritableTxnMarkerResult>): WriteTxnMarkersResponseWritableTxnMarkerResult {
  return { producerId: 0, topics: [], ...fields };
}

export function newWriteTxnMarkersResponseWritableTxnMarkerTopicResult(fields?: Partial<WriteTxnMarkersResponseWritableTxnMarkerTopicResult>): WriteTxnMarkersResponseWritableTxnMarkerTopicResult {
  return { name: '', partitions: [], ...fields };
}

export function newWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(fields?: Partial<WriteTxnMarkersResponseWritableTxnMarkerPartitionResult>): WriteTxnMarkersResponseWritableTxnMarkerPartitionResult {
  return { partitionIndex: 0, errorCode: 0, ...fields };
}

function readWriteTxnMarkersResponseWritableTxnMarkerPartitionResultArray1(r: Reader, count: number): WriteTxnMarkersResponseWritableTxnMarkerPartitionResult[] {
  const array: WriteTxnMarkersResponseWritableTxnMarkerPartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: WriteTxnMarkersResponseWritableTxnMarkerPartitionResult = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readWriteTxnMarkersResponseWritableTxnMarkerTopicResultArray1(r: Reader, count: number): WriteTxnMarkersResponseWritableTxnMarkerTopicResult[] {
  const array: WriteTxnMarkersResponseWritableTxnMarkerTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: WriteTxnMarkersResponseWritableTxnMarkerTopicResult = {
      name: r.compactString(),
      partitions: readWriteTxnMarkersResponseWritableTxnMarkerPartitionResultArray1(r, r.compactCount(7)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readWriteTxnMarkersResponseWritableTxnMarkerResultArray1(r: Reader, count: number): WriteTxnMarkersResponseWritableTxnMarkerResult[] {
  const array: WriteTxnMarkersResponseWritableTxnMarkerResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: WriteTxnMarkersResponseWritableTxnMarkerResult = {
      producerId: r.int64(),
      topics: readWriteTxnMarkersResponseWritableTxnMarkerTopicResultArray1(r, r.compactCount(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readWriteTxnMarkersResponse1(r: Reader): WriteTxnMarkersResponse {
  const m: WriteTxnMarkersResponse = {
    markers: readWriteTxnMarkersResponseWritableTxnMarkerResultArray1(r, r.compactCount(10)),
  };
  r.keepTags();
  return m;
}

function writeWriteTxnMarkersResponseWritableTxnMarkerPartitionResultArray1(w: Writer, array: WriteTxnMarkersResponseWritableTxnMarkerPartitionResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.uvarint(0);
  }
}

function writeWriteTxnMarkersResponseWritableTxnMarkerTopicResultArray1(w: Writer, array: WriteTxnMarkersResponseWritableTxnMarkerTopicResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeWriteTxnMarkersResponseWritableTxnMarkerPartitionResultArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeWriteTxnMarkersResponseWritableTxnMarkerResultArray1(w: Writer, array: WriteTxnMarkersResponseWritableTxnMarkerResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int64(m.producerId);
    writeWriteTxnMarkersResponseWritableTxnMarkerTopicResultArray1(w, m.topics);
    w.uvarint(0);
  }
}

function writeWriteTxnMarkersResponse1(w: Writer, m: WriteTxnMarkersResponse): void {
  writeWriteTxnMarkersResponseWritableTxnMarkerResultArray1(w, m.markers);
  w.uvarint(0);
}

export const writeTxnMarkersResponse: MessageCodec<WriteTxnMarkersResponse> = defineCodec({
  name: 'WriteTxnMarkersResponse',
  apiKey: 27,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 1,
  readers: [readWriteTxnMarkersResponse1, readWriteTxnMarkersResponse1],
  writers: [writeWriteTxnMarkersResponse1, writeWriteTxnMarkersResponse1],
});
