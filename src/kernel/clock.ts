/** Where time comes from. Wall time may jump; monotonic time never goes back and is for measuring spans only. */
export interface Clock {
  /** Milliseconds since the epoch, a whole number. */
  now(): number;
  /** Milliseconds since some fixed moment, with fractions, never decreasing. */
  monotonic(): number;
}

/**
 * Whether `spanMs` have passed between two wall times. They have as well where `sinceMs` lies ahead: the clock was set
 * back, and nobody is to wait until it has caught up.
 */
export function hasPassed(sinceMs: number, spanMs: number, nowMs: number): boolean {
  return nowMs < sinceMs || nowMs - sinceMs >= spanMs;
}
