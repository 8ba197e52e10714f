// generated from 16-list-groups.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface ListGroupsRequest {
  /** v4+ */
  statesFilter: string[];
  /** v5+ */
  typesFilter: string[];
}

export function newListGroupsRequest(fields?: Partial<ListGroupsRequest>): ListGroupsRequest {
  return { statesFilter: [], typesFilter: [], ...fields };
}

function readListGroupsRequest0(_r: Reader): ListGroupsRequest {
  return {
    statesFilter: [],
    typesFilter: [],
  };
}

function readListGroupsRequest3(r: Reader): ListGroupsRequest {
  const m: ListGroupsRequest = {
    statesFilter: [],
    typesFilter: [],
  };
  r.keepTags();
  return m;
}

function readListGroupsRequest4(r: Reader): ListGroupsRequest {
  const m: ListGroupsRequest = {
    statesFilter: r.compactStrings(r.compactCount(1)),
    typesFilter: [],
  };
  r.keepTags();
  return m;
}

function readListGroupsRequest5(r: Reader): ListGroupsRequest {
  const m: ListGroupsRequest = {
    statesFilter: r.compactStrings(r.compactCount(1)),
    typesFilter: r.compactStrings(r.compactCount(1)),
  };
  r.keepTags();
  return m;
}

function writeListGroupsRequest0(_w: Writer, m: ListGroupsRequest): void {
  if (m.statesFilter.length !== 0) throw unsupportedField('ListGroupsRequest.statesFilter');
  if (m.typesFilter.length !== 0) throw unsupportedField('ListGroupsRequest.typesFilter');
}

function writeListGroupsRequest3(w: Writer, m: ListGroupsRequest): void {
  if (m.statesFilter.length !== 0) throw unsupportedField('ListGroupsRequest.statesFilter');
  if (m.typesFilter.length !== 0) throw unsupportedField('ListGroupsRequest.typesFilter');
  w.uvarint(0);
}

function writeListGroupsRequest4(w: Writer, m: ListGroupsRequest): void {
  w.compactCount(m.statesFilter.length);
  w.compactStrings(m.statesFilter);
  if (m.typesFilter.length !== 0) throw unsupportedField('ListGroupsRequest.typesFilter');
  w.uvarint(0);
}

function writeListGroupsRequest5(w: Writer, m: ListGroupsRequest): void {
  w.compactCount(m.statesFilter.length);
  w.compactStrings(m.statesFilter);
  w.compactCount(m.typesFilter.length);
  w.compactStrings(m.typesFilter);
  w.uvarint(0);
}

export const listGroupsRequest: MessageCodec<ListGroupsRequest> = defineCodec({
  name: 'ListGroupsRequest',
  apiKey: 16,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 3,
  readers: [readListGroupsRequest0, readListGroupsRequest0, readListGroupsRequest0, readListGroupsRequest3, readListGroupsRequest4, readListGroupsRequest5],
  writers: [writeListGroupsRequest0, writeListGroupsRequest0, writeListGroupsRequest0, writeListGroupsRequest3, writeListGroupsRequest4, writeListGroupsRequest5],
});

export interface ListGroupsResponse {
  /** v1+ */
  throttleTimeMs: number;
  errorCode: number;
  groups: ListGroupsResponseListedGroup[];
}

export interface ListGroupsResponseListedGroup {
  groupId: string;
  protocolType: string;
  /** v4+ */
  groupState: string;
  /** v5+ */
  groupType: string;
}

export function newListGroupsResponse(fields?: Partial<ListGroupsResponse>): ListGroupsResponse {
  return { throttleTimeMs: 0, errorCode: 0, groups: [], ...fields };
}

export function newListGroupsResponseListedGroup(fields?: Partial<ListGroupsResponseListedGroup>): ListGroupsResponseListedGroup {
  return { groupId: '', protocolType: '', groupState: '', groupType: '', ...fields };
}

function readListGroupsResponseListedGroupArray0(r: Reader, count: number): ListGroupsResponseListedGroup[] {
  const array: ListGroupsResponseListedGroup[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      groupId: r.string(),
      protocolType: r.string(),
      groupState: '',
      groupType: '',
    });
  }
  return array;
}

