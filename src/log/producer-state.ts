/**
 * All producers of one partition, and its transactions: the state machine behind idempotence (rules I1–I5 of KIP-98 and
 * KIP-890) and the last stable offset. It only ever changes by batches that are in the log, so that replaying the log
 * from any snapshot gives the same state; a check never changes it.
 */
import { assert } from '#kernel';
import { recordBatch } from '#protocol';
import { NO_OFFSET, ProducerStateEntry } from './producer-state-entry.ts';

/** A marker has ended a transaction that spans these offsets, the last being the marker's own. */
export interface CompletedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly isAborted: boolean;
}

/** What a control batch that ends a transaction says. */
export interface EndTransactionMarker {
  readonly isCommit: boolean;
  readonly coordinatorEpoch: number;
}

export class ProducerState {
  readonly #producers = new Map<number, ProducerStateEntry>();
  /** First offset → producer id, in offset order, as transactions begin in that order. */
  readonly #ongoing = new Map<number, number>();
  /** Transactions that are decided by a marker at or above the high watermark, in the order of their markers. */
  #unreplicated: CompletedTransaction[] = [];
  #firstUnstableOffset = NO_OFFSET;
  /** All batches below it are part of this state. */
  endOffset = 0;

  get producerCount(): number {
    return this.#producers.size;
  }

  /** Where the first transaction begins that is open, or decided above the high watermark; -1 without one. */
  get firstUnstableOffset(): number {
    return this.#firstUnstableOffset;
  }

  get(producerId: number): ProducerStateEntry | undefined {
    return this.#producers.get(producerId);
  }

  entries(): IterableIterator<ProducerStateEntry> {
    return this.#producers.values();
  }

  /** Whether any producer's last batch is of that time or later; milliseconds. */
  hasWrittenSince(timestamp: number): boolean {
    for (const entry of this.#producers.values()) {
      if (entry.lastTimestamp >= timestamp) return true;
    }
    return false;
  }

  /** Puts in an entry from a snapshot. Those with open transactions come in any order, so `#ongoing` is sorted anew. */
  load(entries: readonly ProducerStateEntry[], endOffset: number): void {
    assert(this.#producers.size === 0, 'producer state is loaded into an empty one');
    for (const entry of entries) this.#producers.set(entry.producerId, entry);
    const open = entries.filter((entry) => entry.currentTransactionFirstOffset !== NO_OFFSET);
    open.sort((a, b) => a.currentTransactionFirstOffset - b.currentTransactionFirstOffset);
    for (const entry of open) this.#ongoing.set(entry.currentTransactionFirstOffset, entry.producerId);
    this.endOffset = endOffset;
    this.#updateFirstUnstableOffset();
  }

  /** Takes in the data batch at `at`, which is stamped and checked, or comes from a log. Without a producer id nothing changes. */
  applyData(bytes: Uint8Array, at: number): void {
    if (!recordBatch.hasProducerId(bytes, at)) return;
    const producerId = recordBatch.producerId(bytes, at);
    let entry = this.#producers.get(producerId);
    if (entry === undefined) this.#producers.set(producerId, (entry = new ProducerStateEntry(producerId)));
    entry.addBatchAt(bytes, at);
    if (recordBatch.isTransactional(bytes, at) && entry.currentTransactionFirstOffset === NO_OFFSET) {
      const firstOffset = recordBatch.baseOffset(bytes, at);
      entry.currentTransactionFirstOffset = firstOffset;
      this.#ongoing.set(firstOffset, producerId);
      this.#updateFirstUnstableOffset();
    }
  }

  /** Takes in the marker in the control batch at `at`; returns the transaction it ended, null where none was open. */
  applyMarker(bytes: Uint8Array, at: number, marker: EndTransactionMarker): CompletedTransaction | null {
    const producerId = recordBatch.producerId(bytes, at);
    let entry = this.#producers.get(producerId);
    if (entry === undefined) this.#producers.set(producerId, (entry = new ProducerStateEntry(producerId)));
    entry.setEpoch(recordBatch.producerEpoch(bytes, at));
    entry.coordinatorEpoch = marker.coordinatorEpoch;
    entry.lastTimestamp = recordBatch.maxTimestamp(bytes, at);
    const firstOffset = entry.currentTransactionFirstOffset;
    if (firstOffset === NO_OFFSET) return null;
    entry.currentTransactionFirstOffset = NO_OFFSET;
    this.#ongoing.delete(firstOffset);
    const lastOffset = recordBatch.lastOffset(bytes, at);
    const completed = { producerId, firstOffset, lastOffset, isAborted: !marker.isCommit };
    this.#unreplicated.push(completed);
    this.#updateFirstUnstableOffset();
    return completed;
  }

  /** The last stable offset right after `completed`, as the transaction index notes it. */
  lastStableOffsetAfter(completed: CompletedTransaction): number {
    for (const firstOffset of this.#ongoing.keys()) return firstOffset;
    return completed.lastOffset + 1;
  }

  hasOngoingTransaction(producerId: number, producerEpoch: number): boolean {
    const entry = this.#producers.get(producerId);
    return (
      entry !== undefined && entry.currentTransactionFirstOffset !== NO_OFFSET && entry.producerEpoch === producerEpoch
    );
  }

  /** Markers below `offset` are committed (or below the log's start): their transactions no longer hold consumers back. */
  onHighWatermark(offset: number): void {
    if (this.#unreplicated.length === 0 || this.#unreplicated[0]!.lastOffset >= offset) return;
    this.#unreplicated = this.#unreplicated.filter((transaction) => transaction.lastOffset >= offset);
    this.#updateFirstUnstableOffset();
  }

  /** Forgets producers that wrote nothing for `expirationMs` and have no transaction open; returns how many. */
  removeExpired(now: number, expirationMs: number): number {
    let removed = 0;
    for (const entry of this.#producers.values()) {
      if (entry.currentTransactionFirstOffset !== NO_OFFSET || now - entry.lastTimestamp < expirationMs) continue;
      this.#producers.delete(entry.producerId);
      removed++;
    }
    return removed;
  }

  clear(endOffset: number): void {
    this.#producers.clear();
    this.#ongoing.clear();
    this.#unreplicated = [];
    this.#firstUnstableOffset = NO_OFFSET;
    this.endOffset = endOffset;
  }

  #updateFirstUnstableOffset(): void {
    let first = Infinity;
    for (const transaction of this.#unreplicated) first = Math.min(first, transaction.firstOffset);
    for (const firstOffset of this.#ongoing.keys()) {
      first = Math.min(first, firstOffset);
      break;
    }
    this.#firstUnstableOffset = first === Infinity ? NO_OFFSET : first;
  }
}
