/**
 * One partition's log: decides on appends, gives offsets, and knows what may be read (Kafka's UnifiedLog).
 *
 * Appending is synchronous and final: the records have their offsets, are readable from the tail cache and follow in the
 * next group commit; `onDurable` tells when they are safe. Nothing may be acknowledged before.
 *
 *   logStartOffset ≤ lastStableOffset ≤ highWatermark ≤ logEndOffset, and durableEndOffset ≤ logEndOffset
 */
import { assert, type Env } from '#kernel';
import { Errors, recordBatch } from '#protocol';
import { readEndTransactionMarker } from './control-batch.ts';
import type { GroupCommitter } from './group-commit.ts';
import { checkCoordinated, checkProducer, type ProducerCheckOptions } from './idempotence.ts';
import { closedAppend, NO_RECORD_ERRORS, rejectedAppend, type AppendOptions, type AppendResult } from './log-append.ts';
import type { LogConfig } from './log-config.ts';
import type { LoadedLog } from './log-loader.ts';
import { findByTimestamp, findMaxTimestamp, type TimestampedOffset } from './log-lookup.ts';
import { emptyRead, readSegments, type LogReadOptions, type LogReadResult } from './log-reader.ts';
import { newSegment, type LogSegment, type SegmentIndexes } from './log-segment.ts';
import type { LogSegments } from './log-segments.ts';
import { LogMaintenance } from './log-maintenance.ts';
import { checkReplicated, validateProduced, validateTrusted } from './log-validator.ts';
import { LogWriter } from './log-writer.ts';
import { LeaderEpochCache, type EpochEndOffset } from './leader-epoch-cache.ts';
import type { ProducerStateEntry } from './producer-state-entry.ts';
import type { ProducerState } from './producer-state.ts';
import { needsRecompression, recompress } from './recompression.ts';
import type { FilePool } from './segment-file.ts';
import { readIndexes, rebuildIndexes, type IndexCache } from './segment-indexes.ts';
import { LogTail, type TailCache } from './tail-cache.ts';
import { LOG_SUFFIX, offsetFileName, topicPartitionKey, type TopicPartition } from './topic-partition.ts';
import type { AbortedTransaction } from './transaction-index.ts';

/** What all logs of one manager share. */
export interface LogServices {
  readonly env: Env;
  readonly committer: GroupCommitter;
  readonly tailCache: TailCache;
  readonly indexCache: IndexCache;
  readonly filePool: FilePool;
  readonly producerIdExpirationMs: number;
  /** Makes the log start offsets of the log's directory durable as they are now. */
  saveLogStartOffsets(log: UnifiedLog): Promise<void>;
}

const READ_FORWARD_BYTES = 1048576;

export class UnifiedLog {
  readonly topicPartition: TopicPartition;
  /** `topic-partition`. */
  readonly name: string;
  /** Null where the directory has no `partition.metadata`. */
  topicId: string | null;
  readonly segments: LogSegments;
  readonly epochs: LeaderEpochCache;
  readonly producers: ProducerState;
  readonly writer: LogWriter;
  /** Work on whole segments: rolling them off, retention, closing. */
  readonly maintenance: LogMaintenance;
  /** All below it has been compacted, as `cleaner-offset-checkpoint` says; -1 where it never was. */
  cleanedOffset: number;
  /** Grows when compaction has put other segments in the place of some: what was read before no longer goes with what is found now. */
  compactions = 0;
  /** Called after `durableEndOffset` moved, once per group commit. One owner. */
  onDurable: ((log: UnifiedLog) => void) | null = null;
  /** Called after `logStartOffset` moved by retention or DeleteRecords. One owner. */
  onLogStartOffset: ((log: UnifiedLog) => void) | null = null;
  readonly #services: LogServices;
  readonly #tail = new LogTail();
  #config: LogConfig;
  #logStartOffset: number;
  #logEndOffset: number;
  #highWatermark: number;
  #isClosed = false;

