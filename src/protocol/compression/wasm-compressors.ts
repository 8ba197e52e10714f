/**
 * The WebAssembly that compresses snappy and lz4, compiled at its first use so that a start pays nothing for it.
 * Only compression goes through it: on damaged input its decompressors trap, which leaks the memory they held and
 * can leave the module unusable, so that reading, where bytes are a stranger's, is done in TypeScript.
 */
import { createRequire } from 'node:module';

interface WasmCompressors {
  lz4Compress(data: Uint8Array): Uint8Array;
  snappyCompress(data: Uint8Array): Uint8Array;
}

let loaded: WasmCompressors | undefined;

export function wasmCompressors(): WasmCompressors {
  return (loaded ??= createRequire(import.meta.url)('@platformatic/wasm-utils') as WasmCompressors);
}
