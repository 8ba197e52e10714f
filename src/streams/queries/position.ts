/**
 * How far a store has come in the topics that its task reads, and how far it is asked to be (KIP-796): offsets of the last
 * records whose effects it holds, by topic and partition.
 */

/** By topic, then by partition, the offset of the last record that counts. */
export type Position = ReadonlyMap<string, ReadonlyMap<number, number>>;

export const NO_POSITION: Position = new Map();

/** Of records that were written, as a producer tells of them: who has come so far has all of them. */
export function positionOf(
  records: Iterable<{ readonly topic: string; readonly partition: number; readonly offset: number }>,
): Position {
  const position = new Map<string, Map<number, number>>();
  for (const { topic, partition, offset } of records) {
    const offsets = position.get(topic) ?? new Map<number, number>();
    position.set(topic, offsets);
    offsets.set(partition, Math.max(offset, offsets.get(partition) ?? -1));
  }
  return position;
}

/** The later offset of each partition. */
export function mergedPosition(positions: Iterable<Position>): Position {
  const merged = new Map<string, Map<number, number>>();
  for (const position of positions) {
    for (const [topic, offsets] of position) {
      const known = merged.get(topic) ?? new Map<number, number>();
      merged.set(topic, known);
      for (const [partition, offset] of offsets) known.set(partition, Math.max(offset, known.get(partition) ?? -1));
    }
  }
  return merged;
}

/** Whether the store of a partition has come as far as `bound` says; what it says of other partitions does not count. */
export function isUpTo(position: Position, bound: Position, partition: number): boolean {
  for (const [topic, offsets] of bound) {
    const least = offsets.get(partition);
    if (least !== undefined && (position.get(topic)?.get(partition) ?? -1) < least) return false;
  }
  return true;
}
