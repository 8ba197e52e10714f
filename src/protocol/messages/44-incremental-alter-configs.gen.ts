// generated from 44-incremental-alter-configs.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface IncrementalAlterConfigsRequest {
  resources: IncrementalAlterConfigsRequestAlterConfigsResource[];
  validateOnly: boolean;
}

export interface IncrementalAlterConfigsRequestAlterConfigsResource {
  resourceType: number;
  resourceName: string;
  configs: IncrementalAlterConfigsRequestAlterableConfig[];
}

export interface IncrementalAlterConfigsRequestAlterableConfig {
  name: string;
  configOperation: number;
  value: string | null;
}

export function newIncrementalAlterConfigsRequest(fields?: Partial<IncrementalAlterConfigsRequest>): IncrementalAlterConfigsRequest {
  return { resources: [], validateOnly: false, ...fields };
}

export function newIncrementalAlterConfigsRequestAlterConfigsResource(fields?: Partial<IncrementalAlterConfigsRequestAlterConfigsResource>): IncrementalAlterConfigsRequestAlterConfigsResource {
  return { resourceType: 0, resourceName: '', configs: [], ...fields };
}

export function newIncrementalAlterConfigsRequestAlterableConfig(fields?: Partial<IncrementalAlterConfigsRequestAlterableConfig>): IncrementalAlterConfigsRequestAlterableConfig {
  return { name: '', configOperation: 0, value: '', ...fields };
}

function readIncrementalAlterConfigsRequestAlterableConfigArray0(r: Reader, count: number): IncrementalAlterConfigsRequestAlterableConfig[] {
  const array: IncrementalAlterConfigsRequestAlterableConfig[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      configOperation: r.int8(),
      value: r.stringOrNull(),
    });
  }
  return array;
}

function readIncrementalAlterConfigsRequestAlterConfigsResourceArray0(r: Reader, count: number): IncrementalAlterConfigsRequestAlterConfigsResource[] {
  const array: IncrementalAlterConfigsRequestAlterConfigsResource[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      resourceType: r.int8(),
      resourceName: r.string(),
      configs: readIncrementalAlterConfigsRequestAlterableConfigArray0(r, r.count(5)),
    });
  }
  return array;
}

function readIncrementalAlterConfigsRequest0(r: Reader): IncrementalAlterConfigsRequest {
  return {
    resources: readIncrementalAlterConfigsRequestAlterConfigsResourceArray0(r, r.count(7)),
    validateOnly: r.boolean(),
  };
}

