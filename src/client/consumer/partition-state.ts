/**
 * One assigned partition: where the application is, where fetching is, and what lies in between.
 *
 *     committable ≤ position ≤ fetchOffset
 *       |             |            └ asked for next; behind all that is buffered
 *       |             └ handed out next
 *       └ behind the last record whose processing has ended
 *
 * Invariant: whatever changes the position other than handing out (seek, reset, truncation) counts up `epoch` and drops
 * all that was fetched, so that an answer to an older fetch is known by its epoch and never becomes records.
 */
import type { TopicPartition } from '../assignors/group-members.ts';
import type { ClientError } from '../errors.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import type { FetchedRecords } from '../records/fetched-records.ts';
import type { OffsetAndMetadata } from '../records/partition-offset.ts';
import type { OnNoOffset } from './consumer-options.ts';
import type { OffsetSpec } from './list-offsets.ts';

/**
 * What the position waits for: the group's committed offset, a look-up at the broker, a check against a new leader's log
 * (KIP-320), or nothing.
 */
export type PositionPhase = 'committed' | 'look-up' | 'validate' | 'known';

type AnyRecord = ConsumerRecord<unknown, unknown>;

const NONE: readonly AnyRecord[] = [];
/** So many answers wait for their records to be done; those before them are left to the garbage collector. */
const MAX_WALKED = 8;

