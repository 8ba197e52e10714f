/**
 * A producer with kafkajs's calls over the client's. Messages get their partitions here, by the partitioner, as each call
 * of it may count; batches, order and retries are the client's.
 */
import type { Admin, Producer as ClientProducer, ProducerOptions, ProducerRecord as ClientRecord } from '#client';
import type { ClusterOptions } from './cluster-options.ts';
import { CompressionTypes } from './constants.ts';
import { afterRetries, afterSending, type RetriesSpent } from './error-conversion.ts';
import { KafkaJSError, KafkaJSNonRetriableError } from './errors.ts';
import { Instrumentation } from './instrumentation.ts';
import { checkTopicMessages, responseOf, sizeOf, toRecord } from './messages.ts';
import { NetworkEvents } from './network-events.ts';
import { Partitioners } from './partitioners.ts';
import { LARGE_RECORD_BYTES, ProducerPool, type ProducerKind } from './producer-pool.ts';
import { producerEvents } from './producer-types.ts';
import type {
  Offsets,
  PartitionerArgs,
  PartitionMetadata,
  Producer,
  ProducerBatch,
  ProducerConfig,
  ProducerPayloads,
  RecordMetadata,
  TopicMessages,
  Transaction,
} from './producer-types.ts';
import type { RetryBudget } from './retry-budget.ts';
import { openTransaction } from './transaction.ts';
import { TransactionalProducer } from './transactional-producer.ts';
import type { Logger } from './logger.ts';

/** By when a producer that is disconnected has settled or given up what it was given. */
const DISCONNECT_MS = 30_000;

type State = 'disconnected' | 'connected' | 'disconnecting';

/** How records of a checked batch are sent: by the pool, or in a transaction. */
export type SendRecords = (
  records: ClientRecord[],
  kind: ProducerKind,
) => Promise<Awaited<ReturnType<ClientProducer['sendBatch']>>>;

type TopicSource = Pick<ClientProducer, 'partitionsFor'>;

export interface SendRules {
  /** Whether anything but acks -1 is an error. */
  readonly mustBeSafe: boolean;
  /** Who tells of topics; where absent, the producer that sends. */
  readonly topics?: TopicSource;
}

export class ProducerFacade {
  readonly logger: Logger;
  readonly #cluster: ClusterOptions;
  readonly #config: ProducerConfig;
  readonly #budget: RetryBudget;
  readonly #partition: (args: PartitionerArgs) => number;
  readonly #instrumentation: Instrumentation<ProducerPayloads>;
  readonly #network: NetworkEvents;
  readonly #knownTopics = new Set<string>();
  #state: State = 'disconnected';
  #connecting: Promise<void> | null = null;
  #pool: ProducerPool | null = null;
  #transactional: TransactionalProducer | null = null;
  #admin: Admin | null = null;

