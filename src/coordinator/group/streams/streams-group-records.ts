/**
 * The records of streams groups in `__consumer_offsets` (KIP-1071), as Kafka 4.3 writes them: key types 17 and 19 to 23,
 * values in version 0. A null value takes back what the record told.
 */
import { assert } from '#kernel';
import {
  type MessageCodec,
  type Reader,
  type StreamsGroupCurrentMemberAssignmentValue,
  streamsGroupCurrentMemberAssignmentKey,
  streamsGroupCurrentMemberAssignmentValue,
  type StreamsGroupMemberMetadataValue,
  streamsGroupMemberMetadataKey,
  streamsGroupMemberMetadataValue,
  type StreamsGroupMetadataValue,
  streamsGroupMetadataKey,
  streamsGroupMetadataValue,
  type StreamsGroupTargetAssignmentMemberValue,
  streamsGroupTargetAssignmentMemberKey,
  streamsGroupTargetAssignmentMemberValue,
  type StreamsGroupTargetAssignmentMetadataValue,
  streamsGroupTargetAssignmentMetadataKey,
  streamsGroupTargetAssignmentMetadataValue,
  type StreamsGroupTopologyValue,
  streamsGroupTopologyKey,
  streamsGroupTopologyValue,
  type Writer,
} from '#protocol';

interface GroupRecordOf<T extends string, V> {
  readonly type: T;
  readonly groupId: string;
  readonly value: V | null;
}

interface MemberRecordOf<T extends string, V> extends GroupRecordOf<T, V> {
  readonly memberId: string;
}

/** The group's epoch, and of what topics and configs it is. */
export type StreamsMetadataRecord = GroupRecordOf<'streams-group-metadata', StreamsGroupMetadataValue>;
export type StreamsTopologyRecord = GroupRecordOf<'streams-group-topology', StreamsGroupTopologyValue>;
export type StreamsMemberRecord = MemberRecordOf<'streams-group-member', StreamsGroupMemberMetadataValue>;
/** The epoch that the target assignment is for. */
export type StreamsTargetMetadataRecord = GroupRecordOf<
  'streams-group-target-metadata',
  StreamsGroupTargetAssignmentMetadataValue
>;
export type StreamsTargetMemberRecord = MemberRecordOf<
  'streams-group-target-member',
  StreamsGroupTargetAssignmentMemberValue
>;
export type StreamsCurrentAssignmentRecord = MemberRecordOf<
  'streams-group-current-assignment',
  StreamsGroupCurrentMemberAssignmentValue
>;

export type StreamsGroupRecord =
  | StreamsMetadataRecord
  | StreamsTopologyRecord
  | StreamsMemberRecord
  | StreamsTargetMetadataRecord
  | StreamsTargetMemberRecord
  | StreamsCurrentAssignmentRecord;

const VERSION = 0;

export function isStreamsGroupRecord(record: { readonly type: string }): record is StreamsGroupRecord {
  return record.type.startsWith('streams-group-');
}

/** The type and the key, after each other. */
export function writeStreamsGroupKey(writer: Writer, record: StreamsGroupRecord): void {
  const { groupId } = record;
  switch (record.type) {
    case 'streams-group-metadata':
      return writeKey(writer, streamsGroupMetadataKey, { groupId });
    case 'streams-group-topology':
      return writeKey(writer, streamsGroupTopologyKey, { groupId });
    case 'streams-group-member':
      return writeKey(writer, streamsGroupMemberMetadataKey, { groupId, memberId: record.memberId });
    case 'streams-group-target-metadata':
      return writeKey(writer, streamsGroupTargetAssignmentMetadataKey, { groupId });
    case 'streams-group-target-member':
      return writeKey(writer, streamsGroupTargetAssignmentMemberKey, { groupId, memberId: record.memberId });
    default:
      return writeKey(writer, streamsGroupCurrentMemberAssignmentKey, { groupId, memberId: record.memberId });
  }
}

