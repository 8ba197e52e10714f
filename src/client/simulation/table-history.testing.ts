/**
 * What a compacted topic was promised: of each key its latest record stays, and whatever is there lies at the offset at
 * which it was acknowledged, in the order of offsets. A value names who sent it and as which of its records.
 */
import assert from 'node:assert/strict';

export interface TableRecord {
  readonly offset: number;
  readonly key: string;
  /** Null is a tombstone. */
  readonly value: string | null;
}

interface SentRecord {
  readonly key: string;
  readonly value: string | null;
  partition: number | null;
  /** Null while it is not acknowledged; a call that failed may be in the log. */
  offset: number | null;
}

export class TableHistory {
  readonly #sent: SentRecord[] = [];
  readonly #values: Set<string> = new Set();
  reads = 0;
  readonly #seen: Map<number, TableRecord>[] = [];

  get sent(): number {
    return this.#sent.length;
  }

  get acknowledged(): number {
    return this.#sent.filter(({ offset }) => offset !== null).length;
  }

  /** Answers what the acknowledgement is to be told to. */
  send(key: string, value: string | null): SentRecord {
    const record: SentRecord = { key, value, partition: null, offset: null };
    this.#sent.push(record);
    if (value !== null) this.#values.add(value);
    return record;
  }

  /** `after` is the offset that the same reader was handed out before, -1 at the beginning. */
  see(partition: number, record: TableRecord, after: number): void {
    this.reads++;
    assert.ok(record.offset > after, `non-monotonic poll: ${partition}:${record.offset} after ${after}`);
    const seen = (this.#seen[partition] ??= new Map<number, TableRecord>());
    const before = seen.get(record.offset);
    if (before !== undefined) assert.deepEqual(record, before, `inconsistent: ${partition}:${record.offset}`);
    seen.set(record.offset, record);
  }

  verify(logs: readonly (readonly TableRecord[])[]): void {
    for (const [partition, log] of logs.entries()) {
      this.#verifyLog(partition, log);
      const acknowledged = this.#sent.filter((record) => record.partition === partition);
      this.#verifyLatest(acknowledged, log);
    }
  }

  #verifyLog(partition: number, log: readonly TableRecord[]): void {
    const offsets = new Map(this.#sent.filter(({ value }) => value !== null).map((record) => [record.value, record]));
    const seenValues = new Set<string>();
    let last = -1;
    for (const record of log) {
      assert.ok(record.offset > last, `offsets rise: ${record.offset} after ${last}`);
      last = record.offset;
      const read = this.#seen[partition]?.get(record.offset);
      if (read !== undefined) assert.deepEqual(record, read, `inconsistent: ${partition}:${record.offset}`);
      if (record.value === null) continue;
      const sent = offsets.get(record.value);
      assert.ok(sent !== undefined, `${record.value} was never sent`);
      assert.equal(record.key, sent.key, `${record.value} has its key`);
      assert.ok(!seenValues.has(record.value), `duplicate: ${record.value}`);
      seenValues.add(record.value);
      if (sent.offset !== null)
        assert.equal(record.offset, sent.offset, `${record.value} lies where it was acknowledged`);
    }
  }

  /** Of each key nothing older than the latest acknowledged record may be the last. */
  #verifyLatest(acknowledged: readonly SentRecord[], log: readonly TableRecord[]): void {
    const latest = new Map<string, SentRecord>();
    for (const record of acknowledged) {
      const before = latest.get(record.key);
      if (record.offset !== null && (before?.offset ?? -1) < record.offset) latest.set(record.key, record);
    }
    for (const [key, { offset, value }] of latest) {
      const stored = log.filter((record) => record.key === key).at(-1);
      // A tombstone may be gone after a while, and all older records with it; so may one whose call failed.
      if (stored === undefined && (value === null || this.#mayBeDeleted(key))) continue;
      assert.ok(
        stored !== undefined && stored.offset >= (offset ?? 0),
        `lost: ${key}=${value} at ${offset}; what is there is ${stored?.value} at ${stored?.offset}`,
      );
    }
  }

  #mayBeDeleted(key: string): boolean {
    return this.#sent.some((record) => record.key === key && record.value === null && record.offset === null);
  }
}
