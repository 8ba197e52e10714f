/**
 * What the two sides of a foreign-key join say to each other (KIP-213, KIP-775), in Kafka's bytes. A row of the left table
 * subscribes to the row that it points at; the right side answers it, now and whenever that row changes. The hash of the
 * left row goes along, so that an answer which comes too late is known by it.
 */
import { KafkaError } from '#kernel';
import type { PlanSerde } from '../../plan/plan-nodes.ts';

/** What the right side is to do, under Kafka's codes. */
export const Instruction = {
  DELETE_NO_PROPAGATE: 0,
  DELETE_AND_PROPAGATE: 1,
  PROPAGATE_NULL_IF_NO_FK: 2,
  PROPAGATE_ONLY_IF_FK: 3,
} as const;

export interface Subscription {
  /** Of the left row's bytes; null where it is gone. */
  readonly hash: Buffer | null;
  readonly instruction: number;
  readonly primaryKey: unknown;
  /** Of the left row's record: the answer goes there. */
  readonly primaryPartition: number;
}

export interface SubscriptionResponse {
  /** As the subscription had it. */
  readonly hash: Buffer | null;
  /** The right row; null where there is none. */
  readonly foreignValue: unknown;
  readonly primaryPartition: number;
}

const SUBSCRIPTION_VERSION = 1;
const RESPONSE_VERSION = 0;
const NO_HASH = 0x80;
const HASH_BYTES = 16;
const PARTITION_BYTES = 4;

/** `version and whether there is a hash (1), instruction (1), hash (16), primary key, partition (4)` */
export function subscriptionSerde(keys: PlanSerde): PlanSerde {
  return {
    serialize(topic, value) {
      const { hash, instruction, primaryKey, primaryPartition } = value as Subscription;
      const key = keys.serialize(topic, primaryKey) ?? Buffer.alloc(0);
      const partition = Buffer.alloc(PARTITION_BYTES);
      partition.writeInt32BE(primaryPartition);
      const head = Buffer.from([SUBSCRIPTION_VERSION | (hash === null ? NO_HASH : 0), instruction]);
      return Buffer.concat([head, hash ?? Buffer.alloc(0), key, partition]);
    },
    deserialize(topic, bytes) {
      if (bytes === null) return null;
      const buffer = Buffer.from(bytes);
      const { hash, end } = readHead(buffer, { version: SUBSCRIPTION_VERSION, start: 2, topic });
      const keyEnd = buffer.length - PARTITION_BYTES;
      const primaryKey = keys.deserialize(topic, buffer.subarray(end, keyEnd));
      return { hash, instruction: buffer[1]!, primaryKey, primaryPartition: buffer.readInt32BE(keyEnd) };
    },
  };
}

/** `version and whether there is a hash (1), hash (16), the right row`; the partition is the record's. */
export function responseSerde(values: PlanSerde): PlanSerde {
  return {
    serialize(topic, value) {
      const { hash, foreignValue } = value as SubscriptionResponse;
      const head = Buffer.from([RESPONSE_VERSION | (hash === null ? NO_HASH : 0)]);
      const row = foreignValue === null ? null : values.serialize(topic, foreignValue);
      return Buffer.concat([head, hash ?? Buffer.alloc(0), row ?? Buffer.alloc(0)]);
    },
    deserialize(topic, bytes) {
      if (bytes === null) return null;
      const buffer = Buffer.from(bytes);
      const { hash, end } = readHead(buffer, { version: RESPONSE_VERSION, start: 1, topic });
      const foreignValue = end === buffer.length ? null : values.deserialize(topic, buffer.subarray(end));
      return { hash, foreignValue, primaryPartition: -1 };
    },
  };
}

function readHead(
  bytes: Buffer,
  { version, start, topic }: { version: number; start: number; topic: string },
): { hash: Buffer | null; end: number } {
  const first = bytes[0] ?? -1;
  const hasHash = (first & NO_HASH) === 0;
  const end = start + (hasHash ? HASH_BYTES : 0);
  if ((first & ~NO_HASH) > version || bytes.length < end) {
    throw new KafkaError('CORRUPT_SUBSCRIPTION', `${topic} holds what no foreign-key join has written`);
  }
  return { hash: hasHash ? bytes.subarray(start, end) : null, end };
}
