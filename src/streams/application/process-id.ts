/** Who an instance of an application is to its group: threads of one process share it, so that a standby is never beside its task. */
import type { Random } from '#kernel';

const BYTES = 16;

/** A random UUID (version 4) as text, as Java's UUID prints it. */
export function newProcessId(random: Random): string {
  const bytes = Buffer.from(random.bytes(BYTES));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
