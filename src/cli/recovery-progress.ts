/**
 * What a start that has much to recover shows once it has taken longer than a second: on a terminal one line that is
 * written over, elsewhere a log line now and then.
 */
import type { Env } from '#kernel';
import type { RecoveryProgress as Recovery } from '#broker';

export interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const QUIET_MS = 1000;
const TERMINAL_INTERVAL_MS = 100;
const LOG_INTERVAL_MS = 5000;

export class RecoveryProgress {
  readonly #env: Env;
  readonly #stream: ProgressStream;
  readonly #startedAt: number;
  #shownAt = Number.NEGATIVE_INFINITY;
  #hasLine = false;

  constructor(env: Env, stream: ProgressStream) {
    this.#env = env;
    this.#stream = stream;
    this.#startedAt = env.clock.monotonic();
  }

  show(recovery: Recovery): void {
    const now = this.#env.clock.monotonic();
    const isTerminal = this.#stream.isTTY === true;
    const interval = isTerminal ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS;
    if (now - this.#startedAt < QUIET_MS || now - this.#shownAt < interval) return;
    this.#shownAt = now;
    const sentence = progressSentence(recovery, now - this.#startedAt);
    if (isTerminal) {
      this.#hasLine = true;
      this.#stream.write(`\r\u001B[K${sentence.slice(0, (this.#stream.columns ?? 80) - 1)}`);
    } else this.#env.logger.info(sentence);
  }

  /** Takes the line away again. */
  end(): void {
    if (this.#hasLine) this.#stream.write('\r\u001B[K');
    this.#hasLine = false;
  }
}

/** `Recovering logs: 12 of 40 partitions, 1.2 of 3.4 GB, about 4 s left`. */
export function progressSentence({ logsDone, logsTotal, bytesDone, bytesTotal }: Recovery, elapsedMs: number): string {
  const parts = [`${logsDone} of ${logsTotal} partitions`];
  if (bytesTotal > 0) parts.push(`${megabytes(bytesDone)} of ${megabytes(bytesTotal)} MB`);
  const share = bytesTotal > 0 ? bytesDone / bytesTotal : logsDone / logsTotal;
  if (share > 0.02 && share < 1) parts.push(`about ${Math.ceil((elapsedMs * (1 - share)) / share / 1000)} s left`);
  return `Recovering logs: ${parts.join(', ')}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
