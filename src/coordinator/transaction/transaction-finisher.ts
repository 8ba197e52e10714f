/**
 * Brings transactions whose outcome is settled to their end: waits until the Prepare record is committed, has the markers
 * written, and again where that failed, and notes that the transaction is complete.
 *
 * Invariant: no marker is written before the outcome is committed, and no transaction is complete before all of its
 * markers are. A coordinator that dies in between finds the transaction prepared, and begins anew: repeated markers
 * change nothing.
 */
import { type Env, type Logger, pause } from '#kernel';
import { Errors, errorForCode } from '#protocol';
import type { CoordinatorRuntime } from '../runtime/coordinator-runtime.ts';
import type { TransactionMarkerWriter, TransactionPartition } from './transaction-markers.ts';
import { completed, type TransactionMetadata } from './transaction-metadata.ts';
import type { TransactionRecord } from './transaction-records.ts';
import type { TransactionShard } from './transaction-shard.ts';

/** Between two attempts; doubled up to the longest. */
const FIRST_RETRY_MS = 10;
const LONGEST_RETRY_MS = 1000;
/** So many partitions get their markers at a time, as a transaction may have very many. */
const PARTITIONS_AT_ONCE = 1000;

export interface TransactionFinisherOptions {
  readonly runtime: CoordinatorRuntime<TransactionRecord, TransactionShard>;
  readonly markers: TransactionMarkerWriter;
  readonly logger: Logger;
}

export class TransactionFinisher {
  readonly #env: Env;
  readonly #options: TransactionFinisherOptions;
  readonly #closing = new AbortController();
  /** By transactional id: who waits for the transaction to be complete. */
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(env: Env, options: TransactionFinisherOptions) {
    this.#env = env;
    this.#options = options;
  }

  close(): void {
    this.#closing.abort();
    for (const waiting of this.#waiting.values()) for (const wake of waiting) wake();
    this.#waiting.clear();
  }

  /** Resolves when the transaction has become complete, or after `timeoutMs`. */
  whenFinished(transactionalId: string, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(transactionalId) ?? new Set();
      this.#waiting.set(transactionalId, waiting);
      const end = (): void => {
        timer.cancel();
        waiting.delete(end);
        if (waiting.size === 0) this.#waiting.delete(transactionalId);
        resolve();
      };
      const timer = this.#env.scheduler.after(timeoutMs, end);
      waiting.add(end);
    });
  }

  /** `metadata` is the prepared state, in the turn that writes it or when it was read. */
  async finish(partition: number, metadata: TransactionMetadata): Promise<void> {
    // The turn that settles the outcome has to end before another can begin.
    await Promise.resolve();
    const coordinatorEpoch = await this.#whenCommitted(partition, metadata);
    if (coordinatorEpoch === null) return;
    if (!(await this.#writeMarkers(metadata, coordinatorEpoch))) return;
    await this.#retried((attempt) => this.#complete(partition, metadata, attempt));
    for (const wake of this.#waiting.get(metadata.transactionalId) ?? []) wake();
  }

  /** The coordinator's epoch once the state is committed; null where it is no longer the id's state. */
  async #whenCommitted(partition: number, metadata: TransactionMetadata): Promise<number | null> {
    let epoch: number | null = null;
    await this.#retried(() =>
      this.#options.runtime.execute<number>(
        partition,
        (errorCode) => errorCode,
        (shard, turn, waiter) => {
          epoch = isCurrent(shard, metadata) ? shard.coordinatorEpoch : null;
          turn.answer(waiter, Errors.NONE.code);
        },
      ),
    );
    return this.#closing.signal.aborted ? null : epoch;
  }

  /** False where the coordinator closed before they were written. */
  async #writeMarkers(metadata: TransactionMetadata, coordinatorEpoch: number): Promise<boolean> {
    const marker = {
      producerId: metadata.producerId,
      producerEpoch: metadata.producerEpoch,
      isCommit: metadata.state === 'PrepareCommit',
      coordinatorEpoch,
      transactionVersion: metadata.clientTransactionVersion,
    };
    let missing = partitionsOf(metadata);
    let delayMs = FIRST_RETRY_MS;
    while (missing.length > 0) {
      const failed: TransactionPartition[] = [];
      for (let at = 0; at < missing.length; at += PARTITIONS_AT_ONCE) {
        const some = missing.slice(at, at + PARTITIONS_AT_ONCE);
        const errorCodes = await this.#options.markers.write(marker, some);
        failed.push(...some.filter((target, index) => !this.#isDone(metadata, target, errorCodes[index]!)));
      }
      missing = failed;
      if (missing.length > 0) {
        await pause(this.#env, delayMs, this.#closing.signal);
        delayMs = Math.min(2 * delayMs, LONGEST_RETRY_MS);
      }
      if (this.#closing.signal.aborted || !this.#isLed(metadata)) return false;
    }
    return true;
  }

  #isDone({ transactionalId }: TransactionMetadata, target: TransactionPartition, errorCode: number): boolean {
    const { logger } = this.#options;
    const fields = { transactionalId, topic: target.topic, partition: target.partition };
    switch (errorCode) {
      case Errors.NONE.code:
      // The topic has been deleted, and the records of the transaction with it.
      case Errors.UNKNOWN_TOPIC_OR_PARTITION.code:
        return true;
      // A newer producer or coordinator has written there, which it could not before the transaction had ended.
      case Errors.INVALID_PRODUCER_EPOCH.code:
      case Errors.TRANSACTION_COORDINATOR_FENCED.code:
        logger.warn('a marker is out of date', { ...fields, error: errorForCode(errorCode).name });
        return true;
      default:
        logger.debug('a marker could not be written yet', { ...fields, error: errorForCode(errorCode).name });
        return false;
    }
  }

  #isLed(metadata: TransactionMetadata): boolean {
    return this.#options.runtime.machines().some((shard) => isCurrent(shard, metadata));
  }

  #complete(partition: number, metadata: TransactionMetadata, attempt: number): Promise<number> {
    if (attempt > 0) this.#options.logger.debug('a transaction is noted as complete again', { attempt });
    return this.#options.runtime.execute<number>(
      partition,
      (errorCode) => errorCode,
      (shard, turn, waiter) => {
        if (isCurrent(shard, metadata)) {
          const { transactionalId } = metadata;
          turn.records.push({ transactionalId, value: completed(metadata, turn.now) });
        }
        turn.answer(waiter, Errors.NONE.code);
      },
    );
  }

  /** Until it succeeds, or this broker no longer coordinates the id. */
  async #retried(attempt: (number: number) => Promise<number>): Promise<void> {
    let delayMs = FIRST_RETRY_MS;
    for (let number = 0; !this.#closing.signal.aborted; number++) {
      const errorCode = await attempt(number);
      if (errorCode === Errors.NONE.code || errorCode === Errors.NOT_COORDINATOR.code) return;
      await pause(this.#env, delayMs, this.#closing.signal);
      delayMs = Math.min(2 * delayMs, LONGEST_RETRY_MS);
    }
  }
}

function isCurrent(shard: TransactionShard, metadata: TransactionMetadata): boolean {
  return shard.transactions.get(metadata.transactionalId) === metadata;
}

function partitionsOf(metadata: TransactionMetadata): TransactionPartition[] {
  return [...metadata.partitions].flatMap(([topic, partitions]) =>
    [...partitions].map((partition) => ({ topic, partition })),
  );
}
