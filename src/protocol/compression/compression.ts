/**
 * The compressions of record batches, all synchronous. Whoever decompresses says how many bytes may come out, and no
 * more than that is allocated, whatever the input claims: a kilobyte of gzip can hold a megabyte.
 */
import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { KafkaError } from '#kernel';
import { compressLz4, decompressLz4 } from './lz4.ts';
import { compressSnappy, decompressSnappy } from './snappy.ts';

/** As the low three bits of a batch's attributes have it. */
export const CompressionType = { NONE: 0, GZIP: 1, SNAPPY: 2, LZ4: 3, ZSTD: 4 } as const;
export type CompressionType = (typeof CompressionType)[keyof typeof CompressionType];

/** Index by CompressionType; the words of the configs `compression.type`. */
export const COMPRESSION_NAMES: readonly string[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** The type of a word of `compression.type`, or undefined for another one (`producer` and `uncompressed` included). */
export function compressionTypeForName(name: string): CompressionType | undefined {
  const type = COMPRESSION_NAMES.indexOf(name);
  return type < 0 ? undefined : (type as CompressionType);
}

/** `level` is the format's own scale, where it has one: gzip 1 to 9, zstd -131072 to 22. Others ignore it. */
export function compress(type: CompressionType, bytes: Uint8Array, level?: number): Uint8Array {
  switch (type) {
    case CompressionType.NONE:
      return bytes;
    case CompressionType.GZIP:
      return gzipSync(bytes, level === undefined ? {} : { level });
    case CompressionType.SNAPPY:
      return compressSnappy(bytes);
    case CompressionType.LZ4:
      return compressLz4(bytes);
    case CompressionType.ZSTD:
      return zstdCompressSync(
        bytes,
        level === undefined ? {} : { params: { [constants.ZSTD_c_compressionLevel]: level } },
      );
  }
}

/**
 * The bytes that `bytes` hold. Throws CORRUPT_MESSAGE when they are damaged or would grow beyond `maxOutputBytes`,
 * UNSUPPORTED_COMPRESSION_TYPE for a type that does not exist.
 */
export function decompress(type: number, bytes: Uint8Array, maxOutputBytes: number): Uint8Array {
  switch (type) {
    case CompressionType.NONE:
      return bytes;
    case CompressionType.GZIP:
      return inflate(gunzipSync, bytes, maxOutputBytes);
    case CompressionType.SNAPPY:
      return decompressSnappy(bytes, maxOutputBytes);
    case CompressionType.LZ4:
      return decompressLz4(bytes, maxOutputBytes);
    case CompressionType.ZSTD:
      return inflate(zstdDecompressSync, bytes, maxOutputBytes);
    default:
      throw new KafkaError('UNSUPPORTED_COMPRESSION_TYPE', `compression type ${type} does not exist`);
  }
}

type Inflater = typeof gunzipSync | typeof zstdDecompressSync;

/** Node gives out what zlib wrote in chunks and joins them: one chunk of about the right size saves the joining. */
const SMALLEST_CHUNK = 1024;
const LARGEST_CHUNK = 1 << 20;

function inflate(inflater: Inflater, bytes: Uint8Array, maxOutputBytes: number): Uint8Array {
  // Node takes no limit of 0, so that one byte may come out before it is refused.
  const maxOutputLength = Math.max(1, maxOutputBytes);
  const chunkSize = Math.max(SMALLEST_CHUNK, Math.min(LARGEST_CHUNK, maxOutputLength, bytes.length * 8));
  let output: Uint8Array;
  try {
    output = inflater(bytes, { maxOutputLength, chunkSize });
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') refuse(maxOutputBytes);
    throw new KafkaError('CORRUPT_MESSAGE', 'compressed records could not be decompressed', { cause: error });
  }
  return output.length > maxOutputBytes ? refuse(maxOutputBytes) : output;
}

function refuse(maxOutputBytes: number): never {
  throw new KafkaError('CORRUPT_MESSAGE', `compressed records hold more than the ${maxOutputBytes} bytes allowed`);
}
