import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildEmptyBatch, CompressionType } from '#protocol';
import type { AbortedTransaction } from './aborted-transactions.ts';
import { batch, fetched, marker, takeAll, texts } from './records.testing.ts';

test('records come in order, as many at a time as are asked for, and the position follows', () => {
  const records = fetched([
    batch({ baseOffset: 10, values: ['a', 'b', 'c'], leaderEpoch: 4 }),
    batch({ baseOffset: 13, values: ['d'], leaderEpoch: 5 }),
  ]);
  assert.deepEqual(texts(records.take(2)), ['a', 'b']);
  assert.deepEqual([records.nextOffset, records.leaderEpoch], [12, 4]);
  assert.deepEqual(texts(records.take(2)), ['c', 'd']);
  assert.deepEqual([records.nextOffset, records.leaderEpoch, records.remainingBytes], [14, 5, 0]);
  assert.deepEqual(records.take(2), []);
});

test('a batch that begins below the offset that was asked for gives the records from there on', () => {
  const records = fetched(batch({ baseOffset: 10, values: ['a', 'b', 'c'] }), { fetchOffset: 12 });
  assert.deepEqual(texts(takeAll(records)), ['c']);
  assert.equal(records.nextOffset, 13);
});

test('the position moves over what compaction has taken away', () => {
  const records = fetched([
    batch({ baseOffset: 0, values: ['a', 'b'], deltas: [1, 4], lastOffset: 9 }),
    buildEmptyBatch({ baseOffset: 10, lastOffset: 19, partitionLeaderEpoch: 1, maxTimestamp: 0 }),
  ]);
  const all = takeAll(records);
  assert.deepEqual(
    all.map(({ offset }) => offset),
    [1, 4],
  );
  assert.equal(records.nextOffset, 20);
});

test('a batch that is cut off at the end is left for the next fetch', () => {
  const second = batch({ baseOffset: 2, values: ['c'] });
  for (const length of [1, 12, 40, second.length - 1]) {
    const records = fetched([batch({ baseOffset: 0, values: ['a', 'b'] }), second.subarray(0, length)]);
    assert.deepEqual(texts(takeAll(records)), ['a', 'b']);
    assert.deepEqual([records.nextOffset, records.remainingBytes], [2, 0]);
  }
});

test('a batch of which not all was sent says which config to raise', () => {
  const records = fetched(batch({ baseOffset: 0, values: ['a'] }).subarray(0, 65));
  assert.throws(() => records.take(1), { code: 'MESSAGE_TOO_LARGE', message: /maxPartitionFetchBytes/ });
});

test('damage is told by topic, partition and offset, again and again, after the records before it', () => {
  const damaged = batch({ baseOffset: 2, values: ['c'] });
  damaged[damaged.length - 2]! ^= 1;
  const records = fetched([batch({ baseOffset: 0, values: ['a', 'b'] }), damaged]);
  assert.deepEqual(texts(records.take(10)), ['a', 'b']);
  for (let i = 0; i < 2; i++) {
    assert.throws(() => records.take(10), {
      code: 'CORRUPT_MESSAGE',
      message: /offset 2 of orders-3/,
      retriable: false,
    });
  }
  assert.equal(records.nextOffset, 2);
});

test('without checks of checksums only what cannot be read is damage', () => {
  const damaged = batch({ baseOffset: 0, values: ['abc'] });
  damaged[damaged.length - 2]! ^= 1;
  assert.deepEqual(texts(takeAll(fetched(damaged, { checkCrcs: false }))), ['abb']);
  damaged[61]! ^= 0x20;
  assert.throws(() => fetched(damaged, { checkCrcs: false }).take(1), { code: 'CORRUPT_MESSAGE' });
});

test('a message format before 2 is named as such', () => {
  const old = batch({ baseOffset: 0, values: ['a'] });
  old[16] = 1;
  assert.throws(() => fetched(old).take(1), { code: 'UNSUPPORTED_FOR_MESSAGE_FORMAT' });
});

