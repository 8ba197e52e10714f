/** Applications of streams in simulated worlds, each from a seed; `npm run soak` has more than a thousand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addOutcomes, type Outcome, runWorlds, simulate } from '#client/testing';
import type { StreamsOptions } from '../application/streams-options.ts';
import { scenarios, type ScenarioName } from './scenarios.testing.ts';
import { simulateStreams } from './simulate-streams.testing.ts';
import { verifyAtLeastOnce, verifyExactlyOnce, verifyLatest } from './output-history.testing.ts';
import { workloads } from './workloads.testing.ts';

const TABLE = new URL('workloads.testing.ts', import.meta.url);
const THREADS = 2;
const isSoak = process.env['SAMSA_SOAK'] === 'true';
/** More of those that are quick. */
const SOAK_WORLDS: Readonly<Record<ScenarioName, number>> = {
  'word-count': 120,
  'table-join': 110,
  'stream-join': 110,
  'outer-join': 80,
  'foreign-key-join': 60,
  'windowed-count': 100,
  timers: 100,
  'async-by-key': 110,
  'async-by-input': 110,
  'async-unordered': 110,
};
const worldsOf = (scenario: ScenarioName): number => (isSoak ? SOAK_WORLDS[scenario] : 1);

/** A world takes less time than threads to begin. */
async function run(scenario: ScenarioName): Promise<Outcome> {
  const workload = `streams-${scenario}`;
  if (isSoak) return runWorlds({ table: TABLE, workload, firstSeed: 1, count: worldsOf(scenario), threads: THREADS });
  let outcome: Outcome = {};
  for (let seed = 1; seed <= worldsOf(scenario); seed++) {
    outcome = addOutcomes(outcome, await simulate({ workload, run: workloads[workload]!.run, seed }));
  }
  return outcome;
}

const CLAIMS: Readonly<Record<ScenarioName, string>> = {
  'word-count': 'words are counted as if nothing had happened',
  'table-join': 'a stream finds the rows of a table that were there before it',
  'stream-join': 'records of two streams meet, each pair once',
  'outer-join': 'records of two streams meet, and who meets nobody goes on alone, once',
  'foreign-key-join': 'rows are joined with those that they point at, in other partitions',
  'windowed-count': 'each window is told once, with all of its records',
  timers: 'what a processor keeps is told by its timers, each record once',
  'async-by-key': 'functions that take their time lose nothing, and keep the order of keys',
  'async-by-input': 'functions that take their time lose nothing, and keep the order of the input',
  'async-unordered': 'functions that take their time lose nothing, in whatever order',
};

for (const [scenario, claim] of Object.entries(CLAIMS) as [ScenarioName, string][]) {
  test(`whatever happens to brokers, instances and the network: ${claim}`, async () => {
    const { worlds = 0, expected = 0, exactlyOnce = 0, instanceDeaths = 0, faults = 0 } = await run(scenario);
    const count = worldsOf(scenario);
    assert.equal(worlds, count);
    assert.ok(expected > count * 5, `${expected} results`);
    // Of a few worlds, each may be a quiet one.
    if (!isSoak) return;
    assert.ok(exactlyOnce >= count / 2 && expected > count * 8, `${exactlyOnce} worlds, ${expected} results`);
    assert.ok(instanceDeaths > count / 4 && faults > count * 20, `${instanceDeaths} deaths, ${faults} faults`);
  });
}

test('lost, doubled and reordered results are told apart', () => {
  const expected = ['a=1', 'b=1', 'a=2'];
  verifyExactlyOnce(expected, ['b=1', 'a=1', 'a=2'], 'of-keys');
  assert.throws(() => verifyExactlyOnce(expected, ['a=1', 'a=2'], 'of-keys'), /lost: b=1/);
  assert.throws(() => verifyExactlyOnce(expected, ['a=1', 'b=1', 'a=2', 'a=2'], 'of-keys'), /too many: a=2/);
  assert.throws(() => verifyExactlyOnce(expected, ['a=2', 'b=1', 'a=1'], 'of-keys'), /reordered: of a/);
  verifyExactlyOnce(expected, ['a=2', 'b=1', 'a=1'], 'none');
  verifyLatest(expected, ['a=2', 'b=1']);
  assert.throws(() => verifyLatest(expected, ['a=1', 'b=1']), /lost: a=2/);
  assert.throws(() => verifyLatest(expected, ['a=1', 'a=2', 'b=1', 'b=1']), /too many: b=1/);
  verifyAtLeastOnce(expected, ['a=1', 'a=2', 'a=2', 'b=1'], 'all');
  assert.throws(() => verifyAtLeastOnce(expected, ['a=2', 'b=1'], 'all'), /lost: a=1/);
  verifyAtLeastOnce(expected, ['a=3', 'b=1'], 'last');
  assert.throws(() => verifyAtLeastOnce(expected, ['a=1', 'b=1'], 'last'), /lost: a=2/);
});

/** The first seed that fails, in the words in which it does; `first` only saves those that are known to pass. */
async function firstFailure(scenario: ScenarioName, flaws: Partial<StreamsOptions>, first = 1): Promise<string> {
  for (let seed = first; seed <= 100; seed++) {
    try {
      await simulateStreams(seed, () => undefined, { scenario: scenarios[scenario], flaws });
    } catch (error) {
      return String(error);
    }
  }
  return 'none';
}

test('an application that is only said to process exactly once is found out', async () => {
  assert.match(await firstFailure('word-count', { processingGuarantee: 'at_least_once' }, 3), /too many|lost/);
});

test('an application that reads what is not committed yet is found out', async () => {
  const consumer = { fetchMaxWaitMs: 50, isolationLevel: 'read_uncommitted' } as const;
  assert.match(await firstFailure('word-count', { consumer }), /too many|lost/);
});
