/**
 * The metadata that Apache Kafka's KRaft left in a log directory: its latest snapshot and the log behind it (KIP-630,
 * KIP-631, KIP-868). A new cluster over that directory begins with its topics, ids, configs, ACLs,
 * credentials, tokens and quotas.
 *
 * Kafka's files are only read. They are set aside under another name, so that Kafka finds them again when they are
 * named back, and so that its quorum's log and ours are never one file.
 */
import { KafkaError } from '#kernel';
import type { Disk, Env } from '#kernel';
import type { PartitionRecord } from '#protocol';
import { MetadataImage } from './image.ts';
import { scanMetadataBatches } from './metadata-batches.ts';
import { metadataRecord, readKnownMetadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

/** Kafka's place for it, and ours. */
export const METADATA_DIRECTORY = '__cluster_metadata-0';
const ASIDE_DIRECTORY = `${METADATA_DIRECTORY}.kafka`;
/** In the directory of every KRaft node, and in none of ours. */
const KRAFT_MARK = 'quorum-state';
const SNAPSHOT = /^(\d{20})-\d{10}\.checkpoint$/;
const SEGMENT = /^\d{20}\.log$/;

/** Must run before anything is written to the metadata directory. */
export async function setKafkaMetadataAside({ disk, logger }: Env, logDirectory: string): Promise<void> {
  const from = `${logDirectory}/${METADATA_DIRECTORY}`;
  if ((await disk.stat(`${from}/${KRAFT_MARK}`)) === null) return;
  const to = `${logDirectory}/${ASIDE_DIRECTORY}`;
  if ((await disk.stat(to)) !== null) {
    throw new KafkaError(
      'AMBIGUOUS_METADATA',
      `both ${from} and ${to} hold metadata of Apache Kafka: move away the one that shall not be taken over`,
    );
  }
  await disk.rename(from, to);
  await disk.syncDirectory(logDirectory);
  logger.component('metadata').info('set the metadata of Apache Kafka aside', { from, to });
}

/** The cluster that it tells of, without brokers and features, or null where there is none. */
export async function readKafkaMetadata({ disk, logger }: Env, logDirectory: string): Promise<MetadataImage | null> {
  const directory = `${logDirectory}/${ASIDE_DIRECTORY}`;
  if ((await disk.stat(directory)) === null) return null;
  const adoption = new Adoption();
  const names = (await disk.list(directory)).map(({ name }) => name);
  const snapshot = names.filter((name) => SNAPSHOT.test(name)).at(-1);
  const from = Number(SNAPSHOT.exec(snapshot ?? '')?.[1] ?? 0);
  if (snapshot !== undefined) await readFile(disk, `${directory}/${snapshot}`, (record) => adoption.add(record));
  const segments = names.filter((name) => SEGMENT.test(name));
  for (const [i, name] of segments.entries()) {
    const damage = await readFile(disk, `${directory}/${name}`, (record, offset) => {
      if (offset >= from) adoption.add(record);
    });
    if (damage === null || i === segments.length - 1) continue;
    throw new KafkaError('CORRUPT_METADATA', `the metadata in ${directory}/${name} is damaged: ${damage}`);
  }
  const { image, leftOut } = adoption;
  const fields = { topics: image.topics.size, partitions: image.partitionCount };
  logger.component('metadata').info('taking over the metadata of Apache Kafka', { directory, ...fields });
  if (leftOut > 0) {
    logger
      .component('metadata')
      .warn('records of Apache Kafka that are not known here are left out', { records: leftOut });
  }
  return image;
}

/** What is wrong with the rest of the file, or null. The log's end may be torn, as a broker that was killed leaves it. */
async function readFile(
  disk: Disk,
  path: string,
  visit: (record: MetadataRecord | number, offset: number) => void,
): Promise<string | null> {
  const bytes = await disk.readFile(path);
  return scanMetadataBatches(bytes, (value, offset) => visit(readKnownMetadataRecord(value), offset)).damage;
}

/** What Kafka writes in one go stands between two marks, and counts only with the second. */
class Adoption {
  readonly image = new MetadataImage();
  /** Records of types that are not known here. */
  leftOut = 0;
  #transaction: (MetadataRecord | number)[] | null = null;
  /** Partitions that came before one with a lower number. */
  readonly #early = new Map<string, PartitionRecord>();

  add(record: MetadataRecord | number): void {
    const type = typeof record === 'number' ? record : record.type;
    if (type === 'BeginTransactionRecord') {
      this.#transaction = [];
    } else if (type === 'AbortTransactionRecord') {
      this.#transaction = null;
    } else if (type === 'EndTransactionRecord') {
      const records = this.#transaction ?? [];
      this.#transaction = null;
      for (const one of records) this.#apply(one);
    } else if (this.#transaction !== null) {
      this.#transaction.push(record);
    } else {
      this.#apply(record);
    }
  }

  #apply(record: MetadataRecord | number): void {
    if (typeof record === 'number') {
      this.leftOut++;
      return;
    }
    switch (record.type) {
      case 'TopicRecord':
      case 'PartitionChangeRecord':
      case 'RemoveTopicRecord':
      case 'ConfigRecord':
      case 'ProducerIdsRecord':
      case 'AccessControlEntryRecord':
      case 'RemoveAccessControlEntryRecord':
      case 'UserScramCredentialRecord':
      case 'RemoveUserScramCredentialRecord':
      case 'DelegationTokenRecord':
      case 'RemoveDelegationTokenRecord':
      case 'ClientQuotaRecord':
        this.image.replay(record);
        break;
      case 'PartitionRecord':
        this.#addPartition(record.message);
        break;
      default:
        break;
    }
  }

  #addPartition(record: PartitionRecord): void {
    const { topicId, partitionId } = record;
    const count = this.image.topicById(topicId)?.partitions.length ?? 0;
    this.#early.set(`${topicId}-${partitionId}`, record);
    for (let next = count; ; next++) {
      const due = this.#early.get(`${topicId}-${next}`);
      if (due === undefined) return;
      this.#early.delete(`${topicId}-${next}`);
      this.image.replay(metadataRecord('PartitionRecord', due));
    }
  }
}
