/**
 * `meta.properties` of a log directory: which cluster and which node it belongs to, and its own id. Version 1 is KRaft's.
 * A directory of another cluster or node is refused, as its partitions would be mistaken for ours.
 */
import { type Disk, formatProperties, KafkaError, parseProperties, type Random, uuidBytes } from '#kernel';
import { uuidFromBytes } from '#protocol';
import { readIfExists, replaceFile } from './atomic-file.ts';

const FILE = 'meta.properties';

export interface MetaProperties {
  readonly clusterId: string;
  readonly nodeId: number;
  /** Null in a directory of a Kafka before 3.7. */
  readonly directoryId: string | null;
}

/** Null where there is none. */
export async function readMetaProperties(disk: Disk, directory: string): Promise<MetaProperties | null> {
  const path = `${directory}/${FILE}`;
  const bytes = await readIfExists(disk, path);
  if (bytes === null) return null;
  const properties = parseProperties(bytes.toString('utf8'));
  const clusterId = properties.get('cluster.id');
  const nodeId = Number(properties.get('node.id') ?? properties.get('broker.id'));
  if (clusterId === undefined || !Number.isInteger(nodeId)) {
    throw new KafkaError(
      'INCONSISTENT_META_PROPERTIES',
      `${path} names no cluster.id and node.id; restore it from a copy`,
    );
  }
  return { clusterId, nodeId, directoryId: properties.get('directory.id') ?? null };
}

/** Durable when it resolves. */
export async function writeMetaProperties(disk: Disk, directory: string, properties: MetaProperties): Promise<void> {
  const entries: [string, string][] = [
    ['cluster.id', properties.clusterId],
    ['directory.id', properties.directoryId ?? ''],
    ['node.id', String(properties.nodeId)],
    ['version', '1'],
  ];
  await replaceFile(disk, `${directory}/${FILE}`, formatProperties(entries));
}

/** A random id as Kafka makes them: a version 4 uuid in base64url that does not look like an option. */
export function randomUuid(random: Random): string {
  while (true) {
    const uuid = uuidFromBytes(uuidBytes(random));
    if (!uuid.startsWith('-')) return uuid;
  }
}
