// generated from 26-end-txn.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface EndTxnRequest {
  transactionalId: string;
  producerId: number;
  producerEpoch: number;
  committed: boolean;
}

export function newEndTxnRequest(fields?: Partial<EndTxnRequest>): EndTxnRequest {
  return { transactionalId: '', producerId: 0, producerEpoch: 0, committed: false, ...fields };
}

function readEndTxnRequest0(r: Reader): EndTxnRequest {
  return {
    transactionalId: r.string(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    committed: r.boolean(),
  };
}

function readEndTxnRequest3(r: Reader): EndTxnRequest {
  const m: EndTxnRequest = {
    transactionalId: r.compactString(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    committed: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeEndTxnRequest0(w: Writer, m: EndTxnRequest): void {
  w.string(m.transactionalId);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  w.boolean(m.committed);
}

function writeEndTxnRequest3(w: Writer, m: EndTxnRequest): void {
  w.compactString(m.transactionalId);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  w.boolean(m.committed);
  w.uvarint(0);
}

export const endTxnRequest: MessageCodec<EndTxnRequest> = defineCodec({
  name: 'EndTxnRequest',
  apiKey: 26,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 3,
  readers: [readEndTxnRequest0, readEndTxnRequest0, readEndTxnRequest0, readEndTxnRequest3, readEndTxnRequest3, readEndTxnRequest3],
  writers: [writeEndTxnRequest0, writeEndTxnRequest0, writeEndTxnRequest0, writeEndTxnRequest3, writeEndTxnRequest3, writeEndTxnRequest3],
});

export interface EndTxnResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** v5+ */
  producerId: number;
  /** v5+ */
  producerEpoch: number;
}

export function newEndTxnResponse(fields?: Partial<EndTxnResponse>): EndTxnResponse {
  return { throttleTimeMs: 0, errorCode: 0, producerId: -1, producerEpoch: -1, ...fields };
}

function readEndTxnResponse0(r: Reader): EndTxnResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    producerId: -1,
    producerEpoch: -1,
  };
}

function readEndTxnResponse3(r: Reader): EndTxnResponse {
  const m: EndTxnResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    producerId: -1,
    producerEpoch: -1,
  };
  r.keepTags();
  return m;
}

function readEndTxnResponse5(r: Reader): EndTxnResponse {
  const m: EndTxnResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
  };
  r.keepTags();
  return m;
}

function writeEndTxnResponse0(w: Writer, m: EndTxnResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
}

function writeEndTxnResponse3(w: Writer, m: EndTxnResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.uvarint(0);
}

function writeEndTxnResponse5(w: Writer, m: EndTxnResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  w.uvarint(0);
}

export const endTxnResponse: MessageCodec<EndTxnResponse> = defineCodec({
  name: 'EndTxnResponse',
  apiKey: 26,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 3,
  readers: [readEndTxnResponse0, readEndTxnResponse0, readEndTxnResponse0, readEndTxnResponse3, readEndTxnResponse3, readEndTxnResponse5],
  writers: [writeEndTxnResponse0, writeEndTxnResponse0, writeEndTxnResponse0, writeEndTxnResponse3, writeEndTxnResponse3, writeEndTxnResponse5],
});
