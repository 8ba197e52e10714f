/** The consumer: records of topics in order, alone or as a member of a group. */
import type { Readable } from 'node:stream';
import type { TopicPartition } from '../assignors/group-members.ts';
import type { GroupMetadata } from '../group/group-membership.ts';
import type { ConsumerBatch } from '../records/consumer-batch.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import type { OffsetAndMetadata, OffsetAndTimestamp, TopicPartitionOffset } from '../records/partition-offset.ts';
import type {
  AssignTo,
  CallOptions,
  CloseOptions,
  ConsumerOptions,
  ConsumerStatus,
  IterateOptions,
  PartitionInfo,
  PartitionLag,
  RunOptions,
  SubscribeTo,
} from './consumer-options.ts';

export declare class Consumer<K = Buffer, V = Buffer> implements AsyncIterable<ConsumerRecord<K, V>> {
  constructor(options: ConsumerOptions<K, V>);
  readonly status: ConsumerStatus;

  subscribe(to: SubscribeTo): void;
  /** Replaces what was assigned. */
  assign(partitions: readonly AssignTo[]): void;
  unsubscribe(options?: CallOptions): Promise<void>;
  subscription(): SubscribeTo | null;
  assignment(): TopicPartition[];
  groupMetadata(): GroupMetadata;
  enforceRebalance(reason?: string): void;

  [Symbol.asyncIterator](): AsyncIterator<ConsumerRecord<K, V>>;
  records(options?: IterateOptions): AsyncIterable<ConsumerRecord<K, V>>;
  batches(options?: IterateOptions): AsyncIterable<ConsumerBatch<K, V>>;
  run(options: RunOptions<K, V>): Promise<void>;
  poll(timeoutMs: number, options?: IterateOptions): Promise<ConsumerRecord<K, V>[]>;
  readable(options?: IterateOptions): Readable;

  pause(partitions?: readonly TopicPartition[]): void;
  resume(partitions?: readonly TopicPartition[]): void;
  paused(): TopicPartition[];
  seek(to: OffsetAndMetadata | readonly OffsetAndMetadata[]): void;
  seekToBeginning(partitions?: readonly TopicPartition[]): void;
  seekToEnd(partitions?: readonly TopicPartition[]): void;
  seekToTime(timestamp: number, options?: CallOptions & { partitions?: readonly TopicPartition[] }): Promise<void>;
  position(partition: TopicPartition, options?: CallOptions): Promise<number>;
  lag(options?: CallOptions): Promise<PartitionLag[]>;

  commit(offsets?: readonly OffsetAndMetadata[], options?: CallOptions): Promise<void>;
  committed(partitions: readonly TopicPartition[], options?: CallOptions): Promise<OffsetAndMetadata[]>;

  beginningOffsets(partitions: readonly TopicPartition[], options?: CallOptions): Promise<TopicPartitionOffset[]>;
  endOffsets(partitions: readonly TopicPartition[], options?: CallOptions): Promise<TopicPartitionOffset[]>;
  /** Null in the place of a partition without a record at or after that time. */
  offsetsForTimes(
    times: readonly (TopicPartition & { timestamp: number })[],
    options?: CallOptions,
  ): Promise<(OffsetAndTimestamp | null)[]>;
  partitionsFor(topic: string, options?: CallOptions): Promise<PartitionInfo[]>;
  listTopics(options?: CallOptions): Promise<string[]>;

  close(options?: CloseOptions): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