function readIncrementalAlterConfigsRequestAlterableConfigArray1(r: Reader, count: number): IncrementalAlterConfigsRequestAlterableConfig[] {
  const array: IncrementalAlterConfigsRequestAlterableConfig[] = [];
  for (let i = 0; i < count; i++) {
    const m: IncrementalAlterConfigsRequestAlterableConfig = {
      name: r.compactString(),
      configOperation: r.int8(),
      value: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readIncrementalAlterConfigsRequestAlterConfigsResourceArray1(r: Reader, count: number): IncrementalAlterConfigsRequestAlterConfigsResource[] {
  const array: IncrementalAlterConfigsRequestAlterConfigsResource[] = [];
  for (let i = 0; i < count; i++) {
    const m: IncrementalAlterConfigsRequestAlterConfigsResource = {
      resourceType: r.int8(),
      resourceName: r.compactString(),
      configs: readIncrementalAlterConfigsRequestAlterableConfigArray1(r, r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readIncrementalAlterConfigsRequest1(r: Reader): IncrementalAlterConfigsRequest {
  const m: IncrementalAlterConfigsRequest = {
    resources: readIncrementalAlterConfigsRequestAlterConfigsResourceArray1(r, r.compactCount(4)),
    validateOnly: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeIncrementalAlterConfigsRequestAlterableConfigArray0(w: Writer, array: IncrementalAlterConfigsRequestAlterableConfig[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.int8(m.configOperation);
    w.stringOrNull(m.value);
  }
}

function writeIncrementalAlterConfigsRequestAlterConfigsResourceArray0(w: Writer, array: IncrementalAlterConfigsRequestAlterConfigsResource[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int8(m.resourceType);
    w.string(m.resourceName);
    writeIncrementalAlterConfigsRequestAlterableConfigArray0(w, m.configs);
  }
}

function writeIncrementalAlterConfigsRequest0(w: Writer, m: IncrementalAlterConfigsRequest): void {
  writeIncrementalAlterConfigsRequestAlterConfigsResourceArray0(w, m.resources);
  w.boolean(m.validateOnly);
}

function writeIncrementalAlterConfigsRequestAlterableConfigArray1(w: Writer, array: IncrementalAlterConfigsRequestAlterableConfig[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int8(m.configOperation);
    w.compactStringOrNull(m.value);
    w.uvarint(0);
  }
}

function writeIncrementalAlterConfigsRequestAlterConfigsResourceArray1(w: Writer, array: IncrementalAlterConfigsRequestAlterConfigsResource[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int8(m.resourceType);
    w.compactString(m.resourceName);
    writeIncrementalAlterConfigsRequestAlterableConfigArray1(w, m.configs);
    w.uvarint(0);
  }
}

function writeIncrementalAlterConfigsRequest1(w: Writer, m: IncrementalAlterConfigsRequest): void {
  writeIncrementalAlterConfigsRequestAlterConfigsResourceArray1(w, m.resources);
  w.boolean(m.validateOnly);
  w.uvarint(0);
}

export const incrementalAlterConfigsRequest: MessageCodec<IncrementalAlterConfigsRequest> = defineCodec({
  name: 'IncrementalAlterConfigsRequest',
  apiKey: 44,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readIncrementalAlterConfigsRequest0, readIncrementalAlterConfigsRequest1],
  writers: [writeIncrementalAlterConfigsRequest0, writeIncrementalAlterConfigsRequest1],
});

export interface IncrementalAlterConfigsResponse {
  throttleTimeMs: number;
  responses: IncrementalAlterConfigsResponseAlterConfigsResourceResponse[];
}

export interface IncrementalAlterConfigsResponseAlterConfigsResourceResponse {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
}

export function newIncrementalAlterConfigsResponse(fields?: Partial<IncrementalAlterConfigsResponse>): IncrementalAlterConfigsResponse {
  return { throttleTimeMs: 0, responses: [], ...fields };
}

export function newIncrementalAlterConfigsResponseAlterConfigsResourceResponse(fields?: Partial<IncrementalAlterConfigsResponseAlterConfigsResourceResponse>): IncrementalAlterConfigsResponseAlterConfigsResourceResponse {
  return { errorCode: 0, errorMessage: '', resourceType: 0, resourceName: '', ...fields };
}

function readIncrementalAlterConfigsResponseAlterConfigsResourceResponseArray0(r: Reader, count: number): IncrementalAlterConfigsResponseAlterConfigsResourceResponse[] {
  const array: IncrementalAlterConfigsResponseAlterConfigsResourceResponse[] = [];
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

function readIncrementalAlterConfigsResponse0(r: Reader): IncrementalAlterConfigsResponse {
  return {
    throttleTimeMs: r.int32(),
    responses: readIncrementalAlterConfigsResponseAlterConfigsResourceResponseArray0(r, r.count(7)),
  };
}

function readIncrementalAlterConfigsResponseAlterConfigsResourceResponseArray1(r: Reader, count: number): IncrementalAlterConfigsResponseAlterConfigsResourceResponse[] {
  const array: IncrementalAlterConfigsResponseAlterConfigsResourceResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: IncrementalAlterConfigsResponseAlterConfigsResourceResponse = {
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

function readIncrementalAlterConfigsResponse1(r: Reader): IncrementalAlterConfigsResponse {
  const m: IncrementalAlterConfigsResponse = {
    throttleTimeMs: r.int32(),
    responses: readIncrementalAlterConfigsResponseAlterConfigsResourceResponseArray1(r, r.compactCount(6)),
  };
  r.keepTags();
  return m;
}

function writeIncrementalAlterConfigsResponseAlterConfigsResourceResponseArray0(w: Writer, array: IncrementalAlterConfigsResponseAlterConfigsResourceResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.stringOrNull(m.errorMessage);
    w.int8(m.resourceType);
    w.string(m.resourceName);
  }
}

function writeIncrementalAlterConfigsResponse0(w: Writer, m: IncrementalAlterConfigsResponse): void {
  w.int32(m.throttleTimeMs);
  writeIncrementalAlterConfigsResponseAlterConfigsResourceResponseArray0(w, m.responses);
}

function writeIncrementalAlterConfigsResponseAlterConfigsResourceResponseArray1(w: Writer, array: IncrementalAlterConfigsResponseAlterConfigsResourceResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.int8(m.resourceType);
    w.compactString(m.resourceName);
    w.uvarint(0);
  }
}

function writeIncrementalAlterConfigsResponse1(w: Writer, m: IncrementalAlterConfigsResponse): void {
  w.int32(m.throttleTimeMs);
  writeIncrementalAlterConfigsResponseAlterConfigsResourceResponseArray1(w, m.responses);
  w.uvarint(0);
}

export const incrementalAlterConfigsResponse: MessageCodec<IncrementalAlterConfigsResponse> = defineCodec({
  name: 'IncrementalAlterConfigsResponse',
  apiKey: 44,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readIncrementalAlterConfigsResponse0, readIncrementalAlterConfigsResponse1],
  writers: [writeIncrementalAlterConfigsResponse0, writeIncrementalAlterConfigsResponse1],
});
