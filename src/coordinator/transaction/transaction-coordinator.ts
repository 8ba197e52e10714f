/**
 * The transaction coordinator: one method per API. A transactional id lives in the partition of `__transaction_state`
 * that it hashes to; what this broker does not coordinate is NOT_COORDINATOR. Promises resolve when everything that the
 * response tells is committed, and reject only for a bug. The error codes are those of the newest versions: which of
 * them an older client knows is its handler's business.
 */
import { type Env, type Logger, type Timer } from '#kernel';
import { Errors } from '#protocol';
import { coordinatorErrorCode } from '../group/coordinator-error.ts';
import { partitionForGroup } from '../group/group-hash.ts';
import { MemoryAccount, StateMemory } from '../group/state-memory.ts';
import type { CoordinatorLog } from '../runtime/coordinator-log.ts';
import { CoordinatorRuntime } from '../runtime/coordinator-runtime.ts';
import { type AddCommand, decideAdd, type TransactionProducer, verifyPartitions } from './add-partitions.ts';
import type { Decision } from './decision.ts';
import { abortFenced, decideEnd, type EndCommand } from './end-transaction.ts';
import { decideInit, type InitCommand } from './init-producer-id.ts';
import {
  described,
  type DescribedTransaction,
  listed,
  type ListedTransaction,
  matches,
  type TransactionFilter,
  undescribed,
} from './list-transactions.ts';
import { TransactionFinisher } from './transaction-finisher.ts';
import type { TransactionMarkerWriter } from './transaction-markers.ts';
import { completed, EPOCH_BUMP_VERSION, type TransactionMetadata } from './transaction-metadata.ts';
import type { TransactionTopic } from './transaction-partitions.ts';
import { TransactionRecordSerde, type TransactionRecord } from './transaction-records.ts';
import type { TransactionCoordinatorSettings } from './transaction-settings.ts';
import { TransactionShard } from './transaction-shard.ts';
import { isSame, TransactionTimeouts } from './transaction-timeouts.ts';
import { isIdle, isPrepared } from './transaction-state.ts';

export interface TransactionCoordinatorOptions {
  /** How many partitions `__transaction_state` has; it must never change. */
  readonly partitions: number;
  readonly settings: TransactionCoordinatorSettings;
  readonly markers: TransactionMarkerWriter;
  /** A producer id that was never given before. */
  nextProducerId(): Promise<number>;
  /** The finalized level of `transaction.version`. */
  transactionVersion(): number;
}

/** What a producer goes on with, or an error code. */
export interface ProducerIdentity extends TransactionProducer {
  readonly errorCode: number;
}

/** Partitions of a producer's transaction. */
export interface TransactionPartitionsRequest extends TransactionProducer {
  readonly transactionalId: string;
  readonly topics: readonly TransactionTopic[];
}

export type InitRequest = Pick<InitCommand, 'transactionalId' | 'timeoutMs' | 'expected'>;
export type EndRequest = Omit<EndCommand, 'now' | 'freshProducerId'> & { readonly transactionalId: string };

interface Outcome {
  readonly errorCode: number;
  /** As it is once the answer goes; null where there is none. */
  readonly metadata: TransactionMetadata | null;
}

type Decide = (
  present: TransactionMetadata | undefined,
  given: { readonly freshProducerId: number; readonly now: number; readonly transactionVersion: number },
) => Decision;

const NEEDS_ID: Outcome = { errorCode: -1, metadata: null };
const LONGEST_DELAY_MS = 2 ** 31 - 1;

export class TransactionCoordinator {
  readonly #env: Env;
  readonly #options: TransactionCoordinatorOptions;
  readonly #logger: Logger;
  readonly #runtime: CoordinatorRuntime<TransactionRecord, TransactionShard>;
  readonly #finisher: TransactionFinisher;
  readonly #timeouts = new TransactionTimeouts();
  readonly #timers = new Map<string, Timer>();
  #isClosed = false;

