// generated from 82-update-raft-voter.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface UpdateRaftVoterRequest {
  clusterId: string | null;
  currentLeaderEpoch: number;
  voterId: number;
  voterDirectoryId: string;
  listeners: UpdateRaftVoterRequestListener[];
  kRaftVersionFeature: UpdateRaftVoterRequestKRaftVersionFeature;
}

export interface UpdateRaftVoterRequestKRaftVersionFeature {
  minSupportedVersion: number;
  maxSupportedVersion: number;
}

export interface UpdateRaftVoterRequestListener {
  name: string;
  host: string;
  port: number;
}

export function newUpdateRaftVoterRequest(fields?: Partial<UpdateRaftVoterRequest>): UpdateRaftVoterRequest {
  return { clusterId: '', currentLeaderEpoch: 0, voterId: 0, voterDirectoryId: ZERO_UUID, listeners: [], kRaftVersionFeature: newUpdateRaftVoterRequestKRaftVersionFeature(), ...fields };
}

export function newUpdateRaftVoterRequestKRaftVersionFeature(fields?: Partial<UpdateRaftVoterRequestKRaftVersionFeature>): UpdateRaftVoterRequestKRaftVersionFeature {
  return { minSupportedVersion: 0, maxSupportedVersion: 0, ...fields };
}

export function newUpdateRaftVoterRequestListener(fields?: Partial<UpdateRaftVoterRequestListener>): UpdateRaftVoterRequestListener {
  return { name: '', host: '', port: 0, ...fields };
}

function readUpdateRaftVoterRequestListenerArray0(r: Reader, count: number): UpdateRaftVoterRequestListener[] {
  const array: UpdateRaftVoterRequestListener[] = [];
  for (let i = 0; i < count; i++) {
    const m: UpdateRaftVoterRequestListener = {
      name: r.compactString(),
      host: r.compactString(),
      port: r.uint16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readUpdateRaftVoterRequestKRaftVersionFeature0(r: Reader): UpdateRaftVoterRequestKRaftVersionFeature {
  const m: UpdateRaftVoterRequestKRaftVersionFeature = {
    minSupportedVersion: r.int16(),
    maxSupportedVersion: r.int16(),
  };
  r.skipTags();
  return m;
}

function readUpdateRaftVoterRequest0(r: Reader): UpdateRaftVoterRequest {
  const m: UpdateRaftVoterRequest = {
    clusterId: r.compactStringOrNull(),
    currentLeaderEpoch: r.int32(),
    voterId: r.int32(),
    voterDirectoryId: r.uuid(),
    listeners: readUpdateRaftVoterRequestListenerArray0(r, r.compactCount(5)),
    kRaftVersionFeature: readUpdateRaftVoterRequestKRaftVersionFeature0(r),
  };
  r.keepTags();
  return m;
}

function writeUpdateRaftVoterRequestListenerArray0(w: Writer, array: UpdateRaftVoterRequestListener[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactString(m.host);
    w.uint16(m.port);
    w.uvarint(0);
  }
}

function writeUpdateRaftVoterRequestKRaftVersionFeature0(w: Writer, m: UpdateRaftVoterRequestKRaftVersionFeature): void {
  w.int16(m.minSupportedVersion);
  w.int16(m.maxSupportedVersion);
  w.uvarint(0);
}

function writeUpdateRaftVoterRequest0(w: Writer, m: UpdateRaftVoterRequest): void {
  w.compactStringOrNull(m.clusterId);
  w.int32(m.currentLeaderEpoch);
  w.int32(m.voterId);
  w.uuid(m.voterDirectoryId);
  writeUpdateRaftVoterRequestListenerArray0(w, m.listeners);
  writeUpdateRaftVoterRequestKRaftVersionFeature0(w, m.kRaftVersionFeature);
  w.uvarint(0);
}

export const updateRaftVoterRequest: MessageCodec<UpdateRaftVoterRequest> = defineCodec({
  name: 'UpdateRaftVoterRequest',
  apiKey: 82,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readUpdateRaftVoterRequest0],
  writers: [writeUpdateRaftVoterRequest0],
});

export interface UpdateRaftVoterResponse {
  throttleTimeMs: number;
  errorCode: number;
  currentLeader: UpdateRaftVoterResponseCurrentLeader;
}

export interface UpdateRaftVoterResponseCurrentLeader {
  leaderId: number;
  leaderEpoch: number;
  host: string;
  port: number;
}

export function newUpdateRaftVoterResponse(fields?: Partial<UpdateRaftVoterResponse>): UpdateRaftVoterResponse {
  return { throttleTimeMs: 0, errorCode: 0, currentLeader: newUpdateRaftVoterResponseCurrentLeader(), ...fields };
}

export function newUpdateRaftVoterResponseCurrentLeader(fields?: Partial<UpdateRaftVoterResponseCurrentLeader>): UpdateRaftVoterResponseCurrentLeader {
  return { leaderId: -1, leaderEpoch: -1, host: '', port: 0, ...fields };
}

function isDefaultUpdateRaftVoterResponseCurrentLeader(m: UpdateRaftVoterResponseCurrentLeader): boolean {
  return !(m.leaderId !== -1 || m.leaderEpoch !== -1 || m.host !== '' || m.port !== 0);
}

function readUpdateRaftVoterResponseCurrentLeader0(r: Reader): UpdateRaftVoterResponseCurrentLeader {
  const m: UpdateRaftVoterResponseCurrentLeader = {
    leaderId: r.int32(),
    leaderEpoch: r.int32(),
    host: r.compactString(),
    port: r.int32(),
  };
  r.skipTags();
  return m;
}

function readUpdateRaftVoterResponse0(r: Reader): UpdateRaftVoterResponse {
  const m: UpdateRaftVoterResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    currentLeader: newUpdateRaftVoterResponseCurrentLeader(),
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.currentLeader = readUpdateRaftVoterResponseCurrentLeader0(r);
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeUpdateRaftVoterResponseCurrentLeader0(w: Writer, m: UpdateRaftVoterResponseCurrentLeader): void {
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.compactString(m.host);
  w.int32(m.port);
  w.uvarint(0);
}

function writeUpdateRaftVoterResponse0(w: Writer, m: UpdateRaftVoterResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  const has0 = !isDefaultUpdateRaftVoterResponseCurrentLeader(m.currentLeader);
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    writeUpdateRaftVoterResponseCurrentLeader0(w, m.currentLeader);
    w.endTag(at0);
  }
}

export const updateRaftVoterResponse: MessageCodec<UpdateRaftVoterResponse> = defineCodec({
  name: 'UpdateRaftVoterResponse',
  apiKey: 82,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readUpdateRaftVoterResponse0],
  writers: [writeUpdateRaftVoterResponse0],
});
