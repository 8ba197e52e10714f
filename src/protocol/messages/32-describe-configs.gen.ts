// generated from 32-describe-configs.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface DescribeConfigsRequest {
  resources: DescribeConfigsRequestResource[];
  includeSynonyms: boolean;
  /** v3+ */
  includeDocumentation: boolean;
}

export interface DescribeConfigsRequestResource {
  resourceType: number;
  resourceName: string;
  configurationKeys: string[] | null;
}

export function newDescribeConfigsRequest(fields?: Partial<DescribeConfigsRequest>): DescribeConfigsRequest {
  return { resources: [], includeSynonyms: false, includeDocumentation: false, ...fields };
}

export function newDescribeConfigsRequestResource(fields?: Partial<DescribeConfigsRequestResource>): DescribeConfigsRequestResource {
  return { resourceType: 0, resourceName: '', configurationKeys: [], ...fields };
}

function readDescribeConfigsRequestResourceArray1(r: Reader, count: number): DescribeConfigsRequestResource[] {
  const array: DescribeConfigsRequestResource[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      resourceType: r.int8(),
      resourceName: r.string(),
      configurationKeys: r.stringsOrNull(r.countOrNull(2)),
    });
  }
  return array;
}

function readDescribeConfigsRequest1(r: Reader): DescribeConfigsRequest {
  return {
    resources: readDescribeConfigsRequestResourceArray1(r, r.count(7)),
    includeSynonyms: r.boolean(),
    includeDocumentation: false,
  };
}

function readDescribeConfigsRequest3(r: Reader): DescribeConfigsRequest {
  return {
    resources: readDescribeConfigsRequestResourceArray1(r, r.count(7)),
    includeSynonyms: r.boolean(),
    includeDocumentation: r.boolean(),
  };
}

function readDescribeConfigsRequestResourceArray4(r: Reader, count: number): DescribeConfigsRequestResource[] {
  const array: DescribeConfigsRequestResource[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeConfigsRequestResource = {
      resourceType: r.int8(),
      resourceName: r.compactString(),
      configurationKeys: r.compactStringsOrNull(r.compactCountOrNull(1)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeConfigsRequest4(r: Reader): DescribeConfigsRequest {
  const m: DescribeConfigsRequest = {
    resources: readDescribeConfigsRequestResourceArray4(r, r.compactCount(4)),
    includeSynonyms: r.boolean(),
    includeDocumentation: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeDescribeConfigsRequestResourceArray1(w: Writer, array: DescribeConfigsRequestResource[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int8(m.resourceType);
    w.string(m.resourceName);
    if (m.configurationKeys === null) {
      w.count(-1);
    } else {
      w.count(m.configurationKeys.length);
      w.strings(m.configurationKeys);
    }
  }
}

function writeDescribeConfigsRequest1(w: Writer, m: DescribeConfigsRequest): void {
  writeDescribeConfigsRequestResourceArray1(w, m.resources);
  w.boolean(m.includeSynonyms);
  if (m.includeDocumentation !== false) throw unsupportedField('DescribeConfigsRequest.includeDocumentation');
}

function writeDescribeConfigsRequest3(w: Writer, m: DescribeConfigsRequest): void {
  writeDescribeConfigsRequestResourceArray1(w, m.resources);
  w.boolean(m.includeSynonyms);
  w.boolean(m.includeDocumentation);
}

function writeDescribeConfigsRequestResourceArray4(w: Writer, array: DescribeConfigsRequestResource[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int8(m.resourceType);
    w.compactString(m.resourceName);
    if (m.configurationKeys === null) {
      w.compactCount(-1);
    } else {
      w.compactCount(m.configurationKeys.length);
      w.compactStrings(m.configurationKeys);
    }
    w.uvarint(0);
  }
}

function writeDescribeConfigsRequest4(w: Writer, m: DescribeConfigsRequest): void {
  writeDescribeConfigsRequestResourceArray4(w, m.resources);
  w.boolean(m.includeSynonyms);
  w.boolean(m.includeDocumentation);
  w.uvarint(0);
}

export const describeConfigsRequest: MessageCodec<DescribeConfigsRequest> = defineCodec({
  name: 'DescribeConfigsRequest',
  apiKey: 32,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 4,
  readers: [readDescribeConfigsRequest1, readDescribeConfigsRequest1, readDescribeConfigsRequest3, readDescribeConfigsRequest4],
  writers: [writeDescribeConfigsRequest1, writeDescribeConfigsRequest1, writeDescribeConfigsRequest3, writeDescribeConfigsRequest4],
});

export interface DescribeConfigsResponse {
  throttleTimeMs: number;
  results: DescribeConfigsResponseResult[];
}

export interface DescribeConfigsResponseResult {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
  configs: DescribeConfigsResponseResourceResult[];
}

export interface DescribeConfigsResponseResourceResult {
  name: string;
  value: string | null;
  readOnly: boolean;
  configSource: number;
  isSensitive: boolean;
  synonyms: DescribeConfigsResponseSynonym[];
  /** v3+ */
  configType: number;
  /** v3+ */
  documentation: string | null;
}

export interface DescribeConfigsResponseSynonym {
  name: string;
  value: string | null;
  source: number;
}

export function newDescribeConfigsResponse(fields?: Partial<DescribeConfigsResponse>): DescribeConfigsResponse {
  return { throttleTimeMs: 0, results: [], ...fields };
}

export function newDescribeConfigsResponseResult(fields?: Partial<DescribeConfigsResponseResult>): DescribeConfigsResponseResult {
  return { errorCode: 0, errorMessage: '', resourceType: 0, resourceName: '', configs: [], ...fields };
}

export function newDescribeConfigsResponseResourceResult(fields?: Partial<DescribeConfigsResponseResourceResult>): DescribeConfigsResponseResourceResult {
  return { name: '', value: '', readOnly: false, configSource: -1, isSensitive: false, synonyms: [], configType: 0, documentation: '', ...fields };
}

export function newDescribeConfigsResponseSynonym(fields?: Partial<DescribeConfigsResponseSynonym>): DescribeConfigsResponseSynonym {
  return { name: '', value: '', source: 0, ...fields };
}

function readDescribeConfigsResponseSynonymArray1(r: Reader, count: number): DescribeConfigsResponseSynonym[] {
  const array: DescribeConfigsResponseSynonym[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      value: r.stringOrNull(),
      source: r.int8(),
    });
  }
  return array;
}

function readDescribeConfigsResponseResourceResultArray1(r: Reader, count: number): DescribeConfigsResponseResourceResult[] {
  const array: DescribeConfigsResponseResourceResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      value: r.stringOrNull(),
      readOnly: r.boolean(),
      configSource: r.int8(),
      isSensitive: r.boolean(),
      synonyms: readDescribeConfigsResponseSynonymArray1(r, r.count(5)),
      configType: 0,
      documentation: '',
    });
  }
  return array;
}

function readDescribeConfigsResponseResultArray1(r: Reader, count: number): DescribeConfigsResponseResult[] {
  const array: DescribeConfigsResponseResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      errorMessage: r.stringOrNull(),
      resourceType: r.int8(),
      resourceName: r.string(),
      configs: readDescribeConfigsResponseResourceResultArray1(r, r.count(11)),
    });
  }
  return array;
}

