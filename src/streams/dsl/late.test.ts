/** Records that come too late for their windows, and windows that close because nothing comes any more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { long, string } from '#serde';
import {
  hopping,
  session,
  sliding,
  type Stream,
  Topology,
  type TopologyTestDriver,
  tumbling,
  type WindowedTable,
} from '#streams';

const text = string();
const texts = { key: text, value: text };

type Build = (
  stream: Stream<string, string>,
  late: (late: Stream<string, string>) => void,
) => WindowedTable<string, number>;

function drive(build: Build): TopologyTestDriver {
  const topology = new Topology('late');
  const table = build(topology.stream('in', texts), (late) => late.to('late'));
  table
    .toStream()
    .map((count, { key: { key, start, end } }) => ({ key: `${key} ${start}-${end}`, value: count ?? -1 }))
    .to('out', { key: text, value: long() });
  return topology.testDriver();
}

function pipe(driver: TopologyTestDriver, ...timestamps: number[]): void {
  const input = driver.input('in', texts);
  for (const timestamp of timestamps) input.pipe({ key: 'k', value: `at ${timestamp}`, timestamp });
}

function results(driver: TopologyTestDriver): string[] {
  return driver
    .output('out', { key: text, value: long() })
    .read()
    .map(({ key, value }) => `${key}: ${value}`);
}

function late(driver: TopologyTestDriver): (string | null)[] {
  return driver
    .output('late', texts)
    .read()
    .map(({ value }) => value);
}

test('a late record goes to the stream of late ones as it came, and to nobody else', () => {
  using driver = drive((stream, use) =>
    stream
      .groupByKey()
      .windowedBy(tumbling(10, { grace: 5 }))
      .late(use)
      .count('counts'),
  );
  pipe(driver, 1, 14);
  const headers = [{ key: 'trace', value: Buffer.from('7') }];
  driver.input('in', texts).pipe({ key: 'k', value: 'in time', timestamp: 2 });
  pipe(driver, 15);
  driver.input('in', texts).pipe({ key: 'k', value: 'late', timestamp: 3, headers });
  const [record, ...others] = driver.take('late');
  assert.deepEqual(others, []);
  assert.deepEqual([String(record!.key), String(record!.value), record!.timestamp], ['k', 'late', 3]);
  assert.deepEqual(record!.headers, headers);
  assert.deepEqual(results(driver), ['k 0-10: 1', 'k 10-20: 1', 'k 0-10: 2', 'k 10-20: 2']);
  assert.deepEqual([...driver.dropped], [['expired window', 1]]);
});

test('a record that still counts in one of its windows is not late', () => {
  using driver = drive((stream, use) =>
    stream
      .groupByKey()
      .windowedBy(hopping(10, { advance: 5 }))
      .late(use)
      .count('counts'),
  );
  pipe(driver, 12, 7, 4);
  assert.deepEqual(late(driver), ['at 4']);
});

test('sliding windows and sessions have late records too', () => {
  using windows = drive((stream, use) => stream.groupByKey().windowedBy(sliding(10)).late(use).count('counts'));
  pipe(windows, 50, 41, 39);
  assert.deepEqual(late(windows), ['at 39']);
  using sessions = drive((stream, use) => stream.groupByKey().windowedBy(session(10)).late(use).count('counts'));
  pipe(sessions, 50, 41, 30);
  assert.deepEqual(late(sessions), ['at 30']);
});

test('late records of a stream under other keys have those keys', () => {
  using driver = drive((stream, use) =>
    stream
      .groupBy((value) => value.slice(0, 2), { name: 'by-start', key: text })
      .windowedBy(tumbling(10))
      .late((records) => use(records.mapValues((value, { key }) => `${key}: ${value}`, { value: text })))
      .count('counts'),
  );
  pipe(driver, 50, 1);
  assert.deepEqual(late(driver), ['at: at 1']);
});

test('late records go to their stream also where windows are told when they close', () => {
  using driver = drive((stream, use) =>
    stream.groupByKey().windowedBy(tumbling(10)).late(use).onWindowClose().count('counts'),
  );
  pipe(driver, 1, 10, 2);
  assert.deepEqual(late(driver), ['at 2']);
  assert.deepEqual(results(driver), ['k 0-10: 1']);
});

const finals: Readonly<Record<string, (windows: 'time' | 'sliding' | 'session') => Build>> = {
  'final()': (windows) => (stream, use) => {
    const grouped = stream.groupByKey();
    const counted =
      windows === 'time'
        ? grouped
            .windowedBy(tumbling(10, { grace: 5 }))
            .late(use)
            .count('counts')
        : windows === 'sliding'
          ? grouped
              .windowedBy(sliding(10, { grace: 5 }))
              .late(use)
              .count('counts')
          : grouped.windowedBy(session(10)).late(use).count('counts');
    return counted.final({ idle: '30s', name: 'final' });
  },
  'onWindowClose()': (windows) => (stream, use) => {
    const grouped = stream.groupByKey();
    const close = { idle: '30s' } as const;
    return windows === 'time'
      ? grouped
          .windowedBy(tumbling(10, { grace: 5 }))
          .late(use)
          .onWindowClose(close)
          .count('counts')
      : windows === 'sliding'
        ? grouped
            .windowedBy(sliding(10, { grace: 5 }))
            .late(use)
            .onWindowClose(close)
            .count('counts')
        : grouped.windowedBy(session(10)).late(use).onWindowClose(close).count('counts');
  },
};

for (const [how, build] of Object.entries(finals)) {
  test(`${how} with idle tells the windows that are open when no record has come for so long`, () => {
    using driver = drive(build('time'));
    pipe(driver, 1, 2, 12);
    driver.advanceWallClock(29_999);
    assert.deepEqual(results(driver), []);
    driver.advanceWallClock(1);
    assert.deepEqual(results(driver), ['k 0-10: 2', 'k 10-20: 1']);
  });

  test(`${how} with idle waits from the last record on, and tells each window once`, () => {
    using driver = drive(build('time'));
    driver.advanceWallClock(10_000);
    pipe(driver, 1);
    driver.advanceWallClock(20_000);
    assert.deepEqual(results(driver), []);
    pipe(driver, 2);
    driver.advanceWallClock(29_999);
    assert.deepEqual(results(driver), []);
    driver.advanceWallClock(1);
    assert.deepEqual(results(driver), ['k 0-10: 2']);
    driver.advanceWallClock(60_000);
    pipe(driver, 40);
    assert.deepEqual(results(driver), []);
  });

  test(`${how} with idle: what comes later for a closed window is late, and newer windows begin as ever`, () => {
    using driver = drive(build('time'));
    pipe(driver, 1);
    driver.advanceWallClock(30_000);
    assert.deepEqual(results(driver), ['k 0-10: 1']);
    pipe(driver, 3, 11, 12);
    assert.deepEqual(late(driver), ['at 3']);
    driver.advanceWallClock(30_000);
    assert.deepEqual(results(driver), ['k 10-20: 2']);
  });

  test(`${how} with idle closes sliding windows with their ends`, () => {
    using driver = drive(build('sliding'));
    pipe(driver, 20);
    driver.advanceWallClock(30_000);
    assert.deepEqual(results(driver), ['k 10-20: 1']);
    pipe(driver, 10, 21);
    assert.deepEqual(late(driver), ['at 10']);
  });

  test(`${how} with idle: a session that was closed is not gone on with`, () => {
    using driver = drive(build('session'));
    pipe(driver, 20, 25);
    driver.advanceWallClock(30_000);
    assert.deepEqual(results(driver), ['k 20-25: 2']);
    pipe(driver, 25, 27);
    assert.deepEqual(late(driver), ['at 25']);
    driver.advanceWallClock(30_000);
    assert.deepEqual(results(driver), ['k 27-27: 1']);
  });
}

test('time of records goes on as if nothing had been closed', () => {
  const topology = new Topology('late');
  const times: number[] = [];
  topology
    .stream('in', texts)
    .process({ ...texts }, ({ streamTime }) => ({ process: () => void times.push(streamTime()) }));
  topology
    .stream('other', texts)
    .groupByKey()
    .windowedBy(tumbling(1000))
    .count('counts')
    .final({ idle: '1s', name: 'final' });
  using driver = topology.testDriver();
  driver.input('other', texts).pipe({ key: 'k', value: 'v', timestamp: 5 });
  driver.advanceWallClock(1000);
  driver.input('in', texts).pipe({ key: 'k', value: 'v', timestamp: 2 });
  assert.deepEqual(times, [5]);
});

test('an idle time of nothing is refused', () => {
  const windowed = new Topology('late').stream('in', texts).groupByKey().windowedBy(tumbling(10)).count('counts');
  assert.throws(() => windowed.final({ idle: 0 }), {
    code: 'INVALID_CONFIG',
    message: 'the time without a record that closes windows has to be above 0',
  });
});
