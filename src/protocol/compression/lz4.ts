/**
 * The lz4 frame format as record batches of magic 2 hold it. Written as Java's client does: independent blocks,
 * no content size, no checksum but the header's. Read with whatever other clients write: linked blocks, larger
 * blocks, content size, checksums of blocks and content. All blocks are measured before the output is allocated.
 *
 * Spec: lz4_Frame_format.md of lz4/lz4; KIP-57 for the header checksum.
 */
import { BlockCopier } from './block-copy.ts';
import { damagedLz4, decodeLz4Block, measureLz4Block } from './lz4-block.ts';
import { wasmCompressors } from './wasm-compressors.ts';
import { xxh32 } from './xxh32.ts';

const MAGIC = 0x184d2204;
const VERSION = 1;
const INDEPENDENT_BIT = 0x20;
const BLOCK_CHECKSUM_BIT = 0x10;
const CONTENT_SIZE_BIT = 0x08;
const CONTENT_CHECKSUM_BIT = 0x04;
const RESERVED_AND_DICTIONARY_BITS = 0x03;
/** In a block's size: the block holds its bytes as they are. */
const STORED_BIT = 0x80000000;

/** Magic, flags, block size and checksum: the header where no content size is stated. */
const SHORT_HEADER_BYTES = 7;
const END_MARK_BYTES = 4;
const EMPTY_FRAME = Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, 0, 0, 0, 0);
/** The compressor's memory only ever grows, so that it is fed in pieces. */
const PIECE_BYTES = 1 << 20;

/** An lz4 frame of `bytes`. */
export function compressLz4(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return EMPTY_FRAME;
  if (bytes.length <= PIECE_BYTES) return wasmCompressors().lz4Compress(bytes);
  const parts: Uint8Array[] = [];
  for (let pos = 0; pos < bytes.length; pos += PIECE_BYTES) {
    const frame = wasmCompressors().lz4Compress(bytes.subarray(pos, pos + PIECE_BYTES));
    // The first frame's header serves for all: blocks are independent, and its largest size of a block is the greatest.
    const start = pos === 0 ? 0 : SHORT_HEADER_BYTES;
    parts.push(frame.subarray(start, frame.length - END_MARK_BYTES));
  }
  parts.push(new Uint8Array(END_MARK_BYTES));
  return Buffer.concat(parts);
}

interface FrameHeader {
  readonly flags: number;
  readonly maxBlockBytes: number;
  /** -1 where the frame does not state it. */
  readonly contentSize: number;
  /** Where the first block begins. */
  readonly blocksStart: number;
}

/** The content of one frame. Throws CORRUPT_MESSAGE when it is damaged or holds more than `maxOutputBytes`. */
export function decompressLz4(bytes: Uint8Array, maxOutputBytes: number): Uint8Array {
  const header = readHeader(bytes);
  const size = measureFrame(bytes, header, maxOutputBytes);
  const out = Buffer.allocUnsafe(size);
  const copier = new BlockCopier(bytes, out);
  const linked = (header.flags & INDEPENDENT_BIT) === 0;
  let written = 0;
  let p = header.blocksStart;
  for (;;) {
    const word = readUint32(bytes, p);
    if (word === 0) break;
    const start = p + 4;
    const end = start + (word & ~STORED_BIT);
    if (word >= STORED_BIT) {
      out.set(bytes.subarray(start, end), written);
      written += end - start;
    } else {
      written = decodeLz4Block(bytes, { start, end, at: written, historyStart: linked ? 0 : written }, copier);
    }
    p = header.flags & BLOCK_CHECKSUM_BIT ? end + 4 : end;
  }
  if (header.flags & CONTENT_CHECKSUM_BIT) {
    if (bytes.length - p < 8) throw damagedLz4('the frame ends before its checksum');
    if (readUint32(bytes, p + 4) !== xxh32(out, 0, size)) throw damagedLz4('the content does not match its checksum');
  }
  return out;
}

/** The sum of the blocks, each of them found whole and within the frame's own and the caller's limit. */
function measureFrame(bytes: Uint8Array, header: FrameHeader, maxOutputBytes: number): number {
  if (header.contentSize > maxOutputBytes) throw damagedLz4(`it holds more than the ${maxOutputBytes} bytes allowed`);
  let size = 0;
  let p = header.blocksStart;
  for (;;) {
    if (bytes.length - p < 4) throw damagedLz4('the frame ends without its end mark');
    const word = readUint32(bytes, p);
    if (word === 0) break;
    const start = p + 4;
    const length = word & ~STORED_BIT;
    const trailer = header.flags & BLOCK_CHECKSUM_BIT ? 4 : 0;
    if (length > header.maxBlockBytes || length > bytes.length - start - trailer) {
      throw damagedLz4('a block states a length that it has not');
    }
    const end = start + length;
    const room = Math.min(header.maxBlockBytes, maxOutputBytes - size);
    if (word >= STORED_BIT) {
      if (length > room) throw damagedLz4(`it holds more than the ${maxOutputBytes} bytes allowed`);
      size += length;
    } else size += measureLz4Block(bytes, start, end, room);
    if (trailer > 0 && readUint32(bytes, end) !== xxh32(bytes, start, end)) {
      throw damagedLz4('a block does not match its checksum');
    }
    p = end + trailer;
  }
  if (header.contentSize >= 0 && header.contentSize !== size) throw damagedLz4('it states another size than it holds');
  return size;
}

function readHeader(bytes: Uint8Array): FrameHeader {
  if (bytes.length < SHORT_HEADER_BYTES) throw damagedLz4('the frame ends within its header');
  if (readUint32(bytes, 0) !== MAGIC) throw damagedLz4('it does not begin with the magic of a frame');
  const flags = bytes[4]!;
  if (flags >> 6 !== VERSION) throw damagedLz4('the frame has an unknown version');
  if (flags & RESERVED_AND_DICTIONARY_BITS) throw damagedLz4('the frame asks for a dictionary or a reserved feature');
  const blockSizeCode = (bytes[5]! >> 4) & 7;
  if (blockSizeCode < 4 || bytes[5]! & 0x8f) throw damagedLz4('the frame has an unknown size of blocks');
  const hasContentSize = (flags & CONTENT_SIZE_BIT) !== 0;
  const checksumAt = hasContentSize ? 14 : 6;
  if (bytes.length <= checksumAt) throw damagedLz4('the frame ends within its header');
  if (bytes[checksumAt] !== ((xxh32(bytes, 4, checksumAt) >>> 8) & 0xff)) {
    throw damagedLz4('the header does not match its checksum');
  }
  return {
    flags,
    maxBlockBytes: 1 << (8 + 2 * blockSizeCode),
    contentSize: hasContentSize ? readUint32(bytes, 6) + readUint32(bytes, 10) * 4294967296 : -1,
    blocksStart: checksumAt + 1,
  };
}

function readUint32(bytes: Uint8Array, pos: number): number {
  return (bytes[pos]! | (bytes[pos + 1]! << 8) | (bytes[pos + 2]! << 16) | (bytes[pos + 3]! << 24)) >>> 0;
}
