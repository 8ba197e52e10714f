/**
 * What consume-transform-produce was promised: each record of the input comes out exactly once, whole transactions at a
 * time, in order. An output value is `i:o~name-n`: of the input's partition i the record at offset o, written by transaction
 * n of processor `name`.
 *
 * Kinds of failures, by Adya's names where there is one: aborted reads (G1a), intermediate reads (G1b: a part of a
 * transaction), dirty writes (G0: transactions of two processors that both count for one input), lost and double records,
 * committed offsets that go back.
 */
import assert from 'node:assert/strict';
import type { LoggedRecord } from './history.testing.ts';

/** `open` until its end was asked for. */
export type ProcessedOutcome = 'open' | 'committing' | 'committed' | 'aborted';

export interface ProcessedTransaction {
  readonly id: string;
  readonly values: string[];
  outcome: ProcessedOutcome;
}

export function outputValue(partition: number, offset: number, transaction: string): string {
  return `${partition}:${offset}~${transaction}`;
}

export interface ExactlyOnceRun {
  /** How many records each partition of the input has. */
  readonly inputCounts: readonly number[];
  /** What a reader of committed records is to see of each partition of the output. */
  readonly output: readonly (readonly LoggedRecord[])[];
  readonly transactions: readonly ProcessedTransaction[];
}

export function verifyExactlyOnce({ inputCounts, output, transactions }: ExactlyOnceRun): void {
  const visible = output.flatMap((records) => records.map(({ value }) => value));
  verifyAtomic(transactions, visible);
  verifyOnce(inputCounts, visible);
  for (const records of output) verifyOrder(records);
}

/** Whole transactions or nothing of them, as their producer was told; nothing that nobody sent. */
export function verifyAtomic(transactions: readonly ProcessedTransaction[], visible: readonly string[]): void {
  const seen = new Set(visible);
  const sent = new Set(transactions.flatMap(({ values }) => values));
  for (const value of seen) assert.ok(sent.has(value), `${value} was never sent`);
  for (const { id, values, outcome } of transactions) {
    const count = values.filter((value) => seen.has(value)).length;
    if (outcome === 'committed') assert.equal(count, values.length, `lost: of the committed ${id}`);
    else if (outcome === 'aborted') assert.equal(count, 0, `aborted read (G1a): of ${id}`);
    else assert.ok(count === 0 || count === values.length, `intermediate read (G1b): ${count} of ${id}`);
  }
}

/** Each record of the input comes out once: twice is two transactions that both count for it (G0), or one that is there twice. */
export function verifyOnce(inputCounts: readonly number[], visible: readonly string[]): void {
  const by = new Map<string, string>();
  for (const value of visible) {
    const [input = '', transaction = ''] = value.split('~');
    const before = by.get(input);
    assert.equal(before, undefined, `duplicate: ${input} by ${before} and by ${transaction}`);
    by.set(input, transaction);
  }
  for (const [partition, count] of inputCounts.entries()) {
    for (let offset = 0; offset < count; offset++) {
      assert.ok(by.has(`${partition}:${offset}`), `lost: nothing came of ${partition}:${offset}`);
    }
  }
}

function verifyOrder(records: readonly LoggedRecord[]): void {
  let last = -1;
  for (const { value } of records) {
    const offset = Number(value.slice(value.indexOf(':') + 1, value.indexOf('~')));
    assert.ok(offset > last, `reordered: ${value} comes after ${last}`);
    last = offset;
  }
}

/** Positions that a group's coordinator held, looked at all along: they rise, and never pass what has come out. */
export class CommittedOffsets {
  readonly #highest: number[] = [];

  describe(): string {
    return `committed are ${this.#highest.join()}`;
  }

  observe(partition: number, position: number): void {
    const before = this.#highest[partition] ?? 0;
    assert.ok(position >= before, `the committed offset of ${partition} goes back from ${before} to ${position}`);
    this.#highest[partition] = position;
  }
}

/** What readers of committed records were handed out. */
export class CommittedReads {
  reads = 0;
  readonly #seen: Map<number, string>[] = [];

  /** `after` is the offset that the same reader was handed out before, -1 at the beginning. */
  see(partition: number, record: LoggedRecord, after: number): void {
    this.reads++;
    assert.ok(record.offset > after, `non-monotonic poll: ${partition}:${record.offset} after ${after}`);
    const seen = (this.#seen[partition] ??= new Map<number, string>());
    const before = seen.get(record.offset);
    if (before !== undefined) assert.equal(record.value, before, `inconsistent: ${partition}:${record.offset}`);
    seen.set(record.offset, record.value);
  }

  /** All that was read is committed, and stays where it was. */
  verify(output: readonly (readonly LoggedRecord[])[]): void {
    for (const [partition, seen] of this.#seen.entries()) {
      const values = new Map(output[partition]?.map(({ offset, value }) => [offset, value]));
      for (const [offset, value] of seen ?? []) {
        assert.equal(values.get(offset), value, `aborted read (G1a): ${value} at ${partition}:${offset}`);
      }
    }
  }
}
