// generated from control-records.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface ControlRecordTypeSchema {
  type: number;
}

export function newControlRecordTypeSchema(fields?: Partial<ControlRecordTypeSchema>): ControlRecordTypeSchema {
  return { type: 0, ...fields };
}

function readControlRecordTypeSchema0(r: Reader): ControlRecordTypeSchema {
  return {
    type: r.int16(),
  };
}

function writeControlRecordTypeSchema0(w: Writer, m: ControlRecordTypeSchema): void {
  w.int16(m.type);
}

export const controlRecordTypeSchema: MessageCodec<ControlRecordTypeSchema> = defineCodec({
  name: 'ControlRecordTypeSchema',
  apiKey: -1,
  type: 'data',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readControlRecordTypeSchema0],
  writers: [writeControlRecordTypeSchema0],
});

export interface EndTxnMarker {
  coordinatorEpoch: number;
}

export function newEndTxnMarker(fields?: Partial<EndTxnMarker>): EndTxnMarker {
  return { coordinatorEpoch: 0, ...fields };
}

function readEndTxnMarker0(r: Reader): EndTxnMarker {
  return {
    coordinatorEpoch: r.int32(),
  };
}

function writeEndTxnMarker0(w: Writer, m: EndTxnMarker): void {
  w.int32(m.coordinatorEpoch);
}

export const endTxnMarker: MessageCodec<EndTxnMarker> = defineCodec({
  name: 'EndTxnMarker',
  apiKey: -1,
  type: 'data',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readEndTxnMarker0],
  writers: [writeEndTxnMarker0],
});

export interface LeaderChangeMessage {
  version: number;
  leaderId: number;
  voters: LeaderChangeMessageVoter[];
  grantingVoters: LeaderChangeMessageVoter[];
}

export interface LeaderChangeMessageVoter {
  voterId: number;
  /** v1+ */
  voterDirectoryId: string;
}

export function newLeaderChangeMessage(fields?: Partial<LeaderChangeMessage>): LeaderChangeMessage {
  return { version: 0, leaderId: 0, voters: [], grantingVoters: [], ...fields };
}

export function newLeaderChangeMessageVoter(fields?: Partial<LeaderChangeMessageVoter>): LeaderChangeMessageVoter {
  return { voterId: 0, voterDirectoryId: ZERO_UUID, ...fields };
}

