/**
 * A promise that ends: by its outcome, at its deadline, or by the caller's signal, whichever comes first. Invariant:
 * once it is settled neither a timer nor a listener is left behind. Until then its timer keeps the process alive, since
 * somebody waits while there may be no socket open.
 */
import type { Env, Timer } from '#kernel';
import { errorFor, type ClientError } from '../errors.ts';

export interface WaitLimits {
  readonly env: Env;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** The error at the deadline. */
  onTimeout(): Error;
}

export class Wait<T> {
  readonly promise: Promise<T>;
  #resolve!: (value: T) => void;
  #reject!: (error: unknown) => void;
  #isSettled = false;
  readonly #timer: Timer;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort: (() => void) | null = null;

  constructor({ env, timeoutMs, signal, onTimeout }: WaitLimits) {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#signal = signal;
    const atDeadline = (): void => this.reject(onTimeout());
    this.#timer = env.scheduler.after(Math.max(0, timeoutMs), atDeadline, { keepAlive: true });
    if (signal === undefined) return;
    const problem = signalProblem(signal);
    if (problem !== null) {
      this.reject(problem);
      return;
    }
    if (signal.aborted) {
      this.reject(abortedError(signal));
      return;
    }
    this.#onAbort = () => this.reject(abortedError(signal));
    signal.addEventListener('abort', this.#onAbort);
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  resolve(value: T): void {
    if (this.#settle()) this.#resolve(value);
  }

  reject(error: unknown): void {
    if (this.#settle()) this.#reject(error);
  }

  #settle(): boolean {
    if (this.#isSettled) return false;
    this.#isSettled = true;
    this.#timer.cancel();
    if (this.#onAbort !== null) this.#signal?.removeEventListener('abort', this.#onAbort);
    return true;
  }
}

/** INVALID_REQUEST for what was given as `signal` and is no AbortSignal; null where it is one. */
export function signalProblem(signal: unknown): ClientError | null {
  if (typeof signal === 'object' && signal !== null && 'aborted' in signal && 'addEventListener' in signal) return null;
  return errorFor('INVALID_REQUEST', 'signal must be an AbortSignal; of an AbortController that is controller.signal');
}

/** ABORTED, with the signal's reason as its cause. */
export function abortedError(signal: AbortSignal): Error {
  return errorFor('ABORTED', null, { cause: signal.reason });
}
