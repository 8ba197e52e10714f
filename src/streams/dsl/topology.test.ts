/** Topologies of the fluent builder, run without a broker: names, functions, keys and times that are not as they should be. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { long, string } from '#serde';
import { TopologyTestDriver } from '../testing/topology-test-driver.ts';
import { tumbling } from '../windows/windows.ts';
import type { Stream } from './stream.ts';
import { Topology } from './topology.ts';

const TEXTS = { key: string(), value: string() };

interface Piped {
  readonly key?: string | null;
  readonly value?: string | null;
  readonly timestamp?: number;
}

function pipe(driver: TopologyTestDriver, topic: string, { key = 'k', value = 'v', timestamp = 0 }: Piped): void {
  const bytes = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text));
  driver.pipe(topic, { key: bytes(key), value: bytes(value), timestamp });
}

function texts(driver: TopologyTestDriver, topic: string): string[] {
  return driver.take(topic).map(({ key, value, timestamp }) => `${text(key)}=${text(value)}@${timestamp}`);
}

function text(bytes: Uint8Array | null): string {
  return bytes === null ? 'null' : Buffer.from(bytes).toString();
}

/** A driver over a topology with one source `in`. */
function drive(build: (stream: Stream<string, string>) => void): TopologyTestDriver {
  const topology = new Topology('app');
  build(topology.stream('in', TEXTS));
  return new TopologyTestDriver(topology.build());
}

test('where state is born without a name it is refused, with what to do', () => {
  const stream = new Topology('app').stream('in', TEXTS);
  const other = stream.selectKey((value) => value, { key: string() });
  const unnamed = (operator: string, build: () => unknown): void =>
    assert.throws(build, {
      code: 'UNNAMED_STATE',
      message: `${operator} keeps state or makes a topic, which needs a name that stays: give it one, or choose naming: 'java' for generated names`,
    });
  unnamed('count', () => stream.groupByKey().count());
  unnamed('reduce', () => stream.groupByKey().reduce((one) => one));
  unnamed('count', () => stream.groupByKey().windowedBy(tumbling('1m')).count());
  unnamed('repartition', () => other.repartition());
  unnamed('suppress', () => stream.toTable({ store: 'rows' }).suppress('1m'));
  unnamed("globalTable('airports')", () => new Topology('app').globalTable('airports', TEXTS));
});

test('operators without state take no name, and do not shift those that were chosen', () => {
  const topics = (filters: number): string[] => {
    const topology = new Topology('app');
    let stream = topology.stream('in', TEXTS);
    for (let i = 0; i < filters; i++) stream = stream.filter(() => true);
    stream.groupBy((value) => value, { key: string() }).count('counts');
    const plan = topology.build();
    return [
      ...plan.internalTopics.keys(),
      ...[...plan.stores.values()].map((store) => plan.changelogTopic(store) ?? ''),
    ];
  };
  assert.deepEqual(topics(0), ['counts-repartition', 'app-counts-changelog']);
  assert.deepEqual(topics(3), topics(0));
});

test("with naming: 'java' stores and topics have the names that Kafka Streams gives them", () => {
  const topology = new Topology('app', { naming: 'java' });
  topology
    .stream('in', TEXTS)
    .groupBy((value) => value, { key: string() })
    .count();
  const plan = topology.build();
  assert.deepEqual([...plan.stores.keys()], ['KSTREAM-AGGREGATE-STATE-STORE-0000000002']);
  assert.deepEqual([...plan.internalTopics.keys()], ['KSTREAM-AGGREGATE-STATE-STORE-0000000002-repartition']);
});

test('a serde that nobody gave is asked for by operator', () => {
  const stream = new Topology('app').stream('in', TEXTS).mapValues((value) => value.length);
  assert.throws(() => stream.to('out'), {
    code: 'MISSING_SERDE',
    message: 'to needs a serde for the value: give it one, or give it to the operator before that made these values',
  });
  stream.to('out', { value: long() });
});

test('a function that returns a promise is refused at run time, with the node and the remedy', () => {
  const late = (): boolean => Promise.resolve(true) as never;
  using driver = drive((stream) => stream.filter(late, { name: 'only-good' }).to('out'));
  assert.throws(() => pipe(driver, 'in', {}), {
    code: 'ASYNC_FUNCTION',
    message:
      'The function of only-good returned a promise, and this operator is synchronous: use mapAsync for work that takes time',
  });
});

test('a function of an aggregation that returns a promise is refused as well', () => {
  const late = (): string => Promise.resolve('x') as never;
  using driver = drive((stream) => void stream.groupByKey().aggregate(() => '', late, { store: 's', value: string() }));
  assert.throws(() => pipe(driver, 'in', {}), { code: 'ASYNC_FUNCTION' });
});

