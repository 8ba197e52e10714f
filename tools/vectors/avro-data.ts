/**
 * Avro's data: lines `data` (JSON to binary and back, blocks, resolution with a reader's schema), `damaged` (bytes that
 * were cut or altered: only whether they read matters, and what follows from it), and `resolution` (schemas as like as
 * random changes leave them, odd defaults among them, with what Avro 1.12.2 for Java read, written again).
 */
import type { AvroCodecOptions, AvroReader, AvroSchema } from '#schema';
import {
  avroFromJson,
  AvroDataError,
  avroToJson,
  compileAvroReader,
  compileAvroWriter,
  LOSSLESS_AVRO,
  parseAvroSchema,
  parseJson,
  printJson,
} from '#schema';
import type { AvroCheck } from './avro.ts';

interface DataLine {
  writer: string;
  json: string;
  hex: string;
  blockedHex?: string;
  reader?: string;
  resolved?: string;
  resolvedHex?: string;
  error?: string;
}

interface DamagedLine {
  schema: string;
  hex: string;
  what: string;
  outcome: string;
  remaining?: number;
  json?: string;
}

interface ResolutionLine {
  writer: string;
  reader: string;
  hex: string;
  resolvedHex?: string;
  error?: string;
}

export const avroDataChecks: readonly (readonly [string, AvroCheck])[] = [
  ['data', (line) => checkData(line as DataLine)],
  ['damaged', (line) => checkDamaged(line as DamagedLine)],
  ['resolution', (line) => checkPair(line as ResolutionLine)],
];

/** Both ways of compiling are held to the same lines. */
const WAYS: readonly AvroCodecOptions[] = [LOSSLESS_AVRO, { ...LOSSLESS_AVRO, generateCode: false }];

function checkData(line: DataLine): string | null {
  const writer = parse(line.writer);
  const value = avroFromJson(writer, parseJson(line.json));
  for (const options of WAYS) {
    const hex = compileAvroWriter(writer, options).encode(value).toString('hex');
    if (hex !== line.hex) return `writes ${hex}, not ${line.hex}`;
    for (const read of [line.hex, line.blockedHex ?? line.hex]) {
      const back = readWith(compileAvroReader(writer, writer, options), read);
      if (back.problem !== undefined) return back.problem;
      const problem = difference(writer, back.value, line.json);
      if (problem !== null) return problem;
    }
  }
  return line.reader === undefined ? null : checkResolution(line, writer, parse(line.reader));
}

function checkResolution(line: DataLine, writer: AvroSchema, reader: AvroSchema): string | null {
  for (const options of WAYS) {
    for (const hex of [line.hex, line.blockedHex ?? line.hex]) {
      const read = resolve(writer, reader, { hex, options });
      if (line.error !== undefined) {
        if (read.problem === undefined)
          return `reads ${printJson(avroToJson(reader, read.value))}, though it should fail (${line.error})`;
        continue;
      }
      if (read.problem !== undefined) return read.problem;
      const problem = difference(reader, read.value, line.resolved ?? '');
      if (problem !== null) return problem;
      // Bytes that became a text that is no UTF-8 do not come back.
      const again = compileAvroWriter(reader, options).encode(read.value).toString('hex');
      if (again !== line.resolvedHex && !line.resolved?.includes('\u{FFFD}')) {
        return `writes what was read as ${again}, not ${line.resolvedHex}`;
      }
    }
  }
  return null;
}

function checkPair(line: ResolutionLine): string | null {
  const reader = parse(line.reader);
  for (const options of WAYS) {
    const read = resolve(parse(line.writer), reader, { hex: line.hex, options });
    if (read.problem !== undefined) {
      if (line.error === undefined) return read.problem;
      continue;
    }
    const again = compileAvroWriter(reader, options).encode(read.value).toString('hex');
    if (again !== line.resolvedHex) return `writes what was read as ${again}, not ${line.resolvedHex ?? line.error}`;
  }
  return null;
}

type Read = { value: unknown; problem?: undefined } | { problem: string };

function resolve(writer: AvroSchema, reader: AvroSchema, given: { hex: string; options: AvroCodecOptions }): Read {
  try {
    return readWith(compileAvroReader(writer, reader, given.options), given.hex);
  } catch (error) {
    return failure(error);
  }
}

function readWith(reader: AvroReader, hex: string): Read {
  try {
    const bytes = Buffer.from(hex, 'hex');
    const { value, end } = reader.decodeWithEnd(bytes);
    if (end !== bytes.length) return { problem: `leaves ${bytes.length - end} bytes` };
    return { value };
  } catch (error) {
    return failure(error);
  }
}

/** Other errors than those of data are ours. */
function failure(error: unknown): { problem: string } {
  if (!(error instanceof AvroDataError)) throw error;
  return { problem: error.message };
}

function checkDamaged(line: DamagedLine): string | null {
  const schema = parse(line.schema);
  const bytes = Buffer.from(line.hex, 'hex');
  for (const options of WAYS) {
    const reader = compileAvroReader(schema, schema, options);
    let read: ReturnType<AvroReader['decodeWithEnd']>;
    try {
      read = reader.decodeWithEnd(bytes);
    } catch (error) {
      const { problem } = failure(error);
      if (line.outcome === 'ok' && !mayBeStricter(problem)) return `refused: ${problem}`;
      continue;
    }
    if (line.outcome !== 'ok') return `is read, though it should fail (${line.outcome})`;
    if (bytes.length - read.end !== line.remaining) return `leaves ${bytes.length - read.end}, not ${line.remaining}`;
    const problem = difference(schema, read.value, line.json ?? '');
    if (problem !== null) return problem;
  }
  return null;
}

/** Where Java reads on: booleans other than 0 and 1, numbers with more bits than their type. */
function mayBeStricter(problem: string): boolean {
  return /expected boolean, got a byte|got a longer number/.test(problem);
}

function parse(text: string): AvroSchema {
  return parseAvroSchema(text, { rules: 'lenient' });
}

/** Both as our own JSON, so that numbers count by value and floats as floats; how we spell them is tested elsewhere. */
function difference(schema: AvroSchema, value: unknown, theirs: string): string | null {
  const ours = printJson(avroToJson(schema, value));
  const expected = printJson(avroToJson(schema, avroFromJson(schema, parseJson(theirs))));
  // How many replacement characters stand for bad UTF-8 is each decoder's own.
  const isSame = ours.replaceAll(/\u{FFFD}+/gu, '\u{FFFD}') === expected.replaceAll(/\u{FFFD}+/gu, '\u{FFFD}');
  return isSame ? null : `reads ${ours}, not ${theirs}`;
}
