/**
 * What a start that has much to recover shows once it has taken longer than a second: on a terminal one line that is
 * written over, elsewhere a log line now and then.
 */
import type { Env } from '#kernel';
import type { RecoveryProgress as Recovery } from '#log';

export interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const QUIET_MS = 1000;
const TERMINAL_INTERVAL_MS = 100;
const LOG_INTERVAL_MS = 5000;

export class RecoveryProgress {
  readonly #env: Pick<Env, 'clock' | 'logger'>;
  readonly #stream: ProgressStream;
  readonly #startedAt: number;
  #shownAt = Number.NEGATIVE_INFINITY;
  #hasLine = false;

  constructor(env: Pick<Env, 'clock' | 'logger'>, stream: ProgressStream) {
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

/** `Recovering logs: 12 of 40 partitions, 1200 MB checked at 250 MB/s, about 4 s left`. */
export function progressSentence({ logsDone, logsTotal, bytesChecked }: Recovery, elapsedMs: number): string {
  const megabytes = bytesChecked / 1e6;
  const parts = [`${logsDone} of ${logsTotal} partitions`];
  if (bytesChecked > 0) {
    parts.push(`${megabytes.toFixed(0)} MB checked at ${((megabytes / elapsedMs) * 1000).toFixed(0)} MB/s`);
  }
  if (logsDone > 0 && logsDone < logsTotal) {
    parts.push(`about ${Math.ceil((elapsedMs / logsDone / 1000) * (logsTotal - logsDone))} s left`);
  }
  return `Recovering logs: ${parts.join(', ')}`;
}
