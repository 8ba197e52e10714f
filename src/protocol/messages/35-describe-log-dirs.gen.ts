// generated from 35-describe-log-dirs.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface DescribeLogDirsRequest {
  topics: DescribeLogDirsRequestDescribableLogDirTopic[] | null;
}

export interface DescribeLogDirsRequestDescribableLogDirTopic {
  topic: string;
  partitions: number[];
}

export function newDescribeLogDirsRequest(fields?: Partial<DescribeLogDirsRequest>): DescribeLogDirsRequest {
  return { topics: [], ...fields };
}

export function newDescribeLogDirsRequestDescribableLogDirTopic(fields?: Partial<DescribeLogDirsRequestDescribableLogDirTopic>): DescribeLogDirsRequestDescribableLogDirTopic {
  return { topic: '', partitions: [], ...fields };
}

function readDescribeLogDirsRequestDescribableLogDirTopicArrayOrNull1(r: Reader, count: number): DescribeLogDirsRequestDescribableLogDirTopic[] | null {
  if (count < 0) return null;
  const array: DescribeLogDirsRequestDescribableLogDirTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      partitions: r.int32s(r.count(4)),
    });
  }
  return array;
}

function readDescribeLogDirsRequest1(r: Reader): DescribeLogDirsRequest {
  return {
    topics: readDescribeLogDirsRequestDescribableLogDirTopicArrayOrNull1(r, r.countOrNull(6)),
  };
}

function readDescribeLogDirsRequestDescribableLogDirTopicArrayOrNull2(r: Reader, count: number): DescribeLogDirsRequestDescribableLogDirTopic[] | null {
  if (count < 0) return null;
  const array: DescribeLogDirsRequestDescribableLogDirTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeLogDirsRequestDescribableLogDirTopic = {
      topic: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeLogDirsRequest2(r: Reader): DescribeLogDirsRequest {
  const m: DescribeLogDirsRequest = {
    topics: readDescribeLogDirsRequestDescribableLogDirTopicArrayOrNull2(r, r.compactCountOrNull(3)),
  };
  r.keepTags();
  return m;
}

function writeDescribeLogDirsRequestDescribableLogDirTopicArrayOrNull1(w: Writer, array: DescribeLogDirsRequestDescribableLogDirTopic[] | null): void {
  if (array === null) {
    w.count(-1);
    return;
  }
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    w.count(m.partitions.length);
    w.int32s(m.partitions);
  }
}

function writeDescribeLogDirsRequest1(w: Writer, m: DescribeLogDirsRequest): void {
  writeDescribeLogDirsRequestDescribableLogDirTopicArrayOrNull1(w, m.topics);
}

function writeDescribeLogDirsRequestDescribableLogDirTopicArrayOrNull2(w: Writer, array: DescribeLogDirsRequestDescribableLogDirTopic[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topic);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeDescribeLogDirsRequest2(w: Writer, m: DescribeLogDirsRequest): void {
  writeDescribeLogDirsRequestDescribableLogDirTopicArrayOrNull2(w, m.topics);
  w.uvarint(0);
}

export const describeLogDirsRequest: MessageCodec<DescribeLogDirsRequest> = defineCodec({
  name: 'DescribeLogDirsRequest',
  apiKey: 35,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readDescribeLogDirsRequest1, readDescribeLogDirsRequest2, readDescribeLogDirsRequest2, readDescribeLogDirsRequest2, readDescribeLogDirsRequest2],
  writers: [writeDescribeLogDirsRequest1, writeDescribeLogDirsRequest2, writeDescribeLogDirsRequest2, writeDescribeLogDirsRequest2, writeDescribeLogDirsRequest2],
});

export interface DescribeLogDirsResponse {
  throttleTimeMs: number;
  /** v3+ */
  errorCode: number;
  results: DescribeLogDirsResponseResult[];
}

export interface DescribeLogDirsResponseResult {
  errorCode: number;
  logDir: string;
  topics: DescribeLogDirsResponseTopic[];
  /** v4+ */
  totalBytes: number;
  /** v4+ */
  usableBytes: number;
  /** v5+ */
  isCordoned: boolean;
}

export interface DescribeLogDirsResponseTopic {
  name: string;
  partitions: DescribeLogDirsResponsePartition[];
}

export interface DescribeLogDirsResponsePartition {
  partitionIndex: number;
  partitionSize: number;
  offsetLag: number;
  isFutureKey: boolean;
}

export function newDescribeLogDirsResponse(fields?: Partial<DescribeLogDirsResponse>): DescribeLogDirsResponse {
  return { throttleTimeMs: 0, errorCode: 0, results: [], ...fields };
}

export function newDescribeLogDirsResponseResult(fields?: Partial<DescribeLogDirsResponseResult>): DescribeLogDirsResponseResult {
  return { errorCode: 0, logDir: '', topics: [], totalBytes: -1, usableBytes: -1, isCordoned: false, ...fields };
}

export function newDescribeLogDirsResponseTopic(fields?: Partial<DescribeLogDirsResponseTopic>): DescribeLogDirsResponseTopic {
  return { name: '', partitions: [], ...fields };
}

export function newDescribeLogDirsResponsePartition(fields?: Partial<DescribeLogDirsResponsePartition>): DescribeLogDirsResponsePartition {
  return { partitionIndex: 0, partitionSize: 0, offsetLag: 0, isFutureKey: false, ...fields };
}

function readDescribeLogDirsResponsePartitionArray1(r: Reader, count: number): DescribeLogDirsResponsePartition[] {
  const array: DescribeLogDirsResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      partitionSize: r.int64(),
      offsetLag: r.int64(),
      isFutureKey: r.boolean(),
    });
  }
  return array;
}

