/** What a consumer takes, hands out and tells, in kafkajs's shapes. Offsets and timestamps are digits in texts. */
import type { PartitionAssigner } from './assigner-types.ts';
import type { On, RequestPayload, RequestQueueSizePayload, RequestTimeoutPayload } from './instrumentation.ts';
import type { RetryOptions } from './kafka-config.ts';
import type { Logger } from './logger.ts';
import type { IHeaders, Offsets, TopicOffsets } from './producer-types.ts';
import type { GroupDescription } from './admin-types.ts';

export interface ConsumerConfig {
  groupId: string;
  /** In order of preference; `[PartitionAssigners.roundRobin]` where absent. */
  partitionAssigners?: PartitionAssigner[] | undefined;
  /** Milliseconds; 300 000 where absent. */
  metadataMaxAge?: number | undefined;
  /** Milliseconds; 30 000 where absent. */
  sessionTimeout?: number | undefined;
  /** Milliseconds; 60 000 where absent. A handler may take five minutes, or this where it is longer. */
  rebalanceTimeout?: number | undefined;
  /** Milliseconds; 3000 where absent. */
  heartbeatInterval?: number | undefined;
  /** 1 MiB where absent. */
  maxBytesPerPartition?: number | undefined;
  minBytes?: number | undefined;
  /** 10 MiB where absent. */
  maxBytes?: number | undefined;
  /** Milliseconds; 5000 where absent. */
  maxWaitTimeInMs?: number | undefined;
  retry?: RetryOptions | undefined;
  /** True where absent. */
  allowAutoTopicCreation?: boolean | undefined;
  /** Taken: a connection carries one fetch at a time. */
  maxInFlightRequests?: number | undefined;
  /** False where absent: records of aborted transactions are left out. */
  readUncommitted?: boolean | undefined;
  rackId?: string | undefined;
}

export interface TopicPartition {
  topic: string;
  partition: number;
}
export interface TopicPartitionOffset extends TopicPartition {
  offset: string;
}
export interface TopicPartitionOffsetAndMetadata extends TopicPartitionOffset {
  metadata?: string | null | undefined;
}
export interface TopicPartitions {
  topic: string;
  partitions: number[];
}

export interface KafkaMessage {
  key: Buffer | null;
  value: Buffer | null;
  timestamp: string;
  /** 0: what it had on the wire is the batch's. */
  attributes: number;
  offset: string;
  /** A name that repeats has an array; a header without a value is undefined. */
  headers: IHeaders;
  /** 2, the version of the format. */
  magicByte?: number;
  size?: never;
}

/** Messages of one partition that were fetched together; never empty. */
export interface Batch {
  topic: string;
  partition: number;
  highWatermark: string;
  messages: KafkaMessage[];
  isEmpty(): boolean;
  firstOffset(): string | null;
  /** Including what is not handed out, such as the marks of transactions. */
  lastOffset(): string;
  /** Messages behind the last one. */
  offsetLag(): string;
  /** Messages behind the first one. */
  offsetLagLow(): string;
}

export type OffsetsByTopicPartition = Offsets;

export interface EachMessagePayload {
  topic: string;
  partition: number;
  message: KafkaMessage;
  /** Harmless: heartbeats go on by themselves. */
  heartbeat(): Promise<void>;
  /** Pauses the partition; what it answers resumes it. */
  pause(): () => void;
}

export interface EachBatchPayload {
  batch: Batch;
  /** All up to this offset is processed. */
  resolveOffset(offset: string): void;
  heartbeat(): Promise<void>;
  pause(): () => void;
  /** Commits these; without any, what is resolved, if `autoCommitInterval` or `autoCommitThreshold` says that it is time. */
  commitOffsetsIfNecessary(offsets?: Offsets): Promise<void>;
  uncommittedOffsets(): OffsetsByTopicPartition;
  isRunning(): boolean;
  /** Whether a `seek` has made the rest of the batch worthless. */
  isStale(): boolean;
}

export type ConsumerEachMessagePayload = EachMessagePayload;
export type ConsumerEachBatchPayload = EachBatchPayload;
export type EachBatchHandler = (payload: EachBatchPayload) => Promise<void>;
export type EachMessageHandler = (payload: EachMessagePayload) => Promise<void>;

