/** What the builder has of Kafka's smaller things: keys in windows, partitioners, names of stores, drawings. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partitionForKey } from '#client';
import { string } from '#serde';
import {
  type CogroupedStream,
  session,
  sessionWindowed,
  sliding,
  timeWindowed,
  Topology,
  tumbling,
  unlimited,
  type WindowedTable,
} from '#streams';

const text = string();
const texts = { key: text, value: text };

test('keys in windows of time are written as Kafka writes them, and read with their ends', () => {
  const serde = timeWindowed(text, '1m');
  const bytes = serde.serialize('t', { key: 'k', start: 60_000, end: 120_000 });
  assert.equal(bytes?.toString('hex'), '6b000000000000ea60');
  assert.deepEqual(serde.deserialize('t', bytes), { key: 'k', start: 60_000, end: 120_000 });
  assert.equal(serde.deserialize('t', null), null);
});

test('keys in sessions are written with their ends first', () => {
  const serde = sessionWindowed(text);
  const bytes = serde.serialize('t', { key: 'k', start: 1, end: 2 });
  assert.equal(bytes?.toString('hex'), '6b00000000000000020000000000000001');
  assert.deepEqual(serde.deserialize('t', bytes), { key: 'k', start: 1, end: 2 });
});

test('a windowed table goes to a topic by its keys in windows', () => {
  const topology = new Topology('parity');
  const keys = timeWindowed(text, 10);
  topology
    .stream('in', texts)
    .groupByKey()
    .windowedBy(tumbling(10))
    .reduce((one, other) => one + other, { store: 'joined', value: text })
    .toStream()
    .to('out', { key: keys });
  using driver = topology.testDriver();
  driver.input('in', texts).pipe({ key: 'k', value: 'v', timestamp: 15 });
  const [record] = driver.take('out');
  assert.deepEqual(keys.deserialize('out', record!.key as Uint8Array), { key: 'k', start: 10, end: 20 });
});

test('a repartition topic is divided by a partitioner where there is one', () => {
  const topology = new Topology('parity');
  topology
    .stream('in', texts)
    .repartition({ name: 'by-length', partitioner: (_topic, key, value) => key.length + value.length })
    .forEach(() => undefined);
  using driver = topology.testDriver();
  driver.input('in', texts).pipe({ key: 'key', value: 'four', timestamp: 0 });
  assert.equal(driver.take('parity-by-length-repartition')[0]!.partition, 7);
});

test('a partitioner is told how many partitions there are, and may choose several, none or leave it to the key', () => {
  const topology = new Topology('parity');
  const chosen: Record<string, readonly number[] | number | null> = { one: 0, both: [0, 1], none: [], hash: null };
  const counts: number[] = [];
  topology.stream('in', texts).to('out', {
    partitioner: (_topic, key, _value, partitionCount) => {
      counts.push(partitionCount);
      return chosen[key]!;
    },
  });
  using driver = topology.testDriver();
  const input = driver.input('in', texts);
  for (const key of Object.keys(chosen)) input.pipe({ key, value: 'v', timestamp: 0 });
  const partitions = driver.take('out').map(({ key, partition }) => [String(key), partition]);
  assert.deepEqual(partitions, [
    ['one', 0],
    ['both', 0],
    ['both', 1],
    ['hash', null],
  ]);
  assert.deepEqual(counts, [1, 1, 1, 1]);
  assert.equal(driver.dropped.get('no partition'), 1);
});

test('a topic of windowed keys is divided by the keys inside, as murmur2 divides them without windows', () => {
  const topology = new Topology('parity');
  topology.stream('in', { key: timeWindowed(text, 10), value: text }).to('out', { name: 'out' });
  const sink = topology.build().nodes.get('out');
  assert.ok(sink?.kind === 'sink');
  for (const key of ['a', 'b', 'c', 'a longer one']) {
    const of = (start: number): unknown => sink.partitioner!('out', { key, start, end: start + 10 }, 'v', 12);
    assert.deepEqual([of(0), of(70)], [partitionForKey(Buffer.from(key), 12), partitionForKey(Buffer.from(key), 12)]);
  }
});

test('a foreign-key join divides its topics as the tables are divided', () => {
  const topology = new Topology('parity');
  const left = topology.table('left', texts);
  left.joinByForeignKey(
    topology.table('right', texts),
    (value) => value,
    (one, other) => one + other,
    {
      name: 'joined',
      partitioner: (topic, key, count) => topic.length + key.length + count,
      otherPartitioner: (_topic, key) => key.length,
    },
  );
  const partitioners = [...topology.build().nodes.values()].flatMap((node) =>
    node.kind === 'sink' ? [node.partitioner!('t', 'key', null, 2)] : [],
  );
  assert.deepEqual(partitioners, [3, 6]);
});

test('a table tells the name of its store where it was given one', () => {
  const counted = new Topology('parity').stream('in', texts).groupByKey().count('counts');
  assert.equal(counted.queryableStoreName, 'counts');
  assert.equal(counted.mapValues((count) => count + 1).queryableStoreName, null);
});

test('streams that are aggregated together have to be divided alike', () => {
  const topology = new Topology('parity');
  const add = (sum: string, value: string): string => sum + value;
  const left = topology.stream('left', { ...texts, name: 'left' }).groupByKey();
  const right = topology.stream('right', { ...texts, name: 'right' }).groupByKey();
  left
    .cogroup(add)
    .cogroup(right, add)
    .aggregate(() => '', { store: 'both', value: text });
  assert.deepEqual(topology.build().copartitioned, [['left', 'right']]);
});

test('a topology is drawn in Mermaid with its topics, sub-topologies and stores', () => {
  const topology = new Topology('parity');
  topology
    .stream('in', { ...texts, name: 'source' })
    .filter((value) => value !== '', { name: 'a "filter"' })
    .groupByKey()
    .count({ store: 'counts', name: 'count' })
    .toStream({ name: 'changes' })
    .mapValues(String, { name: 'texts', value: text })
    .to(() => 'anywhere', { name: 'sink' });
  assert.equal(
    topology.describe({ format: 'mermaid' }),
    `flowchart TD
  subgraph sub0["Sub-topology 0"]
    node0["source"]
    node1["a #quot;filter#quot;"]
    node2["count"]
    node3["changes"]
    node4["texts"]
    node5["sink"]
    store6[("counts")]
  end
  topic7[/"in"/]
  topic8[/"chosen by sink"/]
  topic7 --> node0
  node0 --> node1
  node1 --> node2
  node2 -.- store6
  node2 --> node3
  node3 --> node4
  node4 --> node5
  node5 --> topic8
`,
  );
});

const kept = { store: 'both', value: text };

test('streams are aggregated together by windows of time', () => {
  assert.deepEqual(
    cogroupedCase((both) => both.windowedBy(tumbling(10)).aggregate(() => '', kept)),
    ['k 10-20: <left 12', 'k 10-20: <left 12>right 15', 'k 30-40: <left 30'],
  );
});

test('streams are aggregated together by windows around records', () => {
  assert.deepEqual(
    cogroupedCase((both) => both.windowedBy(sliding(10)).aggregate(() => '', kept)),
    ['k 2-12: <left 12', 'k 13-23: >right 15', 'k 5-15: <left 12>right 15', 'k 20-30: <left 30'],
  );
});

test('streams are aggregated together by sessions, and told once with final', () => {
  const merge = (one: string, other: string): string => one + other;
  assert.deepEqual(
    cogroupedCase((both) => both.windowedBy(session(10)).aggregate(() => '', merge, kept)),
    ['k 12-12: <left 12', 'k 12-12: null', 'k 12-15: <left 12>right 15', 'k 30-30: <left 30'],
  );
  assert.deepEqual(
    cogroupedCase((both) =>
      both
        .windowedBy(session(10))
        .aggregate(() => '', merge, kept)
        .final({ name: 'final' }),
    ),
    ['k 12-15: <left 12>right 15'],
  );
});

function cogroupedCase(
  build: (both: CogroupedStream<string, string, string>) => WindowedTable<string, string>,
): string[] {
  const topology = new Topology('parity');
  const changes: string[] = [];
  const left = topology.stream('left', texts).groupByKey();
  const right = topology.stream('right', texts).groupByKey();
  const both = left
    .cogroup((sum: string, value) => `${sum}<${value}`)
    .cogroup(right, (sum, value) => `${sum}>${value}`);
  build(both)
    .toStream()
    .forEach((value, { key: { key, start, end } }) => {
      changes.push(`${key} ${start}-${end}: ${value}`);
    });
  using driver = topology.testDriver();
  for (const [topic, timestamp] of [
    ['left', 12],
    ['right', 15],
    ['left', 30],
  ] as const) {
    driver.input(topic, texts).pipe({ key: 'k', value: `${topic} ${timestamp}`, timestamp });
  }
  return changes;
}

test('windows of several streams are told once, when the latest record of any of them closes them', () => {
  const topology = new Topology('parity');
  const add = (sum: string, value: string): string => sum + value;
  const grouped = (topic: string) => topology.stream(topic, texts).groupByKey();
  grouped('left')
    .cogroup<string>(add)
    .cogroup(grouped('right'), add)
    .windowedBy(tumbling(10))
    .onWindowClose()
    .late((late) => late.mapValues((value) => `late ${value}`, { value: text }).to('late'))
    .aggregate(() => '', { store: 'both', value: text })
    .toStream()
    .to('out', { key: timeWindowed(text, 10), value: text as never });
  using driver = topology.testDriver();
  const pipe = (topic: string, value: string, timestamp: number): void =>
    driver.input(topic, texts).pipe({ key: 'k', value, timestamp });
  const told = (): string[] => driver.take('out').map(({ value, timestamp }) => `${String(value)}@${timestamp}`);
  pipe('left', 'l', 1);
  pipe('right', 'r', 2);
  assert.deepEqual(told(), []);
  pipe('right', 'R', 10);
  assert.deepEqual(told(), ['lr@2']);
  // The left stream alone has not seen so late a time, and its window is closed all the same.
  pipe('left', 'L', 3);
  assert.deepEqual(
    driver.take('late').map(({ value }) => String(value)),
    ['late L'],
  );
  pipe('left', 'x', 20);
  assert.deepEqual(told(), ['R@10']);
});

test('sessions of several streams are told once, and what comes too late for them is a stream', () => {
  const topology = new Topology('parity');
  const add = (sum: string, value: string): string => sum + value;
  const grouped = (topic: string) => topology.stream(topic, texts).groupByKey();
  const late: string[] = [];
  grouped('left')
    .cogroup<string>(add)
    .cogroup(grouped('right'), add)
    .windowedBy(session(5))
    .late((records) => records.forEach((value) => late.push(value)))
    .onWindowClose()
    .aggregate(
      () => '',
      (one, other) => one + other,
      { store: 'both', value: text },
    )
    .toStream()
    .to('out', { key: sessionWindowed(text), value: text as never });
  using driver = topology.testDriver();
  const pipe = (topic: string, value: string, timestamp: number): void =>
    driver.input(topic, texts).pipe({ key: 'k', value, timestamp });
  pipe('left', 'l', 1);
  pipe('right', 'r', 4);
  pipe('right', 'R', 30);
  pipe('left', 'L', 8);
  assert.deepEqual(
    driver.take('out').map(({ value }) => String(value)),
    ['lr'],
  );
  assert.deepEqual(late, ['L']);
});

test('a key in a window is the same again out of its bytes, with the end of the window', () => {
  const grouped = new Topology('app').stream('in', texts).groupByKey();
  const tables = [
    { table: grouped.windowedBy(tumbling('1m')).count('minutes'), window: { start: 60_000, end: 120_000 } },
    { table: grouped.windowedBy(sliding('1m')).count('sliding'), window: { start: 5, end: 60_005 } },
    {
      table: grouped.windowedBy(unlimited(7)).count('unlimited'),
      window: { start: 7, end: Number.MAX_SAFE_INTEGER },
    },
    { table: grouped.windowedBy(session('1m')).count('sessions'), window: { start: 5, end: 8 } },
  ];
  for (const { table, window } of tables) {
    const keys = table.keyBytes();
    const key = { key: 'k', ...window };
    assert.deepEqual(keys.deserialize('changelog', keys.serialize('changelog', key)), key);
  }
});

test('a sliding window of no length holds the records of one moment, as long as its grace says', () => {
  const topology = new Topology('parity');
  topology
    .stream('in', texts)
    .groupByKey()
    .windowedBy(sliding(0, { grace: 1 }))
    .reduce((one, other) => one + other, { store: 'joined', value: text })
    .toStream()
    .map((value, { key: { start, end } }) => ({ key: `${start} to ${end}`, value: value ?? '' }))
    .to('out', texts);
  using driver = topology.testDriver();
  const input = driver.input('in', texts);
  for (const [value, timestamp] of [
    ['a', 10],
    ['b', 10],
    ['c', 11],
    ['d', 10],
    ['e', 12],
    ['f', 10],
  ] as const) {
    input.pipe({ key: 'k', value, timestamp });
  }
  const told = driver.output('out', texts).read();
  assert.deepEqual(
    told.map(({ key, value }) => `${key}: ${value}`),
    ['10 to 10: a', '10 to 10: ab', '11 to 11: c', '10 to 10: abd', '12 to 12: e'],
  );
});

test('what belongs to another topology is refused where it is brought together with this one', () => {
  const topology = new Topology('parity');
  const other = new Topology('other');
  const stream = topology.stream('in', texts);
  const foreign = other.stream('others', texts);
  const rows = topology.table('rows', { ...texts, store: 'rows' });
  const foreignRows = other.table('other-rows', { ...texts, store: 'rows' });
  const global = other.globalTable('all', { ...texts, store: 'all' });
  const attempts: Readonly<Record<string, () => unknown>> = {
    merge: () => stream.merge(foreign),
    join: () => stream.join(foreign, (one) => one, { name: 'joined', before: 1, after: 1 }),
    joinTable: () => stream.joinTable(foreignRows, (one) => one),
    joinGlobal: () =>
      stream.joinGlobal(
        global,
        (value) => value,
        (one) => one,
      ),
    joinByForeignKey: () =>
      rows.joinByForeignKey(
        foreignRows,
        (value) => value,
        (one) => one,
        { name: 'joined', ...texts },
      ),
    cogroup: () =>
      stream
        .groupByKey()
        .cogroup((_aggregate: string, value) => value)
        .cogroup(foreign.groupByKey(), (_aggregate, value) => value)
        .aggregate(() => '', { store: 'together', ...texts }),
  };
  for (const [operator, attempt] of Object.entries(attempts)) {
    const message = new RegExp(`: ${operator} is given what belongs to another Topology`);
    assert.throws(attempt, { code: 'INVALID_TOPOLOGY', message });
  }
  assert.throws(() => rows.join(foreignRows, (one) => one), /join is given what belongs to another/);
});
