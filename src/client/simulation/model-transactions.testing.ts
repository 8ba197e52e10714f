/**
 * A transaction coordinator in memory, with the epochs of KIP-890 (version 2) or without (version 1). The answer to EndTxn
 * goes out before the markers are written, as in Kafka: until then the producer hears CONCURRENT_TRANSACTIONS.
 */
import { Errors } from '#protocol';
import type { ModelPartition } from './model-partition.testing.ts';

export interface Identity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

export interface Outcome extends Identity {
  readonly errorCode: number;
}

interface TransactionState {
  readonly producerId: number;
  epoch: number;
  isOngoing: boolean;
  /** Markers are still to be written. */
  isCompleting: boolean;
  /** How the last transaction ended, for an EndTxn that comes again. */
  lastCommitted: boolean | null;
  readonly partitions: Set<number>;
}

export interface ModelTransactionsOptions {
  readonly version: 1 | 2;
  readonly partitions: readonly ModelPartition[];
  /** Runs later, when the markers are to be written. */
  later(task: () => void): void;
}

export class ModelTransactions {
  readonly #options: ModelTransactionsOptions;
  readonly #states: Map<string, TransactionState> = new Map();
  #nextProducerId = 1000;

  constructor(options: ModelTransactionsOptions) {
    this.#options = options;
  }

  /** A producer starts: whoever had the id before is fenced, and what it left open is aborted first. */
  init(transactionalId: string): Outcome {
    const state = this.#states.get(transactionalId);
    if (state === undefined) {
      const producerId = this.#nextProducerId++;
      const fresh = { producerId, epoch: 0, isOngoing: false, isCompleting: false, lastCommitted: null };
      this.#states.set(transactionalId, { ...fresh, partitions: new Set() });
      return { errorCode: 0, producerId, producerEpoch: 0 };
    }
    if (state.isCompleting) return failed(Errors.CONCURRENT_TRANSACTIONS.code);
    state.epoch++;
    if (state.isOngoing) {
      this.#complete(state, false);
      return failed(Errors.CONCURRENT_TRANSACTIONS.code);
    }
    state.lastCommitted = null;
    return { errorCode: 0, producerId: state.producerId, producerEpoch: state.epoch };
  }

  /** Version 1: the producer says which partitions it is going to write to. */
  add(transactionalId: string, identity: Identity, partitions: readonly number[]): number {
    const state = this.#states.get(transactionalId);
    const error = this.#refusal(state, identity);
    if (error !== 0 || state === undefined) return error;
    state.isOngoing = true;
    for (const partition of partitions) state.partitions.add(partition);
    return 0;
  }

  /** What a transactional write is to be refused with, 0 if it may go on. */
  admit(transactionalId: string, identity: Identity, partition: number): number {
    if (this.#options.version === 1) {
      const state = this.#states.get(transactionalId);
      const error = this.#refusal(state, identity);
      // The leader asks the coordinator, and tells its own client to come again.
      if (error === Errors.CONCURRENT_TRANSACTIONS.code) return Errors.NOT_ENOUGH_REPLICAS.code;
      if (error === Errors.PRODUCER_FENCED.code) return Errors.INVALID_PRODUCER_EPOCH.code;
      if (error !== 0) return error;
      return state?.partitions.has(partition) === true ? 0 : Errors.INVALID_TXN_STATE.code;
    }
    const error = this.add(transactionalId, identity, [partition]);
    if (error === Errors.CONCURRENT_TRANSACTIONS.code) return Errors.NOT_ENOUGH_REPLICAS.code;
    return error === Errors.PRODUCER_FENCED.code ? Errors.INVALID_PRODUCER_EPOCH.code : error;
  }

  end(transactionalId: string, identity: Identity, committed: boolean): Outcome {
    const state = this.#states.get(transactionalId);
    if (state === undefined || state.producerId !== identity.producerId)
      return failed(Errors.INVALID_PRODUCER_ID_MAPPING.code);
    const current = { producerId: state.producerId, producerEpoch: state.epoch };
    const isRepeated =
      !state.isOngoing &&
      state.lastCommitted === committed &&
      identity.producerEpoch === state.epoch - (this.#options.version === 2 ? 1 : 0);
    if (isRepeated && state.isCompleting) return failed(Errors.CONCURRENT_TRANSACTIONS.code);
    if (isRepeated) return { errorCode: 0, ...current };
    if (identity.producerEpoch !== state.epoch) return failed(Errors.PRODUCER_FENCED.code);
    if (state.isCompleting) return failed(Errors.CONCURRENT_TRANSACTIONS.code);
    if (!state.isOngoing) return failed(Errors.INVALID_TXN_STATE.code);
    if (this.#options.version === 2) state.epoch++;
    this.#complete(state, committed);
    return { errorCode: 0, producerId: state.producerId, producerEpoch: state.epoch };
  }

  #refusal(state: TransactionState | undefined, { producerId, producerEpoch }: Identity): number {
    if (state === undefined || state.producerId !== producerId) return Errors.INVALID_PRODUCER_ID_MAPPING.code;
    if (state.epoch !== producerEpoch) return Errors.PRODUCER_FENCED.code;
    return state.isCompleting ? Errors.CONCURRENT_TRANSACTIONS.code : 0;
  }

  #complete(state: TransactionState, committed: boolean): void {
    state.isOngoing = false;
    state.isCompleting = true;
    state.lastCommitted = committed;
    this.#options.later(() => {
      const { producerId, epoch, partitions } = state;
      for (const partition of partitions)
        this.#options.partitions[partition]?.endTransaction({ producerId, epoch, committed });
      partitions.clear();
      state.isCompleting = false;
    });
  }
}

function failed(errorCode: number): Outcome {
  return { errorCode, producerId: -1, producerEpoch: -1 };
}
