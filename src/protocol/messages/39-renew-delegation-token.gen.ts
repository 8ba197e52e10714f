// generated from 39-renew-delegation-token.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { NO_BYTES } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface RenewDelegationTokenRequest {
  hmac: Uint8Array;
  renewPeriodMs: number;
}

export function newRenewDelegationTokenRequest(fields?: Partial<RenewDelegationTokenRequest>): RenewDelegationTokenRequest {
  return { hmac: NO_BYTES, renewPeriodMs: 0, ...fields };
}

function readRenewDelegationTokenRequest1(r: Reader): RenewDelegationTokenRequest {
  return {
    hmac: r.bytes(),
    renewPeriodMs: r.int64(),
  };
}

function readRenewDelegationTokenRequest2(r: Reader): RenewDelegationTokenRequest {
  const m: RenewDelegationTokenRequest = {
    hmac: r.compactBytes(),
    renewPeriodMs: r.int64(),
  };
  r.keepTags();
  return m;
}

function writeRenewDelegationTokenRequest1(w: Writer, m: RenewDelegationTokenRequest): void {
  w.bytes(m.hmac);
  w.int64(m.renewPeriodMs);
}

function writeRenewDelegationTokenRequest2(w: Writer, m: RenewDelegationTokenRequest): void {
  w.compactBytes(m.hmac);
  w.int64(m.renewPeriodMs);
  w.uvarint(0);
}

export const renewDelegationTokenRequest: MessageCodec<RenewDelegationTokenRequest> = defineCodec({
  name: 'RenewDelegationTokenRequest',
  apiKey: 39,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readRenewDelegationTokenRequest1, readRenewDelegationTokenRequest2],
  writers: [writeRenewDelegationTokenRequest1, writeRenewDelegationTokenRequest2],
});

export interface RenewDelegationTokenResponse {
  errorCode: number;
  expiryTimestampMs: number;
  throttleTimeMs: number;
}

export function newRenewDelegationTokenResponse(fields?: Partial<RenewDelegationTokenResponse>): RenewDelegationTokenResponse {
  return { errorCode: 0, expiryTimestampMs: 0, throttleTimeMs: 0, ...fields };
}

function readRenewDelegationTokenResponse1(r: Reader): RenewDelegationTokenResponse {
  return {
    errorCode: r.int16(),
    expiryTimestampMs: r.int64(),
    throttleTimeMs: r.int32(),
  };
}

function readRenewDelegationTokenResponse2(r: Reader): RenewDelegationTokenResponse {
  const m: RenewDelegationTokenResponse = {
    errorCode: r.int16(),
    expiryTimestampMs: r.int64(),
    throttleTimeMs: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeRenewDelegationTokenResponse1(w: Writer, m: RenewDelegationTokenResponse): void {
  w.int16(m.errorCode);
  w.int64(m.expiryTimestampMs);
  w.int32(m.throttleTimeMs);
}

function writeRenewDelegationTokenResponse2(w: Writer, m: RenewDelegationTokenResponse): void {
  w.int16(m.errorCode);
  w.int64(m.expiryTimestampMs);
  w.int32(m.throttleTimeMs);
  w.uvarint(0);
}

export const renewDelegationTokenResponse: MessageCodec<RenewDelegationTokenResponse> = defineCodec({
  name: 'RenewDelegationTokenResponse',
  apiKey: 39,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readRenewDelegationTokenResponse1, readRenewDelegationTokenResponse2],
  writers: [writeRenewDelegationTokenResponse1, writeRenewDelegationTokenResponse2],
});
