/**
 * The form of a schema that keeps only what matters for reading data (specification, "Parsing Canonical Form for
 * Schemas"), and the fingerprints that are taken of its UTF-8 bytes ("Schema Fingerprints").
 */
import { createHash } from 'node:crypto';
import type { AvroNamedSchema, AvroSchema } from './avro-schema.ts';
import { isAvroNamed, TEXTLESS_SYMBOL } from './avro-schema.ts';
import { Budget } from './budget.ts';

/** Throws SchemaError for a schema that nests too deep. As in Java, names are not escaped: strict ones need it not. */
export function parsingCanonicalForm(schema: AvroSchema): string {
  const budget = new Budget();
  const known = new Set<string>();
  const form = (type: AvroSchema): string =>
    budget.within(() => {
      if (isAvroNamed(type)) return named(type);
      switch (type.kind) {
        case 'union':
          return `[${type.branches.map(form).join(',')}]`;
        case 'array':
          return `{"type":"array","items":${form(type.items)}}`;
        case 'map':
          return `{"type":"map","values":${form(type.values)}}`;
        default:
          return `"${type.kind}"`;
      }
    });
  const named = (type: AvroNamedSchema): string => {
    if (known.has(type.fullName)) return `"${type.fullName}"`;
    known.add(type.fullName);
    return `{"name":"${type.fullName}","type":"${type.kind}",${contents(type)}}`;
  };
  const contents = (type: AvroNamedSchema): string => {
    switch (type.kind) {
      case 'record':
        return `"fields":[${type.fields.map((field) => `{"name":"${field.name}","type":${form(field.type)}}`).join(',')}]`;
      case 'enum':
        return `"symbols":[${type.symbols.map((text) => `"${text === TEXTLESS_SYMBOL ? 'null' : text}"`).join(',')}]`;
      case 'fixed':
        return `"size":${type.size}`;
    }
  };
  return form(schema);
}

export type AvroFingerprint = 'CRC-64-AVRO' | 'MD5' | 'SHA-256';

/** The fingerprint of a schema's parsing form; CRC-64-AVRO in little-endian order, as single-object encoding has it. */
export function avroFingerprint(schema: AvroSchema, algorithm: AvroFingerprint): Buffer {
  const bytes = Buffer.from(parsingCanonicalForm(schema), 'utf8');
  if (algorithm !== 'CRC-64-AVRO')
    return createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(bytes)
      .digest();
  const result = Buffer.alloc(8);
  result.writeBigUInt64LE(crc64Avro(bytes));
  return result;
}

/** The Rabin fingerprint of nothing, which is also the polynomial. */
const EMPTY = 0xc15d213aa4d7a795n;
let table: readonly bigint[] | null = null;

function crc64Avro(bytes: Buffer): bigint {
  table ??= Array.from({ length: 256 }, (_, index) => {
    let entry = BigInt(index);
    for (let bit = 0; bit < 8; bit++) entry = (entry >> 1n) ^ ((entry & 1n) === 1n ? EMPTY : 0n);
    return entry;
  });
  let fingerprint = EMPTY;
  for (const byte of bytes) {
    fingerprint = (fingerprint >> 8n) ^ (table[Number((fingerprint ^ BigInt(byte)) & 0xffn)] ?? 0n);
  }
  return fingerprint;
}
