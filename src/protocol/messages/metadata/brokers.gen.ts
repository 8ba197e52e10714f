// generated from brokers.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../../message-codec.ts';
import { defineCodec } from '../../message-codec.ts';
import { unsupportedField } from '../../protocol-error.ts';
import type { Reader } from '../../reader.ts';
import { ZERO_UUID } from '../../uuid.ts';
import type { Writer } from '../../writer.ts';

export interface RegisterBrokerRecord {
  brokerId: number;
  /** v2+ */
  isMigratingZkBroker: boolean;
  incarnationId: string;
  brokerEpoch: number;
  endPoints: RegisterBrokerRecordBrokerEndpoint[];
  features: RegisterBrokerRecordBrokerFeature[];
  rack: string | null;
  fenced: boolean;
  /** v1+ */
  inControlledShutdown: boolean;
  /** v3+ */
  logDirs: string[];
  /** v4+ */
  cordonedLogDirs: string[] | null;
}

export interface RegisterBrokerRecordBrokerFeature {
  name: string;
  minSupportedVersion: number;
  maxSupportedVersion: number;
}

export interface RegisterBrokerRecordBrokerEndpoint {
  name: string;
  host: string;
  port: number;
  securityProtocol: number;
}

export function newRegisterBrokerRecord(fields?: Partial<RegisterBrokerRecord>): RegisterBrokerRecord {
  return { brokerId: 0, isMigratingZkBroker: false, incarnationId: ZERO_UUID, brokerEpoch: 0, endPoints: [], features: [], rack: '', fenced: true, inControlledShutdown: false, logDirs: [], cordonedLogDirs: null, ...fields };
}

export function newRegisterBrokerRecordBrokerFeature(fields?: Partial<RegisterBrokerRecordBrokerFeature>): RegisterBrokerRecordBrokerFeature {
  return { name: '', minSupportedVersion: 0, maxSupportedVersion: 0, ...fields };
}

export function newRegisterBrokerRecordBrokerEndpoint(fields?: Partial<RegisterBrokerRecordBrokerEndpoint>): RegisterBrokerRecordBrokerEndpoint {
  return { name: '', host: '', port: 0, securityProtocol: 0, ...fields };
}

