// generated from 31-delete-acls.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface DeleteAclsRequest {
  filters: DeleteAclsRequestFilter[];
}

export interface DeleteAclsRequestFilter {
  resourceTypeFilter: number;
  resourceNameFilter: string | null;
  patternTypeFilter: number;
  principalFilter: string | null;
  hostFilter: string | null;
  operation: number;
  permissionType: number;
}

export function newDeleteAclsRequest(fields?: Partial<DeleteAclsRequest>): DeleteAclsRequest {
  return { filters: [], ...fields };
}

export function newDeleteAclsRequestFilter(fields?: Partial<DeleteAclsRequestFilter>): DeleteAclsRequestFilter {
  return { resourceTypeFilter: 0, resourceNameFilter: '', patternTypeFilter: 3, principalFilter: '', hostFilter: '', operation: 0, permissionType: 0, ...fields };
}

function readDeleteAclsRequestFilterArray1(r: Reader, count: number): DeleteAclsRequestFilter[] {
  const array: DeleteAclsRequestFilter[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      resourceTypeFilter: r.int8(),
      resourceNameFilter: r.stringOrNull(),
      patternTypeFilter: r.int8(),
      principalFilter: r.stringOrNull(),
      hostFilter: r.stringOrNull(),
      operation: r.int8(),
      permissionType: r.int8(),
    });
  }
  return array;
}

function readDeleteAclsRequest1(r: Reader): DeleteAclsRequest {
  return {
    filters: readDeleteAclsRequestFilterArray1(r, r.count(10)),
  };
}

function readDeleteAclsRequestFilterArray2(r: Reader, count: number): DeleteAclsRequestFilter[] {
  const array: DeleteAclsRequestFilter[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteAclsRequestFilter = {
      resourceTypeFilter: r.int8(),
      resourceNameFilter: r.compactStringOrNull(),
      patternTypeFilter: r.int8(),
      principalFilter: r.compactStringOrNull(),
      hostFilter: r.compactStringOrNull(),
      operation: r.int8(),
      permissionType: r.int8(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteAclsRequest2(r: Reader): DeleteAclsRequest {
  const m: DeleteAclsRequest = {
    filters: readDeleteAclsRequestFilterArray2(r, r.compactCount(8)),
  };
  r.keepTags();
  return m;
}

function writeDeleteAclsRequestFilterArray1(w: Writer, array: DeleteAclsRequestFilter[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int8(m.resourceTypeFilter);
    w.stringOrNull(m.resourceNameFilter);
    w.int8(m.patternTypeFilter);
    w.stringOrNull(m.principalFilter);
    w.stringOrNull(m.hostFilter);
    w.int8(m.operation);
    w.int8(m.permissionType);
  }
}

function writeDeleteAclsRequest1(w: Writer, m: DeleteAclsRequest): void {
  writeDeleteAclsRequestFilterArray1(w, m.filters);
}

function writeDeleteAclsRequestFilterArray2(w: Writer, array: DeleteAclsRequestFilter[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int8(m.resourceTypeFilter);
    w.compactStringOrNull(m.resourceNameFilter);
    w.int8(m.patternTypeFilter);
    w.compactStringOrNull(m.principalFilter);
    w.compactStringOrNull(m.hostFilter);
    w.int8(m.operation);
    w.int8(m.permissionType);
    w.uvarint(0);
  }
}

function writeDeleteAclsRequest2(w: Writer, m: DeleteAclsRequest): void {
  writeDeleteAclsRequestFilterArray2(w, m.filters);
  w.uvarint(0);
}

export const deleteAclsRequest: MessageCodec<DeleteAclsRequest> = defineCodec({
  name: 'DeleteAclsRequest',
  apiKey: 31,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readDeleteAclsRequest1, readDeleteAclsRequest2, readDeleteAclsRequest2],
  writers: [writeDeleteAclsRequest1, writeDeleteAclsRequest2, writeDeleteAclsRequest2],
});

export interface DeleteAclsResponse {
  throttleTimeMs: number;
  filterResults: DeleteAclsResponseFilterResult[];
}

export interface DeleteAclsResponseFilterResult {
  errorCode: number;
  errorMessage: string | null;
  matchingAcls: DeleteAclsResponseMatchingAcl[];
}

export interface DeleteAclsResponseMatchingAcl {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
  patternType: number;
  principal: string;
  host: string;
  operation: number;
  permissionType: number;
}

export function newDeleteAclsResponse(fields?: Partial<DeleteAclsResponse>): DeleteAclsResponse {
  return { throttleTimeMs: 0, filterResults: [], ...fields };
}

export function newDeleteAclsResponseFilterResult(fields?: Partial<DeleteAclsResponseFilterResult>): DeleteAclsResponseFilterResult {
  return { errorCode: 0, errorMessage: '', matchingAcls: [], ...fields };
}

export function newDeleteAclsResponseMatchingAcl(fields?: Partial<DeleteAclsResponseMatchingAcl>): DeleteAclsResponseMatchingAcl {
  return { errorCode: 0, errorMessage: '', resourceType: 0, resourceName: '', patternType: 3, principal: '', host: '', operation: 0, permissionType: 0, ...fields };
}

function readDeleteAclsResponseMatchingAclArray1(r: Reader, count: number): DeleteAclsResponseMatchingAcl[] {
  const array: DeleteAclsResponseMatchingAcl[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      errorMessage: r.stringOrNull(),
      resourceType: r.int8(),
      resourceName: r.string(),
      patternType: r.int8(),
      principal: r.string(),
      host: r.string(),
      operation: r.int8(),
      permissionType: r.int8(),
    });
  }
  return array;
}

function readDeleteAclsResponseFilterResultArray1(r: Reader, count: number): DeleteAclsResponseFilterResult[] {
  const array: DeleteAclsResponseFilterResult[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      errorCode: r.int16(),
      errorMessage: r.stringOrNull(),
      matchingAcls: readDeleteAclsResponseMatchingAclArray1(r, r.count(14)),
    });
  }
  return array;
}

