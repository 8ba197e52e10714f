/** For tests: requests that administer topics, each with what matters to the test and defaults for the rest. */
import {
  createPartitionsRequest,
  createPartitionsResponse,
  deleteTopicsRequest,
  deleteTopicsResponse,
  describeConfigsRequest,
  describeConfigsResponse,
  incrementalAlterConfigsRequest,
  incrementalAlterConfigsResponse,
  metadataRequest,
  metadataResponse,
  newCreatePartitionsRequest,
  newDeleteTopicsRequest,
  newDescribeConfigsRequest,
  newIncrementalAlterConfigsRequest,
  newMetadataRequest,
  ZERO_UUID,
  type MetadataResponseTopic,
} from '#protocol';
import type { TestClient } from './broker.testing.ts';

const TOPIC = 2;

/** IncrementalAlterConfigs' numbers. */
export const ConfigOperation = { SET: 0, DELETE: 1 } as const;

export async function metadataOf(client: TestClient, name: string): Promise<MetadataResponseTopic> {
  const request = newMetadataRequest({ topics: [{ topicId: ZERO_UUID, name }], allowAutoTopicCreation: false });
  const { topics } = await client.call([metadataRequest, metadataResponse], request);
  return topics[0]!;
}

/** Resolves with the error code. */
export async function createPartitions(client: TestClient, name: string, count: number): Promise<number> {
  const request = newCreatePartitionsRequest({ topics: [{ name, count, assignments: null }], timeoutMs: 10_000 });
  const { results } = await client.call([createPartitionsRequest, createPartitionsResponse], request);
  return results[0]!.errorCode;
}

export async function deleteTopic(client: TestClient, name: string): Promise<void> {
  const request = newDeleteTopicsRequest({ topics: [{ name, topicId: ZERO_UUID }], timeoutMs: 10_000 });
  const { responses } = await client.call([deleteTopicsRequest, deleteTopicsResponse], request);
  if (responses[0]!.errorCode !== 0) throw new Error(`${name} is not deleted: ${responses[0]!.errorCode}`);
}

export async function setTopicConfig(
  client: TestClient,
  topic: string,
  { name, value, operation = ConfigOperation.SET }: { name: string; value: string | null; operation?: number },
): Promise<void> {
  const resources = [
    { resourceType: TOPIC, resourceName: topic, configs: [{ name, configOperation: operation, value }] },
  ];
  const request = newIncrementalAlterConfigsRequest({ resources });
  const { responses } = await client.call([incrementalAlterConfigsRequest, incrementalAlterConfigsResponse], request);
  if (responses[0]!.errorCode !== 0) throw new Error(`${name} is not set: ${responses[0]!.errorMessage}`);
}

export async function describeTopicConfig(client: TestClient, topic: string, name: string): Promise<string | null> {
  const resources = [{ resourceType: TOPIC, resourceName: topic, configurationKeys: [name] }];
  const request = newDescribeConfigsRequest({ resources });
  const { results } = await client.call([describeConfigsRequest, describeConfigsResponse], request);
  return results[0]!.configs[0]!.value;
}
