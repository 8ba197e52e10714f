/** All logs of a broker: directories, identity, creation, deletion, shutdown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKafkaError } from '#kernel';
import { type Machine, Simulation } from '#sim';
import { defaultLogManagerSettings, LogManager, type LogManagerOptions } from './index.ts';
import { batchOf, configOf, TOPIC_ID, TestWorld } from './log.test.support.ts';

const OTHER_ID = 'b3RoZXItb3RoZXItb3RoZQ';

function open(machine: Machine, options: Partial<LogManagerOptions> = {}): Promise<LogManager> {
  return machine.finish(
    LogManager.open(machine.env, {
      directories: ['/data'],
      nodeId: 1,
      topicConfig: () => configOf(),
      settings: defaultLogManagerSettings,
      ...options,
    }),
  );
}

function refusal(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => isKafkaError(error, code) && message.test(error.message);
}

test('a new directory gets an identity, which it keeps', async () => {
  const { machine } = new Simulation(1);
  const manager = await open(machine);
  assert.equal(manager.isNew, true);
  assert.match(manager.clusterId, /^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/);
  const { directoryId } = manager.directories()[0]!;
  await machine.finish(manager.close());
  const again = await open(machine);
  assert.deepEqual(
    [again.isNew, again.clusterId, again.directories()[0]!.directoryId],
    [false, manager.clusterId, directoryId],
  );
});

test('meta.properties is as Kafka writes it', async () => {
  const world = await TestWorld.open();
  const text = (await world.readFile('meta.properties')).toString();
  const lines = text.trim().split('\n').sort();
  assert.deepEqual(
    lines.map((line) => line.replace(/=.*/, '')),
    ['cluster.id', 'directory.id', 'node.id', 'version'],
  );
  assert.ok(lines.includes('version=1') && lines.includes('node.id=1'));
});

test('a directory of another cluster, or of another node, is refused with a sentence that says so', async () => {
  const { machine } = new Simulation(1);
  await machine.finish((await open(machine)).close());
  await assert.rejects(
    open(machine, { clusterId: OTHER_ID }),
    refusal('INCONSISTENT_CLUSTER_ID', /\/data belongs to cluster .*, not b3R/),
  );
  await assert.rejects(
    open(machine, { nodeId: 2 }),
    refusal('INCONSISTENT_META_PROPERTIES', /belongs to node 1, not 2/),
  );
  await open(machine);
});

test('a directory in use is refused, and free again after close', async () => {
  const { machine } = new Simulation(1);
  const manager = await open(machine);
  await assert.rejects(open(machine), refusal('KAFKA_STORAGE_ERROR', /\/data is in use by another process/));
  await machine.finish(manager.close());
  await open(machine);
});

test('a directory that cannot be written is refused with the reason', async () => {
  const { machine } = new Simulation(1);
  machine.disk.faults.fail('makeDirectory', 'EACCES');
  await assert.rejects(open(machine), refusal('KAFKA_STORAGE_ERROR', /\/data is not writable \(EACCES\)/));
  machine.disk.faults.fail('write', 'ENOSPC');
  await assert.rejects(open(machine), refusal('KAFKA_STORAGE_ERROR', /full/));
});

test('logs are created side by side, in the directory with the fewest, and are there after a power loss', async () => {
  const world = new Simulation(1);
  const manager = await open(world.machine, { directories: ['/a', '/b'] });
  const partitions = Array.from({ length: 20 }, (_, partition) => partition);
  const creations = partitions.map((partition) =>
    manager.create({ topic: 't', partition, topicId: TOPIC_ID, config: configOf() }),
  );
  await world.finish(Promise.all(creations));
  const [a, b] = manager.directories();
  assert.ok(a!.logs.size >= 9 && b!.logs.size >= 9);
  const machine = world.machine.crash();
  const again = await open(machine, { directories: ['/a', '/b'] });
  assert.deepEqual(
    new Set([...again.logs()].map((log) => `${log.topicId} ${log.topicPartition.partition}`)),
    new Set(partitions.map((one) => `${TOPIC_ID} ${one}`)),
  );
});

test('a log that exists is given back, unless it belongs to another topic of that name', async () => {
  const world = await TestWorld.open();
  const options = { topic: 't', partition: 0, topicId: TOPIC_ID, config: world.config };
  assert.equal(await world.finish(world.manager.create(options)), world.log);
  await assert.rejects(
    world.finish(world.manager.create({ ...options, topicId: OTHER_ID })),
    refusal('INCONSISTENT_TOPIC_ID', /belongs to the topic with id/),
  );
});

