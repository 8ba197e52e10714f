// generated from 36-sasl-authenticate.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { NO_BYTES } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface SaslAuthenticateRequest {
  authBytes: Uint8Array;
}

export function newSaslAuthenticateRequest(fields?: Partial<SaslAuthenticateRequest>): SaslAuthenticateRequest {
  return { authBytes: NO_BYTES, ...fields };
}

function readSaslAuthenticateRequest0(r: Reader): SaslAuthenticateRequest {
  return {
    authBytes: r.bytes(),
  };
}

function readSaslAuthenticateRequest2(r: Reader): SaslAuthenticateRequest {
  const m: SaslAuthenticateRequest = {
    authBytes: r.compactBytes(),
  };
  r.keepTags();
  return m;
}

function writeSaslAuthenticateRequest0(w: Writer, m: SaslAuthenticateRequest): void {
  w.bytes(m.authBytes);
}

function writeSaslAuthenticateRequest2(w: Writer, m: SaslAuthenticateRequest): void {
  w.compactBytes(m.authBytes);
  w.uvarint(0);
}

export const saslAuthenticateRequest: MessageCodec<SaslAuthenticateRequest> = defineCodec({
  name: 'SaslAuthenticateRequest',
  apiKey: 36,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readSaslAuthenticateRequest0, readSaslAuthenticateRequest0, readSaslAuthenticateRequest2],
  writers: [writeSaslAuthenticateRequest0, writeSaslAuthenticateRequest0, writeSaslAuthenticateRequest2],
});

export interface SaslAuthenticateResponse {
  errorCode: number;
  errorMessage: string | null;
  authBytes: Uint8Array;
  /** v1+ */
  sessionLifetimeMs: number;
}

export function newSaslAuthenticateResponse(fields?: Partial<SaslAuthenticateResponse>): SaslAuthenticateResponse {
  return { errorCode: 0, errorMessage: '', authBytes: NO_BYTES, sessionLifetimeMs: 0, ...fields };
}

function readSaslAuthenticateResponse0(r: Reader): SaslAuthenticateResponse {
  return {
    errorCode: r.int16(),
    errorMessage: r.stringOrNull(),
    authBytes: r.bytes(),
    sessionLifetimeMs: 0,
  };
}

function readSaslAuthenticateResponse1(r: Reader): SaslAuthenticateResponse {
  return {
    errorCode: r.int16(),
    errorMessage: r.stringOrNull(),
    authBytes: r.bytes(),
    sessionLifetimeMs: r.int64(),
  };
}

function readSaslAuthenticateResponse2(r: Reader): SaslAuthenticateResponse {
  const m: SaslAuthenticateResponse = {
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    authBytes: r.compactBytes(),
    sessionLifetimeMs: r.int64(),
  };
  r.keepTags();
  return m;
}

function writeSaslAuthenticateResponse0(w: Writer, m: SaslAuthenticateResponse): void {
  w.int16(m.errorCode);
  w.stringOrNull(m.errorMessage);
  w.bytes(m.authBytes);
}

function writeSaslAuthenticateResponse1(w: Writer, m: SaslAuthenticateResponse): void {
  w.int16(m.errorCode);
  w.stringOrNull(m.errorMessage);
  w.bytes(m.authBytes);
  w.int64(m.sessionLifetimeMs);
}

function writeSaslAuthenticateResponse2(w: Writer, m: SaslAuthenticateResponse): void {
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.compactBytes(m.authBytes);
  w.int64(m.sessionLifetimeMs);
  w.uvarint(0);
}

export const saslAuthenticateResponse: MessageCodec<SaslAuthenticateResponse> = defineCodec({
  name: 'SaslAuthenticateResponse',
  apiKey: 36,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readSaslAuthenticateResponse0, readSaslAuthenticateResponse1, readSaslAuthenticateResponse2],
  writers: [writeSaslAuthenticateResponse0, writeSaslAuthenticateResponse1, writeSaslAuthenticateResponse2],
});
