/** The door of `streams/`: streams and tables over topics, with the semantics and the formats of Kafka Streams. */
export { Topology } from './dsl/topology.ts';
export type { TopicChooser } from './plan/plan-nodes.ts';
export type { SinkRecordContext } from './runtime/sink-record-context.ts';
export type { OffsetReset } from './dsl/offset-reset.ts';
export type { DescribeOptions, SourceOptions, TableOptions, TopologyOptions } from './dsl/topology.ts';
export { StreamsApplication } from './application/streams-application.ts';
export type {
  ApplicationCloseOptions,
  ApplicationState,
  ThreadDescription,
} from './application/streams-application.ts';
export { startStreams } from './workers/start-streams.ts';
export type { StreamsWorkerOptions } from './workers/start-streams.ts';
export { streamsConfigs } from './application/streams-configs.ts';
export type { StreamsCodeOptions, StreamsOptions, UncaughtErrorResponse } from './application/streams-options.ts';
export type { ThreadState } from './thread/stream-thread.ts';
export type { RestoreProgress } from './thread/restorer.ts';
export { Stream } from './dsl/stream.ts';
export { dlq } from './runtime/error-handler.ts';
export type { DeadLetterQueue, ErrorAnswer, ErrorContext, ErrorHandler, ErrorKind } from './runtime/error-handler.ts';
export type { OperatorOptions, ToOptions } from './dsl/stream.ts';
export type { PrintOptions } from './dsl/print.ts';
export type { Partitions } from './plan/plan-nodes.ts';
export type { Optimization } from './plan/optimize-plan.ts';
export type { MapAsyncOptions, RetryOptions } from './dsl/map-async.ts';
export type { AsyncOrder, AsyncRecord } from './operators/async-map.ts';
export { kv, sessionStore, versionedStore, windowStore } from './dsl/store-definitions.ts';
export type { StoreDefinition, StoreDefinitions, StoreOptions, StoresOf } from './dsl/store-definitions.ts';
export type { ProcessOptions, ProcessorContext, ValueProcessorContext } from './dsl/process.ts';
export type { ForwardOptions, Processor, RecordMetadata, TaskAccess } from './operators/process.ts';
export { TopologyNode } from './dsl/processor-topology.ts';
export type {
  AddProcessorOptions,
  AddSinkOptions,
  NodeProcessorContext,
  Parent,
  Parents,
  StoreProcessorContext,
  StoreTopic,
} from './dsl/processor-topology.ts';
export type { Punctuation, PunctuationType } from './runtime/node-context.ts';
export { Table } from './dsl/table.ts';
export type { TransformValuesOptions, ValueTransformerContext } from './dsl/transform-values.ts';
export type { ValueTransformer } from './operators/table-transform.ts';
export { GlobalTable } from './dsl/global-table.ts';
export type { Materialized, StoreFormat, Versioned } from './dsl/materialized.ts';
export type { RecordView } from './runtime/record-view.ts';
export type { RecordHeader } from './runtime/record-context.ts';
export { TopologyTestDriver } from './testing/topology-test-driver.ts';
export type { PipedRecord } from './testing/driven-tasks.ts';
export type { TestDriverOptions } from './testing/topology-test-driver.ts';
export { TestInput, TestOutput } from './testing/test-topics.ts';
export type { TestRecord, TestTopicSerdes } from './testing/test-topics.ts';
export { GroupedStream } from './dsl/grouped-stream.ts';
export type { GroupedOptions } from './dsl/grouped-stream.ts';
export { GroupedTable } from './dsl/grouped-table.ts';
export { CogroupedSessions, CogroupedWindows } from './dsl/cogrouped-windows.ts';
export { CogroupedStream } from './dsl/cogrouped-stream.ts';
export { TimeWindowedStream } from './dsl/time-windowed-stream.ts';
export { SessionWindowedStream } from './dsl/session-windowed-stream.ts';
export type { FinalOptions, SuppressBounds } from './dsl/suppressed.ts';
export { WindowedTable } from './dsl/windowed-table.ts';
export { sessionWindowed, timeWindowed, type WindowedSerde } from './dsl/windowed-serde.ts';
export { hopping, session, sliding, tumbling, unlimited } from './windows/windows.ts';
export type {
  KeyValueStore,
  SessionStore,
  Timestamped,
  VersionedKeyValueStore,
  VersionedRecord,
  Windowed,
  WindowStore,
} from './stores/state-store.ts';
export type {
  KeyValueStoreWithHeaders,
  SessionStoreWithHeaders,
  TimestampedWithHeaders,
  WindowStoreWithHeaders,
} from './stores/state-store-with-headers.ts';
export type { WithHeaders } from './stores/headers/with-headers.ts';
// Interactive queries.
export {
  keyQuery,
  keyQueryWithHeaders,
  multiVersionedKeyQuery,
  rangeQuery,
  rangeQueryWithHeaders,
  sessionKeyQuery,
  sessionKeyQueryWithHeaders,
  timestampedKeyQuery,
  timestampedRangeQuery,
  versionedKeyQuery,
  windowKeyQuery,
  windowKeyQueryWithHeaders,
  windowRangeQuery,
  windowRangeQueryWithHeaders,
} from './queries/state-query.ts';
export type { RangeBounds, StateQuery, TimeBounds, WindowedValue } from './queries/state-query.ts';
export { positionOf } from './queries/position.ts';
export type { Position } from './queries/position.ts';
export type { PartitionResult, QueryFailure, QueryFailureReason } from './queries/query-answer.ts';
export type { QueryOptions, StateQueryResult } from './queries/interactive-queries.ts';
export type { HostInfo, KeyQueryMetadata, StoreHostMetadata } from './queries/store-owners.ts';
export { StoreView } from './queries/store-view.ts';
export type { ViewOptions } from './queries/store-view.ts';
