// generated from 40-expire-delegation-token.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { NO_BYTES } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface ExpireDelegationTokenRequest {
  hmac: Uint8Array;
  expiryTimePeriodMs: number;
}

export function newExpireDelegationTokenRequest(fields?: Partial<ExpireDelegationTokenRequest>): ExpireDelegationTokenRequest {
  return { hmac: NO_BYTES, expiryTimePeriodMs: 0, ...fields };
}

function readExpireDelegationTokenRequest1(r: Reader): ExpireDelegationTokenRequest {
  return {
    hmac: r.bytes(),
    expiryTimePeriodMs: r.int64(),
  };
}

function readExpireDelegationTokenRequest2(r: Reader): ExpireDelegationTokenRequest {
  const m: ExpireDelegationTokenRequest = {
    hmac: r.compactBytes(),
    expiryTimePeriodMs: r.int64(),
  };
  r.keepTags();
  return m;
}

function writeExpireDelegationTokenRequest1(w: Writer, m: ExpireDelegationTokenRequest): void {
  w.bytes(m.hmac);
  w.int64(m.expiryTimePeriodMs);
}

function writeExpireDelegationTokenRequest2(w: Writer, m: ExpireDelegationTokenRequest): void {
  w.compactBytes(m.hmac);
  w.int64(m.expiryTimePeriodMs);
  w.uvarint(0);
}

export const expireDelegationTokenRequest: MessageCodec<ExpireDelegationTokenRequest> = defineCodec({
  name: 'ExpireDelegationTokenRequest',
  apiKey: 40,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readExpireDelegationTokenRequest1, readExpireDelegationTokenRequest2],
  writers: [writeExpireDelegationTokenRequest1, writeExpireDelegationTokenRequest2],
});

export interface ExpireDelegationTokenResponse {
  errorCode: number;
  expiryTimestampMs: number;
  throttleTimeMs: number;
}

export function newExpireDelegationTokenResponse(fields?: Partial<ExpireDelegationTokenResponse>): ExpireDelegationTokenResponse {
  return { errorCode: 0, expiryTimestampMs: 0, throttleTimeMs: 0, ...fields };
}

function readExpireDelegationTokenResponse1(r: Reader): ExpireDelegationTokenResponse {
  return {
    errorCode: r.int16(),
    expiryTimestampMs: r.int64(),
    throttleTimeMs: r.int32(),
  };
}

function readExpireDelegationTokenResponse2(r: Reader): ExpireDelegationTokenResponse {
  const m: ExpireDelegationTokenResponse = {
    errorCode: r.int16(),
    expiryTimestampMs: r.int64(),
    throttleTimeMs: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeExpireDelegationTokenResponse1(w: Writer, m: ExpireDelegationTokenResponse): void {
  w.int16(m.errorCode);
  w.int64(m.expiryTimestampMs);
  w.int32(m.throttleTimeMs);
}

function writeExpireDelegationTokenResponse2(w: Writer, m: ExpireDelegationTokenResponse): void {
  w.int16(m.errorCode);
  w.int64(m.expiryTimestampMs);
  w.int32(m.throttleTimeMs);
  w.uvarint(0);
}

export const expireDelegationTokenResponse: MessageCodec<ExpireDelegationTokenResponse> = defineCodec({
  name: 'ExpireDelegationTokenResponse',
  apiKey: 40,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readExpireDelegationTokenResponse1, readExpireDelegationTokenResponse2],
  writers: [writeExpireDelegationTokenResponse1, writeExpireDelegationTokenResponse2],
});
