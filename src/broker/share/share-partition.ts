/**
 * A partition as a share group reads it (Kafka's SharePartition): who holds which records until when, and what is
 * written down of it before a consumer is told. One for each group and partition that this broker leads.
 *
 * Invariant: an acknowledgement is answered without an error only when it is written; a record that was accepted or
 * rejected so is never delivered again, whatever happens to this broker.
 */
import {
  Alarm,
  type Persister,
  type SharePartitionKey,
  type StateBatch,
  UNINITIALIZED_START_OFFSET,
} from '#coordinator';
import type { Env } from '#kernel';
import { Errors } from '#protocol';
import type { Partition } from '../partition.ts';
import {
  AcknowledgeType,
  type AcquiredRecords,
  type AcquireOptions,
  type Acknowledgement,
  InFlightWindow,
} from './in-flight-window.ts';
import type { ShareGroupSettings } from './share-group-settings.ts';
import { initialOffset } from './initial-offset.ts';

export interface SharePartitionOptions {
  readonly key: SharePartitionKey;
  readonly partition: Partition;
  readonly persister: Persister;
  /** As the group's configs are now. */
  settings(): ShareGroupSettings;
  /** Somebody else has taken over, or the state is gone: this is of no use any more. */
  onFenced(sharePartition: SharePartition): void;
}

/** Told whenever there may be something to acquire that was not there before. */
export interface AvailabilityWatcher {
  cancel(): void;
}

export class SharePartition {
  readonly key: SharePartitionKey;
  readonly partition: Partition;
  /** Grows whenever there may be something to acquire: tells that a read is out of date. */
  availability = 0;
  /** Of what was read last, to tell how much to read next; 1 KiB before. */
  bytesPerRecord = 1024;
  readonly #env: Env;
  readonly #options: SharePartitionOptions;
  readonly #locks: Alarm;
  readonly #watchers = new Set<AvailabilityWatcher>();
  #window: InFlightWindow = new InFlightWindow(0);
  #stateEpoch = 0;
  #lastWriteId = 0;
  #state: 'initializing' | 'active' | 'closed' = 'initializing';
  #isBeingRead = false;
  readonly #onReadEnd: (() => void)[] = [];
  #opening: Promise<number> | null = null;

  constructor(env: Env, options: SharePartitionOptions) {
    this.#env = env;
    this.#options = options;
    this.key = options.key;
    this.partition = options.partition;
    this.#locks = new Alarm(env, () => this.#onLockAlarm());
  }

