// generated from 25-add-offsets-to-txn.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface AddOffsetsToTxnRequest {
  transactionalId: string;
  producerId: number;
  producerEpoch: number;
  groupId: string;
}

export function newAddOffsetsToTxnRequest(fields?: Partial<AddOffsetsToTxnRequest>): AddOffsetsToTxnRequest {
  return { transactionalId: '', producerId: 0, producerEpoch: 0, groupId: '', ...fields };
}

function readAddOffsetsToTxnRequest0(r: Reader): AddOffsetsToTxnRequest {
  return {
    transactionalId: r.string(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    groupId: r.string(),
  };
}

function readAddOffsetsToTxnRequest3(r: Reader): AddOffsetsToTxnRequest {
  const m: AddOffsetsToTxnRequest = {
    transactionalId: r.compactString(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    groupId: r.compactString(),
  };
  r.keepTags();
  return m;
}

function writeAddOffsetsToTxnRequest0(w: Writer, m: AddOffsetsToTxnRequest): void {
  w.string(m.transactionalId);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  w.string(m.groupId);
}

function writeAddOffsetsToTxnRequest3(w: Writer, m: AddOffsetsToTxnRequest): void {
  w.compactString(m.transactionalId);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  w.compactString(m.groupId);
  w.uvarint(0);
}

export const addOffsetsToTxnRequest: MessageCodec<AddOffsetsToTxnRequest> = defineCodec({
  name: 'AddOffsetsToTxnRequest',
  apiKey: 25,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 3,
  readers: [readAddOffsetsToTxnRequest0, readAddOffsetsToTxnRequest0, readAddOffsetsToTxnRequest0, readAddOffsetsToTxnRequest3, readAddOffsetsToTxnRequest3],
  writers: [writeAddOffsetsToTxnRequest0, writeAddOffsetsToTxnRequest0, writeAddOffsetsToTxnRequest0, writeAddOffsetsToTxnRequest3, writeAddOffsetsToTxnRequest3],
});

export interface AddOffsetsToTxnResponse {
  throttleTimeMs: number;
  errorCode: number;
}

export function newAddOffsetsToTxnResponse(fields?: Partial<AddOffsetsToTxnResponse>): AddOffsetsToTxnResponse {
  return { throttleTimeMs: 0, errorCode: 0, ...fields };
}

function readAddOffsetsToTxnResponse0(r: Reader): AddOffsetsToTxnResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
  };
}

function readAddOffsetsToTxnResponse3(r: Reader): AddOffsetsToTxnResponse {
  const m: AddOffsetsToTxnResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
  };
  r.keepTags();
  return m;
}

function writeAddOffsetsToTxnResponse0(w: Writer, m: AddOffsetsToTxnResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
}

function writeAddOffsetsToTxnResponse3(w: Writer, m: AddOffsetsToTxnResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.uvarint(0);
}

export const addOffsetsToTxnResponse: MessageCodec<AddOffsetsToTxnResponse> = defineCodec({
  name: 'AddOffsetsToTxnResponse',
  apiKey: 25,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 3,
  readers: [readAddOffsetsToTxnResponse0, readAddOffsetsToTxnResponse0, readAddOffsetsToTxnResponse0, readAddOffsetsToTxnResponse3, readAddOffsetsToTxnResponse3],
  writers: [writeAddOffsetsToTxnResponse0, writeAddOffsetsToTxnResponse0, writeAddOffsetsToTxnResponse0, writeAddOffsetsToTxnResponse3, writeAddOffsetsToTxnResponse3],
});
