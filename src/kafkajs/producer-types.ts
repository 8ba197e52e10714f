/** What a producer takes and answers, in kafkajs's shapes. */
import type { CompressionTypes } from './constants.ts';
import type {
  On,
  ConnectEvent,
  RequestPayload,
  RequestQueueSizePayload,
  RequestTimeoutPayload,
} from './instrumentation.ts';
import type { RetryOptions } from './kafka-config.ts';
import type { Logger } from './logger.ts';

/** An array repeats the name. */
export interface IHeaders {
  [key: string]: Buffer | string | (Buffer | string)[] | undefined;
}

export interface Message {
  key?: Buffer | string | null;
  /** Null is a tombstone; undefined is refused. */
  value: Buffer | string | null;
  partition?: number;
  headers?: IHeaders;
  /** Milliseconds since the epoch, as digits. */
  timestamp?: string;
}

export interface PartitionMetadata {
  /** 0 where all is well. */
  partitionErrorCode: number;
  partitionId: number;
  /** Node id; -1 where there is none at present. */
  leader: number;
  replicas: number[];
  isr: number[];
  offlineReplicas?: number[];
}

export interface PartitionerArgs {
  topic: string;
  partitionMetadata: PartitionMetadata[];
  message: Message;
}

/** Called once a producer; the function it answers chooses for each message. */
export type ICustomPartitioner = () => (args: PartitionerArgs) => number;

export interface ProducerConfig {
  createPartitioner?: ICustomPartitioner | undefined;
  retry?: RetryOptions | undefined;
  /** Milliseconds; 300 000 where absent. */
  metadataMaxAge?: number | undefined;
  /** True where absent. */
  allowAutoTopicCreation?: boolean | undefined;
  /** False where absent, as in kafkajs. */
  idempotent?: boolean | undefined;
  transactionalId?: string | undefined;
  /** Milliseconds; 60 000 where absent. */
  transactionTimeout?: number | undefined;
  /** Requests to one broker that may be out at once; 5 at most for an idempotent producer, and 5 where absent. */
  maxInFlightRequests?: number | undefined;
}

export interface ProducerRecord {
  topic: string;
  messages: Message[];
  /** -1 (all in-sync replicas, where absent), 1 or 0. */
  acks?: number | undefined;
  /** Taken: a request has `requestTimeout`. */
  timeout?: number | undefined;
  compression?: CompressionTypes | undefined;
}

export interface TopicMessages {
  topic: string;
  messages: Message[];
}

export interface ProducerBatch {
  acks?: number | undefined;
  timeout?: number | undefined;
  compression?: CompressionTypes | undefined;
  topicMessages?: TopicMessages[] | undefined;
}

/** Of one partition. */
export interface RecordMetadata {
  topicName: string;
  partition: number;
  /** 0. */
  errorCode: number;
  offset?: string;
  timestamp?: string;
  /** Of the first message. */
  baseOffset?: string;
  /** '-1' unless the topic has `message.timestamp.type=LogAppendTime`. */
  logAppendTime?: string;
  /** '-1': the client does not tell. */
  logStartOffset?: string;
}

export interface PartitionOffset {
  partition: number;
  offset: string;
}

export interface TopicOffsets {
  topic: string;
  partitions: PartitionOffset[];
}

export interface Offsets {
  topics: TopicOffsets[];
}

export interface Sender {
  /** One entry for each partition that got messages; none with acks 0. */
  send(record: ProducerRecord): Promise<RecordMetadata[]>;
  sendBatch(batch: ProducerBatch): Promise<RecordMetadata[]>;
}

export const producerEvents = {
  CONNECT: 'producer.connect',
  DISCONNECT: 'producer.disconnect',
  REQUEST: 'producer.network.request',
  REQUEST_TIMEOUT: 'producer.network.request_timeout',
  REQUEST_QUEUE_SIZE: 'producer.network.request_queue_size',
} as const;
export type ProducerEvents = typeof producerEvents;

export interface ProducerPayloads {
  'producer.connect': ConnectEvent['payload'];
  'producer.disconnect': ConnectEvent['payload'];
  'producer.network.request': RequestPayload;
  'producer.network.request_timeout': RequestTimeoutPayload;
  'producer.network.request_queue_size': RequestQueueSizePayload;
}

export interface Transaction extends Sender {
  /** Commits offsets with the transaction. */
  sendOffsets(offsets: Offsets & { consumerGroupId: string }): Promise<void>;
  commit(): Promise<void>;
  abort(): Promise<void>;
  isActive(): boolean;
}

export interface Producer extends Sender {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  isIdempotent(): boolean;
  readonly events: ProducerEvents;
  readonly on: On<ProducerPayloads>;
  transaction(): Promise<Transaction>;
  logger(): Logger;
}