function readDeleteAclsResponse1(r: Reader): DeleteAclsResponse {
  return {
    throttleTimeMs: r.int32(),
    filterResults: readDeleteAclsResponseFilterResultArray1(r, r.count(8)),
  };
}

function readDeleteAclsResponseMatchingAclArray2(r: Reader, count: number): DeleteAclsResponseMatchingAcl[] {
  const array: DeleteAclsResponseMatchingAcl[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteAclsResponseMatchingAcl = {
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      resourceType: r.int8(),
      resourceName: r.compactString(),
      patternType: r.int8(),
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

function readDeleteAclsResponseFilterResultArray2(r: Reader, count: number): DeleteAclsResponseFilterResult[] {
  const array: DeleteAclsResponseFilterResult[] = [];
  for (let i = 0; i < count; i++) {
    const m: DeleteAclsResponseFilterResult = {
      errorCode: r.int16(),
      errorMessage: r.compactStringOrNull(),
      matchingAcls: readDeleteAclsResponseMatchingAclArray2(r, r.compactCount(11)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDeleteAclsResponse2(r: Reader): DeleteAclsResponse {
  const m: DeleteAclsResponse = {
    throttleTimeMs: r.int32(),
    filterResults: readDeleteAclsResponseFilterResultArray2(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function writeDeleteAclsResponseMatchingAclArray1(w: Writer, array: DeleteAclsResponseMatchingAcl[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.stringOrNull(m.errorMessage);
    w.int8(m.resourceType);
    w.string(m.resourceName);
    w.int8(m.patternType);
    w.string(m.principal);
    w.string(m.host);
    w.int8(m.operation);
    w.int8(m.permissionType);
  }
}

function writeDeleteAclsResponseFilterResultArray1(w: Writer, array: DeleteAclsResponseFilterResult[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.stringOrNull(m.errorMessage);
    writeDeleteAclsResponseMatchingAclArray1(w, m.matchingAcls);
  }
}

function writeDeleteAclsResponse1(w: Writer, m: DeleteAclsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDeleteAclsResponseFilterResultArray1(w, m.filterResults);
}

function writeDeleteAclsResponseMatchingAclArray2(w: Writer, array: DeleteAclsResponseMatchingAcl[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    w.int8(m.resourceType);
    w.compactString(m.resourceName);
    w.int8(m.patternType);
    w.compactString(m.principal);
    w.compactString(m.host);
    w.int8(m.operation);
    w.int8(m.permissionType);
    w.uvarint(0);
  }
}

function writeDeleteAclsResponseFilterResultArray2(w: Writer, array: DeleteAclsResponseFilterResult[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int16(m.errorCode);
    w.compactStringOrNull(m.errorMessage);
    writeDeleteAclsResponseMatchingAclArray2(w, m.matchingAcls);
    w.uvarint(0);
  }
}

function writeDeleteAclsResponse2(w: Writer, m: DeleteAclsResponse): void {
  w.int32(m.throttleTimeMs);
  writeDeleteAclsResponseFilterResultArray2(w, m.filterResults);
  w.uvarint(0);
}

export const deleteAclsResponse: MessageCodec<DeleteAclsResponse> = defineCodec({
  name: 'DeleteAclsResponse',
  apiKey: 31,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readDeleteAclsResponse1, readDeleteAclsResponse2, readDeleteAclsResponse2],
  writers: [writeDeleteAclsResponse1, writeDeleteAclsResponse2, writeDeleteAclsResponse2],
});
