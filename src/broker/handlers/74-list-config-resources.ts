/**
 * ListConfigResources (key 74), versions 0 and 1 (KIP-714, KIP-1142): topics, brokers and their loggers, which always have configs, groups
 * and client metrics subscriptions on which some were set. Version 0 knows the last only.
 */
import { ConfigResourceType } from '#metadata';
import {
  Errors,
  listConfigResourcesRequest,
  listConfigResourcesResponse,
  newListConfigResourcesResponse,
  type ListConfigResourcesRequest,
  type ListConfigResourcesResponse,
} from '#protocol';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import type { BrokerServices, Handler } from '../handler.ts';

const { TOPIC, BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP } = ConfigResourceType;
const LISTED: readonly number[] = [GROUP, CLIENT_METRICS, BROKER_LOGGER, BROKER, TOPIC];

export const handler: Handler<ListConfigResourcesRequest, ListConfigResourcesResponse> = {
  request: listConfigResourcesRequest,
  response: listConfigResourcesResponse,
  minVersion: 0,
  maxVersion: 1,
  async handle({ resourceTypes }, context) {
    const { broker, apiVersion } = context;
    if (!isClusterAuthorized(context, AclOperation.DESCRIBE_CONFIGS)) {
      return newListConfigResourcesResponse({ errorCode: Errors.CLUSTER_AUTHORIZATION_FAILED.code });
    }
    await broker.metadata.whenSettled();
    const asked =
      apiVersion === 0 ? [CLIENT_METRICS] : resourceTypes.length === 0 ? LISTED : [...new Set(resourceTypes)];
    if (!asked.every((type) => LISTED.includes(type)))
      return newListConfigResourcesResponse({ errorCode: Errors.UNSUPPORTED_VERSION.code });
    const configResources = asked.flatMap((resourceType) =>
      namesOf(resourceType, broker).map((resourceName) => ({ resourceName, resourceType })),
    );
    return newListConfigResourcesResponse({ configResources });
  },
};

function namesOf(type: number, { metadata: { image } }: BrokerServices): string[] {
  if (type === TOPIC) return [...image.topics.keys()];
  if (type === BROKER || type === BROKER_LOGGER) return [...image.brokers.keys()].map(String);
  return image.configuredResources(type).toSorted();
}
