/**
 * The start of a LogManager: locks and identifies the log directories, clears away what was deleted, loads all logs, a
 * bounded number at a time, and takes away the marks of a clean shutdown.
 */
import { type Disk, type Env, isDiskError, isKafkaError, KafkaError } from '#kernel';
import type { LogCleanerSettings } from './cleaner/log-cleaner.ts';
import { explain, LogDirectory, type LoadedCheckpoints } from './log-directory.ts';
import type { LogConfig } from './log-config.ts';
import { loadLog } from './log-loader.ts';
import type { LogManagerOptions } from './log-manager.ts';
import { RELOCATED_MARK } from './log-relocation.ts';
import { type MetaProperties, randomUuid, writeMetaProperties } from './meta-properties.ts';
import {
  CLUSTER_METADATA_TOPIC,
  DELETE_DIRECTORY_SUFFIX,
  parsePartitionDirectory,
  topicPartitionKey,
  type TopicPartition,
} from './topic-partition.ts';
import { type LogServices, UnifiedLog } from './unified-log.ts';

export interface LogManagerSettings {
  /** `log.retention.check.interval.ms` */
  readonly retentionCheckIntervalMs: number;
  /** `log.flush.offset.checkpoint.interval.ms` */
  readonly recoveryPointCheckpointIntervalMs: number;
  /** `replica.high.watermark.checkpoint.interval.ms` */
  readonly highWatermarkCheckpointIntervalMs: number;
  /** How often logs are looked at for `flush.ms`. */
  readonly flushCheckIntervalMs: number;
  /** `producer.id.expiration.ms` */
  readonly producerIdExpirationMs: number;
  /** `producer.id.expiration.check.interval.ms` */
  readonly producerIdExpirationCheckIntervalMs: number;
  /** Logs loaded at a time. */
  readonly concurrentLoads: number;
  readonly maxConcurrentSyncs: number;
  readonly tailCacheBytes: number;
  readonly indexCacheBytes: number;
  readonly maxOpenFiles: number;
  readonly cleaner: LogCleanerSettings;
}

export const defaultLogManagerSettings: LogManagerSettings = {
  retentionCheckIntervalMs: 300_000,
  recoveryPointCheckpointIntervalMs: 60_000,
  highWatermarkCheckpointIntervalMs: 5_000,
  flushCheckIntervalMs: 1_000,
  producerIdExpirationMs: 86_400_000,
  producerIdExpirationCheckIntervalMs: 600_000,
  concurrentLoads: 16,
  maxConcurrentSyncs: 4,
  tailCacheBytes: 4_194_304,
  indexCacheBytes: 67_108_864,
  maxOpenFiles: 4_096,
  cleaner: {
    isEnabled: true,
    workers: 1,
    backoffMs: 15_000,
    dedupeBufferBytes: 134_217_728,
    loadFactor: 0.9,
    maxBytesPerSecond: Infinity,
  },
};

export interface RecoveryProgress {
  readonly logsDone: number;
  readonly logsTotal: number;
  /** Bytes of log checked so far. */
  readonly bytesChecked: number;
}

export interface OpenedDirectories {
  readonly directories: readonly LogDirectory[];
  readonly services: LogServices;
  readonly logs: readonly UnifiedLog[];
  readonly offline: ReadonlyMap<string, KafkaError>;
  readonly clusterId: string;
  readonly isNew: boolean;
  readonly wasCleanShutdown: boolean;
}

interface Candidate {
  readonly directory: LogDirectory;
  readonly topicPartition: TopicPartition;
  readonly wasClean: boolean;
  readonly checkpoints: LoadedCheckpoints;
}

export async function openDirectories(
  env: Env,
  options: LogManagerOptions,
  services: LogServices,
): Promise<OpenedDirectories> {
  const directories: LogDirectory[] = [];
  try {
    for (const path of options.directories) directories.push(await LogDirectory.open(env, path));
    const identity = await identify(env, options, directories);
    await options.onLocked?.();
    const candidates: Candidate[] = [];
    for (const directory of directories) candidates.push(...(await findLogs(env, directory)));
    const unique = await finishRelocations(env, directories, candidates);
    refuseDuplicates(unique);
    const { logs, offline } = await loadAll(env, options, { services, candidates: unique });
    let wasCleanShutdown = true;
    for (const directory of directories) {
      if (await directory.wasShutDownCleanly()) await directory.removeCleanShutdownMark();
      else wasCleanShutdown = false;
    }
    return { directories, services, logs, offline, ...identity, wasCleanShutdown: wasCleanShutdown || identity.isNew };
  } catch (error) {
    for (const directory of directories) await directory.unlock();
    throw isDiskError(error) ? explain(options.directories.join(', '), error) : error;
  }
}

