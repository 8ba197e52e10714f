/**
 * ListConfigResources (key 74), versions 0 and 1 (KIP-714, KIP-1142): topics and brokers, which always have configs, groups
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
import type { BrokerServices, Handler } from '../handler.ts';

const { TOPIC, BROKER, CLIENT_METRICS, GROUP } = ConfigResourceType;
const LISTED: readonly number[] = [GROUP, CLIENT_METRICS, BROKER, TOPIC];

export const handler: Handler<ListConfigResourcesRequest, ListConfigResourcesResponse> = {
  request: listConfigResourcesRequest,
  response: listConfigResourcesResponse,
  minVersion: 0,
  maxVersion: 1,
  async handle({ resourceTypes }, { broker, apiVersion }) {
    await broker.metadata.whenSettled();
    const asked =
      apiVersion === 0 ? [CLIENT_METRICS] : resourceTypes.length === 0 ? LISTED : [...new Set(resourceTypes)];
    // Kafka lists its loggers' brokers too; to ask for them is no mistake, there are just none.
    const isKnown = (type: number): boolean => LISTED.includes(type) || type === ConfigResourceType.BROKER_LOGGER;
    if (!asked.every(isKnown)) return newListConfigResourcesResponse({ errorCode: Errors.UNSUPPORTED_VERSION.code });
    const configResources = asked.flatMap((resourceType) =>
      namesOf(resourceType, broker).map((resourceName) => ({ resourceName, resourceType })),
    );
    return newListConfigResourcesResponse({ configResources });
  },
};

function namesOf(type: number, { metadata: { image } }: BrokerServices): string[] {
  if (type === TOPIC) return [...image.topics.keys()];
  if (type === BROKER) return [...image.brokers.keys()].map(String);
  return image.configuredResources(type).toSorted();
}
