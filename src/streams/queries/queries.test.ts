/** Interactive queries between two instances of an application. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partitionForKey } from '#client';
import { json, string } from '#serde';
import { Topology } from '../dsl/topology.ts';
import { session, tumbling } from '../windows/windows.ts';
import type {
  KeyValueStore,
  SessionStore,
  StateStore,
  VersionedKeyValueStore,
  WindowStore,
} from '../stores/state-store.ts';
import type {
  KeyValueStoreWithHeaders,
  SessionStoreWithHeaders,
  WindowStoreWithHeaders,
} from '../stores/state-store-with-headers.ts';
import { answerOf, FakeCluster, type FakeInstance, type FakeTask } from './instances.testing.ts';
import {
  keyQuery,
  multiVersionedKeyQuery,
  rangeQuery,
  timestampedKeyQuery,
  versionedKeyQuery,
  windowKeyQuery,
} from './state-query.ts';

const PARTITIONS = 4;
const TEXTS = { key: string(), value: string() };

function topology(): Topology {
  const built = new Topology('app');
  const lines = built.stream('lines', { key: string(), value: json<{ n: number }>() });
  const grouped = lines.groupByKey();
  grouped.count('counts');
  grouped.windowedBy(tumbling('10s')).count({ store: 'windows', retention: '1h' });
  grouped.windowedBy(session('5s')).count('sessions');
  built.table('prices', { ...TEXTS, store: 'prices', versioned: { historyRetention: '1h' } });
  grouped.count({ store: 'counts-with-headers', headers: true });
  grouped.windowedBy(tumbling('10s')).count({ store: 'windows-with-headers', headers: true });
  grouped.windowedBy(session('5s')).count({ store: 'sessions-with-headers', headers: true });
  built.globalTable('words', { ...TEXTS, store: 'dictionary' });
  return built;
}

/** Two instances: even partitions are active at the first and standbys at the second, odd ones the other way round. */
class World {
  readonly cluster: FakeCluster = new FakeCluster(topology().build(), PARTITIONS);
  readonly first: FakeInstance = this.cluster.instance(1);
  readonly second: FakeInstance = this.cluster.instance(2);

  constructor() {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      for (const [index, instance] of [this.first, this.second].entries()) {
        const kinds = ['counts', 'windows', 'sessions'];
        const names = [...kinds, ...kinds.map((kind) => `${kind}-with-headers`), 'prices'];
        const stores = new Map(names.map((name) => [name, this.cluster.openStore(name)]));
        instance.tasks.push({ partition, isActive: partition % 2 === index, stores, offsets: {} });
      }
    }
    this.cluster.globalStores.set('dictionary', this.cluster.openStore('dictionary'));
    this.cluster.tell(['lines', 'prices']);
  }

  /** At whom the key's partition is active. */
  task(key: string, isActive = true): FakeTask {
    const partition = partitionForKey(Buffer.from(key), PARTITIONS);
    const tasks = [...this.first.tasks, ...this.second.tasks];
    return tasks.find((task) => task.partition === partition && task.isActive === isActive)!;
  }

  store(key: string, name: string, isActive = true): StateStore {
    return this.task(key, isActive).stores.get(name)!;
  }

  count(key: string, count: number, timestamp = 0): void {
    (this.store(key, 'counts') as KeyValueStore<string, number>).put(key, count, timestamp);
  }

  /** A key of a partition. */
  keyOf(partition: number): string {
    for (let n = 0; ; n++) if (partitionForKey(Buffer.from(`k${n}`), PARTITIONS) === partition) return `k${n}`;
  }
}

test('the value of a key comes from whichever instance has it, in its own type', async () => {
  const world = new World();
  const keys = Array.from({ length: PARTITIONS }, (_, partition) => world.keyOf(partition));
  for (const [n, key] of keys.entries()) world.count(key, n + 1, 1000 * n);
  await world.cluster.run(async () => {
    for (const instance of [world.first, world.second]) {
      const counts = instance.store<string, number>('counts');
      for (const [n, key] of keys.entries()) {
        assert.equal(await counts.get(key), n + 1);
        assert.deepEqual(await counts.getTimestamped(key), { value: n + 1, timestamp: 1000 * n });
      }
      assert.equal(await counts.get('nobody'), null);
    }
  });
});

