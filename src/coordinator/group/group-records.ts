/**
 * The records of `__consumer_offsets` that this release writes and reads, byte for byte as Kafka 4.3 writes them: a key
 * begins with the record's type, a value with its version. Committed offsets have the keys 0 (read only, from before
 * 0.9) and 1; classic groups have key 2. Other types belong to other kinds of groups and stay in the log untouched.
 */
import {
  groupMetadataKey,
  groupMetadataValue,
  type GroupMetadataValue,
  legacyOffsetCommitKey,
  type MessageCodec,
  offsetCommitKey,
  offsetCommitValue,
  type OffsetCommitValue,
  ProtocolError,
  Reader,
  Writer,
} from '#protocol';
import type { RecordSerde } from '../runtime/state-machine.ts';

/** A committed offset; a null value forgets it. */
export interface OffsetCommitRecord {
  readonly type: 'offset-commit';
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
  readonly value: OffsetCommitValue | null;
}

/** A classic group as it was when it last became stable or empty; a null value forgets it. */
export interface GroupMetadataRecord {
  readonly type: 'group-metadata';
  readonly groupId: string;
  readonly value: GroupMetadataValue | null;
}

export type GroupRecord = OffsetCommitRecord | GroupMetadataRecord;

export function offsetTombstone(groupId: string, topic: string, partition: number): OffsetCommitRecord {
  return { type: 'offset-commit', groupId, topic, partition, value: null };
}

export function groupTombstone(groupId: string): GroupMetadataRecord {
  return { type: 'group-metadata', groupId, value: null };
}

const LEGACY_OFFSET_COMMIT = legacyOffsetCommitKey.apiKey;
const OFFSET_COMMIT = offsetCommitKey.apiKey;
const GROUP_METADATA = groupMetadataKey.apiKey;
const KEY_VERSION = 0;
/** The last version before tagged fields, as Kafka writes it as long as none is needed. */
const GROUP_METADATA_VERSION = 3;
const OFFSET_COMMIT_VERSION = 4;
/** The one version that can say when an offset expires (OffsetCommit v2 to v4 may ask for it). */
const OFFSET_COMMIT_VERSION_WITH_EXPIRY = 1;
const NO_EXPIRY = -1;

export class GroupRecordSerde implements RecordSerde<GroupRecord> {
  readonly #writer = new Writer();

  encodeKey(record: GroupRecord): Uint8Array {
    const writer = this.#writer;
    writer.begin();
    if (record.type === 'offset-commit') {
      const { groupId, topic, partition } = record;
      writer.int16(OFFSET_COMMIT);
      offsetCommitKey.write(writer, { group: groupId, topic, partition }, KEY_VERSION);
    } else {
      writer.int16(GROUP_METADATA);
      groupMetadataKey.write(writer, { group: record.groupId }, KEY_VERSION);
    }
    return writer.finishBuffer();
  }

  encodeValue(record: GroupRecord): Uint8Array | null {
    if (record.value === null) return null;
    if (record.type === 'group-metadata') return this.#encode(groupMetadataValue, record.value, GROUP_METADATA_VERSION);
    const hasExpiry = record.value.expireTimestamp !== NO_EXPIRY;
    return this.#encode(
      offsetCommitValue,
      record.value,
      hasExpiry ? OFFSET_COMMIT_VERSION_WITH_EXPIRY : OFFSET_COMMIT_VERSION,
    );
  }

  decode(key: Uint8Array, value: Uint8Array | null): GroupRecord | null {
    try {
      return decode(key, value);
    } catch (error) {
      // One damaged record must not take the partition's other groups away from their members.
      if (error instanceof ProtocolError) return null;
      throw error;
    }
  }

  #encode<T>(codec: MessageCodec<T>, value: T, version: number): Uint8Array {
    this.#writer.begin();
    this.#writer.int16(version);
    codec.write(this.#writer, value, version);
    return this.#writer.finishBuffer();
  }
}

function decode(key: Uint8Array, value: Uint8Array | null): GroupRecord | null {
  const reader = new Reader(key);
  const type = reader.int16();
  if (type === OFFSET_COMMIT || type === LEGACY_OFFSET_COMMIT) {
    const { group, topic, partition } = offsetCommitKey.read(reader, KEY_VERSION);
    const decoded = decodeValue(offsetCommitValue, value);
    if (decoded === undefined) return null;
    return { type: 'offset-commit', groupId: group, topic, partition, value: decoded };
  }
  if (type !== GROUP_METADATA) return null;
  const { group } = groupMetadataKey.read(reader, KEY_VERSION);
  const decoded = decodeValue(groupMetadataValue, value);
  if (decoded === undefined) return null;
  return { type: 'group-metadata', groupId: group, value: decoded === null ? null : withOwnBytes(decoded) };
}

/** Null for a tombstone, undefined for a version from the future. */
function decodeValue<T>(codec: MessageCodec<T>, value: Uint8Array | null): T | null | undefined {
  if (value === null) return null;
  const reader = new Reader(value);
  const version = reader.int16();
  if (version < codec.minVersion || version > codec.maxVersion) return undefined;
  return codec.read(reader, version);
}

/** Views of the log's bytes would keep whole chunks of the log in memory for as long as the group lives. */
function withOwnBytes(value: GroupMetadataValue): GroupMetadataValue {
  for (const member of value.members) {
    member.subscription = Buffer.from(member.subscription);
    member.assignment = Buffer.from(member.assignment);
  }
  return value;
}
