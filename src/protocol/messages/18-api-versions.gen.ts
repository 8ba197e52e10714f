// generated from 18-api-versions.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface ApiVersionsRequest {
  /** v3+ */
  clientSoftwareName: string;
  /** v3+ */
  clientSoftwareVersion: string;
  /** v5+ */
  clusterId: string | null;
  /** v5+ */
  nodeId: number;
}

export function newApiVersionsRequest(fields?: Partial<ApiVersionsRequest>): ApiVersionsRequest {
  return { clientSoftwareName: '', clientSoftwareVersion: '', clusterId: null, nodeId: -1, ...fields };
}

function readApiVersionsRequest0(_r: Reader): ApiVersionsRequest {
  return {
    clientSoftwareName: '',
    clientSoftwareVersion: '',
    clusterId: null,
    nodeId: -1,
  };
}

function readApiVersionsRequest3(r: Reader): ApiVersionsRequest {
  const m: ApiVersionsRequest = {
    clientSoftwareName: r.compactString(),
    clientSoftwareVersion: r.compactString(),
    clusterId: null,
    nodeId: -1,
  };
  r.keepTags();
  return m;
}

function readApiVersionsRequest5(r: Reader): ApiVersionsRequest {
  const m: ApiVersionsRequest = {
    clientSoftwareName: r.compactString(),
    clientSoftwareVersion: r.compactString(),
    clusterId: r.compactStringOrNull(),
    nodeId: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeApiVersionsRequest0(_w: Writer, _m: ApiVersionsRequest): void {
}

function writeApiVersionsRequest3(w: Writer, m: ApiVersionsRequest): void {
  w.compactString(m.clientSoftwareName);
  w.compactString(m.clientSoftwareVersion);
  w.uvarint(0);
}

function writeApiVersionsRequest5(w: Writer, m: ApiVersionsRequest): void {
  w.compactString(m.clientSoftwareName);
  w.compactString(m.clientSoftwareVersion);
  w.compactStringOrNull(m.clusterId);
  w.int32(m.nodeId);
  w.uvarint(0);
}

export const apiVersionsRequest: MessageCodec<ApiVersionsRequest> = defineCodec({
  name: 'ApiVersionsRequest',
  apiKey: 18,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 3,
  readers: [readApiVersionsRequest0, readApiVersionsRequest0, readApiVersionsRequest0, readApiVersionsRequest3, readApiVersionsRequest3, readApiVersionsRequest5],
  writers: [writeApiVersionsRequest0, writeApiVersionsRequest0, writeApiVersionsRequest0, writeApiVersionsRequest3, writeApiVersionsRequest3, writeApiVersionsRequest5],
});

export interface ApiVersionsResponse {
  errorCode: number;
  apiKeys: ApiVersionsResponseApiVersion[];
  /** v1+ */
  throttleTimeMs: number;
  /** v3+ */
  supportedFeatures: ApiVersionsResponseSupportedFeatureKey[];
  /** v3+ */
  finalizedFeaturesEpoch: number;
  /** v3+ */
  finalizedFeatures: ApiVersionsResponseFinalizedFeatureKey[];
  /** v3+ */
  zkMigrationReady: boolean;
}

export interface ApiVersionsResponseFinalizedFeatureKey {
  name: string;
  maxVersionLevel: number;
  minVersionLevel: number;
}

export interface ApiVersionsResponseSupportedFeatureKey {
  name: string;
  minVersion: number;
  maxVersion: number;
}

export interface ApiVersionsResponseApiVersion {
  apiKey: number;
  minVersion: number;
  maxVersion: number;
}

export function newApiVersionsResponse(fields?: Partial<ApiVersionsResponse>): ApiVersionsResponse {
  return { errorCode: 0, apiKeys: [], throttleTimeMs: 0, supportedFeatures: [], finalizedFeaturesEpoch: -1, finalizedFeatures: [], zkMigrationReady: false, ...fields };
}

export function newApiVersionsResponseFinalizedFeatureKey(fields?: Partial<ApiVersionsResponseFinalizedFeatureKey>): ApiVersionsResponseFinalizedFeatureKey {
  return { name: '', maxVersionLevel: 0, minVersionLevel: 0, ...fields };
}

export function newApiVersionsResponseSupportedFeatureKey(fields?: Partial<ApiVersionsResponseSupportedFeatureKey>): ApiVersionsResponseSupportedFeatureKey {
  return { name: '', minVersion: 0, maxVersion: 0, ...fields };
}

export function newApiVersionsResponseApiVersion(fields?: Partial<ApiVersionsResponseApiVersion>): ApiVersionsResponseApiVersion {
  return { apiKey: 0, minVersion: 0, maxVersion: 0, ...fields };
}

function readApiVersionsResponseApiVersionArray0(r: Reader, count: number): ApiVersionsResponseApiVersion[] {
  const array: ApiVersionsResponseApiVersion[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      apiKey: r.int16(),
      minVersion: r.int16(),
      maxVersion: r.int16(),
    });
  }
  return array;
}

function readApiVersionsResponse0(r: Reader): ApiVersionsResponse {
  return {
    errorCode: r.int16(),
    apiKeys: readApiVersionsResponseApiVersionArray0(r, r.count(6)),
    throttleTimeMs: 0,
    supportedFeatures: [],
    finalizedFeaturesEpoch: -1,
    finalizedFeatures: [],
    zkMigrationReady: false,
  };
}

function readApiVersionsResponse1(r: Reader): ApiVersionsResponse {
  return {
    errorCode: r.int16(),
    apiKeys: readApiVersionsResponseApiVersionArray0(r, r.count(6)),
    throttleTimeMs: r.int32(),
    supportedFeatures: [],
    finalizedFeaturesEpoch: -1,
    finalizedFeatures: [],
    zkMigrationReady: false,
  };
}

