/**
 * One block of lz4: a row of sequences, each some literals and then a copy of earlier output; the last one literals
 * only. `measureLz4Block` walks the sequences without writing and so says exactly what a block holds before anything is
 * allocated; `decodeLz4Block` then fills that much.
 *
 * Spec: lz4_Block_format.md of lz4/lz4.
 */
import { KafkaError } from '#kernel';
import type { BlockCopier } from './block-copy.ts';

/** A nibble of 15 says that the length goes on in the following bytes. */
const LONG = 15;
const SHORTEST_MATCH = 4;

/** The bytes that the block between `start` and `end` expands to. Throws CORRUPT_MESSAGE beyond `maxBytes`. */
export function measureLz4Block(bytes: Uint8Array, start: number, end: number, maxBytes: number): number {
  let p = start;
  let size = 0;
  while (p < end) {
    const token = bytes[p++]!;
    let literals = token >> 4;
    if (literals === LONG) {
      let byte: number;
      do {
        if (p >= end) throw damagedLz4('a block ends within a length');
        literals += byte = bytes[p++]!;
      } while (byte === 255);
    }
    p += literals;
    size += literals;
    if (size > maxBytes) throw damagedLz4(`a block holds more than the ${maxBytes} bytes allowed`);
    if (p >= end) {
      if (p > end) throw damagedLz4('a block ends within its literals');
      return size;
    }
    p += 2;
    let match = token & 15;
    if (match === LONG) {
      let byte: number;
      do {
        if (p >= end) throw damagedLz4('a block ends within a length');
        match += byte = bytes[p++]!;
      } while (byte === 255);
    }
    size += match + SHORTEST_MATCH;
    if (size > maxBytes) throw damagedLz4(`a block holds more than the ${maxBytes} bytes allowed`);
  }
  throw damagedLz4('a block ends without its last literals');
}

/** Where a block lies, where its output goes, and how far back copies may reach. */
export interface Lz4Block {
  readonly start: number;
  readonly end: number;
  /** Where the output begins. */
  readonly at: number;
  /** The earliest output that a copy may take from: the block's own beginning, or the frame's with linked blocks. */
  readonly historyStart: number;
}

/** Decodes a block that `measureLz4Block` has measured and the output has room for. Answers where its output ended. */
export function decodeLz4Block(bytes: Uint8Array, block: Lz4Block, copier: BlockCopier): number {
  const { end, historyStart } = block;
  let p = block.start;
  let w = block.at;
  for (;;) {
    const token = bytes[p++]!;
    let literals = token >> 4;
    if (literals === LONG) {
      let byte: number;
      do literals += byte = bytes[p++]!;
      while (byte === 255);
    }
    copier.literals(p, w, literals);
    p += literals;
    w += literals;
    if (p >= end) return w;
    const distance = bytes[p]! | (bytes[p + 1]! << 8);
    p += 2;
    let match = token & 15;
    if (match === LONG) {
      let byte: number;
      do match += byte = bytes[p++]!;
      while (byte === 255);
    }
    if (distance === 0 || distance > w - historyStart) throw damagedLz4('a copy reaches before its history');
    copier.match(w, distance, match + SHORTEST_MATCH);
    w += match + SHORTEST_MATCH;
  }
}

export function damagedLz4(message: string): KafkaError {
  return new KafkaError('CORRUPT_MESSAGE', `damaged lz4: ${message}`);
}
