/**
 * Ranges of offsets with what was last said of them, and how a new range joins older ones (Kafka's
 * PersisterStateBatchCombiner): where two overlap, the one that was delivered more often holds, and among equals the
 * state that comes later in a record's life. Results are sorted, free of overlaps, and neighbours differ.
 */

/** Kafka's codes of what became of a record. Acquired records are never written down. */
export const DeliveryState = { AVAILABLE: 0, ACQUIRED: 1, ACKNOWLEDGED: 2, ARCHIVED: 4 } as const;

export interface StateBatch {
  readonly firstOffset: number;
  /** Inclusive. */
  readonly lastOffset: number;
  readonly deliveryState: number;
  readonly deliveryCount: number;
}

/** `startOffset` cuts off what lies before it; -1 cuts nothing. */
export function combineStateBatches(
  soFar: readonly StateBatch[],
  added: readonly StateBatch[],
  startOffset: number,
): StateBatch[] {
  const earlier = soFar.flatMap((batch) => cutAt(batch, startOffset));
  return mergeTwo(earlier, mergeAll(added.flatMap((batch) => cutAt(batch, startOffset))));
}

function cutAt(batch: StateBatch, startOffset: number): StateBatch[] {
  if (startOffset === -1 || batch.firstOffset >= startOffset) return [batch];
  return batch.lastOffset < startOffset ? [] : [{ ...batch, firstOffset: startOffset }];
}

/** As a merge sort, so that many overlapping ranges from one request cost no more than sorting them. */
function mergeAll(batches: readonly StateBatch[]): StateBatch[] {
  if (batches.length < 2) return [...batches];
  const middle = batches.length >> 1;
  return mergeTwo(mergeAll(batches.slice(0, middle)), mergeAll(batches.slice(middle)));
}

/** Both are sorted and free of overlaps. */
function mergeTwo(left: readonly StateBatch[], right: readonly StateBatch[]): StateBatch[] {
  const merged: StateBatch[] = [];
  let i = 0;
  let j = 0;
  let a = left[i];
  let b = right[j];
  while (a !== undefined || b !== undefined) {
    if (a === undefined || (b !== undefined && b.lastOffset < a.firstOffset)) {
      push(merged, b!);
      b = right[++j];
    } else if (b === undefined || a.lastOffset < b.firstOffset) {
      push(merged, a);
      a = left[++i];
    } else if (a.firstOffset !== b.firstOffset) {
      // The part of the one that lies before the other stands as it is.
      const [first, second] = a.firstOffset < b.firstOffset ? [a, b] : [b, a];
      push(merged, { ...first, lastOffset: second.firstOffset - 1 });
      if (first === a) a = { ...a, firstOffset: second.firstOffset };
      else b = { ...b, firstOffset: second.firstOffset };
    } else {
      const lastOffset = Math.min(a.lastOffset, b.lastOffset);
      push(merged, { ...(outranks(b, a) ? b : a), lastOffset });
      a = a.lastOffset > lastOffset ? { ...a, firstOffset: lastOffset + 1 } : left[++i];
      b = b.lastOffset > lastOffset ? { ...b, firstOffset: lastOffset + 1 } : right[++j];
    }
  }
  return merged;
}

function outranks(one: StateBatch, other: StateBatch): boolean {
  if (one.deliveryCount !== other.deliveryCount) return one.deliveryCount > other.deliveryCount;
  return one.deliveryState > other.deliveryState;
}

function push(merged: StateBatch[], batch: StateBatch): void {
  const last = merged.at(-1);
  const continues =
    last !== undefined &&
    last.lastOffset + 1 === batch.firstOffset &&
    last.deliveryState === batch.deliveryState &&
    last.deliveryCount === batch.deliveryCount;
  if (continues) merged[merged.length - 1] = { ...last, lastOffset: batch.lastOffset };
  else merged.push(batch);
}
