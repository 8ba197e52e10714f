/**
 * A Produce request between its appends and its answer: it counts the partitions whose records are not committed yet.
 * (Kafka's DelayedProduce.) With acks of 1 as with −1 the answer waits for the group commit, so that an acknowledged
 * record survives a power loss in the default mode.
 */
import type { Linked } from '#kernel';
import { Errors } from '#protocol';
import type { Partition } from './partition.ts';

/** The part of the answer that a commit which does not come in time changes. */
export interface PendingPartition {
  errorCode: number;
  baseOffset: number;
}

export class DelayedProduce implements Linked<DelayedProduce> {
  earlier: DelayedProduce | null = null;
  later: DelayedProduce | null = null;
  readonly deadlineMs: number;
  readonly #pending = new Set<PendingPartition>();
  #finish: (() => void) | null = null;

  constructor(deadlineMs: number) {
    this.deadlineMs = deadlineMs;
  }

  /** Waits for all below `endOffset`; what goes wrong is written into `answer`. */
  add(partition: Partition, endOffset: number, answer: PendingPartition): void {
    const waiter = {
      committed: (errorCode: number): void => {
        if (errorCode !== Errors.NONE.code) fail(answer, errorCode);
        if (this.#pending.delete(answer) && this.#pending.size === 0) this.#finish?.();
      },
    };
    if (partition.awaitCommit(endOffset, waiter)) this.#pending.add(answer);
  }

  get isDone(): boolean {
    return this.#pending.size === 0;
  }

  /** Resolves when every partition has been committed or given up. */
  whenDone(): Promise<void> {
    return new Promise((resolve) => {
      if (this.isDone) resolve();
      else this.#finish = resolve;
    });
  }

  /** The request's timeout has passed: what is not committed yet is answered with REQUEST_TIMED_OUT. */
  expire(): void {
    for (const answer of this.#pending) fail(answer, Errors.REQUEST_TIMED_OUT.code);
    this.#pending.clear();
    this.#finish?.();
  }
}

function fail(answer: PendingPartition, errorCode: number): void {
  answer.errorCode = errorCode;
  answer.baseOffset = -1;
}
