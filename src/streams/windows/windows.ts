/** How time is cut into windows. Times are milliseconds; in options a number of them, or a text as `90s`, `5m`, `1h`, `1d`. */
import { KafkaError } from '#kernel';

export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export function milliseconds(duration: Duration, what: string): number {
  const match = typeof duration === 'number' ? null : /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration);
  const value =
    typeof duration === 'number' ? duration : match === null ? NaN : Number(match[1]) * UNITS[match[2] as 'ms'];
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new KafkaError(
    'INVALID_CONFIG',
    `${what} is ${duration}, which is no duration: milliseconds, or a text as 90s, 5m, 1h, 1d`,
  );
}

export interface WindowOptions {
  /** How late a record may be and still count; 0 where absent. */
  readonly grace?: Duration;
}

/** Windows of one size that begin every so often, from 0 on. They hold their start, not their end. */
export interface TimeWindows {
  readonly kind: 'time';
  readonly sizeMs: number;
  readonly advanceMs: number;
  readonly graceMs: number;
}

/** For each record the window that ends with it and the one that begins right behind it. They hold both their ends. */
export interface SlidingWindows {
  readonly kind: 'sliding';
  readonly differenceMs: number;
  readonly graceMs: number;
}

/** Records of one key that follow each other within the gap. They hold both their ends. */
export interface SessionWindows {
  readonly kind: 'session';
  readonly gapMs: number;
  readonly graceMs: number;
}

/** One window for each key, from a time on. */
export interface UnlimitedWindows {
  readonly kind: 'unlimited';
  readonly startMs: number;
}

export function tumbling(size: Duration, options: WindowOptions = {}): TimeWindows {
  return hopping(size, { ...options, advance: size });
}

export function hopping(size: Duration, options: WindowOptions & { readonly advance: Duration }): TimeWindows {
  const sizeMs = positiveMilliseconds(size, 'the size of windows');
  const advanceMs = positiveMilliseconds(options.advance, 'the advance of windows');
  if (advanceMs > sizeMs) {
    throw new KafkaError('INVALID_CONFIG', `Windows of ${sizeMs} ms that begin every ${advanceMs} ms would leave gaps`);
  }
  return { kind: 'time', sizeMs, advanceMs, graceMs: milliseconds(options.grace ?? 0, 'the grace of windows') };
}

export function sliding(difference: Duration, options: WindowOptions = {}): SlidingWindows {
  const differenceMs = milliseconds(difference, 'the time difference of sliding windows');
  return { kind: 'sliding', differenceMs, graceMs: milliseconds(options.grace ?? 0, 'the grace of windows') };
}

export function session(gap: Duration, options: WindowOptions = {}): SessionWindows {
  const gapMs = milliseconds(gap, 'the gap of sessions');
  return { kind: 'session', gapMs, graceMs: milliseconds(options.grace ?? 0, 'the grace of windows') };
}

/** @param startMs milliseconds since 1970; records before it are left out */
export function unlimited(startMs: number = 0): UnlimitedWindows {
  return { kind: 'unlimited', startMs };
}

/** The starts of the windows that hold the time, ascending. */
export function windowStarts(
  { sizeMs, advanceMs }: Pick<TimeWindows, 'sizeMs' | 'advanceMs'>,
  timestamp: number,
): number[] {
  const starts: number[] = [];
  const first = Math.max(0, Math.floor((timestamp - sizeMs + advanceMs) / advanceMs) * advanceMs);
  for (let start = first; start <= timestamp; start += advanceMs) starts.push(start);
  return starts;
}

export function positiveMilliseconds(duration: Duration, what: string): number {
  const value = milliseconds(duration, what);
  if (value > 0) return value;
  throw new KafkaError('INVALID_CONFIG', `${what} has to be above 0`);
}
