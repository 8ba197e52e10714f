/**
 * Which transactions are past their timeout. When one began is written down by the wall clock, which other brokers go by as
 * well. Where that is set back nobody shall wait until it has caught up, so each is also measured from when it was first
 * seen here, by the monotonic clock.
 */
import type { TransactionMetadata } from './transaction-metadata.ts';

interface Seen {
  readonly transaction: TransactionMetadata;
  /** By the monotonic clock, in milliseconds. */
  readonly at: number;
}

export interface Now {
  /** Milliseconds since 1970. */
  readonly wall: number;
  /** Milliseconds. */
  readonly monotonic: number;
}

export class TransactionTimeouts {
  #seen = new Map<string, Seen>();

  /** Of all that there are. What is not among them any more is forgotten. */
  late(all: Iterable<TransactionMetadata>, now: Now): TransactionMetadata[] {
    const seen = new Map<string, Seen>();
    const late: TransactionMetadata[] = [];
    for (const transaction of all) {
      if (transaction.state !== 'Ongoing') continue;
      const { transactionalId, startTimestamp, timeoutMs } = transaction;
      const before = this.#seen.get(transactionalId);
      const at = before !== undefined && isSame(before.transaction, transaction) ? before.at : now.monotonic;
      seen.set(transactionalId, { transaction, at });
      if (startTimestamp + timeoutMs < now.wall || at + timeoutMs < now.monotonic) late.push(transaction);
    }
    this.#seen = seen;
    return late;
  }
}

/** Whether these are states of one transaction that is still open. */
export function isSame(one: TransactionMetadata, other: TransactionMetadata | undefined): boolean {
  return (
    other?.state === 'Ongoing' &&
    one.producerId === other.producerId &&
    one.producerEpoch === other.producerEpoch &&
    one.startTimestamp === other.startTimestamp
  );
}
