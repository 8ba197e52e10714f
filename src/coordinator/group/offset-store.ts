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
  readonly #pendingCounts = new PendingCounts();
  readonly #memory: MemoryAccount;

  constructor(memory: MemoryAccount) {
    this.#memory = memory;
    this.#committed = new OffsetTable(memory);
  }

  replay(record: OffsetCommitRecord, position: LogPosition): void {
    const { groupId, topic, partition, value } = record;
    if (value === null) {
      this.#committed.delete(groupId, topic, partition);
      if (this.isPending(groupId, topic, partition)) this.#dropPending(groupId, topic, partition);
      return;
    }
    const stored: StoredOffset = { ...value, recordOffset: position.offset };
    if (position.producerId === NO_PRODUCER_ID) this.#committed.set(groupId, { topic, partition, stored });
    else this.#setPending(position.producerId, groupId, { topic, partition, stored });
  }

  replayTransactionEnd(producerId: number, isCommitted: boolean): void {
    const pending = this.#pending.get(producerId);
    if (pending === undefined) return;
    this.#pending.delete(producerId);
    pending.forget();
    for (const [groupId, topics] of pending.groups) {
      for (const [topic, partitions] of topics) {
        for (const [partition, stored] of partitions) {
          this.#pendingCounts.remove(groupId, topic, partition);
          if (!isCommitted) continue;
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
    return this.#pendingCounts.groups.get(groupId)?.get(topic)?.has(partition) ?? false;
  }

  hasPending(groupId: string): boolean {
    return this.#pendingCounts.groups.has(groupId);
  }

  /** Every partition that the group has an offset for, pending ones included, each once. */
  partitionsOf(groupId: string): { topic: string; partition: number }[] {
    const found: { topic: string; partition: number }[] = [];
    for (const [topic, partitions] of this.#committed.groups.get(groupId) ?? []) {
      for (const partition of partitions.keys()) found.push({ topic, partition });
    }
    for (const [topic, partitions] of this.#pendingCounts.groups.get(groupId) ?? []) {
      for (const partition of partitions.keys()) {
        if (this.get(groupId, topic, partition) === undefined) found.push({ topic, partition });
      }
    }
    return found;
  }

  /** Groups with an offset, pending ones included. */
  groupIds(): Set<string> {
    return new Set([...this.#committed.groups.keys(), ...this.#pendingCounts.groups.keys()]);
  }

  #setPending(producerId: number, groupId: string, entry: OffsetEntry): void {
    let table = this.#pending.get(producerId);
    if (table === undefined) this.#pending.set(producerId, (table = new OffsetTable(this.#memory)));
    const { topic, partition } = entry;
    if (table.get(groupId, topic, partition) === undefined) this.#pendingCounts.add(groupId, topic, partition);
    table.set(groupId, entry);
  }

  /** Of all transactions. */
  #dropPending(groupId: string, topic: string, partition: number): void {
    for (const [producerId, pending] of this.#pending) {
      if (pending.get(groupId, topic, partition) === undefined) continue;
      this.#pendingCounts.remove(groupId, topic, partition);
      pending.delete(groupId, topic, partition);
      if (pending.isEmpty) this.#pending.delete(producerId);
    }
  }
}

interface OffsetEntry {
  readonly topic: string;
  readonly partition: number;
  readonly stored: StoredOffset;
}

/** How many transactions have committed an offset for each partition, so that nobody has to ask them all. */
class PendingCounts {
  readonly groups = new Map<string, Map<string, Map<number, number>>>();

  add(groupId: string, topic: string, partition: number): void {
    let topics = this.groups.get(groupId);
    if (topics === undefined) this.groups.set(groupId, (topics = new Map()));
    let partitions = topics.get(topic);
    if (partitions === undefined) topics.set(topic, (partitions = new Map()));
    partitions.set(partition, (partitions.get(partition) ?? 0) + 1);
  }

  remove(groupId: string, topic: string, partition: number): void {
    const topics = this.groups.get(groupId);
    const partitions = topics?.get(topic);
    const count = partitions?.get(partition);
    if (topics === undefined || partitions === undefined || count === undefined) return;
    if (count > 1) partitions.set(partition, count - 1);
    else partitions.delete(partition);
    if (partitions.size === 0) topics.delete(topic);
    if (topics.size === 0) this.groups.delete(groupId);
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

  set(groupId: string, entry: OffsetEntry): void {
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
