// generated from 24-add-partitions-to-txn.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface AddPartitionsToTxnRequest {
  /** v4+ */
  transactions: AddPartitionsToTxnRequestTransaction[];
  /** v0-3 */
  v3AndBelowTransactionalId: string;
  /** v0-3 */
  v3AndBelowProducerId: number;
  /** v0-3 */
  v3AndBelowProducerEpoch: number;
  /** v0-3 */
  v3AndBelowTopics: AddPartitionsToTxnRequestTopic[];
}

export interface AddPartitionsToTxnRequestTransaction {
  transactionalId: string;
  producerId: number;
  producerEpoch: number;
  verifyOnly: boolean;
  topics: AddPartitionsToTxnRequestTopic[];
}

export interface AddPartitionsToTxnRequestTopic {
  name: string;
  partitions: number[];
}

export function newAddPartitionsToTxnRequest(fields?: Partial<AddPartitionsToTxnRequest>): AddPartitionsToTxnRequest {
  return { transactions: [], v3AndBelowTransactionalId: '', v3AndBelowProducerId: 0, v3AndBelowProducerEpoch: 0, v3AndBelowTopics: [], ...fields };
}

export function newAddPartitionsToTxnRequestTransaction(fields?: Partial<AddPartitionsToTxnRequestTransaction>): AddPartitionsToTxnRequestTransaction {
  return { transactionalId: '', producerId: 0, producerEpoch: 0, verifyOnly: false, topics: [], ...fields };
}

export function newAddPartitionsToTxnRequestTopic(fields?: Partial<AddPartitionsToTxnRequestTopic>): AddPartitionsToTxnRequestTopic {
  return { name: '', partitions: [], ...fields };
}

function readAddPartitionsToTxnRequestTopicArray0(r: Reader, count: number): AddPartitionsToTxnRequestTopic[] {
  const array: AddPartitionsToTxnRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitions: r.int32s(r.count(4)),
    });
  }
  return array;
}

function readAddPartitionsToTxnRequest0(r: Reader): AddPartitionsToTxnRequest {
  return {
    transactions: [],
    v3AndBelowTransactionalId: r.string(),
    v3AndBelowProducerId: r.int64(),
    v3AndBelowProducerEpoch: r.int16(),
    v3AndBelowTopics: readAddPartitionsToTxnRequestTopicArray0(r, r.count(6)),
  };
}