test('ranges come from all partitions, in the order of their keys, from either end', async () => {
  const world = new World();
  for (let n = 10; n < 40; n++) world.count(`key-${n}`, n);
  await world.cluster.run(async () => {
    const counts = world.first.store<string, number>('counts');
    const all = await counts.all();
    assert.deepEqual(
      all.map(([key]) => key).sort(),
      Array.from({ length: 30 }, (_, n) => `key-${n + 10}`),
    );
    const query = rangeQuery<string, number>({ from: 'key-15', to: 'key-20', descending: true });
    const { partitions } = await world.first.queries.query('counts', query);
    assert.equal(partitions.size, PARTITIONS);
    let found = 0;
    for (const [partition, result] of partitions) {
      assert.ok(result.isSuccess);
      const names = result.value.map(([key]) => key);
      assert.deepEqual(names, names.toSorted().reverse());
      assert.ok(names.every((key) => partitionForKey(Buffer.from(key), PARTITIONS) === partition));
      found += names.length;
    }
    assert.equal(found, 6);
  });
  assert.equal(world.second.asked, 2, 'one request for all partitions of an instance');
});

test('a limit leaves out the rest and says so, and without one too many rows are refused', async () => {
  const world = new World();
  const key = world.keyOf(1);
  const store = world.store(key, 'counts') as KeyValueStore<string, number>;
  for (let n = 0; n < 10_001; n++) store.put(`row-${String(n).padStart(5, '0')}`, n, 0);
  const ask = (query: ReturnType<typeof rangeQuery<string, number>>, limit?: number) =>
    world.first.queries.query('counts', query, { partitions: [1], ...(limit === undefined ? {} : { limit }) });
  await world.cluster.run(async () => {
    const tooMany = (await ask(rangeQuery())).partitions.get(1)!;
    assert.ok(!tooMany.isSuccess && tooMany.failure.reason === 'TOO_LARGE');
    const some = (await ask(rangeQuery<string, number>({ descending: true }), 3)).partitions.get(1)!;
    assert.ok(some.isSuccess && !some.isComplete);
    assert.deepEqual(
      some.value.map(([name]) => name),
      ['row-10000', 'row-09999', 'row-09998'],
    );
    const whole = (await ask(rangeQuery<string, number>({ from: 'row-09999' }), 2)).partitions.get(1)!;
    assert.ok(whole.isSuccess && whole.isComplete && whole.value.length === 2);
  });
});

test('rows of stores that keep headers have them where they are asked for, at whichever instance they are', async () => {
  const world = new World();
  const key = world.keyOf(1);
  const headers = [
    { key: 'trace', value: Buffer.from('é') },
    { key: 'none', value: null },
  ];
  (world.store(key, 'counts-with-headers') as KeyValueStoreWithHeaders<string, number>).put(key, 3, 4, headers);
  const windows = world.store(key, 'windows-with-headers') as WindowStoreWithHeaders<string, number>;
  windows.put(key, 5, { windowStart: 0, timestamp: 6, headers });
  const sessions = world.store(key, 'sessions-with-headers') as SessionStoreWithHeaders<string, number>;
  sessions.put({ key, start: 3, end: 8 }, 7, headers);
  await world.cluster.run(async () => {
    for (const instance of [world.first, world.second]) {
      const counts = instance.store<string, number>('counts-with-headers');
      assert.deepEqual(await counts.getWithHeaders(key), { value: 3, timestamp: 4, headers });
      assert.equal(await counts.getWithHeaders('nobody'), null);
      assert.deepEqual(await counts.rangeWithHeaders({}), [[key, { value: 3, timestamp: 4, headers }]]);
      assert.deepEqual(await counts.getTimestamped(key), { value: 3, timestamp: 4 });
      const inWindows = instance.store<string, number>('windows-with-headers');
      const window = { value: 5, timestamp: 6, headers };
      assert.deepEqual(await inWindows.windowsWithHeaders(key), [{ start: 0, end: 10_000, ...window }]);
      assert.deepEqual(await inWindows.allWindowsWithHeaders(), [[{ key, start: 0, end: 10_000 }, window]]);
      const inSessions = instance.store<string, number>('sessions-with-headers');
      assert.deepEqual(await inSessions.sessionsWithHeaders(key), [{ start: 3, end: 8, value: 7, headers }]);
      const others = instance.store<string, number>('counts').getWithHeaders(key);
      await assert.rejects(others, { code: 'UNKNOWN_QUERY_TYPE' });
    }
  });
});

