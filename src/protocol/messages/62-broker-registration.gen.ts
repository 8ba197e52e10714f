// generated from 62-broker-registration.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface BrokerRegistrationRequest {
  brokerId: number;
  clusterId: string;
  incarnationId: string;
  listeners: BrokerRegistrationRequestListener[];
  features: BrokerRegistrationRequestFeature[];
  rack: string | null;
  /** v1+ */
  isMigratingZkBroker: boolean;
  /** v2+ */
  logDirs: string[];
  /** v3+ */
  previousBrokerEpoch: number;
}

export interface BrokerRegistrationRequestFeature {
  name: string;
  minSupportedVersion: number;
  maxSupportedVersion: number;
}

export interface BrokerRegistrationRequestListener {
  name: string;
  host: string;
  port: number;
  securityProtocol: number;
}

export function newBrokerRegistrationRequest(fields?: Partial<BrokerRegistrationRequest>): BrokerRegistrationRequest {
  return { brokerId: 0, clusterId: '', incarnationId: ZERO_UUID, listeners: [], features: [], rack: '', isMigratingZkBroker: false, logDirs: [], previousBrokerEpoch: -1, ...fields };
}

export function newBrokerRegistrationRequestFeature(fields?: Partial<BrokerRegistrationRequestFeature>): BrokerRegistrationRequestFeature {
  return { name: '', minSupportedVersion: 0, maxSupportedVersion: 0, ...fields };
}

export function newBrokerRegistrationRequestListener(fields?: Partial<BrokerRegistrationRequestListener>): BrokerRegistrationRequestListener {
  return { name: '', host: '', port: 0, securityProtocol: 0, ...fields };
}

