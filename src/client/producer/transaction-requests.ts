/**
 * The requests of a transaction, each asked of its coordinator until there is an answer that is neither "later" nor
 * "elsewhere": InitProducerId, AddPartitionsToTxn (v0 to v3, a client's), AddOffsetsToTxn, TxnOffsetCommit, EndTxn.
 * How long that takes is not bounded here: the callers' waits are, and `close` ends it.
 */
import type { Env, Timer } from '#kernel';
import {
  addOffsetsToTxnRequest,
  addOffsetsToTxnResponse,
  addPartitionsToTxnRequest,
  addPartitionsToTxnResponse,
  endTxnRequest,
  endTxnResponse,
  errorForCode,
  Errors,
  initProducerIdRequest,
  initProducerIdResponse,
  txnOffsetCommitRequest,
  txnOffsetCommitResponse,
  ZERO_UUID,
  type TxnOffsetCommitRequestTopic,
} from '#protocol';
import { asClientError, codeNeedsCoordinator, errorFor, isKafkaError, type ClientError } from '../errors.ts';
import type { GroupMetadata } from '../group/group-membership.ts';
import { retryDelayMs } from '../network/backoff.ts';
import type { RequestOptions, Rpc } from '../network/rpc.ts';
import type { PartitionQueue } from './partition-queue.ts';
import type { ProducerIdentity } from './partition-sequences.ts';
import type { ProducerCluster } from './sender.ts';
import type { TransactionOffset } from './transaction.ts';

const INIT_PRODUCER_ID = [initProducerIdRequest, initProducerIdResponse] as const;
const ADD_PARTITIONS = [addPartitionsToTxnRequest, addPartitionsToTxnResponse] as const;
const ADD_OFFSETS = [addOffsetsToTxnRequest, addOffsetsToTxnResponse] as const;
const OFFSET_COMMIT = [txnOffsetCommitRequest, txnOffsetCommitResponse] as const;
const END_TXN = [endTxnRequest, endTxnResponse] as const;

/** The last versions that know nothing of KIP-890's second part. */
const LAST_END_TXN_OF_V1 = 4;
const LAST_OFFSET_COMMIT_OF_V1 = 4;
/** Topics by name; with ids there is one more, which says nothing else. */
const LAST_OFFSET_COMMIT_BY_NAME = 5;
/** The first that knows members and their generation (KIP-447), from Kafka 2.5 on. */
const FIRST_OFFSET_COMMIT_OF_MEMBERS = 3;
/** The version from which on the coordinator raises the epoch when asked (KIP-360). */
const FIRST_INIT_THAT_BUMPS = 3;
/** With the two-phase commit of KIP-939, of which nothing is asked here. */
const LAST_STABLE_INIT = 5;
const LAST_ADD_PARTITIONS_OF_CLIENTS = 3;
/** The coordinator ends the last transaction, which takes milliseconds. */
const CONCURRENT_BACKOFF_MS = 20;

export interface TransactionRequestsOptions {
  readonly env: Env;
  readonly cluster: ProducerCluster;
  readonly transactionalId: string;
  readonly transactionTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
}

interface Question<Q, A> {
  readonly kind: 'transaction' | 'group';
  readonly key: string;
  readonly rpc: Rpc<Q, A>;
  /** Made anew for each attempt. */
  body(): Q;
  /** The codes that say whether to ask again. */
  codes(answer: A): readonly number[];
  readonly bounds?: Pick<RequestOptions, 'minVersion' | 'maxVersion'>;
  /** Asked before each further attempt; ABORTED where nobody needs the answer any more. */
  isWanted?(): boolean;
}

export interface OffsetCommit {
  readonly group: GroupMetadata;
  readonly offsets: readonly TransactionOffset[];
  readonly isV2: boolean;
  isWanted(): boolean;
}

export interface IdentityAnswer {
  readonly errorCode: number;
  readonly identity: ProducerIdentity;
}

export class TransactionRequests {
  readonly #options: TransactionRequestsOptions;
  readonly #pauses: Set<{ readonly timer: Timer; readonly end: () => void }> = new Set();
  #isClosed = false;
  #hasStrays = false;

  constructor(options: TransactionRequestsOptions) {
    this.#options = options;
  }

  /** Ends all that is being asked, with CLIENT_CLOSED. */
  close(): void {
    this.#isClosed = true;
    for (const { timer, end } of this.#pauses) {
      timer.cancel();
      end();
    }
    this.#pauses.clear();
  }

  /**
   * Whether some request since the last call was lost on its way, or its answer was, so that it may still come to the
   * coordinator, after those that were sent later.
   */
  takeStrays(): boolean {
    const had = this.#hasStrays;
    this.#hasStrays = false;
    return had;
  }

