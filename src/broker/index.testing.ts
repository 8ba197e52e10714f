/** The door of `broker/` for other modules' tests (`#broker/testing`): a broker of a test's own, and the protocol by hand. */
export { batchOf, startTestBroker, TestClient } from './broker.testing.ts';
export type { BatchOptions, LoggedLine, TestBroker } from './broker.testing.ts';
export { createTopic, fetch, newProducerId, produce, recordsOf, withBroker } from './requests.testing.ts';
export type { FetchedRecord, FetchOptions, ProduceOptions } from './requests.testing.ts';
export { SimulatedBrokerWorld } from './simulated-broker.testing.ts';
export { failedHandler, SimulatedBroker } from './simulation.testing.ts';