/** Reads each directory's `meta.properties`, checks that they agree, and writes those that are missing. */
async function identify(
  env: Env,
  options: LogManagerOptions,
  directories: readonly LogDirectory[],
): Promise<{ clusterId: string; isNew: boolean }> {
  const metas = new Map<LogDirectory, MetaProperties | null>();
  for (const directory of directories) metas.set(directory, await directory.readMeta());
  const known = [...metas.values()].find((meta) => meta !== null);
  const clusterId = options.clusterId ?? known?.clusterId ?? randomUuid(env.random);
  for (const [directory, meta] of metas) {
    if (meta !== null && meta.clusterId !== clusterId) {
      throw new KafkaError(
        'INCONSISTENT_CLUSTER_ID',
        `The log directory ${directory.path} belongs to cluster ${meta.clusterId}, not ${clusterId}; choose another directory or give that cluster id`,
      );
    }
    if (meta !== null && meta.nodeId !== options.nodeId) {
      throw new KafkaError(
        'INCONSISTENT_META_PROPERTIES',
        `The log directory ${directory.path} belongs to node ${meta.nodeId}, not ${options.nodeId}; choose another directory or set node.id=${meta.nodeId}`,
      );
    }
    directory.directoryId = meta?.directoryId ?? randomUuid(env.random);
    if (meta === null || meta.directoryId === null) {
      await writeMetaProperties(env.disk, directory.path, {
        clusterId,
        nodeId: options.nodeId,
        directoryId: directory.directoryId,
      });
    }
  }
  return { clusterId, isNew: known === undefined };
}

/** Partitions of a directory. Deleted ones are removed; stray and future ones and whatever else lies there are left alone. */
async function findLogs(env: Env, directory: LogDirectory): Promise<Candidate[]> {
  const wasClean = await directory.wasShutDownCleanly();
  const checkpoints = await directory.readCheckpoints();
  const found: Candidate[] = [];
  for (const entry of await env.disk.list(directory.path)) {
    if (!entry.isDirectory) continue;
    if (entry.name.endsWith(DELETE_DIRECTORY_SUFFIX)) {
      await env.disk.removeDirectory(`${directory.path}/${entry.name}`);
      continue;
    }
    const topicPartition = parsePartitionDirectory(entry.name);
    if (topicPartition === null || topicPartition.topic === CLUSTER_METADATA_TOPIC) continue;
    found.push({ directory, topicPartition, wasClean, checkpoints });
  }
  return found;
}

/**
 * What moves between directories left that a crash cut short: copies that were not whole go, and where a log has its name
 * twice the copy that bears the mark of a whole one stays.
 */
async function finishRelocations(
  env: Env,
  directories: readonly LogDirectory[],
  candidates: readonly Candidate[],
): Promise<Candidate[]> {
  if (directories.length === 1) return [...candidates];
  const { disk } = env;
  const byName = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const name = topicPartitionKey(candidate.topicPartition.topic, candidate.topicPartition.partition);
    byName.set(name, [...(byName.get(name) ?? []), candidate]);
  }
  const kept: Candidate[] = [];
  for (const [name, twins] of byName) {
    const marked: Candidate[] = [];
    if (twins.length > 1) {
      for (const one of twins) {
        if ((await disk.stat(`${one.directory.path}/${name}/${RELOCATED_MARK}`)) !== null) marked.push(one);
      }
    }
    const [copy] = marked;
    if (copy === undefined || marked.length > 1) {
      kept.push(...twins);
      continue;
    }
    kept.push(copy);
    for (const { directory } of twins) {
      if (directory === copy.directory) continue;
      await disk.removeDirectory(`${directory.path}/${name}`);
      await disk.syncDirectory(directory.path);
    }
    await disk.removeFile(`${copy.directory.path}/${name}/${RELOCATED_MARK}`);
  }
  for (const { path } of directories) await removeCopies(disk, path, byName);
  return kept;
}

