// generated from 65-describe-transactions.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface DescribeTransactionsRequest {
  transactionalIds: string[];
}

export function newDescribeTransactionsRequest(fields?: Partial<DescribeTransactionsRequest>): DescribeTransactionsRequest {
  return { transactionalIds: [], ...fields };
}

function readDescribeTransactionsRequest0(r: Reader): DescribeTransactionsRequest {
  const m: DescribeTransactionsRequest = {
    transactionalIds: r.compactStrings(r.compactCount(1)),
  };
  r.keepTags();
  return m;
}

function writeDescribeTransactionsRequest0(w: Writer, m: DescribeTransactionsRequest): void {
  w.compactCount(m.transactionalIds.length);
  w.compactStrings(m.transactionalIds);
  w.uvarint(0);
}

export const describeTransactionsRequest: MessageCodec<DescribeTransactionsRequest> = defineCodec({
  name: 'DescribeTransactionsRequest',
  apiKey: 65,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDescribeTransactionsRequest0],
  writers: [writeDescribeTransactionsRequest0],
});

export interface DescribeTransactionsResponse {
  throttleTimeMs: number;
  transactionStates: DescribeTransactionsResponseTransactionState[];
}

export interface DescribeTransactionsResponseTransactionState {
  errorCode: number;
  transactionalId: string;
  transactionState: string;
  transactionTimeoutMs: number;
  transactionStartTimeMs: number;
  producerId: number;
  producerEpoch: number;
  topics: DescribeTransactionsResponseTopicData[];
}

export interface DescribeTransactionsResponseTopicData {
  topic: string;
  partitions: number[];
}

export function newDescribeTransactionsResponse(fields?: Partial<DescribeTransactionsResponse>): DescribeTransactionsResponse {
  return { throttleTimeMs: 0, transactionStates: [], ...fields };
}

export function newDescribeTransactionsResponseTransactionState(fields?: Partial<DescribeTransactionsResponseTransactionState>): DescribeTransactionsResponseTransactionState {
  return { errorCode: 0, transactionalId: '', transactionState: '', transactionTimeoutMs: 0, transactionStartTimeMs: 0, producerId: 0, producerEpoch: 0, topics: [], ...fields };
}

export function newDescribeTransactionsResponseTopicData(fields?: Partial<DescribeTransactionsResponseTopicData>): DescribeTransactionsResponseTopicData {
  return { topic: '', partitions: [], ...fields };
}

function readDescribeTransactionsResponseTopicDataArray0(r: Reader, count: number): DescribeTransactionsResponseTopicData[] {
  const array: DescribeTransactionsResponseTopicData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeTransactionsResponseTopicData = {
      topic: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeTransactionsResponseTransactionStateArray0(r: Reader, count: number): DescribeTransactionsResponseTransactionState[] {
  const array: DescribeTransactionsResponseTransactionState[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeTransactionsResponseTransactionState = {
      errorCode: r.int16(),
      transactionalId: r.compactString(),
      transactionState: r.compactString(),
      transactionTimeoutMs: r.int32(),
      transactionStartTimeMs: r.int64(),
      producerId: r.int64(),
      producerEpoch: r.int16(),
      topics: readDescribeTransactionsResponseTopicDataArray0(r, r.compactCount(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeTransactionsResponse0(r: Reader): DescribeTransactionsResponse {
  const m: DescribeTransactionsResponse = {
    throttleTimeMs: r.int32(),
    transactionStates: readDescribeTransactionsResponseTransactionStateArray0(r, r.compactCount(28)),
  };
  r.keepTags();
  return m;
}

function writeDescribeTransactionsResponseTopicDataArray0(w: Writer, array: DescribeTransactionsResponseTopicData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topic);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeDescribeTransactionsResponseTransactionStateArray0(w: Writer, array: DescribeTransactionsResponseTransactionState[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactString(m.transactionalId);
    w.compactString(m.transactionState);
    w.int32(m.transactionTimeoutMs);
    w.int64(m.transactionStartTimeMs);
    w.int64(m.producerId);
    w.int16(m.producerEpoch);
    writeDescribeTransactionsResponseTopicDataArray0(w, m.topics);
    w.uvarint(0);
  }
}

function writeDescribeTransactionsResponse0(w: Writer, m: DescribeTransactionsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeTransactionsResponseTransactionStateArray0(w, m.transactionStates);
  w.uvarint(0);
}

export const describeTransactionsResponse: MessageCodec<DescribeTransactionsResponse> = defineCodec({
  name: 'DescribeTransactionsResponse',
  apiKey: 65,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDescribeTransactionsResponse0],
  writers: [writeDescribeTransactionsResponse0],
});
