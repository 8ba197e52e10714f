/** Consumer groups (KIP-848) through the wire: keys 68 and 69, with the cluster's topics, configs and features. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  consumerGroupDescribeRequest,
  consumerGroupDescribeResponse,
  consumerGroupHeartbeatRequest,
  consumerGroupHeartbeatResponse,
  type ConsumerGroupHeartbeatRequest,
  type ConsumerGroupHeartbeatResponse,
  Errors,
  incrementalAlterConfigsRequest,
  incrementalAlterConfigsResponse,
  newConsumerGroupDescribeRequest,
  newConsumerGroupHeartbeatRequest,
  newIncrementalAlterConfigsRequest,
} from '#protocol';
import { createPartitions, deleteTopic } from '../admin.testing.ts';
import type { TestClient } from '../broker.testing.ts';
import { findGroupCoordinator } from '../groups.testing.ts';
import { createTopic, withBroker } from '../requests.testing.ts';

const GROUP_RESOURCE = 32;

async function heartbeat(
  client: TestClient,
  changes: Partial<ConsumerGroupHeartbeatRequest>,
  version = 1,
): Promise<ConsumerGroupHeartbeatResponse> {
  const request = newConsumerGroupHeartbeatRequest({ groupId: 'g', memberId: 'm', ...changes });
  return client.call([consumerGroupHeartbeatRequest, consumerGroupHeartbeatResponse], request, version);
}

const JOIN = { memberEpoch: 0, rebalanceTimeoutMs: 60_000, topicPartitions: [], subscribedTopicNames: ['t'] };

function countOf({ assignment }: ConsumerGroupHeartbeatResponse): number {
  return (assignment?.topicPartitions ?? []).reduce((sum, { partitions }) => sum + partitions.length, 0);
}

async function setGroupConfig(client: TestClient, name: string, value: string): Promise<number> {
  const configs = [{ name, configOperation: 0, value }];
  const resources = [{ resourceType: GROUP_RESOURCE, resourceName: 'g', configs }];
  const request = newIncrementalAlterConfigsRequest({ resources });
  const response = await client.call([incrementalAlterConfigsRequest, incrementalAlterConfigsResponse], request);
  return response.responses[0]!.errorCode;
}

test('a consumer joins in both versions, and is described with what it has', () =>
  withBroker(async (client) => {
    await createTopic(client, 't', { partitions: 3 });
    await findGroupCoordinator(client, 'g');
    const joined = await heartbeat(client, { ...JOIN, memberId: '' }, 0);
    assert.deepEqual([joined.errorCode, joined.memberEpoch, countOf(joined)], [0, 2, 3]);
    const memberId = joined.memberId!;
    for (const version of [0, 1]) {
      const request = newConsumerGroupDescribeRequest({ groupIds: ['g', 'no'], includeAuthorizedOperations: true });
      const codecs = [consumerGroupDescribeRequest, consumerGroupDescribeResponse] as const;
      const [group, missing] = (await client.call(codecs, request, version)).groups;
      assert.equal(group!.groupState, 'Stable');
      assert.notEqual(group!.authorizedOperations, -(2 ** 31));
      const [member] = group!.members;
      assert.deepEqual([member!.memberId, member!.assignment.topicPartitions[0]!.topicName], [memberId, 't']);
      assert.equal(member!.memberType, version === 0 ? -1 : 1);
      assert.equal(missing!.errorCode, Errors.GROUP_ID_NOT_FOUND.code);
    }
  }));

test('topics that are created, grow and are deleted show in the heartbeats of those who read them', () =>
  withBroker(
    async (client) => {
      await findGroupCoordinator(client, 'g');
      const joined = await heartbeat(client, JOIN);
      assert.deepEqual([joined.errorCode, countOf(joined)], [0, 0]);
      let { memberEpoch } = joined;
      const next = async (): Promise<number> => {
        const response = await heartbeat(client, { memberEpoch, topicPartitions: [] });
        assert.equal(response.errorCode, 0);
        ({ memberEpoch } = response);
        return countOf(response);
      };
      await createTopic(client, 't', { partitions: 1 });
      assert.equal(await next(), 1);
      assert.equal(await createPartitions(client, 't', 4), 0);
      assert.equal(await next(), 4);
      await deleteTopic(client, 't');
      const before = memberEpoch;
      assert.equal(await next(), 0);
      assert.ok(memberEpoch > before);
    },
    { 'group.consumer.assignment.interval.ms': '0' },
  ));

test("a group's own configs count from the next heartbeat on, and keep the broker's bounds", () =>
  withBroker(async (client) => {
    await createTopic(client, 't');
    await findGroupCoordinator(client, 'g');
    const joined = await heartbeat(client, JOIN);
    assert.equal(joined.heartbeatIntervalMs, 5000);
    assert.equal(await setGroupConfig(client, 'consumer.heartbeat.interval.ms', '7000'), 0);
    const { memberEpoch } = joined;
    assert.equal((await heartbeat(client, { memberEpoch })).heartbeatIntervalMs, 7000);
    const tooLong = await setGroupConfig(client, 'consumer.heartbeat.interval.ms', '70000');
    assert.equal(tooLong, Errors.INVALID_CONFIG.code);
  }));

test('without the feature group.version there are no consumer groups', () =>
  withBroker(
    async (client) => {
      await findGroupCoordinator(client, 'g');
      assert.equal((await heartbeat(client, JOIN)).errorCode, Errors.UNSUPPORTED_VERSION.code);
      const request = newConsumerGroupDescribeRequest({ groupIds: ['g'] });
      const codecs = [consumerGroupDescribeRequest, consumerGroupDescribeResponse] as const;
      assert.equal((await client.call(codecs, request)).groups[0]!.errorCode, Errors.UNSUPPORTED_VERSION.code);
    },
    { features: 'group.version=0' },
  ));
