// generated from 64-unregister-broker.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface UnregisterBrokerRequest {
  brokerId: number;
}

export function newUnregisterBrokerRequest(fields?: Partial<UnregisterBrokerRequest>): UnregisterBrokerRequest {
  return { brokerId: 0, ...fields };
}

function readUnregisterBrokerRequest0(r: Reader): UnregisterBrokerRequest {
  const m: UnregisterBrokerRequest = {
    brokerId: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeUnregisterBrokerRequest0(w: Writer, m: UnregisterBrokerRequest): void {
  w.int32(m.brokerId);
  w.uvarint(0);
}

export const unregisterBrokerRequest: MessageCodec<UnregisterBrokerRequest> = defineCodec({
  name: 'UnregisterBrokerRequest',
  apiKey: 64,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readUnregisterBrokerRequest0],
  writers: [writeUnregisterBrokerRequest0],
});

export interface UnregisterBrokerResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newUnregisterBrokerResponse(fields?: Partial<UnregisterBrokerResponse>): UnregisterBrokerResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: '', ...fields };
}

function readUnregisterBrokerResponse0(r: Reader): UnregisterBrokerResponse {
  const m: UnregisterBrokerResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
  };
  r.keepTags();
  return m;
}

function writeUnregisterBrokerResponse0(w: Writer, m: UnregisterBrokerResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.uvarint(0);
}

export const unregisterBrokerResponse: MessageCodec<UnregisterBrokerResponse> = defineCodec({
  name: 'UnregisterBrokerResponse',
  apiKey: 64,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readUnregisterBrokerResponse0],
  writers: [writeUnregisterBrokerResponse0],
});
