/** DescribeLogDirs (key 35), versions 1 to 5 (KIP-113). KIP-827 size of the volume (4), KIP-1066 cordoned (5). */
import {
  describeLogDirsRequest,
  describeLogDirsResponse,
  Errors,
  newDescribeLogDirsResponse,
  newDescribeLogDirsResponseResult,
  type DescribeLogDirsRequest,
  type DescribeLogDirsResponse,
  type DescribeLogDirsResponsePartition,
  type DescribeLogDirsResponseResult,
  type DescribeLogDirsResponseTopic,
} from '#protocol';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import type { BrokerServices, Handler } from '../handler.ts';

const UNKNOWN_BYTES = -1;

export const handler: Handler<DescribeLogDirsRequest, DescribeLogDirsResponse> = {
  request: describeLogDirsRequest,
  response: describeLogDirsResponse,
  minVersion: 1,
  maxVersion: 5,
  async handle({ topics }, context) {
    const { broker } = context;
    if (!isClusterAuthorized(context, AclOperation.DESCRIBE)) {
      return newDescribeLogDirsResponse({ errorCode: Errors.CLUSTER_AUTHORIZATION_FAILED.code });
    }
    const wanted =
      topics === null ? null : new Map(topics.map(({ topic, partitions }) => [topic, new Set(partitions)]));
    const directories = broker.logManager.directories();
    const results = directories.map((directory) => describe(directory, wanted, broker));
    return newDescribeLogDirsResponse({ results: await Promise.all(results) });
  },
};

type Directory = ReturnType<BrokerServices['logManager']['directories']>[number];
type Wanted = ReadonlyMap<string, ReadonlySet<number>> | null;

async function describe(
  { path, logs }: Directory,
  wanted: Wanted,
  { env, logManager }: BrokerServices,
): Promise<DescribeLogDirsResponseResult> {
  const topics = new Map<string, DescribeLogDirsResponsePartition[]>();
  for (const { topicPartition, sizeInBytes } of logs) {
    const { topic, partition } = topicPartition;
    if (wanted !== null && wanted.get(topic)?.has(partition) !== true) continue;
    const partitions = topics.get(topic) ?? [];
    partitions.push({ partitionIndex: partition, partitionSize: sizeInBytes, offsetLag: 0, isFutureKey: false });
    topics.set(topic, partitions);
  }
  // What is on its way here is not here yet: its size is what has come, its lag what the log has beyond that.
  for (const [log, { destination, copiedBytes }] of logManager.relocations()) {
    const { topic, partition } = log.topicPartition;
    if (destination !== path || (wanted !== null && wanted.get(topic)?.has(partition) !== true)) continue;
    const partitions = topics.get(topic) ?? [];
    const offsetLag = copiedBytes >= log.sizeInBytes ? 0 : log.logEndOffset - log.logStartOffset;
    partitions.push({ partitionIndex: partition, partitionSize: copiedBytes, offsetLag, isFutureKey: true });
    topics.set(topic, partitions);
  }
  const space = await env.disk.space(path).catch(() => null);
  return newDescribeLogDirsResponseResult({
    errorCode: space === null ? Errors.KAFKA_STORAGE_ERROR.code : Errors.NONE.code,
    logDir: path,
    topics: [...topics].map(([name, partitions]): DescribeLogDirsResponseTopic => {
      return { name, partitions: partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex) };
    }),
    totalBytes: space?.totalBytes ?? UNKNOWN_BYTES,
    usableBytes: space?.usableBytes ?? UNKNOWN_BYTES,
    isCordoned: logManager.isCordoned(path),
  });
}
