/** Topologies out of single nodes, run without a broker. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { long, string } from '#serde';
import { kv, Topology, type TopologyTestDriver } from '#streams';

const TEXTS = { key: string(), value: string() };

function pipe(
  driver: TopologyTestDriver,
  topic: string,
  ...[key, value, timestamp = 0]: [key: string, value: string, timestamp?: number]
): void {
  driver.input(topic, TEXTS).pipe({ key, value, timestamp });
}

function texts(driver: TopologyTestDriver, topic: string): string[] {
  return driver
    .output(topic, TEXTS)
    .read()
    .map(({ key, value, timestamp }) => `${key}=${value}@${timestamp}`);
}

test('records go from sources through processors to sinks, to all children or to the one that is named', () => {
  const topology = new Topology('app');
  const lines = topology.addSource('lines', { topics: ['a', 'b'], ...TEXTS });
  const router = topology.addProcessor('router', { parents: lines }, ({ forward, recordMetadata }) => ({
    process(value, { key, timestamp }) {
      const { topic, offset } = recordMetadata()!;
      if (value === 'all') forward(key, `${topic}/${offset}`);
      else forward(key, value, { to: value === 'left' ? 'left' : 'right', timestamp: timestamp + 1 });
    },
  }));
  topology.addSink('left', { parents: router, topic: 'left', ...TEXTS });
  topology.addSink('right', { parents: [router], topic: (key) => `right-${key}`, ...TEXTS });
  using driver = topology.testDriver();
  pipe(driver, 'a', 'k', 'left', 5);
  pipe(driver, 'b', 'k', 'other', 6);
  pipe(driver, 'b', 'k', 'all', 7);
  assert.deepEqual(texts(driver, 'left'), ['k=left@6', 'k=b/1@7']);
  assert.deepEqual(texts(driver, 'right-k'), ['k=other@7', 'k=b/1@7']);
});

test('a child that is not there is told by name', () => {
  const topology = new Topology('app');
  const source = topology.addSource('in', { topics: 'in', ...TEXTS });
  const node = topology.addProcessor('one', { parents: source }, ({ forward }) => ({
    process: (value, { key }) => forward(key, value, { to: 'nobody' }),
  }));
  topology.addSink('out', { parents: node, topic: 'out', ...TEXTS });
  using driver = topology.testDriver();
  assert.throws(() => pipe(driver, 'in', 'k', 'v'), {
    code: 'UNKNOWN_NODE',
    message: 'one forwards to nobody, which is no child of it; these are: out',
  });
});

test('stores are shared by the processors that are connected with them, and by nobody else', () => {
  const topology = new Topology('app');
  const counts = kv('counts', { key: string(), value: long() });
  const source = topology.addSource('in', { topics: 'in', ...TEXTS });
  const asked = topology.addSource('asked', { topics: 'asked', ...TEXTS });
  const counter = topology.addProcessor('counter', { parents: source }, ({ store }) => {
    const rows = store(counts);
    return {
      process: (_value, { key, timestamp }) => rows.put(key, (rows.get(key)?.value ?? 0) + 1, timestamp),
    };
  });
  const teller = topology.addProcessor('teller', { parents: asked, stores: { counts } }, ({ stores, forward }) => ({
    process: (_value, { key }) => forward(key, String(stores.counts.get(key)?.value ?? 'none')),
  }));
  topology.addSink('out', { parents: teller, topic: 'out', ...TEXTS });
  assert.throws(() => topology.testDriver(), {
    code: 'UNKNOWN_STORE',
    message: 'counter is not connected with a store counts',
  });
  topology.connectProcessorAndStateStores(counter, counts);
  using driver = topology.testDriver();
  pipe(driver, 'in', 'k', 'v');
  pipe(driver, 'asked', 'k', '?');
  assert.deepEqual(texts(driver, 'out'), ['k=1@0']);
  assert.equal(topology.describe().match(/Sub-topology/g)!.length, 1);
});

test('a global store is filled by a processor and read by all; it has no timers', () => {
  const topology = new Topology('app');
  const names = kv('names', TEXTS);
  topology.addGlobalStore(names, { topic: 'names', name: 'fill', ...TEXTS }, ({ store }) => ({
    process: (value, { key, timestamp }) => store.put(key, value.toUpperCase(), timestamp),
  }));
  topology
    .stream('in', TEXTS)
    .process({ ...TEXTS, name: 'look' }, ({ store, forward }) => ({
      process: (value, { key }) => forward(key, store(names).get(value)?.value ?? 'nobody'),
    }))
    .to('out', TEXTS);
  using driver = topology.testDriver();
  pipe(driver, 'names', 'a', 'anna');
  pipe(driver, 'in', 'k', 'a');
  pipe(driver, 'in', 'k', 'b');
  assert.deepEqual(texts(driver, 'out'), ['k=ANNA@0', 'k=nobody@0']);
  assert.match(topology.describe(), /for global store \(will not generate tasks\)\n    Source: fill-source/);
  const timed = new Topology('app');
  timed.addGlobalStore(names, { topic: 'names', name: 'fill', ...TEXTS }, ({ schedule }) => {
    schedule('1s', 'wall-clock', () => undefined);
    return { process: () => undefined };
  });
  assert.throws(() => timed.testDriver(), { code: 'INVALID_TOPOLOGY' });
});

test('a read-only store has its topic for its changelog, and nothing else writes one', () => {
  const topology = new Topology('app');
  const names = kv('names', TEXTS);
  topology.addReadOnlyStateStore(names, { topic: 'names', name: 'fill', ...TEXTS }, ({ store }) => ({
    process: (value, { key, timestamp }) => store.put(key, value, timestamp),
  }));
  const look = topology.addProcessor(
    'look',
    { parents: topology.addSource('in', { topics: 'in', ...TEXTS }), stores: { names } },
    ({ stores, forward }) => ({
      process: (value, { key }) => forward(key, stores.names.get(value)?.value ?? 'nobody'),
    }),
  );
  topology.addSink('out', { parents: look, topic: 'out', ...TEXTS });
  using driver = topology.testDriver();
  pipe(driver, 'names', 'a', 'anna');
  pipe(driver, 'in', 'k', 'a');
  assert.deepEqual(texts(driver, 'out'), ['k=anna@0']);
  assert.deepEqual(driver.producedTopics(), ['out']);
  const plan = topology.build();
  assert.equal(plan.changelogTopic(plan.stores.get('names')!), 'names');
});

test('timers that are counted from a moment are due at its distances, and not before it', () => {
  const topology = new Topology('app');
  const source = topology.addSource('in', { topics: 'in', ...TEXTS });
  const timed = topology.addProcessor('timed', { parents: source }, ({ schedule, forward, recordMetadata }) => {
    schedule(10, 'stream-time', () => forward('stream', JSON.stringify(recordMetadata())), { start: 25 });
    schedule(10, 'wall-clock', (now) => forward('wall', String(now)), { start: 4 });
    return { process: () => undefined };
  });
  topology.addSink('out', { parents: timed, topic: 'out', ...TEXTS });
  using driver = topology.testDriver({ now: 100 });
  for (const timestamp of [5, 24, 25, 36]) pipe(driver, 'in', 'k', 'v', timestamp);
  assert.deepEqual(texts(driver, 'out'), ['stream=null@25', 'stream=null@36']);
  driver.advanceWallClock(3);
  assert.deepEqual(texts(driver, 'out'), []);
  driver.advanceWallClock(1);
  assert.deepEqual(texts(driver, 'out'), ['wall=104@104']);
});

test('processors are closed with their task, and may ask for a commit', () => {
  const topology = new Topology('app');
  const seen: string[] = [];
  topology.addProcessor(
    'one',
    { parents: topology.addSource('in', { topics: 'in', ...TEXTS }) },
    ({ requestCommit }) => ({
      process: (value) => {
        seen.push(value);
        requestCommit();
      },
      close: () => void seen.push('closed'),
    }),
  );
  const driver = topology.testDriver();
  pipe(driver, 'in', 'k', 'v');
  driver.close();
  assert.deepEqual(seen, ['v', 'closed']);
});

test('nodes go on from streams of the fluent builder', () => {
  const topology = new Topology('app');
  const stream = topology.stream('in', TEXTS).filter((value) => value !== 'none');
  topology.addSink('out', { parents: stream, topic: 'out', ...TEXTS });
  using driver = topology.testDriver();
  pipe(driver, 'in', 'k', 'none');
  pipe(driver, 'in', 'k', 'v');
  assert.deepEqual(texts(driver, 'out'), ['k=v@0']);
});

test('a function that chooses the topic is told where the record was read, which time and which headers it has', () => {
  const topology = new Topology('app');
  const chosen: unknown[] = [];
  topology
    .stream('lines', TEXTS)
    .process(TEXTS, ({ forward, schedule }) => {
      schedule(1000, 'stream-time', (now) => forward('k', 'timer', { timestamp: now }));
      return {
        process: (value) => forward('k', value, { timestamp: 7, headers: [{ key: 'h', value: null }] }),
      };
    })
    .to((_key, value, headers, record) => {
      chosen.push([value, headers.map(({ key }) => key), { ...record, headers: record.headers.length }]);
      return `${record.topic ?? 'timers'}-out`;
    }, TEXTS);
  using driver = topology.testDriver();
  driver.input('lines', TEXTS).pipe({ key: 'k', value: 'a', timestamp: 3 });
  assert.deepEqual(chosen, [
    ['a', ['h'], { topic: 'lines', partition: 0, offset: 0, timestamp: 7, headers: 1 }],
    ['timer', [], { topic: null, partition: -1, offset: -1, timestamp: 3, headers: 0 }],
  ]);
  assert.deepEqual([driver.take('lines-out').length, driver.take('timers-out').length], [1, 1]);
});
