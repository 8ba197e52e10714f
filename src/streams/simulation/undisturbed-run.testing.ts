/** What a scenario comes to where nothing goes wrong: its topology in the driver for tests, partition by partition. */
import { partitionForKey } from '#client';
import { TopologyTestDriver } from '../testing/topology-test-driver.ts';
import { type InputRecord, OUTPUT, type Scenario, type Surroundings, TEXTS } from './scenario.testing.ts';

/** Timers of the wall clock are due by then, and what they tell. */
const LAST_TIMERS_MS = 1000;
const QUIET: Surroundings = { trouble: () => undefined, someTime: () => Promise.resolve() };

/** The values of the output. */
export async function undisturbedRun(
  scenario: Scenario,
  waves: readonly (readonly InputRecord[])[],
  partitions: number,
): Promise<string[]> {
  if (!scenario.isPartitioned) return runOnce(scenario, waves.flat());
  const runs = Array.from({ length: partitions }, (_, partition) =>
    runOnce(
      scenario,
      waves.flat().filter(({ key }) => partitionForKey(Buffer.from(key), partitions) === partition),
    ),
  );
  return (await Promise.all(runs)).flat();
}

async function runOnce(scenario: Scenario, records: readonly InputRecord[]): Promise<string[]> {
  using driver = new TopologyTestDriver(scenario.topology(QUIET, {}).build());
  for (const { topic, key, value, timestamp } of records) driver.input(topic, TEXTS).pipe({ key, value, timestamp });
  await driver.settle();
  driver.advanceWallClock(LAST_TIMERS_MS);
  return driver
    .output(OUTPUT, TEXTS)
    .read()
    .map(({ value }) => value ?? '');
}