function readRegisterBrokerRecordBrokerEndpointArray0(r: Reader, count: number): RegisterBrokerRecordBrokerEndpoint[] {
  const array: RegisterBrokerRecordBrokerEndpoint[] = [];
  for (let i = 0; i < count; i++) {
    const m: RegisterBrokerRecordBrokerEndpoint = {
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

function readRegisterBrokerRecordBrokerFeatureArray0(r: Reader, count: number): RegisterBrokerRecordBrokerFeature[] {
  const array: RegisterBrokerRecordBrokerFeature[] = [];
  for (let i = 0; i < count; i++) {
    const m: RegisterBrokerRecordBrokerFeature = {
      name: r.compactString(),
      minSupportedVersion: r.int16(),
      maxSupportedVersion: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readRegisterBrokerRecord0(r: Reader): RegisterBrokerRecord {
  const m: RegisterBrokerRecord = {
    brokerId: r.int32(),
    isMigratingZkBroker: false,
    incarnationId: r.uuid(),
    brokerEpoch: r.int64(),
    endPoints: readRegisterBrokerRecordBrokerEndpointArray0(r, r.compactCount(7)),
    features: readRegisterBrokerRecordBrokerFeatureArray0(r, r.compactCount(6)),
    rack: r.compactStringOrNull(),
    fenced: r.boolean(),
    inControlledShutdown: false,
    logDirs: [],
    cordonedLogDirs: null,
  };
  r.keepTags();
  return m;
}

function readRegisterBrokerRecord1(r: Reader): RegisterBrokerRecord {
  const m: RegisterBrokerRecord = {
    brokerId: r.int32(),
    isMigratingZkBroker: false,
    incarnationId: r.uuid(),
    brokerEpoch: r.int64(),
    endPoints: readRegisterBrokerRecordBrokerEndpointArray0(r, r.compactCount(7)),
    features: readRegisterBrokerRecordBrokerFeatureArray0(r, r.compactCount(6)),
    rack: r.compactStringOrNull(),
    fenced: r.boolean(),
    inControlledShutdown: r.boolean(),
    logDirs: [],
    cordonedLogDirs: null,
  };
  r.keepTags();
  return m;
}

function readRegisterBrokerRecord2(r: Reader): RegisterBrokerRecord {
  const m: RegisterBrokerRecord = {
    brokerId: r.int32(),
    isMigratingZkBroker: r.boolean(),
    incarnationId: r.uuid(),
    brokerEpoch: r.int64(),
    endPoints: readRegisterBrokerRecordBrokerEndpointArray0(r, r.compactCount(7)),
    features: readRegisterBrokerRecordBrokerFeatureArray0(r, r.compactCount(6)),
    rack: r.compactStringOrNull(),
    fenced: r.boolean(),
    inControlledShutdown: r.boolean(),
    logDirs: [],
    cordonedLogDirs: null,
  };
  r.keepTags();
  return m;
}

function readRegisterBrokerRecord3(r: Reader): RegisterBrokerRecord {
  const m: RegisterBrokerRecord = {
    brokerId: r.int32(),
    isMigratingZkBroker: r.boolean(),
    incarnationId: r.uuid(),
    brokerEpoch: r.int64(),
    endPoints: readRegisterBrokerRecordBrokerEndpointArray0(r, r.compactCount(7)),
    features: readRegisterBrokerRecordBrokerFeatureArray0(r, r.compactCount(6)),
    rack: r.compactStringOrNull(),
    fenced: r.boolean(),
    inControlledShutdown: r.boolean(),
    logDirs: [],
    cordonedLogDirs: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.logDirs = r.uuids(r.compactCount(16));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function readRegisterBrokerRecord4(r: Reader): RegisterBrokerRecord {
  const m: RegisterBrokerRecord = {
    brokerId: r.int32(),
    isMigratingZkBroker: r.boolean(),
    incarnationId: r.uuid(),
    brokerEpoch: r.int64(),
    endPoints: readRegisterBrokerRecordBrokerEndpointArray0(r, r.compactCount(7)),
    features: readRegisterBrokerRecordBrokerFeatureArray0(r, r.compactCount(6)),
    rack: r.compactStringOrNull(),
    fenced: r.boolean(),
    inControlledShutdown: r.boolean(),
    logDirs: [],
    cordonedLogDirs: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.logDirs = r.uuids(r.compactCount(16));
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

function writeRegisterBrokerRecordBrokerEndpointArray0(w: Writer, array: RegisterBrokerRecordBrokerEndpoint[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactString(m.host);
    w.uint16(m.port);
    w.int16(m.securityProtocol);
    w.uvarint(0);
  }
}

function writeRegisterBrokerRecordBrokerFeatureArray0(w: Writer, array: RegisterBrokerRecordBrokerFeature[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int16(m.minSupportedVersion);
    w.int16(m.maxSupportedVersion);
    w.uvarint(0);
  }
}

function writeRegisterBrokerRecord0(w: Writer, m: RegisterBrokerRecord): void {
  w.int32(m.brokerId);
  if (m.isMigratingZkBroker !== false) throw unsupportedField('RegisterBrokerRecord.isMigratingZkBroker');
  w.uuid(m.incarnationId);
  w.int64(m.brokerEpoch);
  writeRegisterBrokerRecordBrokerEndpointArray0(w, m.endPoints);
  writeRegisterBrokerRecordBrokerFeatureArray0(w, m.features);
  w.compactStringOrNull(m.rack);
  w.boolean(m.fenced);
  if (m.inControlledShutdown !== false) throw unsupportedField('RegisterBrokerRecord.inControlledShutdown');
  if (m.logDirs.length !== 0) throw unsupportedField('RegisterBrokerRecord.logDirs');
  if (m.cordonedLogDirs !== null) throw unsupportedField('RegisterBrokerRecord.cordonedLogDirs');
  w.uvarint(0);
}

function writeRegisterBrokerRecord1(w: Writer, m: RegisterBrokerRecord): void {
  w.int32(m.brokerId);
  if (m.isMigratingZkBroker !== false) throw unsupportedField('RegisterBrokerRecord.isMigratingZkBroker');
  w.uuid(m.incarnationId);
  w.int64(m.brokerEpoch);
  writeRegisterBrokerRecordBrokerEndpointArray0(w, m.endPoints);
  writeRegisterBrokerRecordBrokerFeatureArray0(w, m.features);
  w.compactStringOrNull(m.rack);
  w.boolean(m.fenced);
  w.boolean(m.inControlledShutdown);
  if (m.logDirs.length !== 0) throw unsupportedField('RegisterBrokerRecord.logDirs');
  if (m.cordonedLogDirs !== null) throw unsupportedField('RegisterBrokerRecord.cordonedLogDirs');
  w.uvarint(0);
}

function writeRegisterBrokerRecord2(w: Writer, m: RegisterBrokerRecord): void {
  w.int32(m.brokerId);
  w.boolean(m.isMigratingZkBroker);
  w.uuid(m.incarnationId);
  w.int64(m.brokerEpoch);
  writeRegisterBrokerRecordBrokerEndpointArray0(w, m.endPoints);
  writeRegisterBrokerRecordBrokerFeatureArray0(w, m.features);
  w.compactStringOrNull(m.rack);
  w.boolean(m.fenced);
  w.boolean(m.inControlledShutdown);
  if (m.logDirs.length !== 0) throw unsupportedField('RegisterBrokerRecord.logDirs');
  if (m.cordonedLogDirs !== null) throw unsupportedField('RegisterBrokerRecord.cordonedLogDirs');
  w.uvarint(0);
}

function writeRegisterBrokerRecord3(w: Writer, m: RegisterBrokerRecord): void {
  w.int32(m.brokerId);
  w.boolean(m.isMigratingZkBroker);
  w.uuid(m.incarnationId);
  w.int64(m.brokerEpoch);
  writeRegisterBrokerRecordBrokerEndpointArray0(w, m.endPoints);
  writeRegisterBrokerRecordBrokerFeatureArray0(w, m.features);
  w.compactStringOrNull(m.rack);
  w.boolean(m.fenced);
  w.boolean(m.inControlledShutdown);
  if (m.cordonedLogDirs !== null) throw unsupportedField('RegisterBrokerRecord.cordonedLogDirs');
  const has0 = m.logDirs.length !== 0;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.compactCount(m.logDirs.length);
    w.uuids(m.logDirs);
    w.endTag(at0);
  }
}

function writeRegisterBrokerRecord4(w: Writer, m: RegisterBrokerRecord): void {
  w.int32(m.brokerId);
  w.boolean(m.isMigratingZkBroker);
  w.uuid(m.incarnationId);
  w.int64(m.brokerEpoch);
  writeRegisterBrokerRecordBrokerEndpointArray0(w, m.endPoints);
  writeRegisterBrokerRecordBrokerFeatureArray0(w, m.features);
  w.compactStringOrNull(m.rack);
  w.boolean(m.fenced);
  w.boolean(m.inControlledShutdown);
  const has0 = m.logDirs.length !== 0;
  const has1 = m.cordonedLogDirs !== null;
  w.uvarint(+has0 + +has1);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.compactCount(m.logDirs.length);
    w.uuids(m.logDirs);
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

export const registerBrokerRecord: MessageCodec<RegisterBrokerRecord> = defineCodec({
  name: 'RegisterBrokerRecord',
  apiKey: 0,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readRegisterBrokerRecord0, readRegisterBrokerRecord1, readRegisterBrokerRecord2, readRegisterBrokerRecord3, readRegisterBrokerRecord4],
  writers: [writeRegisterBrokerRecord0, writeRegisterBrokerRecord1, writeRegisterBrokerRecord2, writeRegisterBrokerRecord3, writeRegisterBrokerRecord4],
});

export interface UnregisterBrokerRecord {
  brokerId: number;
  brokerEpoch: number;
}

export function newUnregisterBrokerRecord(fields?: Partial<UnregisterBrokerRecord>): UnregisterBrokerRecord {
  return { brokerId: 0, brokerEpoch: 0, ...fields };
}

function readUnregisterBrokerRecord0(r: Reader): UnregisterBrokerRecord {
  const m: UnregisterBrokerRecord = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
  };
  r.keepTags();
  return m;
}

function writeUnregisterBrokerRecord0(w: Writer, m: UnregisterBrokerRecord): void {
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.uvarint(0);
}

export const unregisterBrokerRecord: MessageCodec<UnregisterBrokerRecord> = defineCodec({
  name: 'UnregisterBrokerRecord',
  apiKey: 1,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readUnregisterBrokerRecord0],
  writers: [writeUnregisterBrokerRecord0],
});

export interface FenceBrokerRecord {
  id: number;
  epoch: number;
}

export function newFenceBrokerRecord(fields?: Partial<FenceBrokerRecord>): FenceBrokerRecord {
  return { id: 0, epoch: 0, ...fields };
}

function readFenceBrokerRecord0(r: Reader): FenceBrokerRecord {
  const m: FenceBrokerRecord = {
    id: r.int32(),
    epoch: r.int64(),
  };
  r.keepTags();
  return m;
}

function writeFenceBrokerRecord0(w: Writer, m: FenceBrokerRecord): void {
  w.int32(m.id);
  w.int64(m.epoch);
  w.uvarint(0);
}

export const fenceBrokerRecord: MessageCodec<FenceBrokerRecord> = defineCodec({
  name: 'FenceBrokerRecord',
  apiKey: 7,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readFenceBrokerRecord0],
  writers: [writeFenceBrokerRecord0],
});

export interface UnfenceBrokerRecord {
  id: number;
  epoch: number;
}

export function newUnfenceBrokerRecord(fields?: Partial<UnfenceBrokerRecord>): UnfenceBrokerRecord {
  return { id: 0, epoch: 0, ...fields };
}

function readUnfenceBrokerRecord0(r: Reader): UnfenceBrokerRecord {
  const m: UnfenceBrokerRecord = {
    id: r.int32(),
    epoch: r.int64(),
  };
  r.keepTags();
  return m;
}

function writeUnfenceBrokerRecord0(w: Writer, m: UnfenceBrokerRecord): void {
  w.int32(m.id);
  w.int64(m.epoch);
  w.uvarint(0);
}

export const unfenceBrokerRecord: MessageCodec<UnfenceBrokerRecord> = defineCodec({
  name: 'UnfenceBrokerRecord',
  apiKey: 8,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readUnfenceBrokerRecord0],
  writers: [writeUnfenceBrokerRecord0],
});

export interface BrokerRegistrationChangeRecord {
  brokerId: number;
  brokerEpoch: number;
  fenced: number;
  /** v1+ */
  inControlledShutdown: number;
  /** v2+ */
  logDirs: string[];
  /** v3+ */
  cordonedLogDirs: string[] | null;
}

export function newBrokerRegistrationChangeRecord(fields?: Partial<BrokerRegistrationChangeRecord>): BrokerRegistrationChangeRecord {
  return { brokerId: 0, brokerEpoch: 0, fenced: 0, inControlledShutdown: 0, logDirs: [], cordonedLogDirs: null, ...fields };
}

function readBrokerRegistrationChangeRecord0(r: Reader): BrokerRegistrationChangeRecord {
  const m: BrokerRegistrationChangeRecord = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    fenced: 0,
    inControlledShutdown: 0,
    logDirs: [],
    cordonedLogDirs: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.fenced = r.int8();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function readBrokerRegistrationChangeRecord1(r: Reader): BrokerRegistrationChangeRecord {
  const m: BrokerRegistrationChangeRecord = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    fenced: 0,
    inControlledShutdown: 0,
    logDirs: [],
    cordonedLogDirs: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.fenced = r.int8();
        r.expectTagEnd(end);
        break;
      case 1:
        m.inControlledShutdown = r.int8();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function readBrokerRegistrationChangeRecord2(r: Reader): BrokerRegistrationChangeRecord {
  const m: BrokerRegistrationChangeRecord = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    fenced: 0,
    inControlledShutdown: 0,
    logDirs: [],
    cordonedLogDirs: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.fenced = r.int8();
        r.expectTagEnd(end);
        break;
      case 1:
        m.inControlledShutdown = r.int8();
        r.expectTagEnd(end);
        break;
      case 2:
        m.logDirs = r.uuids(r.compactCount(16));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function readBrokerRegistrationChangeRecord3(r: Reader): BrokerRegistrationChangeRecord {
  const m: BrokerRegistrationChangeRecord = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    fenced: 0,
    inControlledShutdown: 0,
    logDirs: [],
    cordonedLogDirs: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.fenced = r.int8();
        r.expectTagEnd(end);
        break;
      case 1:
        m.inControlledShutdown = r.int8();
        r.expectTagEnd(end);
        break;
      case 2:
        m.logDirs = r.uuids(r.compactCount(16));
        r.expectTagEnd(end);
        break;
      case 3:
        m.cordonedLogDirs = r.uuidsOrNull(r.compactCountOrNull(16));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeBrokerRegistrationChangeRecord0(w: Writer, m: BrokerRegistrationChangeRecord): void {
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  if (m.inControlledShutdown !== 0) throw unsupportedField('BrokerRegistrationChangeRecord.inControlledShutdown');
  if (m.logDirs.length !== 0) throw unsupportedField('BrokerRegistrationChangeRecord.logDirs');
  if (m.cordonedLogDirs !== null) throw unsupportedField('BrokerRegistrationChangeRecord.cordonedLogDirs');
  const has0 = m.fenced !== 0;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.int8(m.fenced);
    w.endTag(at0);
  }
}

function writeBrokerRegistrationChangeRecord1(w: Writer, m: BrokerRegistrationChangeRecord): void {
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  if (m.logDirs.length !== 0) throw unsupportedField('BrokerRegistrationChangeRecord.logDirs');
  if (m.cordonedLogDirs !== null) throw unsupportedField('BrokerRegistrationChangeRecord.cordonedLogDirs');
  const has0 = m.fenced !== 0;
  const has1 = m.inControlledShutdown !== 0;
  w.uvarint(+has0 + +has1);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.int8(m.fenced);
    w.endTag(at0);
  }
  if (has1) {
    w.uvarint(1);
    const at1 = w.beginTag();
    w.int8(m.inControlledShutdown);
    w.endTag(at1);
  }
}

function writeBrokerRegistrationChangeRecord2(w: Writer, m: BrokerRegistrationChangeRecord): void {
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  if (m.cordonedLogDirs !== null) throw unsupportedField('BrokerRegistrationChangeRecord.cordonedLogDirs');
  const has0 = m.fenced !== 0;
  const has1 = m.inControlledShutdown !== 0;
  const has2 = m.logDirs.length !== 0;
  w.uvarint(+has0 + +has1 + +has2);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.int8(m.fenced);
    w.endTag(at0);
  }
  if (has1) {
    w.uvarint(1);
    const at1 = w.beginTag();
    w.int8(m.inControlledShutdown);
    w.endTag(at1);
  }
  if (has2) {
    w.uvarint(2);
    const at2 = w.beginTag();
    w.compactCount(m.logDirs.length);
    w.uuids(m.logDirs);
    w.endTag(at2);
  }
}

function writeBrokerRegistrationChangeRecord3(w: Writer, m: BrokerRegistrationChangeRecord): void {
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  const has0 = m.fenced !== 0;
  const has1 = m.inControlledShutdown !== 0;
  const has2 = m.logDirs.length !== 0;
  const has3 = m.cordonedLogDirs !== null;
  w.uvarint(+has0 + +has1 + +has2 + +has3);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.int8(m.fenced);
    w.endTag(at0);
  }
  if (has1) {
    w.uvarint(1);
    const at1 = w.beginTag();
    w.int8(m.inControlledShutdown);
    w.endTag(at1);
  }
  if (has2) {
    w.uvarint(2);
    const at2 = w.beginTag();
    w.compactCount(m.logDirs.length);
    w.uuids(m.logDirs);
    w.endTag(at2);
  }
  if (has3) {
    w.uvarint(3);
    const at3 = w.beginTag();
    if (m.cordonedLogDirs === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.cordonedLogDirs.length);
      w.uuids(m.cordonedLogDirs);
    }
    w.endTag(at3);
  }
}

export const brokerRegistrationChangeRecord: MessageCodec<BrokerRegistrationChangeRecord> = defineCodec({
  name: 'BrokerRegistrationChangeRecord',
  apiKey: 17,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readBrokerRegistrationChangeRecord0, readBrokerRegistrationChangeRecord1, readBrokerRegistrationChangeRecord2, readBrokerRegistrationChangeRecord3],
  writers: [writeBrokerRegistrationChangeRecord0, writeBrokerRegistrationChangeRecord1, writeBrokerRegistrationChangeRecord2, writeBrokerRegistrationChangeRecord3],
});
