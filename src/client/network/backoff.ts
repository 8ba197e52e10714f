/** Exponential backoff with jitter, as KIP-580 has it: ±20 %, doubled per failure in a row, up to a maximum. */
import type { Random } from '#kernel';

const JITTER = 0.2;
const FACTOR = 2;

export interface BackoffRange {
  readonly initialMs: number;
  readonly maxMs: number;
}

/** The wait after `failures` failures in a row, of which there is at least one. */
export function backoffMs({ initialMs, maxMs }: BackoffRange, failures: number, random: Random): number {
  const limit = Math.max(initialMs, maxMs);
  const exact = Math.min(limit, initialMs * FACTOR ** Math.min(failures - 1, 40));
  return Math.round(exact * (1 - JITTER + 2 * JITTER * random.number()));
}

/** The configs `retry.backoff.ms` and `retry.backoff.max.ms`, as every client has them. */
export interface RetryBackoff {
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
}

/** How long to wait before trying again after so many failures in a row. */
export function retryDelayMs(config: RetryBackoff, failures: number, random: Random): number {
  return backoffMs({ initialMs: config.retryBackoffMs, maxMs: config.retryBackoffMaxMs }, failures, random);
}
