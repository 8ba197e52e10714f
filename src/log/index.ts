/** The door of `log/`: partitions' logs in Kafka's files, and all of a broker's logs together. */
export type { AppendOptions, AppendResult } from './log-append.ts';
export { LogCleaner, type CleanerTotals, type LogCleanerSettings } from './cleaner/log-cleaner.ts';
export { logConfigFrom, type LogConfig, type SchemaRule } from './log-config.ts';
export type { LogDirectory } from './log-directory.ts';
export { LogManager, type CreateLogOptions, type LogManagerOptions } from './log-manager.ts';
export { defaultLogManagerSettings, type LogManagerSettings, type RecoveryProgress } from './log-opening.ts';
export type { TimestampedOffset } from './log-lookup.ts';
export type { LogReadOptions, LogReadResult } from './log-reader.ts';
export { MAX_DECOMPRESSED_BYTES } from './log-validator.ts';
export type { RecordError, Rejection } from './log-validator.ts';
export type { EpochEndOffset } from './leader-epoch-cache.ts';
export { type TopicConfigs, topicConfigTable } from './topic-config.ts';
export { isTopicName, type TopicPartition } from './topic-partition.ts';
export type { AbortedTransaction } from './transaction-index.ts';
export { UnifiedLog } from './unified-log.ts';
