// generated from share-state.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../../message-codec.ts';
import { defineCodec } from '../../message-codec.ts';
import type { Reader } from '../../reader.ts';
import { ZERO_UUID } from '../../uuid.ts';
import type { Writer } from '../../writer.ts';

export interface ShareSnapshotKey {
  groupId: string;
  topicId: string;
  partition: number;
}

export function newShareSnapshotKey(fields?: Partial<ShareSnapshotKey>): ShareSnapshotKey {
  return { groupId: '', topicId: ZERO_UUID, partition: 0, ...fields };
}

function readShareSnapshotKey0(r: Reader): ShareSnapshotKey {
  return {
    groupId: r.string(),
    topicId: r.uuid(),
    partition: r.int32(),
  };
}

function writeShareSnapshotKey0(w: Writer, m: ShareSnapshotKey): void {
  w.string(m.groupId);
  w.uuid(m.topicId);
  w.int32(m.partition);
}

export const shareSnapshotKey: MessageCodec<ShareSnapshotKey> = defineCodec({
  name: 'ShareSnapshotKey',
  apiKey: 0,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readShareSnapshotKey0],
  writers: [writeShareSnapshotKey0],
});

export interface ShareSnapshotValue {
  snapshotEpoch: number;
  stateEpoch: number;
  leaderEpoch: number;
  startOffset: number;
  deliveryCompleteCount: number;
  createTimestamp: number;
  writeTimestamp: number;
  stateBatches: ShareSnapshotValueStateBatch[];
}

export interface ShareSnapshotValueStateBatch {
  firstOffset: number;
  lastOffset: number;
  deliveryState: number;
  deliveryCount: number;
}

export function newShareSnapshotValue(fields?: Partial<ShareSnapshotValue>): ShareSnapshotValue {
  return { snapshotEpoch: 0, stateEpoch: 0, leaderEpoch: 0, startOffset: 0, deliveryCompleteCount: -1, createTimestamp: 0, writeTimestamp: 0, stateBatches: [], ...fields };
}

export function newShareSnapshotValueStateBatch(fields?: Partial<ShareSnapshotValueStateBatch>): ShareSnapshotValueStateBatch {
  return { firstOffset: 0, lastOffset: 0, deliveryState: 0, deliveryCount: 0, ...fields };
}

