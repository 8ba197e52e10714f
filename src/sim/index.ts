/** The door of `sim/`: a simulated world with faults, for tests: ours, and by `testing` those of users. */
export { DiskFaults } from './disk-faults.ts';
export type { DiskFault, DiskOperation, DiskOperationKind } from './disk-faults.ts';
export { Machine } from './machine.ts';
export type { LogLine } from './machine.ts';
export { SeededRandom } from './seeded-random.ts';
export { SimulatedDisk } from './simulated-disk.ts';
export { diskError, ignoreRejectionsOfTheDead, MachineDied } from './simulated-error.ts';
export { EventQueue } from './event-queue.ts';
export type { Event } from './event-queue.ts';
export { SimulatedConnection } from './simulated-connection.ts';
export { SimulatedNetwork } from './simulated-network.ts';
export { createSimulation, Simulation } from './simulation.ts';
export { Volume } from './volume.ts';