  /** Reads what is known of the partition; NONE, or the error that tells a consumer to try again. */
  open(): Promise<number> {
    this.#opening ??= this.#initialize();
    return this.#opening;
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  get settings(): ShareGroupSettings {
    return this.#options.settings();
  }

  /** The window, to look at. */
  get window(): InFlightWindow {
    return this.#window;
  }

  /** False while somebody else reads (`isBeingRead`), or the partition has nothing to give whatever comes. */
  beginRead(): boolean {
    if (this.#state !== 'active' || this.#isBeingRead) return false;
    this.#followLogStart();
    if (!this.#window.hasRoom(this.settings.maxInFlight)) return false;
    this.#isBeingRead = true;
    return true;
  }

  /** Only those go on who waited for it: that a read has ended is no news to whoever has read before, and now waits for records. */
  endRead(): void {
    this.#isBeingRead = false;
    for (const resolve of this.#onReadEnd.splice(0)) resolve();
  }

  get isBeingRead(): boolean {
    return this.#isBeingRead;
  }

  /** Resolves when the read that is under way has ended. */
  whenRead(): Promise<void> {
    return this.#isBeingRead ? new Promise((resolve) => void this.#onReadEnd.push(resolve)) : Promise.resolve();
  }

  nextFetchOffset(): number {
    this.#followLogStart();
    return this.#window.nextFetchOffset();
  }

  acquire(
    options: Pick<AcquireOptions, 'memberId' | 'batches' | 'from' | 'maxRecords' | 'isStrict' | 'batchSize'>,
  ): AcquiredRecords[] {
    if (this.#state !== 'active') return [];
    const { maxDeliveryCount, maxInFlight, lockDurationMs } = this.settings;
    const lockDeadline = this.#env.clock.monotonic() + lockDurationMs;
    const acquired = this.#window.acquire({ ...options, maxDeliveryCount, maxInFlight, lockDeadline });
    if (acquired.length > 0) this.#locks.atLatest(lockDeadline);
    return acquired;
  }

  /** Resolves with NONE when what the member says is written, else with the error; then nothing has changed. */
  async acknowledge(memberId: string, acknowledgements: readonly Acknowledgement[]): Promise<number> {
    if (this.#state !== 'active') return Errors.NOT_LEADER_OR_FOLLOWER.code;
    this.#followLogStart();
    const { maxDeliveryCount, lockDurationMs, mayRenew } = this.settings;
    const isRenewing = acknowledgements.some(({ type }) => type === AcknowledgeType.RENEW);
    if (isRenewing && !mayRenew) return Errors.INVALID_RECORD_STATE.code;
    const writeId = ++this.#lastWriteId;
    const lockDeadline = this.#env.clock.monotonic() + lockDurationMs;
    const outcome = this.#window.acknowledge(memberId, acknowledgements, { writeId, lockDeadline, maxDeliveryCount });
    if (outcome.errorCode !== Errors.NONE.code) return outcome.errorCode;
    if (!outcome.isChanged) return Errors.NONE.code;
    const errorCode = await this.#write(writeId, []);
    this.#window.settle(writeId, errorCode === Errors.NONE.code);
    this.#locks.atLatest(this.#window.nextLockDeadline());
    this.#announce();
    return errorCode;
  }

  /** The member's session is over: what it held goes to others. */
  async release(memberId: string): Promise<void> {
    if (this.#state !== 'active') return;
    await this.#writeFreed(this.#window.release(memberId));
  }

  watch(watcher: AvailabilityWatcher): void {
    this.#watchers.add(watcher);
  }

  unwatch(watcher: AvailabilityWatcher): void {
    this.#watchers.delete(watcher);
  }

  close(): void {
    this.#state = 'closed';
    this.#locks.cancel();
    this.#announce();
  }

  async #initialize(): Promise<number> {
    const { key, persister } = this.#options;
    const { leaderEpoch, log } = this.partition;
    const state = await persister.read(key, leaderEpoch);
    if (state.errorCode !== Errors.NONE.code) return this.#failed(state.errorCode);
    this.#stateEpoch = state.stateEpoch;
    if (state.startOffset === UNINITIALIZED_START_OFFSET) {
      const startOffset = await initialOffset(this.partition, this.settings, this.#env.clock.now());
      this.#window = new InFlightWindow(startOffset);
      // Written at once: who starts at the latest must not start later still because the broker was started anew.
      const errorCode = await this.#write(0, []);
      if (errorCode !== Errors.NONE.code) return this.#failed(errorCode);
    } else {
      this.#window = InFlightWindow.restore(state);
      this.#window.cutAtLogEnd(log.logEndOffset);
    }
    if (this.#state === 'closed') return Errors.NOT_LEADER_OR_FOLLOWER.code;
    this.#state = 'active';
    this.#followLogStart();
    return Errors.NONE.code;
  }

  #failed(errorCode: number): number {
    this.close();
    this.#options.onFenced(this);
    return errorCode;
  }

  #followLogStart(): void {
    this.#window.moveLogStart(this.partition.log.logStartOffset);
  }

  /** Everything that is done with in one write; `freed` beside what `writeId` changed. */
  async #write(writeId: number, freed: readonly StateBatch[]): Promise<number> {
    const { key, persister } = this.#options;
    const { startOffset, deliveryCompleteCount, stateBatches } = this.#window.stateToWrite(writeId);
    const { errorCode } = await persister.write(key, {
      stateEpoch: this.#stateEpoch,
      leaderEpoch: this.partition.leaderEpoch,
      startOffset,
      deliveryCompleteCount,
      stateBatches: freed.length === 0 ? stateBatches : [...stateBatches, ...freed],
    });
    if (isFenced(errorCode)) this.#failed(errorCode);
    return errorCode;
  }

  /** Locks that ended need no answer: what cannot be written is found out again after a restart. */
  async #writeFreed(freed: readonly StateBatch[]): Promise<void> {
    if (freed.length === 0) return;
    this.#announce();
    const errorCode = await this.#write(0, freed);
    if (errorCode === Errors.NONE.code) return;
    const { groupId, topicId, partition } = this.key;
    this.#env.logger
      .component('share')
      .warn('released records are not written down', { groupId, topicId, partition, errorCode });
  }

  #onLockAlarm(): void {
    if (this.#state !== 'active') return;
    const freed = this.#window.expireLocks(this.#env.clock.monotonic(), this.settings.maxDeliveryCount);
    this.#locks.atLatest(this.#window.nextLockDeadline());
    void this.#writeFreed(freed);
  }

  #announce(): void {
    this.availability++;
    for (const watcher of this.#watchers) watcher.cancel();
  }
}

function isFenced(errorCode: number): boolean {
  switch (errorCode) {
    case Errors.FENCED_LEADER_EPOCH.code:
    case Errors.FENCED_STATE_EPOCH.code:
    case Errors.UNKNOWN_TOPIC_OR_PARTITION.code:
    case Errors.GROUP_ID_NOT_FOUND.code:
    case Errors.INVALID_REQUEST.code:
      return true;
    default:
      return false;
  }
}
