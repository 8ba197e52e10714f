/** What is simulated of streams, by the name that `npm run sim -- --workload` takes: a scenario each. */
import type { Workload } from '#client/testing';
import type { Scenario } from './scenario.testing.ts';
import { scenarios } from './scenarios.testing.ts';
import { simulateStreams } from './simulate-streams.testing.ts';

export const workloads: Readonly<Record<string, Workload>> = Object.fromEntries(
  Object.entries(scenarios).map(([name, scenario]: [string, Scenario]) => [
    `streams-${name}`,
    { share: 3, run: (seed, onWorld) => simulateStreams(seed, onWorld, { scenario }) } satisfies Workload,
  ]),
);
