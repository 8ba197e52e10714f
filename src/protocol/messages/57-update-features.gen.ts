// generated from 57-update-features.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface UpdateFeaturesRequest {
  timeoutMs: number;
  featureUpdates: UpdateFeaturesRequestFeatureUpdateKey[];
  /** v1+ */
  validateOnly: boolean;
}

export interface UpdateFeaturesRequestFeatureUpdateKey {
  feature: string;
  maxVersionLevel: number;
  /** v0 */
  allowDowngrade: boolean;
  /** v1+ */
  upgradeType: number;
}

export function newUpdateFeaturesRequest(fields?: Partial<UpdateFeaturesRequest>): UpdateFeaturesRequest {
  return { timeoutMs: 60000, featureUpdates: [], validateOnly: false, ...fields };
}

export function newUpdateFeaturesRequestFeatureUpdateKey(fields?: Partial<UpdateFeaturesRequestFeatureUpdateKey>): UpdateFeaturesRequestFeatureUpdateKey {
  return { feature: '', maxVersionLevel: 0, allowDowngrade: false, upgradeType: 1, ...fields };
}

function readUpdateFeaturesRequestFeatureUpdateKeyArray0(r: Reader, count: number): UpdateFeaturesRequestFeatureUpdateKey[] {
  const array: UpdateFeaturesRequestFeatureUpdateKey[] = [];
  for (let i = 0; i < count; i++) {
    const m: UpdateFeaturesRequestFeatureUpdateKey = {
      feature: r.compactString(),
      maxVersionLevel: r.int16(),
      allowDowngrade: r.boolean(),
      upgradeType: 1,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readUpdateFeaturesRequest0(r: Reader): UpdateFeaturesRequest {
  const m: UpdateFeaturesRequest = {
    timeoutMs: r.int32(),
    featureUpdates: readUpdateFeaturesRequestFeatureUpdateKeyArray0(r, r.compactCount(5)),
    validateOnly: false,
  };
  r.keepTags();
  return m;
}

function readUpdateFeaturesRequestFeatureUpdateKeyArray1(r: Reader, count: number): UpdateFeaturesRequestFeatureUpdateKey[] {
  const array: UpdateFeaturesRequestFeatureUpdateKey[] = [];
  for (let i = 0; i < count; i++) {
    const m: UpdateFeaturesRequestFeatureUpdateKey = {
      feature: r.compactString(),
      maxVersionLevel: r.int16(),
      allowDowngrade: false,
      upgradeType: r.int8(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readUpdateFeaturesRequest1(r: Reader): UpdateFeaturesRequest {
  const m: UpdateFeaturesRequest = {
    timeoutMs: r.int32(),
    featureUpdates: readUpdateFeaturesRequestFeatureUpdateKeyArray1(r, r.compactCount(5)),
    validateOnly: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeUpdateFeaturesRequestFeatureUpdateKeyArray0(w: Writer, array: UpdateFeaturesRequestFeatureUpdateKey[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.feature);
    w.int16(m.maxVersionLevel);
    w.boolean(m.allowDowngrade);
    if (m.upgradeType !== 1) throw unsupportedField('UpdateFeaturesRequestFeatureUpdateKey.upgradeType');
    w.uvarint(0);
  }
}

function writeUpdateFeaturesRequest0(w: Writer, m: UpdateFeaturesRequest): void {
  w.int32(m.timeoutMs);
  writeUpdateFeaturesRequestFeatureUpdateKeyArray0(w, m.featureUpdates);
  if (m.validateOnly !== false) throw unsupportedField('UpdateFeaturesRequest.validateOnly');
  w.uvarint(0);
}

function writeUpdateFeaturesRequestFeatureUpdateKeyArray1(w: Writer, array: UpdateFeaturesRequestFeatureUpdateKey[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.feature);
    w.int16(m.maxVersionLevel);
    if (m.allowDowngrade !== false) throw unsupportedField('UpdateFeaturesRequestFeatureUpdateKey.allowDowngrade');
    w.int8(m.upgradeType);
    w.uvarint(0);
  }
}

function writeUpdateFeaturesRequest1(w: Writer, m: UpdateFeaturesRequest): void {
  w.int32(m.timeoutMs);
  writeUpdateFeaturesRequestFeatureUpdateKeyArray1(w, m.featureUpdates);
  w.boolean(m.validateOnly);
  w.uvarint(0);
}

export const updateFeaturesRequest: MessageCodec<UpdateFeaturesRequest> = defineCodec({
  name: 'UpdateFeaturesRequest',
  apiKey: 57,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readUpdateFeaturesRequest0, readUpdateFeaturesRequest1, readUpdateFeaturesRequest1],
  writers: [writeUpdateFeaturesRequest0, writeUpdateFeaturesRequest1, writeUpdateFeaturesRequest1],
});

export interface UpdateFeaturesResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  /** v0-1 */
  results: UpdateFeaturesResponseUpdatableFeatureResult[];
}

export interface UpdateFeaturesResponseUpdatableFeatureResult {
  feature: string;
  errorCode: number;
  errorMessage: string | null;
}

export function newUpdateFeaturesResponse(fields?: Partial<UpdateFeaturesResponse>): UpdateFeaturesResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: '', results: [], ...fields };
}

export function newUpdateFeaturesResponseUpdatableFeatureResult(fields?: Partial<UpdateFeaturesResponseUpdatableFeatureResult>): UpdateFeaturesResponseUpdatableFeatureResult {
  return { feature: '', errorCode: 0, errorMessage: '', ...fields };
}

function readUpdateFeaturesResponseUpdatableFeatureResultArray0(r: Reader, count: number): UpdateFeaturesResponseUpdatableFeatureResult[] {
  const array: UpdateFeaturesResponseUpdatableFeatureResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: UpdateFeaturesResponseUpdatableFeatureResult = {
      feature: r.compactString(),
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readUpdateFeaturesResponse0(r: Reader): UpdateFeaturesResponse {
  const m: UpdateFeaturesResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    results: readUpdateFeaturesResponseUpdatableFeatureResultArray0(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function readUpdateFeaturesResponse2(r: Reader): UpdateFeaturesResponse {
  const m: UpdateFeaturesResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    results: [],
  };
  r.keepTags();
  return m;
}

function writeUpdateFeaturesResponseUpdatableFeatureResultArray0(w: Writer, array: UpdateFeaturesResponseUpdatableFeatureResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.feature);
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeUpdateFeaturesResponse0(w: Writer, m: UpdateFeaturesResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  writeUpdateFeaturesResponseUpdatableFeatureResultArray0(w, m.results);
  w.uvarint(0);
}

function writeUpdateFeaturesResponse2(w: Writer, m: UpdateFeaturesResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.uvarint(0);
}

export const updateFeaturesResponse: MessageCodec<UpdateFeaturesResponse> = defineCodec({
  name: 'UpdateFeaturesResponse',
  apiKey: 57,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readUpdateFeaturesResponse0, readUpdateFeaturesResponse0, readUpdateFeaturesResponse2],
  writers: [writeUpdateFeaturesResponse0, writeUpdateFeaturesResponse0, writeUpdateFeaturesResponse2],
});