test('a name that is a path is a bug of the caller, not a path', async () => {
  const world = await TestWorld.open();
  for (const topic of ['../x', 'a/b', '.', '..', '']) {
    assert.throws(
      () => world.manager.create({ topic, partition: 0, topicId: TOPIC_ID, config: world.config }),
      /name a partition/,
    );
  }
});

test('a deleted log is gone at once and for good, its files after file.delete.delay.ms, and the name is free', async () => {
  const world = await TestWorld.open({ config: { 'file.delete.delay.ms': '1000' } });
  await world.write(3);
  const deleting = world.manager.delete('t', 0);
  assert.equal(world.manager.get('t', 0), undefined);
  await world.finish(deleting);
  assert.match((await world.fileNames('/data')).join(), /t-0\.[0-9a-f]{32}-delete/);
  const anew = await world.finish(
    world.manager.create({ topic: 't', partition: 0, topicId: OTHER_ID, config: world.config }),
  );
  assert.deepEqual([anew.topicId, anew.logEndOffset], [OTHER_ID, 0]);
  await world.simulation.advance(1100);
  await world.settle();
  assert.doesNotMatch((await world.fileNames('/data')).join(), /-delete/);
});

test('appending to a deleted log is NOT_LEADER_OR_FOLLOWER', async () => {
  const world = await TestWorld.open();
  const deleting = world.manager.delete('t', 0);
  assert.equal(world.append(batchOf([{}])).errorCode, 6);
  await world.finish(deleting);
});

test('left-over -delete directories go at the start; stray, future and foreign ones stay', async () => {
  const world = await TestWorld.open();
  await world.finish(world.manager.markStray(world.log));
  await world.finish(world.manager.close());
  for (const name of ['u-1.0123-delete', 'u-2.0123-future', '__cluster_metadata-0', 'metadata']) {
    await world.finish(world.machine.env.disk.makeDirectory(`/data/${name}`));
  }
  const manager = await open(world.machine);
  assert.deepEqual([...manager.logs()], []);
  const names = (await world.fileNames('/data')).filter((name) => name.includes('-') && !name.includes('checkpoint'));
  assert.deepEqual(
    names.map((name) => name.replace(/[0-9a-f]{32}/, 'unique')),
    ['__cluster_metadata-0', 't-0.unique-stray', 'u-2.0123-future'],
  );
});

test('a partition that lies in two directories is refused', async () => {
  const { machine } = new Simulation(1);
  const manager = await open(machine, { directories: ['/a'] });
  await machine.finish(manager.create({ topic: 't', partition: 0, topicId: TOPIC_ID, config: configOf() }));
  await machine.finish(manager.close());
  await machine.finish(machine.env.disk.makeDirectory('/b/t-0'));
  await assert.rejects(
    open(machine, { directories: ['/a', '/b'] }),
    refusal('DUPLICATE_LOG', /t-0 lies in both \/a and \/b/),
  );
});

test('close leaves the mark of an orderly end, open takes it away', async () => {
  const world = await TestWorld.open();
  assert.ok(!(await world.fileNames('/data')).includes('.kafka_cleanshutdown'));
  await world.write(1);
  await world.finish(world.manager.close());
  assert.equal((await world.readFile('.kafka_cleanshutdown')).toString(), '{"version":0,"brokerEpoch":-1}');
  world.machine = world.machine.crash();
  await world.reopen();
  assert.deepEqual(await world.readAll(), [[0, 'value']]);
  assert.ok(!(await world.fileNames('/data')).includes('.kafka_cleanshutdown'));
});

test('a changed config holds from the next append on', async () => {
  const world = await TestWorld.open();
  world.manager.updateConfig('t', configOf({ 'max.message.bytes': '50' }));
  assert.equal(world.append(batchOf([{}])).errorCode, 10);
  world.manager.updateConfig('other', configOf());
  assert.equal(world.append(batchOf([{}])).errorCode, 10);
});

test('memory and open files stay bounded with many segments', async () => {
  const world = await TestWorld.open({
    config: { 'internal.segment.bytes': '400', 'index.interval.bytes': '0' },
    settings: { maxOpenFiles: 4, tailCacheBytes: 20_000, indexCacheBytes: 400 },
  });
  for (let i = 0; i < 300; i++) {
    await world.write(2);
    if (i % 10 === 0) await world.readAll(Math.max(0, world.log.logEndOffset - 200), 300);
  }
  assert.ok(world.log.segments.count > 50);
  assert.equal((await world.readAll()).length, 600);
  assert.ok(world.log.segments.toArray().filter((segment) => segment.indexes !== null).length < 30);
  assert.ok(world.log.segments.toArray().filter((segment) => segment.file.isOpen).length <= 5);
});
