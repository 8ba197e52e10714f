/**
 * Snappy as Kafka uses it: blocks in the framing of snappy-java ("xerial"), which is what every Kafka client writes.
 * Reading also takes a bare snappy block, as some clients send. A block states its size up front; it is checked against
 * the limit before anything is allocated, and a block that lies about it is refused before it writes too far.
 *
 * Spec: google/snappy format_description.txt; SnappyOutputStream of snappy-java for the framing.
 */
import { KafkaError } from '#kernel';
import { readInt32, writeInt32 } from '../records/big-endian.ts';
import { BlockCopier } from './block-copy.ts';
import { wasmCompressors } from './wasm-compressors.ts';

/** 0x82 "SNAPPY" 0x00, then version 1 and lowest compatible version 1. */
const XERIAL_HEADER = Uint8Array.of(0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1);
const XERIAL_MAGIC_BYTES = 8;
/** What snappy-java cuts its input into by default; a larger block would be valid too. */
const BLOCK_BYTES = 32 * 1024;
/** The most that one byte can stand for: three bytes of a copy make 64. More than that is claimed by bombs only. */
const LARGEST_EXPANSION = 22;

export function compressSnappy(bytes: Uint8Array): Buffer {
  const blocks: Uint8Array[] = [];
  let size = XERIAL_HEADER.length;
  for (let pos = 0; pos < bytes.length; pos += BLOCK_BYTES) {
    const block = wasmCompressors().snappyCompress(bytes.subarray(pos, pos + BLOCK_BYTES));
    blocks.push(block);
    size += 4 + block.length;
  }
  const out = Buffer.allocUnsafe(size);
  out.set(XERIAL_HEADER);
  let p = XERIAL_HEADER.length;
  for (const block of blocks) {
    writeInt32(out, p, block.length);
    out.set(block, p + 4);
    p += 4 + block.length;
  }
  return out;
}

/** Throws CORRUPT_MESSAGE when the bytes are damaged or hold more than `maxOutputBytes`. */
export function decompressSnappy(bytes: Uint8Array, maxOutputBytes: number): Buffer {
  if (!isXerial(bytes)) {
    const out = allocate(uncompressedLength(bytes, 0, bytes.length), maxOutputBytes);
    decodeBlock(bytes, { start: 0, end: bytes.length, at: 0 }, new BlockCopier(bytes, out));
    return out;
  }
  const out = allocate(sumOfBlocks(bytes), maxOutputBytes);
  const copier = new BlockCopier(bytes, out);
  let written = 0;
  for (let p = XERIAL_HEADER.length; p < bytes.length;) {
    const length = readInt32(bytes, p);
    written = decodeBlock(bytes, { start: p + 4, end: p + 4 + length, at: written }, copier);
    p += 4 + length;
  }
  return out;
}

function isXerial(bytes: Uint8Array): boolean {
  if (bytes.length < XERIAL_HEADER.length) return false;
  for (let i = 0; i < XERIAL_MAGIC_BYTES; i++) if (bytes[i] !== XERIAL_HEADER[i]) return false;
  return true;
}

/** What all blocks together claim to hold, once their frames have been found to be whole. */
function sumOfBlocks(bytes: Uint8Array): number {
  let sum = 0;
  for (let p = XERIAL_HEADER.length; p < bytes.length;) {
    if (bytes.length - p < 4) throw damaged('a block of snappy ends within its length');
    const length = readInt32(bytes, p);
    if (length <= 0 || length > bytes.length - p - 4) throw damaged('a block of snappy states a length it has not');
    sum += uncompressedLength(bytes, p + 4, p + 4 + length);
    p += 4 + length;
  }
  return sum;
}

/** The size a block states in its first one to five bytes. */
function uncompressedLength(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let p = start, shift = 0; p < end && shift < 35; p++, shift += 7) {
    const byte = bytes[p]!;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) {
      if (value > 0xffffffff) break;
      if (value > (end - p) * LARGEST_EXPANSION) throw damaged('a block of snappy states more than it can hold');
      return value;
    }
  }
  throw damaged('a block of snappy has no valid size');
}

function allocate(size: number, maxOutputBytes: number): Buffer {
  if (size > maxOutputBytes) throw damaged(`records of ${size} bytes exceed the ${maxOutputBytes} allowed`);
  return Buffer.allocUnsafe(size);
}

/** Where a block lies in the input, and where its output goes. */
interface SnappyBlock {
  readonly start: number;
  readonly end: number;
  readonly at: number;
}

/** Decodes one block to as many bytes as it states; answers where its output ended. */
function decodeBlock(bytes: Uint8Array, block: SnappyBlock, copier: BlockCopier): number {
  const { start, end, at } = block;
  const blockEnd = at + uncompressedLength(bytes, start, end);
  let p = start;
  while (bytes[p++]! >= 0x80);
  let w = at;
  while (p < end) {
    const tag = bytes[p++]!;
    const kind = tag & 3;
    if (kind === 0) {
      let size = (tag >> 2) + 1;
      if (size > 60) {
        const extra = size - 60;
        if (extra > end - p) throw damaged('a block of snappy ends within a literal');
        size = readLittleEndian(bytes, p, extra) + 1;
        p += extra;
      }
      if (size > end - p || size > blockEnd - w) throw damaged('a literal of snappy is longer than its block');
      copier.literals(p, w, size);
      p += size;
      w += size;
      continue;
    }
    const operand = kind === 3 ? 4 : kind;
    if (operand > end - p) throw damaged('a block of snappy ends within a copy');
    const distance = kind === 1 ? ((tag >> 5) << 8) | bytes[p]! : readLittleEndian(bytes, p, operand);
    const size = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    p += operand;
    if (distance === 0 || distance > w - at) throw damaged('a copy of snappy reaches before its block');
    if (size > blockEnd - w) throw damaged('a copy of snappy is longer than its block');
    copier.match(w, distance, size);
    w += size;
  }
  if (w !== blockEnd) throw damaged('a block of snappy holds less than it states');
  return w;
}

function readLittleEndian(bytes: Uint8Array, pos: number, size: number): number {
  let value = bytes[pos]!;
  if (size > 1) value |= bytes[pos + 1]! << 8;
  if (size > 2) value |= bytes[pos + 2]! << 16;
  return size > 3 ? value + bytes[pos + 3]! * 0x1000000 : value;
}

function damaged(message: string): KafkaError {
  return new KafkaError('CORRUPT_MESSAGE', message);
}
