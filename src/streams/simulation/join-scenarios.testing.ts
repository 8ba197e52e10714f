/** Joins whose results depend on what is still on its way, or on what does not come: each wave makes one result of a key. */
import { string } from '#serde';
import { Topology } from '../dsl/topology.ts';
import { APPLICATION, type InputRecord, OUTPUT, pick, type Scenario, TEXTS, times } from './scenario.testing.ts';

/** Rows point at nothing by this name. */
const NOTHING = 'nothing';
const OWNERS = ['o0', 'o1', 'o2', 'o3'];

/**
 * Rows find the rows that they point at, which lie in other partitions: subscriptions go there and answers come back by
 * topics of the application's own, and rows of both tables change, point elsewhere and go.
 */
export const foreignKeyJoin: Scenario = {
  inputs: ['things', 'owners'],
  between: [`${APPLICATION}-owned-subscription-registration-topic`, `${APPLICATION}-owned-subscription-response-topic`],
  isPartitioned: false,
  order: 'of-keys',
  isCached: false,
  // A row that is processed again is no change any more, so that its subscription may never be sent; so it is in Kafka.
  atLeastOnce: null,
  topology(surroundings, options) {
    const topology = new Topology(APPLICATION, options);
    const owners = topology.table('owners', { ...TEXTS, store: 'owners' });
    topology
      .table('things', { ...TEXTS, store: 'things' })
      .leftJoinByForeignKey(
        owners,
        (thing) => {
          surroundings.trouble();
          const owner = thing.split(':')[0]!;
          return owner === NOTHING ? null : owner;
        },
        (thing, owner) => `${thing} of ${owner}`,
        { name: 'owned', store: 'owned', ...TEXTS },
      )
      .toStream()
      .mapValues((owned, { key }) => `${key}=${owned}`)
      .to(OUTPUT, TEXTS);
    return topology;
  },
  waves: (random, { size, begin }) => {
    let time = begin;
    const things = times(Math.ceil(size / 8), (index) => `t${index}`);
    // Nobody has the last one: it never gets a row.
    const pointedAt = [...OWNERS, 'o4', NOTHING];
    const known = new Set<string>();
    const owned = (round: number): InputRecord[] =>
      OWNERS.filter(() => random.chance(0.8)).map((key) => {
        // The deletion of one that is not there is told without a cache, and not told with one.
        const value = known.has(key) && random.chance(0.3) ? null : `owner ${round}`;
        if (value === null) known.delete(key);
        else known.add(key);
        return { topic: 'owners', key, value, timestamp: time++ };
      });
    const changed = (round: number): InputRecord[] =>
      things.map((key) => {
        const value = random.chance(0.2) ? null : `${pick(random, pointedAt)}:${round}`;
        return { topic: 'things', key, value, timestamp: time++ };
      });
    return [1, 2].flatMap((round) => [owned(round), changed(round)]);
  },
};

const WITHIN_MS = 1000;
const GRACE_MS = 500;
/** By then all of a wave has been told. */
const WAVE_MS = 4000;
/** They are in all partitions, so that time passes in each. */
const CLOCKS = times(8, (index) => `clock${index}`);

/**
 * Records of two streams meet, and those that nobody met go on alone when their window is closed, once; what comes after
 * that goes on alone, too.
 */
export const outerJoin: Scenario = {
  inputs: ['left', 'right'],
  isPartitioned: true,
  order: 'none',
  isCached: false,
  // What waits is looked for once a second.
  restMs: 1100,
  atLeastOnce: null,
  topology(surroundings, options) {
    const topology = new Topology(APPLICATION, options);
    topology
      .stream('left', TEXTS)
      .peek(() => surroundings.trouble())
      .outerJoin(topology.stream('right', TEXTS), (left, right, key) => `${key}=${left}+${right}`, {
        within: WITHIN_MS,
        grace: GRACE_MS,
        name: 'meet',
        store: 'meetings',
        key: string(),
        left: string(),
        right: string(),
      })
      .to(OUTPUT, TEXTS);
    return topology;
  },
  waves: (random, { size, begin }) => {
    const meetings = (wave: number): InputRecord[] =>
      times(Math.ceil(size / 3), (index) => {
        const topic = random.chance(0.5) ? 'left' : 'right';
        const timestamp = begin + wave * WAVE_MS + random.below(WITHIN_MS);
        return { topic, key: `k${random.below(5)}`, value: `${wave}.${index}`, timestamp };
      });
    const late = (wave: number): InputRecord[] =>
      times(2, (index) => {
        const timestamp = begin + (wave - 2) * WAVE_MS;
        return { topic: 'left', key: `late${random.below(9)}`, value: `${wave}.late${index}`, timestamp };
      });
    const clocks = (wave: number): InputRecord[] =>
      CLOCKS.map((key) => ({ topic: 'right', key, value: `${wave}`, timestamp: begin + wave * WAVE_MS }));
    return [meetings(0), [...clocks(1), ...meetings(1)], [...late(2), ...meetings(2)], clocks(4)];
  },
};
