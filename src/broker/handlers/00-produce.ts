/**
 * Produce (key 0), versions 3 to 13. KIP-98 idempotence, KIP-467 record errors, KIP-516 topic ids (13), KIP-951
 * leader hints (10), KIP-890: transactional batches are checked with the transaction coordinator, and from 12 on their
 * partitions added to the transaction.
 *
 * ApiVersions claims 0 to 13, as Kafka does for librdkafka's sake (KAFKA-18659); 0 to 2 are not served.
 */
import { isKafkaError } from '#kernel';
import type { AppendResult, Rejection } from '#log';
import { isInternalTopic } from '#metadata';
import {
  CompressionType,
  contiguous,
  Errors,
  errorForCode,
  errorForName,
  newProduceResponse,
  newProduceResponsePartitionProduceResponse,
  produceRequest,
  produceResponse,
  recordBatch,
  type ProduceRequest,
  type ProduceResponse,
  type ProduceResponsePartitionProduceResponse,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized, isTopicAuthorized } from '../authorization.ts';
import { DelayedProduce } from '../delayed-produce.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { LeaderHints, NO_LEADER_HINT } from '../leader-hints.ts';
import type { Partition, PartitionAppendOptions } from '../partition.ts';
import { checkSchemas } from '../schema-validation.ts';
import { confirmTransaction, hasBegun } from '../transaction-verification.ts';
import type { PartitionVerification } from '../transaction-verifications.ts';

const NO_RECORDS = Buffer.alloc(0);
const FIRST_VERSION_WITH_ZSTD = 7;
/** KIP-890: the error that only ends the transaction, and partitions that are added by their first batch. */
const FIRST_VERSION_WITH_ABORTABLE = 11;
const FIRST_VERSION_THAT_ADDS = 12;
const FIRST_VERSION_WITH_LEADER_HINTS = 10;
const FIRST_VERSION_WITH_TOPIC_IDS = 13;
/** The one client that may write to internal topics, by its client id, as in Kafka. */
const ADMIN_CLIENT_ID = '__admin_client';

export const handler: Handler<ProduceRequest, ProduceResponse> = {
  request: produceRequest,
  response: produceResponse,
  minVersion: 3,
  maxVersion: 13,
  advertisedMinVersion: 0,
  overlaps: true,
  handle(request, context) {
    const { acks } = request;
    if (acks !== -1 && acks !== 0 && acks !== 1) return refuseAll(request, Errors.INVALID_REQUIRED_ACKS.code);
    const produce = new ProduceExchange(request, context);
    const unprepared = produce.append();
    if (unprepared.length === 0) return produce.answer();
    // Recompression, and asking the transaction coordinator, take a while: the next request must not overtake this one's appends.
    context.isExclusive = true;
    return Promise.all(unprepared).then(() => produce.answer());
  },
};

interface PendingAppend {
  readonly answer: ProduceResponsePartitionProduceResponse;
  readonly unprepared: Promise<void>[];
  /** Where the transaction coordinator was asked about the batch. */
  readonly confirmed?: ConfirmedBatch;
}

interface ConfirmedBatch {
  /** Undefined where meanwhile the transaction has begun in the partition. */
  readonly verification: PartitionVerification | undefined;
  /** By a client of transactions version 2. */
  readonly adds: boolean;
}

interface UnconfirmedBatch {
  readonly partition: Partition;
  readonly records: Buffer;
  readonly answer: ProduceResponsePartitionProduceResponse;
}

/** One request on its way: the appends, then the wait, then the answer. */
class ProduceExchange {
  readonly #request: ProduceRequest;
  readonly #context: RequestContext;
  readonly #response = newProduceResponse();
  readonly #delayed: DelayedProduce;
  #hasError = false;

  constructor(request: ProduceRequest, context: RequestContext) {
    this.#request = request;
    this.#context = context;
    this.#delayed = new DelayedProduce(context.broker.env.clock.monotonic() + request.timeoutMs);
  }

