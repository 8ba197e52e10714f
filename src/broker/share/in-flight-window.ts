/**
 * The records of a partition that a share group has in hand (KIP-932): from its start offset (SPSO) to behind the last
 * record that was ever acquired (SPEO). Records that share a fate are one run; a run is split only where fates part, so
 * that a window of thousands of records is a handful of objects.
 *
 * Invariants: runs are in order and leave no gap from `startOffset` to `endOffset`; the first is not done with; a record
 * that somebody holds is given to nobody else; no delivery count exceeds the limit. Nothing here waits or writes.
 */
import { assert } from '#kernel';
import { DeliveryState, type SharePartitionState, type StateBatch } from '#coordinator';
import { Errors } from '#protocol';

const { AVAILABLE, ACQUIRED, ACKNOWLEDGED, ARCHIVED } = DeliveryState;

/** Kafka's codes of what a consumer says of a record. */
export const AcknowledgeType = { GAP: 0, ACCEPT: 1, RELEASE: 2, REJECT: 3, RENEW: 4 } as const;

/** A range of a log's record batch. */
export interface BatchRange {
  readonly firstOffset: number;
  /** Inclusive. */
  readonly lastOffset: number;
  /** Holds nothing for consumers: a marker, or records of a transaction that was aborted. */
  readonly isHidden: boolean;
}

export interface AcquiredRecords {
  firstOffset: number;
  lastOffset: number;
  deliveryCount: number;
}

export interface AcquireOptions {
  readonly memberId: string;
  /** Monotonic time at which the locks end. */
  readonly lockDeadline: number;
  /** What was read, in order; the first batch may begin before `from`. */
  readonly batches: readonly BatchRange[];
  readonly from: number;
  readonly maxRecords: number;
  /** No record beyond `maxRecords` (KIP-1206), where otherwise a batch is acquired as a whole. */
  readonly isStrict: boolean;
  /** Batches are acquired together up to so many records. */
  readonly batchSize: number;
  readonly maxDeliveryCount: number;
  /** How many records may be in hand at a time. */
  readonly maxInFlight: number;
}

/** What a member says of a range of records. */
export interface Acknowledgement {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly type: number;
}

interface Run {
  firstOffset: number;
  lastOffset: number;
  state: number;
  deliveryCount: number;
  /** Who holds it while it is ACQUIRED, or held it while an acknowledgement is being written. */
  memberId: string | null;
  lockDeadline: number;
  /** The acknowledgement that is being written; 0 for none. Until it is written nobody may have the records. */
  writeId: number;
}

export class InFlightWindow {
  #startOffset: number;
  #runs: Run[] = [];

  constructor(startOffset: number) {
    this.#startOffset = startOffset;
  }

  /** Records that no batch tells of were acquired by somebody and never acknowledged, or hold nothing. */
  static restore({
    startOffset,
    stateBatches,
  }: Pick<SharePartitionState, 'startOffset' | 'stateBatches'>): InFlightWindow {
    const window = new InFlightWindow(startOffset);
    for (const { firstOffset, lastOffset, deliveryState, deliveryCount } of stateBatches) {
      if (lastOffset < window.endOffset) continue;
      const first = Math.max(firstOffset, window.endOffset);
      if (first > window.endOffset) window.#append({ firstOffset: window.endOffset, lastOffset: first - 1 });
      // Kafka does not write what is acquired; from anybody else it is as good as available.
      const state = isTerminal(deliveryState) ? deliveryState : AVAILABLE;
      window.#append({ firstOffset: first, lastOffset, state, deliveryCount });
    }
    window.advance();
    return window;
  }

  get startOffset(): number {
    return this.#startOffset;
  }

  /** Behind the last record that was ever acquired: the next one is new. */
  get endOffset(): number {
    const last = this.#runs.at(-1);
    return last === undefined ? this.#startOffset : last.lastOffset + 1;
  }

  /** How many runs it takes to tell of all records. */
  get runCount(): number {
    return this.#runs.length;
  }

