/**
 * Java's `.properties` format, in which Kafka keeps `server.properties` and `meta.properties`. Reads what
 * `java.util.Properties.load(Reader)` reads (its documentation is the specification), and a byte order mark besides;
 * what `formatProperties` writes, both read back.
 */
import { KafkaError } from './kafka-error.ts';

/** Keys in the order of their first appearance; of a repeated key the last value. Throws INVALID_CONFIG_FILE. */
export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const { line, number } of logicalLines(text.startsWith('\uFEFF') ? text.slice(1) : text)) {
    const keyEnd = endOfKey(line);
    const valueStart = startOfValue(line, keyEnd);
    properties.set(unescape(line.slice(0, keyEnd), number), unescape(line.slice(valueStart), number));
  }
  return properties;
}

/** One `key=value` line a property, whatever the characters in it; plain ASCII. */
export function formatProperties(properties: Iterable<readonly [string, string]>): string {
  let text = '';
  for (const [key, value] of properties) text += `${escape(key, true)}=${escape(value, false)}\n`;
  return text;
}

interface LogicalLine {
  readonly line: string;
  /** Of its first natural line, from 1. */
  readonly number: number;
}

/** Joins continued lines and leaves out blank and comment lines. A line that continues another's text is no comment. */
function* logicalLines(text: string): Generator<LogicalLine> {
  let pending: LogicalLine | null = null;
  let number = 0;
  for (const natural of text.replace(/(?:\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/)) {
    number++;
    const content: string = natural.replace(/^[ \t\f]+/, '');
    if ((pending === null || pending.line === '') && /^[#!]/.test(content)) {
      pending = null;
      continue;
    }
    const isContinued = endsInEscape(content);
    const line: string = (pending?.line ?? '') + (isContinued ? content.slice(0, -1) : content);
    const whole: LogicalLine = { line, number: pending?.number ?? number };
    pending = isContinued ? whole : null;
    if (!isContinued && line !== '') yield whole;
  }
  if (pending !== null) yield pending;
}

function endsInEscape(line: string): boolean {
  let backslashes = 0;
  while (line[line.length - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

function endOfKey(line: string): number {
  let index = 0;
  while (index < line.length && !/[=: \t\f]/.test(line.charAt(index))) index += line[index] === '\\' ? 2 : 1;
  return Math.min(index, line.length);
}

function startOfValue(line: string, keyEnd: number): number {
  const separator = /^[ \t\f]*[=:]?[ \t\f]*/.exec(line.slice(keyEnd));
  return keyEnd + (separator?.[0].length ?? 0);
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescape(text: string, lineNumber: number): string {
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|(u)|([^])|$)/g, (_, hex?: string, bad?: string, other?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (bad !== undefined) {
      throw new KafkaError(
        'INVALID_CONFIG_FILE',
        `Line ${lineNumber}: \\u must be followed by four hexadecimal digits`,
      );
    }
    return other === undefined ? '' : (ESCAPES[other] ?? other);
  });
}

function escape(text: string, isKey: boolean): string {
  const special = isKey ? /[\\=:#! \t\n\r\f]|[^ -~]/g : /^ |[\\\t\n\r\f]|[^ -~]/g;
  return text.replaceAll(special, (character) => {
    const letter = Object.keys(ESCAPES).find((name) => ESCAPES[name] === character);
    if (letter !== undefined) return `\\${letter}`;
    if (character >= ' ' && character <= '~') return `\\${character}`;
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
