/** Where chance comes from: the system's generator, or one with a seed in a simulation. */
export interface Random {
  /** A number in [0, 1). */
  number(): number;
  /** `length` bytes fit for identifiers and salts. */
  bytes(length: number): Uint8Array;
}

/** The bytes of a random UUID (RFC 9562, version 4). */
export function uuidBytes(random: Random): Buffer {
  const bytes = Buffer.from(random.bytes(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes;
}

/** A random UUID as text, in the usual hexadecimal form. */
export function uuidText(random: Random): string {
  return uuidBytes(random)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
