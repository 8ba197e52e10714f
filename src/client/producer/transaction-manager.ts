/**
 * The life of a transactional producer (KIP-98, KIP-360, KIP-447, KIP-890), in the states of Java's TransactionManager:
 *
 *   uninitialized → ready → in-transaction → committing → ready
 *                                      ↓  ↘ aborting → ready
 *                             abortable-error ↗            and from everywhere → fatal-error
 *
 * Invariant: a batch leaves only for a partition that is part of the open transaction, and EndTxn only when no batch of it
 * is unsettled. Requests to the coordinator go one after the other.
 *
 * Version 1 names the partitions to the coordinator before it writes to them (AddPartitionsToTxn); version 2, where
 * `transaction.version` is 2 or more, leaves that to the partitions' leaders, and each end of a transaction raises the epoch.
 */
import { Errors } from '#protocol';
import type { Env } from '#kernel';
import { asClientError, ClientError, errorFor } from '../errors.ts';
import { Wait } from '../network/wait.ts';
import type { Idempotence } from './idempotence.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { NO_IDENTITY } from './partition-sequences.ts';
import type { ProducerConfig } from './producer-configs.ts';
import type { ProducerCluster, TransactionGate } from './sender.ts';
import {
  batchError,
  failureOf,
  failureOfBatch,
  LOST_PRODUCER,
  transactionError,
  type TransactionRequest,
} from './transaction-errors.ts';
import { TransactionRequests } from './transaction-requests.ts';
import type { GroupOffsetsToSend, TransactionOffset } from './transaction.ts';

export type TransactionState =
  | 'uninitialized'
  | 'ready'
  | 'in-transaction'
  | 'committing'
  | 'aborting'
  | 'abortable-error'
  | 'fatal-error';

/** What the manager needs of the rest of the producer. */
export interface TransactionHooks {
  /** Resolves when every record that was given before has been settled. */
  flush(): Promise<void>;
  /** Fails what was not sent yet; with `all` what was, too. */
  failUnsent(error: ClientError, all: boolean): void;
  /** Batches may go that could not before. */
  wake(): void;
}

export interface TransactionManagerOptions {
  readonly env: Env;
  readonly cluster: ProducerCluster;
  readonly config: ProducerConfig;
  readonly transactionalId: string;
  readonly idempotence: Idempotence;
  readonly hooks: TransactionHooks;
}

const V2_LEVEL = 2;

interface GoingOn {
  readonly what: string;
  readonly promise: Promise<void>;
}

export class TransactionManager implements TransactionGate {
  readonly transactionalId: string;
  isV2 = false;
  /** Of the transaction that is open, or was open last. */
  number = 0;
  readonly #options: TransactionManagerOptions;
  readonly #requests: TransactionRequests;
  #state: TransactionState = 'uninitialized';
  #lastError: ClientError | null = null;
  #canBumpEpoch = false;
  #needsEpochBump = false;
  /** The coordinator, or some partition's leader, may have heard of the transaction. */
  #isStarted = false;
  #newPartitions: Set<PartitionQueue> = new Set();
  #isAdding = false;
  /** One request to a coordinator at a time. */
  #line: Promise<unknown> = Promise.resolve();
  /** An initialization, commit or abort that goes on although its caller may have stopped waiting. */
  #pending: GoingOn | null = null;
  /** One whose caller has stopped waiting: who calls again hears how it ended, also where that is over by then. */
  #unheard: GoingOn | null = null;
  #isClosed = false;

  constructor(options: TransactionManagerOptions) {
    this.#options = options;
    this.transactionalId = options.transactionalId;
    const { env, cluster, config, transactionalId } = options;
    const { transactionTimeoutMs, requestTimeoutMs, retryBackoffMs, retryBackoffMaxMs } = config;
    const timing = { transactionTimeoutMs, requestTimeoutMs, retryBackoffMs, retryBackoffMaxMs };
    this.#requests = new TransactionRequests({ env, cluster, transactionalId, ...timing });
  }

  get state(): TransactionState {
    return this.#state;
  }

  get isOpen(): boolean {
    return this.#state === 'in-transaction' || this.#state === 'abortable-error';
  }

