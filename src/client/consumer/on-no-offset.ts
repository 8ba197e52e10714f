/** Whether a value says where to begin without a committed offset. */
import type { OnNoOffset } from './consumer-options.ts';

export const ON_NO_OFFSET_FORMS = 'earliest, latest, none or { durationMs }';

export function isOnNoOffset(value: unknown): value is OnNoOffset {
  if (value === 'earliest' || value === 'latest' || value === 'none') return true;
  return typeof value === 'object' && value !== null && 'durationMs' in value && Number(value.durationMs) >= 0;
}
