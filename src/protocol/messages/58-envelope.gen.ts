// generated from 58-envelope.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { NO_BYTES } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface EnvelopeRequest {
  requestData: Uint8Array;
  requestPrincipal: Uint8Array | null;
  clientHostAddress: Uint8Array;
}

export function newEnvelopeRequest(fields?: Partial<EnvelopeRequest>): EnvelopeRequest {
  return { requestData: NO_BYTES, requestPrincipal: NO_BYTES, clientHostAddress: NO_BYTES, ...fields };
}

function readEnvelopeRequest0(r: Reader): EnvelopeRequest {
  const m: EnvelopeRequest = {
    requestData: r.compactBytes(),
    requestPrincipal: r.compactBytesOrNull(),
    clientHostAddress: r.compactBytes(),
  };
  r.keepTags();
  return m;
}

function writeEnvelopeRequest0(w: Writer, m: EnvelopeRequest): void {
  w.compactBytes(m.requestData);
  w.compactBytesOrNull(m.requestPrincipal);
  w.compactBytes(m.clientHostAddress);
  w.uvarint(0);
}

export const envelopeRequest: MessageCodec<EnvelopeRequest> = defineCodec({
  name: 'EnvelopeRequest',
  apiKey: 58,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readEnvelopeRequest0],
  writers: [writeEnvelopeRequest0],
});

export interface EnvelopeResponse {
  responseData: Uint8Array | null;
  errorCode: number;
}

export function newEnvelopeResponse(fields?: Partial<EnvelopeResponse>): EnvelopeResponse {
  return { responseData: null, errorCode: 0, ...fields };
}

function readEnvelopeResponse0(r: Reader): EnvelopeResponse {
  const m: EnvelopeResponse = {
    responseData: r.compactBytesOrNull(),
    errorCode: r.int16(),
  };
  r.keepTags();
  return m;
}

function writeEnvelopeResponse0(w: Writer, m: EnvelopeResponse): void {
  w.compactBytesOrNull(m.responseData);
  w.int16(m.errorCode);
  w.uvarint(0);
}

export const envelopeResponse: MessageCodec<EnvelopeResponse> = defineCodec({
  name: 'EnvelopeResponse',
  apiKey: 58,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readEnvelopeResponse0],
  writers: [writeEnvelopeResponse0],
});
