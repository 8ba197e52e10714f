/**
 * For how long a thread bears what may pass, as a broker that is away for longer than a call waits. One trouble lasts from
 * the first failure to the next success, whatever fails in it, and is borne for Kafka's task.timeout.ms (KIP-572).
 */
import { type Clock, isKafkaError, type KafkaError } from '#kernel';

export class Patience {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  /** When the trouble at hand began, by the monotonic clock. */
  #since: number | null = null;

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  /** Whether to try again: the error may pass, and has not been in the way for too long. */
  bears(error: unknown): error is KafkaError {
    if (!isKafkaError(error) || !error.retriable) return false;
    const now = this.#clock.monotonic();
    this.#since ??= now;
    return now - this.#since <= this.#timeoutMs;
  }

  /** What was in the way has passed; what fails from now on is another trouble. */
  restore(): void {
    this.#since = null;
  }
}
