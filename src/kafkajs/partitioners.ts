/**
 * Which partition a message goes to that names none: by its key's hash (Java's murmur2, or kafkajs's own of before version
 * 2), and one partition after the other for messages without a key.
 */
import { murmur2 } from '#protocol';
import { legacyHash } from './legacy-hash.ts';
import type { ICustomPartitioner, PartitionMetadata } from './producer-types.ts';

export type DefaultPartitioner = ICustomPartitioner;
export type LegacyPartitioner = ICustomPartitioner;

function partitionerBy(hash: (key: Uint8Array) => number): ICustomPartitioner {
  return () => {
    const turns = new Map<string, number>();
    return ({ topic, partitionMetadata, message }) => {
      const { key, partition } = message;
      if (partition !== undefined && partition !== null) return partition;
      if (key !== undefined && key !== null) return positive(hash(bytesOf(key))) % partitionMetadata.length;
      const turn = turns.get(topic) ?? 0;
      turns.set(topic, turn + 1);
      return inTurn(partitionMetadata, turn);
    };
  };
}

/** Among partitions that have a leader, where there are any. */
function inTurn(partitions: readonly PartitionMetadata[], turn: number): number {
  const available = partitions.filter(({ leader }) => leader >= 0);
  const choice = available.length === 0 ? partitions : available;
  return choice[turn % choice.length]?.partitionId ?? 0;
}

function positive(hash: number): number {
  return hash & 0x7fffffff;
}

function bytesOf(key: unknown): Uint8Array {
  return key instanceof Uint8Array ? key : Buffer.from(String(key));
}

const defaultPartitioner = partitionerBy(murmur2);

export const Partitioners: {
  /** As Java's producer for keys. */
  readonly DefaultPartitioner: DefaultPartitioner;
  /** Where kafkajs before version 2 put keys. */
  readonly LegacyPartitioner: LegacyPartitioner;
  /** The older name of DefaultPartitioner. */
  readonly JavaCompatiblePartitioner: DefaultPartitioner;
} = {
  DefaultPartitioner: defaultPartitioner,
  LegacyPartitioner: partitionerBy(legacyHash),
  JavaCompatiblePartitioner: defaultPartitioner,
};