  /** Appends all that can be appended at once; returns what has to be awaited for the rest. */
  append(): Promise<void>[] {
    const usesTopicIds = this.#context.apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS;
    const unprepared: Promise<void>[] = [];
    const unconfirmed: UnconfirmedBatch[] = [];
    for (const topic of this.#request.topicData) {
      const partitionResponses: ProduceResponsePartitionProduceResponse[] = [];
      this.#response.responses.push({ name: topic.name, topicId: topic.topicId, partitionResponses });
      const isForbidden = this.#context.broker.authorizer !== null && !this.#mayWrite(topic.name, topic.topicId);
      for (const data of topic.partitionData) {
        const answer = unanswered(data.index);
        partitionResponses.push(answer);
        const { partitions } = this.#context.broker;
        const partition = isForbidden
          ? Errors.TOPIC_AUTHORIZATION_FAILED.code
          : usesTopicIds
            ? partitions.findById(topic.topicId, data.index)
            : partitions.find(topic.name, data.index);
        const records = data.records === null ? NO_RECORDS : contiguous(data.records);
        const errorCode = typeof partition === 'number' ? partition : this.#check(partition, records);
        if (typeof partition === 'number' || errorCode !== Errors.NONE.code) this.#refuse(answer, errorCode);
        else if (this.#isUnconfirmed(partition, records)) unconfirmed.push({ partition, records, answer });
        else this.#admit(partition, records, { answer, unprepared });
      }
    }
    if (unconfirmed.length > 0) unprepared.push(this.#confirm(unconfirmed));
    return unprepared;
  }

  /** Ids that there are not are left to the look-up, which says so. */
  #mayWrite(name: string, topicId: string): boolean {
    const byId = this.#context.apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS;
    const topic = byId ? this.#context.broker.metadata.image.topicById(topicId)?.name : name;
    return topic === undefined || isTopicAuthorized(this.#context, AclOperation.WRITE, topic);
  }

  /** What can be told before the log looks at the batch. */
  #check(partition: Partition, records: Buffer): number {
    const { apiVersion, clientId } = this.#context;
    if (isInternalTopic(partition.topic) && clientId !== ADMIN_CLIENT_ID) return Errors.INVALID_TOPIC_EXCEPTION.code;
    if (this.#request.acks === -1 && partition.log.config.minInsyncReplicas > 1) {
      return Errors.NOT_ENOUGH_REPLICAS.code;
    }
    if (records.length < recordBatch.HEADER_SIZE) return Errors.INVALID_RECORD.code;
    if (recordBatch.sizeInBytes(records, 0) !== records.length) return Errors.INVALID_RECORD.code;
    const isZstd = recordBatch.compressionType(records, 0) === CompressionType.ZSTD;
    if (isZstd && apiVersion < FIRST_VERSION_WITH_ZSTD) return Errors.UNSUPPORTED_COMPRESSION_TYPE.code;
    const isForbidden = recordBatch.isTransactional(records, 0) && !this.#mayTransact();
    return isForbidden ? Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code : Errors.NONE.code;
  }

  #mayTransact(): boolean {
    const { transactionalId: name } = this.#request;
    const type = AclResourceType.TRANSACTIONAL_ID;
    return name !== null && isAuthorized(this.#context, AclOperation.WRITE, { type, name });
  }

  /** Whether the transaction coordinator has to be asked first: at a transaction's first batch for the partition. */
  #isUnconfirmed(partition: Partition, records: Buffer): boolean {
    if (!recordBatch.isTransactional(records, 0)) return false;
    const producerId = recordBatch.producerId(records, 0);
    return !hasBegun(partition, { producerId, producerEpoch: recordBatch.producerEpoch(records, 0) });
  }

