// generated from 49-alter-client-quotas.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface AlterClientQuotasRequest {
  entries: AlterClientQuotasRequestEntryData[];
  validateOnly: boolean;
}

export interface AlterClientQuotasRequestEntryData {
  entity: AlterClientQuotasRequestEntityData[];
  ops: AlterClientQuotasRequestOpData[];
}

export interface AlterClientQuotasRequestOpData {
  key: string;
  value: number;
  remove: boolean;
}

export interface AlterClientQuotasRequestEntityData {
  entityType: string;
  entityName: string | null;
}

export function newAlterClientQuotasRequest(fields?: Partial<AlterClientQuotasRequest>): AlterClientQuotasRequest {
  return { entries: [], validateOnly: false, ...fields };
}

export function newAlterClientQuotasRequestEntryData(fields?: Partial<AlterClientQuotasRequestEntryData>): AlterClientQuotasRequestEntryData {
  return { entity: [], ops: [], ...fields };
}

export function newAlterClientQuotasRequestOpData(fields?: Partial<AlterClientQuotasRequestOpData>): AlterClientQuotasRequestOpData {
  return { key: '', value: 0, remove: false, ...fields };
}

export function newAlterClientQuotasRequestEntityData(fields?: Partial<AlterClientQuotasRequestEntityData>): AlterClientQuotasRequestEntityData {
  return { entityType: '', entityName: '', ...fields };
}

function readAlterClientQuotasRequestEntityDataArray0(r: Reader, count: number): AlterClientQuotasRequestEntityData[] {
  const array: AlterClientQuotasRequestEntityData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      entityType: r.string(),
      entityName: r.stringOrNull(),
    });
  }
  return array;
}

function readAlterClientQuotasRequestOpDataArray0(r: Reader, count: number): AlterClientQuotasRequestOpData[] {
  const array: AlterClientQuotasRequestOpData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      key: r.string(),
      value: r.float64(),
      remove: r.boolean(),
    });
  }
  return array;
}

function readAlterClientQuotasRequestEntryDataArray0(r: Reader, count: number): AlterClientQuotasRequestEntryData[] {
  const array: AlterClientQuotasRequestEntryData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      entity: readAlterClientQuotasRequestEntityDataArray0(r, r.count(4)),
      ops: readAlterClientQuotasRequestOpDataArray0(r, r.count(11)),
    });
  }
  return array;
}

function readAlterClientQuotasRequest0(r: Reader): AlterClientQuotasRequest {
  return {
    entries: readAlterClientQuotasRequestEntryDataArray0(r, r.count(8)),
    validateOnly: r.boolean(),
  };
}

function readAlterClientQuotasRequestEntityDataArray1(r: Reader, count: number): AlterClientQuotasRequestEntityData[] {
  const array: AlterClientQuotasRequestEntityData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterClientQuotasRequestEntityData = {
      entityType: r.compactString(),
      entityName: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterClientQuotasRequestOpDataArray1(r: Reader, count: number): AlterClientQuotasRequestOpData[] {
  const array: AlterClientQuotasRequestOpData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterClientQuotasRequestOpData = {
      key: r.compactString(),
      value: r.float64(),
      remove: r.boolean(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterClientQuotasRequestEntryDataArray1(r: Reader, count: number): AlterClientQuotasRequestEntryData[] {
  const array: AlterClientQuotasRequestEntryData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterClientQuotasRequestEntryData = {
      entity: readAlterClientQuotasRequestEntityDataArray1(r, r.compactCount(3)),
      ops: readAlterClientQuotasRequestOpDataArray1(r, r.compactCount(11)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterClientQuotasRequest1(r: Reader): AlterClientQuotasRequest {
  const m: AlterClientQuotasRequest = {
    entries: readAlterClientQuotasRequestEntryDataArray1(r, r.compactCount(3)),
    validateOnly: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeAlterClientQuotasRequestEntityDataArray0(w: Writer, array: AlterClientQuotasRequestEntityData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.entityType);
    w.stringOrNull(m.entityName);
  }
}

function writeAlterClientQuotasRequestOpDataArray0(w: Writer, array: AlterClientQuotasRequestOpData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.key);
    w.float64(m.value);
    w.boolean(m.remove);
  }
}

function writeAlterClientQuotasRequestEntryDataArray0(w: Writer, array: AlterClientQuotasRequestEntryData[]): void {
  w.count(array.length);
  for (const m of array) {
    writeAlterClientQuotasRequestEntityDataArray0(w, m.entity);
    writeAlterClientQuotasRequestOpDataArray0(w, m.ops);
  }
}

function writeAlterClientQuotasRequest0(w: Writer, m: AlterClientQuotasRequest): void {
  writeAlterClientQuotasRequestEntryDataArray0(w, m.entries);
  w.boolean(m.validateOnly);
}

function writeAlterClientQuotasRequestEntityDataArray1(w: Writer, array: AlterClientQuotasRequestEntityData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.entityType);
    w.compactStringOrNull(m.entityName);
    w.uvarint(0);
  }
}

function writeAlterClientQuotasRequestOpDataArray1(w: Writer, array: AlterClientQuotasRequestOpData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.key);
    w.float64(m.value);
    w.boolean(m.remove);
    w.uvarint(0);
  }
}

function writeAlterClientQuotasRequestEntryDataArray1(w: Writer, array: AlterClientQuotasRequestEntryData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    writeAlterClientQuotasRequestEntityDataArray1(w, m.entity);
    writeAlterClientQuotasRequestOpDataArray1(w, m.ops);
    w.uvarint(0);
  }
}

function writeAlterClientQuotasRequest1(w: Writer, m: AlterClientQuotasRequest): void {
  writeAlterClientQuotasRequestEntryDataArray1(w, m.entries);
  w.boolean(m.validateOnly);
  w.uvarint(0);
}

export const alterClientQuotasRequest: MessageCodec<AlterClientQuotasRequest> = defineCodec({
  name: 'AlterClientQuotasRequest',
  apiKey: 49,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readAlterClientQuotasRequest0, readAlterClientQuotasRequest1],
  writers: [writeAlterClientQuotasRequest0, writeAlterClientQuotasRequest1],
});

