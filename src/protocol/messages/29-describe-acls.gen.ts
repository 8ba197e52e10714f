// generated from 29-describe-acls.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface DescribeAclsRequest {
  resourceTypeFilter: number;
  resourceNameFilter: string | null;
  patternTypeFilter: number;
  principalFilter: string | null;
  hostFilter: string | null;
  operation: number;
  permissionType: number;
}

export function newDescribeAclsRequest(fields?: Partial<DescribeAclsRequest>): DescribeAclsRequest {
  return { resourceTypeFilter: 0, resourceNameFilter: '', patternTypeFilter: 3, principalFilter: '', hostFilter: '', operation: 0, permissionType: 0, ...fields };
}

function readDescribeAclsRequest1(r: Reader): DescribeAclsRequest {
  return {
    resourceTypeFilter: r.int8(),
    resourceNameFilter: r.stringOrNull(),
    patternTypeFilter: r.int8(),
    principalFilter: r.stringOrNull(),
    hostFilter: r.stringOrNull(),
    operation: r.int8(),
    permissionType: r.int8(),
  };
}

function readDescribeAclsRequest2(r: Reader): DescribeAclsRequest {
  const m: DescribeAclsRequest = {
    resourceTypeFilter: r.int8(),
    resourceNameFilter: r.compactStringOrNull(),
    patternTypeFilter: r.int8(),
    principalFilter: r.compactStringOrNull(),
    hostFilter: r.compactStringOrNull(),
    operation: r.int8(),
    permissionType: r.int8(),
  };
  r.keepTags();
  return m;
}

function writeDescribeAclsRequest1(w: Writer, m: DescribeAclsRequest): void {
  w.int8(m.resourceTypeFilter);
  w.stringOrNull(m.resourceNameFilter);
  w.int8(m.patternTypeFilter);
  w.stringOrNull(m.principalFilter);
  w.stringOrNull(m.hostFilter);
  w.int8(m.operation);
  w.int8(m.permissionType);
}

function writeDescribeAclsRequest2(w: Writer, m: DescribeAclsRequest): void {
  w.int8(m.resourceTypeFilter);
  w.compactStringOrNull(m.resourceNameFilter);
  w.int8(m.patternTypeFilter);
  w.compactStringOrNull(m.principalFilter);
  w.compactStringOrNull(m.hostFilter);
  w.int8(m.operation);
  w.int8(m.permissionType);
  w.uvarint(0);
}

export const describeAclsRequest: MessageCodec<DescribeAclsRequest> = defineCodec({
  name: 'DescribeAclsRequest',
  apiKey: 29,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readDescribeAclsRequest1, readDescribeAclsRequest2, readDescribeAclsRequest2],
  writers: [writeDescribeAclsRequest1, writeDescribeAclsRequest2, writeDescribeAclsRequest2],
});

export interface DescribeAclsResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  resources: DescribeAclsResponseResource[];
}

export interface DescribeAclsResponseResource {
  resourceType: number;
  resourceName: string;
  patternType: number;
  acls: DescribeAclsResponseAclDescription[];
}

export interface DescribeAclsResponseAclDescription {
  principal: string;
  host: string;
  operation: number;
  permissionType: number;
}

export function newDescribeAclsResponse(fields?: Partial<DescribeAclsResponse>): DescribeAclsResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: '', resources: [], ...fields };
}

export function newDescribeAclsResponseResource(fields?: Partial<DescribeAclsResponseResource>): DescribeAclsResponseResource {
  return { resourceType: 0, resourceName: '', patternType: 3, acls: [], ...fields };
}

export function newDescribeAclsResponseAclDescription(fields?: Partial<DescribeAclsResponseAclDescription>): DescribeAclsResponseAclDescription {
  return { principal: '', host: '', operation: 0, permissionType: 0, ...fields };
}

function readDescribeAclsResponseAclDescriptionArray1(r: Reader, count: number): DescribeAclsResponseAclDescription[] {
  const array: DescribeAclsResponseAclDescription[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      principal: r.string(),
      host: r.string(),
      operation: r.int8(),
      permissionType: r.int8(),
    });
  }
  return array;
}

function readDescribeAclsResponseResourceArray1(r: Reader, count: number): DescribeAclsResponseResource[] {
  const array: DescribeAclsResponseResource[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      resourceType: r.int8(),
      resourceName: r.string(),
      patternType: r.int8(),
      acls: readDescribeAclsResponseAclDescriptionArray1(r, r.count(6)),
    });
  }
  return array;
}

function readDescribeAclsResponse1(r: Reader): DescribeAclsResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.stringOrNull(),
    resources: readDescribeAclsResponseResourceArray1(r, r.count(8)),
  };
}

function readDescribeAclsResponseAclDescriptionArray2(r: Reader, count: number): DescribeAclsResponseAclDescription[] {
  const array: DescribeAclsResponseAclDescription[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeAclsResponseAclDescription = {
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

function readDescribeAclsResponseResourceArray2(r: Reader, count: number): DescribeAclsResponseResource[] {
  const array: DescribeAclsResponseResource[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeAclsResponseResource = {
      resourceType: r.int8(),
      resourceName: r.compactString(),
      patternType: r.int8(),
      acls: readDescribeAclsResponseAclDescriptionArray2(r, r.compactCount(5)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeAclsResponse2(r: Reader): DescribeAclsResponse {
  const m: DescribeAclsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    resources: readDescribeAclsResponseResourceArray2(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function writeDescribeAclsResponseAclDescriptionArray1(w: Writer, array: DescribeAclsResponseAclDescription[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.principal);
    w.string(m.host);
    w.int8(m.operation);
    w.int8(m.permissionType);
  }
}

function writeDescribeAclsResponseResourceArray1(w: Writer, array: DescribeAclsResponseResource[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int8(m.resourceType);
    w.string(m.resourceName);
    w.int8(m.patternType);
    writeDescribeAclsResponseAclDescriptionArray1(w, m.acls);
  }
}

function writeDescribeAclsResponse1(w: Writer, m: DescribeAclsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.stringOrNull(m.errorMessage);
  writeDescribeAclsResponseResourceArray1(w, m.resources);
}

function writeDescribeAclsResponseAclDescriptionArray2(w: Writer, array: DescribeAclsResponseAclDescription[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.principal);
    w.compactString(m.host);
    w.int8(m.operation);
    w.int8(m.permissionType);
    w.uvarint(0);
  }
}

function writeDescribeAclsResponseResourceArray2(w: Writer, array: DescribeAclsResponseResource[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int8(m.resourceType);
    w.compactString(m.resourceName);
    w.int8(m.patternType);
    writeDescribeAclsResponseAclDescriptionArray2(w, m.acls);
    w.uvarint(0);
  }
}

function writeDescribeAclsResponse2(w: Writer, m: DescribeAclsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  writeDescribeAclsResponseResourceArray2(w, m.resources);
  w.uvarint(0);
}

export const describeAclsResponse: MessageCodec<DescribeAclsResponse> = defineCodec({
  name: 'DescribeAclsResponse',
  apiKey: 29,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readDescribeAclsResponse1, readDescribeAclsResponse2, readDescribeAclsResponse2],
  writers: [writeDescribeAclsResponse1, writeDescribeAclsResponse2, writeDescribeAclsResponse2],
});
