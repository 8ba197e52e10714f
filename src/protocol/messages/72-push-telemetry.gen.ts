// generated from 72-push-telemetry.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { NO_BYTES } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface PushTelemetryRequest {
  clientInstanceId: string;
  subscriptionId: number;
  terminating: boolean;
  compressionType: number;
  metrics: Uint8Array;
}

export function newPushTelemetryRequest(fields?: Partial<PushTelemetryRequest>): PushTelemetryRequest {
  return { clientInstanceId: ZERO_UUID, subscriptionId: 0, terminating: false, compressionType: 0, metrics: NO_BYTES, ...fields };
}

function readPushTelemetryRequest0(r: Reader): PushTelemetryRequest {
  const m: PushTelemetryRequest = {
    clientInstanceId: r.uuid(),
    subscriptionId: r.int32(),
    terminating: r.boolean(),
    compressionType: r.int8(),
    metrics: r.compactBytes(),
  };
  r.keepTags();
  return m;
}

function writePushTelemetryRequest0(w: Writer, m: PushTelemetryRequest): void {
  w.uuid(m.clientInstanceId);
  w.int32(m.subscriptionId);
  w.boolean(m.terminating);
  w.int8(m.compressionType);
  w.compactBytes(m.metrics);
  w.uvarint(0);
}

export const pushTelemetryRequest: MessageCodec<PushTelemetryRequest> = defineCodec({
  name: 'PushTelemetryRequest',
  apiKey: 72,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readPushTelemetryRequest0],
  writers: [writePushTelemetryRequest0],
});

export interface PushTelemetryResponse {
  throttleTimeMs: number;
  errorCode: number;
}

export function newPushTelemetryResponse(fields?: Partial<PushTelemetryResponse>): PushTelemetryResponse {
  return { throttleTimeMs: 0, errorCode: 0, ...fields };
}

function readPushTelemetryResponse0(r: Reader): PushTelemetryResponse {
  const m: PushTelemetryResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
  };
  r.keepTags();
  return m;
}

function writePushTelemetryResponse0(w: Writer, m: PushTelemetryResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.uvarint(0);
}

export const pushTelemetryResponse: MessageCodec<PushTelemetryResponse> = defineCodec({
  name: 'PushTelemetryResponse',
  apiKey: 72,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readPushTelemetryResponse0],
  writers: [writePushTelemetryResponse0],
});
