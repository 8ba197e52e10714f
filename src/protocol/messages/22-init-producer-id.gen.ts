// generated from 22-init-producer-id.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface InitProducerIdRequest {
  transactionalId: string | null;
  transactionTimeoutMs: number;
  /** v3+ */
  producerId: number;
  /** v3+ */
  producerEpoch: number;
  /** v6+ */
  enable2Pc: boolean;
  /** v6+ */
  keepPreparedTxn: boolean;
}

export function newInitProducerIdRequest(fields?: Partial<InitProducerIdRequest>): InitProducerIdRequest {
  return { transactionalId: '', transactionTimeoutMs: 0, producerId: -1, producerEpoch: -1, enable2Pc: false, keepPreparedTxn: false, ...fields };
}

function readInitProducerIdRequest0(r: Reader): InitProducerIdRequest {
  return {
    transactionalId: r.stringOrNull(),
    transactionTimeoutMs: r.int32(),
    producerId: -1,
    producerEpoch: -1,
    enable2Pc: false,
    keepPreparedTxn: false,
  };
}

function readInitProducerIdRequest2(r: Reader): InitProducerIdRequest {
  const m: InitProducerIdRequest = {
    transactionalId: r.compactStringOrNull(),
    transactionTimeoutMs: r.int32(),
    producerId: -1,
    producerEpoch: -1,
    enable2Pc: false,
    keepPreparedTxn: false,
  };
  r.keepTags();
  return m;
}

function readInitProducerIdRequest3(r: Reader): InitProducerIdRequest {
  const m: InitProducerIdRequest = {
    transactionalId: r.compactStringOrNull(),
    transactionTimeoutMs: r.int32(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    enable2Pc: false,
    keepPreparedTxn: false,
  };
  r.keepTags();
  return m;
}

function readInitProducerIdRequest6(r: Reader): InitProducerIdRequest {
  const m: InitProducerIdRequest = {
    transactionalId: r.compactStringOrNull(),
    transactionTimeoutMs: r.int32(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    enable2Pc: r.boolean(),
    keepPreparedTxn: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeInitProducerIdRequest0(w: Writer, m: InitProducerIdRequest): void {
  w.stringOrNull(m.transactionalId);
  w.int32(m.transactionTimeoutMs);
  if (m.producerId !== -1) throw unsupportedField('InitProducerIdRequest.producerId');
  if (m.producerEpoch !== -1) throw unsupportedField('InitProducerIdRequest.producerEpoch');
  if (m.enable2Pc !== false) throw unsupportedField('InitProducerIdRequest.enable2Pc');
  if (m.keepPreparedTxn !== false) throw unsupportedField('InitProducerIdRequest.keepPreparedTxn');
}

function writeInitProducerIdRequest2(w: Writer, m: InitProducerIdRequest): void {
  w.compactStringOrNull(m.transactionalId);
  w.int32(m.transactionTimeoutMs);
  if (m.producerId !== -1) throw unsupportedField('InitProducerIdRequest.producerId');
  if (m.producerEpoch !== -1) throw unsupportedField('InitProducerIdRequest.producerEpoch');
  if (m.enable2Pc !== false) throw unsupportedField('InitProducerIdRequest.enable2Pc');
  if (m.keepPreparedTxn !== false) throw unsupportedField('InitProducerIdRequest.keepPreparedTxn');
  w.uvarint(0);
}

function writeInitProducerIdRequest3(w: Writer, m: InitProducerIdRequest): void {
  w.compactStringOrNull(m.transactionalId);
  w.int32(m.transactionTimeoutMs);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  if (m.enable2Pc !== false) throw unsupportedField('InitProducerIdRequest.enable2Pc');
  if (m.keepPreparedTxn !== false) throw unsupportedField('InitProducerIdRequest.keepPreparedTxn');
  w.uvarint(0);
}

function writeInitProducerIdRequest6(w: Writer, m: InitProducerIdRequest): void {
  w.compactStringOrNull(m.transactionalId);
  w.int32(m.transactionTimeoutMs);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  w.boolean(m.enable2Pc);
  w.boolean(m.keepPreparedTxn);
  w.uvarint(0);
}

export const initProducerIdRequest: MessageCodec<InitProducerIdRequest> = defineCodec({
  name: 'InitProducerIdRequest',
  apiKey: 22,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 2,
  latestVersionUnstable: true,
  readers: [readInitProducerIdRequest0, readInitProducerIdRequest0, readInitProducerIdRequest2, readInitProducerIdRequest3, readInitProducerIdRequest3, readInitProducerIdRequest3, readInitProducerIdRequest6],
  writers: [writeInitProducerIdRequest0, writeInitProducerIdRequest0, writeInitProducerIdRequest2, writeInitProducerIdRequest3, writeInitProducerIdRequest3, writeInitProducerIdRequest3, writeInitProducerIdRequest6],
});

export interface InitProducerIdResponse {
  throttleTimeMs: number;
  errorCode: number;
  producerId: number;
  producerEpoch: number;
  /** v6+ */
  ongoingTxnProducerId: number;
  /** v6+ */
  ongoingTxnProducerEpoch: number;
}

export function newInitProducerIdResponse(fields?: Partial<InitProducerIdResponse>): InitProducerIdResponse {
  return { throttleTimeMs: 0, errorCode: 0, producerId: -1, producerEpoch: 0, ongoingTxnProducerId: -1, ongoingTxnProducerEpoch: -1, ...fields };
}

function readInitProducerIdResponse0(r: Reader): InitProducerIdResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    ongoingTxnProducerId: -1,
    ongoingTxnProducerEpoch: -1,
  };
}

function readInitProducerIdResponse2(r: Reader): InitProducerIdResponse {
  const m: InitProducerIdResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    ongoingTxnProducerId: -1,
    ongoingTxnProducerEpoch: -1,
  };
  r.keepTags();
  return m;
}

function readInitProducerIdResponse6(r: Reader): InitProducerIdResponse {
  const m: InitProducerIdResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    ongoingTxnProducerId: r.int64(),
    ongoingTxnProducerEpoch: r.int16(),
  };
  r.keepTags();
  return m;
}

