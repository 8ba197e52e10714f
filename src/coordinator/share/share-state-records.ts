/**
 * The records of `__share_group_state`, byte for byte as Kafka 4.3 writes them: a snapshot says all there is to say of
 * a share partition, an update what has changed since. A snapshot without a value forgets the partition.
 */
import {
  type MessageCodec,
  ProtocolError,
  Reader,
  shareSnapshotKey,
  type ShareSnapshotValue,
  shareSnapshotValue,
  shareUpdateKey,
  type ShareUpdateValue,
  shareUpdateValue,
  Writer,
} from '#protocol';
import type { RecordSerde } from '../runtime/state-machine.ts';
import type { SharePartitionKey } from './share-partition-key.ts';

export interface ShareSnapshotRecord {
  readonly type: 'share-snapshot';
  readonly key: SharePartitionKey;
  readonly value: ShareSnapshotValue | null;
}

export interface ShareUpdateRecord {
  readonly type: 'share-update';
  readonly key: SharePartitionKey;
  readonly value: ShareUpdateValue;
}

export type ShareStateRecord = ShareSnapshotRecord | ShareUpdateRecord;

const SNAPSHOT = shareSnapshotKey.apiKey;
const UPDATE = shareUpdateKey.apiKey;
const VERSION = 0;

export class ShareStateRecordSerde implements RecordSerde<ShareStateRecord> {
  readonly #writer = new Writer();

  encodeKey({ type, key }: ShareStateRecord): Uint8Array {
    const writer = this.#writer;
    writer.begin();
    writer.int16(type === 'share-snapshot' ? SNAPSHOT : UPDATE);
    (type === 'share-snapshot' ? shareSnapshotKey : shareUpdateKey).write(writer, key, VERSION);
    return writer.finishBuffer();
  }

  encodeValue(record: ShareStateRecord): Uint8Array | null {
    if (record.value === null) return null;
    const writer = this.#writer;
    writer.begin();
    writer.int16(VERSION);
    if (record.type === 'share-snapshot') shareSnapshotValue.write(writer, record.value, VERSION);
    else shareUpdateValue.write(writer, record.value, VERSION);
    return writer.finishBuffer();
  }

  decode(key: Uint8Array, value: Uint8Array | null): ShareStateRecord | null {
    try {
      return decode(key, value);
    } catch (error) {
      // One damaged record must not take the partition's other states away.
      if (error instanceof ProtocolError) return null;
      throw error;
    }
  }
}

function decode(key: Uint8Array, value: Uint8Array | null): ShareStateRecord | null {
  const reader = new Reader(key);
  const type = reader.int16();
  if (type === SNAPSHOT) {
    const read = shareSnapshotKey.read(reader, VERSION);
    const decoded = decodeValue(shareSnapshotValue, value);
    return decoded === undefined ? null : { type: 'share-snapshot', key: read, value: decoded };
  }
  if (type !== UPDATE) return null;
  const read = shareUpdateKey.read(reader, VERSION);
  const decoded = decodeValue(shareUpdateValue, value);
  // An update without a value says nothing.
  return decoded === undefined || decoded === null ? null : { type: 'share-update', key: read, value: decoded };
}

/** Null for a tombstone, undefined for a version from the future. */
function decodeValue<T>(codec: MessageCodec<T>, value: Uint8Array | null): T | null | undefined {
  if (value === null) return null;
  const reader = new Reader(value);
  return reader.int16() === VERSION ? codec.read(reader, VERSION) : undefined;
}
