/**
 * Which batches of a fetch belong to transactions that were aborted (KIP-98), for consumers that read committed records
 * only. With every fetch the broker sends the aborted transactions that reach into it, each by producer and first offset,
 * wherever their markers are. Batches are judged in their order: a transaction is open from its first offset until an
 * abort marker of its producer, and a producer may have aborted several in one fetch.
 */
import { ControlRecordType, controlTypeOfKey, recordBatch, RecordCursor } from '#protocol';

export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

export class AbortedTransactions {
  readonly #byFirstOffset: readonly AbortedTransaction[];
  #next = 0;
  /** Producers with an aborted transaction that is open where the walk is. */
  readonly #producers = new Set<number>();

  constructor(aborted: readonly AbortedTransaction[]) {
    this.#byFirstOffset = aborted.toSorted((a, b) => a.firstOffset - b.firstOffset);
  }

  /** Whether the records of the batch at `pos` are to be left out. Asked of every batch, in order. */
  excludes(buf: Uint8Array, pos: number): boolean {
    if (!recordBatch.hasProducerId(buf, pos)) return false;
    this.#openUpTo(recordBatch.lastOffset(buf, pos));
    if (this.#producers.size === 0) return false;
    const producerId = recordBatch.producerId(buf, pos);
    if (isAbortMarker(buf, pos)) {
      this.#producers.delete(producerId);
      return false;
    }
    return recordBatch.isTransactional(buf, pos) && this.#producers.has(producerId);
  }

  #openUpTo(lastOffset: number): void {
    const list = this.#byFirstOffset;
    while (this.#next < list.length && list[this.#next]!.firstOffset <= lastOffset) {
      this.#producers.add(list[this.#next++]!.producerId);
    }
  }
}

const cursor = new RecordCursor();
/** A marker takes some tens of bytes. */
const MAX_CONTROL_BYTES = 65_536;

/** Throws CORRUPT_MESSAGE or INVALID_RECORD where the control batch cannot be read. */
function isAbortMarker(buf: Uint8Array, pos: number): boolean {
  if (!recordBatch.isControlBatch(buf, pos)) return false;
  cursor.open(buf, pos, MAX_CONTROL_BYTES);
  const isAbort = cursor.next() && cursor.key !== null && controlTypeOfKey(cursor.key) === ControlRecordType.ABORT;
  cursor.close();
  return isAbort;
}
