/**
 * Holds answers back until what they tell is committed, in the order of the log. An answer that saw nothing uncommitted
 * leaves at once. Invariant: no answer is delivered before all records appended when it was given are committed.
 */
import type { Env } from '#kernel';
import { Errors } from '#protocol';
import { Alarm } from './alarm.ts';
import type { CoordinatorLog } from './coordinator-log.ts';
import type { PendingAnswer } from './turn.ts';

export interface CommitQueueOptions {
  readonly log: CoordinatorLog;
  /** How long an answer may wait (`offsets.commit.timeout.ms`). */
  readonly timeoutMs: number;
  /** The log can no longer say what is committed. */
  readonly onLost: (cause: unknown) => void;
}

interface Waiting {
  readonly endOffset: number;
  readonly deadline: number;
  readonly answers: PendingAnswer[];
}

export class CommitQueue {
  readonly #env: Env;
  readonly #options: CommitQueueOptions;
  readonly #timeouts: Alarm;
  #committedOffset: number;
  /** By rising end offset, and so by rising deadline. */
  #waiting: Waiting[] = [];
  #isClosed = false;

  constructor(env: Env, options: CommitQueueOptions) {
    this.#env = env;
    this.#options = options;
    this.#timeouts = new Alarm(env, () => this.#expire());
    this.#committedOffset = options.log.logEndOffset;
  }

  /** Delivers `answers` when all below `endOffset` is committed. */
  deliver(answers: PendingAnswer[], endOffset: number): void {
    if (answers.length === 0) return;
    if (endOffset <= this.#committedOffset) {
      for (const answer of answers) answer.deliver();
      return;
    }
    const last = this.#waiting.at(-1);
    if (last !== undefined && last.endOffset === endOffset) {
      last.answers.push(...answers);
      return;
    }
    const deadline = this.#env.clock.monotonic() + this.#options.timeoutMs;
    this.#waiting.push({ endOffset, deadline, answers });
    this.#timeouts.atLatest(deadline);
    this.#options.log.whenCommitted(endOffset).then(
      () => this.#committed(endOffset),
      (cause: unknown) => this.#lost(cause),
    );
  }

  /** Fails whatever still waits. */
  close(errorCode: number): void {
    this.#isClosed = true;
    this.#timeouts.cancel();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { answers } of waiting) for (const answer of answers) answer.fail(errorCode);
  }

  #committed(endOffset: number): void {
    if (this.#isClosed || endOffset <= this.#committedOffset) return;
    this.#committedOffset = endOffset;
    const ready = this.#take((waiting) => waiting.endOffset <= endOffset);
    for (const { answers } of ready) for (const answer of answers) answer.deliver();
  }

  #expire(): void {
    const now = this.#env.clock.monotonic();
    const late = this.#take((waiting) => waiting.deadline <= now);
    for (const { answers } of late) for (const answer of answers) answer.fail(Errors.REQUEST_TIMED_OUT.code);
    const next = this.#waiting[0];
    if (next !== undefined) this.#timeouts.atLatest(next.deadline);
  }

  #lost(cause: unknown): void {
    if (this.#isClosed) return;
    this.#options.onLost(cause);
  }

  /** The leading ones for which `isDue` holds; they no longer wait. */
  #take(isDue: (waiting: Waiting) => boolean): Waiting[] {
    let count = 0;
    while (count < this.#waiting.length && isDue(this.#waiting[count]!)) count++;
    return this.#waiting.splice(0, count);
  }
}
