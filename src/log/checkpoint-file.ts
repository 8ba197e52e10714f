/**
 * Kafka's text checkpoints: a version (0), the number of entries, then an entry a line. Those of a log directory give
 * an offset for each partition (`recovery-point-offset-checkpoint`, `replication-offset-checkpoint`,
 * `log-start-offset-checkpoint`, `cleaner-offset-checkpoint`), the `leader-epoch-checkpoint` of a partition a start offset for each leader epoch.
 */
import { KafkaError, type Disk } from '#kernel';
import { readIfExists, replaceFile } from './atomic-file.ts';
import { topicPartitionKey } from './topic-partition.ts';

export const RECOVERY_POINT_CHECKPOINT = 'recovery-point-offset-checkpoint';
export const HIGH_WATERMARK_CHECKPOINT = 'replication-offset-checkpoint';
export const LOG_START_OFFSET_CHECKPOINT = 'log-start-offset-checkpoint';
export const CLEANER_OFFSET_CHECKPOINT = 'cleaner-offset-checkpoint';
export const LEADER_EPOCH_CHECKPOINT = 'leader-epoch-checkpoint';

const VERSION = '0';

export interface OffsetCheckpointEntry {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export interface EpochEntry {
  readonly epoch: number;
  readonly startOffset: number;
}

/** Offsets by `topicPartitionKey`; empty where there is no such file. A damaged file is a KafkaError CORRUPT_CHECKPOINT. */
export async function readOffsetCheckpoint(disk: Disk, path: string): Promise<Map<string, number>> {
  const offsets = new Map<string, number>();
  for (const line of await readEntries(disk, path)) {
    const match = /^(\S+) (\d+) (\d+)$/.exec(line);
    const offset = Number(match?.[3]);
    if (match === null || !Number.isSafeInteger(offset))
      throw corrupt(path, `«${line}» is not a topic, a partition and an offset`);
    offsets.set(topicPartitionKey(match[1]!, Number(match[2])), offset);
  }
  return offsets;
}

/** Durable when it resolves. */
export async function writeOffsetCheckpoint(
  disk: Disk,
  path: string,
  entries: readonly OffsetCheckpointEntry[],
): Promise<void> {
  await replaceFile(disk, path, format(entries.map((entry) => `${entry.topic} ${entry.partition} ${entry.offset}`)));
}

/** Null where there is no such file; damaged entries are a KafkaError CORRUPT_CHECKPOINT. */
export async function readEpochCheckpoint(disk: Disk, path: string): Promise<EpochEntry[]> {
  const entries: EpochEntry[] = [];
  for (const line of await readEntries(disk, path)) {
    const match = /^(\d+) (\d+)$/.exec(line);
    const entry = { epoch: Number(match?.[1]), startOffset: Number(match?.[2]) };
    const previous = entries.at(-1);
    const rises = previous === undefined || (entry.epoch > previous.epoch && entry.startOffset >= previous.startOffset);
    if (match === null || !rises || !Number.isSafeInteger(entry.startOffset)) {
      throw corrupt(path, `«${line}» is not the next epoch with its start offset`);
    }
    entries.push(entry);
  }
  return entries;
}

/** Durable when it resolves. */
export async function writeEpochCheckpoint(disk: Disk, path: string, entries: readonly EpochEntry[]): Promise<void> {
  await replaceFile(disk, path, format(entries.map((entry) => `${entry.epoch} ${entry.startOffset}`)));
}

function format(lines: readonly string[]): string {
  return [VERSION, String(lines.length), ...lines].map((line) => line + '\n').join('');
}

async function readEntries(disk: Disk, path: string): Promise<string[]> {
  const bytes = await readIfExists(disk, path);
  // An empty file is what a crash of an older Kafka may leave; it says nothing.
  if (bytes === null || bytes.length === 0) return [];
  const lines = bytes.toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines[0] !== VERSION) throw corrupt(path, `its version is «${lines[0]}», not ${VERSION}`);
  if (Number(lines[1]) !== lines.length - 2)
    throw corrupt(path, `it announces ${lines[1]} entries and has ${lines.length - 2}`);
  return lines.slice(2);
}

function corrupt(path: string, detail: string): KafkaError {
  return new KafkaError(
    'CORRUPT_CHECKPOINT',
    `The checkpoint file ${path} is damaged: ${detail}; restore it from a copy, or remove it and let recovery read the whole log`,
  );
}
