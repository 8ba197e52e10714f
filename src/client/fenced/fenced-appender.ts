/**
 * Writes to one partition as long as nobody else has taken over: a lock whose holder is checked by the partition's leader
 * with every batch. Who holds a transactional id has the highest epoch of its producer id (KIP-98, KIP-360); batches are
 * idempotent and carry that epoch, but belong to no transaction, so that the log holds neither markers nor anything that
 * could be aborted.
 *
 * Invariant: from the first batch of a new holder on, the partition takes none of an earlier one. A batch is out alone, and
 * after one whose fate is not known nothing is written before `renew`: what comes then is behind it, or it never comes.
 */
import { assert, defineConfigs, type ConfigTable } from '#kernel';
import {
  Errors,
  initProducerIdRequest,
  initProducerIdResponse,
  RecordBatchBuilder,
  ZERO_UUID,
  type InitProducerIdRequest,
  type RecordBytes,
} from '#protocol';
import { commonDefinitions, type CommonDefinitions } from '../config/common-configs.ts';
import { invalidConfig, parseOptions, type OptionsOf } from '../config/parse-options.ts';
import {
  codeNeedsMetadata,
  errorFor,
  isKafkaError,
  needsCoordinator,
  needsMetadata,
  type ClientError,
} from '../errors.ts';
import { COMMON_CODE_OPTIONS, openClient, type CommonCodeOptions, type OpenClient } from '../open-client.ts';
import { NO_IDENTITY, type ProducerIdentity } from '../producer/partition-sequences.ts';
import { PRODUCE } from '../producer/produce-request.ts';

/** What is written to, and the lock that it is written under. */
export interface FencedAppenderPlace {
  /** Who holds it may write; all that compete use the same one. Needs WRITE on the TransactionalId. */
  readonly transactionalId: string;
  /** The topic's name; it must be there. */
  readonly topic: string;
  /** From 0. */
  readonly partition: number;
}

/** The configs that all clients have, and where it writes. */
export type FencedAppenderOptions = OptionsOf<CommonDefinitions> & CommonCodeOptions & FencedAppenderPlace;

/** Where a batch was written. */
export interface AppendedBatch {
  /** Of the first record; the others follow without a gap. */
  readonly baseOffset: number;
  /** Of all its records, ms since 1970. */
  readonly timestamp: number;
}

interface KeyAndValue {
  readonly key: RecordBytes;
  readonly value: RecordBytes;
}

const configs: ConfigTable<CommonDefinitions> = defineConfigs(commonDefinitions);
const INIT_PRODUCER_ID = [initProducerIdRequest, initProducerIdResponse] as const;
/** The first version that bumps an epoch for who proves to have the last one (KIP-360, Kafka 2.5). */
const FIRST_WITH_EPOCH = 3;
/** Later versions are of two-phase commit. */
const LAST_INIT_VERSION = 5;
/** Topics by id begin with the next one. */
const LAST_PRODUCE_VERSION_BY_NAME = 12;
/** There are no transactions; what brokers take by default. */
const TRANSACTION_TIMEOUT_MS = 60_000;
/**
 * A holder that was quiet for so long proves itself before it writes: a partition forgets producers after a day
 * (`producer.id.expiration.ms`), and with them that an earlier epoch is over; a coordinator forgets an id after a week.
 */
const RENEW_AFTER_MS = 6 * 3_600_000;

const FENCED: ReadonlySet<number> = new Set([
  Errors.PRODUCER_FENCED.code,
  Errors.INVALID_PRODUCER_EPOCH.code,
  Errors.INVALID_PRODUCER_ID_MAPPING.code,
]);

/** After these the batch is, or may be, in the log. */
const UNSURE: ReadonlySet<string> = new Set([
  Errors.UNKNOWN_SERVER_ERROR.name,
  Errors.NETWORK_EXCEPTION.name,
  Errors.REQUEST_TIMED_OUT.name,
  Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND.name,
  Errors.DUPLICATE_SEQUENCE_NUMBER.name,
  Errors.OUT_OF_ORDER_SEQUENCE_NUMBER.name,
  Errors.UNKNOWN_PRODUCER_ID.name,
  'CLIENT_CLOSED',
  'ABORTED',
]);

/** Writes to one partition, as long as nobody else has acquired it under the same transactional id. */
export class FencedAppender {
  readonly #client: OpenClient;
  readonly #place: FencedAppenderPlace;
  #identity: ProducerIdentity = NO_IDENTITY;
  #sequence = 0;
  #provenMs = 0;
  #isUnsure = false;
  #isBusy = false;