function readAddPartitionsToTxnRequestTopicArray3(r: Reader, count: number): AddPartitionsToTxnRequestTopic[] {
  const array: AddPartitionsToTxnRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: AddPartitionsToTxnRequestTopic = {
      name: r.compactString(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAddPartitionsToTxnRequest3(r: Reader): AddPartitionsToTxnRequest {
  const m: AddPartitionsToTxnRequest = {
    transactions: [],
    v3AndBelowTransactionalId: r.compactString(),
    v3AndBelowProducerId: r.int64(),
    v3AndBelowProducerEpoch: r.int16(),
    v3AndBelowTopics: readAddPartitionsToTxnRequestTopicArray3(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function readAddPartitionsToTxnRequestTransactionArray4(r: Reader, count: number): AddPartitionsToTxnRequestTransaction[] {
  const array: AddPartitionsToTxnRequestTransaction[] = [];
  for (let i = 0; i < count; i++) {
    const m: AddPartitionsToTxnRequestTransaction = {
      transactionalId: r.compactString(),
      producerId: r.int64(),
      producerEpoch: r.int16(),
      verifyOnly: r.boolean(),
      topics: readAddPartitionsToTxnRequestTopicArray3(r, r.compactCount(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAddPartitionsToTxnRequest4(r: Reader): AddPartitionsToTxnRequest {
  const m: AddPartitionsToTxnRequest = {
    transactions: readAddPartitionsToTxnRequestTransactionArray4(r, r.compactCount(14)),
    v3AndBelowTransactionalId: '',
    v3AndBelowProducerId: 0,
    v3AndBelowProducerEpoch: 0,
    v3AndBelowTopics: [],
  };
  r.keepTags();
  return m;
}

function writeAddPartitionsToTxnRequestTopicArray0(w: Writer, array: AddPartitionsToTxnRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.count(m.partitions.length);
    w.int32s(m.partitions);
  }
}

function writeAddPartitionsToTxnRequest0(w: Writer, m: AddPartitionsToTxnRequest): void {
  if (m.transactions.length !== 0) throw unsupportedField('AddPartitionsToTxnRequest.transactions');
  w.string(m.v3AndBelowTransactionalId);
  w.int64(m.v3AndBelowProducerId);
  w.int16(m.v3AndBelowProducerEpoch);
  writeAddPartitionsToTxnRequestTopicArray0(w, m.v3AndBelowTopics);
}

function writeAddPartitionsToTxnRequestTopicArray3(w: Writer, array: AddPartitionsToTxnRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeAddPartitionsToTxnRequest3(w: Writer, m: AddPartitionsToTxnRequest): void {
  if (m.transactions.length !== 0) throw unsupportedField('AddPartitionsToTxnRequest.transactions');
  w.compactString(m.v3AndBelowTransactionalId);
  w.int64(m.v3AndBelowProducerId);
  w.int16(m.v3AndBelowProducerEpoch);
  writeAddPartitionsToTxnRequestTopicArray3(w, m.v3AndBelowTopics);
  w.uvarint(0);
}

function writeAddPartitionsToTxnRequestTransactionArray4(w: Writer, array: AddPartitionsToTxnRequestTransaction[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.transactionalId);
    w.int64(m.producerId);
    w.int16(m.producerEpoch);
    w.boolean(m.verifyOnly);
    writeAddPartitionsToTxnRequestTopicArray3(w, m.topics);
    w.uvarint(0);
  }
}

function writeAddPartitionsToTxnRequest4(w: Writer, m: AddPartitionsToTxnRequest): void {
  writeAddPartitionsToTxnRequestTransactionArray4(w, m.transactions);
  if (m.v3AndBelowTransactionalId !== '') throw unsupportedField('AddPartitionsToTxnRequest.v3AndBelowTransactionalId');
  if (m.v3AndBelowProducerId !== 0) throw unsupportedField('AddPartitionsToTxnRequest.v3AndBelowProducerId');
  if (m.v3AndBelowProducerEpoch !== 0) throw unsupportedField('AddPartitionsToTxnRequest.v3AndBelowProducerEpoch');
  if (m.v3AndBelowTopics.length !== 0) throw unsupportedField('AddPartitionsToTxnRequest.v3AndBelowTopics');
  w.uvarint(0);
}

export const addPartitionsToTxnRequest: MessageCodec<AddPartitionsToTxnRequest> = defineCodec({
  name: 'AddPartitionsToTxnRequest',
  apiKey: 24,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 3,
  readers: [readAddPartitionsToTxnRequest0, readAddPartitionsToTxnRequest0, readAddPartitionsToTxnRequest0, readAddPartitionsToTxnRequest3, readAddPartitionsToTxnRequest4, readAddPartitionsToTxnRequest4],
  writers: [writeAddPartitionsToTxnRequest0, writeAddPartitionsToTxnRequest0, writeAddPartitionsToTxnRequest0, writeAddPartitionsToTxnRequest3, writeAddPartitionsToTxnRequest4, writeAddPartitionsToTxnRequest4],
});

export interface AddPartitionsToTxnResponse {
  throttleTimeMs: number;
  /** v4+ */
  errorCode: number;
  /** v4+ */
  resultsByTransaction: AddPartitionsToTxnResponseResult[];
  /** v0-3 */
  resultsByTopicV3AndBelow: AddPartitionsToTxnResponseTopicResult[];
}

export interface AddPartitionsToTxnResponseResult {
  transactionalId: string;
  topicResults: AddPartitionsToTxnResponseTopicResult[];
}

export interface AddPartitionsToTxnResponsePartitionResult {
  partitionIndex: number;
  partitionErrorCode: number;
}

export interface AddPartitionsToTxnResponseTopicResult {
  name: string;
  resultsByPartition: AddPartitionsToTxnResponsePartitionResult[];
}

export function newAddPartitionsToTxnResponse(fields?: Partial<AddPartitionsToTxnResponse>): AddPartitionsToTxnResponse {
  return { throttleTimeMs: 0, errorCode: 0, resultsByTransaction: [], resultsByTopicV3AndBelow: [], ...fields };
}

export function newAddPartitionsToTxnResponseResult(fields?: Partial<AddPartitionsToTxnResponseResult>): AddPartitionsToTxnResponseResult {
  return { transactionalId: '', topicResults: [], ...fields };
}

export function newAddPartitionsToTxnResponsePartitionResult(fields?: Partial<AddPartitionsToTxnResponsePartitionResult>): AddPartitionsToTxnResponsePartitionResult {
  return { partitionIndex: 0, partitionErrorCode: 0, ...fields };
}

export function newAddPartitionsToTxnResponseTopicResult(fields?: Partial<AddPartitionsToTxnResponseTopicResult>): AddPartitionsToTxnResponseTopicResult {
  return { name: '', resultsByPartition: [], ...fields };
}

function readAddPartitionsToTxnResponsePartitionResultArray0(r: Reader, count: number): AddPartitionsToTxnResponsePartitionResult[] {
  const array: AddPartitionsToTxnResponsePartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      partitionErrorCode: r.int16(),
    });
  }
  return array;
}

function readAddPartitionsToTxnResponseTopicResultArray0(r: Reader, count: number): AddPartitionsToTxnResponseTopicResult[] {
  const array: AddPartitionsToTxnResponseTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      resultsByPartition: readAddPartitionsToTxnResponsePartitionResultArray0(r, r.count(6)),
    });
  }
  return array;
}

function readAddPartitionsToTxnResponse0(r: Reader): AddPartitionsToTxnResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: 0,
    resultsByTransaction: [],
    resultsByTopicV3AndBelow: readAddPartitionsToTxnResponseTopicResultArray0(r, r.count(6)),
  };
}

function readAddPartitionsToTxnResponsePartitionResultArray3(r: Reader, count: number): AddPartitionsToTxnResponsePartitionResult[] {
  const array: AddPartitionsToTxnResponsePartitionResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: AddPartitionsToTxnResponsePartitionResult = {
      partitionIndex: r.int32(),
      partitionErrorCode: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAddPartitionsToTxnResponseTopicResultArray3(r: Reader, count: number): AddPartitionsToTxnResponseTopicResult[] {
  const array: AddPartitionsToTxnResponseTopicResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: AddPartitionsToTxnResponseTopicResult = {
      name: r.compactString(),
      resultsByPartition: readAddPartitionsToTxnResponsePartitionResultArray3(r, r.compactCount(7)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAddPartitionsToTxnResponse3(r: Reader): AddPartitionsToTxnResponse {
  const m: AddPartitionsToTxnResponse = {
    throttleTimeMs: r.int32(),
    errorCode: 0,
    resultsByTransaction: [],
    resultsByTopicV3AndBelow: readAddPartitionsToTxnResponseTopicResultArray3(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function readAddPartitionsToTxnResponseResultArray4(r: Reader, count: number): AddPartitionsToTxnResponseResult[] {
  const array: AddPartitionsToTxnResponseResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: AddPartitionsToTxnResponseResult = {
      transactionalId: r.compactString(),
      topicResults: readAddPartitionsToTxnResponseTopicResultArray3(r, r.compactCount(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAddPartitionsToTxnResponse4(r: Reader): AddPartitionsToTxnResponse {
  const m: AddPartitionsToTxnResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    resultsByTransaction: readAddPartitionsToTxnResponseResultArray4(r, r.compactCount(3)),
    resultsByTopicV3AndBelow: [],
  };
  r.keepTags();
  return m;
}

function writeAddPartitionsToTxnResponsePartitionResultArray0(w: Writer, array: AddPartitionsToTxnResponsePartitionResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.partitionErrorCode);
  }
}

function writeAddPartitionsToTxnResponseTopicResultArray0(w: Writer, array: AddPartitionsToTxnResponseTopicResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeAddPartitionsToTxnResponsePartitionResultArray0(w, m.resultsByPartition);
  }
}

function writeAddPartitionsToTxnResponse0(w: Writer, m: AddPartitionsToTxnResponse): void {
  w.int32(m.throttleTimeMs);
  if (m.resultsByTransaction.length !== 0) throw unsupportedField('AddPartitionsToTxnResponse.resultsByTransaction');
  writeAddPartitionsToTxnResponseTopicResultArray0(w, m.resultsByTopicV3AndBelow);
}

function writeAddPartitionsToTxnResponsePartitionResultArray3(w: Writer, array: AddPartitionsToTxnResponsePartitionResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.partitionErrorCode);
    w.uvarint(0);
  }
}

function writeAddPartitionsToTxnResponseTopicResultArray3(w: Writer, array: AddPartitionsToTxnResponseTopicResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeAddPartitionsToTxnResponsePartitionResultArray3(w, m.resultsByPartition);
    w.uvarint(0);
  }
}

function writeAddPartitionsToTxnResponse3(w: Writer, m: AddPartitionsToTxnResponse): void {
  w.int32(m.throttleTimeMs);
  if (m.resultsByTransaction.length !== 0) throw unsupportedField('AddPartitionsToTxnResponse.resultsByTransaction');
  writeAddPartitionsToTxnResponseTopicResultArray3(w, m.resultsByTopicV3AndBelow);
  w.uvarint(0);
}

function writeAddPartitionsToTxnResponseResultArray4(w: Writer, array: AddPartitionsToTxnResponseResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.transactionalId);
    writeAddPartitionsToTxnResponseTopicResultArray3(w, m.topicResults);
    w.uvarint(0);
  }
}

function writeAddPartitionsToTxnResponse4(w: Writer, m: AddPartitionsToTxnResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeAddPartitionsToTxnResponseResultArray4(w, m.resultsByTransaction);
  if (m.resultsByTopicV3AndBelow.length !== 0) throw unsupportedField('AddPartitionsToTxnResponse.resultsByTopicV3AndBelow');
  w.uvarint(0);
}

export const addPartitionsToTxnResponse: MessageCodec<AddPartitionsToTxnResponse> = defineCodec({
  name: 'AddPartitionsToTxnResponse',
  apiKey: 24,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 3,
  readers: [readAddPartitionsToTxnResponse0, readAddPartitionsToTxnResponse0, readAddPartitionsToTxnResponse0, readAddPartitionsToTxnResponse3, readAddPartitionsToTxnResponse4, readAddPartitionsToTxnResponse4],
  writers: [writeAddPartitionsToTxnResponse0, writeAddPartitionsToTxnResponse0, writeAddPartitionsToTxnResponse0, writeAddPartitionsToTxnResponse3, writeAddPartitionsToTxnResponse4, writeAddPartitionsToTxnResponse4],
});