test('a promise among what a function gives is refused, and so are those of functions that choose where records go', () => {
  const late: string = Promise.resolve('x') as never;
  const writers: readonly ((stream: Stream<string, string>) => void)[] = [
    (stream) => stream.map((value) => ({ key: late, value }), { name: 'slow' }).to('out', TEXTS),
    (stream) => stream.map((_value, { key }) => ({ key, value: late }), { name: 'slow' }).to('out', TEXTS),
    (stream) => stream.flatMap(() => [{ key: 'k', value: late }], { name: 'slow' }).to('out', TEXTS),
    (stream) => stream.flatMapValues(() => [late], { name: 'slow' }).to('out', TEXTS),
    (stream) =>
      void stream
        .toTable({ store: 'rows' })
        .groupBy((value) => ({ key: value, value: late }), { name: 'slow', ...TEXTS })
        .count('counts'),
    (stream) => stream.to(() => late, { name: 'slow' }),
    (stream) => stream.to('out', { name: 'slow', partitioner: () => late as never }),
  ];
  for (const write of writers) {
    using driver = drive(write);
    assert.throws(() => driver.input('in', TEXTS).pipe({ key: 'k', value: 'v', timestamp: 0 }), {
      code: 'ASYNC_FUNCTION',
      message: /^The function of slow returned a promise/,
    });
  }
});

test('a function that returns a promise is refused by its type', () => {
  const topology = new Topology('app');
  const stream = topology.stream('in', TEXTS);
  // @ts-expect-error -- nobody would wait for what looks on
  stream.peek(async () => undefined);
  // @ts-expect-error -- nor for what ends
  stream.forEach(async () => undefined);
  // @ts-expect-error -- nor for what a pair is made of
  stream.map((value, { key }) => ({ key, value: Promise.resolve(value) }));
  // @ts-expect-error -- nor for one of several
  stream.flatMapValues((value) => [Promise.resolve(value)]);
  const seen = new Map<string, string>();
  // What is not waited for may return whatever it likes.
  stream.forEach((value, { key }) => seen.set(key, value));
  // @ts-expect-error -- values cannot be promises
  stream.mapValues(async (value) => value);
  // @ts-expect-error -- nor can keys
  stream.selectKey(async (value) => value);
  // @ts-expect-error -- a promise is no answer
  stream.filter(async () => true);
  const addLater = async (aggregate: string): Promise<string> => aggregate;
  // @ts-expect-error -- an aggregate is no promise
  stream.groupByKey().aggregate(() => '', addLater, { store: 'a', value: string() });
  // @ts-expect-error -- a promise is no iterable
  stream.flatMapValues(async (value) => [value]);
  // @ts-expect-error -- a promise has no key
  stream.map(async (value) => ({ key: value, value }));
  // @ts-expect-error -- joined values cannot be promises
  stream.joinTable(topology.table('rows', TEXTS), async (left) => left);
  assert.ok(stream);
});

test('a predicate narrows the type of what is behind it', () => {
  const stream = new Topology('app').stream('in', { key: string(), value: string() });
  const narrowed = stream.filter((value): value is 'a' | 'b' => value === 'a' || value === 'b');
  const only: Stream<string, 'a' | 'b'> = narrowed;
  assert.ok(only);
});

test('a null key is no key to count by, and passes where nothing asks for one', () => {
  using driver = drive((stream) => {
    stream.to('all');
    stream
      .groupByKey()
      .count('counts')
      .toStream()
      .to('counts', { value: long() as never });
  });
  pipe(driver, 'in', { key: null });
  assert.deepEqual(texts(driver, 'all'), ['null=v@0']);
  assert.deepEqual(driver.take('counts'), []);
  assert.deepEqual([...driver.dropped], [['null key or value', 1]]);
});

test('a null value is counted in windows, and not without them, as in Kafka', () => {
  using driver = drive((stream) => {
    const grouped = stream.groupByKey();
    grouped.count('plain');
    grouped
      .windowedBy(tumbling('1m'))
      .count('windowed')
      .toStream()
      .map((value, { key }) => ({ key: key.key, value: String(value) }), TEXTS)
      .to('out');
  });
  pipe(driver, 'in', { value: null });
  assert.equal(driver.keyValueStore('plain').get('k'), undefined);
  assert.deepEqual(texts(driver, 'out'), ['k=1@0']);
});

