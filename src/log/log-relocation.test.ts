/** Moving a log between directories while it is appended to, and power losses at every step of that (KIP-113). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Machine, Simulation } from '#sim';
import { defaultLogManagerSettings, LogManager, type UnifiedLog } from './index.ts';
import { batchOf, configOf, recordsIn, TOPIC_ID } from './log.test.support.ts';

const FROM = '/data';
const TO = '/other';
const CONFIG = configOf({ 'internal.segment.bytes': '2000', 'file.delete.delay.ms': '1000' });

class TwoDirectories {
  readonly simulation: Simulation;
  machine: Machine;
  manager!: LogManager;
  log!: UnifiedLog;
  appended = 0;
  acknowledged = 0;

  constructor(seed = 1) {
    this.simulation = new Simulation(seed);
    this.machine = this.simulation.machine;
  }

  async open(): Promise<void> {
    const opening = LogManager.open(this.machine.env, {
      directories: [FROM, TO],
      nodeId: 1,
      topicConfig: () => CONFIG,
      settings: defaultLogManagerSettings,
    });
    this.manager = await this.machine.finish(opening);
    const creation = this.manager.create({ topic: 't', partition: 0, topicId: TOPIC_ID, config: CONFIG });
    this.log = await this.machine.finish(creation);
    this.log.advanceHighWatermark(this.log.durableEndOffset);
    this.log.onDurable = (log) => {
      log.advanceHighWatermark(log.durableEndOffset);
      this.acknowledged = Math.max(this.acknowledged, log.durableEndOffset);
    };
  }

  append(count: number): void {
    for (let i = 0; i < count; i++) {
      const batch = batchOf([{ key: 'k', value: `v${this.appended++}` }]);
      this.log.append(batch, { leaderEpoch: 0, origin: 'client', now: this.simulation.now() });
    }
  }

  /** One append after the other until the log has moved, or for ever while the machine lives. */
  async appendWhile(isGoing: () => boolean): Promise<void> {
    while (isGoing()) {
      this.append(1);
      await new Promise<void>((resolve) => this.machine.env.scheduler.after(0.3, resolve));
    }
  }

  async values(): Promise<(string | null)[]> {
    const found: (string | null)[] = [];
    const upperBound = this.log.highWatermark;
    for (let offset = this.log.logStartOffset; offset < upperBound;) {
      const read = Promise.resolve(this.log.read({ offset, maxBytes: 5000, upperBound, minOneBatch: true }));
      const result = await this.machine.finish(read);
      found.push(...result.records.flatMap(recordsIn).map(([, value]) => value));
      offset = result.endOffset;
    }
    return found;
  }

  async names(path: string): Promise<string[]> {
    const entries = await this.machine.finish(this.machine.env.disk.list(path));
    return entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => name);
  }
}

const upTo = (count: number): string[] => Array.from({ length: count }, (_, i) => `v${i}`);

test('a log moves with all its records while it is appended to, and its old directory goes', async () => {
  const world = new TwoDirectories();
  await world.open();
  world.append(60);
  await world.simulation.settle();
  assert.equal(world.log.directory, `${FROM}/t-0`);
  assert.equal(world.manager.relocate('t', 0, TO), null);
  await world.machine.finish(world.appendWhile(() => world.manager.relocations().size > 0));
  assert.equal(world.log.directory, `${TO}/t-0`);
  world.append(30);
  await world.simulation.settle();
  assert.ok(world.appended > 95, 'it was appended to meanwhile');
  assert.deepEqual(await world.values(), upTo(world.appended));
  await world.simulation.advance(2000);
  assert.deepEqual([await world.names(FROM), await world.names(TO)], [[], ['t-0']]);
  await world.machine.finish(world.manager.close());
  world.machine = world.machine.kill();
  await world.open();
  assert.equal(world.log.directory, `${TO}/t-0`);
  assert.deepEqual(await world.values(), upTo(world.appended));
});

test('the start of the log, where records were deleted, moves along', async () => {
  const world = new TwoDirectories();
  await world.open();
  world.append(40);
  await world.simulation.settle();
  await world.machine.finish(world.log.deleteRecordsBefore(17));
  world.manager.relocate('t', 0, TO);
  await world.simulation.settle();
  world.machine = world.machine.crash();
  await world.open();
  assert.deepEqual([world.log.directory, world.log.logStartOffset], [`${TO}/t-0`, 17]);
});

