/**
 * What one partition remembers of one producer (KIP-98): its epoch, its last batches, by which a retry is told from new
 * data and a gap is seen, and the transaction it has open. The last five batches are kept, since that is how many an
 * idempotent producer may have under way.
 */
import { recordBatch } from '#protocol';

export const RETAINED_BATCHES = 5;
export const NO_OFFSET = -1;

/** Columns of a retained batch. */
const LAST_SEQUENCE = 0;
const LAST_OFFSET = 1;
const OFFSET_DELTA = 2;
const TIMESTAMP = 3;
const COLUMNS = 4;

export class ProducerStateEntry {
  readonly producerId: number;
  /** -1 until the producer wrote. */
  producerEpoch = -1;
  /** Of the last marker; -1 before the first. */
  coordinatorEpoch = -1;
  /** Greatest timestamp of the last batch, or that of the last marker; milliseconds. */
  lastTimestamp = -1;
  /** Where the open transaction began, or -1. */
  currentTransactionFirstOffset = NO_OFFSET;
  /** Oldest first; the epoch of all of them is the current one. Flat, since this changes with each batch. */
  readonly #batches: number[] = [];

  constructor(producerId: number) {
    this.producerId = producerId;
  }

  get batchCount(): number {
    return this.#batches.length / COLUMNS;
  }

  /** -1 without batches, as are the others. */
  get lastSequence(): number {
    return this.#batches.length === 0 ? -1 : this.#batches[this.#batches.length - COLUMNS + LAST_SEQUENCE]!;
  }

  get lastDataOffset(): number {
    return this.#batches.length === 0 ? NO_OFFSET : this.#batches[this.#batches.length - COLUMNS + LAST_OFFSET]!;
  }

  get lastOffsetDelta(): number {
    return this.#batches.length === 0 ? 0 : this.#batches[this.#batches.length - COLUMNS + OFFSET_DELTA]!;
  }

  lastOffset(index: number): number {
    return this.#batches[index * COLUMNS + LAST_OFFSET]!;
  }

  baseOffset(index: number): number {
    return this.lastOffset(index) - this.#batches[index * COLUMNS + OFFSET_DELTA]!;
  }

  timestamp(index: number): number {
    return this.#batches[index * COLUMNS + TIMESTAMP]!;
  }

  /** The retained batch that these numbers are a repetition of, or -1. */
  findDuplicate(producerEpoch: number, baseSequence: number, lastSequence: number): number {
    if (producerEpoch !== this.producerEpoch) return -1;
    const batches = this.#batches;
    for (let at = 0; at < batches.length; at += COLUMNS) {
      if (batches[at]! !== lastSequence) continue;
      const delta = batches[at + OFFSET_DELTA]!;
      const first = lastSequence >= delta ? lastSequence - delta : lastSequence - delta + 0x7fffffff + 1;
      if (first === baseSequence) return at / COLUMNS;
    }
    return -1;
  }

  isInSequence(baseSequence: number): boolean {
    return baseSequence === (this.#batches.length === 0 ? 0 : recordBatch.incrementSequence(this.lastSequence, 1));
  }

  /** Moves to `epoch`; batches of an older one can neither be repeated nor followed any more. */
  setEpoch(epoch: number): void {
    if (epoch === this.producerEpoch) return;
    this.#batches.length = 0;
    this.producerEpoch = epoch;
  }

  addBatch(lastSequence: number, lastOffset: number, details: { offsetDelta: number; timestamp: number }): void {
    this.#push(lastSequence, lastOffset, details.offsetDelta, details.timestamp);
  }

  /** Notes the data batch at `at`, whose offsets are stamped. */
  addBatchAt(bytes: Uint8Array, at: number): void {
    const delta = recordBatch.lastOffsetDelta(bytes, at);
    const base = recordBatch.baseSequence(bytes, at);
    const lastSequence = base < 0 ? base : recordBatch.incrementSequence(base, delta);
    this.setEpoch(recordBatch.producerEpoch(bytes, at));
    this.#push(lastSequence, recordBatch.lastOffset(bytes, at), delta, recordBatch.maxTimestamp(bytes, at));
  }

  #push(lastSequence: number, lastOffset: number, offsetDelta: number, timestamp: number): void {
    const batches = this.#batches;
    if (batches.length === RETAINED_BATCHES * COLUMNS) {
      batches.copyWithin(0, COLUMNS);
      batches.length -= COLUMNS;
    }
    batches.push(lastSequence, lastOffset, offsetDelta, timestamp);
    this.lastTimestamp = timestamp;
  }
}
