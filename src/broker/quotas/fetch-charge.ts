/** Holds a Fetch against the quotas before its answer is made, since over a quota the answer is empty. */
import type { RequestContext } from '../handler.ts';

/** What a partition costs in an answer besides its records, about. */
const BYTES_PER_PARTITION = 64;

interface Fetched {
  readonly sizeInBytes: number;
}

/** Whether the client has to wait, and so gets nothing. */
export function isFetchThrottled(context: RequestContext, fetched: readonly Fetched[]): boolean {
  const { quotas, env } = context.broker;
  if (!quotas.isActive) return false;
  const now = env.clock.now();
  context.isCharged = true;
  if (context.beganMs > 0) {
    const worked = context.workedMs < 0 ? env.clock.monotonic() - context.beganMs : context.workedMs;
    quotas.chargeRequest(context, worked, now);
  }
  let bytes = 0;
  for (const one of fetched) bytes += one.sizeInBytes + BYTES_PER_PARTITION;
  quotas.chargeFetch(context, bytes, now);
  return context.throttleTimeMs > 0;
}