  /** Why no record may be sent now, or null. */
  problem(): ClientError | null {
    if (this.#state === 'in-transaction') return null;
    if (this.#lastError !== null) return this.#lastError;
    return errorFor(
      'ILLEGAL_STATE',
      `A transactional producer sends within a transaction, and none is open (its state is ${this.#state}): use transaction() or beginTransaction().`,
    );
  }

  /** The same for a record that was taken earlier: a commit waits for it. */
  problemOfWaiting(): ClientError | null {
    return this.#state === 'committing' ? null : this.problem();
  }

  /** Called with each record: its partition becomes part of the transaction. */
  join(queue: PartitionQueue): void {
    if (queue.transactionNumber === this.number || this.#newPartitions.has(queue)) return;
    if (this.isV2) {
      queue.transactionNumber = this.number;
      this.#isStarted = true;
      return;
    }
    this.#newPartitions.add(queue);
    if (this.#isAdding) return;
    this.#isAdding = true;
    this.#options.env.scheduler.endOfTurn(() => void this.#addPartitions());
  }

  mayWrite(queue: PartitionQueue): boolean {
    return queue.transactionNumber === this.number && this.#state !== 'fatal-error';
  }

  onBatchFailed(error: ClientError): void {
    if (this.#state === 'fatal-error' || this.#state === 'ready') return;
    const failure = failureOfBatch(error);
    if (failure === 'fatal') return this.#failFor(batchError(error, 'fatal'));
    if (this.#state === 'aborting') return;
    this.#needsEpochBump ||= this.#canBumpEpoch && !this.isV2;
    this.#failAbortably(batchError(error, 'abortable'));
  }

  /** A record of the transaction never came into a batch: who commits may not have heard of it. */
  onRecordRefused(error: ClientError): void {
    if (this.#options.config.leaveOutRefusedRecords) return;
    this.#failAbortably(batchError(error, 'abortable'));
  }

  /** Batches were given up whose fate is not known. */
  onLostTrack(): void {
    if (this.#state === 'aborting') return this.#bumpAtEnd();
    const what = 'Some records were sent and never acknowledged, and cannot be sent again.';
    if (!this.#canBumpEpoch && !this.isV2) {
      const message = `${what} The broker is too old for a new epoch: close this producer.`;
      return this.#failFor(errorFor('TRANSACTION_ABORTABLE', message, { fatal: true }));
    }
    this.#bumpAtEnd();
    if (this.#state === 'in-transaction' || this.#state === 'committing') {
      this.#failAbortably(errorFor('TRANSACTION_ABORTABLE', `${what} Abort the transaction.`));
    }
  }

  /** Fences whoever had the transactional id before, and ends what was left open. Done once. */
  async initialize(): Promise<void> {
    if (this.#state === 'fatal-error') throw this.#lastError!;
    if (this.#state !== 'uninitialized') return;
    await this.#bounded('initTransactions', () => this.#initialize());
  }

  async begin(): Promise<void> {
    await this.initialize();
    if (this.#pending !== null) throw this.#busy();
    if (this.#lastError !== null) throw this.#lastError;
    if (this.#state !== 'ready') throw errorFor('ILLEGAL_STATE', `A transaction is open already (${this.#state}).`);
    this.#unheard = null;
    // Taken before anything is awaited, so that a second call sees it.
    this.#state = 'in-transaction';
    this.number++;
    this.#isStarted = false;
    this.#newPartitions.clear();
    try {
      await this.#noticeVersion();
    } catch (error) {
      if (this.#isIn('in-transaction')) this.#state = 'ready';
      throw error;
    }
  }

  async commit(): Promise<void> {
    if (!this.#isCalledAgain('commitTransaction')) this.#mustBeOpen('commitTransaction');
    await this.#bounded('commitTransaction', () => this.#commit());
  }

  async abort(): Promise<void> {
    if (this.#state === 'fatal-error') throw this.#lastError!;
    if (!this.#isCalledAgain('abortTransaction') && !this.isOpen) {
      throw errorFor('ILLEGAL_STATE', `abortTransaction needs an open transaction, and the state is ${this.#state}.`);
    }
    await this.#bounded('abortTransaction', () => this.#abort());
  }

  async sendOffsets({ offsets, group }: GroupOffsetsToSend): Promise<void> {
    this.#mustBeOpen('sendOffsets');
    if (offsets.length === 0) return;
    const metadata =
      typeof group === 'string' ? { groupId: group, generationId: -1, memberId: '', groupInstanceId: null } : group;
    const { number } = this;
    const isWanted = (): boolean => this.number === number && this.#state === 'in-transaction';
    const sending = this.#inLine(async () => {
      if (!isWanted()) throw this.problem() ?? errorFor('ABORTED', 'The transaction is over.');
      const { identity } = this.#options.idempotence;
      if (!this.isV2)
        this.#check('AddOffsetsToTxn', await this.#requests.addOffsets(identity, metadata.groupId, isWanted));
      this.#isStarted = true;
      const commit = { group: metadata, offsets, isV2: this.isV2, isWanted };
      const errors = await this.#requests.commitOffsets(identity, commit);
      for (const [offset, errorCode] of errors) this.#check('TxnOffsetCommit', errorCode, offset);
    });
    await this.#within('sendOffsets', sending);
  }

  /** Before the producer closes: aborts what is open, within the time left. */
  async close(timeoutMs: number): Promise<void> {
    const { env } = this.#options;
    // Before initTransactions has ended there is nothing of this producer's to abort.
    const isBusy = this.#pending !== null && this.#state !== 'uninitialized';
    if (timeoutMs > 0 && (this.isOpen || isBusy)) {
      const wait = new Wait<void>({ env, timeoutMs, onTimeout: () => errorFor('REQUEST_TIMED_OUT') });
      const done = this.#pending === null ? this.abort() : this.#pending.promise;
      done.then(
        () => wait.resolve(),
        () => wait.resolve(),
      );
      // What was not aborted in time the coordinator aborts by transaction.timeout.ms.
      await wait.promise.catch(() => undefined);
    }
    this.#isClosed = true;
    this.#requests.close();
  }

  async #initialize(): Promise<void> {
    const { errorCode, identity } = await this.#requests.initProducerId(NO_IDENTITY);
    this.#check('InitProducerId', errorCode);
    this.#canBumpEpoch = await this.#requests.canBumpEpoch();
    this.isV2 = await this.#hasV2();
    this.#options.idempotence.setIdentity(identity);
    this.#state = 'ready';
  }

  async #hasV2(): Promise<boolean> {
    return (await this.#options.cluster.features()).level('transaction.version') >= V2_LEVEL;
  }

  /** The cluster may have been upgraded since the last transaction, or back. */
  async #noticeVersion(): Promise<void> {
    const isV2 = await this.#hasV2();
    if (isV2 === this.isV2) return;
    // Under version 2 a late batch of the last transaction would be taken for the first of this one.
    if (isV2) await this.#inLine(() => this.#bumpEpoch());
    this.isV2 = isV2;
  }

  async #addPartitions(): Promise<void> {
    const { number } = this;
    const isWanted = (): boolean =>
      this.number === number && (this.#state === 'in-transaction' || this.#state === 'committing');
    try {
      while (this.#newPartitions.size > 0 && isWanted()) {
        const queues = [...this.#newPartitions];
        await this.#inLine(async () => {
          if (!isWanted()) return;
          const { identity } = this.#options.idempotence;
          const errors = await this.#requests.addPartitions(identity, queues, isWanted);
          for (const queue of queues) {
            this.#newPartitions.delete(queue);
            if (errors.has(queue)) continue;
            queue.transactionNumber = number;
            this.#isStarted = true;
          }
          // What was not attempted was so because of another, which tells more.
          const telling = [...errors].toSorted(([, a], [, b]) => Number(isVague(a)) - Number(isVague(b)));
          for (const [{ topic }, errorCode] of telling)
            this.#check('AddPartitionsToTxn', errorCode, { topic: topic.name });
        });
        this.#options.hooks.wake();
      }
    } catch (error) {
      this.#onRequestFailed(asClientError(error));
    }
    this.#isAdding = false;
    // What joined while the last request failed, or in a transaction begun since.
    if (this.#newPartitions.size > 0 && this.#state === 'in-transaction') {
      this.#isAdding = true;
      void this.#addPartitions();
    }
  }

  async #commit(): Promise<void> {
    this.#state = 'committing';
    await this.#options.hooks.flush();
    await this.#line;
    this.#throwIfFailed();
    await this.#end(true);
  }

  async #abort(): Promise<void> {
    this.#state = 'aborting';
    this.#newPartitions.clear();
    const error = new ClientError('TRANSACTION_ABORTED', 'The record was not sent, since its transaction was aborted.');
    this.#options.hooks.failUnsent(error, false);
    await this.#options.hooks.flush();
    await this.#end(false);
  }

  /** EndTxn, where anybody knows of the transaction, and the new epoch where one is needed. */
  async #end(committed: boolean): Promise<void> {
    await this.#inLine(async () => {
      const { idempotence } = this.#options;
      if (this.#isStarted) {
        const end = { committed, isV2: this.isV2 };
        const { errorCode, identity } = await this.#requests.endTransaction(idempotence.identity, end);
        this.#check('EndTxn', errorCode);
        if (identity.producerId >= 0) idempotence.setIdentity(identity);
      }
      // With version 1 a stray EndTxn of this transaction would end the next one, were it under the same epoch.
      if (this.#requests.takeStrays()) this.#bumpAtEnd();
      if (this.#needsEpochBump) await this.#bumpEpoch();
    });
    this.#throwIfFatal();
    this.#state = 'ready';
    this.#lastError = null;
    this.#isStarted = false;
    this.number++;
  }

  async #bumpEpoch(): Promise<void> {
    const { idempotence } = this.#options;
    const { errorCode, identity } = await this.#requests.initProducerId(idempotence.identity);
    this.#check('InitProducerId', errorCode);
    idempotence.setIdentity(identity);
    this.#needsEpochBump = false;
  }

  #bumpAtEnd(): void {
    this.#needsEpochBump ||= this.#canBumpEpoch && !this.isV2;
  }

  /** Throws for an error code, after the state that follows from it. */
  #check(request: TransactionRequest, errorCode: number, about: Pick<TransactionOffset, 'topic'> | null = null): void {
    if (errorCode === Errors.NONE.code) return;
    const { transactionalId } = this;
    const failure = failureOf(request, errorCode, this.#canBumpEpoch || this.isV2);
    const topic = about === null ? {} : { topic: about.topic };
    const error = transactionError(request, errorCode, { failure, transactionalId, ...topic });
    if (request === 'InitProducerId' && this.#state === 'uninitialized') {
      // Nothing has begun: it may be tried again, unless another producer has taken over.
      if (error.code === 'PRODUCER_FENCED') this.#failFor(error);
      throw error;
    }
    if (LOST_PRODUCER.has(errorCode)) this.#bumpAtEnd();
    if (failure === 'fatal') this.#failFor(error);
    else this.#failAbortably(error);
    throw error;
  }

  /** A request could not be made at all: no common version, refused credentials, or the producer was closed. */
  #onRequestFailed(error: ClientError): void {
    if (this.#isClosed || error.code === 'ABORTED' || error === this.#lastError) return;
    if (error.abortable) this.#failAbortably(error);
    else this.#failFor(error);
  }

  #failAbortably(error: ClientError): void {
    if (this.#state !== 'in-transaction' && this.#state !== 'committing') return;
    this.#state = 'abortable-error';
    this.#lastError = error;
    this.#newPartitions.clear();
    // Not at once: it may be one of the batches that is being told of its failure.
    this.#options.env.scheduler.endOfTurn(() => {
      if (this.#lastError === error) this.#options.hooks.failUnsent(error, false);
    });
  }

  #failFor(error: ClientError): void {
    if (this.#state === 'fatal-error') return;
    this.#state = 'fatal-error';
    const { code, message, topic, partition, cause } = error;
    this.#lastError = error.fatal ? error : new ClientError(code, message, { fatal: true, topic, partition, cause });
    const last = this.#lastError;
    this.#options.env.scheduler.endOfTurn(() => this.#options.hooks.failUnsent(last, true));
  }

  #isIn(state: TransactionState): boolean {
    return this.#state === state;
  }

  #throwIfFailed(): void {
    if (this.#lastError !== null) throw this.#lastError;
  }

  #throwIfFatal(): void {
    if (this.#state === 'fatal-error') throw this.#lastError!;
  }

  #mustBeOpen(call: string): void {
    if (this.#lastError !== null) throw this.#lastError;
    if (this.#pending !== null) throw this.#busy();
    if (this.#state === 'in-transaction') return;
    throw errorFor('ILLEGAL_STATE', `${call} needs an open transaction, and the state is ${this.#state}.`);
  }

  #busy(): ClientError {
    return errorFor('ILLEGAL_STATE', `${this.#pending?.what ?? ''} has not ended yet: call it again to wait for it.`);
  }

  #inLine<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#line.then(task);
    this.#line = result.catch(() => undefined);
    return result;
  }

  /** Runs what ends even if its caller gives up, and joins it where it runs already. */
  async #bounded(what: string, run: () => Promise<void>): Promise<void> {
    if (this.#pending !== null && this.#pending.what !== what) throw this.#busy();
    const unheard = this.#unheard?.what === what ? this.#unheard : null;
    const called = unheard ?? (this.#pending ??= { what, promise: this.#track(run) });
    // Until it has been heard.
    this.#unheard = called;
    let isOver = false;
    const over = (): void => void (isOver = true);
    called.promise.then(over, over);
    try {
      await this.#within(what, called.promise);
    } finally {
      if (isOver && this.#unheard === called) this.#unheard = null;
    }
  }

  #isCalledAgain(what: string): boolean {
    return (this.#pending ?? this.#unheard)?.what === what;
  }

  async #track(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      const failure = asClientError(error);
      if (this.#state !== 'uninitialized') this.#onRequestFailed(failure);
      throw this.#state === 'fatal-error' ? this.#lastError! : failure;
    } finally {
      this.#pending = null;
    }
  }

  async #within<T>(what: string, promise: Promise<T>): Promise<T> {
    const { env, config } = this.#options;
    const timeoutMs = config.maxBlockMs;
    const message = `${what} of transactional id ${this.transactionalId} did not end within maxBlockMs (${timeoutMs} ms); it goes on, and may be called again.`;
    const wait = new Wait<T>({ env, timeoutMs, onTimeout: () => errorFor('REQUEST_TIMED_OUT', message) });
    promise.then(
      (value) => wait.resolve(value),
      (error: unknown) => wait.reject(error),
    );
    return wait.promise;
  }
}

function isVague(errorCode: number): boolean {
  return errorCode === Errors.OPERATION_NOT_ATTEMPTED.code;
}