  constructor(services: LogServices, loaded: LoadedLog, config: LogConfig) {
    this.#services = services;
    this.#config = config;
    this.topicPartition = loaded.topicPartition;
    this.name = topicPartitionKey(loaded.topicPartition.topic, loaded.topicPartition.partition);
    this.topicId = loaded.topicId;
    this.segments = loaded.segments;
    this.epochs = loaded.epochs;
    this.producers = loaded.producers;
    this.cleanedOffset = loaded.cleanedOffset;
    this.#logStartOffset = loaded.logStartOffset;
    this.#logEndOffset = loaded.logEndOffset;
    this.#highWatermark = Math.max(loaded.logStartOffset, Math.min(loaded.highWatermark, loaded.logEndOffset));
    this.producers.onHighWatermark(this.#highWatermark);
    this.writer = new LogWriter(services.env, {
      directory: loaded.directory,
      epochs: this.epochs,
      config,
      committer: services.committer,
      endOffset: loaded.logEndOffset,
      areNamesSynced: loaded.areNamesSynced,
      onDurable: () => this.onDurable?.(this),
    });
    this.maintenance = new LogMaintenance(services, this, loaded.lastSnapshotOffset);
  }

  get directory(): string {
    return this.writer.directory;
  }

  get config(): LogConfig {
    return this.#config;
  }

  /** Through the manager, which holds the configs of a topic together. */
  set config(config: LogConfig) {
    this.#config = config;
    this.writer.config = config;
  }

  get logStartOffset(): number {
    return this.#logStartOffset;
  }

  /** The next offset to be given. */
  get logEndOffset(): number {
    return this.#logEndOffset;
  }

  /** All below it is as safe as `flush.ack` asks: on the medium, or with the operating system. */
  get durableEndOffset(): number {
    return this.writer.durableEndOffset;
  }

  get highWatermark(): number {
    return this.#highWatermark;
  }

  /** Where read_committed ends: before the first transaction that is open, or decided above the high watermark. */
  get lastStableOffset(): number {
    const unstable = this.producers.firstUnstableOffset;
    return unstable >= 0 && unstable < this.#highWatermark
      ? Math.max(unstable, this.#logStartOffset)
      : this.#highWatermark;
  }

  /** No more appends: the broker stops, or the log is deleted. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  get sizeInBytes(): number {
    return this.segments.sizeInBytes;
  }

  get latestEpoch(): number {
    return this.epochs.latestEpoch;
  }

  /** The leader epoch that `offset` was written under, -1 where the log does not tell. */
  epochForOffset(offset: number): number {
    return this.epochs.epochForOffset(offset);
  }

  /** Never goes back. */
  advanceHighWatermark(offset: number): void {
    if (offset <= this.#highWatermark) return;
    assert(
      offset <= this.#logEndOffset,
      `${this.name}: high watermark ${offset} within the log, which ends at ${this.#logEndOffset}`,
    );
    this.#highWatermark = offset;
    this.producers.onHighWatermark(offset);
  }

  /**
   * What `append` takes of a batch from a client: the batch itself, or where the topic has a compression of its own, the
   * batch recompressed, which takes a while. Rejects with CORRUPT_MESSAGE where it cannot be decompressed.
   */
  prepare(batch: Buffer): Buffer | Promise<Buffer> {
    return needsRecompression(batch, this.#config) ? recompress(this.#services.env, batch, this.#config) : batch;
  }

  /** Never throws for what a client sent. `records` belongs to the log from now on: it is stamped, written and served. */
  append(records: Buffer, options: AppendOptions): AppendResult {
    if (this.#isClosed) return closedAppend(this.name, this.#logStartOffset);
    return options.origin === 'client' ? this.#appendProduced(records, options) : this.#appendTrusted(records, options);
  }

  #appendProduced(records: Buffer, options: AppendOptions): AppendResult {
    const rejection = validateProduced(records, { config: this.#config, name: this.name, now: options.now });
    if (rejection !== null) return rejectedAppend(rejection, this.#logStartOffset);
    if (recordBatch.hasProducerId(records, 0)) {
      const entry = this.producers.get(recordBatch.producerId(records, 0));
      const duplicate = entry === undefined ? null : this.#duplicateOf(entry, records);
      if (duplicate !== null) return duplicate;
      const forbidden = checkProducer(entry, records, this.#producerCheck(options));
      if (forbidden !== null) return rejectedAppend(forbidden, this.#logStartOffset);
    }
    const baseOffset = this.#logEndOffset;
    this.#appendBatch(records, options);
    return this.#appended(baseOffset, options);
  }

  #duplicateOf(entry: ProducerStateEntry, batch: Buffer): AppendResult | null {
    const index = entry.findDuplicate(
      recordBatch.producerEpoch(batch, 0),
      recordBatch.baseSequence(batch, 0),
      recordBatch.lastSequence(batch, 0),
    );
    if (index < 0) return null;
    return {
      errorCode: Errors.NONE.code,
      errorMessage: null,
      baseOffset: entry.baseOffset(index),
      lastOffset: entry.lastOffset(index),
      logAppendTimeMs: this.#config.messageTimestampType === 'LogAppendTime' ? entry.timestamp(index) : -1,
      logStartOffset: this.#logStartOffset,
      isDuplicate: true,
      recordErrors: NO_RECORD_ERRORS,
    };
  }

  #producerCheck(options: AppendOptions): ProducerCheckOptions {
    return {
      name: this.name,
      checksSequence: options.origin === 'client',
      isTransactionVerified: options.isTransactionVerified ?? false,
      startsAtZero: options.producerStartsAtZero ?? false,
      transactionVersion: options.transactionVersion ?? 0,
    };
  }

  #appended(baseOffset: number, options: AppendOptions): AppendResult {
    return {
      errorCode: Errors.NONE.code,
      errorMessage: null,
      baseOffset,
      lastOffset: this.#logEndOffset - 1,
      logAppendTimeMs: this.#config.messageTimestampType === 'LogAppendTime' ? options.now : -1,
      logStartOffset: this.#logStartOffset,
      isDuplicate: false,
      recordErrors: NO_RECORD_ERRORS,
    };
  }

  /** One batch or several. All are judged before the first is appended. */
  #appendTrusted(records: Buffer, options: AppendOptions): AppendResult {
    const rejection =
      validateTrusted(records, { config: this.#config, name: this.name, now: options.now }) ??
      (options.origin === 'replication'
        ? checkReplicated(records, this.name, this.#logEndOffset)
        : checkCoordinated(this.producers, records, this.#producerCheck(options)));
    if (rejection !== null) return rejectedAppend(rejection, this.#logStartOffset);
    const baseOffset = options.origin === 'replication' ? recordBatch.baseOffset(records, 0) : this.#logEndOffset;
    for (let at = 0, size: number; at < records.length; at += size) {
      size = recordBatch.sizeInBytes(records, at);
      this.#appendBatch(records.length === size ? records : records.subarray(at, at + size), options);
    }
    return this.#appended(baseOffset, options);
  }

  /** Stamps, places and remembers one batch that may be appended. */
  #appendBatch(batch: Buffer, options: AppendOptions): void {
    if (options.origin !== 'replication') {
      recordBatch.stampBaseOffset(batch, 0, this.#logEndOffset);
      recordBatch.stampPartitionLeaderEpoch(batch, 0, options.leaderEpoch);
      if (this.#config.messageTimestampType === 'LogAppendTime') recordBatch.stampLogAppendTime(batch, 0, options.now);
    }
    const baseOffset = recordBatch.baseOffset(batch, 0);
    const lastOffset = recordBatch.lastOffset(batch, 0);
    const maxTimestamp = recordBatch.maxTimestamp(batch, 0);
    this.epochs.assign(recordBatch.partitionLeaderEpoch(batch, 0), baseOffset);
    let segment = this.segments.active;
    if (segment.shouldRoll(this.#config, { lastOffset, maxTimestamp, sizeInBytes: batch.length, now: options.now }))
      segment = this.roll(options.now);
    const { indexIntervalBytes } = this.#config;
    const position = segment.append(lastOffset, maxTimestamp, { sizeInBytes: batch.length, indexIntervalBytes });
    this.#logEndOffset = lastOffset + 1;
    this.writer.stage(segment, batch, { position, endOffset: lastOffset + 1 });
    this.#services.tailCache.add(this.#tail, batch, baseOffset);
    this.#remember(batch, segment);
  }

  #remember(batch: Buffer, segment: LogSegment): void {
    if (!recordBatch.isControlBatch(batch, 0)) {
      this.producers.applyData(batch, 0);
    } else {
      const marker = readEndTransactionMarker(batch, 0);
      const completed = marker === null ? null : this.producers.applyMarker(batch, 0, marker);
      if (completed?.isAborted)
        segment.transactions.append({
          ...completed,
          lastStableOffset: this.producers.lastStableOffsetAfter(completed),
        });
    }
    this.producers.endOffset = this.#logEndOffset;
  }

  /** Begins a new segment at the log's end. */
  roll(now: number): LogSegment {
    const previous = this.segments.active;
    const segment = newSegment(this.#services, {
      directory: this.directory,
      baseOffset: this.#logEndOffset,
      config: this.#config,
      now,
    });
    this.segments.add(segment);
    this.maintenance.seal(previous);
    return segment;
  }

  /** Whole batches, from the one that holds `offset`: from the tail cache at once where possible, else from the file. */
  read(options: LogReadOptions): LogReadResult | Promise<LogReadResult> {
    if (options.offset < this.#logStartOffset || options.offset > this.#logEndOffset)
      return emptyRead(options.offset, true);
    if (options.offset >= options.upperBound) return emptyRead(options.offset);
    const records: Buffer[] = [];
    const sizeInBytes = this.#tail.collect(records, options);
    if (sizeInBytes < 0)
      return readSegments(this, { ...options, upperBound: Math.min(options.upperBound, this.writer.writtenEndOffset) });
    const endOffset = records.length === 0 ? options.offset : recordBatch.nextOffset(records[records.length - 1]!, 0);
    return { records, sizeInBytes, endOffset, isOutOfRange: false };
  }

  /** All batches from `from` to where the log ends now, for whoever builds its state from them. */
  async *readForward(from: number): AsyncGenerator<Buffer, void, undefined> {
    const upperBound = this.#logEndOffset;
    let offset = Math.max(from, this.#logStartOffset);
    while (offset < upperBound) {
      const result = await this.read({ offset, upperBound, maxBytes: READ_FORWARD_BYTES, minOneBatch: true });
      if (result.records.length === 0) {
        // What is left may be staged and out of the tail cache: it is written by the time a flush is.
        if (this.writer.writtenEndOffset >= upperBound) return;
        await this.writer.flush();
        continue;
      }
      yield* result.records;
      offset = result.endOffset;
    }
  }

  /** The aborted transactions among the offsets from `fetchOffset` up to, not including, `upperBound` (Fetch rule F7). */
  abortedTransactions(fetchOffset: number, upperBound: number): AbortedTransaction[] {
    const found: AbortedTransaction[] = [];
    for (let i = Math.max(0, this.segments.floorIndex(fetchOffset)); i < this.segments.count; i++) {
      if (this.segments.at(i)!.transactions.collect(fetchOffset, upperBound, found)) break;
    }
    return found;
  }

  /** The first record at or after the log's start with that timestamp or a later one, below `upperBound` (ListOffsets L4). */
  offsetForTimestamp(timestamp: number, upperBound: number): Promise<TimestampedOffset | null> {
    return findByTimestamp(this, timestamp, upperBound);
  }

  /** The first record with the greatest timestamp of the log, if below `upperBound` (ListOffsets L5). */
  maxTimestamp(upperBound: number): Promise<TimestampedOffset | null> {
    return findMaxTimestamp(this, upperBound);
  }

  /** OffsetForLeaderEpoch (rule E1). */
  endOffsetForEpoch(epoch: number): EpochEndOffset {
    return this.epochs.endOffsetFor(epoch, this.#logEndOffset);
  }

  /** Notes that this broker leads under `epoch` from the log's end on; written with the next commit. */
  assignEpochStart(epoch: number, offset: number): void {
    this.epochs.assign(epoch, offset);
  }

  activeProducers(): ProducerStateEntry[] {
    return [...this.producers.entries()];
  }

  /** Moves the log's start to `offset`, -1 meaning the high watermark, durably (DeleteRecords). Returns the new start. */
  deleteRecordsBefore(offset: number): Promise<number> {
    return this.maintenance.deleteRecordsBefore(offset);
  }

  /** Resolves when all that has been appended is on the medium. */
  flush(): Promise<void> {
    return this.writer.flush();
  }

  async loadIndexes(segment: LogSegment): Promise<SegmentIndexes> {
    if (segment.indexes === null) {
      const { env, indexCache } = this.#services;
      const loaded = await readIndexes(env.disk, this.directory, segment);
      segment.indexes ??= loaded ?? (await rebuildIndexes(segment, this.#config.indexIntervalBytes));
      indexCache.use(segment);
    }
    return segment.indexes;
  }

  /** For maintenance, which makes the new start durable before any file goes. */
  moveLogStartOffset(offset: number): void {
    assert(
      offset >= this.#logStartOffset && offset <= this.#highWatermark,
      `${this.name}: log start offset ${offset} is not above the high watermark`,
    );
    this.#logStartOffset = offset;
    this.onLogStartOffset?.(this);
  }

  /** For a move, while commits stand still: all files lie in `directory` too, and are used there from now on. */
  async moveTo(directory: string): Promise<void> {
    this.writer.directory = directory;
    for (const { file, baseOffset } of this.segments.toArray()) {
      await file.moved(`${directory}/${offsetFileName(baseOffset, LOG_SUFFIX)}`);
    }
  }

  /** For maintenance: compacted segments are in place, and nobody is to be shown what they replace. */
  markCompacted(): void {
    this.compactions++;
    this.#tail.clear();
  }

  /** No more appends. */
  markClosed(): void {
    this.#isClosed = true;
    this.#tail.clear();
  }
}
