/**
 * What a topic that is deleted and made anew was promised: what was acknowledged before its deletion began does not come
 * back, and what was sent to it after it was made is there once it is acknowledged, once, at its offset. What was under way
 * in between may be in either.
 */
import assert from 'node:assert/strict';
import type { Logs } from './history.testing.ts';

interface SentRecord {
  readonly value: string;
  readonly partition: number;
  /** How many times the topic had been made when the call was made. */
  readonly madeBefore: number;
  /** How many deletions had begun when the acknowledgement came. */
  acknowledgedAfter: number | null;
  offset: number | null;
}

export class TopicHistory {
  readonly #sent: Map<string, SentRecord> = new Map();
  /** Deletions begun, and times that the topic was made: a topic that is there has one more of these. */
  deletions = 0;
  reads = 0;
  #made = 0;

  get sent(): number {
    return this.#sent.size;
  }

  get acknowledged(): number {
    return [...this.#sent.values()].filter(({ offset }) => offset !== null).length;
  }

  beginDeletion(): void {
    this.deletions++;
  }

  isCreated(): void {
    this.#made = this.deletions + 1;
  }

  send(value: string, partition: number): SentRecord {
    const sent = { value, partition, madeBefore: this.#made, acknowledgedAfter: null, offset: null };
    this.#sent.set(value, sent);
    return sent;
  }

  acknowledge(sent: SentRecord, offset: number): void {
    sent.acknowledgedAfter = this.deletions;
    sent.offset = offset;
  }

  see(partition: number, value: string): void {
    this.reads++;
    assert.equal(this.#sent.get(value)?.partition, partition, `${value} was sent there`);
  }

  /** The logs of the topic as it is after its last making. */
  verify(logs: Logs): void {
    const stored = new Set<string>();
    for (const [partition, log] of logs.entries()) {
      for (const { value, offset } of log) this.#verifyStored(value, { partition, offset }, stored);
    }
    for (const { value, partition, offset, madeBefore } of this.#sent.values()) {
      if (offset === null || madeBefore <= this.deletions) continue;
      assert.equal(logs[partition]?.[offset]?.value, value, `lost: ${value}, acknowledged at ${partition}:${offset}`);
    }
  }

  #verifyStored(value: string, place: { partition: number; offset: number }, stored: Set<string>): void {
    const sent = this.#sent.get(value);
    assert.equal(sent?.partition, place.partition, `${value} was sent there`);
    assert.ok(!stored.has(value), `duplicate: ${value}`);
    stored.add(value);
    const acknowledgedAfter = sent?.acknowledgedAfter ?? this.deletions;
    assert.equal(acknowledgedAfter, this.deletions, `risen again: ${value} was acknowledged before the last deletion`);
  }
}
