/** Processors of an application's own: stores, timers, what they forward and under which names. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { long, string } from '#serde';
import type { Processor } from '../operators/process.ts';
import { wholeTask } from '../runtime/whole-task.testing.ts';
import { TopologyTestDriver } from '../testing/topology-test-driver.ts';
import { kv, sessionStore, windowStore } from './store-definitions.ts';
import type { Stream } from './stream.ts';
import { Topology } from './topology.ts';

const TEXTS = { key: string(), value: string() };

function drive(build: (stream: Stream<string, string>) => void, now: number = 0): TopologyTestDriver {
  const topology = new Topology('app');
  build(topology.stream('in', TEXTS));
  return new TopologyTestDriver(topology.build(), { now });
}

function pipe(driver: TopologyTestDriver, key: string, value: string, timestamp: number): void {
  driver.pipe('in', { key: Buffer.from(key), value: Buffer.from(value), timestamp });
}

function texts(driver: TopologyTestDriver, topic: string = 'out'): string[] {
  const text = (bytes: Uint8Array | null): string => (bytes === null ? 'null' : Buffer.from(bytes).toString());
  return driver.take(topic).map(({ key, value, timestamp }) => `${text(key)}=${text(value)}@${timestamp}`);
}

test('a processor keeps rows in a store of its own, with a changelog by its name', () => {
  const seen = kv('seen', { key: string(), value: long() });
  using driver = drive((stream) =>
    stream
      .process({ name: 'dedupe', stores: { seen }, ...TEXTS }, ({ stores, forward }) => ({
        process(value, { key, timestamp }) {
          if (stores.seen.get(key) === undefined) forward(key, value);
          stores.seen.put(key, timestamp, timestamp);
        },
      }))
      .to('out'),
  );
  pipe(driver, 'a', '1', 5);
  pipe(driver, 'a', '2', 6);
  pipe(driver, 'b', '3', 7);
  assert.deepEqual(texts(driver), ['a=1@5', 'b=3@7']);
  assert.equal(driver.take('app-seen-changelog').length, 3);
  assert.equal(driver.keyValueStore('seen').get('a')?.value, 6);
});

test('two processors with one definition share the store; another one of the same name is refused', () => {
  const seen = kv('seen', TEXTS);
  const topology = new Topology('app');
  const idle = (): Processor<string, string> => ({ process: () => undefined });
  topology.stream('one', TEXTS).process({ name: 'writes', stores: { seen } }, idle);
  topology.stream('two', TEXTS).process({ name: 'reads', stores: { mine: seen } }, idle);
  assert.match(topology.describe(), /Sub-topology: 0(?!.*Sub-topology: 1)/s);
  topology.stream('three', TEXTS).process({ stores: { seen: kv('seen', TEXTS) } }, idle);
  assert.throws(() => topology.build(), { code: 'INVALID_TOPOLOGY', message: /there is a store seen already/ });
});

test('stores of windows and of sessions are there for processors too', () => {
  const windows = windowStore('w', { ...TEXTS, size: 10, retention: 100 });
  const sessions = sessionStore('s', { ...TEXTS, retention: 100 });
  using driver = drive((stream) =>
    stream
      .process({ stores: { windows, sessions }, ...TEXTS }, (context) => ({
        process(value, { key, timestamp }) {
          const { windows: byWindow, sessions: bySession } = context.stores;
          byWindow.put(key, value, { windowStart: 0, timestamp });
          bySession.put({ key, start: 0, end: timestamp }, value);
          context.forward(key, `${byWindow.get(key, 0)?.value}${[...bySession.find(key, 0, 0)].length}`);
        },
      }))
      .to('out'),
  );
  pipe(driver, 'a', 'x', 1);
  pipe(driver, 'a', 'y', 2);
  assert.deepEqual(texts(driver), ['a=x1@1', 'a=y2@2']);
  assert.throws(() => windowStore('w', { ...TEXTS, size: 0, retention: 1 }), { code: 'INVALID_CONFIG' });
});

test('what is forwarded has the time and headers that were said, and the record at hand stays what it was', () => {
  const headers = [{ key: 'h', value: Buffer.from('1') }];
  const shown: unknown[] = [];
  using driver = drive((stream) =>
    stream
      .process(TEXTS, ({ forward }) => ({
        process(value, record) {
          forward('first', value, { timestamp: 99, headers });
          shown.push([record.key, record.timestamp, record.headers.length, record.topic]);
          forward('second', value);
        },
      }))
      .mapValues((value) => value, TEXTS)
      .to('out'),
  );
  pipe(driver, 'a', 'x', 7);
  assert.deepEqual(
    driver.take('out').map((one) => [String(one.key), one.timestamp, one.headers]),
    [
      ['first', 99, headers],
      ['second', 7, []],
    ],
  );
  assert.deepEqual(shown, [['a', 7, 0, 'in']]);
});

test('a forwarded record with a time below zero is refused by the name of its node', () => {
  using driver = drive((stream) =>
    stream.process({ name: 'back', ...TEXTS }, ({ forward }) => ({
      process: (value, { key }) => forward(key, value, { timestamp: -1 }),
    })),
  );
  assert.throws(() => pipe(driver, 'a', 'x', 1), {
    code: 'PROCESSING_FAILED',
    message: 'back failed at the record at in-0, offset 0: back forwards a record with the timestamp -1',
  });
});

/** Forwards the time of each call of a timer, until it is told to stop. */
function ticking(type: 'stream-time' | 'wall-clock', now: number = 0): TopologyTestDriver {
  return drive(
    (stream) =>
      stream
        .process({ name: 'ticks', ...TEXTS }, (context) => {
          const timer = context.schedule('10ms', type, (timestamp) => context.forward('tick', String(timestamp)));
          return { process: (value) => (value === 'stop' ? timer.cancel() : undefined) };
        })
        .to('out'),
    now,
  );
}

