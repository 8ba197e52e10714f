/**
 * Control records: what brokers write into a log for each other and for consumers to heed, one to a control batch.
 * The key is a version and a type, both int16; consumers skip types they do not know. Transaction markers (KIP-98) carry
 * the epoch of the coordinator that wrote them.
 */
import { readInt16, readInt32, writeInt16, writeInt32 } from './big-endian.ts';
import { RecordBatchBuilder, type RecordBatchFields } from './record-batch-builder.ts';

export const ControlRecordType = {
  ABORT: 0,
  COMMIT: 1,
  LEADER_CHANGE: 2,
  SNAPSHOT_HEADER: 3,
  SNAPSHOT_FOOTER: 4,
  KRAFT_VERSION: 5,
  KRAFT_VOTERS: 6,
} as const;

const KEY_BYTES = 4;
const END_TXN_MARKER_BYTES = 6;
/** Kafka writes the first form of a marker unless the cluster has settled on the second transaction version. */
const MARKER_VERSION = 0;

export function encodeControlKey(type: number): Buffer {
  const key = Buffer.alloc(KEY_BYTES);
  writeInt16(key, 2, type);
  return key;
}

/** The type in a control record's key; -1 when the key is too short to have one. */
export function controlTypeOfKey(key: Uint8Array): number {
  return key.length < KEY_BYTES ? -1 : readInt16(key, 2);
}

export function encodeEndTxnMarker(coordinatorEpoch: number): Buffer {
  const value = Buffer.alloc(END_TXN_MARKER_BYTES);
  writeInt16(value, 0, MARKER_VERSION);
  writeInt32(value, 2, coordinatorEpoch);
  return value;
}

/** -1 when the value is too short to have one. */
export function coordinatorEpochOfMarker(value: Uint8Array): number {
  return value.length < END_TXN_MARKER_BYTES ? -1 : readInt32(value, 2);
}

/** A transaction's end as a partition's log records it. */
export interface EndTxnMarker extends Pick<RecordBatchFields, 'baseOffset' | 'partitionLeaderEpoch'> {
  readonly committed: boolean;
  /** Milliseconds. */
  readonly timestamp: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
}

/** A control batch of one marker: transactional, without a sequence, never compressed. */
export function buildEndTxnMarkerBatch(marker: EndTxnMarker): Buffer {
  const { committed, timestamp, coordinatorEpoch, ...fields } = marker;
  const builder = new RecordBatchBuilder({ initialCapacity: 128 });
  const type = committed ? ControlRecordType.COMMIT : ControlRecordType.ABORT;
  builder.append(timestamp, encodeControlKey(type), encodeEndTxnMarker(coordinatorEpoch));
  return builder.build({ ...fields, transactional: true, control: true });
}
