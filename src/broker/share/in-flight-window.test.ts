import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSimulation } from '#sim';
import type { Random } from '#kernel';
import { AcknowledgeType, type AcquiredRecords, type BatchRange, InFlightWindow } from './in-flight-window.ts';

const AVAILABLE = 0;
const ACQUIRED = 1;
const ACKNOWLEDGED = 2;
const ARCHIVED = 4;
const MAX_DELIVERY_COUNT = 5;
const MAX_IN_FLIGHT = 60;
const LOCK_MS = 100;

/** One record as a reader of KIP-932 would keep it. */
interface ModelRecord {
  state: number;
  deliveryCount: number;
  memberId: string | null;
  deadline: number;
  /** The acknowledgement that is under way, and what comes of it. */
  write: { id: number; state: number } | null;
}

/** The window as a plain list of records, without runs. */
class Model {
  start = 0;
  records: ModelRecord[] = [];

  get end(): number {
    return this.start + this.records.length;
  }

  at(offset: number): ModelRecord {
    while (this.end <= offset) {
      this.records.push({ state: AVAILABLE, deliveryCount: 0, memberId: null, deadline: 0, write: null });
    }
    return this.records[offset - this.start]!;
  }

  isFree(offset: number): boolean {
    if (offset < this.start) return false;
    const record = this.records[offset - this.start];
    return record === undefined || (record.state === AVAILABLE && record.write === null);
  }

  advance(): void {
    while (this.records.length > 0 && this.records[0]!.write === null && this.records[0]!.state > ACQUIRED) {
      this.records.shift();
      this.start++;
    }
  }

  shown(): unknown[] {
    return this.records.map(({ state, deliveryCount, memberId }, index) =>
      state > ACQUIRED && this.records[index]!.write === null
        ? { offset: this.start + index, isDone: true }
        : { offset: this.start + index, state, deliveryCount, memberId },
    );
  }
}

function shownOf(window: InFlightWindow): unknown[] {
  return [...window.records()].map(({ offset, state, deliveryCount, memberId }) =>
    state > ACQUIRED ? { offset, isDone: true } : { offset, state, deliveryCount, memberId },
  );
}

class Play {
  readonly window: InFlightWindow = new InFlightWindow(0);
  readonly model: Model = new Model();
  readonly #random: Random;
  readonly #writes: number[] = [];
  /** The log's batches; some offsets are in none of them, some batches hold nothing for consumers. */
  readonly #log: BatchRange[] = [];
  #logEnd = 0;
  #now = 0;
  #lastWriteId = 0;
  deliveries = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  step(): void {
    this.#now += this.#below(30);
    const work = [
      () => this.#produce(),
      () => this.#acquire(),
      () => this.#acquire(),
      () => this.#acknowledge(),
      () => this.#acknowledge(),
      () => this.#settle(),
      () => this.#expire(),
      () => this.#release(),
      () => this.#moveLogStart(),
    ];
    work[this.#below(work.length)]!();
    assert.deepEqual(shownOf(this.window), this.model.shown());
    assert.equal(this.window.startOffset, this.model.start);
    assert.ok(this.window.runCount <= this.model.records.length);
    let next = this.model.start;
    while (next < this.model.end && !this.model.isFree(next)) next++;
    assert.equal(this.window.nextFetchOffset(), next);
  }

  #below(limit: number): number {
    return Math.floor(this.#random.number() * limit);
  }

  #member(): string {
    return `member-${this.#below(3)}`;
  }

