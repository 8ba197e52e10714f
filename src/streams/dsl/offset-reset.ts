/** Where a source begins without a committed offset (Java's AutoOffsetReset, KIP-1106). */
import type { OnNoOffset } from '#client';
import { KafkaError } from '#kernel';
import { type Duration, milliseconds } from '../windows/windows.ts';

/**
 * With the first record there is, behind the last one, with the first record of so long ago, or not at all: `none` ends the
 * application with NO_OFFSET_FOR_PARTITION. It also says where to go on when the place to go on at is gone.
 */
export type OffsetReset = 'earliest' | 'latest' | 'none' | { readonly byDuration: Duration };

/** Throws INVALID_CONFIG. */
export function plannedOffsetReset(reset: OffsetReset | undefined, source: string): OnNoOffset | null {
  if (reset === undefined) return null;
  if (reset === 'earliest' || reset === 'latest' || reset === 'none') return reset;
  if (typeof reset === 'object' && reset !== null && 'byDuration' in reset) {
    return { durationMs: milliseconds(reset.byDuration, `byDuration of the source ${source}`) };
  }
  const forms = `earliest, latest, none or { byDuration: '1h' }`;
  throw new KafkaError('INVALID_CONFIG', `offsetReset of the source ${source} must be ${forms}, not ${String(reset)}`);
}

/** To be compared, and shown; null where nothing is said. */
export function offsetResetText(reset: OffsetReset | undefined): string | null {
  if (reset === undefined) return null;
  return typeof reset === 'object' ? `by duration ${reset.byDuration}` : reset;
}
