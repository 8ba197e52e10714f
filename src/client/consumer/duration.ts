/** ISO 8601 durations as `autoOffsetReset: 'by_duration:PT1H'` has them (KIP-1106): days and below, as java.time.Duration. */

const DAY_MS = 86_400_000;
const PATTERN = /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,9})?)S)?)?$/i;

/** Milliseconds; null for what is no such duration. */
export function parseDuration(text: string): number | null {
  const parts = PATTERN.exec(text);
  if (parts === null || parts.slice(1).every((part) => part === undefined)) return null;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  const ms = days! * DAY_MS + hours! * 3_600_000 + minutes! * 60_000 + seconds! * 1000;
  return Number.isSafeInteger(Math.floor(ms)) ? Math.floor(ms) : null;
}
