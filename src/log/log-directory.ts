/**
 * One of the broker's `log.dirs`: its lock, its identity, its checkpoints and the mark of a clean shutdown.
 *
 * The checkpoints are offsets by partition: up to where the log is on the medium (`recovery-point-offset-checkpoint`),
 * up to where it is committed (`replication-offset-checkpoint`), from where on it counts (`log-start-offset-checkpoint`),
 * up to where it is compacted (`cleaner-offset-checkpoint`).
 */
import { type DiskLock, type Env, isDiskError, KafkaError } from '#kernel';
import { createDirectory, replaceFile } from './atomic-file.ts';
import {
  CLEANER_OFFSET_CHECKPOINT,
  HIGH_WATERMARK_CHECKPOINT,
  LOG_START_OFFSET_CHECKPOINT,
  type OffsetCheckpointEntry,
  readOffsetCheckpoint,
  RECOVERY_POINT_CHECKPOINT,
  writeOffsetCheckpoint,
} from './checkpoint-file.ts';
import { CoalescedWork } from './coalesced-work.ts';
import { type MetaProperties, readMetaProperties } from './meta-properties.ts';
import type { UnifiedLog } from './unified-log.ts';

const LOCK_FILE = '.lock';
const CLEAN_SHUTDOWN_FILE = '.kafka_cleanshutdown';

export interface LoadedCheckpoints {
  readonly recoveryPoints: ReadonlyMap<string, number>;
  readonly highWatermarks: ReadonlyMap<string, number>;
  readonly logStartOffsets: ReadonlyMap<string, number>;
  readonly cleanedOffsets: ReadonlyMap<string, number>;
}

export class LogDirectory {
  readonly path: string;
  /** From `meta.properties`; set while the manager opens. */
  directoryId = '';
  readonly logs: Set<UnifiedLog> = new Set();
  /** Logs that are being created in it. */
  creations = 0;
  readonly #env: Env;
  readonly #lock: DiskLock;
  readonly #saved = new Map<string, string>();
  readonly #recoveryPoints: CoalescedWork;
  readonly #highWatermarks: CoalescedWork;
  readonly #logStartOffsets: CoalescedWork;
  readonly #cleanedOffsets: CoalescedWork;
  readonly #names: CoalescedWork;

  private constructor(env: Env, path: string, lock: DiskLock) {
    this.#env = env;
    this.path = path;
    this.#lock = lock;
    this.#recoveryPoints = this.#checkpoint(RECOVERY_POINT_CHECKPOINT, (log) => log.maintenance.recoveryPoint, -1);
    this.#highWatermarks = this.#checkpoint(HIGH_WATERMARK_CHECKPOINT, (log) => log.highWatermark, -1);
    this.#logStartOffsets = this.#checkpoint(LOG_START_OFFSET_CHECKPOINT, (log) => log.logStartOffset, 0);
    this.#cleanedOffsets = this.#checkpoint(CLEANER_OFFSET_CHECKPOINT, (log) => log.cleanedOffset, -1);
    this.#names = new CoalescedWork(() => env.disk.syncDirectory(path));
  }

  /** Creates the directory where it is missing and locks it. */
  static async open(env: Env, path: string): Promise<LogDirectory> {
    try {
      await createDirectory(env.disk, path);
      return new LogDirectory(env, path, await env.disk.lock(`${path}/${LOCK_FILE}`));
    } catch (error) {
      throw explain(path, error);
    }
  }

  /** An entry for each log whose offset is above `above`; the file is left alone where it says the same already. */
  #checkpoint(name: string, offsetOf: (log: UnifiedLog) => number, above: number): CoalescedWork {
    return new CoalescedWork(async () => {
      const entries: OffsetCheckpointEntry[] = [];
      for (const log of this.logs) {
        const offset = offsetOf(log);
        if (offset > above) entries.push({ ...log.topicPartition, offset });
      }
      const contents = JSON.stringify(entries);
      if (this.#saved.get(name) === contents) return;
      await writeOffsetCheckpoint(this.#env.disk, `${this.path}/${name}`, entries);
      this.#saved.set(name, contents);
    });
  }

  readMeta(): Promise<MetaProperties | null> {
    return readMetaProperties(this.#env.disk, this.path);
  }

  async readCheckpoints(): Promise<LoadedCheckpoints> {
    const { disk } = this.#env;
    return {
      recoveryPoints: await readOffsetCheckpoint(disk, `${this.path}/${RECOVERY_POINT_CHECKPOINT}`),
      highWatermarks: await readOffsetCheckpoint(disk, `${this.path}/${HIGH_WATERMARK_CHECKPOINT}`),
      logStartOffsets: await readOffsetCheckpoint(disk, `${this.path}/${LOG_START_OFFSET_CHECKPOINT}`),
      cleanedOffsets: await readOffsetCheckpoint(disk, `${this.path}/${CLEANER_OFFSET_CHECKPOINT}`),
    };
  }

  async wasShutDownCleanly(): Promise<boolean> {
    return (await this.#env.disk.stat(`${this.path}/${CLEAN_SHUTDOWN_FILE}`)) !== null;
  }

  /** Durable before the first append: a mark that came back would hide a crash. */
  async removeCleanShutdownMark(): Promise<void> {
    await this.#env.disk.removeFile(`${this.path}/${CLEAN_SHUTDOWN_FILE}`);
    await this.#env.disk.syncDirectory(this.path);
  }

  saveRecoveryPoints(): Promise<void> {
    return this.#recoveryPoints.request();
  }

  saveHighWatermarks(): Promise<void> {
    return this.#highWatermarks.request();
  }

  saveLogStartOffsets(): Promise<void> {
    return this.#logStartOffsets.request();
  }

  saveCleanedOffsets(): Promise<void> {
    return this.#cleanedOffsets.request();
  }

  /** Makes names created, renamed or removed in the directory durable. */
  saveNames(): Promise<void> {
    return this.#names.request();
  }

  async saveCheckpoints(): Promise<void> {
    await Promise.all([this.saveRecoveryPoints(), this.saveHighWatermarks(), this.saveLogStartOffsets()]);
  }

  /** All logs are closed, all checkpoints saved. The broker epoch is KRaft's, of which a single node has none. */
  async markCleanShutdown(): Promise<void> {
    await replaceFile(
      this.#env.disk,
      `${this.path}/${CLEAN_SHUTDOWN_FILE}`,
      JSON.stringify({ version: 0, brokerEpoch: -1 }),
    );
  }

  async unlock(): Promise<void> {
    await this.#lock.release();
  }
}

/** What is wrong with a directory, for the one who configured it. */
export function explain(path: string, error: unknown): unknown {
  if (!isDiskError(error)) return error;
  return new KafkaError('KAFKA_STORAGE_ERROR', `The log directory ${path} ${trouble(error)}`, { cause: error });
}

function trouble(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EWOULDBLOCK':
      return `is in use by another process (${error.message}); stop that one or give this one another directory`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `is not writable (${error.code}); give the user of this process the right to write there or choose another directory`;
    case 'ENOTDIR':
    case 'EEXIST':
      return 'is not a directory; choose another path';
    case 'ENOSPC':
      return 'lies on a volume that is full; make room or choose another directory';
    default:
      return `cannot be used: ${error.message}`;
  }
}
