/** The log manager's settings, out of the broker's config. */
import { defaultLogManagerSettings, type LogCleanerSettings, type LogManagerSettings } from '#log';
import type { BrokerConfigValues } from './config/index.ts';

export function logManagerSettings(values: BrokerConfigValues): LogManagerSettings {
  return {
    ...defaultLogManagerSettings,
    retentionCheckIntervalMs: values.logRetentionCheckIntervalMs,
    recoveryPointCheckpointIntervalMs: values.logFlushOffsetCheckpointIntervalMs,
    highWatermarkCheckpointIntervalMs: values.replicaHighWatermarkCheckpointIntervalMs,
    producerIdExpirationMs: values.producerIdExpirationMs,
    producerIdExpirationCheckIntervalMs: values.producerIdExpirationCheckIntervalMs,
    cleaner: logCleanerSettings(values),
  };
}

/** Compaction's part, which may change while the broker runs. */
export function logCleanerSettings(values: BrokerConfigValues): LogCleanerSettings {
  return {
    isEnabled: values.logCleanerEnable,
    workers: values.logCleanerThreads,
    backoffMs: values.logCleanerBackoffMs,
    dedupeBufferBytes: values.logCleanerDedupeBufferSize,
    loadFactor: values.logCleanerIoBufferLoadFactor,
    maxBytesPerSecond: values.logCleanerIoMaxBytesPerSecond,
  };
}
