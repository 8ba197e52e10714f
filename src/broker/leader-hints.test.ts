/**
 * A partition that another broker leads (KIP-951). There is none in a cluster of one node, so that the metadata is told of a
 * second broker before the first one starts.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileMetaStore, MetadataService } from '#metadata';
import { Errors, ZERO_UUID } from '#protocol';
import { batchOf } from './broker.testing.ts';
import { parseBrokerConfig } from './config/index.ts';
import { configRules } from './config-rules.ts';
import { FETCH, fetchMessage, PRODUCE, produceMessage } from './requests.testing.ts';
import { SimulatedBroker } from './simulation.testing.ts';

const OTHER = 2;

/** The topics `ours` and `theirs`, which brokers 1 and 2 lead; resolves with their ids. */
async function prepare(world: SimulatedBroker): Promise<Map<string, string>> {
  const { env } = world.machine;
  await env.disk.makeDirectory('/data');
  const metadata = await MetadataService.open(env, {
    store: new FileMetaStore(env, '/data'),
    settings: {
      defaultNumPartitions: 1,
      defaultReplicationFactor: 1,
      clampReplicationFactor: true,
      deleteTopicEnable: true,
    },
    configRules: configRules(parseBrokerConfig().config),
  });
  await metadata.submit('bootstrap', { features: [], topics: [], brokerId: 1, nextProducerId: 0 });
  for (const brokerId of [1, OTHER]) {
    await metadata.submit('registerBroker', {
      brokerId,
      incarnationId: ZERO_UUID,
      endpoints: [{ name: 'PLAINTEXT', host: `host${brokerId}`, port: 9000 + brokerId, securityProtocol: 0 }],
      features: [],
      rack: `rack${brokerId}`,
      logDirs: [],
      wasUncleanShutdown: false,
    });
  }
  const topic = (name: string, brokerId: number): object => ({
    name,
    numPartitions: -1,
    replicationFactor: -1,
    assignments: [{ partitionIndex: 0, brokerIds: [brokerId] }],
    configs: [],
  });
  const topics = [topic('ours', 1), topic('theirs', OTHER)] as never;
  const created = await metadata.submit('createTopics', { topics, validateOnly: false });
  await metadata.close();
  return new Map(created.map(({ name, topicId }) => [name, topicId]));
}

test('Produce and Fetch tell who leads what this broker does not, and where to find it', async () => {
  const world = new SimulatedBroker(1);
  const ids = await world.machine.finish(prepare(world));
  await world.start();
  await world.run(async () => {
    const client = await world.connect();
    for (const [name, id] of ids) client.topicIds.set(name, id);
    const hint = { leaderId: OTHER, leaderEpoch: 0 };
    const endpoints = [{ nodeId: OTHER, host: 'host2', port: 9002, rack: 'rack2' }];
    const none = { leaderId: -1, leaderEpoch: -1 };
    for (const version of [9, 10, 13]) {
      const answer = await client.call(PRODUCE, produceMessage(client, 'theirs', batchOf([['k', 'v']])), version);
      const [partition] = answer.responses[0]!.partitionResponses;
      assert.equal(partition!.errorCode, Errors.NOT_LEADER_OR_FOLLOWER.code);
      assert.deepEqual(partition!.currentLeader, version < 10 ? none : hint);
      assert.deepEqual(answer.nodeEndpoints, version < 10 ? [] : endpoints);
    }
    for (const version of [15, 16, 18]) {
      const answer = await client.call(FETCH, fetchMessage(client, 'theirs', 0), version);
      const [partition] = answer.responses[0]!.partitions;
      assert.equal(partition!.errorCode, Errors.NOT_LEADER_OR_FOLLOWER.code);
      assert.deepEqual(partition!.currentLeader, version < 16 ? none : hint);
      assert.deepEqual(answer.nodeEndpoints, version < 16 ? [] : endpoints);
    }
  });
  await world.close();
});
