/**
 * The way of one log's bytes to the disk: what is staged, written, on the medium, and safe.
 *
 *   staged (log end offset) ≥ written ≥ flushed, and durable = flushed, or written with `flush.ack=page-cache`
 *
 * Durable is what may be acknowledged, and never claims more than the disk confirmed: names before contents count
 * (a new segment's directory entry is synced in the same commit), the leader epochs before the batches that carry them.
 * A write or sync that fails halts the process: after a failed fsync the kernel may have dropped the pages, and to try
 * again would report success for data that is gone.
 */
import type { Env } from '#kernel';
import { LEADER_EPOCH_CHECKPOINT, writeEpochCheckpoint } from './checkpoint-file.ts';
import type { Committable, GroupCommitter } from './group-commit.ts';
import type { LeaderEpochCache } from './leader-epoch-cache.ts';
import type { LogConfig } from './log-config.ts';
import type { LogSegment } from './log-segment.ts';

/** Larger groups leave the event loop to others while they are copied to the page cache. */
const MAX_SYNCHRONOUS_WRITE_BYTES = 1048576;
/**
 * What one commit writes at most, give or take a batch. After a failed sync, and the halt that follows it, exactly these
 * bytes may look written and not be: recovery writes the last so many again.
 */
export const MAX_COMMIT_BYTES = 16777216;

/** Batches in a row that one commit writes to one segment. */
interface StagedRun {
  readonly segment: LogSegment;
  readonly position: number;
  readonly chunks: Buffer[];
  sizeInBytes: number;
  endOffset: number;
}

export interface LogWriterOptions {
  readonly directory: string;
  readonly epochs: LeaderEpochCache;
  readonly config: LogConfig;
  readonly committer: GroupCommitter;
  /** Where the log ends as it is opened; all of it is written and, after recovery, on the medium. */
  readonly endOffset: number;
  /** What the opening of the log removed and renamed is on the medium; if not, the first write brings it there before. */
  readonly areNamesSynced: boolean;
  onDurable(): void;
}

export class LogWriter implements Committable {
  readonly #env: Env;
  readonly #committer: GroupCommitter;
  readonly #epochs: LeaderEpochCache;
  readonly #onDurable: () => void;
  directory: string;
  config: LogConfig;
  #runs: StagedRun[] = [];
  #stagedEndOffset: number;
  #writtenEndOffset: number;
  #flushedEndOffset: number;
  #durableEndOffset: number;
  /** Written and not on the medium yet, in page-cache mode. */
  readonly #unsynced = new Set<LogSegment>();
  /** A commit is queued or under way. */
  #isCommitting = false;
  /** No commit begins; what is staged waits. */
  #isHeld = false;
  #onHeld: (() => void) | null = null;
  #areNamesSynced: boolean;
  #flushWaiters: { endOffset: number; resolve: () => void }[] = [];
  /** Bytes staged and not written yet. */
  stagedBytes = 0;

  constructor(env: Env, options: LogWriterOptions) {
    this.#env = env;
    this.#committer = options.committer;
    this.#epochs = options.epochs;
    this.#onDurable = options.onDurable;
    this.directory = options.directory;
    this.config = options.config;
    this.#areNamesSynced = options.areNamesSynced;
    this.#stagedEndOffset = this.#writtenEndOffset = options.endOffset;
    this.#flushedEndOffset = this.#durableEndOffset = options.endOffset;
  }

  get writtenEndOffset(): number {
    return this.#writtenEndOffset;
  }

  get flushedEndOffset(): number {
    return this.#flushedEndOffset;
  }

  /** All below it is as safe as `flush.ack` asked when it was committed. Never goes back, also when the config changes. */
  get durableEndOffset(): number {
    return this.#durableEndOffset;
  }

