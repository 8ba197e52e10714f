/**
 * DescribeQuorum (key 55), versions 0 to 2 (KIP-595). KIP-836 times of fetches (1), KIP-853 directories and nodes (2). This
 * node is the only voter, and leads.
 */
import { CLUSTER_METADATA_TOPIC } from '#metadata';
import {
  describeQuorumRequest,
  describeQuorumResponse,
  Errors,
  newDescribeQuorumResponse,
  newDescribeQuorumResponsePartitionData,
  ZERO_UUID,
  type DescribeQuorumRequest,
  type DescribeQuorumResponse,
  type DescribeQuorumResponsePartitionData,
} from '#protocol';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { voterDirectoryId } from '../quorum-voters.ts';

/** Of the batches of the metadata log: nobody else was ever elected. */
const LEADER_EPOCH = 0;

export const handler: Handler<DescribeQuorumRequest, DescribeQuorumResponse> = {
  request: describeQuorumRequest,
  response: describeQuorumResponse,
  minVersion: 0,
  maxVersion: 2,
  handle({ topics }, context) {
    if (!isClusterAuthorized(context, AclOperation.DESCRIBE)) {
      const { code: errorCode, message: errorMessage } = Errors.CLUSTER_AUTHORIZATION_FAILED;
      return newDescribeQuorumResponse({ errorCode, errorMessage });
    }
    const [topic] = topics;
    const isAsked =
      topics.length === 1 &&
      topic!.topicName === CLUSTER_METADATA_TOPIC &&
      topic!.partitions.length === 1 &&
      topic!.partitions[0]!.partitionIndex === 0;
    if (!isAsked) return unknownPartitions(topics);
    return newDescribeQuorumResponse({
      topics: [{ topicName: CLUSTER_METADATA_TOPIC, partitions: [quorum(context)] }],
      nodes: [nodeOf(context)],
    });
  },
};

function quorum({ broker, now }: RequestContext): DescribeQuorumResponsePartitionData {
  const { nextOffset } = broker.metadata.image;
  return newDescribeQuorumResponsePartitionData({
    leaderId: broker.nodeId,
    leaderEpoch: LEADER_EPOCH,
    highWatermark: nextOffset,
    currentVoters: [
      {
        replicaId: broker.nodeId,
        replicaDirectoryId: voterDirectoryId(broker) ?? ZERO_UUID,
        logEndOffset: nextOffset,
        lastFetchTimestamp: now,
        lastCaughtUpTimestamp: now,
      },
    ],
  });
}

function nodeOf({ broker, client }: RequestContext): DescribeQuorumResponse['nodes'][number] {
  const address = broker.advertisedAddress(client.listenerName);
  return { nodeId: broker.nodeId, listeners: [{ name: client.listenerName, ...address }] };
}

function unknownPartitions(topics: DescribeQuorumRequest['topics']): DescribeQuorumResponse {
  const { code: errorCode, message: errorMessage } = Errors.UNKNOWN_TOPIC_OR_PARTITION;
  return newDescribeQuorumResponse({
    topics: topics.map(({ topicName, partitions }) => ({
      topicName,
      partitions: partitions.map(({ partitionIndex }) =>
        newDescribeQuorumResponsePartitionData({ partitionIndex, errorCode, errorMessage }),
      ),
    })),
  });
}
