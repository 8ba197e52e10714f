// generated from 30-create-acls.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface CreateAclsRequest {
  creations: CreateAclsRequestAclCreation[];
}

export interface CreateAclsRequestAclCreation {
  resourceType: number;
  resourceName: string;
  resourcePatternType: number;
  principal: string;
  host: string;
  operation: number;
  permissionType: number;
}

export function newCreateAclsRequest(fields?: Partial<CreateAclsRequest>): CreateAclsRequest {
  return { creations: [], ...fields };
}

export function newCreateAclsRequestAclCreation(fields?: Partial<CreateAclsRequestAclCreation>): CreateAclsRequestAclCreation {
  return { resourceType: 0, resourceName: '', resourcePatternType: 3, principal: '', host: '', operation: 0, permissionType: 0, ...fields };
}

function readCreateAclsRequestAclCreationArray1(r: Reader, count: number): CreateAclsRequestAclCreation[] {
  const array: CreateAclsRequestAclCreation[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      resourceType: r.int8(),
      resourceName: r.string(),
      resourcePatternType: r.int8(),
      principal: r.string(),
      host: r.string(),
      operation: r.int8(),
      permissionType: r.int8(),
    });
  }
  return array;
}

function readCreateAclsRequest1(r: Reader): CreateAclsRequest {
  return {
    creations: readCreateAclsRequestAclCreationArray1(r, r.count(10)),
  };
}

function readCreateAclsRequestAclCreationArray2(r: Reader, count: number): CreateAclsRequestAclCreation[] {
  const array: CreateAclsRequestAclCreation[] = [];
  for (let i = 0; i < count; i++) {
    const m: CreateAclsRequestAclCreation = {
      resourceType: r.int8(),
      resourceName: r.compactString(),
      resourcePatternType: r.int8(),
      principal: r.compactString(),
      host: r.compactString(),
      operation: r.int8(),
      permissionType: r.int8(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readCreateAclsRequest2(r: Reader): CreateAclsRequest {
  const m: CreateAclsRequest = {
    creations: readCreateAclsRequestAclCreationArray2(r, r.compactCount(8)),
  };
  r.keepTags();
  return m;
}

function writeCreateAclsRequestAclCreationArray1(w: Writer, array: CreateAclsRequestAclCreation[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int8(m.resourceType);
    w.string(m.resourceName);
    w.int8(m.resourcePatternType);
    w.string(m.principal);
    w.string(m.host);
    w.int8(m.operation);
    w.int8(m.permissionType);
  }
}

function writeCreateAclsRequest1(w: Writer, m: CreateAclsRequest): void {
  writeCreateAclsRequestAclCreationArray1(w, m.creations);
}

function writeCreateAclsRequestAclCreationArray2(w: Writer, array: CreateAclsRequestAclCreation[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int8(m.resourceType);
    w.compactString(m.resourceName);
    w.int8(m.resourcePatternType);
    w.compactString(m.principal);
    w.compactString(m.host);
    w.int8(m.operation);
    w.int8(m.permissionType);
    w.uvarint(0);
  }
}

function writeCreateAclsRequest2(w: Writer, m: CreateAclsRequest): void {
  writeCreateAclsRequestAclCreationArray2(w, m.creations);
  w.uvarint(0);
}

export const createAclsRequest: MessageCodec<CreateAclsRequest> = defineCodec({
  name: 'CreateAclsRequest',
  apiKey: 30,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readCreateAclsRequest1, readCreateAclsRequest2, readCreateAclsRequest2],
  writers: [writeCreateAclsRequest1, writeCreateAclsRequest2, writeCreateAclsRequest2],
});

export interface CreateAclsResponse {
  throttleTimeMs: number;
  results: CreateAclsResponseAclCreationResult[];
}

export interface CreateAclsResponseAclCreationResult {
  errorCode: number;
  errorMessage: string | null;
}

export function newCreateAclsResponse(fields?: Partial<CreateAclsResponse>): CreateAclsResponse {
  return { throttleTimeMs: 0, results: [], ...fields };
}

export function newCreateAclsResponseAclCreationResult(fields?: Partial<CreateAclsResponseAclCreationResult>): CreateAclsResponseAclCreationResult {
  return { errorCode: 0, errorMessage: '', ...fields };
}

function readCreateAclsResponseAclCreationResultArray1(r: Reader, count: number): CreateAclsResponseAclCreationResult[] {
  const array: CreateAclsResponseAclCreationResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      errorMessage: r.stringOrNull(),
    });
  }
  return array;
}

function readCreateAclsResponse1(r: Reader): CreateAclsResponse {
  return {
    throttleTimeMs: r.int32(),
    results: readCreateAclsResponseAclCreationResultArray1(r, r.count(4)),
  };
}

function readCreateAclsResponseAclCreationResultArray2(r: Reader, count: number): CreateAclsResponseAclCreationResult[] {
  const array: CreateAclsResponseAclCreationResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: CreateAclsResponseAclCreationResult = {
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readCreateAclsResponse2(r: Reader): CreateAclsResponse {
  const m: CreateAclsResponse = {
    throttleTimeMs: r.int32(),
    results: readCreateAclsResponseAclCreationResultArray2(r, r.compactCount(4)),
  };
  r.keepTags();
  return m;
}

function writeCreateAclsResponseAclCreationResultArray1(w: Writer, array: CreateAclsResponseAclCreationResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.stringOrNull(m.errorMessage);
  }
}

function writeCreateAclsResponse1(w: Writer, m: CreateAclsResponse): void {
  w.int32(m.throttleTimeMs);
  writeCreateAclsResponseAclCreationResultArray1(w, m.results);
}

function writeCreateAclsResponseAclCreationResultArray2(w: Writer, array: CreateAclsResponseAclCreationResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.uvarint(0);
  }
}

function writeCreateAclsResponse2(w: Writer, m: CreateAclsResponse): void {
  w.int32(m.throttleTimeMs);
  writeCreateAclsResponseAclCreationResultArray2(w, m.results);
  w.uvarint(0);
}

export const createAclsResponse: MessageCodec<CreateAclsResponse> = defineCodec({
  name: 'CreateAclsResponse',
  apiKey: 30,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readCreateAclsResponse1, readCreateAclsResponse2, readCreateAclsResponse2],
  writers: [writeCreateAclsResponse1, writeCreateAclsResponse2, writeCreateAclsResponse2],
});