function readLeaderChangeMessageVoterArray0(r: Reader, count: number): LeaderChangeMessageVoter[] {
  const array: LeaderChangeMessageVoter[] = [];
  for (let i = 0; i < count; i++) {
    const m: LeaderChangeMessageVoter = {
      voterId: r.int32(),
      voterDirectoryId: ZERO_UUID,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readLeaderChangeMessage0(r: Reader): LeaderChangeMessage {
  const m: LeaderChangeMessage = {
    version: r.int16(),
    leaderId: r.int32(),
    voters: readLeaderChangeMessageVoterArray0(r, r.compactCount(5)),
    grantingVoters: readLeaderChangeMessageVoterArray0(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function readLeaderChangeMessageVoterArray1(r: Reader, count: number): LeaderChangeMessageVoter[] {
  const array: LeaderChangeMessageVoter[] = [];
  for (let i = 0; i < count; i++) {
    const m: LeaderChangeMessageVoter = {
      voterId: r.int32(),
      voterDirectoryId: r.uuid(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readLeaderChangeMessage1(r: Reader): LeaderChangeMessage {
  const m: LeaderChangeMessage = {
    version: r.int16(),
    leaderId: r.int32(),
    voters: readLeaderChangeMessageVoterArray1(r, r.compactCount(21)),
    grantingVoters: readLeaderChangeMessageVoterArray1(r, r.compactCount(21)),
  };
  r.keepTags();
  return m;
}

function writeLeaderChangeMessageVoterArray0(w: Writer, array: LeaderChangeMessageVoter[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.voterId);
    if (m.voterDirectoryId !== ZERO_UUID) throw unsupportedField('LeaderChangeMessageVoter.voterDirectoryId');
    w.uvarint(0);
  }
}

function writeLeaderChangeMessage0(w: Writer, m: LeaderChangeMessage): void {
  w.int16(m.version);
  w.int32(m.leaderId);
  writeLeaderChangeMessageVoterArray0(w, m.voters);
  writeLeaderChangeMessageVoterArray0(w, m.grantingVoters);
  w.uvarint(0);
}

function writeLeaderChangeMessageVoterArray1(w: Writer, array: LeaderChangeMessageVoter[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.voterId);
    w.uuid(m.voterDirectoryId);
    w.uvarint(0);
  }
}

function writeLeaderChangeMessage1(w: Writer, m: LeaderChangeMessage): void {
  w.int16(m.version);
  w.int32(m.leaderId);
  writeLeaderChangeMessageVoterArray1(w, m.voters);
  writeLeaderChangeMessageVoterArray1(w, m.grantingVoters);
  w.uvarint(0);
}

export const leaderChangeMessage: MessageCodec<LeaderChangeMessage> = defineCodec({
  name: 'LeaderChangeMessage',
  apiKey: -1,
  type: 'data',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readLeaderChangeMessage0, readLeaderChangeMessage1],
  writers: [writeLeaderChangeMessage0, writeLeaderChangeMessage1],
});

export interface SnapshotHeaderRecord {
  version: number;
  lastContainedLogTimestamp: number;
}

export function newSnapshotHeaderRecord(fields?: Partial<SnapshotHeaderRecord>): SnapshotHeaderRecord {
  return { version: 0, lastContainedLogTimestamp: 0, ...fields };
}

function readSnapshotHeaderRecord0(r: Reader): SnapshotHeaderRecord {
  const m: SnapshotHeaderRecord = {
    version: r.int16(),
    lastContainedLogTimestamp: r.int64(),
  };
  r.keepTags();
  return m;
}

function writeSnapshotHeaderRecord0(w: Writer, m: SnapshotHeaderRecord): void {
  w.int16(m.version);
  w.int64(m.lastContainedLogTimestamp);
  w.uvarint(0);
}

export const snapshotHeaderRecord: MessageCodec<SnapshotHeaderRecord> = defineCodec({
  name: 'SnapshotHeaderRecord',
  apiKey: -1,
  type: 'data',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readSnapshotHeaderRecord0],
  writers: [writeSnapshotHeaderRecord0],
});

export interface SnapshotFooterRecord {
  version: number;
}

export function newSnapshotFooterRecord(fields?: Partial<SnapshotFooterRecord>): SnapshotFooterRecord {
  return { version: 0, ...fields };
}

function readSnapshotFooterRecord0(r: Reader): SnapshotFooterRecord {
  const m: SnapshotFooterRecord = {
    version: r.int16(),
  };
  r.keepTags();
  return m;
}

function writeSnapshotFooterRecord0(w: Writer, m: SnapshotFooterRecord): void {
  w.int16(m.version);
  w.uvarint(0);
}

export const snapshotFooterRecord: MessageCodec<SnapshotFooterRecord> = defineCodec({
  name: 'SnapshotFooterRecord',
  apiKey: -1,
  type: 'data',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readSnapshotFooterRecord0],
  writers: [writeSnapshotFooterRecord0],
});

export interface KRaftVersionRecord {
  version: number;
  kRaftVersion: number;
}

export function newKRaftVersionRecord(fields?: Partial<KRaftVersionRecord>): KRaftVersionRecord {
  return { version: 0, kRaftVersion: 0, ...fields };
}

function readKRaftVersionRecord0(r: Reader): KRaftVersionRecord {
  const m: KRaftVersionRecord = {
    version: r.int16(),
    kRaftVersion: r.int16(),
  };
  r.keepTags();
  return m;
}

function writeKRaftVersionRecord0(w: Writer, m: KRaftVersionRecord): void {
  w.int16(m.version);
  w.int16(m.kRaftVersion);
  w.uvarint(0);
}

export const kRaftVersionRecord: MessageCodec<KRaftVersionRecord> = defineCodec({
  name: 'KRaftVersionRecord',
  apiKey: -1,
  type: 'data',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readKRaftVersionRecord0],
  writers: [writeKRaftVersionRecord0],
});

export interface VotersRecord {
  version: number;
  voters: VotersRecordVoter[];
}

export interface VotersRecordVoter {
  voterId: number;
  voterDirectoryId: string;
  endpoints: VotersRecordEndpoint[];
  kRaftVersionFeature: VotersRecordKRaftVersionFeature;
}

export interface VotersRecordKRaftVersionFeature {
  minSupportedVersion: number;
  maxSupportedVersion: number;
}

export interface VotersRecordEndpoint {
  name: string;
  host: string;
  port: number;
}

export function newVotersRecord(fields?: Partial<VotersRecord>): VotersRecord {
  return { version: 0, voters: [], ...fields };
}

export function newVotersRecordVoter(fields?: Partial<VotersRecordVoter>): VotersRecordVoter {
  return { voterId: 0, voterDirectoryId: ZERO_UUID, endpoints: [], kRaftVersionFeature: newVotersRecordKRaftVersionFeature(), ...fields };
}

export function newVotersRecordKRaftVersionFeature(fields?: Partial<VotersRecordKRaftVersionFeature>): VotersRecordKRaftVersionFeature {
  return { minSupportedVersion: 0, maxSupportedVersion: 0, ...fields };
}

export function newVotersRecordEndpoint(fields?: Partial<VotersRecordEndpoint>): VotersRecordEndpoint {
  return { name: '', host: '', port: 0, ...fields };
}

function readVotersRecordEndpointArray0(r: Reader, count: number): VotersRecordEndpoint[] {
  const array: VotersRecordEndpoint[] = [];
  for (let i = 0; i < count; i++) {
    const m: VotersRecordEndpoint = {
      name: r.compactString(),
      host: r.compactString(),
      port: r.uint16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readVotersRecordKRaftVersionFeature0(r: Reader): VotersRecordKRaftVersionFeature {
  const m: VotersRecordKRaftVersionFeature = {
    minSupportedVersion: r.int16(),
    maxSupportedVersion: r.int16(),
  };
  r.skipTags();
  return m;
}

function readVotersRecordVoterArray0(r: Reader, count: number): VotersRecordVoter[] {
  const array: VotersRecordVoter[] = [];
  for (let i = 0; i < count; i++) {
    const m: VotersRecordVoter = {
      voterId: r.int32(),
      voterDirectoryId: r.uuid(),
      endpoints: readVotersRecordEndpointArray0(r, r.compactCount(5)),
      kRaftVersionFeature: readVotersRecordKRaftVersionFeature0(r),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readVotersRecord0(r: Reader): VotersRecord {
  const m: VotersRecord = {
    version: r.int16(),
    voters: readVotersRecordVoterArray0(r, r.compactCount(27)),
  };
  r.keepTags();
  return m;
}

function writeVotersRecordEndpointArray0(w: Writer, array: VotersRecordEndpoint[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactString(m.host);
    w.uint16(m.port);
    w.uvarint(0);
  }
}

function writeVotersRecordKRaftVersionFeature0(w: Writer, m: VotersRecordKRaftVersionFeature): void {
  w.int16(m.minSupportedVersion);
  w.int16(m.maxSupportedVersion);
  w.uvarint(0);
}

function writeVotersRecordVoterArray0(w: Writer, array: VotersRecordVoter[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.voterId);
    w.uuid(m.voterDirectoryId);
    writeVotersRecordEndpointArray0(w, m.endpoints);
    writeVotersRecordKRaftVersionFeature0(w, m.kRaftVersionFeature);
    w.uvarint(0);
  }
}

function writeVotersRecord0(w: Writer, m: VotersRecord): void {
  w.int16(m.version);
  writeVotersRecordVoterArray0(w, m.voters);
  w.uvarint(0);
}

export const votersRecord: MessageCodec<VotersRecord> = defineCodec({
  name: 'VotersRecord',
  apiKey: -1,
  type: 'data',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readVotersRecord0],
  writers: [writeVotersRecord0],
});
