// generated from 80-add-raft-voter.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface AddRaftVoterRequest {
  clusterId: string | null;
  timeoutMs: number;
  voterId: number;
  voterDirectoryId: string;
  listeners: AddRaftVoterRequestListener[];
  /** v1+ */
  ackWhenCommitted: boolean;
}

export interface AddRaftVoterRequestListener {
  name: string;
  host: string;
  port: number;
}

export function newAddRaftVoterRequest(fields?: Partial<AddRaftVoterRequest>): AddRaftVoterRequest {
  return { clusterId: '', timeoutMs: 0, voterId: 0, voterDirectoryId: ZERO_UUID, listeners: [], ackWhenCommitted: true, ...fields };
}

export function newAddRaftVoterRequestListener(fields?: Partial<AddRaftVoterRequestListener>): AddRaftVoterRequestListener {
  return { name: '', host: '', port: 0, ...fields };
}

function readAddRaftVoterRequestListenerArray0(r: Reader, count: number): AddRaftVoterRequestListener[] {
  const array: AddRaftVoterRequestListener[] = [];
  for (let i = 0; i < count; i++) {
    const m: AddRaftVoterRequestListener = {
      name: r.compactString(),
      host: r.compactString(),
      port: r.uint16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readAddRaftVoterRequest0(r: Reader): AddRaftVoterRequest {
  const m: AddRaftVoterRequest = {
    clusterId: r.compactStringOrNull(),
    timeoutMs: r.int32(),
    voterId: r.int32(),
    voterDirectoryId: r.uuid(),
    listeners: readAddRaftVoterRequestListenerArray0(r, r.compactCount(5)),
    ackWhenCommitted: true,
  };
  r.keepTags();
  return m;
}

function readAddRaftVoterRequest1(r: Reader): AddRaftVoterRequest {
  const m: AddRaftVoterRequest = {
    clusterId: r.compactStringOrNull(),
    timeoutMs: r.int32(),
    voterId: r.int32(),
    voterDirectoryId: r.uuid(),
    listeners: readAddRaftVoterRequestListenerArray0(r, r.compactCount(5)),
    ackWhenCommitted: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeAddRaftVoterRequestListenerArray0(w: Writer, array: AddRaftVoterRequestListener[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactString(m.host);
    w.uint16(m.port);
    w.uvarint(0);
  }
}

function writeAddRaftVoterRequest0(w: Writer, m: AddRaftVoterRequest): void {
  w.compactStringOrNull(m.clusterId);
  w.int32(m.timeoutMs);
  w.int32(m.voterId);
  w.uuid(m.voterDirectoryId);
  writeAddRaftVoterRequestListenerArray0(w, m.listeners);
  if (m.ackWhenCommitted !== true) throw unsupportedField('AddRaftVoterRequest.ackWhenCommitted');
  w.uvarint(0);
}

function writeAddRaftVoterRequest1(w: Writer, m: AddRaftVoterRequest): void {
  w.compactStringOrNull(m.clusterId);
  w.int32(m.timeoutMs);
  w.int32(m.voterId);
  w.uuid(m.voterDirectoryId);
  writeAddRaftVoterRequestListenerArray0(w, m.listeners);
  w.boolean(m.ackWhenCommitted);
  w.uvarint(0);
}

export const addRaftVoterRequest: MessageCodec<AddRaftVoterRequest> = defineCodec({
  name: 'AddRaftVoterRequest',
  apiKey: 80,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readAddRaftVoterRequest0, readAddRaftVoterRequest1],
  writers: [writeAddRaftVoterRequest0, writeAddRaftVoterRequest1],
});

export interface AddRaftVoterResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newAddRaftVoterResponse(fields?: Partial<AddRaftVoterResponse>): AddRaftVoterResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: '', ...fields };
}

function readAddRaftVoterResponse0(r: Reader): AddRaftVoterResponse {
  const m: AddRaftVoterResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
  };
  r.keepTags();
  return m;
}

function writeAddRaftVoterResponse0(w: Writer, m: AddRaftVoterResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.uvarint(0);
}

export const addRaftVoterResponse: MessageCodec<AddRaftVoterResponse> = defineCodec({
  name: 'AddRaftVoterResponse',
  apiKey: 80,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readAddRaftVoterResponse0, readAddRaftVoterResponse0],
  writers: [writeAddRaftVoterResponse0, writeAddRaftVoterResponse0],
});