  /** Takes a batch for the next commit; it lies at `position` of `segment` and the log ends at `endOffset` after it. */
  stage(segment: LogSegment, batch: Buffer, options: { position: number; endOffset: number }): void {
    const last = this.#runs.length === 0 ? undefined : this.#runs[this.#runs.length - 1]!;
    if (last !== undefined && last.segment === segment && last.sizeInBytes < MAX_COMMIT_BYTES) {
      last.chunks.push(batch);
      last.sizeInBytes += batch.length;
      last.endOffset = options.endOffset;
    } else {
      this.#runs.push({ segment, ...options, chunks: [batch], sizeInBytes: batch.length });
    }
    this.stagedBytes += batch.length;
    this.#stagedEndOffset = options.endOffset;
    if (!this.#isCommitting) this.#join();
  }

  /** Resolves when all that is staged now is on the medium, whatever `flush.ack` says. */
  flush(): Promise<void> {
    if (this.#flushedEndOffset === this.#stagedEndOffset && !this.#epochs.isDirty) return Promise.resolve();
    return new Promise((resolve) => {
      this.#flushWaiters.push({ endOffset: this.#stagedEndOffset, resolve });
      if (!this.#isCommitting) this.#join();
    });
  }

  /** Resolves when no commit is under way, and none begins until `release`. */
  hold(): Promise<void> {
    this.#isHeld = true;
    return this.#isCommitting ? new Promise((resolve) => (this.#onHeld = resolve)) : Promise.resolve();
  }

  release(): void {
    this.#isHeld = false;
    if (!this.#isCommitting && (this.#runs.length > 0 || this.#flushWaiters.length > 0)) this.#join();
  }

  #join(): void {
    if (this.#isHeld) return;
    this.#isCommitting = true;
    this.#committer.join(this);
  }

  get needsSync(): boolean {
    const { config } = this;
    if (config.flushAck === 'fsync' || this.#flushWaiters.length > 0) return true;
    return this.#stagedEndOffset - this.#flushedEndOffset >= config.flushMessages;
  }

  get hasMore(): boolean {
    if (this.#isHeld) {
      this.#isCommitting = false;
      this.#onHeld?.();
      this.#onHeld = null;
      return false;
    }
    const hasMore = this.#runs.length > 0 || this.#flushWaiters.length > 0;
    this.#isCommitting = hasMore;
    return hasMore;
  }

  /** One run: a commit never crosses into a new segment, so a segment begins only when those before it are written, and synced where asked. */
  commit(): Promise<void> | void {
    const run = this.#runs.shift();
    if (run !== undefined) this.stagedBytes -= run.sizeInBytes;
    const isSlow = this.needsSync || this.#epochs.isDirty || !this.#areNamesSynced;
    if (isSlow || run === undefined || !canWriteAtOnce(run)) return this.#commitSlowly(run);
    try {
      this.#writeSync(run);
    } catch (error) {
      this.#fail(error);
    }
    this.#writtenEndOffset = this.#durableEndOffset = run.endOffset;
    this.#onDurable();
  }

  #writeSync(run: StagedRun): void {
    const file = run.segment.file.acquireOpen();
    try {
      file.writevSync(run.chunks, run.position);
    } finally {
      run.segment.file.release();
    }
    this.#noteRun(run);
  }

  #noteRun(run: StagedRun): void {
    run.segment.writtenSize = run.position + run.sizeInBytes;
    this.#unsynced.add(run.segment);
  }

  async #commitSlowly(run: StagedRun | undefined): Promise<void> {
    const sync = this.needsSync;
    const endOffset = run?.endOffset ?? this.#writtenEndOffset;
    try {
      if (run !== undefined) await this.#write(run);
      if (this.#epochs.isDirty) await this.#saveEpochs();
      if (sync) await this.#sync();
    } catch (error) {
      this.#fail(error);
    }
    this.#writtenEndOffset = endOffset;
    if (sync) this.#noteFlushed(endOffset);
    if (this.#durableEndOffset === endOffset || (!sync && this.config.flushAck === 'fsync')) return;
    this.#durableEndOffset = endOffset;
    this.#onDurable();
  }

  #noteFlushed(endOffset: number): void {
    this.#flushedEndOffset = endOffset;
    if (this.#flushWaiters.length === 0) return;
    const waiters = this.#flushWaiters;
    this.#flushWaiters = waiters.filter((waiter) => waiter.endOffset > endOffset);
    for (const waiter of waiters) {
      if (waiter.endOffset <= endOffset) waiter.resolve();
    }
  }

  async #write(run: StagedRun): Promise<void> {
    if (!this.#areNamesSynced) {
      await this.#env.disk.syncDirectory(this.directory);
      this.#areNamesSynced = true;
    }
    const { file } = run.segment;
    const isNew = file.mustCreate;
    const handle = file.isOpen ? file.acquireOpen() : await file.acquire();
    try {
      if (run.sizeInBytes <= MAX_SYNCHRONOUS_WRITE_BYTES) handle.writevSync(run.chunks, run.position);
      else await handle.writev(run.chunks, run.position);
    } finally {
      file.release();
    }
    this.#noteRun(run);
    if (isNew) await this.#env.disk.syncDirectory(this.directory);
  }

  async #sync(): Promise<void> {
    // One, but for the first sync after a time in page-cache mode.
    for (const segment of this.#unsynced) {
      this.#unsynced.delete(segment);
      const handle = segment.file.isOpen ? segment.file.acquireOpen() : await segment.file.acquire();
      try {
        await handle.datasync();
      } finally {
        segment.file.release();
      }
    }
  }

  /** Durable when it resolves. */
  async #saveEpochs(): Promise<void> {
    this.#epochs.isDirty = false;
    await writeEpochCheckpoint(this.#env.disk, `${this.directory}/${LEADER_EPOCH_CHECKPOINT}`, this.#epochs.entries);
  }

  #fail(cause: unknown): never {
    this.#env.halt(`Writing the log in ${this.directory} failed`, cause);
  }
}

function canWriteAtOnce(run: StagedRun): boolean {
  return run.segment.file.isOpen && run.sizeInBytes <= MAX_SYNCHRONOUS_WRITE_BYTES;
}
