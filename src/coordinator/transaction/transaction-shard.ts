/**
 * The state machine behind one partition of `__transaction_state`: the transactional ids that hash to it. All of its
 * state is lasting: what the last record of each id says.
 */
import type { CoordinatorStateMachine } from '../runtime/state-machine.ts';
import type { MemoryAccount } from '../group/state-memory.ts';
import type { TransactionMetadata } from './transaction-metadata.ts';
import { partitionCount } from './transaction-partitions.ts';
import type { TransactionRecord } from './transaction-records.ts';
import { isPrepared } from './transaction-state.ts';

/** What an id takes in memory, roughly, beside its text and its partitions. */
const TRANSACTION_BYTES = 1024;
const PARTITION_BYTES = 64;

export interface TransactionShardOptions {
  readonly memory: MemoryAccount;
  /** Of the partition: stands in the markers, so that those of an earlier coordinator are told apart. */
  readonly coordinatorEpoch: number;
  /** A transaction whose markers have to be written was found when the log was read. */
  readonly onPrepared: (metadata: TransactionMetadata) => void;
}

export class TransactionShard implements CoordinatorStateMachine<TransactionRecord> {
  readonly coordinatorEpoch: number;
  readonly #options: TransactionShardOptions;
  readonly #transactions = new Map<string, TransactionMetadata>();

  constructor(options: TransactionShardOptions) {
    this.#options = options;
    this.coordinatorEpoch = options.coordinatorEpoch;
  }

  get transactions(): ReadonlyMap<string, TransactionMetadata> {
    return this.#transactions;
  }

  /** For the next state of an id: what takes no more than before always has. */
  hasRoomFor(next: TransactionMetadata): boolean {
    const growth = sizeOf(next) - sizeOf(this.#transactions.get(next.transactionalId) ?? null);
    return growth <= 0 || this.#options.memory.hasRoomFor(growth);
  }

  replay({ transactionalId, value }: TransactionRecord): void {
    const before = this.#transactions.get(transactionalId);
    this.#options.memory.add(sizeOf(value) - sizeOf(before ?? null));
    if (value === null) this.#transactions.delete(transactionalId);
    else this.#transactions.set(transactionalId, value);
  }

  /** Nobody writes transactions into this topic. */
  replayTransactionEnd(): void {}

  activate(): void {
    for (const metadata of this.#transactions.values()) {
      if (isPrepared(metadata.state)) this.#options.onPrepared(metadata);
    }
  }

  deactivate(): void {
    this.#transactions.clear();
    this.#options.memory.close();
  }
}

function sizeOf(metadata: TransactionMetadata | null): number {
  if (metadata === null) return 0;
  return (
    TRANSACTION_BYTES + 2 * metadata.transactionalId.length + partitionCount(metadata.partitions) * PARTITION_BYTES
  );
}
