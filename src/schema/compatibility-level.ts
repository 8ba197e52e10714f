/** How versions of a subject have to go with each other (Confluent's CompatibilityLevel). */

export const COMPATIBILITY_LEVELS = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

/** A TRANSITIVE one looks at all versions before, the others at the last of them. */
export type CompatibilityLevel = (typeof COMPATIBILITY_LEVELS)[number];

/** Who has to read the other's data: the schema that is to be registered, or the earlier one. */
export type Reader = 'new' | 'old';

const READERS: Readonly<Record<CompatibilityLevel, readonly Reader[]>> = {
  NONE: [],
  BACKWARD: ['new'],
  BACKWARD_TRANSITIVE: ['new'],
  FORWARD: ['old'],
  FORWARD_TRANSITIVE: ['old'],
  FULL: ['new', 'old'],
  FULL_TRANSITIVE: ['new', 'old'],
};

/** Who has to read whose data: the new schema for BACKWARD, the old one for FORWARD, both for FULL. */
export function readersOf(level: CompatibilityLevel): readonly Reader[] {
  return READERS[level];
}
