/**
 * How many pairs can be made at once, each of one of the left and one of the right that fit together
 * (maximum-cardinality bipartite matching by augmenting paths, Kuhn 1955): a first-come pairing would find fewer, and
 * refuse schemas that fit in another order.
 */

/** `edges[left]` are the right ones that fit; `charge` is called once for each step. */
export function maximumMatching(edges: readonly (readonly number[])[], rights: number, charge: () => void): number {
  const leftOf: (number | undefined)[] = Array.from({ length: rights }, () => undefined);
  let size = 0;
  for (const left of edges.keys()) {
    if (augment(left, { edges, leftOf, visited: new Set(), charge })) size++;
  }
  return size;
}

interface Search {
  readonly edges: readonly (readonly number[])[];
  readonly leftOf: (number | undefined)[];
  readonly visited: Set<number>;
  readonly charge: () => void;
}

function augment(left: number, search: Search): boolean {
  for (const right of search.edges[left] ?? []) {
    search.charge();
    if (search.visited.has(right)) continue;
    search.visited.add(right);
    const taken = search.leftOf[right];
    if (taken === undefined || augment(taken, search)) {
      search.leftOf[right] = left;
      return true;
    }
  }
  return false;
}