export interface AlterClientQuotasResponse {
  throttleTimeMs: number;
  entries: AlterClientQuotasResponseEntryData[];
}

export interface AlterClientQuotasResponseEntryData {
  errorCode: number;
  errorMessage: string | null;
  entity: AlterClientQuotasResponseEntityData[];
}

export interface AlterClientQuotasResponseEntityData {
  entityType: string;
  entityName: string | null;
}

export function newAlterClientQuotasResponse(fields?: Partial<AlterClientQuotasResponse>): AlterClientQuotasResponse {
  return { throttleTimeMs: 0, entries: [], ...fields };
}

export function newAlterClientQuotasResponseEntryData(fields?: Partial<AlterClientQuotasResponseEntryData>): AlterClientQuotasResponseEntryData {
  return { errorCode: 0, errorMessage: '', entity: [], ...fields };
}

export function newAlterClientQuotasResponseEntityData(fields?: Partial<AlterClientQuotasResponseEntityData>): AlterClientQuotasResponseEntityData {
  return { entityType: '', entityName: '', ...fields };
}

function readAlterClientQuotasResponseEntityDataArray0(r: Reader, count: number): AlterClientQuotasResponseEntityData[] {
  const array: AlterClientQuotasResponseEntityData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      entityType: r.string(),
      entityName: r.stringOrNull(),
    });
  }
  return array;
}

function readAlterClientQuotasResponseEntryDataArray0(r: Reader, count: number): AlterClientQuotasResponseEntryData[] {
  const array: AlterClientQuotasResponseEntryData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      errorMessage: r.stringOrNull(),
      entity: readAlterClientQuotasResponseEntityDataArray0(r, r.count(4)),
    });
  }
  return array;
}

function readAlterClientQuotasResponse0(r: Reader): AlterClientQuotasResponse {
  return {
    throttleTimeMs: r.int32(),
    entries: readAlterClientQuotasResponseEntryDataArray0(r, r.count(8)),
  };
}

function readAlterClientQuotasResponseEntityDataArray1(r: Reader, count: number): AlterClientQuotasResponseEntityData[] {
  const array: AlterClientQuotasResponseEntityData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterClientQuotasResponseEntityData = {
      entityType: r.compactString(),
      entityName: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterClientQuotasResponseEntryDataArray1(r: Reader, count: number): AlterClientQuotasResponseEntryData[] {
  const array: AlterClientQuotasResponseEntryData[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterClientQuotasResponseEntryData = {
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      entity: readAlterClientQuotasResponseEntityDataArray1(r, r.compactCount(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterClientQuotasResponse1(r: Reader): AlterClientQuotasResponse {
  const m: AlterClientQuotasResponse = {
    throttleTimeMs: r.int32(),
    entries: readAlterClientQuotasResponseEntryDataArray1(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function writeAlterClientQuotasResponseEntityDataArray0(w: Writer, array: AlterClientQuotasResponseEntityData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.entityType);
    w.stringOrNull(m.entityName);
  }
}

function writeAlterClientQuotasResponseEntryDataArray0(w: Writer, array: AlterClientQuotasResponseEntryData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.stringOrNull(m.errorMessage);
    writeAlterClientQuotasResponseEntityDataArray0(w, m.entity);
  }
}

function writeAlterClientQuotasResponse0(w: Writer, m: AlterClientQuotasResponse): void {
  w.int32(m.throttleTimeMs);
  writeAlterClientQuotasResponseEntryDataArray0(w, m.entries);
}

function writeAlterClientQuotasResponseEntityDataArray1(w: Writer, array: AlterClientQuotasResponseEntityData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.entityType);
    w.compactStringOrNull(m.entityName);
    w.uvarint(0);
  }
}

function writeAlterClientQuotasResponseEntryDataArray1(w: Writer, array: AlterClientQuotasResponseEntryData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    writeAlterClientQuotasResponseEntityDataArray1(w, m.entity);
    w.uvarint(0);
  }
}

function writeAlterClientQuotasResponse1(w: Writer, m: AlterClientQuotasResponse): void {
  w.int32(m.throttleTimeMs);
  writeAlterClientQuotasResponseEntryDataArray1(w, m.entries);
  w.uvarint(0);
}

export const alterClientQuotasResponse: MessageCodec<AlterClientQuotasResponse> = defineCodec({
  name: 'AlterClientQuotasResponse',
  apiKey: 49,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readAlterClientQuotasResponse0, readAlterClientQuotasResponse1],
  writers: [writeAlterClientQuotasResponse0, writeAlterClientQuotasResponse1],
});
