/**
 * Compaction against a model, in a world that crashes: random writers, transactions, tombstones, rounds of compaction,
 * retention of the start, kills and power losses at any step of the disk. Whatever happens, a reader of committed
 * records that begins at the start sees for each key what it would have seen without compaction: its latest value.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MachineDied, SeededRandom } from '#sim';
import { batchOf, TestWorld } from '../log.test.support.ts';
import { batches, endTransaction, openCompacted, QUIET } from './compaction-world.test.support.ts';

const SEEDS = process.env['SAMSA_SOAK'] === 'true' ? 200 : 25;
const STEPS = 60;

/** What was acknowledged, in order; null is a tombstone. */
interface Written {
  readonly offset: number;
  readonly key: string;
  readonly value: string | null;
}

class CompactionModel {
  readonly #random: SeededRandom;
  readonly world: TestWorld;
  #committed: Written[] = [];
  /** Also what nobody was told of: it may be there. */
  readonly #sent: Written[] = [];
  readonly #sequences = new Map<number, number>();
  #values = 0;

  constructor(world: TestWorld, random: SeededRandom) {
    this.world = world;
    this.#random = random;
  }

  async step(): Promise<void> {
    const choice = this.#random.below(10);
    if (choice < 4) await this.#write(-1);
    else if (choice < 6) await this.#transaction();
    else if (choice < 7) await this.world.simulation.advance(this.#random.below(3000));
    else if (choice < 8 && this.world.log.segments.active.size > 0) this.world.log.roll(this.world.simulation.now());
    else await this.world.finish(this.world.manager.cleaner.cleanFilthiest());
  }

  async #write(producerId: number): Promise<Written[]> {
    const records = Array.from({ length: 1 + this.#random.below(4) }, () => ({
      key: `k${this.#random.below(8)}`,
      value: this.#random.chance(0.2) ? null : `v${this.#values++}`,
      timestamp: this.world.simulation.now(),
    }));
    const isTransactional = producerId >= 0;
    const baseSequence = this.#sequences.get(producerId) ?? 0;
    const fields = isTransactional ? { producerId, producerEpoch: 0, baseSequence, transactional: true } : {};
    const compression = this.#random.chance(0.3) ? { compression: 1 as const } : {};
    const result = this.world.append(batchOf(records, { ...fields, ...compression }), { isTransactionVerified: true });
    assert.equal(result.errorCode, 0);
    const written = records.map(({ key, value }, index) => ({ offset: result.baseOffset + index, key, value }));
    this.#sent.push(...written);
    await this.world.settle();
    this.#checkAlive();
    this.#sequences.set(producerId, baseSequence + records.length);
    if (!isTransactional) this.#committed.push(...written);
    return written;
  }

  async #transaction(): Promise<void> {
    const producerId = 10 + this.#random.below(3);
    const isCommit = this.#random.chance(0.6);
    const written: Written[] = [];
    for (let count = this.#random.below(3); count >= 0; count--) {
      written.push(...(await this.#write(producerId)));
      if (this.#random.chance(0.3)) await this.#write(-1);
    }
    await endTransaction(this.world, producerId, isCommit);
    this.#checkAlive();
    if (isCommit) this.#committed.push(...written);
  }

  /** After a crash: transactions that were cut off are aborted, and what nobody was told of may be there or not. */
  async settleAfterCrash(): Promise<void> {
    for (const { producerId, currentTransactionFirstOffset } of this.world.log.activeProducers()) {
      if (currentTransactionFirstOffset >= 0) await endTransaction(this.world, producerId, false);
    }
    this.#sequences.clear();
    for (const { producerId, lastSequence } of this.world.log.activeProducers()) {
      this.#sequences.set(producerId, lastSequence + 1);
    }
  }

  #checkAlive(): void {
    if (this.world.machine.isDead) throw new MachineDied('while writing');
  }

  async check(): Promise<void> {
    const { log } = this.world;
    const all = await batches(this.world);
    const aborted = log.abortedTransactions(0, log.highWatermark);
    const seen = new Map<string, { offset: number; value: string | null }>();
    let last = -1;
    const open = new Set<number>();
    const ranges = aborted.map(({ producerId, firstOffset }) => ({ producerId, firstOffset }));
    for (const batch of all) {
      assert.ok(batch.baseOffset > last, `batch ${batch.baseOffset} follows ${last}`);
      last = batch.lastOffset;
      for (const { producerId, firstOffset } of ranges) if (firstOffset <= batch.baseOffset) open.add(producerId);
      if (batch.isControl) {
        ranges.splice(
          0,
          ranges.length,
          ...ranges.filter((one) => one.producerId !== batch.producerId || one.firstOffset > batch.baseOffset),
        );
        open.delete(batch.producerId);
        continue;
      }
      if (open.has(batch.producerId)) continue;
      for (const { key, value, offset } of batch.records) seen.set(key ?? '', { offset, value });
    }
    const latest = new Map<string, Written>();
    for (const written of this.#committed.sort((a, b) => a.offset - b.offset)) latest.set(written.key, written);
    for (const [key, { offset, value }] of latest) {
      const found = seen.get(key);
      // A record of a write that nobody was told of may have overtaken it.
      if (found !== undefined && found.offset > offset) continue;
      const tombstones = this.#sent.filter((sent) => sent.key === key && sent.value === null && sent.offset >= offset);
      if (found === undefined && tombstones.length > 0) continue;
      assert.deepEqual(found, { offset, value }, `the latest record of ${key}`);
    }
  }
}

async function run(seed: number): Promise<number> {
  const random = new SeededRandom(seed);
  const config = {
    'internal.segment.bytes': String(300 + random.below(1500)),
    'min.cleanable.dirty.ratio': random.chance(0.5) ? '0' : '0.3',
    'delete.retention.ms': String(random.below(4000)),
    'flush.ack': random.chance(0.7) ? 'fsync' : 'page-cache',
    'index.interval.bytes': String(random.below(400)),
  };
  const isPower = config['flush.ack'] === 'fsync' && random.chance(0.6);
  const dedupeBufferBytes = 24 * (random.chance(0.3) ? 8 : 4096);
  const world = await openCompacted({ seed, config, settings: { cleaner: { ...QUIET, dedupeBufferBytes } } });
  const model = new CompactionModel(world, random);
  let crashes = 0;
  for (let life = 0; life < 4; life++) {
    world.machine.disk.faults.crashAt(world.machine.disk.mutations + 1 + random.below(250));
    try {
      for (let step = 0; step < STEPS; step++) await model.step();
    } catch (error) {
      if (!(error instanceof MachineDied)) throw error;
    }
    crashes += world.machine.isDead ? 1 : 0;
    world.machine = isPower ? world.machine.crash() : world.machine.kill();
    await world.reopen();
    await model.settleAfterCrash();
    await model.check();
  }
  await world.restart();
  await model.check();
  return crashes;
}

test(`what a reader of committed records sees is not changed by compaction, crash or not, in ${SEEDS} worlds`, async () => {
  let crashes = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    try {
      crashes += await run(seed);
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
  assert.ok(crashes > SEEDS, `${crashes} crashes`);
});