function readDescribeConfigsResponse1(r: Reader): DescribeConfigsResponse {
  return {
    throttleTimeMs: r.int32(),
    results: readDescribeConfigsResponseResultArray1(r, r.count(11)),
  };
}

function readDescribeConfigsResponseResourceResultArray3(r: Reader, count: number): DescribeConfigsResponseResourceResult[] {
  const array: DescribeConfigsResponseResourceResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      value: r.stringOrNull(),
      readOnly: r.boolean(),
      configSource: r.int8(),
      isSensitive: r.boolean(),
      synonyms: readDescribeConfigsResponseSynonymArray1(r, r.count(5)),
      configType: r.int8(),
      documentation: r.stringOrNull(),
    });
  }
  return array;
}

function readDescribeConfigsResponseResultArray3(r: Reader, count: number): DescribeConfigsResponseResult[] {
  const array: DescribeConfigsResponseResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      errorMessage: r.stringOrNull(),
      resourceType: r.int8(),
      resourceName: r.string(),
      configs: readDescribeConfigsResponseResourceResultArray3(r, r.count(14)),
    });
  }
  return array;
}

function readDescribeConfigsResponse3(r: Reader): DescribeConfigsResponse {
  return {
    throttleTimeMs: r.int32(),
    results: readDescribeConfigsResponseResultArray3(r, r.count(11)),
  };
}