test('windows and sessions are found by key and time, and keep their bounds', async () => {
  const world = new World();
  const key = world.keyOf(1);
  const windows = world.store(key, 'windows') as WindowStore<string, number>;
  for (const windowStart of [0, 10_000, 20_000]) windows.put(key, windowStart / 10_000, { windowStart, timestamp: 5 });
  (world.store(key, 'sessions') as SessionStore<string, number>).put({ key, start: 3, end: 8 }, 7);
  await world.cluster.run(async () => {
    for (const instance of [world.first, world.second]) {
      assert.deepEqual(await instance.store<string, number>('windows').windows(key, { from: 10_000 }), [
        { start: 10_000, end: 20_000, value: 1, timestamp: 5 },
        { start: 20_000, end: 30_000, value: 2, timestamp: 5 },
      ]);
      assert.deepEqual(await instance.store<string, number>('windows').allWindows({ to: 0 }), [
        [
          { key, start: 0, end: 10_000 },
          { value: 0, timestamp: 5 },
        ],
      ]);
      assert.deepEqual(await instance.store<string, number>('sessions').sessions(key), [
        { start: 3, end: 8, value: 7 },
      ]);
      assert.deepEqual(await instance.store<string, number>('sessions').sessions(key, { from: 9 }), []);
    }
  });
});

test('a store with a history tells what was valid at a time, and all that was', async () => {
  const world = new World();
  const key = world.keyOf(1);
  const prices = world.store(key, 'prices') as VersionedKeyValueStore<string, string>;
  for (const [timestamp, value] of [
    [10, 'a'],
    [20, 'b'],
    [30, null],
    [40, 'c'],
  ] as const) {
    prices.put(key, value, timestamp);
  }
  const [a, b, c] = [
    { value: 'a', timestamp: 10, validTo: 20 },
    { value: 'b', timestamp: 20, validTo: 30 },
    { value: 'c', timestamp: 40, validTo: Infinity },
  ];
  await world.cluster.run(async () => {
    for (const instance of [world.first, world.second]) {
      const view = instance.store<string, string>('prices');
      assert.deepEqual(await view.getVersion(key), c);
      assert.deepEqual(await view.getVersion(key, 25), b);
      assert.equal(await view.getVersion(key, 35), null);
      assert.equal(await view.get(key), 'c');
      assert.deepEqual(await view.versions(key), [a, b, c]);
      assert.deepEqual(await view.versions(key, { from: 20, to: 39 }), [b]);
      assert.deepEqual(await view.versions(key, { to: 40, descending: true }), [c, b, a]);
    }
  });
});

test('a store of another kind says that it cannot be asked so', async () => {
  const world = new World();
  await world.cluster.run(async () => {
    const queries = [versionedKeyQuery('a'), multiVersionedKeyQuery('a'), windowKeyQuery('a'), keyQuery('a')];
    for (const [name, query] of queries.map((one, n) => [n === 3 ? 'windows' : 'counts', one] as const)) {
      const [result] = (await world.first.queries.query<unknown>(name, query)).partitions.values();
      assert.ok(!result!.isSuccess && result!.failure.reason === 'UNKNOWN_QUERY_TYPE');
    }
    await assert.rejects(world.first.store('counts').windows('a'), { code: 'UNKNOWN_QUERY_TYPE' });
    await assert.rejects(world.first.queries.query('count', keyQuery('a')), /no store count: there are counts/);
  });
});

