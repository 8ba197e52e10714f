/** Where time comes from. Wall time may jump; monotonic time never goes back and is for measuring spans only. */
export interface Clock {
  /** Milliseconds since the epoch, a whole number. */
  now(): number;
  /** Milliseconds since some fixed moment, with fractions, never decreasing. */
  monotonic(): number;
}
