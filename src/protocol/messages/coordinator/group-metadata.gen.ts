// generated from group-metadata.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../../message-codec.ts';
import { defineCodec } from '../../message-codec.ts';
import type { Reader } from '../../reader.ts';
import { NO_BYTES } from '../../reader.ts';
import type { Writer } from '../../writer.ts';

export interface GroupMetadataKey {
  group: string;
}

export function newGroupMetadataKey(fields?: Partial<GroupMetadataKey>): GroupMetadataKey {
  return { group: '', ...fields };
}

function readGroupMetadataKey0(r: Reader): GroupMetadataKey {
  return {
    group: r.string(),
  };
}

function writeGroupMetadataKey0(w: Writer, m: GroupMetadataKey): void {
  w.string(m.group);
}

export const groupMetadataKey: MessageCodec<GroupMetadataKey> = defineCodec({
  name: 'GroupMetadataKey',
  apiKey: 2,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readGroupMetadataKey0],
  writers: [writeGroupMetadataKey0],
});

export interface GroupMetadataValue {
  protocolType: string;
  generation: number;
  protocol: string | null;
  leader: string | null;
  /** v2+ */
  currentStateTimestamp: number;
  members: GroupMetadataValueMemberMetadata[];
}

export interface GroupMetadataValueMemberMetadata {
  memberId: string;
  /** v3+ */
  groupInstanceId: string | null;
  clientId: string;
  clientHost: string;
  /** v1+ */
  rebalanceTimeout: number;
  sessionTimeout: number;
  subscription: Uint8Array;
  assignment: Uint8Array;
}

export function newGroupMetadataValue(fields?: Partial<GroupMetadataValue>): GroupMetadataValue {
  return { protocolType: '', generation: 0, protocol: '', leader: '', currentStateTimestamp: -1, members: [], ...fields };
}

export function newGroupMetadataValueMemberMetadata(fields?: Partial<GroupMetadataValueMemberMetadata>): GroupMetadataValueMemberMetadata {
  return { memberId: '', groupInstanceId: null, clientId: '', clientHost: '', rebalanceTimeout: -1, sessionTimeout: 0, subscription: NO_BYTES, assignment: NO_BYTES, ...fields };
}

function readGroupMetadataValueMemberMetadataArray0(r: Reader, count: number): GroupMetadataValueMemberMetadata[] {
  const array: GroupMetadataValueMemberMetadata[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      memberId: r.string(),
      groupInstanceId: null,
      clientId: r.string(),
      clientHost: r.string(),
      rebalanceTimeout: -1,
      sessionTimeout: r.int32(),
      subscription: r.bytes(),
      assignment: r.bytes(),
    });
  }
  return array;
}

function readGroupMetadataValue0(r: Reader): GroupMetadataValue {
  return {
    protocolType: r.string(),
    generation: r.int32(),
    protocol: r.stringOrNull(),
    leader: r.stringOrNull(),
    currentStateTimestamp: -1,
    members: readGroupMetadataValueMemberMetadataArray0(r, r.count(18)),
  };
}

function readGroupMetadataValueMemberMetadataArray1(r: Reader, count: number): GroupMetadataValueMemberMetadata[] {
  const array: GroupMetadataValueMemberMetadata[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      memberId: r.string(),
      groupInstanceId: null,
      clientId: r.string(),
      clientHost: r.string(),
      rebalanceTimeout: r.int32(),
      sessionTimeout: r.int32(),
      subscription: r.bytes(),
      assignment: r.bytes(),
    });
  }
  return array;
}

function readGroupMetadataValue1(r: Reader): GroupMetadataValue {
  return {
    protocolType: r.string(),
    generation: r.int32(),
    protocol: r.stringOrNull(),
    leader: r.stringOrNull(),
    currentStateTimestamp: -1,
    members: readGroupMetadataValueMemberMetadataArray1(r, r.count(22)),
  };
}

function readGroupMetadataValue2(r: Reader): GroupMetadataValue {
  return {
    protocolType: r.string(),
    generation: r.int32(),
    protocol: r.stringOrNull(),
    leader: r.stringOrNull(),
    currentStateTimestamp: r.int64(),
    members: readGroupMetadataValueMemberMetadataArray1(r, r.count(22)),
  };
}

function readGroupMetadataValueMemberMetadataArray3(r: Reader, count: number): GroupMetadataValueMemberMetadata[] {
  const array: GroupMetadataValueMemberMetadata[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      memberId: r.string(),
      groupInstanceId: r.stringOrNull(),
      clientId: r.string(),
      clientHost: r.string(),
      rebalanceTimeout: r.int32(),
      sessionTimeout: r.int32(),
      subscription: r.bytes(),
      assignment: r.bytes(),
    });
  }
  return array;
}

function readGroupMetadataValue3(r: Reader): GroupMetadataValue {
  return {
    protocolType: r.string(),
    generation: r.int32(),
    protocol: r.stringOrNull(),
    leader: r.stringOrNull(),
    currentStateTimestamp: r.int64(),
    members: readGroupMetadataValueMemberMetadataArray3(r, r.count(24)),
  };
}

