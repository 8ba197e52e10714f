/** The lines about schemas alone: `schema`, `invalid` and `compat`. */
import type { AvroIncompatibility, AvroRules, AvroSchema } from '#schema';
import {
  AmbiguousFieldError,
  avroFingerprint,
  checkAvroCompatibility,
  parseAvroSchema,
  parsingCanonicalForm,
  printAvroSchema,
  SchemaError,
} from '#schema';
import type { AvroCheck } from './avro.ts';

interface SchemaLine {
  text: string;
  toString: string;
  parsingForm: string;
  crc64: string;
  md5: string;
  sha256: string;
}

interface InvalidLine {
  what: string;
  text: string;
  /** `ok`, or the exception of the lenient parser. */
  lenient: string;
  /** Only where lenient is `ok`; an object has one by inheritance. */
  toString: unknown;
}

interface CompatLine {
  reader: string;
  writer: string;
  compatible: boolean;
  incompatibilities?: readonly AvroIncompatibility[];
  error?: string;
}

export const avroSchemaChecks: ReadonlyMap<string, AvroCheck> = new Map<string, AvroCheck>([
  ['schema', (line) => checkSchema(line as SchemaLine)],
  ['invalid', (line) => checkInvalid(line as InvalidLine)],
  ['compat', (line) => checkCompat(line as CompatLine)],
]);

function checkSchema(line: SchemaLine): string | null {
  const schema = parseAvroSchema(line.text);
  const printed = printAvroSchema(schema);
  const isStable = printAvroSchema(parseAvroSchema(printed, { rules: 'lenient' })) === printed;
  return (
    differ('prints', printed, line.toString) ??
    differ('has the parsing form', parsingCanonicalForm(schema), line.parsingForm) ??
    differ('has the fingerprint', avroFingerprint(schema, 'CRC-64-AVRO').toString('hex'), line.crc64) ??
    differ('has the fingerprint', avroFingerprint(schema, 'MD5').toString('hex'), line.md5) ??
    differ('has the fingerprint', avroFingerprint(schema, 'SHA-256').toString('hex'), line.sha256) ??
    (isStable ? null : 'prints otherwise once it is read again')
  );
}

function checkInvalid({ what, text, lenient, toString }: InvalidLine): string | null {
  if (parsed(text, 'strict') !== null) return `${what}: is accepted`;
  const schema = parsed(text, 'lenient');
  if (lenient !== 'ok') return schema === null ? null : `${what}: is accepted leniently, not ${lenient}`;
  if (schema === null) return `${what}: is refused leniently`;
  return differ('prints', printAvroSchema(schema), String(toString));
}

function checkCompat(line: CompatLine): string | null {
  const reader = parseAvroSchema(line.reader, { rules: 'lenient' });
  const writer = parseAvroSchema(line.writer, { rules: 'lenient' });
  let found: readonly AvroIncompatibility[];
  try {
    found = checkAvroCompatibility(reader, writer);
  } catch (error) {
    if (!(error instanceof AmbiguousFieldError)) throw error;
    return line.error === undefined ? 'is ambiguous' : null;
  }
  if (line.error !== undefined) return `answers, not ${line.error}`;
  if ((found.length === 0) !== line.compatible) return `is ${line.compatible ? 'in' : ''}compatible`;
  return differ('finds', JSON.stringify(found), JSON.stringify(line.incompatibilities ?? []));
}

function parsed(text: string, rules: AvroRules): AvroSchema | null {
  try {
    return parseAvroSchema(text, { rules });
  } catch (error) {
    if (error instanceof SchemaError) return null;
    throw error;
  }
}

function differ(verb: string, ours: string, expected: string): string | null {
  return ours === expected ? null : `${verb} ${ours}, not ${expected}`;
}
