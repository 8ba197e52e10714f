// generated from offset-commit.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../../message-codec.ts';
import { defineCodec } from '../../message-codec.ts';
import type { Reader } from '../../reader.ts';
import { ZERO_UUID } from '../../uuid.ts';
import type { Writer } from '../../writer.ts';

export interface LegacyOffsetCommitKey {
  group: string;
  topic: string;
  partition: number;
}

export function newLegacyOffsetCommitKey(fields?: Partial<LegacyOffsetCommitKey>): LegacyOffsetCommitKey {
  return { group: '', topic: '', partition: 0, ...fields };
}

function readLegacyOffsetCommitKey0(r: Reader): LegacyOffsetCommitKey {
  return {
    group: r.string(),
    topic: r.string(),
    partition: r.int32(),
  };
}

function writeLegacyOffsetCommitKey0(w: Writer, m: LegacyOffsetCommitKey): void {
  w.string(m.group);
  w.string(m.topic);
  w.int32(m.partition);
}

export const legacyOffsetCommitKey: MessageCodec<LegacyOffsetCommitKey> = defineCodec({
  name: 'LegacyOffsetCommitKey',
  apiKey: 0,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readLegacyOffsetCommitKey0],
  writers: [writeLegacyOffsetCommitKey0],
});

export interface LegacyOffsetCommitValue {
  offset: number;
  metadata: string;
  commitTimestamp: number;
}

export function newLegacyOffsetCommitValue(fields?: Partial<LegacyOffsetCommitValue>): LegacyOffsetCommitValue {
  return { offset: 0, metadata: '', commitTimestamp: 0, ...fields };
}

function readLegacyOffsetCommitValue0(r: Reader): LegacyOffsetCommitValue {
  return {
    offset: r.int64(),
    metadata: r.string(),
    commitTimestamp: r.int64(),
  };
}

function writeLegacyOffsetCommitValue0(w: Writer, m: LegacyOffsetCommitValue): void {
  w.int64(m.offset);
  w.string(m.metadata);
  w.int64(m.commitTimestamp);
}

export const legacyOffsetCommitValue: MessageCodec<LegacyOffsetCommitValue> = defineCodec({
  name: 'LegacyOffsetCommitValue',
  apiKey: 0,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readLegacyOffsetCommitValue0],
  writers: [writeLegacyOffsetCommitValue0],
});

export interface OffsetCommitKey {
  group: string;
  topic: string;
  partition: number;
}

export function newOffsetCommitKey(fields?: Partial<OffsetCommitKey>): OffsetCommitKey {
  return { group: '', topic: '', partition: 0, ...fields };
}

function readOffsetCommitKey0(r: Reader): OffsetCommitKey {
  return {
    group: r.string(),
    topic: r.string(),
    partition: r.int32(),
  };
}

function writeOffsetCommitKey0(w: Writer, m: OffsetCommitKey): void {
  w.string(m.group);
  w.string(m.topic);
  w.int32(m.partition);
}

export const offsetCommitKey: MessageCodec<OffsetCommitKey> = defineCodec({
  name: 'OffsetCommitKey',
  apiKey: 1,
  type: 'key',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readOffsetCommitKey0],
  writers: [writeOffsetCommitKey0],
});

export interface OffsetCommitValue {
  offset: number;
  /** v3+ */
  leaderEpoch: number;
  metadata: string;
  commitTimestamp: number;
  /** v1 */
  expireTimestamp: number;
  /** v4+ */
  topicId: string;
}

export function newOffsetCommitValue(fields?: Partial<OffsetCommitValue>): OffsetCommitValue {
  return { offset: 0, leaderEpoch: -1, metadata: '', commitTimestamp: 0, expireTimestamp: -1, topicId: ZERO_UUID, ...fields };
}

function readOffsetCommitValue0(r: Reader): OffsetCommitValue {
  return {
    offset: r.int64(),
    leaderEpoch: -1,
    metadata: r.string(),
    commitTimestamp: r.int64(),
    expireTimestamp: -1,
    topicId: ZERO_UUID,
  };
}

function readOffsetCommitValue1(r: Reader): OffsetCommitValue {
  return {
    offset: r.int64(),
    leaderEpoch: -1,
    metadata: r.string(),
    commitTimestamp: r.int64(),
    expireTimestamp: r.int64(),
    topicId: ZERO_UUID,
  };
}

function readOffsetCommitValue3(r: Reader): OffsetCommitValue {
  return {
    offset: r.int64(),
    leaderEpoch: r.int32(),
    metadata: r.string(),
    commitTimestamp: r.int64(),
    expireTimestamp: -1,
    topicId: ZERO_UUID,
  };
}

function readOffsetCommitValue4(r: Reader): OffsetCommitValue {
  const m: OffsetCommitValue = {
    offset: r.int64(),
    leaderEpoch: r.int32(),
    metadata: r.compactString(),
    commitTimestamp: r.int64(),
    expireTimestamp: -1,
    topicId: ZERO_UUID,
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.topicId = r.uuid();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeOffsetCommitValue0(w: Writer, m: OffsetCommitValue): void {
  w.int64(m.offset);
  w.string(m.metadata);
  w.int64(m.commitTimestamp);
}

function writeOffsetCommitValue1(w: Writer, m: OffsetCommitValue): void {
  w.int64(m.offset);
  w.string(m.metadata);
  w.int64(m.commitTimestamp);
  w.int64(m.expireTimestamp);
}

function writeOffsetCommitValue3(w: Writer, m: OffsetCommitValue): void {
  w.int64(m.offset);
  w.int32(m.leaderEpoch);
  w.string(m.metadata);
  w.int64(m.commitTimestamp);
}

function writeOffsetCommitValue4(w: Writer, m: OffsetCommitValue): void {
  w.int64(m.offset);
  w.int32(m.leaderEpoch);
  w.compactString(m.metadata);
  w.int64(m.commitTimestamp);
  const has0 = m.topicId !== ZERO_UUID;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.uuid(m.topicId);
    w.endTag(at0);
  }
}

export const offsetCommitValue: MessageCodec<OffsetCommitValue> = defineCodec({
  name: 'OffsetCommitValue',
  apiKey: 1,
  type: 'value',
  minVersion: 0,
  flexibleVersion: 4,
  readers: [readOffsetCommitValue0, readOffsetCommitValue1, readOffsetCommitValue0, readOffsetCommitValue3, readOffsetCommitValue4],
  writers: [writeOffsetCommitValue0, writeOffsetCommitValue1, writeOffsetCommitValue0, writeOffsetCommitValue3, writeOffsetCommitValue4],
});
