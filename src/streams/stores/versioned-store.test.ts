/** One suite for every store with a history. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { string } from '#serde';
import { MemoryVersionedStore } from './memory-versioned-store.ts';
import { openStore, restoreFrom } from './open-store.testing.ts';
import type { VersionedKeyValueStore } from './state-store.ts';
import { StoreSerdes } from './store-serdes.ts';

type Store = VersionedKeyValueStore<string, string>;

const HISTORY = 100;
const serdes = (): StoreSerdes<string, string> => new StoreSerdes('changelog', string(), string());

const KINDS: readonly { readonly kind: string; create(): Store }[] = [
  {
    kind: 'in memory',
    create: () => new MemoryVersionedStore({ name: 's', serdes: serdes(), historyRetentionMs: HISTORY }),
  },
];

/** What was put, and looked through from its beginning each time. */
class Model {
  readonly puts: { key: string; value: string | null; timestamp: number }[] = [];
  observed = -1;

  put(key: string, value: string | null, timestamp: number): number | null {
    if (timestamp < this.observed - HISTORY) return null;
    this.observed = Math.max(this.observed, timestamp);
    const same = this.puts.findIndex((one) => one.key === key && one.timestamp === timestamp);
    if (same >= 0) this.puts.splice(same, 1);
    this.puts.push({ key, value, timestamp });
    return this.#endOf(key, timestamp);
  }

  get(key: string, asOf: number): unknown {
    const before = this.puts.filter((one) => one.key === key && one.timestamp <= asOf);
    const found = before.sort((one, other) => one.timestamp - other.timestamp).at(-1);
    if (found === undefined || found.value === null) return undefined;
    const validTo = this.#endOf(key, found.timestamp);
    if (asOf < this.observed - HISTORY && validTo !== Infinity) return undefined;
    return { value: found.value, timestamp: found.timestamp, validTo };
  }

  #endOf(key: string, timestamp: number): number {
    const behind = this.puts.filter((one) => one.key === key && one.timestamp > timestamp);
    return Math.min(...behind.map((one) => one.timestamp), Infinity);
  }
}

/** What it tells of each time between the two. */
function told(store: Store, key: string, { from, to }: { readonly from: number; readonly to: number }): unknown[] {
  const found = new Map<number, unknown>();
  // Nothing is put later than this.
  const last = Math.min(to, 60 * 30);
  for (let time = Math.max(from, 0); time <= last; time++) {
    const version = store.get(key, time);
    if (version !== undefined) found.set(version.timestamp, version);
  }
  return [...found.values()];
}

const put = fc.record({
  key: fc.constantFrom('a', 'b', ''),
  value: fc.option(fc.constantFrom('x', 'y', 'z')),
  step: fc.integer({ min: -120, max: 30 }),
});

for (const { kind, create } of KINDS) {
  test(`a versioned store ${kind} tells of every time in its history what was put for it, in whatever order`, () => {
    fc.assert(
      fc.property(fc.array(put, { minLength: 20, maxLength: 60 }), (puts) => {
        const { store, written } = openStore(create());
        const model = new Model();
        for (const { key, value, step } of puts) {
          const timestamp = Math.max(0, model.observed + step);
          assert.equal(store.put(key, value, timestamp), model.put(key, value, timestamp));
        }
        const restored = restoreFrom(openStore(create()).store, written);
        for (const key of ['a', 'b', '']) {
          for (const asOf of [Infinity, ...Array.from({ length: 140 }, (_, back) => model.observed + 5 - back)]) {
            assert.deepEqual(store.get(key, asOf), model.get(key, asOf));
            assert.deepEqual(restored.get(key, asOf), model.get(key, asOf));
          }
          for (const [from, to] of [
            [0, Number.MAX_SAFE_INTEGER],
            [model.observed - 150, model.observed - 50],
            [model.observed - 20, model.observed],
          ] as const) {
            assert.deepEqual([...store.history(key, from, to)], told(store, key, { from, to }));
          }
        }
        store.close();
        restored.close();
      }),
      { numRuns: 60 },
    );
  });

  test(`a version that comes to a versioned store ${kind} after its history is left out and counted`, () => {
    const { store, written, dropped } = openStore(create());
    store.put('a', 'new', 200);
    assert.equal(store.put('a', 'edge', 100), 200);
    assert.equal(store.put('a', 'late', 99), null);
    assert.deepEqual(dropped, ['expired version']);
    assert.equal(store.get('a', 99), undefined);
    // The changelog has it, as Kafka's has; who restores from it leaves it out again.
    assert.equal(written.length, 3);
    assert.equal(restoreFrom(openStore(create()).store, written).get('a', 99), undefined);
  });

  test(`the latest value of a versioned store ${kind} outlives the history, and tells since when it is there`, () => {
    const { store } = openStore(create());
    store.put('a', 'old', 10);
    store.put('b', 'new', 1000);
    assert.deepEqual(store.get('a'), { value: 'old', timestamp: 10, validTo: Infinity });
    assert.deepEqual(store.get('a', 20), { value: 'old', timestamp: 10, validTo: Infinity });
    assert.equal(store.get('a', 9), undefined);
  });

  test(`the changelog of a versioned store ${kind} has the plain value, with its time as that of the record`, () => {
    const { store, written } = openStore(create());
    store.put('a', 'x', 12);
    store.put('a', null, 11);
    assert.deepEqual(written, [
      { key: Buffer.from('a'), value: Buffer.from('x'), timestamp: 12 },
      { key: Buffer.from('a'), value: null, timestamp: 11 },
    ]);
  });
}
