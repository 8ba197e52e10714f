/**
 * The two copies that snappy's and lz4's blocks are made of. Short runs, most of them, go byte by byte, since a call
 * into the engine costs more than some tens of bytes do. Bounds are the callers' to check.
 */

/** From this length on, the engine's own copying is faster than a loop. */
const LONG_RUN = 48;

/** Copies `length` bytes of `source` from `from` to `out` at `at`. */
export function copyLiterals(source: Uint8Array, from: number, out: Uint8Array, at: number, length: number): void {
  if (length >= LONG_RUN) {
    out.set(source.subarray(from, from + length), at);
    return;
  }
  for (let i = 0; i < length; i++) out[at + i] = source[from + i]!;
}

/**
 * Repeats at `at` the `length` bytes that stand `distance` before it. Where the two overlap, what was just written is
 * read again, which is how both formats write runs.
 */
export function copyMatch(out: Uint8Array, at: number, distance: number, length: number): void {
  const from = at - distance;
  if (length < LONG_RUN || distance < 8) {
    for (let i = 0; i < length; i++) out[at + i] = out[from + i]!;
    return;
  }
  // Each round doubles the stretch that repeats, so that source and target never overlap.
  let copied = 0;
  let stretch = distance;
  while (copied < length) {
    const step = Math.min(stretch, length - copied);
    out.copyWithin(at + copied, from, from + step);
    copied += step;
    stretch += step;
  }
}
