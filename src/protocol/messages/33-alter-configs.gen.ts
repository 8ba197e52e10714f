// generated from 33-alter-configs.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface AlterConfigsRequest {
  resources: AlterConfigsRequestResource[];
  validateOnly: boolean;
}

export interface AlterConfigsRequestResource {
  resourceType: number;
  resourceName: string;
  configs: AlterConfigsRequestAlterableConfig[];
}

export interface AlterConfigsRequestAlterableConfig {
  name: string;
  value: string | null;
}

export function newAlterConfigsRequest(fields?: Partial<AlterConfigsRequest>): AlterConfigsRequest {
  return { resources: [], validateOnly: false, ...fields };
}

export function newAlterConfigsRequestResource(fields?: Partial<AlterConfigsRequestResource>): AlterConfigsRequestResource {
  return { resourceType: 0, resourceName: '', configs: [], ...fields };
}

export function newAlterConfigsRequestAlterableConfig(fields?: Partial<AlterConfigsRequestAlterableConfig>): AlterConfigsRequestAlterableConfig {
  return { name: '', value: '', ...fields };
}

function readAlterConfigsRequestAlterableConfigArray0(r: Reader, count: number): AlterConfigsRequestAlterableConfig[] {
  const array: AlterConfigsRequestAlterableConfig[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      value: r.stringOrNull(),
    });
  }
  return array;
}

function readAlterConfigsRequestResourceArray0(r: Reader, count: number): AlterConfigsRequestResource[] {
  const array: AlterConfigsRequestResource[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      resourceType: r.int8(),
      resourceName: r.string(),
      configs: readAlterConfigsRequestAlterableConfigArray0(r, r.count(4)),
    });
  }
  return array;
}

function readAlterConfigsRequest0(r: Reader): AlterConfigsRequest {
  return {
    resources: readAlterConfigsRequestResourceArray0(r, r.count(7)),
    validateOnly: r.boolean(),
  };
}

function readAlterConfigsRequestAlterableConfigArray2(r: Reader, count: number): AlterConfigsRequestAlterableConfig[] {
  const array: AlterConfigsRequestAlterableConfig[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterConfigsRequestAlterableConfig = {
      name: r.compactString(),
      value: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterConfigsRequestResourceArray2(r: Reader, count: number): AlterConfigsRequestResource[] {
  const array: AlterConfigsRequestResource[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterConfigsRequestResource = {
      resourceType: r.int8(),
      resourceName: r.compactString(),
      configs: readAlterConfigsRequestAlterableConfigArray2(r, r.compactCount(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterConfigsRequest2(r: Reader): AlterConfigsRequest {
  const m: AlterConfigsRequest = {
    resources: readAlterConfigsRequestResourceArray2(r, r.compactCount(4)),
    validateOnly: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeAlterConfigsRequestAlterableConfigArray0(w: Writer, array: AlterConfigsRequestAlterableConfig[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.stringOrNull(m.value);
  }
}

function writeAlterConfigsRequestResourceArray0(w: Writer, array: AlterConfigsRequestResource[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int8(m.resourceType);
    w.string(m.resourceName);
    writeAlterConfigsRequestAlterableConfigArray0(w, m.configs);
  }
}

function writeAlterConfigsRequest0(w: Writer, m: AlterConfigsRequest): void {
  writeAlterConfigsRequestResourceArray0(w, m.resources);
  w.boolean(m.validateOnly);
}

function writeAlterConfigsRequestAlterableConfigArray2(w: Writer, array: AlterConfigsRequestAlterableConfig[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactStringOrNull(m.value);
    w.uvarint(0);
  }
}

function writeAlterConfigsRequestResourceArray2(w: Writer, array: AlterConfigsRequestResource[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int8(m.resourceType);
    w.compactString(m.resourceName);
    writeAlterConfigsRequestAlterableConfigArray2(w, m.configs);
    w.uvarint(0);
  }
}

function writeAlterConfigsRequest2(w: Writer, m: AlterConfigsRequest): void {
  writeAlterConfigsRequestResourceArray2(w, m.resources);
  w.boolean(m.validateOnly);
  w.uvarint(0);
}

export const alterConfigsRequest: MessageCodec<AlterConfigsRequest> = defineCodec({
  name: 'AlterConfigsRequest',
  apiKey: 33,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readAlterConfigsRequest0, readAlterConfigsRequest0, readAlterConfigsRequest2],
  writers: [writeAlterConfigsRequest0, writeAlterConfigsRequest0, writeAlterConfigsRequest2],
});

export interface AlterConfigsResponse {
  throttleTimeMs: number;
  responses: AlterConfigsResponseResourceResponse[];
}

export interface AlterConfigsResponseResourceResponse {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
}

export function newAlterConfigsResponse(fields?: Partial<AlterConfigsResponse>): AlterConfigsResponse {
  return { throttleTimeMs: 0, responses: [], ...fields };
}

export function newAlterConfigsResponseResourceResponse(fields?: Partial<AlterConfigsResponseResourceResponse>): AlterConfigsResponseResourceResponse {
  return { errorCode: 0, errorMessage: '', resourceType: 0, resourceName: '', ...fields };
}

function readAlterConfigsResponseResourceResponseArray0(r: Reader, count: number): AlterConfigsResponseResourceResponse[] {
  const array: AlterConfigsResponseResourceResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      errorMessage: r.stringOrNull(),
      resourceType: r.int8(),
      resourceName: r.string(),
    });
  }
  return array;
}

function readAlterConfigsResponse0(r: Reader): AlterConfigsResponse {
  return {
    throttleTimeMs: r.int32(),
    responses: readAlterConfigsResponseResourceResponseArray0(r, r.count(7)),
  };
}

function readAlterConfigsResponseResourceResponseArray2(r: Reader, count: number): AlterConfigsResponseResourceResponse[] {
  const array: AlterConfigsResponseResourceResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: AlterConfigsResponseResourceResponse = {
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      resourceType: r.int8(),
      resourceName: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAlterConfigsResponse2(r: Reader): AlterConfigsResponse {
  const m: AlterConfigsResponse = {
    throttleTimeMs: r.int32(),
    responses: readAlterConfigsResponseResourceResponseArray2(r, r.compactCount(6)),
  };
  r.keepTags();
  return m;
}

function writeAlterConfigsResponseResourceResponseArray0(w: Writer, array: AlterConfigsResponseResourceResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.stringOrNull(m.errorMessage);
    w.int8(m.resourceType);
    w.string(m.resourceName);
  }
}

function writeAlterConfigsResponse0(w: Writer, m: AlterConfigsResponse): void {
  w.int32(m.throttleTimeMs);
  writeAlterConfigsResponseResourceResponseArray0(w, m.responses);
}

function writeAlterConfigsResponseResourceResponseArray2(w: Writer, array: AlterConfigsResponseResourceResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.int8(m.resourceType);
    w.compactString(m.resourceName);
    w.uvarint(0);
  }
}

function writeAlterConfigsResponse2(w: Writer, m: AlterConfigsResponse): void {
  w.int32(m.throttleTimeMs);
  writeAlterConfigsResponseResourceResponseArray2(w, m.responses);
  w.uvarint(0);
}

export const alterConfigsResponse: MessageCodec<AlterConfigsResponse> = defineCodec({
  name: 'AlterConfigsResponse',
  apiKey: 33,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 2,
  readers: [readAlterConfigsResponse0, readAlterConfigsResponse0, readAlterConfigsResponse2],
  writers: [writeAlterConfigsResponse0, writeAlterConfigsResponse0, writeAlterConfigsResponse2],
});