  constructor(cluster: ClusterOptions, config: ProducerConfig) {
    const { env } = cluster;
    this.logger = cluster.logger.namespace('Producer');
    this.#cluster = cluster;
    this.#config = config;
    this.#budget = cluster.budget(config.retry);
    if (config.idempotent === true && this.#budget.retries < 1) {
      throw new KafkaJSNonRetriableError('Idempotent producer must allow retries to protect against transient errors');
    }
    this.#partition = (config.createPartitioner ?? Partitioners.DefaultPartitioner)();
    const { logger } = this;
    this.#instrumentation = new Instrumentation({ env, logger, of: 'producer.events', events: producerEvents });
    this.#network = new NetworkEvents(env, {
      onRequest: (payload) => this.#instrumentation.emit('producer.network.request', payload),
      onTimeout: (payload) => this.#instrumentation.emit('producer.network.request_timeout', payload),
    });
    this.#instrumentation.onListening = (isListening) => this.#network.listen(isListening);
  }

  /** As an object of functions that may be taken apart, as kafkajs's. */
  asProducer(): Producer {
    return {
      connect: () => this.connect(),
      disconnect: () => this.disconnect(),
      isIdempotent: () => this.#config.idempotent === true,
      events: producerEvents,
      on: (name, listener) => this.#instrumentation.on(name, listener),
      send: ({ topic, messages, ...how }) => this.sendBatch({ ...how, topicMessages: [{ topic, messages }] }),
      sendBatch: (batch) => this.sendBatch(batch),
      transaction: () => this.transaction(),
      logger: () => this.logger,
    };
  }

  connect(): Promise<void> {
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  async #connect(): Promise<void> {
    if (this.#state === 'connected') return;
    this.#admin = await this.#cluster.connect(this.logger, this.#budget);
    const { idempotent = false, transactionalId, transactionTimeout } = this.#config;
    const options = await this.#options();
    const watch = (producer: ClientProducer): void => this.#network.watch(producer, options.bootstrapServers?.[0]);
    this.#pool = new ProducerPool({ ...options, enableIdempotence: idempotent }, watch);
    if (transactionalId !== undefined) {
      const transactions = {
        transactionalId,
        ...(transactionTimeout === undefined ? {} : { transactionTimeoutMs: transactionTimeout }),
      };
      this.#transactional = new TransactionalProducer({ ...options, ...transactions }, watch);
    }
    this.#state = 'connected';
    this.#instrumentation.emit('producer.connect', null);
  }

  async #options(): Promise<ProducerOptions> {
    const { metadataMaxAge, maxInFlightRequests: inFlight, idempotent, transactionalId } = this.#config;
    const common = await this.#cluster.common({ logger: this.logger, metadataMaxAge });
    const isSequenced = idempotent === true || transactionalId !== undefined;
    const { requestTimeoutMs, connectionTimeoutMs } = this.#cluster;
    return {
      ...common,
      deliveryTimeoutMs: Math.max(requestTimeoutMs, this.#budget.totalMs(requestTimeoutMs)),
      maxBlockMs: this.#budget.totalMs(connectionTimeoutMs),
      ...(inFlight === undefined || inFlight === null
        ? {}
        : { maxInFlightRequestsPerConnection: isSequenced ? Math.min(5, inFlight) : inFlight }),
    };
  }

  async disconnect(): Promise<void> {
    if (this.#state === 'connected') this.#state = 'disconnecting';
    await Promise.all([
      this.#pool?.close(DISCONNECT_MS),
      this.#transactional?.close(DISCONNECT_MS),
      this.#admin?.close(),
    ]);
    this.#pool = null;
    this.#transactional = null;
    this.#admin = null;
    this.#state = 'disconnected';
    this.#network.forget();
    this.#instrumentation.emit('producer.disconnect', null);
  }

  async sendBatch(batch: ProducerBatch): Promise<RecordMetadata[]> {
    return this.sendVia(batch, (records, kind) => this.#mustBeConnected().get(kind).sendBatch(records), {
      mustBeSafe: this.#config.idempotent === true,
    });
  }

  /** Sends a batch in the way given, having checked it and chosen partitions. */
  async sendVia(batch: ProducerBatch, send: SendRecords, rules: SendRules): Promise<RecordMetadata[]> {
    const { acks = -1, compression = CompressionTypes.None, topicMessages = [] } = batch;
    checkTopicMessages(topicMessages);
    if (rules.mustBeSafe && acks !== -1) {
      throw new KafkaJSNonRetriableError(
        "Not requiring ack for all messages invalidates the idempotent producer's EoS guarantees",
      );
    }
    if (acks !== -1 && acks !== 0 && acks !== 1) {
      throw new KafkaJSNonRetriableError(`Invalid acks ${String(acks)}: there are -1, 0 and 1`);
    }
    const pool = this.#mustBeConnected();
    const source = rules.topics ?? pool.get({ acks, compression, isLarge: false });
    const records = await this.#toRecords(source, topicMessages);
    if (records.length === 0) return [];
    try {
      const isLarge = records.some((record) => sizeOf(record) >= LARGE_RECORD_BYTES);
      const written = await send(records, { acks, compression, isLarge });
      return acks === 0 ? [] : responseOf(records, written);
    } catch (error) {
      throw this.failure(error);
    }
  }

  offsetsSent(groupId: string, offsets: Offsets): void {
    this.#cluster.offsetsSent(groupId, offsets);
  }

  failure(error: unknown): Error {
    return afterSending(error, this.#spent);
  }

  get #spent(): RetriesSpent {
    return { retryCount: this.#budget.retries, retryTime: this.#budget.waitMs };
  }

  async transaction(): Promise<Transaction> {
    if (this.#config.transactionalId === undefined) {
      throw new KafkaJSNonRetriableError('Must provide transactional id for transactional producer');
    }
    this.#mustBeConnected();
    const transactional = this.#transactional!;
    return openTransaction(this, transactional);
  }

  async #toRecords(source: TopicSource, topicMessages: readonly TopicMessages[]): Promise<ClientRecord[]> {
    const nowMs = this.#cluster.env.clock.now();
    const records: ClientRecord[] = [];
    for (const { topic, messages } of topicMessages) {
      if (messages.length === 0) continue;
      const partitionMetadata = await this.#partitionsOf(source, topic).catch((error: unknown) => {
        throw afterRetries(error, this.#spent);
      });
      for (const message of messages) {
        const partition = this.#partition({ topic, partitionMetadata, message });
        records.push(toRecord(topic, message, { partition, nowMs }));
      }
    }
    return records;
  }

  async #partitionsOf(source: TopicSource, topic: string): Promise<PartitionMetadata[]> {
    if (this.#config.allowAutoTopicCreation === false && !this.#knownTopics.has(topic)) {
      // Asking as a producer would make the topic.
      await this.#admin?.describeTopics([topic]);
      this.#knownTopics.add(topic);
    }
    const partitions = await source.partitionsFor(topic);
    return partitions.map(({ partition, leader, replicas, isr }) => {
      return { partitionErrorCode: 0, partitionId: partition, leader, replicas: [...replicas], isr: [...isr] };
    });
  }

  #mustBeConnected(): ProducerPool {
    if (this.#state === 'disconnecting') {
      throw new KafkaJSNonRetriableError(
        'The producer is disconnecting; therefore, it can not safely accept messages anymore',
      );
    }
    if (this.#pool === null) throw new KafkaJSError('The producer is disconnected');
    return this.#pool;
  }
}
