// generated from 74-list-config-resources.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface ListConfigResourcesRequest {
  /** v1+ */
  resourceTypes: number[];
}

export function newListConfigResourcesRequest(fields?: Partial<ListConfigResourcesRequest>): ListConfigResourcesRequest {
  return { resourceTypes: [], ...fields };
}

function readListConfigResourcesRequest0(r: Reader): ListConfigResourcesRequest {
  const m: ListConfigResourcesRequest = {
    resourceTypes: [],
  };
  r.keepTags();
  return m;
}

function readListConfigResourcesRequest1(r: Reader): ListConfigResourcesRequest {
  const m: ListConfigResourcesRequest = {
    resourceTypes: r.int8s(r.compactCount(1)),
  };
  r.keepTags();
  return m;
}

function writeListConfigResourcesRequest0(w: Writer, m: ListConfigResourcesRequest): void {
  if (m.resourceTypes.length !== 0) throw unsupportedField('ListConfigResourcesRequest.resourceTypes');
  w.uvarint(0);
}

function writeListConfigResourcesRequest1(w: Writer, m: ListConfigResourcesRequest): void {
  w.compactCount(m.resourceTypes.length);
  w.int8s(m.resourceTypes);
  w.uvarint(0);
}

export const listConfigResourcesRequest: MessageCodec<ListConfigResourcesRequest> = defineCodec({
  name: 'ListConfigResourcesRequest',
  apiKey: 74,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readListConfigResourcesRequest0, readListConfigResourcesRequest1],
  writers: [writeListConfigResourcesRequest0, writeListConfigResourcesRequest1],
});

export interface ListConfigResourcesResponse {
  throttleTimeMs: number;
  errorCode: number;
  configResources: ListConfigResourcesResponseConfigResource[];
}

export interface ListConfigResourcesResponseConfigResource {
  resourceName: string;
  /** v1+ */
  resourceType: number;
}

export function newListConfigResourcesResponse(fields?: Partial<ListConfigResourcesResponse>): ListConfigResourcesResponse {
  return { throttleTimeMs: 0, errorCode: 0, configResources: [], ...fields };
}

export function newListConfigResourcesResponseConfigResource(fields?: Partial<ListConfigResourcesResponseConfigResource>): ListConfigResourcesResponseConfigResource {
  return { resourceName: '', resourceType: 16, ...fields };
}

function readListConfigResourcesResponseConfigResourceArray0(r: Reader, count: number): ListConfigResourcesResponseConfigResource[] {
  const array: ListConfigResourcesResponseConfigResource[] = [];
  for (let i = 0; i < count; i++) {
    const m: ListConfigResourcesResponseConfigResource = {
      resourceName: r.compactString(),
      resourceType: 16,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readListConfigResourcesResponse0(r: Reader): ListConfigResourcesResponse {
  const m: ListConfigResourcesResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    configResources: readListConfigResourcesResponseConfigResourceArray0(r, r.compactCount(2)),
  };
  r.keepTags();
  return m;
}

function readListConfigResourcesResponseConfigResourceArray1(r: Reader, count: number): ListConfigResourcesResponseConfigResource[] {
  const array: ListConfigResourcesResponseConfigResource[] = [];
  for (let i = 0; i < count; i++) {
    const m: ListConfigResourcesResponseConfigResource = {
      resourceName: r.compactString(),
      resourceType: r.int8(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readListConfigResourcesResponse1(r: Reader): ListConfigResourcesResponse {
  const m: ListConfigResourcesResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    configResources: readListConfigResourcesResponseConfigResourceArray1(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function writeListConfigResourcesResponseConfigResourceArray0(w: Writer, array: ListConfigResourcesResponseConfigResource[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.resourceName);
    w.uvarint(0);
  }
}

function writeListConfigResourcesResponse0(w: Writer, m: ListConfigResourcesResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeListConfigResourcesResponseConfigResourceArray0(w, m.configResources);
  w.uvarint(0);
}

function writeListConfigResourcesResponseConfigResourceArray1(w: Writer, array: ListConfigResourcesResponseConfigResource[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.resourceName);
    w.int8(m.resourceType);
    w.uvarint(0);
  }
}

function writeListConfigResourcesResponse1(w: Writer, m: ListConfigResourcesResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeListConfigResourcesResponseConfigResourceArray1(w, m.configResources);
  w.uvarint(0);
}

export const listConfigResourcesResponse: MessageCodec<ListConfigResourcesResponse> = defineCodec({
  name: 'ListConfigResourcesResponse',
  apiKey: 74,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readListConfigResourcesResponse0, readListConfigResourcesResponse1],
  writers: [writeListConfigResourcesResponse0, writeListConfigResourcesResponse1],
});
