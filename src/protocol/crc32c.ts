/**
 * CRC-32C (Castagnoli, RFC 3720 appendix B.4), the checksum of record batches. A native library computes it where it
 * is installed, otherwise a table walk in plain JavaScript does, about a third as fast; which one is settled once,
 * at load. Both give the same numbers (`crc32c.test.ts`).
 */
import { createRequire } from 'node:module';

type Crc32c = (bytes: Uint8Array, previous?: number) => number;

/** The polynomial 0x1EDC6F41 with its bits reversed. */
const REVERSED_POLYNOMIAL = 0x82f63b78;
/** How many bytes one step of the table walk takes. */
const SLICES = 16;

/** The customary self-test of a CRC: what the nine digits must give. */
const CHECK_INPUT = Uint8Array.of(0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39);
const CHECK_VALUE = 0xe3069283;

let tables: Int32Array | undefined;

/** Row k, column b: the checksum's change through byte b followed by k zero bytes. */
function buildTables(): Int32Array {
  const table = new Int32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ REVERSED_POLYNOMIAL : crc >>> 1;
    table[byte] = crc;
  }
  for (let index = 256; index < table.length; index++) {
    const shorter = table[index - 256]!;
    table[index] = (shorter >>> 8) ^ table[shorter & 0xff]!;
  }
  return table;
}

/**
 * CRC-32C without native code, sixteen bytes a step. `previous` is the checksum of the bytes that came before.
 * Exported so that the test can hold it against the native one on every machine.
 */
export function crc32cInJavaScript(bytes: Uint8Array, previous = 0): number {
  const t = (tables ??= buildTables());
  const end = bytes.length;
  let p = 0;
  let crc = ~previous;
  for (const last = end - SLICES; p <= last; p += SLICES) {
    const a = crc ^ (bytes[p]! | (bytes[p + 1]! << 8) | (bytes[p + 2]! << 16) | (bytes[p + 3]! << 24));
    crc =
      t[3840 + (a & 0xff)]! ^
      t[3584 + ((a >>> 8) & 0xff)]! ^
      t[3328 + ((a >>> 16) & 0xff)]! ^
      t[3072 + (a >>> 24)]! ^
      t[2816 + bytes[p + 4]!]! ^
      t[2560 + bytes[p + 5]!]! ^
      t[2304 + bytes[p + 6]!]! ^
      t[2048 + bytes[p + 7]!]! ^
      t[1792 + bytes[p + 8]!]! ^
      t[1536 + bytes[p + 9]!]! ^
      t[1280 + bytes[p + 10]!]! ^
      t[1024 + bytes[p + 11]!]! ^
      t[768 + bytes[p + 12]!]! ^
      t[512 + bytes[p + 13]!]! ^
      t[256 + bytes[p + 14]!]! ^
      t[bytes[p + 15]!]!;
  }
  for (; p < end; p++) crc = (crc >>> 8) ^ t[(crc ^ bytes[p]!) & 0xff]!;
  return ~crc >>> 0;
}

function loadNative(): Crc32c | undefined {
  try {
    const library = createRequire(import.meta.url)('@node-rs/crc32') as { crc32c: Crc32c };
    return library.crc32c(CHECK_INPUT) === CHECK_VALUE ? library.crc32c : undefined;
  } catch {
    // An optional dependency: this platform has no prebuilt binary, or the installation left it out.
    return undefined;
  }
}

const native = loadNative();

/** Whether the native library was found; for the start-up log line and for benchmarks. */
export const crc32cIsNative: boolean = native !== undefined;

/**
 * The CRC-32C of `bytes` as an unsigned 32-bit number; with `previous`, of what `previous` covers followed by `bytes`.
 * Takes any view as it is: wrapping a Buffer in a new Uint8Array before the call would cost more than the checksum.
 */
export const crc32c: Crc32c = native ?? crc32cInJavaScript;