  /** Adds the partitions to the transaction, or makes sure that they belong to it, and appends what may be appended. */
  async #confirm(batches: readonly UnconfirmedBatch[]): Promise<void> {
    const { broker, apiVersion } = this.#context;
    const first = batches[0]!.records;
    const producerId = recordBatch.producerId(first, 0);
    const producerEpoch = recordBatch.producerEpoch(first, 0);
    const transactionalId = this.#request.transactionalId!;
    const adds = apiVersion >= FIRST_VERSION_THAT_ADDS;
    const own = batches.filter(({ records }) => recordBatch.producerId(records, 0) === producerId);
    for (const { records, answer } of batches) {
      const isOther = recordBatch.producerId(records, 0) !== producerId;
      if (isOther) this.#refuse(answer, Errors.INVALID_PRODUCER_ID_MAPPING.code);
    }
    const { errorCodes, verifications } = await confirmTransaction(
      broker,
      { transactionalId, producerId, producerEpoch, adds },
      own.map(({ partition, records }) => ({ partition, baseSequence: recordBatch.baseSequence(records, 0) })),
    );
    const unprepared: Promise<void>[] = [];
    own.forEach(({ partition, records, answer }, index) => {
      const errorCode = writeErrorCode(errorCodes[index]!, apiVersion);
      const verification = verifications[index];
      if (errorCode !== Errors.NONE.code) this.#refuse(answer, errorCode);
      else this.#admit(partition, records, { answer, unprepared, confirmed: { verification, adds } });
    });
    await Promise.all(unprepared);
  }

  /** Looks at the records' schemas first, where the topic has rules for them. */
  #admit(partition: Partition, records: Buffer, pending: PendingAppend): void {
    const { keySchema, valueSchema } = partition.log.config;
    if (keySchema === null && valueSchema === null) return this.#prepare(partition, records, pending);
    const judge = (rejection: Rejection | null): void | Promise<void> => {
      if (rejection !== null) return this.#reject(pending.answer, rejection);
      const unprepared: Promise<void>[] = [];
      this.#prepare(partition, records, { ...pending, unprepared });
      return unprepared[0];
    };
    const verdict = checkSchemas(partition, records, this.#context.broker.schemaValidator);
    const admitted = verdict instanceof Promise ? verdict.then(judge) : judge(verdict);
    if (admitted !== undefined) pending.unprepared.push(admitted);
  }

  #prepare(partition: Partition, records: Buffer, pending: PendingAppend): void {
    const { answer, unprepared } = pending;
    const prepared = partition.log.prepare(records);
    if (!(prepared instanceof Promise)) return this.#appendTo(partition, prepared, pending);
    const append = (ready: Buffer): void => {
      if (partition.isDeleted) this.#refuse(answer, Errors.UNKNOWN_TOPIC_OR_PARTITION.code);
      else this.#appendTo(partition, ready, pending);
    };
    unprepared.push(
      prepared.then(append, (error: unknown) => {
        if (!isKafkaError(error)) throw error;
        this.#refuse(answer, errorForName(error.code).code);
      }),
    );
  }

  #appendTo(partition: Partition, records: Buffer, { answer, confirmed }: PendingAppend): void {
    partition.traffic.produceRequests++;
    const { now } = this.#context;
    const options = { origin: 'client', now } as const;
    const result = partition.append(
      records,
      confirmed === undefined ? options : { ...options, ...confirmation(confirmed) },
    );
    answer.logStartOffset = result.logStartOffset;
    if (result.errorCode !== Errors.NONE.code) {
      this.#reject(answer, result);
      return;
    }
    answer.baseOffset = result.baseOffset;
    answer.logAppendTimeMs = result.logAppendTimeMs;
    this.#delayed.add(partition, result.lastOffset + 1, answer);
  }

  #reject(answer: ProduceResponsePartitionProduceResponse, rejected: Pick<AppendResult, keyof Rejection>): void {
    this.#refuse(answer, rejected.errorCode);
    answer.errorMessage = rejected.errorMessage ?? answer.errorMessage;
    for (const { batchIndex, message } of rejected.recordErrors) {
      answer.recordErrors.push({ batchIndex, batchIndexErrorMessage: message });
    }
  }

  #refuse(answer: ProduceResponsePartitionProduceResponse, errorCode: number): void {
    this.#hasError = true;
    answer.errorCode = errorCode;
    answer.errorMessage = errorForCode(errorCode).message;
  }

  answer(): ProduceResponse | Promise<ProduceResponse | null> | null {
    const isAnswered = this.#request.acks !== 0;
    // Nobody waits for an answer, so that closing the connection is the one way to tell of an error.
    if (!isAnswered && this.#hasError) {
      this.#context.closeReason = `a Produce with acks=0 failed: ${this.#firstError()}`;
      return null;
    }
    const response = isAnswered ? this.#response : null;
    // Without an answer it waits all the same: a sender faster than the disk is slowed down by what is in process.
    return this.#delayed.isDone
      ? this.#hinted(response)
      : this.#context.broker.producePurgatory.wait(this.#delayed).then(() => this.#hinted(response));
  }

  /** Says who leads what this broker does not lead. */
  #hinted(response: ProduceResponse | null): ProduceResponse | null {
    if (response === null || this.#context.apiVersion < FIRST_VERSION_WITH_LEADER_HINTS) return response;
    let hints: LeaderHints | null = null;
    for (const { name: topic, topicId, partitionResponses } of response.responses) {
      for (const answer of partitionResponses) {
        if (answer.errorCode !== Errors.NOT_LEADER_OR_FOLLOWER.code) continue;
        hints ??= new LeaderHints(this.#context);
        answer.currentLeader = hints.hint(answer.errorCode, { topic, topicId, partition: answer.index });
      }
    }
    if (hints !== null) response.nodeEndpoints = hints.endpoints();
    return response;
  }

  #firstError(): string {
    for (const topic of this.#response.responses) {
      for (const partition of topic.partitionResponses) {
        if (partition.errorCode !== Errors.NONE.code) {
          return `${errorForCode(partition.errorCode).name} for ${topic.name || topic.topicId}-${partition.index}`;
        }
      }
    }
    return Errors.NONE.name;
  }
}

