/**
 * Whether so many pairs can be made at once, each of one of the left and one of the right that fit together
 * (maximum-cardinality bipartite matching by augmenting paths, Kuhn 1955): a first-come pairing would find fewer, and
 * refuse schemas that fit in another order.
 *
 * Whether two fit is asked only where it matters, and first of those that stand at the same place: lists that were
 * changed here and there are matched with hardly more questions than they are long.
 */
export interface Sides {
  readonly lefts: number;
  readonly rights: number;
  /** May be asked more than once; it also counts the steps. */
  readonly fits: (left: number, right: number) => boolean;
}

export function canMatch(sides: Sides, pairs: number): boolean {
  const leftOf: (number | undefined)[] = Array.from({ length: sides.rights }, () => undefined);
  // Whoever finds no partner now finds none later either, so that the search may end with the first one too many.
  let spare = sides.lefts - pairs;
  for (let left = 0; left < sides.lefts; left++) {
    if (!augment(left, { ...sides, leftOf, visited: new Set() }) && spare-- === 0) return false;
  }
  return true;
}

interface Search extends Sides {
  readonly leftOf: (number | undefined)[];
  readonly visited: Set<number>;
}

function augment(left: number, search: Search): boolean {
  const { rights, leftOf, visited } = search;
  for (let step = 0; step < rights; step++) {
    const right = (left + step) % rights;
    if (visited.has(right) || !search.fits(left, right)) continue;
    visited.add(right);
    const taken = leftOf[right];
    if (taken === undefined || augment(taken, search)) {
      leftOf[right] = left;
      return true;
    }
  }
  return false;
}
