/**
 * A partition as its leader sees it: the log, the leader epoch, and who waits for it to move.
 *
 * Invariant: nothing above the high watermark is shown to a consumer or acknowledged to a producer, and the high
 * watermark never passes what the log calls durable. With a single replica it is exactly that.
 */
import { Errors, recordBatch } from '#protocol';
import type { TransactionVerification } from '#coordinator';
import type { AppendOptions, AppendResult, UnifiedLog } from '#log';
import { PartitionTraffic } from './metrics/partition-traffic.ts';
import { TransactionVerifications } from './transaction-verifications.ts';

/** Told once, when the offset it waits for is committed or never will be. */
export interface CommitWaiter {
  committed(errorCode: number): void;
}

/** Told whenever a partition shows more than before; `bytes` is how much was appended since the last call, at most. */
export interface FetchWatcher {
  wake(bytes: number): void;
}

export interface PartitionAppendOptions extends Omit<AppendOptions, 'leaderEpoch'> {
  /** Begun here before the transaction coordinator was asked; it counts while no marker has come since. */
  readonly verification?: TransactionVerification;
}

export class Partition {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  readonly log: UnifiedLog;
  /** Of the epoch in which this broker leads, or led last. */
  leaderEpoch: number;
  readonly traffic: PartitionTraffic = new PartitionTraffic();
  readonly verifications: TransactionVerifications = new TransactionVerifications();
  /** Grows whenever something that a fetch can see has changed: tells that a read is out of date. */
  progress = 0;

  #waitOffsets: number[] = [];
  #waiters: CommitWaiter[] = [];
  readonly #watchers = new Set<FetchWatcher>();
  #appendedBytes = 0;
  #announcedBytes = 0;
  #isDeleted = false;
  #isLed = true;

  constructor(log: UnifiedLog, topicId: string, leaderEpoch: number) {
    this.topic = log.topicPartition.topic;
    this.partition = log.topicPartition.partition;
    this.topicId = topicId;
    this.log = log;
    this.leaderEpoch = leaderEpoch;
    log.onDurable = (): void => this.#advance();
    log.onLogStartOffset = (): void => this.#announceChange();
    this.#advance();
  }

  get highWatermark(): number {
    return this.log.highWatermark;
  }

  /** Whether this broker leads it: who does not answers nobody. */
  get isLed(): boolean {
    return this.#isLed;
  }

  /** An election decided who leads from now on, and in which epoch. */
  elected(isLed: boolean, leaderEpoch: number): void {
    const wasLed = this.#isLed;
    this.#isLed = isLed;
    this.leaderEpoch = leaderEpoch;
    if (wasLed && !isLed) this.#dismissWaiters(Errors.NOT_LEADER_OR_FOLLOWER.code);
    this.#announceChange();
  }

  get isDeleted(): boolean {
    return this.#isDeleted;
  }

  /** The end of what a consumer of this isolation level may see: high watermark, or last stable offset. */
  visibleEnd(isReadCommitted: boolean): number {
    return isReadCommitted ? this.log.lastStableOffset : this.log.highWatermark;
  }

  /** Appends at once; committed later. The buffer belongs to the log from now on. */
  append(records: Buffer, options: PartitionAppendOptions): AppendResult {
    const messages = options.origin === 'client' ? recordBatch.recordsCount(records, 0) : 0;
    const transactionOf = recordBatch.isTransactional(records, 0) ? recordBatch.producerId(records, 0) : -1;
    const { verification } = options;
    const isVerified = verification !== undefined && this.verifications.isValid(verification);
    const isTransactionVerified = isVerified || options.isTransactionVerified === true;
    const result = this.log.append(records, { ...options, isTransactionVerified, leaderEpoch: this.leaderEpoch });
    if (result.errorCode !== Errors.NONE.code || result.isDuplicate) return result;
    // The transaction has begun here, or has ended by a marker: either way what was confirmed before is used up.
    if (transactionOf >= 0) this.verifications.end(transactionOf);
    this.#appendedBytes += records.length;
    this.traffic.bytesIn += records.length;
    this.traffic.messagesIn += messages;
    return result;
  }

  /** False when everything below `endOffset` is committed already, and then the waiter will not be told. */
  awaitCommit(endOffset: number, waiter: CommitWaiter): boolean {
    if (this.#isDeleted || endOffset <= this.log.highWatermark) return false;
    this.#waitOffsets.push(endOffset);
    this.#waiters.push(waiter);
    return true;
  }

  /** Resolves with NONE's code when all below `endOffset` is committed, or with the error that prevents it for good. */
  whenCommitted(endOffset: number): Promise<number> {
    return new Promise((resolve) => {
      if (!this.awaitCommit(endOffset, { committed: resolve })) {
        resolve(this.#isDeleted ? Errors.UNKNOWN_TOPIC_OR_PARTITION.code : Errors.NONE.code);
      }
    });
  }

  watch(watcher: FetchWatcher): void {
    this.#watchers.add(watcher);
  }

  unwatch(watcher: FetchWatcher): void {
    this.#watchers.delete(watcher);
  }

  /** The topic is gone: nobody waits any longer. */
  close(): void {
    this.#isDeleted = true;
    this.log.onDurable = null;
    this.log.onLogStartOffset = null;
    this.#dismissWaiters(Errors.UNKNOWN_TOPIC_OR_PARTITION.code);
    this.#announceChange();
  }

  #dismissWaiters(errorCode: number): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    this.#waitOffsets = [];
    for (const waiter of waiters) waiter.committed(errorCode);
  }

  /** Something other than new records that fetches have to look at again. */
  #announceChange(): void {
    this.progress++;
    for (const watcher of this.#watchers) watcher.wake(Infinity);
  }

  #advance(): void {
    const end = this.log.durableEndOffset;
    if (end <= this.log.highWatermark) return;
    this.log.advanceHighWatermark(end);
    this.progress++;
    let released = 0;
    while (released < this.#waiters.length && this.#waitOffsets[released]! <= end) released++;
    // A waiter's offset is at most the log's end when it came, so the queue is in order of offsets except for
    // duplicates' retries, which wait no longer than what stands before them.
    if (released > 0) {
      this.#waitOffsets.splice(0, released);
      for (const waiter of this.#waiters.splice(0, released)) waiter.committed(Errors.NONE.code);
    }
    const bytes = this.#appendedBytes - this.#announcedBytes;
    this.#announcedBytes = this.#appendedBytes;
    for (const watcher of this.#watchers) watcher.wake(bytes);
  }
}