  #produce(): void {
    const firstOffset = this.#logEnd + (this.#below(4) === 0 ? this.#below(4) : 0);
    const lastOffset = firstOffset + this.#below(12);
    this.#log.push({ firstOffset, lastOffset, isHidden: this.#below(6) === 0 });
    this.#logEnd = lastOffset + 1;
  }

  #acquire(): void {
    const from = this.window.nextFetchOffset();
    const batches = this.#log.filter(({ lastOffset }) => lastOffset >= from).slice(0, 1 + this.#below(4));
    const isStrict = this.#below(2) === 0;
    const maxRecords = 1 + this.#below(20);
    const memberId = this.#member();
    const lockDeadline = this.#now + LOCK_MS;
    const acquired = this.window.acquire({
      memberId,
      lockDeadline,
      batches,
      from,
      maxRecords,
      isStrict,
      batchSize: 1 + this.#below(10),
      maxDeliveryCount: MAX_DELIVERY_COUNT,
      maxInFlight: MAX_IN_FLIGHT,
    });
    const given = acquired.flatMap(offsetsOf);
    assert.deepEqual(
      given,
      [...new Set(given)].toSorted((a, b) => a - b),
    );
    if (isStrict) assert.ok(given.length <= maxRecords, 'no more than asked for');
    const visible = batches.filter(({ isHidden }) => !isHidden).flatMap(offsetsOf);
    for (const offset of given) {
      assert.ok(this.model.isFree(offset), `${offset} is free`);
      assert.ok(visible.includes(offset), `${offset} is in the log`);
    }
    const oldEnd = this.model.end;
    const hasRoom = (offset: number): boolean => offset < oldEnd || offset - this.model.start < MAX_IN_FLIGHT;
    this.#assertSomethingIsGiven(visible.filter(hasRoom), given);
    this.#archiveHoles({ from, batches, given });
    for (const range of acquired) {
      for (const offset of offsetsOf(range)) {
        const record = this.model.at(offset);
        Object.assign(record, { state: ACQUIRED, memberId, deadline: lockDeadline });
        record.deliveryCount++;
        this.deliveries++;
        assert.equal(record.deliveryCount, range.deliveryCount);
        assert.ok(record.deliveryCount <= MAX_DELIVERY_COUNT, 'never delivered more often than allowed');
      }
    }
    this.model.advance();
  }

  /** What is to be had is not held back. */
  #assertSomethingIsGiven(candidates: readonly number[], given: readonly number[]): void {
    const isDue = candidates.some((offset) => this.model.isFree(offset) && offset >= this.model.start);
    if (isDue) assert.ok(given.length > 0, 'a member gets what is free');
  }

  /** What lies between what was given, in the log's holes or hidden, can never be delivered. */
  #archiveHoles({
    from,
    batches,
    given,
  }: {
    from: number;
    batches: readonly BatchRange[];
    given: readonly number[];
  }): void {
    const end = this.window.endOffset;
    const visible = new Set(batches.filter(({ isHidden }) => !isHidden).flatMap(offsetsOf));
    // The window tells how far it went through the batches: holes before that are done with.
    const states = new Map([...this.window.records()].map((record) => [record.offset, record.state]));
    for (let offset = Math.max(from, this.model.start); offset < end; offset++) {
      if (visible.has(offset) || given.includes(offset) || !this.model.isFree(offset)) continue;
      const isDone = offset < this.window.startOffset || states.get(offset)! > ACQUIRED;
      if (isDone) this.model.at(offset).state = ARCHIVED;
      else this.model.at(offset);
    }
  }

  #acknowledge(): void {
    const memberId = this.#member();
    const { start, records } = this.model;
    if (records.length === 0) return;
    const held = records.flatMap((record, index) => (record.memberId === memberId ? [start + index] : []));
    const firstOffset =
      held.length > 0 && this.#below(5) > 0 ? held[this.#below(held.length)]! : start + this.#below(records.length);
    const lastOffset = firstOffset + this.#below(6);
    const type = this.#below(5);
    const writeId = ++this.#lastWriteId;
    const lockDeadline = this.#now + LOCK_MS;
    const isMine = offsetsOf({ firstOffset, lastOffset }).every((offset) => {
      const record = records[offset - start];
      return record !== undefined && record.state === ACQUIRED && record.write === null && record.memberId === memberId;
    });
    const options = { writeId, lockDeadline, maxDeliveryCount: MAX_DELIVERY_COUNT };
    const outcome = this.window.acknowledge(memberId, [{ firstOffset, lastOffset, type }], options);
    assert.equal(outcome.errorCode === 0, isMine, 'only who holds a record can tell of it');
    if (!isMine) return;
    for (const offset of offsetsOf({ firstOffset, lastOffset })) {
      const record = this.model.at(offset);
      if (type === AcknowledgeType.RENEW) record.deadline = lockDeadline;
      else record.write = { id: writeId, state: outcomeOf(type, record.deliveryCount) };
    }
    if (type !== AcknowledgeType.RENEW) this.#writes.push(writeId);
  }

  #settle(): void {
    if (this.#writes.length === 0) return;
    const writeId = this.#writes.splice(this.#below(this.#writes.length), 1)[0]!;
    const isWritten = this.#below(4) > 0;
    const { stateBatches } = this.window.stateToWrite(writeId);
    const written = stateBatches.flatMap((batch) => offsetsOf(batch).map((offset) => [offset, batch.deliveryState]));
    const expected = this.model.records.flatMap(({ write }, index) =>
      write?.id === writeId ? [[this.model.start + index, write.state]] : [],
    );
    assert.deepEqual(written, expected, 'all of the acknowledgement is written, and nothing else');
    this.window.settle(writeId, isWritten);
    for (const record of this.model.records) {
      if (record.write?.id !== writeId) continue;
      if (isWritten) Object.assign(record, { state: record.write.state, memberId: null });
      record.write = null;
    }
    this.model.advance();
  }

  #expire(): void {
    this.window.expireLocks(this.#now, MAX_DELIVERY_COUNT);
    for (const record of this.model.records) {
      if (record.state !== ACQUIRED || record.write !== null || record.deadline > this.#now) continue;
      record.state = record.deliveryCount >= MAX_DELIVERY_COUNT ? ARCHIVED : AVAILABLE;
      record.memberId = null;
    }
    this.model.advance();
  }

  #release(): void {
    const memberId = this.#member();
    this.window.release(memberId);
    for (const record of this.model.records) {
      if (record.state !== ACQUIRED || record.write !== null || record.memberId !== memberId) continue;
      Object.assign(record, { state: AVAILABLE, memberId: null, deliveryCount: record.deliveryCount - 1 });
    }
  }

  #moveLogStart(): void {
    if (this.#below(5) > 0) return;
    const to = this.model.start + this.#below(this.model.records.length + 3);
    if (to <= this.model.start || to > this.#logEnd) return;
    this.window.moveLogStart(to);
    this.model.records.splice(0, to - this.model.start);
    this.model.start = to;
    this.model.advance();
    while (this.#log.length > 0 && this.#log[0]!.lastOffset < to) this.#log.shift();
  }
}

function outcomeOf(type: number, deliveryCount: number): number {
  if (type === AcknowledgeType.ACCEPT) return ACKNOWLEDGED;
  return type === AcknowledgeType.RELEASE && deliveryCount < MAX_DELIVERY_COUNT ? AVAILABLE : ARCHIVED;
}

function offsetsOf({ firstOffset, lastOffset }: Pick<AcquiredRecords, 'firstOffset' | 'lastOffset'>): number[] {
  return Array.from({ length: lastOffset - firstOffset + 1 }, (_, i) => firstOffset + i);
}

function batch(firstOffset: number, lastOffset: number): BatchRange {
  return { firstOffset, lastOffset, isHidden: false };
}

const ACQUIRE = {
  memberId: 'a',
  lockDeadline: 100,
  from: 0,
  maxRecords: 500,
  isStrict: false,
  batchSize: 500,
  maxDeliveryCount: 5,
  maxInFlight: 2000,
};

describe('the records that a share group has in hand', () => {
  it('are, whatever happens, as if each were kept for itself', () => {
    let deliveries = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const play = new Play(createSimulation(seed).machine.env.random);
      try {
        for (let i = 0; i < 300; i++) play.step();
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
      deliveries += play.deliveries;
    }
    assert.ok(deliveries > 5000, `only ${deliveries} deliveries were tried`);
  });

  it('are acquired by whole batches, unless the limit is one of records', () => {
    const batches = [batch(0, 9), batch(10, 19), batch(20, 29)];
    const byBatch = new InFlightWindow(0).acquire({ ...ACQUIRE, batches, maxRecords: 15 });
    assert.deepEqual(byBatch, [{ firstOffset: 0, lastOffset: 19, deliveryCount: 1 }]);
    const byRecord = new InFlightWindow(0).acquire({ ...ACQUIRE, batches, maxRecords: 15, isStrict: true });
    assert.deepEqual(byRecord, [{ firstOffset: 0, lastOffset: 14, deliveryCount: 1 }]);
  });

  it('are one run as long as they share a fate', () => {
    const window = new InFlightWindow(0);
    window.acquire({ ...ACQUIRE, batches: Array.from({ length: 50 }, (_, i) => batch(i * 10, i * 10 + 9)) });
    assert.equal(window.runCount, 1);
    const options = { writeId: 1, lockDeadline: 0, maxDeliveryCount: 5 };
    window.acknowledge('a', [{ firstOffset: 100, lastOffset: 100, type: AcknowledgeType.ACCEPT }], options);
    assert.equal(window.runCount, 3);
  });

  it('come alone when they are delivered for the last time', () => {
    const window = new InFlightWindow(0);
    const counts: number[] = [];
    for (let i = 0; i < 5; i++) {
      const [first] = window.acquire({ ...ACQUIRE, batches: [batch(0, 499)] });
      counts.push(first!.lastOffset - first!.firstOffset + 1);
      window.expireLocks(100, 5);
    }
    assert.deepEqual(counts, [500, 500, 500, 250, 1]);
    assert.equal(window.startOffset, 1, 'the fifth delivery was the last');
  });

  it('can all be acknowledged again after the log has lost a part of them', () => {
    const window = new InFlightWindow(0);
    window.acquire({ ...ACQUIRE, batches: [batch(0, 9)] });
    window.moveLogStart(5);
    const all = [{ firstOffset: 0, lastOffset: 9, type: AcknowledgeType.ACCEPT }];
    const { errorCode } = window.acknowledge('a', all, { writeId: 1, lockDeadline: 0, maxDeliveryCount: 5 });
    assert.equal(errorCode, 0);
    window.settle(1, true);
    assert.equal(window.startOffset, 10);
  });

  it('are as they were written, once they are read back', () => {
    const window = InFlightWindow.restore({
      startOffset: 5,
      stateBatches: [
        { firstOffset: 5, lastOffset: 6, deliveryState: ACKNOWLEDGED, deliveryCount: 1 },
        { firstOffset: 10, lastOffset: 12, deliveryState: AVAILABLE, deliveryCount: 2 },
      ],
    });
    assert.equal(window.startOffset, 7);
    const acquired = window.acquire({ ...ACQUIRE, from: 7, batches: [batch(0, 20)] });
    assert.deepEqual(acquired, [
      { firstOffset: 7, lastOffset: 9, deliveryCount: 1 },
      { firstOffset: 10, lastOffset: 12, deliveryCount: 3 },
      { firstOffset: 13, lastOffset: 20, deliveryCount: 1 },
    ]);
  });
});
