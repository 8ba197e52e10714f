import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { isKafkaError } from '#kernel';
import type { Env } from '#kernel';
import { createSimulation, MachineDied } from '#sim';
import type { Machine } from '#sim';
import { ZERO_UUID } from '#protocol';
import { FileMetaStore } from './file-meta-store.ts';
import { BOOTSTRAP, brokerCommand, imageValue, newTopic, testConfigRules, testSettings } from './metadata.testing.ts';
import { MetadataImage } from './image.ts';
import { MetadataService } from './metadata-service.ts';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

const DIRECTORY = '/data';
const FILE = `${DIRECTORY}/__cluster_metadata-0/00000000000000000000.log`;

function topicRecord(index: number): MetadataRecord {
  return metadataRecord('ConfigRecord', {
    resourceType: 32,
    resourceName: `g${index}`,
    name: 'k',
    value: String(index),
  });
}

/** Notes what was given to the disk and what of it was acknowledged. */
class NotingStore extends FileMetaStore {
  given: MetadataRecord[] = [];
  acknowledged = 0;

  override async append(records: readonly MetadataRecord[]): Promise<void> {
    this.given.push(...records);
    await super.append(records);
    this.acknowledged = this.given.length;
  }
}

async function open(
  env: Env,
  store = new FileMetaStore(env, DIRECTORY),
  rewriteFromDeadRecords = 1000,
): Promise<MetadataService> {
  return MetadataService.open(env, {
    store,
    settings: testSettings,
    configRules: testConfigRules,
    rewriteFromDeadRecords,
  });
}

/** A first start and a little life: several commands at once, so that some appends carry more than one. */
async function life(env: Env, store: NotingStore): Promise<void> {
  await env.disk.makeDirectory(DIRECTORY);
  await env.disk.syncDirectory('/');
  const service = await open(env, store);
  await service.submit('bootstrap', { ...BOOTSTRAP, features: [{ name: 'group.version', level: 1 }] });
  await service.submit('registerBroker', brokerCommand(1));
  const create = (name: string): Promise<unknown> =>
    service.submit('createTopics', { topics: [newTopic({ name })], validateOnly: false });
  await Promise.all(['a', 'b', 'c'].map(create));
  await Promise.all([
    service.submit('deleteTopics', { topics: [{ name: 'a', topicId: ZERO_UUID }] }),
    service.submit('allocateProducerIds', { brokerId: 1 }),
    create('d'),
  ]);
  await service.close();
}

/** For stores that are loaded for what comes after. */
function ignore(): void {}

async function recordsOf(store: FileMetaStore): Promise<MetadataRecord[]> {
  const records: MetadataRecord[] = [];
  await store.load((record) => records.push(record));
  return records;
}

async function dies(machine: Machine, work: Promise<unknown>): Promise<void> {
  await assert.rejects(machine.finish(work), MachineDied);
}

function imageOf(records: readonly MetadataRecord[]): unknown {
  const image = new MetadataImage();
  for (const record of records) image.replay(record);
  return imageValue(image);
}

test('whenever the power goes, the next start has every acknowledged change, and of the rest whole appends or nothing', async () => {
  const dry = createSimulation(0);
  await dry.finish(life(dry.env, new NotingStore(dry.env, DIRECTORY)));
  let withMore = 0;
  for (let point = 1; point <= dry.disk.mutations; point++) {
    for (let seed = 1; seed <= 12; seed++) {
      const world = createSimulation(seed);
      const store = new NotingStore(world.env, DIRECTORY);
      world.disk.faults.crashAt(point);
      await dies(world.machine, life(world.env, store));
      const next = world.machine.crash();
      await next.finish(next.env.disk.makeDirectory(DIRECTORY));
      const service = await next.finish(open(next.env));
      const found = imageValue(service.image);
      const acknowledged = imageOf(store.given.slice(0, store.acknowledged));
      const given = imageOf(store.given);
      const label = `crash at ${point}, seed ${seed}`;
      if (isDeepStrictEqual(found, acknowledged)) continue;
      withMore++;
      assert.deepEqual(found, given, label);
    }
  }
  assert.ok(withMore > 0, 'some crash left an append that was not acknowledged yet');
});

