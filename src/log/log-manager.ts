/**
 * All logs of a broker (Kafka's LogManager): opens the log directories, creates and deletes logs in them, and does what
 * is due from time to time. Between `open` and `close` the directories are locked, and no clean-shutdown mark lies in
 * them: whatever stops the process in between, the next start recovers.
 */
import { assert, type Env, hasPassed, isDiskError, isKafkaError, KafkaError, type Timer } from '#kernel';
import { LogCleaner } from './cleaner/log-cleaner.ts';
import { GroupCommitter } from './group-commit.ts';
import type { LogConfig } from './log-config.ts';
import { explain, type LogDirectory } from './log-directory.ts';
import { loadLog } from './log-loader.ts';
import {
  type LogManagerSettings,
  type OpenedDirectories,
  openDirectories,
  type RecoveryProgress,
} from './log-opening.ts';
import type { RelocationProgress } from './log-relocation.ts';
import { writeTopicId } from './partition-metadata.ts';
import { FilePool } from './segment-file.ts';
import { IndexCache } from './segment-indexes.ts';
import { TailCache } from './tail-cache.ts';
import {
  DELETE_DIRECTORY_SUFFIX,
  FUTURE_DIRECTORY_SUFFIX,
  isTopicName,
  LOG_SUFFIX,
  offsetFileName,
  retiredDirectoryName,
  STRAY_DIRECTORY_SUFFIX,
  topicPartitionKey,
} from './topic-partition.ts';
import { type LogServices, UnifiedLog } from './unified-log.ts';

export interface LogManagerOptions {
  /** `log.dirs`. */
  readonly directories: readonly string[];
  readonly nodeId: number;
  /** Demanded of the directories, or given to new ones; found in them or made up where absent. */
  readonly clusterId?: string | null;
  topicConfig(topic: string): LogConfig;
  /** Awaited once the directories are locked and identified, before logs are loaded: `topicConfig` may depend on it. */
  onLocked?(): Promise<void>;
  readonly settings: LogManagerSettings;
  /** Called now and then while logs are recovered. */
  onProgress?(progress: RecoveryProgress): void;
}

export interface CreateLogOptions {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: string;
  readonly config: LogConfig;
}

/** How many logs are closed, or checked for retention, at a time. */
const CONCURRENT_LOGS = 16;

export class LogManager {
  readonly clusterId: string;
  /** No directory had been used before. */
  readonly isNew: boolean;
  /** Every directory bore the mark of a clean shutdown, or was new. */
  readonly wasCleanShutdown: boolean;
  readonly #env: Env;
  #settings: LogManagerSettings;
  readonly #directories: readonly LogDirectory[];
  readonly #logs = new Map<string, UnifiedLog>();
  readonly #offline: ReadonlyMap<string, KafkaError>;
  readonly #services: LogServices;
  readonly #cleaner: LogCleaner;
  readonly #timers = new Set<Timer>();
  readonly #creating = new Map<string, Promise<UnifiedLog>>();
  #cordoned: ReadonlySet<string> = new Set();
  #relocationRate = Number.POSITIVE_INFINITY;
  readonly #relocations = new Map<UnifiedLog, RelocationProgress>();
  #isClosed = false;

