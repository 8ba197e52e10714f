/** Where a share group begins to read a partition of which it knows nothing: `share.auto.offset.reset` (KIP-932). */
import type { Partition } from '../partition.ts';
import type { ShareGroupSettings } from './share-group-settings.ts';

/** `now` in milliseconds since the epoch. */
export async function initialOffset(
  { log }: Partition,
  { offsetReset }: Pick<ShareGroupSettings, 'offsetReset'>,
  now: number,
): Promise<number> {
  if (offsetReset.strategy === 'earliest') return log.logStartOffset;
  const { highWatermark } = log;
  if (offsetReset.strategy === 'latest') return highWatermark;
  const found = await log.offsetForTimestamp(now - offsetReset.durationMs, highWatermark);
  return found?.offset ?? highWatermark;
}
