/**
 * Producer state from a log's files: the newest usable snapshot, then the batches behind it; and which snapshots of a
 * directory are worth keeping: those at the base of a segment, and one at the very end.
 */
import type { Disk } from '#kernel';
import { recordBatch } from '#protocol';
import { readIfExists, writeWholeFile } from './atomic-file.ts';
import { readEndTransactionMarker } from './control-batch.ts';
import { decodeProducerSnapshot, encodeProducerSnapshot } from './producer-snapshot.ts';
import type { ProducerState } from './producer-state.ts';
import { offsetFileName, offsetOfFileName, SNAPSHOT_SUFFIX } from './topic-partition.ts';
import type { TransactionIndex } from './transaction-index.ts';

/** Takes the batch at `at` into the state, and an abort into the transaction index where one is given. */
export function replayBatch(
  producers: ProducerState,
  batch: { bytes: Uint8Array; at: number },
  transactions: TransactionIndex | null,
): void {
  const { bytes, at } = batch;
  if (!recordBatch.isControlBatch(bytes, at)) {
    producers.applyData(bytes, at);
  } else {
    const marker = readEndTransactionMarker(bytes, at);
    const completed = marker === null ? null : producers.applyMarker(bytes, at, marker);
    if (transactions !== null && completed?.isAborted) {
      transactions.append({ ...completed, lastStableOffset: producers.lastStableOffsetAfter(completed) });
    }
  }
  producers.endOffset = recordBatch.nextOffset(bytes, at);
}

/**
 * Loads the newest sound snapshot whose offset lies in the range, both ends included, into the empty `producers`;
 * returns its offset, or -1 where there is none. Damaged ones on the way are removed.
 */
export async function loadNewestSnapshot(
  disk: Disk,
  options: { directory: string; names: Set<string>; from: number; to: number; producers: ProducerState },
): Promise<number> {
  const offsets = snapshotOffsets(options.names).filter((offset) => offset >= options.from && offset <= options.to);
  for (const offset of offsets.reverse()) {
    const name = offsetFileName(offset, SNAPSHOT_SUFFIX);
    const path = `${options.directory}/${name}`;
    const bytes = await readIfExists(disk, path);
    const entries = bytes === null ? null : decodeProducerSnapshot(bytes);
    if (entries !== null) {
      options.producers.load(entries, offset);
      return offset;
    }
    if (bytes !== null) await disk.removeFile(path);
    options.names.delete(name);
  }
  return -1;
}

/** Writes the state as it is, synced; the name is for the caller to make durable. */
export async function writeSnapshot(disk: Disk, directory: string, producers: ProducerState): Promise<void> {
  await writeWholeFile(
    disk,
    `${directory}/${offsetFileName(producers.endOffset, SNAPSHOT_SUFFIX)}`,
    encodeProducerSnapshot(producers),
  );
}

/**
 * Removes the snapshots that belong to no segment, but for the newest if it lies behind the last segment's base, and all
 * beyond the log's end. Returns the offset of the newest that is left, -1 without one.
 */
export async function removeStraySnapshots(
  disk: Disk,
  directory: string,
  log: { names: ReadonlySet<string>; baseOffsets: readonly number[]; logEndOffset: number },
): Promise<number> {
  const bases = new Set(log.baseOffsets);
  const offsets = snapshotOffsets(log.names);
  const newest = offsets.findLast((offset) => offset <= log.logEndOffset) ?? -1;
  const keptStray = newest > (log.baseOffsets.at(-1) ?? 0) ? newest : -1;
  for (const offset of offsets) {
    if (offset <= log.logEndOffset && (bases.has(offset) || offset === keptStray)) continue;
    await disk.removeFile(`${directory}/${offsetFileName(offset, SNAPSHOT_SUFFIX)}`);
  }
  return offsets.findLast((offset) => offset <= log.logEndOffset && (bases.has(offset) || offset === keptStray)) ?? -1;
}

function snapshotOffsets(names: ReadonlySet<string>): number[] {
  const offsets = [...names]
    .filter((name) => name === offsetFileName(offsetOfFileName(name), SNAPSHOT_SUFFIX))
    .map(offsetOfFileName);
  return offsets.sort((a, b) => a - b);
}