  private constructor(env: Env, options: LogManagerOptions, opened: OpenedDirectories) {
    this.#env = env;
    this.#settings = options.settings;
    this.#directories = opened.directories;
    this.#offline = opened.offline;
    this.#services = opened.services;
    this.clusterId = opened.clusterId;
    this.isNew = opened.isNew;
    this.wasCleanShutdown = opened.wasCleanShutdown;
    for (const log of opened.logs) this.#logs.set(log.name, log);
    this.#cleaner = new LogCleaner(env, {
      services: opened.services,
      logs: () => this.#logs.values(),
      saveCleanedOffset: (log) => directoryHolding(this.#directories, log).saveCleanedOffsets(),
      settings: options.settings.cleaner,
    });
    this.#cleaner.start();
    this.#every(this.#settings.retentionCheckIntervalMs, () => this.deleteOldSegments());
    this.#every(this.#settings.recoveryPointCheckpointIntervalMs, () =>
      this.#forEachDirectory((directory) => directory.saveRecoveryPoints()),
    );
    this.#every(this.#settings.highWatermarkCheckpointIntervalMs, () =>
      this.#forEachDirectory((directory) => directory.saveHighWatermarks()),
    );
    this.#every(this.#settings.producerIdExpirationCheckIntervalMs, async () => this.#expireProducers());
    this.#every(this.#settings.flushCheckIntervalMs, () => this.#flushOverdue());
  }

  /** Throws a KafkaError with a sentence for the user: locked, not writable, of another cluster or node. */
  static async open(env: Env, options: LogManagerOptions): Promise<LogManager> {
    const { settings } = options;
    const services: LogServices = {
      env,
      committer: new GroupCommitter(env, settings.maxConcurrentSyncs),
      tailCache: new TailCache(settings.tailCacheBytes),
      indexCache: new IndexCache(settings.indexCacheBytes),
      filePool: new FilePool(env.disk, settings.maxOpenFiles),
      producerIdExpirationMs: settings.producerIdExpirationMs,
      saveLogStartOffsets: (log) => directoryHolding(opened.directories, log).saveLogStartOffsets(),
    };
    const opened = await openDirectories(env, options, services);
    return new LogManager(env, options, opened);
  }

  /** Compaction in the background; its settings may be changed while it runs. */
  get cleaner(): LogCleaner {
    return this.#cleaner;
  }

  get(topic: string, partition: number): UnifiedLog | undefined {
    return this.#logs.get(topicPartitionKey(topic, partition));
  }

  logs(): IterableIterator<UnifiedLog> {
    return this.#logs.values();
  }

  /** The highest producer id in any log, -1 where there is none. */
  highestProducerId(): number {
    let highest = -1;
    for (const log of this.#logs.values()) {
      for (const { producerId } of log.producers.entries()) highest = Math.max(highest, producerId);
    }
    return highest;
  }

  /** From the next check on. */
  setProducerIdExpiration(producerIdExpirationMs: number): void {
    this.#settings = { ...this.#settings, producerIdExpirationMs };
  }

  /** `cordoned.log.dirs` (KIP-1066): no new log goes there while there is another directory. */
  cordon(paths: Iterable<string>): void {
    this.#cordoned = new Set(paths);
  }

  isCordoned(path: string): boolean {
    return this.#cordoned.has(path);
  }

  directories(): readonly LogDirectory[] {
    return this.#directories;
  }

  /** Why a partition that lies in a directory is not served (damage, message format 0 or 1); undefined where it is, or is unknown. */
  offlineReason(topic: string, partition: number): KafkaError | undefined {
    return this.#offline.get(topicPartitionKey(topic, partition));
  }

  /** All of them, by `topic-partition`. */
  offlineLogs(): ReadonlyMap<string, KafkaError> {
    return this.#offline;
  }

  /** Bytes appended and not written yet: what a slow disk holds up. */
  get stagedBytes(): number {
    let bytes = 0;
    for (const log of this.#logs.values()) bytes += log.writer.stagedBytes;
    return bytes;
  }

  /** Makes a log in the directory with the fewest; durable when it resolves. One that is there with this topic id is given as it is. */
  create(options: CreateLogOptions): Promise<UnifiedLog> {
    const { topic, partition } = options;
    assert(isTopicName(topic) && partition >= 0, `«${topic}» and ${partition} name a partition`);
    const name = topicPartitionKey(topic, partition);
    const pending = this.#creating.get(name) ?? this.#create(name, options).finally(() => this.#creating.delete(name));
    this.#creating.set(name, pending);
    return pending;
  }

  async #create(name: string, options: CreateLogOptions): Promise<UnifiedLog> {
    const reason = this.#offline.get(name);
    if (reason !== undefined)
      throw new KafkaError('KAFKA_STORAGE_ERROR', `Cannot create the log of ${name}: ${reason.message}`, {
        cause: reason,
      });
    const existing = this.#logs.get(name);
    if (existing !== undefined) return await this.#adopt(existing, options);
    const load = (directory: LogDirectory): number => directory.logs.size + directory.creations;
    const open = this.#directories.filter(({ path }) => !this.#cordoned.has(path));
    const eligible = open.length > 0 ? open : this.#directories;
    const directory = eligible.reduce((least, one) => (load(one) < load(least) ? one : least));
    directory.creations++;
    try {
      const log = await this.#createIn(directory, name, options);
      directory.logs.add(log);
      this.#logs.set(name, log);
      return log;
    } catch (error) {
      throw explain(directory.path, error);
    } finally {
      directory.creations--;
    }
  }

  async #createIn(directory: LogDirectory, name: string, options: CreateLogOptions): Promise<UnifiedLog> {
    const path = `${directory.path}/${name}`;
    const { disk } = this.#env;
    await disk.makeDirectory(path);
    const file = await disk.openFile(`${path}/${offsetFileName(0, LOG_SUFFIX)}`, 'create');
    await file.close();
    await writeTopicId(disk, path, options.topicId);
    await directory.saveNames();
    const loaded = await loadLog(this.#env, {
      filePool: this.#services.filePool,
      directory: path,
      topicPartition: { topic: options.topic, partition: options.partition },
      config: options.config,
      wasClean: true,
      recoveryPoint: 0,
      logStartOffset: 0,
      highWatermark: 0,
      cleanedOffset: -1,
    });
    return new UnifiedLog(this.#services, loaded, options.config);
  }

  async #adopt(log: UnifiedLog, options: CreateLogOptions): Promise<UnifiedLog> {
    if (log.topicId === null) {
      await writeTopicId(this.#env.disk, log.directory, options.topicId);
      log.topicId = options.topicId;
    }
    if (log.topicId !== options.topicId) {
      throw new KafkaError(
        'INCONSISTENT_TOPIC_ID',
        `${log.directory} belongs to the topic with id ${log.topicId}, not ${options.topicId}; delete that topic first`,
      );
    }
    log.config = options.config;
    return log;
  }

  /** Gone from `get` at once, gone for a restart when it resolves; the files go after `file.delete.delay.ms`. */
  async delete(topic: string, partition: number): Promise<void> {
    const log = this.get(topic, partition);
    if (log === undefined) return;
    const path = await this.#retire(log, DELETE_DIRECTORY_SUFFIX);
    this.#after(log.config.fileDeleteDelayMs, async () => {
      await this.#env.disk.removeDirectory(path);
    });
  }

  /** Sets a log aside that no topic claims: its directory gets the suffix `-stray` and is not touched again. */
  async markStray(log: UnifiedLog): Promise<void> {
    await this.#retire(log, STRAY_DIRECTORY_SUFFIX);
  }

  async #retire(log: UnifiedLog, suffix: string): Promise<string> {
    this.#logs.delete(log.name);
    await log.maintenance.abandon();
    // Not before: it may have been on its way to another directory.
    const directory = directoryHolding(this.#directories, log);
    directory.logs.delete(log);
    const path = `${directory.path}/${this.#uniqueName(log, suffix)}`;
    await this.#env.disk.rename(log.directory, path);
    await directory.saveNames();
    return path;
  }

  /**
   * Begins to move a log to another of the directories, while it is served (KIP-113). Null where that is under way or
   * done, else the name of the error that says why not.
   */
  relocate(topic: string, partition: number, path: string): 'LOG_DIR_NOT_FOUND' | 'REPLICA_NOT_AVAILABLE' | null {
    const destination = this.#directories.find((directory) => directory.path === path);
    if (destination === undefined) return 'LOG_DIR_NOT_FOUND';
    const log = this.get(topic, partition);
    if (log === undefined) return 'REPLICA_NOT_AVAILABLE';
    const current = this.#relocations.get(log);
    if (current?.destination === path) return null;
    if (current !== undefined) current.isCancelled = true;
    if (destination.logs.has(log)) return null;
    const progress: RelocationProgress = { destination: path, copiedBytes: 0, isCancelled: false };
    this.#relocations.set(log, progress);
    void this.#relocate(log, destination, progress).finally(() => {
      if (this.#relocations.get(log) === progress) this.#relocations.delete(log);
    });
    return null;
  }

  /** `replica.alter.log.dirs.io.max.bytes.per.second`: of each log on its way, but for what is left at its end. */
  setRelocationRate(bytesPerSecond: number): void {
    this.#relocationRate = bytesPerSecond;
  }

  /** In small steps, as the rate may rise and the move be called off meanwhile. */
  async #pace(bytes: number, isCancelled: () => boolean): Promise<void> {
    for (let left = bytes; left > 0 && !isCancelled();) {
      const stepMs = Math.min(1000, (left / Math.max(1, this.#relocationRate)) * 1000);
      if (stepMs < 1) return;
      await new Promise<void>((resolve) => this.#env.scheduler.after(stepMs, resolve));
      left -= (stepMs / 1000) * Math.max(1, this.#relocationRate);
    }
  }

  /** The logs on their way, each with how far it has come. */
  relocations(): ReadonlyMap<UnifiedLog, RelocationProgress> {
    return this.#relocations;
  }

  async #relocate(log: UnifiedLog, destination: LogDirectory, progress: RelocationProgress): Promise<void> {
    const { disk, logger } = this.#env;
    const fields = { partition: log.name, destination: destination.path };
    const retired = { path: '' };
    const isMoved = await log.maintenance.relocate({
      futurePath: `${destination.path}/${this.#uniqueName(log, FUTURE_DIRECTORY_SUFFIX)}`,
      finalPath: `${destination.path}/${log.name}`,
      progress,
      pace: (bytes) => this.#pace(bytes, () => progress.isCancelled || log.isClosed),
      takeOver: async () => {
        destination.logs.add(log);
        await destination.saveCheckpoints();
        await destination.saveCleanedOffsets();
      },
      retire: async (oldPath) => {
        const source = this.#directories.find(({ path }) => oldPath === `${path}/${log.name}`)!;
        source.logs.delete(log);
        retired.path = `${source.path}/${this.#uniqueName(log, DELETE_DIRECTORY_SUFFIX)}`;
        await disk.rename(oldPath, retired.path);
        await source.saveNames();
      },
      failed: (error) => logger.component('log').warn('A log was not moved', { ...fields, cause: error.message }),
    });
    if (!isMoved) return;
    logger.component('log').info('A log was moved', fields);
    this.#after(log.config.fileDeleteDelayMs, () => disk.removeDirectory(retired.path));
  }

  #uniqueName(log: UnifiedLog, suffix: string): string {
    return retiredDirectoryName(log.topicPartition, Buffer.from(this.#env.random.bytes(16)).toString('hex'), suffix);
  }

  /** For all logs of the topic, from the next append on. */
  updateConfig(topic: string, config: LogConfig): void {
    for (const log of this.#logs.values()) {
      if (log.topicPartition.topic === topic) log.config = config;
    }
  }

  /** The retention check, which also runs by itself; returns how many segments went. */
  async deleteOldSegments(): Promise<number> {
    let count = 0;
    await this.#forEachLog(async (log) => {
      count += await log.maintenance.deleteOldSegments(this.#env.clock.now());
    });
    return count;
  }

  async #flushOverdue(): Promise<void> {
    await this.#forEachLog(async (log) => {
      const now = this.#env.clock.now();
      if (hasPassed(log.maintenance.lastFlushMs, log.config.flushMs, now)) await log.maintenance.flush(now);
    });
  }

  #expireProducers(): void {
    for (const log of this.#logs.values())
      log.producers.removeExpired(this.#env.clock.now(), this.#settings.producerIdExpirationMs);
  }

  /** All flushed, indexed, snapshotted and checkpointed, the mark of a clean shutdown left, the locks released. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const timer of this.#timers) timer.cancel();
    await this.#cleaner.close();
    await Promise.allSettled(this.#creating.values());
    await this.#forEachLog((log) => log.maintenance.close());
    await this.#forEachDirectory(async (directory) => {
      await directory.saveCheckpoints();
      await directory.markCleanShutdown();
      await directory.unlock();
    });
  }

  async #forEachDirectory(work: (directory: LogDirectory) => Promise<void>): Promise<void> {
    for (const directory of this.#directories) await work(directory);
  }

  async #forEachLog(work: (log: UnifiedLog) => Promise<void>): Promise<void> {
    const logs = this.#logs.values();
    // An iterator shared by all workers; a log that is deleted meanwhile is skipped by it.
    const worker = async (): Promise<void> => {
      for (const log of logs) await work(log);
    };
    await Promise.all(Array.from({ length: CONCURRENT_LOGS }, worker));
  }

  #every(intervalMs: number, work: () => Promise<unknown>): void {
    this.#after(intervalMs, async () => {
      await work();
      if (!this.#isClosed) this.#every(intervalMs, work);
    });
  }

  #after(delayMs: number, work: () => Promise<void>): void {
    const timer = this.#env.scheduler.after(delayMs, () => {
      this.#timers.delete(timer);
      work().catch((error: unknown) => this.#failed(error));
    });
    this.#timers.add(timer);
  }

  /** Housekeeping that fails leaves the disk in a state that is not known. */
  #failed(error: unknown): void {
    if (isDiskError(error, 'ENOENT') || this.#isClosed) return;
    const reason =
      isKafkaError(error) || isDiskError(error)
        ? 'Housekeeping of the logs failed'
        : 'A bug in the housekeeping of the logs';
    this.#env.halt(reason, error);
  }
}

function directoryHolding(directories: readonly LogDirectory[], log: UnifiedLog): LogDirectory {
  const directory = directories.find((one) => one.logs.has(log));
  assert(directory !== undefined, `${log.name} lies in one of the log directories`);
  return directory;
}
