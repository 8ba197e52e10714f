/**
 * Decimals as text, `-12.50`: JavaScript has no other form that keeps all digits (Avro 1.12 specification, "Decimal").
 * In the data a decimal is its digits as one integer, two's complement and big-endian; the schema has the point.
 */
import { AvroDataError, mismatch } from './avro-data-error.ts';

/** Printing a giant takes long: longer ones are refused. A decimal of 2,400 digits has 1,000 bytes. */
const MAX_BYTES = 1024;
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;
/** Longer texts are refused before they are worked on. */
const MAX_TEXT = 4096;

export interface DecimalShape {
  /** Digits in all. */
  readonly precision: number;
  /** Digits behind the point. */
  readonly scale: number;
}

/** The text of a decimal. Throws AvroDataError for a giant. */
export function decimalFromBytes(bytes: Buffer, { scale }: DecimalShape): string {
  return placePoint(integerFromBytes(bytes), scale);
}

/** The bytes of a decimal that is given as text, integer or bigint. Throws AvroDataError where it does not fit. */
export function decimalToBytes(value: unknown, { precision, scale }: DecimalShape): Buffer {
  const [, sign = '', whole = '', fraction = ''] = matchDecimal(value);
  const kept = fraction.replace(/0+$/, '');
  const digits = `${whole}${kept.padEnd(scale, '0')}`.replace(/^0+(?=\d)/, '');
  if (kept.length > scale || digits.length > precision) {
    throw new AvroDataError(
      `expected a decimal of ${precision} digits, ${scale} behind the point, got ${String(value)}`,
    );
  }
  return integerToBytes(BigInt(`${sign === '-' ? '-' : ''}${digits}`));
}

function matchDecimal(value: unknown): RegExpExecArray {
  const isFit = typeof value === 'string' || typeof value === 'bigint' || Number.isFinite(value);
  const text = isFit ? String(value) : '';
  const match = text.length > MAX_TEXT ? null : DECIMAL.exec(text);
  if (match === null) throw mismatch('decimal (a text like "12.50")', value);
  return match;
}

/** Throws AvroDataError for a giant. */
export function integerFromBytes(bytes: Buffer): bigint {
  if (bytes.length > MAX_BYTES) throw new AvroDataError(`a decimal of ${bytes.length} bytes, more than ${MAX_BYTES}`);
  if (bytes.length === 0) return 0n;
  return BigInt.asIntN(8 * bytes.length, BigInt(`0x${bytes.toString('hex')}`));
}

/** Two's complement, as few bytes as hold it. */
export function integerToBytes(integer: bigint): Buffer {
  const magnitude = integer < 0n ? -integer - 1n : integer;
  const digits = magnitude.toString(16);
  // One bit more for the sign: eight digits that begin with 8 and more take a byte more.
  const size = Math.floor((4 * (digits.length - 1) + bitLength(digits)) / 8) + 1;
  const hex = BigInt.asUintN(8 * size, integer).toString(16);
  return Buffer.from(hex.padStart(2 * size, '0'), 'hex');
}

function bitLength(digits: string): number {
  return 32 - Math.clz32(Number.parseInt(digits.charAt(0), 16));
}

function placePoint(integer: bigint, scale: number): string {
  if (scale === 0) return String(integer);
  const digits = String(integer < 0n ? -integer : integer).padStart(scale + 1, '0');
  return `${integer < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