test('a record with a time below zero is left out and counted', () => {
  using driver = drive((stream) => stream.to('out'));
  pipe(driver, 'in', { timestamp: -1 });
  pipe(driver, 'in', { timestamp: 0 });
  assert.deepEqual(texts(driver, 'out'), ['k=v@0']);
  assert.deepEqual([...driver.dropped], [['negative timestamp', 1]]);
});

test("a source's own clock is asked with the record and the latest time before it", () => {
  const topology = new Topology('app');
  const asked: number[] = [];
  topology
    .stream('in', {
      ...TEXTS,
      timestamp: ({ value }, partitionTime) => {
        asked.push(partitionTime);
        return Number(value);
      },
    })
    .to('out');
  using driver = new TopologyTestDriver(topology.build());
  for (const value of ['20', '10', '30']) pipe(driver, 'in', { value });
  assert.deepEqual(texts(driver, 'out'), ['k=20@20', 'k=10@10', 'k=30@30']);
  assert.deepEqual(asked, [-1, 20, 20]);
});

test('a table forgets a row with a null value, and tells it', () => {
  const topology = new Topology('app');
  topology
    .table('rows', { ...TEXTS, store: 'kept' })
    .toStream()
    .to('out', { value: string() as never });
  using driver = new TopologyTestDriver(topology.build());
  pipe(driver, 'rows', { value: 'one', timestamp: 5 });
  assert.deepEqual(driver.keyValueStore('kept').get('k')?.value, 'one');
  pipe(driver, 'rows', { value: null, timestamp: 6 });
  assert.equal(driver.keyValueStore('kept').get('k'), undefined);
  assert.deepEqual(texts(driver, 'out'), ['k=one@5', 'k=null@6']);
});

test('a topic that a topology does not read is refused with those that it reads', () => {
  using driver = drive((stream) => stream.to('out'));
  assert.throws(() => pipe(driver, 'other', {}), {
    code: 'UNKNOWN_TOPIC',
    message: 'The topology does not read other; it reads in',
  });
});

test('headers of a record go with it to the sinks', () => {
  using driver = drive((stream) => stream.mapValues((value) => `${value}!`, TEXTS).to('out'));
  const headers = [{ key: 'trace', value: Buffer.from('7') }];
  driver.pipe('in', { key: null, value: Buffer.from('v'), timestamp: 1, headers });
  assert.deepEqual(driver.take('out')[0]?.headers, headers);
});

/** Rows of `in` held back for a minute, of which one or two fit. */
function heldBack(whenFull: 'emit' | 'fail'): TopologyTestDriver {
  return drive((stream) =>
    stream
      .toTable({ store: 'rows' })
      .suppress('1m', { name: 'hold', maxRecords: 1, whenFull })
      .toStream()
      .to('out', { value: string() as never }),
  );
}

test('changes that do not fit a buffer go out early, the first of them first', () => {
  using driver = heldBack('emit');
  pipe(driver, 'in', { key: 'a', timestamp: 1 });
  pipe(driver, 'in', { key: 'a', value: 'w', timestamp: 2 });
  assert.deepEqual(texts(driver, 'out'), []);
  pipe(driver, 'in', { key: 'b', timestamp: 3 });
  assert.deepEqual(texts(driver, 'out'), ['a=w@2']);
  pipe(driver, 'in', { key: 'c', timestamp: 60_003 });
  assert.deepEqual(texts(driver, 'out'), ['b=v@3']);
});

test('changes that do not fit a buffer end the application where it was told so', () => {
  using driver = heldBack('fail');
  pipe(driver, 'in', { key: 'a', timestamp: 1 });
  assert.throws(() => pipe(driver, 'in', { key: 'b', timestamp: 2 }), {
    code: 'BUFFER_FULL',
    message:
      /^hold holds back 2 records with \d+ bytes, and may hold 1 with Infinity: allow more, or let it emit early$/,
  });
});

test('a window is told once, when its grace has passed', () => {
  using driver = drive((stream) =>
    stream
      .groupByKey()
      .windowedBy(tumbling(10, { grace: 5 }))
      .count('counts')
      .final({ name: 'final' })
      .toStream()
      .map((count, { key: { key, start } }) => ({ key: `${key}@${start}`, value: String(count) }), TEXTS)
      .to('out'),
  );
  for (const timestamp of [0, 9, 12, 3, 14]) pipe(driver, 'in', { timestamp });
  assert.deepEqual(texts(driver, 'out'), []);
  pipe(driver, 'in', { timestamp: 15 });
  pipe(driver, 'in', { timestamp: 4 });
  assert.deepEqual(texts(driver, 'out'), ['k@0=3@9']);
  assert.deepEqual([...driver.dropped], [['expired window', 1]]);
});

