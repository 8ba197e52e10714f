// generated from 48-describe-client-quotas.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface DescribeClientQuotasRequest {
  components: DescribeClientQuotasRequestComponentData[];
  strict: boolean;
}

export interface DescribeClientQuotasRequestComponentData {
  entityType: string;
  matchType: number;
  match: string | null;
}

export function newDescribeClientQuotasRequest(fields?: Partial<DescribeClientQuotasRequest>): DescribeClientQuotasRequest {
  return { components: [], strict: false, ...fields };
}

export function newDescribeClientQuotasRequestComponentData(fields?: Partial<DescribeClientQuotasRequestComponentData>): DescribeClientQuotasRequestComponentData {
  return { entityType: '', matchType: 0, match: '', ...fields };
}

function readDescribeClientQuotasRequestComponentDataArray0(r: Reader, count: number): DescribeClientQuotasRequestComponentData[] {
  const array: DescribeClientQuotasRequestComponentData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      entityType: r.string(),
      matchType: r.int8(),
      match: r.stringOrNull(),
    });
  }
  return array;
}

function readDescribeClientQuotasRequest0(r: Reader): DescribeClientQuotasRequest {
  return {
    components: readDescribeClientQuotasRequestComponentDataArray0(r, r.count(5)),
    strict: r.boolean(),
  };
}

function readDescribeClientQuotasRequestComponentDataArray1(r: Reader, count: number): DescribeClientQuotasRequestComponentData[] {
  const array: DescribeClientQuotasRequestComponentData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeClientQuotasRequestComponentData = {
      entityType: r.compactString(),
      matchType: r.int8(),
      match: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeClientQuotasRequest1(r: Reader): DescribeClientQuotasRequest {
  const m: DescribeClientQuotasRequest = {
    components: readDescribeClientQuotasRequestComponentDataArray1(r, r.compactCount(4)),
    strict: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeDescribeClientQuotasRequestComponentDataArray0(w: Writer, array: DescribeClientQuotasRequestComponentData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.entityType);
    w.int8(m.matchType);
    w.stringOrNull(m.match);
  }
}

function writeDescribeClientQuotasRequest0(w: Writer, m: DescribeClientQuotasRequest): void {
  writeDescribeClientQuotasRequestComponentDataArray0(w, m.components);
  w.boolean(m.strict);
}

function writeDescribeClientQuotasRequestComponentDataArray1(w: Writer, array: DescribeClientQuotasRequestComponentData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.entityType);
    w.int8(m.matchType);
    w.compactStringOrNull(m.match);
    w.uvarint(0);
  }
}

function writeDescribeClientQuotasRequest1(w: Writer, m: DescribeClientQuotasRequest): void {
  writeDescribeClientQuotasRequestComponentDataArray1(w, m.components);
  w.boolean(m.strict);
  w.uvarint(0);
}

export const describeClientQuotasRequest: MessageCodec<DescribeClientQuotasRequest> = defineCodec({
  name: 'DescribeClientQuotasRequest',
  apiKey: 48,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readDescribeClientQuotasRequest0, readDescribeClientQuotasRequest1],
  writers: [writeDescribeClientQuotasRequest0, writeDescribeClientQuotasRequest1],
});

export interface DescribeClientQuotasResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  entries: DescribeClientQuotasResponseEntryData[] | null;
}

export interface DescribeClientQuotasResponseEntryData {
  entity: DescribeClientQuotasResponseEntityData[];
  values: DescribeClientQuotasResponseValueData[];
}

export interface DescribeClientQuotasResponseValueData {
  key: string;
  value: number;
}

export interface DescribeClientQuotasResponseEntityData {
  entityType: string;
  entityName: string | null;
}

export function newDescribeClientQuotasResponse(fields?: Partial<DescribeClientQuotasResponse>): DescribeClientQuotasResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: '', entries: [], ...fields };
}

export function newDescribeClientQuotasResponseEntryData(fields?: Partial<DescribeClientQuotasResponseEntryData>): DescribeClientQuotasResponseEntryData {
  return { entity: [], values: [], ...fields };
}

export function newDescribeClientQuotasResponseValueData(fields?: Partial<DescribeClientQuotasResponseValueData>): DescribeClientQuotasResponseValueData {
  return { key: '', value: 0, ...fields };
}

export function newDescribeClientQuotasResponseEntityData(fields?: Partial<DescribeClientQuotasResponseEntityData>): DescribeClientQuotasResponseEntityData {
  return { entityType: '', entityName: '', ...fields };
}

function readDescribeClientQuotasResponseEntityDataArray0(r: Reader, count: number): DescribeClientQuotasResponseEntityData[] {
  const array: DescribeClientQuotasResponseEntityData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      entityType: r.string(),
      entityName: r.stringOrNull(),
    });
  }
  return array;
}

