/** Codecs: all of them are built in. */
import { CompressionTypes } from './constants.ts';

/**
 * What applications register codecs in for kafkajs. It takes what is put there and nothing reads it, since the client
 * compresses and decompresses by itself.
 */
export const CompressionCodecs: Record<Exclude<CompressionTypes, 0>, () => unknown> = {
  [CompressionTypes.GZIP]: builtIn,
  [CompressionTypes.Snappy]: builtIn,
  [CompressionTypes.LZ4]: builtIn,
  [CompressionTypes.ZSTD]: builtIn,
};

function builtIn(): undefined {
  return undefined;
}
