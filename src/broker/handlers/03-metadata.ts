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
import { AclOperation, isClusterAuthorized, isTopicAuthorized } from '../authorization.ts';
import { authorizedClusterOperations, authorizedTopicOperations } from '../authorized-operations.ts';
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
        // Told of topics that there are not, too: what the client could do to one of the name.
        if (topic.errorCode === Errors.TOPIC_AUTHORIZATION_FAILED.code || topic.name === null) continue;
        topic.topicAuthorizedOperations = authorizedTopicOperations(context, topic.name);
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
      clusterAuthorizedOperations: hasClusterOperations ? authorizedClusterOperations(context) : NOT_ASKED,
    });
  },
};

async function topicsFor(request: MetadataRequest, context: RequestContext): Promise<MetadataResponseTopic[]> {
  const { broker, apiVersion } = context;
  const { image } = broker.metadata;
  const asksForAll = request.topics === null || (request.topics.length === 0 && apiVersion < FIRST_VERSION_WITH_NONE);
  if (request.topics === null || asksForAll) {
    // Nobody learns of a topic by asking for all.
    return [...image.topics.values()]
      .filter(({ name }) => isTopicAuthorized(context, AclOperation.DESCRIBE, name))
      .map((topic) => describe(topic, broker));
  }
  if (apiVersion < FIRST_VERSION_BY_ID && request.topics.some(({ topicId }) => topicId !== ZERO_UUID)) {
    // Versions 10 and 11 have room for ids, and clients that fill it in get no sense out of the answer.
    return request.topics.map(({ name, topicId }) => failed(Errors.INVALID_REQUEST.code, name ?? '', topicId));
  }
  const topics: MetadataResponseTopic[] = [];
  const names = new Set<string>();
  for (const topicId of new Set(request.topics.map((topic) => topic.topicId))) {
    if (topicId !== ZERO_UUID) topics.push(byId(topicId, context));
  }
  for (const { name, topicId } of request.topics) {
    if (topicId !== ZERO_UUID) continue;
    if (name === null) topics.push(failed(Errors.INVALID_REQUEST.code, '', topicId));
    else names.add(name);
  }
  return [...topics, ...(await byName([...names], request.allowAutoTopicCreation, context))];
}

function byId(topicId: string, context: RequestContext): MetadataResponseTopic {
  const { broker } = context;
  const topic = broker.metadata.image.topicById(topicId);
  if (topic !== undefined && !isTopicAuthorized(context, AclOperation.DESCRIBE, topic.name)) {
    return failed(Errors.TOPIC_AUTHORIZATION_FAILED.code, null, topicId);
  }
  return topic === undefined ? failed(Errors.UNKNOWN_TOPIC_ID.code, null, topicId) : describe(topic, broker);
}

async function byName(
  names: readonly string[],
  allowsCreation: boolean,
  context: RequestContext,
): Promise<MetadataResponseTopic[]> {
  const { metadata, config } = context.broker;
  // Whether there is a topic that a client may not describe is not looked up, so that nothing can tell of it.
  const shown = new Set(names.filter((name) => isTopicAuthorized(context, AclOperation.DESCRIBE, name)));
  const missing = [...shown].filter((name) => metadata.image.topic(name) === undefined);
  const creatable = missing.filter((name) => invalidTopicName(name) === null);
  const creates = allowsCreation && config.values.autoCreateTopicsEnable && creatable.length > 0;
  const errors = creates ? await create(creatable, context) : new Map<string, number>();
  await metadata.whenSettled();
  return names.map((name) => {
    if (!shown.has(name)) {
      return newMetadataResponseTopic({ errorCode: Errors.TOPIC_AUTHORIZATION_FAILED.code, name });
    }
    const topic = metadata.image.topic(name);
    if (topic !== undefined) return describe(topic, context.broker);
    if (invalidTopicName(name) !== null) return failed(Errors.INVALID_TOPIC_EXCEPTION.code, name);
    return failed(errors.get(name) ?? Errors.UNKNOWN_TOPIC_OR_PARTITION.code, name);
  });
}

/** The errors of those that cannot be created; where another client was quicker, the topic is simply there. */
async function create(wanted: readonly string[], context: RequestContext): Promise<Map<string, number>> {
  const { broker } = context;
  const mayCreateAll = isClusterAuthorized(context, AclOperation.CREATE);
  const isAllowed = (name: string): boolean => mayCreateAll || isTopicAuthorized(context, AclOperation.CREATE, name);
  const names = wanted.filter(isAllowed);
  const errors = new Map<string, number>(
    wanted.filter((name) => !isAllowed(name)).map((name) => [name, Errors.TOPIC_AUTHORIZATION_FAILED.code]),
  );
  for (const coordinator of broker.coordinatorPartitions.values()) {
    if (names.includes(coordinator.topic)) await coordinator.ensureTopic();
  }
  const topics = names
    .filter((name) => !isInternalTopic(name))
    .map((name) => ({ name, numPartitions: -1, replicationFactor: -1, assignments: [], configs: [] }));
  if (topics.length === 0) return errors;
  const results = await broker.metadata.submit('createTopics', { topics, validateOnly: false });
  for (const { name, errorCode } of results) errors.set(name, errorCode);
  return errors;
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