test('nothing is allocated on a claim: a batch that states two billion records is refused', () => {
  const lying = batch({ baseOffset: 0, values: ['a'] });
  lying.writeInt32BE(0x7fffffff, 57);
  lying.writeInt32BE(0x7ffffffe, 23);
  assert.throws(() => fetched(lying, { checkCrcs: false }).take(500), { code: 'CORRUPT_MESSAGE' });
  const compressed = batch({ baseOffset: 0, values: ['a'], compression: CompressionType.ZSTD });
  compressed.writeInt32BE(0x7fffffff, 57);
  compressed.writeInt32BE(0x7ffffffe, 23);
  const records = fetched(compressed, { checkCrcs: false });
  assert.throws(() => takeAll(records), { code: 'CORRUPT_MESSAGE' });
});

test('control records are never handed out, and the position moves past them', () => {
  const records = fetched([batch({ baseOffset: 0, values: ['a'], producerId: 1 }), marker(1, 1, true)]);
  assert.deepEqual(texts(records.take(1)), ['a']);
  assert.equal(records.nextOffset, 2, 'the marker behind the last record is passed along with it');
});

test('two transactions that one producer aborted in one fetch are both left out', () => {
  const bytes = [
    batch({ baseOffset: 0, values: ['x1'], producerId: 7 }),
    marker(1, 7, false),
    batch({ baseOffset: 2, values: ['kept'], producerId: 7 }),
    marker(3, 7, true),
    batch({ baseOffset: 4, values: ['x2'], producerId: 7 }),
    marker(5, 7, false),
    batch({ baseOffset: 6, values: ['plain'] }),
  ];
  const abortedTransactions = [
    { producerId: 7, firstOffset: 4 },
    { producerId: 7, firstOffset: 0 },
  ];
  assert.deepEqual(texts(takeAll(fetched(bytes, { abortedTransactions }))), ['kept', 'plain']);
  assert.deepEqual(texts(takeAll(fetched(bytes))), ['x1', 'kept', 'x2', 'plain'], 'read_uncommitted reads all');
});

test('an aborted transaction whose marker comes in the next fetch is left out in both', () => {
  const abortedTransactions = [{ producerId: 7, firstOffset: 0 }];
  const first = fetched([batch({ baseOffset: 0, values: ['x1'], producerId: 7 })], { abortedTransactions });
  assert.deepEqual(takeAll(first), []);
  assert.equal(first.nextOffset, 1);
  const rest = [
    batch({ baseOffset: 1, values: ['x2'], producerId: 7 }),
    marker(2, 7, false),
    batch({ baseOffset: 3, values: ['a'] }),
  ];
  const second = fetched(rest, { abortedTransactions, fetchOffset: first.nextOffset });
  assert.deepEqual(texts(takeAll(second)), ['a']);
});

test('a fetch that begins at an abort marker goes on behind it', () => {
  const bytes = [marker(5, 7, false), batch({ baseOffset: 6, values: ['next'], producerId: 7 }), marker(7, 7, true)];
  const abortedTransactions = [{ producerId: 7, firstOffset: 2 }];
  const records = fetched(bytes, { abortedTransactions, fetchOffset: 5 });
  assert.deepEqual(texts(takeAll(records)), ['next']);
  assert.equal(records.nextOffset, 8);
});

test('other producers, and what a producer writes outside of transactions, are not touched by an abort', () => {
  const bytes = [
    batch({ baseOffset: 0, values: ['x'], producerId: 1 }),
    batch({ baseOffset: 1, values: ['two'], producerId: 2 }),
    batch({ baseOffset: 2, values: ['idempotent'], producerId: 1, transactional: false }),
    marker(3, 1, false),
    marker(4, 2, true),
  ];
  const abortedTransactions = [{ producerId: 1, firstOffset: 0 }];
  assert.deepEqual(texts(takeAll(fetched(bytes, { abortedTransactions }))), ['two', 'idempotent']);
});

interface Step {
  readonly producer: number;
  readonly act: 'write' | 'commit' | 'abort' | 'plain';
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    producer: fc.integer({ min: 1, max: 3 }),
    act: fc.constantFrom('write', 'write', 'commit', 'abort', 'plain'),
  }),
  { maxLength: 40 },
) as fc.Arbitrary<Step[]>;

