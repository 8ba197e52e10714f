/**
 * Zigzag varints as records use them: at most five bytes for 32 bits, ten for 64. Writers return the position behind
 * what they wrote and take for granted that it fits; reading is `VarintReader`'s, which refuses what does not end.
 * 64-bit values pass as doubles, in two halves, so no BigInt comes up.
 */
import { KafkaError } from '#kernel';

const TWO_TO_32 = 4294967296;
const MAX_DELTA = 2 ** 53;

/** The most bytes that `writeVarint` puts down. */
export const MAX_VARINT_BYTES = 5;

/** The bytes that `writeVarint` takes; `value` is an int32. */
export function sizeOfVarint(value: number): number {
  const v = ((value << 1) ^ (value >> 31)) >>> 0;
  if (v < 0x80) return 1;
  if (v < 0x4000) return 2;
  if (v < 0x200000) return 3;
  return v < 0x10000000 ? 4 : 5;
}

/** `value` is an int32. */
export function writeVarint(buf: Uint8Array, pos: number, value: number): number {
  let v = ((value << 1) ^ (value >> 31)) >>> 0;
  if (v < 0x80) {
    buf[pos] = v;
    return pos + 1;
  }
  let p = pos;
  while (v >= 0x80) {
    buf[p++] = v | 0x80;
    v >>>= 7;
  }
  buf[p++] = v;
  return p;
}

/** The bytes that `writeVarlong` takes; `value` is an integer of at most 2^54 either way. */
export function sizeOfVarlong(value: number): number {
  if (value === (value | 0)) return sizeOfVarint(value);
  const high = zigzagHigh(value);
  // Bits 0 to 27 are four bytes, 28 to 34 the fifth, and seven more each.
  if (high < 0x8) return 5;
  if (high < 0x400) return 6;
  if (high < 0x20000) return 7;
  return high < 0x1000000 ? 8 : high < 0x80000000 ? 9 : 10;
}

function zigzagHigh(value: number): number {
  const high = Math.floor(value / TWO_TO_32);
  return (((high << 1) | ((value >>> 0) >>> 31)) ^ (high >> 31)) >>> 0;
}

/** `value` is an integer of at most 2^54 either way, such as the difference of two safe integers. */
export function writeVarlong(buf: Uint8Array, pos: number, value: number): number {
  if (value === (value | 0)) return writeVarint(buf, pos, value);
  const low = (((value >>> 0) << 1) ^ (value < 0 ? -1 : 0)) >>> 0;
  let high = zigzagHigh(value);
  let p = pos;
  buf[p] = low | 0x80;
  buf[p + 1] = (low >>> 7) | 0x80;
  buf[p + 2] = (low >>> 14) | 0x80;
  buf[p + 3] = (low >>> 21) | 0x80;
  p += 4;
  let rest = (low >>> 28) | ((high & 0x7) << 4);
  high >>>= 3;
  while (high !== 0) {
    buf[p++] = rest | 0x80;
    rest = high & 0x7f;
    high >>>= 7;
  }
  buf[p++] = rest;
  return p;
}

/** A position in bytes that varints are read from, never past `limit`. Reused from batch to batch. */
export class VarintReader {
  /** What is read from. */
  buf: Uint8Array;
  /** Where the next one begins. */
  pos = 0;
  /** Reading ends here: the end of the record, not of the buffer. */
  limit = 0;

  constructor(buf: Uint8Array) {
    this.buf = buf;
  }

  /** The varint at `pos`, as an int32. Throws INVALID_RECORD when it is cut off or runs past five bytes. */
  readVarint(): number {
    const buf = this.buf;
    let p = this.pos;
    if (p < this.limit) {
      const first = buf[p]!;
      if (first < 0x80) {
        this.pos = p + 1;
        return (first >>> 1) ^ -(first & 1);
      }
    }
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (p >= this.limit) throw cutOff();
      const byte = buf[p++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.pos = p;
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new KafkaError('INVALID_RECORD', 'a varint in a record does not end within five bytes');
  }

  /** The varlong at `pos`. Throws INVALID_RECORD when it is cut off, runs past ten bytes, or is beyond 2^53. */
  readVarlong(): number {
    const buf = this.buf;
    const start = this.pos;
    let p = start;
    let value = 0;
    // Four bytes at most without overflow, which nearly all timestamp deltas are.
    for (let shift = 0; shift < 28; shift += 7) {
      if (p >= this.limit) throw cutOff();
      const byte = buf[p++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.pos = p;
        return (value >>> 1) ^ -(value & 1);
      }
    }
    return this.#readLongVarlong(value, p);
  }

  #readLongVarlong(low28: number, pos: number): number {
    const buf = this.buf;
    let p = pos;
    let low = low28;
    let high = 0;
    for (let shift = 28; shift < 70; shift += 7) {
      if (p >= this.limit) throw cutOff();
      const byte = buf[p++]!;
      const bits = byte & 0x7f;
      if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.pos = p;
        return unzigzag(low, high);
      }
    }
    throw new KafkaError('INVALID_RECORD', 'a varlong in a record does not end within ten bytes');
  }
}

/** The signed number of a zigzag value in two halves. */
function unzigzag(low: number, high: number): number {
  const sign = -(low & 1);
  const signedHigh = (high >>> 1) ^ sign;
  const signedLow = (((low >>> 1) | (high << 31)) ^ sign) >>> 0;
  const value = signedHigh * TWO_TO_32 + signedLow;
  // A timestamp is -1 at least, so that a delta may just reach 2^53, which is exact; what lies beyond is not.
  const size = Math.abs(value);
  if (size > MAX_DELTA || (size === MAX_DELTA && signedLow !== 0)) {
    throw new KafkaError('INVALID_RECORD', 'a varlong in a record is beyond the range of timestamps');
  }
  return value;
}

function cutOff(): KafkaError {
  return new KafkaError('INVALID_RECORD', 'a record ends within a varint');
}
