/**
 * DescribeConfigs (key 32), versions 1 to 4. KIP-226 sources and synonyms (1), KIP-569 types and documentation (3). Of
 * topics, this broker, all brokers (empty name), groups, client metrics subscriptions and this broker's loggers (KIP-412).
 *
 * Left out: other brokers' configs, which only they know.
 */
import { ALL_BROKERS, ConfigResourceType, invalidTopicName } from '#metadata';
import {
  describeConfigsRequest,
  describeConfigsResponse,
  Errors,
  newDescribeConfigsResponse,
  type DescribeConfigsRequest,
  type DescribeConfigsRequestResource,
  type DescribeConfigsResponse,
  type DescribeConfigsResponseResult,
} from '#protocol';
import { AclOperation } from '../authorization.ts';
import { forbiddenConfigs } from '../config-authorization.ts';
import {
  describeAllBrokersConfigs,
  describeBrokerConfigs,
  describeClientMetricsConfigs,
  describeGroupConfigs,
  describeTopicConfigs,
  type DescribedConfig,
} from '../described-config.ts';
import { describeLoggers } from '../broker-loggers.ts';
import type { BrokerServices, Handler } from '../handler.ts';

/** A resource of a dozen bytes is answered with some kilobytes; groups and the like may have any name. */
const MAX_RESOURCES = 10_000;
const TOO_MANY = `A request describes at most ${MAX_RESOURCES} resources.`;

interface Refusal {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

export const handler: Handler<DescribeConfigsRequest, DescribeConfigsResponse> = {
  request: describeConfigsRequest,
  response: describeConfigsResponse,
  minVersion: 1,
  maxVersion: 4,
  async handle(request, context) {
    const { broker } = context;
    await broker.metadata.whenSettled();
    const results: DescribeConfigsResponseResult[] = [];
    const described = new Set<string>();
    for (const resource of request.resources) {
      const { resourceType, resourceName } = resource;
      const key = `${resourceType} ${resourceName}`;
      // Clients tell answers apart by resource: a second one of the same tells nothing, and its size is not theirs to pay.
      if (described.has(key)) continue;
      described.add(key);
      const forbidden = forbiddenConfigs(context, AclOperation.DESCRIBE_CONFIGS, resource);
      if (forbidden !== null) results.push({ ...forbidden, configs: [] });
      else if (described.size <= MAX_RESOURCES) {
        results.push(result(resource, request, broker));
      } else {
        const errorCode = Errors.POLICY_VIOLATION.code;
        results.push({ errorCode, errorMessage: TOO_MANY, resourceType, resourceName, configs: [] });
      }
    }
    return newDescribeConfigsResponse({ results });
  },
};

function result(
  { resourceType, resourceName, configurationKeys }: DescribeConfigsRequestResource,
  { includeSynonyms, includeDocumentation }: DescribeConfigsRequest,
  broker: BrokerServices,
): DescribeConfigsResponseResult {
  const found = configsOf(resourceType, resourceName, broker);
  if (!Array.isArray(found)) return { ...found, resourceType, resourceName, configs: [] };
  // No keys at all means every key, as older clients send it.
  const keys = configurationKeys === null || configurationKeys.length === 0 ? null : new Set(configurationKeys);
  const configs = found
    .filter(({ name }) => keys === null || keys.has(name))
    .map((config) => ({
      ...config,
      synonyms: includeSynonyms ? config.synonyms : [],
      documentation: includeDocumentation ? config.documentation : null,
    }));
  return { errorCode: Errors.NONE.code, errorMessage: '', resourceType, resourceName, configs };
}

function configsOf(type: number, name: string, broker: BrokerServices): DescribedConfig[] | Refusal {
  const { image } = broker.metadata;
  switch (type) {
    case ConfigResourceType.TOPIC:
      return topicConfigs(name, broker);
    case ConfigResourceType.BROKER:
      return brokerConfigs(name, broker);
    case ConfigResourceType.GROUP:
      if (name === '') return invalidRequest('Group name must not be empty');
      return describeGroupConfigs(broker, image.configs(type, name));
    case ConfigResourceType.CLIENT_METRICS:
      if (name === '') return invalidRequest('Client metrics subscription name must not be empty');
      return describeClientMetricsConfigs(image.configs(type, name));
    case ConfigResourceType.BROKER_LOGGER:
      return describeLoggers(name, { broker });
    default:
      return invalidRequest(`Resources of type ${type} have no configs here`);
  }
}

function topicConfigs(name: string, broker: BrokerServices): DescribedConfig[] | Refusal {
  const problem = invalidTopicName(name);
  if (problem !== null) return { errorCode: Errors.INVALID_TOPIC_EXCEPTION.code, errorMessage: problem };
  const { image } = broker.metadata;
  if (image.topic(name) === undefined) return { errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION.code, errorMessage: '' };
  return describeTopicConfigs(broker, image.configs(ConfigResourceType.TOPIC, name));
}

function brokerConfigs(name: string, broker: BrokerServices): DescribedConfig[] | Refusal {
  if (name === ALL_BROKERS) return describeAllBrokersConfigs(broker);
  if (!/^[+-]?\d{1,10}$/.test(name)) return invalidRequest(`Broker id must be an integer, but it is: ${name}`);
  if (Number(name) === broker.nodeId) return describeBrokerConfigs(broker);
  return invalidRequest(`Unexpected broker id, expected ${broker.nodeId} or empty string, but received ${name}`);
}

function invalidRequest(errorMessage: string): Refusal {
  return { errorCode: Errors.INVALID_REQUEST.code, errorMessage };
}