function readBrokerRegistrationRequestListenerArray0(r: Reader, count: number): BrokerRegistrationRequestListener[] {
  const array: BrokerRegistrationRequestListener[] = [];
  for (let i = 0; i < count; i++) {
    const m: BrokerRegistrationRequestListener = {
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

function readBrokerRegistrationRequestFeatureArray0(r: Reader, count: number): BrokerRegistrationRequestFeature[] {
  const array: BrokerRegistrationRequestFeature[] = [];
  for (let i = 0; i < count; i++) {
    const m: BrokerRegistrationRequestFeature = {
      name: r.compactString(),
      minSupportedVersion: r.int16(),
      maxSupportedVersion: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readBrokerRegistrationRequest0(r: Reader): BrokerRegistrationRequest {
  const m: BrokerRegistrationRequest = {
    brokerId: r.int32(),
    clusterId: r.compactString(),
    incarnationId: r.uuid(),
    listeners: readBrokerRegistrationRequestListenerArray0(r, r.compactCount(7)),
    features: readBrokerRegistrationRequestFeatureArray0(r, r.compactCount(6)),
    rack: r.compactStringOrNull(),
    isMigratingZkBroker: false,
    logDirs: [],
    previousBrokerEpoch: -1,
  };
  r.keepTags();
  return m;
}

function readBrokerRegistrationRequest1(r: Reader): BrokerRegistrationRequest {
  const m: BrokerRegistrationRequest = {
    brokerId: r.int32(),
    clusterId: r.compactString(),
    incarnationId: r.uuid(),
    listeners: readBrokerRegistrationRequestListenerArray0(r, r.compactCount(7)),
    features: readBrokerRegistrationRequestFeatureArray0(r, r.compactCount(6)),
    rack: r.compactStringOrNull(),
    isMigratingZkBroker: r.boolean(),
    logDirs: [],
    previousBrokerEpoch: -1,
  };
  r.keepTags();
  return m;
}

function readBrokerRegistrationRequest2(r: Reader): BrokerRegistrationRequest {
  const m: BrokerRegistrationRequest = {
    brokerId: r.int32(),
    clusterId: r.compactString(),
    incarnationId: r.uuid(),
    listeners: readBrokerRegistrationRequestListenerArray0(r, r.compactCount(7)),
    features: readBrokerRegistrationRequestFeatureArray0(r, r.compactCount(6)),
    rack: r.compactStringOrNull(),
    isMigratingZkBroker: r.boolean(),
    logDirs: r.uuids(r.compactCount(16)),
    previousBrokerEpoch: -1,
  };
  r.keepTags();
  return m;
}

function readBrokerRegistrationRequest3(r: Reader): BrokerRegistrationRequest {
  const m: BrokerRegistrationRequest = {
    brokerId: r.int32(),
    clusterId: r.compactString(),
    incarnationId: r.uuid(),
    listeners: readBrokerRegistrationRequestListenerArray0(r, r.compactCount(7)),
    features: readBrokerRegistrationRequestFeatureArray0(r, r.compactCount(6)),
    rack: r.compactStringOrNull(),
    isMigratingZkBroker: r.boolean(),
    logDirs: r.uuids(r.compactCount(16)),
    previousBrokerEpoch: r.int64(),
  };
  r.keepTags();
  return m;
}

function writeBrokerRegistrationRequestListenerArray0(w: Writer, array: BrokerRegistrationRequestListener[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactString(m.host);
    w.uint16(m.port);
    w.int16(m.securityProtocol);
    w.uvarint(0);
  }
}

function writeBrokerRegistrationRequestFeatureArray0(w: Writer, array: BrokerRegistrationRequestFeature[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int16(m.minSupportedVersion);
    w.int16(m.maxSupportedVersion);
    w.uvarint(0);
  }
}

function writeBrokerRegistrationRequest0(w: Writer, m: BrokerRegistrationRequest): void {
  w.int32(m.brokerId);
  w.compactString(m.clusterId);
  w.uuid(m.incarnationId);
  writeBrokerRegistrationRequestListenerArray0(w, m.listeners);
  writeBrokerRegistrationRequestFeatureArray0(w, m.features);
  w.compactStringOrNull(m.rack);
  if (m.isMigratingZkBroker !== false) throw unsupportedField('BrokerRegistrationRequest.isMigratingZkBroker');
  w.uvarint(0);
}

function writeBrokerRegistrationRequest1(w: Writer, m: BrokerRegistrationRequest): void {
  w.int32(m.brokerId);
  w.compactString(m.clusterId);
  w.uuid(m.incarnationId);
  writeBrokerRegistrationRequestListenerArray0(w, m.listeners);
  writeBrokerRegistrationRequestFeatureArray0(w, m.features);
  w.compactStringOrNull(m.rack);
  w.boolean(m.isMigratingZkBroker);
  w.uvarint(0);
}

function writeBrokerRegistrationRequest2(w: Writer, m: BrokerRegistrationRequest): void {
  w.int32(m.brokerId);
  w.compactString(m.clusterId);
  w.uuid(m.incarnationId);
  writeBrokerRegistrationRequestListenerArray0(w, m.listeners);
  writeBrokerRegistrationRequestFeatureArray0(w, m.features);
  w.compactStringOrNull(m.rack);
  w.boolean(m.isMigratingZkBroker);
  w.compactCount(m.logDirs.length);
  w.uuids(m.logDirs);
  w.uvarint(0);
}

function writeBrokerRegistrationRequest3(w: Writer, m: BrokerRegistrationRequest): void {
  w.int32(m.brokerId);
  w.compactString(m.clusterId);
  w.uuid(m.incarnationId);
  writeBrokerRegistrationRequestListenerArray0(w, m.listeners);
  writeBrokerRegistrationRequestFeatureArray0(w, m.features);
  w.compactStringOrNull(m.rack);
  w.boolean(m.isMigratingZkBroker);
  w.compactCount(m.logDirs.length);
  w.uuids(m.logDirs);
  w.int64(m.previousBrokerEpoch);
  w.uvarint(0);
}

export const brokerRegistrationRequest: MessageCodec<BrokerRegistrationRequest> = defineCodec({
  name: 'BrokerRegistrationRequest',
  apiKey: 62,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readBrokerRegistrationRequest0, readBrokerRegistrationRequest1, readBrokerRegistrationRequest2, readBrokerRegistrationRequest3, readBrokerRegistrationRequest3],
  writers: [writeBrokerRegistrationRequest0, writeBrokerRegistrationRequest1, writeBrokerRegistrationRequest2, writeBrokerRegistrationRequest3, writeBrokerRegistrationRequest3],
});

export interface BrokerRegistrationResponse {
  throttleTimeMs: number;
  errorCode: number;
  brokerEpoch: number;
}

export function newBrokerRegistrationResponse(fields?: Partial<BrokerRegistrationResponse>): BrokerRegistrationResponse {
  return { throttleTimeMs: 0, errorCode: 0, brokerEpoch: -1, ...fields };
}

function readBrokerRegistrationResponse0(r: Reader): BrokerRegistrationResponse {
  const m: BrokerRegistrationResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    brokerEpoch: r.int64(),
  };
  r.keepTags();
  return m;
}

function writeBrokerRegistrationResponse0(w: Writer, m: BrokerRegistrationResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int64(m.brokerEpoch);
  w.uvarint(0);
}

export const brokerRegistrationResponse: MessageCodec<BrokerRegistrationResponse> = defineCodec({
  name: 'BrokerRegistrationResponse',
  apiKey: 62,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readBrokerRegistrationResponse0, readBrokerRegistrationResponse0, readBrokerRegistrationResponse0, readBrokerRegistrationResponse0, readBrokerRegistrationResponse0],
  writers: [writeBrokerRegistrationResponse0, writeBrokerRegistrationResponse0, writeBrokerRegistrationResponse0, writeBrokerRegistrationResponse0, writeBrokerRegistrationResponse0],
});
