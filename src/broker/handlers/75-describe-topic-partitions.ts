/**
 * DescribeTopicPartitions (key 75), version 0 (KIP-966): topics by name, in pages of at most
 * `max.request.partition.size.limit` partitions, with eligible leader replicas.
 */
import { invalidTopicName, isInternalTopic } from '#metadata';
import type { TopicImage } from '#metadata';
import {
  describeTopicPartitionsRequest,
  describeTopicPartitionsResponse,
  Errors,
  newDescribeTopicPartitionsResponse,
  newDescribeTopicPartitionsResponseTopic,
  type DescribeTopicPartitionsRequest,
  type DescribeTopicPartitionsResponse,
  type DescribeTopicPartitionsResponseTopic,
} from '#protocol';
import { AclOperation, isTopicAuthorized } from '../authorization.ts';
import { authorizedTopicOperations } from '../authorized-operations.ts';
import { partitionState } from '../cluster-view.ts';
import type { Handler, RequestContext } from '../handler.ts';

export const handler: Handler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> = {
  request: describeTopicPartitionsRequest,
  response: describeTopicPartitionsResponse,
  minVersion: 0,
  maxVersion: 0,
  async handle(request, context) {
    const { broker } = context;
    await broker.metadata.whenSettled();
    const { cursor } = request;
    const asked = new Set(request.topics.map(({ name }) => name));
    const isCursorWrong =
      cursor !== null && (cursor.partitionIndex < 0 || (asked.size > 0 && !asked.has(cursor.topicName)));
    if (isCursorWrong) {
      const topics = [...asked].map((name) => failed(name, Errors.INVALID_REQUEST.code));
      return newDescribeTopicPartitionsResponse({ topics });
    }
    const names = asked.size === 0 ? [...broker.metadata.image.topics.keys()] : [...asked];
    const shown = new Set(names.filter((name) => isTopicAuthorized(context, AclOperation.DESCRIBE, name)));
    const response = page(request, shown, context);
    // Where all were asked for, nobody learns of the others.
    for (const name of asked) {
      if (!shown.has(name) && (cursor === null || name >= cursor.topicName)) response.topics.push(forbidden(name));
    }
    return response;
  },
};

function page(
  { cursor, responsePartitionLimit }: DescribeTopicPartitionsRequest,
  names: Iterable<string>,
  context: RequestContext,
): DescribeTopicPartitionsResponse {
  const { broker } = context;
  const limit = Math.min(responsePartitionLimit, broker.config.values.maxRequestPartitionSizeLimit);
  let remaining = Math.max(1, limit);
  const topics: DescribeTopicPartitionsResponseTopic[] = [];
  for (const name of [...names].toSorted(byCodeUnits)) {
    if (cursor !== null && name < cursor.topicName) continue;
    if (remaining === 0)
      return newDescribeTopicPartitionsResponse({ topics, nextCursor: { topicName: name, partitionIndex: 0 } });
    const topic = broker.metadata.image.topic(name);
    if (topic === undefined) {
      topics.push(failed(name, unknownTopicError(name)));
      continue;
    }
    const from = cursor?.topicName === name ? cursor.partitionIndex : 0;
    const to = Math.min(from + remaining, topic.partitions.length);
    topics.push(describe(topic, { from, to }, context));
    if (to < topic.partitions.length) {
      return newDescribeTopicPartitionsResponse({ topics, nextCursor: { topicName: name, partitionIndex: to } });
    }
    remaining -= Math.max(0, to - from);
  }
  return newDescribeTopicPartitionsResponse({ topics });
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function unknownTopicError(name: string): number {
  return invalidTopicName(name) === null ? Errors.UNKNOWN_TOPIC_OR_PARTITION.code : Errors.INVALID_TOPIC_EXCEPTION.code;
}

function describe(
  { name, topicId, partitions }: TopicImage,
  range: { from: number; to: number },
  context: RequestContext,
): DescribeTopicPartitionsResponseTopic {
  return newDescribeTopicPartitionsResponseTopic({
    name,
    topicId,
    isInternal: isInternalTopic(name),
    partitions: partitions.slice(range.from, range.to).map((partition, i) => ({
      ...partitionState(context.broker, range.from + i, partition),
      eligibleLeaderReplicas: [...partition.eligibleLeaderReplicas],
      lastKnownElr: [...partition.lastKnownElr],
    })),
    topicAuthorizedOperations: authorizedTopicOperations(context, name),
  });
}

function failed(name: string, errorCode: number): DescribeTopicPartitionsResponseTopic {
  return newDescribeTopicPartitionsResponseTopic({ name, errorCode, isInternal: isInternalTopic(name) });
}

/** Not even whether it would be an internal topic. */
function forbidden(name: string): DescribeTopicPartitionsResponseTopic {
  return newDescribeTopicPartitionsResponseTopic({ name, errorCode: Errors.TOPIC_AUTHORIZATION_FAILED.code });
}
