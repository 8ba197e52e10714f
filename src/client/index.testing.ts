/** The door of `client/` for other modules' tests (`#client/testing`): simulated worlds, and what lives and goes wrong in them. */
export { stablePositions } from './simulation/broker-state.testing.ts';
export { CLIENT_OPTIONS, killClients, SimulatedClient } from './simulation/clients.testing.ts';
export { readCommittedTopic } from './simulation/committed-log.testing.ts';
export type { CommittedLog } from './simulation/committed-log.testing.ts';
export { DyingBrokerWorld } from './simulation/dying-broker.testing.ts';
export { addOutcomes, sum } from './simulation/outcome.testing.ts';
export type { Outcome } from './simulation/outcome.testing.ts';
export { simulate } from './simulation/simulate.testing.ts';
export { runWorlds } from './simulation/workers.testing.ts';
export type { Workload } from './simulation/workload.testing.ts';
export { PORT } from './simulation/world.testing.ts';
export type { ClientWorld } from './simulation/world.testing.ts';
