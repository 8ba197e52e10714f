/** Idempotence and transactions as one partition sees them (rules I1–I5, KIP-98 and KIP-890). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildEndTxnMarkerBatch, Errors, recordBatch } from '#protocol';
import { readEndTransactionMarker } from './control-batch.ts';
import { batchOf, TestWorld } from './log.test.support.ts';
import { decodeProducerSnapshot, encodeProducerSnapshot } from './producer-snapshot.ts';
import { ProducerState } from './producer-state.ts';

const PRODUCER = { producerId: 7, producerEpoch: 0 };

function records(count: number): { key: string }[] {
  return Array.from({ length: count }, (_, index) => ({ key: `k${index}` }));
}

function marker(fields: Partial<Parameters<typeof buildEndTxnMarkerBatch>[0]> = {}): Buffer {
  return buildEndTxnMarkerBatch({
    committed: true,
    timestamp: 5,
    producerId: 7,
    producerEpoch: 0,
    coordinatorEpoch: 1,
    ...fields,
  });
}

test('a batch that is sent again is answered with its first offset, and nothing is appended (I1)', async () => {
  const world = await TestWorld.open();
  for (let i = 0; i < 5; i++) await world.write(3, { ...PRODUCER, baseSequence: 3 * i });
  for (let i = 0; i < 5; i++) {
    const again = await world.write(3, { ...PRODUCER, baseSequence: 3 * i });
    assert.deepEqual(
      [again.errorCode, again.isDuplicate, again.baseOffset, again.lastOffset],
      [0, true, 3 * i, 3 * i + 2],
    );
  }
  assert.equal(world.log.logEndOffset, 15);
});

test('only the last five batches of a producer are recognised', async () => {
  const world = await TestWorld.open();
  for (let i = 0; i < 6; i++) await world.write(1, { ...PRODUCER, baseSequence: i });
  assert.equal(
    (await world.write(1, { ...PRODUCER, baseSequence: 0 })).errorCode,
    Errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code,
  );
  assert.equal((await world.write(1, { ...PRODUCER, baseSequence: 1 })).isDuplicate, true);
});

test('a gap in the sequence is OUT_OF_ORDER_SEQUENCE_NUMBER (I2)', async () => {
  const world = await TestWorld.open();
  await world.write(2, { ...PRODUCER, baseSequence: 0 });
  assert.equal(
    (await world.write(1, { ...PRODUCER, baseSequence: 3 })).errorCode,
    Errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code,
  );
  assert.equal((await world.write(1, { ...PRODUCER, baseSequence: 2 })).errorCode, 0);
});

test('sequences go on at 0 after 2147483647 (I2)', async () => {
  const world = await TestWorld.open();
  await world.write(3, { ...PRODUCER, baseSequence: 2147483646 });
  assert.equal(world.log.producers.get(7)?.lastSequence, 0);
  const again = await world.write(3, { ...PRODUCER, baseSequence: 2147483646 });
  assert.equal(again.isDuplicate, true);
  assert.equal((await world.write(1, { ...PRODUCER, baseSequence: 1 })).errorCode, 0);
});

test('a producer that nothing is known of may begin at any sequence, but not with transactions of version 2 (I2)', async () => {
  const world = await TestWorld.open();
  const strict = world.append(batchOf(records(1), { ...PRODUCER, baseSequence: 5 }), { producerStartsAtZero: true });
  assert.equal(strict.errorCode, Errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code);
  assert.equal((await world.write(1, { ...PRODUCER, baseSequence: 5 })).errorCode, 0);
});

test('a new epoch begins at sequence 0 (I2), and an older one is INVALID_PRODUCER_EPOCH (I3)', async () => {
  const world = await TestWorld.open();
  await world.write(1, { ...PRODUCER, producerEpoch: 1, baseSequence: 0 });
  const later = await world.write(1, { ...PRODUCER, producerEpoch: 2, baseSequence: 1 });
  assert.equal(later.errorCode, Errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code);
  assert.equal((await world.write(1, { ...PRODUCER, producerEpoch: 2, baseSequence: 0 })).errorCode, 0);
  const older = await world.write(1, { ...PRODUCER, producerEpoch: 1, baseSequence: 1 });
  assert.equal(older.errorCode, Errors.INVALID_PRODUCER_EPOCH.code);
});

test('within an open transaction only transactional batches are taken, outside only others (I3)', async () => {
  const world = await TestWorld.open();
  const transactional = (baseSequence: number): Buffer =>
    batchOf(records(1), { ...PRODUCER, baseSequence, transactional: true });
  assert.equal(world.append(transactional(0)).errorCode, Errors.INVALID_TXN_STATE.code);
  assert.equal(world.append(transactional(0), { isTransactionVerified: true }).errorCode, 0);
  assert.equal(world.append(transactional(1)).errorCode, 0);
  const plain = world.append(batchOf(records(1), { ...PRODUCER, baseSequence: 2 }));
  assert.equal(plain.errorCode, Errors.INVALID_TXN_STATE.code);
});

test('a fenced producer learns that it is fenced before anything else', async () => {
  const world = await TestWorld.open();
  await world.write(1, { ...PRODUCER, producerEpoch: 3, baseSequence: 0 });
  const stale = world.append(
    batchOf(records(1), { ...PRODUCER, producerEpoch: 2, baseSequence: 9, transactional: true }),
  );
  assert.equal(stale.errorCode, Errors.INVALID_PRODUCER_EPOCH.code);
});

test('a marker ends the transaction, of an older coordinator it is TRANSACTION_COORDINATOR_FENCED (I4)', async () => {
  const world = await TestWorld.open();
  world.append(batchOf(records(2), { ...PRODUCER, baseSequence: 0, transactional: true }), {
    isTransactionVerified: true,
  });
  await world.settle();
  assert.deepEqual([world.log.highWatermark, world.log.lastStableOffset], [2, 0]);
  assert.equal(world.append(marker({ coordinatorEpoch: 5 }), { origin: 'coordinator' }).errorCode, 0);
  assert.equal(world.log.lastStableOffset, 0, 'the marker is not committed yet');
  await world.settle();
  assert.equal(world.log.lastStableOffset, 3);
  const zombie = world.append(marker({ coordinatorEpoch: 4 }), { origin: 'coordinator' });
  assert.equal(zombie.errorCode, Errors.TRANSACTION_COORDINATOR_FENCED.code);
});

test('a marker of transactions version 2 needs a newer epoch, unless it is a repetition (I4)', async () => {
  const world = await TestWorld.open();
  world.append(batchOf(records(1), { ...PRODUCER, baseSequence: 0, transactional: true }), {
    isTransactionVerified: true,
  });
  const options = { origin: 'coordinator', transactionVersion: 2 } as const;
  assert.equal(world.append(marker(), options).errorCode, Errors.INVALID_PRODUCER_EPOCH.code);
  assert.equal(world.append(marker({ producerEpoch: 1 }), options).errorCode, 0);
  assert.equal(world.append(marker({ producerEpoch: 1 }), options).errorCode, 0);
  assert.equal(
    world.append(marker({ producerEpoch: 0 }), { origin: 'coordinator' }).errorCode,
    Errors.INVALID_PRODUCER_EPOCH.code,
  );
});

test('an aborted transaction is told to the fetches it overlaps (F7)', async () => {
  const world = await TestWorld.open();
  world.append(batchOf(records(2), { ...PRODUCER, baseSequence: 0, transactional: true }), {
    isTransactionVerified: true,
  });
  await world.write(3);
  world.append(marker({ committed: false }), { origin: 'coordinator' });
  await world.settle();
  assert.deepEqual(world.log.abortedTransactions(0, 6), [{ producerId: 7, firstOffset: 0 }]);
  assert.deepEqual(world.log.abortedTransactions(4, 6), [{ producerId: 7, firstOffset: 0 }]);
  assert.deepEqual(world.log.abortedTransactions(6, 6), []);
});

test('producers are forgotten after producer.id.expiration.ms, unless they have a transaction open (I5)', async () => {
  const world = await TestWorld.open({
    settings: { producerIdExpirationMs: 1000, producerIdExpirationCheckIntervalMs: 100 },
  });
  await world.write(1, { ...PRODUCER, baseSequence: 0 });
  const now = world.simulation.now();
  const open = batchOf([{ timestamp: now }], { producerId: 8, producerEpoch: 0, baseSequence: 0, transactional: true });
  world.append(open, { isTransactionVerified: true });
  await world.simulation.advance(900);
  assert.deepEqual(
    world.log.activeProducers().map((entry) => entry.producerId),
    [7, 8],
  );
  await world.simulation.advance(400);
  assert.deepEqual(
    world.log.activeProducers().map((entry) => entry.producerId),
    [8],
  );
});

test('producers survive a restart and a kill', async () => {
  const world = await TestWorld.open();
  await world.write(3, { ...PRODUCER, baseSequence: 0 });
  await world.restart();
  assert.equal((await world.write(3, { ...PRODUCER, baseSequence: 0 })).isDuplicate, true);
  assert.equal((await world.write(1, { ...PRODUCER, baseSequence: 3 })).errorCode, 0);
  await world.kill();
  assert.equal((await world.write(3, { ...PRODUCER, baseSequence: 0 })).isDuplicate, true);
  assert.equal((await world.write(1, { ...PRODUCER, baseSequence: 3 })).isDuplicate, true);
});

/** Steps of some producers: batches, transactional or not, and markers; invalid ones are left out. */
const steps = fc.array(
  fc.record({
    producerId: fc.integer({ min: 1, max: 3 }),
    what: fc.constantFrom('data', 'data', 'txn', 'commit', 'abort'),
    count: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 40 },
);

function play(list: readonly { producerId: number; what: string; count: number }[]): Buffer[] {
  const sequences = new Map<number, number>();
  const open = new Set<number>();
  const batches: Buffer[] = [];
  let offset = 0;
  for (const { producerId, what, count } of list) {
    if (what === 'commit' || what === 'abort') {
      batches.push(marker({ producerId, committed: what === 'commit', baseOffset: offset++ }));
      open.delete(producerId);
      continue;
    }
    const transactional = what === 'txn' || open.has(producerId);
    if (transactional) open.add(producerId);
    const baseSequence = sequences.get(producerId) ?? 0;
    sequences.set(producerId, baseSequence + count);
    batches.push(
      batchOf(records(count), { producerId, producerEpoch: 0, baseSequence, transactional, baseOffset: offset }),
    );
    offset += count;
  }
  return batches;
}

function apply(state: ProducerState, batch: Buffer): void {
  const end = recordBatch.isControlBatch(batch, 0) ? readEndTransactionMarker(batch, 0) : null;
  if (end === null) state.applyData(batch, 0);
  else state.applyMarker(batch, 0, end);
  state.endOffset = recordBatch.nextOffset(batch, 0);
}

test('a snapshot and the batches behind it give the same state as all batches', () => {
  fc.assert(
    fc.property(steps, fc.nat(40), (list, cut) => {
      const batches = play(list);
      const live = new ProducerState();
      const before = new ProducerState();
      for (const batch of batches) apply(live, batch);
      for (const batch of batches.slice(0, cut)) apply(before, batch);
      const replayed = new ProducerState();
      replayed.load(decodeProducerSnapshot(encodeProducerSnapshot(before))!, before.endOffset);
      for (const batch of batches.slice(cut)) apply(replayed, batch);
      for (const state of [live, replayed]) state.onHighWatermark(Number.MAX_SAFE_INTEGER);
      assert.equal(replayed.firstUnstableOffset, live.firstUnstableOffset);
      const summary = (state: ProducerState): unknown[][] =>
        [...state.entries()]
          .map((entry) => [
            entry.producerId,
            entry.producerEpoch,
            entry.lastSequence,
            entry.lastDataOffset,
            entry.lastTimestamp,
            entry.coordinatorEpoch,
            entry.currentTransactionFirstOffset,
          ])
          .sort((a, b) => Number(a[0]) - Number(b[0]));
      assert.deepEqual(summary(replayed), summary(live));
    }),
  );
});

test('a snapshot with a flipped bit, of another version, or cut short is refused', () => {
  const state = new ProducerState();
  for (const batch of play([{ producerId: 1, what: 'data', count: 2 }])) apply(state, batch);
  const bytes = encodeProducerSnapshot(state);
  assert.equal(bytes.length, 10 + 46);
  for (let at = 0; at < bytes.length; at++) {
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 1;
    assert.equal(decodeProducerSnapshot(damaged), null, `byte ${at}`);
  }
  assert.equal(decodeProducerSnapshot(bytes.subarray(0, 40)), null);
});