test('whenever the power goes during a rewrite, the metadata is the same before and after', async () => {
  const fill = async (env: Env): Promise<void> => {
    await env.disk.makeDirectory(DIRECTORY);
    await env.disk.syncDirectory('/');
    const store = new FileMetaStore(env, DIRECTORY);
    await store.load(ignore);
    for (let i = 0; i < 20; i++) await store.append([topicRecord(i % 3), metadataRecord('NoOpRecord', {})]);
    await store.close();
  };
  const fillAndOpen = async (env: Env): Promise<MetadataService> => {
    await fill(env);
    return open(env, new FileMetaStore(env, DIRECTORY), 10);
  };
  const dry = createSimulation(0);
  await dry.finish(fill(dry.env));
  const before = dry.disk.mutations;
  const sizeBefore = (await dry.finish(dry.disk.stat(FILE)))!.size;
  const rewritten = await dry.finish(open(dry.env, new FileMetaStore(dry.env, DIRECTORY), 10));
  const expected = imageValue(rewritten.image);
  assert.ok((await dry.finish(dry.disk.stat(FILE)))!.size < sizeBefore / 4);
  assert.equal(rewritten.image.nextOffset, 43);
  for (let point = before + 1; point <= dry.disk.mutations; point++) {
    for (let seed = 1; seed <= 12; seed++) {
      const world = createSimulation(seed);
      world.disk.faults.crashAt(point);
      await dies(world.machine, fillAndOpen(world.env));
      const next = world.machine.crash();
      const service = await next.finish(open(next.env, new FileMetaStore(next.env, DIRECTORY), 10));
      assert.deepEqual(imageValue(service.image), expected, `crash at ${point}, seed ${seed}`);
      assert.equal(await next.finish(next.disk.stat(`${FILE}.rewrite`)), null);
    }
  }
});

interface Prepared {
  env: Env;
  machine: Machine;
  bytes: Buffer;
  reopenWith(bytes: Buffer): Promise<MetadataRecord[]>;
}

/** A file with three appends of two records each. */
async function prepared(): Promise<Prepared> {
  const { env, machine } = createSimulation(1);
  const run = <T>(work: Promise<T>): Promise<T> => machine.finish(work);
  await run(env.disk.makeDirectory(DIRECTORY));
  const store = new FileMetaStore(env, DIRECTORY);
  await run(store.load(ignore));
  for (let i = 0; i < 3; i++) await run(store.append([topicRecord(2 * i), topicRecord(2 * i + 1)]));
  await run(store.close());
  return {
    env,
    machine,
    bytes: await run(env.disk.readFile(FILE)),
    reopenWith: async (bytes) => {
      const file = await run(env.disk.openFile(FILE, 'create'));
      await run(file.truncate(0));
      await run(file.writev([bytes], 0));
      await run(file.close());
      return run(recordsOf(new FileMetaStore(env, DIRECTORY)));
    },
  };
}

test('a file that was cut anywhere has the appends that are whole, and goes on behind them', async () => {
  const { env, machine, bytes, reopenWith } = await prepared();
  const size = bytes.length / 3;
  for (let length = 0; length <= bytes.length; length += 7) {
    const records = await reopenWith(bytes.subarray(0, length));
    assert.equal(records.length, 2 * Math.floor(length / size), `${length} bytes`);
  }
  await reopenWith(bytes.subarray(0, bytes.length - 1));
  const store = new FileMetaStore(env, DIRECTORY);
  await machine.finish(store.load(ignore));
  await machine.finish(store.append([topicRecord(9)]));
  const again = await machine.finish(recordsOf(new FileMetaStore(env, DIRECTORY)));
  assert.deepEqual(again.at(-1), topicRecord(9));
  assert.equal(again.length, 5);
});

test('a last append that came out as zeros or as garbage is cut off', async () => {
  const { bytes, reopenWith } = await prepared();
  const size = bytes.length / 3;
  for (const value of [0, 0xff, 0x02]) {
    const damaged = Buffer.from(bytes);
    damaged.fill(value, 2 * size);
    assert.equal((await reopenWith(damaged)).length, 4);
  }
});

test('damage before an undamaged append is refused, with the place of it', async () => {
  const { bytes, reopenWith } = await prepared();
  const size = bytes.length / 3;
  // The offset is the one field that no checksum covers: that of the first batch shows only at the second.
  for (const at of [3, 9, 16, 17, size - 1, size + 3, size + 70]) {
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 0x40;
    await assert.rejects(reopenWith(damaged), (error) => {
      assert.ok(isKafkaError(error, 'CORRUPT_METADATA'), `byte ${at}: ${String(error)}`);
      assert.match(error.message, new RegExp(`damaged at byte ${at > 3 && at < size ? 0 : size} `));
      return true;
    });
  }
});

test('a failed write or sync of the metadata stops the process', async () => {
  for (const kind of ['write', 'datasync'] as const) {
    const world = createSimulation(3);
    await world.finish(world.disk.makeDirectory(DIRECTORY));
    const store = new FileMetaStore(world.env, DIRECTORY);
    await world.finish(store.load(ignore));
    world.disk.faults.fail(kind, 'EIO');
    await dies(world.machine, store.append([topicRecord(1)]));
    assert.match(world.machine.deathReason!, /metadata file .* cannot be written/);
  }
});