function readDescribeConfigsResponseSynonymArray4(r: Reader, count: number): DescribeConfigsResponseSynonym[] {
  const array: DescribeConfigsResponseSynonym[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeConfigsResponseSynonym = {
      name: r.compactString(),
      value: r.compactStringOrNull(),
      source: r.int8(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeConfigsResponseResourceResultArray4(r: Reader, count: number): DescribeConfigsResponseResourceResult[] {
  const array: DescribeConfigsResponseResourceResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeConfigsResponseResourceResult = {
      name: r.compactString(),
      value: r.compactStringOrNull(),
      readOnly: r.boolean(),
      configSource: r.int8(),
      isSensitive: r.boolean(),
      synonyms: readDescribeConfigsResponseSynonymArray4(r, r.compactCount(4)),
      configType: r.int8(),
      documentation: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeConfigsResponseResultArray4(r: Reader, count: number): DescribeConfigsResponseResult[] {
  const array: DescribeConfigsResponseResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeConfigsResponseResult = {
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      resourceType: r.int8(),
      resourceName: r.compactString(),
      configs: readDescribeConfigsResponseResourceResultArray4(r, r.compactCount(9)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeConfigsResponse4(r: Reader): DescribeConfigsResponse {
  const m: DescribeConfigsResponse = {
    throttleTimeMs: r.int32(),
    results: readDescribeConfigsResponseResultArray4(r, r.compactCount(7)),
  };
  r.keepTags();
  return m;
}

function writeDescribeConfigsResponseSynonymArray1(w: Writer, array: DescribeConfigsResponseSynonym[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.stringOrNull(m.value);
    w.int8(m.source);
  }
}

function writeDescribeConfigsResponseResourceResultArray1(w: Writer, array: DescribeConfigsResponseResourceResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.stringOrNull(m.value);
    w.boolean(m.readOnly);
    w.int8(m.configSource);
    w.boolean(m.isSensitive);
    writeDescribeConfigsResponseSynonymArray1(w, m.synonyms);
  }
}

function writeDescribeConfigsResponseResultArray1(w: Writer, array: DescribeConfigsResponseResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.stringOrNull(m.errorMessage);
    w.int8(m.resourceType);
    w.string(m.resourceName);
    writeDescribeConfigsResponseResourceResultArray1(w, m.configs);
  }
}

function writeDescribeConfigsResponse1(w: Writer, m: DescribeConfigsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeConfigsResponseResultArray1(w, m.results);
}

function writeDescribeConfigsResponseResourceResultArray3(w: Writer, array: DescribeConfigsResponseResourceResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.stringOrNull(m.value);
    w.boolean(m.readOnly);
    w.int8(m.configSource);
    w.boolean(m.isSensitive);
    writeDescribeConfigsResponseSynonymArray1(w, m.synonyms);
    w.int8(m.configType);
    w.stringOrNull(m.documentation);
  }
}

function writeDescribeConfigsResponseResultArray3(w: Writer, array: DescribeConfigsResponseResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.stringOrNull(m.errorMessage);
    w.int8(m.resourceType);
    w.string(m.resourceName);
    writeDescribeConfigsResponseResourceResultArray3(w, m.configs);
  }
}

function writeDescribeConfigsResponse3(w: Writer, m: DescribeConfigsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeConfigsResponseResultArray3(w, m.results);
}

function writeDescribeConfigsResponseSynonymArray4(w: Writer, array: DescribeConfigsResponseSynonym[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactStringOrNull(m.value);
    w.int8(m.source);
    w.uvarint(0);
  }
}

function writeDescribeConfigsResponseResourceResultArray4(w: Writer, array: DescribeConfigsResponseResourceResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactStringOrNull(m.value);
    w.boolean(m.readOnly);
    w.int8(m.configSource);
    w.boolean(m.isSensitive);
    writeDescribeConfigsResponseSynonymArray4(w, m.synonyms);
    w.int8(m.configType);
    w.compactStringOrNull(m.documentation);
    w.uvarint(0);
  }
}

function writeDescribeConfigsResponseResultArray4(w: Writer, array: DescribeConfigsResponseResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.int8(m.resourceType);
    w.compactString(m.resourceName);
    writeDescribeConfigsResponseResourceResultArray4(w, m.configs);
    w.uvarint(0);
  }
}

function writeDescribeConfigsResponse4(w: Writer, m: DescribeConfigsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDescribeConfigsResponseResultArray4(w, m.results);
  w.uvarint(0);
}

export const describeConfigsResponse: MessageCodec<DescribeConfigsResponse> = defineCodec({
  name: 'DescribeConfigsResponse',
  apiKey: 32,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 4,
  readers: [readDescribeConfigsResponse1, readDescribeConfigsResponse1, readDescribeConfigsResponse3, readDescribeConfigsResponse4],
  writers: [writeDescribeConfigsResponse1, writeDescribeConfigsResponse1, writeDescribeConfigsResponse3, writeDescribeConfigsResponse4],
});