/** The version and the value, after each other. Not for tombstones. */
export function writeStreamsGroupValue(writer: Writer, record: StreamsGroupRecord): void {
  switch (record.type) {
    case 'streams-group-metadata':
      return writeValue(writer, streamsGroupMetadataValue, record.value);
    case 'streams-group-topology':
      return writeValue(writer, streamsGroupTopologyValue, record.value);
    case 'streams-group-member':
      return writeValue(writer, streamsGroupMemberMetadataValue, record.value);
    case 'streams-group-target-metadata':
      return writeValue(writer, streamsGroupTargetAssignmentMetadataValue, record.value);
    case 'streams-group-target-member':
      return writeValue(writer, streamsGroupTargetAssignmentMemberValue, record.value);
    default:
      return writeValue(writer, streamsGroupCurrentMemberAssignmentValue, record.value);
  }
}

function writeKey<K>(writer: Writer, codec: MessageCodec<K>, key: K): void {
  writer.int16(codec.apiKey);
  codec.write(writer, key, VERSION);
}

function writeValue<V>(writer: Writer, codec: MessageCodec<V>, value: V | null): void {
  assert(value !== null, 'a tombstone has no value to write');
  writer.int16(VERSION);
  codec.write(writer, value, VERSION);
}

type Decode = (key: Reader, value: Reader | null) => StreamsGroupRecord | null;

const DECODERS: ReadonlyMap<number, Decode> = new Map<number, Decode>([
  groupRecord(streamsGroupMetadataKey, streamsGroupMetadataValue, (groupId, value) => {
    return { type: 'streams-group-metadata', groupId, value };
  }),
  groupRecord(streamsGroupTopologyKey, streamsGroupTopologyValue, (groupId, value) => {
    return { type: 'streams-group-topology', groupId, value };
  }),
  groupRecord(streamsGroupTargetAssignmentMetadataKey, streamsGroupTargetAssignmentMetadataValue, (groupId, value) => {
    return { type: 'streams-group-target-metadata', groupId, value };
  }),
  memberRecord(streamsGroupMemberMetadataKey, streamsGroupMemberMetadataValue, (ids, value) => {
    return { type: 'streams-group-member', ...ids, value };
  }),
  memberRecord(streamsGroupTargetAssignmentMemberKey, streamsGroupTargetAssignmentMemberValue, (ids, value) => {
    return { type: 'streams-group-target-member', ...ids, value };
  }),
  memberRecord(streamsGroupCurrentMemberAssignmentKey, streamsGroupCurrentMemberAssignmentValue, (ids, value) => {
    return { type: 'streams-group-current-assignment', ...ids, value };
  }),
]);

/** What reads records of the type; undefined where it is none of a streams group. It reads null from later versions. */
export function streamsGroupDecoder(type: number): Decode | undefined {
  return DECODERS.get(type);
}

function groupRecord<V>(
  keyCodec: MessageCodec<{ groupId: string }>,
  valueCodec: MessageCodec<V>,
  make: (groupId: string, value: V | null) => StreamsGroupRecord,
): [number, Decode] {
  return [
    keyCodec.apiKey,
    (key, reader) => {
      const { groupId } = keyCodec.read(key, VERSION);
      const value = readValue(valueCodec, reader);
      return value === undefined ? null : make(groupId, value);
    },
  ];
}

function memberRecord<V>(
  keyCodec: MessageCodec<{ groupId: string; memberId: string }>,
  valueCodec: MessageCodec<V>,
  make: (ids: { groupId: string; memberId: string }, value: V | null) => StreamsGroupRecord,
): [number, Decode] {
  return [
    keyCodec.apiKey,
    (key, reader) => {
      const { groupId, memberId } = keyCodec.read(key, VERSION);
      const value = readValue(valueCodec, reader);
      return value === undefined ? null : make({ groupId, memberId }, value);
    },
  ];
}

/** Null for a tombstone, undefined for a version from the future. */
function readValue<V>(codec: MessageCodec<V>, reader: Reader | null): V | null | undefined {
  if (reader === null) return null;
  const version = reader.int16();
  return version < codec.minVersion || version > codec.maxVersion ? undefined : codec.read(reader, version);
}