  /** No I/O yet. Fails with INVALID_CONFIG for options that cannot be. */
  constructor(options: FencedAppenderOptions) {
    const config = parseOptions('fenced appender', configs, [...COMMON_CODE_OPTIONS, ...PLACE_OPTIONS], options);
    const { transactionalId, topic, partition } = options;
    if (transactionalId === '') throw invalidConfig('The transactionalId of a fenced appender must not be empty');
    this.#place = { transactionalId, topic, partition };
    this.#client = openClient(options, { kind: 'producer', config, allowAutoTopicCreation: false });
  }

  /** Whether `append` may be called: the partition is held as far as is known here, and no fate is unknown. */
  get isUsable(): boolean {
    return this.#identity !== NO_IDENTITY && !this.#isUnsure;
  }

  /** Whether it has held the partition and has not heard that somebody else does. */
  get isHolder(): boolean {
    return this.#identity !== NO_IDENTITY;
  }

  /**
   * Takes over from whoever held the partition. The other one hears of it with its next batch, and can write until this one
   * has written its first. Rejects with REQUEST_TIMED_OUT, or with what cannot pass (TRANSACTIONAL_ID_AUTHORIZATION_FAILED).
   */
  acquire(timeoutMs: number): Promise<void> {
    this.#identity = NO_IDENTITY;
    return this.#alone(() => this.#init(NO_IDENTITY, timeoutMs));
  }

  /**
   * Goes on under a new epoch, without taking anything over: PRODUCER_FENCED (fatal) where somebody else has. What was
   * written before, and is not in the log once the next batch is, will never be there.
   */
  renew(timeoutMs: number): Promise<void> {
    assert(this.isHolder, 'what is renewed was acquired');
    return this.#alone(() => this.#init(this.#identity, timeoutMs));
  }

