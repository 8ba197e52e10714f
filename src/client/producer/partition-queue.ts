/**
 * What waits for one partition, and what is known of it. Invariant: `batches` are in the order of their ordinals, that of
 * `send`, also after retries were put back; only the last may be open.
 */
import type { TopicMetadata } from '../cluster/metadata-types.ts';
import type { BrokerSender } from './broker-sender.ts';
import type { StickyPartition } from './partitioner.ts';
import { PartitionSequences } from './partition-sequences.ts';
import type { ProducerBatch } from './producer-batch.ts';
import type { WaitingSend } from './waiting-sends.ts';

export class PartitionQueue {
  readonly topic: TopicQueue;
  readonly partition: number;
  /** Null while the partition has no known leader. */
  sender: BrokerSender | null = null;
  leaderEpoch = -1;
  /** Batches that are in requests without an answer. */
  onWireCount = 0;
  /** To be sent, and to be sent again. */
  readonly batches: ProducerBatch[] = [];
  readonly sequences: PartitionSequences<ProducerBatch> = new PartitionSequences();
  /** The transaction that the partition is part of; 0 for none. */
  transactionNumber = 0;
  nextOrdinal = 1;
  /** What the last batches took, for the first buffer of the next one. */
  expectedBytes = 0;

  constructor(topic: TopicQueue, partition: number) {
    this.topic = topic;
    this.partition = partition;
  }

  get name(): string {
    return `${this.topic.name}-${this.partition}`;
  }

  /** The batch that takes the next record. */
  get open(): ProducerBatch | null {
    const last = this.batches[this.batches.length - 1];
    return last !== undefined && last.state === 'open' ? last : null;
  }

  /** Puts a batch that was sent back into its place. */
  putBack(batch: ProducerBatch): void {
    let index = 0;
    while (index < this.batches.length && this.batches[index]!.ordinal < batch.ordinal) index++;
    this.batches.splice(index, 0, batch);
  }

  remove(batch: ProducerBatch): void {
    const index = this.batches.indexOf(batch);
    if (index >= 0) this.batches.splice(index, 1);
  }
}

export class TopicQueue {
  readonly name: string;
  /** Null before it is known, and again when the topic is gone. */
  metadata: TopicMetadata | null = null;
  readonly partitions: PartitionQueue[] = [];
  /** How many of `partitions` the topic has now. */
  partitionCount = 0;
  readonly sticky: StickyPartition;
  /** Where the broker's max.message.bytes turned out to be smaller than max.request.size. */
  maxBatchBytes: number;
  /** Records that have no place in a batch yet, in the order of their calls. */
  readonly waiting: WaitingSend[] = [];
  isFetchingMetadata = false;

  constructor(name: string, parts: { sticky: StickyPartition; maxBatchBytes: number }) {
    this.name = name;
    this.sticky = parts.sticky;
    this.maxBatchBytes = parts.maxBatchBytes;
  }
}
