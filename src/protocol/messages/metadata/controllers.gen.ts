// generated from controllers.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../../message-codec.ts';
import { defineCodec } from '../../message-codec.ts';
import type { Reader } from '../../reader.ts';
import { ZERO_UUID } from '../../uuid.ts';
import type { Writer } from '../../writer.ts';

export interface RegisterControllerRecord {
  controllerId: number;
  incarnationId: string;
  zkMigrationReady: boolean;
  endPoints: RegisterControllerRecordControllerEndpoint[];
  features: RegisterControllerRecordControllerFeature[];
}

export interface RegisterControllerRecordControllerFeature {
  name: string;
  minSupportedVersion: number;
  maxSupportedVersion: number;
}

export interface RegisterControllerRecordControllerEndpoint {
  name: string;
  host: string;
  port: number;
  securityProtocol: number;
}

export function newRegisterControllerRecord(fields?: Partial<RegisterControllerRecord>): RegisterControllerRecord {
  return { controllerId: 0, incarnationId: ZERO_UUID, zkMigrationReady: false, endPoints: [], features: [], ...fields };
}

export function newRegisterControllerRecordControllerFeature(fields?: Partial<RegisterControllerRecordControllerFeature>): RegisterControllerRecordControllerFeature {
  return { name: '', minSupportedVersion: 0, maxSupportedVersion: 0, ...fields };
}

export function newRegisterControllerRecordControllerEndpoint(fields?: Partial<RegisterControllerRecordControllerEndpoint>): RegisterControllerRecordControllerEndpoint {
  return { name: '', host: '', port: 0, securityProtocol: 0, ...fields };
}

