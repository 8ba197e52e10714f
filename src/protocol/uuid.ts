/**
 * Kafka's uuids: 16 bytes on the wire, 22 characters of base64url (RFC 4648, no padding) as text. Inside Samsa they
 * are always the text, so that they compare with === and serve as keys of maps.
 */
import { asBuffer } from '#kernel';

/** The uuid of nothing: 16 bytes of zero. */
export const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';

const TEXT_LENGTH = 22;
const BYTE_LENGTH = 16;
const NOT_A_DIGIT = 255;

const digits = new Uint8Array(128).fill(NOT_A_DIGIT);
'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('').forEach((character, value) => {
  digits[character.charCodeAt(0)] = value;
});

/** The text of the 16 bytes at `start`. */
export function uuidFromBytes(bytes: Uint8Array, start: number = 0): string {
  return asBuffer(bytes).toString('base64url', start, start + BYTE_LENGTH);
}

/**
 * Writes the 16 bytes of `text` at `start`, where there must be room; answers false where `text` is no uuid. As with
 * Kafka, the text may end in its padding, `==`.
 */
export function writeUuid(text: string, target: Uint8Array, start: number): boolean {
  if (text.length !== TEXT_LENGTH && !(text.length === TEXT_LENGTH + 2 && text.endsWith('=='))) return false;
  let bits = 0;
  let pending = 0;
  let position = start;
  for (let i = 0; i < TEXT_LENGTH; i++) {
    const digit = digits[text.charCodeAt(i)] ?? NOT_A_DIGIT;
    if (digit === NOT_A_DIGIT) return false;
    bits = ((bits << 6) | digit) & 0xfff;
    pending += 6;
    if (pending >= 8) {
      pending -= 8;
      target[position++] = bits >> pending;
    }
  }
  return true;
}

/** The 16 bytes of `text`, or null where `text` is no uuid. The last four bits of the text carry nothing. */
export function uuidToBytes(text: string): Uint8Array | null {
  const bytes = new Uint8Array(BYTE_LENGTH);
  return writeUuid(text, bytes, 0) ? bytes : null;
}
