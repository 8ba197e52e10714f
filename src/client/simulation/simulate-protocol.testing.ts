/** Clients that speak the protocol by hand, which hide nothing that a broker does (src/broker/simulated-broker.testing.ts). */
import { SimulatedBrokerWorld } from '#broker/testing';
import type { Outcome } from './outcome.testing.ts';

export async function simulateProtocol(seed: number): Promise<Outcome> {
  const isKill = seed % 4 === 0;
  const options = isKill
    ? ({ flushAck: 'page-cache', death: 'kill', deaths: 1 } as const)
    : ({ flushAck: 'fsync', death: 'power', deaths: 2 } as const);
  const world = new SimulatedBrokerWorld({ ...options, seed });
  await world.run();
  return { acknowledged: world.acknowledged, deaths: world.deaths, faults: world.resets };
}
