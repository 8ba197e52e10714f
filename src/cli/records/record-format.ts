/**
 * Format strings as kcat's `-f`: `%t [%p] at offset %o: key %k: %s\n`. Keys and values come out as the bytes they are.
 * A format is read once, into a list of small writers.
 */
import { UsageError } from '../exit-code.ts';
import type { ByteSink } from './byte-sink.ts';
import type { PrintableRecord, RecordPrinter } from './printable-record.ts';

/** For the help of `samsa consume`. */
export const FORMAT_HELP = `
Format strings, as in -f '%t [%p] at %o: %k = %s\\n':
  %s  value           %S  its length, -1 for null     %R  the length as four bytes
  %k  key             %K  its length, -1 for null     %h  headers, as a=1,b=2
  %t  topic           %p  partition                   %o  offset
  %T  timestamp, milliseconds since the epoch         %%  a percent sign
  \\n \\r \\t \\\\ \\x1f  control characters`;

/** `nullMarker` stands for a key, a value or a header's value that is null. Throws a UsageError. */
export function recordFormat(format: string, nullMarker: string = ''): RecordPrinter {
  const marker = Buffer.from(nullMarker);
  const writers: RecordPrinter[] = [];
  const pattern = /%([^])|\\x([0-9a-fA-F]{1,2})|\\([0-7]{1,3})|\\([^])|([^%\\]+)|([%\\])$/g;
  for (const [, token, hex, octal, escape, literal, dangling] of format.matchAll(pattern)) {
    if (token !== undefined) writers.push(tokenWriter(token, marker));
    else if (hex !== undefined) writers.push(byteWriter(Number.parseInt(hex, 16)));
    else if (octal !== undefined) writers.push(byteWriter(Number.parseInt(octal, 8) & 0xff));
    else writers.push(literalWriter(literal ?? dangling ?? CONTROL.get(escape ?? '') ?? escape ?? ''));
  }
  return (record, sink) => {
    for (const write of writers) write(record, sink);
  };
}

const CONTROL: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

function tokenWriter(token: string, marker: Buffer): RecordPrinter {
  const writer = TOKENS.get(token);
  if (writer === undefined) {
    throw new UsageError(
      `The format has %${token}, which stands for nothing: there are ${[...TOKENS.keys()].map((known) => `%${known}`).join(' ')}.`,
    );
  }
  return (record, sink) => writer(record, sink, marker);
}

type TokenWriter = (record: PrintableRecord, sink: ByteSink, marker: Buffer) => void;

const TOKENS: ReadonlyMap<string, TokenWriter> = new Map<string, TokenWriter>([
  ['s', ({ valueBytes }, sink, marker) => sink.bytes(valueBytes ?? marker)],
  ['S', ({ valueBytes }, sink) => sink.text(String(valueBytes?.length ?? -1))],
  ['R', ({ valueBytes }, sink) => sink.int32(valueBytes?.length ?? -1)],
  ['k', ({ keyBytes }, sink, marker) => sink.bytes(keyBytes ?? marker)],
  ['K', ({ keyBytes }, sink) => sink.text(String(keyBytes?.length ?? -1))],
  ['h', writeHeaders],
  ['t', ({ topic }, sink) => sink.text(topic)],
  ['p', ({ partition }, sink) => sink.text(String(partition))],
  ['o', ({ offset }, sink) => sink.text(String(offset))],
  ['T', ({ timestamp }, sink) => sink.text(String(timestamp))],
  ['%', (_, sink) => sink.text('%')],
]);

function writeHeaders({ headers }: PrintableRecord, sink: ByteSink, marker: Buffer): void {
  let isFirst = true;
  for (const [name, value] of headers) {
    sink.text(isFirst ? `${name}=` : `,${name}=`);
    sink.bytes(value ?? marker);
    isFirst = false;
  }
}

function literalWriter(text: string): RecordPrinter {
  const bytes = Buffer.from(text);
  return (_, sink) => sink.bytes(bytes);
}

function byteWriter(byte: number): RecordPrinter {
  const bytes = Buffer.from([byte]);
  return (_, sink) => sink.bytes(bytes);
}
