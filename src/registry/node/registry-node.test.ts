/** Registries over a whole broker, in a simulated world. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Admin, Producer } from '#client';
import { isRegistryError } from '../registry-errors.ts';
import { register } from '../state/state.testing.ts';
import { RegistryWorld, type TestNode } from './registry-world.testing.ts';

async function withWorld(seed: number, work: (world: RegistryWorld) => Promise<void>): Promise<void> {
  const world = new RegistryWorld(seed);
  await world.broker.start();
  await world.broker.run(async () => {
    await work(world);
    await world.close();
  });
  await world.broker.close();
}

async function until(world: RegistryWorld, condition: () => boolean): Promise<void> {
  for (let i = 0; i < 3000 && !condition(); i++) await world.pause(10);
  assert.ok(condition(), String(condition));
}

function clientOf(world: RegistryWorld): {
  env: RegistryWorld['broker']['clients']['env'];
  bootstrapServers: string[];
} {
  return { env: world.broker.clients.env, bootstrapServers: [`127.0.0.1:${world.broker.port}`] };
}

async function openAll(world: RegistryWorld, names: readonly string[]): Promise<TestNode[]> {
  const nodes = names.map((name) => world.open(name));
  await Promise.all(nodes.map(({ registry }) => registry.ready()));
  return nodes;
}

test('a registry alone makes its topic, leads, and answers with what it wrote', async () => {
  await withWorld(1, async (world) => {
    const { registry } = world.open('a');
    await registry.ready();
    assert.deepEqual(registry.leadership(), { isLeader: true });
    const first = await world.register('orders', 'Order: id');
    assert.equal(first.id, 1);
    assert.equal(registry.state.schemas.versionCount, 1);
    assert.equal((await world.register('orders', 'Order: id')).id, 1);
    await world.verify();
  });
});

test('one that does not lead has all that was written before it was told to catch up', async () => {
  await withWorld(3, async (world) => {
    const nodes = await openAll(world, ['a', 'b']);
    await until(world, () => world.leader() !== undefined);
    const other = nodes.find((node) => node !== world.leader())!;
    for (let version = 1; version <= 5; version++) {
      await world.register(`orders-${version}`, `Order${version}: id`);
      await other.registry.caughtUp?.();
      assert.equal(other.registry.state.schemas.versionCount, version);
    }
  });
});

test('one of three leads, the others name it and read what it writes', async () => {
  await withWorld(2, async (world) => {
    const nodes = await openAll(world, ['a', 'b', 'c']);
    await until(world, () => world.leader() !== undefined);
    const leader = world.leader()!;
    await world.register('orders', 'Order: id');
    for (const { name, registry } of nodes.filter((node) => node !== leader)) {
      await until(world, () => registry.leadership().isLeader || registry.state.schemas.versionCount === 1);
      assert.deepEqual(registry.leadership(), { isLeader: false, leaderUrl: `http://${leader.name}:8081` }, name);
      const refused = registry.execute(register('orders', 'Order: id total?'));
      await assert.rejects(refused, (error) => isRegistryError(error, 50004));
    }
  });
});

test('one that may not lead does not, and reads', async () => {
  await withWorld(3, async (world) => {
    const follower = world.open('a', { configs: { 'leader.eligibility': 'false' } });
    await follower.registry.ready();
    assert.deepEqual(follower.registry.leadership(), { isLeader: false, leaderUrl: null });
    world.open('b');
    await world.nodes[1]!.registry.ready();
    await world.register('orders', 'Order: id');
    await until(world, () => follower.registry.state.schemas.versionCount === 1);
    assert.deepEqual(follower.registry.leadership(), { isLeader: false, leaderUrl: 'http://b:8081' });
  });
});

test('when the leader dies another takes over, and ids go on where they were', async () => {
  await withWorld(4, async (world) => {
    await openAll(world, ['a', 'b', 'c']);
    await until(world, () => world.leader() !== undefined);
    await world.register('orders', 'Order: id');
    world.kill(world.leader()!);
    assert.equal((await world.register('orders', 'Order: id total?')).id, 2);
    world.kill(world.leader()!);
    assert.equal((await world.register('orders', 'Order: id total? tax?')).id, 3);
    await world.verify();
  });
});

test('a leader that comes back from a cut network writes nothing: another has taken over', async () => {
  await withWorld(5, async (world) => {
    const [a, b] = await openAll(world, ['a', 'b']);
    await until(world, () => world.leader() !== undefined);
    const [old, next] = world.leader() === a ? [a!, b!] : [b!, a!];
    await world.register('orders', 'Order: id');
    const outage = world.cutOff(old, 20_000);
    await until(world, () => next.registry.leadership().isLeader);
    assert.deepEqual(old.registry.leadership(), { isLeader: true }, 'it does not know');
    await next.registry.execute(register('orders', 'Order: id total?'));
    await outage;
    const late = old.registry.execute(register('orders', 'Other: id tax?'));
    await assert.rejects(late, (error) => isRegistryError(error, 50004) || isRegistryError(error, 50002));
    await until(world, () => !old.registry.leadership().isLeader);
    await world.verify();
  });
});

test('a write whose answer is lost is answered nevertheless, and is there once', async () => {
  await withWorld(6, async (world) => {
    const node = world.open('a', {
      configs: { 'kafkastore.timeout.ms': '5000', 'kafkagroup.session.timeout.ms': '60000' },
    });
    await node.registry.ready();
    for (let i = 0; i < 10; i++) {
      const answer = node.registry.execute(register(`s${i}`, `S${i}: id`));
      for (const connection of node.connections) if (i % 2 === 0) connection.lose('incoming');
      await answer;
    }
    const stored = await world.stored();
    assert.deepEqual(
      stored.map(({ id }) => id),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
  });
});

test('with the broker away a write ends with 50002, and works again when it is back', async () => {
  await withWorld(7, async (world) => {
    const node = world.open('a');
    await node.registry.ready();
    const outage = world.cutOff(node, 5000);
    const write = node.registry.execute(register('orders', 'Order: id'));
    await assert.rejects(write, (error) => isRegistryError(error, 50002));
    await outage;
    assert.equal((await world.register('orders', 'Order: id')).id, 1);
    await world.verify();
  });
});

test('a topic of two partitions, or one that is not compacted, is refused with 50001', async () => {
  await withWorld(8, async (world) => {
    const admin = new Admin(clientOf(world));
    await admin.createTopics([
      { name: 'two', numPartitions: 2, replicationFactor: 1, configs: { 'cleanup.policy': 'compact' } },
      { name: 'deleting', numPartitions: 1, replicationFactor: 1 },
    ]);
    await admin.close();
    for (const [topic, reason] of [
      ['two', /2 partitions/],
      ['deleting', /cleanup\.policy=delete/],
    ] as const) {
      const { registry } = world.open(topic, { configs: { 'kafkastore.topic': topic } });
      await assert.rejects(registry.ready(), (error) => isRegistryError(error, 50001) && reason.test(error.message));
    }
  });
});

test('a topic that others have written is taken over as it is', async () => {
  await withWorld(9, async (world) => {
    const admin = new Admin(clientOf(world));
    await admin.createTopics([
      { name: '_schemas', numPartitions: 1, replicationFactor: 1, configs: { 'cleanup.policy': 'compact' } },
    ]);
    await admin.close();
    const producer = new Producer(clientOf(world));
    const records: [string, string | null][] = [
      ['{"keytype":"NOOP","magic":0}', null],
      // Before 8.0 an Avro schema names no type; before 6.2 the global config's subject is null.
      [
        '{"keytype":"SCHEMA","subject":"orders","version":1,"magic":1}',
        '{"subject":"orders","version":1,"id":7,"schema":"Order: id","deleted":false}',
      ],
      ['{"keytype":"CONFIG","subject":null,"magic":0}', '{"compatibilityLevel":"NONE"}'],
      // Karapace's deprecated order of the key.
      [
        '{"subject":"items","version":1,"magic":1,"keytype":"SCHEMA"}',
        '{"subject":"items","version":1,"id":9,"schema":"Item: id","deleted":false}',
      ],
      ['not JSON', 'at all'],
    ];
    for (const [key, value] of records) await producer.send({ topic: '_schemas', key, value });
    await producer.close();
    const { registry } = world.open('a');
    await registry.ready();
    assert.equal(registry.state.configAt(null)?.compatibilityLevel, 'NONE');
    assert.equal((await world.register('orders', 'Order: id')).id, 7);
    assert.equal((await world.register('items', 'Item: id')).id, 9);
    assert.equal((await world.register('items', 'Thing: name')).id, 10);
    await world.verify();
  });
});

test('a registry whose topic was deleted and made again begins with an empty one', async () => {
  await withWorld(10, async (world) => {
    const { registry } = world.open('a');
    await registry.ready();
    await world.register('orders', 'Order: id');
    const admin = new Admin(clientOf(world));
    await admin.deleteTopics(['_schemas']);
    await admin.createTopics([
      { name: '_schemas', numPartitions: 1, replicationFactor: 1, configs: { 'cleanup.policy': 'compact' } },
    ]);
    await admin.close();
    await until(world, () => registry.state.schemas.versionCount === 0);
    world.acknowledged.length = 0;
    await world.register('orders', 'Order: id total?');
    await world.verify();
  });
});
