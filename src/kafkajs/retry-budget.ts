/**
 * The `retry` options as the client needs them. kafkajs counts attempts; the client retries for a time. So the time is the
 * one that kafkajs would take: all its waits, and what each attempt may last.
 */
import type { RetryOptions } from './kafka-config.ts';

const DEFAULTS = { maxRetryTime: 30_000, initialRetryTime: 300, multiplier: 2, retries: 5 } as const;
/** The longest that the client's options take. */
const MAX_MS = 2_147_483_647;
/** By then waits are as long as they get. */
const MAX_COUNTED = 1000;

export interface RetryBudget {
  readonly retries: number;
  readonly initialRetryTime: number;
  readonly maxRetryTime: number;
  readonly multiplier: number;
  /** Of all waits together. */
  readonly waitMs: number;
  /** All waits and attempts, for attempts that take so long each. */
  totalMs(attemptMs: number): number;
  /** The wait before a retry, 0 for the first one, without jitter. */
  delayMs(retry: number): number;
}

export function retryBudget(...options: readonly (RetryOptions | undefined)[]): RetryBudget {
  const given: RetryOptions = Object.assign({}, ...options);
  const maxRetryTime = given.maxRetryTime ?? DEFAULTS.maxRetryTime;
  const initialRetryTime = given.initialRetryTime ?? DEFAULTS.initialRetryTime;
  const multiplier = given.multiplier ?? DEFAULTS.multiplier;
  const retries = Math.max(0, given.retries ?? DEFAULTS.retries);
  const delayMs = (retry: number): number => Math.min(maxRetryTime, initialRetryTime * multiplier ** retry);
  let waitMs = 0;
  for (let retry = 0; retry < Math.min(retries, MAX_COUNTED); retry++) waitMs += delayMs(retry);
  waitMs += Math.max(0, retries - MAX_COUNTED) * maxRetryTime;
  const totalMs = (attemptMs: number): number => Math.min(MAX_MS, Math.ceil(waitMs + (retries + 1) * attemptMs));
  return { retries, initialRetryTime, maxRetryTime, multiplier, waitMs, totalMs, delayMs };
}
