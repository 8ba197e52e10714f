/**
 * Committed offsets of all groups of one partition of `__consumer_offsets`. What transactions commit (KIP-98,
 * KIP-447) is pending until their marker, and then counts unless a later record has overtaken it.
 *
 * Invariant: the contents are a function of the records replayed and the order they were replayed in.
 */
import type { OffsetCommitValue } from '#protocol';
import type { LogPosition } from '../runtime/state-machine.ts';
import type { OffsetCommitRecord } from './group-records.ts';
import { type MemoryAccount, OFFSET_BYTES } from './state-memory.ts';

export interface StoredOffset extends OffsetCommitValue {
  /** Where the record lies in the log: of two commits, the later record wins. */
  readonly recordOffset: number;
}

export type PartitionOffsets = Map<number, StoredOffset>;
export type TopicOffsets = Map<string, PartitionOffsets>;

const NO_PRODUCER_ID = -1;

export class OffsetStore {
  readonly #committed: OffsetTable;
  /** By producer id. */
  readonly #pending = new Map<number, OffsetTable>();
  readonly #memory: MemoryAccount;

  constructor(memory: MemoryAccount) {
    this.#memory = memory;
    this.#committed = new OffsetTable(memory);
  }

  replay(record: OffsetCommitRecord, position: LogPosition): void {
    const { groupId, topic, partition, value } = record;
    if (value === null) {
      this.#committed.delete(groupId, topic, partition);
      for (const [producerId, pending] of this.#pending) {
        pending.delete(groupId, topic, partition);
        if (pending.isEmpty) this.#pending.delete(producerId);
      }
    } else {
      const stored: StoredOffset = { ...value, recordOffset: position.offset };
      this.#table(position.producerId).set(groupId, { topic, partition, stored });
    }
  }

  replayTransactionEnd(producerId: number, isCommitted: boolean): void {
    const pending = this.#pending.get(producerId);
    if (pending === undefined) return;
    this.#pending.delete(producerId);
    pending.forget();
    if (!isCommitted) return;
    for (const [groupId, topics] of pending.groups) {
      for (const [topic, partitions] of topics) {
        for (const [partition, stored] of partitions) {
          const present = this.#committed.get(groupId, topic, partition);
          if (present !== undefined && present.recordOffset > stored.recordOffset) continue;
          this.#committed.set(groupId, { topic, partition, stored });
        }
      }
    }
  }

  get(groupId: string, topic: string, partition: number): StoredOffset | undefined {
    return this.#committed.get(groupId, topic, partition);
  }

  /** By topic and partition; undefined where nothing is committed. */
  ofGroup(groupId: string): TopicOffsets | undefined {
    return this.#committed.groups.get(groupId);
  }

  /** Whether a transaction that is still open has committed an offset for the partition. */
  isPending(groupId: string, topic: string, partition: number): boolean {
    for (const pending of this.#pending.values()) {
      if (pending.get(groupId, topic, partition) !== undefined) return true;
    }
    return false;
  }

  hasPending(groupId: string): boolean {
    for (const pending of this.#pending.values()) if (pending.groups.has(groupId)) return true;
    return false;
  }

  /** Every partition that the group has an offset for, pending ones included, each once. */
  partitionsOf(groupId: string): { topic: string; partition: number }[] {
    const found: { topic: string; partition: number }[] = [];
    const tables = [this.#committed, ...this.#pending.values()];
    tables.forEach((table, index) => {
      for (const [topic, partitions] of table.groups.get(groupId) ?? []) {
        for (const partition of partitions.keys()) {
          const isKnown = tables
            .slice(0, index)
            .some((earlier) => earlier.get(groupId, topic, partition) !== undefined);
          if (!isKnown) found.push({ topic, partition });
        }
      }
    });
    return found;
  }

  /** Groups with an offset, pending ones included. */
  groupIds(): Set<string> {
    const ids = new Set(this.#committed.groups.keys());
    for (const pending of this.#pending.values()) for (const groupId of pending.groups.keys()) ids.add(groupId);
    return ids;
  }

  #table(producerId: number): OffsetTable {
    if (producerId === NO_PRODUCER_ID) return this.#committed;
    let table = this.#pending.get(producerId);
    if (table === undefined) this.#pending.set(producerId, (table = new OffsetTable(this.#memory)));
    return table;
  }
}

class OffsetTable {
  readonly groups = new Map<string, TopicOffsets>();
  readonly #memory: MemoryAccount;
  #bytes = 0;

  constructor(memory: MemoryAccount) {
    this.#memory = memory;
  }

  get isEmpty(): boolean {
    return this.groups.size === 0;
  }

  get(groupId: string, topic: string, partition: number): StoredOffset | undefined {
    return this.groups.get(groupId)?.get(topic)?.get(partition);
  }

  set(groupId: string, entry: { topic: string; partition: number; stored: StoredOffset }): void {
    let topics = this.groups.get(groupId);
    if (topics === undefined) this.groups.set(groupId, (topics = new Map()));
    let partitions = topics.get(entry.topic);
    if (partitions === undefined) topics.set(entry.topic, (partitions = new Map()));
    this.#count(entry.stored, partitions.get(entry.partition));
    partitions.set(entry.partition, entry.stored);
  }

  delete(groupId: string, topic: string, partition: number): void {
    const topics = this.groups.get(groupId);
    const partitions = topics?.get(topic);
    if (topics === undefined || partitions === undefined) return;
    this.#count(undefined, partitions.get(partition));
    partitions.delete(partition);
    if (partitions.size === 0) topics.delete(topic);
    if (topics.size === 0) this.groups.delete(groupId);
  }
  /** Gives the memory back; the contents may still be read. */
  forget(): void {
    this.#memory.add(-this.#bytes);
    this.#bytes = 0;
  }

  #count(now: StoredOffset | undefined, before: StoredOffset | undefined): void {
    const bytes = sizeOf(now) - sizeOf(before);
    this.#bytes += bytes;
    this.#memory.add(bytes);
  }
}

function sizeOf(stored: StoredOffset | undefined): number {
  return stored === undefined ? 0 : OFFSET_BYTES + 2 * stored.metadata.length;
}