function confirmation({ verification, adds }: ConfirmedBatch): Partial<PartitionAppendOptions> {
  if (verification === undefined) return {};
  return { verification, producerStartsAtZero: adds || verification.lowestSequence === 0 };
}

/** What the transaction coordinator answered, as a producer understands it. */
function writeErrorCode(errorCode: number, apiVersion: number): number {
  switch (errorCode) {
    case Errors.TRANSACTION_ABORTABLE.code:
      return apiVersion < FIRST_VERSION_WITH_ABORTABLE ? Errors.INVALID_TXN_STATE.code : errorCode;
    case Errors.CONCURRENT_TRANSACTIONS.code:
      return apiVersion < FIRST_VERSION_THAT_ADDS ? Errors.NOT_ENOUGH_REPLICAS.code : errorCode;
    // To be tried again, which older producers do for no error that a coordinator gives.
    case Errors.NETWORK_EXCEPTION.code:
    case Errors.COORDINATOR_LOAD_IN_PROGRESS.code:
    case Errors.COORDINATOR_NOT_AVAILABLE.code:
    case Errors.NOT_COORDINATOR.code:
      return Errors.NOT_ENOUGH_REPLICAS.code;
    default:
      return errorCode;
  }
}

/** Spelled out, as it is made for every batch. */
function unanswered(index: number): ProduceResponsePartitionProduceResponse {
  return {
    index,
    errorCode: Errors.NONE.code,
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    recordErrors: [],
    errorMessage: null,
    currentLeader: NO_LEADER_HINT,
  };
}

function refuseAll(request: ProduceRequest, errorCode: number): ProduceResponse {
  const responses = request.topicData.map((topic) => ({
    name: topic.name,
    topicId: topic.topicId,
    partitionResponses: topic.partitionData.map((data) =>
      newProduceResponsePartitionProduceResponse({ index: data.index, errorCode, baseOffset: -1 }),
    ),
  }));
  return newProduceResponse({ responses });
}
