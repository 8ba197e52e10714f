/**
 * What a partition knows of confirmations that are on their way (KIP-890, part 1). Before the first batch of a
 * transaction is appended, the transaction coordinator is asked whether the partition belongs to it. A marker that is
 * written meanwhile makes the answer worthless: the batch would begin a transaction that nobody ends.
 *
 * Invariant: a confirmation that was begun before a marker of its producer is no longer valid after it.
 */
import type { TransactionVerification } from '#coordinator';

/** Of one partition; beyond them the oldest is forgotten, and its batch refused. */
const MAX_VERIFICATIONS = 10_000;

export interface PartitionVerification extends TransactionVerification {
  /** Of the batches that came with it: one that was refused for now has to be appended before those behind it. */
  lowestSequence: number;
}

export class TransactionVerifications {
  /** By producer id, the oldest first. */
  readonly #begun = new Map<number, PartitionVerification>();

  /** Before the coordinator is asked. Batches of one producer that come side by side share one. */
  begin(write: TransactionVerification & { readonly baseSequence: number }): PartitionVerification {
    const { producerId, producerEpoch, baseSequence } = write;
    const present = this.#begun.get(producerId);
    if (present !== undefined && present.producerEpoch === producerEpoch) {
      if (baseSequence < present.lowestSequence) present.lowestSequence = baseSequence;
      return present;
    }
    const verification = { producerId, producerEpoch, lowestSequence: baseSequence };
    this.#begun.delete(producerId);
    this.#begun.set(producerId, verification);
    if (this.#begun.size > MAX_VERIFICATIONS) {
      const [oldest] = this.#begun.keys();
      this.#begun.delete(oldest!);
    }
    return verification;
  }

  isValid(verification: TransactionVerification): boolean {
    return this.#begun.get(verification.producerId) === verification;
  }

  /** The producer's transaction has begun here, or a marker was written. */
  end(producerId: number): void {
    this.#begun.delete(producerId);
  }
}
