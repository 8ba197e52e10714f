/** ListPartitionReassignments (key 46), version 0 (KIP-455): the partitions whose replicas are on the move. */
import type { TopicImage } from '#metadata';
import {
  Errors,
  listPartitionReassignmentsRequest,
  listPartitionReassignmentsResponse,
  newListPartitionReassignmentsResponse,
  type ListPartitionReassignmentsRequest,
  type ListPartitionReassignmentsResponse,
  type ListPartitionReassignmentsResponseOngoingTopicReassignment,
} from '#protocol';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse> = {
  request: listPartitionReassignmentsRequest,
  response: listPartitionReassignmentsResponse,
  minVersion: 0,
  maxVersion: 0,
  handle({ topics }, context) {
    if (!isClusterAuthorized(context, AclOperation.DESCRIBE)) {
      const { code: errorCode, message: errorMessage } = Errors.CLUSTER_AUTHORIZATION_FAILED;
      return newListPartitionReassignmentsResponse({ errorCode, errorMessage });
    }
    const { image } = context.broker.metadata;
    const ongoing: ListPartitionReassignmentsResponseOngoingTopicReassignment[] = [];
    if (topics === null) {
      for (const topic of image.topics.values()) ongoing.push(...ongoingOf(topic, null));
    } else {
      for (const { name, partitionIndexes } of topics) {
        const topic = image.topic(name);
        if (topic !== undefined) ongoing.push(...ongoingOf(topic, new Set(partitionIndexes)));
      }
    }
    return newListPartitionReassignmentsResponse({ topics: ongoing });
  },
};

/** One entry, or none where nothing moves. */
function ongoingOf(
  { name, partitions }: TopicImage,
  wanted: ReadonlySet<number> | null,
): ListPartitionReassignmentsResponseOngoingTopicReassignment[] {
  const moving = partitions.flatMap(({ replicas, addingReplicas, removingReplicas }, partitionIndex) => {
    const isMoving = addingReplicas.length > 0 || removingReplicas.length > 0;
    if (!isMoving || wanted?.has(partitionIndex) === false) return [];
    return [
      {
        partitionIndex,
        replicas: [...replicas],
        addingReplicas: [...addingReplicas],
        removingReplicas: [...removingReplicas],
      },
    ];
  });
  return moving.length === 0 ? [] : [{ name, partitions: moving }];
}
