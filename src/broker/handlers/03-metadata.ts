/**
 * Metadata (key 3), versions 0 to 13. KIP-516 topic ids (10, asked by id from 12), KIP-430 authorized operations (8; of
 * the cluster up to 10).
 *
 * A topic that is created because it was asked for is in the very answer, where Kafka sends the client away to ask again.
 */
import { invalidTopicName, isInternalTopic } from '#metadata';
import type { TopicImage } from '#metadata';
import {
  Errors,
  metadataRequest,
  metadataResponse,
  newMetadataResponse,
  newMetadataResponseTopic,
  ZERO_UUID,
  type MetadataRequest,
  type MetadataResponse,
  type MetadataResponseTopic,
} from '#protocol';
import { ALL_CLUSTER_OPERATIONS, ALL_TOPIC_OPERATIONS } from '../authorized-operations.ts';
import { brokerNodes, partitionState } from '../cluster-view.ts';
import type { BrokerServices, Handler, RequestContext } from '../handler.ts';

const FIRST_VERSION_WITH_NONE = 1;
const FIRST_VERSION_BY_ID = 12;
const NOT_ASKED = -(2 ** 31);

export const handler: Handler<MetadataRequest, MetadataResponse> = {
  request: metadataRequest,
  response: metadataResponse,
  minVersion: 0,
  maxVersion: 13,
  async handle(request, context) {
    const { broker, apiVersion } = context;
    await broker.metadata.whenSettled();
    const topics = await topicsFor(request, context);
    if (request.includeTopicAuthorizedOperations) {
      for (const topic of topics) {
        if (topic.errorCode === Errors.NONE.code) topic.topicAuthorizedOperations = ALL_TOPIC_OPERATIONS;
      }
    }
    const hasClusterOperations = request.includeClusterAuthorizedOperations && apiVersion < 11;
    return newMetadataResponse({
      brokers: brokerNodes(context)
        .filter(({ isFenced }) => !isFenced)
        .map(({ id, host, port, rack }) => ({ nodeId: id, host, port, rack })),
      clusterId: broker.clusterId,
      controllerId: broker.nodeId,
      topics,
      clusterAuthorizedOperations: hasClusterOperations ? ALL_CLUSTER_OPERATIONS : NOT_ASKED,
    });
  },
};

async function topicsFor(request: MetadataRequest, context: RequestContext): Promise<MetadataResponseTopic[]> {
  const { broker, apiVersion } = context;
  const { image } = broker.metadata;
  const asksForAll = request.topics === null || (request.topics.length === 0 && apiVersion < FIRST_VERSION_WITH_NONE);
  if (request.topics === null || asksForAll) {
    return [...image.topics.values()].map((topic) => describe(topic, broker));
  }
  if (apiVersion < FIRST_VERSION_BY_ID && request.topics.some(({ topicId }) => topicId !== ZERO_UUID)) {
    // Versions 10 and 11 have room for ids, and clients that fill it in get no sense out of the answer.
    return request.topics.map(({ name, topicId }) => failed(Errors.INVALID_REQUEST.code, name ?? '', topicId));
  }
  const topics: MetadataResponseTopic[] = [];
  const names = new Set<string>();
  for (const topicId of new Set(request.topics.map((topic) => topic.topicId))) {
    if (topicId !== ZERO_UUID) topics.push(byId(topicId, broker));
  }
  for (const { name, topicId } of request.topics) {
    if (topicId !== ZERO_UUID) continue;
    if (name === null) topics.push(failed(Errors.INVALID_REQUEST.code, '', topicId));
    else names.add(name);
  }
  return [...topics, ...(await byName([...names], request.allowAutoTopicCreation, broker))];
}

function byId(topicId: string, broker: BrokerServices): MetadataResponseTopic {
  const topic = broker.metadata.image.topicById(topicId);
  return topic === undefined ? failed(Errors.UNKNOWN_TOPIC_ID.code, null, topicId) : describe(topic, broker);
}

async function byName(
  names: readonly string[],
  allowsCreation: boolean,
  broker: BrokerServices,
): Promise<MetadataResponseTopic[]> {
  const { metadata, config } = broker;
  const missing = names.filter((name) => metadata.image.topic(name) === undefined && invalidTopicName(name) === null);
  const creates = allowsCreation && config.values.autoCreateTopicsEnable && missing.length > 0;
  const errors = creates ? await create(missing, broker) : new Map<string, number>();
  await metadata.whenSettled();
  return names.map((name) => {
    const topic = metadata.image.topic(name);
    if (topic !== undefined) return describe(topic, broker);
    if (invalidTopicName(name) !== null) return failed(Errors.INVALID_TOPIC_EXCEPTION.code, name);
    return failed(errors.get(name) ?? Errors.UNKNOWN_TOPIC_OR_PARTITION.code, name);
  });
}

/** The errors of those that cannot be created; where another client was quicker, the topic is simply there. */
async function create(names: readonly string[], broker: BrokerServices): Promise<Map<string, number>> {
  for (const coordinator of broker.coordinatorPartitions.values()) {
    if (names.includes(coordinator.topic)) await coordinator.ensureTopic();
  }
  const topics = names
    .filter((name) => !isInternalTopic(name))
    .map((name) => ({ name, numPartitions: -1, replicationFactor: -1, assignments: [], configs: [] }));
  if (topics.length === 0) return new Map();
  const results = await broker.metadata.submit('createTopics', { topics, validateOnly: false });
  return new Map(results.map(({ name, errorCode }) => [name, errorCode]));
}

function describe({ name, topicId, partitions }: TopicImage, broker: BrokerServices): MetadataResponseTopic {
  return newMetadataResponseTopic({
    name,
    topicId,
    isInternal: isInternalTopic(name),
    partitions: partitions.map((partition, index) => partitionState(broker, index, partition)),
  });
}

function failed(errorCode: number, name: string | null, topicId: string = ZERO_UUID): MetadataResponseTopic {
  return newMetadataResponseTopic({ errorCode, name, topicId, isInternal: name !== null && isInternalTopic(name) });
}