function writeInitProducerIdResponse0(w: Writer, m: InitProducerIdResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  if (m.ongoingTxnProducerId !== -1) throw unsupportedField('InitProducerIdResponse.ongoingTxnProducerId');
  if (m.ongoingTxnProducerEpoch !== -1) throw unsupportedField('InitProducerIdResponse.ongoingTxnProducerEpoch');
}

function writeInitProducerIdResponse2(w: Writer, m: InitProducerIdResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  if (m.ongoingTxnProducerId !== -1) throw unsupportedField('InitProducerIdResponse.ongoingTxnProducerId');
  if (m.ongoingTxnProducerEpoch !== -1) throw unsupportedField('InitProducerIdResponse.ongoingTxnProducerEpoch');
  w.uvarint(0);
}

function writeInitProducerIdResponse6(w: Writer, m: InitProducerIdResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  w.int64(m.ongoingTxnProducerId);
  w.int16(m.ongoingTxnProducerEpoch);
  w.uvarint(0);
}

export const initProducerIdResponse: MessageCodec<InitProducerIdResponse> = defineCodec({
  name: 'InitProducerIdResponse',
  apiKey: 22,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readInitProducerIdResponse0, readInitProducerIdResponse0, readInitProducerIdResponse2, readInitProducerIdResponse2, readInitProducerIdResponse2, readInitProducerIdResponse2, readInitProducerIdResponse6],
  writers: [writeInitProducerIdResponse0, writeInitProducerIdResponse0, writeInitProducerIdResponse2, writeInitProducerIdResponse2, writeInitProducerIdResponse2, writeInitProducerIdResponse2, writeInitProducerIdResponse6],
});
