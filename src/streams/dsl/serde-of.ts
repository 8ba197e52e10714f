/** Serdes come with the types; where an operator made other types and nobody said how they are written, it is told at once. */
import { KafkaError } from '#kernel';
import type { SyncSerde } from '#serde';

export function serdeOf<T>(
  serde: SyncSerde<T> | null | undefined,
  what: 'key' | 'value',
  operator: string,
): SyncSerde<T> {
  if (serde !== null && serde !== undefined) return serde;
  throw new KafkaError(
    'MISSING_SERDE',
    `${operator} needs a serde for the ${what}: give it one, or give it to the operator before that made these ${what}s`,
  );
}
