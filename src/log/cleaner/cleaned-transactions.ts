/**
 * The transactions of the part of a log that is compacted, batch by batch in its order (Kafka's
 * CleanedTransactionMetadata): which data was aborted and goes, and which markers are no longer needed, as nothing of
 * their transaction is left.
 */
import { ControlRecordType, recordBatch, RecordCursor } from '#protocol';
import { MAX_DECOMPRESSED_BYTES } from '../log-validator.ts';
import type { AbortedTransactionEntry, TransactionIndex } from '../transaction-index.ts';

interface OngoingAborted {
  readonly entry: AbortedTransactionEntry;
  /** Some batch of it was met. */
  hasBatches: boolean;
}

export class CleanedTransactions {
  /** Where the entries of abort markers go that stay; null while a log is only read. */
  index: TransactionIndex | null = null;
  readonly #cursor = new RecordCursor();
  /** Not begun yet, by rising first offset. */
  readonly #aborted: AbortedTransactionEntry[];
  readonly #ongoingAborted = new Map<number, OngoingAborted>();
  /** Producers of transactions that were not aborted and of which some batch was met. */
  readonly #ongoingCommitted = new Set<number>();

  /** `aborted`: what the transaction indexes of the whole log tell. */
  constructor(aborted: readonly AbortedTransactionEntry[]) {
    this.#aborted = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** Whether the data batch at `at` belongs to a transaction that was aborted. */
  onData(bytes: Uint8Array, at: number): boolean {
    this.#begin(recordBatch.lastOffset(bytes, at));
    if (!recordBatch.isTransactional(bytes, at)) return false;
    const producerId = recordBatch.producerId(bytes, at);
    const aborted = this.#ongoingAborted.get(producerId);
    if (aborted === undefined) {
      this.#ongoingCommitted.add(producerId);
      return false;
    }
    aborted.hasBatches = true;
    return true;
  }

  /** Whether the control batch at `at` is needed no more, as no batch of its transaction was met. */
  onControl(bytes: Uint8Array, at: number): boolean {
    this.#begin(recordBatch.lastOffset(bytes, at));
    const producerId = recordBatch.producerId(bytes, at);
    switch (this.#controlType(bytes, at)) {
      case null:
        // Emptied by an earlier round.
        return true;
      case ControlRecordType.ABORT: {
        const aborted = this.#ongoingAborted.get(producerId);
        this.#ongoingAborted.delete(producerId);
        if (aborted?.hasBatches !== true) return true;
        this.index?.append(aborted.entry);
        return false;
      }
      case ControlRecordType.COMMIT:
        return !this.#ongoingCommitted.delete(producerId);
      default:
        return false;
    }
  }

  /** Transactions that begin up to `offset` are under way. */
  #begin(offset: number): void {
    let begun = 0;
    for (const entry of this.#aborted) {
      if (entry.firstOffset > offset) break;
      begun++;
      if (!this.#ongoingAborted.has(entry.producerId)) {
        this.#ongoingAborted.set(entry.producerId, { entry, hasBatches: false });
      }
    }
    if (begun > 0) this.#aborted.splice(0, begun);
  }

  #controlType(bytes: Uint8Array, at: number): number | null {
    const cursor = this.#cursor;
    cursor.open(bytes, at, MAX_DECOMPRESSED_BYTES);
    const type = cursor.next() ? cursor.controlType : null;
    cursor.close();
    return type;
  }
}