test('standbys answer only where stale answers will do', async () => {
  const world = new World();
  const key = world.keyOf(1);
  world.count(key, 2);
  (world.store(key, 'counts', false) as KeyValueStore<string, number>).put(key, 1, 0);
  await world.cluster.run(async () => {
    assert.equal(await world.first.store<string, number>('counts').get(key), 2);
    assert.equal(await world.first.store<string, number>('counts').get(key, { allowStale: true }), 1);
    world.cluster.endpoints = [];
    const [result] = (await world.first.queries.query('counts', keyQuery(key))).partitions.values();
    assert.ok(!result!.isSuccess && result!.failure.reason === 'NOT_ACTIVE');
    assert.match(result!.failure.message, /it is a standby/);
  });
});

test('a store that is still being restored says so', async () => {
  const world = new World();
  const key = world.keyOf(1);
  world.task(key, false).isRestoring = true;
  await world.cluster.run(async () => {
    world.cluster.endpoints = [];
    const [result] = (await world.first.queries.query('counts', keyQuery(key))).partitions.values();
    assert.ok(!result!.isSuccess && result!.failure.reason === 'NOT_ACTIVE');
    assert.match(result!.failure.message, /still being restored here/);
  });
});

test('where the owner does not answer, whoever follows it is asked if stale answers will do', async () => {
  const world = new World();
  const key = world.keyOf(1);
  (world.store(key, 'counts', false) as KeyValueStore<string, number>).put(key, 1, 0);
  const third = world.cluster.instance(3);
  world.cluster.silent.add(2);
  await world.cluster.run(async () => {
    const [result] = (await third.queries.query('counts', keyQuery(key))).partitions.values();
    assert.ok(!result!.isSuccess && result!.failure.reason === 'UNREACHABLE');
    assert.match(result!.failure.message, /instance:2 does not answer: no answer within 1000 ms/);
    assert.equal(await third.store<string, number>('counts').get(key, { allowStale: true }), 1);
  });
});

test('a store that has not come as far as asked says so, and answers with how far it has come', async () => {
  const world = new World();
  const key = world.keyOf(1);
  const task = world.task(key);
  world.count(key, 2);
  task.offsets = { lines: 41 };
  await world.cluster.run(async () => {
    for (const { queries } of [world.first, world.second]) {
      const { position, partitions } = await queries.query('counts', timestampedKeyQuery(key));
      assert.ok(partitions.get(1)!.isSuccess);
      assert.deepEqual(position, new Map([['lines', new Map([[1, 41]])]]));
      const bound = (offset: number) => new Map([['lines', new Map([[1, offset]])]]);
      const isUpTo = async (offset: number) =>
        (await queries.query('counts', keyQuery(key), { bound: bound(offset) })).partitions.get(1)!;
      assert.ok((await isUpTo(41)).isSuccess);
      const behind = await isUpTo(42);
      assert.ok(!behind.isSuccess && behind.failure.reason === 'NOT_UP_TO_BOUND');
    }
    // What is asked of other partitions does not count.
    const elsewhere = new Map([['lines', new Map([[0, 99]])]]);
    assert.ok(
      (await world.first.queries.query('counts', keyQuery(key), { bound: elsewhere })).partitions.get(1)!.isSuccess,
    );
  });
});

test('a standby that may answer does so only when it has come as far as asked, here and from elsewhere', async () => {
  const world = new World();
  const key = world.keyOf(1);
  const standby = world.task(key, false);
  (world.store(key, 'counts', false) as KeyValueStore<string, number>).put(key, 1, 0);
  const third = world.cluster.instance(3);
  // The first has the standby itself; the third has to ask, and whoever is active does not answer.
  world.cluster.silent.add(2);
  await world.cluster.run(async () => {
    for (const { queries } of [world.first, third]) {
      const options = { bound: new Map([['lines', new Map([[1, 41]])]]), allowStale: true };
      const ask = async () => (await queries.query('counts', keyQuery<number>(key), options)).partitions.get(1)!;
      for (const offsets of [{}, { lines: 40 }]) {
        standby.offsets = offsets;
        const behind = await ask();
        assert.ok(!behind.isSuccess && behind.failure.reason === 'NOT_UP_TO_BOUND');
      }
      standby.offsets = { lines: 41 };
      const answer = await ask();
      assert.ok(answer.isSuccess && answer.value === 1);
      assert.deepEqual(answer.position, new Map([['lines', new Map([[1, 41]])]]));
    }
  });
});