test('what lies there already, is no directory, or is no log is told; another destination takes the place of the first', async () => {
  const world = new TwoDirectories();
  await world.open();
  world.append(60);
  await world.simulation.settle();
  assert.equal(world.manager.relocate('t', 0, '/nowhere'), 'LOG_DIR_NOT_FOUND');
  assert.equal(world.manager.relocate('nope', 0, TO), 'REPLICA_NOT_AVAILABLE');
  assert.equal(world.manager.relocate('t', 0, FROM), null);
  assert.equal(world.manager.relocations().size, 0);
  world.manager.relocate('t', 0, TO);
  world.manager.relocate('t', 0, FROM);
  await world.simulation.settle();
  assert.deepEqual([world.log.directory, await world.names(TO)], [`${FROM}/t-0`, []]);
});

test('a directory without room leaves the log where it is, and nothing behind', async () => {
  const world = new TwoDirectories();
  await world.open();
  world.append(60);
  await world.simulation.settle();
  world.machine.disk.faults.fail('write', 'ENOSPC', { nth: 3, path: /-future\// });
  world.manager.relocate('t', 0, TO);
  await world.simulation.settle();
  assert.deepEqual([world.log.directory, await world.names(TO), world.machine.isDead], [`${FROM}/t-0`, [], false]);
  world.append(1);
  await world.simulation.settle();
  assert.deepEqual(await world.values(), upTo(61));
});

test('a log is copied no faster than is allowed', async () => {
  const world = new TwoDirectories();
  await world.open();
  world.append(60);
  await world.simulation.settle();
  const bytes = world.log.sizeInBytes;
  world.manager.setRelocationRate(bytes / 10);
  const begun = world.simulation.monotonic();
  world.manager.relocate('t', 0, TO);
  await world.simulation.until(() => world.manager.relocations().size === 0);
  const tookMs = world.simulation.monotonic() - begun;
  assert.ok(tookMs > 9000 && tookMs < 15_000, `${tookMs} ms`);
});

test('a log that is deleted while it moves is gone from both directories', async () => {
  const world = new TwoDirectories();
  await world.open();
  world.append(60);
  await world.simulation.settle();
  world.manager.relocate('t', 0, TO);
  await world.machine.finish(world.manager.delete('t', 0));
  await world.simulation.advance(5000);
  assert.deepEqual([await world.names(FROM), await world.names(TO)], [[], []]);
});

test('power losses at every step of a move lose no acknowledged record, and leave the log once', async () => {
  let crashes = 0;
  let moved = 0;
  for (let seed = 1; seed <= 3; seed++) {
    for (let step = 1; ; step++) {
      const world = new TwoDirectories(seed * 1000 + step);
      await world.open();
      world.append(25);
      await world.simulation.settle();
      world.machine.disk.faults.crashAt(world.machine.disk.mutations + step);
      world.manager.relocate('t', 0, TO);
      const done = (): boolean => world.manager.relocations().size === 0;
      const survived = await world.machine.finish(world.appendWhile(() => !done())).then(
        () => true,
        () => false,
      );
      if (survived && !world.machine.isDead) {
        world.machine.disk.faults.intercept = null;
        await world.machine.finish(world.manager.close());
        break;
      }
      crashes++;
      const { acknowledged } = world;
      world.machine = world.machine.crash();
      await world.open();
      const values = await world.values();
      assert.ok(values.length >= acknowledged, `step ${step}: ${values.length} of ${acknowledged} records are left`);
      assert.deepEqual(values, upTo(values.length));
      const left = [...(await world.names(FROM)), ...(await world.names(TO))].filter(
        (name) => !name.endsWith('-delete'),
      );
      assert.deepEqual(left, ['t-0'], `step ${step}`);
      if (world.log.directory.startsWith(TO)) moved++;
    }
  }
  assert.ok(crashes > 100 && moved > 3, `${crashes} crashes, in ${moved} of them the copy counted`);
});
