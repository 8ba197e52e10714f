/** `partition.metadata`: which topic, by id, a partition's directory belongs to, so that a topic that was deleted and made anew is told from its predecessor. */
import { KafkaError, type Disk } from '#kernel';
import { readIfExists, replaceFile } from './atomic-file.ts';
import { PARTITION_METADATA_FILE } from './topic-partition.ts';

/** A uuid in base64url, 22 characters. */
const CONTENTS = /^version: 0\ntopic_id: ([A-Za-z0-9_-]{22})\s*$/;

/** Null where there is no such file, or only the empty one that a crash may leave. */
export async function readTopicId(disk: Disk, directory: string): Promise<string | null> {
  const bytes = await readIfExists(disk, `${directory}/${PARTITION_METADATA_FILE}`);
  if (bytes === null || bytes.length === 0) return null;
  const match = CONTENTS.exec(bytes.toString('utf8'));
  if (match === null) {
    throw new KafkaError(
      'CORRUPT_CHECKPOINT',
      `${directory}/${PARTITION_METADATA_FILE} does not hold «version: 0» and a topic id; restore it from a copy`,
    );
  }
  return match[1]!;
}

/** Durable when it resolves, but for the directory's own name. */
export async function writeTopicId(disk: Disk, directory: string, topicId: string): Promise<void> {
  await replaceFile(disk, `${directory}/${PARTITION_METADATA_FILE}`, `version: 0\ntopic_id: ${topicId}`);
}
