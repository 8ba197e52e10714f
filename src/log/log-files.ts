/**
 * The files of a partition's directory before its log is opened: what an interrupted compaction, deletion or write left
 * is finished or undone, by Kafka's rules. Each step may be interrupted and run again.
 *
 * `.deleted` files are to go. `.cleaned` files are a compaction that had not ended: they go, and so do the `.swap` files
 * at or above them (parts of the same unfinished work). Other `.swap` files are finished compactions: the segments they
 * replace go, then they take their place.
 */
import type { DirectoryEntry, Disk } from '#kernel';
import { recordBatch } from '#protocol';
import { scanBatches } from './segment-scan.ts';
import {
  CLEANED_SUFFIX,
  DELETED_SUFFIX,
  INDEX_SUFFIX,
  LOG_SUFFIX,
  offsetFileName,
  offsetOfFileName,
  SWAP_SUFFIX,
  TIME_INDEX_SUFFIX,
  TRANSACTION_INDEX_SUFFIX,
} from './topic-partition.ts';

const TEMPORARY_SUFFIX = '.tmp';
const INDEX_SUFFIXES = [INDEX_SUFFIX, TIME_INDEX_SUFFIX, TRANSACTION_INDEX_SUFFIX];

/** Names of the files that are left, sorted. */
export async function tidyPartitionDirectory(disk: Disk, directory: string): Promise<string[]> {
  const names = fileNames(await disk.list(directory));
  const leftOver = names.filter((name) => name.endsWith(DELETED_SUFFIX) || name.endsWith(TEMPORARY_SUFFIX));
  const cleaned = names.filter((name) => name.endsWith(CLEANED_SUFFIX));
  const firstCleaned = Math.min(...cleaned.map(offsetOfFileName));
  const swaps = names.filter((name) => name.endsWith(SWAP_SUFFIX));
  const unfinished = swaps.filter((name) => offsetOfFileName(name) >= firstCleaned);
  // The swap files before the cleaned ones that show them to be unfinished.
  for (const name of [...leftOver, ...unfinished]) await disk.removeFile(`${directory}/${name}`);
  if (unfinished.length > 0) await disk.syncDirectory(directory);
  for (const name of cleaned) await disk.removeFile(`${directory}/${name}`);
  await swapIn(disk, directory, { names, swaps: swaps.filter((name) => !unfinished.includes(name)) });
  const isTidy = leftOver.length + cleaned.length + swaps.length === 0;
  const left = isTidy ? names : fileNames(await disk.list(directory));
  const logs = new Set(left.filter((name) => name.endsWith(LOG_SUFFIX)).map(offsetOfFileName));
  const orphans = left.filter(
    (name) => INDEX_SUFFIXES.some((suffix) => name.endsWith(suffix)) && !logs.has(offsetOfFileName(name)),
  );
  for (const name of orphans) await disk.removeFile(`${directory}/${name}`);
  return left.filter((name) => !orphans.includes(name));
}

function fileNames(entries: readonly DirectoryEntry[]): string[] {
  return entries.filter((entry) => !entry.isDirectory).map((entry) => entry.name);
}

async function swapIn(
  disk: Disk,
  directory: string,
  files: { names: readonly string[]; swaps: readonly string[] },
): Promise<void> {
  const { names, swaps } = files;
  if (swaps.length === 0) return;
  let from = Infinity;
  let to = -Infinity;
  for (const name of swaps) {
    if (!name.endsWith(LOG_SUFFIX + SWAP_SUFFIX)) continue;
    from = Math.min(from, offsetOfFileName(name));
    to = Math.max(to, await nextOffsetOf(disk, `${directory}/${name}`, offsetOfFileName(name)));
  }
  for (const name of names) {
    const offset = offsetOfFileName(name);
    const isSegmentFile =
      name === offsetFileName(offset, LOG_SUFFIX) ||
      INDEX_SUFFIXES.some((suffix) => name === offsetFileName(offset, suffix));
    if (isSegmentFile && offset >= from && offset < to) await disk.removeFile(`${directory}/${name}`);
  }
  await disk.syncDirectory(directory);
  // Indexes first: a log file that is in place is not looked at for swapping again.
  const logsLast = [...swaps].sort(
    (a, b) => Number(a.endsWith(LOG_SUFFIX + SWAP_SUFFIX)) - Number(b.endsWith(LOG_SUFFIX + SWAP_SUFFIX)),
  );
  for (const name of logsLast)
    await disk.rename(`${directory}/${name}`, `${directory}/${name.slice(0, -SWAP_SUFFIX.length)}`);
  await disk.syncDirectory(directory);
}

async function nextOffsetOf(disk: Disk, path: string, baseOffset: number): Promise<number> {
  const file = await disk.openFile(path, 'read');
  try {
    let nextOffset = baseOffset;
    await scanBatches(file, {
      start: 0,
      end: await file.size(),
      verify: false,
      visit: (bytes, at) => {
        nextOffset = recordBatch.nextOffset(bytes, at);
        return true;
      },
    });
    return nextOffset;
  } finally {
    await file.close();
  }
}