  /**
   * Writes the records as one batch, with acks=all; retries as long as that is safe and `timeoutMs` allows. Rejects with
   * PRODUCER_FENCED (fatal) when somebody else has taken over; with other errors as a producer does. `isUsable` is false
   * where the records may have been written nevertheless.
   */
  async append(records: readonly KeyAndValue[], timeoutMs: number): Promise<AppendedBatch> {
    assert(records.length > 0, 'a batch has records');
    assert(this.isUsable, 'a batch is appended by a holder whose last batch is known');
    const now = this.#client.context.env.clock.monotonic();
    if (now - this.#provenMs > RENEW_AFTER_MS) await this.renew(timeoutMs);
    return this.#alone(() => this.#append(records, timeoutMs));
  }

  /** Ends the connections. The partition stays held until somebody else acquires it. */
  close(): Promise<void> {
    return this.#client.close();
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    assert(!this.#isBusy, 'a fenced appender does one thing at a time');
    this.#isBusy = true;
    try {
      return await work();
    } finally {
      this.#isBusy = false;
    }
  }

  async #init(identity: ProducerIdentity, timeoutMs: number): Promise<void> {
    const { transactionalId } = this.#place;
    const request: InitProducerIdRequest = {
      ...identity,
      transactionalId,
      transactionTimeoutMs: TRANSACTION_TIMEOUT_MS,
      enable2Pc: false,
      keepPreparedTxn: false,
    };
    // Counted from before the question: the answer may have been long on its way.
    const askedMs = this.#client.context.env.clock.monotonic();
    this.#identity = await this.#client.cluster.retry(() => this.#askForId(request, identity), {
      timeoutMs,
      describe: `acquire the transactional id ${transactionalId}`,
    });
    this.#provenMs = askedMs;
    this.#sequence = 0;
    this.#isUnsure = false;
  }

  async #askForId(request: InitProducerIdRequest, identity: ProducerIdentity): Promise<ProducerIdentity> {
    const { cluster } = this.#client;
    const { transactionalId } = this.#place;
    const nodeId = await cluster.coordinator('transaction', transactionalId);
    try {
      const versions = { minVersion: FIRST_WITH_EPOCH, maxVersion: LAST_INIT_VERSION };
      const answer = await cluster.send(nodeId, INIT_PRODUCER_ID, request, versions);
      const { errorCode, producerId, producerEpoch } = answer;
      if (errorCode === Errors.NONE.code) return { producerId, producerEpoch };
      if (FENCED.has(errorCode)) throw this.#fenced(identity);
      throw errorFor(errorCode, null, { nodeId });
    } catch (error) {
      const isStale = needsCoordinator(error) || isKafkaError(error, 'REQUEST_TIMED_OUT');
      if (isStale) cluster.forgetCoordinator('transaction', transactionalId, nodeId);
      throw error;
    }
  }

  async #append(records: readonly KeyAndValue[], timeoutMs: number): Promise<AppendedBatch> {
    const { env } = this.#client.context;
    const timestamp = env.clock.now();
    const builder = new RecordBatchBuilder();
    for (const { key, value } of records) builder.append(timestamp, key, value);
    const identity = this.#identity;
    const batch = builder.build({ ...identity, baseSequence: this.#sequence });
    this.#isUnsure = true;
    let mayBeWritten = false;
    const attempt = async (_: number, remainingMs: number): Promise<AppendedBatch> => {
      try {
        return await this.#produce(batch, { identity, timestamp, remainingMs });
      } catch (error) {
        if (isKafkaError(error) && UNSURE.has(error.code)) mayBeWritten = true;
        throw error;
      }
    };
    const { topic, partition } = this.#place;
    try {
      const appended = await this.#client.cluster.retry(attempt, {
        timeoutMs,
        describe: `append to ${topic}-${partition}`,
      });
      this.#sequence += records.length;
      this.#isUnsure = false;
      return appended;
    } catch (error) {
      // The time may have been over in the middle of an attempt.
      const isRefused = isKafkaError(error) && !UNSURE.has(error.code) && !mayBeWritten;
      if (isRefused) this.#isUnsure = false;
      throw error;
    }
  }

  async #produce(batch: Buffer, { identity, timestamp, remainingMs }: Attempt): Promise<AppendedBatch> {
    const { cluster } = this.#client;
    const { topic, partition } = this.#place;
    await cluster.metadata.ensure([topic], { timeoutMs: Math.max(1, remainingMs) });
    const metadata = cluster.metadata.topic(topic);
    const leader = metadata?.partitions[partition]?.leader ?? -1;
    if (metadata === undefined || leader < 0) {
      cluster.metadata.invalidate(`${topic}-${partition} has no leader`);
      throw errorFor(metadata?.error ?? 'LEADER_NOT_AVAILABLE', null, { topic, partition });
    }
    const timeoutMs = Math.max(1, Math.ceil(remainingMs));
    const { topicId } = metadata;
    const topicData = [{ name: topic, topicId, partitionData: [{ index: partition, records: batch }] }];
    const body = { transactionalId: null, acks: -1, timeoutMs, topicData };
    try {
      const versions = topicId === ZERO_UUID ? { maxVersion: LAST_PRODUCE_VERSION_BY_NAME } : {};
      const answer = await cluster.send(leader, PRODUCE, body, versions);
      const result = answer.responses[0]?.partitionResponses[0];
      if (result === undefined) throw errorFor('UNKNOWN_SERVER_ERROR', null, { nodeId: leader, retriable: true });
      const { errorCode, baseOffset, logAppendTimeMs } = result;
      if (errorCode !== Errors.NONE.code) throw this.#refused(identity, errorCode, result.errorMessage);
      return { baseOffset, timestamp: logAppendTimeMs < 0 ? timestamp : logAppendTimeMs };
    } catch (error) {
      if (needsMetadata(error)) cluster.metadata.invalidate('a batch found no leader where it was');
      throw error;
    }
  }

  #refused(identity: ProducerIdentity, errorCode: number, message: string | null): ClientError {
    if (FENCED.has(errorCode)) return this.#fenced(identity);
    const { topic, partition } = this.#place;
    const retriable = codeNeedsMetadata(errorCode) ? { retriable: true } : {};
    return errorFor(errorCode, message, { topic, partition, ...retriable });
  }

  /** An attempt that nobody waits for any more may find its epoch over because of a renewal: that is no news. */
  #fenced(identity: ProducerIdentity): ClientError {
    if (this.#identity === identity) this.#identity = NO_IDENTITY;
    const { topic, partition, transactionalId } = this.#place;
    const message = `Another one writes to ${topic}-${partition} now: it has taken over the transactional id ${transactionalId}`;
    return errorFor('PRODUCER_FENCED', message, { topic, partition, fatal: true });
  }
}

interface Attempt {
  readonly identity: ProducerIdentity;
  readonly timestamp: number;
  readonly remainingMs: number;
}

const PLACE_OPTIONS: readonly string[] = ['transactionalId', 'topic', 'partition'];