  /** The first record that may be given to somebody: one that came back, or the first new one. */
  nextFetchOffset(): number {
    for (const run of this.#runs) if (isFree(run)) return run.firstOffset;
    return this.endOffset;
  }

  /** Whether there is anything that could be acquired, given that new records come. */
  hasRoom(maxInFlight: number): boolean {
    return this.endOffset - this.#startOffset < maxInFlight || this.nextFetchOffset() < this.endOffset;
  }

  /** When the first lock ends; Infinity where there is none. */
  nextLockDeadline(): number {
    let deadline = Infinity;
    for (const run of this.#runs) if (isHeld(run)) deadline = Math.min(deadline, run.lockDeadline);
    return deadline;
  }

  /** Gives records to a member. */
  acquire(options: AcquireOptions): AcquiredRecords[] {
    const acquired: AcquiredRecords[] = [];
    let count = 0;
    let cursor = options.from;
    for (const { firstOffset, lastOffset, isHidden } of options.batches) {
      if (count >= options.maxRecords) break;
      if (lastOffset < cursor) continue;
      const first = Math.max(firstOffset, cursor, this.#startOffset);
      // What the log no longer has between two batches can never be delivered.
      this.#archive(cursor, isHidden ? lastOffset : first - 1);
      cursor = lastOffset + 1;
      if (isHidden) continue;
      const taken = this.#take(first, lastOffset, { ...options, acquired, maxRecords: options.maxRecords - count });
      count += taken.records;
      if (taken.isFull) break;
    }
    this.advance();
    return acquired;
  }

  /**
   * Applies what a member says, all of it or, where a record is not the member's to tell of, nothing. Everything but a
   * renewal waits for `settle(writeId)`; `changes` is what has to be written for that.
   */
  acknowledge(
    memberId: string,
    acknowledgements: readonly Acknowledgement[],
    options: { writeId: number; lockDeadline: number; maxDeliveryCount: number },
  ): { errorCode: number; isChanged: boolean } {
    const live = acknowledgements.flatMap((one) => this.#cutAtStart(one));
    for (const one of live) {
      const errorCode = this.#refusalOf(memberId, one);
      if (errorCode !== Errors.NONE.code) return { errorCode, isChanged: false };
    }
    let isChanged = false;
    for (const { firstOffset, lastOffset, type } of live) {
      for (const run of this.#isolate(firstOffset, lastOffset)) {
        if (type === AcknowledgeType.RENEW) {
          run.lockDeadline = options.lockDeadline;
          continue;
        }
        isChanged = true;
        run.writeId = options.writeId;
        run.state = stateAfter(type, run.deliveryCount, options.maxDeliveryCount);
      }
    }
    return { errorCode: Errors.NONE.code, isChanged };
  }

  /** The acknowledgement was written, or was not: then its records are the member's again, until their locks end. */
  settle(writeId: number, isWritten: boolean): void {
    for (const run of this.#runs) {
      if (run.writeId !== writeId) continue;
      run.writeId = 0;
      if (isWritten) run.memberId = null;
      else run.state = ACQUIRED;
    }
    this.advance();
  }

  /** Takes back the locks that have ended; the ranges that changed are to be written. */
  expireLocks(now: number, maxDeliveryCount: number): StateBatch[] {
    return this.#free(
      (run) => run.lockDeadline <= now,
      (run) => {
        run.state = run.deliveryCount >= maxDeliveryCount ? ARCHIVED : AVAILABLE;
      },
    );
  }

  /** A member is gone: what it held counts as never delivered to it. */
  release(memberId: string): StateBatch[] {
    return this.#free(
      (run) => run.memberId === memberId,
      (run) => {
        run.state = AVAILABLE;
        run.deliveryCount--;
      },
    );
  }

  /** The log begins later now. */
  moveLogStart(logStartOffset: number): void {
    if (logStartOffset <= this.#startOffset) return;
    const end = this.endOffset;
    this.#isolate(this.#startOffset, Math.min(logStartOffset, end) - 1);
    this.#runs = this.#runs.filter(({ firstOffset }) => firstOffset >= logStartOffset);
    this.#startOffset = logStartOffset;
    this.advance();
  }

  /** The log ends earlier than what is known of it: records beyond it were lost, and others will come in their place. */
  cutAtLogEnd(logEndOffset: number): void {
    if (this.endOffset <= logEndOffset) return;
    this.#isolate(logEndOffset, this.endOffset - 1);
    this.#runs = this.#runs.filter(({ lastOffset }) => lastOffset < logEndOffset);
    this.#startOffset = Math.min(this.#startOffset, logEndOffset);
  }

  /**
   * What is to be written with the acknowledgement. The window begins where it does before that is written: a start that
   * goes back after a write of unknown outcome would bring back what was done with behind it.
   */
  stateToWrite(writeId: number): { startOffset: number; deliveryCompleteCount: number; stateBatches: StateBatch[] } {
    let deliveryCompleteCount = 0;
    const stateBatches: StateBatch[] = [];
    for (const run of this.#runs) {
      const isMine = run.writeId === writeId;
      if (isTerminal(run.state) && (run.writeId === 0 || isMine))
        deliveryCompleteCount += run.lastOffset - run.firstOffset + 1;
      if (isMine && writeId !== 0) stateBatches.push(batchOf(run));
    }
    return { startOffset: this.#startOffset, deliveryCompleteCount, stateBatches };
  }

  /** For tests: what is known of each record, in order. */
  *records(): Generator<{ offset: number; state: number; deliveryCount: number; memberId: string | null }> {
    for (const { firstOffset, lastOffset, state, deliveryCount, memberId, writeId } of this.#runs) {
      const shown = writeId === 0 ? state : ACQUIRED;
      for (let offset = firstOffset; offset <= lastOffset; offset++)
        yield { offset, state: shown, deliveryCount, memberId };
    }
  }

  /** Lets go of leading records that are done with, and tells of neighbours that are done with as one. */
  advance(): void {
    let done = 0;
    while (done < this.#runs.length && isDoneWith(this.#runs[done]!)) done++;
    if (done > 0) {
      this.#startOffset = this.#runs[done - 1]!.lastOffset + 1;
      this.#runs.splice(0, done);
    }
    let kept = 0;
    for (const run of this.#runs) {
      const last = kept === 0 ? undefined : this.#runs[kept - 1]!;
      if (last !== undefined && isDoneWith(last) && isDoneWith(run)) last.lastOffset = run.lastOffset;
      else this.#runs[kept++] = run;
    }
    this.#runs.length = kept;
  }

  #free(isFreed: (run: Run) => boolean, free: (run: Run) => void): StateBatch[] {
    const freed: StateBatch[] = [];
    for (const run of this.#runs) {
      if (!isHeld(run) || !isFreed(run)) continue;
      free(run);
      run.memberId = null;
      freed.push(batchOf(run));
    }
    this.advance();
    return freed;
  }

  #take(
    firstOffset: number,
    lastOffset: number,
    options: AcquireOptions & { acquired: AcquiredRecords[] },
  ): { records: number; isFull: boolean } {
    const { maxRecords, isStrict, maxDeliveryCount } = options;
    let records = 0;
    const oldEnd = this.endOffset;
    for (const run of firstOffset < oldEnd ? this.#isolate(firstOffset, Math.min(lastOffset, oldEnd - 1)) : []) {
      if (!isFree(run)) continue;
      if (run.deliveryCount >= maxDeliveryCount) {
        run.state = ARCHIVED;
        continue;
      }
      if (isStrict && records >= maxRecords) return { records, isFull: true };
      const size = run.lastOffset - run.firstOffset + 1;
      const limit = Math.min(isStrict ? maxRecords - records : size, cautiousLimit(run.deliveryCount, options));
      const isCautious = limit < size && !(isStrict && limit === maxRecords - records);
      // Records that failed again and again come alone, so that the one to blame takes no others with it.
      if (isCautious && options.acquired.length > 0) return { records, isFull: true };
      const given = limit < size ? this.#isolate(run.firstOffset, run.firstOffset + limit - 1)[0]! : run;
      this.#give(given, options);
      records += given.lastOffset - given.firstOffset + 1;
      if (limit < size) return { records, isFull: true };
    }
    const first = Math.max(firstOffset, oldEnd);
    if (first > lastOffset) return { records, isFull: false };
    const room = options.maxInFlight - (oldEnd - this.#startOffset);
    if (room <= 0 || records >= maxRecords) return { records, isFull: true };
    const last = isStrict ? Math.min(lastOffset, first + Math.min(room, maxRecords - records) - 1) : lastOffset;
    this.#append({ firstOffset: first, lastOffset: last });
    this.#give(this.#runs.at(-1)!, options);
    return { records: records + last - first + 1, isFull: last < lastOffset };
  }

  #give(run: Run, options: AcquireOptions & { acquired: AcquiredRecords[] }): void {
    run.state = ACQUIRED;
    run.deliveryCount++;
    run.memberId = options.memberId;
    run.lockDeadline = options.lockDeadline;
    const last = options.acquired.at(-1);
    const { firstOffset, lastOffset, deliveryCount } = run;
    const continues =
      last !== undefined &&
      last.lastOffset + 1 === firstOffset &&
      last.deliveryCount === deliveryCount &&
      last.lastOffset - last.firstOffset + 1 < options.batchSize;
    if (!continues) {
      options.acquired.push({ firstOffset, lastOffset, deliveryCount });
      return;
    }
    last.lastOffset = lastOffset;
    // The same in the window: it is one run until somebody says otherwise of a part.
    const index = this.#indexOf(firstOffset);
    const before = this.#runs[index - 1];
    if (before === undefined || before.lockDeadline !== run.lockDeadline || !isAlike(before, run)) return;
    run.firstOffset = before.firstOffset;
    this.#runs.splice(index - 1, 1);
  }

  /** Whatever is free in the range, or new, holds nothing that could be delivered. */
  #archive(firstOffset: number, lastOffset: number): void {
    if (firstOffset > lastOffset) return;
    const end = this.endOffset;
    for (const run of this.#isolate(firstOffset, Math.min(lastOffset, end - 1))) if (isFree(run)) run.state = ARCHIVED;
    if (lastOffset >= end) this.#append({ firstOffset: end, lastOffset, state: ARCHIVED });
  }

  #append(run: { firstOffset: number; lastOffset: number; state?: number; deliveryCount?: number }): void {
    assert(run.firstOffset === this.endOffset, 'the window has no gaps');
    this.#runs.push({ state: AVAILABLE, deliveryCount: 0, memberId: null, lockDeadline: 0, writeId: 0, ...run });
  }

  /** What lies before the window is done with or gone, and whatever is said of it is right. */
  #cutAtStart(one: Acknowledgement): Acknowledgement[] {
    if (one.firstOffset >= this.#startOffset) return [one];
    return one.lastOffset < this.#startOffset ? [] : [{ ...one, firstOffset: this.#startOffset }];
  }

  /** NONE, or why the member cannot tell of the records. */
  #refusalOf(memberId: string, { firstOffset, lastOffset }: Acknowledgement): number {
    if (this.#runs.length === 0) return Errors.INVALID_RECORD_STATE.code;
    if (lastOffset >= this.endOffset) return Errors.INVALID_REQUEST.code;
    for (let i = this.#indexOf(firstOffset); i < this.#runs.length; i++) {
      const run = this.#runs[i]!;
      if (run.firstOffset > lastOffset) break;
      if (!isHeld(run) || run.memberId !== memberId) return Errors.INVALID_RECORD_STATE.code;
    }
    return Errors.NONE.code;
  }

  /** The runs of the range, split off at its ends where it begins or ends within one. */
  #isolate(firstOffset: number, lastOffset: number): Run[] {
    const first = Math.max(firstOffset, this.#startOffset);
    if (first > lastOffset || this.#runs.length === 0) return [];
    this.#splitBefore(first);
    this.#splitBefore(lastOffset + 1);
    const begin = this.#indexOf(first);
    let end = begin;
    while (end < this.#runs.length && this.#runs[end]!.lastOffset <= lastOffset) end++;
    return this.#runs.slice(begin, end);
  }

  #splitBefore(offset: number): void {
    const index = this.#indexOf(offset);
    const run = this.#runs[index];
    if (run === undefined || run.firstOffset >= offset) return;
    this.#runs.splice(index + 1, 0, { ...run, firstOffset: offset });
    run.lastOffset = offset - 1;
  }

  /** The index of the run that holds the offset; the number of runs where it lies behind all of them. */
  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#runs[middle]!.lastOffset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** From half of its deliveries on, a record comes with fewer and fewer others, and the last time alone. */
function cautiousLimit(deliveryCount: number, { maxDeliveryCount, maxRecords }: AcquireOptions): number {
  const threshold = Math.max(2, Math.ceil(maxDeliveryCount / 2));
  if (deliveryCount < threshold) return Infinity;
  if (deliveryCount >= maxDeliveryCount - 1) return 1;
  return Math.max(1, maxRecords >> (deliveryCount - threshold + 1));
}

function stateAfter(type: number, deliveryCount: number, maxDeliveryCount: number): number {
  if (type === AcknowledgeType.ACCEPT) return ACKNOWLEDGED;
  return type === AcknowledgeType.RELEASE && deliveryCount < maxDeliveryCount ? AVAILABLE : ARCHIVED;
}

function isTerminal(state: number): boolean {
  return state === ACKNOWLEDGED || state === ARCHIVED;
}

function isDoneWith({ state, writeId }: Run): boolean {
  return writeId === 0 && isTerminal(state);
}

function isFree({ state, writeId }: Run): boolean {
  return writeId === 0 && state === AVAILABLE;
}

function isHeld({ state, writeId }: Run): boolean {
  return writeId === 0 && state === ACQUIRED;
}

function isAlike(one: Run, other: Run): boolean {
  return isHeld(one) && isHeld(other) && one.memberId === other.memberId && one.deliveryCount === other.deliveryCount;
}

function batchOf({ firstOffset, lastOffset, state, deliveryCount }: Run): StateBatch {
  return { firstOffset, lastOffset, deliveryState: state, deliveryCount };
}
