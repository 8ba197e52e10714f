/** What a topic's configs mean for its logs, in the form the log reads on each append. */
import type { TopicConfigs } from './topic-config.ts';

/** What the key or value of a record has to be; a broker with a schema registry looks at it before it appends. */
export interface SchemaRule {
  /** By what the subject is named: the topic, the schema's own name, or both. */
  readonly subjectName: 'topic' | 'record' | 'topic-record';
  /** The bytes behind the schema's id must be whole data of that schema. */
  readonly decodesPayload: boolean;
}

export interface LogConfig {
  readonly segmentBytes: number;
  readonly segmentMs: number;
  readonly segmentJitterMs: number;
  readonly segmentIndexBytes: number;
  readonly indexIntervalBytes: number;
  /** -1: for ever. */
  readonly retentionMs: number;
  /** -1: without limit. */
  readonly retentionBytes: number;
  readonly maxMessageBytes: number;
  readonly compact: boolean;
  readonly delete: boolean;
  readonly messageTimestampType: 'CreateTime' | 'LogAppendTime';
  readonly messageTimestampBeforeMaxMs: number;
  readonly messageTimestampAfterMaxMs: number;
  readonly compressionType: 'producer' | 'uncompressed' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  readonly compressionGzipLevel: number;
  readonly compressionLz4Level: number;
  readonly compressionZstdLevel: number;
  readonly deleteRetentionMs: number;
  readonly minCleanableDirtyRatio: number;
  readonly minCompactionLagMs: number;
  readonly maxCompactionLagMs: number;
  readonly fileDeleteDelayMs: number;
  readonly minInsyncReplicas: number;
  readonly flushMessages: number;
  readonly flushMs: number;
  readonly flushAck: 'fsync' | 'page-cache';
  /** Null: anything may be written. */
  readonly keySchema: SchemaRule | null;
  readonly valueSchema: SchemaRule | null;
}

/** `effective` are the values in force for the topic: its own, else the broker's, else the defaults. */
export function logConfigFrom(effective: TopicConfigs): LogConfig {
  return {
    segmentBytes: effective.internalSegmentBytes ?? effective.segmentBytes,
    segmentMs: effective.segmentMs,
    segmentJitterMs: effective.segmentJitterMs,
    segmentIndexBytes: effective.segmentIndexBytes,
    indexIntervalBytes: effective.indexIntervalBytes,
    retentionMs: effective.retentionMs,
    retentionBytes: effective.retentionBytes,
    maxMessageBytes: effective.maxMessageBytes,
    compact: effective.cleanupPolicy.includes('compact'),
    delete: effective.cleanupPolicy.includes('delete'),
    messageTimestampType: effective.messageTimestampType,
    messageTimestampBeforeMaxMs: effective.messageTimestampBeforeMaxMs,
    messageTimestampAfterMaxMs: effective.messageTimestampAfterMaxMs,
    compressionType: effective.compressionType,
    compressionGzipLevel: effective.compressionGzipLevel,
    compressionLz4Level: effective.compressionLz4Level,
    compressionZstdLevel: effective.compressionZstdLevel,
    deleteRetentionMs: effective.deleteRetentionMs,
    minCleanableDirtyRatio: effective.minCleanableDirtyRatio,
    minCompactionLagMs: effective.minCompactionLagMs,
    maxCompactionLagMs: effective.maxCompactionLagMs,
    fileDeleteDelayMs: effective.fileDeleteDelayMs,
    minInsyncReplicas: effective.minInsyncReplicas,
    flushMessages: effective.flushMessages,
    flushMs: effective.flushMs,
    flushAck: effective.flushAck,
    keySchema: schemaRule(
      effective.confluentKeySchemaValidation,
      effective.samsaKeySchemaValidation,
      effective.confluentKeySubjectNameStrategy,
    ),
    valueSchema: schemaRule(
      effective.confluentValueSchemaValidation,
      effective.samsaValueSchemaValidation,
      effective.confluentValueSubjectNameStrategy,
    ),
  };
}

function schemaRule(isOn: boolean, depth: 'none' | 'payload', strategy: string): SchemaRule | null {
  if (!isOn && depth === 'none') return null;
  const name = strategy.slice(strategy.lastIndexOf('.') + 1);
  const subjectName =
    name === 'RecordNameStrategy' ? 'record' : name === 'TopicRecordNameStrategy' ? 'topic-record' : 'topic';
  return { subjectName, decodesPayload: depth === 'payload' };
}

/** The age at which a segment is rolled: a compacted log also rolls in time for its longest compaction lag. */
export function maxSegmentMs(config: LogConfig): number {
  return config.compact && config.maxCompactionLagMs > 0
    ? Math.min(config.maxCompactionLagMs, config.segmentMs)
    : config.segmentMs;
}
