/** Windowed keys in bytes: the key, then end and start of a session, or the start of another window (Kafka's WindowedSerdes). */
import { partitionForKey } from '#client';
import type { SyncSerde } from '#serde';
import type { Partitioner, PlanSerde } from '../plan/plan-nodes.ts';
import type { Windowed } from '../stores/state-store.ts';
import { sessionKeyBytes, sessionKeyParts, timeWindowKeyBytes, timeWindowKeyParts } from '../stores/window-key.ts';
import { type Duration, positiveMilliseconds } from '../windows/windows.ts';

/**
 * @param keys of the keys inside
 * @param sizeMs how long windows are; null: their end does not follow from their start, and both are written
 */
export function windowedSerde(keys: PlanSerde, sizeMs: number | null): PlanSerde {
  return {
    serialize(topic, value) {
      const { key, start, end } = value as Windowed<unknown>;
      const bytes = keys.serialize(topic, key) ?? Buffer.alloc(0);
      return sizeMs === null ? sessionKeyBytes(bytes, { start, end }) : timeWindowKeyBytes(bytes, start);
    },
    deserialize(topic, bytes) {
      if (bytes === null) return null;
      if (sizeMs === null) {
        const { key, start, end } = sessionKeyParts(bytes);
        return { key: keys.deserialize(topic, key), start, end };
      }
      const { key, start } = timeWindowKeyParts(bytes);
      // Unlimited windows end with all time.
      const end = Math.min(start + sizeMs, Number.MAX_SAFE_INTEGER);
      return { key: keys.deserialize(topic, key), start, end };
    },
  };
}

/** Of keys in windows; topics are divided by the keys inside. */
export interface WindowedSerde<K> extends SyncSerde<Windowed<K>> {
  readonly innerKeys: SyncSerde<K>;
}

/** Divides a topic by the keys inside, so that all windows of a key are in one partition (Kafka's WindowedStreamPartitioner). */
export function windowedPartitioner<K>(keys: SyncSerde<K>): Partitioner | null {
  if (!('innerKeys' in keys)) return null;
  const { forKeys } = keys.innerKeys as SyncSerde<unknown>;
  return (topic, key, _value, partitionCount) =>
    key === null
      ? null
      : partitionForKey(forKeys.serialize(topic, (key as Windowed<unknown>).key) ?? NO_BYTES, partitionCount);
}

const NO_BYTES = Buffer.alloc(0);

/**
 * Keys in windows of time as Kafka writes them: the key and the start (WindowedSerdes.TimeWindowedSerde).
 * @param size of the windows, by which their ends are told when they are read
 */
export function timeWindowed<K>(keys: SyncSerde<K>, size: Duration): WindowedSerde<K> {
  const sizeMs = positiveMilliseconds(size, 'the size of windows');
  const { serialize, deserialize } = windowedSerde(keys.forKeys, sizeMs);
  return serdeOfKeys<K>(keys, serialize, (topic, bytes) => deserialize(topic, bytes) as Windowed<K>);
}

/** Keys in sessions as Kafka writes them: the key, the end and the start (WindowedSerdes.SessionWindowedSerde). */
export function sessionWindowed<K>(keys: SyncSerde<K>): WindowedSerde<K> {
  const { serialize, deserialize } = windowedSerde(keys.forKeys, null);
  return serdeOfKeys<K>(keys, serialize, (topic, bytes) => deserialize(topic, bytes) as Windowed<K>);
}

function serdeOfKeys<K>(
  innerKeys: SyncSerde<K>,
  write: PlanSerde['serialize'],
  read: (topic: string, bytes: Uint8Array) => Windowed<K>,
): WindowedSerde<K> {
  const serde: WindowedSerde<K> = {
    innerKeys,
    serializer: (value, { topic }) => write(topic, value)!,
    deserializer: (bytes, { topic }) => read(topic, bytes),
    get forKeys() {
      return serde;
    },
    serialize: (topic, value) => (value === null ? null : write(topic, value)),
    deserialize: (topic, bytes) => (bytes === null ? null : read(topic, bytes)),
  };
  return serde;
}
