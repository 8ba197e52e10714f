/** Runs simulated brokers, one for each seed, as a thread of its own; posts how many records were acknowledged. */
import assert from 'node:assert/strict';
import { parentPort, workerData } from 'node:worker_threads';
import { SimulatedBrokerWorld, type SimulatedBrokerOptions } from './simulated-broker.testing.ts';

export interface SimulatedBrokerWork {
  readonly firstSeed: number;
  readonly worlds: number;
  readonly options: Omit<SimulatedBrokerOptions, 'seed'>;
}

const { firstSeed, worlds, options } = workerData as SimulatedBrokerWork;
let acknowledged = 0;
for (let seed = firstSeed; seed < firstSeed + worlds; seed++) {
  const world = new SimulatedBrokerWorld({ ...options, seed });
  try {
    await world.run();
  } catch (cause) {
    throw new Error(`seed ${seed}: ${String(cause)}`, { cause });
  }
  assert.equal(world.deaths, options.deaths);
  acknowledged += world.acknowledged;
}
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort!.postMessage(acknowledged);
