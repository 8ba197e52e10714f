// generated from 94-unregister-controller.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface UnregisterControllerRequest {
  controllerId: number;
}

export function newUnregisterControllerRequest(fields?: Partial<UnregisterControllerRequest>): UnregisterControllerRequest {
  return { controllerId: 0, ...fields };
}

function readUnregisterControllerRequest0(r: Reader): UnregisterControllerRequest {
  const m: UnregisterControllerRequest = {
    controllerId: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeUnregisterControllerRequest0(w: Writer, m: UnregisterControllerRequest): void {
  w.int32(m.controllerId);
  w.uvarint(0);
}

export const unregisterControllerRequest: MessageCodec<UnregisterControllerRequest> = defineCodec({
  name: 'UnregisterControllerRequest',
  apiKey: 94,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readUnregisterControllerRequest0],
  writers: [writeUnregisterControllerRequest0],
});

export interface UnregisterControllerResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newUnregisterControllerResponse(fields?: Partial<UnregisterControllerResponse>): UnregisterControllerResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: '', ...fields };
}

function readUnregisterControllerResponse0(r: Reader): UnregisterControllerResponse {
  const m: UnregisterControllerResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
  };
  r.keepTags();
  return m;
}

function writeUnregisterControllerResponse0(w: Writer, m: UnregisterControllerResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.uvarint(0);
}

export const unregisterControllerResponse: MessageCodec<UnregisterControllerResponse> = defineCodec({
  name: 'UnregisterControllerResponse',
  apiKey: 94,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readUnregisterControllerResponse0],
  writers: [writeUnregisterControllerResponse0],
});
