/** What the threads of an application go by, from its options. */
import { errorFor, type StreamsGroupTopology } from '#client';
import { defaultStateDirectory } from '../default-env.ts';
import type { ThreadSettings } from '../thread/stream-thread.ts';
import type { StreamsConfig } from './streams-configs.ts';
import type { ParsedStreamsOptions } from './streams-options.ts';

/** With exactly-once, commits are what others see results by. */
const COMMIT_INTERVAL_MS = { at_least_once: 30_000, exactly_once_v2: 100 };

export interface ThreadSettingsInput {
  readonly parsed: ParsedStreamsOptions;
  readonly applicationId: string;
  readonly processId: string;
  readonly topology: StreamsGroupTopology;
  /** So many share the cache; as many as are configured where absent. */
  readonly threads?: number;
  readonly stateDirectory: string | null;
}

export function threadSettings(input: ThreadSettingsInput): ThreadSettings {
  const { parsed, applicationId, processId, topology, stateDirectory } = input;
  const { config, code, common } = parsed;
  const { threads = config.numStreamThreads } = input;
  return {
    commitIntervalMs: config.commitIntervalMs ?? COMMIT_INTERVAL_MS[config.processingGuarantee],
    bufferedRecordsPerPartition: config.bufferedRecordsPerPartition,
    maxTaskIdleMs: config.maxTaskIdleMs,
    taskTimeoutMs: config.taskTimeoutMs,
    recordingLevel: config.metricsRecordingLevel,
    repartitionPurgeIntervalMs: config.repartitionPurgeIntervalMs,
    uncommittedMaxBytes: uncommittedShare(config, threads),
    cacheMaxBytes: cacheShare(config, threads),
    stateDirectory,
    clients: {
      common,
      applicationId,
      isExactlyOnce: config.processingGuarantee === 'exactly_once_v2',
      maxPollRecords: config.maxPollRecords,
      transactionTimeoutMs: config.transactionTimeoutMs,
      defaultApiTimeoutMs: config.defaultApiTimeoutMs,
      consumer: code.consumer ?? {},
      restoreConsumer: code.restoreConsumer ?? {},
      producer: code.producer ?? {},
      member: {
        processId,
        rebalanceTimeoutMs: config.maxPollIntervalMs,
        topology,
        ...(config.clientRack === '' ? {} : { rackId: config.clientRack }),
        ...(code.clientTags === undefined ? {} : { clientTags: code.clientTags }),
        ...(config.applicationServer === '' ? {} : { userEndpoint: endpointOf(config.applicationServer) }),
      },
    },
  };
}

/** Of one thread among so many, in bytes. */
export function cacheShare({ statestoreCacheMaxBytes }: StreamsConfig, threads: number): number {
  return Math.floor(statestoreCacheMaxBytes / threads);
}

function uncommittedShare({ statestoreUncommittedMaxBytes: maxBytes }: StreamsConfig, threads: number): number {
  return maxBytes < 0 ? Infinity : Math.floor(maxBytes / threads);
}

/** Where applications have their directories. */
export function stateDirOf({ stateDir }: StreamsConfig): string {
  return stateDir ?? defaultStateDirectory();
}

export function endpointOf(server: string): { readonly host: string; readonly port: number } {
  const parts = /^(.+):(\d{1,5})$/.exec(server);
  const port = Number(parts?.[2]);
  if (parts === null || port < 1 || port > 65_535) {
    throw errorFor('INVALID_CONFIG', `applicationServer cannot be ${server}: it is host:port, as localhost:7070`);
  }
  return { host: parts[1]!.replace(/^\[(.*)\]$/, '$1'), port };
}
