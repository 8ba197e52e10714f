/** The applications that are simulated, by name. */
import { string } from '#serde';
import { kv } from '../dsl/store-definitions.ts';
import { Topology } from '../dsl/topology.ts';
import { tumbling } from '../windows/windows.ts';
import { foreignKeyJoin, outerJoin } from './join-scenarios.testing.ts';
import { APPLICATION, type InputRecord, OUTPUT, pick, type Scenario, TEXTS, times } from './scenario.testing.ts';

const WORDS = ['a', 'b', 'c', 'd'];
const KEYS = 6;

/** Words of lines, counted by a repartitioned key. */
const wordCount: Scenario = {
  inputs: ['lines'],
  isPartitioned: false,
  order: 'of-keys',
  isCached: true,
  atLeastOnce: 'last',
  topology(surroundings, options) {
    const topology = new Topology(APPLICATION, options);
    topology
      .stream('lines', TEXTS)
      .flatMapValues((line) => {
        surroundings.trouble();
        return line.split(' ');
      })
      .groupBy((word) => word, { name: 'by-word', ...TEXTS })
      .count('counts')
      .toStream()
      .mapValues((count, { key }) => `${key}=${count}`)
      .to(OUTPUT, TEXTS);
    return topology;
  },
  waves: (random, { size, begin }) => [
    times(size, (index): InputRecord => {
      const words = times(1 + random.below(3), () => pick(random, WORDS));
      return { topic: 'lines', key: String(index), value: words.join(' '), timestamp: begin + index };
    }),
  ],
};

/** A stream finds rows of a table that was written before; the table's state comes from its topic again after each crash. */
const tableJoin: Scenario = {
  inputs: ['orders', 'prices'],
  isPartitioned: true,
  order: 'of-keys',
  isCached: false,
  atLeastOnce: 'all',
  topology(surroundings, options) {
    const topology = new Topology(APPLICATION, options);
    const prices = topology
      .table('prices', { ...TEXTS, store: 'prices' })
      .mapValues((price) => `${price} EUR`, { store: 'shown-prices', ...TEXTS });
    topology
      .stream('orders', TEXTS)
      .peek(() => surroundings.trouble())
      .leftJoinTable(prices, (order, price, key) => `${key}=${order} for ${price}`)
      .to(OUTPUT, TEXTS);
    return topology;
  },
  waves: (random, { size, begin }) => {
    let time = begin;
    const priced = (round: number): InputRecord[] =>
      times(KEYS, (key) => ({ topic: 'prices', key: `k${key}`, value: `${round}${key}`, timestamp: time++ }));
    const ordered = (round: number): InputRecord[] =>
      times(Math.ceil(size / 3), (index) => {
        const key = `k${random.below(KEYS + 1)}`;
        return { topic: 'orders', key, value: `o${round}-${index}`, timestamp: time++ };
      });
    return [1, 2, 3].flatMap((round) => [priced(round), ordered(round)]);
  },
};

/** Records of two streams meet in windows that keep duplicates: each pair once, whichever comes first. */
const streamJoin: Scenario = {
  inputs: ['left', 'right'],
  isPartitioned: false,
  order: 'none',
  isCached: false,
  atLeastOnce: 'all',
  topology(surroundings, options) {
    const topology = new Topology(APPLICATION, options);
    topology
      .stream('left', TEXTS)
      .peek(() => surroundings.trouble())
      .join(topology.stream('right', TEXTS), (left, right, key) => `${key}=${left}+${right}`, {
        within: 1000,
        grace: '1h',
        name: 'meet',
        store: 'meetings',
        key: string(),
        left: string(),
        right: string(),
      })
      .to(OUTPUT, TEXTS);
    return topology;
  },
  waves: (random, { size, begin }) => [
    times(size, (index): InputRecord => {
      const topic = random.chance(0.5) ? 'left' : 'right';
      const timestamp = begin + index * 100 + random.below(400);
      return { topic, key: `k${random.below(3)}`, value: String(index), timestamp };
    }),
  ],
};

