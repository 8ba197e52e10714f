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
  currentTransactionFirstOffset: number = NO_OFFSET;
  /** A ring of rows; the epoch of all of them is the current one. Flat and of a fixed size, since each append writes one. */
  readonly #batches: Float64Array = new Float64Array(RETAINED_BATCHES * COLUMNS);
  /** The row of the oldest batch. */
  #first = 0;
  #count = 0;

  constructor(producerId: number) {
    this.producerId = producerId;
  }

  get batchCount(): number {
    return this.#count;
  }

  /** -1 without batches, as are the others. */
  get lastSequence(): number {
    return this.#count === 0 ? -1 : this.#value(this.#count - 1, LAST_SEQUENCE);
  }

  get lastDataOffset(): number {
    return this.#count === 0 ? NO_OFFSET : this.#value(this.#count - 1, LAST_OFFSET);
  }

  /** 0 without batches. */
  get lastOffsetDelta(): number {
    return this.#count === 0 ? 0 : this.#value(this.#count - 1, OFFSET_DELTA);
  }

  /** Of a retained batch, 0 being the oldest. */
  lastOffset(index: number): number {
    return this.#value(index, LAST_OFFSET);
  }

  baseOffset(index: number): number {
    return this.#value(index, LAST_OFFSET) - this.#value(index, OFFSET_DELTA);
  }

  timestamp(index: number): number {
    return this.#value(index, TIMESTAMP);
  }

  #value(index: number, column: number): number {
    return this.#batches[((this.#first + index) % RETAINED_BATCHES) * COLUMNS + column]!;
  }

  /** The retained batch that these numbers are a repetition of, or -1. */
  findDuplicate(producerEpoch: number, baseSequence: number, lastSequence: number): number {
    if (producerEpoch !== this.producerEpoch) return -1;
    for (let index = 0; index < this.#count; index++) {
      if (this.#value(index, LAST_SEQUENCE) !== lastSequence) continue;
      const delta = this.#value(index, OFFSET_DELTA);
      const first = lastSequence >= delta ? lastSequence - delta : lastSequence - delta + 0x7fffffff + 1;
      if (first === baseSequence) return index;
    }
    return -1;
  }

  isInSequence(baseSequence: number): boolean {
    return baseSequence === (this.#count === 0 ? 0 : recordBatch.incrementSequence(this.lastSequence, 1));
  }

  /** Takes over the batches that `other` has retained, where its last is ours: the same history, further back. */
  adoptBatches(other: ProducerStateEntry): void {
    const isSame = other.producerEpoch === this.producerEpoch && other.lastDataOffset === this.lastDataOffset;
    if (!isSame || this.#count === 0 || other.#count <= this.#count) return;
    this.#batches.set(other.#batches);
    this.#first = other.#first;
    this.#count = other.#count;
  }

  /** Moves to `epoch`; batches of an older one can neither be repeated nor followed any more. */
  setEpoch(epoch: number): void {
    if (epoch === this.producerEpoch) return;
    this.#count = 0;
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
    const at = ((this.#first + this.#count) % RETAINED_BATCHES) * COLUMNS;
    if (this.#count === RETAINED_BATCHES) this.#first = (this.#first + 1) % RETAINED_BATCHES;
    else this.#count++;
    const batches = this.#batches;
    batches[at + LAST_SEQUENCE] = lastSequence;
    batches[at + LAST_OFFSET] = lastOffset;
    batches[at + OFFSET_DELTA] = offsetDelta;
    batches[at + TIMESTAMP] = timestamp;
    this.lastTimestamp = timestamp;
  }
}