  /** Whether the coordinator can raise the epoch. */
  async canBumpEpoch(): Promise<boolean> {
    const { cluster, transactionalId, requestTimeoutMs } = this.#options;
    const nodeId = await cluster.coordinator('transaction', transactionalId, { timeoutMs: requestTimeoutMs });
    return (await cluster.versionOf(nodeId, INIT_PRODUCER_ID)) >= FIRST_INIT_THAT_BUMPS;
  }

  /** A new epoch: of the transactional id's producer, or (with `current`) the one after this producer's own. */
  async initProducerId(current: ProducerIdentity): Promise<IdentityAnswer> {
    const { transactionalId, transactionTimeoutMs } = this.#options;
    const answer = await this.#ask({
      kind: 'transaction',
      key: transactionalId,
      rpc: INIT_PRODUCER_ID,
      body: () => ({ transactionalId, transactionTimeoutMs, ...current, enable2Pc: false, keepPreparedTxn: false }),
      codes: ({ errorCode }) => [errorCode],
      bounds: { maxVersion: LAST_STABLE_INIT },
    });
    const { errorCode, producerId, producerEpoch } = answer;
    return { errorCode, identity: { producerId, producerEpoch } };
  }

  /** The error of each partition that has one. */
  async addPartitions(
    identity: ProducerIdentity,
    queues: readonly PartitionQueue[],
    isWanted: () => boolean,
  ): Promise<Map<PartitionQueue, number>> {
    const { transactionalId } = this.#options;
    const topics = byTopic(
      queues,
      ({ topic }) => topic.name,
      ({ partition }) => partition,
    );
    const answer = await this.#ask({
      kind: 'transaction',
      key: transactionalId,
      rpc: ADD_PARTITIONS,
      body: () => ({
        transactions: [],
        v3AndBelowTransactionalId: transactionalId,
        v3AndBelowProducerId: identity.producerId,
        v3AndBelowProducerEpoch: identity.producerEpoch,
        v3AndBelowTopics: [...topics].map(([name, partitions]) => ({ name, partitions })),
      }),
      codes: ({ resultsByTopicV3AndBelow }) =>
        resultsByTopicV3AndBelow.flatMap(({ resultsByPartition }) =>
          resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode),
        ),
      bounds: { maxVersion: LAST_ADD_PARTITIONS_OF_CLIENTS },
      isWanted,
    });
    const errors = new Map<PartitionQueue, number>();
    for (const queue of queues) {
      const results = answer.resultsByTopicV3AndBelow.find(({ name }) => name === queue.topic.name)?.resultsByPartition;
      const result = results?.find(({ partitionIndex }) => partitionIndex === queue.partition);
      const errorCode = result?.partitionErrorCode ?? Errors.UNKNOWN_SERVER_ERROR.code;
      if (errorCode !== Errors.NONE.code) errors.set(queue, errorCode);
    }
    return errors;
  }

  async addOffsets(identity: ProducerIdentity, groupId: string, isWanted: () => boolean): Promise<number> {
    const { transactionalId } = this.#options;
    const answer = await this.#ask({
      kind: 'transaction',
      key: transactionalId,
      rpc: ADD_OFFSETS,
      body: () => ({ transactionalId, ...identity, groupId }),
      codes: ({ errorCode }) => [errorCode],
      isWanted,
    });
    return answer.errorCode;
  }

  /** The error of each partition that has one. What a coordinator has taken is not sent again. */
  async commitOffsets(identity: ProducerIdentity, commit: OffsetCommit): Promise<Map<TransactionOffset, number>> {
    const { group } = commit;
    let pending = commit.offsets;
    const errors = new Map<TransactionOffset, number>();
    await this.#ask({
      kind: 'group',
      key: group.groupId,
      rpc: OFFSET_COMMIT,
      body: () => ({
        transactionalId: this.#options.transactionalId,
        groupId: group.groupId,
        ...identity,
        generationIdOrMemberEpoch: group.generationId,
        memberId: group.memberId,
        groupInstanceId: group.groupInstanceId,
        topics: offsetTopics(pending),
      }),
      codes: (answer) => {
        const codes: number[] = [];
        pending = pending.filter((offset) => {
          const results = answer.topics.find(({ name }) => name === offset.topic)?.partitions;
          const result = results?.find(({ partitionIndex }) => partitionIndex === offset.partition);
          const errorCode = result?.errorCode ?? Errors.UNKNOWN_SERVER_ERROR.code;
          if (errorCode === Errors.NONE.code) return false;
          codes.push(errorCode);
          if (!isPassing(errorCode)) errors.set(offset, errorCode);
          return isPassing(errorCode);
        });
        // Nothing passes any more where one failed for good.
        return errors.size > 0 ? [] : codes;
      },
      bounds: offsetCommitBounds(commit),
      isWanted: commit.isWanted,
    }).catch((error: unknown) => Promise.reject(withWayOut(error, commit)));
    return errors;
  }

  /** The identity is that of the answer, -1 before KIP-890's second part. */
  async endTransaction(
    identity: ProducerIdentity,
    end: { readonly committed: boolean; readonly isV2: boolean },
  ): Promise<IdentityAnswer> {
    const { transactionalId } = this.#options;
    const { errorCode, producerId, producerEpoch } = await this.#ask({
      kind: 'transaction',
      key: transactionalId,
      rpc: END_TXN,
      body: () => ({ transactionalId, ...identity, committed: end.committed }),
      codes: (answer) => [answer.errorCode],
      bounds: end.isV2 ? { minVersion: LAST_END_TXN_OF_V1 + 1 } : { maxVersion: LAST_END_TXN_OF_V1 },
    });
    return { errorCode, identity: { producerId, producerEpoch } };
  }

  async #ask<Q, A>(question: Question<Q, A>): Promise<A> {
    const { cluster, requestTimeoutMs } = this.#options;
    const { kind, key, rpc, body, codes, bounds } = question;
    for (let failures = 1; ; failures++) {
      let isConcurrent = false;
      let nodeId: number | undefined;
      try {
        nodeId = await cluster.coordinator(kind, key, { timeoutMs: requestTimeoutMs });
        const answer = await cluster.send(nodeId, rpc, body(), { ...bounds, timeoutMs: requestTimeoutMs });
        const passing = codes(answer).filter(isPassing);
        if (passing.length === 0) return answer;
        if (passing.some(codeNeedsCoordinator)) cluster.forgetCoordinator(kind, key, nodeId);
        isConcurrent = passing.includes(Errors.CONCURRENT_TRANSACTIONS.code);
      } catch (cause) {
        const error: ClientError = asClientError(cause);
        if (!error.retriable) throw error;
        this.#hasStrays ||= kind === 'transaction' && nodeId !== undefined;
        cluster.forgetCoordinator(kind, key, nodeId);
      }
      if (this.#isClosed) throw errorFor('CLIENT_CLOSED');
      await this.#pause(
        isConcurrent ? CONCURRENT_BACKOFF_MS : retryDelayMs(this.#options, failures, this.#options.env.random),
      );
      if (this.#isClosed) throw errorFor('CLIENT_CLOSED');
      if (question.isWanted?.() === false) throw errorFor('ABORTED', 'The transaction is over.');
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#pauses.delete(pause);
        resolve();
      };
      const pause = { timer: this.#options.env.scheduler.after(delayMs, end, { keepAlive: true }), end };
      this.#pauses.add(pause);
    });
  }
}

