/** Names of partitions, of their directories and of the files in them, as Kafka spells them. */
import { topicNameProblem } from '#kernel';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

const DIRECTORY_NAME = /^(.+)-(\d{1,10})$/;
const OFFSET_DIGITS = 20;

export const DELETE_DIRECTORY_SUFFIX = '-delete';
export const STRAY_DIRECTORY_SUFFIX = '-stray';
/** Of a copy that is to take the place of a log in another directory. */
export const FUTURE_DIRECTORY_SUFFIX = '-future';
/** Where KRaft keeps its own log; not a partition of ours. */
export const CLUSTER_METADATA_TOPIC = '__cluster_metadata';

export const LOG_SUFFIX = '.log';
export const INDEX_SUFFIX = '.index';
export const TIME_INDEX_SUFFIX = '.timeindex';
export const TRANSACTION_INDEX_SUFFIX = '.txnindex';
export const SNAPSHOT_SUFFIX = '.snapshot';
export const DELETED_SUFFIX = '.deleted';
export const CLEANED_SUFFIX = '.cleaned';
export const SWAP_SUFFIX = '.swap';
export const PARTITION_METADATA_FILE = 'partition.metadata';

export function isTopicName(topic: string): boolean {
  return topicNameProblem(topic) === null;
}

/** Also the name of the partition's directory. */
export function topicPartitionKey(topic: string, partition: number): string {
  return `${topic}-${partition}`;
}

/** The partition whose directory has this name, or null where it is none. */
export function parsePartitionDirectory(name: string): TopicPartition | null {
  const match = DIRECTORY_NAME.exec(name);
  if (match === null || !isTopicName(match[1]!) || Number(match[2]) > 0x7fffffff) return null;
  return { topic: match[1]!, partition: Number(match[2]) };
}

/** A directory name that no other has had: `topic-partition.unique-delete`, cut where the file system asks for it. */
export function retiredDirectoryName(tp: TopicPartition, unique: string, suffix: string): string {
  const tail = `-${tp.partition}.${unique}${suffix}`;
  return tp.topic.slice(0, 255 - tail.length) + tail;
}

/** `00000000000000000042.log` and the like. */
export function offsetFileName(offset: number, suffix: string): string {
  return String(offset).padStart(OFFSET_DIGITS, '0') + suffix;
}

/** The offset in such a name, or -1 where it begins with none. */
export function offsetOfFileName(name: string): number {
  const match = /^(\d{20})\./.exec(name);
  const offset = match === null ? -1 : Number(match[1]);
  return Number.isSafeInteger(offset) ? offset : -1;
}
