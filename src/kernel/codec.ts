/**
 * Compression away from the event loop, for bodies big enough that doing it in place would delay everybody else.
 * The formats and the synchronous functions are `#protocol`'s; a real Codec runs zlib's work on Node's thread pool.
 */
export interface Codec {
  /** Type 1 gzip, 2 snappy, 3 lz4, 4 zstd, as the low bits of a batch's attributes. Level is the format's own scale. */
  compress(type: number, bytes: Uint8Array, level?: number): Promise<Uint8Array>;
  /** Fails with CORRUPT_MESSAGE when the bytes are damaged or would grow past `maxBytes`. */
  decompress(type: number, bytes: Uint8Array, maxBytes: number): Promise<Uint8Array>;
}
