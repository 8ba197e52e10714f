/** The door of `sim/`: a simulated world with faults, for tests. No other module's product code imports it. */
export { DiskFaults } from './disk-faults.ts';
export type { DiskFault, DiskOperation, DiskOperationKind } from './disk-faults.ts';
export { Machine } from './machine.ts';
export type { LogLine } from './machine.ts';
export { SeededRandom } from './seeded-random.ts';
export { SimulatedDisk } from './simulated-disk.ts';
export { MachineDied } from './simulated-error.ts';
export { SimulatedConnection } from './simulated-connection.ts';
export { SimulatedNetwork } from './simulated-network.ts';
export { createSimulation, Simulation } from './simulation.ts';
export { Volume } from './volume.ts';