function isOfMember({ group }: OffsetCommit): boolean {
  return group.memberId !== '' || group.generationId >= 0;
}

function offsetCommitBounds(commit: OffsetCommit): Pick<RequestOptions, 'minVersion' | 'maxVersion'> {
  if (commit.isV2) return { minVersion: LAST_OFFSET_COMMIT_BY_NAME, maxVersion: LAST_OFFSET_COMMIT_BY_NAME };
  const minVersion = isOfMember(commit) ? FIRST_OFFSET_COMMIT_OF_MEMBERS : 0;
  return { minVersion, maxVersion: LAST_OFFSET_COMMIT_OF_V1 };
}

/** Without its fencing the offsets are not committed unasked, but the application may ask for that. */
function withWayOut(error: unknown, commit: OffsetCommit): unknown {
  if (!isKafkaError(error, 'UNSUPPORTED_VERSION') || !isOfMember(commit)) return error;
  const message =
    `Offsets of group ${commit.group.groupId} cannot be committed as those of a member, which needs Kafka 2.5 or newer: ` +
    `give the group's id alone, and keep to one transactional id for each partition that is read`;
  return errorFor('UNSUPPORTED_VERSION', message, { cause: error });
}

function isPassing(errorCode: number): boolean {
  return errorForCode(errorCode).retriable || codeNeedsCoordinator(errorCode);
}

function byTopic<T, V>(items: readonly T[], topicOf: (item: T) => string, valueOf: (item: T) => V): Map<string, V[]> {
  const topics = new Map<string, V[]>();
  for (const item of items) {
    const topic = topicOf(item);
    const values = topics.get(topic);
    if (values === undefined) topics.set(topic, [valueOf(item)]);
    else values.push(valueOf(item));
  }
  return topics;
}

function offsetTopics(offsets: readonly TransactionOffset[]): TxnOffsetCommitRequestTopic[] {
  const topics = byTopic(
    offsets,
    ({ topic }) => topic,
    ({ partition, offset, leaderEpoch = -1, metadata = '' }) => ({
      partitionIndex: partition,
      committedOffset: offset,
      committedLeaderEpoch: leaderEpoch,
      committedMetadata: metadata,
    }),
  );
  return [...topics].map(([name, partitions]) => ({ name, topicId: ZERO_UUID, partitions }));
}
