/**
 * Compacts logs in the background (Kafka's LogCleaner): again and again the one whose dirty part is the largest share of
 * it, or that is overdue, until none is dirty enough; then it waits for `log.cleaner.backoff.ms`.
 *
 * Invariant: a log is compacted by one worker at a time, and nothing that goes wrong with it touches others: one with a
 * batch that is not sound is left alone until the next start, one that the disk has no room for is tried again later.
 */
import { type Env, isDiskError, isKafkaError, type Logger } from '#kernel';
import type { LogServices, UnifiedLog } from '../unified-log.ts';
import { CleaningCancelled, cleanLog } from './clean-log.ts';
import { cleanableRange, type CleanableRange } from './cleanable-range.ts';
import { Pace, rest } from './pace.ts';

export interface LogCleanerSettings {
  /** `log.cleaner.enable` */
  readonly isEnabled: boolean;
  /** `log.cleaner.threads`: logs that are compacted at a time. */
  readonly workers: number;
  /** `log.cleaner.backoff.ms` */
  readonly backoffMs: number;
  /** `log.cleaner.dedupe.buffer.size`, of all workers together. */
  readonly dedupeBufferBytes: number;
  /** `log.cleaner.io.buffer.load.factor` */
  readonly loadFactor: number;
  /** `log.cleaner.io.max.bytes.per.second`, of all workers together. */
  readonly maxBytesPerSecond: number;
}

export interface LogCleanerOptions {
  readonly services: LogServices;
  logs(): Iterable<UnifiedLog>;
  /** Makes the log's `cleanedOffset` durable. */
  saveCleanedOffset(log: UnifiedLog): Promise<void>;
  readonly settings: LogCleanerSettings;
}

/** What all rounds since the start came to. */
export interface CleanerTotals {
  rounds: number;
  bytesRead: number;
  bytesWritten: number;
  recordsRead: number;
  recordsKept: number;
  /** Logs left alone for what is wrong with them. */
  uncleanable: number;
}

export class LogCleaner {
  readonly totals: CleanerTotals = {
    rounds: 0,
    bytesRead: 0,
    bytesWritten: 0,
    recordsRead: 0,
    recordsKept: 0,
    uncleanable: 0,
  };
  readonly #env: Env;
  readonly #options: LogCleanerOptions;
  readonly #logger: Logger;
  readonly #stop = new AbortController();
  readonly #busy = new Set<UnifiedLog>();
  readonly #uncleanable = new WeakSet<UnifiedLog>();
  readonly #pace: Pace;
  readonly #workers: Promise<void>[] = [];
  #settings: LogCleanerSettings;

  constructor(env: Env, options: LogCleanerOptions) {
    this.#env = env;
    this.#options = options;
    this.#settings = options.settings;
    this.#logger = env.logger.component('log-cleaner');
    this.#pace = new Pace(env, () => Math.max(1, this.#settings.maxBytesPerSecond), this.#stop.signal);
  }

  start(): void {
    this.settings = this.#settings;
  }

  get settings(): LogCleanerSettings {
    return this.#settings;
  }

  /** Acts from the next round on. Workers beyond the new number end with the round they are in. */
  set settings(settings: LogCleanerSettings) {
    this.#settings = settings;
    if (!settings.isEnabled) return;
    for (let number = this.#workers.length; number < settings.workers; number++) {
      this.#workers.push(this.#work(number));
    }
  }

  /** Breaks off what is under way, which leaves nothing but files that the next start removes. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#workers);
  }

  /** Compacts the log that needs it most; false where none does. */
  async cleanFilthiest(): Promise<boolean> {
    const range = await this.#filthiest();
    if (range === null) return false;
    this.#busy.add(range.log);
    try {
      await this.#clean(range);
    } finally {
      this.#busy.delete(range.log);
    }
    return true;
  }

  async #work(number: number): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await rest(this.#env, this.#settings.backoffMs, signal);
      while (!signal.aborted && number < this.#settings.workers && (await this.cleanFilthiest()));
    }
  }

  async #filthiest(): Promise<CleanableRange | null> {
    let filthiest: CleanableRange | null = null;
    for (const log of this.#options.logs()) {
      if (!log.config.compact || log.isClosed || this.#busy.has(log) || this.#uncleanable.has(log)) continue;
      const range = await cleanableRange(log, this.#env.clock.now());
      const isDue = range.isOverdue || range.dirtyRatio > log.config.minCleanableDirtyRatio;
      if (isDue && range.dirtyRatio > (filthiest?.dirtyRatio ?? 0)) filthiest = range;
    }
    return filthiest;
  }

  async #clean(range: CleanableRange): Promise<void> {
    const { log } = range;
    const { services } = this.#options;
    const { dedupeBufferBytes, loadFactor, workers } = this.#settings;
    const beganMs = this.#env.clock.monotonic();
    try {
      const result = await cleanLog(range, {
        services,
        settings: { maxMapBytes: dedupeBufferBytes / Math.max(1, workers), mapLoadFactor: loadFactor },
        pace: (bytes) => this.#pace.after(bytes),
        isCancelled: () => this.#stop.signal.aborted || log.isClosed,
      });
      log.cleanedOffset = result.cleanedOffset;
      if (!log.isClosed) await this.#options.saveCleanedOffset(log);
      const { cleanedOffset, ...counts } = result;
      this.#count(counts);
      const ms = Math.round(this.#env.clock.monotonic() - beganMs);
      this.#logger.debug('compacted', { partition: log.name, cleanedOffset, ...counts, ms });
    } catch (error) {
      this.#failed(log, error);
    }
  }

  #count(counts: Pick<CleanerTotals, 'bytesRead' | 'bytesWritten' | 'recordsRead' | 'recordsKept'>): void {
    this.totals.rounds++;
    this.totals.bytesRead += counts.bytesRead;
    this.totals.bytesWritten += counts.bytesWritten;
    this.totals.recordsRead += counts.recordsRead;
    this.totals.recordsKept += counts.recordsKept;
  }

  #failed(log: UnifiedLog, error: unknown): void {
    if (error instanceof CleaningCancelled || log.isClosed) return;
    // What was written so far counts for nothing, so that a full or failing disk costs this round alone.
    if (!isDiskError(error) && !isKafkaError(error)) this.#env.halt('A bug in the compaction of a log', error);
    this.#uncleanable.add(log);
    this.totals.uncleanable++;
    this.#logger.error(`${log.name} is not compacted: ${error.message}`);
    if (!isDiskError(error, 'ENOSPC')) return;
    this.#env.scheduler.after(this.#settings.backoffMs, () => {
      if (this.#uncleanable.delete(log)) this.totals.uncleanable--;
    });
  }
}
