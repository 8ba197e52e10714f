/**
 * The producer: records in, batches out, in order, without loss or duplicates. This file is the calls that applications
 * make; how a record gets into a batch is the intake's, batches are the accumulator's, their way to brokers the sender's.
 *
 * Invariant: what is given is settled exactly once (acknowledged, failed, or dropped by its caller's signal), within
 * max.block.ms before it has its place in a batch and delivery.timeout.ms after.
 */
import type { Writable } from 'node:stream';
import type { Env, Logger } from '#kernel';
import { partitionsFor, type PartitionInfo } from '../cluster/partition-info.ts';
import { checkFunctions } from '../config/code-options.ts';
import { checkOptions, parseOptions, shownValue, type OptionsOf } from '../config/parse-options.ts';
import type { ClientIdentity } from '../diagnostics.ts';
import { errorFor, asClientError, type ClientError } from '../errors.ts';
import { Wait } from '../network/wait.ts';
import { COMMON_CODE_OPTIONS, openClient, type CommonCodeOptions, type OpenClient } from '../open-client.ts';
import type { Bytes } from '../records/serializers.ts';
import type { Metric } from '../telemetry/metric-registry.ts';
import { FlushWaiter } from './flush-waiter.ts';
import { Idempotence } from './idempotence.ts';
import type { ProducerBatch } from './producer-batch.ts';
import {
  checkProducerConfig,
  producerConfigs,
  type ProducerConfig,
  type ProducerDefinitions,
  type ProducerRules,
} from './producer-configs.ts';
import { requestIdentity } from './producer-identity.ts';
import type {
  ProducerCloseOptions,
  Delivery,
  Partitioner,
  ProducerCodeOptions,
  SendOptions,
} from './producer-options.ts';
import type { ProducerRecord, RecordMetadata } from './producer-record.ts';
import { offsetsOf, OpenTransaction, runTransaction } from './producer-transactions.ts';
import { producerWritable } from './producer-writable.ts';
import { RecordAccumulator } from './record-accumulator.ts';
import { RecordIntake } from './record-intake.ts';
import { abortWith, BatchCall, SendCall } from './send-call.ts';
import { Sender } from './sender.ts';
import { TransactionManager } from './transaction-manager.ts';
import type { GroupOffsetsToSend, OffsetsSource, Transaction } from './transaction.ts';

/** Configs (`producerConfigs`, in camel case) and code options. `acks` may be a number. */
export type ProducerOptions<K = Bytes, V = Bytes> = Omit<OptionsOf<ProducerDefinitions>, 'acks'> & {
  readonly acks?: OptionsOf<ProducerDefinitions>['acks'] | -1 | 0 | 1;
} & ProducerCodeOptions<K, V> &
  CommonCodeOptions;

const FUNCTION_OPTIONS: readonly string[] = ['keySerializer', 'valueSerializer', 'partitioner', 'onDelivery'];
const CODE_OPTIONS: readonly string[] = [...COMMON_CODE_OPTIONS, ...FUNCTION_OPTIONS];

/** How `close` shares its time: the rest is for the last push of metrics. */
const NO_TIME = 0;

/** A topic that is missing is not made while somebody who does not want that waits for it. */
const WARM_UP_MS = 500;

/**
 * Sends records: acknowledged by all in-sync replicas and without duplicates by default (KIP-98, KIP-679), in batches
 * that gather while a turn of the event loop lasts or a request is out. @typeParam K what keys are, by `keySerializer`;
 * @typeParam V values by `valueSerializer`.
 */
export class Producer<K = Bytes, V = Bytes> {
  readonly #client: OpenClient;
  readonly #env: Env;
  readonly #logger: Logger;
  readonly #config: ProducerConfig;
  readonly #deliveryTimeoutMs: number;
  readonly #onDelivery: ((delivery: Delivery) => void) | null;
  readonly #accumulator: RecordAccumulator;
  readonly #sender: Sender;
  readonly #intake: RecordIntake<K, V>;
  readonly #idempotence: Idempotence | null;
  readonly #transactions: TransactionManager | null;
  readonly #offChange: () => void;
  #isRequestingIdentity = false;
  #closing: Promise<void> | null = null;

