/** The door of `streams/`: streams and tables over topics, with the semantics and the formats of Kafka Streams. */
export { Topology } from './dsl/topology.ts';
export type { SourceOptions, TableOptions, TopologyOptions } from './dsl/topology.ts';
export { Stream } from './dsl/stream.ts';
export type { OperatorOptions, ToOptions } from './dsl/stream.ts';
export { Table } from './dsl/table.ts';
export { GlobalTable } from './dsl/global-table.ts';
export type { Materialized } from './dsl/materialized.ts';
export type { RecordView } from './runtime/record-view.ts';
export type { RecordHeader } from './runtime/record-context.ts';
export { TopologyTestDriver } from './testing/topology-test-driver.ts';
export type { PipedRecord, TestDriverOptions } from './testing/topology-test-driver.ts';
