/**
 * What simulated clients were promised, and whether it was kept. A value names who sent it and as which of its records
 * (`p0.1-17`: producer p0, its second life, record 17), so that everything can be told from the log alone:
 *
 * - nothing acknowledged is lost: it lies where the acknowledgement said, once;
 * - with idempotence nothing is there twice, and nothing that was never sent;
 * - one life's records of a partition lie in the order in which they were sent;
 * - what a reader once saw at an offset stays there, and readers skip nothing;
 * - a group was given everything at least once, and its committed positions never pass what was processed.
 */
import assert from 'node:assert/strict';

export interface LoggedRecord {
  readonly offset: number;
  readonly value: string;
}

/** The log of each partition as it is at the end. */
export type Logs = readonly (readonly LoggedRecord[])[];

export interface Acknowledgement {
  readonly partition: number;
  readonly offset: number;
}

/** One life of one producer: what it sent, and what came of it. */
export class ProducerHistory {
  readonly name: string;
  readonly isIdempotent: boolean;
  /** How many records were sent; they are numbered from 0. */
  sent = 0;
  readonly acknowledged: Map<number, Acknowledgement> = new Map();
  /** Number → the partition it was sent to. Answers of calls that failed may still be in the log, or not. */
  readonly partitions: Map<number, number> = new Map();
  readonly failed: Map<number, string> = new Map();

  constructor(name: string, isIdempotent: boolean) {
    this.name = name;
    this.isIdempotent = isIdempotent;
  }

  next(partition: number): { number: number; value: string } {
    const number = this.sent++;
    this.partitions.set(number, partition);
    return { number, value: `${this.name}-${number}` };
  }

  acknowledge(number: number, { partition, offset }: Acknowledgement): void {
    assert.ok(!this.acknowledged.has(number), `${this.name}-${number} is acknowledged once`);
    assert.equal(partition, this.partitions.get(number), `${this.name}-${number} goes where it was sent`);
    this.acknowledged.set(number, { partition, offset });
  }

  fail(number: number, error: unknown): void {
    this.failed.set(number, String(error));
  }

  verify(logs: Logs): void {
    for (const [partition, log] of logs.entries()) this.#verifyOrder(partition, log);
    for (const [number, { partition, offset }] of this.acknowledged) {
      const value = `${this.name}-${number}`;
      // Offsets of a compacted or cut log would need a search; these logs are whole.
      const stored = log(logs, partition)[offset];
      assert.equal(stored?.value, value, `${value} was acknowledged at ${partition}:${offset} and has to be there`);
    }
  }

  /** Each number at most once, and each greater than the one before it. */
  #verifyOrder(partition: number, records: readonly LoggedRecord[]): void {
    const prefix = `${this.name}-`;
    let last = -1;
    const seen = new Set<number>();
    for (const { value, offset } of records) {
      if (!value.startsWith(prefix)) continue;
      const number = Number(value.slice(prefix.length));
      const place = `${value} at ${partition}:${offset}`;
      assert.ok(number < this.sent && this.partitions.get(number) === partition, `${place} was never sent there`);
      if (!this.isIdempotent) continue;
      assert.ok(!seen.has(number), `${place} is there a second time`);
      assert.ok(number > last, `${place} comes after ${last}, which was sent later`);
      seen.add(number);
      last = number;
    }
  }
}

/** What a group's members were given, and how far they said they had come. */
export class GroupHistory {
  /** By partition: offsets whose processing has ended. */
  readonly #processed: Set<number>[];
  /** What is there to process in the end; null until then. */
  #logs: Logs | null = null;
  /** Set once the coordinator holds the end of every log. */
  isCommitted = false;
  deliveries = 0;

  constructor(partitions: number) {
    this.#processed = Array.from({ length: partitions }, () => new Set<number>());
  }

  /** The processing of a record has ended. */
  process(partition: number, offset: number): void {
    this.deliveries++;
    this.#processed[partition]?.add(offset);
  }

  get processedCount(): number {
    return this.#processed.reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * A position that the coordinator holds: all below it has been processed. It may go back: a commit that was held up on
   * its way, of a member that still is one, comes after the next one, here as with any client of Kafka.
   */
  observeCommitted(partition: number, position: number): void {
    const processed = this.#processed[partition] ?? new Set();
    for (let offset = 0; offset < position; offset++) {
      const place = `${partition}:${offset}`;
      assert.ok(processed.has(offset), `${place} is below the committed ${position} and was not processed`);
    }
  }

  /** No more will be written than is there now. */
  finishAt(logs: Logs): void {
    this.#logs = logs;
  }

  get isComplete(): boolean {
    return this.#logs !== null && this.missing === null;
  }

  /** The first record that nobody was given, if there is one. */
  get missing(): string | null {
    for (const [partition, records] of (this.#logs ?? []).entries()) {
      const missing = records.find(({ offset }) => this.#processed[partition]?.has(offset) !== true);
      if (missing !== undefined) return `${missing.value} at ${partition}:${missing.offset}`;
    }
    return null;
  }
}

/** Everything that readers saw: an offset has one value for ever. */
export class ReaderHistory {
  readonly #seen: Map<number, string>[];
  reads = 0;

  constructor(partitions: number) {
    this.#seen = Array.from({ length: partitions }, () => new Map<number, string>());
  }

  see(partition: number, { offset, value }: LoggedRecord): void {
    this.reads++;
    const before = this.#seen[partition]?.get(offset);
    if (before !== undefined) assert.equal(value, before, `what was read at ${partition}:${offset} stays there`);
    this.#seen[partition]?.set(offset, value);
  }

  verify(logs: Logs): void {
    for (const [partition, seen] of this.#seen.entries()) {
      for (const [offset, value] of seen) {
        assert.equal(log(logs, partition)[offset]?.value, value, `what was read at ${partition}:${offset} stays there`);
      }
    }
  }
}

function log(logs: Logs, partition: number): readonly LoggedRecord[] {
  const records = logs[partition];
  assert.ok(records !== undefined, `there is a partition ${partition}`);
  return records;
}