function readShareSnapshotValueStateBatchArray0(r: Reader, count: number): ShareSnapshotValueStateBatch[] {
  const array: ShareSnapshotValueStateBatch[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareSnapshotValueStateBatch = {
      firstOffset: r.int64(),
      lastOffset: r.int64(),
      deliveryState: r.int8(),
      deliveryCount: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareSnapshotValue0(r: Reader): ShareSnapshotValue {
  const m: ShareSnapshotValue = {
    snapshotEpoch: r.int32(),
    stateEpoch: r.int32(),
    leaderEpoch: r.int32(),
    startOffset: r.int64(),
    deliveryCompleteCount: -1,
    createTimestamp: r.int64(),
    writeTimestamp: r.int64(),
    stateBatches: readShareSnapshotValueStateBatchArray0(r, r.compactCount(20)),
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.deliveryCompleteCount = r.int32();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeShareSnapshotValueStateBatchArray0(w: Writer, array: ShareSnapshotValueStateBatch[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int64(m.firstOffset);
    w.int64(m.lastOffset);
    w.int8(m.deliveryState);
    w.int16(m.deliveryCount);
    w.uvarint(0);
  }
}

function writeShareSnapshotValue0(w: Writer, m: ShareSnapshotValue): void {
  w.int32(m.snapshotEpoch);
  w.int32(m.stateEpoch);
  w.int32(m.leaderEpoch);
  w.int64(m.startOffset);
  w.int64(m.createTimestamp);
  w.int64(m.writeTimestamp);
  writeShareSnapshotValueStateBatchArray0(w, m.stateBatches);
  const has0 = m.deliveryCompleteCount !== -1;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.int32(m.deliveryCompleteCount);
    w.endTag(at0);
  }
}

export const shareSnapshotValue: MessageCodec<ShareSnapshotValue> = defineCodec({
  name: 'ShareSnapshotValue',
  apiKey: 0,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readShareSnapshotValue0],
  writers: [writeShareSnapshotValue0],
});

export interface ShareUpdateKey {
  groupId: string;
  topicId: string;
  partition: number;
}

export function newShareUpdateKey(fields?: Partial<ShareUpdateKey>): ShareUpdateKey {
  return { groupId: '', topicId: ZERO_UUID, partition: 0, ...fields };
}

function readShareUpdateKey0(r: Reader): ShareUpdateKey {
  return {
    groupId: r.string(),
    topicId: r.uuid(),
    partition: r.int32(),
  };
}

function writeShareUpdateKey0(w: Writer, m: ShareUpdateKey): void {
  w.string(m.groupId);
  w.uuid(m.topicId);
  w.int32(m.partition);
}

export const shareUpdateKey: MessageCodec<ShareUpdateKey> = defineCodec({
  name: 'ShareUpdateKey',
  apiKey: 1,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readShareUpdateKey0],
  writers: [writeShareUpdateKey0],
});

export interface ShareUpdateValue {
  snapshotEpoch: number;
  leaderEpoch: number;
  startOffset: number;
  deliveryCompleteCount: number;
  stateBatches: ShareUpdateValueStateBatch[];
}

export interface ShareUpdateValueStateBatch {
  firstOffset: number;
  lastOffset: number;
  deliveryState: number;
  deliveryCount: number;
}

export function newShareUpdateValue(fields?: Partial<ShareUpdateValue>): ShareUpdateValue {
  return { snapshotEpoch: 0, leaderEpoch: 0, startOffset: 0, deliveryCompleteCount: -1, stateBatches: [], ...fields };
}

export function newShareUpdateValueStateBatch(fields?: Partial<ShareUpdateValueStateBatch>): ShareUpdateValueStateBatch {
  return { firstOffset: 0, lastOffset: 0, deliveryState: 0, deliveryCount: 0, ...fields };
}

function readShareUpdateValueStateBatchArray0(r: Reader, count: number): ShareUpdateValueStateBatch[] {
  const array: ShareUpdateValueStateBatch[] = [];
  for (let i = 0; i < count; i++) {
    const m: ShareUpdateValueStateBatch = {
      firstOffset: r.int64(),
      lastOffset: r.int64(),
      deliveryState: r.int8(),
      deliveryCount: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readShareUpdateValue0(r: Reader): ShareUpdateValue {
  const m: ShareUpdateValue = {
    snapshotEpoch: r.int32(),
    leaderEpoch: r.int32(),
    startOffset: r.int64(),
    deliveryCompleteCount: -1,
    stateBatches: readShareUpdateValueStateBatchArray0(r, r.compactCount(20)),
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.deliveryCompleteCount = r.int32();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeShareUpdateValueStateBatchArray0(w: Writer, array: ShareUpdateValueStateBatch[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int64(m.firstOffset);
    w.int64(m.lastOffset);
    w.int8(m.deliveryState);
    w.int16(m.deliveryCount);
    w.uvarint(0);
  }
}

function writeShareUpdateValue0(w: Writer, m: ShareUpdateValue): void {
  w.int32(m.snapshotEpoch);
  w.int32(m.leaderEpoch);
  w.int64(m.startOffset);
  writeShareUpdateValueStateBatchArray0(w, m.stateBatches);
  const has0 = m.deliveryCompleteCount !== -1;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.int32(m.deliveryCompleteCount);
    w.endTag(at0);
  }
}

export const shareUpdateValue: MessageCodec<ShareUpdateValue> = defineCodec({
  name: 'ShareUpdateValue',
  apiKey: 1,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readShareUpdateValue0],
  writers: [writeShareUpdateValue0],
});