function readListGroupsResponse0(r: Reader): ListGroupsResponse {
  return {
    throttleTimeMs: 0,
    errorCode: r.int16(),
    groups: readListGroupsResponseListedGroupArray0(r, r.count(4)),
  };
}

function readListGroupsResponse1(r: Reader): ListGroupsResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    groups: readListGroupsResponseListedGroupArray0(r, r.count(4)),
  };
}

function readListGroupsResponseListedGroupArray3(r: Reader, count: number): ListGroupsResponseListedGroup[] {
  const array: ListGroupsResponseListedGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: ListGroupsResponseListedGroup = {
      groupId: r.compactString(),
      protocolType: r.compactString(),
      groupState: '',
      groupType: '',
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readListGroupsResponse3(r: Reader): ListGroupsResponse {
  const m: ListGroupsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    groups: readListGroupsResponseListedGroupArray3(r, r.compactCount(3)),
  };
  r.keepTags();
  return m;
}

function readListGroupsResponseListedGroupArray4(r: Reader, count: number): ListGroupsResponseListedGroup[] {
  const array: ListGroupsResponseListedGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: ListGroupsResponseListedGroup = {
      groupId: r.compactString(),
      protocolType: r.compactString(),
      groupState: r.compactString(),
      groupType: '',
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readListGroupsResponse4(r: Reader): ListGroupsResponse {
  const m: ListGroupsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    groups: readListGroupsResponseListedGroupArray4(r, r.compactCount(4)),
  };
  r.keepTags();
  return m;
}

function readListGroupsResponseListedGroupArray5(r: Reader, count: number): ListGroupsResponseListedGroup[] {
  const array: ListGroupsResponseListedGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: ListGroupsResponseListedGroup = {
      groupId: r.compactString(),
      protocolType: r.compactString(),
      groupState: r.compactString(),
      groupType: r.compactString(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readListGroupsResponse5(r: Reader): ListGroupsResponse {
  const m: ListGroupsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    groups: readListGroupsResponseListedGroupArray5(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function writeListGroupsResponseListedGroupArray0(w: Writer, array: ListGroupsResponseListedGroup[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.groupId);
    w.string(m.protocolType);
  }
}

function writeListGroupsResponse0(w: Writer, m: ListGroupsResponse): void {
  w.int16(m.errorCode);
  writeListGroupsResponseListedGroupArray0(w, m.groups);
}

function writeListGroupsResponse1(w: Writer, m: ListGroupsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeListGroupsResponseListedGroupArray0(w, m.groups);
}

function writeListGroupsResponseListedGroupArray3(w: Writer, array: ListGroupsResponseListedGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.groupId);
    w.compactString(m.protocolType);
    w.uvarint(0);
  }
}

function writeListGroupsResponse3(w: Writer, m: ListGroupsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeListGroupsResponseListedGroupArray3(w, m.groups);
  w.uvarint(0);
}

function writeListGroupsResponseListedGroupArray4(w: Writer, array: ListGroupsResponseListedGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.groupId);
    w.compactString(m.protocolType);
    w.compactString(m.groupState);
    w.uvarint(0);
  }
}

function writeListGroupsResponse4(w: Writer, m: ListGroupsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeListGroupsResponseListedGroupArray4(w, m.groups);
  w.uvarint(0);
}

function writeListGroupsResponseListedGroupArray5(w: Writer, array: ListGroupsResponseListedGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.groupId);
    w.compactString(m.protocolType);
    w.compactString(m.groupState);
    w.compactString(m.groupType);
    w.uvarint(0);
  }
}

function writeListGroupsResponse5(w: Writer, m: ListGroupsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeListGroupsResponseListedGroupArray5(w, m.groups);
  w.uvarint(0);
}

export const listGroupsResponse: MessageCodec<ListGroupsResponse> = defineCodec({
  name: 'ListGroupsResponse',
  apiKey: 16,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 3,
  readers: [readListGroupsResponse0, readListGroupsResponse1, readListGroupsResponse1, readListGroupsResponse3, readListGroupsResponse4, readListGroupsResponse5],
  writers: [writeListGroupsResponse0, writeListGroupsResponse1, writeListGroupsResponse1, writeListGroupsResponse3, writeListGroupsResponse4, writeListGroupsResponse5],
});
