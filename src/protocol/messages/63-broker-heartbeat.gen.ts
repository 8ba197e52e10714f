// generated from 63-broker-heartbeat.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface BrokerHeartbeatRequest {
  brokerId: number;
  brokerEpoch: number;
  currentMetadataOffset: number;
  wantFence: boolean;
  wantShutDown: boolean;
  /** v1+ */
  offlineLogDirs: string[];
  /** v2+ */
  cordonedLogDirs: string[] | null;
}

export function newBrokerHeartbeatRequest(fields?: Partial<BrokerHeartbeatRequest>): BrokerHeartbeatRequest {
  return { brokerId: 0, brokerEpoch: -1, currentMetadataOffset: 0, wantFence: false, wantShutDown: false, offlineLogDirs: [], cordonedLogDirs: null, ...fields };
}

function readBrokerHeartbeatRequest0(r: Reader): BrokerHeartbeatRequest {
  const m: BrokerHeartbeatRequest = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    currentMetadataOffset: r.int64(),
    wantFence: r.boolean(),
    wantShutDown: r.boolean(),
    offlineLogDirs: [],
    cordonedLogDirs: null,
  };
  r.keepTags();
  return m;
}

function readBrokerHeartbeatRequest1(r: Reader): BrokerHeartbeatRequest {
  const m: BrokerHeartbeatRequest = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    currentMetadataOffset: r.int64(),
    wantFence: r.boolean(),
    wantShutDown: r.boolean(),
    offlineLogDirs: [],
    cordonedLogDirs: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.offlineLogDirs = r.uuids(r.compactCount(16));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function readBrokerHeartbeatRequest2(r: Reader): BrokerHeartbeatRequest {
  const m: BrokerHeartbeatRequest = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    currentMetadataOffset: r.int64(),
    wantFence: r.boolean(),
    wantShutDown: r.boolean(),
    offlineLogDirs: [],
    cordonedLogDirs: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.offlineLogDirs = r.uuids(r.compactCount(16));
        r.expectTagEnd(end);
        break;
      case 1:
        m.cordonedLogDirs = r.uuidsOrNull(r.compactCountOrNull(16));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeBrokerHeartbeatRequest0(w: Writer, m: BrokerHeartbeatRequest): void {
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.int64(m.currentMetadataOffset);
  w.boolean(m.wantFence);
  w.boolean(m.wantShutDown);
  if (m.offlineLogDirs.length !== 0) throw unsupportedField('BrokerHeartbeatRequest.offlineLogDirs');
  if (m.cordonedLogDirs !== null) throw unsupportedField('BrokerHeartbeatRequest.cordonedLogDirs');
  w.uvarint(0);
}

function writeBrokerHeartbeatRequest1(w: Writer, m: BrokerHeartbeatRequest): void {
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.int64(m.currentMetadataOffset);
  w.boolean(m.wantFence);
  w.boolean(m.wantShutDown);
  if (m.cordonedLogDirs !== null) throw unsupportedField('BrokerHeartbeatRequest.cordonedLogDirs');
  const has0 = m.offlineLogDirs.length !== 0;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.compactCount(m.offlineLogDirs.length);
    w.uuids(m.offlineLogDirs);
    w.endTag(at0);
  }
}

function writeBrokerHeartbeatRequest2(w: Writer, m: BrokerHeartbeatRequest): void {
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.int64(m.currentMetadataOffset);
  w.boolean(m.wantFence);
  w.boolean(m.wantShutDown);
  const has0 = m.offlineLogDirs.length !== 0;
  const has1 = m.cordonedLogDirs !== null;
  w.uvarint(+has0 + +has1);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.compactCount(m.offlineLogDirs.length);
    w.uuids(m.offlineLogDirs);
    w.endTag(at0);
  }
  if (has1) {
    w.uvarint(1);
    const at1 = w.beginTag();
    if (m.cordonedLogDirs === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.cordonedLogDirs.length);
      w.uuids(m.cordonedLogDirs);
    }
    w.endTag(at1);
  }
}

export const brokerHeartbeatRequest: MessageCodec<BrokerHeartbeatRequest> = defineCodec({
  name: 'BrokerHeartbeatRequest',
  apiKey: 63,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readBrokerHeartbeatRequest0, readBrokerHeartbeatRequest1, readBrokerHeartbeatRequest2],
  writers: [writeBrokerHeartbeatRequest0, writeBrokerHeartbeatRequest1, writeBrokerHeartbeatRequest2],
});

export interface BrokerHeartbeatResponse {
  throttleTimeMs: number;
  errorCode: number;
  isCaughtUp: boolean;
  isFenced: boolean;
  shouldShutDown: boolean;
}

export function newBrokerHeartbeatResponse(fields?: Partial<BrokerHeartbeatResponse>): BrokerHeartbeatResponse {
  return { throttleTimeMs: 0, errorCode: 0, isCaughtUp: false, isFenced: true, shouldShutDown: false, ...fields };
}

function readBrokerHeartbeatResponse0(r: Reader): BrokerHeartbeatResponse {
  const m: BrokerHeartbeatResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    isCaughtUp: r.boolean(),
    isFenced: r.boolean(),
    shouldShutDown: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeBrokerHeartbeatResponse0(w: Writer, m: BrokerHeartbeatResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.boolean(m.isCaughtUp);
  w.boolean(m.isFenced);
  w.boolean(m.shouldShutDown);
  w.uvarint(0);
}

export const brokerHeartbeatResponse: MessageCodec<BrokerHeartbeatResponse> = defineCodec({
  name: 'BrokerHeartbeatResponse',
  apiKey: 63,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readBrokerHeartbeatResponse0, readBrokerHeartbeatResponse0, readBrokerHeartbeatResponse0],
  writers: [writeBrokerHeartbeatResponse0, writeBrokerHeartbeatResponse0, writeBrokerHeartbeatResponse0],
});
