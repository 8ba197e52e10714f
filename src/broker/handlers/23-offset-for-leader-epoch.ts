/** OffsetForLeaderEpoch (key 23), versions 2 to 4: where a leader epoch ends, by which readers notice truncation (KIP-320). */
import {
  Errors,
  newOffsetForLeaderEpochResponse,
  newOffsetForLeaderEpochResponseEpochEndOffset,
  offsetForLeaderEpochRequest,
  offsetForLeaderEpochResponse,
  type OffsetForLeaderEpochRequest,
  type OffsetForLeaderEpochRequestOffsetForLeaderPartition,
  type OffsetForLeaderEpochResponse,
  type OffsetForLeaderEpochResponseEpochEndOffset,
} from '#protocol';
import { AclOperation, isClusterAuthorized, isTopicAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';
import type { Partition } from '../partition.ts';
import { checkLeaderEpoch } from '../partition-reader.ts';

export const handler: Handler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> = {
  request: offsetForLeaderEpochRequest,
  response: offsetForLeaderEpochResponse,
  minVersion: 2,
  maxVersion: 4,
  handle(request, context) {
    const isBroker = isClusterAuthorized(context, AclOperation.CLUSTER_ACTION);
    const topics = request.topics.map(({ topic, partitions }) => {
      const isAllowed = isBroker || isTopicAuthorized(context, AclOperation.DESCRIBE, topic);
      const find = (partition: number): Partition | number =>
        isAllowed ? context.broker.partitions.find(topic, partition) : Errors.TOPIC_AUTHORIZATION_FAILED.code;
      return { topic, partitions: partitions.map((wanted) => answer(find(wanted.partition), wanted)) };
    });
    return newOffsetForLeaderEpochResponse({ topics });
  },
};

function answer(
  partition: Partition | number,
  wanted: OffsetForLeaderEpochRequestOffsetForLeaderPartition,
): OffsetForLeaderEpochResponseEpochEndOffset {
  const errorCode = typeof partition === 'number' ? partition : checkLeaderEpoch(partition, wanted.currentLeaderEpoch);
  const base = { partition: wanted.partition, errorCode };
  if (typeof partition === 'number' || errorCode !== Errors.NONE.code) {
    return newOffsetForLeaderEpochResponseEpochEndOffset(base);
  }
  const { epoch, endOffset } = partition.log.endOffsetForEpoch(wanted.leaderEpoch);
  return newOffsetForLeaderEpochResponseEpochEndOffset({ ...base, leaderEpoch: epoch, endOffset });
}
