// generated from 66-list-transactions.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface ListTransactionsRequest {
  stateFilters: string[];
  producerIdFilters: number[];
  /** v1+ */
  durationFilter: number;
  /** v2+ */
  transactionalIdPattern: string | null;
}

export function newListTransactionsRequest(fields?: Partial<ListTransactionsRequest>): ListTransactionsRequest {
  return { stateFilters: [], producerIdFilters: [], durationFilter: -1, transactionalIdPattern: null, ...fields };
}

function readListTransactionsRequest0(r: Reader): ListTransactionsRequest {
  const m: ListTransactionsRequest = {
    stateFilters: r.compactStrings(r.compactCount(1)),
    producerIdFilters: r.int64s(r.compactCount(8)),
    durationFilter: -1,
    transactionalIdPattern: null,
  };
  r.keepTags();
  return m;
}

function readListTransactionsRequest1(r: Reader): ListTransactionsRequest {
  const m: ListTransactionsRequest = {
    stateFilters: r.compactStrings(r.compactCount(1)),
    producerIdFilters: r.int64s(r.compactCount(8)),
    durationFilter: r.int64(),
    transactionalIdPattern: null,
  };
  r.keepTags();
  return m;
}

function readListTransactionsRequest2(r: Reader): ListTransactionsRequest {
  const m: ListTransactionsRequest = {
    stateFilters: r.compactStrings(r.compactCount(1)),
    producerIdFilters: r.int64s(r.compactCount(8)),
    durationFilter: r.int64(),
    transactionalIdPattern: r.compactStringOrNull(),
  };
  r.keepTags();
  return m;
}

function writeListTransactionsRequest0(w: Writer, m: ListTransactionsRequest): void {
  w.compactCount(m.stateFilters.length);
  w.compactStrings(m.stateFilters);
  w.compactCount(m.producerIdFilters.length);
  w.int64s(m.producerIdFilters);
  if (m.durationFilter !== -1) throw unsupportedField('ListTransactionsRequest.durationFilter');
  if (m.transactionalIdPattern !== null) throw unsupportedField('ListTransactionsRequest.transactionalIdPattern');
  w.uvarint(0);
}

function writeListTransactionsRequest1(w: Writer, m: ListTransactionsRequest): void {
  w.compactCount(m.stateFilters.length);
  w.compactStrings(m.stateFilters);
  w.compactCount(m.producerIdFilters.length);
  w.int64s(m.producerIdFilters);
  w.int64(m.durationFilter);
  if (m.transactionalIdPattern !== null) throw unsupportedField('ListTransactionsRequest.transactionalIdPattern');
  w.uvarint(0);
}

function writeListTransactionsRequest2(w: Writer, m: ListTransactionsRequest): void {
  w.compactCount(m.stateFilters.length);
  w.compactStrings(m.stateFilters);
  w.compactCount(m.producerIdFilters.length);
  w.int64s(m.producerIdFilters);
  w.int64(m.durationFilter);
  w.compactStringOrNull(m.transactionalIdPattern);
  w.uvarint(0);
}

export const listTransactionsRequest: MessageCodec<ListTransactionsRequest> = defineCodec({
  name: 'ListTransactionsRequest',
  apiKey: 66,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readListTransactionsRequest0, readListTransactionsRequest1, readListTransactionsRequest2],
  writers: [writeListTransactionsRequest0, writeListTransactionsRequest1, writeListTransactionsRequest2],
});

export interface ListTransactionsResponse {
  throttleTimeMs: number;
  errorCode: number;
  unknownStateFilters: string[];
  transactionStates: ListTransactionsResponseTransactionState[];
}

export interface ListTransactionsResponseTransactionState {
  transactionalId: string;
  producerId: number;
  transactionState: string;
}

export function newListTransactionsResponse(fields?: Partial<ListTransactionsResponse>): ListTransactionsResponse {
  return { throttleTimeMs: 0, errorCode: 0, unknownStateFilters: [], transactionStates: [], ...fields };
}

export function newListTransactionsResponseTransactionState(fields?: Partial<ListTransactionsResponseTransactionState>): ListTransactionsResponseTransactionState {
  return { transactionalId: '', producerId: 0, transactionState: '', ...fields };
}

function readListTransactionsResponseTransactionStateArray0(r: Reader, count: number): ListTransactionsResponseTransactionState[] {
  const array: ListTransactionsResponseTransactionState[] = [];
  for (let i = 0; i < count; i++) {
    const m: ListTransactionsResponseTransactionState = {
      transactionalId: r.compactString(),
      producerId: r.int64(),
      transactionState: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readListTransactionsResponse0(r: Reader): ListTransactionsResponse {
  const m: ListTransactionsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    unknownStateFilters: r.compactStrings(r.compactCount(1)),
    transactionStates: readListTransactionsResponseTransactionStateArray0(r, r.compactCount(11)),
  };
  r.keepTags();
  return m;
}

function writeListTransactionsResponseTransactionStateArray0(w: Writer, array: ListTransactionsResponseTransactionState[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.transactionalId);
    w.int64(m.producerId);
    w.compactString(m.transactionState);
    w.uvarint(0);
  }
}

function writeListTransactionsResponse0(w: Writer, m: ListTransactionsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactCount(m.unknownStateFilters.length);
  w.compactStrings(m.unknownStateFilters);
  writeListTransactionsResponseTransactionStateArray0(w, m.transactionStates);
  w.uvarint(0);
}

export const listTransactionsResponse: MessageCodec<ListTransactionsResponse> = defineCodec({
  name: 'ListTransactionsResponse',
  apiKey: 66,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readListTransactionsResponse0, readListTransactionsResponse0, readListTransactionsResponse0],
  writers: [writeListTransactionsResponse0, writeListTransactionsResponse0, writeListTransactionsResponse0],
});
