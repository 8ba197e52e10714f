// generated from 70-controller-registration.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface ControllerRegistrationRequest {
  controllerId: number;
  incarnationId: string;
  zkMigrationReady: boolean;
  listeners: ControllerRegistrationRequestListener[];
  features: ControllerRegistrationRequestFeature[];
}

export interface ControllerRegistrationRequestFeature {
  name: string;
  minSupportedVersion: number;
  maxSupportedVersion: number;
}

export interface ControllerRegistrationRequestListener {
  name: string;
  host: string;
  port: number;
  securityProtocol: number;
}

export function newControllerRegistrationRequest(fields?: Partial<ControllerRegistrationRequest>): ControllerRegistrationRequest {
  return { controllerId: 0, incarnationId: ZERO_UUID, zkMigrationReady: false, listeners: [], features: [], ...fields };
}

export function newControllerRegistrationRequestFeature(fields?: Partial<ControllerRegistrationRequestFeature>): ControllerRegistrationRequestFeature {
  return { name: '', minSupportedVersion: 0, maxSupportedVersion: 0, ...fields };
}

export function newControllerRegistrationRequestListener(fields?: Partial<ControllerRegistrationRequestListener>): ControllerRegistrationRequestListener {
  return { name: '', host: '', port: 0, securityProtocol: 0, ...fields };
}

function readControllerRegistrationRequestListenerArray0(r: Reader, count: number): ControllerRegistrationRequestListener[] {
  const array: ControllerRegistrationRequestListener[] = [];
  for (let i = 0; i < count; i++) {
    const m: ControllerRegistrationRequestListener = {
      name: r.compactString(),
      host: r.compactString(),
      port: r.uint16(),
      securityProtocol: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readControllerRegistrationRequestFeatureArray0(r: Reader, count: number): ControllerRegistrationRequestFeature[] {
  const array: ControllerRegistrationRequestFeature[] = [];
  for (let i = 0; i < count; i++) {
    const m: ControllerRegistrationRequestFeature = {
      name: r.compactString(),
      minSupportedVersion: r.int16(),
      maxSupportedVersion: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readControllerRegistrationRequest0(r: Reader): ControllerRegistrationRequest {
  const m: ControllerRegistrationRequest = {
    controllerId: r.int32(),
    incarnationId: r.uuid(),
    zkMigrationReady: r.boolean(),
    listeners: readControllerRegistrationRequestListenerArray0(r, r.compactCount(7)),
    features: readControllerRegistrationRequestFeatureArray0(r, r.compactCount(6)),
  };
  r.keepTags();
  return m;
}

function writeControllerRegistrationRequestListenerArray0(w: Writer, array: ControllerRegistrationRequestListener[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactString(m.host);
    w.uint16(m.port);
    w.int16(m.securityProtocol);
    w.uvarint(0);
  }
}

function writeControllerRegistrationRequestFeatureArray0(w: Writer, array: ControllerRegistrationRequestFeature[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int16(m.minSupportedVersion);
    w.int16(m.maxSupportedVersion);
    w.uvarint(0);
  }
}

function writeControllerRegistrationRequest0(w: Writer, m: ControllerRegistrationRequest): void {
  w.int32(m.controllerId);
  w.uuid(m.incarnationId);
  w.boolean(m.zkMigrationReady);
  writeControllerRegistrationRequestListenerArray0(w, m.listeners);
  writeControllerRegistrationRequestFeatureArray0(w, m.features);
  w.uvarint(0);
}

export const controllerRegistrationRequest: MessageCodec<ControllerRegistrationRequest> = defineCodec({
  name: 'ControllerRegistrationRequest',
  apiKey: 70,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readControllerRegistrationRequest0],
  writers: [writeControllerRegistrationRequest0],
});

export interface ControllerRegistrationResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newControllerRegistrationResponse(fields?: Partial<ControllerRegistrationResponse>): ControllerRegistrationResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: '', ...fields };
}

function readControllerRegistrationResponse0(r: Reader): ControllerRegistrationResponse {
  const m: ControllerRegistrationResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
  };
  r.keepTags();
  return m;
}

function writeControllerRegistrationResponse0(w: Writer, m: ControllerRegistrationResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.uvarint(0);
}

export const controllerRegistrationResponse: MessageCodec<ControllerRegistrationResponse> = defineCodec({
  name: 'ControllerRegistrationResponse',
  apiKey: 70,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readControllerRegistrationResponse0],
  writers: [writeControllerRegistrationResponse0],
});
