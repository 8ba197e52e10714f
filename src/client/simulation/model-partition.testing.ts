/**
 * A partition as its leader keeps it, in memory: sequences of idempotent producers, open and aborted transactions, markers.
 * As little as makes a transactional client show its faults.
 */
import { buildEndTxnMarkerBatch, Errors, recordBatch } from '#protocol';

export interface AppendResult {
  readonly errorCode: number;
  readonly baseOffset: number;
}

export interface ReadResult {
  readonly records: Buffer;
  readonly abortedTransactions: { producerId: number; firstOffset: number }[];
}

interface StoredBatch {
  readonly bytes: Buffer;
  readonly lastOffset: number;
}

interface ProducerState {
  epoch: number;
  /** The newest last. */
  readonly batches: { first: number; last: number; baseOffset: number }[];
}

interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  readonly markerOffset: number;
}

/** So many batches of a producer are remembered, to tell a repeated one. */
const REMEMBERED_BATCHES = 5;

export class ModelPartition {
  end = 0;
  readonly #batches: StoredBatch[] = [];
  readonly #producers: Map<number, ProducerState> = new Map();
  /** Producer id → first offset of its open transaction. */
  readonly #open: Map<number, number> = new Map();
  readonly #aborted: AbortedTransaction[] = [];
  /** Called after every append. */
  onChange: () => void = () => undefined;

  get lastStableOffset(): number {
    return Math.min(this.end, ...this.#open.values());
  }

  /** The batch as a producer sent it. */
  append(bytes: Buffer): AppendResult {
    const producerId = recordBatch.producerId(bytes, 0);
    const epoch = recordBatch.producerEpoch(bytes, 0);
    const first = recordBatch.baseSequence(bytes, 0);
    const last = recordBatch.lastSequence(bytes, 0);
    const state = this.#producers.get(producerId) ?? { epoch, batches: [] };
    if (epoch < state.epoch) return refused(Errors.INVALID_PRODUCER_EPOCH.code);
    if (epoch > state.epoch) state.batches.length = 0;
    const repeated = state.batches.find((batch) => batch.first === first && batch.last === last);
    if (repeated !== undefined) return { errorCode: 0, baseOffset: repeated.baseOffset };
    const expected = (state.batches.at(-1)?.last ?? -1) + 1;
    if (first !== expected) return refused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code);
    const baseOffset = this.#store(Buffer.from(bytes));
    state.epoch = epoch;
    state.batches.push({ first, last, baseOffset });
    if (state.batches.length > REMEMBERED_BATCHES) state.batches.shift();
    this.#producers.set(producerId, state);
    if (recordBatch.isTransactional(bytes, 0) && !this.#open.has(producerId)) this.#open.set(producerId, baseOffset);
    return { errorCode: 0, baseOffset };
  }

  /** Writes the marker; `epoch` is what the producer has from now on. */
  endTransaction({ producerId, epoch, committed }: { producerId: number; epoch: number; committed: boolean }): void {
    const baseOffset = this.end;
    const marker = { committed, timestamp: 0, producerId, producerEpoch: epoch, coordinatorEpoch: 0, baseOffset };
    this.#store(buildEndTxnMarkerBatch({ ...marker, partitionLeaderEpoch: 0 }));
    const firstOffset = this.#open.get(producerId);
    this.#open.delete(producerId);
    const state = this.#producers.get(producerId);
    if (state !== undefined && epoch > state.epoch) {
      state.epoch = epoch;
      state.batches.length = 0;
    }
    if (!committed && firstOffset !== undefined)
      this.#aborted.push({ producerId, firstOffset, markerOffset: baseOffset });
    this.onChange();
  }

  /** Whole batches from the one that holds `offset`, at least one where there is one, below the end that may be seen. */
  read(offset: number, { maxBytes, isCommitted }: { maxBytes: number; isCommitted: boolean }): ReadResult {
    const end = isCommitted ? this.lastStableOffset : this.end;
    const chosen: StoredBatch[] = [];
    let size = 0;
    for (const batch of this.#batches) {
      if (batch.lastOffset < offset) continue;
      if (batch.lastOffset >= end || (chosen.length > 0 && size + batch.bytes.length > maxBytes)) break;
      chosen.push(batch);
      size += batch.bytes.length;
    }
    const last = chosen.at(-1)?.lastOffset ?? -1;
    const abortedTransactions = this.#aborted
      .filter(({ firstOffset, markerOffset }) => isCommitted && markerOffset >= offset && firstOffset <= last)
      .map(({ producerId, firstOffset }) => ({ producerId, firstOffset }));
    return { records: Buffer.concat(chosen.map(({ bytes }) => bytes)), abortedTransactions };
  }

  #store(bytes: Buffer): number {
    const baseOffset = this.end;
    recordBatch.stampBaseOffset(bytes, 0, baseOffset);
    recordBatch.stampPartitionLeaderEpoch(bytes, 0, 0);
    const lastOffset = recordBatch.lastOffset(bytes, 0);
    this.#batches.push({ bytes, lastOffset });
    this.end = lastOffset + 1;
    this.onChange();
    return baseOffset;
  }
}

function refused(errorCode: number): AppendResult {
  return { errorCode, baseOffset: -1 };
}