  /** Connects when first used. Throws INVALID_CONFIG for options that are unknown, wrong or contradict each other. */
  constructor(options: ProducerOptions<K, V>) {
    const { config, rules } = parseProducerOptions(options);
    const { transactionalId } = config;
    this.#client = openClient(options, {
      kind: 'producer',
      config,
      metadataMaxIdleMs: config.metadataMaxIdleMs,
      telemetryLabels: () => (transactionalId === null ? {} : { transactional_id: transactionalId }),
    });
    const { cluster, context } = this.#client;
    this.#env = context.env;
    this.#logger = context.logger;
    this.#config = config;
    this.#deliveryTimeoutMs = rules.deliveryTimeoutMs;
    this.#onDelivery = options.onDelivery ?? null;
    this.#idempotence = rules.isIdempotent ? this.#createIdempotence() : null;
    this.#sender = this.#createSender(rules);
    this.#transactions = this.#createTransactions();
    this.#accumulator = this.#createAccumulator(options.partitioner ?? null);
    this.#sender.transactions = this.#transactions;
    this.#sender.accumulator = this.#accumulator;
    this.#intake = this.#createIntake(options);
    this.#offChange = cluster.metadata.onChange(() => this.#intake.onMetadata());
    this.#registerGauges();
  }

  /** As in its events on `diagnosticChannels`. */
  get identity(): ClientIdentity {
    return this.#client.context.diagnostics.client;
  }

  /**
   * Resolves when the record is acknowledged as `acks` asks. Rejects with SERIALIZATION_FAILED, MESSAGE_TOO_LARGE,
   * BUFFER_EXHAUSTED or UNKNOWN_TOPIC_OR_PARTITION (after maxBlockMs), REQUEST_TIMED_OUT (after deliveryTimeoutMs), what
   * the broker refused it with, ABORTED, CLIENT_CLOSED; in a transaction also with what ended that.
   */
  send(record: ProducerRecord<K, V>, options?: SendOptions): Promise<RecordMetadata> {
    const call = new SendCall();
    if (options?.signal !== undefined) abortWith(call, options.signal);
    if (!call.isAborted) this.#intake.give(record, call, 0, 'waits');
    return call.promise;
  }

  /**
   * Resolves when all are acknowledged, in the order given. Where some failed it rejects, once all are settled, with a
   * PartialFailure whose `results` tell of each; a single record rejects with its own error.
   */
  sendBatch(records: readonly ProducerRecord<K, V>[], options?: SendOptions): Promise<RecordMetadata[]> {
    if (!Array.isArray(records)) {
      return Promise.reject(
        errorFor('INVALID_REQUEST', `sendBatch takes an array of records, not ${shownValue(records)}`),
      );
    }
    const call = new BatchCall(records);
    if (options?.signal !== undefined && records.length > 0) abortWith(call, options.signal);
    if (call.isAborted) return call.promise;
    for (let slot = 0; slot < records.length; slot++) this.#intake.give(records[slot], call, slot, 'waits');
    return call.promise;
  }

  /** As `send`, but null where the record would have to wait for memory. */
  trySend(record: ProducerRecord<K, V>): Promise<RecordMetadata> | null {
    const call = new SendCall();
    return this.#intake.give(record, call, 0, 'takes-memory') ? call.promise : null;
  }

  /**
   * Takes the record and makes no promise; false where it was not taken, because memory is used up (`flush` waits until it
   * is free). What came of it is told to `onDelivery`, once a batch. The record and the bytes of its key and value are the
   * caller's again when it returns.
   */
  enqueue(record: ProducerRecord<K, V>): boolean {
    return this.#intake.give(record, null, 0, 'takes-memory');
  }

  /**
   * A stream that takes ProducerRecords, in object mode and as fast as memory allows. It finishes when all are
   * acknowledged, and is destroyed with the error of the first that failed.
   */
  writable(): Writable {
    return producerWritable<K, V>({
      give: (record, listener, onAdmitted) => this.#intake.giveSlowly(record, listener, onAdmitted),
      flush: () => this.flush(),
    });
  }

  /** Sends what lingers, and resolves when all that was given before is settled, well or not. */
  async flush(): Promise<void> {
    this.#sender.urgency++;
    try {
      this.#sender.wakeAll();
      await this.#intake.waiting.settled();
      await new FlushWaiter(this.#accumulator.incomplete.toArray()).promise;
    } finally {
      this.#sender.urgency--;
    }
  }

  /**
   * Connects, asks for the producer's id and where the topics are, so that the first records wait for none of it. Makes no
   * topics, and never rejects: what fails is asked for again where it is needed.
   */
  async warmUp(topics: readonly string[] = []): Promise<void> {
    if (this.#closing !== null) return;
    if (this.#idempotence?.hasIdentity === false) this.#requestIdentity();
    const wait = { timeoutMs: Math.min(this.#config.maxBlockMs, WARM_UP_MS), allowAutoTopicCreation: false };
    await this.#client.cluster.metadata.ensure(topics, wait).catch(() => undefined);
  }

  /** Rejects with UNKNOWN_TOPIC_OR_PARTITION after maxBlockMs, or with why the topic may not be seen. */
  async partitionsFor(topic: string): Promise<PartitionInfo[]> {
    if (this.#closing !== null) throw errorFor('CLIENT_CLOSED', 'The producer is closed.');
    return partitionsFor(this.#client.cluster.metadata, topic, { timeoutMs: this.#config.maxBlockMs });
  }

  /** How many partitions a topic has, as far as is known without asking; null where it is not. `partitionsFor` asks. */
  partitionCount(topic: string): number | null {
    const known = this.#client.cluster.metadata.topic(topic);
    return known === undefined || known.error !== null ? null : known.partitions.length;
  }

  /** How many bytes the keys and values take that were put into batches so far, of all records. */
  get encodedBytes(): number {
    return this.#accumulator.encodedBytes;
  }

  /** All metrics as they stand, under the names of Kafka's Java producer. */
  metrics(): Metric[] {
    return this.#client.context.diagnostics.metrics.snapshot();
  }

  /** The id under which brokers know this producer's metrics (KIP-714). ILLEGAL_STATE unless `enableMetricsPush` is true. */
  clientInstanceId(timeoutMs: number = this.#config.requestTimeoutMs): Promise<string> {
    return this.#client.telemetry.clientInstanceId(timeoutMs);
  }

  /**
   * Takes no more records, settles those that were taken, and ends. An open transaction is aborted. Never rejects; a second
   * call waits for the first.
   */
  close(options: ProducerCloseOptions = {}): Promise<void> {
    const { timeoutMs = this.#deliveryTimeoutMs } = options;
    this.#closing ??= this.#close(timeoutMs >= 0 ? timeoutMs : this.#deliveryTimeoutMs);
    return this.#closing;
  }

  /** As `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /**
   * Gets the transactional id for this producer: whoever had it before is fenced, and its open transaction aborted. The
   * first transaction does it where it was not done. Rejects with REQUEST_TIMED_OUT after maxBlockMs (it goes on, and may
   * be called again), INVALID_TRANSACTION_TIMEOUT, TRANSACTIONAL_ID_AUTHORIZATION_FAILED, PRODUCER_FENCED.
   */
  async initTransactions(): Promise<void> {
    await this.#transactional('initTransactions').initialize();
  }

  /** All that is sent from now on belongs to the transaction. Rejects with ILLEGAL_STATE where one is open. */
  async beginTransaction(): Promise<Transaction<K, V>> {
    const manager = this.#transactional('beginTransaction');
    await manager.begin();
    return new OpenTransaction(this, manager);
  }

  /** Commits offsets with the transaction: those that a consumer has processed, or those given (KIP-447). */
  async sendOffsets(source: OffsetsSource | GroupOffsetsToSend): Promise<void> {
    await this.#transactional('sendOffsets').sendOffsets(offsetsOf(source));
  }

  /**
   * Settles all records of the transaction, then commits it. An error that is `abortable` asks for `abortTransaction`; one
   * that is `fatal` for another producer; REQUEST_TIMED_OUT, after maxBlockMs, for calling it again.
   */
  async commitTransaction(): Promise<void> {
    await this.#transactional('commitTransaction').commit();
  }

  /** Nothing of the transaction will be seen by read_committed consumers. */
  async abortTransaction(): Promise<void> {
    await this.#transactional('abortTransaction').abort();
  }

  /** Runs `work` in a transaction: commits when it resolves, aborts and rethrows when it throws. One at a time. */
  async transaction<T>(work: (transaction: Transaction<K, V>) => Promise<T>): Promise<T> {
    return runTransaction(this.#transactional('transaction'), { sends: this, logger: this.#logger }, work);
  }

  #createIdempotence(): Idempotence {
    return new Idempotence({
      isTransactional: this.#config.transactionalId !== null,
      onLostTrack: () => this.#transactions?.onLostTrack(),
      giveUp: (batch) => this.#sender.giveUp(batch),
    });
  }

  #createSender(rules: ProducerRules): Sender {
    const { cluster, context } = this.#client;
    return new Sender({
      env: this.#env,
      cluster,
      config: this.#config,
      rules,
      diagnostics: context.diagnostics,
      idempotence: this.#idempotence,
      onNeedsIdentity: () => this.#requestIdentity(),
      onDone: (batch, baseOffset) => this.#onDone(batch, baseOffset),
    });
  }

  #createTransactions(): TransactionManager | null {
    const { transactionalId } = this.#config;
    if (transactionalId === null || this.#idempotence === null) return null;
    return new TransactionManager({
      env: this.#env,
      cluster: this.#client.cluster,
      config: this.#config,
      transactionalId,
      idempotence: this.#idempotence,
      hooks: this.#hooks(),
    });
  }

  #createAccumulator(partitioner: Partitioner | null): RecordAccumulator {
    const sender = this.#sender;
    const transactions = this.#transactions;
    return new RecordAccumulator({
      env: this.#env,
      config: this.#config,
      partitioner,
      listener: {
        onAppend: (queue, batch, bytes) => {
          if (transactions !== null) transactions.join(queue);
          sender.onAppend(queue, batch, bytes);
        },
        onBatch: (queue, batch) => sender.onBatch(queue, batch),
        onSealed: (queue) => sender.onSealed(queue),
      },
    });
  }

  #createIntake(options: ProducerOptions<K, V>): RecordIntake<K, V> {
    const { cluster, context } = this.#client;
    return new RecordIntake<K, V>({
      env: this.#env,
      cluster,
      config: this.#config,
      diagnostics: context.diagnostics,
      transactions: this.#transactions,
      accumulator: this.#accumulator,
      sender: this.#sender,
      keySerializer: options.keySerializer ?? null,
      valueSerializer: options.valueSerializer ?? null,
      onRefused: (topic, error) =>
        this.#tell({ topic, partition: -1, baseOffset: -1, recordCount: 1, enqueuedCount: 1, error }),
    });
  }

  #transactional(call: string): TransactionManager {
    if (this.#closing !== null) throw errorFor('CLIENT_CLOSED', 'The producer is closed.');
    if (this.#transactions !== null) return this.#transactions;
    throw errorFor('ILLEGAL_STATE', `${call} needs a transactional producer: give it a transactionalId.`);
  }

  #hooks(): ConstructorParameters<typeof TransactionManager>[0]['hooks'] {
    return {
      flush: () => this.flush(),
      failUnsent: (error, all) => {
        this.#intake.waiting.failAll(error);
        this.#sender.failUnsent(error, all);
      },
      wake: () => this.#sender.wakeAll(),
    };
  }

  #requestIdentity(): void {
    // Of a transactional producer initTransactions has done it, or nothing may be sent.
    if (this.#isRequestingIdentity || this.#transactions !== null) return;
    this.#isRequestingIdentity = true;
    requestIdentity(this.#client.cluster, this.#deliveryTimeoutMs)
      .then((identity) => this.#idempotence?.setIdentity(identity))
      .catch((error: unknown) => {
        const failure = asClientError(error);
        // What may pass is asked for again, while there are batches that have time.
        if (!failure.retriable) this.#sender.failUnsent(failure, true);
      })
      .finally(() => {
        this.#isRequestingIdentity = false;
        this.#sender.wakeAll();
      });
  }

  #onDone(batch: ProducerBatch, baseOffset: number): void {
    this.#accumulator.end(batch);
    if (batch.enqueuedCount > 0) {
      const { queue, recordCount, enqueuedCount } = batch;
      const error = batch.isFailed ? batch.lastError : null;
      const { partition, topic } = queue;
      this.#tell({ topic: topic.name, partition, baseOffset, recordCount, enqueuedCount, error });
    }
    if (batch.flushes !== null) for (const flush of batch.flushes) flush.ended();
    this.#intake.onMemory();
  }

  #tell(delivery: Delivery): void {
    if (this.#onDelivery === null) {
      if (delivery.error === null) return;
      this.#logger.warn('Records given to enqueue were not delivered', {
        topic: delivery.topic,
        partition: delivery.partition,
        count: delivery.enqueuedCount,
        reason: delivery.error.message,
      });
      return;
    }
    try {
      this.#onDelivery(delivery);
    } catch (error) {
      this.#logger.error('onDelivery threw', { reason: asClientError(error).message });
    }
  }

  async #close(timeoutMs: number): Promise<void> {
    const deadlineMs = this.#env.clock.monotonic() + timeoutMs;
    const leftMs = (): number => Math.max(NO_TIME, deadlineMs - this.#env.clock.monotonic());
    this.#intake.isClosed = true;
    if (this.#transactions !== null) await this.#transactions.close(timeoutMs);
    await this.#flushWithin(leftMs());
    const error = errorFor('CLIENT_CLOSED', 'The producer was closed before the record was delivered.');
    this.#intake.waiting.failAll(error);
    this.#sender.failUnsent(error, true);
    this.#sender.close();
    this.#intake.waiting.close();
    this.#offChange();
    await this.#client.close(leftMs());
  }

  async #flushWithin(timeoutMs: number): Promise<void> {
    if (timeoutMs === NO_TIME) return;
    const wait = new Wait<void>({ env: this.#env, timeoutMs, onTimeout: () => errorFor('REQUEST_TIMED_OUT') });
    this.flush().then(
      () => wait.resolve(),
      (error: unknown) => wait.reject(error),
    );
    // What is not settled in time fails with CLIENT_CLOSED.
    await wait.promise.catch((_error: ClientError) => undefined);
  }

  #registerGauges(): void {
    const registry = this.#client.context.diagnostics.metrics;
    const place = { group: 'producer-metrics' };
    const { pool } = this.#accumulator;
    registry.gauge(place, 'buffer-total-bytes', 'the bytes that records may take', () => pool.totalBytes);
    registry.gauge(place, 'buffer-available-bytes', 'the bytes that records do not take', () => pool.availableBytes);
    registry.gauge(
      place,
      'requests-in-flight',
      'the Produce requests that are out',
      () => this.#sender.requestsInFlight,
    );
  }
}

/** Throws INVALID_CONFIG. */
function parseProducerOptions(options: object): { config: ProducerConfig; rules: ProducerRules } {
  checkOptions('producer', options);
  checkFunctions(options, FUNCTION_OPTIONS);
  const given: Record<string, unknown> = { ...options };
  if (typeof given['acks'] === 'number') given['acks'] = String(given['acks']);
  const config = parseOptions('producer', producerConfigs, CODE_OPTIONS, given);
  const set = Object.keys(given).filter((name) => given[name] !== undefined);
  return { config, rules: checkProducerConfig(config, new Set(set)) };
}
