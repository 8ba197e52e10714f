/**
 * gzip and zstd on Node's thread pool. `chunkSize` is set near the size of the result: with zlib's own 16 KiB each chunk
 * comes back to the event loop by itself, and a megabyte decompressed "asynchronously" costs it as much as in place.
 * It follows from the size of the input alone, never from a length that the sender claims.
 */
import zlib from 'node:zlib';
import type { Codec } from '../codec.ts';
import { KafkaError } from '../kafka-error.ts';

const MIN_CHUNK_BYTES = 16 * 1024;
const MAX_CHUNK_BYTES = 4 * 1024 * 1024;
/** JSON-like records shrink to a fifth; what shrinks more takes a few chunks. */
const EXPECTED_GROWTH = 6;

type Done = (error: Error | null, result: Buffer) => void;

export const nodeCodec: Codec = {
  compress: (format, bytes, level) =>
    run((done) => {
      const chunkSize = chunkSizeFor(bytes.length);
      if (format === 'gzip') return zlib.gzip(bytes, level === undefined ? { chunkSize } : { chunkSize, level }, done);
      const params = level === undefined ? {} : { [zlib.constants.ZSTD_c_compressionLevel]: level };
      return zlib.zstdCompress(bytes, { chunkSize, params }, done);
    }),
  decompress: async (format, bytes, maxBytes) => {
    try {
      return await run((done) => {
        const options = {
          chunkSize: chunkSizeFor(bytes.length * EXPECTED_GROWTH),
          maxOutputLength: Math.max(1, maxBytes),
        };
        if (format === 'gzip') zlib.gunzip(bytes, options, done);
        else zlib.zstdDecompress(bytes, options, done);
      });
    } catch (cause) {
      const isTooBig = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
      const problem = isTooBig ? `decompress to more than ${maxBytes} bytes` : `are not valid ${format}`;
      throw new KafkaError('CORRUPT_MESSAGE', `${bytes.length} compressed bytes ${problem}`, { cause });
    }
  },
};

function chunkSizeFor(expectedBytes: number): number {
  return Math.min(MAX_CHUNK_BYTES, Math.max(MIN_CHUNK_BYTES, expectedBytes));
}

function run(operation: (done: Done) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    operation((error, result) => (error === null ? resolve(result) : reject(error)));
  });
}