/** Counts in windows, each told once when time has passed it; what comes too late is dropped. */
const windowedCount: Scenario = {
  inputs: ['clicks'],
  isPartitioned: true,
  order: 'of-keys',
  isCached: false,
  // A store that is restored may be ahead of the offsets, and has let windows go that were not told yet; so it is in Kafka.
  atLeastOnce: null,
  topology(surroundings, options) {
    const topology = new Topology(APPLICATION, options);
    topology
      .stream('clicks', TEXTS)
      .peek(() => surroundings.trouble())
      .groupByKey(TEXTS)
      .windowedBy(tumbling(1000, { grace: 300 }))
      .count('clicked')
      .final({ name: 'closed' })
      .toStream()
      .map((count, { key: { key, start, end } }) => {
        const window = `${start % 1_000_000} to ${end % 1_000_000}`;
        return { key, value: `${key}@${window}=${count}` };
      }, TEXTS)
      .to(OUTPUT, TEXTS);
    return topology;
  },
  waves: (random, { size, begin }) => [
    times(size, (index): InputRecord => {
      const timestamp = begin + index * 100 - random.below(600);
      return { topic: 'clicks', key: `k${random.below(KEYS)}`, value: 'click', timestamp };
    }),
  ],
};

/** Values made by functions that take their time, with what waits for them when the application dies. */
const asyncMap = (order: 'key' | 'input' | 'none'): Scenario => ({
  inputs: ['requests'],
  isPartitioned: false,
  order: order === 'none' ? 'none' : 'of-keys',
  isCached: false,
  atLeastOnce: 'all',
  topology(surroundings, options) {
    const topology = new Topology(APPLICATION, options);
    topology
      .stream('requests', TEXTS)
      .mapAsync(
        async (value, { key }) => {
          await surroundings.someTime();
          surroundings.trouble();
          return `${key}=${value}!`;
        },
        { concurrency: 3, order },
      )
      .to(OUTPUT, TEXTS);
    return topology;
  },
  waves: (random, { size, begin }) => [
    times(size, (index): InputRecord => {
      return { topic: 'requests', key: `k${random.below(KEYS)}`, value: `r${index}`, timestamp: begin + index };
    }),
  ],
});

const WAVES = 6;
const TICK_MS = 100;

/**
 * A processor keeps what comes, and timers tell it: tasks have something to commit without having read anything. The records
 * of a wave have one key, so that one task reads while the timers of all go on.
 */
const timers: Scenario = {
  inputs: ['events'],
  // So that most threads have several tasks.
  partitions: 4,
  isPartitioned: false,
  order: 'of-keys',
  isCached: false,
  // What a timer has told and what it took out of the store for that are not written together.
  atLeastOnce: null,
  topology(surroundings, options) {
    const topology = new Topology(APPLICATION, options);
    const kept = kv('kept', TEXTS);
    topology
      .stream('events', TEXTS)
      .process({ stores: { kept }, ...TEXTS }, ({ stores, forward, schedule }) => {
        schedule(TICK_MS, 'wall-clock', (now) => {
          const rows = [...stores.kept.all()];
          for (const [row, { value }] of rows) {
            forward(row.slice(0, row.indexOf('#')), value);
            stores.kept.put(row, null, now);
          }
        });
        return {
          process: (value, { key, timestamp }) => {
            surroundings.trouble();
            stores.kept.put(`${key}#${value}`, `${key}=${value}`, timestamp);
          },
        };
      })
      .to(OUTPUT, TEXTS);
    return topology;
  },
  waves: (random, { size, begin }) =>
    times(WAVES, (wave) => {
      const key = `k${random.below(99)}`;
      return times(Math.ceil(size / WAVES), (index): InputRecord => {
        // In the order of their bytes.
        return { topic: 'events', key, value: String(1000 * (wave + 1) + index), timestamp: begin + index };
      });
    }),
};

export const scenarios = {
  'word-count': wordCount,
  'table-join': tableJoin,
  'stream-join': streamJoin,
  'outer-join': outerJoin,
  'foreign-key-join': foreignKeyJoin,
  'windowed-count': windowedCount,
  timers,
  'async-by-key': asyncMap('key'),
  'async-by-input': asyncMap('input'),
  'async-unordered': asyncMap('none'),
} satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;