/** Of logs that are there; a copy without its log is not ours to judge. */
async function removeCopies(disk: Disk, path: string, logs: ReadonlyMap<string, unknown>): Promise<void> {
  for (const { name, isDirectory } of await disk.list(path)) {
    const log = /^(.+-\d+)\.[0-9a-f]{32}-future$/.exec(name)?.[1];
    if (isDirectory && log !== undefined && logs.has(log)) await disk.removeDirectory(`${path}/${name}`);
  }
}

function refuseDuplicates(candidates: readonly Candidate[]): void {
  const seen = new Map<string, string>();
  for (const { directory, topicPartition } of candidates) {
    const name = topicPartitionKey(topicPartition.topic, topicPartition.partition);
    const other = seen.get(name);
    if (other !== undefined) {
      throw new KafkaError(
        'DUPLICATE_LOG',
        `${name} lies in both ${other} and ${directory.path}; move the one that is out of date away`,
      );
    }
    seen.set(name, directory.path);
  }
}

async function loadAll(
  env: Env,
  options: LogManagerOptions,
  work: { services: LogServices; candidates: readonly Candidate[] },
): Promise<{ logs: UnifiedLog[]; offline: Map<string, KafkaError> }> {
  const { services, candidates } = work;
  const logs: UnifiedLog[] = [];
  const offline = new Map<string, KafkaError>();
  let bytesChecked = 0;
  let logsDone = 0;
  const report = (): void => options.onProgress?.({ logsDone, logsTotal: candidates.length, bytesChecked });
  const onBytes = (count: number): void => {
    const before = Math.floor(bytesChecked / PROGRESS_BYTES);
    bytesChecked += count;
    if (Math.floor(bytesChecked / PROGRESS_BYTES) !== before) report();
  };
  const configOf = onceForEach(options.topicConfig);
  const rest = candidates[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const candidate of rest) {
      const loaded = await loadOne(env, { candidate, configOf, services, onBytes });
      if (loaded instanceof UnifiedLog) logs.push(loaded);
      else offline.set(topicPartitionKey(candidate.topicPartition.topic, candidate.topicPartition.partition), loaded);
      logsDone++;
      report();
    }
  };
  await Promise.all(Array.from({ length: options.settings.concurrentLoads }, worker));
  return { logs, offline };
}

/** A config is put together once for all partitions of a topic. */
function onceForEach(topicConfig: (topic: string) => LogConfig): (topic: string) => LogConfig {
  const known = new Map<string, LogConfig>();
  return (topic) => {
    const config = known.get(topic) ?? topicConfig(topic);
    known.set(topic, config);
    return config;
  };
}

/** How often progress is told while a large log is checked. */
const PROGRESS_BYTES = 16_777_216;

/** The log, or why it cannot be served while the others are. */
async function loadOne(
  env: Env,
  work: {
    candidate: Candidate;
    configOf: (topic: string) => LogConfig;
    services: LogServices;
    onBytes: (count: number) => void;
  },
): Promise<UnifiedLog | KafkaError> {
  const { directory, topicPartition, wasClean, checkpoints } = work.candidate;
  const name = topicPartitionKey(topicPartition.topic, topicPartition.partition);
  const config = work.configOf(topicPartition.topic);
  try {
    const loaded = await loadLog(env, {
      filePool: work.services.filePool,
      directory: `${directory.path}/${name}`,
      topicPartition,
      config,
      wasClean,
      recoveryPoint: checkpoints.recoveryPoints.get(name) ?? 0,
      logStartOffset: checkpoints.logStartOffsets.get(name) ?? 0,
      highWatermark: checkpoints.highWatermarks.get(name) ?? 0,
      cleanedOffset: checkpoints.cleanedOffsets.get(name) ?? -1,
      onBytes: work.onBytes,
    });
    const log = new UnifiedLog(work.services, loaded, config);
    log.producers.removeExpired(env.clock.now(), work.services.producerIdExpirationMs);
    directory.logs.add(log);
    return log;
  } catch (error) {
    if (!isKafkaError(error)) throw error;
    env.logger.component('log').error(`The log of ${name} is offline: ${error.message}`, { code: error.code });
    return error;
  }
}
