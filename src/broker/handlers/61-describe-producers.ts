/** DescribeProducers (key 61), version 0 (KIP-664): what partitions remember of producers, and which transactions are open. */
import {
  describeProducersRequest,
  describeProducersResponse,
  Errors,
  errorForCode,
  type DescribeProducersRequest,
  type DescribeProducersResponse,
  type DescribeProducersResponsePartitionResponse,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized } from '../authorization.ts';
import type { Handler, RequestContext } from '../handler.ts';

export const handler: Handler<DescribeProducersRequest, DescribeProducersResponse> = {
  request: describeProducersRequest,
  response: describeProducersResponse,
  minVersion: 0,
  maxVersion: 0,
  handle(request, context) {
    const topics = request.topics.map(({ name, partitionIndexes }) => {
      const resource = { type: AclResourceType.TOPIC, name };
      const isAllowed = isAuthorized(context, AclOperation.READ, resource);
      const describe = (partition: number): DescribeProducersResponsePartitionResponse =>
        isAllowed
          ? describePartition(name, partition, context)
          : failed(partition, Errors.TOPIC_AUTHORIZATION_FAILED.code);
      return { name, partitions: partitionIndexes.map(describe) };
    });
    return { throttleTimeMs: 0, topics };
  },
};

function failed(partitionIndex: number, errorCode: number): DescribeProducersResponsePartitionResponse {
  return { partitionIndex, errorCode, errorMessage: errorForCode(errorCode).message, activeProducers: [] };
}

function describePartition(
  topic: string,
  partitionIndex: number,
  { broker }: RequestContext,
): DescribeProducersResponsePartitionResponse {
  const partition = broker.partitions.find(topic, partitionIndex);
  if (typeof partition === 'number') {
    const answer = failed(partitionIndex, partition);
    // As in Kafka: only of a topic that there is not it says so in words.
    return broker.metadata.image.topic(topic) === undefined ? answer : { ...answer, errorMessage: null };
  }
  const activeProducers = partition.log.activeProducers().map((entry) => ({
    producerId: entry.producerId,
    producerEpoch: entry.producerEpoch,
    lastSequence: entry.lastSequence,
    lastTimestamp: entry.lastTimestamp,
    coordinatorEpoch: entry.coordinatorEpoch,
    currentTxnStartOffset: entry.currentTransactionFirstOffset,
  }));
  return { partitionIndex, errorCode: Errors.NONE.code, errorMessage: null, activeProducers };
}