test('topics by a pattern are those whose whole names it matches, each with an origin of its own', () => {
  const topology = new Topology('app', { naming: 'java' });
  topology.stream(/orders-\d+/, TEXTS).to('out', { partitioner: () => null });
  topology
    .stream('rest', TEXTS)
    .mapValues((value, { topic }) => `${value} of ${topic}`, { value: string() })
    .to('orders-7');
  using driver = topology.testDriver();
  pipe(driver, 'orders-1', { value: 'one' });
  pipe(driver, 'rest', { value: 'some' });
  assert.deepEqual(texts(driver, 'out'), ['k=one@0', 'k=some of rest@0']);
  assert.throws(() => pipe(driver, 'my-orders-1', {}), {
    code: 'UNKNOWN_TOPIC',
    message: 'The topology does not read my-orders-1; it reads rest, /orders-\\d+/',
  });
  assert.match(topology.describe(), /Source: KSTREAM-SOURCE-0000000000 \(topics: orders-\\d\+\)/);
});

test('a topology with topics by pattern cannot be started, which is told with the remedy', async () => {
  const topology = new Topology('app');
  topology.stream(/a|b/, { ...TEXTS, name: 'both' }).forEach(() => undefined);
  await assert.rejects(topology.start({ bootstrapServers: 'localhost:1' }), {
    code: 'INVALID_CONFIG',
    message:
      "both reads topics by the pattern /a|b/, and groups of the streams protocol know topics by name alone: name them, as in stream(['a', 'b'])",
  });
});

test('topics that are asked for twice are read once', () => {
  const topology = new Topology('app', { naming: 'java' });
  topology.stream(['a', 'b'], TEXTS).to('one');
  topology.stream(['b', 'a'], TEXTS).to('other');
  using driver = topology.testDriver();
  pipe(driver, 'a', {});
  pipe(driver, 'b', { timestamp: 1 });
  assert.deepEqual(texts(driver, 'one'), ['k=v@0', 'k=v@1']);
  assert.deepEqual(texts(driver, 'other'), ['k=v@0', 'k=v@1']);
  const invalid = { code: 'INVALID_TOPOLOGY', message: /KSTREAM-SOURCE-0000000000 reads topic a, topic b already/ };
  assert.throws(() => topology.stream('a', TEXTS), invalid);
  assert.throws(() => topology.stream(['a', 'b'], { ...TEXTS, offsetReset: 'latest' }), invalid);
});

test('names that no topic can have are refused where a store or a topic is made of them, and an application without an id', () => {
  const building = (id: string, build: (stream: Stream<string, string>) => unknown) => (): unknown => {
    const topology = new Topology(id);
    build(topology.stream('in', TEXTS));
    return topology.build();
  };
  const refused = (name: RegExp): object => ({ code: 'INVALID_TOPOLOGY', message: name });
  assert.throws(
    building('app', (stream) => stream.groupByKey().count('per day')),
    refused(/'app-per day-changelog' has something else in it than letters/),
  );
  assert.throws(
    building('a/b', (stream) => stream.groupBy((value) => value, { name: 'by', ...TEXTS }).count('counts')),
    refused(/'a\/b-/),
  );
  assert.throws(
    building('app', (stream) => stream.groupByKey().count('n'.repeat(240))),
    refused(/has 254 characters, and may have 249/),
  );
  assert.throws(
    building('', (stream) => stream.to('out')),
    refused(/needs an id/),
  );
  assert.ok(building('a/b', (stream) => stream.to('out'))());
});

test('what chooses topics and partitions and answers something else is told what there is', () => {
  const answers: readonly (readonly [(stream: Stream<string, string>) => void, RegExp])[] = [
    [
      (stream) => stream.to(() => undefined as never),
      /KSTREAM-SINK-0000000001 .* chooses its topic answered undefined/,
    ],
    [(stream) => stream.to(() => ''), /answered ''/],
    [(stream) => stream.to('out', { partitioner: () => undefined as never }), /partitioner answered undefined/],
    [(stream) => stream.to('out', { partitioner: () => -1 }), /partitioner answered -1, and there are partitions 0 to/],
    [(stream) => stream.to('out', { partitioner: () => [0, 1.5] }), /partitioner answered \[0,1.5\]/],
  ];
  for (const [write, message] of answers) {
    using driver = drive(write);
    assert.throws(() => driver.input('in', TEXTS).pipe({ key: 'k', value: 'v', timestamp: 0 }), {
      code: 'PRODUCTION_FAILED',
      message,
    });
  }
});