function readDescribeLogDirsResponseTopicArray1(r: Reader, count: number): DescribeLogDirsResponseTopic[] {
  const array: DescribeLogDirsResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitions: readDescribeLogDirsResponsePartitionArray1(r, r.count(21)),
    });
  }
  return array;
}

function readDescribeLogDirsResponseResultArray1(r: Reader, count: number): DescribeLogDirsResponseResult[] {
  const array: DescribeLogDirsResponseResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      logDir: r.string(),
      topics: readDescribeLogDirsResponseTopicArray1(r, r.count(6)),
      totalBytes: -1,
      usableBytes: -1,
      isCordoned: false,
    });
  }
  return array;
}

function readDescribeLogDirsResponse1(r: Reader): DescribeLogDirsResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: 0,
    results: readDescribeLogDirsResponseResultArray1(r, r.count(8)),
  };
}

function readDescribeLogDirsResponsePartitionArray2(r: Reader, count: number): DescribeLogDirsResponsePartition[] {
  const array: DescribeLogDirsResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeLogDirsResponsePartition = {
      partitionIndex: r.int32(),
      partitionSize: r.int64(),
      offsetLag: r.int64(),
      isFutureKey: r.boolean(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeLogDirsResponseTopicArray2(r: Reader, count: number): DescribeLogDirsResponseTopic[] {
  const array: DescribeLogDirsResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeLogDirsResponseTopic = {
      name: r.compactString(),
      partitions: readDescribeLogDirsResponsePartitionArray2(r, r.compactCount(22)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeLogDirsResponseResultArray2(r: Reader, count: number): DescribeLogDirsResponseResult[] {
  const array: DescribeLogDirsResponseResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeLogDirsResponseResult = {
      errorCode: r.int16(),
      logDir: r.compactString(),
      topics: readDescribeLogDirsResponseTopicArray2(r, r.compactCount(3)),
      totalBytes: -1,
      usableBytes: -1,
      isCordoned: false,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeLogDirsResponse2(r: Reader): DescribeLogDirsResponse {
  const m: DescribeLogDirsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: 0,
    results: readDescribeLogDirsResponseResultArray2(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function readDescribeLogDirsResponse3(r: Reader): DescribeLogDirsResponse {
  const m: DescribeLogDirsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    results: readDescribeLogDirsResponseResultArray2(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function readDescribeLogDirsResponseResultArray4(r: Reader, count: number): DescribeLogDirsResponseResult[] {
  const array: DescribeLogDirsResponseResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeLogDirsResponseResult = {
      errorCode: r.int16(),
      logDir: r.compactString(),
      topics: readDescribeLogDirsResponseTopicArray2(r, r.compactCount(3)),
      totalBytes: r.int64(),
      usableBytes: r.int64(),
      isCordoned: false,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeLogDirsResponse4(r: Reader): DescribeLogDirsResponse {
  const m: DescribeLogDirsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    results: readDescribeLogDirsResponseResultArray4(r, r.compactCount(21)),
  };
  r.keepTags();
  return m;
}

function readDescribeLogDirsResponseResultArray5(r: Reader, count: number): DescribeLogDirsResponseResult[] {
  const array: DescribeLogDirsResponseResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeLogDirsResponseResult = {
      errorCode: r.int16(),
      logDir: r.compactString(),
      topics: readDescribeLogDirsResponseTopicArray2(r, r.compactCount(3)),
      totalBytes: r.int64(),
      usableBytes: r.int64(),
      isCordoned: r.boolean(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeLogDirsResponse5(r: Reader): DescribeLogDirsResponse {
  const m: DescribeLogDirsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    results: readDescribeLogDirsResponseResultArray5(r, r.compactCount(22)),
  };
  r.keepTags();
  return m;
}

function writeDescribeLogDirsResponsePartitionArray1(w: Writer, array: DescribeLogDirsResponsePartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.partitionSize);
    w.int64(m.offsetLag);
    w.boolean(m.isFutureKey);
  }
}

function writeDescribeLogDirsResponseTopicArray1(w: Writer, array: DescribeLogDirsResponseTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeDescribeLogDirsResponsePartitionArray1(w, m.partitions);
  }
}

function writeDescribeLogDirsResponseResultArray1(w: Writer, array: DescribeLogDirsResponseResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.string(m.logDir);
    writeDescribeLogDirsResponseTopicArray1(w, m.topics);
  }
}

function writeDescribeLogDirsResponse1(w: Writer, m: DescribeLogDirsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeLogDirsResponseResultArray1(w, m.results);
}

function writeDescribeLogDirsResponsePartitionArray2(w: Writer, array: DescribeLogDirsResponsePartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.partitionSize);
    w.int64(m.offsetLag);
    w.boolean(m.isFutureKey);
    w.uvarint(0);
  }
}

function writeDescribeLogDirsResponseTopicArray2(w: Writer, array: DescribeLogDirsResponseTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeDescribeLogDirsResponsePartitionArray2(w, m.partitions);
    w.uvarint(0);
  }
}

function writeDescribeLogDirsResponseResultArray2(w: Writer, array: DescribeLogDirsResponseResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactString(m.logDir);
    writeDescribeLogDirsResponseTopicArray2(w, m.topics);
    w.uvarint(0);
  }
}

function writeDescribeLogDirsResponse2(w: Writer, m: DescribeLogDirsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeLogDirsResponseResultArray2(w, m.results);
  w.uvarint(0);
}

function writeDescribeLogDirsResponse3(w: Writer, m: DescribeLogDirsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeDescribeLogDirsResponseResultArray2(w, m.results);
  w.uvarint(0);
}

function writeDescribeLogDirsResponseResultArray4(w: Writer, array: DescribeLogDirsResponseResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactString(m.logDir);
    writeDescribeLogDirsResponseTopicArray2(w, m.topics);
    w.int64(m.totalBytes);
    w.int64(m.usableBytes);
    w.uvarint(0);
  }
}

function writeDescribeLogDirsResponse4(w: Writer, m: DescribeLogDirsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeDescribeLogDirsResponseResultArray4(w, m.results);
  w.uvarint(0);
}

function writeDescribeLogDirsResponseResultArray5(w: Writer, array: DescribeLogDirsResponseResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactString(m.logDir);
    writeDescribeLogDirsResponseTopicArray2(w, m.topics);
    w.int64(m.totalBytes);
    w.int64(m.usableBytes);
    w.boolean(m.isCordoned);
    w.uvarint(0);
  }
}

function writeDescribeLogDirsResponse5(w: Writer, m: DescribeLogDirsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeDescribeLogDirsResponseResultArray5(w, m.results);
  w.uvarint(0);
}

export const describeLogDirsResponse: MessageCodec<DescribeLogDirsResponse> = defineCodec({
  name: 'DescribeLogDirsResponse',
  apiKey: 35,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readDescribeLogDirsResponse1, readDescribeLogDirsResponse2, readDescribeLogDirsResponse3, readDescribeLogDirsResponse4, readDescribeLogDirsResponse5],
  writers: [writeDescribeLogDirsResponse1, writeDescribeLogDirsResponse2, writeDescribeLogDirsResponse3, writeDescribeLogDirsResponse4, writeDescribeLogDirsResponse5],
});
