/** A broker in a simulated world that dies again and again; `simulated-broker.testing.ts` says what is checked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SimulatedBrokerWorld, type SimulatedBrokerOptions } from './simulated-broker.testing.ts';

async function run(worlds: number, options: Omit<SimulatedBrokerOptions, 'seed'>): Promise<void> {
  let acknowledged = 0;
  for (let seed = 1; seed <= worlds; seed++) {
    const world = new SimulatedBrokerWorld({ ...options, seed });
    try {
      await world.run();
    } catch (cause) {
      throw new Error(`seed ${seed}`, { cause });
    }
    assert.equal(world.deaths, options.deaths);
    acknowledged += world.acknowledged;
  }
  assert.ok(acknowledged > worlds * 100, `only ${acknowledged} records were acknowledged`);
}

test('what a broker acknowledged over the network outlives power losses and resets, once and in order', () =>
  run(120, { flushAck: 'fsync', death: 'power', deaths: 4 }));

test('with flush.ack=page-cache it outlives kills of the process', () =>
  run(25, { flushAck: 'page-cache', death: 'kill', deaths: 3 }));
