import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { combineStateBatches, type StateBatch } from './state-batches.ts';

const { AVAILABLE, ACKNOWLEDGED, ARCHIVED } = { AVAILABLE: 0, ACKNOWLEDGED: 2, ARCHIVED: 4 };

function batch(firstOffset: number, lastOffset: number, deliveryState: number, deliveryCount: number): StateBatch {
  return { firstOffset, lastOffset, deliveryState, deliveryCount };
}

const batches = fc.array(
  fc
    .tuple(fc.nat(40), fc.nat(12), fc.constantFrom(AVAILABLE, ACKNOWLEDGED, ARCHIVED), fc.nat(3))
    .map(([first, length, state, count]) => batch(first, first + length, state, count)),
  { maxLength: 12 },
);

/** For every offset the highest rank that any batch gives it. */
function naive(all: readonly StateBatch[], startOffset: number): Map<number, number> {
  const ranks = new Map<number, number>();
  for (const { firstOffset, lastOffset, deliveryState, deliveryCount } of all) {
    for (let offset = firstOffset; offset <= lastOffset; offset++) {
      const rank = deliveryCount * 10 + deliveryState;
      if (offset >= startOffset) ranks.set(offset, Math.max(rank, ranks.get(offset) ?? -1));
    }
  }
  return ranks;
}

describe('state batches of a share partition', () => {
  it('hold for every offset the state with the most deliveries, whatever came first', () => {
    fc.assert(
      fc.property(batches, batches, fc.integer({ min: -1, max: 30 }), (soFar, added, startOffset) => {
        const earlier = combineStateBatches([], soFar, startOffset);
        const combined = combineStateBatches(earlier, added, startOffset);
        assert.deepEqual(sorted(naive(combined, -1)), sorted(naive([...soFar, ...added], startOffset)));
        for (let i = 1; i < combined.length; i++) {
          const [last, next] = [combined[i - 1]!, combined[i]!];
          assert.ok(last.lastOffset < next.firstOffset, 'sorted, without overlaps');
          const isSame = last.deliveryState === next.deliveryState && last.deliveryCount === next.deliveryCount;
          assert.ok(!isSame || last.lastOffset + 1 < next.firstOffset, 'neighbours differ');
        }
      }),
    );
  });

  it('are cut where the start offset lies within them', () => {
    const combined = combineStateBatches([batch(0, 9, ACKNOWLEDGED, 1)], [batch(10, 19, AVAILABLE, 2)], 5);
    assert.deepEqual(combined, [batch(5, 9, ACKNOWLEDGED, 1), batch(10, 19, AVAILABLE, 2)]);
  });
});

function sorted(ranks: Map<number, number>): [number, number][] {
  return [...ranks].toSorted(([a], [b]) => a - b);
}
