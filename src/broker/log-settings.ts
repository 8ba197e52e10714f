/** The log manager's settings, out of the broker's config. */
import { defaultLogManagerSettings, type LogManagerSettings } from '#log';
import type { BrokerConfigValues } from './config/index.ts';

export function logManagerSettings(values: BrokerConfigValues): LogManagerSettings {
  return {
    ...defaultLogManagerSettings,
    retentionCheckIntervalMs: values.logRetentionCheckIntervalMs,
    recoveryPointCheckpointIntervalMs: values.logFlushOffsetCheckpointIntervalMs,
    highWatermarkCheckpointIntervalMs: values.replicaHighWatermarkCheckpointIntervalMs,
    producerIdExpirationMs: values.producerIdExpirationMs,
    producerIdExpirationCheckIntervalMs: values.producerIdExpirationCheckIntervalMs,
  };
}
