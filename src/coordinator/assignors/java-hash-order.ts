/**
 * The order in which Java's HashMap and HashSet hand out small non-negative integers: by their low bits, and among equals
 * as they were put in. Kafka's assignors go through such tables, and who gets what hangs on it.
 */

const DEFAULT_CAPACITY = 16;

/** The size of the table once `entries` have been put into one that began with room for `expected`. */
export function hashCapacity(entries: number, expected?: number): number {
  let capacity = DEFAULT_CAPACITY;
  if (expected !== undefined) {
    const wanted = Math.floor(expected / 0.75) + 1;
    for (capacity = 1; capacity < wanted;) capacity *= 2;
  }
  while (entries > capacity * 0.75) capacity *= 2;
  return capacity;
}

/** `items` as a table of `capacity` would have them, `keyOf` telling the integer that each goes by. */
export function inHashOrder<T>(items: readonly T[], capacity: number, keyOf: (item: T) => number): T[] {
  return items.toSorted((a, b) => (keyOf(a) & (capacity - 1)) - (keyOf(b) & (capacity - 1)));
}
