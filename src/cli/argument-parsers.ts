/**
 * From the texts of a command line to values. What is wrong is said by InvalidArgumentError, to which commander adds
 * the option it belongs to; each message is a sentence that tells what would be right.
 */
import { InvalidArgumentError } from 'commander';

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
    throw new InvalidArgumentError(`It must be a whole number ${range}.`);
  };
}

/** A positive number, with fractions. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number greater than 0.');
}

/** Repeated `key=value` options as one map, the last of a key wins. */
export function collectPairs(text: string, previous?: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const [key, value] = pair(text);
  return new Map([...(previous ?? []), [key.trim(), value.trim()]]);
}

/** Repeated `name=value` options as a list in their order, repetitions kept. */
export function collectHeaders(
  text: string,
  previous: readonly (readonly [string, string])[] = [],
): readonly (readonly [string, string])[] {
  return [...previous, pair(text)];
}

/** Repeated options, and lists with commas, as one list. */
export function collectList(text: string, previous: readonly string[] = []): readonly string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('It must be a name, or several with commas between them.');
  return [...previous, ...items];
}

/** `0,2,5-7` → 0, 2, 5, 6, 7. */
export function partitionNumbers(text: string, previous: readonly number[] = []): readonly number[] {
  const numbers = new Set(previous);
  for (const item of text.split(',')) {
    const match = /^\s*(\d{1,6})(?:-(\d{1,6}))?\s*$/.exec(item);
    const first = Number(match?.[1]);
    const last = Number(match?.[2] ?? match?.[1]);
    if (match === null || last < first) throw new InvalidArgumentError('It must be numbers, as in 0 or 0,2,5-7.');
    for (let number = first; number <= last; number++) numbers.add(number);
  }
  return [...numbers];
}

/** `\t`, `\n`, `\r`, `\0`, `\\` and `\x1f` in a text, as in a format. */
export function escapedText(text: string): string {
  return unescaped(text);
}

export function unescaped(text: string): string {
  return text.replaceAll(/\\(?:x([0-9a-fA-F]{2})|([^]))/g, (whole, hex?: string, letter?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return ESCAPES.get(letter ?? '') ?? whole;
  });
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['0', '\0'],
  ['\\', '\\'],
]);

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

/** `90s`, `1h30m`, `7d`, or ISO 8601 as in `PT1H30M` and `P7D`, in milliseconds. */
export function durationMs(text: string): number {
  const milliseconds = /^[-+]?P/i.test(text) ? isoDurationMs(text) : unitDurationMs(text);
  if (milliseconds !== null) return milliseconds;
  throw new InvalidArgumentError('It must be a span of time, as in 90s, 1h30m, 7d or PT1H30M.');
}

function unitDurationMs(text: string): number | null {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|min|s|m|h|d|w)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return null;
  return Math.round(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS.get(unit ?? '') ?? 0), 0));
}

function isoDurationMs(text: string): number | null {
  const match = /^([-+]?)P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(text);
  if (match === null || /^[-+]?P$/i.test(text)) return null;
  const [, sign, days = 0, hours = 0, minutes = 0, seconds = 0] = match;
  const sum = Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return Math.round(sum * 1000) * (sign === '-' ? -1 : 1);
}

const DATE_TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * A moment in milliseconds since the epoch: `2026-11-25T10:00:00Z` and shorter forms (UTC where no zone stands there,
 * as Kafka's tools have it), `@1764064800000`, or a span of time (`10m`): so long ago.
 */
export function moment(text: string, now: number): number {
  const epoch = /^@(\d{1,16})$/.exec(text);
  if (epoch !== null) return Number(epoch[1]);
  const time = DATE_TIME.test(text) ? dateTime(text) : null;
  if (time !== null) return time;
  const ago = /^\d/.test(text) ? unitDurationMs(text) : null;
  if (ago !== null) return now - ago;
  throw new InvalidArgumentError(
    'It must be a time, as in 2026-11-25T10:00:00Z, @1764064800000 (milliseconds) or 10m (so long ago).',
  );
}

function dateTime(text: string): number | null {
  const [, date = '', minutes = '00:00', seconds = ':00', zone = 'Z'] = DATE_TIME.exec(text) ?? [];
  const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const time = Date.parse(`${date}T${minutes}${seconds}${offset.toUpperCase()}`);
  return Number.isNaN(time) ? null : time;
}

function pair(text: string): [string, string] {
  const separator = text.indexOf('=');
  if (separator < 1) throw new InvalidArgumentError('It is not of the form key=value.');
  return [text.slice(0, separator), text.slice(separator + 1)];
}
