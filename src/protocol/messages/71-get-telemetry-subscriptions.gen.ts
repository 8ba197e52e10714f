// generated from 71-get-telemetry-subscriptions.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface GetTelemetrySubscriptionsRequest {
  clientInstanceId: string;
}

export function newGetTelemetrySubscriptionsRequest(fields?: Partial<GetTelemetrySubscriptionsRequest>): GetTelemetrySubscriptionsRequest {
  return { clientInstanceId: ZERO_UUID, ...fields };
}

function readGetTelemetrySubscriptionsRequest0(r: Reader): GetTelemetrySubscriptionsRequest {
  const m: GetTelemetrySubscriptionsRequest = {
    clientInstanceId: r.uuid(),
  };
  r.keepTags();
  return m;
}

function writeGetTelemetrySubscriptionsRequest0(w: Writer, m: GetTelemetrySubscriptionsRequest): void {
  w.uuid(m.clientInstanceId);
  w.uvarint(0);
}

export const getTelemetrySubscriptionsRequest: MessageCodec<GetTelemetrySubscriptionsRequest> = defineCodec({
  name: 'GetTelemetrySubscriptionsRequest',
  apiKey: 71,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readGetTelemetrySubscriptionsRequest0],
  writers: [writeGetTelemetrySubscriptionsRequest0],
});

export interface GetTelemetrySubscriptionsResponse {
  throttleTimeMs: number;
  errorCode: number;
  clientInstanceId: string;
  subscriptionId: number;
  acceptedCompressionTypes: number[];
  pushIntervalMs: number;
  telemetryMaxBytes: number;
  deltaTemporality: boolean;
  requestedMetrics: string[];
}

export function newGetTelemetrySubscriptionsResponse(fields?: Partial<GetTelemetrySubscriptionsResponse>): GetTelemetrySubscriptionsResponse {
  return { throttleTimeMs: 0, errorCode: 0, clientInstanceId: ZERO_UUID, subscriptionId: 0, acceptedCompressionTypes: [], pushIntervalMs: 0, telemetryMaxBytes: 0, deltaTemporality: false, requestedMetrics: [], ...fields };
}

function readGetTelemetrySubscriptionsResponse0(r: Reader): GetTelemetrySubscriptionsResponse {
  const m: GetTelemetrySubscriptionsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    clientInstanceId: r.uuid(),
    subscriptionId: r.int32(),
    acceptedCompressionTypes: r.int8s(r.compactCount(1)),
    pushIntervalMs: r.int32(),
    telemetryMaxBytes: r.int32(),
    deltaTemporality: r.boolean(),
    requestedMetrics: r.compactStrings(r.compactCount(1)),
  };
  r.keepTags();
  return m;
}

function writeGetTelemetrySubscriptionsResponse0(w: Writer, m: GetTelemetrySubscriptionsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.uuid(m.clientInstanceId);
  w.int32(m.subscriptionId);
  w.compactCount(m.acceptedCompressionTypes.length);
  w.int8s(m.acceptedCompressionTypes);
  w.int32(m.pushIntervalMs);
  w.int32(m.telemetryMaxBytes);
  w.boolean(m.deltaTemporality);
  w.compactCount(m.requestedMetrics.length);
  w.compactStrings(m.requestedMetrics);
  w.uvarint(0);
}

export const getTelemetrySubscriptionsResponse: MessageCodec<GetTelemetrySubscriptionsResponse> = defineCodec({
  name: 'GetTelemetrySubscriptionsResponse',
  apiKey: 71,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readGetTelemetrySubscriptionsResponse0],
  writers: [writeGetTelemetrySubscriptionsResponse0],
});
