/** Cases of processors whose stores keep the headers of records, of all kinds of stores, in memory and on the disk. */
import fc from 'fast-check';
import type { StreamsCase } from '../../tools/vectors/streams/run-case.ts';
import type { CaseOperation } from '../../tools/vectors/streams/topology-case.ts';
import { committed, LARGE_CACHE, MOST_RECORDS, mostly, recordDraft, recordsOf } from './cases.ts';

interface Kept {
  readonly rows: string;
  readonly headers: string;
  readonly deletes: boolean;
  readonly cached: boolean;
  readonly persistent: boolean;
  /** Of the timer of rows by key. */
  readonly every: number | null;
}

const kept: fc.Arbitrary<Kept> = fc.record({
  rows: fc.constantFrom('rows', 'windows', 'sessions'),
  headers: fc.constantFrom('record', 'own', 'none'),
  deletes: fc.boolean(),
  cached: fc.boolean(),
  persistent: mostly(fc.constant(false), fc.constant(true), 3),
  every: fc.option(fc.integer({ min: 1, max: 20 })),
});

/** Every record may have headers, and every other one asks for all rows. */
const record = recordDraft.chain((one) =>
  fc
    .tuple(
      fc.boolean(),
      fc.array(fc.tuple(fc.constantFrom('h', 'g', ''), fc.constantFrom('1', 'é', '', null)), { maxLength: 3 }),
    )
    .map(([asks, headers]) => ({ ...one, headers, value: asks ? 16 : one.value })),
);

function operationsOf(stores: readonly Kept[]): CaseOperation[] {
  return stores.map(({ every, ...store }, index) => ({
    op: 'keepWithHeaders',
    as: `n${index + 1}`,
    from: `n${index}`,
    store: `n${index + 1}-kept`,
    ...store,
    ...(every === null || store.rows !== 'rows' ? {} : { every }),
  }));
}

/** One store, or one behind the other; with caches that are flushed after each record, after some, or none. */
export const headersCase: fc.Arbitrary<StreamsCase> = fc
  .tuple(
    fc.array(kept, { minLength: 1, maxLength: 2 }),
    fc.array(record, { minLength: 1, maxLength: MOST_RECORDS, size: 'max' }),
    fc.option(fc.nat(12)),
  )
  .map(([stores, drafts, cachedFor]): StreamsCase => {
    const last = `n${stores.length}`;
    const ops = [{ op: 'stream', as: 'n0', topic: 's' }, ...operationsOf(stores), { op: 'to', from: last, topic: 'o' }];
    const input = recordsOf(drafts, ['s']);
    const given = {
      ops,
      out: ['o'],
      ...(stores.some(({ persistent }) => persistent) ? { stores: 'persistent' as const } : {}),
    };
    if (cachedFor === null) return { ...given, input };
    if (cachedFor === 0) return { ...given, input, cacheBytes: LARGE_CACHE };
    return { ...given, input: committed(input, cachedFor), cacheBytes: LARGE_CACHE, byHand: true };
  });
