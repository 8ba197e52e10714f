/** A coordinator's log in memory, with what goes wrong on request: late commits, refusals, a lost partition. */
import type { Env } from '#kernel';
import { recordBatch } from '#protocol';
import type { CoordinatorLog } from './coordinator-log.ts';

export class MemoryLog implements CoordinatorLog {
  /** As they would lie in a file. */
  batches: Buffer[] = [];
  leaderEpoch = 0;
  logEndOffset = 0;
  committedOffset = 0;
  /** Milliseconds from append to commit. */
  commitDelayMs = 1;
  /** While true nothing is committed. */
  isHeld = false;
  /** The error that appends are refused with; 0 for none. */
  refusal = 0;
  /** Batches larger than this are refused with MESSAGE_TOO_LARGE. */
  maxBatchBytes = 1_048_588;
  readonly #env: Env;
  #waiting: { endOffset: number; resolve: () => void; reject: (error: Error) => void }[] = [];

  constructor(env: Env, batches: Buffer[] = []) {
    this.#env = env;
    for (const batch of batches) {
      this.batches.push(batch);
      this.logEndOffset = recordBatch.nextOffset(batch, 0);
    }
    this.committedOffset = this.logEndOffset;
  }

  append(batch: Buffer): { errorCode: number; endOffset: number } {
    if (this.refusal !== 0) return { errorCode: this.refusal, endOffset: -1 };
    if (batch.length > this.maxBatchBytes) return { errorCode: 10, endOffset: -1 };
    recordBatch.stampBaseOffset(batch, 0, this.logEndOffset);
    this.batches.push(batch);
    this.logEndOffset = recordBatch.nextOffset(batch, 0);
    const endOffset = this.logEndOffset;
    this.#env.scheduler.after(this.commitDelayMs, () => this.commit(endOffset));
    return { errorCode: 0, endOffset };
  }

  whenCommitted(endOffset: number): Promise<void> {
    if (endOffset <= this.committedOffset) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiting.push({ endOffset, resolve, reject }));
  }

  async *readForward(): AsyncIterable<Buffer> {
    for (const batch of this.batches) {
      await this.beforeRead();
      yield batch;
    }
  }

  /** Replaced by tests that let loading take its time. */
  beforeRead(): Promise<void> {
    return Promise.resolve();
  }

  commit(endOffset: number = this.logEndOffset): void {
    if (this.isHeld) return;
    this.committedOffset = Math.max(this.committedOffset, endOffset);
    const ready = this.#waiting.filter((waiting) => waiting.endOffset <= this.committedOffset);
    this.#waiting = this.#waiting.filter((waiting) => waiting.endOffset > this.committedOffset);
    for (const { resolve } of ready) resolve();
  }

  release(): void {
    this.isHeld = false;
    this.commit();
  }

  /** What was not committed will never be known to be. */
  lose(): void {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('the partition is led elsewhere'));
  }
}