/** A partition's log as producers would make it, with what each record ended as: the model of the filter. */
function logOf(list: readonly Step[]) {
  const batches: { at: number; bytes: Buffer }[] = [];
  const records: { offset: number; text: string; fate: 'plain' | 'open' | 'committed' | 'aborted' }[] = [];
  const aborted: (AbortedTransaction & { lastOffset: number })[] = [];
  const open = new Map<number, number>();
  let offset = 0;
  for (const { producer, act } of [...list, ...[1, 2, 3].map((producer) => ({ producer, act: 'commit' as const }))]) {
    if (act === 'plain' || act === 'write') {
      const text = `${act}${offset}`;
      const producerId = act === 'write' ? { producerId: producer } : {};
      batches.push({ at: offset, bytes: batch({ baseOffset: offset, values: [text], ...producerId }) });
      records.push({ offset, text, fate: act === 'plain' ? 'plain' : 'open' });
      if (act === 'write' && !open.has(producer)) open.set(producer, offset);
      if (act === 'write') owners.set(records.at(-1)!, producer);
      offset++;
    } else if (open.has(producer)) {
      const firstOffset = open.get(producer)!;
      open.delete(producer);
      for (const record of records) {
        if (record.fate === 'open' && owners.get(record) === producer)
          record.fate = act === 'commit' ? 'committed' : 'aborted';
      }
      if (act === 'abort') aborted.push({ producerId: producer, firstOffset, lastOffset: offset });
      batches.push({ at: offset, bytes: marker(offset, producer, act === 'commit') });
      offset++;
    }
  }
  return { batches, records, aborted, end: offset };
}

const owners = new WeakMap<object, number>();

test('whatever the interleaving and wherever fetches begin and end, exactly the aborted records are left out', () => {
  const property = fc.property(steps, fc.infiniteStream(fc.integer({ min: 1, max: 5 })), (list, sizes) => {
    const { batches, records, aborted, end } = logOf(list);
    const seen: (string | null)[] = [];
    let position = 0;
    while (position < end) {
      const size = sizes.next().value as number;
      const inFetch = batches.filter(({ at }) => at >= position).slice(0, size);
      const upTo = inFetch.at(-1)!.at;
      // As a broker: all that reach into what it sends, wherever they begin and end.
      const abortedTransactions = aborted.filter(
        ({ firstOffset, lastOffset }) => lastOffset >= position && firstOffset <= upTo,
      );
      const fetch = fetched(
        inFetch.map(({ bytes }) => bytes),
        { fetchOffset: position, abortedTransactions },
      );
      seen.push(...texts(takeAll(fetch, 2)));
      assert.equal(fetch.nextOffset, upTo + 1);
      position = fetch.nextOffset;
    }
    const expected = records.filter(({ fate }) => fate !== 'aborted').map(({ text }) => text);
    assert.deepEqual(seen, expected);
  });
  fc.assert(property, { numRuns: 300 });
});

test('whatever bytes a broker sends, reading them ends in records or in one typed error', () => {
  const good = Buffer.concat([
    batch({ baseOffset: 0, values: ['a', 'b'] }),
    batch({ baseOffset: 2, values: ['c', 'd'], compression: CompressionType.LZ4 }),
    marker(4, 1, false),
  ]);
  const property = fc.property(
    fc.integer({ min: 0, max: good.length - 1 }),
    fc.integer({ min: 0, max: 255 }),
    fc.integer({ min: 0, max: good.length }),
    (at, byte, length) => {
      const bytes = Buffer.from(good.subarray(0, length));
      if (at < length) bytes[at] = byte;
      try {
        const all = takeAll(fetched(bytes, { checkCrcs: false, abortedTransactions: [] }));
        assert.ok(all.length <= good.length);
      } catch (error) {
        assert.ok(error instanceof Error && 'topic' in error && error.topic === 'orders', String(error));
      }
    },
  );
  fc.assert(property, { numRuns: 1000 });
});
