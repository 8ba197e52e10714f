/** Literals of options → values, by the type that they are for. Throws SchemaError where a literal is none of its type. */
import type { OptionValue } from './proto-ast.ts';
import { protoError } from './proto-tokens.ts';
import { scalarByNumber, TYPE_ENUM } from './scalar-types.ts';

const BITS_32 = 32n;
const BITS_64 = 64n;

/** A scalar as messages hold it: 64-bit integers are bigint, the names of an enum's values stay names. */
export function scalarValue(value: OptionValue, type: number, line: number): unknown {
  switch (scalarByNumber(type)) {
    case 'bool':
      if (value.kind === 'identifier' && value.text === 'true') return true;
      if (value.kind === 'identifier' && value.text === 'false') return false;
      throw wrong(line, 'true or false');
    case 'string':
      if (value.kind !== 'string') throw wrong(line, 'a string');
      return value.text;
    case 'bytes':
      if (value.kind !== 'string') throw wrong(line, 'a string');
      return bytesOf(value.text);
    case 'double':
      return floatValue(value, line);
    case 'float':
      return Math.fround(floatValue(value, line));
    case 'int32':
    case 'sint32':
    case 'sfixed32':
      return Number(integerValue(value, { isSigned: true, bits: BITS_32, line }));
    case 'uint32':
    case 'fixed32':
      return Number(integerValue(value, { isSigned: false, bits: BITS_32, line }));
    case 'int64':
    case 'sint64':
    case 'sfixed64':
      return integerValue(value, { isSigned: true, bits: BITS_64, line });
    case 'uint64':
    case 'fixed64':
      return integerValue(value, { isSigned: false, bits: BITS_64, line });
    default:
      if (type !== TYPE_ENUM || value.kind !== 'identifier') throw wrong(line, "the name of an enum's value");
      return value.text;
  }
}

/** A default as descriptors spell it. */
export function defaultText(written: OptionValue, type: number, line: number): string {
  const value = scalarValue(written, type, line);
  if (value instanceof Uint8Array) return escapeBytes(value);
  if (typeof value !== 'number') return String(value);
  if (value === Infinity) return 'inf';
  if (value === -Infinity) return '-inf';
  if (Number.isNaN(value)) return 'nan';
  return floatText(value, scalarByNumber(type) === 'float');
}

/** As C prints it with the digits that a type has for sure, and with all where those lose something. */
function floatText(value: number, isSingle: boolean): string {
  const [few, all] = isSingle ? [6, 9] : [15, 17];
  const text = withDigits(value, few);
  const read = isSingle ? Math.fround(Number(text)) : Number(text);
  return read === value ? text : withDigits(value, all);
}

/** C's `%.*g` */
function withDigits(value: number, digits: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText = ''] = value.toExponential(digits - 1).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < digits) return trimmed(value.toFixed(digits - 1 - exponent));
  return `${trimmed(mantissa)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function trimmed(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

function floatValue(value: OptionValue, line: number): number {
  if (value.kind === 'number') return Number(decimalText(value.text.replace(/(?<!^-?0[xX].*)[fF]$/, '')));
  const text = value.kind === 'identifier' ? value.text.toLowerCase() : '';
  if (text === 'inf' || text === 'infinity') return Infinity;
  if (text === '-inf' || text === '-infinity') return -Infinity;
  if (text === 'nan' || text === '-nan') return NaN;
  throw wrong(line, 'a number');
}

function decimalText(text: string): string {
  return /^-?0[xX]/.test(text) || /^-?0[0-7]+$/.test(text) ? integerOf(text).toString() : text;
}

function integerValue(value: OptionValue, range: { isSigned: boolean; bits: bigint; line: number }): bigint {
  const { isSigned, bits, line } = range;
  if (value.kind !== 'number' || !/^-?(?:\d+|0[xX][0-9a-fA-F]+)$/.test(value.text)) throw wrong(line, 'an integer');
  const integer = integerOf(value.text);
  const fits = isSigned ? BigInt.asIntN(Number(bits), integer) : BigInt.asUintN(Number(bits), integer);
  if (fits !== integer) throw protoError(line, `${value.text} does not fit into ${bits} bits`);
  return integer;
}

function integerOf(text: string): bigint {
  const [sign, digits] = text.startsWith('-') ? [-1n, text.slice(1)] : [1n, text];
  return sign * BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
}

/** Escapes beyond ASCII are bytes; where the text has letters beyond them, it is UTF-8. */
function bytesOf(text: string): Uint8Array {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return Buffer.from(text, 'utf8');
  return Buffer.from(text, 'latin1');
}

const ESCAPES: ReadonlyMap<number, string> = new Map([
  [10, '\\n'],
  [13, '\\r'],
  [9, '\\t'],
  [34, '\\"'],
  [39, "\\'"],
  [92, '\\\\'],
]);

function escapeBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const isPrintable = byte >= 0x20 && byte < 0x7f;
    text += ESCAPES.get(byte) ?? (isPrintable ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`);
  }
  return text;
}

function wrong(line: number, expected: string): Error {
  return protoError(line, `expected ${expected} as the value`);
}
