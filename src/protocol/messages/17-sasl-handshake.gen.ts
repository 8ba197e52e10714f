// generated from 17-sasl-handshake.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface SaslHandshakeRequest {
  mechanism: string;
}

export function newSaslHandshakeRequest(fields?: Partial<SaslHandshakeRequest>): SaslHandshakeRequest {
  return { mechanism: '', ...fields };
}

function readSaslHandshakeRequest0(r: Reader): SaslHandshakeRequest {
  return {
    mechanism: r.string(),
  };
}

function writeSaslHandshakeRequest0(w: Writer, m: SaslHandshakeRequest): void {
  w.string(m.mechanism);
}

export const saslHandshakeRequest: MessageCodec<SaslHandshakeRequest> = defineCodec({
  name: 'SaslHandshakeRequest',
  apiKey: 17,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readSaslHandshakeRequest0, readSaslHandshakeRequest0],
  writers: [writeSaslHandshakeRequest0, writeSaslHandshakeRequest0],
});

export interface SaslHandshakeResponse {
  errorCode: number;
  mechanisms: string[];
}

export function newSaslHandshakeResponse(fields?: Partial<SaslHandshakeResponse>): SaslHandshakeResponse {
  return { errorCode: 0, mechanisms: [], ...fields };
}

function readSaslHandshakeResponse0(r: Reader): SaslHandshakeResponse {
  return {
    errorCode: r.int16(),
    mechanisms: r.strings(r.count(2)),
  };
}

function writeSaslHandshakeResponse0(w: Writer, m: SaslHandshakeResponse): void {
  w.int16(m.errorCode);
  w.count(m.mechanisms.length);
  w.strings(m.mechanisms);
}

export const saslHandshakeResponse: MessageCodec<SaslHandshakeResponse> = defineCodec({
  name: 'SaslHandshakeResponse',
  apiKey: 17,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readSaslHandshakeResponse0, readSaslHandshakeResponse0],
  writers: [writeSaslHandshakeResponse0, writeSaslHandshakeResponse0],
});