function readApiVersionsResponseApiVersionArray3(r: Reader, count: number): ApiVersionsResponseApiVersion[] {
  const array: ApiVersionsResponseApiVersion[] = [];
  for (let i = 0; i < count; i++) {
    const m: ApiVersionsResponseApiVersion = {
      apiKey: r.int16(),
      minVersion: r.int16(),
      maxVersion: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readApiVersionsResponseSupportedFeatureKeyArray3(r: Reader, count: number): ApiVersionsResponseSupportedFeatureKey[] {
  const array: ApiVersionsResponseSupportedFeatureKey[] = [];
  for (let i = 0; i < count; i++) {
    const m: ApiVersionsResponseSupportedFeatureKey = {
      name: r.compactString(),
      minVersion: r.int16(),
      maxVersion: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readApiVersionsResponseFinalizedFeatureKeyArray3(r: Reader, count: number): ApiVersionsResponseFinalizedFeatureKey[] {
  const array: ApiVersionsResponseFinalizedFeatureKey[] = [];
  for (let i = 0; i < count; i++) {
    const m: ApiVersionsResponseFinalizedFeatureKey = {
      name: r.compactString(),
      maxVersionLevel: r.int16(),
      minVersionLevel: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readApiVersionsResponse3(r: Reader): ApiVersionsResponse {
  const m: ApiVersionsResponse = {
    errorCode: r.int16(),
    apiKeys: readApiVersionsResponseApiVersionArray3(r, r.compactCount(7)),
    throttleTimeMs: r.int32(),
    supportedFeatures: [],
    finalizedFeaturesEpoch: -1,
    finalizedFeatures: [],
    zkMigrationReady: false,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.supportedFeatures = readApiVersionsResponseSupportedFeatureKeyArray3(r, r.compactCount(6));
        r.expectTagEnd(end);
        break;
      case 1:
        m.finalizedFeaturesEpoch = r.int64();
        r.expectTagEnd(end);
        break;
      case 2:
        m.finalizedFeatures = readApiVersionsResponseFinalizedFeatureKeyArray3(r, r.compactCount(6));
        r.expectTagEnd(end);
        break;
      case 3:
        m.zkMigrationReady = r.boolean();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeApiVersionsResponseApiVersionArray0(w: Writer, array: ApiVersionsResponseApiVersion[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.apiKey);
    w.int16(m.minVersion);
    w.int16(m.maxVersion);
  }
}

function writeApiVersionsResponse0(w: Writer, m: ApiVersionsResponse): void {
  w.int16(m.errorCode);
  writeApiVersionsResponseApiVersionArray0(w, m.apiKeys);
}

function writeApiVersionsResponse1(w: Writer, m: ApiVersionsResponse): void {
  w.int16(m.errorCode);
  writeApiVersionsResponseApiVersionArray0(w, m.apiKeys);
  w.int32(m.throttleTimeMs);
}

function writeApiVersionsResponseApiVersionArray3(w: Writer, array: ApiVersionsResponseApiVersion[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.apiKey);
    w.int16(m.minVersion);
    w.int16(m.maxVersion);
    w.uvarint(0);
  }
}

function writeApiVersionsResponseSupportedFeatureKeyArray3(w: Writer, array: ApiVersionsResponseSupportedFeatureKey[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int16(m.minVersion);
    w.int16(m.maxVersion);
    w.uvarint(0);
  }
}

function writeApiVersionsResponseFinalizedFeatureKeyArray3(w: Writer, array: ApiVersionsResponseFinalizedFeatureKey[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int16(m.maxVersionLevel);
    w.int16(m.minVersionLevel);
    w.uvarint(0);
  }
}

function writeApiVersionsResponse3(w: Writer, m: ApiVersionsResponse): void {
  w.int16(m.errorCode);
  writeApiVersionsResponseApiVersionArray3(w, m.apiKeys);
  w.int32(m.throttleTimeMs);
  const has0 = m.supportedFeatures.length !== 0;
  const has1 = m.finalizedFeaturesEpoch !== -1;
  const has2 = m.finalizedFeatures.length !== 0;
  const has3 = m.zkMigrationReady !== false;
  w.uvarint(+has0 + +has1 + +has2 + +has3);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    writeApiVersionsResponseSupportedFeatureKeyArray3(w, m.supportedFeatures);
    w.endTag(at0);
  }
  if (has1) {
    w.uvarint(1);
    const at1 = w.beginTag();
    w.int64(m.finalizedFeaturesEpoch);
    w.endTag(at1);
  }
  if (has2) {
    w.uvarint(2);
    const at2 = w.beginTag();
    writeApiVersionsResponseFinalizedFeatureKeyArray3(w, m.finalizedFeatures);
    w.endTag(at2);
  }
  if (has3) {
    w.uvarint(3);
    const at3 = w.beginTag();
    w.boolean(m.zkMigrationReady);
    w.endTag(at3);
  }
}

export const apiVersionsResponse: MessageCodec<ApiVersionsResponse> = defineCodec({
  name: 'ApiVersionsResponse',
  apiKey: 18,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 3,
  readers: [readApiVersionsResponse0, readApiVersionsResponse1, readApiVersionsResponse1, readApiVersionsResponse3, readApiVersionsResponse3, readApiVersionsResponse3],
  writers: [writeApiVersionsResponse0, writeApiVersionsResponse1, writeApiVersionsResponse1, writeApiVersionsResponse3, writeApiVersionsResponse3, writeApiVersionsResponse3],
});
