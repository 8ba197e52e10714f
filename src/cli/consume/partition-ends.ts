/**
 * Where reading ends, partition by partition, for `--to` and `--exit`. A partition has come to its end when the record
 * before it was read, or when the consumer's position has passed it: what lies between may be markers of transactions,
 * or have been compacted away.
 */
import type { Consumer, TopicPartition } from '#client';
import { partitionKey } from '../group/group-progress.ts';
import type { End } from './start-and-end.ts';

interface PartitionEnd extends TopicPartition {
  /** The first offset that is not wanted. */
  readonly offset: number;
}

export class PartitionEnds {
  readonly #consumer: Consumer;
  readonly #end: End;
  readonly #open = new Map<string, PartitionEnd>();
  /** Of the partition that the last record was of. */
  #latest: PartitionEnd | null = null;
  /** Offsets between the start and the end of all partitions, for progress. */
  total = 0;

  constructor(consumer: Consumer, end: End) {
    this.#consumer = consumer;
    this.#end = end;
  }

  get isReached(): boolean {
    return this.#open.size === 0;
  }

  /** Looks up the ends of partitions that are to be read from these positions; null where it is not known yet. */
  async add(partitions: readonly (TopicPartition & { readonly from: number | null })[]): Promise<void> {
    const ends = await this.#lookUp(partitions);
    for (const [index, { topic, partition, from }] of partitions.entries()) {
      const offset = ends[index] ?? 0;
      if (from !== null && from >= offset) continue;
      this.total += offset - (from ?? offset);
      this.#open.set(partitionKey({ topic, partition }), { topic, partition, offset });
    }
  }

  remove(partitions: readonly TopicPartition[]): void {
    this.#latest = null;
    for (const partition of partitions) this.#open.delete(partitionKey(partition));
  }

  /** Whether the record is before its partition's end; notes that the end is reached where it is the last. */
  takes(record: TopicPartition & { readonly offset: number }): boolean {
    const { topic, partition, offset } = record;
    // Records come partition by partition: looking the partition up for each would cost as much as printing it.
    if (this.#latest?.partition !== partition || this.#latest.topic !== topic) {
      this.#latest = this.#open.get(partitionKey(record)) ?? null;
    }
    const end = this.#latest;
    if (end === null) return false;
    if (offset >= end.offset - 1) this.#close(end);
    return offset < end.offset;
  }

  /** For partitions whose last offsets hold no records that are given out. */
  async checkPositions(): Promise<void> {
    for (const end of this.#open.values()) {
      const position = await this.#consumer.position(end);
      if (position >= end.offset) this.#close(end);
    }
  }

  #close({ topic, partition }: PartitionEnd): void {
    this.#open.delete(partitionKey({ topic, partition }));
    this.#latest = null;
    this.#consumer.pause([{ topic, partition }]);
  }

  async #lookUp(partitions: readonly TopicPartition[]): Promise<readonly number[]> {
    const end = this.#end;
    const places = partitions.map(({ topic, partition }) => ({ topic, partition }));
    const ends = await this.#consumer.endOffsets(places);
    const last = places.map((_, index) => ends[index]?.offset ?? 0);
    if (end.kind === 'end') return last;
    if (end.kind === 'offset') return last.map(() => end.offset);
    const timed = await this.#consumer.offsetsForTimes(places.map((place) => ({ ...place, timestamp: end.timestamp })));
    return last.map((offset, index) => timed[index]?.offset ?? offset);
  }
}