test('a timer of stream time runs by multiples of its interval, once however far time jumps, and not without records', () => {
  using driver = ticking('stream-time');
  for (const timestamp of [3, 9, 12, 57, 58, 60]) pipe(driver, 'a', '', timestamp);
  driver.advanceWallClock(1000);
  assert.deepEqual(texts(driver), ['tick=3@3', 'tick=12@12', 'tick=57@57', 'tick=60@60']);
});

test('a timer of the wall clock counts from when it was set, and once however far the clock jumps', () => {
  using driver = ticking('wall-clock', 1005);
  pipe(driver, 'a', '', 500);
  driver.advanceWallClock(9);
  assert.deepEqual(texts(driver), []);
  driver.advanceWallClock(1);
  driver.advanceWallClock(45);
  assert.deepEqual(texts(driver), ['tick=1015@1015', 'tick=1060@1060']);
});

test('a timer that was cancelled is silent', () => {
  using driver = ticking('wall-clock');
  pipe(driver, 'a', 'stop', 0);
  driver.advanceWallClock(100);
  assert.deepEqual(texts(driver), []);
});

test('a timer without an interval is refused', () => {
  const build = (): TopologyTestDriver =>
    drive((stream) =>
      stream.process({ name: 'spins' }, ({ schedule }) => {
        schedule(0, 'wall-clock', () => undefined);
        return { process: () => undefined };
      }),
    );
  assert.throws(build, { code: 'INVALID_CONFIG', message: 'the interval of a timer of spins has to be above 0' });
});

test('a processor of values has the key of its record, and none in a timer', () => {
  using driver = drive((stream) =>
    stream
      .processValues({ name: 'values', value: string() }, ({ forward, schedule }) => {
        schedule(10, 'wall-clock', () => forward('lost'));
        return {
          process(value) {
            forward(`${value}1`);
            forward(`${value}2`, { timestamp: 50 });
          },
        };
      })
      .to('out'),
  );
  pipe(driver, 'a', 'x', 4);
  assert.deepEqual(texts(driver), ['a=x1@4', 'a=x2@50']);
  assert.throws(() => driver.advanceWallClock(10), { code: 'NO_RECORD', message: /^values forwards a value while/ });
});

test('a record that a processor failed at is not at hand any more when a timer runs', () => {
  using driver = drive((stream) =>
    stream.processValues({ value: string() }, ({ forward, schedule }) => {
      schedule(10, 'wall-clock', () => forward('stale'));
      return {
        process() {
          throw new Error('no');
        },
      };
    }),
  );
  assert.throws(() => pipe(driver, 'a', 'x', 4), { message: /: no$/ });
  assert.throws(() => driver.advanceWallClock(10), { code: 'NO_RECORD' });
});

test('process may change keys, so that a topic is needed before records are grouped; processValues may not', () => {
  const topics = (build: (stream: Stream<string, string>) => Stream<string, string>): string[] => {
    const topology = new Topology('app');
    build(topology.stream('in', TEXTS)).groupByKey().count('counts');
    return [...topology.build().internalTopics.keys()];
  };
  const idle = (): Processor<string, string> => ({ process: () => undefined });
  assert.deepEqual(
    topics((stream) => stream.process(TEXTS, idle)),
    ['counts-repartition'],
  );
  assert.deepEqual(
    topics((stream) => stream.processValues({ value: string() }, idle)),
    [],
  );
});

