/**
 * zlib's formats away from the event loop, for bodies so big that doing them in place would delay everybody else. The
 * real Codec runs on Node's thread pool. (snappy and lz4 are quick enough to be done in place, by `#protocol`.)
 */
export interface Codec {
  /** Level is the format's own scale; the format's default when absent. */
  compress(format: 'gzip' | 'zstd', bytes: Uint8Array, level?: number): Promise<Uint8Array>;
  /** Fails with CORRUPT_MESSAGE when the bytes are damaged or would grow past `maxBytes`. */
  decompress(format: 'gzip' | 'zstd', bytes: Uint8Array, maxBytes: number): Promise<Uint8Array>;
}