  constructor(env: Env, options: TransactionCoordinatorOptions) {
    this.#env = env;
    this.#options = options;
    this.#logger = env.logger.component('transaction-coordinator');
    const { settings } = options;
    const memory = new StateMemory(settings.maxStateBytes);
    this.#runtime = new CoordinatorRuntime(env, {
      serde: new TransactionRecordSerde(() => options.transactionVersion()),
      createMachine: ({ leaderEpoch }) =>
        new TransactionShard({
          memory: new MemoryAccount(memory),
          coordinatorEpoch: leaderEpoch,
          onPrepared: (metadata) => this.#finish(metadata),
        }),
      logger: this.#logger,
      commitTimeoutMs: settings.commitTimeoutMs,
      loadTimeoutMs: settings.loadTimeoutMs,
      maxWaitingForLoad: settings.maxWaitingForLoad,
    });
    this.#finisher = new TransactionFinisher(env, {
      runtime: this.#runtime,
      markers: options.markers,
      logger: this.#logger,
    });
    this.#every(settings.abortIntervalMs, 'abort', () => this.#abortTimedOut());
    this.#every(settings.expirationIntervalMs, 'expire', () => this.#expire());
  }

  /** Takes over a partition of `__transaction_state`; resolves when its log is read. Requests that come before wait. */
  load(partition: number, log: CoordinatorLog): Promise<void> {
    return this.#runtime.load(partition, log);
  }

  unload(partition: number): void {
    this.#runtime.unload(partition);
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#finisher.close();
    this.#runtime.close();
  }

  /** The state machines of the partitions that are loaded, to look at. */
  shards(): readonly TransactionShard[] {
    return this.#runtime.machines();
  }

  async initProducerId(request: InitRequest): Promise<ProducerIdentity> {
    const { transactionalId, timeoutMs } = request;
    if (transactionalId === '') return noProducer(Errors.INVALID_REQUEST.code);
    if (timeoutMs <= 0 || timeoutMs > this.#options.settings.maxTimeoutMs) {
      return noProducer(Errors.INVALID_TRANSACTION_TIMEOUT.code);
    }
    const outcome = await this.#decide(transactionalId, (present, given) =>
      decideInit(present, { ...request, ...given }),
    );
    return identityOf(outcome);
  }

  /** One error for all partitions, as all are added or none. */
  async addPartitions(request: TransactionPartitionsRequest, clientTransactionVersion: number): Promise<number> {
    const { transactionalId } = request;
    if (transactionalId === '') return Errors.INVALID_REQUEST.code;
    const outcome = await this.#decide(transactionalId, (present, { now }) => {
      const command: AddCommand = { ...request, clientTransactionVersion, now };
      return decideAdd(present, command);
    });
    return outcome.errorCode;
  }

  /** As `addPartitions`, for a write that brings its own partitions: waits a little for the transaction before it. */
  async joinTransaction(request: TransactionPartitionsRequest, clientTransactionVersion: number): Promise<number> {
    const { addRetryMaxMs, addRetryMs } = this.#options.settings;
    const deadline = this.#env.clock.monotonic() + addRetryMaxMs;
    for (;;) {
      const errorCode = await this.addPartitions(request, clientTransactionVersion);
      if (errorCode !== Errors.CONCURRENT_TRANSACTIONS.code || this.#isClosed) return errorCode;
      if (this.#env.clock.monotonic() >= deadline) return errorCode;
      await this.#finisher.whenFinished(request.transactionalId, addRetryMs);
    }
  }

  /** An error for each partition, in order; nothing is added. */
  async verifyPartitions(request: TransactionPartitionsRequest): Promise<readonly number[]> {
    const { transactionalId, topics } = request;
    const count = topics.reduce((sum, { partitions }) => sum + partitions.length, 0);
    const onError = (errorCode: number): number[] => Array.from({ length: count }, () => errorCode);
    if (transactionalId === '') return onError(Errors.INVALID_REQUEST.code);
    return this.#read(transactionalId, onError, (metadata) => verifyPartitions(metadata, request, topics));
  }

  async endTransaction(request: EndRequest): Promise<ProducerIdentity> {
    const { transactionalId, clientTransactionVersion } = request;
    if (transactionalId === '') return noProducer(Errors.INVALID_REQUEST.code);
    const outcome = await this.#decide(transactionalId, (present, given) =>
      decideEnd(present, { ...request, ...given }),
    );
    return clientTransactionVersion < EPOCH_BUMP_VERSION ? noProducer(outcome.errorCode) : identityOf(outcome);
  }

  async describeTransaction(transactionalId: string): Promise<DescribedTransaction> {
    const onError = (errorCode: number): DescribedTransaction => undescribed(transactionalId, errorCode);
    if (transactionalId === '') return onError(Errors.INVALID_REQUEST.code);
    return this.#read(transactionalId, onError, (metadata) =>
      metadata === undefined ? onError(Errors.TRANSACTIONAL_ID_NOT_FOUND.code) : described(metadata),
    );
  }

  /** Those that this broker coordinates, or an error code. */
  async listTransactions(filter: TransactionFilter): Promise<ListedTransaction[] | number> {
    if (this.#isClosed) return Errors.COORDINATOR_NOT_AVAILABLE.code;
    const results = await this.#runtime.executeAll<ListedTransaction[] | number>(
      coordinatorErrorCode,
      (shard, turn, waiter) => {
        const found = [...shard.transactions.values()].filter((metadata) => matches(metadata, filter, turn.now));
        turn.answer(waiter, found.map(listed));
      },
    );
    const transactions: ListedTransaction[] = [];
    for (const result of results) {
      if (typeof result !== 'number') transactions.push(...result);
      else if (result !== Errors.NOT_COORDINATOR.code) return result;
    }
    return transactions;
  }

  #read<T>(
    transactionalId: string,
    onError: (errorCode: number) => T,
    look: (metadata: TransactionMetadata | undefined) => T,
  ): Promise<T> {
    return this.#runtime.execute<T>(
      this.#partition(transactionalId),
      (errorCode) => onError(this.#errorCode(errorCode)),
      (shard, turn, waiter) => turn.answer(waiter, look(shard.transactions.get(transactionalId))),
    );
  }

  /** Runs a decision, once more with a fresh producer id where it asks for one. */
  async #decide(transactionalId: string, decide: Decide): Promise<Outcome> {
    const outcome = await this.#decideWith(transactionalId, decide, -1);
    if (outcome !== NEEDS_ID) return outcome;
    return this.#decideWith(transactionalId, decide, await this.#options.nextProducerId());
  }

  #decideWith(transactionalId: string, decide: Decide, freshProducerId: number): Promise<Outcome> {
    const onError = (errorCode: number): Outcome => ({ errorCode: this.#errorCode(errorCode), metadata: null });
    const transactionVersion = this.#options.transactionVersion();
    return this.#runtime.execute<Outcome>(this.#partition(transactionalId), onError, (shard, turn, waiter) => {
      const present = shard.transactions.get(transactionalId);
      const decision = decide(present, { freshProducerId, now: turn.now, transactionVersion });
      if (decision.kind === 'needs-producer-id') turn.answer(waiter, NEEDS_ID);
      else if (decision.kind === 'refused') {
        turn.answer(waiter, { errorCode: decision.errorCode, metadata: present ?? null });
      } else if (!shard.hasRoomFor(decision.next)) {
        turn.answer(waiter, onError(Errors.COORDINATOR_NOT_AVAILABLE.code));
      } else {
        turn.records.push({ transactionalId, value: decision.next });
        turn.answer(waiter, { errorCode: decision.errorCode, metadata: decision.next });
        if (isPrepared(decision.next.state)) this.#finish(decision.next);
      }
    });
  }

  #finish(metadata: TransactionMetadata): void {
    void this.#finisher.finish(this.#partition(metadata.transactionalId), metadata);
  }

  #partition(transactionalId: string): number {
    return partitionForGroup(transactionalId, this.#options.partitions);
  }

  #errorCode(errorCode: number): number {
    return this.#isClosed ? Errors.COORDINATOR_NOT_AVAILABLE.code : coordinatorErrorCode(errorCode);
  }

  #every(intervalMs: number, name: string, work: () => Promise<void>): void {
    const timer = this.#env.scheduler.after(Math.min(intervalMs, LONGEST_DELAY_MS), () => {
      this.#every(intervalMs, name, work);
      void work();
    });
    this.#timers.set(name, timer);
  }

  /** Transactions past their timeout are aborted, and their producers fenced (rule T7). */
  async #abortTimedOut(): Promise<void> {
    const { clock } = this.#env;
    const all = this.#runtime.machines().flatMap((shard) => [...shard.transactions.values()]);
    for (const late of this.#timeouts.late(all, { wall: clock.now(), monotonic: clock.monotonic() })) {
      const { transactionalId } = late;
      const { errorCode } = await this.#decide(transactionalId, (present, given) =>
        present !== undefined && isSame(late, present) ? abortFenced(present, given) : UNCHANGED,
      );
      const isAborted = errorCode === Errors.CONCURRENT_TRANSACTIONS.code;
      if (isAborted) this.#logger.info('a transaction is aborted as its time is up', { transactionalId });
    }
  }

  /** Forgets the ids that nobody has used for long. */
  async #expire(): Promise<void> {
    const { idExpirationMs } = this.#options.settings;
    const expired = await this.#runtime.executeAll<number>(
      () => 0,
      (shard, turn, waiter) => {
        turn.isDivisible = true;
        for (const { transactionalId, state, lastUpdateTimestamp } of shard.transactions.values()) {
          if (!isIdle(state) || lastUpdateTimestamp > turn.now - idExpirationMs) continue;
          turn.records.push({ transactionalId, value: null });
        }
        turn.answer(waiter, turn.records.length);
      },
    );
    const ids = expired.reduce((sum, count) => sum + count, 0);
    if (ids > 0) this.#logger.info('transactional ids expired', { ids });
  }
}

const UNCHANGED: Decision = { kind: 'refused', errorCode: Errors.NONE.code };

function noProducer(errorCode: number): ProducerIdentity {
  return { errorCode, producerId: -1, producerEpoch: -1 };
}

function identityOf({ errorCode, metadata }: Outcome): ProducerIdentity {
  if (errorCode !== Errors.NONE.code || metadata === null) return noProducer(errorCode);
  // Where the epochs are used up, another producer id takes over once the transaction is complete.
  const { producerId, producerEpoch } = isPrepared(metadata.state) ? completed(metadata, 0) : metadata;
  return { errorCode, producerId, producerEpoch };
}