function readRegisterControllerRecordControllerEndpointArray0(r: Reader, count: number): RegisterControllerRecordControllerEndpoint[] {
  const array: RegisterControllerRecordControllerEndpoint[] = [];
  for (let i = 0; i < count; i++) {
    const m: RegisterControllerRecordControllerEndpoint = {
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

function readRegisterControllerRecordControllerFeatureArray0(r: Reader, count: number): RegisterControllerRecordControllerFeature[] {
  const array: RegisterControllerRecordControllerFeature[] = [];
  for (let i = 0; i < count; i++) {
    const m: RegisterControllerRecordControllerFeature = {
      name: r.compactString(),
      minSupportedVersion: r.int16(),
      maxSupportedVersion: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readRegisterControllerRecord0(r: Reader): RegisterControllerRecord {
  const m: RegisterControllerRecord = {
    controllerId: r.int32(),
    incarnationId: r.uuid(),
    zkMigrationReady: r.boolean(),
    endPoints: readRegisterControllerRecordControllerEndpointArray0(r, r.compactCount(7)),
    features: readRegisterControllerRecordControllerFeatureArray0(r, r.compactCount(6)),
  };
  r.keepTags();
  return m;
}

function writeRegisterControllerRecordControllerEndpointArray0(w: Writer, array: RegisterControllerRecordControllerEndpoint[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactString(m.host);
    w.uint16(m.port);
    w.int16(m.securityProtocol);
    w.uvarint(0);
  }
}

function writeRegisterControllerRecordControllerFeatureArray0(w: Writer, array: RegisterControllerRecordControllerFeature[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int16(m.minSupportedVersion);
    w.int16(m.maxSupportedVersion);
    w.uvarint(0);
  }
}

function writeRegisterControllerRecord0(w: Writer, m: RegisterControllerRecord): void {
  w.int32(m.controllerId);
  w.uuid(m.incarnationId);
  w.boolean(m.zkMigrationReady);
  writeRegisterControllerRecordControllerEndpointArray0(w, m.endPoints);
  writeRegisterControllerRecordControllerFeatureArray0(w, m.features);
  w.uvarint(0);
}

export const registerControllerRecord: MessageCodec<RegisterControllerRecord> = defineCodec({
  name: 'RegisterControllerRecord',
  apiKey: 27,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readRegisterControllerRecord0],
  writers: [writeRegisterControllerRecord0],
});

export interface UnregisterControllerRecord {
  controllerId: number;
}

export function newUnregisterControllerRecord(fields?: Partial<UnregisterControllerRecord>): UnregisterControllerRecord {
  return { controllerId: 0, ...fields };
}

function readUnregisterControllerRecord0(r: Reader): UnregisterControllerRecord {
  const m: UnregisterControllerRecord = {
    controllerId: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeUnregisterControllerRecord0(w: Writer, m: UnregisterControllerRecord): void {
  w.int32(m.controllerId);
  w.uvarint(0);
}

export const unregisterControllerRecord: MessageCodec<UnregisterControllerRecord> = defineCodec({
  name: 'UnregisterControllerRecord',
  apiKey: 29,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readUnregisterControllerRecord0],
  writers: [writeUnregisterControllerRecord0],
});

export interface NoOpRecord {
}

export function newNoOpRecord(fields?: Partial<NoOpRecord>): NoOpRecord {
  return { ...fields };
}

function readNoOpRecord0(r: Reader): NoOpRecord {
  const m: NoOpRecord = {
  };
  r.keepTags();
  return m;
}

function writeNoOpRecord0(w: Writer, _m: NoOpRecord): void {
  w.uvarint(0);
}

export const noOpRecord: MessageCodec<NoOpRecord> = defineCodec({
  name: 'NoOpRecord',
  apiKey: 20,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readNoOpRecord0],
  writers: [writeNoOpRecord0],
});

export interface BeginTransactionRecord {
  name: string | null;
}

export function newBeginTransactionRecord(fields?: Partial<BeginTransactionRecord>): BeginTransactionRecord {
  return { name: null, ...fields };
}

function readBeginTransactionRecord0(r: Reader): BeginTransactionRecord {
  const m: BeginTransactionRecord = {
    name: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.name = r.compactStringOrNull();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeBeginTransactionRecord0(w: Writer, m: BeginTransactionRecord): void {
  const has0 = m.name !== null;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.compactStringOrNull(m.name);
    w.endTag(at0);
  }
}

export const beginTransactionRecord: MessageCodec<BeginTransactionRecord> = defineCodec({
  name: 'BeginTransactionRecord',
  apiKey: 23,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readBeginTransactionRecord0],
  writers: [writeBeginTransactionRecord0],
});

export interface EndTransactionRecord {
}

export function newEndTransactionRecord(fields?: Partial<EndTransactionRecord>): EndTransactionRecord {
  return { ...fields };
}

function readEndTransactionRecord0(r: Reader): EndTransactionRecord {
  const m: EndTransactionRecord = {
  };
  r.keepTags();
  return m;
}

function writeEndTransactionRecord0(w: Writer, _m: EndTransactionRecord): void {
  w.uvarint(0);
}

export const endTransactionRecord: MessageCodec<EndTransactionRecord> = defineCodec({
  name: 'EndTransactionRecord',
  apiKey: 24,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readEndTransactionRecord0],
  writers: [writeEndTransactionRecord0],
});

export interface AbortTransactionRecord {
  reason: string | null;
}

export function newAbortTransactionRecord(fields?: Partial<AbortTransactionRecord>): AbortTransactionRecord {
  return { reason: null, ...fields };
}

function readAbortTransactionRecord0(r: Reader): AbortTransactionRecord {
  const m: AbortTransactionRecord = {
    reason: null,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.reason = r.compactStringOrNull();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeAbortTransactionRecord0(w: Writer, m: AbortTransactionRecord): void {
  const has0 = m.reason !== null;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.compactStringOrNull(m.reason);
    w.endTag(at0);
  }
}

export const abortTransactionRecord: MessageCodec<AbortTransactionRecord> = defineCodec({
  name: 'AbortTransactionRecord',
  apiKey: 25,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readAbortTransactionRecord0],
  writers: [writeAbortTransactionRecord0],
});

export interface ZkMigrationStateRecord {
  zkMigrationState: number;
}

export function newZkMigrationStateRecord(fields?: Partial<ZkMigrationStateRecord>): ZkMigrationStateRecord {
  return { zkMigrationState: 0, ...fields };
}

function readZkMigrationStateRecord0(r: Reader): ZkMigrationStateRecord {
  const m: ZkMigrationStateRecord = {
    zkMigrationState: r.int8(),
  };
  r.keepTags();
  return m;
}

function writeZkMigrationStateRecord0(w: Writer, m: ZkMigrationStateRecord): void {
  w.int8(m.zkMigrationState);
  w.uvarint(0);
}

export const zkMigrationStateRecord: MessageCodec<ZkMigrationStateRecord> = defineCodec({
  name: 'ZkMigrationStateRecord',
  apiKey: 21,
  type: 'metadata',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readZkMigrationStateRecord0],
  writers: [writeZkMigrationStateRecord0],
});
