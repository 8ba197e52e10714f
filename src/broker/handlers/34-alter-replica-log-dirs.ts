/**
 * AlterReplicaLogDirs (key 34), versions 1 and 2 (KIP-113): partitions move between the log directories of this broker, while
 * they are served. The answer tells that a move has begun; DescribeLogDirs tells how far it is.
 */
import {
  alterReplicaLogDirsRequest,
  alterReplicaLogDirsResponse,
  Errors,
  newAlterReplicaLogDirsResponse,
  type AlterReplicaLogDirsRequest,
  type AlterReplicaLogDirsResponse,
  type AlterReplicaLogDirsResponsePartitionResult,
} from '#protocol';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import type { BrokerServices, Handler } from '../handler.ts';

export const handler: Handler<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse> = {
  request: alterReplicaLogDirsRequest,
  response: alterReplicaLogDirsResponse,
  minVersion: 1,
  maxVersion: 2,
  handle({ dirs }, context) {
    const isAllowed = isClusterAuthorized(context, AclOperation.ALTER);
    const byTopic = new Map<string, AlterReplicaLogDirsResponsePartitionResult[]>();
    for (const { path, topics } of dirs) {
      for (const { name, partitions } of topics) {
        const results = byTopic.get(name) ?? [];
        byTopic.set(name, results);
        for (const partitionIndex of partitions) {
          const errorCode = isAllowed
            ? move(context.broker, { topic: name, partition: partitionIndex, path })
            : Errors.CLUSTER_AUTHORIZATION_FAILED.code;
          results.push({ partitionIndex, errorCode });
        }
      }
    }
    return newAlterReplicaLogDirsResponse({
      results: [...byTopic].map(([topicName, partitions]) => ({ topicName, partitions })),
    });
  },
};

function move(
  { logManager }: BrokerServices,
  { topic, partition, path }: { topic: string; partition: number; path: string },
): number {
  if (logManager.offlineReason(topic, partition) !== undefined) return Errors.KAFKA_STORAGE_ERROR.code;
  const problem = logManager.relocate(topic, partition, path);
  return problem === null ? Errors.NONE.code : Errors[problem].code;
}
