/**
 * A turn is one command's run through a state machine: the command decides, and leaves in the turn the records to be
 * written and the answers to be given. The runtime then writes the records, applies them, and gives the answers once
 * everything that the command could have seen is committed. No answer ever leaves a state machine by another way.
 */

import type { TransactionVerification } from './coordinator-log.ts';

/** Someone who waits for a response, perhaps parked over many turns. Exactly one of the two is called, once. */
export interface Waiter<T> {
  answer(response: T): void;
  /** With one of Kafka's error codes, where the coordinator had to let go of the request. */
  fail(errorCode: number): void;
}

/** An answer that waits for the commit of what it tells. */
export interface PendingAnswer {
  deliver(): void;
  fail(errorCode: number): void;
}

/** Takes back what a command did when its records could not be written; it runs in a turn of its own. */
export type Refusal<R> = (turn: Turn<R>, errorCode: number) => void;

export class Turn<R> {
  /** Wall clock, in milliseconds: for what is written down. */
  readonly now: number;
  /** Monotonic clock, in milliseconds: for deadlines. */
  readonly monotonicNow: number;
  /** In the order in which they are to be written. */
  readonly records: R[] = [];
  readonly answers: PendingAnswer[] = [];
  /** Whether the records may be spread over several batches: true where none depends on another. */
  isDivisible = false;
  /** The records belong to this producer's transaction: they count once its commit marker is there. */
  transaction: TransactionVerification | null = null;
  /** The answers of a turn whose records are refused become failures by themselves; this is for the state. */
  onRefused: Refusal<R> | null = null;
  /** Runs in a turn of its own as soon as the records have been applied: what only their effects make possible. */
  onApplied: ((turn: Turn<R>) => void) | null = null;

  constructor(now: number, monotonicNow: number) {
    this.now = now;
    this.monotonicNow = monotonicNow;
  }

  answer<T>(waiter: Waiter<T>, response: T): void {
    this.answers.push(new WaitingAnswer(waiter, response));
  }

  fail<T>(waiter: Waiter<T>, errorCode: number): void {
    this.answers.push(new WaitingFailure(waiter, errorCode));
  }
}

class WaitingAnswer<T> implements PendingAnswer {
  readonly #waiter: Waiter<T>;
  readonly #response: T;

  constructor(waiter: Waiter<T>, response: T) {
    this.#waiter = waiter;
    this.#response = response;
  }

  deliver(): void {
    this.#waiter.answer(this.#response);
  }

  fail(errorCode: number): void {
    this.#waiter.fail(errorCode);
  }
}

class WaitingFailure<T> implements PendingAnswer {
  readonly #waiter: Waiter<T>;
  readonly #errorCode: number;

  constructor(waiter: Waiter<T>, errorCode: number) {
    this.#waiter = waiter;
    this.#errorCode = errorCode;
  }

  deliver(): void {
    this.#waiter.fail(this.#errorCode);
  }

  fail(errorCode: number): void {
    this.#waiter.fail(errorCode);
  }
}
