/**
 * Which leader epoch began at which offset (KIP-101, KIP-279): how replicas and consumers find out where their history
 * left the leader's. Epochs rise strictly and their start offsets do not fall. It is written to
 * `leader-epoch-checkpoint`; what a crash kept from being written is found again in the batches, which carry the epoch.
 */
import { assert } from '#kernel';
import type { EpochEntry } from './checkpoint-file.ts';

export const UNDEFINED_EPOCH = -1;
export const UNDEFINED_OFFSET = -1;

export interface EpochEndOffset {
  readonly epoch: number;
  readonly endOffset: number;
}

export class LeaderEpochCache {
  #entries: EpochEntry[];
  #latestEpoch: number;
  /** Whether the file lacks something of this. */
  isDirty = false;

  constructor(entries: readonly EpochEntry[] = []) {
    this.#entries = [...entries];
    this.#latestEpoch = this.#entries.at(-1)?.epoch ?? UNDEFINED_EPOCH;
  }

  get entries(): readonly EpochEntry[] {
    return this.#entries;
  }

  /** -1 without epochs. */
  get latestEpoch(): number {
    return this.#latestEpoch;
  }

  /** Notes that `epoch` begins at `startOffset`; an epoch that has begun already is left alone. */
  assign(epoch: number, startOffset: number): void {
    if (epoch === this.#latestEpoch || epoch < 0) return;
    assert(epoch > this.#latestEpoch, `leader epoch ${epoch} after epoch ${this.#latestEpoch}`);
    // Epochs under which nothing was written are taken back by the one that now begins at or before their start.
    while (this.#entries.length > 0 && this.#entries.at(-1)!.startOffset >= startOffset) this.#entries.pop();
    this.#entries.push({ epoch, startOffset });
    this.#latestEpoch = epoch;
    this.isDirty = true;
  }

  /** The greatest epoch not above the one asked for, and where it ended; (-1, -1) when that cannot be told. */
  endOffsetFor(epoch: number, logEndOffset: number): EpochEndOffset {
    const undefinedEnd = { epoch: UNDEFINED_EPOCH, endOffset: UNDEFINED_OFFSET };
    if (epoch < 0 || epoch > this.#latestEpoch) return undefinedEnd;
    if (epoch === this.#latestEpoch) return { epoch, endOffset: logEndOffset };
    const next = this.#entries.findIndex((entry) => entry.epoch > epoch);
    const endOffset = this.#entries[next]!.startOffset;
    // Older than all that is known: what the asker has of it ended before our first epoch began.
    return { epoch: next === 0 ? epoch : this.#entries[next - 1]!.epoch, endOffset };
  }

  /** The epoch under which `offset` was written; -1 when unknown. */
  epochForOffset(offset: number): number {
    let found = UNDEFINED_EPOCH;
    for (const entry of this.#entries) {
      if (entry.startOffset > offset) break;
      found = entry.epoch;
    }
    return found;
  }

  /** The log now ends at `endOffset`: forgets epochs that began there or later. */
  truncateFromEnd(endOffset: number): void {
    while (this.#entries.length > 0 && this.#entries.at(-1)!.startOffset >= endOffset) {
      this.#entries.pop();
      this.isDirty = true;
    }
    this.#latestEpoch = this.#entries.at(-1)?.epoch ?? UNDEFINED_EPOCH;
  }

  /** The log now starts at `startOffset`: the epoch of that offset starts there, older ones are forgotten. */
  truncateFromStart(startOffset: number): void {
    const first = this.#entries.findLastIndex((entry) => entry.startOffset <= startOffset);
    if (first < 0 || (first === 0 && this.#entries[0]!.startOffset === startOffset)) return;
    this.#entries.splice(0, first + 1, { epoch: this.#entries[first]!.epoch, startOffset });
    this.isDirty = true;
  }
}