function readDescribeClientQuotasResponseValueDataArray0(r: Reader, count: number): DescribeClientQuotasResponseValueData[] {
  const array: DescribeClientQuotasResponseValueData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      key: r.string(),
      value: r.float64(),
    });
  }
  return array;
}

function readDescribeClientQuotasResponseEntryDataArrayOrNull0(r: Reader, count: number): DescribeClientQuotasResponseEntryData[] | null {
  if (count < 0) return null;
  const array: DescribeClientQuotasResponseEntryData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      entity: readDescribeClientQuotasResponseEntityDataArray0(r, r.count(4)),
      values: readDescribeClientQuotasResponseValueDataArray0(r, r.count(10)),
    });
  }
  return array;
}

function readDescribeClientQuotasResponse0(r: Reader): DescribeClientQuotasResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.stringOrNull(),
    entries: readDescribeClientQuotasResponseEntryDataArrayOrNull0(r, r.countOrNull(8)),
  };
}

function readDescribeClientQuotasResponseEntityDataArray1(r: Reader, count: number): DescribeClientQuotasResponseEntityData[] {
  const array: DescribeClientQuotasResponseEntityData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeClientQuotasResponseEntityData = {
      entityType: r.compactString(),
      entityName: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeClientQuotasResponseValueDataArray1(r: Reader, count: number): DescribeClientQuotasResponseValueData[] {
  const array: DescribeClientQuotasResponseValueData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeClientQuotasResponseValueData = {
      key: r.compactString(),
      value: r.float64(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeClientQuotasResponseEntryDataArrayOrNull1(r: Reader, count: number): DescribeClientQuotasResponseEntryData[] | null {
  if (count < 0) return null;
  const array: DescribeClientQuotasResponseEntryData[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeClientQuotasResponseEntryData = {
      entity: readDescribeClientQuotasResponseEntityDataArray1(r, r.compactCount(3)),
      values: readDescribeClientQuotasResponseValueDataArray1(r, r.compactCount(10)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeClientQuotasResponse1(r: Reader): DescribeClientQuotasResponse {
  const m: DescribeClientQuotasResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    entries: readDescribeClientQuotasResponseEntryDataArrayOrNull1(r, r.compactCountOrNull(3)),
  };
  r.keepTags();
  return m;
}

function writeDescribeClientQuotasResponseEntityDataArray0(w: Writer, array: DescribeClientQuotasResponseEntityData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.entityType);
    w.stringOrNull(m.entityName);
  }
}

function writeDescribeClientQuotasResponseValueDataArray0(w: Writer, array: DescribeClientQuotasResponseValueData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.key);
    w.float64(m.value);
  }
}

function writeDescribeClientQuotasResponseEntryDataArrayOrNull0(w: Writer, array: DescribeClientQuotasResponseEntryData[] | null): void {
  if (array === null) {
    w.count(-1);
    return;
  }
  w.count(array.length);
  for (const m of array) {
    writeDescribeClientQuotasResponseEntityDataArray0(w, m.entity);
    writeDescribeClientQuotasResponseValueDataArray0(w, m.values);
  }
}

function writeDescribeClientQuotasResponse0(w: Writer, m: DescribeClientQuotasResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.stringOrNull(m.errorMessage);
  writeDescribeClientQuotasResponseEntryDataArrayOrNull0(w, m.entries);
}

function writeDescribeClientQuotasResponseEntityDataArray1(w: Writer, array: DescribeClientQuotasResponseEntityData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.entityType);
    w.compactStringOrNull(m.entityName);
    w.uvarint(0);
  }
}

function writeDescribeClientQuotasResponseValueDataArray1(w: Writer, array: DescribeClientQuotasResponseValueData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.key);
    w.float64(m.value);
    w.uvarint(0);
  }
}

function writeDescribeClientQuotasResponseEntryDataArrayOrNull1(w: Writer, array: DescribeClientQuotasResponseEntryData[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    writeDescribeClientQuotasResponseEntityDataArray1(w, m.entity);
    writeDescribeClientQuotasResponseValueDataArray1(w, m.values);
    w.uvarint(0);
  }
}

function writeDescribeClientQuotasResponse1(w: Writer, m: DescribeClientQuotasResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  writeDescribeClientQuotasResponseEntryDataArrayOrNull1(w, m.entries);
  w.uvarint(0);
}

export const describeClientQuotasResponse: MessageCodec<DescribeClientQuotasResponse> = defineCodec({
  name: 'DescribeClientQuotasResponse',
  apiKey: 48,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readDescribeClientQuotasResponse0, readDescribeClientQuotasResponse1],
  writers: [writeDescribeClientQuotasResponse0, writeDescribeClientQuotasResponse1],
});
