/**
 * The records of `__consumer_offsets` that this release writes and reads, byte for byte as Kafka 4.3 writes them: a key
 * begins with the record's type, a value with its version. Committed offsets have the keys 0 (read only, from before
 * 0.9) and 1; classic groups have key 2. Each other kind of group has its records in a file of its own, and adds them here.
 */
import { assert } from '#kernel';
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
import { type ShareGroupRecord, shareGroupRecords } from './share/share-group-records.ts';
import type { RecordSerde } from '../runtime/state-machine.ts';
import { consumerGroupRecords, type ConsumerGroupRecord } from './consumer/consumer-group-records.ts';
import type { RecordDefinition } from './record-definition.ts';
import { type StreamsGroupRecord, streamsGroupRecords } from './streams/streams-group-records.ts';

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

/** Of groups whose members are assigned by the broker. */
export type ModernGroupRecord = ConsumerGroupRecord | ShareGroupRecord | StreamsGroupRecord;

export type GroupRecord = OffsetCommitRecord | GroupMetadataRecord | ModernGroupRecord;

export function offsetTombstone(groupId: string, topic: string, partition: number): OffsetCommitRecord {
  return { type: 'offset-commit', groupId, topic, partition, value: null };
}

export function groupTombstone(groupId: string): GroupMetadataRecord {
  return { type: 'group-metadata', groupId, value: null };
}

const MODERN_RECORDS: readonly RecordDefinition[] = [
  ...consumerGroupRecords,
  ...shareGroupRecords,
  ...streamsGroupRecords,
];
const BY_TYPE: ReadonlyMap<string, RecordDefinition> = new Map(MODERN_RECORDS.map((each) => [each.type, each]));
const BY_KEY: ReadonlyMap<number, RecordDefinition> = new Map(MODERN_RECORDS.map((each) => [each.key.apiKey, each]));
/** The records of modern groups have one version. */
const MODERN_VALUE_VERSION = 0;

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
    } else if (record.type === 'group-metadata') {
      writer.int16(GROUP_METADATA);
      groupMetadataKey.write(writer, { group: record.groupId }, KEY_VERSION);
    } else {
      const { key } = definitionOf(record);
      writer.int16(key.apiKey);
      key.write(writer, record, KEY_VERSION);
    }
    return writer.finishBuffer();
  }

  encodeValue(record: GroupRecord): Uint8Array | null {
    if (record.value === null) return null;
    if (record.type === 'group-metadata') return this.#encode(groupMetadataValue, record.value, GROUP_METADATA_VERSION);
    if (record.type !== 'offset-commit') {
      return this.#encode(definitionOf(record).value, record.value, MODERN_VALUE_VERSION);
    }
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
  if (type !== GROUP_METADATA) return decodeModern(type, reader, value);
  const { group } = groupMetadataKey.read(reader, KEY_VERSION);
  const decoded = decodeValue(groupMetadataValue, value);
  if (decoded === undefined) return null;
  return { type: 'group-metadata', groupId: group, value: decoded === null ? null : withOwnBytes(decoded) };
}

function definitionOf(record: ModernGroupRecord): RecordDefinition {
  const definition = BY_TYPE.get(record.type);
  assert(definition !== undefined, `records of type ${record.type} are registered`);
  return definition;
}

function decodeModern(keyType: number, key: Reader, value: Uint8Array | null): GroupRecord | null {
  const definition = BY_KEY.get(keyType);
  if (definition === undefined) return null;
  const fields = definition.key.read(key, KEY_VERSION) as Omit<ModernGroupRecord, 'type' | 'value'>;
  const decoded = decodeValue(definition.value, value);
  if (decoded === undefined) return null;
  const own = decoded === null || definition.own === undefined ? decoded : definition.own(decoded);
  return { ...fields, type: definition.type, value: own } as ModernGroupRecord;
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