test('nodes without a name have the names that Kafka Streams gives them', () => {
  const topology = new Topology('app', { naming: 'java' });
  const idle = (): Processor<string, string> => ({ process: () => undefined });
  const stream = topology.stream('in', TEXTS);
  stream.process({ stores: { seen: kv('seen', TEXTS) } }, idle);
  stream.processValues({}, idle);
  const nodes = [...topology.build().nodes.keys()];
  assert.deepEqual(nodes.slice(1), ['KSTREAM-PROCESSOR-0000000001', 'KSTREAM-PROCESSVALUES-0000000002']);
  assert.match(topology.describe(), /Processor: KSTREAM-PROCESSOR-0000000001 \(stores: \[seen\]\)/);
});

test('headers that were set are those of all that comes after, and of nothing beside it', () => {
  const trace = (value: string): { key: string; value: Buffer }[] => [{ key: 'trace', value: Buffer.from(value) }];
  using driver = drive((stream) => {
    stream.withHeaders(trace).to('traced');
    stream.to('plain');
  });
  pipe(driver, 'a', 'x', 1);
  assert.deepEqual(driver.take('traced')[0]?.headers, trace('x'));
  assert.deepEqual(driver.take('plain')[0]?.headers, []);
});

test('a processor, its maker and its timers are synchronous', () => {
  const late = (): undefined => Promise.resolve() as never;
  const asynchronous = { code: 'ASYNC_FUNCTION', message: /^The function of slow returned a promise/ };
  using working = drive((stream) => stream.process({ name: 'slow' }, () => ({ process: late })));
  assert.throws(() => pipe(working, 'a', 'x', 1), asynchronous);
  using timed = drive((stream) =>
    stream.process({ name: 'slow' }, ({ schedule }) => {
      schedule(1, 'wall-clock', late);
      return { process: () => undefined };
    }),
  );
  assert.throws(() => timed.advanceWallClock(1), asynchronous);
  const topology = new Topology('app');
  // @ts-expect-error -- nobody waits for a record
  topology.stream('others', TEXTS).process({ name: 'late' }, () => ({ process: async () => undefined }));
  topology.stream('timed', TEXTS).process({ name: 'timed' }, ({ schedule }) => {
    // @ts-expect-error -- nor for a timer
    schedule(1, 'wall-clock', async () => undefined);
    return { process: () => undefined };
  });
  // @ts-expect-error -- a promise is no processor
  topology.stream('in', TEXTS).process({ name: 'slow' }, async () => ({ process: () => undefined }));
  assert.throws(() => new TopologyTestDriver(topology.build()), asynchronous);
});

test('stores and what is forwarded are typed', () => {
  const counts = kv('counts', { key: string(), value: long() });
  new Topology('app').stream('in', TEXTS).process({ stores: { counts }, value: long() }, ({ stores, forward }) => ({
    process(value, { key }) {
      const count: number = stores.counts.get(key)?.value ?? 0;
      forward(key, count);
      // @ts-expect-error -- the store has numbers
      stores.counts.put(key, value, 0);
      // @ts-expect-error -- and so has what is forwarded
      forward(key, value);
      // @ts-expect-error -- there is no such store
      assert.ok(stores.others);
    },
  }));
});

test('a processor is told when its task ends, with its stores still open', () => {
  const seen = kv('seen', TEXTS);
  const left: string[] = [];
  const driver = drive((stream) =>
    stream.process({ stores: { seen } }, ({ stores }) => ({
      process: (value, { key, timestamp }) => stores.seen.put(key, value, timestamp),
      close: () => void left.push(...[...stores.seen.all()].map(([key]) => key)),
    })),
  );
  pipe(driver, 'a', 'x', 1);
  driver.close();
  assert.deepEqual(left, ['a']);
});

test('what is left out is told with the name of the store or the node that could not take it', () => {
  const topology = new Topology('app');
  const seen = windowStore('seen', { ...TEXTS, size: 10, retention: 100 });
  const input = topology.stream('in', TEXTS);
  input.process({ name: 'remember', stores: { seen } }, ({ stores }) => ({
    process: (value, { key, timestamp }) => stores.seen.put(key, value, { windowStart: timestamp, timestamp }),
  }));
  input.groupByKey().count({ store: 'counts', name: 'counting' });
  const dropped: string[] = [];
  const task = wholeTask(topology, { onDropped: (reason, at) => void dropped.push(`${at}: ${reason}`) });
  task.start();
  const records = [
    { value: 'v', timestamp: 1000 },
    { value: 'v', timestamp: 500 },
    { value: null, timestamp: 1000 },
  ];
  for (const { value, timestamp } of records) {
    const bytes = value === null ? null : Buffer.from(value);
    task.add({ topic: 'in', partition: 0, offset: 0, key: Buffer.from('a'), value: bytes, timestamp, headers: [] });
    task.process();
  }
  assert.deepEqual(dropped, ['seen: expired window', 'counting: null key or value']);
});