export class PartitionState implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  /** Counts up whenever what was fetched before has become worthless. */
  epoch = 0;
  phase: PositionPhase = 'committed';
  /** Where to begin without an offset; null: as the consumer's config says. */
  onNoOffset: OnNoOffset | null = null;
  /** With phase `look-up`. */
  lookUp: OffsetSpec | null = null;
  /** Of the topic when the position was settled; a topic of that name with another id is another topic. */
  topicId: string | null = null;
  /** The leader's epoch that the position was last checked against; -1 for none. */
  leaderEpoch = -1;

  fetchOffset = -1;
  /** Of the last batch fetched, or of the position; -1 where it is not known. */
  fetchedEpoch = -1;
  highWatermark = -1;
  lastStableOffset = -1;
  logStartOffset = -1;
  /** A follower nearby that the leader points to (KIP-392); -1 for none. */
  preferredReplica = -1;
  preferredUntil = 0;
  /** On the monotonic clock; no fetch and no look-up before it. */
  retryAt = 0;
  failures = 0;

  /** What is buffered does not end in a whole batch that could be fetched from: nothing is, until an error says why. */
  isCutOff = false;
  isPaused = false;
  /** It is being taken away: nothing more is handed out. */
  isRevoked = false;
  /** It has just come, and the application's listener may still move its position. */
  isHeld = false;
  /** A handler or a loop has records of it in hand. */
  isBusy = false;
  /** What is decoded waits for what its deserializers fetch. */
  isPreparing = false;
  /** It stands in the line of partitions that have something to hand out. */
  isQueued = false;
  /** Thrown where its records would come. */
  error: ClientError | null = null;
  /** Whether the error is about the position, so that it stands until that is moved; others are thrown once, and then tried again. */
  isErrorSticky = false;

  /** Of the first record in hand whose processing has not ended; -1 for none. */
  unprocessedFrom = -1;
  /** What was committed last, or found committed; -1 for nothing. */
  committedOffset = -1;

  /** Of the last `decode`: how many records, and the bytes of batches that were passed for them. */
  decodedCount = 0;
  decodedBytes = 0;

  #readOffset = -1;
  #readEpoch = -1;
  /** The leader epoch before the records in `#ready`. */
  #epochBefore = -1;
  readonly #buffered: FetchedRecords[] = [];
  /** Walked to their ends, and to be given back: their records are in `#ready`, in hand, or processed. */
  #walked: FetchedRecords[] = [];
  #ready: readonly AnyRecord[] = NONE;
  #nextReady = 0;
  /** The deserializers have seen what is in `#ready`. */
  #isPrepared = false;
  #idleWaiters: (() => void)[] = [];

  constructor({ topic, partition }: TopicPartition) {
    this.topic = topic;
    this.partition = partition;
  }

  /** Of the next record to be handed out; -1 while it is not known. */
  get position(): number {
    return this.#nextReady < this.#ready.length ? this.#ready[this.#nextReady]!.offset : this.#readOffset;
  }

  /** Of the last record before the position; -1 where it is not known for sure. */
  get positionEpoch(): number {
    if (this.#ready.length === 0 || this.#epochBefore === this.#readEpoch) return this.#readEpoch;
    return this.#nextReady === this.#ready.length ? this.#readEpoch : -1;
  }

  /** Behind all that was decoded. */
  get decodedOffset(): number {
    return this.#readOffset;
  }

  /** Up to where consumers may read, as the last fetch told; -1 where none has. */
  get endOffset(): number {
    return this.lastStableOffset >= 0 ? this.lastStableOffset : this.highWatermark;
  }

  /** What may be committed; null where nothing is known yet. */
  get committable(): OffsetAndMetadata | null {
    const { topic, partition, position } = this;
    if (position < 0) return null;
    if (this.unprocessedFrom < 0) return { topic, partition, offset: position, leaderEpoch: this.positionEpoch };
    const leaderEpoch = this.#epochBefore === this.#readEpoch ? this.#readEpoch : -1;
    return { topic, partition, offset: this.unprocessedFrom, leaderEpoch };
  }

  get hasRecords(): boolean {
    return this.#nextReady < this.#ready.length || this.#buffered.length > 0;
  }

  /** Nothing may be handed out, whatever there is. */
  get isBlocked(): boolean {
    return this.isPaused || this.isRevoked || this.isHeld || this.phase !== 'known';
  }

  get bufferedBytes(): number {
    let bytes = 0;
    for (const fetched of this.#buffered) bytes += fetched.remainingBytes;
    return bytes;
  }

  /** Sets the position, which is not to be doubted: by `seek`, from a look-up, or to where a log was truncated. */
  moveTo(offset: number, leaderEpoch = -1): void {
    this.drop();
    this.#readOffset = offset;
    this.#readEpoch = leaderEpoch;
    this.fetchOffset = offset;
    this.fetchedEpoch = leaderEpoch;
    this.unprocessedFrom = -1;
    this.phase = 'known';
    this.lookUp = null;
    this.error = null;
    this.retryAt = 0;
    this.failures = 0;
  }

  /** Forgets the position until the look-up is answered. */
  moveToLookUp(spec: OffsetSpec): void {
    this.drop();
    this.unprocessedFrom = -1;
    this.#readOffset = -1;
    this.phase = 'look-up';
    this.lookUp = spec;
    this.error = null;
    this.retryAt = 0;
  }

  /** Drops what was fetched and not handed out; it is fetched again. */
  drop(): void {
    const { position, positionEpoch } = this;
    this.epoch++;
    // Somebody may have lent records of them in hand: what is not given back is garbage, as any.
    for (const fetched of this.#buffered) if (!fetched.isLent) fetched.release();
    this.#buffered.length = 0;
    this.#walked = [];
    this.#ready = NONE;
    this.#nextReady = 0;
    this.isCutOff = false;
    this.#readOffset = position;
    this.#readEpoch = positionEpoch;
    this.fetchOffset = position;
    this.fetchedEpoch = positionEpoch;
  }

  /** `end` is where the whole batches of it end. */
  buffer(fetched: FetchedRecords, end: { offset: number; epoch: number; isCutOff: boolean }): void {
    this.#buffered.push(fetched);
    if (end.isCutOff) this.isCutOff = true;
    else {
      this.fetchOffset = Math.max(this.fetchOffset, end.offset);
      this.fetchedEpoch = end.epoch;
    }
  }

  /** The next record, or null where there is none decoded or nothing may be handed out. The one before counts as processed. */
  nextRecord(): AnyRecord | null {
    const index = this.#nextReady;
    if (index >= this.#ready.length || this.isBlocked) return null;
    const record = this.#ready[index]!;
    this.#nextReady = index + 1;
    this.unprocessedFrom = record.offset;
    return record;
  }

  /** All that is decoded, `max` records at most; null as above. */
  nextRecords(max: number): readonly AnyRecord[] | null {
    const index = this.#nextReady;
    if (index >= this.#ready.length || this.isBlocked) return null;
    const records = index === 0 && this.#ready.length <= max ? this.#ready : this.#ready.slice(index, index + max);
    this.#nextReady = index + records.length;
    this.unprocessedFrom = records[0]!.offset;
    return records;
  }

  /** Decodes up to `max` records of what is buffered, unless some are; false where there are none. Throws as FetchedRecords. */
  decode(max: number): boolean {
    this.decodedCount = 0;
    if (this.#nextReady < this.#ready.length) return true;
    while (this.#buffered.length > 0) {
      const fetched = this.#buffered[0]!;
      const epochBefore = this.#readEpoch;
      const bytesBefore = fetched.remainingBytes;
      const records = fetched.take<unknown, unknown>(max);
      this.#readOffset = fetched.nextOffset;
      if (fetched.leaderEpoch >= 0) this.#readEpoch = fetched.leaderEpoch;
      if (fetched.remainingBytes === 0) this.#leave(this.#buffered.shift()!);
      if (records.length === 0) continue;
      this.#ready = records;
      this.#nextReady = 0;
      this.#isPrepared = false;
      this.#epochBefore = epochBefore;
      this.decodedCount = records.length;
      this.decodedBytes = bytesBefore - fetched.remainingBytes;
      return true;
    }
    this.#ready = NONE;
    this.#nextReady = 0;
    if (this.isCutOff) {
      this.isCutOff = false;
      this.fetchOffset = this.#readOffset;
      this.fetchedEpoch = this.#readEpoch;
    }
    return false;
  }

  /** Until what the deserializers have to fetch for what is decoded is there; null where they need nothing. */
  prepare(): Promise<unknown> | null {
    if (this.#isPrepared) return null;
    this.#isPrepared = true;
    const pending: Promise<unknown>[] = [];
    for (const record of this.#ready) {
      const later = record.prepare();
      if (later !== null) pending.push(later);
    }
    return pending.length === 0 ? null : Promise.all(pending);
  }

  /** Hands the record out again, as the next one: its handler failed. Harmless where the position has moved elsewhere. */
  putBack(record: AnyRecord): void {
    const index = this.#ready.indexOf(record);
    if (index >= 0 && index < this.#nextReady) this.#nextReady = index;
  }

  /** Records before a committed offset are processed, also one that a loop has in hand: the application says so. */
  onCommitted(offset: number): void {
    this.committedOffset = offset;
    if (this.unprocessedFrom >= 0 && offset > this.unprocessedFrom) {
      this.unprocessedFrom = offset < this.position ? offset : -1;
    }
  }

  fail(error: ClientError, isSticky: boolean): void {
    this.error = error;
    this.isErrorSticky = isSticky;
  }

  /** Processing of all that was handed out has ended: nobody looks at those records any more. */
  release(): void {
    this.unprocessedFrom = -1;
    if (this.#nextReady >= this.#ready.length) this.#giveBack();
    this.abandon();
  }

  #leave(fetched: FetchedRecords): void {
    if (!fetched.isLent) return fetched.release();
    // Where the next records are always begun before the last are done, nothing is ever given back.
    if (this.#walked.length === MAX_WALKED) this.#walked.shift();
    this.#walked.push(fetched);
  }

  /** Records, too: those of a partition that waits for its next turn would survive collections for nothing. */
  #giveBack(): void {
    this.#ready = NONE;
    this.#nextReady = 0;
    for (const fetched of this.#walked) fetched.release();
    this.#walked.length = 0;
  }

  /** Whoever had records in hand has gone, and nobody knows whether they were processed. */
  abandon(): void {
    this.isBusy = false;
    for (const wake of this.#idleWaiters.splice(0)) wake();
  }

  /** Resolves when nobody has records of it in hand. */
  whenIdle(): Promise<void> {
    return this.isBusy ? new Promise((resolve) => this.#idleWaiters.push(resolve)) : Promise.resolve();
  }
}