export interface ConsumerRunConfig {
  autoCommit?: boolean | undefined;
  /** Milliseconds. */
  autoCommitInterval?: number | null | undefined;
  /** Messages. */
  autoCommitThreshold?: number | null | undefined;
  /** Whether a batch counts as processed when `eachBatch` ends; true where absent. */
  eachBatchAutoResolve?: boolean | undefined;
  /** 1 where absent. */
  partitionsConsumedConcurrently?: number | undefined;
  eachBatch?: EachBatchHandler | undefined;
  eachMessage?: EachMessageHandler | undefined;
}

export interface ConsumerSubscribeTopic {
  topic: string | RegExp;
  fromBeginning?: boolean | undefined;
}
export interface ConsumerSubscribeTopics {
  topics: (string | RegExp)[];
  fromBeginning?: boolean | undefined;
}

export const consumerEvents = {
  HEARTBEAT: 'consumer.heartbeat',
  COMMIT_OFFSETS: 'consumer.commit_offsets',
  GROUP_JOIN: 'consumer.group_join',
  FETCH_START: 'consumer.fetch_start',
  FETCH: 'consumer.fetch',
  START_BATCH_PROCESS: 'consumer.start_batch_process',
  END_BATCH_PROCESS: 'consumer.end_batch_process',
  CONNECT: 'consumer.connect',
  DISCONNECT: 'consumer.disconnect',
  STOP: 'consumer.stop',
  CRASH: 'consumer.crash',
  REBALANCING: 'consumer.rebalancing',
  RECEIVED_UNSUBSCRIBED_TOPICS: 'consumer.received_unsubscribed_topics',
  REQUEST: 'consumer.network.request',
  REQUEST_TIMEOUT: 'consumer.network.request_timeout',
  REQUEST_QUEUE_SIZE: 'consumer.network.request_queue_size',
} as const;
export type ConsumerEvents = typeof consumerEvents;

export interface IMemberAssignment {
  [topic: string]: number[];
}

export interface BatchProcessPayload {
  topic: string;
  partition: number;
  highWatermark: string;
  offsetLag: string;
  offsetLagLow: string;
  batchSize: number;
  firstOffset: string;
  lastOffset: string;
}

interface MemberPayload {
  groupId: string;
  memberId: string;
}

export interface ConsumerPayloads {
  'consumer.heartbeat': MemberPayload & { groupGenerationId: number };
  'consumer.commit_offsets': MemberPayload & { groupGenerationId: number; topics: TopicOffsets[] };
  /** `leaderId` is empty in members that do not lead; `duration` in milliseconds. */
  'consumer.group_join': MemberPayload & {
    duration: number;
    isLeader: boolean;
    leaderId: string;
    groupProtocol: string;
    memberAssignment: IMemberAssignment;
  };
  'consumer.fetch_start': { nodeId: number };
  'consumer.fetch': { numberOfBatches: number; duration: number; nodeId: number };
  'consumer.start_batch_process': BatchProcessPayload;
  'consumer.end_batch_process': BatchProcessPayload & { duration: number };
  'consumer.connect': null;
  'consumer.disconnect': null;
  'consumer.stop': null;
  'consumer.crash': { error: Error; groupId: string; restart: boolean };
  'consumer.rebalancing': MemberPayload;
  'consumer.received_unsubscribed_topics': MemberPayload & {
    generationId: number;
    assignedTopics: string[];
    topicsSubscribed: string[];
    topicsNotSubscribed: string[];
  };
  'consumer.network.request': RequestPayload;
  'consumer.network.request_timeout': RequestTimeoutPayload;
  'consumer.network.request_queue_size': RequestQueueSizePayload;
}

export interface Consumer {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  subscribe(subscription: ConsumerSubscribeTopics | ConsumerSubscribeTopic): Promise<void>;
  stop(): Promise<void>;
  /** Resolves once the consumer has its first assignment; handlers run on until `stop`. */
  run(config?: ConsumerRunConfig): Promise<void>;
  commitOffsets(topicPartitions: TopicPartitionOffsetAndMetadata[]): Promise<void>;
  seek(topicPartitionOffset: TopicPartitionOffset): void;
  describeGroup(): Promise<GroupDescription>;
  pause(topics: { topic: string; partitions?: number[] }[]): void;
  paused(): TopicPartitions[];
  resume(topics: { topic: string; partitions?: number[] }[]): void;
  readonly on: On<ConsumerPayloads>;
  logger(): Logger;
  readonly events: ConsumerEvents;
}