function readGroupMetadataValueMemberMetadataArray4(r: Reader, count: number): GroupMetadataValueMemberMetadata[] {
  const array: GroupMetadataValueMemberMetadata[] = [];
  for (let i = 0; i < count; i++) {
    const m: GroupMetadataValueMemberMetadata = {
      memberId: r.compactString(),
      groupInstanceId: r.compactStringOrNull(),
      clientId: r.compactString(),
      clientHost: r.compactString(),
      rebalanceTimeout: r.int32(),
      sessionTimeout: r.int32(),
      subscription: r.compactBytes(),
      assignment: r.compactBytes(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readGroupMetadataValue4(r: Reader): GroupMetadataValue {
  const m: GroupMetadataValue = {
    protocolType: r.compactString(),
    generation: r.int32(),
    protocol: r.compactStringOrNull(),
    leader: r.compactStringOrNull(),
    currentStateTimestamp: r.int64(),
    members: readGroupMetadataValueMemberMetadataArray4(r, r.compactCount(15)),
  };
  r.keepTags();
  return m;
}

function writeGroupMetadataValueMemberMetadataArray0(w: Writer, array: GroupMetadataValueMemberMetadata[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.memberId);
    w.string(m.clientId);
    w.string(m.clientHost);
    w.int32(m.sessionTimeout);
    w.bytes(m.subscription);
    w.bytes(m.assignment);
  }
}

function writeGroupMetadataValue0(w: Writer, m: GroupMetadataValue): void {
  w.string(m.protocolType);
  w.int32(m.generation);
  w.stringOrNull(m.protocol);
  w.stringOrNull(m.leader);
  writeGroupMetadataValueMemberMetadataArray0(w, m.members);
}

function writeGroupMetadataValueMemberMetadataArray1(w: Writer, array: GroupMetadataValueMemberMetadata[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.memberId);
    w.string(m.clientId);
    w.string(m.clientHost);
    w.int32(m.rebalanceTimeout);
    w.int32(m.sessionTimeout);
    w.bytes(m.subscription);
    w.bytes(m.assignment);
  }
}

function writeGroupMetadataValue1(w: Writer, m: GroupMetadataValue): void {
  w.string(m.protocolType);
  w.int32(m.generation);
  w.stringOrNull(m.protocol);
  w.stringOrNull(m.leader);
  writeGroupMetadataValueMemberMetadataArray1(w, m.members);
}

function writeGroupMetadataValue2(w: Writer, m: GroupMetadataValue): void {
  w.string(m.protocolType);
  w.int32(m.generation);
  w.stringOrNull(m.protocol);
  w.stringOrNull(m.leader);
  w.int64(m.currentStateTimestamp);
  writeGroupMetadataValueMemberMetadataArray1(w, m.members);
}

function writeGroupMetadataValueMemberMetadataArray3(w: Writer, array: GroupMetadataValueMemberMetadata[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.memberId);
    w.stringOrNull(m.groupInstanceId);
    w.string(m.clientId);
    w.string(m.clientHost);
    w.int32(m.rebalanceTimeout);
    w.int32(m.sessionTimeout);
    w.bytes(m.subscription);
    w.bytes(m.assignment);
  }
}

function writeGroupMetadataValue3(w: Writer, m: GroupMetadataValue): void {
  w.string(m.protocolType);
  w.int32(m.generation);
  w.stringOrNull(m.protocol);
  w.stringOrNull(m.leader);
  w.int64(m.currentStateTimestamp);
  writeGroupMetadataValueMemberMetadataArray3(w, m.members);
}

function writeGroupMetadataValueMemberMetadataArray4(w: Writer, array: GroupMetadataValueMemberMetadata[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.memberId);
    w.compactStringOrNull(m.groupInstanceId);
    w.compactString(m.clientId);
    w.compactString(m.clientHost);
    w.int32(m.rebalanceTimeout);
    w.int32(m.sessionTimeout);
    w.compactBytes(m.subscription);
    w.compactBytes(m.assignment);
    w.uvarint(0);
  }
}

function writeGroupMetadataValue4(w: Writer, m: GroupMetadataValue): void {
  w.compactString(m.protocolType);
  w.int32(m.generation);
  w.compactStringOrNull(m.protocol);
  w.compactStringOrNull(m.leader);
  w.int64(m.currentStateTimestamp);
  writeGroupMetadataValueMemberMetadataArray4(w, m.members);
  w.uvarint(0);
}

export const groupMetadataValue: MessageCodec<GroupMetadataValue> = defineCodec({
  name: 'GroupMetadataValue',
  apiKey: 2,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 4,
  readers: [readGroupMetadataValue0, readGroupMetadataValue1, readGroupMetadataValue2, readGroupMetadataValue3, readGroupMetadataValue4],
  writers: [writeGroupMetadataValue0, writeGroupMetadataValue1, writeGroupMetadataValue2, writeGroupMetadataValue3, writeGroupMetadataValue4],
});