test('a question in a rebalance is asked again until somebody has the partition, for as long as is wanted', async () => {
  const world = new World();
  const key = world.keyOf(1);
  world.count(key, 2);
  const told = world.cluster.endpoints;
  world.cluster.endpoints = [];
  world.first.tasks.length = 0;
  await world.cluster.run(async () => {
    const [result] = (await world.first.queries.query('counts', keyQuery(key))).partitions.values();
    assert.ok(!result!.isSuccess && result!.failure.reason === 'UNREACHABLE');
    assert.match(result!.failure.message, /applicationServer/);
    world.cluster.world.env.scheduler.after(2000, () => (world.cluster.endpoints = told));
    assert.equal(await world.first.store<string, number>('counts').get(key), 2);
    world.cluster.endpoints = [];
    await assert.rejects(world.first.store('counts').get(key, { retryMs: 500 }), { code: 'UNREACHABLE' });
  });
});

test('a global table is read here, whoever is asked', async () => {
  const world = new World();
  (world.cluster.globalStores.get('dictionary') as KeyValueStore<string, string>).put('a', 'A', 0);
  await world.cluster.run(async () => {
    assert.equal(await world.second.store<string, string>('dictionary').get('a'), 'A');
    assert.deepEqual(await world.second.store<string, string>('dictionary').all(), [
      ['a', { value: 'A', timestamp: 0 }],
    ]);
  });
  assert.equal(world.first.asked + world.second.asked, 0);
});

test('metadata tell whose a key is, and who has partitions of a store', async () => {
  const world = new World();
  await world.cluster.run(async () => {
    const metadata = await world.first.store<string, number>('counts').metadataForKey(world.keyOf(1));
    assert.deepEqual(metadata, {
      partition: 1,
      activeHost: { host: 'instance', port: 2 },
      standbyHosts: [{ host: 'instance', port: 1 }],
    });
    assert.deepEqual(world.first.store('counts').metadata(), [
      { host: 'instance', port: 1, activePartitions: [0, 2], standbyPartitions: [1, 3] },
      { host: 'instance', port: 2, activePartitions: [1, 3], standbyPartitions: [0, 2] },
    ]);
    const none = (await world.first.queries.query('counts', rangeQuery(), { partitions: [9] })).partitions.get(9)!;
    assert.ok(!none.isSuccess && none.failure.reason === 'DOES_NOT_EXIST');
  });
});

test('the service refuses what is no query of an instance, and never fails', async () => {
  const world = new World();
  const headers = { 'content-type': 'application/json' };
  const target = '/v1/stores/counts/query';
  const good = { application: 'app', lookup: { type: 'range' }, partitions: [0] };
  const ask = (body: unknown, other: object = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return answerOf(world.first.service, { method: 'POST', target, headers, body: text, ...other });
  };
  const wrong: [number, unknown, object?][] = [
    [200, good],
    [405, '', { method: 'GET' }],
    [404, good, { target: '/' }],
    [404, good, { target: '/v1/stores/none/query' }],
    [404, good, { target: '/v1/stores/%E0%A4%A/query' }],
    [403, good, { headers: { ...headers, origin: 'http://example.org' } }],
    [415, good, { headers: { 'content-type': 'text/plain' } }],
    [413, 'x'.repeat(1024 * 1024 + 1)],
    [404, { ...good, application: 'other' }],
    [400, '{'],
    [400, '[]'],
    [400, { ...good, partitions: [] }],
    [400, { ...good, partitions: [-1] }],
    [400, { ...good, lookup: { type: 'toString' } }],
    [400, { ...good, lookup: { type: 'key' } }],
    [400, { ...good, lookup: { type: 'window-range', from: 'x' } }],
    [400, { ...good, bound: { lines: 3 } }],
    [400, { ...good, limit: 1.5 }],
  ];
  await world.cluster.run(async () => {
    for (const [status, body, other] of wrong) {
      const answer = await ask(body, other);
      assert.equal(answer.status, status, `${JSON.stringify(body).slice(0, 80)} ${answer.text.slice(0, 200)}`);
    }
  });
});
