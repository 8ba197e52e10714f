/**
 * `big-decimal`: decimals that bring their own scale (Avro 1.12 specification, "Decimal"), within bytes: the digits as
 * bytes with their length, then the scale as int. As text: `-12.50`, or `125E+9` where a point will not do.
 */
import { AvroDataError, mismatch } from './avro-data-error.ts';
import { ByteSink, writeBytes, writeVarint } from './byte-sink.ts';
import { ByteSource, readBytes, readInt } from './byte-source.ts';
import { integerFromBytes, integerToBytes } from './decimal.ts';

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,10}))?$/;
const MAX_TEXT = 4096;
/** Past as many zeros an exponent is printed, so that no scale makes a giant text. */
const MAX_ZEROS = 40;
const SMALL_SINK = 64;

/** Throws AvroDataError for bytes that are none, or a giant. */
export function bigDecimalFromBytes(bytes: Buffer): string {
  const source = new ByteSource(bytes, 0);
  const integer = integerFromBytes(readBytes(source));
  return print(integer, readInt(source));
}

/** From a text, number or bigint. Throws AvroDataError where it is none. */
export function bigDecimalToBytes(value: unknown): Buffer {
  const isFit = typeof value === 'string' || typeof value === 'bigint' || Number.isFinite(value);
  const text = isFit ? String(value) : '';
  const match = text.length > MAX_TEXT ? null : DECIMAL.exec(text);
  if (match === null) throw mismatch('big-decimal (a text like "12.50")', value);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const scale = fraction.length - Number(exponent);
  if (scale !== (scale | 0)) throw new AvroDataError(`expected big-decimal, got one whose scale is ${scale}`);
  const sink = new ByteSink(SMALL_SINK);
  sink.begin(0);
  writeBytes(sink, integerToBytes(BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`)));
  writeVarint(sink, scale);
  return sink.finish();
}

function print(integer: bigint, scale: number): string {
  const digits = String(integer < 0n ? -integer : integer);
  const sign = integer < 0n ? '-' : '';
  if (scale === 0) return `${sign}${digits}`;
  if (scale < 0 || scale > digits.length + MAX_ZEROS) return `${sign}${digits}E${scale < 0 ? '+' : ''}${-scale}`;
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}
