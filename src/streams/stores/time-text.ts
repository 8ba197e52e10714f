/** Times and sequences as text of their bytes, the larger end first, so that texts are ordered as the numbers are. */

/** Eight characters; `time` is not negative. */
export function timeText(time: number): string {
  const high = Math.floor(time / 0x1_0000_0000);
  return int32Text(high) + int32Text(time % 0x1_0000_0000);
}

export function int32Text(value: number): string {
  return String.fromCharCode((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

export function timeOf(text: string, at: number): number {
  return int32Of(text, at) * 0x1_0000_0000 + int32Of(text, at + 4);
}

/** Unsigned. */
export function int32Of(text: string, at: number): number {
  const high = (text.charCodeAt(at) << 8) | text.charCodeAt(at + 1);
  return high * 0x1_0000 + ((text.charCodeAt(at + 2) << 8) | text.charCodeAt(at + 3));
}
