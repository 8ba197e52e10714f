/**
 * Rows of a store that has many: keys, times and values all lie in memory that the garbage collector does not look into. They
 * are divided among shards by the hashes of their keys, so that a table that grows, or a chunk that is emptied, is a part of
 * the whole: what one put may have to wait for stays small.
 */
import { ByteTable, type LocatedKey } from './byte-table.ts';
import { Slab } from './slab.ts';

const SHARDS = 256;
const FIRST_ROWS = 256;

class Shard {
  readonly table: ByteTable = new ByteTable();
  readonly values: Slab = new Slab();
  /** By row. */
  timestamps: Float64Array = new Float64Array(FIRST_ROWS);
}

export class LargeRows {
  readonly #shards: Shard[] = Array.from({ length: SHARDS }, () => new Shard());
  #size = 0;
  /** What `find` has found: where the value's bytes lie, and its time. Until the next call. */
  bytes: Buffer = Buffer.alloc(0);
  start: number = 0;
  end: number = 0;
  timestamp: number = 0;

  get size(): number {
    return this.#size;
  }

  find({ bytes, length, hash }: LocatedKey): boolean {
    const { table, values, timestamps } = this.#shardOf(hash);
    const row = table.find(bytes, length, hash);
    if (row < 0) return false;
    values.find(row);
    this.bytes = values.bytes;
    this.start = values.start;
    this.end = values.end;
    this.timestamp = timestamps[row]!;
    return true;
  }

  /** Whether the key had no row before. Text stands for its UTF-8. */
  set({ bytes, length, hash }: LocatedKey, value: Uint8Array | string, timestamp: number): boolean {
    const shard = this.#shardOf(hash);
    const { table, values } = shard;
    let row = table.find(bytes, length, hash);
    const isNew = row < 0;
    if (isNew) {
      row = table.add(bytes, length, hash);
      this.#size++;
    }
    values.set(row, value);
    if (row >= shard.timestamps.length) shard.timestamps = doubled(shard.timestamps);
    shard.timestamps[row] = timestamp;
    return isNew;
  }

  /** Whether there was such a row. */
  delete({ bytes, length, hash }: LocatedKey): boolean {
    const { table, values } = this.#shardOf(hash);
    const row = table.find(bytes, length, hash);
    if (row < 0) return false;
    values.delete(row);
    table.delete(row);
    this.#size--;
    return true;
  }

  /** The keys of all rows, in no order: one character per byte. */
  *texts(): IterableIterator<string> {
    for (const { table } of this.#shards) yield* table.texts();
  }

  /** The table itself goes by the lowest bits. */
  #shardOf(hash: number): Shard {
    return this.#shards[hash >>> 24]!;
  }
}

function doubled(list: Float64Array): Float64Array {
  const larger = new Float64Array(list.length * 2);
  larger.set(list);
  return larger;
}
