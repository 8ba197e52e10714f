/**
 * The aborted transactions of one segment, Kafka's `.txnindex`: one entry for each abort marker in the segment, in the
 * order of the markers. A read_committed fetch is told the aborted transactions that overlap what it got.
 *
 * An entry is 34 bytes: version i16 (0), producer id, first offset, last offset (of the marker), last stable offset.
 * The last stable offset is the one that held right after the marker: all transactions that begin below it are decided,
 * and those aborted stand in this entry or an earlier one, which is why a search may stop there.
 */
import { bigEndian } from '#protocol';

export const TRANSACTION_INDEX_ENTRY_SIZE = 34;
const VERSION = 0;

/** As Fetch tells it. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

export interface AbortedTransactionEntry extends AbortedTransaction {
  readonly lastOffset: number;
  readonly lastStableOffset: number;
}

export class TransactionIndex {
  readonly entries: AbortedTransactionEntry[];

  constructor(entries: AbortedTransactionEntry[] = []) {
    this.entries = entries;
  }

  append(entry: AbortedTransactionEntry): void {
    this.entries.push(entry);
  }

  /**
   * Adds to `found` what overlaps the offsets from `fetchOffset` up to, not including, `upperBound`. True when later
   * segments cannot hold more.
   */
  collect(fetchOffset: number, upperBound: number, found: AbortedTransaction[]): boolean {
    for (const entry of this.entries) {
      if (entry.lastOffset >= fetchOffset && entry.firstOffset < upperBound) {
        found.push({ producerId: entry.producerId, firstOffset: entry.firstOffset });
      }
      if (entry.lastStableOffset >= upperBound) return true;
    }
    return false;
  }

  /** Drops the entries of markers at `offset` and beyond. */
  truncateTo(offset: number): void {
    while (this.entries.length > 0 && this.entries.at(-1)!.lastOffset >= offset) this.entries.pop();
  }

  encode(): Buffer {
    const bytes = Buffer.allocUnsafeSlow(this.entries.length * TRANSACTION_INDEX_ENTRY_SIZE);
    let at = 0;
    for (const entry of this.entries) {
      bigEndian.writeInt16(bytes, at, VERSION);
      bigEndian.writeInt64(bytes, at + 2, entry.producerId);
      bigEndian.writeInt64(bytes, at + 10, entry.firstOffset);
      bigEndian.writeInt64(bytes, at + 18, entry.lastOffset);
      bigEndian.writeInt64(bytes, at + 26, entry.lastStableOffset);
      at += TRANSACTION_INDEX_ENTRY_SIZE;
    }
    return bytes;
  }

  /** The index a file holds, or null where it cannot be that of a segment from `baseOffset` on. */
  static decode(bytes: Uint8Array, baseOffset: number): TransactionIndex | null {
    if (bytes.length % TRANSACTION_INDEX_ENTRY_SIZE !== 0) return null;
    const entries: AbortedTransactionEntry[] = [];
    for (let at = 0; at < bytes.length; at += TRANSACTION_INDEX_ENTRY_SIZE) {
      const entry = {
        producerId: bigEndian.readInt64(bytes, at + 2),
        firstOffset: bigEndian.readInt64(bytes, at + 10),
        lastOffset: bigEndian.readInt64(bytes, at + 18),
        lastStableOffset: bigEndian.readInt64(bytes, at + 26),
      };
      const previous = entries.at(-1)?.lastOffset ?? baseOffset - 1;
      if (
        bigEndian.readInt16(bytes, at) !== VERSION ||
        entry.lastOffset <= previous ||
        entry.firstOffset > entry.lastOffset
      )
        return null;
      entries.push(entry);
    }
    return new TransactionIndex(entries);
  }
}
