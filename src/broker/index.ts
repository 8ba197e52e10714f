/** The door of `broker/`. */
export { Broker } from './broker.ts';
export type { BrokerAddress, BrokerOptions } from './broker.ts';
export * from './config/index.ts';
export type { RecoveryProgress } from '#log';
